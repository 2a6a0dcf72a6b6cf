"""Imports: what another store wrote comes in whole, what is not right leaves all as it was."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from store_story import ARTICLES, FakeExtractor, article, lines
from web_server import TOKEN, serving

import kg
from kg.building import build
from kg.errors import StoreError
from kg.exports import ImportReport, export, import_graph
from kg.store import Decision, Store

SAME = Decision("person/mara-voss", thing="place/norway", by="a test")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("made") / "s", write=True)
    build(store, ARTICLES, extractor=FakeExtractor())
    store.decide([SAME])
    return store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "s", write=True)


@pytest.mark.parametrize("suffix", ["nq", "trig", "ttl"])
def test_an_export_comes_back_as_it_was(made: Store, store: Store, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph.{suffix}"
    export(made, path)
    report = import_graph(store, path)
    assert (report.articles, report.decisions, report.others) == (5, 4, 0)
    assert lines(store) == lines(made)
    with Store(tmp_path / "s") as reader:
        assert lines(reader) == lines(made)
    import_graph(store, path)
    assert lines(store) == lines(made)


def test_articles_replace_those_of_the_same_id_and_decisions_stay(made: Store, store: Store, tmp_path: Path) -> None:
    build(store, [article("a1", "NATO met Norway."), article("b", "Mara Voss met NATO.")], extractor=FakeExtractor())
    store.decide([Decision("organization/nato", thing="organization/otan")])
    export(made, tmp_path / "graph.nq")
    import_graph(store, tmp_path / "graph.nq")
    assert sorted(source.id for source in store.articles()) == ["a1", "a2", "a4", "a5", "b", "news/a3"]
    assert store.article("a1") == ARTICLES[0]
    assert store.entity("NATO").thing == "organization/otan"
    assert store.entity("Mara Voss").thing == "place/norway"
    after = lines(store)
    store.derive()
    assert lines(store) == after


OTHER = """
@prefix kg: <https://kg.example/ontology/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://other.example/x> rdfs:seeAlso [ rdfs:label "a page" ] .
kg:Person rdfs:label "person" .
"""


def test_other_triples_come_into_a_graph_of_their_own_without_blank_nodes(store: Store) -> None:
    store.add(())
    report = import_graph(store, io.BytesIO(OTHER.encode()), format="ttl")
    assert report == ImportReport(others=2, known=1)
    rows = store.query("SELECT ?g ?x ?l { GRAPH ?g { ?s rdfs:seeAlso ?x . ?x rdfs:label ?l } }").rows
    assert [row[2] for row in rows] == ["a page"]
    assert rows[0][0].startswith("https://kg.example/graph/import/")
    assert rows[0][1].startswith("https://kg.example/.well-known/genid/")
    before = lines(store)
    renamed = OTHER.replace("[ rdfs:label", "_:z . _:z rdfs:label").replace(" ] .", " .")
    assert import_graph(store, io.BytesIO(renamed.encode()), format="ttl") == ImportReport(known=3)
    assert lines(store) == before


def test_what_follows_in_the_file_is_not_believed(made: Store, store: Store) -> None:
    out = io.BytesIO()
    export(made, out, format="nq")
    more = "<https://kg.example/entity/x> <https://kg.example/ontology/owns> <https://kg.example/entity/y> "
    data = out.getvalue() + f"{more} <https://kg.example/graph/statements> .\n".encode()
    import_graph(store, io.BytesIO(data), format="nq")
    assert lines(store) == lines(made)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"positive"', '"perhaps"', "nothing was imported, since an article cannot be read: 'perhaps' is not a"),
        (
            "ontology/acquires>",
            "ontology/gobbles>",
            "nothing was imported, since not all is as ontology/shapes.ttl wants it:\n",
        ),
        ('"Brightwater has', '"Bright water has', "nothing was imported, since not all is as"),
        ("<https", "<h ttps", "the stream is no nq: "),
    ],
)
def test_all_or_nothing(made: Store, store: Store, old: str, new: str, message: str) -> None:
    build(store, [article("b", "Mara Voss met NATO.")], extractor=FakeExtractor())
    before = lines(store)
    out = io.BytesIO()
    export(made, out, format="nq")
    with pytest.raises(StoreError) as caught:
        import_graph(store, io.BytesIO(out.getvalue().replace(old.encode(), new.encode())), format="nq")
    assert str(caught.value).startswith(message)
    assert lines(store) == before


def test_what_cannot_be_imported(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"unknown format 'tt1' of '.*graph\.tt1'; did you mean 'ttl'\?; known: nq,"):
        import_graph(store, tmp_path / "graph.tt1")
    with pytest.raises(StoreError, match=r"graph\.nq' cannot be read: no such file or directory"):
        import_graph(store, tmp_path / "graph.nq")
    reified = b"<urn:a> <urn:b> <<( <urn:s> <urn:p> <urn:o> )>> ."
    with pytest.raises(StoreError, match=r"has a triple for a term, as RDF 1\.2 allows and rdflib does not"):
        import_graph(store, io.BytesIO(reified), format="nq")


def test_the_package_offers_it() -> None:
    assert kg.import_graph is import_graph


def test_an_address_takes_in_what_a_folder_takes_in(
    made: Store, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", TOKEN)
    monkeypatch.setenv("KG_STORE_BATCH", "100")  # an article, and the whole, take several requests
    path, bad = tmp_path / "graph.nq", tmp_path / "bad.nq"
    export(made, path)
    bad.write_text(path.read_text(encoding="utf-8").replace('"positive"', '"perhaps"'), encoding="utf-8")
    other = "<https://other.example/x> <http://www.w3.org/2000/01/rdf-schema#label> 'a page' .\n".replace("'", '"')
    path.write_text(path.read_text(encoding="utf-8") + other, encoding="utf-8")
    before = article("a1", "NATO met Norway.")
    with serving(tmp_path / "served", "--write") as address, Store(f"{address}sparql", write=True) as remote:
        for each in (store, remote):
            build(each, [before, article("b", "Mara Voss met NATO.")], extractor=FakeExtractor())
        with pytest.raises(StoreError, match="nothing was imported, since an article cannot be read"):
            import_graph(remote, bad)
        assert remote.article("a1") == before
        for known in (0, 1):
            report = ImportReport(articles=5, decisions=4, others=1 - known, known=known)
            assert import_graph(remote, path) == import_graph(store, path) == report
            assert lines(remote) == lines(store)
