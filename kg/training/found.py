"""What the networks of pairs and links learn on: mentions as the pipeline makes them, each with the gold entity it is.

The gold's own names and the words that stand for ends come beside those that the pipeline does not find, so that a
miss of the pipeline costs no example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.encoder import Marked, marked_types
from kg.evaluation.scoring import normalise
from kg.mentions.tokens import Tokens, tokens
from kg.mentions.words import PRONOUNS
from kg.model import Article
from kg.pipeline import BATCH_SIZE, Extractor
from kg.training.data import gold_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Entity
    from kg.training.data import Document

__all__ = ["Found", "Seen", "find"]

#: Code-point spans of a text's sentences, in order.
Sentences = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention and what it stands for: a gold entity's name, or a key that no gold entity has."""

    key: str
    marked: Marked


@dataclass(frozen=True, slots=True)
class Found:
    """A document as the networks learn from it.

    ``tokens`` are its words and trees; ``sentences`` are code-point spans in order; ``seen`` are the mentions, by
    start, the longest first; ``words`` are those of them that are no names and whose entity the gold gives.
    """

    document: Document
    tokens: Tokens
    sentences: tuple[tuple[int, int], ...]
    seen: tuple[Seen, ...]
    words: tuple[Seen, ...]


class _Finder(Extractor):
    """An extractor that goes as far as the entities."""

    def __init__(self, extractor: Extractor) -> None:
        self.__dict__.update(extractor.__dict__)

    def trees(self, articles: Iterable[Article]) -> Iterator[tuple[Tokens, Sentences, Sequence[Entity]]]:
        for article, doc in self._parsed(self._checked(articles), BATCH_SIZE):
            sentences = tuple((s.start_char, s.end_char) for s in doc.sents)
            yield tokens(doc), sentences, self._entities(doc, article, self._mentions(doc, article))


def find(documents: Sequence[Document], extractor: Extractor) -> Iterator[Found]:
    """Yield each document with its trees, sentences and mentions, as this extractor makes them."""
    marks = marked_types(extractor.ontology)
    read = _Finder(extractor).trees(map(_article, documents))
    for document, (tok, sentences, entities) in zip(documents, read, strict=True):
        yield align(document, tok, sentences, entities, marks)


def _article(document: Document) -> Article:
    return Article(str(document["id"]), document["text"], document.get("title"))


def align(
    document: Document,
    tok: Tokens,
    sentences: Sentences,
    entities: Sequence[Entity],
    marks: dict[str, str],
) -> Found:
    """Return the document with all its mentions: a word that the gold names as an end is what the gold says."""
    types = {e["name"]: marks.get(e["type"], "Organization") for e in document["entities"]}
    ends = _ends(document)
    names = {(n.start, n.end): n.entity for n in gold_names(document)}
    seen: dict[tuple[int, int], Seen] = {}
    for entity in entities:
        key = _gold_entity(document, (entity.name, *entity.aliases)) or f"\0{entity.id}"
        for mention in entity.mentions:
            place = mention.span.start, mention.span.end
            owner = ends.get(place, [names.get(place, key)])[0]
            seen[place] = Seen(owner, Marked(*place, marks[mention.type], mention.kind))
    taken = {i for place in seen for i in range(*place)}
    for place, name in names.items():
        if taken.isdisjoint(range(*place)):
            seen[place] = Seen(name, Marked(*place, types[name], "named"))
    words = []
    for place, owners in ends.items():
        if place in names:
            continue
        for name in owners:
            kind = "pronoun" if document["text"][slice(*place)].casefold() in PRONOUNS else "nominal"
            words.append(Seen(name, Marked(*place, types.get(name, "Organization"), kind)))
        seen.setdefault(place, words[-1])
    return Found(document, tok, tuple(sentences), _ordered(seen.values()), _ordered(words))


def _ordered(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    return tuple(sorted(seen, key=lambda s: (s.marked.start, -s.marked.end, s.key)))


def _ends(document: Document) -> dict[tuple[int, int], list[str]]:
    """Entities that stand at a place as an end or, where the document tells it, under other words; by place."""
    ends: dict[tuple[int, int], list[str]] = {}
    for start, end, entity, kind in document.get("mentions", ()):
        if kind != "named":
            ends.setdefault((start, end), []).append(entity)
    for claim in document["claims"]:
        for role in ("subject", "object"):
            place = claim.get("ends", {}).get(role)
            if place:
                owners = ends.setdefault((place["start"], place["end"]), [])
                if claim[role] not in owners:
                    owners.append(claim[role])
    return ends


def _gold_entity(document: Document, names: Sequence[str]) -> str | None:
    """Return the gold entity that shares most names with these, and more than they share with all others."""
    forms = {normalise(n) for n in names} - {""}
    owned = {e["name"]: {normalise(n) for n in (e["name"], *e["aliases"])} - {""} for e in document["entities"]}
    owners = Counter(form for own in owned.values() for form in own)
    single = {form for form, count in owners.items() if count == 1}
    shared = [(len(own & forms), name) for name, own in owned.items() if len(own & forms) > len((forms & single) - own)]
    return max(shared, key=lambda pair: (pair[0], pair[1]))[1] if shared else None
