"""RDF as text: N-Quads, TriG, Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from pyoxigraph import RdfFormat, Triple, serialize

from kg.model import Extraction
from kg.rdf import Activity, Iris, extraction_quads, prefixes
from kg.store import Store

__all__ = ["turtle", "write_nquads", "write_trig", "write_turtle"]


def write_nquads(store: Store, file: IO[bytes]) -> None:
    """Write N-Quads, graph by graph, the lines of each sorted."""
    serialize(store.quads(), file, RdfFormat.N_QUADS)


def write_trig(store: Store, file: IO[bytes]) -> None:
    """Write TriG, graph by graph."""
    serialize(store.quads(), file, RdfFormat.TRIG, prefixes=store.prefixes)


def write_turtle(store: Store, file: IO[bytes]) -> None:
    """Write Turtle: the triples of all graphs."""
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in store.quads())
    serialize(triples, file, RdfFormat.TURTLE, prefixes=store.prefixes)


def turtle(extractions: Iterable[Extraction], activity: Activity | None = None) -> Iterator[str]:
    """Yield the lines of a Turtle document with the triples of extractions that are in no store."""
    iris = Iris()
    bound = prefixes(iris.base)
    for name, iri in bound.items():
        yield f"@prefix {name}: <{iri}> ."
    for extraction in extractions:
        quads = extraction_quads(extraction, activity=activity or Activity("claimgraph"), iris=iris)
        triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
        text = (serialize(triples, format=RdfFormat.TURTLE, prefixes=bound) or b"").decode()
        yield from (line for line in text.splitlines() if not line.startswith("@prefix "))
