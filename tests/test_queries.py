"""The named queries: each answers its question, as worked out by hand from the articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from store_story import ARTICLES, FakeExtractor

import kg
from kg.building import build
from kg.store import Store


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("queries") / "s", write=True)
    build(store, ARTICLES, extractor=FakeExtractor())
    return store


BRIGHTWATER = ("Brightwater", "kg:acquires", "Quillon Energy")
WILL, HAS, NOT = (
    "Brightwater Group will buy Quillon Energy, people familiar said.",
    "Brightwater has bought Quillon Energy.",
    "Brightwater did not buy Quillon Energy, Reuters said.",
)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "corroborated",
            [
                (*BRIGHTWATER, "2", "2", "2026-04-02", "2026-05-01"),
                ("NATO", "kg:negotiates_with", "Quillon Energy", "2", "2", "", ""),
            ],
        ),
        ("contradicted", [(*BRIGHTWATER, "a2", WILL, "a4", NOT), (*BRIGHTWATER, "news/a3", HAS, "a4", NOT)]),
        (
            "changed",
            [(*BRIGHTWATER, "2026-04-02", "positive, certain, future", "2026-05-01", "positive, certain, current")],
        ),
        (
            "only-source",
            [
                ("Brightwater", "kg:based_in", "Norway", "Example Times", ""),
                ("Mara Voss", "kg:leads", "Quillon Energy", "https://kg.example/article/a1", ""),
                ("Quillon Energy", "kg:supplies", "NATO", "https://kg.example/article/a5", "Reuters"),
                ("NATO", "kg:meets_with", "Mara Voss", "https://kg.example/article/news%2Fa3", ""),
            ],
        ),
    ],
)
def test_the_whole_answer_on_the_story(story: Store, name: str, rows: list[tuple[str, ...]]) -> None:
    assert story.query(kg.named_query(name)).readable == rows


def test_the_timeline_of_a_thing(story: Store) -> None:
    rows = story.query(kg.named_query("timeline"), x="Norway").readable
    assert rows == [
        (
            *("2026-04-02", "Brightwater", "kg:based_in", "Norway", "positive", "certain", "current"),
            *("Brightwater is based in Norway.", "a2"),
        )
    ]
    days = [row[0] for row in story.query(kg.named_query("timeline"), x="NATO").readable]
    assert days == ["", "2026-03-01", "2026-03-01", "2026-05-01"]
    everything = story.query(kg.named_query("timeline")).readable
    assert len(everything) == len(set(everything)) == story.counts()["claims"]
    assert [row[0] for row in everything] == sorted(row[0] for row in everything)


#: What a reader of the samples finds; there may be more in the answer.
SAMPLES = [
    # Talks are told of by the Ledger on the 3rd, the Monitor on the 6th and 17th, the Courier on the 10th.
    (
        "corroborated",
        {},
        ("Corverex Systems", "kg:negotiates_with", "NATO", "3", "4", "2026-03-03", "2026-03-17"),
    ),
    # On the 26th the Courier reports a contract, on April 2nd it corrects itself.
    (
        "contradicted",
        {},
        (
            *("Corverex Systems", "kg:acquires", "Wingrel Robotics"),
            "https://quayside-business.example/markets/northmere-corverex-round",
            "Corverex plans to acquire Wingrel Robotics, a maker of small drones in Gdansk, Poland, according to three "
            "bankers who have seen the papers.",
        ),
    ),
    (
        "timeline",
        {"x": "NATO"},
        ("2026-03-10", "Corverex Systems", "kg:negotiates_with", "NATO", "positive", "certain", "current"),
    ),
    # "Reportedly in talks" on the 3rd, "is also negotiating" on the 10th.
    (
        "changed",
        {},
        (
            *("Corverex Systems", "kg:negotiates_with", "NATO", "2026-03-03", "positive, probable, current"),
            *("2026-03-10", "positive, certain, current"),
        ),
    ),
    # The Monitor alone has the contract; the plan that the Daily had, the Ledger reports with its denial.
    (
        "only-source",
        {},
        ("Corverex Systems", "kg:contracts_with", "NATO Communications and Information Agency", "Alliance Monitor", ""),
    ),
]


@pytest.mark.parametrize(("name", "variables", "row"), SAMPLES, ids=[name for name, _, _ in SAMPLES])
def test_the_samples(sample_store: Path, name: str, variables: dict[str, Any], row: tuple[str, ...]) -> None:
    with Store(sample_store) as store:
        found = [answer[: len(row)] for answer in store.query(kg.named_query(name), **variables).readable]
    assert row in found


@pytest.mark.parametrize("name", sorted(kg.named_queries()))
def test_every_query_runs_and_asks_its_question_first(story: Store, name: str) -> None:
    text = kg.named_query(name)
    assert text.startswith("# ")
    assert text.splitlines()[0].endswith("?")
    bound = {"x": "NATO"} if "--var x=" in text else {}
    assert story.query(text, **bound).kind == "select"
