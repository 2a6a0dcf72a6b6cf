"""How values show in a notebook: whole, escaped, the words of a claim marked in its sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from store_story import ARTICLES, FakeExtractor, article, extraction

import kg
from kg.building import build
from kg.html import MOST, marked, table
from kg.store import Store

VOID = {"br", "progress"}


class Outline(HTMLParser):
    """Reads a piece of HTML: its text, its marked words, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marks: list[tuple[str, str]] = []
        self.text = ""
        self._kind: str | None = None
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.open.append(tag)
        self._kind = dict(attrs).get("title") if tag == "mark" else None

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag
        self._kind = None

    def handle_data(self, data: str) -> None:
        """Keep text, and the kind of its mark."""
        self.text += data
        if self._kind:
            self.marks.append((self._kind, data))


def outline(value: Any) -> Outline:
    return Outline(value._repr_html_())


def test_a_claim_shows_its_sentence_marked() -> None:
    claim = extraction(ARTICLES[0]).claims[0]
    shown = outline(claim)
    assert shown.text == (
        "Quillon Energy negotiates_with NATO probable · says Reuters"
        "Quillon Energy negotiates with NATO, Reuters said. — a1"
    )
    assert shown.marks == [("subject", "Quillon Energy"), ("trigger", "negotiates with"), ("object", "NATO")]


def test_marks_are_in_place_after_the_first_sentence() -> None:
    claim = extraction(ARTICLES[0]).claims[1]
    assert claim.evidence.start > 0
    assert outline(claim).marks == [("subject", "Mara Voss"), ("trigger", "leads"), ("object", "Quillon Energy")]
    assert "role chief executive" in outline(claim).text


@pytest.mark.parametrize(
    ("text", "spans", "marks"),
    [
        ("plain", [], []),
        ("", [], []),
        ("a b", [(0, 1, "subject"), (2, 3, "object")], [("subject", "a"), ("object", "b")]),
        ("its aim", [(0, 7, "trigger"), (0, 3, "subject")], [("subject", "its"), ("trigger", " aim")]),
        ("<i>&\U0001f600", [(4, 5, "cue"), (3, 4, "object")], [("object", "&"), ("cue", "\U0001f600")]),
        ("short", [(-3, 1, "subject"), (4, 99, "object")], [("subject", "s"), ("object", "t")]),
    ],
)
def test_marked(text: str, spans: list[tuple[int, int, str]], marks: list[tuple[str, str]]) -> None:
    shown = Outline(marked(text, spans))
    assert (shown.text, shown.marks) == (text, marks)


def test_an_extraction_shows_its_claims_and_source() -> None:
    shown = outline(extraction(ARTICLES[1]))
    assert shown.text.startswith("a2 Example Times, 2026-04-02 · 3 entities, 2 claims")
    assert "Brightwater is based in Norway." in shown.text
    assert "— a2" not in shown.text, "the article is named once"
    assert "0 entities, 0 claims" in outline(kg.Extraction(article("empty", "Nothing."))).text


def test_an_entity_shows_what_stands_for_it() -> None:
    entity = next(e for e in extraction(ARTICLES[1]).entities if e.name == "Brightwater Group")
    assert outline(entity).text == (
        "Brightwater Group Companyid: organization/brightwateralso: Brightwatermentions: Brightwater Group, Brightwater"
    )


def test_what_an_article_says_is_no_markup() -> None:
    source = replace(ARTICLES[0], id="<script>alert(1)</script>", title="<img src=x onerror=alert(1)>")
    read = extraction(source)
    values: list[Any] = [read, *read.claims, *read.entities]
    for value in values:
        assert not re.search("<script|<img", value._repr_html_())


def test_a_store_shows_how_much_it_holds(tmp_path: Any) -> None:
    with Store(tmp_path / "graph", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        shown = outline(store)
    assert re.search(r"articles5things\d+claims9", shown.text)
    assert re.search(r"claims by relation \(\d\)relationclaimsacquires3negotiates_with2", shown.text)


def test_numbers_stand_to_the_right() -> None:
    shown = table(("name", "n", "maybe"), [("a", 1, None), ("b", 20_000, 2)])
    assert re.findall(r"text-align:(\w+)[^>]*>([^<]+)<", shown) == [
        *[("left", "name"), ("right", "n"), ("left", "maybe")],
        *[("left", "a"), ("right", "1"), ("left", "b"), ("right", "20,000"), ("left", "2")],
    ]
    assert Outline(table(("name", "n"), [])).text == "namen"


def test_sentences_take_the_room_that_addresses_leave() -> None:
    row = (
        "2026-03-10",
        "https://harbor-ledger.example/2026/03/20",
        "Norvane said on Monday that it has no plan to buy Tarsis.",
        "a",
    )
    shown = table(("day", "article", "sentence", "note"), [row])
    cells = shown.split("<td ")[1:]
    assert [[style in cell for style in ("nowrap", "anywhere", "min-width:18em")] for cell in cells] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
        [False, False, False],
    ]


def test_a_result_shows_names_shortened_and_numbers(tmp_path: Any) -> None:
    with Store(tmp_path / "graph", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        counted = store.query(
            "SELECT ?p (COUNT(?c) AS ?n) { ?c rdf:predicate ?p } GROUP BY ?p ORDER BY DESC(?n) LIMIT 1"
        )
        asked = store.query("ASK { ?c a kg:Claim }")
    assert outline(counted).text == "pnkg:acquires3"
    assert outline(asked).text.endswith("true")


def test_a_long_table_is_cut() -> None:
    shown = Outline(table(("n",), [(number,) for number in range(MOST + 2)]))
    assert shown.text.endswith(f"{MOST - 1}2 more rows")
