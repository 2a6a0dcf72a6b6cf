"""What the picture shows: claims folded into nodes (things) and edges (statements).

Nothing here draws. The same claims in any order give the same graph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, runtime_checkable

from kg.errors import QueryError, did_you_mean
from kg.model import Article, Certainty, Claim, Entity, Extraction, Time, commonest, fold
from kg.store.claims import check_names, limits

__all__ = ["ClaimSource", "Edge", "Extractions", "Node", "PictureGraph", "picture_graph", "stages"]

#: ``mixed``: some reports are positive and some negative.
EdgePolarity = Literal["positive", "mixed", "negative"]


@runtime_checkable
class ClaimSource(Protocol):
    """What gives claims and their articles: a store, or :class:`Extractions`."""

    def claims(
        self,
        *,
        relation: str | None = None,
        around: str | None = None,
        hops: int = 1,
        since: date | str | None = None,
        until: date | str | None = None,
        certainty: Certainty | None = None,
    ) -> Iterable[Claim]:
        """Give the claims within the filter, each report by itself."""
        ...

    def article(self, id: str) -> Article:  # noqa: A002 - named as in Store
        """Give the article of that id."""
        ...


class Extractions:
    """Extractions that answer as a store does, for a picture of articles that were never stored.

    Of several extractions of one article the last counts. ``relations`` are the names that may be asked for besides
    those of their claims; None are those of the built-in ontology. TypeError for what is no extraction.
    """

    def __init__(self, extractions: Iterable[Extraction], relations: Collection[str] | None = None) -> None:
        self._relations = relations
        self._by_article: dict[str, Extraction] = {}
        for extraction in extractions:
            if not isinstance(extraction, Extraction):
                raise TypeError(
                    f"a {type(extraction).__name__} is no extraction; a picture is made of a store or of what "
                    "kg.extract gives"
                )
            self._by_article[extraction.article.id] = extraction

    def article(self, id: str) -> Article:  # noqa: A002 - named as in Store
        """Give the article of that id; KeyError where no extraction is of it."""
        return self._by_article[id].article

    def claims(
        self,
        *,
        relation: str | None = None,
        around: str | None = None,
        hops: int = 1,
        since: date | str | None = None,
        until: date | str | None = None,
        certainty: Certainty | None = None,
    ) -> Iterator[Claim]:
        """Give the claims within the filter, in order of articles as given, then of their text.

        ``around`` is a name, an alias or the id of a thing: claims between things at most ``hops`` steps from it,
        QueryError where nothing has that name. ``since`` and ``until`` compare the day of publication, both
        inclusive; an undated article is outside any limit. ``certainty`` is the one that a claim must have. QueryError
        also for a relation and a certainty that there is not.
        """
        check_names(relation, certainty, self._known(relation))
        first, last = limits(since, until)
        kept = [
            claim
            for extraction in self._by_article.values()
            if _within(extraction.article.published, first, last)
            for claim in extraction.claims
            if (relation is None or claim.relation.name == relation)
            and (certainty is None or claim.certainty == certainty)
        ]
        if around is not None:
            near = _neighbourhood(kept, self._things(around), hops)
            kept = [claim for claim in kept if claim.subject.thing in near and claim.object.thing in near]
        yield from kept

    def _known(self, relation: str | None) -> Collection[str]:
        """Return the relations that may be asked for, the ontology's only where it is needed to tell."""
        there = {claim.relation.name for extraction in self._by_article.values() for claim in extraction.claims}
        if relation is None or relation in there:
            return there
        if self._relations is None:
            from kg.ontology import load_ontology

            self._relations = load_ontology().relations
        return {*there, *self._relations}

    def _things(self, name: str) -> set[str]:
        wanted = name.casefold()
        known: dict[str, str] = {}
        things: set[str] = set()
        for extraction in self._by_article.values():
            for entity in extraction.entities:
                forms = (entity.thing, entity.name, *entity.aliases)
                if any(form.casefold() == wanted for form in forms):
                    things.add(entity.thing)
                known.update((form.casefold(), form) for form in forms)
        if not things:
            close = did_you_mean(wanted, sorted(known))
            raise QueryError(f"nothing in these articles is called {name!r}{close}; any of a thing's names will do")
        return things


def _neighbourhood(claims: Iterable[Claim], centre: Collection[str], hops: int) -> set[str]:
    neighbours: dict[str, set[str]] = {}
    for claim in claims:
        neighbours.setdefault(claim.subject.thing, set()).add(claim.object.thing)
        neighbours.setdefault(claim.object.thing, set()).add(claim.subject.thing)
    near = set(centre)
    for _ in range(hops):
        near |= {other for thing in near for other in neighbours.get(thing, ())}
    return near


def _within(day: date | None, first: date | None, last: date | None) -> bool:
    if day is None:
        return first is None and last is None
    return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Node:
    """One thing: the name and type that most entities as read have, and all its other names, sorted."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    articles: int
    degree: int


@dataclass(frozen=True, slots=True)
class Edge:
    """One statement with every report of it.

    ``subject`` and ``object`` are ids of nodes. Certainty, time, role and ``when`` are those of the report that
    :func:`kg.model.fold` picks over all articles, of a mixed statement over those that say it; ``polarity`` is
    ``negative`` only where no report is positive.
    ``claims`` are in order of date (undated last), article and place; ``articles`` counts theirs.
    """

    subject: str
    relation: str
    object: str
    symmetric: bool
    polarity: EdgePolarity
    certainty: Certainty
    time: Time
    role: str | None
    when: str | None
    articles: int
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class PictureGraph:
    """Nodes by falling degree, then id; edges by the position of their nodes, then relation; articles by date, id."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    articles: tuple[Article, ...]


def picture_graph(claims: Iterable[Claim], article: Callable[[str], Article], *, min_articles: int = 1) -> PictureGraph:
    """Fold claims, of any articles and in any order, into the graph that is drawn.

    ``article`` gives the article of an id. A statement that fewer than ``min_articles`` articles report is left out.
    """
    claims = list(claims)
    articles = {name: article(name) for name in sorted({claim.article for claim in claims})}
    statements: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: _order(claim, articles)):
        statements.setdefault(claim.statement, []).append(claim)
    kept = {
        statement: reports
        for statement, reports in statements.items()
        if len({claim.article for claim in reports}) >= min_articles
    }
    nodes = _nodes(kept)
    place = {node.id: index for index, node in enumerate(nodes)}
    edges = [_edge(statement, reports) for statement, reports in kept.items()]
    edges.sort(key=lambda edge: (place[edge.subject], place[edge.object], edge.relation))
    used = {claim.article for edge in edges for claim in edge.claims}
    shown = sorted((articles[name] for name in used), key=lambda a: (a.published or date.max, a.id))
    return PictureGraph(nodes, tuple(edges), tuple(shown))


def stages(edge: Edge, published: Mapping[str, date | None]) -> Iterator[tuple[date, Edge]]:
    """Give each day on which a report was published, in order, with the edge as the reports up to then make it.

    ``published`` gives the day of an article's id; undated reports count for no day.
    """
    dated = [(day, claim) for claim in edge.claims if (day := published[claim.article])]
    for today in sorted({day for day, _ in dated}):
        yield today, _edge((edge.subject, edge.relation, edge.object), [claim for day, claim in dated if day <= today])


def _order(claim: Claim, articles: dict[str, Article]) -> tuple[date, str, int, str]:
    return articles[claim.article].published or date.max, claim.article, claim.evidence.start, claim.id


def _edge(statement: tuple[str, str, str], reports: Sequence[Claim]) -> Edge:
    # A denial, however sure, does not make surer what others say.
    said = [claim for claim in reports if claim.polarity == "positive"]
    (best,) = fold(said or reports)
    subject, relation, object_ = statement
    return Edge(
        subject=subject,
        relation=relation,
        object=object_,
        symmetric=best.relation.symmetric,
        polarity="mixed" if 0 < len(said) < len(reports) else best.polarity,
        certainty=best.certainty,
        time=best.time,
        role=best.role,
        when=best.when,
        articles=len({claim.article for claim in reports}),
        claims=tuple(reports),
    )


def _nodes(statements: dict[tuple[str, str, str], list[Claim]]) -> tuple[Node, ...]:
    readings: dict[str, dict[tuple[str, str], Entity]] = {}
    degree: Counter[str] = Counter()
    for (subject, _, object_), reports in statements.items():
        degree.update((subject, object_))
        for claim in reports:
            for entity in (claim.subject, claim.object):
                readings.setdefault(entity.thing, {})[claim.article, entity.id] = entity
    nodes = [_node(thing, read, degree[thing]) for thing, read in readings.items()]
    return tuple(sorted(nodes, key=lambda node: (-node.degree, node.id)))


def _node(thing: str, read: dict[tuple[str, str], Entity], degree: int) -> Node:
    name = commonest(entity.name for entity in read.values())
    forms = {form for entity in read.values() for form in (entity.name, *entity.aliases)}
    return Node(
        id=thing,
        name=name,
        type=commonest(entity.type for entity in read.values()),
        aliases=tuple(sorted(forms - {name})),
        articles=len({article for article, _ in read}),
        degree=degree,
    )
