"""A store at an address, with the interface of a store in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from platformdirs import user_state_path
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import StoreError
from kg.rdf import BASE
from kg.rdf.iris import KG
from kg.store.backend import as_data
from kg.store.folder import Folder
from kg.store.readings import Readings
from kg.store.remote.connection import Connection, setting
from kg.store.result import Result, result_of
from kg.store.sparql import with_prefixes
from kg.store.store import Store

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.model import Extraction
    from kg.ontology import Ontology
    from kg.rdf import Activity

__all__ = ["RemoteStore"]

#: How many characters of literals and IRIs one request writes, at most; a single quad may have more.
CHARACTERS = 200_000


class RemoteStore(Store):
    """The graph at the address of a SPARQL endpoint, whose default graph must be the union of all graphs.

    Of what the endpoint holds, only graphs below the base IRI are this store's. A reader sees what is there at the time
    of each question. There is no lock: see to it that there is one writer. An endpoint has no transaction over several
    requests: an article that is too long for one is marked while it is written, and a writer that finds a mark takes
    the article away and derives all anew, so that a build that was killed ends, run again, at the same quads.

    Raises StoreError where the endpoint cannot be reached, refuses, or holds a graph of another base.
    """

    def __init__(self, path: object, write: bool = False, *, base: str | None = None) -> None:
        self.address = str(path)
        self._connection = Connection(self.address)
        self._batch = setting("KG_STORE_BATCH")
        self._opened, self._writes = True, write
        self._readings = Readings(None)  # an endpoint does not say what others have changed
        self._use_base(base or BASE)
        own = self._own_bases()
        if own and base not in own:
            if base is not None or len(own) > 1:
                raise StoreError(
                    f"store {self.address!r} has the base {' and '.join(map(repr, own))}; give one that it has"
                )
            self._use_base(own[0])
        if write:
            self._recover()

    def _own_bases(self) -> list[str]:
        end = "graph/ontology"
        rows = self.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s {KG.policy} ?policy }} }}")
        graphs = [row[0].value for row in rows if isinstance(row[0], NamedNode)]
        return sorted(graph.removesuffix(end) for graph in graphs if graph.endswith(end))

    # -- Life ----------------------------------------------------------------------------------------------------------

    @property
    def writable(self) -> bool:
        """Whether the store was opened to write, and is still open."""
        return self._opened and self._writes

    @property
    def absence(self) -> str:
        """Nothing: what is at an address is there."""
        return ""

    @property
    def data(self) -> Any:
        """Nothing of pyoxigraph's is here: StoreError."""
        raise StoreError(f"store {self.address!r} is at an address; ask it with query() or graph()")

    @property
    def cache(self) -> None:
        """None: there is no folder for parsed documents."""

    @property
    def state(self) -> None:
        """None: an endpoint does not say what others have changed."""

    def close(self) -> None:
        """Bring up to date what follows from what was written, and close the connection; a second call does nothing."""
        try:
            if self.writable:
                self.publish()
        finally:
            self._abandon()

    def _abandon(self, *, failed: bool = False) -> None:
        del failed  # what was written is there
        self._opened = False
        self._connection.close()

    def refresh(self) -> bool:
        """Return False: what is asked is always the present state."""
        return False

    def publish(self) -> None:
        """Bring the derived graphs up to date; what was written is seen at once."""
        self._prepare_writing()
        self._derivation.run()

    def _prepare_writing(self) -> None:
        if not self.writable:
            how = "open to read" if self._opened else "closed"
            raise StoreError(f"store {self.address!r} is {how}; open it with kg.Store({self.address!r}, write=True)")

    # -- What the questions rest on ------------------------------------------------------------------------------------

    def answer(
        self,
        sparql: str,
        *,
        limit: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """Answer a query, with the prefixes bound, over the graphs given, or those that it or the endpoint names.

        QueryError where it cannot be read or answered, or has more than ``limit`` rows or triples.
        """
        if not self._opened:
            raise StoreError(f"store {self.address!r} is closed; open it again with kg.Store({self.address!r})")
        answer = self._connection.query(with_prefixes(sparql, self.prefixes), default_graphs, named_graphs)
        return result_of(answer, self.prefixes, limit)

    def graphs(self) -> list[str]:
        """Return the IRIs of all graphs below the base, in no order."""
        rows = self.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {self._own} }}")
        return [row[0].value for row in rows if isinstance(row[0], NamedNode)]

    @property
    def _own(self) -> str:
        return f"FILTER(STRSTARTS(STR(?g), {Literal(self.iris.base)}))"

    def has_graph(self, graph: NamedNode) -> bool:
        """Tell whether a graph is there."""
        return bool(self.select(f"SELECT ?s {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT 1"))

    def graph_quads(self, graph: NamedNode) -> Iterator[Quad]:
        """Return the quads of one graph, in no order."""
        if self._connection.knows_graphs:
            triples: Iterable[Triple] = self._connection.get_graph(graph.value)
        else:
            triples = self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)

    def _about(self, article: NamedNode) -> Iterator[Quad]:
        triples = self.construct(f"CONSTRUCT {{ {article} ?p ?o }} WHERE {{ GRAPH {article} {{ {article} ?p ?o }} }}")
        return (Quad(triple.subject, triple.predicate, triple.object, article) for triple in triples)

    def size(self) -> int:
        """Return the number of quads below the base."""
        (row,) = self.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {self._own} }}")
        return int(row[0].value) if isinstance(row[0], Literal) else 0

    def graph(self) -> Dataset:
        """Return an rdflib Dataset with a copy of all graphs: its changes stay in it.

        Its default graph is the union of all graphs; ``FROM`` and ``GRAPH`` work as in SPARQL.
        """
        import pyoxigraph as ox

        from kg.store.dataset import dataset

        copy = ox.Store()
        copy.extend(self.quads())
        return dataset(lambda: copy, self.prefixes)

    # -- What the changes rest on --------------------------------------------------------------------------------------

    def apply(self, sparql: str) -> None:
        """Run one SPARQL update, as it is; whether it is all or nothing is up to the endpoint."""
        self._prepare_writing()
        self._connection.update(with_prefixes(sparql, self.prefixes), repeatable=False)

    def insert(self, quads: Iterable[Quad]) -> None:
        """Insert quads, in several requests where they are many; the articles among them are marked meanwhile."""
        self._write("", list(quads))

    def exchange(self, gone: Sequence[Quad], new: Sequence[Quad], done: Sequence[Quad]) -> None:
        """Delete quads, insert others, and last delete the notes that this was to be done."""
        new = sorted(new, key=lambda quad: quad.predicate == KG.digest)  # which says that an ontology is whole
        self._send(*self._in_parts("DELETE", gone), *self._in_parts("INSERT", new), *self._in_parts("DELETE", done))

    def _put(self, article: NamedNode, quads: Sequence[Quad], notes: Sequence[Quad]) -> None:
        """Put what stands in an article's graph and follows from it in place of what stood there before."""
        removal = self._derivation.removal(article) if self.has_graph(article) else ""
        self._write(removal, [*quads, *notes], article)

    def _write(self, before: str, quads: Sequence[Quad], article: NamedNode | None = None) -> None:
        """Run updates and insert quads; articles are marked first, and the marks go with the notes of what follows.

        All is one request where it is not too long: how many endpoints keep it all or nothing.
        """
        self._prepare_writing()
        articles = {quad.graph_name for quad in quads if str(quad.graph_name).startswith(f"<{self.iris.base}article/")}
        written = sorted(articles | ({article} if article else set()), key=str)
        marks = [self._mark(graph) for graph in written if isinstance(graph, NamedNode)]
        notes = self.iris.graph("pending")
        noted = [quad for quad in quads if quad.graph_name == notes]
        rest = [quad for quad in quads if quad.graph_name != notes]
        if not marks:
            rest.sort(key=lambda quad: quad.predicate == KG.digest)  # as in exchange
        first = [*self._in_parts("INSERT", marks), *filter(None, [before.strip().removesuffix(";")])]
        if marks and self._connection.knows_graphs and len(rest) > self._batch:
            self._send(*first)
            rest, first = self._put_graphs(rest, written), []
        last = self._in_parts("DELETE", marks)
        self._send(*first, *self._in_parts("INSERT", rest), *self._in_parts("INSERT", noted), *last)

    def _put_graphs(self, quads: Iterable[Quad], graphs: Iterable[object]) -> list[Quad]:
        """Put the graphs given by the Graph Store Protocol; return the quads that are in none of them."""
        lines: dict[object, list[str]] = {graph: [] for graph in graphs}
        rest = []
        for quad in quads:
            if quad.graph_name in lines:
                lines[quad.graph_name].append(f"{quad.subject} {quad.predicate} {quad.object} .\n")
            else:
                rest.append(quad)
        for graph, own in lines.items():
            if own and isinstance(graph, NamedNode):
                self._connection.put_graph(graph.value, "".join(own))
        return rest

    def load(self, extractions: Iterable[Extraction], *, activity: Activity | None = None, text: bool = True) -> int:
        """Store extractions as :meth:`add` does: there is no faster way."""
        return self.add(extractions, activity=activity, text=text)

    def read_before(self) -> dict[str, list[str]]:
        """Return, by what was given to a build on this machine to read, the ids of the articles that it gave."""
        return self._notebook.sources()

    def note_read(self, source: str, ids: Iterable[str]) -> None:
        """Keep, on this machine, which articles something that was given to a build gave, for a build that prunes."""
        self._prepare_writing()
        self._notebook.path.mkdir(parents=True, exist_ok=True)
        self._notebook.write_sources({**self._notebook.sources(), source: sorted(set(ids))})

    @cached_property
    def _notebook(self) -> Folder:
        """Where this machine notes which of its files it has built from: paths that mean nothing elsewhere."""
        name = sha256(f"{self.address} {self.iris.base}".encode()).hexdigest()[:16]
        return Folder(user_state_path("kg", appauthor=False) / name)

    def _set_ontology(self, ontology: Ontology | None) -> None:
        graph = self.iris.graph("ontology")
        rows = self.select(f"SELECT ?d {{ GRAPH {graph} {{ {graph} {KG.digest} ?d }} }}")
        # Some endpoints give literals back in another form, so that the quads cannot be compared.
        if ontology is None or [str(row[0]) for row in rows] != [str(Literal(ontology.digest))]:
            super()._set_ontology(ontology)

    def _forget_texts(self, texts: Sequence[str]) -> None:
        """Do nothing: what an endpoint keeps of what it no longer holds is its own affair."""

    def compact(self) -> None:
        """Do nothing, likewise."""

    def _mark(self, article: NamedNode) -> Quad:
        return Quad(article, KG.unfinished, article, self.iris.graph("pending"))

    def _recover(self) -> None:
        """Take away the articles that a killed writer left unfinished, and note that all is to be derived anew."""
        rows = self.select(f"SELECT ?a {{ GRAPH {self.iris.graph('pending')} {{ ?a {KG.unfinished} ?a }} }}")
        marks = [self._mark(row[0]) for row in rows if isinstance(row[0], NamedNode)]
        if marks:
            drops = "; ".join(f"DROP SILENT GRAPH {mark.subject}" for mark in marks)
            self._send(f"{self._derivation.anew()}{drops}", *self._in_parts("DELETE", marks))

    def _in_parts(self, verb: str, quads: Iterable[Quad]) -> list[str]:
        """Return updates that insert or delete quads, none of them too long."""
        return [f"{verb} DATA {{ {as_data(batch)} }}" for batch in self._batches(quads)]

    def _batches(self, quads: Iterable[Quad]) -> Iterator[list[Quad]]:
        batch: list[Quad] = []
        characters = 0
        for quad in quads:
            length = len(str(quad.object)) + len(str(quad.subject))
            if batch and (len(batch) >= self._batch or characters + length > CHARACTERS):
                yield batch
                batch, characters = [], 0
            batch.append(quad)
            characters += length
        if batch:
            yield batch

    def _send(self, *updates: str) -> None:
        """Run updates in order, each of which done twice is done once, several in a request where they are short."""
        self._prepare_writing()
        waiting: list[str] = []
        for update in updates:
            lines, characters = (sum(map(size, [*waiting, update])) for size in (_lines, len))
            if waiting and (lines > self._batch or characters > 2 * CHARACTERS):
                self._connection.update(";\n".join(waiting), repeatable=True)
                waiting = []
            waiting.append(update)
        if waiting:
            self._connection.update(";\n".join(waiting), repeatable=True)


def _lines(update: str) -> int:
    return update.count("\n")
