"""Pairs of marked mentions and the relations of their sentence.

For each pair, the sentence's word pieces go through the network once, with
marks around both mentions that tell their types and kinds. Labels are directed: ``leads>`` has the mention that comes
first as subject, ``leads<`` the second; a symmetric relation has one label; one label is none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder.marks import KINDS, MARKED_TYPES, Marked
from kg.encoder.network import MODELS, Network, load_settings
from kg.encoder.pieces import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.encoder.memo import Memo
    from kg.encoder.pieces import Pieces
    from kg.model import Relation

__all__ = [
    "NONE",
    "QUALIFIERS",
    "PairNetwork",
    "PairScores",
    "Sequenced",
    "colour_of",
    "extra_rows",
    "label_names",
    "sequence",
]

NONE = "none"

#: Longest sequence of pieces and marks, and the most that may lie between the ends.
LONGEST = 128

#: How many values polarity, certainty, time and being said by somebody have.
QUALIFIERS = (2, 3, 3, 2)

_OTHER = len(SHAPES)
_OPEN = (_OTHER + len(MARKED_TYPES), _OTHER + 2 * len(MARKED_TYPES))
_CLOSE = (_OTHER + 3 * len(MARKED_TYPES), _OTHER + 3 * len(MARKED_TYPES) + len(KINDS))


def extra_rows() -> int:
    """Return how many rows the network's table of extra vectors has."""
    return _CLOSE[1] + len(KINDS)


def colour_of(type_: str) -> int:
    """Return the extra row of the pieces of a name that is no end of the pair."""
    return _OTHER + MARKED_TYPES.index(type_)


def label_names(relations: Mapping[str, Relation]) -> tuple[str, ...]:
    """Return all labels for these relations: none first, then by name."""
    labels = [NONE]
    for name in sorted(relations):
        labels += [name] if relations[name].symmetric else [f"{name}>", f"{name}<"]
    return tuple(labels)


@dataclass(frozen=True, slots=True)
class Sequenced:
    """The network's input for a pair: ids (-1 where a mark stands), extra rows, places of the two opening marks."""

    ids: tuple[int, ...]
    extra: tuple[int, ...]
    first: int
    second: int


def sequence(
    pieces: Pieces,
    start: int,
    end: int,
    first: Marked,
    second: Marked,
    others: Iterable[Marked],
    marks: Sequence[int],
    without: Iterable[tuple[int, int]] = (),
) -> Sequenced | None:
    """Return the network's input for two mentions in the sentence ``start`` to ``end``.

    ``pieces`` are the whole text's; ``first`` is the mention that comes first. Pieces of the ``others`` carry their
    type. ``marks`` are the ids of the two marks around a sequence; ``without`` are spans of the text to leave out.
    None where the mentions stand too far apart.
    """
    low, high = bisect_left(pieces.starts, start), bisect_left(pieces.starts, end)
    spans = [_pieces_of(pieces, m) for m in (first, second)]
    left, right = min(s[0] for s in spans), max(s[1] for s in spans)
    out = {i for a, b in without for i in range(bisect_left(pieces.starts, a), bisect_left(pieces.starts, b))}
    room = LONGEST - 6 - (right - left - sum(left <= i < right for i in out))
    if room < 0 or any(a >= b for a, b in spans):
        return None
    low = max(low, left - max(room // 2, room - (high - right)))
    high = min(high, right + room - (left - low))
    colour = dict.fromkeys(range(low, high), 0)
    for other in others:
        row = colour_of(other.type)
        colour.update((i, row) for i in range(*_pieces_of(pieces, other)) if low <= i < high)
    for a, b in spans:
        colour.update(dict.fromkeys(range(a, b), 0))
    ids, extra, opened = [marks[0]], [0], [0, 0]
    for i in range(low, high):
        if i in out:
            continue
        for n, mention in enumerate((first, second)):
            if spans[n][0] == i:
                opened[n] = len(ids)
                ids.append(-1)
                extra.append(_OPEN[n] + MARKED_TYPES.index(mention.type))
        ids.append(pieces.ids[i])
        extra.append(colour[i] or pieces.shapes[i])
        for n, mention in enumerate((first, second)):
            if spans[n][1] == i + 1:
                ids.append(-1)
                extra.append(_CLOSE[n] + KINDS.index(mention.kind))
    return Sequenced((*ids, marks[1]), (*extra, 0), opened[0], opened[1])


def _pieces_of(pieces: Pieces, mention: Marked) -> tuple[int, int]:
    return bisect_right(pieces.ends, mention.start), bisect_left(pieces.starts, mention.end)


@dataclass(frozen=True, slots=True)
class PairScores:
    """What the network says of a pair: a probability for each label, and of polarity, certainty, time and source.

    ``labels`` go as :attr:`PairNetwork.labels`, ``polarity`` as (positive, negative), ``certainty`` as (certain,
    probable, possible), ``time`` as (past, current, future), ``attributed`` as (said by the article, by somebody with a
    name); all but the first hold on the condition that a relation is said.
    """

    labels: NDArray[np.float32]
    polarity: tuple[float, ...]
    certainty: tuple[float, ...]
    time: tuple[float, ...]
    attributed: tuple[float, ...]


class PairNetwork:
    """Scores the relations of marked pairs; the scores of a pair depend on its sequence alone.

    ``least`` is the probability of any relation, by the text's own network, below which a pair is not worth reading;
    ``least_apart`` the same of two mentions that stand in a sentence and the next.
    """

    def __init__(self, folder: Path = MODELS) -> None:
        settings = load_settings("pairs", folder)
        self.folder = folder
        self.labels: tuple[str, ...] = tuple(settings["labels"])
        first, last = settings["marks"]
        self.marks: tuple[int, int] = (first, last)
        self.least = float(settings.get("least", 0.0))
        self.least_apart = float(settings.get("least_apart", 1.0))
        self._temperature = float(settings.get("temperature", 1.0))
        self._network = Network("pairs", folder)

    def score(self, pair: Sequenced, memo: Memo) -> PairScores:
        """Return the probabilities for one pair, whose scores may be in the memo of its text."""
        scores = memo.get(("marked", pair), lambda: self.scores(pair))
        labels, *others = np.split(scores, np.cumsum((len(self.labels), *QUALIFIERS))[:-1])
        polarity, certainty, time, attributed = (tuple(map(float, _softmax(part))) for part in others)
        return PairScores(_softmax(labels / self._temperature), polarity, certainty, time, attributed)

    def scores(self, pair: Sequenced) -> NDArray[np.float32]:
        """Return the scores as they are, in one row: of labels, polarity, certainty, time and source."""
        extra = np.asarray([pair.extra], dtype=np.int64)
        places = np.asarray([[pair.first, pair.second]], dtype=np.int64)
        (scores,) = self._network.run(vectors=self._network.vectors(pair.ids), extra=extra, places=places)
        row: NDArray[np.float32] = scores[0]
        return row


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max())
    result: NDArray[np.float32] = raised / raised.sum()
    return result
