"""Claims as a table, one claim a row: pandas, Polars, Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any, get_args

from kg.errors import MissingExtra
from kg.model import Article, Certainty, Claim, Polarity, Time

__all__ = ["COLUMNS", "ArticleOf", "arrow_table", "dataframe", "extra", "polars_frame", "published"]

#: What gives an article by its id.
ArticleOf = Callable[[str], Article]

#: The columns and what they hold: text, texts (a list), a day, a number in [0, 1], a place in the article's text
#: (code points), or one of a few words.
COLUMNS: dict[str, str | tuple[str, ...]] = {
    "id": "text",
    "article": "text",
    "published": "day",
    "publisher": "text",
    "subject": "text",
    "subject_name": "text",
    "subject_type": "text",
    "relation": "text",
    "object": "text",
    "object_name": "text",
    "object_type": "text",
    "polarity": get_args(Polarity),
    "certainty": get_args(Certainty)[::-1],  # the least sure first, so that > means surer
    "time": get_args(Time),
    "when": "text",
    "attributed_to": "texts",
    "role": "text",
    "confidence": "number",
    "reader": "text",
    "phrase": "text",
    "start": "place",
    "end": "place",
    "evidence": "text",
}


def published(claim: Claim, article: ArticleOf) -> date | None:
    """Return the day on which a claim's article was published, None where it is unknown."""
    return article(claim.article).published


def dataframe(claims: Iterable[Claim], article: ArticleOf) -> Any:
    """Return claims as a pandas DataFrame: columns as in :data:`COLUMNS`, a row a claim, in their order.

    ``subject`` and ``object`` are ids of things. ``published`` is a time stamp (NaT where unknown); ``polarity``,
    ``certainty`` and ``time`` are ordered categories, ``certain`` being the greatest; ``attributed_to`` holds tuples;
    other texts are None where there is none. ``article`` gives an article by its id. Raises MissingExtra where pandas
    is not installed.
    """
    pd = extra("pandas")

    def series(kind: str | tuple[str, ...], values: list[Any]) -> Any:
        if isinstance(kind, tuple):
            return pd.Categorical(values, categories=kind, ordered=True)
        if kind == "day":
            return pd.to_datetime(pd.Series(values, dtype="object"))
        kinds = {"number": "float64", "place": "int64"}
        return pd.Series(values, dtype=kinds.get(kind, "object"))

    columns = _columns(claims, article)
    return pd.DataFrame({name: series(kind, columns[name]) for name, kind in COLUMNS.items()})


def polars_frame(claims: Iterable[Claim], article: ArticleOf) -> Any:
    """Return claims as a Polars DataFrame, see :func:`dataframe`.

    ``published`` is a Date, ``attributed_to`` a list of texts, the qualifiers are Enums. Raises MissingExtra where
    Polars is not installed.
    """
    pl = extra("polars")
    kinds = {"text": pl.String, "texts": pl.List(pl.String), "day": pl.Date, "number": pl.Float64, "place": pl.Int64}
    schema = {name: pl.Enum(kind) if isinstance(kind, tuple) else kinds[kind] for name, kind in COLUMNS.items()}
    return pl.DataFrame(_columns(claims, article), schema=schema)


def arrow_table(claims: Iterable[Claim], article: ArticleOf) -> Any:
    """Return claims as a table of Apache Arrow, see :func:`dataframe`.

    ``published`` is a date32, ``attributed_to`` a list of strings; the qualifiers are strings. Raises MissingExtra
    where pyarrow is not installed.
    """
    pa = extra("pyarrow", "arrow")
    text, number, place = pa.string(), pa.float64(), pa.int64()
    kinds = {"text": text, "texts": pa.list_(text), "day": pa.date32(), "number": number, "place": place}
    fields = [(name, kinds.get(kind if isinstance(kind, str) else "text")) for name, kind in COLUMNS.items()]
    return pa.table(_columns(claims, article), schema=pa.schema(fields))


def extra(package: str, name: str | None = None) -> Any:
    """Import an optional package; MissingExtra, with the extra to install, where it is not there."""
    try:
        return import_module(package)
    except ImportError as error:
        raise MissingExtra(package, name or package) from error


def _columns(claims: Iterable[Claim], article: ArticleOf) -> dict[str, list[Any]]:
    """Return the values of each column, row by row."""
    known = lru_cache(maxsize=1024)(article)
    rows = [_row(claim, known(claim.article)) for claim in claims]
    return {name: [row[name] for row in rows] for name in COLUMNS}


def _row(claim: Claim, article: Article) -> dict[str, Any]:
    ends = {"subject": claim.subject, "object": claim.object}
    return {
        **{name: entity.thing for name, entity in ends.items()},
        **{f"{name}_name": entity.name for name, entity in ends.items()},
        **{f"{name}_type": entity.type for name, entity in ends.items()},
        **{name: getattr(claim, name) for name in ("id", "article", "polarity", "certainty", "time", "when", "role")},
        **{name: getattr(claim, name) for name in ("confidence", "reader", "phrase")},
        "published": article.published,
        "publisher": article.publisher,
        "relation": claim.relation.name,
        "attributed_to": claim.sources,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "evidence": claim.evidence.text,
    }
