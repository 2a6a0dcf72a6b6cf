"""Where a network's probabilities overrule what the cues say of polarity, certainty and time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.encoder import MODELS, load_settings
from kg.evaluation import gold_of
from kg.model import Certainty, Entity, Polarity, Time
from kg.qualifiers.chances import PLAIN, Bound, bounds_of, told, weigh
from kg.relations.proposal import Chances
from kg.training.bounds import fit_bounds, nearest_best

BOUNDS = {
    "negative": Bound(0.1, 0.8),
    "hedged": Bound(0.2, 0.7),
    "past": Bound(0.1, 0.6),
    "future": Bound(0.1, 0.6),
}
Values = tuple[Polarity, Certainty, Time]
USUAL: Values = ("positive", "certain", "current")

#: What no probability reaches.
NEVER = 1.01


def chances(**given: float) -> Chances:
    return Chances(**{name: given.get(name, 0.0) for name in ("negative", "probable", "possible", "past", "future")})


@pytest.mark.parametrize(
    ("read", "given", "expected"),
    [
        (USUAL, chances(), USUAL),
        (USUAL, chances(negative=0.8), ("negative", "certain", "current")),
        (USUAL, chances(negative=0.79), USUAL),
        (("negative", "certain", "current"), chances(negative=0.1), ("negative", "certain", "current")),
        (("negative", "certain", "current"), chances(negative=0.09), USUAL),
        (USUAL, chances(probable=0.4, possible=0.3), ("positive", "probable", "current")),
        (USUAL, chances(probable=0.3, possible=0.4), ("positive", "possible", "current")),
        # both hedges count against certainty, so that neither need be likely by itself
        (("positive", "possible", "current"), chances(probable=0.1, possible=0.1), ("positive", "possible", "current")),
        (("positive", "probable", "current"), chances(possible=0.9), ("positive", "probable", "current")),
        (("positive", "possible", "current"), chances(probable=0.1), USUAL),
        (USUAL, chances(past=0.6), ("positive", "certain", "past")),
        (USUAL, chances(future=0.6), ("positive", "certain", "future")),
        (("positive", "certain", "past"), chances(past=0.3, future=0.6), ("positive", "certain", "future")),
        (("positive", "certain", "past"), chances(past=0.05, future=0.6), ("positive", "certain", "future")),
        (("positive", "certain", "future"), chances(past=0.6, future=0.3), ("positive", "certain", "past")),
        (("positive", "certain", "future"), chances(past=0.3, future=0.05), USUAL),
    ],
)
def test_cues_stand_unless_the_network_is_sure_of_the_contrary(read: Values, given: Chances, expected: Values) -> None:
    assert weigh(read, given, BOUNDS) == expected


def test_bounds_are_the_models_or_else_plain() -> None:
    found = bounds_of({"qualifiers": {"past": [0.25, 0.5]}})
    assert found == {**PLAIN, "past": Bound(0.25, 0.5)}
    assert bounds_of({}) == PLAIN


def test_the_bounds_of_the_shipped_model_leave_both_voices_a_say() -> None:
    for bound in bounds_of(load_settings("pairs")).values():
        assert 0 <= bound.least <= bound.enough <= NEVER


ROE = Entity("person/roe", "Jane Roe", "Person", ("Jane Roe",), ())


@pytest.mark.parametrize(
    ("chance", "sources", "expected"),
    [
        (0.3, (ROE, "people familiar with it"), (ROE, "people familiar with it")),
        (0.29, (ROE, "people familiar with it"), ("people familiar with it",)),
        (0.29, (), ()),
    ],
    ids=["somebody says it", "the article says it: hearsay stays", "nobody"],
)
def test_a_source_is_taken_back_where_the_article_says_it_itself(
    chance: float, sources: tuple[Entity | str, ...], expected: tuple[Entity | str, ...]
) -> None:
    given = Chances(0, 0, 0, 0, 0, attributed=chance)
    assert told(sources, given, {"attributed": Bound(0.3, NEVER)}) == expected


def test_of_bounds_as_good_as_the_best_the_nearest_to_the_plain_ones_is_taken() -> None:
    plain = Bound(0.02, 0.7)
    scores = {Bound(0.02, 0.7): 0.5, Bound(0.02, 0.6): 0.8, Bound(0.1, 0.6): 0.805, Bound(0.0, 0.9): 0.3}
    assert nearest_best(scores, plain) == Bound(0.02, 0.6)
    assert nearest_best(dict.fromkeys(scores, 0.5), plain) == plain


def test_bounds_are_fitted_on_held_out_documents_and_written_with_the_model(tmp_path: Path) -> None:
    models = shutil.copytree(MODELS, tmp_path / "models")
    text = "Norvane will buy Tarsis for two billion euros."
    ends = [{"name": name, "type": "Company", "aliases": [name]} for name in ("Norvane", "Tarsis")]
    claim = {"subject": "Norvane", "relation": "acquires", "object": "Tarsis", "time": "future"}
    kept = gold_of({"id": "a", "text": text, "entities": ends, "claims": [claim]})
    found = fit_bounds([kept], models)
    assert {name: Bound(*bound) for name, bound in found.items()} == PLAIN
    settings = load_settings("pairs", models)
    assert settings == {**load_settings("pairs"), "qualifiers": found}
    assert bounds_of(settings) == PLAIN
