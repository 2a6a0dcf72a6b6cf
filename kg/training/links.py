"""The weights of links: what speaks for a thing as what a pronoun or nominal stands for, learned from annotated news.

For each anaphor whose answer is known, the options that the program sees there are ranked: a linear score for each, a
softmax over them and "none", the loss being that of the right ones together. A feature has one weight for all kinds of
anaphor and one more for each kind, so that rare kinds borrow from the others; both are held small by an L2 penalty.
Those that stand for nothing named, which are many, say nothing of how options are ranked, but how much it takes to make
a link: they learn one factor of all weights and the score of "none" of each kind.
Names that come back teach a little of it, too: which thing a text speaks of again. What the text's network says weighs
beside them; it knows by heart what it has learned from, so that its weight is found on documents that it has not seen.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.entities.coreference import best, network_scores, walk
from kg.entities.features import features, salience
from kg.entities.weights import TABLE, LinkWeights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.entities.context import Context
    from kg.entities.features import Option
    from kg.entities.reading import Anaphor, Reading
    from kg.model import Mention

__all__ = [
    "Example",
    "Weights",
    "collect",
    "collect_names",
    "fit",
    "fit_table",
    "learn",
    "levelled",
    "shares",
    "write_table",
]

Weights = dict[str, dict[str, float]]

#: Penalties on the weights for all kinds together and on those of one kind.
SHARED_PENALTY, OWN_PENALTY = 3.0, 5.0
NONE = "none"
#: What a name that comes back counts, beside 1 for an anaphor, and what its kind is called.
NAME_WEIGHT, NAME = 0.1, "name"
#: The share of links that is to be right, with those of words that stand for nothing named, none of which can be: of
#: the links at the ends of claims more are right. The least and the greatest threshold for it.
PRECISION, LOWEST, HIGHEST = 0.7, 0.05, 0.7
#: What a score of the network may weigh.
TRIED = tuple(round(0.05 * step, 2) for step in range(9))
#: Parts of the examples that are left out in turn to find the thresholds.
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An anaphor whose answer is known: its kind, the features of each option, and which are right (none may be).

    ``network`` are the network's scores of the options, empty where it was not asked.
    """

    model: str
    options: tuple[tuple[int, ...], ...]
    features: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    weight: float = 1.0
    network: tuple[float, ...] = ()


def collect(
    reading: Reading,
    mentions: Iterable[Mention],
    answer: Callable[[Mention], frozenset[int] | None],
    table: LinkWeights | None = None,
    context: Context | None = None,
) -> list[Example]:
    """Return the anaphors of an article whose answers are known, with the network's scores where ``context`` is given.

    ``answer`` gives the indices of the things that a mention stands for, none where it stands for nothing named, or
    None where that is unknown. What is known counts as read when later anaphors are looked at; what is not is read by
    ``table``, where there is one.
    """
    found: list[Example] = []

    def judge(reading: Reading, anaphor: Anaphor, options: Sequence[Option]) -> Option | None:
        known = answer(anaphor.mention)
        if known is None:
            return best(reading, anaphor, options, table, context)[0] if table else None
        right = [_is_right(option, known) for option in options]
        if options:
            indices = tuple(tuple(thing.index for thing in option) for option in options)
            named = tuple(tuple(features(reading, anaphor, option, options)) for option in options)
            given = tuple(network_scores(anaphor, options, context)) if context else ()
            found.append(Example(anaphor.model, indices, named, tuple(right), network=given))
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


def levelled(weights: Weights, examples: Sequence[Example]) -> Weights:
    """Return the weights, all times one factor, with the scores of "none" by which the examples are likeliest.

    The examples are to hold those that stand for nothing; the options of one keep their order.
    """
    known = [example for example in examples if example.model in weights]
    if all(any(example.right) for example in known):
        return weights
    kinds = sorted(weights)
    values: list[float] = []
    columns: list[int] = []
    starts: list[int] = []
    right: list[bool] = []
    for example in known:
        table = weights[example.model]
        starts.append(len(values))
        values += [sum(table.get(name, 0.0) for name in names) for names in example.features] + [1.0]
        columns += [0] * len(example.features) + [1 + kinds.index(example.model)]
        right += [*example.right, not any(example.right)]
    matrix = csr_matrix((values, columns, range(len(values) + 1)), shape=(len(values), 1 + len(kinds)))
    importance = np.array([example.weight for example in known])
    begin = np.array([1.0, *(weights[kind].get(NONE, 0.0) for kind in kinds)])
    penalty = np.full(len(begin), 1e-3)
    fitting = (matrix, np.array(starts), np.array(right), importance, penalty)
    factor, *nothing = minimize(_loss, begin, args=fitting, jac=True, method="L-BFGS-B").x
    return {
        kind: {**{name: round(weight * factor, 2) for name, weight in weights[kind].items()}, NONE: round(none, 2)}
        for kind, none in zip(kinds, map(float, nothing), strict=True)
    }


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


def shares(example: Example, weights: Mapping[str, Mapping[str, float]], network: float = 0.0) -> list[float]:
    """Return each option's share of the whole, and last that of "none"; ``network`` is what the network weighs."""
    table = weights.get(example.model, {})
    scores = np.array([sum(table.get(name, 0.0) for name in names) for names in (*example.features, (NONE,))])
    if network and example.network:
        scores[:-1] += network * np.array(example.network)
    raised = np.exp(scores - scores.max())
    return [float(share) for share in raised / raised.sum()]


def fit_table(learned: Sequence[Sequence[Example]], kept: Sequence[Sequence[Example]] = ()) -> LinkWeights:
    """Return weights and thresholds, from the examples of each document that the network has learned from.

    What the network weighs, and the threshold with it, are found on those of documents that were kept from it; without
    any it weighs nothing. The threshold for the weights alone judges each of five parts of the documents by weights
    that were learned on the others.
    """
    weights = learn([example for document in learned for example in document])
    alone: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        others = learn([e for i, document in enumerate(learned) if i % FOLDS != fold for e in document])
        alone += _judged([e for document in learned[fold::FOLDS] for e in document], others)
    asked = [example for document in kept for example in document if example.network]
    network = max(TRIED, key=lambda weight: (_likelihood(asked, weights, weight), -weight))
    together = _threshold(_judged(asked, weights, network)) if asked else _threshold(alone)
    return LinkWeights(weights, network, _threshold(alone), together)


def learn(examples: Sequence[Example]) -> Weights:
    """Return weights that rank as what stands for something speaks for, and are as sure as all examples allow."""
    ranked = [example for example in examples if any(example.right)]
    return levelled(fit(ranked), examples) if ranked else fit(examples)


def _likelihood(examples: Sequence[Example], weights: Weights, network: float) -> float:
    """Return the sum of the logarithms of the shares of what is right, where anything is."""
    total = 0.0
    for example in examples:
        if any(example.right):
            found = shares(example, weights, network)[:-1]
            good = sum(share for share, right in zip(found, example.right, strict=True) if right)
            total += math.log(max(good, 1e-9) / sum(found))
    return round(total, 6)


def _judged(examples: Iterable[Example], weights: Weights, network: float = 0.0) -> list[tuple[float, bool]]:
    """Return the share of the best option of each anaphor, and whether that is right."""
    return [
        max(zip(shares(example, weights, network)[:-1], example.right, strict=True))
        for example in examples
        if example.model != NAME
    ]


def _threshold(judged: Iterable[tuple[float, bool]]) -> float:
    """Return the least share at which links are right as often as is asked, within bounds."""
    ordered = sorted(judged, reverse=True)
    right = np.cumsum([good for _, good in ordered]) / np.arange(1, len(ordered) + 1)
    fitting = np.flatnonzero(right >= PRECISION)
    share = ordered[int(fitting[-1])][0] if len(fitting) else 1.0
    return round(min(max(share, LOWEST), HIGHEST), 2)


def write_table(table: LinkWeights, folder: Path) -> None:
    """Write the table into a folder of models, where the program reads it."""
    body = json.dumps(asdict(table), indent=1, sort_keys=True)
    (folder / TABLE).write_text(body + "\n", encoding="utf-8")
