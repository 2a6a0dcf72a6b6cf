"""The commands that concern a store as a whole, as they are typed."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.cli import main

TEXTS = {
    "one.txt": "Brightwater Group has bought Quillon Energy.\n\nDana Whitlock met NATO in Brussels.",
    "two.txt": "Dana Whitlock met Jonas Tran in Oslo, Norway.",
}


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_STORE", "graph")
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_prune_info_forget_remove(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "build", "news")[::2] == (0, "2 added, 0 replaced, 0 unchanged, 0 left out in graph\n")
    assert (news.parent / "graph" / "cache" / "parsed.sqlite").exists()
    code, out, _ = run(capsys, "info", "one")
    assert code == 0
    assert out.startswith("article one\n")
    claim = next(line.split()[0] for line in out.splitlines() if "acquires" in line)
    assert run(capsys, "info", claim)[1].startswith(f"claim {claim}\n  says        Brightwater Group acquires Quillon")
    assert run(capsys, "info", "Dana Whitlock")[1].startswith("Dana Whitlock\n  is a        Person\n")
    (news / "two.txt").rename(news / "three.txt")
    assert run(capsys, "build", "news", "--prune")[2] == (
        "1 added, 0 replaced, 1 unchanged, 1 pruned, 0 left out in graph\n"
    )
    assert run(capsys, "forget", "Dana Whitlock") == (0, "", "forgotten in 2 articles of graph\n")
    assert "Dana Whitlock" not in run(capsys, "export", "--format", "nq", "-o", "-")[1]
    assert run(capsys, "remove", "one", "three") == (0, "", "")
    assert "articles               0" in run(capsys, "info")[1]


def test_nothing_is_pruned_where_something_could_not_be_read(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "build", "news")
    (news / "two.txt").write_bytes(b"\xff\xfe\xff")
    code, _, err = run(capsys, "build", "news", "--prune")
    assert code == 1
    assert err.splitlines()[1:] == [
        "kg: nothing was pruned, since what could not be read may still be there",
        "0 added, 0 replaced, 1 unchanged, 0 pruned, 1 left out in graph",
    ]
    assert run(capsys, "info", "two")[0] == 0


@pytest.mark.parametrize(("option", "kept"), [("--no-text", 0), ("--no-cache", 2)])
def test_without_texts_or_cache(news: Path, capsys: pytest.CaptureFixture[str], option: str, kept: int) -> None:
    run(capsys, "build", "news", option)
    assert not (news.parent / "graph" / "cache").exists()
    query = "SELECT (COUNT(*) AS ?n) { ?a schema:articleBody ?text }"
    assert run(capsys, "query", query, "--format", "csv")[1] == f"n\n{kept}\n"


def test_standard_input_is_not_pruned(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert news.exists()
    code, _, err = run(capsys, "build", "-", "--prune")
    assert (code, "standard input cannot be pruned" in err) == (2, True)


def test_export_and_import(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert news.exists()
    run(capsys, "build", "news")
    assert run(capsys, "export", "-o", "graph.nq") == (0, "", "")
    assert run(capsys, "export", "-o", "graph.csv") == (0, "", "graph-nodes.csv\ngraph-edges.csv\n")
    assert "rdf:reifies <<(" in run(capsys, "export", "--format", "ttl", "--reifiers", "-o", "-")[1]
    code, out, err = run(capsys, "import", "graph.nq", "--store", "other")
    assert (code, out) == (0, "")
    assert err == "2 articles, 0 triples of decisions and 0 others imported, 0 known before in other\n"
    assert run(capsys, "info", "--store", "other") == run(capsys, "info")
    (news.parent / "bad.ttl").write_text("this is no Turtle", encoding="utf-8")
    code, _, err = run(capsys, "import", "bad.ttl")
    assert code == 2
    assert err.startswith("kg: 'bad.ttl' is no ttl: ")


@pytest.mark.parametrize("line", ["query 'ASK {}'", "view -o graph.html", "info", "export -o graph.nq"])
def test_reading_where_there_is_no_store_says_so(news: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    told = "kg: there is no store at 'graph' yet; `kg build PATH --store graph` makes one\n"
    assert run(capsys, *shlex.split(line))[::2] == (0, told)
    assert not (news.parent / "graph").exists()
    run(capsys, "build", "news/two.txt")
    assert run(capsys, *shlex.split(line))[::2] == (0, "")


def test_serving_where_there_is_no_store_says_so(
    news: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve(*_: object, ready: Callable[[str], None], **__: object) -> None:
        ready("http://127.0.0.1:1/")

    monkeypatch.setattr(kg, "serve", serve)
    address = "graph is at http://127.0.0.1:1/ (SPARQL: http://127.0.0.1:1/sparql). Press Ctrl-C to end.\n"
    assert news.exists()
    assert run(capsys, "serve")[2] == (
        f"{address}kg: there is no store at 'graph' yet; `kg build PATH --store graph` makes one\n"
    )


@pytest.mark.parametrize("line", ["query 'SELECT {'", "info Nobody", "view --since tomorrow -o graph.html"])
def test_an_error_stays_one_line(news: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    assert news.exists()
    code, _, err = run(capsys, *shlex.split(line))
    assert (code, len(err.splitlines())) == (2, 1)


def test_the_relations_are_listed_without_a_store(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert news.exists()
    assert run(capsys, "ontology", "list")[::2] == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "import none.nq",
        "import bad.ttl",
        "import news/one.txt",
        "remove nothing",
        "forget Nobody",
        "build news --ontology none.ttl",
    ],
)
@pytest.mark.parametrize("folder", ["graph", "deep/in/folders", "empty"])
def test_what_fails_leaves_no_store_behind(
    news: Path, capsys: pytest.CaptureFixture[str], line: str, folder: str
) -> None:
    (news.parent / "empty").mkdir()
    (news.parent / "bad.ttl").write_text("this is no Turtle", encoding="utf-8")
    before = sorted(news.parent.rglob("*"))
    code, out, err = run(capsys, *line.split(), "--store", folder)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert sorted(news.parent.rglob("*")) == before


def test_what_fails_leaves_a_store_as_it_was(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "build", "news/two.txt")
    before = run(capsys, "export", "--format", "nq", "-o", "-")
    assert run(capsys, "remove", "nothing")[0] == 2
    assert run(capsys, "export", "--format", "nq", "-o", "-") == before
    (news.parent / "data" / "data").mkdir(parents=True)  # of somebody else, and named as a part of a store
    assert run(capsys, "remove", "nothing", "--store", "data")[0] == 2
    assert (news.parent / "data" / "data").exists()
