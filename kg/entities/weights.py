"""What speaks for a link and how much, learned by :mod:`kg.training.links` from annotated news."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.encoder import MODELS, load_settings

__all__ = ["TABLE", "LinkWeights", "link_weights"]

#: The file that training writes into the folder of the models.
TABLE = "links.json"


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """By kind of anaphor, the weight of each feature; and the least share of the whole at which a link is made.

    The feature "none" is that of standing for nothing that is named. A kind that is missing is never linked.
    ``network`` is what a score of the text's network weighs beside them. ``alone`` is the threshold where there is no
    network, ``together`` where there is.
    """

    weights: dict[str, dict[str, float]]
    network: float = 0.0
    alone: float = 0.5
    together: float = 0.5


@cache
def link_weights(folder: Path = MODELS) -> LinkWeights:
    """Return the weights in a folder of models, else those that come with the program, read once a process."""
    table = load_settings("links", folder if (folder / TABLE).is_file() else MODELS)
    return LinkWeights(table["weights"], table["network"], table["alone"], table["together"])
