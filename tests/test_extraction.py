"""Whole articles, read with the real models: what must be found in articles of one kind, written anew each time.

The articles stand in ``cases/rewritings``: talks with an alliance, a contract with a ministry, a partner of old, a
denial, an agency that will not use a product. The same general means have to find all of it under other names and in
other words.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.articles import read
from kg.model import Article, Claim, Extraction
from kg.pipeline import Extractor

CASES = Path(__file__).parent / "cases" / "rewritings"

#: File; subject, relation, object; polarity, certainty, time; all sources, joined by semicolons, and role, or None.
Row = tuple[str, str, str | None, str | None]
EXPECTED: dict[str, list[Row]] = {
    "assistant-for-a-union.txt": [
        ("Veldra negotiates_with African Union", "positive probable current", "Financial Times", None),
        ("Veldra contracts_with Ministry of Defence", "positive certain current", None, None),
        ("Corvane partners_with Ministry of Defence", "positive certain past", None, None),
        ("Priya Lindqvist leads Veldra", "positive certain current", None, "CEO"),
        ("Dana Okoro owns nuLogic", "positive certain current", None, None),
        (
            *("GCHQ uses Veldra", "negative probable future"),
            *("Ministry of Defence; statements after the announcement", None),
        ),
    ],
    "coast-guards.md": [
        ("Tellermarsk negotiates_with Frontex", "positive probable current", "Politiken", None),
        ("Tellermarsk based_in Denmark", "positive certain current", None, None),
        ("Tellermarsk contracts_with Danish Ministry of Defence", "positive certain current", None, None),
        ("Sofie Brandt leads Tellermarsk", "positive certain current", None, "chief executive"),
        ("Sofie Brandt founded Tellermarsk", "positive certain current", None, None),
        ("Oskar Lindh owns Kestrin", "positive certain current", None, None),
        ("Oskar Lindh accuses Tellermarsk", "positive certain current", "Oskar Lindh", None),
    ],
    "ground-stations.txt": [
        (
            *("Luminar Labs negotiates_with European Space Agency", "positive probable current"),
            *("Frankfurter Allgemeine Zeitung; people familiar with the matter", None),
        ),
        ("Luminar Labs contracts_with German Defence Ministry", "positive certain current", None, None),
        ("Jonas Weidt leads Luminar Labs", "positive certain current", None, "chief executive"),
        ("Brightloom partners_with German Defence Ministry", "positive certain past", None, None),
        ("Marta Keller owns Brightloom", "positive certain current", None, None),
        ("Marta Keller leads Ostara", "positive certain current", None, None),
        ("Federal Intelligence Service uses Luminar Labs", "negative certain future", "ministry", None),
    ],
}


@pytest.fixture(scope="module")
def extractions(extractor: Extractor) -> dict[str, Extraction]:
    paths = sorted(CASES.iterdir())
    return dict(zip((path.name for path in paths), extractor.extract(read(paths)), strict=True))


def claim(extraction: Extraction, statement: str) -> Claim:
    found = {f"{c.subject.name} {c.relation.name} {c.object.name}": c for c in extraction.folded()}
    assert statement in found, sorted(found)
    return found[statement]


MISSED = {"Veldra contracts_with Ministry of Defence": "who has agreed to supply has a contract, which is not to come"}
ROWS = [
    pytest.param(name, row, id=row[0], marks=[pytest.mark.xfail(reason=MISSED[row[0]])] if row[0] in MISSED else [])
    for name, rows in EXPECTED.items()
    for row in rows
]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_rewritings(extractions: dict[str, Extraction], name: str, row: Row) -> None:
    statement, qualifiers, source, role = row
    found = claim(extractions[name], statement)
    assert f"{found.polarity} {found.certainty} {found.time}" == qualifiers
    assert found.sources == (() if source is None else tuple(source.split("; ")))
    assert found.role == role


def test_one_entity_under_all_its_names(extractions: dict[str, Extraction]) -> None:
    by_name = {e.name: set(e.aliases) for e in extractions["assistant-for-a-union.txt"].entities}
    assert {"African Union", "AU"} <= by_name["African Union"]
    assert "Veldras" not in by_name, "a lost apostrophe makes no other company"


def test_every_claim_opens_to_its_words(extractions: dict[str, Extraction]) -> None:
    for extraction in extractions.values():
        text = extraction.article.text
        for c in extraction.claims:
            for span in (c.evidence, c.subject_span, c.object_span, *c.trigger_spans, *c.cue_spans):
                assert text[span.start : span.end] == span.text
            assert c.evidence.start <= c.subject_span.start < c.evidence.end
            assert c.evidence.start <= c.object_span.start < c.evidence.end


def test_a_headline_does_not_run_into_the_lines_around_it(extractions: dict[str, Extraction]) -> None:
    extraction = extractions["assistant-for-a-union.txt"]
    assert all("\n" not in c.evidence.text for c in extraction.claims)


def test_the_same_whatever_the_batch_and_the_order(extractor: Extractor) -> None:
    articles = list(read(sorted(CASES.iterdir())))
    alone = [next(iter(extractor.extract([article]))) for article in articles]
    assert list(extractor.extract(articles, batch_size=16)) == alone
    assert list(extractor.extract(reversed(articles), batch_size=2)) == alone[::-1]


@pytest.mark.parametrize("text", ["x", "...", "\n\n\n", "12 34", "“”", "Ä" * 5000, "a b " * 2000])
def test_texts_that_say_nothing(extractor: Extractor, text: str) -> None:
    (extraction,) = extractor.extract([Article("odd", text)])
    assert extraction.claims == ()


def test_phrases_alone_work_without_our_models() -> None:
    (extraction,) = Extractor(reader="phrases").extract([Article("a", "Germany signed a treaty with France.")])
    assert [c.statement for c in extraction.claims] == [("place/france", "agrees_with", "place/germany")]
    assert {c.reader for c in extraction.claims} == {"phrases"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norvane Foods could fire its chief executive, Jane Roe.",
            {"dismisses": ("possible", "future"), "leads": ("certain", "current")},
        ),
        (
            "Norvane Foods could sue its former chairman, Jane Roe.",
            {"sues": ("possible", "future"), "leads": ("certain", "past")},
        ),
        (
            "Norvane Foods agreed to buy its rival Tarsis Dairy.",
            {"acquires": ("probable", "future"), "competes_with": ("certain", "current")},
        ),
        (
            "Norvane Foods's chief executive, Jane Roe, may step down, the Elling Tribune reported.",
            {"leaves": ("possible", "future"), "leads": ("certain", "current")},
        ),
        (  # what is over by it is past, and not what ended it
            "The governor of Hungary's central bank, Jane Roe, resigned on Thursday.",
            {"leaves": ("certain", "current"), "leads": ("certain", "past"), "part_of": ("certain", "current")},
        ),
        ("Jane Roe succeeded Kay Poe as chief executive of Norvane Foods.", {"leads": ("certain", "current")}),
    ],
)
def test_what_is_said_in_passing_has_its_own_qualifiers(text: str, expected: dict[str, tuple[str, str]]) -> None:
    (extraction,) = Extractor(reader="learned").extract([Article("a", text)])
    claims = [claim for claim in extraction.claims if "Kay Poe" not in (claim.subject.name, claim.object.name)]
    assert {claim.relation.name: (claim.certainty, claim.time) for claim in claims} == expected


def test_a_particle_of_a_surname_may_be_written_big() -> None:
    text = "Saskia de Wit founded Norvex in 2019. De Wit left the company in May."
    (extraction,) = Extractor(reader="learned").extract([Article("a", text)])
    assert {claim.subject.name for claim in extraction.claims} == {"Saskia de Wit"}


def test_ministries_of_two_states_are_two() -> None:
    text = "China's Defence Ministry accused Japan's Defence Ministry of lying. Japan's foreign ministry said so."
    (extraction,) = Extractor(reader="learned").extract([Article("a", text)])
    ministry = "China's Defence Ministry", "accuses", "Japan's Defence Ministry"
    assert ministry in {(c.subject.name, c.relation.name, c.object.name) for c in extraction.claims}
    assert {e.name for e in extraction.entities} >= {"China", "Japan", "Japan's foreign ministry"}


def test_an_office_is_of_the_nearest_state() -> None:
    text = "Kosovo's court jailed three. Serbian President Per Dahl accused Pristina of theft.\n\n"
    text += "Prime Minister Ida Brandt, who took office in February, said she would meet Dahl."
    (extraction,) = Extractor(reader="learned").extract([Article("a", text)])
    led = {claim.object.name for claim in extraction.claims if claim.subject.name == "Ida Brandt"}
    assert "Serbia" not in led


def test_a_noun_before_a_name_is_nobody_else() -> None:
    text = "Carl Osterman works at Kestrin Foods. He left the retailer Nordhem last year."
    (extraction,) = Extractor(reader="learned").extract([Article("a", text)])
    assert {claim.object.name for claim in extraction.claims if claim.relation.name == "leaves"} == {"Nordhem"}


def test_the_learned_reader_finds_what_phrases_find_and_more(extractions: dict[str, Extraction]) -> None:
    articles = [extraction.article for extraction in extractions.values()]
    learned = list(Extractor(reader="learned").extract(articles))
    assert list(Extractor(reader="learned").extract(reversed(articles))) == learned[::-1], "the same in any order"
    readers = {claim.reader for extraction in learned for claim in extraction.claims}
    assert "learned" in "+".join(readers)
    assert "phrases" in "+".join(readers)
