"""The extractor with the gold in the place of its stages, to see what each of them loses; figures of the early stages.

``mentions``: the gold's names and the words that stand for ends, with their types, then all as ever. ``entities``: the
gold's entities, with those mentions. ``pairs``: these, and of the proposals only those between two entities that some
gold claim relates.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
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

__all__ = ["STAGES", "StagedExtractor", "count_mentions", "overlap"]

#: What can be given, each with all that comes before it.
STAGES = ("mentions", "entities", "pairs")
#: Type of an entity whose type the gold does not tell, or tells by a word of its own, where no name of ours stands.
UNTYPED = "Organization"


class StagedExtractor(Extractor):
    """An extractor that is given the gold up to ``stage``, one of :data:`STAGES`.

    It reads the gold's documents only: an article of another id raises KeyError.
    """

    def __init__(self, extractor: Extractor, documents: Iterable[GoldDocument], stage: str) -> None:
        self.__dict__.update(extractor.__dict__)
        self._gold = {document.id: document for document in documents}
        self._stage = stage

    def _mentions(self, doc: Any, article: Article) -> tuple[Mention, ...]:
        document = self._gold[article.id]
        own = super()._mentions(doc, article)
        types = {(m.span.start, m.span.end): m.type for m in own}
        untyped = {entity.name for entity in document.entities if not entity.type}
        gold = [
            replace(m, type=types.get((m.span.start, m.span.end), UNTYPED)) if name in untyped else m
            for name, mentions in gold_mentions(document, article, self.ontology).items()
            for m in mentions
        ]
        taken = {i for m in gold for i in range(m.span.start, m.span.end)}
        other = [m for m in own if m.kind != "named" and taken.isdisjoint(range(m.span.start, m.span.end))]
        return tuple(sorted((*gold, *other), key=lambda m: (m.span.start, -m.span.end)))

    def _entities(self, doc: Any, article: Article, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
        if self._stage == "mentions":
            return super()._entities(doc, article, mentions)
        document = self._gold[article.id]
        placed = {(m.span.start, m.span.end): m for m in mentions}
        found = []
        for number, (name, given) in enumerate(gold_mentions(document, article, self.ontology).items()):
            own = tuple(placed[m.span.start, m.span.end] for m in given)
            type_ = next((m.type for m in own if m.kind == "named"), own[0].type)
            named = sorted({m.span.text for m in own if m.kind == "named"})
            if named or document.mentions:
                key = f"{self.ontology.root(type_).lower()}/{number}"
                found.append(Entity(key, name, type_, tuple(named), own))
        return tuple(sorted(found, key=lambda e: e.mentions[0].span.start))

    def _proposals(self, doc: Any, article: Article, entities: Sequence[Entity]) -> list[Proposal]:
        proposals = super()._proposals(doc, article, entities)
        if self._stage != "pairs":
            return proposals
        pairs = {frozenset((c.subject, c.object)) for c in self._gold[article.id].claims}
        return [p for p in proposals if frozenset((p.subject.name, p.object.name)) in pairs]


def gold_mentions(document: GoldDocument, article: Article, ontology: Ontology) -> dict[str, list[Mention]]:
    """Return the mentions of each gold entity, in text order, by its name: those that the gold tells.

    Where it tells none, all places where an entity's names stand, the longest first, and the words of ends.
    """
    types = {e.name: e.type if e.type in ontology.types else UNTYPED for e in document.entities}
    places: dict[tuple[int, int], tuple[str, MentionKind]] = {
        (m.start, m.end): (m.entity, m.kind) for m in document.mentions if m.entity is not None
    } or _places(document, article.text)
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for span in sorted(places, key=lambda s: (s[0], -s[1])):
        name, kind = places[span]
        mentions[name].append(Mention(article.span(*span), types[name], kind))
    return dict(mentions)


def _places(document: GoldDocument, text: str) -> dict[tuple[int, int], tuple[str, MentionKind]]:
    spans: dict[tuple[int, int], tuple[str, MentionKind]] = {}
    for entity in document.entities:
        for alias in {*entity.aliases, entity.name}:
            for hit in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", text):
                spans.setdefault(hit.span(), (entity.name, "named"))
    taken: set[int] = set()
    placed: dict[tuple[int, int], tuple[str, MentionKind]] = {}
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if taken.isdisjoint(range(*span)):
            taken.update(range(*span))
            placed[span] = spans[span]
    known = {entity.name for entity in document.entities}
    for claim in document.claims:
        for name, place in ((claim.subject, claim.subject_at), (claim.object, claim.object_at)):
            if place and name in known and place not in placed:
                placed[place] = (name, "pronoun" if text[slice(*place)].casefold() in PRONOUNS else "nominal")
    return placed


def count_mentions(document: GoldDocument, extraction: Extraction, ontology: Ontology) -> Counter[str]:
    """Count, in one document, ends that are found and typed rightly, and ends under other words that are linked.

    ``ends``: entities that are an end of a required claim; ``ends:found``: one of their names is a named mention;
    ``ends:typed``: most of these mentions have the right root type. ``words``: ends that stand under words that are no
    name; ``words:made``: a nominal or pronoun of some entity stands there, by at least half; ``words:linked``: that is
    the right one, or one of those that the words stand for together ("both").
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
            tally["ends:typed"] += bool(found) and root in ("", Counter(found).most_common(1)[0][0])
    links = [(m, e) for e in extraction.entities for m in e.mentions if m.kind != "named"]
    for name, place in sorted(_words(document, names)):
        tally["words"] += 1
        best = max((overlap(mention, place) for mention, _ in links), default=0.0)
        if best >= 0.5:
            here = [entity for mention, entity in links if overlap(mention, place) == best]
            tally["words:made"] += 1
            forms = {normalise(n) for entity in here for n in (entity.name, *entity.aliases)}
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


def overlap(mention: Mention, place: tuple[int, int]) -> float:
    """Return the characters that a mention shares with a place (code points, end exclusive), over all of both."""
    shared = min(mention.span.end, place[1]) - max(mention.span.start, place[0])
    return shared / (max(mention.span.end, place[1]) - min(mention.span.start, place[0]))
