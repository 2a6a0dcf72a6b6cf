"""The weights of links: what speaks for a thing as what a pronoun or nominal stands for, learned from annotated news.

For each anaphor whose answer is known, the options that the program sees there are ranked: a linear score for each, a
softmax over them and "none", the loss being that of the right ones together. A feature has one weight for all kinds of
anaphor and one more for each kind, so that rare kinds borrow from the others; both are held small by an L2 penalty.
Names that come back teach a little of it, too: which thing a text speaks of again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.entities.coreference import best, walk
from kg.entities.features import features, salience
from kg.entities.weights import TABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.entities.features import Option
    from kg.entities.reading import Anaphor, Reading
    from kg.model import Mention

__all__ = ["Example", "Weights", "collect", "collect_names", "fit", "fit_thresholds", "shares", "write_table"]

Weights = dict[str, dict[str, float]]

#: Penalties on the weights for all kinds together and on those of one kind.
SHARED_PENALTY, OWN_PENALTY = 3.0, 5.0
NONE = "none"
#: What a name that comes back counts, beside 1 for an anaphor, and what its kind is called.
NAME_WEIGHT, NAME = 0.1, "name"
#: The share of links that is to be right, the least and the greatest threshold for it, and how many examples of a
#: kind it takes to look for one between.
PRECISION, LOWEST, HIGHEST, FEW = 0.85, 0.4, 0.6, 50
#: Parts of the examples that are left out in turn to find the thresholds.
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An anaphor whose answer is known: its kind, the features of each option, and which are right (none may be)."""

    model: str
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
            found.append(Example(anaphor.model, indices, named, tuple(right)))
        return next((option for option, good in zip(options, right, strict=True) if good), None)

    for _ in walk(reading, mentions, judge):
        pass
    return found


def collect_names(reading: Reading) -> list[Example]:
    """Return the places of an article where a thing is named again in a later sentence, as examples of their own kind.

    The reading must be a fresh one; it is used up.
    """
    found: list[Example] = []
    for place, index in reading.named:
        thing = reading.things[index]
        others = [other for other in reading.things if other.seen and other.root == thing.root]
        if thing.seen and thing.seen[-1].sentence < place.sentence and len(others) > 1:
            named = tuple(tuple(salience(reading, place, other, others)) for other in others)
            right = tuple(other is thing for other in others)
            found.append(Example(NAME, tuple((o.index,) for o in others), named, right, NAME_WEIGHT))
        reading.see(thing, place)
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
                columns += [names["", name], names[example.model, name]]
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
    models = sorted({model for model, _ in names if model} - {NAME})
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
    table = weights.get(example.model, {})
    scores = np.array([sum(table.get(name, 0.0) for name in names) for names in (*example.features, (NONE,))])
    raised = np.exp(scores - scores.max())
    return [float(share) for share in (raised / raised.sum())[:-1]]


def fit_thresholds(documents: Sequence[Sequence[Example]]) -> dict[str, float]:
    """Return, by kind of anaphor, the least share at which links are right as often as is asked.

    Each of five parts of the documents is judged by weights that were learned on the others.
    """
    judged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = fit([e for i, document in enumerate(documents) if i % FOLDS != fold for e in document])
        for example in (e for document in documents[fold::FOLDS] for e in document if e.model != NAME):
            share, right = max(zip(shares(example, weights), example.right, strict=True))
            judged[example.model].append((share, right))
    return {model: _threshold(sorted(pairs, reverse=True)) for model, pairs in sorted(judged.items())}


def _threshold(judged: Sequence[tuple[float, bool]]) -> float:
    if len(judged) < FEW:
        return HIGHEST
    right = np.cumsum([good for _, good in judged]) / np.arange(1, len(judged) + 1)
    fitting = np.flatnonzero(right >= PRECISION)
    share = judged[int(fitting[-1])][0] if len(fitting) else 1.0
    return round(min(max(share, LOWEST), HIGHEST), 2)


def write_table(documents: Sequence[Sequence[Example]], path: Path = TABLE) -> None:
    """Learn weights and thresholds from the examples of each document, and write the table that the program reads."""
    weights = fit([example for document in documents for example in document])
    table = {"thresholds": fit_thresholds(documents), "weights": weights}
    path.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
