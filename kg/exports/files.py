"""Which format a file has, and writing it so that it is whole or not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from kg.errors import StoreError, did_you_mean
from kg.exports.syntaxes import write_nquads, write_trig, write_turtle
from kg.store import Store

__all__ = ["FORMATS", "export"]

#: Format, which is also the suffix, to what writes it.
FORMATS: dict[str, Callable[[Store, IO[bytes]], None]] = {
    "nq": write_nquads,
    "trig": write_trig,
    "ttl": write_turtle,
}


def export(store: Store, target: str | Path | IO[bytes], *, format: str | None = None) -> None:  # noqa: A002
    """Write the graph to a file, or to a binary stream; the same graph gives the same bytes.

    ``format`` None takes the suffix of the file: ``nq`` (N-Quads, sorted in each graph), ``trig`` (TriG), ``ttl``
    (Turtle: the union of all graphs). A file is replaced when the new one is whole. StoreError where there is no such
    format, or where the file cannot be written.
    """
    if not isinstance(target, str | Path):
        _writer(format, "a stream")(store, target)
        return
    path = Path(target)
    write = _writer(format or path.suffix.removeprefix("."), repr(str(path)))
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            write(store, file)
        beside.replace(path)
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        beside.unlink(missing_ok=True)
        raise StoreError(f"{str(path)!r} cannot be written: {(error.strerror or str(error)).lower()}") from error


def _writer(format: str | None, target: str) -> Callable[[Store, IO[bytes]], None]:  # noqa: A002
    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise StoreError(
            f"unknown format {format or ''!r} of {target}{did_you_mean(format or '', list(FORMATS))}; known: {known}"
        )
    return FORMATS[format]
