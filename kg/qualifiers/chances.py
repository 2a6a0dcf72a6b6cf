"""Where a network's probabilities of a qualifier overrule what the cues say.

Cues tell why, and know rare words; the network knows what they miss. So the cues' word stands unless the network is
sure of the contrary: below ``least`` a value that the cues give is taken back, from ``enough`` on one that they miss is
given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Certainty, Entity, Polarity, Time
    from kg.relations.proposal import Chances

__all__ = ["PLAIN", "Bound", "bounds_of", "hears", "told", "weigh"]


@dataclass(frozen=True, slots=True)
class Bound:
    """Probabilities below which a value is taken back, and from which on it is given."""

    least: float
    enough: float


#: The bounds of each value where a model gives none; ``hedged`` is all that is not certain.
PLAIN: Mapping[str, Bound] = {
    "negative": Bound(0.02, 0.7),
    "hedged": Bound(0.03, 0.65),
    "past": Bound(0.02, 0.7),
    "future": Bound(0.03, 0.6),
    "attributed": Bound(0.02, 0.9),
}


def bounds_of(settings: Mapping[str, Any]) -> Mapping[str, Bound]:
    """Return the bounds that a model's settings give under ``qualifiers``: ``{"past": [0.02, 0.7], ...}``.

    A value that they leave out has the plain bounds.
    """
    given = settings.get("qualifiers", {})
    return {name: Bound(*given[name]) if name in given else bound for name, bound in PLAIN.items()}


def hears(chances: Chances, bounds: Mapping[str, Bound] = PLAIN) -> bool:
    """Tell whether the network is sure that somebody says it, so that who speaks beside it is taken to."""
    return chances.attributed >= bounds["attributed"].enough


def told(
    sources: Sequence[Entity | str], chances: Chances, bounds: Mapping[str, Bound] = PLAIN
) -> tuple[Entity | str, ...]:
    """Return who is said to say a claim, of those that the cues give (``sources``).

    Where the network finds that the article says it itself, none is that has a name. Words for somebody without one
    stay: hearsay is not to be taken for the article's word.
    """
    said = chances.attributed >= bounds["attributed"].least
    return tuple(source for source in sources if said or isinstance(source, str))


def weigh(
    read: tuple[Polarity, Certainty, Time], chances: Chances, bounds: Mapping[str, Bound] = PLAIN
) -> tuple[Polarity, Certainty, Time]:
    """Return polarity, certainty and time as cues (``read``) and network together have them.

    A hedge that the cues miss is the likelier of probable and possible.
    """
    polarity, certainty, time = read

    def holds(name: str, chance: float, *, said: bool) -> bool:
        return chance >= (bounds[name].least if said else bounds[name].enough)

    negative = holds("negative", chances.negative, said=polarity == "negative")
    likelier: Certainty = "probable" if chances.probable >= chances.possible else "possible"
    hedged = holds("hedged", chances.probable + chances.possible, said=certainty != "certain")
    future = holds("future", chances.future, said=time == "future")
    past = holds("past", chances.past, said=time == "past")
    if future and past:
        future = chances.future > chances.past
    return (
        "negative" if negative else "positive",
        "certain" if not hedged else likelier if certainty == "certain" else certainty,
        "future" if future else "past" if past else "current",
    )
