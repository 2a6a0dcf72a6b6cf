"""What the store tells people of an article, a claim and a thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_story import ARTICLES, FakeExtractor, article, extraction

from kg.building import build
from kg.errors import QueryError
from kg.store import Decision, Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("telling") / "s", write=True)
    build(store, ARTICLES, extractor=FakeExtractor())
    return store


def test_an_article(store: Store) -> None:
    first, second = extraction(ARTICLES[1]).claims
    assert store.explain("a2").splitlines() == [
        "article a2",
        "  published   2026-04-02 by Example Times",
        "  address     https://news.example/a2",
        f"  text        {len(ARTICLES[1].text)} characters, kept",
        f"  hash        {ARTICLES[1].digest}",
        "  read by     fake 1",
        "  mentions    4 (4 named) of 3 entities",
        "  claims      2",
        f"  {first.id}  Brightwater Group acquires Quillon Energy  (positive, certain, future)",
        "    “Brightwater Group will buy Quillon Energy, people familiar said.”",
        f"  {second.id}  Brightwater Group based_in Norway  (positive, certain, current)",
        "    “Brightwater is based in Norway.”",
    ]


def test_a_claim(store: Store) -> None:
    claim = extraction(ARTICLES[0]).claims[0]
    told = store.explain(claim.id)
    assert told.splitlines() == [
        f"claim {claim.id}",
        "  says        Quillon Energy negotiates_with NATO",
        "  how         positive, probable, current",
        "  said by     Reuters",
        "  subject     “Quillon Energy” at 0 to 14: Quillon Energy, Company, organization/quillon-energy",
        "  object      “NATO” at 31 to 35: NATO, IntergovernmentalOrganization, organization/nato",
        "  said with   “negotiates with” at 15 to 30",
        "  evidence    “Quillon Energy negotiates with NATO, Reuters said.”",
        "  at          characters 0 to 50 of article a1, “Talks”, 2026-03-01",
        "  found by    phrases, phrase “{subject} negotiates with {object}”, confidence 0.90",
        "  read by     fake 1",
        "  the graph   has this as a plain triple",
        "  also in     a4",
    ]
    assert store.explain(f"claim:{claim.id}") == told
    assert store.explain(f"https://kg.example/claim/{claim.id}") == told
    denied = extraction(ARTICLES[3]).claims[0]
    assert "  the graph   has this as a plain triple" in store.explain(denied.id)  # another claim gives it
    past = extraction(ARTICLES[4]).claims[0]
    assert "  the graph   has no plain triple of this: the policy wants other claims for it" in store.explain(past.id)


def test_a_thing(store: Store, tmp_path: Path) -> None:
    told = store.explain("Brightwater Group").splitlines()
    assert told[:5] == [
        "Brightwater",
        "  is a        Company",
        "  id          organization/brightwater",
        "  also called Brightwater Group",
        "  read in     3 articles: a2, a4, news/a3",
    ]
    assert told[5] == "  claims      4 of 2 statements"
    assert "  Brightwater Group acquires Quillon Energy  (3 articles, 1 deny it)" in told
    quoted = [line for line in told if line.startswith("      “")]
    assert len(quoted) == 4, "each claim has its sentence"
    with Store(tmp_path / "s", write=True) as other:
        build(other, ARTICLES, extractor=FakeExtractor())
        link = "http://www.wikidata.org/entity/Q1"
        other.decide([Decision("person/mara-voss", thing="place/norway"), Decision("place/norway", link=link)])
        lines = other.explain("Norway").splitlines()
        assert f"  linked to   {link}" in lines
        assert "  by decision “Mara Voss” of a1, “Mara Voss” of news/a3" in lines


@pytest.mark.parametrize("what", ["a1", "article:a1", "https://kg.example/article/a1"])
def test_an_article_by_id_and_iri(store: Store, what: str) -> None:
    assert store.explain(what).startswith("article a1\n  title       Talks\n")


def test_an_article_with_the_id_of_a_claim(tmp_path: Path) -> None:
    claim = extraction(ARTICLES[0]).claims[0]
    with Store(tmp_path / "s", write=True) as store:
        build(store, [article("0123456789abcdef", "NATO met Norway.")], extractor=FakeExtractor())
        assert store.explain("0123456789abcdef").startswith("article 0123456789abcdef\n")
        build(store, [ARTICLES[0], article(claim.id, "NATO met Norway.")], extractor=FakeExtractor())
        assert store.explain(claim.id).startswith(f"article {claim.id}\n")
        assert store.explain(f"claim:{claim.id}").startswith(f"claim {claim.id}\n")


def test_an_article_without_text_or_date(tmp_path: Path) -> None:
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor(), text=False)
        assert "  text        not kept" in store.explain("a4").splitlines()
        assert "  published" not in store.explain("a4")
        store.forget("Brightwater")
        assert "  text        not kept, since something in it was forgotten" in store.explain("a4").splitlines()


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (
            "Brightwatr",
            "no article, claim or thing is 'Brightwatr': nothing in the store is called 'Brightwatr'; did you",
        ),
        (
            "0123456789abcdef",
            "the store has no claim '0123456789abcdef'; kg info ARTICLE lists the claims of an article",
        ),
        ("article:zz", "the store has no article 'zz'"),
        ("claim:a b", "the store has no claim 'a b'; kg info ARTICLE lists"),
        ("https://kg.example/claim/<", "the store has no claim '<'; kg info ARTICLE lists"),
    ],
)
def test_what_is_not_there(store: Store, what: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.explain(what)
    assert str(caught.value).startswith(message)
