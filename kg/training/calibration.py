"""Fit the pair network's two settings on documents that it has not learned from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder import PairNetwork

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.training.pairs import PairExample

__all__ = ["calibrate", "fit_settings"]

#: Temperatures that are tried: above 1 the network is too sure of itself.
TRIED = np.arange(0.6, 3.01, 0.05)

#: Share of the mass of relations, over the tuning examples, that pairs left after the first layers may have.
LOST = 0.02


def calibrate(examples: Sequence[PairExample], folder: Path) -> dict[str, float]:
    """Find ``temperature`` and ``least`` on the examples, write them into ``pairs.json``, and return them.

    ``temperature`` has the least log loss. Pairs whose early score is below ``least`` are read no further; it is the
    highest that loses no more than :data:`LOST`. The network that is measured is the one that the run time has, int8
    and all. Without examples they are 1 and 0.
    """
    path = folder / "pairs.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    found = fit_settings(examples, PairNetwork(folder)) if examples else {"temperature": 1.0, "least": 0.0}
    path.write_text(json.dumps({**settings, **found}, indent=1) + "\n", encoding="utf-8")
    return found


def fit_settings(examples: Sequence[PairExample], network: PairNetwork) -> dict[str, float]:
    """Find the settings of a network, as :func:`calibrate` says."""
    index = {label: i for i, label in enumerate(network.labels)}
    begun = [network.begin(e.input) for e in examples]
    scores = np.array([network.finish(e.input, states)[0] for e, (states, _) in zip(examples, begun, strict=True)])
    target = np.zeros_like(scores)
    for row, example in enumerate(examples):
        for label, share in example.labels:
            target[row, index[label]] = share * example.weight
    order = np.argsort([early for _, early in begun])
    lost = np.cumsum(target[order, 1:].sum(axis=1)) / max(float(target[:, 1:].sum()), 1e-9)
    last = min(int(np.searchsorted(lost, LOST, side="right")), len(order) - 1)
    return {
        "temperature": round(float(min(TRIED, key=lambda t: _loss(scores / t, target))), 2),
        "least": round(begun[order[last]][1], 5),
    }


def _loss(scores: NDArray[np.floating], target: NDArray[np.floating]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    log = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(log * target).sum())
