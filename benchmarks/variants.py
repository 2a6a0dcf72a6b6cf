"""Extractors with one part off or replaced, to see what it is worth, and a naive one to compare with."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.evaluation import normalise
from kg.model import Entity, Mention
from kg.pipeline import Extractor
from kg.relations import PhraseReader
from kg.relations.combined import FLOOR, Candidate, CombinedReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.model import Article, Extraction
    from kg.relations import Proposal

__all__ = ["VARIANTS", "Kept", "StockNames"]

#: Labels of the spaCy pipeline's names → our types; what is not here is no entity of ours.
STOCK_TYPES: Mapping[str, str] = {
    "PERSON": "Person",
    "ORG": "Organization",
    "NORP": "Place",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "PRODUCT": "Product",
    "WORK_OF_ART": "Product",
    "EVENT": "Event",
}


class Kept(Extractor):
    """An extractor that extracts an article once only, however often it is asked."""

    @cached_property
    def _done(self) -> dict[tuple[str, str], Extraction]:
        return {}

    def extract(self, articles: Iterable[Article], batch_size: int = 32) -> Iterator[Extraction]:
        """Yield one extraction an article, in their order."""
        wanted = list(articles)
        fresh = [article for article in wanted if (article.id, article.text) not in self._done]
        for article, extraction in zip(fresh, super().extract(fresh, batch_size), strict=True):
            self._done[article.id, article.text] = extraction
        for article in wanted:
            yield self._done[article.id, article.text]


class _NoPhrases:
    """A reader that proposes nothing, in place of the phrases."""

    name = "none"

    def read(self, *_: Any, **__: Any) -> Iterable[Proposal]:
        """Return nothing."""
        return ()


class NetworkAlone(Kept):
    """The network without phrases, under the same decision."""

    def __init__(self, cache: Path) -> None:
        super().__init__(reader="tagger", cache=cache)
        self._reader = CombinedReader(self.ontology, _NoPhrases())


class _OneByOne(CombinedReader):
    """Hears nothing of the other members of a list."""

    def candidates(self, *of: Any) -> Iterator[tuple[Candidate, ...]]:
        for rivals in super().candidates(*of):
            alone = [replace(c, beside=None) for c in rivals if c.phrase or c.proposal.confidence >= FLOOR]
            if alone:
                yield tuple(alone)


class NoLists(Kept):
    """Each pair by itself: what is made of one member of a list is nothing to the others."""

    def __init__(self, cache: Path) -> None:
        super().__init__(reader="tagger", cache=cache)
        self._reader = _OneByOne(self.ontology, PhraseReader(self.ontology, self._nlp))


class StockTagged(Kept):
    """Phrases and network over the names of the spaCy pipeline."""

    def __init__(self, cache: Path) -> None:
        super().__init__(reader="phrases", cache=cache)
        self._reader = CombinedReader(self.ontology, PhraseReader(self.ontology, self._nlp))


class NamesOnly(Kept):
    """No pronoun, no "the company" is linked: names only."""

    def _entities(self, doc: Any, article: Article, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
        return super()._entities(doc, article, [mention for mention in mentions if mention.kind == "named"])


class CuesAlone(Kept):
    """Qualifiers by cues alone: what the network says of them is not heard."""

    def _proposals(self, doc: Any, article: Article, entities: Sequence[Entity]) -> list[Proposal]:
        return [replace(proposal, chances=None) for proposal in super()._proposals(doc, article, entities)]


class StockNames(Kept):
    """Names of the spaCy pipeline; those that are equal but for case, article and legal form are one thing."""

    def __init__(self, cache: Path) -> None:
        super().__init__(reader="phrases", cache=cache)

    def _mentions(self, doc: Any, article: Article) -> tuple[Mention, ...]:
        return tuple(
            Mention(article.span(ent.start_char, ent.end_char), STOCK_TYPES[ent.label_])
            for ent in doc.ents
            if ent.label_ in STOCK_TYPES
        )

    def _entities(self, doc: Any, article: Article, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
        del doc, article  # what is written the same is one thing
        groups: dict[str, list[Mention]] = {}
        for mention in mentions:
            groups.setdefault(normalise(mention.span.text) or mention.span.text, []).append(mention)
        return tuple(
            Entity(f"thing/{form}", found[0].span.text, found[0].type, (found[0].span.text,), tuple(found))
            for form, found in groups.items()
        )

    def _proposals(self, *_: Any, **__: Any) -> list[Proposal]:
        return []


#: What is off, by name, made of a cache of parsed texts and the reader that all is measured with.
VARIANTS: Mapping[str, Callable[[Path, str], Kept]] = {
    "the network (`--reader tagger`)": lambda cache, _: Kept(reader="tagger", cache=cache),
    "the phrases": lambda cache, _: NetworkAlone(cache),
    "what is said of a list's other members": lambda cache, _: NoLists(cache),
    "the tagger: names of the spaCy pipeline": lambda cache, _: StockTagged(cache),
    "network and tagger (`--reader phrases`)": lambda cache, _: Kept(reader="phrases", cache=cache),
    "co-reference: names only": lambda cache, reader: NamesOnly(reader=reader, cache=cache),
    "the network's word on qualifiers": lambda cache, reader: CuesAlone(reader=reader, cache=cache),
}
