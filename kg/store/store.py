"""The store in a folder: one writer, many readers, each with a state of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from kg.documents import CACHE_FILE, DocumentCache
from kg.errors import QueryError, StoreError
from kg.model import Extraction
from kg.rdf import BASE, Activity
from kg.rdf.iris import KG, RDF
from kg.store.backend import as_data
from kg.store.changes import Changes, own_activity
from kg.store.folder import Checkpoint, Folder, damaged, explain
from kg.store.locks import WriteLock
from kg.store.readings import READINGS_FILE, Readings, reading_digest
from kg.store.result import Result, result_of
from kg.store.sparql import query_fault, uses_from

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Store"]

_uses_from = lru_cache(maxsize=256)(uses_from)


class Store(Changes):
    """The graph in a folder, or at the address of a SPARQL endpoint: opened to read, or, with ``write=True``, to write.

    A reader sees the newest checkpoint as it was when the store was opened, until :meth:`refresh`; where there is none
    yet, an empty store. A writer locks the folder, sees its own changes at once, and publishes a checkpoint when it is
    closed. ``base`` is the base IRI of a new store's data; an old one keeps its own.

    Raises StoreError where the folder cannot be read or written, is no store, or is held by another writer.
    """

    def __new__(cls, path: str | Path, write: bool = False, *, base: str | None = None) -> Store:
        """Make a store in a folder, or, for an address that begins with ``http``, one at a SPARQL endpoint."""
        del write, base
        if str(path).startswith(("http://", "https://")):
            from kg.store.remote import RemoteStore

            return object.__new__(RemoteStore)
        return object.__new__(cls)

    def __init__(self, path: str | Path, write: bool = False, *, base: str | None = None) -> None:
        self.path = Path(path)
        self._folder = Folder(path)
        self._lock: WriteLock | None = None
        self._checkpoint: Checkpoint | None = None
        self._data: ox.Store | None = None
        if write:
            self._lock, own = self._folder.prepare(base)
            try:
                self._data = ox.Store(str(self._folder.data))
            except OSError as error:
                self._lock.release()
                raise explain(self.path, "opened", error) from error
            except RuntimeError as error:  # what Oxigraph raises for files that are not as it left them
                self._lock.release()
                fault = f"{str(self._folder.data)!r} cannot be opened: {error}"
                cure = "kg export still reads its newest checkpoint: kg import that, or build anew, into a new folder"
                raise damaged(self.path, fault, cure) from error
            self._readings = Readings(self.path / READINGS_FILE)
        else:
            self._open_newest()
            own = self._folder.base() or base or BASE
        self._use_base(own)

    def _open_newest(self) -> None:
        self._checkpoint = self._folder.open_newest()
        self._data = self._checkpoint.data if self._checkpoint else ox.Store()

    # -- Life ----------------------------------------------------------------------------------------------------------

    @property
    def writable(self) -> bool:
        """Whether the store was opened to write, and is still open."""
        return self._lock is not None

    @property
    def absence(self) -> str:
        """Why a reader sees an empty store, a sentence for people; empty where there is a store to read."""
        return "" if self._checkpoint or self.writable else self._folder.absence()

    @property
    def state(self) -> str | None:
        """What names the published state that a reader sees: another one has another; None where nothing tells it."""
        return None if self.writable else str(self._checkpoint.number if self._checkpoint else 0)

    @property
    def data(self) -> ox.Store:
        """The data as they are now, for this package's own use; StoreError where the store is closed."""
        if self._data is None:
            raise StoreError(f"store {str(self.path)!r} is closed; open it again with kg.Store({str(self.path)!r})")
        return self._data

    @property
    def cache(self) -> Path | None:
        """The file for parsed documents of its articles, see :class:`kg.Extractor`; None where there is no folder."""
        return self.path / CACHE_FILE

    def close(self) -> None:
        """Publish what was written, and let the folder go; a second call does nothing."""
        if self._data is None:
            return
        try:
            if self.writable and self._folder.unpublished:
                self.publish()
        finally:
            self._abandon()

    def _abandon(self, *, failed: bool = False) -> None:
        self._data = self._checkpoint = None
        if self._lock:
            self._readings.close()
            if failed:
                self._folder.undo()
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After an error the next writer publishes: what was committed is kept, what was not is not there.
        if kind is None:
            self.close()
        else:
            self._abandon(failed=True)

    def refresh(self) -> bool:
        """Move on to the newest checkpoint; tell whether there was a newer one. A writer is always up to date."""
        number = self._checkpoint.number if self._checkpoint else None
        if self.writable or self._folder.newest() == number:
            return False
        self._open_newest()
        self._use_base(self._folder.base() or self.iris.base)
        return True

    def publish(self) -> None:
        """Bring the derived graphs up to date, and make the present state the checkpoint that readers open.

        Nothing is done where the newest checkpoint is the present state.
        """
        self._prepare_writing()
        self._derivation.run()
        if self._folder.unpublished:
            self._folder.publish(self.data)

    # -- What the questions and changes rest on ------------------------------------------------------------------------

    def answer(
        self,
        sparql: str,
        *,
        limit: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """Answer a query, with the prefixes bound, over the union of all graphs or those that it names with ``FROM``.

        Where ``default_graphs`` or ``named_graphs`` (IRIs) are given, they are all that it sees, in place of what it
        names itself. QueryError where it cannot be read or answered, or has more than ``limit`` rows or triples.
        """
        data = self.data
        try:
            if default_graphs or named_graphs:
                answer = data.query(
                    sparql,
                    prefixes=self.prefixes,
                    default_graph=[NamedNode(iri) for iri in default_graphs],
                    named_graphs=[NamedNode(iri) for iri in named_graphs],
                )
            else:
                union = not _uses_from(sparql)
                answer = data.query(sparql, prefixes=self.prefixes, use_default_graph_as_union=union)
            return result_of(answer, self.prefixes, limit)
        except SyntaxError as error:
            raise query_fault(sparql, error, self.prefixes) from error
        except QueryError:
            raise
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error

    def graphs(self) -> list[str]:
        """Return the IRIs of all graphs, in no order."""
        return [str(graph.value) for graph in self.data.named_graphs()]

    def has_graph(self, graph: NamedNode) -> bool:
        """Tell whether a graph is there."""
        return self.data.contains_named_graph(graph)

    def graph_quads(self, graph: NamedNode) -> Iterator[Quad]:
        """Return the quads of one graph, in no order."""
        return self.data.quads_for_pattern(None, None, None, graph)

    def _about(self, article: NamedNode) -> Iterator[Quad]:
        return self.data.quads_for_pattern(article, None, None, article)

    def size(self) -> int:
        """Return the number of quads."""
        return len(self.data)

    def graph(self) -> Dataset:
        """Return an rdflib Dataset over the store: no copy, read-only; it moves on with :meth:`refresh`.

        Its default graph is the union of all graphs; ``FROM`` and ``GRAPH`` work as in SPARQL.
        """
        from kg.store.dataset import dataset

        self._up_to_date()
        return dataset(lambda: self.data, self.prefixes)

    def apply(self, sparql: str) -> None:
        """Run one SPARQL update of the store's own, all or nothing."""
        self._prepare_writing()
        self._folder.mark_unpublished()
        try:
            self.data.update(sparql, prefixes=self.prefixes)
        except SyntaxError as error:
            raise query_fault(sparql, error, self.prefixes, update=True) from error
        except RuntimeError as error:
            raise QueryError(f"the update cannot be run: {error}") from error
        except OSError as error:
            raise explain(self.path, "written", error) from error

    def insert(self, quads: Iterable[Quad]) -> None:
        """Insert quads, all or nothing."""
        self._prepare_writing()
        self._folder.mark_unpublished()
        try:
            self.data.extend(quads)
        except OSError as error:
            raise explain(self.path, "written", error) from error

    def _put(self, article: NamedNode, quads: Sequence[Quad], notes: Sequence[Quad]) -> None:
        """Write only what is not as it was: most of an article that is read with another ontology is."""
        self._readings.drop([article])
        if not self.has_graph(article):
            self.insert([*quads, *notes])
            return
        there, wanted = set(self.graph_quads(article)), set(quads)
        there |= set(self._followed(there))
        gone, new = there - wanted, wanted - there
        touched = self._derivation.touched(article, gone | new, there | wanted)
        if wanted:
            self.exchange(sorted(gone, key=str), sorted(new | touched, key=str), ())
        else:  # Oxigraph keeps the name of a graph whose quads are deleted one by one
            followed = [quad for quad in gone if quad.graph_name != article]
            change = f"DROP SILENT GRAPH {article}; DELETE DATA {{ {as_data(followed)} }}"
            self.apply(f"{change}; INSERT DATA {{ {as_data(touched)} }}")

    def load(self, extractions: Iterable[Extraction], *, activity: Activity | None = None, text: bool = True) -> int:
        """Store very many extractions, all or nothing, and return how many.

        The data are written anew beside the old ones, which is three times as fast as :meth:`add`, but takes the time
        that the old ones take too. Articles that are there already, and repeated ones, are then added one by one.
        """
        self._prepare_writing()
        self._set_ontology(None)
        self._folder.mark_unpublished()
        activity = activity or own_activity()
        later: list[Extraction] = []
        new: list[tuple[NamedNode, bytes]] = []
        seen: set[NamedNode] = set()
        count = 0

        def quads() -> Iterator[Quad]:
            nonlocal count
            for extraction in extractions:
                article = self.iris.article(extraction.article.id)
                if article in seen or self.has_graph(article):
                    later.append(extraction)
                    continue
                seen.add(article)
                count += 1
                new.append((article, reading_digest(extraction, text=text)))
                lasting, notes = self._quads_of(extraction, activity, text)
                yield from lasting
                yield from notes

        self._rewrite(quads())
        for article, digest in new:
            self._readings.keep(article, self.iris.activity(activity.digest), digest)
        return count + self.add(later, activity=activity, text=text)

    def _followed(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield what follows from an article's graph alone."""
        entities, statements = self.iris.graph("entities"), self.iris.graph("statements")
        entity, claim, stands_for = KG.EntityAsRead, KG.Claim, KG.stands_for
        for subject, cls in [(quad.subject, quad.object) for quad in quads if quad.predicate == RDF.type]:
            if cls == entity:
                yield from self.data.quads_for_pattern(subject, stands_for, None, entities)
            elif cls == claim:
                yield from self.data.quads_for_pattern(subject, None, None, statements)

    def read_before(self) -> dict[str, list[str]]:
        """Return, by what was given to a build to read, the ids of the articles that it gave."""
        return self._folder.sources()

    def note_read(self, source: str, ids: Iterable[str]) -> None:
        """Keep which articles something that was given to a build gave, for a build that prunes."""
        self._prepare_writing()
        known = self._folder.sources()
        if known.get(source) != (wanted := sorted(set(ids))):
            self._folder.write_sources({**known, source: wanted})

    def _forget_texts(self, texts: Sequence[str]) -> None:
        """Take what is kept of some texts off the disk, and write the graph anew without what it no longer holds."""
        DocumentCache.forget(self.path / CACHE_FILE, texts)
        self.compact()

    def compact(self) -> None:
        """Write the data anew: Oxigraph keeps every text that it ever held, also where no quad has it any more."""
        self._prepare_writing()
        self._folder.mark_unpublished()
        self._rewrite(())

    def _rewrite(self, more: Iterable[Quad]) -> None:
        """Write the data anew, and more quads with them, and put them in the place of the old ones."""
        try:
            with self._folder.rewriting() as beside:
                _write_all(beside, chain(self.data, more))
                self._data = None  # closed, so that the folders can be moved
        except OSError as error:
            raise explain(self.path, "written", error) from error
        finally:
            if self._data is None:
                if self._folder.data.exists():
                    self._data = ox.Store(str(self._folder.data))
                else:  # both lie beside; Oxigraph would make empty ones here, and they would be taken for the store's
                    self._abandon()

    def _prepare_writing(self) -> None:
        if not self.writable:
            raise StoreError(
                f"store {str(self.path)!r} is open to read; open it with kg.Store({str(self.path)!r}, write=True)"
            )

    def _up_to_date(self) -> None:
        if self.writable:
            self._derivation.run()


def _write_all(path: Path, quads: Iterable[Quad]) -> None:
    fresh = ox.Store(str(path))
    fresh.bulk_extend(quads)
    fresh.flush()
