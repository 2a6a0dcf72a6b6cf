"""The ontology says all that the vocabulary asks, and a fault in one is told by file, line, value and cure."""

from __future__ import annotations

import pickle
import re
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph
from rdflib.namespace import OWL, RDF, RDFS
from store_story import ARTICLES, extraction

import kg
from kg.ontology import KG, check_ontology, expand_phrase, load_ontology, named_queries, ontology_path
from kg.ontology.phrases import phrase_fault, slot_types

if TYPE_CHECKING:
    from pathlib import Path

ONTOLOGY = load_ontology()

#: Type → the type above it.
TYPES = {
    "Person": None,
    "Organization": None,
    "Company": "Organization",
    "GovernmentBody": "Organization",
    "IntergovernmentalOrganization": "Organization",
    "PoliticalParty": "Organization",
    "MediaOutlet": "Organization",
    "University": "Organization",
    "ArmedGroup": "Organization",
    "Place": None,
    "Country": "Place",
    "Region": "Place",
    "City": "Place",
    "Product": None,
    "Event": None,
}
ORGANIZATIONS = {name for name, parent in TYPES.items() if "Organization" in (name, parent)}
PLACES = {name for name, parent in TYPES.items() if "Place" in (name, parent)}
AGENTS = {"Person", "Country", "Region", "City"} | ORGANIZATIONS
PRODUCTS = {"Product"}
BODIES = ORGANIZATIONS | {"Country", "Region", "City"}

#: Relation → types of the subject, types of the object, whether it is symmetric.
RELATIONS: dict[str, tuple[set[str], set[str], bool]] = {
    "negotiates_with": (AGENTS, AGENTS, True),
    "contracts_with": (AGENTS, AGENTS, False),
    "supplies": (AGENTS, AGENTS, False),
    "partners_with": (AGENTS, AGENTS, True),
    "competes_with": (AGENTS, AGENTS, True),
    "invests_in": (AGENTS, ORGANIZATIONS, False),
    "acquires": (AGENTS, ORGANIZATIONS | PRODUCTS, False),
    "merges_with": (ORGANIZATIONS, ORGANIZATIONS, True),
    "owns": (AGENTS, ORGANIZATIONS | PRODUCTS, False),
    "founded": (AGENTS, ORGANIZATIONS, False),
    "funds": (AGENTS, AGENTS, False),
    "develops": (AGENTS, PRODUCTS, False),
    "uses": (AGENTS, PRODUCTS | AGENTS, False),
    "part_of": (ORGANIZATIONS, BODIES, False),
    "leads": (AGENTS, ORGANIZATIONS | PLACES | {"Event"}, False),
    "works_for": ({"Person"}, AGENTS, False),
    "appoints": (AGENTS, {"Person"}, False),
    "dismisses": (AGENTS, {"Person"}, False),
    "leaves": (AGENTS, AGENTS, False),
    "member_of": (AGENTS, ORGANIZATIONS, False),
    "family_of": ({"Person"}, {"Person"}, True),
    "based_in": (AGENTS, PLACES, False),
    "located_in": (PLACES, PLACES, False),
    "meets_with": (AGENTS, AGENTS, True),
    "agrees_with": (AGENTS, AGENTS, True),
    "supports": (AGENTS, AGENTS, False),
    "opposes": (AGENTS, AGENTS, False),
    "accuses": (AGENTS, AGENTS, False),
    "sues": (AGENTS, AGENTS, False),
    "investigates": (AGENTS, AGENTS, False),
    "sanctions": (AGENTS, AGENTS, False),
    "disputes_with": (AGENTS, AGENTS, True),
    "threatens": (AGENTS, AGENTS, False),
    "attacks": (AGENTS, AGENTS | PLACES, False),
    "protests_against": (AGENTS, AGENTS, False),
}
#: Relations without a public term near enough.
WITHOUT_MATCH = {"competes_with", "dismisses", "disputes_with", "investigates", "leaves"}

# -- The built-in ontology -------------------------------------------------------------------------------------------


def test_it_has_the_types_of_the_vocabulary() -> None:
    assert {name: kind.parent for name, kind in ONTOLOGY.types.items()} == TYPES


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_has_the_ends_of_the_vocabulary(name: str) -> None:
    relation = ONTOLOGY.relation(name)
    assert (set(relation.domain), set(relation.range), relation.symmetric) == RELATIONS[name]
    assert list(relation.domain) == sorted(relation.domain)


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_is_told_in_full(name: str) -> None:
    entry = ONTOLOGY.entry(name)
    assert entry.label == name.replace("_", " ")
    assert entry.definition.endswith(".")
    assert entry.example.endswith(".")
    assert len(entry.phrases) >= 6
    assert bool(entry.close_match) == (name not in WITHOUT_MATCH)
    assert (entry.relation.inverse is None) == entry.relation.symmetric


def test_it_has_no_relation_beside_those_of_the_vocabulary() -> None:
    assert list(ONTOLOGY.relations) == list(RELATIONS)


def test_happenings_stay_true_when_over() -> None:
    happenings = {name for name, entry in ONTOLOGY.entries.items() if entry.happening}
    assert {"meets_with", "attacks", "protests_against"} <= happenings


@pytest.mark.parametrize("name", TYPES)
def test_a_type_is_told_in_full(name: str) -> None:
    kind = ONTOLOGY.type(name)
    assert kind.label
    assert kind.definition.endswith(".")
    assert kind.close_match
    assert kind.nouns == tuple(sorted(kind.nouns))
    assert kind.nouns


def test_public_terms_are_iris() -> None:
    matches = [kind.close_match for kind in ONTOLOGY.types.values()]
    matches += [entry.close_match for entry in ONTOLOGY.entries.values()]
    assert [m for own in matches for m in own if not re.fullmatch(r"\^?https?://\S+", m)] == []


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("table", "least"),
    [(ONTOLOGY.types, 1.8), (ONTOLOGY.entries, 3.0)],
    ids=["types, filled", "relations, drawn as lines"],
)
def test_colours_differ_and_can_be_seen_on_white(
    table: dict[str, kg.EntityType | kg.RelationEntry], least: float
) -> None:
    # Lines need a contrast of 3: https://www.w3.org/TR/WCAG21/#non-text-contrast. Nodes have a dark border and a shape.
    colors = {name: value.color for name, value in table.items()}
    assert len(set(colors.values())) == len(colors)
    assert {name: color for name, color in colors.items() if 1.05 / (_luminance(color) + 0.05) < least} == {}


def test_no_name_has_two_meanings() -> None:
    kinds: dict[str, set[str]] = {}
    for quad in ox.parse(ONTOLOGY.ntriples, format=ox.RdfFormat.N_TRIPLES):
        if quad.predicate.value == str(RDF.type) and isinstance(quad.object, ox.NamedNode):
            kinds.setdefault(str(quad.subject), set()).add(quad.object.value)
    apart = [f"{KG}EntityType", f"{KG}CueSet", str(OWL.DatatypeProperty), str(OWL.ObjectProperty)]
    mixed = {name for name, own in kinds.items() for a, b in combinations(apart, 2) if {a, b} <= own}
    assert mixed == set()


def test_it_is_without_fault() -> None:
    assert check_ontology(ONTOLOGY) == ()


@pytest.mark.parametrize("name", RELATIONS)
def test_phrases_can_be_spelled_out(name: str) -> None:
    for phrase in ONTOLOGY.entry(name).phrases:
        for reading in expand_phrase(phrase):
            assert not set(reading) & set("[]|"), phrase
            assert len(re.findall(r"\{(?:subject|object)(?::\w+)?\}", reading)) == 2, phrase
        assert set(slot_types(phrase).values()) <= set(TYPES), phrase


def test_what_it_says_as_triples_is_sorted_and_without_blank_nodes() -> None:
    lines = ONTOLOGY.ntriples.splitlines()
    assert lines == sorted(lines)
    assert [line for line in lines if "_:" in line.partition('"')[0]] == []


def test_the_tree_of_types() -> None:
    assert ONTOLOGY.root("Company") == "Organization"
    assert ONTOLOGY.root("Person") == "Person"
    assert ONTOLOGY.lineage("City") == ("City", "Place")
    assert ONTOLOGY.subtypes("Place") == ("Place", "Country", "Region", "City")
    assert ONTOLOGY.is_a("Country", "Place")
    assert not ONTOLOGY.is_a("Place", "Country")


def test_it_comes_back_from_another_process_and_is_read_once() -> None:
    assert pickle.loads(pickle.dumps(ONTOLOGY)) == ONTOLOGY  # noqa: S301 - our own bytes
    assert load_ontology() is ONTOLOGY


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: ONTOLOGY.relation("aquires"), "unknown relation 'aquires'; did you mean 'acquires'?"),
        (lambda: ONTOLOGY.root("Compny"), "unknown type 'Compny'; did you mean 'Company'?"),
        (lambda: ONTOLOGY.cues("denials"), "unknown cue set 'denials'; did you mean 'denial'?"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(kg.OntologyError, match=f"^{re.escape(message)}$"):
        ask()


# -- A user's own ----------------------------------------------------------------------------------------------------

PREFIXES = f"""@prefix kg: <{KG}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
INSURES = """kg:insures a kg:Relation ; rdfs:label "insures" ; rdfs:comment "Bears the risk of." ;
    rdfs:domain kg:Company ; rdfs:range kg:Agent ;
    skos:example "Acme insures Beta." ;
    kg:phrase "{subject} insures {object}" .
"""


def _file(folder: Path, turtle: str) -> Path:
    path = folder / "own.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return path


def test_a_few_lines_are_a_new_relation(tmp_path: Path) -> None:
    own = load_ontology(add=[_file(tmp_path, INSURES)])
    assert own.relation("insures") == kg.Relation("insures", ("Company",), tuple(sorted(AGENTS)))
    assert set(own.relations) == {*RELATIONS, "insures"}
    assert check_ontology(own) == ()
    assert own != ONTOLOGY
    assert f"<{KG}insures>" in own.ntriples


def test_a_phrase_is_added_to_a_known_relation(tmp_path: Path) -> None:
    own = load_ontology(add=[_file(tmp_path, 'kg:acquires kg:phrase "{subject} gobbles up {object}" .')])
    added = set(own.entry("acquires").phrases) - set(ONTOLOGY.entry("acquires").phrases)
    assert added == {"{subject} gobbles up {object}"}


def test_one_file_may_be_added_by_its_name(tmp_path: Path) -> None:
    path = _file(tmp_path, INSURES)
    assert load_ontology(add=str(path)) is load_ontology(add=path) is load_ontology(add=[path])


def test_a_type_of_ones_own_stands_in_the_domains_of_those_above(tmp_path: Path) -> None:
    ship = 'kg:Ship a kg:EntityType ; rdfs:subClassOf kg:Product ; rdfs:label "ship" ; rdfs:comment "A vessel." .'
    own = load_ontology(add=[_file(tmp_path, ship)])
    assert own.root("Ship") == "Product"
    assert own.relation("develops").range == ("Product", "Ship")


def test_what_is_declared_may_be_used(tmp_path: Path) -> None:
    own = "kg:curator a owl:AnnotationProperty . kg:Vessel a owl:Class . kg:Ship a kg:EntityType ; "
    own += 'rdfs:subClassOf kg:Vessel ; rdfs:label "ship" ; rdfs:comment "A vessel." ; kg:curator "Mara Voss" .'
    assert "Ship" in load_ontology(add=[_file(tmp_path, own)]).types


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    first = load_ontology(add=[_file(tmp_path, INSURES)])
    second = load_ontology(add=[_file(tmp_path, INSURES.replace("insures {object}", "underwrites {object}"))])
    assert first.entry("insures").phrases != second.entry("insures").phrases


def test_an_ontology_may_stand_alone(tmp_path: Path) -> None:
    cat = 'kg:Cat a kg:EntityType ; rdfs:label "cat" ; rdfs:comment "A cat." .\n'
    likes = "kg:likes a kg:Relation , owl:SymmetricProperty ; rdfs:domain kg:Cat ; rdfs:range kg:Cat ."
    own = load_ontology(_file(tmp_path, cat + likes))
    assert own.relation("likes") == kg.Relation("likes", ("Cat",), ("Cat",), symmetric=True)
    assert check_ontology(own) == (
        "relation 'likes' has no label; add rdfs:label \"buys\"",
        "relation 'likes' has no definition; add rdfs:comment \"Pays for and gets.\"",
        "relation 'likes' has no example; add skos:example \"Acme buys Beta.\"",
        "relation 'likes' has no phrases; add kg:phrase \"{subject} buys {object}\"",
    )


def test_two_relations_with_one_phrase_are_told(tmp_path: Path) -> None:
    says = next(p for p in ONTOLOGY.entry("sues").phrases if "{subject} sues {object}" in expand_phrase(p))
    path = _file(tmp_path, INSURES.replace("insures {object}", "sues {object}"))
    assert [p for p in check_ontology(load_ontology(add=[path])) if "insures" in p] == [
        "'{subject} sues {object}' says both 'sues' and 'insures'; take it out of "
        f"{says!r} "
        "or of '{subject} sues {object}'"
    ]


BROKEN = {
    "syntax": ("kg:a kg:b\n.", "line 6: "),
    "unknown type": (
        INSURES.replace("kg:Company", "kg:Compny"),
        "line 6: unknown type 'Compny' in the domain of 'insures'; did you mean 'Company'?",
    ),
    "no range": (
        INSURES.replace(" ; rdfs:range kg:Agent", ""),
        "line 5: relation 'insures' has no range; add rdfs:range or schema:rangeIncludes with a type",
    ),
    "two domains": (
        INSURES.replace("rdfs:domain kg:Company", "rdfs:domain kg:Company , kg:Person"),
        "line 5: rdfs:domain Company and Person of 'insures' means both at once; "
        "write schema:domainIncludes for either",
    ),
    "symmetric": (
        INSURES.replace("a kg:Relation", "a kg:Relation , owl:SymmetricProperty"),
        "line 5: relation 'insures' is symmetric, so domain and range must be the same",
    ),
    "another namespace": (
        INSURES.replace("kg:insures", "<https://my.example/insures>"),
        "line 5: relation 'https://my.example/insures' is no plain name in the namespace of kg:; write kg:insures",
    ),
    "brackets": (
        INSURES.replace("{subject} insures", "{subject} [insures"),
        "line 8: phrase '{subject} [insures {object}' of 'insures' has brackets that do not balance or stand inside "
        "each other; write alternatives as [buys|acquires]",
    ),
    "prepares": (
        INSURES.replace("kg:phrase", "kg:prepares kg:aquires ; kg:phrase"),
        "line 8: 'insures' prepares the unknown relation 'aquires'; did you mean 'acquires'?",
    ),
    "takes up": (
        INSURES.replace("kg:phrase", "kg:takes_up kg:leeds ; kg:phrase"),
        "line 8: 'insures' takes up the unknown relation 'leeds'; did you mean 'leads'?",
    ),
    "ends": (
        INSURES.replace("kg:phrase", "kg:ends kg:lead ; kg:phrase"),
        "line 8: 'insures' ends the unknown relation 'lead'; did you mean 'leads'?",
    ),
    "slot": (
        INSURES.replace("{object}", "{thing}"),
        "line 8: phrase '{subject} insures {thing}' of 'insures' has the unknown slot {thing}; the slots are "
        "{subject}, {object}, {role}, and {subject:Type} or {object:Type}",
    ),
    "continuation": (
        INSURES.replace("kg:phrase", 'kg:continuation "{subject} goes on with {object}" ; kg:phrase'),
        "line 8: continuation '{subject} goes on with {object}' of 'insures' needs one slot, {subject} or {object}; "
        "the other end is the one that was said before",
    ),
    "opening": (
        INSURES.replace("kg:phrase", 'kg:opening "{object}" ; kg:phrase'),
        "line 8: opening '{object}' of 'insures' has nothing beside its slot",
    ),
    "slot's type": (
        INSURES.replace("{subject}", "{subject:Compny}"),
        "line 8: phrase '{subject:Compny} insures {object}' of 'insures' holds {subject} to the unknown type 'Compny'; "
        "did you mean 'Company'?",
    ),
    "slot's type elsewhere": (
        INSURES.replace("{subject}", "{subject:Product}"),
        "line 8: phrase '{subject:Product} insures {object}' of 'insures' holds {subject} to 'Product', which cannot "
        "stand there; take one of Company",
    ),
    "colour": (
        INSURES.replace("rdfs:domain", 'kg:color "blue" ; rdfs:domain'),
        "line 6: 'insures' has the colour 'blue'; write it as #rrggbb",
    ),
    "circle": (
        "kg:A a kg:EntityType ; rdfs:subClassOf kg:B .\nkg:B a kg:EntityType ; rdfs:subClassOf kg:A .",
        "line 5: type 'A' stands above itself; correct rdfs:subClassOf",
    ),
    "built-in relation": (
        "kg:acquires rdfs:domain kg:Person .",
        "line 5: rdfs:domain Agent and Person of 'acquires' means both at once; write schema:domainIncludes for either",
    ),
    "single quotes": (
        "kg:acquires\n  kg:phrase '{subject} eats' .",
        "line 6: phrase '{subject} eats' of 'acquires' ",
    ),
    "unknown relation": (
        'kg:aquires kg:phrase "{subject} gobbles {object}" .',
        "line 5: unknown relation 'aquires'; did you mean 'acquires'?",
    ),
    "unknown cue set": (
        'kg:denials kg:cue "rebut" .',
        "line 5: unknown cue set 'denials'; did you mean 'denial'?",
    ),
    "unknown property": (
        INSURES.replace("kg:phrase", "kg:hapening true ; kg:phrase"),
        "line 8: unknown property 'hapening' of 'insures'; did you mean 'happening'?",
    ),
    "property of nowhere": (
        INSURES.replace("kg:phrase", 'kg:curator "Mara Voss" ; kg:phrase'),
        "line 8: unknown property 'curator' of 'insures'; declare it as an owl:AnnotationProperty, or leave it out",
    ),
    "unknown class": (
        INSURES.replace("kg:Relation", "kg:Relaton"),
        "line 5: unknown class 'Relaton' of 'insures'; did you mean 'Relation'?",
    ),
    "unknown class above": (
        "kg:Ship a kg:EntityType ;\n  rdfs:subClassOf kg:Prodct .",
        "line 6: unknown class 'Prodct' above 'Ship'; did you mean 'Product'?",
    ),
    "class of nowhere": (
        "kg:Ship a kg:EntityType ;\n  rdfs:subClassOf kg:Vessel .",
        "line 6: unknown class 'Vessel' above 'Ship'; declare it as an owl:Class, or leave it out",
    ),
    "unknown name": (
        '\nkg:Compny kg:noun "insurer" .',
        "line 6: unknown name 'Compny'; did you mean 'Company'?",
    ),
    "name of nowhere": (
        'kg:Zeppelin kg:noun "zeppelin" .',
        "line 5: unknown name 'Zeppelin'; say what it is, as in: kg:Zeppelin a kg:EntityType",
    ),
}


@pytest.mark.parametrize(("turtle", "message"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_told_with_file_line_value_and_cure(tmp_path: Path, turtle: str, message: str) -> None:
    path = _file(tmp_path, turtle)
    with pytest.raises(kg.OntologyError, match=f"^{re.escape(f'{path} {message}')}"):
        load_ontology(add=[path])


def test_a_fault_is_told_of_the_file_that_states_it(tmp_path: Path) -> None:
    faulty = _file(tmp_path, "kg:acquires rdfs:domain kg:Person .")
    (tmp_path / "more").mkdir()
    more = _file(tmp_path / "more", 'kg:acquires kg:phrase "{subject} gobbles {object}" .')
    with pytest.raises(kg.OntologyError, match=f"^{re.escape(f'{faulty} line 5: rdfs:domain')}"):
        load_ontology(add=[faulty, more])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none.ttl"
    message = f"ontology {str(path)!r}: no such file or directory; give the path of a Turtle file"
    with pytest.raises(kg.OntologyError, match=f"^{re.escape(message)}$"):
        load_ontology(path)
    path.write_bytes(b"# caf\xe9\n")
    with pytest.raises(
        kg.OntologyError, match=f"^{re.escape(str(path))}: byte 5 is not UTF-8; save the file as UTF-8$"
    ):
        load_ontology(path)


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("{subject} [buys|takes over] [the|] {object}", ""),
        ("{object:Company} {role} {subject:Person}", ""),
        ("{object:PoliticalParty} {subject:Person}", ""),
        ("{subject}, {object}", ""),
        (
            "{subject} {object}",
            "has nothing beside its slots; say what stands between them, or hold both slots to a type",
        ),
        ("{subject} buys", "needs {object} exactly once"),
        ("{subject} and {subject} buy {object}", "needs {subject} exactly once"),
        ("{subject} [buys {object}", "has brackets that do not balance or stand inside each other"),
        ("{subject} [a|[b|c]] {object}", "has brackets that do not balance or stand inside each other"),
        ("{subject} buys] {object}", "has brackets that do not balance or stand inside each other"),
        ("[{subject}|it] buys {object}", "has a slot inside brackets; write two phrases"),
        ("{subject} buys|sells {object}", "has a | outside brackets; write alternatives as [buys|acquires]"),
    ],
)
def test_the_syntax_of_a_phrase(phrase: str, fault: str) -> None:
    assert phrase_fault(phrase).startswith(fault)
    assert bool(phrase_fault(phrase)) == bool(fault)


# -- Queries, policy, shapes -----------------------------------------------------------------------------------------


def test_named_queries_ask_a_question_with_declared_terms() -> None:
    queries = named_queries()
    declared = set(re.findall(rf"<{re.escape(KG)}(\w+)>", ONTOLOGY.ntriples))
    assert len(queries) >= 10
    assert list(queries) == sorted(queries)
    for name, sparql in queries.items():
        first, second = sparql.splitlines()[:2]
        assert re.fullmatch(r"# [A-Z].*\?", first), name
        assert second.startswith(f"# kg query {name}"), name
        assert set(re.findall(r"kg:(\w+)", sparql.partition("WHERE")[2])) <= declared, name


def test_an_unknown_query_is_told_with_the_nearest() -> None:
    with pytest.raises(kg.QueryError, match=r"^no query is named 'two-step'; did you mean 'two-steps'\?; known: "):
        kg.named_query("two-step")


@pytest.mark.parametrize(
    ("relation", "polarity", "certainty", "time", "holds"),
    [
        ("acquires", "positive", "certain", "current", True),
        ("acquires", "positive", "probable", "current", True),
        ("acquires", "positive", "possible", "current", False),
        ("acquires", "positive", "certain", "future", False),
        ("acquires", "positive", "certain", "past", False),
        ("acquires", "negative", "certain", "current", False),
        ("meets_with", "positive", "certain", "past", True),
        ("meets_with", "positive", "certain", "future", False),
        ("meets_with", "negative", "certain", "past", False),
    ],
)
def test_the_policy_of_plain_triples(relation: str, polarity: str, certainty: str, time: str, holds: bool) -> None:
    store = ox.Store()
    store.load(ONTOLOGY.ntriples, format=ox.RdfFormat.N_TRIPLES)
    claim = (
        f"PREFIX kg: <{KG}> PREFIX rdf: <{RDF}> INSERT DATA {{ <urn:c> rdf:subject <urn:s> ; rdf:object <urn:o> ; "
        f'rdf:predicate kg:{relation} ; kg:polarity "{polarity}" ; kg:certainty "{certainty}" ; kg:time "{time}" }}'
    )
    store.update(claim)
    triples = [str(t) for t in store.query(ontology_path("policy.rq").read_text(encoding="utf-8"))]  # type: ignore[union-attr]
    assert triples == ([f"<urn:s> <{KG}{relation}> <urn:o>"] if holds else [])


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    with kg.Store(tmp_path_factory.mktemp("store") / "kg", write=True) as store:
        store.add(extraction(article) for article in ARTICLES)
        triples = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in store.quads())
    return Graph().parse(data=triples, format="nt")


def _violations(data: Graph) -> str:
    shapes = Graph().parse(ontology_path("shapes.ttl"))
    _, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    return str(text)


def test_what_a_store_holds_has_the_shapes(union: Graph) -> None:
    assert "Conforms: True" in _violations(union)


NAMESPACES = {
    "kg": KG,
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
}

#: Part of a message or result path → SPARQL update that breaks just that.
FAULTS = {
    "Result Path: kg:certainty": """DELETE { ?c kg:certainty ?v } INSERT { ?c kg:certainty "sure" }
        WHERE { ?c kg:certainty ?v }""",
    "Result Path: kg:confidence": "DELETE { ?c kg:confidence ?v } WHERE { ?c kg:confidence ?v }",
    "Result Path: kg:when": 'INSERT { ?c kg:when "last May" } WHERE { ?c a kg:Claim }',
    "Result Path: kg:stands_for": "DELETE { ?e kg:stands_for ?t } WHERE { ?e kg:stands_for ?t ; kg:name 'Reuters' }",
    "Result Path: schema:identifier": 'INSERT { ?a schema:identifier "two" } WHERE { ?a a schema:NewsArticle }',
    "are as long as its place": """DELETE { ?m oa:exact ?t } INSERT { ?m oa:exact "X" }
        WHERE { ?m a kg:Mention ; oa:exact ?t }""",
    "is what stands at its position": """DELETE { ?q oa:exact ?t } INSERT { ?q oa:exact ?u }
        WHERE { ?q a oa:TextQuoteSelector ; oa:exact ?t . BIND(UCASE(?t) AS ?u) }""",
    "type in the domain": """DELETE { ?c rdf:predicate ?r } INSERT { ?c rdf:predicate kg:family_of }
        WHERE { ?c rdf:predicate ?r }""",
    "type in the range": """DELETE { ?c rdf:predicate ?r } INSERT { ?c rdf:predicate kg:family_of }
        WHERE { ?c rdf:predicate ?r }""",
    "are in its own article": """DELETE { ?c kg:article ?a } INSERT { ?c kg:article <urn:a> }
        WHERE { ?c a kg:Claim ; kg:article ?a }""",
    "the things that its ends as read stand for": "DELETE { ?c kg:party ?t } WHERE { ?c kg:party ?t }",
    "has every class above its class": """DELETE { ?t a kg:Organization }
        WHERE { ?e kg:stands_for ?t . ?t a kg:Company , kg:Organization }""",
    "stands for a positive claim": "INSERT { ?t kg:sues <urn:other> } WHERE { ?e kg:stands_for ?t }",
    "stands both ways": "INSERT { ?t kg:family_of <urn:other> } WHERE { ?e kg:stands_for ?t }",
}


@pytest.fixture(scope="module")
def told(union: Graph) -> str:
    """What is said of a graph with all of the faults at once."""
    data = Graph()
    for triple in union:
        data.add(triple)
    for update in dict.fromkeys(FAULTS.values()):
        data.update(update, initNs=NAMESPACES)
    text = _violations(data)
    for prefix, iri in NAMESPACES.items():
        text = re.sub(rf"<?{re.escape(iri)}(\w+)>?", rf"{prefix}:\1", text)
    return text


@pytest.mark.parametrize("fault", FAULTS)
def test_the_shapes_find(told: str, fault: str) -> None:
    assert fault in told
