"""The extractor with the gold in the place of its stages, to see what each of them loses; figures of the early stages.

``mentions``: the gold's names and the words that stand for ends, with their types, then all as ever. ``entities``: the
gold's entities, with those mentions. ``pairs``: these, and of the proposals only those between two entities that some
gold claim relates.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from kg.evaluation.scoring import normalise
from kg.mentions.words import PRONOUNS
from kg.model import Article, Entity, Mention
from kg.pipeline import Extractor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.evaluation.gold import GoldDocument
    from kg.model import Extraction, MentionKind
    from kg.ontology import Ontology
    from kg.relations import Proposal

__all__ = ["STAGES", "StagedExtractor", "count_mentions"]

#: What can be given, each with all that comes before it.
STAGES = ("mentions", "entities", "pairs")


class StagedExtractor(Extractor):
    """An extractor that is given the gold up to ``stage``, one of :data:`STAGES`.

    It reads the gold's documents only: an article of another id raises KeyError.
    """

    def __init__(self, extractor: Extractor, documents: Iterable[GoldDocument], stage: str) -> None:
        self.__dict__.update(extractor.__dict__)
        self._gold = {document.id: document for document in documents}
        self._stage = stage

    def _mentions(self, doc: Any, article: Article) -> tuple[Mention, ...]:
        gold = [m for mentions in self._given(article).values() for m in mentions]
        taken = {i for m in gold for i in range(m.span.start, m.span.end)}
        own = [
            m
            for m in super()._mentions(doc, article)
            if m.kind != "named" and taken.isdisjoint(range(m.span.start, m.span.end))
        ]
        return tuple(sorted((*gold, *own), key=lambda m: (m.span.start, -m.span.end)))

    def _entities(self, doc: Any, article: Article, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
        if self._stage == "mentions":
            return super()._entities(doc, article, mentions)
        found = []
        for number, (name, given) in enumerate(self._given(article).items()):
            named = sorted({m.span.text for m in given if m.kind == "named"})
            if named:
                key = f"{self.ontology.root(given[0].type).lower()}/{number}"
                found.append(Entity(key, name, given[0].type, tuple(named), tuple(given)))
        return tuple(sorted(found, key=lambda e: e.mentions[0].span.start))

    def _proposals(self, doc: Any, article: Article, entities: Sequence[Entity]) -> list[Proposal]:
        proposals = super()._proposals(doc, article, entities)
        if self._stage != "pairs":
            return proposals
        pairs = {frozenset((c.subject, c.object)) for c in self._gold[article.id].claims}
        return [p for p in proposals if frozenset((p.subject.name, p.object.name)) in pairs]

    def _given(self, article: Article) -> dict[str, list[Mention]]:
        """Return the gold's mentions of each entity, in text order, by the entity's name."""
        return gold_mentions(self._gold[article.id], article, self.ontology)


def gold_mentions(document: GoldDocument, article: Article, ontology: Ontology) -> dict[str, list[Mention]]:
    """Return the mentions of each gold entity: where its names stand, the longest first, and where ends stand."""
    types = {e.name: e.type if e.type in ontology.types else "Organization" for e in document.entities}
    spans: dict[tuple[int, int], tuple[str, MentionKind]] = {}
    for entity in document.entities:
        for alias in {*entity.aliases, entity.name}:
            for hit in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", article.text):
                spans.setdefault(hit.span(), (entity.name, "named"))
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if taken.isdisjoint(range(*span)):
            taken.update(range(*span))
            kept.append(span)
    named = {span: spans[span] for span in kept}
    for claim in document.claims:
        for name, place in ((claim.subject, claim.subject_at), (claim.object, claim.object_at)):
            if place and name in types and place not in named:
                text = article.text[slice(*place)].casefold()
                named[place] = (name, "pronoun" if text in PRONOUNS else "nominal")
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for span in sorted(named, key=lambda s: (s[0], -s[1])):
        name, kind = named[span]
        mentions[name].append(Mention(article.span(*span), types[name], kind))
    return dict(mentions)


def count_mentions(document: GoldDocument, extraction: Extraction, ontology: Ontology) -> Counter[str]:
    """Count, in one document, ends that are found and typed rightly, and ends under other words that are linked.

    ``ends``: entities that are an end of a required claim; ``ends:found``: one of their names is a named mention;
    ``ends:typed``: most of these mentions have the right root type. ``words``: ends that stand under words that are no
    name; ``words:made``: a nominal or pronoun of some entity stands there, by at least half; ``words:linked``: that is
    the right one.
    """
    tally: Counter[str] = Counter()
    types: dict[str, list[str]] = defaultdict(list)
    for mention in extraction.mentions:
        if mention.kind == "named":
            types[normalise(mention.span.text)].append(ontology.root(mention.type))
    required = {end for c in document.claims if not c.optional for end in (c.subject, c.object)}
    names = {e.name: {normalise(n) for n in (e.name, *e.aliases)} - {""} for e in document.entities}
    for entity in document.entities:
        if entity.name in required:
            found = [t for form in sorted(names[entity.name]) for t in types[form]]
            tally["ends"] += 1
            tally["ends:found"] += bool(found)
            root = ontology.root(entity.type) if entity.type in ontology.types else entity.type
            tally["ends:typed"] += bool(found) and Counter(found).most_common(1)[0][0] == root
    links = [(m, e) for e in extraction.entities for m in e.mentions if m.kind != "named"]
    for name, place in sorted(_words(document, names)):
        tally["words"] += 1
        best = max(links, key=lambda link: _overlap(link[0], place), default=None)
        if best and _overlap(best[0], place) >= 0.5:
            tally["words:made"] += 1
            forms = {normalise(n) for n in (best[1].name, *best[1].aliases)}
            tally["words:linked"] += bool(forms & names.get(name, set()))
    return tally


def _words(document: GoldDocument, names: Mapping[str, set[str]]) -> set[tuple[str, tuple[int, int]]]:
    return {
        (name, place)
        for c in document.claims
        if not c.optional
        for name, place in ((c.subject, c.subject_at), (c.object, c.object_at))
        if place and normalise(document.text[slice(*place)]) not in names.get(name, ())
    }


def _overlap(mention: Mention, place: tuple[int, int]) -> float:
    """Shared characters over all characters of both."""
    shared = min(mention.span.end, place[1]) - max(mention.span.start, place[0])
    return shared / (max(mention.span.end, place[1]) - min(mention.span.start, place[0]))
