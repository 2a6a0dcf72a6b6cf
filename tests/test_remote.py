"""A store at an address does what a store in a folder does: against a real Virtuoso."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store_story import ARTICLES, FakeExtractor, article, extraction
from typer.testing import CliRunner
from virtuoso import virtuoso

import kg
from kg.building import build
from kg.cli import app, main
from kg.errors import QueryError, StoreError
from kg.exports import ImportReport, export, import_graph
from kg.picture import view
from kg.rdf import Iris
from kg.store import Store
from kg.store.remote import RemoteStore
from kg.store.remote.connection import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from virtuoso import Virtuoso

BASE = "https://kg.example/"
DOCS = Path(__file__).parent.parent / "docs"
#: Virtuoso 7 gives truth back as 1, so that lines of the ontology with a truth are left out of comparisons.
HAPPENING = f"<{BASE}ontology/happening>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        yield running


@pytest.fixture
def settings(server: Virtuoso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KG_STORE_USER", server.user)
    monkeypatch.setenv("KG_STORE_PASSWORD", server.password)
    return monkeypatch


@pytest.fixture(params=["graph store protocol", "updates alone"])
def address(server: Virtuoso, settings: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """The address of a Virtuoso without quads of ours, with batches so small that an article takes several requests."""
    settings.setenv("KG_STORE_BATCH", "40")
    if request.param == "graph store protocol":
        settings.setenv("KG_STORE_GRAPHS", server.graphs)
    server.clear(BASE)
    return server.query


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "local"
    with Store(path, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    return path


@pytest.fixture
def filled(address: str) -> str:
    with Store(address, write=True) as remote:
        build(remote, ARTICLES, extractor=FakeExtractor())
    return address


def lines(store: Store) -> list[str]:
    return sorted(line for line in map(str, store.quads()) if HAPPENING not in line)


def test_a_build_ends_at_the_quads_of_a_local_one_and_reads_nothing_twice(address: str, folder: Path) -> None:
    for added in (len(ARTICLES), 0):
        with Store(address, write=True) as remote:
            report = build(remote, ARTICLES, extractor=FakeExtractor())
            assert (report.added, report.unchanged, report.failed) == (added, len(ARTICLES) - added, ())
    with Store(folder) as local, Store(address) as remote:
        assert lines(remote) == lines(local)


FROM_ONE = f"SELECT ?id FROM {Iris().article(ARTICLES[0].id)} {{ ?a schema:identifier ?id }}"  # noqa: S608
#: What is asked of a store, in all the ways there are.
QUESTIONS: dict[str, Callable[[Store], object]] = {
    "claims": lambda store: list(store.claims()),
    "claims of a relation": lambda store: list(store.claims(relation="acquires", since="2026", until="2026-12")),
    "claims around": lambda store: list(store.claims(around="NATO", hops=2)),
    "claims of a certainty": lambda store: list(store.claims(certainty="probable")),
    "articles": lambda store: list(store.articles()),
    "extractions": lambda store: [store.extraction(source.id) for source in ARTICLES],
    "entity": lambda store: store.entity("brightwater"),
    "counts": lambda store: store.counts(),
    "digests": lambda store: store.digests(),
    "relations": lambda store: store.relations,
    "select": lambda store: store.query("SELECT ?a ?b { ?a kg:negotiates_with ?b } ORDER BY ?a ?b").rows,
    "ask": lambda store: store.query("ASK { ?a kg:acquires ?b }").boolean,
    "ask in vain": lambda store: store.query("ASK { ?a kg:employs ?a }").boolean,
    "construct": lambda store: store.query("CONSTRUCT { ?a kg:acquires ?b } { ?a kg:acquires ?b }").to_turtle(),
    "by name": lambda store: store.query("SELECT ?what { ?x kg:leads ?what }", x="Mara Voss").rows,
    "from": lambda store: sorted(store.query(FROM_ONE)),
    "graph": lambda store: len(store.query("SELECT ?s ?p ?o { GRAPH graph:statements { ?s ?p ?o } }")),
    "rdflib": lambda store: sorted(
        map(str, store.graph().query("SELECT ?l { GRAPH graph:entities { ?x rdfs:label ?l } }"))
    ),
    "picture": lambda store: view(store).html,
}


@pytest.mark.parametrize("address", ["updates alone"], indirect=True)
def test_answers_are_those_of_a_local_store(filled: str, folder: Path) -> None:
    with Store(folder) as local, Store(filled) as remote:
        different = [name for name, ask in QUESTIONS.items() if ask(local) != ask(remote)]
    assert different == []


def test_an_import_ends_at_the_quads_of_a_local_one(address: str, folder: Path, tmp_path: Path) -> None:
    with Store(folder) as local:
        export(local, tmp_path / "graph.nq")
        expected = lines(local)
    with Store(address, write=True) as remote:
        build(remote, [article("a1", "NATO met Norway.")], extractor=FakeExtractor())
        for _ in range(2):
            assert import_graph(remote, tmp_path / "graph.nq") == ImportReport(articles=len(ARTICLES))
            assert lines(remote) == expected


@pytest.mark.parametrize("address", ["updates alone"], indirect=True)
def test_exports_are_those_of_a_local_store(filled: str, folder: Path, tmp_path: Path) -> None:
    with Store(folder) as local, Store(filled) as remote:
        export(local, tmp_path / "local.nq")
        export(remote, tmp_path / "remote.nq")
    texts = [(tmp_path / f"{name}.nq").read_text("utf-8").splitlines() for name in ("local", "remote")]
    local_lines, remote_lines = ([line for line in text if HAPPENING not in line] for text in texts)
    assert remote_lines == local_lines


def test_changing_and_removing_leave_nothing_stale(filled: str, tmp_path: Path) -> None:
    changed = article(ARTICLES[0].id, "NATO met Mara Voss.")
    stores = []
    for place in (filled, tmp_path / "local"):
        with Store(place, write=True) as store:
            build(store, [changed, *ARTICLES[1:]], extractor=FakeExtractor())
            store.remove(ARTICLES[1].id)
        with Store(place) as store:
            stores.append(lines(store))
    assert stores[0] == stores[1]


@pytest.mark.parametrize("after", range(1, 8))
@pytest.mark.parametrize("address", ["updates alone"], indirect=True)
def test_a_build_that_dies_between_requests_ends_run_again_at_the_same(
    address: str, folder: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(address, write=True) as store:
        store.add([], ontology=kg.load_ontology())
        count = 0
        send = store._connection.update  # type: ignore[attr-defined]

        def dies(sparql: str, *, repeatable: bool) -> None:
            nonlocal count
            count += 1
            if count > after:
                raise KeyboardInterrupt
            send(sparql, repeatable=repeatable)

        with monkeypatch.context() as patch:
            patch.setattr(store._connection, "update", dies)  # type: ignore[attr-defined]
            with pytest.raises(KeyboardInterrupt):
                store.add([extraction(source) for source in ARTICLES])
        store._abandon()
    with Store(address, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    with Store(folder) as local, Store(address) as remote:
        assert lines(remote) == lines(local)


def test_only_graphs_below_the_base_are_the_stores_own(filled: str) -> None:
    with Store(filled, write=True) as store:
        before = store.size()
        store.update("INSERT DATA { GRAPH <urn:others> { <urn:a> <urn:b> <urn:c> } }")
        assert store.size() == before
        assert {graph for graph in store.graphs() if not graph.startswith(BASE)} == set()
        store.update("DROP SILENT GRAPH <urn:others>")


def test_a_store_keeps_its_base(address: str) -> None:
    with Store(address, write=True, base="https://kg.example/mine/") as store:
        build(store, ARTICLES[:1], extractor=FakeExtractor())
    with Store(address) as store:
        assert store.iris == Iris("https://kg.example/mine/")
    with pytest.raises(StoreError, match=r"has the base 'https://kg\.example/mine/'; give one that it has"):
        Store(address, base="https://kg.example/yours/")


@pytest.mark.parametrize("address", ["updates alone"], indirect=True)
def test_commands_take_an_address(filled: str, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--store", filled])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert re.search(rf"articles +{len(ARTICLES)}\n", run("info"))
    assert "Mara Voss" in run("query", "SELECT ?who { ?x kg:leads ?y . ?x rdfs:label ?who }", "--format", "csv")
    run("view", "-o", str(tmp_path / "graph.html"))
    assert "Mara Voss" in (tmp_path / "graph.html").read_text("utf-8")
    run("export", "-o", str(tmp_path / "graph.nq"))
    run("remove", ARTICLES[0].id)
    assert re.search(rf"articles +{len(ARTICLES) - 1}\n", run("info"))


@pytest.mark.parametrize("address", ["updates alone"], indirect=True)
def test_a_command_builds_prunes_tells_and_forgets(address: str, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--store", address])
        assert result.exit_code == 0, result.output
        return result.output

    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "deal.txt").write_text("Brightwater Group has bought Quillon Energy.", encoding="utf-8")
    (folder / "talks.txt").write_text("Quillon Energy is in talks with NATO.", encoding="utf-8")
    build_ = ("build", str(folder), "--reader", "phrases")
    assert "2 added, 0 replaced, 0 unchanged" in run(*build_)
    assert "0 added, 0 replaced, 2 unchanged" in run(*build_)
    (folder / "talks.txt").unlink()
    assert "1 unchanged, 1 pruned" in run(*build_, "--prune")
    assert "Brightwater Group acquires Quillon Energy" in run("info", "Quillon Energy")
    run("forget", "Quillon Energy")
    with Store(address) as store:
        assert [line for line in lines(store) if "Quillon" in line] == []
        assert store.counts()["claims"] == 0


# -- What goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"KG_STORE_USER": ""}, "refuses (401 Unauthorized): it wants to know who asks; set KG_STORE_USER and"),
        ({"KG_STORE_PASSWORD": "wrong"}, "the user or token given is not let in; set KG_STORE_USER and"),
        ({"KG_STORE_BATCH": "many"}, "KG_STORE_BATCH is 'many'; give a whole number: how many quads one request may"),
        ({"KG_STORE_TIMEOUT": "0"}, "KG_STORE_TIMEOUT is '0'; give a whole number: how many seconds an answer may"),
    ],
)
def test_settings_that_do_not_fit(
    server: Virtuoso, settings: pytest.MonkeyPatch, change: dict[str, str], message: str
) -> None:
    for name, value in change.items():
        settings.setenv(name, value)
    with pytest.raises(StoreError, match=re.escape(message)):
        Store(server.query)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://127.0.0.1:9/sparql", "store 'http://127.0.0.1:9/sparql' cannot be reached: "),
        ("http://someone:secret@127.0.0.1:9/", "the address of a store at '127.0.0.1' must be scheme, host and path"),
    ],
)
def test_an_address_that_leads_nowhere(
    address: str, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KG_STORE", raising=False)
    assert main(["info", "--store", address]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1
    assert "secret" not in told


def test_a_page_is_no_endpoint(server: Virtuoso, settings: pytest.MonkeyPatch) -> None:
    settings.setenv("KG_STORE_TOKEN", "unused")
    with pytest.raises(StoreError, match=r"store 'http://.*' (answers 404|sends text/html)"):
        Store(server.query.replace("/sparql-auth", "/nothing"))


def test_a_fault_in_a_query_is_told_with_the_endpoints_words(server: Virtuoso, settings: pytest.MonkeyPatch) -> None:
    settings.setenv("KG_STORE_TIMEOUT", "60")
    with Store(server.query) as store, pytest.raises(QueryError, match=r"cannot answer: .*line 2: syntax error"):
        store.query("SELECT *\n{ ?x kg:acquires }")


def test_a_reader_writes_nothing_and_a_closed_store_answers_nothing(
    server: Virtuoso, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("KG_STORE_TIMEOUT", "60")
    store = Store(server.query)
    assert isinstance(store, RemoteStore)
    with pytest.raises(StoreError, match=r"is open to read; open it with kg.Store\('http.*', write=True\)"):
        store.update("DROP GRAPH <urn:a>")
    assert store.refresh() is False
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.query("ASK {}")


def test_every_setting_is_documented() -> None:
    page = (DOCS / "stores.md").read_text("utf-8")
    assert [name for name in SETTINGS if f"`{name}`" not in page] == []
