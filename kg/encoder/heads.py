"""Small heads over the states of a text that has been read: scores of one span with another, or with many. Numpy."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder.network import MODELS
from kg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["SpanHead", "States", "has_head"]


#: Products of no more multiplications than this are made by one thread, which is faster than waking another.
SMALL = 2**18


class States:
    """The states of a text's word pieces, [pieces, width]; spans are given by their first and last piece."""

    def __init__(self, states: NDArray[np.float32]) -> None:
        self._states = states
        self._sums = np.concatenate((np.zeros((1, states.shape[1])), states.cumsum(0, dtype=np.float64)))
        #: What a head makes of a span alone, by head and span.
        self.made: dict[tuple[str, tuple[int, int]], tuple[NDArray[np.float32], NDArray[np.float32]]] = {}

    def ends(self, span: tuple[int, int]) -> NDArray[np.float32]:
        """Return the states at the first and the last piece, in one row."""
        return np.concatenate((self._states[span[0]], self._states[span[1]]))

    def between(self, one: tuple[int, int], two: tuple[int, int]) -> NDArray[np.float32]:
        """Return the mean state of what lies between two spans; zero where they touch or overlap."""
        left, right = sorted((one, two), key=lambda span: span[0])
        low, high = left[1] + 1, right[0]
        if high <= low:
            return np.zeros(self._states.shape[1], dtype=np.float32)
        mean: NDArray[np.float32] = ((self._sums[high] - self._sums[low]) / (high - low)).astype(np.float32)
        return mean


class SpanHead:
    """Scores of two spans by their ends, what lies between them, and features; see ``SpanHead`` of the training.

    Raises ModelError where ``heads.npz`` is missing.
    """

    def __init__(self, name: str, folder: Path = MODELS) -> None:
        self.name = name
        self._weights = {key[len(name) + 1 :]: w for key, w in _heads(folder).items() if key.startswith(f"{name}.")}

    def score(
        self, states: States, one: tuple[int, int], two: tuple[int, int], features: Sequence[int]
    ) -> NDArray[np.float32]:
        """Return the scores of two spans, a row; ``features`` are rows of the head's table."""
        first, left = self._span(states, one, "first", "one")
        second, right = self._span(states, two, "second", "two")
        hidden = first + second + self._linear("both", left * right)
        hidden += self._linear("between", states.between(one, two))
        hidden += self._weights["features"][list(features)].sum(0)
        return self._linear("output", _gelu(hidden))

    def score_all(
        self,
        states: States,
        one: tuple[int, int],
        others: Sequence[tuple[int, int]],
        features: Sequence[Sequence[int]],
    ) -> NDArray[np.float32]:
        """Return the scores of a span with each of at least one other, [others, outputs], in their order.

        Spans are first and last piece; ``features`` has the rows of the head's table for each.
        """
        first, left = self._span(states, one, "first", "one")
        made = [self._span(states, two, "second", "two") for two in others]
        second, right = (np.stack(rows) for rows in zip(*made, strict=True))
        hidden = first + second + self._linear("both", left * right)
        hidden += self._linear("between", np.stack([states.between(one, two) for two in others]))
        hidden += self._weights["features"][np.asarray(features)].sum(1)
        return self._linear("output", _gelu(hidden))

    def _span(
        self, states: States, span: tuple[int, int], plain: str, factor: str
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        key = (f"{self.name}.{plain}", span)
        made = states.made.get(key)
        if made is None:
            ends = states.ends(span)
            made = states.made[key] = (self._linear(plain, ends), self._linear(factor, ends))
        return made

    def _linear(self, name: str, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        weights, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        if rows.ndim == 1:
            result: NDArray[np.float32] = weights @ rows + bias
            return result
        step = max(1, SMALL // weights.size)
        parts = [rows[first : first + step] @ weights.T for first in range(0, len(rows), step)]
        return np.concatenate(parts) + bias


def has_head(name: str, folder: Path = MODELS) -> bool:
    """Tell whether the models of a folder have a head of that name. Raises ModelError as :class:`SpanHead` does."""
    return any(key.startswith(f"{name}.") for key in _heads(folder))


def _gelu(x: NDArray[np.float32]) -> NDArray[np.float32]:
    result: NDArray[np.float32] = 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    return result


def _heads(folder: Path) -> dict[str, NDArray[np.float32]]:
    path = folder / "heads.npz"
    if not path.is_file():
        raise ModelError(f"no model in {folder}: heads.npz is missing; install the package anew or run `kg train`")
    return _loaded(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _loaded(path: Path, modified: int) -> dict[str, NDArray[np.float32]]:  # noqa: ARG001 - a file that changed is another
    with np.load(path) as file:
        return {name: file[name].astype(np.float32) for name in file.files}
