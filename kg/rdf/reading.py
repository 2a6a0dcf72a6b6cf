"""From the quads of an article's graph back to the extraction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.model import Article, Claim, Entity, Extraction, Mention, Relation, Span
from kg.rdf.iris import KG, OA, RDF, SCHEMA, Iris
from kg.rdf.writing import usual_order

__all__ = ["read_article", "read_extraction"]

#: Stands for a character that neither the article's text, a sentence kept as evidence nor a mention holds.
UNKNOWN = "\N{WHITE SQUARE}"

_Node = dict[str, list[NamedNode | Literal]]


def read_extraction(
    quads: Iterable[Quad],
    relations: Mapping[str, Relation],
    *,
    things: Mapping[str, str] | None = None,
    iris: Iris | None = None,
) -> Extraction:
    """Return the extraction that an article's graph was written from, in the order of the text.

    Entities stand in the order of their first names in it.

    ``relations`` gives the relations by name; one that it lacks, or that no longer allows the types read, is made to
    fit what was read. ``things`` maps IRIs of entities as read to ids of things; where it lacks one the default
    holds. Where the article's text was not kept, ``article.text`` is empty and spans are cut out of evidence and
    mentions, with ``□`` for each character that is nowhere. ValueError where the quads hold no article.
    """
    return _Reader(quads, relations, things or {}, iris or Iris()).extraction()


def read_article(quads: Iterable[Quad], iris: Iris | None = None) -> Article:
    """Return the article of a graph; its text is empty where it was not kept. ValueError where there is no article."""
    return _Reader(quads, {}, {}, iris or Iris()).article


class _Reader:
    def __init__(
        self, quads: Iterable[Quad], relations: Mapping[str, Relation], things: Mapping[str, str], iris: Iris
    ) -> None:
        self.iris, self.relations, self.things = iris, relations, things
        self.nodes: dict[str, _Node] = {}
        self.members: dict[str, list[str]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                node = self.nodes.setdefault(quad.subject.value, {})
                node.setdefault(quad.predicate.value, []).append(quad.object)
                if quad.predicate == RDF.type:
                    self.members.setdefault(_value(quad.object), []).append(quad.subject.value)
        self.article = self._article()
        quotes = [(node, self.iris.offsets(iri)[0]) for iri, node in self._of_class(OA.TextQuoteSelector)]
        mentions = [(node, self.iris.offsets(iri)[0]) for iri, node in self._of_class(KG.Mention)]
        self.pieces = [(start, _text(node, OA.exact)) for node, start in quotes + mentions]

    def extraction(self) -> Extraction:
        mentions = {iri: self._mention(iri, node) for iri, node in self._of_class(KG.Mention)}
        entities = {iri: self._entity(iri, node, mentions) for iri, node in self._of_class(KG.EntityAsRead)}
        entities = dict(sorted(entities.items(), key=lambda item: _entity_order(item[1])))
        place = {entity.id: place for place, entity in enumerate(entities.values())}
        claims = [self._claim(node, entities, place) for _, node in self._of_class(KG.Claim)]
        return Extraction(
            article=self.article,
            mentions=tuple(sorted(mentions.values(), key=_mention_order)),
            entities=tuple(entities.values()),
            claims=tuple(sorted(claims, key=claim_order)),
        )

    def _of_class(self, cls: NamedNode) -> list[tuple[str, _Node]]:
        return [(iri, self.nodes[iri]) for iri in self.members.get(cls.value, ())]

    def _article(self) -> Article:
        found = self._of_class(SCHEMA.NewsArticle)
        if len(found) != 1:
            raise ValueError(f"the graph holds {len(found)} articles; it is to hold one")
        iri, node = found[0]
        published = _text(node, SCHEMA.datePublished, None)
        return Article(
            id=self.iris.article_id(iri),
            text=_text(node, SCHEMA.articleBody, ""),
            title=_text(node, SCHEMA.headline, None),
            url=_text(node, SCHEMA.url, None),
            published=None if published is None else date.fromisoformat(published),
            publisher=_text(node, SCHEMA.publisher, None),
        )

    def _span(self, iri: str) -> Span:
        start, end = self.iris.offsets(iri)
        if self.article.text:
            return self.article.span(start, end)
        for begin, piece in self.pieces:
            if begin <= start and end <= begin + len(piece):
                return Span(start, end, piece[start - begin : end - begin])
        return Span(start, end, UNKNOWN * (end - start))

    def _spans(self, node: _Node, predicate: NamedNode) -> tuple[Span, ...]:
        spans = (self._span(value.value) for value in node.get(predicate.value, ()))
        return tuple(sorted(spans, key=lambda span: (span.start, span.end)))

    def _mention(self, iri: str, node: _Node) -> Mention:
        kind = _text(node, KG.kind)
        return Mention(self._span(iri), _text(node, KG.type_as_read).removeprefix(KG), cast("Any", kind))

    def _entity(self, iri: str, node: _Node, mentions: Mapping[str, Mention]) -> Entity:
        own = [mentions[value.value] for value in node.get(KG.mention.value, ())]
        return Entity(
            id=self.iris.entity_id(iri),
            name=_text(node, KG.name),
            type=_text(node, KG.type_as_read).removeprefix(KG),
            aliases=tuple(sorted(value.value for value in node.get(KG.alias.value, ()))),
            mentions=tuple(sorted(own, key=_mention_order)),
            thing=self.things.get(iri) or self.iris.thing_id(_text(node, KG.default_thing)),
        )

    def _claim(self, node: _Node, entities: Mapping[str, Entity], place: Mapping[str, int]) -> Claim:
        subject, object_ = (entities[_text(node, end)] for end in (KG.subject_as_read, KG.object_as_read))
        sources: list[Entity | str] = [
            value.value if isinstance(value, Literal) else entities[value.value]
            for value in node.get(KG.attributed_to_as_read.value, ())
        ]
        claim = Claim(
            article=self.article.id,
            subject=subject,
            relation=self._relation(_text(node, RDF.predicate).removeprefix(KG), subject, object_),
            object=object_,
            evidence=self._span(_text(node, OA.hasTarget)),
            subject_span=self._span(_text(node, KG.subject_span)),
            object_span=self._span(_text(node, KG.object_span)),
            polarity=cast("Any", _text(node, KG.polarity)),
            certainty=cast("Any", _text(node, KG.certainty)),
            time=cast("Any", _text(node, KG.time)),
            when=_text(node, KG.when, None),
            attributed_to=tuple(sources),
            role=_text(node, KG.role, None),
            trigger_spans=self._spans(node, KG.trigger),
            cue_spans=self._spans(node, KG.cue),
            confidence=float(_text(node, KG.confidence)),
            reader=_text(node, KG.reader),
            phrase=_text(node, KG.phrase, None),
        )
        return replace(claim, attributed_to=self._in_order(node, claim, entities, place))

    def _in_order(
        self, node: _Node, claim: Claim, entities: Mapping[str, Entity], place: Mapping[str, int]
    ) -> tuple[Entity | str, ...]:
        order = _text(node, KG.attribution_order, None)
        if order is None:
            return usual_order(claim, place)
        by_id = {entity.id: entity for entity in entities.values()}
        return tuple(source if isinstance(source, str) else by_id[source["entity"]] for source in json.loads(order))

    def _relation(self, name: str, subject: Entity, object_: Entity) -> Relation:
        relation = self.relations.get(name) or Relation(name, (), ())
        if relation.fits(subject.type, object_.type):
            return relation
        return replace(relation, domain=(subject.type,), range=(object_.type,))


def claim_order(claim: Claim) -> tuple[Any, ...]:
    """Return the key that sorts an article's claims: by evidence, then ends, then relation."""
    return (
        *(claim.evidence.start, claim.evidence.end, claim.subject_span.start, claim.object_span.start),
        *(claim.relation.name, claim.subject.id, claim.object.id, claim.id),
    )


def _mention_order(mention: Mention) -> tuple[int, int]:
    return mention.span.start, -mention.span.end


def _entity_order(entity: Entity) -> tuple[float, float, str]:
    named = [mention for mention in entity.mentions if mention.kind == "named"]
    first = _mention_order((named or entity.mentions)[0]) if entity.mentions else (float("inf"), 0)
    return *first, entity.id


_REQUIRED = object()


def _text(node: _Node, predicate: NamedNode, default: Any = _REQUIRED) -> Any:
    values = node.get(predicate.value)
    if values:
        return values[0].value
    if default is _REQUIRED:
        raise ValueError(f"the graph lacks {predicate.value} where it must stand")
    return default


def _value(term: NamedNode | Literal | Triple) -> str:
    return "" if isinstance(term, Triple) else term.value
