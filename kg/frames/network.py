"""Claims as a network: a MultiDiGraph of networkx, and a sparse matrix."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.frames.tables import ArticleOf, published
from kg.model import Claim, Entity, commonest, fold

if TYPE_CHECKING:
    import networkx as nx
    from scipy.sparse import csr_array

__all__ = ["Adjacency", "adjacency", "network"]

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Adjacency:
    """A sparse matrix of claims, and the ids of the things that its rows and columns stand for, sorted.

    ``matrix[i, j]`` is the number of claims from thing i to thing j, as an integer; those of a symmetric relation count
    both ways.
    """

    matrix: csr_array
    things: tuple[str, ...]


def network(claims: Iterable[Claim], article: ArticleOf, *, each: bool = False) -> nx.MultiDiGraph:
    """Return claims as a directed graph of networkx that may have several edges between two things.

    A node is a thing, by its id, with ``name`` and ``type`` (those of most of the entities as read that the claims are
    about) and ``claims`` (how many it stands in). An edge is a statement, keyed by its relation; a symmetric one is
    drawn once, from the end whose id comes first. Its attributes: ``relation``; ``symmetric``; ``claims``, ``articles``
    and ``sources``, how many report it, in how many articles, and to how many names they are attributed; ``polarity``,
    ``certainty``, ``time`` and ``confidence``, as :func:`kg.fold` takes them from the reports; ``first`` and ``last``,
    the days, as ISO text, on which it was published, where any is known; ``when`` and ``role`` where there are any.

    With ``each`` an edge is a claim, keyed by its id: ``relation``, ``symmetric``, ``polarity``, ``certainty``,
    ``time``, ``confidence``, ``article``, ``evidence`` and, where there are any, ``published``, ``when``, ``role`` and
    ``attributed_to`` (names, joined by semicolons).

    All attributes are texts, numbers or booleans, and what is unknown is left out, so that GraphML and GEXF take them;
    a space stands for what no XML holds, such as the end of a page.
    ``article`` gives an article by its id. Nodes are sorted by id, edges by their ends and key.
    """
    import networkx as nx

    groups = _statements(claims)
    graph = nx.MultiDiGraph()
    for id_, attributes in _nodes(claim for group in groups.values() for claim in group):
        graph.add_node(id_, **attributes)
    for (subject, relation, object_), reports in sorted(groups.items()):
        if each:
            for claim in sorted(reports, key=lambda claim: claim.id):
                graph.add_edge(subject, object_, key=claim.id, **_claim(claim, article))
        else:
            graph.add_edge(subject, object_, key=relation, **_statement(reports, article))
    return graph


def adjacency(claims: Iterable[Claim]) -> Adjacency:
    """Return the number of claims between things as a sparse matrix of scipy, see :class:`Adjacency`."""
    import numpy as np
    from scipy.sparse import csr_array

    counted: Counter[tuple[str, str]] = Counter()
    for claim in claims:
        subject, _, object_ = claim.statement
        counted[subject, object_] += 1
        if claim.relation.symmetric:
            counted[object_, subject] += 1
    things = tuple(sorted({end for pair in counted for end in pair}))
    places = {thing: place for place, thing in enumerate(things)}
    pairs = sorted(counted)
    rows, columns = ([places[pair[end]] for pair in pairs] for end in (0, 1))
    numbers = np.array([counted[pair] for pair in pairs], dtype=np.int64)
    return Adjacency(csr_array((numbers, (rows, columns)), shape=(len(things), len(things))), things)


def _statements(claims: Iterable[Claim]) -> dict[tuple[str, str, str], list[Claim]]:
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.statement].append(claim)
    return groups


def _nodes(claims: Iterable[Claim]) -> Iterator[tuple[str, dict[str, Any]]]:
    read: dict[str, dict[tuple[str, str], Entity]] = defaultdict(dict)
    counted: Counter[str] = Counter()
    for claim in claims:
        for entity in (claim.subject, claim.object):
            read[entity.thing][claim.article, entity.id] = entity
            counted[entity.thing] += 1
    for id_, readings in sorted(read.items()):
        names, types = ([getattr(entity, what) for entity in readings.values()] for what in ("name", "type"))
        yield id_, _known(name=commonest(names), type=commonest(types), claims=counted[id_])


def _statement(reports: Sequence[Claim], article: ArticleOf) -> dict[str, Any]:
    [best] = fold(reports)
    days = sorted(day.isoformat() for day in {published(claim, article) for claim in reports} if day)
    return _known(
        relation=best.relation.name,
        symmetric=best.relation.symmetric,
        claims=len(reports),
        articles=len({claim.article for claim in reports}),
        sources=len({source for claim in reports for source in claim.sources}),
        polarity=best.polarity,
        certainty=best.certainty,
        time=best.time,
        confidence=best.confidence,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        when=best.when,
        role=best.role,
    )


def _claim(claim: Claim, article: ArticleOf) -> dict[str, Any]:
    day = published(claim, article)
    return _known(
        relation=claim.relation.name,
        symmetric=claim.relation.symmetric,
        polarity=claim.polarity,
        certainty=claim.certainty,
        time=claim.time,
        confidence=claim.confidence,
        article=claim.article,
        evidence=claim.evidence.text,
        published=day.isoformat() if day else None,
        when=claim.when,
        role=claim.role,
        attributed_to="; ".join(claim.sources) or None,
    )


def _known(**values: Any) -> dict[str, Any]:
    return {
        name: _NOT_IN_XML.sub(" ", value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }
