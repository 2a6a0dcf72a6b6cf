"""What derivation asks of a store, and quads and terms as it writes and reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.store.result import Term

__all__ = ["Backend", "Change", "as_data", "batches", "iri_of", "literal_of", "object_of"]

T = TypeVar("T")
#: The quads that are there, and those that are to be there.
Change = tuple[set[Quad], set[Quad]]


class Backend(Protocol):
    """What stores quads: answers SELECT and CONSTRUCT over the union of all graphs, and updates all or nothing."""

    def select(self, sparql: str) -> Sequence[Sequence[Term | None]]:
        """Return the rows of a SELECT."""
        ...

    def construct(self, sparql: str) -> Iterable[Triple]:
        """Return the triples of a CONSTRUCT."""
        ...

    def apply(self, sparql: str) -> None:
        """Run one update, all or nothing."""
        ...

    def insert(self, quads: Iterable[Quad]) -> None:
        """Insert quads, all or nothing."""
        ...

    def exchange(self, gone: Sequence[Quad], new: Sequence[Quad], done: Sequence[Quad]) -> None:
        """Delete quads, insert others, and last delete the notes that this was to be done, all or nothing."""
        ...


def as_data(quads: Iterable[Quad]) -> str:
    r"""Return quads as the inside of INSERT DATA or DELETE DATA.

    >>> as_data([Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"), NamedNode("urn:g"))])
    'GRAPH <urn:g> { <urn:s> <urn:p> "o" .\n}\n'
    """
    graphs: dict[str, list[str]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(f"{quad.subject} {quad.predicate} {quad.object} .\n")
    return "".join(f"GRAPH {graph} {{ {''.join(lines)}}}\n" for graph, lines in graphs.items())


def batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield items, ``size`` at a time."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch


def iri_of(term: Term | None) -> str:
    """Return the IRI that a term is; TypeError for others."""
    if not isinstance(term, NamedNode):
        raise TypeError(f"{term} is no IRI")
    return term.value


def literal_of(term: Term | None) -> str:
    """Return the text of a literal; TypeError for others."""
    if not isinstance(term, Literal):
        raise TypeError(f"{term} is no text")
    return term.value


def object_of(term: Term | None) -> NamedNode | Literal:
    """Return a term that is an IRI or a literal; TypeError for others."""
    if not isinstance(term, NamedNode | Literal):
        raise TypeError(f"{term} is no object of a thing")
    return term
