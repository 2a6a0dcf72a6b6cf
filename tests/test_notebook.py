"""In Jupyter: ``%load_ext kg``, the cell magic, the bar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from store_story import ARTICLES, FakeExtractor

import kg
from kg.building import build
from kg.instruments import ProgressBar, progress

QUERY = "SELECT ?who { ?claim rdf:predicate kg:negotiates_with ; kg:party ?x , ?who . FILTER(?who != ?x) }"
FOUND = [("https://kg.example/entity/organization/quillon-energy",)]


class Shell:
    """What ``%load_ext`` needs of IPython, whose own shell is used in the notebooks' tests."""

    def __init__(self, **variables: Any) -> None:
        self.user_ns = variables
        self.magics: dict[str, Any] = {}
        kg.load_ipython_extension(self)

    def register_magic_function(self, function: Any, magic_kind: str, magic_name: str) -> None:
        """Keep a magic."""
        assert magic_kind == "line_cell"
        self.magics[magic_name] = function

    def push(self, variables: dict[str, Any]) -> None:
        """Set variables of the notebook."""
        self.user_ns.update(variables)

    def sparql(self, line: str, cell: str | None = None) -> Any:
        """Run the magic."""
        return self.magics["sparql"](line, cell)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("notebook") / "graph"
    with kg.Store(path, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    return path


def test_a_cell_is_answered(folder: Path) -> None:
    found = Shell(store=kg.Store(folder)).sparql("--var x=NATO", QUERY)
    assert sorted(set(found.rows)) == FOUND


def test_an_answer_is_kept_under_a_name(folder: Path) -> None:
    shell = Shell(mine=kg.Store(folder))
    assert shell.sparql("--store mine --into found --var x=NATO", QUERY) is None
    assert sorted(set(shell.user_ns["found"].rows)) == FOUND


def test_a_built_in_query_in_one_line(folder: Path) -> None:
    found = Shell(store=kg.Store(folder)).sparql("who-negotiates --var x=NATO")
    assert {row[0] for row in found.rows} == {"Quillon Energy"}


def test_where_the_store_is_sought(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = "ASK { ?claim a kg:Claim }"
    assert Shell().sparql(f"--store '{folder}'", ask).boolean
    monkeypatch.setenv("KG_STORE", str(folder))
    assert Shell().sparql("", ask).boolean
    monkeypatch.delenv("KG_STORE")
    monkeypatch.chdir(tmp_path)
    assert not Shell().sparql("", ask).boolean


@pytest.mark.parametrize(
    ("line", "cell", "message"),
    [
        ("", None, "there is no query"),
        ("--var x", QUERY, "--var takes NAME=VALUE, not 'x'"),
        ("--var 'x", QUERY, "has quotes that do not end"),
        ("--limit 3", QUERY, "unrecognized arguments: --limit"),
        ("--store number", QUERY, "'number' is a int; give the name of a kg.Store, or a folder"),
        ("who-negotiate", None, "no query is named 'who-negotiate'; did you mean 'who-negotiates'?"),
        ("", "SELECT ?x {", "line 1"),
    ],
)
def test_what_cannot_be_asked(folder: Path, line: str, cell: str | None, message: str) -> None:
    with pytest.raises(kg.QueryError) as caught:
        Shell(store=kg.Store(folder), number=3).sparql(line, cell)
    assert message in str(caught.value)


def test_a_bar_counts_what_a_build_does(tmp_path: Path) -> None:
    bar, shown = ProgressBar(len(ARTICLES)), []

    def count(thing: object) -> None:
        bar(thing)
        shown.append(bar._repr_html_())

    with kg.Store(tmp_path / "graph", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor(), progress=count)
    assert repr(bar) == "<ProgressBar: 5 of 5 articles>"
    assert shown[3] == (
        '<div><progress value="4" max="5"></progress> 4 of 5 articles <span style="opacity:.7">a4</span></div>'
    )
    assert shown[4] == '<div><progress value="5" max="5"></progress> 5 of 5 articles</div>'


def test_a_bar_is_shown_once_and_then_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    class Handle:
        def update(self, bar: ProgressBar) -> None:
            """Show it anew."""
            shown.append(f"update {bar.done}")

    def display(bar: ProgressBar, display_id: bool) -> Handle:
        shown.append(f"display {bar.done} {display_id}")
        return Handle()

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr(progress, "_in_notebook", lambda: True)
    bar = ProgressBar(noun="files")
    for name in "abc":
        bar(name)
    assert shown == ["display 1 True", "update 2", "update 3"]
    assert bar._repr_html_() == "<div>3 files</div>"
