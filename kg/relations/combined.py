"""One decision of two readers: what phrases match and what the network reads are evidence for one confidence."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from kg.encoder import MODELS, load_settings
from kg.entities import likely_linked
from kg.relations.learned import LearnedReader
from kg.relations.lists import siblings
from kg.relations.possessors import Possessors
from kg.relations.sales import Sales
from kg.relations.whereabouts import takes_part, whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from spacy.tokens import Doc

    from kg.model import Article, Entity, Mention, Relation
    from kg.ontology import Ontology
    from kg.relations.learned import Reading
    from kg.relations.proposal import Proposal, Reader

__all__ = ["FEATURES", "Candidate", "CombinedReader", "one_way"]

#: Probability of a relation where the networks give it none worth mentioning.
UNREAD = 0.005
#: The same where they have not been asked: neither for nor against it.
UNASKED = 0.5
#: Relations of less probability that no phrase says are no candidates.
FLOOR = 0.1
#: What is said of one pair counts so much, against :data:`FLOOR`, for the pairs that stand in a list with it.
SHARED = 0.3
#: How many relations of one pair in one sentence may be proposed.
MOST = 2
#: What a confidence is made of; the weights are fitted by ``kg train`` on documents that are not learned from. An
#: office that stands before a name ("titled") is right more often than its link is likely.
FEATURES = (
    "one",
    "glance",
    "path",
    "read",
    "unread",
    "together",
    "phrase",
    "said",
    "word",
    "list",
    "listed",
    "apart",
    "linked",
    "titled",
    "rival",
    "rival of said",
)
#: Weights where a model has none.
PLAIN: Mapping[str, float] = {"together": 1.0, "phrase": 1.5}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation of two entities in one sentence, or in a sentence and the next.

    ``glance``, ``path`` and ``read`` are the probabilities by the text's network, by the tree and by the pair network,
    ``path`` None where the ends stand in two sentences, ``read`` where the pair network has not read the pair, and
    ``together`` is what they make as one voice; ``phrase`` is the confidence of the phrase that says it, 0 where none
    does. ``beside`` is the most that is made of the same relation of pairs that stand in a list with this one ("Acme
    and Brix sued Corvid and Dorn"), None where none does. ``linked`` is how likely the links of its ends are right.
    ``rival`` is the most that the networks make of another relation of the two: a pair that is surely related may be so
    in this way, above all where a phrase says it. ``asked`` is false where the networks were not: what a continuation
    says of ends that stand in two sentences.
    """

    proposal: Proposal
    glance: float
    path: float | None
    read: float | None
    together: float
    phrase: float
    beside: float | None = None
    linked: float = 1.0
    rival: float = 0.0
    asked: bool = True

    @property
    def features(self) -> tuple[float, ...]:
        """Values of :data:`FEATURES`: log odds of the voices, and what else is known, as 0 or 1."""
        kinds = (self.proposal.subject_mention.kind, self.proposal.object_mention.kind)
        return (
            1.0,
            _log_odds(self.glance),
            0.0 if self.path is None else _log_odds(self.path),
            0.0 if self.read is None else _log_odds(self.read),
            float(self.read is None),
            _log_odds(self.together),
            self.phrase,
            float(self.phrase > 0),
            float(kinds != ("named", "named")),
            0.0 if self.beside is None else _log_odds(self.beside),
            float(self.beside is not None),
            float(self.path is None),
            math.log(max(self.linked, UNREAD)),
            float(_is_title(self.proposal.object_mention, self.proposal.subject_mention)),
            _log_odds(self.rival),
            _log_odds(self.rival) if self.phrase else 0.0,
        )


def _is_title(one: Mention, other: Mention) -> bool:
    """Tell whether words that are no name stand right before a name: "President Ida Brandvik"."""
    between = other.span.start - one.span.end
    return one.kind == "nominal" and other.kind == "named" and 0 <= between <= 1


def _log_odds(chance: float) -> float:
    chance = min(max(chance, UNREAD), 1 - UNREAD)
    return math.log(chance / (1 - chance))


class CombinedReader:
    """Proposes what phrases and network together make likely enough; the ends' types prune, relations compete.

    A candidate is a relation of two entities in one sentence that a phrase says, or that the network finds not
    unlikely. Its confidence is a logistic function of :data:`FEATURES`. Of a pair in a sentence the two relations of
    highest confidence are proposed, none below ``threshold`` (None: the model's own). What a phrase says of a relation
    that the network does not know, or of ends that it was not asked about, stands as the phrase reader has it.
    """

    name = "combined"

    def __init__(
        self, ontology: Ontology, phrases: Reader, folder: Path = MODELS, threshold: float | None = None
    ) -> None:
        settings = load_settings("pairs", folder)
        self._phrases, self._learned = phrases, LearnedReader(ontology, folder)
        self._possessors, self._sales = Possessors(ontology), Sales(ontology)
        self._prepares = {name: entry.prepares for name, entry in ontology.entries.items()}
        self._offices = frozenset(name for name, entry in ontology.entries.items() if entry.roles)
        weights = settings.get("weights", PLAIN)
        self._weights = tuple(float(weights.get(name, 0.0)) for name in FEATURES)
        self._leanings: Mapping[str, float] = settings.get("leanings", {})
        self._threshold = float(settings.get("threshold", 0.5)) if threshold is None else threshold

    def read(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> Iterable[Proposal]:
        """Yield proposals, sentence by sentence, in text order of the ends."""
        found: list[Proposal] = []
        for rivals in self.candidates(doc, article, entities):
            known = [c.asked and c.proposal.relation.name in self._learned.relations for c in rivals]
            found += [c.proposal for c, judge in zip(rivals, known, strict=True) if not judge]
            judged = self._prepared([self._judged(c) for c, judge in zip(rivals, known, strict=True) if judge])
            judged.sort(key=lambda p: (-p.confidence, p.relation.name))
            found += [p for p in one_way(judged)[:MOST] if p.confidence >= self._threshold]
        lying = whereabouts(article.text, entities)
        found = [p for p in found if takes_part(p, lying)]
        found = [p for p in found if p.phrase or not self._possessors.told_of_another(doc, p)]
        found = [p for p in found if not self._sales.misread(doc, p)]
        yield from sorted(_surest(self._nearer(doc, found)), key=_text_order)

    def candidates(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> Iterator[tuple[Candidate, ...]]:
        """Yield the candidates of each pair of entities in each sentence, rivals together."""
        for rivals in self._candidates(doc, article, entities):
            most = [max((other.together for other in rivals if other is not one), default=0.0) for one in rivals]
            yield tuple(
                replace(one, linked=_linked(doc, one.proposal), rival=rival)
                for one, rival in zip(rivals, most, strict=True)
            )

    def _candidates(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> Iterator[tuple[Candidate, ...]]:
        said: dict[tuple[tuple[int, int], frozenset[str]], list[Proposal]] = {}
        for proposal in self._phrases.read(doc, article, entities):
            ends = frozenset((proposal.subject.id, proposal.object.id))
            said.setdefault((proposal.sentence, ends), []).append(proposal)
        places: dict[tuple[int, int], dict[frozenset[str], frozenset[Mention]]] = {}
        for (sentence, ends), proposals in said.items():
            surest = max(proposals, key=lambda p: p.confidence)
            places.setdefault(sentence, {})[ends] = frozenset((surest.subject_mention, surest.object_mention))
        readings = self._learned.readings(doc, article, entities, places)
        for _, here in groupby(readings, key=lambda reading: reading.sentence):
            yield from _in_sentence([(r, said.pop((r.sentence, r.ends), ())) for r in here])
        for proposals in said.values():  # of ends that no sentence holds both
            yield tuple(Candidate(p, UNASKED, UNASKED, None, UNASKED, p.confidence, asked=False) for p in proposals)

    def _prepared(self, judged: Sequence[Proposal]) -> list[Proposal]:
        """Return the proposals of one pair with what a phrase says is being prepared in the place of what is not yet.

        A network takes "explores a contract with" for a contract; the phrase then has its confidence.
        """
        kept = list(judged)
        for said in judged:
            later = self._prepares.get(said.relation.name, ()) if said.phrase else ()
            taken = [p for p in kept if not p.phrase and p.relation.name in later and p.confidence > said.confidence]
            if taken:
                surest = max(p.confidence for p in taken)
                kept = [replace(p, confidence=surest) if p is said else p for p in kept if p not in taken]
        return kept

    def _nearer(self, doc: Doc, found: Sequence[Proposal]) -> list[Proposal]:
        """Leave out an office that a network finds with an end of the sentence before, where its own has another.

        "Serbia protested. Prime Minister Ida Brandvik of Norway smiled": she leads one of the two.
        """
        told = {_office(proposal) for proposal in found if _stays(doc, proposal)}
        return [
            proposal
            for proposal in found
            if proposal.phrase
            or proposal.relation.name not in self._offices
            or _office(proposal) not in told
            or _stays(doc, proposal)
        ]

    def _judged(self, candidate: Candidate) -> Proposal:
        odds = sum(w * x for w, x in zip(self._weights, candidate.features, strict=True))
        odds += self._leanings.get(candidate.proposal.relation.name, 0.0)
        return replace(candidate.proposal, confidence=round(1 / (1 + math.exp(-odds)), 4))


def _office(proposal: Proposal) -> tuple[str, str, str, tuple[int, int]]:
    """Return the relation, who stands in it, to what kind of thing, and the sentence."""
    return proposal.relation.name, proposal.subject.id, proposal.object.id.partition("/")[0], proposal.sentence


def _stays(doc: Doc, proposal: Proposal) -> bool:
    """Tell whether both ends of a proposal stand in its sentence."""
    first = doc[proposal.sentence[0]].idx
    return min(proposal.subject_mention.span.start, proposal.object_mention.span.start) >= first


def _linked(doc: Doc, proposal: Proposal) -> float:
    return math.prod(likely_linked(doc, m) for m in (proposal.subject_mention, proposal.object_mention))


def one_way(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals of one pair, in their order, without those that turn round what stands before them.

    "Acme, in which Brix invested" is read both ways by a network that is not sure who did it; only what a phrase says
    may be said of both ("sued Brix, which countersued").
    """
    kept: list[Proposal] = []
    for proposal in proposals:
        if proposal.phrase or all(other.relation != proposal.relation for other in kept):
            kept.append(proposal)
    return kept


def _in_sentence(readings: Sequence[tuple[Reading, Sequence[Proposal]]]) -> Iterator[tuple[Candidate, ...]]:
    """Yield the candidates of the pairs of one sentence, by what the networks and the phrases say of each."""
    evidence: dict[tuple[str, str, str], float] = {}
    for reading, proposals in readings:
        for found in reading.found:
            evidence[_statement(found.proposal)] = found.proposal.confidence
        for said in proposals:
            evidence[_statement(said)] = max(said.confidence, evidence.get(_statement(said), 0.0))
    for reading, proposals in readings:
        phrases = {_statement(p): p for p in proposals}
        rivals = []
        for found in reading.found:
            proposal = found.proposal
            phrase = phrases.pop(_statement(proposal), None)
            beside = _beside(proposal, reading.lists, evidence)
            voices = found.glance, found.path, found.read, proposal.confidence
            if phrase is not None:
                both = replace(
                    phrase,
                    reader=f"{phrase.reader}+{proposal.reader}",
                    chances=proposal.chances,
                    role=_role(phrase, proposal),
                )
                rivals.append(Candidate(both, *voices, phrase.confidence, beside))
            elif max(proposal.confidence, (beside or 0.0) * SHARED) >= FLOOR:
                rivals.append(Candidate(proposal, *voices, 0.0, beside))
        read = UNREAD if any(found.read is not None for found in reading.found) else None
        for said in phrases.values():
            beside = _beside(said, reading.lists, evidence)
            rivals.append(Candidate(said, UNREAD, UNREAD, read, UNREAD, said.confidence, beside))
        if rivals:
            yield tuple(rivals)


def _role(phrase: Proposal, network: Proposal) -> str | None:
    """Return a phrase's role, or the title that it has among its own words: "{object} chief executive {subject}"."""
    titled = network.role is not None and network.anchor in phrase.triggers
    return network.role if phrase.role is None and titled else phrase.role


def _beside(
    proposal: Proposal, lists: Mapping[str, frozenset[str]], evidence: Mapping[tuple[str, str, str], float]
) -> float | None:
    """Return the most that is made of the relation of pairs that stand in a list with the proposal's."""
    relation, one, two = proposal.relation, proposal.subject.id, proposal.object.id
    if two in lists.get(one, ()) and not relation.symmetric:
        return None
    pairs = siblings(one, two, lists)
    found = [evidence.get(_key(relation, a, b), UNREAD) for a, b in pairs]
    return max(found, default=None)


def _statement(proposal: Proposal) -> tuple[str, str, str]:
    return _key(proposal.relation, proposal.subject.id, proposal.object.id)


def _key(relation: Relation, subject: str, obj: str) -> tuple[str, str, str]:
    if relation.symmetric and obj < subject:
        subject, obj = obj, subject
    return relation.name, subject, obj


def _surest(proposals: Iterable[Proposal]) -> Iterable[Proposal]:
    """Return one proposal of each statement that ends at one sentence: networks may read what a continuation says."""
    best: dict[tuple[int, tuple[str, str, str]], Proposal] = {}
    for proposal in proposals:
        key = proposal.sentence[1], _statement(proposal)
        if key not in best or proposal.confidence > best[key].confidence:
            best[key] = proposal
    return best.values()


def _text_order(proposal: Proposal) -> tuple[tuple[int, int], int, int, str]:
    starts = proposal.subject_mention.span.start, proposal.object_mention.span.start
    return proposal.sentence, *starts, proposal.relation.name
