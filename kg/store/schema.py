"""The ontology inside the store: written as it is, and read back as relations, without a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.model import Relation
from kg.rdf.iris import KG, OWL, RDFS, SCHEMA, SKOS, Iris
from kg.store.names import Select
from kg.store.result import Term

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["declared_names", "matters", "ontology_quads", "relations_of"]

_ENDS = {RDFS.domain.value: 0, SCHEMA.domainIncludes.value: 0, RDFS.range.value: 1, SCHEMA.rangeIncludes.value: 1}


def ontology_quads(ontology: Ontology, iris: Iris) -> Iterator[Quad]:
    """Yield the quads of ``graph/ontology``: the ontology, its digest, and the policy of the plain triples."""
    from kg.ontology import ontology_path

    graph = iris.graph("ontology")
    for quad in parse(ontology.ntriples, format=RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)
    yield Quad(graph, KG.digest, Literal(ontology.digest), graph)
    policy = ontology_path("policy.rq").read_text(encoding="utf-8")
    yield Quad(iris.graph("statements"), KG.policy, Literal(policy), graph)


#: What the ontology says for readers of articles and of pictures: nothing is derived from it.
_SAID_ONLY = {
    *(RDFS.label, RDFS.comment, SKOS.example, SKOS.closeMatch, KG.closeMatchInverse, KG.phrase, KG.cue, KG.noun),
    *(KG.color, KG.shape, KG.digest),
}


def matters(old: Collection[Quad], new: Collection[Quad]) -> bool:
    """Tell whether what is derived depends on the change from one ontology to another.

    It does not on words, nor on what is new: no claim has it yet.
    """
    known = {quad.subject for quad in old}
    return any(quad.predicate not in _SAID_ONLY and quad.subject in known for quad in {*old} ^ {*new})


def declared_names(select: Select, iris: Iris) -> tuple[str, ...]:
    """Return the names that the ontology in a store says anything of, sorted; where it has none, the built-in one."""
    rows = select(f"SELECT DISTINCT ?name {{ GRAPH {iris.graph('ontology')} {{ ?name ?p ?o }} }}")
    subjects = {row[0] for row in rows}
    if not subjects:
        from kg.ontology import load_ontology

        subjects = {quad.subject for quad in parse(load_ontology().ntriples, format=RdfFormat.N_TRIPLES)}
    return tuple(sorted(_name(one) for one in subjects if isinstance(one, NamedNode) and one.value.startswith(KG)))


def relations_of(select: Select, iris: Iris) -> dict[str, Relation]:
    """Return the relations of the ontology in a store, by name, as :func:`kg.load_ontology` gives them."""
    graph = iris.graph("ontology")
    members: dict[str, set[str]] = {}
    for type_, above in select(
        f"SELECT ?type ?above {{ GRAPH {graph} {{ ?type a kg:EntityType ; rdfs:subClassOf* ?above }} }}"
    ):
        members.setdefault(_name(above), set()).add(_name(type_))
    ends: dict[str, tuple[set[str], set[str]]] = {}
    for relation, end, cls in select(
        f"SELECT ?relation ?end ?class {{ GRAPH {graph} {{ ?relation ?end ?class }} "
        f"VALUES ?end {{ {' '.join(f'<{iri}>' for iri in _ENDS)} }} }}"
    ):
        place = _ENDS[end.value] if isinstance(end, NamedNode) else 0
        ends.setdefault(_name(relation), (set(), set()))[place].update(members.get(_name(cls), set()))
    symmetric = {_name(row[0]) for row in select(f"SELECT ?r {{ GRAPH {graph} {{ ?r a {OWL.SymmetricProperty} }} }}")}
    inverse: dict[str, str] = {}
    for one, other in select(f"SELECT ?r ?i {{ GRAPH {graph} {{ ?r {OWL.inverseOf} ?i }} }} ORDER BY ?r ?i"):
        inverse.setdefault(_name(one), _name(other))
        inverse.setdefault(_name(other), _name(one))
    return {
        name: Relation(name, tuple(sorted(domain)), tuple(sorted(range_)), name in symmetric, inverse.get(name))
        for name, (domain, range_) in sorted(ends.items())
        if domain and range_
    }


def _name(term: Term | None) -> str:
    return term.value.removeprefix(KG) if isinstance(term, NamedNode) else ""
