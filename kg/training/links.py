"""The weights of links: what speaks for a thing as what a pronoun or nominal stands for, learned from annotated news.

For each anaphor whose answer is known, the options that the program sees there are ranked: a linear score for each, a
softmax over them and "none", the loss being that of the right ones together. A feature has one weight for all kinds of
anaphor and one more for each kind, so that rare kinds borrow from the others; both are held small by an L2 penalty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.entities.coreference import best, walk
from kg.entities.features import features

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.entities.features import Option
    from kg.entities.reading import Anaphor, Reading
    from kg.model import Mention

__all__ = ["Example", "Weights", "collect", "fit", "shares"]

Weights = dict[str, dict[str, float]]

#: Penalties on the weights for all kinds together and on those of one kind.
SHARED_PENALTY, OWN_PENALTY = 3.0, 5.0
NONE = "none"


@dataclass(frozen=True, slots=True)
class Example:
    """An anaphor whose answer is known: its model, the features of each option, and which are right (none may be)."""

    anaphor: Anaphor
    options: tuple[tuple[int, ...], ...]
    features: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    weight: float = 1.0


def collect(
    reading: Reading, mentions: Iterable[Mention], answer: Callable[[Mention], frozenset[int] | None]
) -> list[Example]:
    """Return the anaphors of an article whose answers are known.

    ``answer`` gives the indices of the things that a mention stands for, none where it stands for nothing named, or
    None where that is unknown. What is known counts as read when later anaphors are looked at.
    """
    found: list[Example] = []

    def judge(reading: Reading, anaphor: Anaphor, options: Sequence[Option]) -> Option | None:
        known = answer(anaphor.mention)
        if known is None:
            return best(reading, anaphor, options)
        right = [_is_right(option, known) for option in options]
        if options:
            indices = tuple(tuple(thing.index for thing in option) for option in options)
            named = tuple(tuple(features(reading, anaphor, option, options)) for option in options)
            found.append(Example(anaphor, indices, named, tuple(right)))
        return next((option for option, good in zip(options, right, strict=True) if good), None)

    for _ in walk(reading, mentions, judge):
        pass
    return found


def _is_right(option: Option, known: frozenset[int]) -> bool:
    indices = {thing.index for thing in option}
    if len(indices) == 1:
        return indices <= known
    return known <= indices if len(known) < len(indices) else indices == known


def fit(examples: Sequence[Example]) -> Weights:
    """Return the weights, by kind of anaphor, that the examples speak for; weights near 0 are left out."""
    names: dict[tuple[str, str], int] = defaultdict(lambda: len(names))
    rows, columns, starts, right, importance = 0, [], [], [], []
    pointers = [0]
    for example in examples:
        starts.append(rows)
        importance.append(example.weight)
        none_right = not any(example.right)
        for features_of, good in zip((*example.features, (NONE,)), (*example.right, none_right), strict=True):
            for name in features_of:
                columns += [names["", name], names[example.anaphor.model, name]]
            pointers.append(len(columns))
            right.append(good)
            rows += 1
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(rows, len(names)))
    penalty = np.array([OWN_PENALTY if model else SHARED_PENALTY for model, _ in names])
    solution = minimize(
        _loss,
        np.zeros(len(names)),
        args=(matrix, np.array(starts), np.array(right), np.array(importance), penalty),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 300},
    ).x
    models = sorted({model for model, _ in names if model})
    shared = {name: solution[i] for (model, name), i in names.items() if not model}
    table: Weights = {}
    for model in models:
        own = {name: shared[name] + solution[i] for (kind, name), i in names.items() if kind == model}
        table[model] = {name: round(float(w), 2) for name, w in sorted(own.items()) if abs(w) >= 0.03}
    return table


def _loss(
    weights: NDArray[np.float64],
    matrix: csr_matrix,
    starts: NDArray[np.int64],
    right: NDArray[np.bool_],
    importance: NDArray[np.float64],
    penalty: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    scores = matrix @ weights
    sizes = np.diff(np.append(starts, len(scores)))
    scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    share = scores / np.repeat(np.add.reduceat(scores, starts), sizes)
    good = np.add.reduceat(share * right, starts) + 1e-12
    wanted = share * right / np.repeat(good, sizes)
    loss = -(importance * np.log(good)).sum() + 0.5 * (penalty * weights**2).sum()
    return float(loss), matrix.T @ ((share - wanted) * np.repeat(importance, sizes)) + penalty * weights


def shares(example: Example, weights: Mapping[str, Mapping[str, float]]) -> list[float]:
    """Return each option's share of the whole."""
    table = weights.get(example.anaphor.model, {})
    scores = np.array([sum(table.get(name, 0.0) for name in names) for names in (*example.features, (NONE,))])
    raised = np.exp(scores - scores.max())
    return [float(share) for share in (raised / raised.sum())[:-1]]
