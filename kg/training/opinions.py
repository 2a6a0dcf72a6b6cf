"""What larger networks make of the pairs of our documents: shares of labels, to learn from beside the gold's.

Gold says one thing of a pair and says it surely; a network that is too large to ship, asked about documents that it has
not learned from, says how likely that is and what else it might be. A small network that learns from both reads new
texts better than one that learns from the gold alone. ``opinions.npz`` holds, for pairs by text and offsets, the labels
that were found likeliest, in parts of 255; the model card says by which networks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.training.pairs import PairLabels

__all__ = ["FILE", "Offsets", "Opinions", "write_opinions"]

FILE = Path(__file__).parent / "opinions.npz"

#: What an opinion weighs beside the gold, of both together.
WEIGHT = 0.6
#: How many labels of a pair are kept.
KEPT = 3
WHOLE = 255

#: Where two mentions stand, in text order: start and end of each, in code points.
Offsets = tuple[int, int, int, int]


class Opinions:
    """The opinions in a file, none where there is no such file; ``labels`` are the networks', in their order."""

    def __init__(self, labels: Sequence[str], path: Path = FILE) -> None:
        self._found: dict[int, dict[Offsets, tuple[tuple[str, float], ...]]] = defaultdict(dict)
        if not path.is_file():
            return
        with np.load(path) as file:
            rows = zip(file["texts"], file["offsets"].tolist(), file["labels"], file["parts"], strict=True)
            texts = file["digests"].tolist()
            for text, offsets, numbers, parts in rows:
                whole = max(1, int(parts.sum()))
                shares = zip(numbers.tolist(), parts.tolist(), strict=True)
                self._found[texts[text]][tuple(offsets)] = tuple((labels[n], p / whole) for n, p in shares if p)

    def mixed(self, text: str, pairs: Iterable[PairLabels]) -> tuple[PairLabels, ...]:
        """Return the pairs of a text with shares of gold and opinion; as they are where there is no opinion."""
        found = self._found.get(_digest(text), {})
        return tuple(_mixed(pair, found.get(_offsets(pair))) for pair in pairs)


def _mixed(pair: PairLabels, opinion: tuple[tuple[str, float], ...] | None) -> PairLabels:
    if opinion is None:
        return pair
    shares: dict[str, float] = defaultdict(float)
    for weight, labels in ((1 - WEIGHT, pair.labels), (WEIGHT, opinion)):
        for label, share in labels:
            shares[label] += weight * share
    return replace(pair, shares=tuple(sorted(shares.items())))


def _offsets(pair: PairLabels) -> Offsets:
    return pair.first.start, pair.first.end, pair.second.start, pair.second.end


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def write_opinions(opinions: Mapping[str, Mapping[Offsets, Mapping[int, float]]], path: Path) -> None:
    """Write opinions, by text and offsets: the shares of labels, by number, of which the greatest are kept."""
    texts, places, labels, parts = [], [], [], []
    ordered = sorted((_digest(text), found) for text, found in opinions.items())
    for number, (_, found) in enumerate(ordered):
        for offsets, shares in sorted(found.items()):
            best = sorted(shares.items(), key=lambda one: (-one[1], one[0]))[:KEPT]
            best += [(0, 0.0)] * (KEPT - len(best))
            texts.append(number)
            places.append(offsets)
            labels.append([label for label, _ in best])
            parts.append([round(share * WHOLE) for _, share in best])
    np.savez_compressed(
        path,
        digests=np.array([digest for digest, _ in ordered], dtype=np.uint64),
        texts=np.array(texts, dtype=np.uint16),
        offsets=np.array(places, dtype=np.uint16).reshape(-1, 4),
        labels=np.array(labels, dtype=np.uint8).reshape(-1, KEPT),
        parts=np.array(parts, dtype=np.uint8).reshape(-1, KEPT),
    )
