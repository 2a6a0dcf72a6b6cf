"""Predicted claims: read from lines of JSON, and checked before they are scored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.articles.fields import json_type
from kg.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["read_predictions"]

#: What a record must have, what an end has after a dot, and of which kind; more where ends are told by their places.
NEEDED: dict[str, type] = {
    "article": str,
    "relation": str,
    "subject": Mapping,
    "subject.name": str,
    "object": Mapping,
    "object.name": str,
}
PLACED: dict[str, type] = {
    "subject.type": str,
    "subject_span": Mapping,
    "subject_span.start": int,
    "subject_span.end": int,
    "object.type": str,
    "object_span": Mapping,
    "object_span.start": int,
    "object_span.end": int,
}
#: What it may have, or null.
OPTIONAL: dict[str, type] = {"evidence": Mapping, "confidence": float, "role": str}
#: What each kind is in Python, and what it is called in JSON.
KINDS: dict[type, tuple[tuple[type, ...], str]] = {
    str: ((str,), "a string"),
    Mapping: ((Mapping,), "an object"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
}


def read_predictions(
    source: str | Path | IO[bytes] | Iterable[Mapping[str, Any]], *, strict: bool = False
) -> list[Mapping[str, Any]]:
    """Return predicted claims: of a file or a binary stream, one a line as ``kg extract`` prints them, or as given.

    ``strict`` asks for the places of the ends. Raises ArticleError, with file and line, where one cannot be read or
    lacks what is scored.
    """
    found = _lines(source) if isinstance(source, str | Path) or hasattr(source, "read") else _given(source)
    checked = []
    for record, where in found:
        if fault := _fault(record, NEEDED | PLACED if strict else NEEDED):
            raise ArticleError(where, f"{fault}; write lines as `kg extract --format jsonl` prints them")
        checked.append(record)
    return checked


def _given(records: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    return ((record, f"prediction {number}") for number, record in enumerate(records, 1))


def _lines(source: Any) -> Iterator[tuple[Any, str]]:
    """Yield the record of each line that is not blank, and where it stands."""
    is_file = isinstance(source, str | Path)
    name = str(source) if is_file else getattr(source, "name", "the stream")
    try:
        text = (Path(source).read_bytes() if is_file else source.read()).decode("utf-8-sig")
    except OSError as error:
        raise ArticleError(name, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        place = f"byte 0x{error.object[error.start]:02X} at byte {error.start}"
        raise ArticleError(name, f"is not UTF-8: {place}; save it as UTF-8") from error
    for number, line in enumerate(text.split("\n"), 1):  # not at each line end of Unicode
        if line.strip():
            where = f"{name} line {number}"
            try:
                yield json.loads(line), where
            except ValueError as error:
                raise ArticleError(where, f"is not JSON: {error}; mend it or leave it out") from error


def _fault(record: Any, needed: Mapping[str, type]) -> str:
    """Return what is wrong with a record, or an empty string."""
    if not isinstance(record, Mapping):
        return f"is {json_type(record)}, not an object"
    for key, kind in {**needed, **OPTIONAL}.items():
        value: Any = record
        for part in key.split("."):
            value = value.get(part)
        types, word = KINDS[kind]
        if value is None and key in needed:
            return f"has no {key!r}"
        if value is not None and not isinstance(value, types):
            return f"has {json_type(value)} for its {key!r}, not {word}"
    return ""
