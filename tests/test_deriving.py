"""What is derived step by step is, byte for byte, what is derived from nothing, whatever came or went before."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, serialize
from store_story import ARTICLES, FakeExtractor, article, extraction

import kg.rdf
from kg.building import build
from kg.errors import QueryError
from kg.exports import export
from kg.ontology import load_ontology
from kg.store import Decision, Store
from kg.store.derive import Derivation

TEXTS = (
    *(source.text for source in ARTICLES),
    "NATO met Norway.",
    "Mara Voss leads NATO.\nNorway met Mara Voss.",
    "Nothing is said here.",
)
IDS = ("a", "b/1", "c")
THINGS = ("organization/nato", "organization/brightwater", "person/mara-voss", "place/norway", "organization/new")
READ = "https://kg.example/article/a#entity=organization/nato"

add = st.tuples(
    *(st.just("add"), st.sampled_from(IDS), st.sampled_from(TEXTS), st.sampled_from(["2026-03-01", None])),
    st.sampled_from(["t", "u"]),
)
remove = st.tuples(st.just("remove"), st.sampled_from(IDS))
decide = st.tuples(st.just("decide"), st.sampled_from((*THINGS, READ)), st.sampled_from(THINGS))
undo = st.tuples(st.just("undo"), st.sampled_from((*THINGS, READ)), st.sampled_from(THINGS))
link = st.tuples(st.just("link"), st.sampled_from((*THINGS, READ)), st.sampled_from(["Q1", "Q2"]))
ask = st.tuples(st.just("ask"))
steps = st.lists(st.one_of(add, add, add, remove, decide, undo, link, ask), max_size=12)


def run(store: Store, step: tuple[str, ...]) -> None:
    name, *arguments = step
    present = {source.id for source in store.articles()}
    if name == "add":
        id_, text, day, reader = arguments
        store.add([extraction(article(id_, text, day))], activity=kg.rdf.Activity(reader, load_ontology().digest))
    elif name == "remove" and arguments[0] in present:
        store.remove(arguments[0])
    elif name in ("decide", "undo") and arguments[0] != arguments[1]:
        decision = Decision(arguments[0], thing=arguments[1], by="a test")
        store.decide([decision] if name == "decide" else [], undo=[decision] if name == "undo" else [])
    elif name == "link":
        store.decide([Decision(arguments[0], link=f"http://www.wikidata.org/entity/{arguments[1]}", by="a test")])
    elif name == "ask":
        store.counts()


def written(store: Store) -> bytes:
    return serialize(store.quads(), format=RdfFormat.N_QUADS) or b""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(steps)
def test_steps_in_any_order_give_what_nothing_gives(todo: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as name, Store(Path(name) / "s", write=True) as store:
        for step in todo:
            run(store, step)
        after = written(store)
        store.derive()
        assert written(store) == after
        with Store(Path(name) / "fresh", write=True) as fresh:
            sources = list(store.articles())
            for source in sources:
                reader = next(step[4] for step in reversed(todo) if step[:2] == ("add", source.id))
                fresh.add([extraction(source)], activity=kg.rdf.Activity(reader, load_ontology().digest))
            decisions = store.query("SELECT ?d ?p ?o { GRAPH graph:decisions { ?d ?p ?o } }").terms
            lines = "".join(f"{d} {p} {o} .\n" for d, p, o in decisions)
            fresh.update(f"INSERT DATA {{ GRAPH graph:decisions {{ {lines} }} }}")
            fresh.derive()
            if sources:
                assert written(fresh) == after


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([("person/a", "person/b")], {"person/a": "person/b", "person/b": "person/b"}),
        ([("person/a", "person/b"), ("person/b", "person/a")], {"person/a": "person/a", "person/b": "person/a"}),
        ([("person/b", "person/b")], {"person/b": "person/b"}),
        (
            [("person/d", "person/c"), ("person/c", "person/b"), ("person/b", "person/a"), ("person/a", "person/c")],
            dict.fromkeys(("person/a", "person/b", "person/c", "person/d"), "person/a"),
        ),
    ],
)
def test_things_that_stand_for_each_other_are_one(
    tmp_path: Path, decisions: list[tuple[str, str]], expected: dict[str, str]
) -> None:
    with Store(tmp_path / "s", write=True) as store:
        store.decide([Decision(about, thing=thing) for about, thing in decisions])
        derivation = Derivation(store, store.iris)
        assert {thing: derivation.thing("", thing) for thing in expected} == expected


def test_a_circle_of_decisions_makes_one_thing(tmp_path: Path) -> None:
    one, other = "organization/quillon-energy", "organization/brightwater"
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        for about, thing in ((one, other), (other, one)):
            store.decide([Decision(about, thing=thing)])
        assert store.entity("Quillon Energy").thing == store.entity("Brightwater").thing == other
        after = written(store)
        store.derive()
        assert written(store) == after


def test_links_are_looked_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, links = [], Derivation._links

    def counted(self: Derivation) -> dict[str, list[NamedNode]]:
        asked.append(self)
        return links(self)

    monkeypatch.setattr("kg.store.derive.BATCH", 1)
    monkeypatch.setattr(Derivation, "_links", counted)
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        assert store.counts()["things"] == 6
        assert len(asked) == 1


def test_a_policy_of_ones_own_is_kept_until_it_is_taken_back(tmp_path: Path) -> None:
    policy = (
        "CONSTRUCT { ?subject ?relation ?object } WHERE { ?claim rdf:subject ?subject ; rdf:predicate ?relation ; "
        "rdf:object ?object ; kg:polarity 'negative' }"
    )
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        before = written(store)
        store.derive(policy)
        rows = store.query("SELECT ?s ?o { ?s kg:acquires ?o }").readable
        assert rows == [("entity:organization/brightwater", "entity:organization/quillon-energy")]
        assert store.query("ASK { ?s kg:leads ?o }").boolean is False
        build(store, [article("new", "Norway did not buy NATO.")], extractor=FakeExtractor("fake 2"))
        assert len(store.query("SELECT ?s ?o { ?s kg:acquires ?o }")) == 2
        after = written(store)
        store.derive()
        assert written(store) == after
        store.remove("new")
        store.derive("")
        assert written(store) == before


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("CONSTRUCT { ?subject ?relation ?x } WHERE { ?subject ?relation ?x }", "it lacks \\?object; see"),
        ("SELECT ?subject ?relation ?object { ?subject ?relation ?object }", "it is no CONSTRUCT; see"),
        ("CONSTRUCT { ?subject ?relation ?object }", "cannot be read"),
    ],
)
def test_what_is_no_policy(tmp_path: Path, policy: str, message: str) -> None:
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        before = written(store)
        with pytest.raises(QueryError, match=message):
            store.derive(policy)
        assert written(store) == before


def test_an_ontology_that_changes_words_only_derives_the_same(tmp_path: Path) -> None:
    added = tmp_path / "more.ttl"
    added.write_text(
        '@prefix kg: <https://kg.example/ontology/> . kg:leads kg:phrase "{subject} runs {object}" .', encoding="utf-8"
    )
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        extended = FakeExtractor("fake 2", load_ontology(add=[added]))
        assert build(store, ARTICLES, extractor=extended).replaced == 5
        after = written(store)
        store.derive()
        assert written(store) == after
        with Store(tmp_path / "fresh", write=True) as fresh:
            build(fresh, ARTICLES, extractor=extended)
            assert written(fresh) == after
        export(store, tmp_path / "graph.nq")
        assert (tmp_path / "graph.nq").read_bytes() == after


def test_what_follows_from_an_update_is_there_once_it_is_derived(tmp_path: Path) -> None:
    with Store(tmp_path / "s", write=True) as store, Store(tmp_path / "fresh", write=True) as fresh:
        build(store, ARTICLES, extractor=FakeExtractor())
        build(fresh, [source for source in ARTICLES if source.id != "a2"], extractor=FakeExtractor())
        store.update("DROP GRAPH article:a2")
        assert written(store) != written(fresh)
        store.derive()
        assert written(store) == written(fresh)


def test_an_update_of_ontology_or_decisions_is_known_at_once(tmp_path: Path) -> None:
    relation = (
        "GRAPH graph:ontology { kg:mentors a kg:Relation, owl:ObjectProperty ; rdfs:label 'mentors' ; "
        "rdfs:domain kg:Person ; rdfs:range kg:Person }"
    )
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        assert "mentors" not in store.relations
        store.update(f"INSERT DATA {{ {relation} }}")
        assert "mentors" in store.relations
        decision = Decision("person/mara-voss", thing="person/m-voss")
        lines = " . ".join(f"{q.subject} {q.predicate} {q.object}" for q in decision.quads(store.iris))
        store.update(f"INSERT DATA {{ GRAPH graph:decisions {{ {lines} }} }}")
        store.add([extraction(article("new", "Mara Voss leads NATO."))])
        assert [claim.subject.thing for claim in store.claims(article="new")] == ["person/m-voss"]


def test_a_link_that_is_no_iri_is_told() -> None:
    with pytest.raises(ValueError, match=r"'person/mara-voss' links 'Q1', which is no IRI .*write the whole address"):
        Decision("person/mara-voss", link="Q1")
