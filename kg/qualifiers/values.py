"""What qualifying a proposal gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Certainty, Entity, Polarity, Time

__all__ = ["Qualifiers"]


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """The qualifiers of one claim, as the vocabulary has them.

    ``when`` is an ISO 8601 date, month, year or interval, or None. ``attributed_to`` holds entities of the article, and
    text for sources without a name, the nearest first; empty means the article's own voice. ``cues`` are the token
    ranges, end exclusive and in order, of the words that decided.
    """

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    time: Time = "current"
    when: str | None = None
    attributed_to: tuple[Entity | str, ...] = ()
    cues: tuple[tuple[int, int], ...] = ()
