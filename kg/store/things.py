"""What the graph says of things: the class that most entities as read have, their names, links to public data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import commonest
from kg.rdf import Iris
from kg.rdf.iris import KG, OWL, RDF, RDFS, SKOS
from kg.store.backend import Backend, Change, iri_of, literal_of, object_of

__all__ = ["Things"]


@dataclass
class Things:
    """Says what things are, by the entities as read that stand for them; it remembers the ontology's classes."""

    backend: Backend
    iris: Iris

    def change(self, things: Sequence[str], links: Mapping[str, Iterable[NamedNode]]) -> Change:
        """Return what is said of some things, and what is to be said: class, names, and links, which are given."""
        graph = self.iris.graph("entities")
        values = f"VALUES ?x {{ {' '.join(str(NamedNode(thing)) for thing in things)} }}"
        there = {
            Quad(NamedNode(iri_of(x)), NamedNode(iri_of(p)), object_of(o), graph)
            for x, p, o in self.backend.select(f"SELECT ?x ?p ?o {{ {values} GRAPH {graph} {{ ?x ?p ?o }} }}")
        }
        same = f"{values} GRAPH {graph} {{ ?e {KG.stands_for} ?x }}"
        read = self.backend.select(
            f"SELECT ?x ?name ?type (COUNT(*) AS ?n) {{ {same} ?e {KG.name} ?name ; {KG.type_as_read} ?type }} "
            "GROUP BY ?x ?name ?type"
        )
        aliases = self.backend.select(f"SELECT DISTINCT ?x ?alias {{ {same} ?e {KG.alias} ?alias }}")
        names: dict[str, Counter[str]] = {}
        types: dict[str, Counter[str]] = {}
        for iri, name, type_, count in read:
            number = int(literal_of(count))
            names.setdefault(iri_of(iri), Counter())[literal_of(name)] += number
            types.setdefault(iri_of(iri), Counter())[iri_of(type_)] += number
        others: dict[str, set[str]] = {thing: {*counted} for thing, counted in names.items()}
        for iri, alias in aliases:
            others[iri_of(iri)].add(literal_of(alias))
        wanted: set[Quad] = set()
        for thing, counted in names.items():
            subject = NamedNode(thing)
            label = commonest(counted)
            wanted.add(Quad(subject, RDFS.label, Literal(label), graph))
            wanted |= {Quad(subject, SKOS.altLabel, Literal(name), graph) for name in others[thing] - {label}}
            wanted |= {Quad(subject, RDF.type, NamedNode(cls), graph) for cls in self._classes(types[thing])}
            wanted |= {Quad(subject, OWL.sameAs, link, graph) for link in links.get(thing, ())}
        return there, wanted

    def _classes(self, read: Counter[str]) -> set[str]:
        """Return the class that most entities as read have, looked for from the roots down, and all above it."""
        votes: Counter[str] = Counter()
        for type_, number in read.items():
            for name in {type_, *self._lineage(type_)}:
                votes[name] += number
        parent = {name: (self._lineage(name) or [""])[0] for name in votes}
        chosen = ""
        while below := [name for name in votes if (parent[name] if parent[name] in votes else "") == chosen]:
            chosen = min(below, key=lambda name: (-votes[name], name))
        above = {chosen}
        while more := {cls for name in above for cls in self._superclasses.get(name, ())} - above:
            above |= more
        return above

    def _lineage(self, type_: str) -> list[str]:
        """Return the entity types above a type, nearest first."""
        found: list[str] = []
        while type_ := next(iter(sorted(self._superclasses.get(type_, set()) & self._types)), ""):
            if type_ in found:
                break
            found.append(type_)
        return found

    @cached_property
    def _superclasses(self) -> dict[str, set[str]]:
        rows = self.backend.select(
            f"SELECT ?type ?above {{ GRAPH {self.iris.graph('ontology')} {{ ?type {RDFS.subClassOf} ?above }} "
            f"FILTER(STRSTARTS(STR(?above), {Literal(str(KG))})) }}"
        )
        above: dict[str, set[str]] = {}
        for type_, parent in rows:
            above.setdefault(iri_of(type_), set()).add(iri_of(parent))
        return above

    @cached_property
    def _types(self) -> set[str]:
        graph = self.iris.graph("ontology")
        return {
            iri_of(row[0]) for row in self.backend.select(f"SELECT ?t {{ GRAPH {graph} {{ ?t a {KG.EntityType} }} }}")
        }
