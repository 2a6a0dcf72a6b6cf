"""Which pairs an epoch takes: those in doubt, and a few of those that gold and opinions surely agree on.

Most pairs are soon read rightly and surely, and teach little from then on, but take their time in each epoch. A few of
them, weighted more, keep what was learned.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.encoder import NONE

if TYPE_CHECKING:
    from random import Random

    from kg.training.pairs import PairLabels

__all__ = ["taken"]

#: From which share of "none" on an unrelated pair is sure; how many of these an epoch takes, and what they weigh.
NOTHING, NOTHING_TAKEN, NOTHING_WEIGHS = 0.97, 0.15, 4.0
#: The same for the likeliest label of a related pair.
SOMETHING, SOMETHING_TAKEN, SOMETHING_WEIGHS = 0.9, 0.3, 2.5


def taken(pair: PairLabels, rng: Random) -> PairLabels | None:
    """Return the pair, weighted more where it stands for others like it; None where this epoch goes without it.

    A pair of which no opinion is known is always taken.
    """
    if not pair.shares:
        return pair
    label, share = max(pair.shares, key=lambda one: one[1])
    if label == NONE and not pair.related:
        least, part, weight = NOTHING, NOTHING_TAKEN, NOTHING_WEIGHS
    else:
        least, part, weight = SOMETHING, SOMETHING_TAKEN, SOMETHING_WEIGHS
    if share < least or label not in dict(pair.labels):
        return pair
    return replace(pair, weight=pair.weight * weight) if rng.random() < part else None
