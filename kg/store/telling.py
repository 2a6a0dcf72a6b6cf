"""An article, a claim or a thing in words, with the chain from the graph down to the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.model import Article, Claim, Entity, Span

if TYPE_CHECKING:
    from kg.store.questions import Questions
    from kg.store.result import Term

__all__ = ["tell"]

_CLAIM_ID = re.compile(r"[0-9a-f]{16}")
#: How many claims or articles are listed; the rest is counted.
MOST = 50


def tell(graph: Questions, what: str) -> list[str]:
    """Return lines about an article (its id), a claim (its id) or a thing (any of its names, or its id).

    Any IRI of these will do, also with a prefix. QueryError where there is none of the three.
    """
    prefix, _, local = what.partition(":")
    iri = graph.prefixes[prefix] + local if prefix in graph.prefixes else what
    base = graph.iris.base
    if iri.startswith(f"{base}article/"):
        return _article(graph, graph.iris.article_id(iri))
    if iri.startswith(f"{base}claim/"):
        return _claim(graph, iri.removeprefix(f"{base}claim/"))
    if graph.has_graph(graph.iris.article(what)):
        return _article(graph, what)
    if _CLAIM_ID.fullmatch(what):  # an article may have such an id too; claim:… is then the claim
        return _claim(graph, what)
    try:
        return _thing(graph, graph.entity(iri))
    except QueryError as error:
        raise QueryError(f"no article, claim or thing is {what!r}: {error}") from error


# -- An article --------------------------------------------------------------------------------------------------------


def _article(graph: Questions, id_: str) -> list[str]:
    read = graph.extraction(id_)
    article = read.article
    digest, activity, kept = graph.digests()[id_]
    kinds = {kind: sum(mention.kind == kind for mention in read.mentions) for kind in ("named", "nominal", "pronoun")}
    characters = f"{len(article.text):,} characters, kept" if kept else "not kept"
    if kept is None:
        characters = "not kept, since something in it was forgotten"
    counted = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
    return [
        f"article {id_}",
        *_fields(
            ("title", article.title),
            ("published", _source(article)),
            ("address", article.url),
            ("text", characters),
            ("hash", digest),
            ("read by", _activity(graph, activity)),
            ("mentions", f"{len(read.mentions)}{f' ({counted})' if counted else ''} of {len(read.entities)} entities"),
            ("claims", str(len(read.claims))),
        ),
        *(line for claim in read.claims for line in _short(claim)),
    ]


def _source(article: Article) -> str | None:
    day = article.published.isoformat() if article.published else None
    return " by ".join(
        part for part in (day or ("on an unknown day" if article.publisher else None), article.publisher) if part
    )


def _activity(graph: Questions, iri: str) -> str:
    labels = graph.select(f"SELECT ?label {{ {NamedNode(iri)} rdfs:label ?label }}")
    return str(getattr(labels[0][0], "value", "")) if labels else iri


# -- A claim -----------------------------------------------------------------------------------------------------------


def _claim(graph: Questions, id_: str) -> list[str]:
    rows: Sequence[Sequence[Term | None]] = ()
    if _CLAIM_ID.fullmatch(id_):  # what is no id need be no IRI either
        iri = graph.iris.claim(id_)
        rows = graph.select(
            f"SELECT ?article ?activity {{ {iri} kg:article ?article ; prov:wasGeneratedBy ?activity }}"
        )
    if not rows:
        raise QueryError(f"the store has no claim {id_!r}; kg info ARTICLE lists the claims of an article")
    article_iri, activity = (str(getattr(term, "value", "")) for term in rows[0])
    read = graph.extraction(graph.iris.article_id(article_iri))
    claim = next(claim for claim in read.claims if claim.id == id_)
    article = read.article
    others = sorted({other.article for other in _same(graph, claim)} - {article.id})
    about = [
        f"{article.id}",
        *(part for part in (f"“{article.title}”" if article.title else "", _source(article) or "") if part),
    ]
    return [
        f"claim {id_}",
        *_fields(
            ("says", _statement(claim)),
            ("how", _qualifiers(claim)),
            ("said by", ", ".join(claim.sources) or "the article itself"),
            ("role", claim.role),
            ("when", claim.when),
            ("subject", _end(claim.subject, claim.subject_span)),
            ("object", _end(claim.object, claim.object_span)),
            ("said with", _words(claim.trigger_spans)),
            ("cues", _words(claim.cue_spans)),
            ("evidence", f"“{_flat(claim.evidence.text)}”"),
            ("at", f"characters {claim.evidence.start} to {claim.evidence.end} of article {', '.join(about)}"),
            ("found by", _reader(claim)),
            ("read by", _activity(graph, activity)),
            ("the graph", _plain(graph, claim)),
            ("also in", ", ".join(others[:MOST])),
        ),
    ]


def _same(graph: Questions, claim: Claim) -> Iterator[Claim]:
    subject, relation, _ = claim.statement
    near = graph.claims(relation=relation, around=graph.iris.thing(subject).value)
    return (other for other in near if other.statement == claim.statement)


def _reader(claim: Claim) -> str:
    phrase = f", phrase “{claim.phrase}”" if claim.phrase else ""
    return f"{claim.reader}{phrase}, confidence {claim.confidence:.2f}"


def _plain(graph: Questions, claim: Claim) -> str:
    ends = graph.iris.thing(claim.subject.thing), graph.iris.thing(claim.object.thing)
    holds = graph.answer(f"ASK {{ {ends[0]} kg:{claim.relation.name} {ends[1]} }}").boolean
    return (
        "has this as a plain triple" if holds else "has no plain triple of this: the policy wants other claims for it"
    )


def _end(entity: Entity, span: Span) -> str:
    return f"“{span.text}” at {span.start} to {span.end}: {entity.name}, {entity.type}, {entity.thing}"


def _words(spans: Iterable[Span]) -> str:
    return ", ".join(f"“{_flat(span.text)}” at {span.start} to {span.end}" for span in spans)


# -- A thing -----------------------------------------------------------------------------------------------------------


def _thing(graph: Questions, entity: Entity) -> list[str]:
    iri = graph.iris.thing(entity.thing)
    links = graph.select(f"SELECT ?link {{ {iri} owl:sameAs ?link }} ORDER BY ?link")
    rows = graph.select(
        f"SELECT ?id ?name ?default {{ ?e kg:stands_for {iri} ; kg:name ?name ; kg:default_thing ?default ; "
        "kg:article ?a . ?a schema:identifier ?id } ORDER BY ?id ?name"
    )
    claims = list(graph.claims(around=iri.value))
    own = [claim for claim in claims if entity.thing in (claim.subject.thing, claim.object.thing)]
    read = [tuple(str(getattr(term, "value", "")) for term in row) for row in rows]
    decided = sorted({f"“{name}” of {id_}" for id_, name, default in read if default != iri.value})
    articles = sorted({id_ for id_, _, _ in read})
    counted: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in own:
        counted.setdefault(claim.statement, []).append(claim)
    lines = [
        f"{entity.name}",
        *_fields(
            ("is a", entity.type),
            ("id", entity.thing),
            ("also called", ", ".join(name for name in entity.aliases if name != entity.name)),
            ("linked to", ", ".join(str(getattr(row[0], "value", "")) for row in links)),
            ("read in", f"{_number(len(articles), 'article')}: {', '.join(articles[:MOST])}{_more(len(articles))}"),
            ("by decision", ", ".join(decided[:MOST]) + _more(len(decided)) if decided else None),
            ("claims", f"{len(own)} of {_number(len(counted), 'statement')}"),
        ),
    ]
    for reports in list(counted.values())[:MOST]:
        told = _number(len({claim.article for claim in reports}), "article")
        denied = sum(claim.polarity == "negative" for claim in reports)
        lines.append(f"  {_statement(reports[0])}  ({told}{f', {denied} deny it' if denied else ''})")
        for claim in reports:
            lines += [f"    {claim.id}  {claim.article}: {_qualifiers(claim)}", f"      “{_flat(claim.evidence.text)}”"]
    return lines + ([f"  and {len(counted) - MOST} more statements"] if len(counted) > MOST else [])


# -- Words -------------------------------------------------------------------------------------------------------------


def _fields(*fields: tuple[str, str | None]) -> list[str]:
    return [f"  {name:<12}{value}" for name, value in fields if value]


def _short(claim: Claim) -> list[str]:
    return [f"  {claim.id}  {_statement(claim)}  ({_qualifiers(claim)})", f"    “{_flat(claim.evidence.text)}”"]


def _statement(claim: Claim) -> str:
    return f"{claim.subject.name} {claim.relation.name} {claim.object.name}"


def _qualifiers(claim: Claim) -> str:
    return f"{claim.polarity}, {claim.certainty}, {claim.time}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _more(count: int) -> str:
    return f" and {count - MOST} more" if count > MOST else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
