"""Extractions to quads and back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, Quad, RdfFormat, parse
from store_story import ARTICLES, article, extraction

from kg.errors import ArticleError
from kg.model import Article, Claim, Entity, Extraction, Mention
from kg.ontology import load_ontology
from kg.rdf import Activity, Iris, derived_quads, extraction_quads, prefixes, read_article, read_extraction

CASES = Path(__file__).parent / "cases" / "rdf"
ACTIVITY = Activity("test 1")


def load(case: dict[str, Any]) -> Extraction:
    """Make an extraction out of a case's JSON, where spans are [start, end] and entities are named by id."""
    fields = dict(case["article"])
    if "published" in fields:
        fields["published"] = date.fromisoformat(fields["published"])
    source = Article(**fields)
    mentions = {i: Mention(source.span(s, e), type_, kind) for i, (s, e, type_, kind) in enumerate(case["mentions"])}
    entities = {
        e["id"]: Entity(
            *(e["id"], e["name"], e["type"], tuple(e["aliases"])),
            tuple(mentions[i] for i in e["mentions"]),
            e.get("thing", ""),
        )
        for e in case["entities"]
    }
    claims = []
    for c in case["claims"]:
        spans: dict[str, Any] = {name: source.span(*c[name]) for name in ("evidence", "subject_span", "object_span")}
        lists: dict[str, Any] = {
            name: tuple(source.span(*s) for s in c.get(name, ())) for name in ("trigger_spans", "cue_spans")
        }
        told = tuple(entities.get(name, name) for name in c.get("attributed_to", ()))
        plain: dict[str, Any] = {
            k: v for k, v in c.items() if k in ("polarity", "certainty", "time", "when", "role", "confidence")
        }
        claims.append(
            Claim(
                article=source.id,
                subject=entities[c["subject"]],
                relation=load_ontology().relation(c["relation"]),
                object=entities[c["object"]],
                phrase=c.get("phrase"),
                attributed_to=told,
                **spans,
                **lists,
                **plain,
            )
        )
    return Extraction(source, tuple(mentions.values()), tuple(entities.values()), tuple(claims))


def canonical(quads: Any) -> str:
    """Return N-Quads that are equal for isomorphic datasets."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(map(str, dataset)))


@pytest.mark.parametrize("case", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_case_gives_the_graphs_beside_it(case: Path) -> None:
    read = load(json.loads(case.read_text(encoding="utf-8")))
    things = {entity.id: entity.thing for entity in read.entities}
    quads = *extraction_quads(read, activity=ACTIVITY), *derived_quads(read, things, Iris())
    expected = parse(path=case.with_suffix(".trig"), format=RdfFormat.TRIG)
    assert canonical(quads) == canonical(expected)
    graph = Iris().article(read.article.id)
    again = read_extraction([q for q in quads if q.graph_name == graph], load_ontology().relations)
    assert again == read


def test_there_are_cases() -> None:
    assert len(list(CASES.glob("*.json"))) >= 4


@pytest.mark.parametrize("source", ARTICLES, ids=lambda source: source.id)
def test_what_was_read_comes_back(source: Article) -> None:
    read = extraction(source)
    assert read_extraction(extraction_quads(read, activity=ACTIVITY), load_ontology().relations) == read


@pytest.mark.parametrize("source", ARTICLES, ids=lambda source: source.id)
def test_no_blank_node_and_each_quad_once(source: Article) -> None:
    quads = extraction_quads(extraction(source), activity=ACTIVITY)
    assert len(quads) == len(set(quads))
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
    assert {q.graph_name for q in quads} == {Iris().article(source.id)}


def test_text_left_out_leaves_sentences_names_and_offsets() -> None:
    source = article("x", "Filler here.\nQuillon Energy negotiates with NATO, Reuters said.\nSecret words.")
    read = extraction(source)
    quads = extraction_quads(read, activity=ACTIVITY, text=False)
    assert not [q for q in quads if isinstance(q.object, Literal) and "Secret" in q.object.value]
    again = read_extraction(quads, load_ontology().relations)
    assert again.article == replace(source, text="")
    assert again.claims == read.claims
    assert again.mentions == read.mentions


def test_words_outside_all_that_was_kept_are_squares() -> None:
    source = article("x", "Alas, yesterday Mara Voss leads Quillon Energy.\nSo it is.")
    read = extraction(source)
    claim = replace(read.claims[0], cue_spans=(source.span(48, 50),))
    quads = extraction_quads(replace(read, claims=(claim,)), activity=ACTIVITY, text=False)
    assert read_extraction(quads, load_ontology().relations).claims[0].cue_spans[0].text == "□□"


def test_a_relation_that_the_ontology_lost_is_made_to_fit() -> None:
    read = extraction(ARTICLES[0])
    again = read_extraction(extraction_quads(read, activity=ACTIVITY), {})
    assert [claim.relation.name for claim in again.claims] == ["negotiates_with", "leads"]
    assert again.claims[0].relation.domain == ("Company",)


@pytest.mark.parametrize(
    "sources",
    [("people", "organization/reuters"), ("b", "a"), ("organization/reuters", "z", "organization/nato"), ("a", "a")],
)
def test_the_order_of_sources_comes_back(sources: tuple[str, ...]) -> None:
    read = extraction(ARTICLES[0])
    entities = {entity.id: entity for entity in read.entities}
    claim = replace(read.claims[1], attributed_to=tuple(entities.get(name, name) for name in sources))
    again = read_extraction(
        extraction_quads(replace(read, claims=(claim,)), activity=ACTIVITY), load_ontology().relations
    )
    assert again.claims[0] == claim
    assert again.claims[0].id == claim.id


def test_half_a_surrogate_pair_is_refused_by_name() -> None:
    with pytest.raises(ArticleError, match=r"^bad: character 1 is half of a surrogate pair; save"):
        extraction_quads(Extraction(Article("bad", "a\ud800b")), activity=ACTIVITY)


@pytest.mark.parametrize(
    ("id_", "segment"),
    [
        ("a1", "a1"),
        ("news/a 1", "news%2Fa%201"),
        ("https://x.example/?q=1#f", "https%3A%2F%2Fx.example%2F%3Fq%3D1%23f"),
        ("..", "%2E%2E"),
        ("100%", "100%25"),
        ("café", "caf%C3%A9"),
        ("a\\b<c>", "a%5Cb%3Cc%3E"),
    ],
)
def test_ids_are_one_segment(id_: str, segment: str) -> None:
    iris = Iris("https://data.example/")
    assert iris.article(id_).value == f"https://data.example/article/{segment}"
    assert iris.article_id(iris.span(id_, 3, 4).value) == id_


@given(st.text(min_size=1), st.integers(0, 10**6), st.integers(0, 10**6))
def test_any_id_and_offset_comes_back(id_: str, start: int, end: int) -> None:
    iris = Iris()
    assert iris.article_id(iris.article(id_).value) == id_
    assert iris.entity_id(iris.entity_as_read(id_, id_).value) == id_
    assert iris.offsets(iris.span(id_, start, end).value) == (start, end)
    assert iris.offsets(iris.mention(id_, start, end).value) == (start, end)
    if not id_.startswith(("http://", "https://")):
        assert iris.thing_id(iris.thing(id_).value) == id_


@pytest.mark.parametrize("method", ["article_id", "claim_id", "entity_id", "offsets"])
def test_other_iris_are_refused(method: str) -> None:
    with pytest.raises(ValueError, match=r"https://other\.example/x"):
        getattr(Iris(), method)("https://other.example/x")


@given(
    st.builds(
        Article,
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")),
        *[st.none() | st.text(st.characters(exclude_categories=["Cs"]))] * 2,
        published=st.none() | st.dates(),
        publisher=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
    )
)
def test_any_article_comes_back_through_nquads(source: Article) -> None:
    quads = extraction_quads(Extraction(source), activity=ACTIVITY)
    lines = "".join(f"{quad} .\n" for quad in quads)
    again: list[Quad] = list(parse(lines, format=RdfFormat.N_QUADS))
    assert read_article(again) == source


def test_a_graph_without_an_article_is_refused() -> None:
    with pytest.raises(ValueError, match="holds 0 articles"):
        read_article([])


def test_prefixes_follow_the_base() -> None:
    assert prefixes("https://data.example/")["claim"] == "https://data.example/claim/"
    assert prefixes()["kg"] == "https://kg.example/ontology/"


def test_the_page_on_rdf_shows_the_case_as_it_is() -> None:
    page = (CASES.parents[2] / "docs" / "rdf.md").read_text(encoding="utf-8")
    shown = page.partition("```turtle\n")[2].partition("graph:statements")[0].splitlines()
    case = (CASES / "one_claim.trig").read_text(encoding="utf-8").splitlines()
    assert [line for line in shown if line not in case] == []
    assert len(shown) > 40


def test_the_page_on_rdf_names_every_property() -> None:
    page = (CASES.parents[2] / "docs" / "rdf.md").read_text(encoding="utf-8")
    read = [extraction(source) for source in ARTICLES]
    quads = [quad for one in read for quad in extraction_quads(one, activity=ACTIVITY)]
    names = {quad.predicate.value.removeprefix("https://kg.example/ontology/") for quad in quads}
    assert [name for name in sorted(names) if "/" not in name and f"kg:{name}" not in page] == []
