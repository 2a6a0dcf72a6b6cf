"""What an installed kg must be able to do; run by the Python of an environment that need hold nothing else.

    python smoke.py [EXTRA ...]

The first thing that is wrong ends it with an AssertionError. Of the extras that are named, each does what it is for;
of those that are not there, each is missed with MissingExtra, which says what to install.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import kg

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "Brightwater Group has bought Quillon Energy. Anna Reyes, its chief executive, denied that it sued Norway."
QUERY = "SELECT ?name { ?x kg:acquires ?y ; rdfs:label ?name }"
MAGIC = f"%%sparql --into found\n{QUERY}"
BAR = "import pandas\nassert found.rows == [('Brightwater Group',)]\nfound.to_dataframe().size\n%matplotlib inline"


def main(extras: list[str]) -> None:
    """Try everything in a folder of its own, which is removed."""
    where = Path(kg.__file__).parent
    assert where.is_relative_to(sys.prefix), f"kg is not that of this environment but of {where}"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            commands()
            with kg.Store("graph") as store:
                for extra in extras:
                    EXTRAS[extra][1](store)
                for extra, (module, use) in EXTRAS.items():
                    if module and find_spec(module) is None:
                        misses(extra, use, store)
        finally:
            os.chdir(where)  # a folder that somebody stands in cannot be removed everywhere
    print(f"kg {kg.__version__}: all well{''.join(f', {extra}' for extra in extras)}")  # noqa: T201


def commands() -> None:
    """Run each command that needs no extra, as a user types it."""
    assert run("--version") == f"kg {kg.__version__}\n"
    assert "kg demo" in run("--help")
    [claim, *_] = [json.loads(line) for line in run("extract", "-", typed=TEXT).splitlines()]
    assert (claim["subject"]["name"], claim["relation"]) == ("Brightwater Group", "acquires")
    Path("note.txt").write_text(TEXT, encoding="utf-8")
    run("build", "note.txt", "--store", "graph")
    rows = run("query", QUERY, "--store", "graph", "--format", "csv")
    assert list(csv.reader(io.StringIO(rows))) == [["name"], ["Brightwater Group"]]
    run("view", "--store", "graph", "-o", "picture.html")
    assert "Quillon Energy" in Path("picture.html").read_text(encoding="utf-8")
    run("export", "--store", "graph", "-o", "graph.ttl")
    run("ontology", "check")
    assert "articles" in run("info", "--store", "graph")
    assert "Corverex Systems ── negotiates_with ── NATO" in run("demo", "--store", "samples")  # of all formats


def run(*arguments: str, typed: str = "") -> str:
    """Run ``kg`` and return what it prints; what it says on standard error goes to the test's own."""
    program = shutil.which("kg", path=str(Path(sys.executable).parent))
    assert program, f"no program kg beside {sys.executable}"
    command = [program, *arguments]
    done = subprocess.run(command, input=typed, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}"
    return done.stdout


def misses(extra: str, use: Callable[[kg.Store], object], store: kg.Store) -> None:
    """Assert that what an extra is for says what to install."""
    said = ""
    try:
        use(store)
    except kg.MissingExtra as error:
        said = str(error)
    assert f"claimgraph[{extra}]" in said, f"{extra} is not installed, and this is said: {said!r}"


# -- What each extra is for --------------------------------------------------------------------------------------------


def arrow(store: kg.Store) -> None:
    """A table of Arrow."""
    assert store.to_arrow().num_rows == len(list(store.claims()))


def ftm(store: kg.Store) -> None:
    """Entities of FollowTheMoney."""
    [file] = kg.export(store, "graph.ftm")
    schemata = {json.loads(line)["schema"] for line in file.read_text(encoding="utf-8").splitlines()}
    assert {"Company", "Person"} <= schemata, schemata


def pandas(store: kg.Store) -> None:
    """A DataFrame of pandas."""
    assert "acquires" in set(store.to_dataframe()["relation"])


def parquet(store: kg.Store) -> None:
    """Files of Parquet: nodes, edges, claims."""
    files = kg.export(store, "graph.parquet")
    assert [file.read_bytes()[:4] for file in files] == [b"PAR1"] * 3


def polars(store: kg.Store) -> None:
    """A DataFrame of Polars."""
    assert "acquires" in set(store.to_polars()["relation"])


def notebook(store: kg.Store) -> None:
    """A notebook that asks a cell of SPARQL, run by Jupyter."""
    cells = ["%load_ext kg\nimport kg\nstore = kg.Store('graph')\nnext(store.claims())", MAGIC, BAR]
    book = {
        "cells": [
            {
                "cell_type": "code",
                "source": cell,
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "id": f"c{number}",
            }
            for number, cell in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    Path("note.ipynb").write_text(json.dumps(book), encoding="utf-8")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "jupyter",
            "nbconvert",
            "--to",
            "notebook",
            "--execute",
            "note.ipynb",
            "--output",
            "ran",
        ],
        check=True,
    )
    assert "<mark" in Path("ran.ipynb").read_text(encoding="utf-8")
    assert find_spec("jupyterlab")
    assert next(store.claims())


def serve(store: kg.Store) -> None:
    """The endpoint, which answers over HTTP until it is interrupted."""
    if find_spec("uvicorn") is None:
        kg.serve("graph", port=0)
    command = [sys.executable, "-m", "kg", "serve", "--store", "graph", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stderr
            found = re.search(r"http://\S+/", process.stderr.readline())
            assert found, process.stderr.read()
            with urlopen(f"{found[0]}sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D") as answer:  # noqa: S310 - our own
                assert answer.status == 200
        finally:
            process.send_signal(getattr(signal, "CTRL_C_EVENT", signal.SIGINT))
    assert next(store.claims())


def train(store: kg.Store) -> None:
    """The network of texts, learned from a few documents."""
    entities = [
        {"name": name, "type": "Company", "aliases": [name]} for name in ("Brightwater Group", "Quillon Energy")
    ]
    lines = [json.dumps({"id": f"n{n}", "text": TEXT, "entities": entities, "claims": []}) for n in range(12)]
    Path("gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert any(path.suffix == ".onnx" for path in kg.train(["gold.jsonl"], "models", items=False, parts=["text"]))
    assert next(store.claims())


#: Extra → the module that it brings (empty: several that others bring as well), and what it is for.
EXTRAS: dict[str, tuple[str, Callable[[kg.Store], object]]] = {
    "arrow": ("pyarrow", arrow),
    "ftm": ("followthemoney", ftm),
    "notebook": ("", notebook),
    "pandas": ("pandas", pandas),
    "parquet": ("pyarrow", parquet),
    "polars": ("polars", polars),
    "serve": ("uvicorn", serve),
    "train": ("torch", train),
}


if __name__ == "__main__":
    main(sys.argv[1:])
