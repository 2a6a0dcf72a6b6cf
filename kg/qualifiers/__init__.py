"""Polarity, certainty, time, date and source of what a sentence says.

The words that say a claim are looked up in the dependency tree; what stands above and beside them decides, by the cue
sets of the ontology, and not what stands anywhere in the sentence:

* :mod:`kg.qualifiers.trees` holds a parse as plain lists, :mod:`kg.qualifiers.cues` finds cues in it,
* :mod:`kg.qualifiers.scope` walks from the claim to the root and notes which cues have it in their scope,
* :mod:`kg.qualifiers.judging` takes them from the inside out, with the tense, to polarity, certainty and time,
* :mod:`kg.qualifiers.sources` resolves who is said to say it, :mod:`kg.qualifiers.quotes` finds quotations,
* :mod:`kg.qualifiers.dates` reads dates, :mod:`kg.qualifiers.when` picks the claim's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.qualifiers.cues import lexicon
from kg.qualifiers.judging import judge
from kg.qualifiers.reading import Reading
from kg.qualifiers.scope import read_scope
from kg.qualifiers.sources import sources_of
from kg.qualifiers.when import date_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from kg.model import Article, Certainty, Entity, Polarity, Time
    from kg.ontology import Ontology
    from kg.relations import Proposal

__all__ = ["Qualifiers", "qualify"]


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


def qualify(
    doc: Doc, article: Article, entities: Sequence[Entity], proposals: Sequence[Proposal], ontology: Ontology
) -> tuple[Qualifiers, ...]:
    """Return the qualifiers of each proposal, in the order of the proposals.

    ``doc`` is the parse of the article's text and ``entities`` all that was found in it, so that sources can be
    resolved. A cue set that the ontology lacks is taken as empty. The same input gives the same output.
    """
    if not proposals:
        return ()
    reading = Reading(doc, article, entities, lexicon(ontology))
    return tuple(_qualify(reading, proposal) for proposal in proposals)


def _qualify(reading: Reading, proposal: Proposal) -> Qualifiers:
    scope = read_scope(reading, proposal)
    judgement = judge(reading, proposal, scope)
    sources = sources_of(reading, proposal, scope)
    ahead = judgement.time == "future"
    dated = date_of(reading.tree, scope, proposal.triggers, reading.dates(*proposal.sentence, ahead=ahead))
    tokens = {*judgement.cues, *(word for _, word in sources)}
    return Qualifiers(
        polarity="negative" if judgement.negative else "positive",
        certainty=judgement.certainty,
        time=judgement.time,
        when=dated.iso(reading.article.published, ahead=ahead) if dated is not None else None,
        attributed_to=tuple(source for source, _ in sources),
        cues=tuple((i, i + 1) for i in sorted(tokens)),
    )
