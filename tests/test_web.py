"""``kg serve``: the SPARQL 1.1 Protocol, the Graph Store Protocol, who may come in, and the page."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import threading
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
import requests
from browser import chromium
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import POST, SPARQLWrapper
from store_story import ARTICLES, FakeExtractor, article, extraction
from web_server import TOKEN, serving

import kg
from kg.building import build
from kg.cli import main
from kg.store import Store
from kg.web.app import application
from kg.web.negotiation import choose
from kg.web.workers import Busy, TooLong

if TYPE_CHECKING:
    from collections.abc import Iterator

BEARER = {"Authorization": f"Bearer {TOKEN}"}
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
TEST = "http://example.org/test/"
ROW_LIMIT = 500


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stores") / "story"
    with Store(folder, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    return folder


@pytest.fixture(scope="module")
def reading(story: Path) -> Iterator[str]:
    """The address of a read-only server over the story."""
    with serving(story, "--timeout", "20", "--max-rows", str(ROW_LIMIT)) as address:
        yield address


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that writes an empty store."""
    with serving(tmp_path_factory.mktemp("stores") / "empty", "--write") as address:
        yield address


def send(method: str, url: str, **arguments: Any) -> requests.Response:
    return requests.request(method, url, timeout=60, **arguments)


# -- SPARQL 1.1 Protocol: queries -----------------------------------------------------------------------------------

ASK = "ASK {}"
IS_JSON = "application/sparql-results+json"

#: Method, parameters of the address, type of the body, the body; then the status, or the type of the answer.
REQUESTS: dict[str, tuple[str, str, str | None, bytes | str | None, int | str]] = {
    "GET": ("GET", "query=ASK%20%7B%7D", None, None, IS_JSON),
    "POST of a form": ("POST", "", FORM, "query=ASK%20%7B%7D", IS_JSON),
    "POST of a query": ("POST", "", QUERY, ASK, IS_JSON),
    "a charset that is UTF-8": ("POST", "", f"{QUERY}; charset=UTF-8", "ASK { ?x ?y 'ü' }", IS_JSON),
    "graphs in the address beside a query": ("POST", "default-graph-uri=urn:a", QUERY, ASK, IS_JSON),
    "PUT": ("PUT", "", QUERY, ASK, 405),
    "two queries in an address": ("GET", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, None, 400),
    "two queries in a form": ("POST", "", FORM, "query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
    "a query in the address and one in the body": ("POST", "query=ASK%20%7B%7D", QUERY, ASK, 400),
    "no query": ("GET", "", None, None, 400),
    "a form without a query": ("POST", "", FORM, "default-graph-uri=urn%3Aa", 400),
    "a query and an update": ("POST", "", FORM, "query=ASK%20%7B%7D&update=CLEAR%20ALL", 400),
    "a type that is none of the three": ("POST", "", "text/plain", ASK, 415),
    "no type": ("POST", "", None, ASK, 415),
    "no UTF-8 in the body": ("POST", "", QUERY, "ASK {} # ü".encode("utf-16"), 400),
    "no UTF-8 in the address": ("GET", "query=ASK%20%7B%7D%20%23%FC", None, None, 400),
    "a fault of syntax": ("GET", "query=ASK%20%7B%20%3Fx%20%7D", None, None, 400),
    "an update where a query is due": ("POST", "", QUERY, "CLEAR ALL", 400),
    "an update with GET": ("GET", "update=CLEAR%20ALL", None, None, 400),
    "an update in a form": ("POST", "", FORM, "update=CLEAR%20ALL", 403),
    "an update": ("POST", "", UPDATE, "CLEAR ALL", 403),
    "a graph that is no IRI": ("GET", "query=ASK%20%7B%7D&default-graph-uri=a%20b", None, None, 400),
}


@pytest.mark.parametrize("case", REQUESTS)
def test_requests_of_the_protocol(reading: str, case: str) -> None:
    method, parameters, kind, body, expected = REQUESTS[case]
    headers = {} if kind is None else {"Content-Type": kind}
    data = body.encode() if isinstance(body, str) else body
    answer = send(method, f"{reading}sparql?{parameters}", data=data, headers=headers)
    if isinstance(expected, int):
        assert answer.status_code == expected
        assert answer.text.strip()
    else:
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, expected)


SELECT = "SELECT ?id { ?a schema:identifier ?id } ORDER BY ?id LIMIT 2"
CONSTRUCT = "CONSTRUCT { ?a schema:identifier ?id } { ?a schema:identifier ?id }"
IDS = sorted(source.id for source in ARTICLES)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, IS_JSON),
        ("*/*", IS_JSON),
        ("application/json", IS_JSON),
        (IS_JSON, IS_JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml, text/turtle", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/*;q=0.5, application/sparql-results+xml;q=0.4", "text/csv; charset=utf-8"),
    ],
)
def test_types_of_rows(reading: str, accept: str | None, expected: str) -> None:
    answer = send("GET", f"{reading}sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.headers["Content-Type"] == expected
    assert answer.headers["Vary"] == "Accept"
    if "csv" in expected:
        found = [row[0] for row in csv.reader(io.StringIO(answer.text))]
        assert found == ["id", *IDS[:2]]
    else:
        format_ = QueryResultsFormat.from_media_type(expected)
        rows = parse_query_results(answer.content, format_)
        assert [row[0].value for row in rows] == IDS[:2]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/turtle; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("text/plain", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/ld+json"),
        ("application/xml", "application/rdf+xml"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE ?a { ?a schema:identifier ?id }"])
def test_types_of_triples(reading: str, query: str, accept: str | None, expected: str) -> None:
    answer = send("GET", f"{reading}sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.headers["Content-Type"] == expected
    triples = list(parse(answer.content, format=RdfFormat.from_media_type(expected)))
    ids = [t.object.value for t in triples if t.predicate.value.endswith("/identifier")]
    assert sorted(ids) == IDS


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT ?t { ?a schema:articleBody ?t }", "application/sparql-results+xml"),
        ("CONSTRUCT { ?a schema:articleBody ?t } { ?a schema:articleBody ?t }", "application/rdf+xml"),
    ],
)
def test_xml_is_well_formed_whatever_a_text_holds(tmp_path: Path, query: str, accept: str) -> None:
    with Store(tmp_path / "s", write=True) as store:  # pdftotext ends each page so
        store.add([extraction(article("a", "Brightwater has bought\x0cQuillon Energy.\n\x0c"))])
        endpoint = kg.Endpoint(store)
        root = ElementTree.fromstring(endpoint.encode(endpoint.query(query), accept))  # noqa: S314 - our own
    assert "Brightwater has bought Quillon Energy.\n " in [text for text in root.itertext() if "has" in text]


@pytest.mark.parametrize(
    ("accept", "body"),
    [(IS_JSON, '{"head": {}, "boolean": true}'), ("text/csv", "true"), ("text/tab-separated-values", "true")],
)
def test_types_of_truth(reading: str, accept: str, body: str) -> None:
    answer = send("GET", f"{reading}sparql", params={"query": ASK}, headers={"Accept": accept})
    assert answer.text == body


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (ASK, "image/png")])
def test_types_that_cannot_be_had(reading: str, query: str, accept: str) -> None:
    answer = send("GET", f"{reading}sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("a/x;q=0.2, a/y;q=0.9", "a/y"),
        ("a/*", "a/x"),
        ("a/*, a/x;q=0", "a/y"),
        ("b/*;q=0.1, */*;q=0.2", "a/x"),
        ("a/y;q=none", None),
        ("A/Y; Q=1", "a/y"),
        (" ", "a/x"),
    ],
)
def test_the_best_type_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, ["a/x", "a/y", "b/z"]) == chosen


# -- SPARQL 1.1 Protocol: datasets and updates ----------------------------------------------------------------------


@pytest.fixture
def data(writing: str) -> str:
    """A server with three graphs of one triple each: number 1 to 3 says its number."""
    for number in (1, 2, 3):
        triple = f"<{TEST}s{number}> <{TEST}says> {number} ."
        url = f"{writing}graphs?graph={TEST}g{number}"
        assert send("PUT", url, data=triple, headers={**BEARER, "Content-Type": "text/turtle"}).ok
    for name in ("new", "other"):
        send("DELETE", f"{writing}graphs?graph={TEST}{name}", headers=BEARER)
    return writing


def said(address: str, pattern: str = "{ ?s ?p ?n }", **parameters: list[str]) -> list[int]:
    query = f"SELECT ?n {{ {pattern} FILTER(STRSTARTS(STR(?s), '{TEST}')) }} ORDER BY ?n"
    answer = send("POST", f"{address}sparql", data={"query": query, **parameters})
    assert answer.status_code == 200, answer.text
    return [int(row["n"]["value"]) for row in answer.json()["results"]["bindings"]]


G1, G2, G3 = (f"{TEST}g{number}" for number in (1, 2, 3))
NAMED = "{ GRAPH ?g { ?s ?p ?n } }"


@pytest.mark.parametrize(
    ("pattern", "default", "named", "expected"),
    [
        ("{ ?s ?p ?n }", [], [], [1, 2, 3]),
        ("{ ?s ?p ?n }", [G1], [], [1]),
        ("{ ?s ?p ?n }", [G1, G2], [], [1, 2]),
        ("{ ?s ?p ?n }", [], [G1], []),
        (NAMED, [], [], [1, 2, 3]),
        (NAMED, [], [G2], [2]),
        (NAMED, [], [G2, G3], [2, 3]),
        (NAMED, [G1], [], []),
        (f"{NAMED} UNION {{ ?s ?p ?n }}", [G1], [G2, G3], [1, 2, 3]),
        (f"{{ GRAPH <{G2}> {{ ?s ?p ?n }} }}", [G1], [G2], [2]),
    ],
)
def test_dataset_of_a_query(data: str, pattern: str, default: list[str], named: list[str], expected: list[int]) -> None:
    assert said(data, pattern, **{"default-graph-uri": default, "named-graph-uri": named}) == expected


def test_the_dataset_of_the_request_goes_before_that_of_the_query(data: str) -> None:
    query = f"SELECT ?n FROM <{G1}> {{ ?s ?p ?n }}"  # noqa: S608
    answer = send("GET", f"{data}sparql", params={"query": query, "default-graph-uri": G2})
    assert [row["n"]["value"] for row in answer.json()["results"]["bindings"]] == ["2"]


ADD = f"INSERT DATA {{ GRAPH <{G1}> {{ <{TEST}s> <{TEST}says> "
COPY = f"INSERT {{ GRAPH <{TEST}new> {{ ?s ?p ?n }} }} WHERE "
NEW = f"{{ GRAPH <{TEST}new> {{ ?s ?p ?n }} }}"


@pytest.mark.parametrize("kind", [FORM, UPDATE])
@pytest.mark.parametrize(
    ("update", "default", "named", "expected"),
    [
        (f"INSERT DATA {{ GRAPH <{TEST}new> {{ <{TEST}s> <{TEST}says> 7 }} }}", [], [], [7]),
        (f"BASE <{TEST}> INSERT DATA {{ GRAPH <new> {{ <s> <says> 7 }} }}", [], [], [7]),
        (f"{COPY}{{ ?s ?p ?n }}", [G1], [], [1]),
        (f"{COPY}{{ ?s ?p ?n }}", [G1, G2], [], [1, 2]),
        (f"{COPY}{{ GRAPH ?g {{ ?s ?p ?n }} }}", [], [G2, G3], [2, 3]),
        (f"{COPY}{{ ?s ?p ?n . GRAPH ?g {{ }} }}", [G1], [G2], [1]),
        (f"{COPY}{{ ?s ?p ?n }} ; {COPY}{{ ?s ?p ?n FILTER('WHERE' != '}}') }}", [G3], [], [3]),
        (f"INSERT DATA {{ GRAPH <{TEST}new> {{ <{TEST}s> <{TEST}says> 7 }} }}", [G1], [], [7]),
        (f"PREFIX load: <{TEST}> INSERT DATA {{ GRAPH load:new {{ load:s load:says 7 }} }} # LOAD <x>", [], [], [7]),
        (f"{COPY}{{ ?s ?p ?n FILTER('LOAD <x>' != ' SERVICE <x> {{}}') }}", [G3], [], [3]),
    ],
)
def test_updates(data: str, kind: str, update: str, default: list[str], named: list[str], expected: list[int]) -> None:
    parameters = {"using-graph-uri": default, "using-named-graph-uri": named}
    if kind == FORM:
        answer = send("POST", f"{data}sparql", data={"update": update, **parameters}, headers=BEARER)
    else:
        headers = {**BEARER, "Content-Type": UPDATE}
        answer = send("POST", f"{data}sparql", params=parameters, data=update, headers=headers)
    assert answer.status_code == 204, answer.text
    assert said(data, NEW) == expected


def test_a_short_delete_sees_the_graphs_of_the_request(data: str) -> None:
    update = f"DELETE WHERE {{ GRAPH <{G1}> {{ ?s ?p ?n }} }} ; DELETE WHERE {{ GRAPH <{G2}> {{ ?s ?p ?n }} }}"
    parameters = {"update": update, "using-named-graph-uri": G1}
    assert send("POST", f"{data}sparql", data=parameters, headers=BEARER).status_code == 204
    assert said(data) == [2, 3]


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"update": ["CLEAR SILENT GRAPH <urn:a>", "CLEAR SILENT GRAPH <urn:b>"]}, 400),
        ({"update": "INSERT NOTHING"}, 400),
        ({"update": "SELECT * {}"}, 400),
        ({"update": f"WITH <{G1}> DELETE {{ ?s ?p ?n }} WHERE {{ ?s ?p ?n }}", "using-graph-uri": G2}, 400),
        ({"update": f"{COPY.replace('WHERE', f'USING <{G1}> WHERE')}{{ ?s ?p ?n }}", "using-graph-uri": G2}, 400),
        ({"update": "LOAD <http://127.0.0.1:1/x>"}, 400),
        ({"update": f"{COPY}{{ SERVICE <http://127.0.0.1:1/x> {{ ?s ?p ?n }} }}"}, 400),
        ({"update": f"{ADD}<{TEST}a#b> }} }}; LOAD <http://127.0.0.1:1/x>"}, 400),
        ({"update": rf"{ADD}kg:a\#b }} }}; LOAD <http://127.0.0.1:1/x>"}, 400),
        ({"update": rf"{ADD}<urn:\u0061#b> }} }}; LOAD <http://127.0.0.1:1/x>"}, 400),
        ({"update": f"{ADD}1 }} }} #\r; LOAD <http://127.0.0.1:1/x>"}, 400),
        ({"update": "PREFIX a: <http://127.0.0.1:1/>LOADa:x"}, 400),
        ({"update": r"LO\u0041D <http://127.0.0.1:1/x>"}, 400),
        ({"update": f"{COPY}{{ ?s ?p ?n FILTER(?n<9)SERVICE#>\n<http://127.0.0.1:1/x> {{ ?s ?p ?n }} }}"}, 400),
    ],
)
def test_updates_that_are_refused(data: str, parameters: dict[str, str], status: int) -> None:
    assert send("POST", f"{data}sparql", data=parameters, headers=BEARER).status_code == status
    assert said(data) == [1, 2, 3]


def test_an_update_is_all_or_nothing(data: str) -> None:
    update = f"CLEAR GRAPH <{G1}>; CLEAR GRAPH <urn:not-there>"
    assert send("POST", f"{data}sparql", data={"update": update}, headers=BEARER).status_code == 400
    assert said(data) == [1, 2, 3]


# -- Graph Store Protocol -------------------------------------------------------------------------------------------

TRIPLE = f"<{TEST}s> <{TEST}says> 7 ."


def test_a_graph_is_put_read_added_to_and_taken_away(data: str) -> None:
    url = f"{data}graphs?graph={TEST}new"
    turtle = {**BEARER, "Content-Type": "text/turtle"}
    steps: list[tuple[str, str | None, int, list[int]]] = [
        ("GET", None, 404, []),
        ("HEAD", None, 404, []),
        ("DELETE", None, 404, []),
        ("PUT", TRIPLE, 201, [7]),
        ("PUT", TRIPLE.replace("7", "8"), 204, [8]),
        ("HEAD", None, 200, [8]),
        ("POST", TRIPLE, 204, [7, 8]),
        ("PUT", "nonsense", 400, [7, 8]),
        ("GET", None, 200, [7, 8]),
        ("DELETE", None, 204, []),
        ("POST", TRIPLE, 201, [7]),
    ]
    for method, body, status, left in steps:
        answer = send(method, url, data=body, headers=turtle)
        assert (method, answer.status_code) == (method, status)
        assert said(data, NEW) == left
    assert [q.object.value for q in parse(answer_of(url), format=RdfFormat.TURTLE)] == ["7"]


def answer_of(url: str) -> bytes:
    return send("GET", url, headers={"Accept": "text/turtle"}).content


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/turtle", f"@base <{TEST}> . <s> <says> 7 ."),
        ("application/n-triples", f'<{TEST}s> <{TEST}says> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .'),
        ("application/ld+json", json.dumps({"@id": f"{TEST}s", f"{TEST}says": 7})),
    ],
)
def test_types_of_a_graph(data: str, media_type: str, body: str) -> None:
    url = f"{data}graphs?graph={TEST}new"
    assert send("PUT", url, data=body, headers={**BEARER, "Content-Type": media_type}).status_code == 201
    assert said(data, NEW) == [7]
    found = send("GET", url, headers={"Accept": media_type})
    assert found.headers["Content-Type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("method", "parameters", "headers", "status"),
    [
        ("GET", "", {}, 400),
        ("GET", "graph=urn:a&default", {}, 400),
        ("GET", "graph=a%20b", {}, 400),
        ("GET", "graph=urn:a", {"Accept": "image/png"}, 406),
        ("GET", "default", {}, 200),
        ("PUT", "default", BEARER, 403),
        ("PUT", "graph=urn:a", {}, 401),
        ("DELETE", "graph=urn:a", {}, 401),
        ("PUT", "graph=urn:a", {**BEARER, "Content-Type": "image/png"}, 415),
        ("PATCH", "graph=urn:a", BEARER, 405),
    ],
)
def test_requests_of_graphs(data: str, method: str, parameters: str, headers: dict[str, str], status: int) -> None:
    assert send(method, f"{data}graphs?{parameters}", headers=headers).status_code == status


# -- Who may --------------------------------------------------------------------------------------------------------


def basic(password: str) -> str:
    return f"Basic {b64encode(f'anybody:{password}'.encode()).decode()}"


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (f"Bearer {TOKEN}", 204),
        (basic(TOKEN), 204),
        ("", 401),
        ("Bearer", 401),
        (f"Bearer {TOKEN}x", 401),
        (basic("guess"), 401),
        ("Basic ???", 401),
        (f"Digest {TOKEN}", 401),
    ],
)
def test_writing_needs_the_token(writing: str, authorization: str, status: int) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = send("POST", f"{writing}sparql", data={"update": "CLEAR SILENT GRAPH <urn:a>"}, headers=headers)
    assert answer.status_code == status
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_a_server_without_write_writes_for_nobody(reading: str) -> None:
    answer = send("POST", f"{reading}sparql", data={"update": "CLEAR ALL"}, headers=BEARER)
    assert (answer.status_code, answer.text) == (403, "this endpoint is read-only; start it with kg serve --write\n")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:1234", 200),
        ("LOCALHOST", 200),
        ("[::1]:8080", 200),
        ("rebound.example", 400),
        ("localhost.rebound.example", 400),
        ("127.0.0.1.rebound.example:8080", 400),
    ],
)
@pytest.mark.parametrize("path", ["", "sparql?query=ASK%20%7B%7D", "picture"])
def test_other_names_of_this_machine_are_refused(reading: str, path: str, host: str, status: int) -> None:
    assert send("GET", f"{reading}{path}", headers={"Host": host}).status_code == status


def test_who_is_refused_is_told_what_to_do(reading: str, story: Path) -> None:
    refused = send("GET", reading, headers={"Host": "archive.example:8080"})
    message = "this server does not answer to 'archive.example:8080'; if it is to, start kg serve with --host-name "
    assert refused.text == f"{message}archive.example\n"
    with serving(story, "--host-name", "archive.example") as address:
        assert send("GET", address, headers={"Host": "archive.example:8080"}).status_code == 200


@pytest.mark.parametrize("name", ["http://archive.example", "archive.example:80", "a*", "*a", ""])
def test_a_name_of_a_host_is_one(story: Path, name: str) -> None:
    with pytest.raises(
        kg.StoreError, match=f"{re.escape(repr(name))} is no name of a host; give the name alone, as in"
    ):
        kg.serve(str(story), host_names=[name])


def test_nothing_is_said_to_pages_of_others(reading: str) -> None:
    answer = send("GET", f"{reading}sparql", params={"query": ASK}, headers={"Origin": "http://other.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_rows_are_limited(reading: str) -> None:
    answer = send("GET", f"{reading}sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    message = f"the answer has more than {ROW_LIMIT} rows; ask for less, as with LIMIT and OFFSET\n"
    assert (answer.status_code, answer.text) == (400, message)
    few = send("GET", f"{reading}sparql", params={"query": f"SELECT * {{ ?a ?b ?c }} LIMIT {ROW_LIMIT}"})
    assert len(few.json()["results"]["bindings"]) == ROW_LIMIT


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c = ?l && ?f != ?i) }"


def test_time_is_limited_and_the_next_is_answered(story: Path) -> None:
    with serving(story, "--timeout", "1.5") as address:
        send("GET", f"{address}sparql", params={"query": ASK})
        late = send("GET", f"{address}sparql", params={"query": ENDLESS})
        message = "no answer in 1.5 s; ask for less, or start kg serve with a longer --timeout\n"
        assert (late.status_code, late.text) == (503, message)
        assert said_ids(address) == IDS


def said_ids(address: str) -> list[str]:
    answer = send("GET", f"{address}sparql", params={"query": CONSTRUCT}, headers={"Accept": "application/n-triples"})
    return sorted(quad.object.value for quad in parse(answer.content, format=RdfFormat.N_TRIPLES))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <{}> { ?s ?p ?o } }",
        "ASK { service silent <{}> { ?s ?p ?o } }",
        "ASK { SERVICE#\n<{}> { ?s ?p ?o } }",
        # what a name, an IRI, a text, a number or a comment is to Oxigraph
        r"ASK { ?x a kg:a\#b . SERVICE <{}> { ?s ?p ?o } }",
        r"ASK { ?x a kg:\'b . SERVICE <{}> { ?s ?p ?o } } #'",
        r"ASK { ?x a 'a'^^kg:b\#c . SERVICE <{}> { ?s ?p ?o } }",
        r"ASK { ?x a <urn:\u0061#b> . SERVICE <{}> { ?s ?p ?o } }",
        "ASK { ?x a <urn:a\u00a0#b> . SERVICE <{}> { ?s ?p ?o } }",
        r"ASK { ?x a 'a\'#' . SERVICE <{}> { ?s ?p ?o } }",
        r"ASK { ?x a '''a\'''#''' . SERVICE <{}> { ?s ?p ?o } }",
        "ASK { ?x a _:b#\n . SERVICE <{}> { ?s ?p ?o } }",
        "ASK { ?x a ?o #\rSERVICE <{}> { ?s ?p ?o }\n}",
        "ASK { ?x a kg:.SERVICE <{}> { ?s ?p ?o } }",
        "ASK { ?x a true.SERVICE <{}> { ?s ?p ?o } }",
        "ASK { ?x a 1e0SERVICE <{}> { ?s ?p ?o } }",
        # and to other stores
        r"ASK { SERV\u0049CE <{}> { ?s ?p ?o } }",
        r"ASK { \U00000053ERVICE <{}> { ?s ?p ?o } }",
    ],
)
def test_other_hosts_are_not_asked(reading: str, query: str) -> None:
    answer = send("GET", f"{reading}sparql", params={"query": query.replace("{}", f"{reading}sparql", 1)})
    message = "SERVICE would ask another host, which is not allowed here; leave it out\n"
    assert (answer.status_code, answer.text) == (400, message)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o FILTER(?o<1)SERVICE#>\n<{}> { ?s ?p ?o } }",
        "ASK { ?s ?p ?o FILTER(?o<1)#>'''\nSERVICE <{}> { ?s ?p ?o } #'''\n}",
        "ASK { ?x a trueSERVICE <{}> { ?s ?p ?o } }",
        "PREFIX s: <{}> ASK { ?x a ?o . SERVICEs: { ?s ?p ?o } }",
    ],
)
def test_what_asks_other_hosts_to_the_parser_alone_cannot_be_read(reading: str, query: str) -> None:
    answer = send("GET", f"{reading}sparql", params={"query": query.replace("{}", f"{reading}sparql", 1)})
    assert answer.status_code == 400
    assert re.search("cannot be read: |unknown prefix 'SERVICEs:'", answer.text)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { # SERVICE\n ?service rdfs:label 'SERVICE' . ?load a <http://example.org/SERVICE> }",
        "PREFIX service: <urn:s/> ASK { ?service service:load ?Service . ?x a kg:load }",
        r"ASK { ?x a kg:a\#SERVICE ; ?p '''it's SERVICE <urn:x> {}''' }",
    ],
)
def test_words_that_only_look_like_it_are_answered(reading: str, query: str) -> None:
    assert send("GET", f"{reading}sparql", params={"query": query}).status_code == 200


def test_a_question_that_is_too_long_is_refused(reading: str) -> None:
    answer = send("POST", f"{reading}sparql", data="#" * 2_000_001, headers={"Content-Type": QUERY})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("path", "kind", "start", "headers", "status"),
    [
        ("sparql", QUERY, "ASK {} #", {}, 413),
        ("sparql", FORM, "query=ASK%20%7B%7D%23", {}, 413),
        ("sparql", FORM, "update=CLEAR%20ALL%23", {}, 413),
        ("sparql", FORM, "update=CLEAR%20ALL%23", {"Authorization": "Bearer wrong"}, 413),
        ("sparql", UPDATE, "CLEAR ALL #", {}, 401),
        ("graphs?graph=urn:g", "text/turtle", "#", {}, 401),
        ("sparql", FORM, "update=CLEAR%20ALL%23", BEARER, 204),
        ("sparql", UPDATE, "CLEAR ALL #", BEARER, 204),
    ],
)
def test_only_who_may_write_may_send_much(
    writing: str, path: str, kind: str, start: str, headers: dict[str, str], status: int
) -> None:
    body = start.ljust(2_000_001, "x")
    assert send("POST", f"{writing}{path}", data=body, headers={"Content-Type": kind, **headers}).status_code == status


# -- What was written is published ----------------------------------------------------------------------------------


class Waiting:
    """A writer and a reader: the reader answers whether it may see how many changes."""

    def __init__(self, fault: Exception) -> None:
        self.fault: Exception | None = fault
        self.done = self.seen = 0
        self.writing, self.go_on = threading.Event(), threading.Event()

    def ask(self, operation: str, seconds: float, **arguments: Any) -> Any:
        """Write one change, publish all (the first time this fails), or tell how many changes are seen."""
        del arguments
        if operation == "publish":
            if self.fault:
                fault, self.fault = self.fault, None
                raise fault
            self.seen = self.done
        elif operation == "update":
            self.writing.set()
            self.go_on.wait(seconds)
            self.done += 1
        return IS_JSON, str(self.seen).encode()


async def post(app: Any, kind: str, body: str) -> tuple[int, bytes]:
    """Send a request to an application of ASGI, without a server."""
    headers = [(b"host", b"localhost"), (b"content-type", kind.encode()), (b"authorization", b"Bearer secret-token")]
    scope = {"type": "http", "method": "POST", "path": "/sparql", "query_string": b"", "headers": headers}
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    async def send_(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send_)
    return sent[0]["status"], sent[1]["body"]


@pytest.mark.parametrize("fault", [Busy(), TooLong(), kg.StoreError("no space left")])
def test_what_was_written_is_published_though_it_failed_once_or_was_asked_before(fault: Exception) -> None:
    async def story() -> None:
        store = Waiting(fault)
        site: Any = store
        app = application(site, site, token="secret-token", timeout=5, host_names=["localhost"])  # noqa: S106
        writing = asyncio.create_task(post(app, UPDATE, "CLEAR ALL"))
        await asyncio.to_thread(store.writing.wait)
        assert await post(app, QUERY, ASK) == (200, b"0")
        store.go_on.set()
        assert (await writing)[0] == 204
        assert (await post(app, QUERY, ASK))[0] in (500, 503)
        assert await post(app, QUERY, ASK) == (200, b"1")

    asyncio.run(story())


# -- Clients --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("returned", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads(reading: str, returned: str, method: str) -> None:
    client = SPARQLWrapper(f"{reading}sparql", returnFormat=returned)
    client.setMethod(method)
    client.setQuery(SELECT)
    text = client.query().response.read().decode()
    assert [id_ for id_ in IDS if id_ in text] == IDS[:2]


def test_sparqlwrapper_writes(data: str) -> None:
    client = SPARQLWrapper(f"{data}sparql")
    client.setMethod(POST)
    client.setCredentials("anybody", TOKEN)
    client.setQuery(f"INSERT DATA {{ GRAPH <{TEST}new> {{ {TRIPLE} }} }}")
    client.query()
    assert said(data, NEW) == [7]


def test_rdflib_reads(reading: str) -> None:
    store = SPARQLStore(f"{reading}sparql", returnFormat="json")
    identifier = URIRef("https://schema.org/identifier")
    assert sorted(str(triple[2]) for triple, _ in store.triples((None, identifier, None))) == IDS


def test_rdflib_writes(data: str) -> None:
    store = SPARQLUpdateStore(f"{data}sparql", f"{data}sparql", auth=("anybody", TOKEN), returnFormat="json")
    store.update(f"INSERT DATA {{ GRAPH <{TEST}new> {{ {TRIPLE} }} }}")
    assert said(data, NEW) == [7]


@pytest.mark.parametrize("graphs", [True, False], ids=["graph store protocol", "updates alone"])
def test_our_own_store_at_an_address(
    story: Path, tmp_path: Path, graphs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path / "served", "--write") as address:
        monkeypatch.setenv("KG_STORE_TOKEN", TOKEN)
        monkeypatch.setenv("KG_STORE_BATCH", "60")
        if graphs:
            monkeypatch.setenv("KG_STORE_GRAPHS", f"{address}graphs")
        for _ in range(2):
            with Store(f"{address}sparql", write=True) as remote:
                report = build(remote, ARTICLES, extractor=FakeExtractor())
        assert (report.added, report.unchanged) == (0, len(ARTICLES))
        with Store(f"{address}sparql") as remote, Store(story) as local:
            assert list(map(str, remote.quads())) == list(map(str, local.quads()))
            assert list(remote.claims()) == list(local.claims())
    with Store(tmp_path / "served") as served, Store(story) as local:
        assert list(map(str, served.quads())) == list(map(str, local.quads()))


# -- People ---------------------------------------------------------------------------------------------------------


def test_the_page_asks_and_shows(reading: str) -> None:
    with chromium() as browser:
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(reading)
        page.fill("#query", "SELECT ?id ?text { ?a schema:identifier ?id BIND('<b>no</b>' AS ?text) } ORDER BY ?id")
        page.press("#query", "Control+Enter")
        page.wait_for_selector("#answer td")
        assert page.locator("#answer td").all_inner_texts() == [text for id_ in IDS for text in (id_, "<b>no</b>")]
        assert page.inner_text("#status") == f"{len(IDS)} rows"
        page.fill("#query", "SELECT nonsense")
        page.click("#form button")
        page.wait_for_selector("#status.fault")
        assert "nonsense" in page.inner_text("#status")
        assert len(page.locator("#named option").all()) == 1 + len(kg.named_queries())
        page.frame_locator("iframe").locator("html[data-ready]").wait_for()
        browser.close()
    assert [text for text in complaints if "400" not in text] == []


def test_the_picture_can_be_of_what_is_near_a_thing(reading: str) -> None:
    near = send("GET", f"{reading}picture", params={"around": "Norway", "hops": "1"})
    assert near.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Brightwater" in near.text
    assert "Mara Voss" not in near.text
    nobody = send("GET", f"{reading}picture", params={"around": "Nobody"})
    assert (nobody.status_code, "nothing in the store is called 'Nobody'" in nobody.text) == (400, True)
    assert send("GET", f"{reading}picture", params={"hops": "many"}).status_code == 400


def test_a_browser_at_the_endpoint_is_led_to_the_page(reading: str) -> None:
    answer = send("GET", f"{reading}sparql", headers={"Accept": "text/html"}, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (307, "./")


# -- The command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "short"])
def test_writing_is_not_offered_without_a_token(
    token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_SERVE_TOKEN", token)
    assert main(["serve", "--write", "--store", str(tmp_path / "store")]) == 2
    assert "needs a token of 8 characters or more in KG_SERVE_TOKEN" in capsys.readouterr().err


def test_a_port_that_is_taken(reading: str, story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = reading.rstrip("/").rpartition(":")[2]
    assert main(["serve", "--store", str(story), "--port", port]) == 2
    assert f"nothing can be served at 127.0.0.1 port {port}: address already in use" in capsys.readouterr().err


def test_what_is_no_store_is_told_before_serving(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("Dear editor", encoding="utf-8")
    assert main(["serve", "--store", str(tmp_path), "--port", "0"]) == 2
    assert "is no store: it holds 'letter.txt'" in capsys.readouterr().err


def test_a_server_that_writes_holds_the_folder(tmp_path: Path) -> None:
    with serving(tmp_path / "store", "--write"), pytest.raises(kg.StoreError, match="is being written by process"):
        Store(tmp_path / "store", write=True)
