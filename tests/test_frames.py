"""Claims in other libraries: the same claims, with types."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from store_story import ARTICLES, FakeExtractor, article, extraction

import kg
from kg.building import build
from kg.frames import adjacency, network
from kg.frames.tables import COLUMNS

BY_ID = {source.id: source for source in ARTICLES}
QUILLON, BRIGHTWATER, NATO = "organization/quillon-energy", "organization/brightwater", "organization/nato"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Store]:
    with kg.Store(tmp_path_factory.mktemp("frames") / "graph", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        yield store


def claims() -> list[kg.Claim]:
    return [claim for source in ARTICLES for claim in extraction(source).claims]


def test_an_edge_is_a_statement() -> None:
    graph = network(claims(), BY_ID.__getitem__)
    assert isinstance(graph, nx.MultiDiGraph)
    assert sorted(graph.edges(keys=True)) == [
        (BRIGHTWATER, QUILLON, "acquires"),
        (BRIGHTWATER, "place/norway", "based_in"),
        (NATO, QUILLON, "negotiates_with"),
        (NATO, "person/mara-voss", "meets_with"),
        (QUILLON, NATO, "supplies"),
        ("person/mara-voss", QUILLON, "leads"),
    ]
    # two claims of one article have "Brightwater Group", two articles "Brightwater"
    assert graph.nodes[BRIGHTWATER] == {"name": "Brightwater", "type": "Company", "claims": 4}
    assert graph.edges[BRIGHTWATER, QUILLON, "acquires"] == {
        "relation": "acquires",
        "symmetric": False,
        "claims": 3,
        "articles": 3,
        "sources": 2,
        "polarity": "positive",
        "certainty": "certain",
        "time": "future",
        "confidence": 0.9,
        "first": "2026-04-02",
        "last": "2026-05-01",
    }
    assert graph.edges["person/mara-voss", QUILLON, "leads"]["role"] == "chief executive"


def test_an_edge_is_a_claim() -> None:
    graph = network(claims(), BY_ID.__getitem__, each=True)
    assert {key for _, _, key in graph.edges(keys=True)} == {claim.id for claim in claims()}
    told = claims()[0]
    assert graph.edges[NATO, QUILLON, told.id] == {
        "relation": "negotiates_with",
        "symmetric": True,
        "polarity": "positive",
        "certainty": "probable",
        "time": "current",
        "confidence": 0.9,
        "article": "a1",
        "evidence": told.evidence.text,
        "published": "2026-03-01",
        "attributed_to": "Reuters",
    }


@pytest.mark.parametrize("each", [False, True])
def test_other_programs_take_the_attributes(each: bool) -> None:
    graph = network(claims(), BY_ID.__getitem__, each=each)
    file = io.BytesIO()
    nx.write_graphml(graph, file)
    file.seek(0)
    again = nx.read_graphml(file, force_multigraph=True)
    assert {(s, o): d for s, o, d in again.edges(data=True)} == {(s, o): d for s, o, d in graph.edges(data=True)}
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))


def test_what_xml_does_not_hold_is_a_space() -> None:
    paged = article("p", "Brightwater has bought \x0cQuillon Energy.")
    graph = network(extraction(paged).claims, {"p": paged}.__getitem__, each=True)
    assert [data["evidence"] for *_, data in graph.edges(data=True)] == ["Brightwater has bought  Quillon Energy."]
    nx.write_graphml(graph, io.BytesIO())


def test_the_order_of_claims_does_not_matter_to_the_drawing() -> None:
    one, other = (network(found, BY_ID.__getitem__, each=True) for found in (claims(), claims()[::-1]))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))


def test_a_matrix_counts_claims() -> None:
    found = adjacency(claims())
    assert found.things == tuple(sorted(found.things))
    place = {thing: number for number, thing in enumerate(found.things)}
    assert found.matrix[place[BRIGHTWATER], place[QUILLON]] == 3
    assert found.matrix[place[QUILLON], place[BRIGHTWATER]] == 0
    assert found.matrix[place[NATO], place[QUILLON]] == 2
    assert found.matrix[place[QUILLON], place[NATO]] == 3  # and supplies it
    assert found.matrix.shape == (5, 5)
    assert adjacency(()).matrix.shape == (0, 0)


def test_a_data_frame_has_a_row_a_claim(store: kg.Store) -> None:
    frame = store.to_dataframe()
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["id"]) == [claim.id for claim in store.claims()]
    first = frame.iloc[0]
    assert (first["subject"], first["relation"], first["object"]) == (QUILLON, "negotiates_with", NATO)
    assert first["published"] == datetime(2026, 3, 1)
    assert first["attributed_to"] == ("Reuters",)
    assert frame["published"].isna().sum() == 2
    assert (frame["certainty"] > "possible").sum() == 8
    assert BY_ID[first["article"]].text[first["start"] : first["end"]] == first["evidence"]


def test_polars_and_arrow_hold_the_same(store: kg.Store) -> None:
    frame, table = store.to_polars(relation="negotiates_with"), store.to_arrow(relation="negotiates_with")
    rows = table.to_pylist()
    assert frame.to_dicts() == rows
    assert [row["certainty"] for row in rows] == ["probable", "possible"]
    assert rows[0]["published"] == date(2026, 3, 1)
    assert rows[1]["published"] is None
    assert rows[0]["attributed_to"] == ["Reuters"]
    assert str(frame.schema["published"]) == "Date"


def test_nothing_is_a_table_too(store: kg.Store) -> None:
    none: dict[str, Any] = {"since": "2030"}
    assert list(store.to_dataframe(**none).columns) == list(COLUMNS)
    assert store.to_polars(**none).shape == (0, len(COLUMNS))
    assert store.to_arrow(**none).num_rows == 0
    assert store.to_networkx(**none).number_of_nodes() == 0
    assert store.to_scipy(**none).things == ()


def test_a_store_gives_its_network(store: kg.Store) -> None:
    mine, theirs = store.to_networkx(around="NATO"), network(store.claims(around="NATO"), store.article)
    assert nx.utils.graphs_equal(mine, theirs)
    assert "place/norway" not in mine


@pytest.mark.parametrize("filters", [{}, {"relation": "acquires"}, {"around": "Norway"}])
def test_a_thing_has_one_name_and_type_in_the_network_and_in_the_store(tmp_path: Path, filters: dict[str, Any]) -> None:
    silent = [article(str(number), f"Brightwater Group in {number}.") for number in range(3)]
    with kg.Store(tmp_path / "s", write=True) as other:
        build(other, [*ARTICLES, *silent], extractor=FakeExtractor())
        drawn = {id_: (data["name"], data["type"]) for id_, data in other.to_networkx(**filters).nodes(data=True)}
        assert drawn[BRIGHTWATER] == ("Brightwater Group", "Company")
        things = {id_: other.entity(id_) for id_ in drawn}
        assert drawn == {id_: (thing.name, thing.type) for id_, thing in things.items()}


def test_results_go_where_claims_go(store: kg.Store) -> None:
    found = store.query("SELECT ?n (COUNT(*) AS ?c) { ?a schema:datePublished ?n } GROUP BY ?n ORDER BY ?n")
    assert found.to_polars().to_dicts() == found.to_arrow().to_pylist()
    assert found.to_polars().row(0) == found.rows[0]


@pytest.mark.parametrize(
    ("method", "package", "extra"),
    [("to_dataframe", "pandas", "pandas"), ("to_polars", "polars", "polars"), ("to_arrow", "pyarrow", "arrow")],
)
def test_what_is_not_installed_is_named(
    store: kg.Store, monkeypatch: pytest.MonkeyPatch, method: str, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    sources: list[Any] = [store, store.query("ASK {}")]
    for source in sources:
        with pytest.raises(kg.MissingExtra) as caught:
            getattr(source, method)()
        assert str(caught.value) == f"{package} is not installed; type: pip install 'claimgraph[{extra}]'"


def test_paths_of_a_store_do_not_matter(store: kg.Store, tmp_path: Path) -> None:
    with kg.Store(tmp_path / "other", write=True) as other:
        build(other, ARTICLES[::-1], extractor=FakeExtractor())
        assert other.to_arrow().equals(store.to_arrow())
