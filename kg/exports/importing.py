"""Graphs made elsewhere, taken in: checked first, all or nothing, and nothing twice.

Article graphs of ours are taken as they are, and so are decisions; what follows from them is dropped and derived anew.
All other triples go into ``graph/import/HASH``, blank nodes made into IRIs, those already held left out.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kg.errors import StoreError, did_you_mean
from kg.rdf import Iris
from kg.rdf.iris import KG, RDF, SCHEMA
from kg.store import Store
from kg.store.shapes import shape_faults

__all__ = ["ImportReport", "import_graph"]

#: Format, which is also the suffix, to syntax.
SYNTAXES = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}
#: Graphs that a store derives, or has from its own ontology.
DERIVED = ("entities", "statements", "pending", "ontology")
#: What stands in which graph of a store, by the folder of its IRI.
FOLDERS = {"activity": "activities", "decision": "decisions", "entity": "entities"}
#: What is said of entities as read and of claims, but follows from them.
FOLLOWING = (KG.stands_for, RDF.subject, RDF.object, KG.party, KG.attributed_to)
#: Faults that a message names; the rest is counted.
NAMED = 5


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many articles were taken in, how many decisions' quads, how many other triples, and how many were there."""

    articles: int = 0
    decisions: int = 0
    others: int = 0
    known: int = 0


def import_graph(store: Store, source: str | Path | IO[bytes], *, format: str | None = None) -> ImportReport:  # noqa: A002
    """Take a graph into a store that is open to write, all or nothing, and publish it.

    ``source`` is a file (``nq``, ``trig``, ``ttl``, ``nt``) or a binary stream with its ``format``. Articles replace
    those of the same id. Before anything is written the whole is put together beside the store, with what follows
    from it, and checked by SHACL. StoreError where the file cannot be read, or where something is not as
    ``ontology/shapes.ttl`` wants it; nothing has changed then, save that a
    new store has its ontology.
    """
    quads = _read(source, format)
    store.add(())  # a new store gets its ontology
    parts = _Parts.of(_regrouped(quads, store.iris), store)
    parts.check(store)
    store.take_in(parts.articles, [*parts.decisions, *parts.activities, *parts.others])
    return ImportReport(len(parts.articles), len(parts.decisions), len(parts.others), parts.known)


def _read(source: str | Path | IO[bytes], format_: str | None) -> list[Quad]:
    name = repr(str(source)) if isinstance(source, str | Path) else "the stream"
    form = format_ or (Path(source).suffix.removeprefix(".") if isinstance(source, str | Path) else "")
    if form not in SYNTAXES:
        hint = did_you_mean(form, list(SYNTAXES))
        raise StoreError(f"unknown format {form!r} of {name}{hint}; known: {', '.join(SYNTAXES)}")
    try:
        data = Path(source).read_bytes() if isinstance(source, str | Path) else source.read()
        quads = list(parse(data, format=SYNTAXES[form]))
    except SyntaxError as error:
        raise StoreError(f"{name} is no {form}: {error}; nothing was imported") from error
    except OSError as error:
        raise StoreError(f"{name} cannot be read: {(error.strerror or str(error)).lower()}") from error
    return [_as_quad(quad) for quad in quads]


def _as_quad(quad: Quad) -> Quad:
    if not all(isinstance(term, NamedNode | BlankNode | Literal) for term in (quad.subject, quad.object)):
        raise StoreError(f"{quad} has a triple for a term, as RDF 1.2 allows and rdflib does not; nothing was imported")
    return quad


@dataclass(slots=True)
class _Parts:
    """What a file holds: the quads of each article, decisions, activities, and all other triples in one graph."""

    articles: dict[NamedNode, list[Quad]]
    decisions: list[Quad]
    activities: list[Quad]
    others: list[Quad]
    known: int

    @classmethod
    def of(cls, quads: Iterable[Quad], store: Store) -> _Parts:
        """Sort the quads of a file."""
        iris = store.iris
        by_graph: dict[NamedNode | BlankNode | DefaultGraph, list[Quad]] = {}
        for quad in quads:
            by_graph.setdefault(quad.graph_name, []).append(quad)
        found = cls({}, [], [], [], 0)
        loose: list[Quad] = []
        dropped = {iris.graph(name) for name in DERIVED}
        for graph, inside in by_graph.items():
            if graph in dropped:
                continue
            if graph == iris.graph("decisions"):
                found.decisions += inside
            elif graph == iris.graph("activities"):
                found.activities += inside
            elif isinstance(graph, NamedNode) and _is_article(graph, inside, iris):
                found.articles[graph] = inside
            else:
                loose += inside
        besides = {*found.articles, *(iris.graph(name) for name in ("entities", "statements", "pending"))}
        found.others, found.known = store.holds(_without_blanks(loose, iris), besides=besides)
        return found

    def check(self, store: Store) -> None:
        """Raise StoreError where the whole, with what follows from it, is not as the shapes want it."""
        with tempfile.TemporaryDirectory() as folder, Store(folder, write=True, base=store.iris.base) as beside:
            ontology = store.iris.graph("ontology")
            beside.insert(store.graph_quads(ontology))
            beside.add(())  # a new store has an ontology of its own
            try:
                beside.take_in(self.articles, [*self.decisions, *self.activities, *self.others])
            except (ValueError, KeyError) as error:
                raise StoreError(f"nothing was imported, since an article cannot be read: {error}") from error
            faults = shape_faults(beside.quads())
        if faults:
            more = f"\n  and {len(faults) - NAMED} more" if len(faults) > NAMED else ""
            told = "".join(f"\n  {fault}" for fault in faults[:NAMED])
            raise StoreError(f"nothing was imported, since not all is as ontology/shapes.ttl wants it:{told}{more}")


def _regrouped(quads: Collection[Quad], iris: Iris) -> Iterator[Quad]:
    """Yield quads, those of an export in Turtle, which has no graphs, in the graphs that they come from."""
    loose = [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    home = {quad.subject: quad.object for quad in loose if quad.predicate == KG.article}
    home |= {quad.subject: quad.subject for quad in loose if quad.object == SCHEMA.NewsArticle}
    folders = {f"{iris.base}{name}/": iris.graph(graph) for name, graph in FOLDERS.items()}
    for quad in quads:
        start = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if not home or not isinstance(quad.graph_name, DefaultGraph) or not start:
            yield quad
        elif quad.predicate in FOLLOWING:
            continue
        elif quad.subject in home or NamedNode(start.partition("#")[0]) in home:
            article = home.get(quad.subject) or home[NamedNode(start.partition("#")[0])]
            yield Quad(quad.subject, quad.predicate, quad.object, article)  # type: ignore[arg-type]
        else:
            graph = next((graph for folder, graph in folders.items() if start.startswith(folder)), quad.graph_name)
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _is_article(graph: NamedNode, quads: Iterable[Quad], iris: Iris) -> bool:
    of_base = graph.value.startswith(f"{iris.base}article/")
    return of_base and any(quad.subject == graph and quad.object == SCHEMA.NewsArticle for quad in quads)


def _without_blanks(quads: Iterable[Quad], iris: Iris) -> set[Quad]:
    """Return triples in the graph that their hash names, with IRIs for blank nodes: the same for the same triples."""
    dataset = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = "\n".join(sorted(map(str, dataset)))
    name = hashlib.sha256(lines.encode()).hexdigest()[:16]
    graph = iris.graph(f"import/{name}")

    def named(term: object) -> object:
        # https://www.w3.org/TR/rdf11-concepts/#section-skolemization
        return NamedNode(f"{iris.base}.well-known/genid/{name}-{term.value}") if isinstance(term, BlankNode) else term

    return {Quad(named(q.subject), q.predicate, named(q.object), graph) for q in dataset}  # type: ignore[arg-type]
