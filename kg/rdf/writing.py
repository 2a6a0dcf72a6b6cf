"""From an extraction to quads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import ArticleError
from kg.model import Article, Claim, Entity, Extraction, Mention, Span
from kg.rdf.iris import KG, OA, PROV, RDF, RDFS, SCHEMA, XSD, Iris

__all__ = ["Activity", "activity_quads", "derived_quads", "extraction_quads", "usual_order", "who_read"]

Object = NamedNode | Literal
_Said = tuple[NamedNode, NamedNode, Object]


@dataclass(frozen=True, slots=True)
class Activity:
    """What made claims: ``digest`` names software, models and ontology in words, ``ontology`` is its digest.

    There is no time in it: the same software, models and ontology are the same activity.
    """

    digest: str
    ontology: str = ""


def activity_quads(activity: Activity, iris: Iris) -> Iterator[Quad]:
    """Yield what is said of an activity, in its graph."""
    iri, graph = iris.activity(activity.digest), iris.graph("activities")
    yield Quad(iri, RDF.type, PROV.Activity, graph)
    yield Quad(iri, RDFS.label, Literal(activity.digest), graph)
    if activity.ontology:
        yield Quad(iri, KG.ontology_digest, Literal(activity.ontology), graph)


def extraction_quads(
    extraction: Extraction, *, activity: Activity, iris: Iris | None = None, text: bool = True
) -> tuple[Quad, ...]:
    """Return the article's graph: article, mentions, entities as read, claims and their evidence, each quad once.

    ``text`` False leaves out the article's text; evidence, names and mentions stay. Of two claims with one id the
    first is written. Raises ArticleError where the article holds what RDF cannot hold: half a surrogate pair.
    """
    iris = iris or Iris()
    article = extraction.article
    _check_encodable(article)
    graph = iris.article(article.id)
    said = [*_article(article, iris, activity, text)]
    for mention in extraction.mentions:
        said += _mention(mention, article.id, iris)
    for entity in extraction.entities:
        said += _entity(entity, article.id, iris)
    place = {entity.id: place for place, entity in enumerate(extraction.entities)}
    for claim in {claim.id: claim for claim in reversed(extraction.claims)}.values():
        said += _claim(claim, iris, activity, place)
    return tuple(Quad(*triple, graph) for triple in dict.fromkeys(said))


def who_read(extraction: Extraction, activity: NamedNode, iris: Iris) -> list[Quad]:
    """Return those quads of an article's graph that say who read it, this activity: no other quad depends on that."""
    graph = iris.article(extraction.article.id)
    claims = dict.fromkeys(claim.id for claim in extraction.claims)
    made = [Quad(iris.claim(claim), PROV.wasGeneratedBy, activity, graph) for claim in claims]
    return [*made, Quad(graph, KG.read_by, activity, graph)]


def derived_quads(extraction: Extraction, things: Mapping[str, str], iris: Iris) -> tuple[Quad, ...]:
    """Return what follows from one article alone, for the graphs of entities and statements.

    ``things`` maps the id of each entity as read to the id of the thing it stands for.
    """
    article = extraction.article.id
    entities, statements = iris.graph("entities"), iris.graph("statements")
    quads = [
        Quad(iris.entity_as_read(article, entity.id), KG.stands_for, iris.thing(things[entity.id]), entities)
        for entity in extraction.entities
    ]
    for claim in extraction.claims:
        iri = iris.claim(claim.id)
        subject, object_ = (iris.thing(things[end.id]) for end in (claim.subject, claim.object))
        quads.append(Quad(iri, RDF.subject, subject, statements))
        quads.append(Quad(iri, RDF.object, object_, statements))
        quads += [Quad(iri, KG.party, end, statements) for end in (subject, object_)]
        for source in claim.attributed_to:
            if not isinstance(source, str):
                quads.append(Quad(iri, KG.attributed_to, iris.thing(things[source.id]), statements))
    return tuple(dict.fromkeys(quads))


def usual_order(claim: Claim, place: Mapping[str, int]) -> tuple[Entity | str, ...]:
    """Return a claim's sources in the order that goes without saying: entities as in the article, then texts sorted.

    ``place`` gives each entity's place among those of the article.
    """
    entities = {source.id: source for source in claim.attributed_to if not isinstance(source, str)}
    texts = {source for source in claim.attributed_to if isinstance(source, str)}
    known = sorted(entities.values(), key=lambda source: (place.get(source.id, len(place)), source.id))
    return *known, *sorted(texts)


def _check_encodable(article: Article) -> None:
    for value in (article.id, article.text, article.title, article.url, article.publisher):
        try:
            (value or "").encode()
        except UnicodeEncodeError as error:
            raise ArticleError(
                repr(article.id)[1:-1],
                f"character {error.start} is half of a surrogate pair; save the text as valid UTF-8",
            ) from error


def _article(article: Article, iris: Iris, activity: Activity, text: bool) -> Iterator[_Said]:
    iri = iris.article(article.id)
    yield iri, RDF.type, SCHEMA.NewsArticle
    yield iri, SCHEMA.identifier, Literal(article.id)
    yield iri, KG.digest, Literal(article.digest)
    yield iri, KG.read_by, iris.activity(activity.digest)
    if article.title is not None:
        yield iri, SCHEMA.headline, Literal(article.title)
    if article.url is not None:
        yield iri, SCHEMA.url, Literal(article.url, datatype=XSD.anyURI)
    if article.published is not None:
        yield iri, SCHEMA.datePublished, Literal(article.published.isoformat(), datatype=XSD.date)
    if article.publisher is not None:
        yield iri, SCHEMA.publisher, Literal(article.publisher)
    if text:
        yield iri, SCHEMA.articleBody, Literal(article.text)


def _mention(mention: Mention, article: str, iris: Iris) -> Iterator[_Said]:
    span = mention.span
    iri = iris.mention(article, span.start, span.end)
    yield iri, RDF.type, KG.Mention
    yield iri, OA.start, Literal(span.start)
    yield iri, OA.end, Literal(span.end)
    yield iri, OA.exact, Literal(span.text)
    yield iri, KG.kind, Literal(mention.kind)
    yield iri, KG.type_as_read, NamedNode(KG + mention.type)


def _entity(entity: Entity, article: str, iris: Iris) -> Iterator[_Said]:
    iri = iris.entity_as_read(article, entity.id)
    yield iri, RDF.type, KG.EntityAsRead
    yield iri, KG.name, Literal(entity.name)
    yield iri, KG.type_as_read, NamedNode(KG + entity.type)
    yield iri, KG.article, iris.article(article)
    yield iri, KG.default_thing, iris.thing(entity.thing)
    for alias in entity.aliases:
        yield iri, KG.alias, Literal(alias)
    for mention in entity.mentions:
        yield iri, KG.mention, iris.mention(article, mention.span.start, mention.span.end)


def _claim(claim: Claim, iris: Iris, activity: Activity, place: Mapping[str, int]) -> Iterator[_Said]:
    iri = iris.claim(claim.id)

    def span(words: Span) -> NamedNode:
        return iris.span(claim.article, words.start, words.end)

    yield iri, RDF.type, RDF.Statement
    yield iri, RDF.type, KG.Claim
    yield iri, RDF.predicate, NamedNode(KG + claim.relation.name)
    yield iri, KG.subject_as_read, iris.entity_as_read(claim.article, claim.subject.id)
    yield iri, KG.object_as_read, iris.entity_as_read(claim.article, claim.object.id)
    yield iri, KG.article, iris.article(claim.article)
    for name in ("polarity", "certainty", "time", "when", "role", "reader", "phrase"):
        value = getattr(claim, name)
        if value is not None:
            yield iri, NamedNode(KG + name), Literal(value)
    yield iri, KG.confidence, Literal(float(claim.confidence))
    usual = usual_order(claim, place)
    for source in usual:
        yield iri, KG.attributed_to_as_read, _source(source, claim.article, iris)
    if usual != claim.attributed_to:
        order = [source if isinstance(source, str) else {"entity": source.id} for source in claim.attributed_to]
        yield iri, KG.attribution_order, Literal(json.dumps(order, ensure_ascii=False, separators=(",", ":")))
    yield iri, OA.hasTarget, span(claim.evidence)
    yield iri, KG.subject_span, span(claim.subject_span)
    yield iri, KG.object_span, span(claim.object_span)
    for words in claim.trigger_spans:
        yield iri, KG.trigger, span(words)
    for words in claim.cue_spans:
        yield iri, KG.cue, span(words)
    yield iri, PROV.wasGeneratedBy, iris.activity(activity.digest)
    yield from _evidence(claim, iris)


def _source(source: Entity | str, article: str, iris: Iris) -> Object:
    return Literal(source) if isinstance(source, str) else iris.entity_as_read(article, source.id)


def _evidence(claim: Claim, iris: Iris) -> Iterator[_Said]:
    """Yield the evidence as a resource with two selectors, see https://www.w3.org/TR/annotation-model/#selectors."""
    words = claim.evidence
    target = iris.span(claim.article, words.start, words.end)
    position, quote = (NamedNode(f"{target.value}&{name}") for name in ("position", "quote"))
    yield target, RDF.type, OA.SpecificResource
    yield target, OA.hasSource, iris.article(claim.article)
    yield target, OA.hasSelector, position
    yield target, OA.hasSelector, quote
    yield position, RDF.type, OA.TextPositionSelector
    yield position, OA.start, Literal(words.start)
    yield position, OA.end, Literal(words.end)
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.exact, Literal(words.text)
