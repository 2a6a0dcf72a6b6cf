"""Names in a text and their types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder.network import MODELS, Network, load_settings
from kg.encoder.pieces import Pieces, split_pieces, windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Name", "Tagger"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: code-point offsets, end exclusive; a type of the ontology; the tagger's probability of it."""

    start: int
    end: int
    type: str
    score: float


class Tagger:
    """Marks the names in a text and their types with the tagger's network.

    The names of a text depend on the text alone.
    """

    def __init__(self, folder: Path = MODELS) -> None:
        settings = load_settings("tagger", folder)
        self.network = Network("tagger", folder)
        self.types: tuple[str, ...] = tuple(settings["types"])
        self._cls, self._sep = settings["marks"]
        self._allowed = _transitions(len(self.types))

    def names(self, text: str) -> tuple[Name, ...]:
        """Return the names in ``text``, in order; they do not overlap."""
        pieces = split_pieces(text, self.network.folder)
        found: list[Name] = []
        for first, last in windows(text, pieces):
            found += self._window(pieces.cut(first, last))
        return tuple(found)

    def scores(self, pieces: Pieces) -> NDArray[np.float32]:
        """Return the network's scores for one window of pieces, [pieces, labels]."""
        extra = np.array([[0, *pieces.shapes, 0]], dtype=np.int64)
        vectors = self.network.vectors((self._cls, *pieces.ids, self._sep))
        return self.network.run(vectors=vectors, extra=extra)[0][0, 1:-1]

    def _window(self, pieces: Pieces) -> Iterator[Name]:
        scores = self.scores(pieces)
        heads = [i for i in range(len(pieces)) if not i or pieces.words[i] != pieces.words[i - 1]]
        last_piece = [*(h - 1 for h in heads[1:]), len(pieces) - 1]
        log = _log_softmax(scores[heads])
        path = _viterbi(log, self._allowed)
        for first, last, type_index in _spans(path):
            chance = float(np.exp(log[range(first, last), path[first:last]].mean()))
            start, end = pieces.starts[heads[first]], pieces.ends[last_piece[last - 1]]
            yield Name(start, end, self.types[type_index], round(chance, 4))


def _log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def _transitions(types: int) -> NDArray[np.float32]:
    """Scores of the step from label to label: label 0 is outside, 2t+1 begins type t, 2t+2 goes on in it."""
    size = 2 * types + 1
    allowed = np.zeros((size, size), dtype=np.float32)
    for inside in range(2, size, 2):
        allowed[:, inside] = -1e4
        allowed[[inside - 1, inside], inside] = 0.0
    return allowed


def _viterbi(log: NDArray[np.float32], allowed: NDArray[np.float32]) -> list[int]:
    if not len(log):
        return []
    best = log[0] + allowed[0]
    back: list[NDArray[np.int64]] = []
    for row in log[1:]:
        scores = best[:, None] + allowed
        back.append(scores.argmax(axis=0))
        best = scores.max(axis=0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _spans(path: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, last, type) of each run of labels, end exclusive."""
    first = 0
    while first < len(path):
        last = first + 1
        if path[first]:
            while last < len(path) and path[last] and path[last] % 2 == 0:
                last += 1
            yield first, last, (path[first] - 1) // 2
        first = last
