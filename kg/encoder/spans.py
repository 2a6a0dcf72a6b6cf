"""Pairs of spans in a text that has been read once, as the heads see them: are they related, is one the other.

Beside the states at the ends of the two spans and between them they see a few features.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from kg.encoder.marks import KINDS, MARKED_TYPES

if TYPE_CHECKING:
    from kg.encoder.marks import Marked
    from kg.encoder.pieces import Pieces

__all__ = ["LINK_FEATURES", "PAIR_FEATURES", "apart", "link_features", "pair_features", "piece_span"]

#: Upper bounds of the buckets of a distance in word pieces.
DISTANCES = (0, 1, 2, 4, 6, 9, 13, 18, 25, 35, 50, 80, 120)
TYPES = len(MARKED_TYPES)
_KINDS = 2 * TYPES
_DISTANCE = _KINDS + 2 * len(KINDS)

#: Rows of the table of features of a pair: type and kind of each end, distance.
PAIR_FEATURES = _DISTANCE + len(DISTANCES) + 1
_AFTER = PAIR_FEATURES
_BACK = _AFTER + 2
#: A name further back, in sentences, is as far as this.
FURTHEST = 5
#: Rows of the table of features of a link: those of a pair, whether the name comes after, sentences back.
LINK_FEATURES = _BACK + FURTHEST + 1


def piece_span(pieces: Pieces, start: int, end: int) -> tuple[int, int]:
    """Return the first and the last piece that a span of code points, end exclusive, holds or touches."""
    first = bisect_right(pieces.ends, start)
    return first, max(first, bisect_left(pieces.starts, end) - 1)


def apart(one: tuple[int, int], two: tuple[int, int]) -> int:
    """Return how many pieces lie between two spans, given by their first and last piece."""
    return max(0, max(one[0], two[0]) - min(one[1], two[1]) - 1)


def pair_features(one: Marked, two: Marked, distance: int) -> tuple[int, ...]:
    """Return the rows for a pair of mentions with ``distance`` word pieces between them."""
    return (
        MARKED_TYPES.index(one.type),
        TYPES + MARKED_TYPES.index(two.type),
        _KINDS + KINDS.index(one.kind),
        _KINDS + len(KINDS) + KINDS.index(two.kind),
        _DISTANCE + bisect_left(DISTANCES, distance),
    )


def link_features(word: Marked, name: Marked, distance: int, sentences: int) -> tuple[int, ...]:
    """Return the rows for a word and a name that stands ``sentences`` sentences before it."""
    after = _AFTER + (name.start > word.start)
    return *pair_features(word, name, distance), after, _BACK + min(max(sentences, 0), FURTHEST)
