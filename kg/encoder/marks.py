"""Mentions as the networks see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["KINDS", "MARKED_TYPES", "Marked", "marked_types"]

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


def marked_types(ontology: Ontology) -> dict[str, str]:
    """Return, for each type of the ontology, itself or its nearest ancestor that has marks, or else Organization."""
    marked = {}
    for name in ontology.types:
        at: str | None = name
        while at is not None and at not in MARKED_TYPES:
            at = ontology.types[at].parent
        marked[name] = at or "Organization"
    return marked
