"""The store: what goes in comes out, in one state or the next, whoever else reads, writes or dies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import RDF, URIRef
from rdflib.query import ResultRow
from store_story import ARTICLES, FakeExtractor, article, extraction

import kg.rdf
from kg.building import build
from kg.errors import QueryError, StoreError
from kg.ontology import load_ontology
from kg.rdf import Iris
from kg.store import Store
from kg.store.claims import period
from kg.store.shapes import shape_faults
from kg.store.sparql import bind, uses_from, variables

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores") / "story"
    with Store(folder, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    return folder


@pytest.fixture
def reader(story: Path) -> Iterator[Store]:
    with Store(story) as store:
        yield store


@pytest.fixture
def copy(story: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(story, tmp_path / "copy"))


def lines(store: Store) -> list[str]:
    return sorted(map(str, store.quads()))


# -- What comes out -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ARTICLES, ids=lambda source: source.id)
def test_an_extraction_comes_back_whole(reader: Store, source: kg.Article) -> None:
    assert reader.extraction(source.id) == extraction(source)
    assert reader.article(source.id) == source


def test_articles_come_sorted_by_id(reader: Store) -> None:
    assert list(reader.articles()) == sorted(ARTICLES, key=lambda source: source.id)


def test_relations_are_those_of_the_ontology(reader: Store) -> None:
    assert reader.relations == dict(load_ontology().relations)


def test_no_triple_stands_in_two_graphs_and_none_has_a_blank_node(reader: Store) -> None:
    quads = list(reader.quads())
    count = Counter((quad.subject, quad.predicate, quad.object) for quad in quads)
    assert [triple for triple, number in count.items() if number > 1] == []
    assert not [quad for quad in quads if any(isinstance(term, BlankNode) for term in quad)]
    assert len(quads) == len(reader.data)


def test_the_union_has_the_shapes_of_the_ontology(reader: Store) -> None:
    assert shape_faults(reader.quads()) == ()


def test_the_graph_of_the_samples_has_the_shapes_too(sample_store: Path) -> None:
    with Store(sample_store) as store:
        assert shape_faults(store.quads()) == ()


@pytest.mark.parametrize(
    ("gone", "added", "fault"),
    [
        ("kg:polarity", "", "kg:polarity"),
        ("oa:hasTarget", "", "oa:hasTarget"),
        ("prov:wasGeneratedBy", "", "prov:wasGeneratedBy"),
        ("rdf:subject", "", "rdf:subject"),
        ("schema:identifier", "", "schema:identifier"),
        ("oa:exact", "", "oa:exact"),
        ("", "?s kg:certainty 'perhaps'", "kg:certainty"),
        ("", "?s kg:when 'soon'", "kg:when"),
        ("", "?s rdf:subject ?s", "rdf:subject"),
    ],
)
def test_what_lacks_or_has_too_much_is_found(copy: Path, gone: str, added: str, fault: str) -> None:
    with Store(copy, write=True) as store:
        where = f"GRAPH ?g {{ ?s {gone or 'a'} {'?o' if gone else 'kg:Claim'} }}"
        store.update(f"DELETE {{ {where if gone else ''} }} INSERT {{ GRAPH ?g {{ {added} }} }} WHERE {{ {where} }}")
        prefix, _, name = fault.partition(":")
        assert any(f" <{store.prefixes[prefix]}{name}>:" in line for line in shape_faults(store.quads()))


def test_graphs_are_those_of_the_design(reader: Store) -> None:
    iris = Iris()
    own = {iris.article(source.id) for source in ARTICLES}
    derived = {iris.graph(name) for name in ("entities", "statements", "activities", "ontology")}
    assert {quad.graph_name for quad in reader.quads()} == own | derived


#: Probable holds; possible, denied and future do not; past only for a happening. A symmetric relation stands both ways.
PLAIN = {
    ("organization/brightwater", "acquires", "organization/quillon-energy"),
    ("organization/brightwater", "based_in", "place/norway"),
    ("organization/nato", "meets_with", "person/mara-voss"),
    ("person/mara-voss", "meets_with", "organization/nato"),
    ("organization/nato", "negotiates_with", "organization/quillon-energy"),
    ("organization/quillon-energy", "negotiates_with", "organization/nato"),
    ("person/mara-voss", "leads", "organization/quillon-energy"),
}


def plain(store: Store) -> set[tuple[str, str, str]]:
    rows = store.query("SELECT ?s ?p ?o { GRAPH graph:statements { ?s ?p ?o } GRAPH graph:entities { ?s a kg:Agent } }")
    return {(store.iris.thing_id(s), p.rpartition("/")[2], store.iris.thing_id(o)) for s, p, o in rows}


def test_plain_triples_follow_the_policy(reader: Store) -> None:
    assert plain(reader) == PLAIN


def test_things_have_one_label_the_class_of_most_and_all_above(reader: Store) -> None:
    rows = reader.query(
        "SELECT ?label ?alt (GROUP_CONCAT(STRAFTER(STR(?class), 'ontology/'); separator=' ') AS ?classes) { "
        "{ SELECT * { GRAPH graph:entities { ?thing a ?class ; rdfs:label ?label "
        "OPTIONAL { ?thing skos:altLabel ?alt } } } ORDER BY ?class } } GROUP BY ?label ?alt ORDER BY ?label"
    )
    assert rows.rows == [
        ("Brightwater", "Brightwater Group", "Agent Company Organization"),
        ("Mara Voss", None, "Agent Person"),
        ("NATO", None, "Agent IntergovernmentalOrganization Organization"),
        ("Norway", None, "Agent Country Place"),
        ("Quillon Energy", None, "Agent Company Organization"),
        ("Reuters", None, "Agent MediaOutlet Organization"),
    ]


def test_counts(reader: Store) -> None:
    counts = reader.counts()
    assert counts.pop("quads") == len(list(reader.quads()))
    assert counts == {"articles": 5, "things": 6, "claims": 9, "statements": 6}


# -- Claims and things as values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"article": "a1"}, ["a1 negotiates_with", "a1 leads"]),
        ({"relation": "acquires"}, ["a2 acquires", "a4 acquires", "news/a3 acquires"]),
        ({"certainty": "probable"}, ["a1 negotiates_with"]),
        ({"certainty": "possible"}, ["a4 negotiates_with"]),
        ({"since": "2026-04"}, ["a2 acquires", "a2 based_in", "news/a3 acquires", "news/a3 meets_with"]),
        ({"until": date(2026, 3, 1)}, ["a1 negotiates_with", "a1 leads", "a5 supplies"]),
        ({"since": "2026-04-02", "until": "2026-04"}, ["a2 acquires", "a2 based_in"]),
        ({"around": "norway", "hops": 0}, []),
        ({"around": "Norway"}, ["a2 based_in"]),
        ({"around": "Norway", "hops": 2, "since": "2026"}, ["a2 acquires", "a2 based_in", "news/a3 acquires"]),
        ({"around": "organization/nato", "relation": "negotiates_with"}, ["a1 negotiates_with", "a4 negotiates_with"]),
        ({"around": "Mara Voss", "article": "a1"}, ["a1 leads"]),
    ],
)
def test_claims_within_filters(reader: Store, filters: dict[str, object], expected: list[str]) -> None:
    found = reader.claims(**filters)  # type: ignore[arg-type]
    assert [f"{claim.article} {claim.relation.name}" for claim in found] == expected


def test_claims_are_those_that_were_read(reader: Store) -> None:
    read = [claim for source in sorted(ARTICLES, key=lambda a: a.id) for claim in extraction(source).claims]
    assert list(reader.claims()) == read


@pytest.mark.parametrize("name", ["Brightwater Group", "Brightwater", "brightwater  GROUP", "organization/brightwater"])
def test_an_entity_has_any_of_its_names(reader: Store, name: str) -> None:
    entity = reader.entity(name)
    assert entity == kg.Entity(
        "organization/brightwater", "Brightwater", "Company", ("Brightwater", "Brightwater Group"), ()
    )


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: s.entity("Brightwatr"), "nothing in the store is called 'Brightwatr'; did you mean 'Brightwater'?"),
        (lambda s: s.entity(" "), "a name is empty; give a name, an alias or an id of a thing"),
        (lambda s: s.article("news/a4"), "the store has no article 'news/a4'; did you mean 'news/a3'?"),
        (lambda s: list(s.claims(article="b")), "the store has no article 'b'"),
        (lambda s: list(s.claims(relation="aquires")), "unknown relation 'aquires'; did you mean 'acquires'?"),
        (lambda s: list(s.claims(around="Natto")), "nothing in the store is called 'Natto'; did you mean 'NATO'?"),
        (lambda s: list(s.claims(since="May")), "'May' is no date; write 2026-03-31, 2026-03 or 2026"),
        (lambda s: s.query("SELECT ?x { ?x a kg:Claim }", y=1), "the query has no variable ?y; its variables: ?x"),
        (
            lambda s: s.query("SELECT ?who { ?who a kg:Claim }", whoo=1),
            "the query has no variable ?whoo; did you mean 'who'?; its variables: ?who",
        ),
        (
            lambda s: s.query("SELECT ?x\n{ ?x a }"),
            "line 2 of the query, column 9, cannot be read: '{ ?x a }'",
        ),
        (
            lambda s: s.query("SELECT ?x {\n ?x a kgg:Claim }"),
            "unknown prefix 'kgg:' in line 2 of the query; did you mean 'kg'?; known: ",
        ),
        (lambda s: s.query("SELECT ?x { ?x ?y ?z }", x=[1]), "[1] cannot stand for a variable; give a name, an IRI,"),
        (lambda s: s.query("SELECT ?x { ?x ?y ?z }", x="http://a b"), "'http://a b' is no IRI"),
        (lambda s: s.query("SELECT ?x { ?x ?y ?z }").to_turtle(), "only CONSTRUCT and DESCRIBE give triples"),
        (lambda s: s.query("SELECT ?x { ?x ?y ?z }").boolean, "only ASK gives true or false"),
    ],
)
def test_what_cannot_be_answered_says_why(reader: Store, ask: object, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(reader)  # type: ignore[operator]
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-01-31", date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1)),
        (None, None, None),
    ],
)
def test_periods(day: date | str | None, first: date | None, last: date | None) -> None:
    assert period(day) == (first, last)


@pytest.mark.parametrize("day", ["2026-13", "2026-02-30", "1-2-3-4", "", "soon"])
def test_what_is_no_period(day: str) -> None:
    with pytest.raises(QueryError, match="is no date"):
        period(day)


# -- SPARQL -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sparql", "variables_", "rows"),
    [
        ("SELECT ?y { ?x kg:negotiates_with ?y }", {"x": "NATO"}, [("entity:organization/quillon-energy",)]),
        ("SELECT ?x { ?x kg:leads ?y }", {"y": "quillon energy"}, [("entity:person/mara-voss",)]),
        ("SELECT ?x ?y { ?x kg:leads ?y }", {"x": "NATO"}, []),
        ("SELECT (COUNT(?c) AS ?n) { ?c kg:party ?x }", {"x": "Norway"}, [("1",)]),
        ("SELECT ?n { { SELECT (COUNT(?c) AS ?n) { ?c kg:party ?x } } }", {"x": "Norway"}, [("1",)]),
        (
            "SELECT DISTINCT ?l { { ?x rdfs:label ?l } UNION { ?x skos:altLabel ?l } } ORDER BY ?l",
            {"x": "Brightwater"},
            [("Brightwater",), ("Brightwater Group",)],
        ),
        ("SELECT ?o { ?s ?r ?o . ?s a kg:Person }", {"r": "kg:leads"}, [("entity:organization/quillon-energy",)]),
        (
            "SELECT ?c { ?c oa:start ?n ; a kg:Mention ; oa:exact 'Reuters' } ORDER BY ?c",
            {"n": 37},
            [("article:a1#mention=37,44",)],
        ),
        ("SELECT ?a { ?a schema:datePublished ?d }", {"d": date(2026, 4, 2)}, [("article:a2",)]),
        ("SELECT ?a { ?c kg:confidence ?f ; kg:article ?a } LIMIT 1", {"f": 0.5}, []),
        ("SELECT ?l { ?x rdfs:label ?l }", {"x": "https://kg.example/entity/organization/nato"}, [("NATO",)]),
        ("SELECT ?l { ?x rdfs:label ?l }", {"x": NamedNode("https://kg.example/entity/place/norway")}, [("Norway",)]),
        ("SELECT ?x { ?x rdfs:label ?l }", {"l": Literal("NATO")}, [("entity:organization/nato",)]),
        ("ASK { ?x kg:leads ?y }", {"x": "Mara Voss"}, [("true",)]),
        ("ASK { FILTER NOT EXISTS { ?x kg:leads ?y } }", {"x": "Norway"}, [("true",)]),
        (
            "SELECT ?x ?y { ?x kg:acquires ?y }",
            {},
            [("entity:organization/brightwater", "entity:organization/quillon-energy")],
        ),
    ],
)
def test_query_with_variables_bound(
    reader: Store, sparql: str, variables_: dict[str, object], rows: list[tuple[str, ...]]
) -> None:
    assert reader.query(sparql, **variables_).readable == rows


def test_one_name_of_two_things_binds_both(tmp_path: Path) -> None:
    sources = [article("p", "NATO met Norway."), article("q", "NATO met Mara Voss.")]
    read = [extraction(source) for source in sources]
    voss = next(entity for entity in read[1].entities if entity.type == "Person")
    renamed = replace(voss, name="Norway", aliases=("Norway",))
    claims = tuple(replace(claim, object=renamed) for claim in read[1].claims)
    read[1] = replace(read[1], entities=(read[1].entities[0], renamed), claims=claims)
    with Store(tmp_path / "s", write=True) as store:
        store.add(read)
        found = store.query("SELECT ?x (COUNT(?c) AS ?n) { ?c kg:party ?x } GROUP BY ?x ORDER BY ?x", x="Norway")
        assert found.rows == [
            ("https://kg.example/entity/person/mara-voss", 1),
            ("https://kg.example/entity/place/norway", 1),
        ]


def test_from_and_graph_name_graphs_and_nothing_sees_the_union(reader: Store) -> None:
    def count(rest: str) -> int:
        return int(reader.query(f"SELECT (COUNT(*) AS ?n) {rest}").rows[0][0])

    assert count("{ ?c a kg:Claim }") == 9
    assert count("FROM article:a1 { ?c a kg:Claim }") == 2
    assert count("{ GRAPH article:a1 { ?c a kg:Claim } }") == 2
    assert count("FROM NAMED article:a1 { GRAPH ?g { ?c a kg:Claim } }") == 2
    assert count("{ ?c a kg:Claim ; rdf:subject ?s . ?s rdfs:label ?l }") == 9


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT * { ?from ?p ?o }", False),
        ("SELECT ?from WHERE { ?s ?p 'FROM' } # FROM <a>", False),
        ("PREFIX from: <http://from/> SELECT * { ?s from:x ?o }", False),
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", True),
        ("select * from named <urn:g> where { graph ?g { ?s ?p ?o } }", True),
        ("CONSTRUCT { ?s ?p ?o } FROM <urn:g> WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT FROM <urn:g> WHERE { ?s ?p ?o }", True),
        ("DESCRIBE <urn:x> FROM <urn:g>", True),
        ("ASK { }", False),
    ],
)
def test_which_queries_name_their_dataset(sparql: str, expected: bool) -> None:
    assert uses_from(sparql) is expected


@pytest.mark.parametrize(
    ("sparql", "bound"),
    [
        ("SELECT ?x { ?x ?p 1 }", "SELECT ?x { V ?x ?p 1 }"),
        ("SELECT ?x { ?s ?p 1 OPTIONAL { ?s ?q ?x } }", "SELECT ?x { V ?s ?p 1 OPTIONAL { V ?s ?q ?x } }"),
        ("SELECT * { { ?x ?p 1 } UNION { ?s ?p $x } }", "SELECT * { V { V ?x ?p 1 } UNION { V ?s ?p $x } }"),
        ("SELECT * { ?s ?p '?x {' FILTER(?x<2) }", "SELECT * { V ?s ?p '?x {' FILTER(?x<2) }"),
        ("SELECT * { { SELECT ?x { ?x ?p 1 } } }", "SELECT * { V { SELECT ?x { V ?x ?p 1 } } }"),
        ("SELECT * { VALUES ?y { 1 2 } ?y ?p ?x }", "SELECT * { V VALUES ?y { 1 2 } ?y ?p ?x }"),
        ("CONSTRUCT { ?x ?p 1 } WHERE { ?x ?p 1 }", "CONSTRUCT { ?x ?p 1 } WHERE { V ?x ?p 1 }"),
        ("CONSTRUCT WHERE { ?x ?p 1 }", "CONSTRUCT { ?x ?p 1 } WHERE { V ?x ?p 1 }"),
        ("DESCRIBE ?x", "DESCRIBE ?x WHERE { V }"),
        ("ASK { # ?x }\n ?x ?p 1 }", "ASK { V # ?x }\n ?x ?p 1 }"),
    ],
)
def test_a_variable_is_bound_in_each_group_that_has_it(sparql: str, bound: str) -> None:
    assert bind(sparql, {("x",): [("<urn:a>",)]}) == bound.replace("V ", "VALUES (?x) { (<urn:a>) } ").replace(
        "V }", "VALUES (?x) { (<urn:a>) } }"
    )


def test_variables_of_a_query() -> None:
    assert variables("SELECT ?b $a { ?b <urn:?c> '?d' } # ?e") == ("a", "b")


def test_results_as_csv_json_turtle_and_tables(reader: Store) -> None:
    rows = reader.query(
        "SELECT ?x ?l ?d ?n { ?x rdfs:label ?l OPTIONAL { ?x schema:datePublished ?d } BIND(STRLEN(?l) AS ?n) "
        "FILTER(?l = 'NATO') }"
    )
    assert rows.to_csv() == "x,l,d,n\nhttps://kg.example/entity/organization/nato,NATO,,4\n"
    number = "http://www.w3.org/2001/XMLSchema#integer"
    assert json.loads(rows.to_json()) == {
        "head": {"vars": ["x", "l", "d", "n"]},
        "results": {
            "bindings": [
                {
                    "x": {"type": "uri", "value": "https://kg.example/entity/organization/nato"},
                    "l": {"type": "literal", "value": "NATO"},
                    "n": {"type": "literal", "value": "4", "datatype": number},
                }
            ]
        },
    }
    triples = reader.query("CONSTRUCT { ?y kg:leads ?x } { ?x kg:leads ?y }")
    assert triples.to_turtle() == (
        "@prefix entity: <https://kg.example/entity/> .\n@prefix kg: <https://kg.example/ontology/> .\n"
        "<https://kg.example/entity/organization/quillon-energy> kg:leads "
        "<https://kg.example/entity/person/mara-voss> .\n"
    )
    assert triples.columns == ("subject", "predicate", "object")
    truth = reader.query("ASK { ?x kg:leads ?y }")
    assert truth.boolean is True
    assert json.loads(truth.to_json()) == {"head": {}, "boolean": True}
    assert ">NATO</td>" in rows._repr_html_()


def test_a_dataframe_has_typed_columns(reader: Store) -> None:
    pytest.importorskip("pandas")
    frame = reader.query(
        "SELECT ?a ?d ?f ?n ?b { ?c kg:article ?a ; kg:confidence ?f . OPTIONAL { ?a schema:datePublished ?d } "
        "BIND(STRLEN(STR(?a)) AS ?n) BIND(BOUND(?d) AS ?b) } ORDER BY ?a"
    ).to_dataframe()
    kinds = [str(kind) for kind in frame.dtypes]
    assert [kinds[0], kinds[1][:10], *kinds[2:]] == ["object", "datetime64", "float64", "Int64", "boolean"]
    assert frame["d"].isna().sum() == 2


# -- rdflib -----------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own use of it
def test_the_namespace_for_rdflib(reader: Store) -> None:
    graph = reader.graph()
    (person,) = graph.subjects(kg.KG.leads, None)
    assert str(person) == "https://kg.example/entity/person/mara-voss"
    assert (URIRef("https://kg.example/entity/place/norway"), RDF.type, kg.KG.Country) in graph


def test_rdflib_sees_the_union_from_and_graph(reader: Store) -> None:
    graph = reader.graph()

    def count(sparql: str) -> int:
        row = next(iter(graph.query(sparql)))
        assert isinstance(row, ResultRow)
        return int(str(row[0]))

    assert count("SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }") == 9
    assert count("SELECT (COUNT(*) AS ?n) FROM article:a1 { ?c a kg:Claim }") == 2
    assert count("SELECT (COUNT(*) AS ?n) { GRAPH article:a1 { ?c a kg:Claim } }") == 2
    assert len(list(graph.quads((None, None, None, None)))) == len(reader.data)


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own use of it
@pytest.mark.parametrize(
    "change",
    [
        lambda g: g.add((URIRef("urn:a"),) * 3),
        lambda g: g.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }"),
        lambda g: g.remove((None, None, None)),
        lambda g: g.addN([(*[URIRef("urn:a")] * 3, g)]),
    ],
    ids=["add", "update", "remove", "addN"],
)
def test_rdflib_cannot_change_the_store(copy: Path, change: object) -> None:
    with Store(copy, write=True) as store:
        before = lines(store)
        with pytest.raises(StoreError, match="read-only; change the store with"):
            change(store.graph())  # type: ignore[operator]
        assert lines(store) == before


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


# -- One writer, many readers ------------------------------------------------------------------------------------------


def test_without_a_checkpoint_a_reader_sees_an_empty_store(tmp_path: Path) -> None:
    with Store(tmp_path / "none") as store:
        assert list(store.quads()) == []
        assert list(store.articles()) == []
        assert list(store.claims()) == []
        assert store.counts()["quads"] == 0
        with pytest.raises(QueryError, match="nothing in the store is called 'NATO'; the store is empty: fill it"):
            store.entity("NATO")
    assert not (tmp_path / "none").exists()
    with Store(tmp_path / "new", write=True) as writer:
        writer.add([extraction(ARTICLES[0])])
        with Store(tmp_path / "new") as store:
            assert list(store.quads()) == []


def test_a_reader_keeps_its_state_until_it_moves_on(copy: Path) -> None:
    reader = Store(copy)
    graph = reader.graph()
    before, size = lines(reader), len(graph)
    for number in range(3):
        with Store(copy, write=True) as writer:
            build(writer, [article(f"new{number}", f"Mara Voss leads NATO. {number}")], extractor=FakeExtractor())
        assert lines(reader) == before
    with Store(copy) as another:
        assert len(another.counts()) == 5
        assert another.counts()["articles"] == 8
    assert reader.refresh() is True
    assert reader.counts()["articles"] == 8
    assert len(graph) > size
    assert reader.refresh() is False


def test_checkpoints_go_when_nobody_holds_them(copy: Path) -> None:
    def publish(text: str) -> None:
        with Store(copy, write=True) as writer:
            build(writer, [article("new", text)], extractor=FakeExtractor())

    folder = copy / "checkpoints"
    reader = Store(copy)
    publish("Mara Voss leads NATO.")
    publish("Mara Voss met NATO.")
    assert sorted(path.name for path in folder.iterdir()) == ["1", "3"]
    reader.close()
    publish("Mara Voss met Norway.")
    assert [path.name for path in folder.iterdir()] == ["4"]


def test_nothing_new_publishes_nothing(copy: Path) -> None:
    for _ in range(2):
        with Store(copy, write=True) as writer:
            report = build(writer, ARTICLES, extractor=FakeExtractor())
            assert report == kg.BuildReport(unchanged=5)
    assert [path.name for path in (copy / "checkpoints").iterdir()] == ["1"]


def test_a_second_writer_is_told_who_writes(copy: Path) -> None:
    with Store(copy, write=True), pytest.raises(StoreError) as caught:
        Store(copy, write=True)
    name = os.uname().nodename
    assert str(caught.value) == (
        f"store {str(copy)!r} is being written by process {os.getpid()} on {name}; wait until it is done, or stop it"
    )
    with Store(copy, write=True) as store:
        assert store.writable


def test_reading_and_writing_the_wrong_way(copy: Path, reader: Store) -> None:
    with pytest.raises(StoreError, match=r"is open to read; open it with kg\.Store\('.*story', write=True\)"):
        reader.remove("a1")
    store = Store(copy)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed; open it again with"):
        store.query("ASK {}")


@pytest.mark.parametrize("write", [False, True])
def test_what_is_no_store(tmp_path: Path, write: bool) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").touch()
    with pytest.raises(StoreError, match=r"photos' is no store: it holds 'cat\.jpg'; give the folder of a store"):
        Store(tmp_path / "photos", write=write)
    with pytest.raises(StoreError, match=r"cat\.jpg' is a file; give a folder"):
        Store(tmp_path / "photos" / "cat.jpg", write=write)


def test_a_store_of_another_layout(copy: Path) -> None:
    (copy / "settings.json").write_text('{"base": "https://kg.example/", "version": 99}')
    with pytest.raises(StoreError, match="has layout 99, this program reads 1; build it anew"):
        Store(copy)


def test_a_damaged_pointer_is_named_and_mended_by_the_next_build(copy: Path) -> None:
    (copy / "current").write_text("rubbish")
    with pytest.raises(StoreError, match=r"is damaged: .*current' holds no number; run kg build"):
        Store(copy)
    with Store(copy, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    with Store(copy) as store:
        assert store.counts()["articles"] == 5


# -- What the machine does to it ------------------------------------------------------------------------------------


def script(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    head = "import os, resource, sys\nfrom store_story import *\nfrom kg.store import Store\n"
    head += "from kg.building import build\nfrom kg.errors import StoreError\n"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    return subprocess.run(
        [sys.executable, "-c", head + code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user of this machine can reach; pytest's own cannot."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


#: Root may write anywhere: the script becomes nobody when all is loaded.
UNPRIVILEGED = "Store(sys.argv[1]).counts()\nif os.geteuid() == 0: os.setuid(65534)\n"


def test_a_folder_that_may_not_be_written_gives_one_clear_line(story: Path, open_folder: Path) -> None:
    copy = Path(shutil.copytree(story, open_folder / "store"))
    for path in [*copy.rglob("*"), copy]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    code = UNPRIVILEGED + (
        "print(Store(sys.argv[1]).counts()['articles'])\n"
        "for path in sys.argv[1], sys.argv[1] + '/new':\n"
        "    try: Store(path, write=True)\n"
        "    except StoreError as error: print(error)\n"
    )
    done = script(code, str(copy))
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o755)
    cure = "give a folder that you may write, or change its permissions and run it again: what was committed is kept"
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "5",
        f"store {str(copy)!r} cannot be written: permission denied; {cure}",
        f"store {str(copy / 'new')!r} cannot be written: permission denied; {cure}",
    ]


def test_a_full_disk_gives_one_clear_line_and_loses_nothing(copy: Path) -> None:
    code = (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))\n"
        "articles = [article(f'big{i}', 'Mara Voss leads NATO.\\n' + 'x' * 40_000 + str(i)) for i in range(30)]\n"
        "try:\n"
        "    with Store(sys.argv[1], write=True) as store: build(store, articles, extractor=FakeExtractor())\n"
        "except StoreError as error: print(error)\n"
    )
    done = script(code, str(copy))
    assert "Traceback" not in done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"store {str(copy)!r} cannot be written: ")
    assert line.endswith("free some space or lift the limit on file sizes and run it again: what was committed is kept")
    with Store(copy) as store:
        assert store.counts()["articles"] == 5
    articles = [article(f"big{i}", "Mara Voss leads NATO.\n" + "x" * 40_000 + str(i)) for i in range(30)]
    with Store(copy, write=True) as store:
        report = build(store, articles, extractor=FakeExtractor())
        assert report.added + report.unchanged == 30
        assert report.unchanged > 0
        assert [a.id for a in store.articles()] == sorted([a.id for a in (*articles, *ARTICLES)])


def test_quads_are_sorted_by_graph_and_line(reader: Store) -> None:
    quads: list[Quad] = list(reader.quads())
    graphs = [str(quad.graph_name) for quad in quads]
    assert graphs == sorted(graphs, key=lambda iri: iri[1:-1])
    ontology = [str(quad) for quad in quads if "graph/ontology" in str(quad.graph_name)]
    assert ontology == sorted(ontology)


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
