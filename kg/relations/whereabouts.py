"""Regions and states that say no more than where a city lies: "Acme of Trenton, N.J., sued Brix"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Entity, Mention
    from kg.relations.proposal import Proposal

__all__ = ["takes_part", "whereabouts"]

#: What stands between a city and where it lies.
COMMA = ", "


def whereabouts(text: str, entities: Sequence[Entity]) -> frozenset[Mention]:
    """Return the names of regions and states that stand right behind that of a city and a comma."""
    cities = {mention.span.end for entity in entities if entity.type == "City" for mention in entity.mentions}
    return frozenset(
        mention
        for entity in entities
        if entity.type in ("Region", "Country")
        for mention in entity.mentions
        if mention.kind == "named"
        and mention.span.start - len(COMMA) in cities
        and text[: mention.span.start].endswith(COMMA)
    )


def takes_part(proposal: Proposal, lying: frozenset[Mention]) -> bool:
    """Tell whether neither end of a proposal is among ``lying``, or as a place only: those do nothing themselves."""
    relation = proposal.relation
    subject = proposal.subject_mention not in lying or "Place" in relation.domain
    return subject and (proposal.object_mention not in lying or "Place" in relation.range)
