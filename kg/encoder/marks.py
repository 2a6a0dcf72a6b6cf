"""Mentions as the networks see them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "MARKED_TYPES", "Marked"]

#: Types that have marks of their own; others are marked as their nearest ancestor here.
MARKED_TYPES = (
    *("Person", "Organization", "Company", "GovernmentBody", "IntergovernmentalOrganization", "PoliticalParty"),
    *("MediaOutlet", "University", "ArmedGroup", "Place", "Country", "Region", "City", "Product", "Event"),
)
KINDS = ("named", "nominal", "pronoun")


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention as the network sees it: code-point offsets, end exclusive, one of the marked types, a kind."""

    start: int
    end: int
    type: str
    kind: str = "named"
