"""From gold documents to examples of links: which of the program's mentions stands for which of its things."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg.entities.names import group_names
from kg.entities.reading import Reading
from kg.evaluation import read_gold
from kg.evaluation.scoring import normalise
from kg.mentions.tokens import Tokens, tokens
from kg.mentions.typing import typing_of
from kg.model import Article
from kg.pipeline import Extractor
from kg.training.data import held_out
from kg.training.links import collect, collect_names, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.entities.evidence import Thing
    from kg.evaluation.gold import GoldDocument
    from kg.model import Entity, Mention
    from kg.ontology import Ontology
    from kg.training.links import Example

__all__ = ["document_examples", "train_links"]

#: How much of the words of an end a mention must share, of both together.
OVERLAP = 0.5


class _Mentions(Extractor):
    """An extractor that stops once it has the mentions, and keeps them."""

    def __init__(self, extractor: Extractor) -> None:
        self.__dict__.update(extractor.__dict__)
        self.read: tuple[Tokens, Sequence[Mention]] | None = None

    def _entities(self, doc: Any, article: Article, mentions: Sequence[Mention]) -> tuple[Entity, ...]:  # noqa: ARG002
        self.read = tokens(doc), mentions
        return ()


def train_links(gold: Sequence[Path], output: Path, extractor: Extractor) -> int:
    """Learn the weights of links from gold files and write the table to ``output``; return the number of examples.

    The extractor gives the mentions. Every tenth document of a file, which is for tuning, is left out.
    """
    documents = [document for path in gold for document in held_out(read_gold(path))[0]]
    examples = list(_examples(documents, extractor))
    write_table(examples, output)
    return sum(map(len, examples))


def _examples(documents: Sequence[GoldDocument], extractor: Extractor) -> Iterator[list[Example]]:
    reader = _Mentions(extractor)
    articles = [Article(d.id, d.text, d.title, published=d.published) for d in documents]
    for document, extraction in zip(documents, reader.extract(articles), strict=True):
        if reader.read is not None:
            yield document_examples(document, extraction.article, *reader.read, extractor.ontology)


def document_examples(
    document: GoldDocument, article: Article, tok: Tokens, mentions: Sequence[Mention], ontology: Ontology
) -> list[Example]:
    """Return the examples of one document: the words of its ends that are no names, and its names that come back."""
    words = [mention for mention in mentions if mention.kind != "named"]

    def reading() -> Reading:
        named = [mention for mention in mentions if mention.kind == "named"]
        return Reading(tok, group_names(article, named, ontology, tok.sentence_at), typing_of(ontology))

    first = reading()
    known = _answers(document, words, first.things)
    return [
        *collect(first, words, lambda mention: known.get((mention.span.start, mention.span.end))),
        *collect_names(reading()),
    ]


def _answers(
    document: GoldDocument, words: Sequence[Mention], things: Sequence[Thing]
) -> dict[tuple[int, int], frozenset[int]]:
    """Return, by the span of a mention, the things that the gold says it stands for; none where there is no such."""
    forms = [
        {normalise(form) for form in (thing.group.known, *(m.span.text for m in thing.group.mentions))} - {""}
        for thing in things
    ]
    names = {e.name: {normalise(n) for n in (e.name, *e.aliases)} - {""} for e in document.entities}
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for claim in document.claims:
        for name, place in ((claim.subject, claim.subject_at), (claim.object, claim.object_at)):
            if place is None or claim.optional or normalise(document.text[slice(*place)]) in names.get(name, ()):
                continue
            best = max(words, key=lambda mention: _overlap(mention, place), default=None)
            if best is not None and _overlap(best, place) >= OVERLAP:
                here = found[best.span.start, best.span.end]
                here.update(i for i, own in enumerate(forms) if not own.isdisjoint(names.get(name, ())))
    return {span: frozenset(things) for span, things in found.items()}


def _overlap(mention: Mention, place: tuple[int, int]) -> float:
    """Shared characters over all characters of both."""
    shared = min(mention.span.end, place[1]) - max(mention.span.start, place[0])
    return shared / (max(mention.span.end, place[1]) - min(mention.span.start, place[0]))
