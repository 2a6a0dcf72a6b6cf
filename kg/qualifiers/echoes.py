"""Headlines, bullets and mere mentions of what the text reports elsewhere.

"Acme to buy Beta" above "Acme is in talks to buy Beta, people familiar with the matter said" is no second, surer
report: a line that only points at the text is as certain as the text, where the text reports the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import CERTAINTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.qualifiers.operators import Scope
    from kg.qualifiers.reading import Reading
    from kg.qualifiers.values import Qualifiers
    from kg.relations import Proposal

__all__ = ["settle_echoes"]


def settle_echoes(
    reading: Reading, proposals: Sequence[Proposal], scopes: Sequence[Scope], found: Sequence[Qualifiers]
) -> tuple[Qualifiers, ...]:
    """Return the qualifiers with each echo as certain as the surest report of the same statement in the text."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for n, p in enumerate(proposals):
        ends = (p.subject.id, p.object.id)
        groups.setdefault((p.relation.name, *(sorted(ends) if p.relation.symmetric else ends)), []).append(n)
    settled = list(found)
    for numbers in groups.values():
        if len(numbers) < 2 or all(found[n].certainty == found[numbers[0]].certainty for n in numbers):
            continue
        echoes = [n for n in numbers if _is_bare(found[n]) and _points(reading, proposals[n], scopes[n])]
        reports = [found[n].certainty for n in numbers if n not in echoes]
        if reports:
            surest = min(reports, key=CERTAINTIES.index)
            for n in echoes:
                settled[n] = replace(found[n], certainty=surest)
    return tuple(settled)


def _is_bare(qualifiers: Qualifiers) -> bool:
    return qualifiers.certainty == "certain" and not qualifiers.attributed_to


def _points(reading: Reading, proposal: Proposal, scope: Scope) -> bool:
    """Tell whether a claim stands in a headline or bullet, or is only mentioned: "the talks between Acme and Beta"."""
    if scope.bounded:
        return False
    if reading.is_line(proposal.sentence):
        return True
    tree, start = reading.tree, scope.start
    tops = [tree.top(tree.tokens(mention)) for mention in (proposal.subject_mention, proposal.object_mention)]
    return not tree.is_verb(start) and all(start in tree.up(top) for top in tops)
