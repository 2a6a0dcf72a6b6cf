"""Turtle and TriG for people and for diffs: the same quads give the same lines, which pyoxigraph's writer does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.rdf.iris import RDF, XSD

__all__ = ["prefix_lines", "trig_lines", "turtle_lines"]

#: Local names that need no escape in Turtle; any other IRI is written out.
_LOCAL = re.compile(r"[\w](?:[\w.-]*[\w-])?|", re.ASCII)
_BARE = {XSD + "integer": re.compile(r"[+-]?\d+"), XSD + "boolean": re.compile("true|false")}


def prefix_lines(prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that declare prefixes, sorted."""
    return (f"@prefix {name}: <{iri}> ." for name, iri in sorted(prefixes.items()))


def turtle_lines(triples: Iterable[Triple | Quad], prefixes: Mapping[str, str], indent: str = "") -> Iterator[str]:
    """Yield the lines of triples, those of one subject that follow each other together, without a final line feed.

    >>> s, p = NamedNode("urn:x:s"), NamedNode("urn:x:p")
    >>> list(turtle_lines([Triple(s, p, Literal(1)), Triple(s, p, s)], {"x": "urn:x:"}))
    ['x:s x:p 1 , x:s .']
    """

    def short(term: object) -> str:
        return _short(term, prefixes)

    for subject, about in groupby(triples, key=lambda triple: triple.subject):
        parts = [
            f"{'a' if predicate == RDF.type else short(predicate)} {' , '.join(short(same.object) for same in group)}"
            for predicate, group in groupby(about, key=lambda triple: triple.predicate)
        ]
        start = f"{indent}{short(subject)} {parts[0]}"
        if len(parts) == 1:
            yield f"{start} ."
            continue
        yield f"{start} ;"
        yield from (f"{indent}    {part} ;" for part in parts[1:-1])
        yield f"{indent}    {parts[-1]} ."


def trig_lines(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of quads, those of one graph that follow each other in one block."""
    for graph, inside in groupby(quads, key=lambda quad: quad.graph_name):
        yield f"{_short(graph, prefixes)} {{"
        yield from turtle_lines(inside, prefixes, indent="    ")
        yield "}"


def _short(term: object, prefixes: Mapping[str, str]) -> str:
    if isinstance(term, NamedNode):
        for name, start in prefixes.items():
            if term.value.startswith(start) and _LOCAL.fullmatch(term.value, len(start)):
                return f"{name}:{term.value[len(start) :]}"
    elif isinstance(term, Triple):  # a triple term of RDF 1.2
        return f"<<( {' '.join(_short(part, prefixes) for part in term)} )>>"
    elif isinstance(term, Literal) and not term.language and term.datatype.value != XSD + "string":
        bare = _BARE.get(term.datatype.value)
        if bare and bare.fullmatch(term.value):
            return term.value
        return f"{Literal(term.value)}^^{_short(term.datatype, prefixes)}"
    return str(term)
