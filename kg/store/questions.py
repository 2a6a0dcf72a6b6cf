"""What can be asked of a graph, whatever holds it: SPARQL, and values made of its answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import QueryError, did_you_mean
from kg.model import Article, Certainty, Claim, Entity, Extraction, Relation
from kg.rdf import Iris, prefixes, read_article, read_extraction
from kg.rdf.iris import KG, SCHEMA
from kg.store.backend import batches
from kg.store.claims import ClaimFilter
from kg.store.names import terms_for, things_named
from kg.store.result import Result, Term, python_value
from kg.store.schema import declared_names, relations_of
from kg.store.sparql import bind, names_of

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.frames import Adjacency

__all__ = ["Questions", "text_of"]


class Questions(ABC):
    """A graph that answers. What holds it gives the six methods at the top; all others follow from them."""

    iris: Iris
    prefixes: dict[str, str]

    @abstractmethod
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

    @abstractmethod
    def graphs(self) -> Iterable[str]:
        """Return the IRIs of all graphs, in no order."""

    @abstractmethod
    def has_graph(self, graph: NamedNode) -> bool:
        """Tell whether a graph is there."""

    @abstractmethod
    def graph_quads(self, graph: NamedNode) -> Iterable[Quad]:
        """Return the quads of one graph, in no order."""

    @abstractmethod
    def size(self) -> int:
        """Return the number of quads."""

    @abstractmethod
    def graph(self) -> Dataset:
        """Return an rdflib Dataset over the store: no copy, read-only; it moves on with :meth:`refresh`.

        Its default graph is the union of all graphs; ``FROM`` and ``GRAPH`` work as in SPARQL.
        """

    def _use_base(self, base: str) -> None:
        self.iris = Iris(base)
        self.prefixes = prefixes(base)
        self.__dict__.pop("relations", None)

    def _up_to_date(self) -> None:  # noqa: B027 - most have nothing to do
        """Bring up to date what follows from what was written; nothing where nothing is written."""

    def _about(self, article: NamedNode) -> Iterator[Quad]:
        return (quad for quad in self.graph_quads(article) if quad.subject == article)

    # -- Questions -----------------------------------------------------------------------------------------------------

    def query(self, sparql: str, /, **variables: Any) -> Result:
        """Answer a SPARQL query over the union of all graphs, or over those that it names with ``FROM``.

        The prefixes of :attr:`prefixes` are bound. A keyword binds the variable of that name: to the thing or things
        that have the name given (``x="NATO"``), to an IRI, a number or a date. Raises QueryError, with the line, where
        the query cannot be read, and, with the closest name, where nothing is called so.
        """
        self._up_to_date()
        return self.answer_bound(sparql, variables)

    def answer_bound(self, sparql: str, variables: Mapping[str, Any], **limits: Any) -> Result:
        """Answer a query whose variables are bound as :meth:`query` binds them, within the limits of :meth:`answer`."""
        if not variables:
            return self.answer(sparql, **limits)
        rows: dict[tuple[str, ...], list[tuple[str, ...]]] = {
            (name,): [(term,) for term in terms_for(value, self.select, self.iris, self.prefixes)]
            for name, value in variables.items()
        }
        try:
            return self.answer(bind(sparql, rows), **limits)
        except QueryError as error:
            if isinstance(error.__cause__, SyntaxError):
                self.answer(sparql, **limits)  # whose fault is told with its place in the query as it was written
            raise

    def why_nothing(self, result: Result, sparql: str, /, **variables: Any) -> tuple[str, ...]:
        """Return what may be why a query, asked with these variables, found nothing, a sentence each.

        That are names in the ontology's namespace that neither the graph nor its ontology has, with the closest that
        there is. Nothing is told, or looked for, where a row holds anything but 0 and false.
        """
        if any(python_value(term) for row in result.terms for term in row):
            return ()
        texts = sparql, *(value for value in variables.values() if isinstance(value, str))
        names = dict.fromkeys(name for text in texts for name in names_of(text, KG, self.prefixes))
        declared = declared_names(self.select, self.iris) if names else ()
        strange = [name for name in names if name not in declared and not self._holds(KG.term(name))]
        told = []
        for name in strange:
            close = get_close_matches(name, declared, n=1)
            hint = f"; did you mean kg:{close[0]}?" if close else ""
            told.append(f"the query names kg:{name}, which neither the graph nor the ontology has{hint}")
        return tuple(told)

    def _holds(self, term: NamedNode) -> bool:
        pattern = f"{{ {term} ?p ?o }} UNION {{ ?s {term} ?o }} UNION {{ ?s ?p {term} }}"
        return bool(self.select(f"SELECT ?s {{ {pattern} }} LIMIT 1"))

    def select(self, sparql: str) -> Sequence[Sequence[Term | None]]:
        """Return the rows of a SELECT over the union of all graphs, as terms."""
        return self.answer(sparql).terms

    def construct(self, sparql: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT over the union of all graphs; QueryError where it is none."""
        return self.answer(sparql).triples

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, graph by graph in order of their IRIs, sorted in each as N-Quads lines are."""
        self._up_to_date()
        for graph in sorted(self.graphs()):
            yield from sorted(self.graph_quads(NamedNode(graph)), key=str)

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
        must have. The ends' ``thing`` is what they stand for now. QueryError where nothing has a name given, or no day
        lies within the limits.
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
        quads = self.graph_quads(NamedNode(article))
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
        return read_article(self._about(iri), self.iris)

    def _article_ids(self) -> list[str]:
        rows = self.select(f"SELECT ?id {{ ?article a {SCHEMA.NewsArticle} ; {SCHEMA.identifier} ?id }}")
        return sorted(row[0].value for row in rows if isinstance(row[0], Literal))

    def _known_article(self, id: str) -> None:  # noqa: A002
        if not self.has_graph(self.iris.article(id)):
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

    def explain(self, what: str) -> str:
        """Return, in lines for people, the chain of an article, a claim (by id or IRI) or a thing (by any name).

        Of a claim: what it says and how, its words in the article, what read it, whether the graph has it as a plain
        triple, who else says it. QueryError where there is no such article, claim or thing.
        """
        from kg.store.telling import tell

        self._up_to_date()
        return "".join(f"{line}\n" for line in tell(self, what))

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
        found = {name: int(text_of(self.select(sparql)[0][0])) for name, sparql in queries.items()}
        return {**found, "quads": self.size()}

    # -- In other libraries --------------------------------------------------------------------------------------------

    def to_networkx(self, *, each: bool = False, **filters: Any) -> Any:
        """Return a MultiDiGraph of networkx: an edge a statement, or, with ``each``, a claim.

        ``filters`` are those of :meth:`claims`. The attributes are told at :func:`kg.frames.network`; name and type of
        a thing are those that it has in the graph, whatever the filters let pass.
        """
        from kg.frames import network

        found = network(self.claims(**filters), lru_cache(self.article), each=each)
        for id_, about in self._called(found.nodes).items():
            found.nodes[id_].update(about)
        return found

    def _called(self, things: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return the name and type of things in the graph, by their ids."""
        found: dict[str, dict[str, str]] = {}
        graph = f"GRAPH {self.iris.graph('entities')}"
        for batch in batches(things, 500):
            values = f"VALUES ?x {{ {' '.join(str(self.iris.thing(id_)) for id_ in batch)} }}"
            lower = f"FILTER NOT EXISTS {{ {graph} {{ ?x a ?lower }} ?lower rdfs:subClassOf+ ?class }}"
            rows = self.select(
                f"SELECT ?x ?name (MIN(STR(?class)) AS ?type) {{ {values} "
                f"{graph} {{ ?x rdfs:label ?name ; a ?class }} {lower} }} GROUP BY ?x ?name"
            )
            for thing, name, type_ in rows:
                about = {"name": text_of(name), "type": text_of(type_).removeprefix(KG)}
                found[self.iris.thing_id(text_of(thing))] = about
        return found

    def to_scipy(self, **filters: Any) -> Adjacency:
        """Return the number of claims between things as a sparse matrix, with the things' ids.

        ``filters`` are those of :meth:`claims`.
        """
        from kg.frames import adjacency

        return adjacency(self.claims(**filters))

    def to_dataframe(self, **filters: Any) -> Any:
        """Return the claims as a pandas DataFrame, a row each; ``filters`` are those of :meth:`claims`.

        Days, numbers and qualifiers are typed; see :func:`kg.frames.dataframe`. Raises MissingExtra where pandas is not
        installed.
        """
        from kg.frames import dataframe

        return dataframe(self.claims(**filters), self.article)

    def to_polars(self, **filters: Any) -> Any:
        """Return the claims as a Polars DataFrame, a row each, as :meth:`to_dataframe`; MissingExtra without Polars."""
        from kg.frames import polars_frame

        return polars_frame(self.claims(**filters), self.article)

    def to_arrow(self, **filters: Any) -> Any:
        """Return the claims as a table of Arrow, a row each, as :meth:`to_dataframe`; MissingExtra without pyarrow."""
        from kg.frames import arrow_table

        return arrow_table(self.claims(**filters), self.article)

    def _repr_html_(self) -> str:
        """Return how much there is, and how often each relation is reported, for a notebook."""
        from kg.html import folded, table

        sums = table(("", "number"), list(self.counts().items()), f"Store {getattr(self, 'path', '')}")
        relations = list(self.relation_counts().items())
        return sums + folded(f"claims by relation ({len(relations)})", table(("relation", "claims"), relations))

    def relation_counts(self) -> dict[str, int]:
        """Return how many claims there are of each relation that has any: the most frequent first, then by name."""
        counted = self.query("SELECT ?p (COUNT(?c) AS ?n) { ?c a kg:Claim ; rdf:predicate ?p } GROUP BY ?p")
        found = [(iri.removeprefix(KG), number) for iri, number in counted.rows]
        return dict(sorted(found, key=lambda row: (-row[1], row[0])))

    def digests(self) -> dict[str, tuple[str, str, bool | None]]:
        """Return, by id of article, its digest, the IRI of the activity that read it, and whether its text is kept.

        That is None where the text must not be kept, since something in it was forgotten.
        """
        rows = self.select(
            f"SELECT ?id ?digest ?activity (BOUND(?body) AS ?kept) (BOUND(?w) AS ?withheld) {{ "
            f"?a {SCHEMA.identifier} ?id ; kg:digest ?digest ; kg:read_by ?activity "
            f"OPTIONAL {{ ?a {SCHEMA.articleBody} ?body }} OPTIONAL {{ ?a {KG.withheld} ?w }} }}"
        )
        return {
            text_of(id_): (text_of(digest), text_of(activity), None if _true(withheld) else _true(kept))
            for id_, digest, activity, kept, withheld in rows
        }


def text_of(term: Term | None) -> str:
    """Return the text of a literal or an IRI; empty for others."""
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _true(term: Term | None) -> bool:
    return text_of(term) in ("true", "1")
