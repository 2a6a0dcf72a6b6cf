"""The plain triples that follow from claims, by a policy that the user can change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, Quad, Triple

from kg.rdf import Iris
from kg.rdf.iris import KG, OWL, RDF
from kg.store.backend import Backend, Change, iri_of, literal_of
from kg.store.sparql import bind

__all__ = ["Statements"]

#: The policy of a store that has none.
_NOTHING = "CONSTRUCT { ?subject ?relation ?object } WHERE { }"
#: What stands in the same graph and is no plain triple: the ends of claims as things.
_ENDS = (RDF.subject, RDF.object, KG.party, KG.attributed_to)


@dataclass
class Statements:
    """Says which plain triples stand between things; it remembers the policy and which relations are symmetric."""

    backend: Backend
    iris: Iris

    def change(self, pairs: Sequence[tuple[str, str]]) -> Change:
        """Return the plain triples between pairs of things, and those that the policy gives, in both directions."""
        graph = self.iris.graph("statements")
        rows = [(str(NamedNode(a)), str(NamedNode(b))) for pair in pairs for a, b in (pair, pair[::-1])]
        values = f"VALUES (?s ?o) {{ {' '.join(f'({a} {b})' for a, b in rows)} }}"
        there = {
            Quad(NamedNode(iri_of(s)), NamedNode(iri_of(p)), NamedNode(iri_of(o)), graph)
            for s, p, o in self.backend.select(f"SELECT ?s ?p ?o {{ {values} GRAPH {graph} {{ ?s ?p ?o }} }}")
        }
        return there, self._plain(self.backend.construct(bind(self.policy, {("subject", "object"): rows})))

    def change_all(self) -> Change:
        """Return, as :meth:`change` does, all plain triples: faster than pair by pair where there are many pairs."""
        graph = self.iris.graph("statements")
        ends = ", ".join(map(str, _ENDS))
        rows = self.backend.select(f"SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }} FILTER(?p NOT IN ({ends})) }}")
        there = {Quad(NamedNode(iri_of(s)), NamedNode(iri_of(p)), NamedNode(iri_of(o)), graph) for s, p, o in rows}
        return there, self._plain(self.backend.construct(self.policy))

    def _plain(self, triples: Iterable[Triple]) -> set[Quad]:
        """Return what the policy gives as quads, symmetric relations in both directions."""
        graph = self.iris.graph("statements")
        wanted: set[Quad] = set()
        for triple in triples:
            subject, object_ = triple.subject, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(object_, NamedNode) or subject == object_:
                continue
            wanted.add(Quad(subject, triple.predicate, object_, graph))
            if triple.predicate.value in self._symmetric:
                wanted.add(Quad(object_, triple.predicate, subject, graph))
        return wanted

    @cached_property
    def _symmetric(self) -> set[str]:
        graph = self.iris.graph("ontology")
        rows = self.backend.select(f"SELECT ?r {{ GRAPH {graph} {{ ?r a {OWL.SymmetricProperty} }} }}")
        return {iri_of(row[0]) for row in rows}

    @cached_property
    def policy(self) -> str:
        """The CONSTRUCT that says which plain triples follow from claims."""
        statements = self.iris.graph("statements")
        for name in ("decisions", "ontology"):  # the user's own before the program's
            graph = self.iris.graph(name)
            rows = self.backend.select(f"SELECT ?policy {{ GRAPH {graph} {{ {statements} {KG.policy} ?policy }} }}")
            if rows:
                return literal_of(rows[0][0])
        return _NOTHING

    @property
    def asks_who_read(self) -> bool:
        """Whether the policy asks who read an article."""
        return "wasGeneratedBy" in self.policy or "read_by" in self.policy
