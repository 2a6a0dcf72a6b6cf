"""The store: articles in, one transaction each; questions and values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import QueryError, StoreError, did_you_mean
from kg.model import Article, Certainty, Claim, Entity, Extraction, Relation
from kg.rdf import (
    BASE,
    Activity,
    Iris,
    activity_quads,
    extraction_quads,
    prefixes,
    read_article,
    read_extraction,
)
from kg.rdf.iris import KG, SCHEMA
from kg.store.claims import ClaimFilter
from kg.store.derive import Derivation, as_data
from kg.store.folder import Checkpoint, Folder, WriteLock, explain
from kg.store.names import terms_for, things_named
from kg.store.result import Result, Term
from kg.store.schema import ontology_quads, relations_of
from kg.store.sparql import bind, query_fault, uses_from

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.ontology import Ontology

__all__ = ["Store"]


class Store:
    """The graph in a folder: opened to read, or, with ``write=True``, to write.

    A reader sees the newest checkpoint as it was when the store was opened, until :meth:`refresh`; where there is none
    yet, an empty store. A writer locks the folder, sees its own changes at once, and publishes a checkpoint when it is
    closed. ``base`` is the base IRI of a new store's data; an old one keeps its own.

    Raises StoreError where the folder cannot be read or written, is no store, or is held by another writer.
    """

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
        else:
            self._open_newest()
            own = self._folder.base() or base or BASE
        self.iris = Iris(own)
        self.prefixes = prefixes(own)
        self._derivation = Derivation(_Local(self), self.iris)

    def _open_newest(self) -> None:
        self._checkpoint = self._folder.open_newest()
        self._data = self._checkpoint.data if self._checkpoint else ox.Store()

    # -- Life ----------------------------------------------------------------------------------------------------------

    @property
    def writable(self) -> bool:
        """Whether the store was opened to write, and is still open."""
        return self._lock is not None

    @property
    def data(self) -> ox.Store:
        """The data as they are now, for this package's own use; StoreError where the store is closed."""
        if self._data is None:
            raise StoreError(f"store {str(self.path)!r} is closed; open it again with kg.Store({str(self.path)!r})")
        return self._data

    def close(self) -> None:
        """Publish what was written, and let the folder go; a second call does nothing."""
        if self._data is None:
            return
        try:
            if self.writable and self._folder.unpublished:
                self.publish()
        finally:
            self._abandon()

    def _abandon(self) -> None:
        self._data = self._checkpoint = None
        if self._lock:
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
            self._abandon()

    def refresh(self) -> bool:
        """Move on to the newest checkpoint; tell whether there was a newer one. A writer is always up to date."""
        number = self._checkpoint.number if self._checkpoint else None
        if self.writable or self._folder.newest() == number:
            return False
        self._open_newest()
        self.__dict__.pop("relations", None)
        self.iris = Iris(self._folder.base() or self.iris.base)
        self.prefixes = prefixes(self.iris.base)
        return True

    # -- Writing -------------------------------------------------------------------------------------------------------

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
        known = self.data.contains_named_graph(article)
        removal = self._derivation.removal(article) if known else ""
        self.update(f"{removal}INSERT DATA {{ {as_data(quads)} }}")

    def remove(self, id: str) -> None:  # noqa: A002 - named as in the model
        """Remove an article and all that was read in it; QueryError where the store has no such article."""
        self._prepare_writing()
        self._known_article(id)
        self.update(self._derivation.removal(self.iris.article(id)))

    def derive(self) -> None:
        """Derive the graphs of entities and statements anew, from nothing."""
        self._prepare_writing()
        self.update(self._derivation.anew())
        self._derivation.run()

    def publish(self) -> None:
        """Bring the derived graphs up to date, and make the present state the checkpoint that readers open.

        Nothing is done where the newest checkpoint is the present state.
        """
        self._prepare_writing()
        self._derivation.run()
        if self._folder.unpublished:
            self._folder.publish(self.data)

    def update(self, sparql: str) -> None:
        """Run one SPARQL update, all or nothing. Derived graphs are kept by the store: leave them alone."""
        self._prepare_writing()
        self._folder.mark_unpublished()
        try:
            self.data.update(sparql, prefixes=self.prefixes)
        except SyntaxError as error:
            raise query_fault(sparql, error, self.prefixes) from error
        except OSError as error:
            raise explain(self.path, "written", error) from error

    def _prepare_writing(self) -> None:
        if not self.writable:
            raise StoreError(
                f"store {str(self.path)!r} is open to read; open it with kg.Store({str(self.path)!r}, write=True)"
            )

    def _set_ontology(self, ontology: Ontology | None) -> None:
        """Write the ontology and the policy in force; where they changed, all is derived anew."""
        graph = self.iris.graph("ontology")
        if ontology is None:
            if self.data.contains_named_graph(graph):
                return
            from kg.ontology import load_ontology

            ontology = load_ontology()
        quads = set(ontology_quads(ontology, self.iris))
        there = set(self.data.quads_for_pattern(None, None, None, graph))
        if quads == there:
            return
        change = f"DROP SILENT GRAPH {graph};\n{self._derivation.anew()}" if there else ""
        self.update(f"{change}INSERT DATA {{ {as_data(sorted(quads, key=str))} }}")
        self._derivation.forget_ontology()
        self.__dict__.pop("relations", None)

    # -- Questions -----------------------------------------------------------------------------------------------------

    def query(self, sparql: str, **variables: Any) -> Result:
        """Answer a SPARQL query over the union of all graphs, or over those that it names with ``FROM``.

        The prefixes of :attr:`prefixes` are bound. A keyword binds the variable of that name: to the thing or things
        that have the name given (``x="NATO"``), to an IRI, a number or a date. Raises QueryError, with the line, where
        the query cannot be read, and, with the closest name, where nothing is called so.
        """
        self._up_to_date()
        if variables:
            rows: dict[tuple[str, ...], list[tuple[str, ...]]] = {
                (name,): [(term,) for term in terms_for(value, self.select, self.iris, self.prefixes)]
                for name, value in variables.items()
            }
            sparql = bind(sparql, rows)
        return self._result(self._run(sparql))

    def _result(self, answer: Any) -> Result:
        if isinstance(answer, ox.QueryBoolean):
            truth = Literal(bool(answer))
            return Result(("boolean",), [(truth,)], kind="ask", prefixes=self.prefixes)
        if isinstance(answer, ox.QueryTriples):
            columns = "subject", "predicate", "object"
            triples = [(triple.subject, triple.predicate, triple.object) for triple in answer]
            return Result(columns, triples, kind="triples", prefixes=self.prefixes)
        names = [variable.value for variable in answer.variables]
        return Result(names, list(answer), prefixes=self.prefixes)

    def _run(self, sparql: str) -> Any:
        data = self.data
        try:
            return data.query(sparql, prefixes=self.prefixes, use_default_graph_as_union=not uses_from(sparql))
        except SyntaxError as error:
            raise query_fault(sparql, error, self.prefixes) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error

    def select(self, sparql: str) -> Sequence[Sequence[Term | None]]:
        """Return the rows of a SELECT over the union of all graphs, as terms."""
        return list(self._run(sparql))

    def _up_to_date(self) -> None:
        if self.writable:
            self._derivation.run()

    def graph(self) -> Dataset:
        """Return an rdflib Dataset over the store: no copy, read-only; it moves on with :meth:`refresh`.

        Its default graph is the union of all graphs; ``FROM`` and ``GRAPH`` work as in SPARQL.
        """
        from kg.store.dataset import dataset

        self._up_to_date()
        return dataset(lambda: self.data, self.prefixes)

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, graph by graph in order of their IRIs, sorted in each as N-Quads lines are."""
        self._up_to_date()
        graphs = sorted(str(graph.value) for graph in self.data.named_graphs())
        for graph in graphs:
            yield from sorted(self.data.quads_for_pattern(None, None, None, NamedNode(graph)), key=str)

    # -- Values --------------------------------------------------------------------------------------------------------

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """The relations of the ontology that the store was built with, by name."""
        return relations_of(self.select, self.iris)

    def claims(
        self,
        *,
        relation: str | None = None,
        around: str | None = None,
        hops: int = 1,
        since: date | str | None = None,
        until: date | str | None = None,
        certainty: Certainty | None = None,
        article: str | None = None,
    ) -> Iterator[Claim]:
        """Yield claims, each report by itself, by article (sorted by id), in an article in the order of its text.

        ``around`` is a name, alias or id of a thing: claims between things at most ``hops`` steps from it, steps being
        claims within the other filters. ``since`` and ``until`` (a date, or an ISO day, month or year) compare the day
        of publication, both inclusive; an undated article is outside any limit. ``certainty`` is the one that a claim
        must have. The ends' ``thing`` is what they stand for now. QueryError where nothing has a name given.
        """
        self._up_to_date()
        if article is not None:
            self._known_article(article)
        wanted = ClaimFilter(relation, around, hops, since, until, certainty, article)
        found = wanted.claims(self.select, self.iris, self.relations)
        for iri in sorted(found, key=self.iris.article_id):
            for claim in self._extraction(iri).claims:
                if self.iris.claim(claim.id).value in found[iri]:
                    yield claim

    def extraction(self, id: str) -> Extraction:  # noqa: A002
        """Return all that was read in an article; QueryError where the store has no such article."""
        self._up_to_date()
        self._known_article(id)
        return self._extraction(self.iris.article(id).value)

    def _extraction(self, article: str) -> Extraction:
        quads = self.data.quads_for_pattern(None, None, None, NamedNode(article))
        rows = self.select(f"SELECT ?e ?x {{ GRAPH <{article}> {{ ?e a kg:EntityAsRead }} ?e kg:stands_for ?x }}")
        things = {
            entity.value: self.iris.thing_id(thing.value)
            for entity, thing in rows
            if isinstance(entity, NamedNode) and isinstance(thing, NamedNode)
        }
        return read_extraction(quads, self.relations, things=things, iris=self.iris)

    def article(self, id: str) -> Article:  # noqa: A002
        """Return an article, its text empty where it was not kept; QueryError where the store has no such article."""
        self._known_article(id)
        return self._article(self.iris.article(id))

    def articles(self) -> Iterator[Article]:
        """Yield all articles, sorted by id."""
        for id_ in self._article_ids():
            yield self._article(self.iris.article(id_))

    def _article(self, iri: NamedNode) -> Article:
        return read_article(self.data.quads_for_pattern(iri, None, None, iri), self.iris)

    def _article_ids(self) -> list[str]:
        rows = self.select(f"SELECT ?id {{ ?article a {SCHEMA.NewsArticle} ; {SCHEMA.identifier} ?id }}")
        return sorted(row[0].value for row in rows if isinstance(row[0], Literal))

    def _known_article(self, id: str) -> None:  # noqa: A002
        if not self.data.contains_named_graph(self.iris.article(id)):
            known = self._article_ids()
            hint = did_you_mean(id, known) or ("" if known else "; the store is empty: fill it with kg build")
            raise QueryError(f"the store has no article {id!r}{hint}")

    def entity(self, name: str) -> Entity:
        """Return the thing that has a name, an alias or an id; of several the one that most entities stand for.

        Its id and ``thing`` are the thing's, its name the label, its type the most specific class; its mentions, which
        are an article's, are empty. QueryError, with the closest name, where nothing has the name.
        """
        self._up_to_date()
        iri = NamedNode(things_named(self.select, self.iris, name)[0])
        rows = self.select(
            f"SELECT ?p ?value {{ {iri} ?p ?value VALUES ?p {{ rdfs:label skos:altLabel }} }} ORDER BY ?p ?value"
        )
        names = {"label": "", "altLabel": ""}
        aliases = []
        for predicate, value in rows:
            if isinstance(predicate, NamedNode) and isinstance(value, Literal):
                names[predicate.value.rpartition("#")[2]] = value.value
                aliases.append(value.value)
        id_ = self.iris.thing_id(iri.value)
        return Entity(id=id_, name=names["label"], type=self._class(iri), aliases=tuple(sorted(aliases)), mentions=())

    def _class(self, thing: NamedNode) -> str:
        """Return the most specific class of a thing."""
        rows = self.select(
            f"SELECT ?c {{ {thing} a ?c . FILTER NOT EXISTS {{ {thing} a ?sub . ?sub rdfs:subClassOf+ ?c }} }}"
        )
        return next(iter(sorted(row[0].value for row in rows if isinstance(row[0], NamedNode)))).removeprefix(KG)

    def counts(self) -> dict[str, int]:
        """Return how much there is: articles, things, claims, statements and quads.

        Claims are reports; a statement that several articles make, in either order where it is symmetric, counts once.
        """
        self._up_to_date()
        graph = self.iris.graph("entities")
        queries = {
            "articles": f"SELECT (COUNT(*) AS ?n) {{ ?a a {SCHEMA.NewsArticle} }}",
            "things": f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?x rdfs:label ?label }} }}",
            "claims": "SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }",
            "statements": "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a ?p ?b { "
            "?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . "
            "OPTIONAL { ?p a ?kind FILTER(?kind = owl:SymmetricProperty) } "
            "BIND(BOUND(?kind) && STR(?o) < STR(?s) AS ?turn) "
            "BIND(IF(?turn, ?o, ?s) AS ?a) BIND(IF(?turn, ?s, ?o) AS ?b) } } }",
        }
        found = {name: int(_text(self.select(sparql)[0][0])) for name, sparql in queries.items()}
        return {**found, "quads": len(self.data)}

    def digests(self) -> dict[str, tuple[str, str, bool]]:
        """Return, by id of article, its digest, the IRI of the activity that read it, and whether its text is kept."""
        rows = self.select(
            f"SELECT ?id ?digest ?activity (BOUND(?body) AS ?kept) {{ ?a {SCHEMA.identifier} ?id ; kg:digest ?digest ; "
            f"kg:read_by ?activity OPTIONAL {{ ?a {SCHEMA.articleBody} ?body }} }}"
        )
        return {
            _text(id_): (_text(digest), _text(activity), _text(kept) == "true") for id_, digest, activity, kept in rows
        }


class _Local:
    """What keeps the derived graphs sees of a store: no more than any SPARQL endpoint offers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.select: Callable[[str], Sequence[Sequence[Term | None]]] = store.select

    def construct(self, sparql: str) -> Iterable[Triple]:
        answer = self._store._run(sparql)
        if not isinstance(answer, ox.QueryTriples):
            raise QueryError("the policy of the plain triples is no CONSTRUCT; see ontology/policy.rq")
        return answer

    def update(self, sparql: str) -> None:
        self._store.update(sparql)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("claimgraph")
    except PackageNotFoundError:
        return "unknown"
