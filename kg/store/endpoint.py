"""A graph as the SPARQL 1.1 Protocol and the Graph Store Protocol see it, whatever carries their requests.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from secrets import randbelow
from types import MappingProxyType
from uuid import uuid4

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results, serialize
from pyoxigraph import Store as Oxigraph

from kg.errors import QueryError
from kg.store.result import Result
from kg.store.sparql import braces, query_fault, uses_word, without_escapes, words
from kg.store.store import Store

__all__ = ["Endpoint"]

#: Media types of rows and of the answer to ASK, the first where anything will do.
ROWS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
#: Media types of triples, the first where anything will do.
TRIPLES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: Words of SPARQL that make a store ask other hosts.
OUTWARD = ("SERVICE", "LOAD")
_PROLOGUE = ("BASE", "PREFIX", "VERSION")
_OUTWARD = re.compile("|".join(OUTWARD), re.IGNORECASE | re.ASCII)


class Endpoint:
    """Answers the operations of the two protocols over one store.

    ``limit`` is how many rows or triples an answer may have (None: as many as there are). Unless ``other_hosts``, what
    would have the store ask other hosts, ``SERVICE`` and ``LOAD``, is refused. IRIs are absolute, media types in lower
    case and without parameters. Raises QueryError where a request cannot be read or answered.
    """

    #: The media types that rows and triples can have.
    rows = tuple(ROWS)
    triples = tuple(TRIPLES)

    def __init__(self, store: Store, *, limit: int | None = None, other_hosts: bool = False) -> None:
        self.store = store
        self.limit = limit
        self.other_hosts = other_hosts

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        variables: Mapping[str, str] = MappingProxyType({}),
    ) -> Result:
        """Answer a query over the graphs given, or, where none is, over those that it names, or the union of all.

        ``variables`` are bound as by :meth:`kg.Store.query`: to what has a name, or to an IRI.
        """
        self._check(sparql, self._read_query)
        graphs = {"default_graphs": _checked(default_graphs), "named_graphs": _checked(named_graphs)}
        return self.store.answer_bound(sparql, variables, limit=self.limit, **graphs)

    def update(self, sparql: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> None:
        """Run an update, all or nothing; where graphs are given, its WHERE sees these alone.

        QueryError also where it then names graphs itself, with ``USING`` or ``WITH``.
        """
        if default_graphs or named_graphs:
            sparql = _over(sparql, _checked(default_graphs), _checked(named_graphs))
        self._check(sparql, self._read_update)
        self.store.update(sparql)

    def graph(self, iri: str | None) -> Result | None:
        """Return the triples of a graph, or of the union of all (None); None where there is no such graph."""
        if iri is None:
            return self.store.answer("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", limit=self.limit)
        graph = _graph(iri)
        if not self.store.has_graph(graph):
            return None
        return self.store.answer(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", limit=self.limit)

    def put(self, iri: str, data: bytes, media_type: str, *, merge: bool = False) -> bool:
        """Put triples in place of a graph, or (``merge``) add them to it; tell whether the graph is new."""
        graph = _graph(iri)
        format_ = TRIPLES.get(media_type)
        if format_ is None:
            raise QueryError(f"{media_type!r} is no type of triples; known: {', '.join(TRIPLES)}")
        try:
            lines = [f"{q.subject} {q.predicate} {q.object} ." for q in parse(data, format=format_, base_iri=iri)]
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"the triples cannot be read as {media_type}: {error}") from error
        new = not self.store.has_graph(graph)
        drop = "" if merge else f"DROP SILENT GRAPH {graph};\n"
        text = "\n".join(lines)
        self.store.update(f"{drop}INSERT DATA {{ GRAPH {graph} {{ {text} }} }}")
        return new

    def drop(self, iri: str) -> bool:
        """Take a graph away; tell whether there was one."""
        graph = _graph(iri)
        there = self.store.has_graph(graph)
        if there:
            self.store.update(f"DROP SILENT GRAPH {graph}")
        return there

    def encode(self, result: Result, media_type: str) -> bytes:
        """Write an answer in one of the media types :attr:`rows`, or, for triples, :attr:`triples`."""
        if result.kind == "triples":
            format_ = TRIPLES[media_type]
            if format_ is RdfFormat.TURTLE or format_ == RdfFormat.TURTLE:
                return result.to_turtle().encode()
            return _in_xml(serialize(result.triples, format=format_) or b"", media_type)
        json = result.to_json().encode()
        if ROWS[media_type] == QueryResultsFormat.JSON:
            return json
        answer = parse_query_results(json, QueryResultsFormat.JSON)
        if not isinstance(answer, QuerySolutions) and media_type.startswith("text/"):
            return b"true" if result.boolean else b"false"
        return _in_xml(answer.serialize(format=ROWS[media_type]) or b"", media_type)

    def _check(self, sparql: str, readable: Callable[[str], object]) -> None:
        """Raise QueryError where a text asks other hosts; ``readable`` has Oxigraph read it, SyntaxError if it cannot.

        Oxigraph's own reading decides: a word that is one of SPARQL there cannot be replaced by another.
        """
        plain = without_escapes(sparql)  # as other stores than Oxigraph read it
        if self.other_hosts or not _OUTWARD.search(plain):
            return
        for word in OUTWARD:
            if uses_word(sparql, word) or uses_word(plain, word):
                raise QueryError(f"{word} would ask another host, which is not allowed here; leave it out")
        try:
            readable(_veiled(sparql))
        except SyntaxError as error:
            raise query_fault(sparql, error, self.store.prefixes) from error

    def _read_query(self, sparql: str) -> None:
        with suppress(OSError, RuntimeError, ValueError):  # it was read, and there is nothing to be found
            Oxigraph().query(sparql, prefixes=self.store.prefixes)

    def _read_update(self, sparql: str) -> None:
        """Have an update read and not run: there is no such graph as it then begins with."""
        start = next((start for word, start, _ in words(sparql) if word not in _PROLOGUE), 0)
        stopped = f"{sparql[:start]}CLEAR GRAPH <urn:uuid:{uuid4()}>; {sparql[start:]}"
        with suppress(OSError, RuntimeError, ValueError):
            try:
                Oxigraph().update(stopped, prefixes=self.store.prefixes)
            except SyntaxError:
                Oxigraph().update(sparql, prefixes=self.store.prefixes)  # tells the place in what was written


def _veiled(sparql: str) -> str:
    """Return a text with other letters, as many and by chance, in each place of a word that asks other hosts.

    Texts, names, IRIs and comments stay what they are, so that it can be read as before unless it has the word itself.
    The letters are such that no name is likely to have them, and nobody can know them before.
    """
    letters: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        return letters.setdefault(found.group(), "".join(chr(0x4E00 + randbelow(20_000)) for _ in found.group()))

    return _OUTWARD.sub(other, sparql)


def _in_xml(body: bytes, media_type: str) -> bytes:
    """Return an answer, one in XML with a space for each character that XML cannot hold, such as the end of a page."""
    return _NOT_IN_XML.sub(b" ", body) if media_type.endswith("+xml") else body


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri!r} is no absolute IRI of a graph: {error}") from error


def _checked(iris: Sequence[str]) -> list[str]:
    return [_graph(iri).value for iri in iris]


def _over(sparql: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """Return an update with ``USING`` before each WHERE outside braces; ``DELETE WHERE`` is written out."""
    using = "".join(f"USING <{iri}> " for iri in default_graphs)
    using += "".join(f"USING NAMED <{iri}> " for iri in named_graphs)
    outside = [(word, start) for word, start, depth in words(sparql) if depth == 0]
    for word, _ in outside:
        if word in ("USING", "WITH"):
            raise QueryError(f"the request names graphs, and so does its update, with {word}; leave one of them out")
    places = []
    for place, (word, start) in enumerate(outside):
        if word == "WHERE":
            short = place > 0 and outside[place - 1][0] == "DELETE" and sparql[:start].split()[-1].upper() == "DELETE"
            places.append((start, short))
    for start, short in reversed(places):
        pattern = _group(sparql[start + len("WHERE") :]) if short else ""
        sparql = f"{sparql[:start]}{pattern} {using}{sparql[start:]}"
    return sparql


def _group(text: str) -> str:
    """Return the group in braces with which a text begins."""
    return text[: next((end for end, depth in braces(text) if depth == 0), len(text))]
