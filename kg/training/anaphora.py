"""From gold documents to examples of links: which of the program's mentions stands for which of its things."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg.encoder import encoded_in, marked_types
from kg.entities.context import Context
from kg.entities.names import group_names
from kg.entities.reading import Reading
from kg.entities.weights import LinkWeights
from kg.evaluation.scoring import normalise
from kg.evaluation.stages import overlap
from kg.mentions.tokens import Tokens, tokens
from kg.mentions.typing import typing_of
from kg.model import Article
from kg.pipeline import Extractor
from kg.training.links import collect, collect_names, fit_table, learn, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.encoder import EncodedText
    from kg.entities.evidence import Thing
    from kg.evaluation.gold import GoldDocument
    from kg.model import Entity, Mention
    from kg.ontology import Ontology
    from kg.training.links import Example

__all__ = ["document_examples", "train_links"]

#: What :func:`document_examples` is given: a gold document, and what the program has read of it.
_Read = tuple["GoldDocument", Article, Tokens, "Sequence[Mention]", "Ontology", "EncodedText | None"]
#: How much of the words of an end a mention must share, of both together.
OVERLAP = 0.5


class _Mentions(Extractor):
    """An extractor that stops once it has the mentions, and keeps them."""

    def __init__(self, extractor: Extractor) -> None:
        self.__dict__.update(extractor.__dict__)
        self.read: tuple[Tokens, Sequence[Mention], EncodedText | None] | None = None

    def _entities(self, doc: Any, article: Article, mentions: Sequence[Mention]) -> tuple[Entity, ...]:  # noqa: ARG002
        self.read = tokens(doc), mentions, encoded_in(doc.user_data)
        return ()


def train_links(
    documents: Sequence[GoldDocument], kept: Sequence[GoldDocument], folder: Path, extractor: Extractor
) -> LinkWeights:
    """Learn what speaks for a link from documents, write it into a folder of models, and return it.

    The extractor gives the mentions. ``kept`` are documents that its network has not learned from: on these the weight
    of what it says is found, and the threshold with it.
    """
    learned = list(_read(documents, extractor))
    first = [e for one in learned for e in document_examples(*one)]
    table = LinkWeights(learn(first))
    table = fit_table(
        [document_examples(*one, table=table) for one in learned],
        [document_examples(*one, table=table) for one in _read(kept, extractor, ask=True)],
    )
    write_table(table, folder)
    return table


def _read(documents: Sequence[GoldDocument], extractor: Extractor, *, ask: bool = False) -> Iterator[_Read]:
    """Yield each document as the program reads it; the network's reading is kept only where it is to be asked."""
    reader = _Mentions(extractor)
    articles = [Article(d.id, d.text, d.title, published=d.published) for d in documents]
    for document, extraction in zip(documents, reader.extract(articles), strict=True):
        if reader.read is not None:
            tok, mentions, encoded = reader.read
            asked = encoded if ask and encoded is not None and encoded.links else None
            yield document, extraction.article, tok, mentions, extractor.ontology, asked


def document_examples(
    document: GoldDocument,
    article: Article,
    tok: Tokens,
    mentions: Sequence[Mention],
    ontology: Ontology,
    encoded: EncodedText | None = None,
    table: LinkWeights | None = None,
) -> list[Example]:
    """Return the examples of one document: words that are no names, if the gold tells of them; names that come back.

    ``table`` reads the other words, which may be what later ones are said of; ``encoded`` adds what the network says.
    """
    words = [mention for mention in mentions if mention.kind != "named"]
    named = [mention for mention in mentions if mention.kind == "named"]

    def reading() -> Reading:
        return Reading(tok, group_names(article, named, ontology, tok.sentence_at), typing_of(ontology))

    first = reading()
    known = _answers(document, words, first.things)
    groups = [thing.group for thing in first.things]
    context = None if encoded is None else Context(encoded, tok, groups, marked_types(ontology))

    # a word that is not marked where all are stands for nothing that is named, as many do in the news
    unmarked = frozenset[int]() if document.all_mentions else None

    def answer(mention: Mention) -> frozenset[int] | None:
        return known.get((mention.span.start, mention.span.end), unmarked)

    return [*collect(first, words, answer, table, context), *collect_names(reading())]


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
    for name, place in _known(document):
        if normalise(document.text[slice(*place)]) in names.get(name, ()):
            continue
        best = max(words, key=lambda mention: overlap(mention, place), default=None)
        if best is not None and overlap(best, place) >= OVERLAP:
            here = found[best.span.start, best.span.end]
            here.update(i for i, own in enumerate(forms) if not own.isdisjoint(names.get(name, ())))
    return {span: frozenset(things) for span, things in found.items()}


def _known(document: GoldDocument) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what the gold says of who stands where: the ends of claims, and the mentions that it tells."""
    for claim in document.claims:
        for name, place in ((claim.subject, claim.subject_at), (claim.object, claim.object_at)):
            if place is not None and not claim.optional:
                yield name, place
    for mention in document.mentions:
        if mention.entity is not None and mention.kind != "named":
            yield mention.entity, (mention.start, mention.end)
