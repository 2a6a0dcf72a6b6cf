"""From scores of labels to spans: the likeliest sequence of labels in which every name begins with a beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["best_path", "log_softmax", "spans_of", "transitions"]


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log of the probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def transitions(types: int) -> NDArray[np.float32]:
    """Return the scores of the step from label to label: label 0 is outside, 2t+1 begins type t, 2t+2 goes on in it."""
    size = 2 * types + 1
    allowed = np.zeros((size, size), dtype=np.float32)
    for inside in range(2, size, 2):
        allowed[:, inside] = -1e4
        allowed[[inside - 1, inside], inside] = 0.0
    return allowed


def best_path(log: NDArray[np.float32], allowed: NDArray[np.float32]) -> list[int]:
    """Return the likeliest label of each word, given the log probabilities, [words, labels], and those of steps."""
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


def spans_of(path: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, last, type) of each run of labels, end exclusive."""
    first = 0
    while first < len(path):
        last = first + 1
        if path[first]:
            while last < len(path) and path[last] and path[last] % 2 == 0:
                last += 1
            yield first, last, (path[first] - 1) // 2
        first = last
