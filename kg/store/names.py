"""From what a thing is called to the thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.model import Entity
from kg.rdf.iris import XSD, Iris
from kg.store.result import Term

__all__ = ["Select", "in_text", "terms_for", "things_named", "written"]

#: Runs a SELECT over the union of all graphs and returns its rows.
Select = Callable[[str], Sequence[Sequence[Term | None]]]

_NAMES = "rdfs:label|skos:altLabel"
_PREFIXED = re.compile(r"([A-Za-z][\w-]*):(\S*)")
#: How an apostrophe is drawn; keyboards have the first, newspapers print another.
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")

#: What means something in every kind of regular expression. (What Python escapes besides, others refuse.)
_SIGNS = re.compile(r"[\\.^$*+?()\[\]{}|]")


def written(name: str) -> tuple[str, ...]:
    """Return a name with its accents put together and taken apart, sorted: once where it has none.

    >>> len(written("Zoë Marr")), written("Acme")
    (2, ('Acme',))
    """
    return tuple(sorted({unicodedata.normalize(form, name) for form in ("NFC", "NFD")}))


def in_text(name: str) -> str:
    r"""Return a regular expression, of SPARQL's kind as well, for a name as a text may have it.

    Its words may stand in two lines, and its apostrophes be drawn in another way.

    >>> re.findall(in_text("Kate O'Dell"), "Kate O’Dell, Kate\nO'Dell")
    ['Kate O’Dell', "Kate\nO'Dell"]
    """
    words = [_APOSTROPHES.sub(_APOSTROPHES.pattern, _SIGNS.sub(r"\\\g<0>", word)) for word in name.split()]
    return r"\s+".join(words)


def things_named(select: Select, iris: Iris, name: str) -> tuple[str, ...]:
    """Return the IRIs of all things that have a name, those that more entities as read stand for first.

    A name is a label, an alias, or the id or IRI of a thing. Letters are compared as they are; where nothing fits,
    without regard to case, to how apostrophes are drawn and to how accents are put together. QueryError, with the
    closest name, where nothing has it.
    """
    if not isinstance(name, str):
        raise QueryError(f"{name!r} is no name; give a text: a name, an alias or an id of a thing")
    name = " ".join(name.split())
    if not name:
        raise QueryError("a name is empty; give a name, an alias or an id of a thing")
    graph = iris.graph("entities")  # the ontology's classes have labels too
    candidates = f"{{ GRAPH {graph} {{ ?thing {_NAMES} {Literal(name)} }} }}"
    if iri := _iri(name, iris):
        candidates += f" UNION {{ GRAPH {graph} {{ ?thing rdfs:label ?any FILTER(?thing = {iri}) }} }}"
    alike = ", ".join(str(Literal(_APOSTROPHES.sub("'", form))) for form in written(name.lower()))
    drawn = f'REPLACE(LCASE(?name), "{_APOSTROPHES.pattern}", "\'")'
    folded = f"GRAPH {graph} {{ ?thing {_NAMES} ?name FILTER({drawn} IN ({alike})) }}"
    for pattern in (candidates, folded):
        found = select(
            f"SELECT ?thing (COUNT(?entity) AS ?n) WHERE {{ {{ SELECT DISTINCT ?thing WHERE {{ {pattern} }} }} "
            "OPTIONAL { ?entity kg:stands_for ?thing } } GROUP BY ?thing ORDER BY DESC(?n) ?thing"
        )
        if found:
            return tuple(row[0].value for row in found if isinstance(row[0], NamedNode))
    rows = select(f"SELECT DISTINCT ?n {{ GRAPH {graph} {{ ?thing {_NAMES} ?n }} }} ORDER BY DESC(?n)")
    known = {row[0].value.casefold(): row[0].value for row in rows if isinstance(row[0], Literal)}
    close = get_close_matches(name.casefold(), known, n=1)
    hint = f"; did you mean {known[close[0]]!r}?" if close else ""
    if not known:
        hint = "; the store is empty: fill it with kg build"
    raise QueryError(f"nothing in the store is called {name!r}{hint}")


def terms_for(value: Any, select: Select, iris: Iris, bound: Mapping[str, str]) -> tuple[str, ...]:
    """Return the terms, in SPARQL's notation, that a value given for a variable stands for.

    A term is itself, an entity its thing; numbers, booleans and dates are literals; a text is an IRI, a name with a
    bound prefix (``kg:acquires``), or the name of one or more things. QueryError where a text is none of these.
    """
    if isinstance(value, NamedNode | Literal):
        return (str(value),)
    if isinstance(value, bool | int | float):
        return (str(Literal(value)),)
    if isinstance(value, datetime):
        return (str(Literal(value.isoformat(), datatype=XSD.dateTime)),)
    if isinstance(value, date):
        return (str(Literal(value.isoformat(), datatype=XSD.date)),)
    if isinstance(value, Entity):
        return (str(iris.thing(value.thing)),)
    if not isinstance(value, str):
        raise QueryError(f"{value!r} cannot stand for a variable; give a name, an IRI, a number or a date")
    match = _PREFIXED.fullmatch(value)
    if match and match[1] in bound:
        return (_checked_iri(bound[match[1]] + match[2]),)
    if value.startswith(("http://", "https://", "urn:")):
        return (_checked_iri(value),)
    return tuple(str(NamedNode(thing)) for thing in things_named(select, iris, value))


def _iri(name: str, iris: Iris) -> str | None:
    """Return the IRI, in SPARQL's notation, of the thing that has this id or IRI."""
    if name.startswith(("http://", "https://")):
        return _checked_iri(name)
    return str(iris.thing(name)) if "/" in name else None


def _checked_iri(text: str) -> str:
    try:
        return str(NamedNode(text))
    except ValueError as error:
        raise QueryError(f"{text!r} is no IRI: {error}") from error
