"""What people and resolution decided: which thing something stands for, and which public identifier a thing has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iris import KG, RDF, Iris

__all__ = ["Decision"]


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One decision: ``about`` is a thing by its id, or an entity as read by its IRI; ``by`` says who or what decided.

    Either ``thing`` (the id of a thing) says what it stands for, or ``link`` (an IRI) is a public identifier of it.
    ValueError where neither or both are given, or the link is no IRI.
    """

    about: str
    thing: str | None = None
    link: str | None = None
    by: str = "a person"

    def __post_init__(self) -> None:
        if (self.thing is None) == (self.link is None):
            raise ValueError(f"a decision about {self.about!r} gives a thing or a link, and not both")
        if self.link is not None:
            try:
                NamedNode(self.link)
            except ValueError as error:
                raise ValueError(
                    f"a decision about {self.about!r} links {self.link!r}, which is no IRI ({error}); "
                    "write the whole address, as http://www.wikidata.org/entity/Q1"
                ) from None

    def iri(self, iris: Iris) -> NamedNode:
        """Return its IRI: a hash of all but who decided, so that to decide twice is to decide once."""
        parts = "\n".join((self.about, self.thing or "", self.link or ""))
        return NamedNode(f"{iris.base}decision/{hashlib.sha256(parts.encode()).hexdigest()[:16]}")

    def quads(self, iris: Iris) -> Iterator[Quad]:
        """Yield what the graph of decisions says of it."""
        iri, graph = self.iri(iris), iris.graph("decisions")
        yield Quad(iri, RDF.type, KG.Decision, graph)
        yield Quad(iri, KG.about, iris.thing(self.about), graph)
        if self.thing is not None:
            yield Quad(iri, KG.decided_thing, iris.thing(self.thing), graph)
        if self.link is not None:
            yield Quad(iri, KG.decided_link, NamedNode(self.link), graph)
        yield Quad(iri, KG.decided_by, Literal(self.by), graph)
