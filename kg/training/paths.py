"""Learn what the features of a pair's tree say of its relation: a linear model, with scipy alone."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.encoder import label_names
from kg.relations.paths import ALWAYS, FILE, SentenceTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.encoder import Marked
    from kg.model import Relation
    from kg.training.found import Found
    from kg.training.pairs import PairLabels

__all__ = ["pair_features", "train_paths"]

#: Pairs that a feature must stand at, the L2 penalty on each weight, steps, the least weight that is kept.
LEAST_PAIRS, PENALTY, STEPS, LEAST_WEIGHT = 5, 2.0, 50, 0.02


def pair_features(found: Found, pairs: Sequence[PairLabels]) -> Iterator[frozenset[str]]:
    """Yield the features of each pair of a document, which come sentence by sentence."""
    at: tuple[int, int] | None = None
    tree: SentenceTree | None = None
    for pair in pairs:
        if tree is None or pair.sentence != at:
            at = pair.sentence
            tree = SentenceTree(found.tokens, *at, _names(found, at))
        yield tree.features(pair.first, pair.second)


def _names(found: Found, sentence: tuple[int, int]) -> list[Marked]:
    marked = (seen.marked for seen in found.seen if seen.marked.kind == "named")
    return [m for m in marked if sentence[0] <= m.start and m.end <= sentence[1]]


def train_paths(
    documents: Sequence[tuple[Found, Sequence[PairLabels]]], relations: Mapping[str, Relation], folder: Path
) -> int:
    """Learn from the pairs of documents, write ``paths.npz`` into ``folder``, and return how many features are kept.

    The loss is the cross entropy to the shares of the labels, by the pairs' weights, with an L2 penalty. The same
    documents give the same file.
    """
    labels = {label: i for i, label in enumerate(label_names(relations))}
    features = list(chain.from_iterable(pair_features(found, pairs) for found, pairs in documents))
    counts = Counter(chain.from_iterable(features))
    common = (name for name, count in counts.items() if count >= LEAST_PAIRS and "\n" not in name)
    names = sorted({ALWAYS, *common})
    numbers = {name: i for i, name in enumerate(names)}
    rows = [sorted(numbers[name] for name in one if name in numbers) for one in features]
    matrix = csr_matrix(
        (
            np.ones(sum(map(len, rows)), dtype=np.float32),
            np.fromiter(chain.from_iterable(rows), dtype=np.int32),
            np.cumsum([0, *map(len, rows)]),
        ),
        shape=(len(rows), len(names)),
    )
    pairs = list(chain.from_iterable(pairs for _, pairs in documents))
    target = np.zeros((len(pairs), len(labels)), dtype=np.float32)
    for row, pair in enumerate(pairs):
        for label, share in pair.shares or pair.labels:
            target[row, labels[label]] = share
    importance = np.array([pair.weight for pair in pairs], dtype=np.float32)
    weights = minimize(
        _loss,
        np.zeros(len(names) * len(labels)),
        args=(matrix, target, importance),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": STEPS, "maxcor": 6},
    ).x.reshape(len(names), len(labels))
    return _write(folder, names, weights)


def _loss(
    flat: NDArray[np.float64], matrix: csr_matrix, target: NDArray[np.float32], importance: NDArray[np.float32]
) -> tuple[float, NDArray[np.float64]]:
    weights = flat.reshape(matrix.shape[1], -1).astype(np.float32)
    scores = matrix @ weights
    scores -= scores.max(axis=1, keepdims=True)
    raised = np.exp(scores)
    total = raised.sum(axis=1, keepdims=True)
    loss = -(importance * ((scores - np.log(total)) * target).sum(axis=1)).sum(dtype=np.float64)
    slope = matrix.T @ (importance[:, None] * (raised / total - target)) + PENALTY * weights
    return float(loss + 0.5 * PENALTY * (flat @ flat)), slope.astype(np.float64).ravel()


def _write(folder: Path, names: Sequence[str], weights: NDArray[np.float64]) -> int:
    """Write the weights as whole numbers with one scale; what a feature says of most labels alike is left out."""
    weights = weights - np.median(weights, axis=1, keepdims=True)
    weights[np.abs(weights) < LEAST_WEIGHT] = 0.0
    scale = float(np.abs(weights).max()) / 127 or 1.0
    whole = np.rint(weights / scale).astype(np.int8)
    kept = [i for i, name in enumerate(names) if name == ALWAYS or whole[i].any()]
    rows, columns = np.nonzero(whole[kept])
    np.savez_compressed(
        folder / FILE,
        names=np.frombuffer("\n".join(names[i] for i in kept).encode(), dtype=np.uint8),
        counts=np.bincount(rows, minlength=len(kept)).astype(np.uint8),
        columns=columns.astype(np.uint8),
        weights=whole[kept][rows, columns],
        scale=np.float64(scale),
        labels=np.int64(weights.shape[1]),
    )
    return len(kept)
