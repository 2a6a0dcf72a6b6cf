"""Regions and states that say no more than where something is: "Acme of Trenton, N.J., sued Brix", "X, D-Calif."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Entity, Mention
    from kg.relations.proposal import Proposal

__all__ = ["takes_part", "whereabouts"]

#: What stands between a city and where it lies.
COMMA = ", "
#: A legislator's party, before the state.
_PARTY = re.compile(r"[,(] ?[DRI]-$")
#: How long that is, at most.
_SHORT = 4


def whereabouts(text: str, entities: Sequence[Entity]) -> frozenset[Mention]:
    """Return the names of regions and states that stand right behind that of a city and a comma, or behind a party."""
    cities = {mention.span.end for entity in entities if entity.type == "City" for mention in entity.mentions}
    return frozenset(
        mention
        for entity in entities
        if entity.type in ("Region", "Country")
        for mention in entity.mentions
        if mention.kind == "named" and _is_behind(text, mention.span.start, cities)
    )


def _is_behind(text: str, start: int, cities: set[int]) -> bool:
    if _PARTY.search(text[max(0, start - _SHORT) : start]):
        return True
    return start - len(COMMA) in cities and text.startswith(COMMA, start - len(COMMA))


def takes_part(proposal: Proposal, lying: frozenset[Mention]) -> bool:
    """Tell whether neither end of a proposal is among ``lying``, or as a place only: those do nothing themselves."""
    relation = proposal.relation
    subject = proposal.subject_mention not in lying or "Place" in relation.domain
    return subject and (proposal.object_mention not in lying or "Place" in relation.range)
