"""The graph as JSON-LD (https://www.w3.org/TR/json-ld11/), with the prefixes of ``ontology/context.jsonld``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import IO, Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf import prefixes
from kg.rdf.iris import RDF, XSD
from kg.store import Store

__all__ = ["context", "write_jsonld"]

#: Literals that JSON has, and that come back as they were written.
_NATIVE: dict[str, Callable[[str], int | bool]] = {XSD + "integer": int, XSD + "boolean": lambda text: text == "true"}


def context(bound: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the context: the prefixes of every query, sorted (None: those of the default base)."""
    return {"@context": {"@version": 1.1, **dict(sorted((bound or prefixes()).items()))}}


def write_jsonld(store: Store, file: IO[bytes]) -> None:
    """Write JSON-LD, a named graph a line, the nodes of each sorted."""
    names = store.prefixes
    head = json.dumps(context(names), ensure_ascii=False)[:-1]
    file.write(f'{head}, "@graph": ['.encode())
    first = True
    for graph, quads in groupby(store.quads(), key=lambda quad: quad.graph_name):
        content = {"@id": _short(graph, names), "@graph": list(_nodes(quads, names))}
        line = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        file.write(f"{'' if first else ','}\n{line}".encode())
        first = False
    file.write(b"\n]}\n")


def _nodes(quads: Iterator[Quad], names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for subject, about in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {"@id": _short(subject, names)}
        for quad in about:
            if quad.predicate == RDF.type:
                node.setdefault("@type", []).append(_short(quad.object, names))
            else:
                node.setdefault(_short(quad.predicate, names), []).append(_value(quad.object, names))
        yield {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}


def _value(term: object, names: dict[str, str]) -> object:
    if not isinstance(term, Literal):
        return {"@id": _short(term, names)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind == XSD + "string":
        return term.value
    if kind in _NATIVE:
        with suppress(ValueError):  # a user's own graph may have any text as an integer
            if str(Literal(native := _NATIVE[kind](term.value))) == str(term):
                return native
    return {"@value": term.value, "@type": _short(term.datatype, names)}


def _short(term: object, names: dict[str, str]) -> str:
    if not isinstance(term, NamedNode):
        return str(term)
    for name, start in names.items():
        rest = term.value[len(start) :]
        if term.value.startswith(start) and rest and not rest.startswith("//"):
            return f"{name}:{rest}"
    return term.value
