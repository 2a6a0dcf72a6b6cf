"""Polarity, certainty, time, date and source of what a sentence says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.qualifiers.cues import cue_book
from kg.qualifiers.judging import PASSING, judge
from kg.qualifiers.quotes import Quotes
from kg.qualifiers.scope import read_scope
from kg.qualifiers.sources import Speakers, attribution
from kg.qualifiers.trees import Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from kg.model import Article, Certainty, Entity, Polarity, Time
    from kg.ontology import Ontology
    from kg.relations import Proposal

__all__ = ["Qualifiers", "qualify"]


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """The qualifiers of one claim, by the vocabulary; ``cues`` are the token ranges that decided them, in order."""

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    time: Time = "current"
    when: str | None = None
    attributed_to: tuple[Entity | str, ...] = ()
    cues: tuple[tuple[int, int], ...] = ()


def qualify(
    doc: Doc, article: Article, entities: Sequence[Entity], proposals: Sequence[Proposal], ontology: Ontology
) -> tuple[Qualifiers, ...]:
    """Return the qualifiers of each proposal, in the order of the proposals."""
    if not proposals:
        return ()
    tree, book = Tree(doc), cue_book(ontology)
    speakers, quotes = Speakers(tree, article, entities), Quotes(tree)
    passing = frozenset(ontology.cue_sets[PASSING].cues) if PASSING in ontology.cue_sets else frozenset()
    found = {sentence: book.find(tree, *sentence) for sentence in {p.sentence for p in proposals}}
    results = []
    for p in proposals:
        cues = found[p.sentence]
        subject, object_ = tree.tokens(p.subject_mention), tree.tokens(p.object_mention)
        scope = read_scope(tree, cues, p, subject, object_)
        entry = ontology.entries.get(p.relation.name)
        polarity, certainty, time, used = judge(
            tree, scope, {*p.triggers, p.anchor}, entry is not None and entry.happening, passing
        )
        sources = attribution(tree, scope, p, speakers, quotes, cues, lambda a, b: book.find(tree, a, b), subject)
        who = tuple({(s if isinstance(s, str) else s.id): s for s, _ in sources}.values())
        spans = sorted({(i, i + 1) for tokens in used for i in tokens} | {(verb, verb + 1) for _, verb in sources})
        results.append(Qualifiers(polarity, certainty, time, None, who, tuple(spans)))
    return tuple(results)
