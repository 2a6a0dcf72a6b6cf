"""What somebody leaves or takes over by words that do not name it: "Nordhem's head, Ida Moe, resigned".

A relation that takes up others (``kg:takes_up`` in the ontology) has continuations of one end, "{subject} resigns". The
other end is that of what was said of the same person in one of these relations, in the sentence itself or in those just
before. Where a relation takes up itself ("{subject} succeeds someone"), it is what was said of the other person of the
phrase. Of two such things neither is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.relations.matcher import Filler

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spacy.tokens import Token

    from kg.relations.matcher import Match
    from kg.relations.proposal import Proposal
    from kg.relations.scene import Scene

__all__ = ["office", "other_person"]

#: Words at a title that tell of an office which is no longer held.
OVER = frozenset("former ex then one-time onetime erstwhile previous late past".split())
#: The root type of who holds an office.
HOLDER = "Person"


def office(
    scene: Scene,
    result: Match,
    holder: str,
    relations: Collection[str],
    places: Sequence[tuple[Scene, Sequence[Proposal]]],
) -> Filler | None:
    """Return what an entity was last said to lead or serve, as one end for a match; None where it was not said.

    ``holder`` is the entity's id, ``relations`` are the names of those that may tell it, ``places`` the sentence and
    those before it with their proposals, the nearest first. None, too, where there are two, and where the phrase goes
    on with something else than the office ("resigned from a committee").
    """
    for place, found in places:
        held = {}
        for proposal in found:
            if proposal.relation.name in relations and proposal.subject.id == holder and not _over(place, proposal):
                if _goes_elsewhere(scene, result, holder, proposal.role):
                    return None
                held[proposal.object.id] = Filler(proposal.object, proposal.object_mention, 1.0)
        if held:
            return next(iter(held.values())) if len(held) == 1 else None
    return None


def other_person(scene: Scene, result: Match, one: str) -> str | None:
    """Return the id of the person that hangs on a phrase's words and is not ``one``; None where there is no such."""
    found = {
        entity.id
        for (start, end), entity, _ in scene.spans
        if entity.id != one and entity.type == HOLDER and scene.doc[start:end].root.head.i in result.words
    }
    return found.pop() if len(found) == 1 else None


def _over(scene: Scene, proposal: Proposal) -> bool:
    return any(child.lower_ in OVER for i in proposal.triggers for child in scene.doc[i].children)


def _goes_elsewhere(scene: Scene, result: Match, holder: str, role: str | None) -> bool:
    """Tell whether a verb of the phrase has an object or a place of its own: "quit the race", "resigned from a board".

    "As chairman" is none where that is the office.
    """
    title = (role or "").lower().split()[-1:]
    for child in _behind(scene, result, holder):
        if child.dep_ in ("dobj", "xcomp", "oprd") or (child.dep_ == "prep" and child.lower_ == "from"):
            return True
        if child.dep_ == "prep" and child.lower_ == "as" and title:
            return all(noun.lower_ not in title for noun in child.children)
    return False


def _behind(scene: Scene, result: Match, holder: str) -> Iterator[Token]:
    """Yield what hangs on the phrase's verbs beside its own words and ends, and the holder of the office."""
    known = {*result.words, *result.slots.values()}
    for (start, end), entity, _ in scene.spans:
        if entity.id == holder:
            known.update(range(start, end))
    for i in result.words:
        if scene.doc[i].pos_ == "VERB":
            yield from (child for child in scene.doc[i].children if child.i not in known)
