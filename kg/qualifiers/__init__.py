"""Polarity, certainty, time, date and source of what a sentence says.

The words that say a claim are looked up in the dependency tree; what stands above and beside them decides, by the cue
sets of the ontology, and not what stands anywhere in the sentence:

* :mod:`kg.qualifiers.trees` tells what hangs on what, :mod:`kg.qualifiers.cues` finds cues in it,
* :mod:`kg.qualifiers.places` finds where a claim is said,
* :mod:`kg.qualifiers.scope` walks from the claim to the root and notes which cues have it in their scope
  (:mod:`kg.qualifiers.operators`),
* :mod:`kg.qualifiers.judging` takes them from the inside out, with the tense, to polarity, certainty and time,
* :mod:`kg.qualifiers.chances` weighs that against a network's probabilities, where the reader has one,
* :mod:`kg.qualifiers.sources` resolves who is said to say it, with :mod:`kg.qualifiers.speakers`
  and :mod:`kg.qualifiers.tellers`,
* :mod:`kg.qualifiers.dates` reads dates, :mod:`kg.qualifiers.when` picks the claim's,
* :mod:`kg.qualifiers.echoes` makes a headline no surer than the text below it, :mod:`kg.qualifiers.sequels` heeds what
  a later sentence calls off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.qualifiers.chances import PLAIN, Bound, bounds_of, hears, told, weigh
from kg.qualifiers.cues import lexicon
from kg.qualifiers.echoes import settle_echoes
from kg.qualifiers.judging import judge
from kg.qualifiers.reading import Reading
from kg.qualifiers.scope import read_scope
from kg.qualifiers.sequels import settle_sequels
from kg.qualifiers.sources import heard_in, sources_of
from kg.qualifiers.values import Qualifiers
from kg.qualifiers.when import date_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from kg.model import Article, Entity, Polarity
    from kg.ontology import Ontology
    from kg.qualifiers.cues import Lexicon
    from kg.qualifiers.operators import Scope
    from kg.relations import Proposal

__all__ = ["Bound", "Qualifiers", "bounds_of", "qualify"]


#: A chance that decides nothing: the cues alone do.
UNTOLD = 0.5


def qualify(
    doc: Doc,
    article: Article,
    entities: Sequence[Entity],
    proposals: Sequence[Proposal],
    ontology: Ontology,
    bounds: Mapping[str, Bound] = PLAIN,
) -> tuple[Qualifiers, ...]:
    """Return the qualifiers of each proposal, in the order of the proposals.

    ``doc`` is the parse of the article's text and ``entities`` all that was found in it, so that sources can be
    resolved. A cue set that the ontology lacks is taken as empty. ``bounds`` tell where the chances of a proposal that
    has them overrule the cues. The same input gives the same output.
    """
    if not proposals:
        return ()
    reading = Reading(doc, article, entities, lexicon(ontology))
    scopes = [read_scope(reading, proposal) for proposal in proposals]
    beside = _beside(proposals, scopes, reading.lexicon)
    shared = {_pair(proposal) for proposal, aside in zip(proposals, beside, strict=True) if aside}
    adding = {name: Bound(0.0, bound.enough) for name, bound in bounds.items()}
    kept = [
        _pair(proposal) in shared and (proposal.phrase is not None or _is_said(reading, proposal, scope))
        for proposal, scope in zip(proposals, scopes, strict=True)
    ]
    told = _ends_told(proposals, reading.lexicon)
    found = [
        _qualify(reading, proposal, scope, adding if keeps else bounds, beside=aside)
        for proposal, scope, aside, keeps in zip(told, scopes, beside, kept, strict=True)
    ]
    return settle_sequels(reading, proposals, settle_echoes(reading, proposals, scopes, found))


def _beside(proposals: Sequence[Proposal], scopes: Sequence[Scope], lexicon: Lexicon) -> list[bool]:
    """Tell of each proposal whether a clause says something else of its pair, and a phrase this one in passing.

    "Acme could fire its chairman, Jane Roe": a network's chances are those of a pair, so that they are of the firing.
    Since they may be of the office for all that, they take nothing back from what cues say of either, where the place
    is told.
    """
    passing = [
        scope.bounded and proposal.phrase is not None and (scope.described or lexicon.stands(proposal.relation.name))
        for proposal, scope in zip(proposals, scopes, strict=True)
    ]
    pairs = [_pair(proposal) for proposal in proposals]
    told = {pair for pair, aside in zip(pairs, passing, strict=True) if not aside}
    return [aside and pair in told for aside, pair in zip(passing, pairs, strict=True)]


def _is_said(reading: Reading, proposal: Proposal, scope: Scope) -> bool:
    """Tell whether the word from which the scope was read says the relation by itself."""
    tree, start = reading.tree, scope.start
    return reading.lexicon.says(proposal.relation.name, tree.lower[start], tree.lemma[start])


def _ends_told(proposals: Sequence[Proposal], lexicon: Lexicon) -> Iterator[Proposal]:
    """Yield the proposals; of one that ends another of its pair, a network's chance that it is past is left out.

    "The chairman of Acme, Jane Roe, resigned": the chance is the pair's, so that it is that of the office.
    """
    told = {(_pair(proposal), proposal.relation.name) for proposal in proposals}
    for proposal in proposals:
        ended = ((_pair(proposal), name) for name in lexicon.ended_by(proposal.relation.name))
        if proposal.chances is not None and any(one in told for one in ended):
            yield replace(proposal, chances=replace(proposal.chances, past=min(proposal.chances.past, UNTOLD)))
        else:
            yield proposal


def _pair(proposal: Proposal) -> tuple[tuple[int, int], frozenset[str]]:
    return proposal.sentence, frozenset((proposal.subject.id, proposal.object.id))


def _qualify(
    reading: Reading, proposal: Proposal, scope: Scope, bounds: Mapping[str, Bound], *, beside: bool
) -> Qualifiers:
    judgement = judge(reading, proposal, scope)
    polarity: Polarity = "negative" if judgement.negative else "positive"
    certainty, time = judgement.certainty, judgement.time
    # "denied that it bought" is a denial, and "did not deny" is none, whatever else
    sure = scope.disputed or judgement.denied or judgement.undone or judgement.idle
    chances = proposal.chances
    if chances is not None and beside:
        past = 1.0 if time == "past" else chances.past
        chances = replace(chances, negative=0.0, probable=0.0, possible=0.0, past=past, future=0.0)
    if chances is not None and judgement.spent and proposal.role is not None:  # what is ahead is the end of an office
        chances = replace(chances, probable=0.0, possible=0.0, future=0.0)
    if chances is not None and not sure:
        polarity, _, _ = weigh((polarity, certainty, time), chances, bounds)
    sources = sources_of(reading, proposal, scope, denied=polarity == "negative")
    sources = [source for source in sources if source.word not in judgement.silent]
    if scope.disputed:  # who denies an accusation does not make it
        sources = [source for source in sources if source.who is not proposal.object]
    if not sources and not judgement.silent and chances is not None and hears(chances, bounds):
        sources = heard_in(reading, proposal, scope)
    if certainty == "certain" and any(source.relayed for source in sources):
        certainty = "probable"
    said_by: tuple[Entity | str, ...] = tuple(source.who for source in sources)
    if chances is not None:
        _, certainty, time = weigh((polarity, certainty, time), chances, bounds)
        heard = told(said_by, chances, bounds)
        said_by = tuple(source.who for source in sources if source.plain or source.who in heard)
    ahead = time == "future"
    dated = date_of(reading.tree, scope, proposal.triggers, reading.dates(*proposal.sentence, ahead=ahead))
    return Qualifiers(
        polarity=polarity,
        certainty=certainty,
        time=time,
        when=dated.iso(reading.article.published, ahead=ahead) if dated is not None else None,
        attributed_to=said_by,
        cues=tuple((i, i + 1) for i in sorted({*judgement.cues, *(s.word for s in sources if s.who in said_by)})),
    )
