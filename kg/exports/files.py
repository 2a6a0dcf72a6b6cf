"""Which format a file has, and writing it so that it is whole or not there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
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

    A file is replaced when the new one is whole. StoreError where there is no such format, or where the file cannot be
    written, MissingExtra where a format needs what is not installed.
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
    path = Path(target)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            beside = Path(folder) / path.name
            if form in SEVERAL:
                written = SEVERAL[form](store, beside)
            else:
                with beside.open("wb") as file:
                    FORMATS[form](store, file, **options)
                written = [beside]
            return tuple(part.replace(path.parent / part.name) for part in written)
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{str(path)!r} cannot be written: {(error.strerror or str(error)).lower()}") from error


def _known(form: str, target: object) -> str:
    known = sorted((*FORMATS, *SEVERAL))
    if form not in known:
        place = repr(str(target)) if isinstance(target, str | Path) else "a stream"
        raise StoreError(f"unknown format {form!r} of {place}{did_you_mean(form, known)}; known: {', '.join(known)}")
    return form
