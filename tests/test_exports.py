"""Exports: opened by those who are to read them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Dataset, Graph
from store_story import ARTICLES, FakeExtractor, extraction

import kg
from kg.building import build
from kg.errors import StoreError
from kg.exports import export, turtle
from kg.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("exports") / "story"
    with Store(folder, write=True) as writer:
        build(writer, ARTICLES, extractor=FakeExtractor())
    return Store(folder)


@pytest.mark.parametrize(("suffix", "syntax"), [("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)])
def test_all_quads_come_back(store: Store, tmp_path: Path, suffix: str, syntax: RdfFormat) -> None:
    path = tmp_path / f"graph.{suffix}"
    export(store, path)
    assert sorted(map(str, parse(path=path, format=syntax))) == sorted(map(str, store.quads()))
    again = io.BytesIO()
    export(store, again, format=suffix)
    assert again.getvalue() == path.read_bytes()


def test_nquads_lines_are_sorted_in_each_graph(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "graph.nq")
    text = (tmp_path / "graph.nq").read_text(encoding="utf-8")
    assert text.splitlines() == [f"{quad} ." for quad in store.quads()]


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*:DeprecationWarning")  # rdflib's own use of it
def test_rdflib_reads_turtle_and_trig(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "graph.ttl")
    export(store, tmp_path / "graph.trig")
    assert len(Graph().parse(tmp_path / "graph.ttl")) == len(store.data)
    dataset = Dataset(default_union=True)
    dataset.parse(data=(tmp_path / "graph.trig").read_text(encoding="utf-8"), format="trig")
    assert len(set(dataset.quads((None, None, None, None)))) == len(store.data)


def test_extractions_as_turtle_without_a_store() -> None:
    text = "\n".join(turtle(map(extraction, ARTICLES)))
    graph = Graph().parse(data=text, format="turtle")
    rows = graph.query("SELECT (COUNT(*) AS ?n) { ?c a <https://kg.example/ontology/Claim> }")
    assert [str(row[0]) for row in rows if not isinstance(row, bool)] == ["9"]


@pytest.mark.parametrize(
    ("target", "format_", "message"),
    [
        ("graph.tt1", None, "unknown format 'tt1' of '{path}'; did you mean 'ttl'?; known: nq, trig, ttl"),
        ("graph", None, "unknown format '' of '{path}'; known: nq, trig, ttl"),
        ("graph.ttl", "xls", "unknown format 'xls' of '{path}'; known: nq, trig, ttl"),
        ("none/graph.ttl", None, "'{path}' cannot be written: no such file or directory"),
    ],
)
def test_what_cannot_be_exported(store: Store, tmp_path: Path, target: str, format_: str | None, message: str) -> None:
    path = tmp_path / target
    with pytest.raises(StoreError) as caught:
        export(store, path, format=format_)
    assert str(caught.value) == message.format(path=path)
    assert list(tmp_path.iterdir()) == []


def test_the_package_offers_them() -> None:
    assert kg.export is export
    assert kg.turtle is turtle
