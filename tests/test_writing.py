"""What is written to a store: in place of what was there, with what follows from it, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode
from store_story import ARTICLES, FakeExtractor, article, extraction, lines, plain

import kg.rdf
from kg.building import build
from kg.errors import QueryError, StoreError
from kg.ontology import load_ontology
from kg.rdf import Iris
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


# -- Writing ----------------------------------------------------------------------------------------------------------


def test_adding_twice_is_adding_once(copy: Path) -> None:
    with Store(copy, write=True) as store:
        before = lines(store)
        activity = kg.rdf.Activity("fake 1", load_ontology().digest)
        assert store.add(map(extraction, ARTICLES[::-1]), activity=activity) == 5
        assert lines(store) == before


def test_a_changed_article_leaves_nothing_stale(copy: Path, tmp_path: Path) -> None:
    changed = article("a2", "NATO met Norway.", "2026-04-02")
    with Store(copy, write=True) as store:
        build(store, [changed], extractor=FakeExtractor())
        found = lines(store)
    with Store(tmp_path / "fresh", write=True) as store:
        build(store, [changed if a.id == "a2" else a for a in ARTICLES], extractor=FakeExtractor())
        assert lines(store) == found


def test_removing_is_as_if_it_had_never_been_there(copy: Path, tmp_path: Path) -> None:
    with Store(copy, write=True) as store:
        store.remove("a2")
        store.remove("news/a3")
        found = lines(store)
        with pytest.raises(QueryError, match="has no article 'a2'"):
            store.remove("a2")
    with Store(tmp_path / "fresh", write=True) as store:
        build(store, [a for a in ARTICLES if a.id not in ("a2", "news/a3")], extractor=FakeExtractor())
        assert lines(store) == found
    with Store(copy) as store:
        assert lines(store) == found


def test_removing_all_leaves_the_ontology(copy: Path) -> None:
    with Store(copy, write=True) as store:
        for source in ARTICLES:
            store.remove(source.id)
        assert {str(quad.graph_name) for quad in store.quads()} == {"<https://kg.example/graph/ontology>"}


def test_derived_anew_is_what_it_was(copy: Path) -> None:
    with Store(copy, write=True) as store:
        before = lines(store)
        store.derive()
        assert lines(store) == before


def test_decisions_move_things(copy: Path) -> None:
    iris = Iris()
    same, link = NamedNode("https://kg.example/decision/1"), NamedNode("https://kg.example/decision/2")
    quillon, brightwater = (iris.thing(f"organization/{name}") for name in ("quillon-energy", "brightwater"))
    public = NamedNode("http://www.wikidata.org/entity/Q1")
    with Store(copy, write=True) as store:
        store.update(
            f"INSERT DATA {{ GRAPH graph:decisions {{ {same} a kg:Decision ; kg:about {quillon} ; kg:decided_thing "
            f"{brightwater} . {link} a kg:Decision ; kg:about {quillon} ; kg:decided_link {public} }} }}"
        )
        store.derive()
        assert store.entity("Quillon Energy").thing == "organization/brightwater"
        assert store.query("SELECT ?l { ?x owl:sameAs ?l }", x="Brightwater").rows == [(public.value,)]
        assert ("organization/brightwater", "acquires", "organization/brightwater") not in plain(store)
        assert ("person/mara-voss", "leads", "organization/brightwater") in plain(store)
        assert {claim.subject.thing for claim in store.claims(relation="leads")} == {"person/mara-voss"}
        assert {claim.object.thing for claim in store.claims(relation="leads")} == {"organization/brightwater"}
        after = lines(store)
        store.add([extraction(ARTICLES[0])], activity=kg.rdf.Activity("fake 1", load_ontology().digest))
        assert lines(store) == after


def test_the_policy_is_the_stores_own_and_a_new_one_derives_anew(copy: Path) -> None:
    policy = Literal(
        "CONSTRUCT { ?subject ?relation ?object } WHERE { ?claim rdf:subject ?subject ; rdf:predicate ?relation ; "
        "rdf:object ?object ; kg:polarity 'negative' }"
    )
    with Store(copy, write=True) as store:
        (old,) = store.query("SELECT ?p { graph:statements kg:policy ?p }").terms[0]
        store.update(
            f"DELETE DATA {{ GRAPH graph:ontology {{ graph:statements kg:policy {old} }} }} ;"
            f"INSERT DATA {{ GRAPH graph:ontology {{ graph:statements kg:policy {policy} }} }}"
        )
        store.derive()
        assert plain(store) == {("organization/brightwater", "acquires", "organization/quillon-energy")}


def test_text_left_out_is_nowhere_on_disk_of_the_graph(tmp_path: Path) -> None:
    secret = article("s", "Nobody knows.\nMara Voss leads NATO.")
    with Store(tmp_path / "s", write=True) as store:
        store.add([extraction(secret)], text=False)
        assert not [line for line in lines(store) if "Nobody" in line]
        assert [claim.evidence.text for claim in store.claims()] == ["Mara Voss leads NATO."]
        assert store.article("s").text == ""


def test_the_base_is_the_stores_own(tmp_path: Path) -> None:
    with Store(tmp_path / "s", write=True, base="https://data.example/") as store:
        store.add([extraction(ARTICLES[0])])
    with Store(tmp_path / "s") as store:
        assert store.query("SELECT ?x { ?x rdfs:label 'NATO' }").readable == [("entity:organization/nato",)]
        assert store.entity("NATO").thing == "organization/nato"
        assert store.query("SELECT ?x { ?x rdfs:label 'NATO' }").rows == [
            ("https://data.example/entity/organization/nato",)
        ]
    with pytest.raises(StoreError, match=r"has the base 'https://data\.example/', not 'https://other\.example/'"):
        Store(tmp_path / "s", write=True, base="https://other.example/")


def test_loading_many_is_adding_them(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = [article(f"n{number}", f"Mara Voss leads NATO.\n{number}") for number in range(5)]
    everything = [*map(extraction, [*new, new[0], article("a1", "NATO met Norway.")])]
    with Store(copy, write=True) as store:
        assert store.load(everything) == 7
        found = lines(store)
    monkeypatch.setattr("kg.store.derive.MANY", 0)
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        store.add(everything)
        assert lines(store) == found
    with Store(copy) as store:
        assert lines(store) == found


def test_a_load_that_fails_leaves_all_as_it_was(copy: Path) -> None:
    def broken() -> Iterator[kg.Extraction]:
        yield extraction(article("n", "NATO met Norway."))
        raise ZeroDivisionError

    with Store(copy, write=True) as store:
        before = lines(store)
        with pytest.raises(ZeroDivisionError):
            store.load(broken())
        assert lines(store) == before
