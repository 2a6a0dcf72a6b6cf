"""The answer to a query."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QueryError
from kg.rdf.iris import RDF, XSD
from kg.rdf.turtle import prefix_lines, turtle_lines

__all__ = ["Result", "Term", "python_value", "result_of"]

Term = NamedNode | Literal | BlankNode | Triple

_INTEGERS = (
    *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "negativeInteger"),
    *("nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
)
#: How literals become Python's own; others stay text.
_PYTHON: dict[str, Callable[[str], object]] = {
    **{XSD + name: int for name in _INTEGERS},
    XSD + "double": float,
    XSD + "float": float,
    XSD + "decimal": Decimal,
    XSD + "boolean": lambda text: text in ("true", "1"),
    XSD + "date": date.fromisoformat,
    XSD + "dateTime": datetime.fromisoformat,
}


def python_value(term: Term | None) -> Any:
    """Return a term as Python's own value: IRIs and texts as str, numbers, booleans, dates; None where unbound.

    >>> python_value(Literal(3)), python_value(NamedNode("urn:a"))
    (3, 'urn:a')
    """
    if term is None or isinstance(term, Triple):
        return None if term is None else str(term)
    if isinstance(term, Literal) and (convert := _PYTHON.get(term.datatype.value)):
        with suppress(ValueError, ArithmeticError):
            return convert(term.value)
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


class Result:
    """The answer to a query: rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, the truth of an ASK.

    ``columns`` are the names of the variables, without the question mark, in the query's order (for triples:
    ``subject``, ``predicate``, ``object``). Iterating gives the rows; a result of ASK has one row of one column.
    """

    def __init__(
        self,
        columns: Sequence[str],
        terms: Sequence[Sequence[Term | None]],
        *,
        kind: str = "select",
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.columns: tuple[str, ...] = tuple(columns)
        self.terms = terms
        self.kind = kind
        self._prefixes = dict(prefixes or {})
        self._rows: list[tuple[Any, ...]] | None = None

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as Python's own values: IRIs and texts as str, numbers, booleans, dates, None where unbound."""
        if self._rows is None:
            self._rows = [tuple(map(python_value, row)) for row in self.terms]
        return self._rows

    @property
    def boolean(self) -> bool:
        """The answer to an ASK; QueryError for other queries."""
        if self.kind != "ask":
            raise QueryError("only ASK gives true or false; this query gives rows: ask for .rows")
        return bool(self.rows[0][0])

    @property
    def readable(self) -> list[tuple[str, ...]]:
        """The rows for people: IRIs shortened by the prefixes, nothing where unbound."""
        return [tuple(self._short(term) for term in row) for row in self.terms]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.terms)

    def __repr__(self) -> str:
        return f"<Result of {len(self)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """Return a table for a notebook: numbers as such, all else as :attr:`readable`."""
        from kg.html import table

        pairs = (zip(values, texts, strict=True) for values, texts in zip(self.rows, self.readable, strict=True))
        return table(self.columns, [[v if type(v) in (int, float) else t for v, t in row] for row in pairs])

    def to_csv(self) -> str:
        """Return the rows as CSV with a line of column names; lines end in a line feed, unbound is empty."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([("" if term is None else _plain(term)) for term in row] for row in self.terms)
        return out.getvalue()

    def to_json(self) -> str:
        """Return SPARQL 1.1 JSON results (https://www.w3.org/TR/sparql11-results-json/); for triples, JSON-LD."""
        if self.kind == "triples":
            text = serialize(self.triples, format=RdfFormat.JSON_LD, prefixes=self._used_prefixes()) or b""
            return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)  # its order is a hash table's
        if self.kind == "ask":
            return json.dumps({"head": {}, "boolean": self.boolean})
        bindings = [
            {column: _json(term) for column, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.terms
        ]
        answer = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(answer, ensure_ascii=False)

    @property
    def triples(self) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, sorted, each once; QueryError for other queries."""
        if self.kind != "triples":
            raise QueryError("only CONSTRUCT and DESCRIBE give triples; this query gives rows: ask for csv or json")
        return [Triple(*row) for row in sorted(set(map(tuple, self.terms)), key=lambda row: tuple(map(str, row)))]  # type: ignore[arg-type]

    def to_turtle(self) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as Turtle, sorted; QueryError for other queries."""
        used = self._used_prefixes()
        return "".join(f"{line}\n" for line in chain(prefix_lines(used), turtle_lines(self.triples, used)))

    def to_dataframe(self) -> Any:
        """Return the rows as a pandas DataFrame: numbers, booleans and dates as such, other values as text.

        Raises MissingExtra where pandas is not installed.
        """
        from kg.frames.tables import extra

        pd = extra("pandas")
        series = {column: _series(pd, values) for column, values in self._columns().items()}
        return pd.DataFrame(series, columns=self.columns)

    def to_polars(self) -> Any:
        """Return the rows as a Polars DataFrame; MissingExtra where Polars is not installed."""
        from kg.frames.tables import extra

        return extra("polars").DataFrame(self._columns(), strict=False)

    def to_arrow(self) -> Any:
        """Return the rows as a table of Arrow; MissingExtra where pyarrow is not installed."""
        from kg.frames.tables import extra

        return extra("pyarrow", "arrow").table(self._columns())

    def _columns(self) -> dict[str, list[Any]]:
        return {column: [row[place] for row in self.rows] for place, column in enumerate(self.columns)}

    def _used_prefixes(self) -> dict[str, str]:
        iris = {
            str(getattr(part, "value", "")) for row in self.terms for term in row for part in (term, _datatype(term))
        }
        return {name: start for name, start in self._prefixes.items() if any(iri.startswith(start) for iri in iris)}

    def _short(self, term: Term | None) -> str:
        if isinstance(term, NamedNode):
            for name, start in self._prefixes.items():
                if term.value.startswith(start):
                    return f"{name}:{term.value.removeprefix(start)}"
        return "" if term is None else _plain(term)


def result_of(
    answer: QueryBoolean | QuerySolutions | QueryTriples | list[Triple],
    prefixes: Mapping[str, str],
    limit: int | None = None,
) -> Result:
    """Return pyoxigraph's answer as a result; QueryError where it has more than ``limit`` rows or triples."""
    if isinstance(answer, QueryBoolean):
        return Result(("boolean",), [(Literal(bool(answer)),)], kind="ask", prefixes=prefixes)
    most = None if limit is None else limit + 1
    if isinstance(answer, QueryTriples | list):
        columns: Sequence[str] = "subject", "predicate", "object"
        kind, of = "triples", "triples"
        rows: list[Any] = [(triple.subject, triple.predicate, triple.object) for triple in islice(answer, most)]
    else:
        columns = [variable.value for variable in answer.variables]
        kind, of = "select", "rows"
        rows = list(islice(answer, most))
    if limit is not None and len(rows) > limit:
        raise QueryError(f"the answer has more than {limit:,} {of}; ask for less, as with LIMIT and OFFSET")
    return Result(columns, rows, kind=kind, prefixes=prefixes)


def _plain(term: Term) -> str:
    if isinstance(term, BlankNode | Triple):
        return str(term)
    return term.value


def _datatype(term: Term | None) -> NamedNode | None:
    return term.datatype if isinstance(term, Literal) else None


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    literal: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        literal["xml:lang"] = term.language
    elif term.datatype.value not in (XSD + "string", RDF + "langString"):
        literal["datatype"] = term.datatype.value
    return literal


def _series(pd: Any, values: list[Any]) -> Any:
    known = {type(value) for value in values if value is not None}
    if known and known <= {date, datetime}:
        return pd.to_datetime(pd.Series(values), utc=any(getattr(v, "tzinfo", None) for v in values))
    if known == {bool}:
        return pd.Series(values, dtype="boolean")
    if known == {int}:
        return pd.Series(values, dtype="Int64")
    if known and known <= {int, float, Decimal}:
        return pd.Series([None if value is None else float(value) for value in values], dtype="float64")
    return pd.Series(values, dtype="object")
