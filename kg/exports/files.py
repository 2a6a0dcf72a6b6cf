"""Which format a file has, and writing it so that it is whole or not there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreError, did_you_mean
from kg.exports.ftm import write_ftm
from kg.exports.jsonld import write_jsonld
from kg.exports.networks import write_csv, write_gexf, write_graphml, write_parquet
from kg.exports.syntaxes import write_nquads, write_trig, write_turtle
from kg.store import Store

__all__ = ["FORMATS", "SEVERAL", "export"]

#: Format, which is also the suffix, to what writes it into one file.
FORMATS: dict[str, Callable[..., None]] = {
    "ftm": write_ftm,
    "gexf": write_gexf,
    "graphml": write_graphml,
    "jsonld": write_jsonld,
    "nq": write_nquads,
    "trig": write_trig,
    "ttl": write_turtle,
}
#: Formats that take several files, beside the one that is named.
SEVERAL: dict[str, Callable[[Store, Path], list[Path]]] = {"csv": write_csv, "parquet": write_parquet}
#: Formats that can say what RDF 1.2 says of claims.
REIFYING = ("nq", "trig", "ttl")


def export(
    store: Store,
    target: str | Path | IO[bytes],
    *,
    format: str | None = None,  # noqa: A002
    reifiers: bool = False,
) -> tuple[Path, ...]:
    """Write the graph to a file, or to a binary stream; the same graph gives the same bytes. Returns the files.

    ``format`` None takes the suffix of the file:

    * RDF: ``nq`` (N-Quads, sorted in each graph), ``trig`` (TriG), ``ttl`` (Turtle, the union of all graphs),
      ``jsonld``. With ``reifiers`` the first three also have, in RDF 1.2, which triple each claim reifies.
    * A network of things and statements: ``graphml``, ``gexf``; ``csv``, two files for Neo4j's importer
      (``graph.csv`` gives ``graph-nodes.csv`` and ``graph-edges.csv``); ``parquet``, three files (nodes, edges,
      claims).
    * ``ftm``: entities of FollowTheMoney, a JSON object a line.

    A file is replaced when the new one is whole; a link stays, its file is replaced. StoreError where there is no such
    format, or where the file cannot be written, MissingExtra where a format needs what is not installed.
    """
    suffix = Path(target).suffix.removeprefix(".") if isinstance(target, str | Path) else ""
    form = _known(format or suffix, target)
    if reifiers and form not in REIFYING:
        raise StoreError(f"{form} cannot hold reifiers; {', '.join(REIFYING[:-1])} and {REIFYING[-1]} can")
    options: dict[str, Any] = {"reifiers": True} if reifiers else {}
    if not isinstance(target, str | Path):
        if form in SEVERAL:
            raise StoreError(f"{form} takes several files; give the name of a file")
        FORMATS[form](store, target, **options)
        return ()
    try:
        return _into(Path(target), form, store, options)
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{str(target)!r} cannot be written: {(error.strerror or str(error)).lower()}") from error


def _into(path: Path, form: str, store: Store, options: Mapping[str, Any]) -> tuple[Path, ...]:
    """Write the files at a path, each whole or not; links stay, and what is no file (a pipe, say) is written into."""
    if form in SEVERAL:
        with _beside(path) as beside:
            return tuple(_put(part, path.parent / part.name) for part in SEVERAL[form](store, beside))
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            FORMATS[form](store, file, **options)
        return (path,)
    goal = Path(os.path.realpath(path))
    with _beside(goal) as beside:
        with beside.open("wb") as file:
            FORMATS[form](store, file, **options)
        beside.replace(goal)
    return (path,)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give the path's name in a folder beside it, for a file that is moved from there when it is whole."""
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        yield Path(folder) / path.name


def _put(part: Path, path: Path) -> Path:
    if path.is_symlink():  # its file may be on another disk
        shutil.copyfile(part, path)
        return path
    return part.replace(path)


def _known(form: str, target: object) -> str:
    known = sorted((*FORMATS, *SEVERAL))
    if form not in known:
        place = repr(str(target)) if isinstance(target, str | Path) else "a stream"
        raise StoreError(f"unknown format {form!r} of {place}{did_you_mean(form, known)}; known: {', '.join(known)}")
    return form
