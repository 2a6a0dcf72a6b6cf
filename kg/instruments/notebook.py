"""``%load_ext kg``: SPARQL in a cell of a notebook.

``%%sparql`` answers the query in the cell, ``%sparql NAME`` a built-in one. The answer is what the cell shows, and is
kept under a name with ``--into``::

    %%sparql --into found --var x=NATO
    SELECT ?who { ?who kg:negotiates_with ?x }
"""

from __future__ import annotations

import argparse
import os
import shlex
from typing import Any, NoReturn

from kg.errors import QueryError
from kg.ontology import named_query
from kg.store import Result, Store

__all__ = ["load"]

#: Where the store is sought where a cell does not say: a variable of the notebook, then KG_STORE, then this folder.
VARIABLE, FOLDER = "store", "kg-store"


class _Parser(argparse.ArgumentParser):
    """Arguments of a magic; what is wrong with them is a QueryError, not the end of the kernel."""

    def error(self, message: str) -> NoReturn:
        raise QueryError(f"%%sparql: {message}; write %%sparql [--store NAME] [--var x=NAME] [--into NAME] [QUERY]")


def load(shell: Any) -> None:
    """Give ``%sparql`` and ``%%sparql`` to a shell of IPython."""

    def sparql(line: str, cell: str | None = None) -> Result | None:
        """Answer SPARQL: %%sparql [--store NAME] [--var x=NAME]... [--into NAME], the query below; %sparql NAME.

        --store is a variable that holds a store, a folder or the address of an endpoint; without it the variable
        `store` is taken, else KG_STORE, else ./kg-store. --var binds a variable to a thing by any of its names.
        --into keeps the answer under a name and shows nothing.
        """
        return _answer(shell, line, cell)

    shell.register_magic_function(sparql, magic_kind="line_cell", magic_name="sparql")


def _answer(shell: Any, line: str, cell: str | None) -> Result | None:
    parser = _Parser(prog="%%sparql", add_help=False)
    parser.add_argument("--store")
    parser.add_argument("--into")
    parser.add_argument("--var", action="append", default=[])
    parser.add_argument("query", nargs="*")
    try:
        words = shlex.split(line)
    except ValueError as error:
        parser.error(f"{line!r} has quotes that do not end ({error})")
    asked = parser.parse_args(words)
    query = cell if cell is not None and cell.strip() else " ".join(asked.query)
    if not query.strip():
        parser.error("there is no query")
    if query.split() == [query]:  # one word is a name
        query = named_query(query)
    result = _store(shell, asked.store).query(query, **dict(_variable(parser, text) for text in asked.var))
    if asked.into is None:
        return result
    shell.push({asked.into: result})
    return None


def _variable(parser: _Parser, text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name.isidentifier() and sign and value):
        parser.error(f"--var takes NAME=VALUE, not {text!r}")
    return name, value


def _store(shell: Any, name: str | None) -> Store:
    known = shell.user_ns.get(name or VARIABLE)
    if isinstance(known, Store):
        return known
    if known is not None and name is not None:
        raise QueryError(f"%%sparql: {name!r} is a {type(known).__name__}; give the name of a kg.Store, or a folder")
    return Store(name or os.environ.get("KG_STORE", FOLDER))
