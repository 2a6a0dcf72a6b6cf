"""How a graph is changed, whatever holds it: articles one transaction each, and what follows from them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from kg.model import Extraction
from kg.rdf import Activity, activity_quads, extraction_quads
from kg.store.derive import Derivation, as_data
from kg.store.questions import Questions
from kg.store.schema import ontology_quads

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["Changes"]


class Changes(Questions):
    """A graph that can be changed. What holds it gives :meth:`update` and :meth:`publish`."""

    _derivation: Derivation

    @abstractmethod
    def update(self, sparql: str) -> None:
        """Run one SPARQL update, all or nothing. Derived graphs are kept by the store: leave them alone."""

    @abstractmethod
    def publish(self) -> None:
        """Bring the derived graphs up to date, and let readers see the present state."""

    @abstractmethod
    def _prepare_writing(self) -> None:
        """Raise StoreError where nothing may be written."""

    def insert(self, quads: Iterable[Quad]) -> None:
        """Insert quads, all or nothing."""
        self.update(f"INSERT DATA {{ {as_data(quads)} }}")

    def exchange(self, gone: Sequence[Quad], new: Sequence[Quad], done: Sequence[Quad]) -> None:
        """Delete quads, insert others, and last delete the notes that this was to be done, all or nothing."""
        update = f"DELETE DATA {{ {as_data([*gone, *done])} }}"
        self.update(f"{update};\nINSERT DATA {{ {as_data(new)} }}" if new else update)

    def _write(self, before: str, quads: Sequence[Quad], article: NamedNode | None = None) -> None:
        """Run updates, each closed by a semicolon, and insert quads, all or nothing.

        ``article`` is the one that is written or taken away, None where it is none.
        """
        del article  # needed where a store cannot do it all at once
        if before:
            self.update(f"{before}INSERT DATA {{ {as_data(quads)} }}" if quads else before)
        else:
            self.insert(quads)

    def _use_base(self, base: str) -> None:
        super()._use_base(base)
        self._derivation = Derivation(self, self.iris)

    def add(
        self,
        extractions: Iterable[Extraction],
        *,
        activity: Activity | None = None,
        ontology: Ontology | None = None,
        text: bool = True,
    ) -> int:
        """Store extractions, each in place of what was read of its article before; return how many.

        Each is one transaction, so that adding twice is adding once and nothing stale stays behind. ``activity``
        names what read them (None: this version of the software), ``ontology`` is what they were read with (None: the
        store's own, for a new store the built-in one). ``text`` False leaves out the articles' texts. ArticleError
        for an article that cannot be stored; the ones before it are in.
        """
        self._prepare_writing()
        self._set_ontology(ontology)
        activity = activity or Activity(f"claimgraph {_version()}")
        count = 0
        for extraction in extractions:
            self._add_one(extraction, activity, text)
            count += 1
        return count

    def _add_one(self, extraction: Extraction, activity: Activity, text: bool) -> None:
        article = self.iris.article(extraction.article.id)
        quads = [
            *extraction_quads(extraction, activity=activity, iris=self.iris, text=text),
            *self._derivation.inserted(extraction),
            *activity_quads(activity, self.iris),
        ]
        self._write(self._derivation.removal(article) if self.has_graph(article) else "", quads, article)

    def remove(self, id: str) -> None:  # noqa: A002 - named as in the model
        """Remove an article and all that was read in it; QueryError where the store has no such article."""
        self._prepare_writing()
        self._known_article(id)
        article = self.iris.article(id)
        self._write(self._derivation.removal(article), (), article)

    def derive(self) -> None:
        """Derive the graphs of entities and statements anew, from nothing."""
        self._prepare_writing()
        self.update(self._derivation.anew())
        self._derivation.run()

    def _set_ontology(self, ontology: Ontology | None) -> None:
        """Write the ontology and the policy in force; where they changed, all is derived anew."""
        graph = self.iris.graph("ontology")
        if ontology is None:
            if self.has_graph(graph):
                return
            from kg.ontology import load_ontology

            ontology = load_ontology()
        quads = set(ontology_quads(ontology, self.iris))
        there = set(self.graph_quads(graph))
        if quads == there:
            return
        change = f"DROP SILENT GRAPH {graph};\n{self._derivation.anew()}" if there else ""
        self._write(change, sorted(quads, key=str))
        self._derivation.forget_ontology()
        self.__dict__.pop("relations", None)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("claimgraph")
    except PackageNotFoundError:
        return "unknown"
