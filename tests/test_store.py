"""What stands in a store, and how it comes out as values."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Quad
from store_story import ARTICLES, TYPES, article, extraction, plain

import kg.rdf
from kg.errors import QueryError
from kg.ontology import load_ontology
from kg.rdf import Iris
from kg.store import Store
from kg.store.claims import period
from kg.store.shapes import shape_faults

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


def test_a_name_belongs_to_one_entity_and_other_words_may_to_several(copy: Path) -> None:
    with Store(copy, write=True) as store:
        other = "?e kg:mention ?m . ?other a kg:EntityAsRead FILTER(?other != ?e)"
        store.update(f"INSERT {{ GRAPH ?g {{ ?other kg:mention ?m }} }} WHERE {{ GRAPH ?g {{ {other} }} }}")
        assert shape_faults(store.quads())
        kinds = "DELETE { GRAPH ?g { ?m kg:kind ?k } } INSERT { GRAPH ?g { ?m kg:kind 'nominal' } }"
        store.update(f"{kinds} WHERE {{ GRAPH ?g {{ ?m kg:kind ?k }} }}")
        assert shape_faults(store.quads()) == ()


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
        ({"since": datetime(2026, 4, 2, 18, 30), "until": "2026-04"}, ["a2 acquires", "a2 based_in"]),
        ({"until": datetime(2026, 3, 1, tzinfo=UTC)}, ["a1 negotiates_with", "a1 leads", "a5 supplies"]),
        ({"since": "2026-04-02", "until": "2026-04-02"}, ["a2 acquires", "a2 based_in"]),
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


@pytest.mark.parametrize("name", ["Zoë O’Dell", "Zoë O'Dell", "zoe\u0308 o‘dell", "Zoe\u0308 O’Dell"])
def test_a_name_is_found_however_its_signs_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(TYPES, "Zoë O’Dell", "Person")
    with Store(tmp_path / "s", write=True) as store:
        store.add([extraction(article("a", "Zoë O’Dell met NATO."))])
        assert store.entity(name).name == "Zoë O’Dell"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: s.entity("Brightwatr"), "nothing in the store is called 'Brightwatr'; did you mean 'Brightwater'?"),
        (lambda s: s.entity(None), "None is no name; give a text"),
        (lambda s: list(s.claims(certainty="certan")), "unknown certainty 'certan'; did you mean 'certain'?; known: "),
        (lambda s: list(s.claims(around="NATO", hops=-1)), "hops is -1; give 0 or more"),
        (lambda s: s.entity(" "), "a name is empty; give a name, an alias or an id of a thing"),
        (lambda s: s.article("news/a4"), "the store has no article 'news/a4'; did you mean 'news/a3'?"),
        (lambda s: list(s.claims(article="b")), "the store has no article 'b'"),
        (lambda s: list(s.claims(relation="aquires")), "unknown relation 'aquires'; did you mean 'acquires'?"),
        (
            lambda s: list(s.claims(certainty="sure")),
            "unknown certainty 'sure'; known: certain, probable, possible",
        ),
        (
            lambda s: list(s.claims(certainty="posible")),
            "unknown certainty 'posible'; did you mean 'possible'?; known:",
        ),
        (lambda s: list(s.claims(since=2026)), "2026 is no date; write 2026-03-31, 2026-03 or 2026"),
        (lambda s: list(s.claims(around="Natto")), "nothing in the store is called 'Natto'; did you mean 'NATO'?"),
        (
            lambda s: list(s.claims(since="2026-05", until=date(2026, 4, 30))),
            "since '2026-05' is later than until '2026-04-30': no day lies between; swap them",
        ),
        (lambda s: list(s.claims(since="May")), "'May' is no date; write 2026-03-31, 2026-03 or 2026"),
        (lambda s: s.query("SELECT ?x { ?x a kg:Claim }", y=1), "the query has no variable ?y; its variables: ?x"),
        (
            lambda s: s.query("SELECT ?who { ?who a kg:Claim }", whoo=1),
            "the query has no variable ?whoo; did you mean 'who'?; its variables: ?who",
        ),
        (
            lambda s: s.query("SELECT ?x\n{ ?x a }"),
            "line 2 of the query, column 3, cannot be read: '{ ?x a }'",
        ),
        (
            lambda s: s.query("SELECT ?x {\n ?x a kgg:Claim }"),
            "unknown prefix 'kgg:' in line 2 of the query; did you mean 'kg'?; known: ",
        ),
        (lambda s: s.query("SELECT ?x { ?x ?y ?z }", x=[1]), "[1] cannot stand for a variable; give a name, an IRI,"),
        (lambda s: s.query("SELECT ?x { ?x ?y ?z }", x="http://a b"), "'http://a b' is no IRI"),
        (lambda s: s.query("SELECT ?x { ?x ?y ?z }", x="kg:a{b"), "'https://kg.example/ontology/a{b' is no IRI"),
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
        (datetime(2026, 3, 1, 23, 59), date(2026, 3, 1), date(2026, 3, 1)),
        (None, None, None),
    ],
)
def test_periods(day: date | str | None, first: date | None, last: date | None) -> None:
    assert period(day) == (first, last)


@pytest.mark.parametrize("day", ["2026-13", "2026-02-30", "1-2-3-4", "", "soon"])
def test_what_is_no_period(day: str) -> None:
    with pytest.raises(QueryError, match="is no date"):
        period(day)


def test_quads_are_sorted_by_graph_and_line(reader: Store) -> None:
    quads: list[Quad] = list(reader.quads())
    graphs = [str(quad.graph_name) for quad in quads]
    assert graphs == sorted(graphs, key=lambda iri: iri[1:-1])
    ontology = [str(quad) for quad in quads if "graph/ontology" in str(quad.graph_name)]
    assert ontology == sorted(ontology)
