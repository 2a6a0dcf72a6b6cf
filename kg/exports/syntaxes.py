"""RDF as text: N-Quads, TriG, Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from pyoxigraph import RdfFormat, serialize

from kg.model import Extraction
from kg.rdf import Activity, Iris, extraction_quads, prefixes
from kg.rdf.turtle import prefix_lines, trig_lines, turtle_lines
from kg.store import Store

__all__ = ["turtle", "write_nquads", "write_trig", "write_turtle"]


def write_nquads(store: Store, file: IO[bytes]) -> None:
    """Write N-Quads, graph by graph, the lines of each sorted."""
    serialize(store.quads(), file, RdfFormat.N_QUADS)


def write_trig(store: Store, file: IO[bytes]) -> None:
    """Write TriG, graph by graph."""
    _write(file, prefix_lines(store.prefixes), trig_lines(store.quads(), store.prefixes))


def write_turtle(store: Store, file: IO[bytes]) -> None:
    """Write Turtle: the triples of all graphs."""
    _write(file, prefix_lines(store.prefixes), turtle_lines(store.quads(), store.prefixes))


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
