"""Titles: which token heads one, how it is written, and which stands nearest to a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span

    from kg.relations.graph import SentenceGraph
    from kg.relations.matcher import Names

__all__ = ["Titles", "is_verb", "role_text", "title_near"]

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
    start, end = _word(doc, token)
    if not inside.isdisjoint(range(start, end)):
        start, end = token, token + 1
    while start > 0:
        first, left = _word(doc, start - 1)[0], doc[start - 1]
        aside = left.is_space or doc[first:start].text.lower() in ASIDE
        if left.dep_ not in PARTS or aside or not inside.isdisjoint(range(first, start)):
            break
        start = first
    if start + 1 < token and _is_hyphen(doc, start + 1) and doc[start].lower_ in ASIDE:
        start += 2  # "ex-chairman"
    if end + 1 < len(doc) and doc[end].lower_ in ("of", "for") and end + 1 not in inside:
        objects = [
            t for t in doc[end].children if t.dep_ == "pobj" and t.i not in inside and t.pos_ in ("NOUN", "PROPN")
        ]
        if objects and not any(i in inside for i in range(end, objects[0].right_edge.i + 1)):
            end = objects[0].i + 1
    return " ".join(doc[start:end].text.split())


def _word(doc: Doc, token: int) -> tuple[int, int]:
    """Return the first and last token, exclusive, of the word that a token is part of: "vice-president" is one."""
    start, end = token, token + 1
    while start > 1 and _is_hyphen(doc, start - 1):
        start -= 2
    while end + 1 < len(doc) and _is_hyphen(doc, end):
        end += 2
    return start, end


def _is_hyphen(doc: Doc, token: int) -> bool:
    """Tell whether a token is a hyphen between two words without blanks."""
    return doc[token].text == "-" and not doc[token].whitespace_ and not doc[token - 1].whitespace_


def is_verb(doc: Doc, token: int) -> bool:
    """Tell whether a word that could head a title is none: "she heads the firm"."""
    return doc[token].pos_ in ("VERB", "AUX")


def title_near(
    sentence: Span, place: tuple[int, int], roles: frozenset[str], titles: frozenset[str], inside: frozenset[int]
) -> int | None:
    """Return the token that heads the title nearest to a mention of the sentence, or None.

    ``place`` are the mention's code-point offsets, end exclusive; ``roles`` are the titles that are wanted and
    ``titles`` those of all relations; ``inside`` holds the tokens of names.
    """
    span = sentence.doc.char_span(*place, alignment_mode="expand")
    if not roles or span is None or span.start < sentence.start:
        return None
    best: tuple[int, int] | None = None
    taken = sentence.end  # of two titles that overlap, the one that ends last stands: "chief", "chief executive"
    for end in range(sentence.end, sentence.start, -1):
        found = list(_titles(sentence, end, titles)) if end <= taken and end - 1 not in inside else []
        if found:
            taken = found[-1][0]
            distance = max(span.start - end, taken - span.end)
            wanted = any(words in roles for _, words in found)
            if wanted and distance < (best[0] if best else TITLE_REACH + 1):
                best = (distance, end - 1)
    return best[1] if best else None


def _titles(sentence: Span, end: int, titles: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield where the titles begin that end before token ``end``, and their words, the longest last."""
    doc, words = sentence.doc, sentence.doc[end - 1].lemma_.lower()
    for start in range(end - 1, max(sentence.start, end - 1 - LONGEST_TITLE) - 1, -1):
        words = f"{doc[start].lower_} {words}" if start < end - 1 else words
        if words in titles:
            yield start, words
