"""Fit the settings of the pairs' networks on documents that they have not learned from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder import NONE, PairNetwork, TextEncoder
from kg.relations.learned import worth
from kg.relations.paths import PathModel
from kg.training.pairs import pair_labels, pairs_apart, sequenced
from kg.training.paths import pair_features

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.encoder import Sequenced
    from kg.model import Relation
    from kg.training.found import Found

__all__ = ["calibrate", "least", "temperature"]

#: Temperatures that are tried: above 1 the network is too sure of itself.
TRIED = np.arange(0.6, 3.01, 0.05)

#: Share of the mass of relations, over the tuning examples, that pairs left after a glance may have. Hardly any of it
#: would become a claim: with 0.3 the documents held back are read with the same F1, real articles with 0.02 less.
LOST = 0.15

#: The same where the ends stand in a sentence and the next: of such pairs there are many, and few are related.
LOST_APART = 0.5


def calibrate(documents: Sequence[Found], relations: Mapping[str, Relation], folder: Path) -> dict[str, float]:
    """Find ``least``, ``least_apart`` and ``temperature``, write them into ``pairs.json``, and return them.

    Pairs to which glance and tree together give a relation with less than ``least`` are not read; it is the highest
    that loses no more than :data:`LOST`; ``least_apart`` the same of the glance alone, for pairs that stand in two
    sentences, with :data:`LOST_APART`. ``temperature`` has the least log loss over those that are read. The networks
    that are measured are those that the run time has, int8 and all. Without documents they are 0, 1 and 1.
    """
    path = folder / "pairs.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    found = {"least": 0.0, "least_apart": 1.0, "temperature": 1.0}
    glances, targets, inputs = _glances(documents, relations, folder)
    if inputs:
        found["least"] = round(least(glances, targets, LOST), 5)
        found["least_apart"] = round(least(*_glances_apart(documents, relations, folder), LOST_APART), 5)
        network = PairNetwork(folder)
        read = [n for n, pair in enumerate(inputs) if pair is not None and glances[n] >= found["least"]]
        scores = np.array([network.scores(pair)[: targets.shape[1]] for n in read if (pair := inputs[n])])
        found["temperature"] = round(temperature(scores, targets[read]), 2)
    path.write_text(json.dumps({**settings, **found}, indent=1) + "\n", encoding="utf-8")
    return found


def _glances(
    documents: Sequence[Found], relations: Mapping[str, Relation], folder: Path
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[Sequenced | None]]:
    """Return of each pair the probability of any relation, the weighted share of each label, and its input."""
    encoder, paths = TextEncoder(folder), PathModel(folder)
    index = {label: i for i, label in enumerate(encoder.labels)}
    glances, targets, inputs = [], [], []
    for document in documents:
        encoded = encoder.encode(document.document["text"])
        pairs = list(pair_labels(document, relations))
        for pair, features in zip(pairs, pair_features(document, pairs), strict=True):
            row = np.zeros(len(index))
            for label, share in pair.labels:
                row[index[label]] = share * pair.weight
            example = sequenced(pair, encoded.pieces)
            glances.append(worth(encoded.pair_chances(pair.first, pair.second), paths.chances(features)))
            targets.append(row)
            inputs.append(example.input if example else None)
    return np.array(glances), np.array(targets), inputs


def _glances_apart(
    documents: Sequence[Found], relations: Mapping[str, Relation], folder: Path
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the first two of what :func:`_glances` does, for the pairs that stand in two sentences."""
    encoder = TextEncoder(folder)
    glances, targets = [], []
    for document in documents:
        encoded = encoder.encode(document.document["text"])
        for pair in pairs_apart(document, relations):
            glances.append(1 - float(encoded.pair_chances(pair.first, pair.second)[0]))
            targets.append((0.0, sum(share for label, share in pair.labels if label != NONE)))
    return np.array(glances), np.array(targets).reshape(-1, 2)


def least(glances: NDArray[np.float64], targets: NDArray[np.float64], lose: float) -> float:
    """Return the highest glance below which no more than ``lose`` of the mass of relations lies; 1 where none is given.

    ``glances`` [pairs] are probabilities of any relation; ``targets`` [pairs, labels] shares of the labels, none first.
    """
    if not len(glances):
        return 1.0
    order = np.argsort(glances, kind="stable")
    lost = np.cumsum(targets[order, 1:].sum(axis=1)) / max(float(targets[:, 1:].sum()), 1e-9)
    last = min(int(np.searchsorted(lost, lose, side="right")), len(order) - 1)
    return float(glances[order[last]])


def temperature(scores: NDArray[np.floating], targets: NDArray[np.float64]) -> float:
    """Return the temperature of least log loss; scores and shares of the labels are [pairs, labels]."""
    return float(min(TRIED, key=lambda t: _loss(scores / t, targets)))


def _loss(scores: NDArray[np.floating], targets: NDArray[np.float64]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    log = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(log * targets).sum())
