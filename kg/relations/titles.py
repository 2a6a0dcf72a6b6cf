"""Titles: which token heads one, how it is written, and which stands nearest to a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from kg.relations.graph import SentenceGraph
    from kg.relations.matcher import Names

__all__ = ["Titles", "role_text", "title_near"]

#: Words before its head that a title may have ("chief operating officer", "member of the European Parliament").
LONGEST_TITLE = 3
#: A title belongs to a person whose mention is at most this many tokens away.
TITLE_REACH = 8
#: A role's own words: left of its head, and after "of" ("secretary of state").
PARTS = frozenset({"compound", "amod", "nmod"})
#: Words that stand there and are none of it.
ASIDE = frozenset("former ex new current outgoing incoming acting late then longtime long-time next".split())


class Titles:
    """Which title a token of one sentence heads: the longest that any relation takes ("chief executive")."""

    __slots__ = ("_graph", "_known", "_names", "_roles")

    def __init__(self, graph: SentenceGraph, names: Names, roles: frozenset[str]) -> None:
        self._graph, self._names, self._roles = graph, names, roles
        self._known: dict[int, str] = {}

    def at(self, token: int) -> str:
        """Return the title, lemmatised, or an empty string."""
        if token not in self._known:
            self._known[token] = "" if token in self._names.inside else self._longest(token)
        return self._known[token]

    def holds(self, roles: frozenset[str], token: int) -> bool:
        """Tell whether a token heads one of these titles."""
        return self.at(token) in roles

    def _longest(self, token: int) -> str:
        doc, start = self._graph.doc, self._graph.start
        words = self._graph.lemmas[token]
        found = words if words in self._roles else ""
        for left in range(token - 1, max(start, token - LONGEST_TITLE) - 1, -1):
            words = f"{doc[left].lower_} {words}"
            found = words if words in self._roles else found
        return found


def role_text(doc: Doc, token: int, inside: frozenset[int]) -> str:
    """Return the title that ``token`` heads, with its own modifiers and without names: "chief executive".

    ``inside`` holds the tokens of mentions, which are no part of a title. The text is as written, spaces folded.
    """
    start = token
    while start - 1 >= 0 and start - 1 not in inside:
        left = doc[start - 1]
        hyphen = left.text == "-" and start - 2 >= 0 and doc[start - 2].dep_ in PARTS
        if not hyphen and (left.dep_ not in PARTS or left.lower_ in ASIDE or left.is_space):
            break
        start -= 1
    end = token + 1
    if end + 1 < len(doc) and doc[end].lower_ in ("of", "for") and end + 1 not in inside:
        objects = [
            t for t in doc[end].children if t.dep_ == "pobj" and t.i not in inside and t.pos_ in ("NOUN", "PROPN")
        ]
        if objects and not any(i in inside for i in range(end, objects[0].right_edge.i + 1)):
            end = objects[0].i + 1
    return " ".join(doc[start:end].text.split())


def title_near(sentence: Span, place: tuple[int, int], roles: frozenset[str], inside: frozenset[int]) -> int | None:
    """Return the token that heads the title nearest to a mention of the sentence, or None.

    ``place`` are the mention's code-point offsets, end exclusive; ``inside`` holds the tokens of names.
    """
    span = sentence.doc.char_span(*place, alignment_mode="expand")
    if not roles or span is None or span.start < sentence.start:
        return None
    best: tuple[int, int] | None = None
    taken = sentence.end  # of two titles that overlap, the one that ends last stands: "chief", "chief executive"
    for end in range(sentence.end, sentence.start, -1):
        start = _title_start(sentence, end, roles) if end <= taken and end - 1 not in inside else None
        if start is not None:
            taken = start
            distance = max(span.start - end, start - span.end)
            if distance < (best[0] if best else TITLE_REACH + 1):
                best = (distance, end - 1)
    return best[1] if best else None


def _title_start(sentence: Span, end: int, roles: frozenset[str]) -> int | None:
    """Return where the longest title begins that ends before token ``end``, or None."""
    doc, found = sentence.doc, None
    words = doc[end - 1].lemma_.lower()
    for start in range(end - 1, max(sentence.start, end - 1 - LONGEST_TITLE) - 1, -1):
        words = f"{doc[start].lower_} {words}" if start < end - 1 else words
        found = start if words in roles else found
    return found
