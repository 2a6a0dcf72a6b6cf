"""RDF as text: N-Quads, TriG, Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.model import Extraction
from kg.rdf import Activity, Iris, extraction_quads, prefixes
from kg.rdf.iris import RDF
from kg.rdf.turtle import prefix_lines, trig_lines, turtle_lines
from kg.store import Store

__all__ = ["quads_of", "turtle", "write_nquads", "write_trig", "write_turtle"]


def quads_of(store: Store, reifiers: bool) -> Iterator[Quad]:
    """Yield the quads of a store, with ``reifiers`` also what RDF 1.2 says of each claim: which triple it reifies.

    That is ``CLAIM rdf:reifies <<( SUBJECT RELATION OBJECT )>>``, see https://www.w3.org/TR/rdf12-concepts/.
    """
    yield from store.quads()
    if reifiers:
        graph = store.iris.graph("statements")
        rows = store.select("SELECT ?c ?s ?p ?o { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } ORDER BY ?c")
        for claim, subject, predicate, object_ in rows:
            terms = (claim, subject, predicate, object_)
            if all(isinstance(term, NamedNode) for term in terms):
                yield Quad(claim, RDF.reifies, Triple(subject, predicate, object_), graph)  # type: ignore[arg-type]


def write_nquads(store: Store, file: IO[bytes], *, reifiers: bool = False) -> None:
    """Write N-Quads, graph by graph, the lines of each sorted."""
    serialize(quads_of(store, reifiers), file, RdfFormat.N_QUADS)


def write_trig(store: Store, file: IO[bytes], *, reifiers: bool = False) -> None:
    """Write TriG, graph by graph."""
    _write(file, prefix_lines(store.prefixes), trig_lines(quads_of(store, reifiers), store.prefixes))


def write_turtle(store: Store, file: IO[bytes], *, reifiers: bool = False) -> None:
    """Write Turtle: the triples of all graphs."""
    _write(file, prefix_lines(store.prefixes), turtle_lines(quads_of(store, reifiers), store.prefixes))


def turtle(extractions: Iterable[Extraction], activity: Activity | None = None) -> Iterator[str]:
    """Yield the lines of a Turtle document with the triples of extractions that are in no store."""
    iris = Iris()
    bound = prefixes(iris.base)
    yield from prefix_lines(bound)
    for extraction in extractions:
        quads = extraction_quads(extraction, activity=activity or Activity("claimgraph"), iris=iris)
        yield from turtle_lines(quads, bound)


def _write(file: IO[bytes], *parts: Iterable[str]) -> None:
    for lines in parts:
        for line in lines:
            file.write(f"{line}\n".encode())
