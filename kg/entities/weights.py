"""What speaks for a link and how much, learned by :mod:`kg.training.links` from annotated news."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["TABLE", "LinkWeights", "link_weights"]

#: The file that training writes.
TABLE = Path(__file__).with_name("links.json")


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """By kind of anaphor: the weight of each feature, and the least share of the whole at which a link is made.

    The feature "none" is that of standing for nothing that is named. A kind that is missing is never linked.
    """

    weights: dict[str, dict[str, float]]
    thresholds: dict[str, float]


@cache
def link_weights() -> LinkWeights:
    """Return the weights that come with the program, read once a process."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    return LinkWeights(table["weights"], table["thresholds"])
