"""The learned reader: relations that a small network reads between two marked mentions of one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder import MODELS, NONE, Marked, PairNetwork, TextEncoder, encoded_in, marked_types, sequence
from kg.mentions.tokens import tokens
from kg.model import Article, Entity, Mention, Relation
from kg.relations.apart import ends_apart
from kg.relations.lists import lists, long_runs, shortened
from kg.relations.paths import PathModel, SentenceTree
from kg.relations.proposal import Chances, Proposal
from kg.relations.titles import is_verb, role_text, title_near

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from spacy.tokens import Doc, Span

    from kg.encoder import EncodedText, PairScores
    from kg.mentions.tokens import Tokens
    from kg.ontology import Ontology
    from kg.relations.lists import Listed, Run

__all__ = ["LearnedReader", "Read", "Reading", "among", "worth"]

#: Relations of less probability are not proposed.
LEAST = 0.2
#: No voice finds a label less likely than this.
SURELY_NOT = 1e-6
#: Relations of less probability are not looked at.
FAINTEST = 0.02
#: Pairs to which a glance gives any relation with less than this are looked at no further, where no phrase says one:
#: the tree would have to be sure of the contrary.
NOTHING = 0.01
#: Pairs that are read as related with this probability have the pairs read that stand in a list with them.
SURE = 0.6
#: How many relations of one pair at one place may be proposed.
MOST = 2
#: Of pairs that a phrase says something of, by sentence and then by ends, the two mentions by which it does.
Said = Mapping[tuple[int, int], Mapping[frozenset[str], frozenset[Mention]]]
UNSAID: Said = {}
NONE_HERE: Mapping[frozenset[str], frozenset[Mention]] = {}


@dataclass(frozen=True, slots=True)
class _Label:
    relation: Relation
    forward: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    entity: Entity
    mention: Mention
    marked: Marked


@dataclass(frozen=True, slots=True)
class Read:
    """A relation of a pair: what is proposed, and its probability at a glance, by the tree, and as read.

    ``path`` is None where the ends stand in two sentences, ``read`` where the pair network has not read the pair. The
    proposal's confidence is all of them together.
    """

    proposal: Proposal
    glance: float
    path: float | None
    read: float | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the networks say of two entities in one sentence, or in a sentence and the next.

    ``sentence`` is the range of tokens of it, or of both, end exclusive. ``found`` are all relations that the ends fit,
    the most probable first. ``lists`` are those of the sentence: which entities stand in one with an entity.
    """

    sentence: tuple[int, int]
    ends: frozenset[str]
    found: tuple[Read, ...]
    lists: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Pair:
    """Two entities of a sentence, and what has been found out so far: None where a voice has not been asked.

    ``fitting`` are the numbers of the labels that the ends fit.
    """

    first: _Placed
    second: _Placed
    fitting: list[int]
    glance: NDArray[np.float32]
    path: NDArray[np.float32] | None = None
    scores: PairScores | None = None

    @property
    def ends(self) -> frozenset[str]:
        return frozenset((self.first.entity.id, self.second.entity.id))

    @property
    def related(self) -> float:
        """The probability of any relation, as read; 0 where the pair has not been read."""
        return 0.0 if self.scores is None else float(among([self.scores.labels], self.fitting).sum())

    def beside(self, related: Container[frozenset[str]], listed: Mapping[str, frozenset[str]]) -> bool:
        """Whether what stands in a list with the one end is related to the other end."""
        one, two = self.first.entity.id, self.second.entity.id
        if two in listed.get(one, ()):
            return False
        others = [(a, two) for a in listed.get(one, ())] + [(one, b) for b in listed.get(two, ())]
        return any(frozenset(ends) in related for ends in others)


class LearnedReader:
    """Proposes, for each pair of entities of a sentence, what our networks read there.

    The text's network, which has read the whole text once, gives each pair a glance, and a linear model says what the
    sentence's tree makes likely; only what is not surely nothing to both is read by the pair network. Probabilities are
    calibrated on documents that were not learned from. A relation that the networks do not know is never proposed, nor
    one whose domain and range the ends do not fit. What is proposed in an article depends on the article alone. Raises
    ModelError where the models' files are missing.
    """

    name = "learned"

    def __init__(self, ontology: Ontology, folder: Path = MODELS) -> None:
        self._encoder, self._network, self._paths = TextEncoder(folder), PairNetwork(folder), PathModel(folder)
        self._labels: list[_Label | None] = []
        for label in self._network.labels:
            relation = ontology.relations.get(label.rstrip("<>"))
            known = relation is not None and label != NONE
            self._labels.append(_Label(relation, not label.endswith("<")) if relation and known else None)
        self._marked_type = marked_types(ontology)
        self._roots = {name: ontology.root(name) for name in ontology.types}
        self._roles = {name: frozenset(entry.roles) for name, entry in ontology.entries.items() if entry.roles}
        self._titles = frozenset[str]().union(*self._roles.values())

    @property
    def relations(self) -> frozenset[str]:
        """The relations that the networks know."""
        return frozenset(label.relation.name for label in self._labels if label)

    def read(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> Iterable[Proposal]:
        """Yield proposals, sentence by sentence, in text order of the ends."""
        for reading in self.readings(doc, article, entities):
            proposals = [read.proposal for read in reading.found[:MOST] if read.read is not None]
            yield from (p for p in proposals if p.confidence >= LEAST)

    def readings(
        self,
        doc: Doc,
        article: Article,
        entities: Sequence[Entity],
        said: Said = UNSAID,
    ) -> Iterator[Reading]:
        """Yield what is read of each pair of entities in a sentence, in text order of the two mentions it is read at.

        These are the nearest two, names before other words. ``said`` are pairs, by sentence and ends as in a
        :class:`Reading`, that are read whatever the glance says, and at which names, where the phrase is of names.
        """
        encoded = encoded_in(doc.user_data) or self._encoder.encode(article.text)
        placed = sorted(
            (
                _Placed(e, m, Marked(m.span.start, m.span.end, self._marked_type[m.type], m.kind))
                for e in entities
                for m in e.mentions
            ),
            key=lambda p: (p.marked.start, -p.marked.end),
        )
        cursor = 0
        before: tuple[Span, Sequence[_Placed]] | None = None
        for sentence in doc.sents:
            here = []
            while cursor < len(placed) and placed[cursor].marked.start < sentence.end_char:
                here.append(placed[cursor])
                cursor += 1
            here = [p for p in here if p.marked.end <= sentence.end_char]
            yield from self._sentence(sentence, here, encoded, said)
            if before is not None and self._network.least_apart < 1:
                yield from self._apart(before, (sentence, here), encoded)
            before = sentence, here

    def _sentence(
        self, sentence: Span, placed: Sequence[_Placed], encoded: EncodedText, said: Said
    ) -> Iterator[Reading]:
        tok = tokens(sentence.doc)
        members = list(self._members(tok, placed))
        listed, runs = lists(tok, members), long_runs(tok, members)
        names = [place.marked for place in placed if place.marked.kind == "named"]
        tree = SentenceTree(tok, sentence.start_char, sentence.end_char, names)

        def ask(pair: _Pair, asked: bool) -> None:
            if pair.path is None:
                pair.path = self._paths.chances(tree.features(pair.first.marked, pair.second.marked))
            if asked or worth(pair.glance, pair.path) >= self._network.least:
                pair.scores = self._scores(sentence, pair.first.marked, pair.second.marked, placed, encoded, runs)

        here = said.get((sentence.start, sentence.end), NONE_HERE)
        pairs = list(self._pairs(placed, encoded, here))
        for pair in pairs:
            asked = pair.ends in here
            if asked or pair.glance[0] <= 1 - NOTHING:
                ask(pair, asked)
        related = {pair.ends for pair in pairs if pair.related >= SURE}
        for pair in pairs:
            if pair.scores is None and pair.beside(related, listed):
                ask(pair, asked=True)
        inside = _inside(sentence, placed)
        for pair in pairs:
            if pair.path is not None:
                yield self._reading(sentence, pair, pair.path, inside, listed)

    def _pairs(
        self, placed: Sequence[_Placed], encoded: EncodedText, said: Mapping[frozenset[str], frozenset[Mention]]
    ) -> Iterator[_Pair]:
        """Yield the pairs that any relation fits, in text order of where they are read, with a glance at each."""
        pairs = []
        for ones, twos in combinations(_by_entity(placed).values(), 2):
            places = said.get(frozenset((ones[0].entity.id, twos[0].entity.id)), frozenset())
            pairs.append(_nearest(_names_among(ones, places), _names_among(twos, places)))
        for first, second in sorted(pairs, key=lambda p: (p[0].marked.start, p[1].marked.start)):
            fitting = self._fitting(first.entity.type, second.entity.type)
            if fitting:
                yield _Pair(first, second, fitting, encoded.pair_chances(first.marked, second.marked))

    def _reading(
        self,
        sentence: Span,
        pair: _Pair,
        path: NDArray[np.float32],
        inside: frozenset[int],
        listed: Mapping[str, frozenset[str]],
    ) -> Reading:
        read = [] if pair.scores is None else [pair.scores.labels]
        voices = [among([voice], pair.fitting) for voice in (pair.glance, path, *read)]
        chances = among([pair.glance, path, *read], pair.fitting)
        order = sorted(range(len(pair.fitting)), key=lambda n: (-float(chances[n]), n))
        found = tuple(
            Read(
                self._proposal(
                    sentence, pair.first, pair.second, pair.fitting[n], float(chances[n]), pair.scores, inside
                ),
                float(voices[0][n]),
                float(voices[1][n]),
                float(voices[2][n]) if read else None,
            )
            for n in order
            if max(voice[n] for voice in voices) >= FAINTEST
        )
        return Reading((sentence.start, sentence.end), pair.ends, found, listed)

    def _apart(
        self, before: tuple[Span, Sequence[_Placed]], after: tuple[Span, Sequence[_Placed]], encoded: EncodedText
    ) -> Iterator[Reading]:
        """Yield what a sentence says of what the one before it names, where the pair network has read both together."""
        ones, twos = _by_entity(before[1]), _by_entity(after[1])
        ends = ends_apart(*({id_: [p.marked for p in places] for id_, places in by.items()} for by in (ones, twos)))
        if not ends:
            return
        placed = [*before[1], *after[1]]
        both = before[0].doc[before[0].start : after[0].end]
        for one, two in ends:
            if one in twos or two in ones:  # read in a sentence of their own
                continue
            first = [p for p in ones[one] if p.marked.kind == "named"][-1]
            second = twos[two][0]
            fitting = self._fitting(first.entity.type, second.entity.type)
            if not fitting:
                continue
            glance = encoded.pair_chances(first.marked, second.marked)
            at_a_glance = among([glance], fitting)
            if float(at_a_glance.sum()) < self._network.least_apart:
                continue
            scores = self._scores(both, first.marked, second.marked, placed, encoded)
            if scores is None:
                continue
            read, chances = among([scores.labels], fitting), among([glance, scores.labels], fitting)
            inside = _inside(both, placed)
            yield Reading(
                (both.start, both.end),
                frozenset((one, two)),
                tuple(
                    Read(
                        self._proposal(after[0], first, second, fitting[n], float(chances[n]), scores, inside),
                        float(at_a_glance[n]),
                        None,
                        float(read[n]),
                    )
                    for n in sorted(range(len(fitting)), key=lambda n: (-float(chances[n]), n))
                    if max(at_a_glance[n], read[n]) >= FAINTEST
                ),
                {},
            )

    def _members(self, tok: Tokens, placed: Sequence[_Placed]) -> Iterator[Listed]:
        """Yield the mentions that may stand in a list: those that lie in no other."""
        end = -1
        for place in placed:
            if place.marked.start >= end:
                end = place.marked.end
                first, last = tok.token_at(place.marked.start), tok.token_at(place.marked.end - 1)
                yield place.entity.id, self._roots[place.entity.type], (first, last + 1)

    def _scores(
        self,
        sentence: Span,
        first: Marked,
        second: Marked,
        placed: Sequence[_Placed],
        encoded: EncodedText,
        runs: Sequence[Run] = (),
    ) -> PairScores | None:
        """Return what the pair network reads, of long lists the ends alone; None where the ends stand too far apart."""
        ends = [(first.start, first.end), (second.start, second.end)]
        lost = [span for run in runs for span in shortened(run, ends)]
        others = [p.marked for p in placed if p.marked not in (first, second) and p.marked.kind == "named"]
        span = (sentence.start_char, sentence.end_char)
        pair = sequence(encoded.pieces, *span, first, second, others, self._network.marks, lost)
        return None if pair is None else self._network.score(pair, encoded.memo)

    def _fitting(self, first: str, second: str) -> list[int]:
        """Numbers of the labels whose domain and range these types fit."""
        return [
            number
            for number, label in enumerate(self._labels)
            if label and (label.relation.fits(first, second) if label.forward else label.relation.fits(second, first))
        ]

    def _proposal(
        self,
        sentence: Span,
        first: _Placed,
        second: _Placed,
        number: int,
        chance: float,
        scores: PairScores | None,
        inside: frozenset[int],
    ) -> Proposal:
        label = self._labels[number]
        assert label is not None  # noqa: S101 - only fitting labels come here
        subject, obj = (first, second) if label.forward else (second, first)
        confidence = round(chance, 4)
        role = None
        if confidence >= LEAST:
            roles = self._roles.get(label.relation.name, frozenset())
            role = title_near(sentence, (subject.marked.start, subject.marked.end), roles, self._titles, inside)
        acts = role is not None and is_verb(sentence.doc, role)  # "she heads the firm"
        return Proposal(
            relation=label.relation,
            subject=subject.entity,
            object=obj.entity,
            subject_mention=subject.mention,
            object_mention=obj.mention,
            sentence=(sentence.start, sentence.end),
            anchor=_anchor(sentence, first.marked, second.marked) if role is None else role,
            triggers=(role,) if role is not None and acts else (),
            role=None if role is None or acts else role_text(sentence.doc, role, inside),
            confidence=confidence,
            reader=self.name,
            chances=None if scores is None else _chances(scores),
        )


def _by_entity(placed: Sequence[_Placed]) -> dict[str, list[_Placed]]:
    by: dict[str, list[_Placed]] = defaultdict(list)
    for place in placed:
        by[place.entity.id].append(place)
    return by


def among(voices: Sequence[NDArray[np.float32]], fitting: Sequence[int]) -> NDArray[np.float64]:
    """Return the probabilities of the fitting labels, given that it is one of them or none.

    Several voices, each of which has a probability for all labels, none first, speak as one: by the mean of their
    logarithms.
    """
    logs = [np.log(voice[[0, *fitting]].astype(np.float64) + SURELY_NOT) for voice in voices]
    mean = sum(logs[1:], logs[0]) / len(logs)
    raised = np.exp(mean - mean.max())
    result: NDArray[np.float64] = raised[1:] / raised.sum()
    return result


def worth(glance: NDArray[np.float32], path: NDArray[np.float32]) -> float:
    """Return the probability that anything is said of a pair, by the glance and by the tree together."""
    return float(among([glance, path], range(1, len(glance))).sum())


def _chances(scores: PairScores) -> Chances:
    return Chances(
        negative=round(scores.polarity[1], 4),
        probable=round(scores.certainty[1], 4),
        possible=round(scores.certainty[2], 4),
        past=round(scores.time[0], 4),
        future=round(scores.time[2], 4),
        attributed=round(scores.attributed[1], 4),
    )


def _nearest(ones: Sequence[_Placed], twos: Sequence[_Placed]) -> tuple[_Placed, _Placed]:
    """Return two names, or else other words, with the least between them, in text order; the first of equals."""

    def between(pair: tuple[_Placed, _Placed]) -> tuple[int, int]:
        one, two = pair[0].marked, pair[1].marked
        words = (one.kind != "named") + (two.kind != "named")
        return words, max(one.start, two.start) - min(one.end, two.end)

    one, two = min(((a, b) for a in ones for b in twos), key=between)
    if (two.marked.start, -two.marked.end) < (one.marked.start, -one.marked.end):
        return two, one
    return one, two


def _names_among(placed: Sequence[_Placed], mentions: Container[Mention]) -> Sequence[_Placed]:
    """Return those that are names and among some mentions, or all where none is: a network reads names best."""
    return [p for p in placed if p.marked.kind == "named" and p.mention in mentions] or placed


def _inside(sentence: Span, placed: Sequence[_Placed]) -> frozenset[int]:
    """Tokens of the sentence that stand in names."""
    spans = (
        sentence.doc.char_span(p.marked.start, p.marked.end, alignment_mode="expand")
        for p in placed
        if p.marked.kind == "named"
    )
    return frozenset(i for span in spans if span is not None for i in range(span.start, span.end))


def _anchor(sentence: Span, first: Marked, second: Marked) -> int:
    """Return the token that stands above both mentions in the tree, or else the first mention's head."""
    spans = [sentence.doc.char_span(m.start, m.end, alignment_mode="expand") for m in (first, second)]
    roots = [span.root for span in spans if span is not None]
    if len(roots) < len(spans) or roots[0].i < sentence.start:
        return int(sentence.root.i)
    known = {token.i for token in (roots[0], *roots[0].ancestors)}
    shared = next((t for t in (roots[1], *roots[1].ancestors) if t.i in known), roots[0])
    return int(shared.i)
