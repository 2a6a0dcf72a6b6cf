"""SPARQL over a store: variables bound by name, datasets, results, and the same through rdflib."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import RDF, URIRef
from rdflib.query import ResultRow
from store_story import article, extraction, lines

import kg.rdf
from kg.errors import QueryError, StoreError
from kg.model import Entity
from kg.ontology import load_ontology
from kg.store import Store
from kg.store.sparql import bind, uses_from, variables

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
        (
            "SELECT ?x { ?x kg:leads ?y }",
            {"y": Entity("e", "Any", "Company", (), (), thing="organization/quillon-energy")},
            [("entity:person/mara-voss",)],
        ),
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
        ("CONSTRUCT # c\n { ?s ?p ?o } FROM <urn:g> WHERE { ?s ?p ?o }", True),
        (r"CONSTRUCT { ?s kg:a\#b ?o } FROM <urn:g> WHERE { ?s ?p ?o }", True),
        (r"DESCRIBE kg:a\#b FROM <urn:g>", True),
        (r"DESCRIBE <urn:\u0061#b> FROM <urn:g>", True),
        ("ASK # c\rFROM <urn:g> { }", True),
        ("DESCRIBE kg:a.FROM", False),
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
        ("ASK { # ?x }\r ?x ?p 1 }", "ASK { V # ?x }\r ?x ?p 1 }"),
        (r"ASK { ?s kg:a\#b 1 OPTIONAL { ?x ?p 1 } }", r"ASK { V ?s kg:a\#b 1 OPTIONAL { V ?x ?p 1 } }"),
        (r"ASK { ?s <urn:\u0061#b> 1 . { ?x ?p 1 } }", r"ASK { V ?s <urn:\u0061#b> 1 . { V ?x ?p 1 } }"),
        (r"ASK { ?s kg:a\'b 1 . { ?x ?p 'b' } }", r"ASK { V ?s kg:a\'b 1 . { V ?x ?p 'b' } }"),
    ],
)
def test_a_variable_is_bound_in_each_group_that_has_it(sparql: str, bound: str) -> None:
    assert bind(sparql, {("x",): [("<urn:a>",)]}) == bound.replace("V ", "VALUES (?x) { (<urn:a>) } ").replace(
        "V }", "VALUES (?x) { (<urn:a>) } }"
    )


@pytest.mark.parametrize(
    ("sparql", "line", "column", "shown"),
    [
        ("SELECT ?x { ?x kg:leads ?y } LIMIT ?y", 1, 36, "SELECT ?x { ?x kg:leads ?y } LIMIT ?y"),
        ("SELECT ?x { ?x kg:leads NATO }", 1, 29, "SELECT ?x { ?x kg:leads NATO }"),
        # the parser looks for words as far as they are long: here into the next line
        ("SELECT ?x WHERE {\n  ?x kg:leads ?y\n  ?y kg:owns ?x .\n}", 3, 3, "?y kg:owns ?x ."),
        ("SELECT ?x, ?y\n{ ?x kg:leads ?y }", 1, 8, "SELECT ?x, ?y"),
        ("SELECT ?x ?y\n{ ?x kg:leads ?y }\nORDER ?x", 3, 7, "ORDER ?x"),
        ("SELECT ?x {\r\n  ?x kg:leads ?y .\r\n  FILTRE(?x = ?y)\r\n}", 3, 3, "FILTRE(?x = ?y)"),
        # and for the end to the end
        ("SELECT ?x {\n  ?x kg:leads ?y .\n}}\n", 3, 3, "}}"),
        # other ends of line are none in SPARQL
        ("SELECT ?x { ?x rdfs:label '\u2028' }\nLIMIT ?y", 2, 7, "LIMIT ?y"),
    ],
)
@pytest.mark.parametrize("bound", [{}, {"x": "NATO"}])
def test_a_fault_is_told_with_its_place_in_the_query_as_written(
    reader: Store, sparql: str, line: int, column: int, shown: str, bound: dict[str, str]
) -> None:
    message = f"line {line} of the query, column {column}, cannot be read: {shown!r}"
    with pytest.raises(QueryError, match=f"^{re.escape(message)}"):
        reader.query(sparql, **bound)


@pytest.mark.parametrize("bound", [{}, {"x": "NATO"}])
@pytest.mark.parametrize("name", ["kgg:Claim", "kgg:a"])
def test_an_unknown_prefix_is_told_however_short_the_name(reader: Store, name: str, bound: dict[str, str]) -> None:
    message = "unknown prefix 'kgg:' in line 2 of the query; did you mean 'kg'?; known: "
    with pytest.raises(QueryError, match=f"^{re.escape(message)}"):
        reader.query(f"SELECT ?x {{ _:b kg:leads ?x .\n ?x a {name} }}", **bound)


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("", "the query is empty; write one, such as SELECT ?x { ?x a kg:Company }"),
        ("# what?\n", "the query is empty; write one, such as SELECT ?x { ?x a kg:Company }"),
        ("SELEC ?x { ?x kg:leads ?y }", "'SELEC'; did you mean 'SELECT'?"),
        ("PREFIX a: <urn:a> { ?x a:b ?y }", "a query begins with one of SELECT, ASK, CONSTRUCT, DESCRIBE, and here"),
        ("who-negotiates", "'who-negotiates' is the name of a query; ask kg.named_query('who-negotiates')"),
        ("Who leads NATO?", "a query begins with one of SELECT, ASK, CONSTRUCT, DESCRIBE, and here with 'WHO'"),
        ("DELETE WHERE { ?x kg:leads ?y }", "DELETE changes a graph and asks nothing; changes are for store.update"),
        ("PREFIX a: <urn:a> INSERT { ?x a:b 1 } WHERE { ?x a ?y }", "INSERT changes a graph and asks nothing"),
    ],
)
def test_what_is_no_question_is_told(reader: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        reader.query(sparql)


def test_variables_of_a_query() -> None:
    assert variables("SELECT ?b $a { ?b <urn:?c> '?d' } # ?e") == ("a", "b")
    assert variables("SELECT * { ?a kg:\\?c ?b\u00b7c }") == ("a", "b\u00b7c")


AQUIRES = "the query names kg:aquires, which neither the graph nor the ontology has; did you mean kg:acquires?"


@pytest.mark.parametrize(
    ("sparql", "variables_", "reasons"),
    [
        ("SELECT ?x { ?x kg:aquires ?y }", {}, [AQUIRES]),
        ("SELECT ?x { ?x kg:leads/kg:aquires+ ?y . ?y kg:aquires ?z.}", {}, [AQUIRES]),
        ("ASK { ?x <https://kg.example/ontology/aquires> ?y }", {}, [AQUIRES]),
        ("PREFIX o: <https://kg.example/ontology/> ASK { ?x o:aquires ?y }", {}, [AQUIRES]),
        ("SELECT (COUNT(*) AS ?n) { ?x kg:aquires ?y }", {}, [AQUIRES]),
        ("CONSTRUCT { ?x kg:runs ?y } { ?x kg:aquires ?y }", {}, [AQUIRES]),
        ("SELECT ?x { ?x ?r ?y }", {"r": "kg:aquires"}, [AQUIRES]),
        (
            "SELECT ?x { ?x a kg:Compny ; kg:zzz 1 }",
            {},
            [
                "the query names kg:Compny, which neither the graph nor the ontology has; did you mean kg:Company?",
                "the query names kg:zzz, which neither the graph nor the ontology has",
            ],
        ),
        # found something, or nothing of names that are all known
        ("SELECT ?y { ?x kg:leads ?y OPTIONAL { ?x kg:aquires ?z } }", {}, []),
        ("ASK { ?x kg:leads ?y FILTER NOT EXISTS { ?x kg:aquires ?y } }", {}, []),
        ("SELECT ?x { ?x kg:sues ?y }", {}, []),
        ("SELECT ?x { ?x kg:mentors ?y . ?y kg:tutors ?x }", {}, []),
        ("SELECT ?x { ?x kg:sues ?y . ?y rdfs:label 'kg:aquires' } # kg:aquires", {}, []),
        ("PREFIX kg: <urn:kg/> ASK { ?x kg:aquires ?y }", {}, []),
        (r"ASK { ?x schema:a\#b ?z ; kg:aquires ?y }", {}, [AQUIRES]),
        ("ASK { ?x rdfs:label _:kg . ?x kg:aquires _:kg.aquires }", {}, [AQUIRES]),
    ],
)
def test_what_finds_nothing_names_what_there_is_not(
    copy: Path, tmp_path: Path, sparql: str, variables_: dict[str, str], reasons: list[str]
) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix kg: <https://kg.example/ontology/> . @prefix schema: <https://schema.org/> .\n"
        "kg:mentors a kg:Relation ; schema:domainIncludes kg:Person ; schema:rangeIncludes kg:Person .\n",
        encoding="utf-8",
    )
    with Store(copy, write=True) as store:
        store.add((), ontology=load_ontology(add=[own]))
        store.update("INSERT DATA { GRAPH <urn:more> { <urn:a> kg:tutors <urn:b> } }")
        assert list(store.why_nothing(store.query(sparql, **variables_), sparql, **variables_)) == reasons


def test_without_a_store_the_built_in_ontology_says_what_there_is(tmp_path: Path) -> None:
    sparql = "SELECT ?x { ?x kg:aquires ?y ; kg:polarity ?z }"
    with Store(tmp_path / "none") as store:
        assert store.why_nothing(store.query(sparql), sparql) == (AQUIRES,)


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
