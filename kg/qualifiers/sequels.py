"""What a later sentence says of an undertaking, as in "The takeover was called off on Monday".

Such a sentence names neither end, only the thing: a definite noun that says the relation ("the takeover") or any
undertaking ("the deal", "the plan"), of which a word of calling off is said as done. What was planned then does not
happen, and what held is over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.nlp import word_set
from kg.qualifiers.cues import CANCELLED, ENDED, NEGATOR, REACH, UNDERTAKING, has
from kg.qualifiers.tenses import tense_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.qualifiers.reading import Reading
    from kg.qualifiers.values import Qualifiers
    from kg.relations import Proposal

__all__ = ["settle_sequels"]

#: How many sentences after a report may still call off what it reports.
WITHIN = 12
#: Tenses in which the calling off has come about.
DONE = frozenset({"past", "perfect", "past perfect", "participle", "present"})
#: Words that make a noun one that was spoken of before.
DEFINITE = word_set("the this that these those its their his her")


def settle_sequels(
    reading: Reading, proposals: Sequence[Proposal], found: Sequence[Qualifiers]
) -> tuple[Qualifiers, ...]:
    """Return the qualifiers with what was called off in a later sentence as negative, or as past where it had begun.

    A sentence that says a relation of its own by the same noun is no sequel. A sequel bears on the last sentence before
    it that reports such an undertaking, and on all earlier reports of the same statements.
    """
    settled = list(found)
    said = {i for p in proposals for i in (*p.triggers, p.anchor)}
    for verb, noun, ended in _called_off(reading, proposals, said):
        before = [
            n for n, p in enumerate(proposals) if p.sentence[1] <= noun and _names(reading, verb, noun, p, settled[n])
        ]
        if not before:
            continue
        last = max(proposals[n].sentence for n in before)
        if reading.sentences_between(last[0], noun) > WITHIN:
            continue
        statements = {_statement(proposals[n]) for n in before if proposals[n].sentence == last}
        for n in before:
            if _statement(proposals[n]) in statements:
                settled[n] = _call_off(settled[n], ended=ended)
    return tuple(settled)


def _called_off(reading: Reading, proposals: Sequence[Proposal], said: set[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield verbs, the nouns of undertakings that they call off, and whether these rather ended, in text order."""
    if not proposals:
        return
    tree = reading.tree
    for verb in range(min(p.sentence[1] for p in proposals), tree.size):
        if tree.lemma[verb] not in reading.lexicon.ending or not tree.is_verb(verb):
            continue
        cues = reading.cues(verb, min(verb + 1 + REACH, tree.size))
        if tense_of(tree, verb) not in DONE:
            continue
        cancelled, ended = has(cues, verb, CANCELLED), has(cues, verb, ENDED)
        if not (cancelled or ended) or _is_denied(reading, verb):
            continue
        noun = tree.kid(verb, "nsubjpass") or tree.kid(verb, "dobj") or tree.kid(verb, "nsubj")
        if noun is not None and noun not in said and any(tree.lower[k] in DEFINITE for k in tree.kids[noun]):
            yield verb, noun, ended and not cancelled


def _is_denied(reading: Reading, verb: int) -> bool:
    """Tell whether a calling off is denied, or only expected, asked or feared: something stands above it."""
    tree = reading.tree
    above = tree.dep[verb] in ("xcomp", "advcl", "acl", "relcl", "pcomp")
    return above or any(
        tree.dep[k] == "neg" or tree.tag[k] in ("MD", "TO") or has(reading.cues(k, k + 1), k, NEGATOR)
        for k in tree.kids[verb]
    )


def _names(reading: Reading, verb: int, noun: int, proposal: Proposal, qualifiers: Qualifiers) -> bool:
    """Tell whether a noun may name what a proposal reports."""
    tree, lexicon = reading.tree, reading.lexicon
    if qualifiers.polarity == "negative" or lexicon.stands(proposal.relation.name):
        return False
    others = {reading.named[i].id for i in tree.subtree(noun) if i in reading.named}
    if any(tree.tag[k] == "PRP$" for k in tree.kids[noun]):  # "dropped its plan": whose, the subject tells
        others.update(reading.heads[k].id for k in tree.kids[verb] if k in reading.heads and tree.dep[k] == "nsubj")
    if not others <= {proposal.subject.id, proposal.object.id}:
        return False
    open_ = qualifiers.time == "future" or qualifiers.certainty != "certain"
    any_ = open_ and has(reading.cues(noun, noun + 1), noun, UNDERTAKING)
    return any_ or lexicon.says(proposal.relation.name, tree.lower[noun], tree.lemma[noun])


def _call_off(qualifiers: Qualifiers, *, ended: bool) -> Qualifiers:
    if qualifiers.time == "future" or (qualifiers.certainty != "certain" and not ended):
        return replace(qualifiers, polarity="negative")
    return replace(qualifiers, time="past")


def _statement(proposal: Proposal) -> tuple[str, ...]:
    ends = (proposal.subject.id, proposal.object.id)
    return (proposal.relation.name, *(sorted(ends) if proposal.relation.symmetric else ends))
