"""Where a network's probabilities overrule what the cues say of polarity, certainty and time."""

from __future__ import annotations

import pytest

from kg.encoder import load_settings
from kg.model import Certainty, Polarity, Time
from kg.qualifiers.chances import PLAIN, Bound, bounds_of, weigh
from kg.relations.proposal import Chances

BOUNDS = {
    "negative": Bound(0.1, 0.8),
    "hedged": Bound(0.2, 0.7),
    "past": Bound(0.1, 0.6),
    "future": Bound(0.1, 0.6),
}
Values = tuple[Polarity, Certainty, Time]
USUAL: Values = ("positive", "certain", "current")


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
        assert 0 <= bound.least <= bound.enough <= 1
