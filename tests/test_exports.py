"""Exports: opened by those who are to read them."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import Literal, Quad, RdfFormat, Triple, parse
from rdflib import Dataset, Graph
from store_story import ARTICLES, FakeExtractor, extraction

import kg
from kg.building import build
from kg.errors import MissingExtra, StoreError
from kg.exports import export, turtle
from kg.exports.jsonld import context
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


def expected(store: Store) -> bytes:
    stream = io.BytesIO()
    export(store, stream, format="nq")
    return stream.getvalue()


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_leads_to_the_new_file(store: Store, tmp_path: Path, there: bool) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "target.nq", tmp_path / "link.nq"
    if there:
        target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    assert export(store, link) == (link,)
    assert link.is_symlink()
    assert target.read_bytes() == expected(store)
    nodes = tmp_path / "graph-nodes.csv"
    nodes.symlink_to(target)
    export(store, tmp_path / "graph.csv")
    assert nodes.is_symlink()
    assert target.read_bytes() != expected(store)
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["target.nq"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes that have a name are of POSIX")
def test_a_pipe_is_written_into(store: Store, tmp_path: Path) -> None:
    pipe = tmp_path / "graph.nq"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        assert export(store, pipe) == (pipe,)
        assert read.result(60) == expected(store)
    assert pipe.is_fifo()


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


def test_what_is_no_number_is_written_into_jsonld_as_it_is(tmp_path: Path) -> None:
    with Store(tmp_path / "s", write=True) as store:
        values = "'abc'^^xsd:integer, 7, 'maybe'^^xsd:boolean, true"
        store.update(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {values} }} }}")
        export(store, tmp_path / "graph.jsonld")
    graphs = json.loads((tmp_path / "graph.jsonld").read_text(encoding="utf-8"))["@graph"]
    (said,) = (node["urn:p"] for graph in graphs for node in graph["@graph"] if graph["@id"] == "urn:g")
    assert sorted(said, key=str) == [
        7,
        True,
        {"@value": "abc", "@type": "xsd:integer"},
        {"@value": "maybe", "@type": "xsd:boolean"},
    ]


def test_extractions_as_turtle_without_a_store() -> None:
    text = "\n".join(turtle(map(extraction, ARTICLES)))
    graph = Graph().parse(data=text, format="turtle")
    rows = graph.query("SELECT (COUNT(*) AS ?n) { ?c a <https://kg.example/ontology/Claim> }")
    assert [str(row[0]) for row in rows if not isinstance(row, bool)] == ["9"]


@pytest.mark.parametrize(
    ("target", "format_", "message"),
    [
        ("graph.tt1", None, "unknown format 'tt1' of '{path}'; did you mean 'ttl'?; known: {known}"),
        ("graph", None, "unknown format '' of '{path}'; known: {known}"),
        ("graph.ttl", "xls", "unknown format 'xls' of '{path}'; known: {known}"),
        ("none/graph.ttl", None, "'{path}' cannot be written: no such file or directory"),
    ],
)
def test_what_cannot_be_exported(store: Store, tmp_path: Path, target: str, format_: str | None, message: str) -> None:
    path = tmp_path / target
    with pytest.raises(StoreError) as caught:
        export(store, path, format=format_)
    known = "csv, ftm, gexf, graphml, jsonld, nq, parquet, trig, ttl"
    assert str(caught.value) == message.format(path=path, known=known)
    assert list(tmp_path.iterdir()) == []


# -- JSON-LD ----------------------------------------------------------------------------------------------------------


def test_rdflib_reads_the_same_quads_from_jsonld(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "graph.jsonld")
    dataset = Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own use of it
        dataset.parse(tmp_path / "graph.jsonld", format="json-ld")
        lines = dataset.serialize(format="nquads")
    loaded = {_plain(quad) for quad in parse(lines, format=RdfFormat.N_QUADS)}
    assert loaded == {_plain(quad) for quad in store.quads()}


def _plain(quad: Quad) -> tuple[str, ...]:
    """Return the terms, a double by its value: rdflib writes one in its own way."""
    value = quad.object
    if isinstance(value, Literal) and value.datatype.value.endswith("#double"):
        return str(quad.subject), str(quad.predicate), str(float(value.value)), str(quad.graph_name)
    return str(quad.subject), str(quad.predicate), str(value), str(quad.graph_name)


def test_the_context_is_that_of_the_ontologys_folder(store: Store) -> None:
    path = kg.ontology_path("context.jsonld")
    assert json.loads(path.read_text(encoding="utf-8")) == context()
    out = io.BytesIO()
    export(store, out, format="jsonld")
    assert json.loads(out.getvalue())["@context"] == context()["@context"]


# -- RDF 1.2 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "syntax"), [("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG), ("ttl", RdfFormat.TURTLE)]
)
def test_reifiers_say_which_triple_a_claim_reifies(
    store: Store, tmp_path: Path, suffix: str, syntax: RdfFormat
) -> None:
    export(store, tmp_path / f"graph.{suffix}", reifiers=True)
    found = {
        (str(quad.subject), quad.object)
        for quad in parse(path=tmp_path / f"graph.{suffix}", format=syntax)
        if quad.predicate.value.endswith("#reifies")
    }
    rows = store.query("SELECT ?c ?s ?p ?o { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }").terms
    assert found == {(str(c), Triple(s, p, o)) for c, s, p, o in rows}  # type: ignore[arg-type]
    assert len(found) == 9


def test_other_formats_have_no_reifiers(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="graphml cannot hold reifiers; nq, trig and ttl can"):
        export(store, tmp_path / "graph.graphml", reifiers=True)


# -- Networks ---------------------------------------------------------------------------------------------------------

#: Statements of the story, each once: ends, relation, number of claims and of articles.
STATEMENTS = {
    ("organization/brightwater", "organization/quillon-energy", "acquires", 3, 3),
    ("organization/brightwater", "place/norway", "based_in", 1, 1),
    ("organization/nato", "organization/quillon-energy", "negotiates_with", 2, 2),
    ("organization/nato", "person/mara-voss", "meets_with", 1, 1),
    ("organization/quillon-energy", "organization/nato", "supplies", 1, 1),
    ("person/mara-voss", "organization/quillon-energy", "leads", 1, 1),
}


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_networkx_reads_the_network(store: Store, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph.{suffix}"
    export(store, path)
    graph = nx.read_graphml(path, force_multigraph=True) if suffix == "graphml" else nx.read_gexf(path)
    found = {(s, o, data["relation"], data["claims"], data["articles"]) for s, o, data in graph.edges(data=True)}
    assert found == STATEMENTS
    assert graph.nodes["organization/brightwater"]["name"] == "Brightwater"
    again = io.BytesIO()
    export(store, again, format=suffix)
    assert again.getvalue() == path.read_bytes()


def test_csv_for_neo4j(store: Store, tmp_path: Path) -> None:
    files = export(store, tmp_path / "graph.csv")
    assert [path.name for path in files] == ["graph-nodes.csv", "graph-edges.csv"]
    nodes, edges = (list(csv.DictReader(io.StringIO(path.read_text("utf-8")))) for path in files)
    assert list(nodes[0]) == [
        *("id:ID", "name:string", "type:string", ":LABEL", "aliases:string[]", "links:string[]", "claims:int")
    ]
    assert nodes[0] == {
        "id:ID": "organization/brightwater",
        "name:string": "Brightwater",
        "type:string": "Company",
        ":LABEL": "Agent;Company;Organization",
        "aliases:string[]": "Brightwater Group",
        "links:string[]": "",
        "claims:int": "4",
    }
    assert [node["id:ID"] for node in nodes if node["claims:int"] == "0"] == ["organization/reuters"]
    found = {
        (edge[":START_ID"], edge[":END_ID"], edge[":TYPE"], int(edge["claims:int"]), int(edge["articles:int"]))
        for edge in edges
    }
    assert found == STATEMENTS
    assert {edge["symmetric:boolean"] for edge in edges} == {"true", "false"}


def test_parquet(store: Store, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    files = export(store, tmp_path / "graph.parquet")
    assert [path.name for path in files] == ["graph-nodes.parquet", "graph-edges.parquet", "graph-claims.parquet"]
    nodes, edges, claims = (parquet.read_table(path) for path in files)
    assert (nodes.num_rows, edges.num_rows, claims.num_rows) == (6, 6, 9)
    assert nodes.column("aliases")[0].as_py() == ["Brightwater Group"]
    assert str(claims.schema.field("published").type) == "date32[day]"
    found = {(r["subject"], r["object"], r["relation"], r["claims"], r["articles"]) for r in edges.to_pylist()}
    assert found == STATEMENTS


def test_several_files_need_a_name(store: Store) -> None:
    with pytest.raises(StoreError, match="csv takes several files; give the name of a file"):
        export(store, io.BytesIO(), format="csv")


@pytest.mark.parametrize(("format_", "package"), [("ftm", "followthemoney"), ("parquet", "pyarrow")])
def test_a_missing_extra_says_what_to_type(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=rf"{package} is not installed; type: pip install 'claimgraph\[{format_}\]'"):
        export(store, tmp_path / f"graph.{format_}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_followthemoney(store: Store, tmp_path: Path) -> None:
    ftm = pytest.importorskip("followthemoney")
    (path,) = export(store, tmp_path / "graph.ftm")
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    entities = {record["id"]: ftm.model.get_proxy(record, cleaned=False) for record in records}
    names = {id_: entity.caption for id_, entity in entities.items() if not entity.schema.edge}
    assert {(entity.schema.name, entity.caption) for entity in entities.values() if not entity.schema.edge} == {
        *(("Company", "Brightwater"), ("Company", "Quillon Energy"), ("Person", "Mara Voss")),
        *(("Organization", "NATO"), ("Organization", "Reuters"), ("LegalEntity", "Norway")),
    }
    links = {
        (
            entity.schema.name,
            names[entity.first(entity.schema.edge_source)],
            names[entity.first(entity.schema.edge_target)],
            entity.first("role"),
        )
        for entity in entities.values()
        if entity.schema.edge
    }
    assert links == {
        ("Ownership", "Brightwater", "Quillon Energy", "acquires"),
        ("UnknownLink", "Brightwater", "Norway", "based in"),
        ("UnknownLink", "NATO", "Quillon Energy", "negotiates with"),
        ("UnknownLink", "NATO", "Mara Voss", "meets with"),
        ("UnknownLink", "Quillon Energy", "NATO", "supplies"),
        ("Directorship", "Mara Voss", "Quillon Energy", "chief executive"),
    }
    (deal,) = (entity for entity in entities.values() if entity.schema.name == "Ownership")
    assert sorted(deal.get("date")) == ["2026-04-02", "2026-05-01"]
    assert deal.first("summary") == "Brightwater Group will buy Quillon Energy, people familiar said."
    again = io.BytesIO()
    export(store, again, format="ftm")
    assert again.getvalue() == path.read_bytes()


def test_the_package_offers_them() -> None:
    assert kg.export is export
    assert kg.turtle is turtle
