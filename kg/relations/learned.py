"""The learned reader: relations that a small network reads between two marked mentions of one sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from kg.encoder import MARKED_TYPES, MODELS, NONE, Marked, PairNetwork, Pieces, sequence, split_pieces
from kg.model import Article, Entity, Mention, Relation
from kg.relations.matcher import role_text
from kg.relations.proposal import Chances, Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Span

    from kg.encoder import PairScores
    from kg.ontology import Ontology

__all__ = ["LearnedReader"]

#: Proposals of less confidence are not made.
LEAST = 0.2
#: How many relations of one pair at one place may be proposed.
MOST = 2
#: A title belongs to a person whose mention is at most this many tokens away.
TITLE_REACH = 8
#: Words of a title before its last.
LONGEST_TITLE = 3


@dataclass(frozen=True, slots=True)
class _Label:
    relation: Relation
    forward: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    entity: Entity
    mention: Mention
    marked: Marked


class LearnedReader:
    """Proposes, for each pair of entities of a sentence, what the pair network reads there.

    The confidence of a proposal is the network's probability, calibrated on documents that it has not learned from. A
    relation that the network does not know is never proposed, nor one whose domain and range the ends do not fit. What
    is proposed in an article depends on the article alone. Raises ModelError where the model's files are missing.
    """

    name = "learned"

    def __init__(self, ontology: Ontology, folder: Path = MODELS) -> None:
        self.ontology = ontology
        self._network = PairNetwork(folder)
        self._labels: list[_Label | None] = []
        for label in self._network.labels:
            relation = ontology.relations.get(label.rstrip("<>"))
            self._labels.append(
                None if relation is None or label == NONE else _Label(relation, not label.endswith("<"))
            )
        self._marked_type = {t: _nearest_type(ontology, t) for t in ontology.types}

    @cached_property
    def _roles(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(entry.roles) for name, entry in self.ontology.entries.items() if entry.roles}

    def read(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> Iterable[Proposal]:
        """Yield proposals, sentence by sentence, in text order of the ends."""
        placed = sorted(
            (
                _Placed(e, m, Marked(m.span.start, m.span.end, self._marked_type[m.type], m.kind))
                for e in entities
                for m in e.mentions
            ),
            key=lambda p: (p.marked.start, -p.marked.end),
        )
        pieces = split_pieces(article.text, self._network.folder)
        cursor = 0
        for sentence in doc.sents:
            here = []
            while cursor < len(placed) and placed[cursor].marked.start < sentence.end_char:
                here.append(placed[cursor])
                cursor += 1
            yield from self._sentence(sentence, [p for p in here if p.marked.end <= sentence.end_char], pieces)

    def _sentence(self, sentence: Span, placed: Sequence[_Placed], pieces: Pieces) -> Iterator[Proposal]:
        by_entity: dict[str, list[_Placed]] = defaultdict(list)
        for place in placed:
            by_entity[place.entity.id].append(place)
        found: list[Proposal] = []
        for one, two in combinations(by_entity.values(), 2):
            first, second = nearest(one, two)
            fitting = self._fitting(first.entity.type, second.entity.type)
            if not fitting:
                continue
            others = [p.marked for p in placed if p not in (first, second)]
            pair = sequence(
                *(pieces, sentence.start_char, sentence.end_char, first.marked, second.marked, others),
                self._network.marks,
            )
            scores = self._network.score(pair) if pair is not None else None
            if scores is not None:
                found += self._proposals(sentence, first, second, fitting, scores, placed)
        yield from sorted(
            found, key=lambda p: (p.subject_mention.span.start, p.object_mention.span.start, p.relation.name)
        )

    def _fitting(self, first: str, second: str) -> list[int]:
        """Numbers of the labels whose domain and range these types fit."""
        return [
            number
            for number, label in enumerate(self._labels)
            if label and (label.relation.fits(first, second) if label.forward else label.relation.fits(second, first))
        ]

    def _proposals(
        self,
        sentence: Span,
        first: _Placed,
        second: _Placed,
        fitting: Sequence[int],
        scores: PairScores,
        placed: Sequence[_Placed],
    ) -> Iterator[Proposal]:
        best = sorted(fitting, key=lambda n: (-scores.labels[n], n))[:MOST]
        for number in best:
            confidence = round(float(scores.labels[number]), 4)
            label = self._labels[number]
            if label is None or confidence < LEAST:
                continue
            subject, obj = (first, second) if label.forward else (second, first)
            role = self._role(sentence, subject, label.relation, placed)
            yield Proposal(
                relation=label.relation,
                subject=subject.entity,
                object=obj.entity,
                subject_mention=subject.mention,
                object_mention=obj.mention,
                sentence=(sentence.start, sentence.end),
                anchor=_anchor(sentence, first.marked, second.marked) if role is None else role,
                role=None if role is None else role_text(sentence.doc, role, _inside(sentence, placed)),
                confidence=confidence,
                reader=self.name,
                chances=Chances(
                    negative=round(scores.polarity[1], 4),
                    probable=round(scores.certainty[1], 4),
                    possible=round(scores.certainty[2], 4),
                    past=round(scores.time[0], 4),
                    future=round(scores.time[2], 4),
                ),
            )

    def _role(self, sentence: Span, subject: _Placed, relation: Relation, placed: Sequence[_Placed]) -> int | None:
        """Return the token that heads the title nearest to the subject, or None."""
        roles = self._roles.get(relation.name)
        span = sentence.doc.char_span(subject.marked.start, subject.marked.end, alignment_mode="expand")
        if not roles or span is None:
            return None
        inside = _inside(sentence, placed)
        best: tuple[int, int] | None = None
        for token in sentence:
            distance = max(span.start - token.i, token.i - span.end + 1)
            if token.i in inside or distance > TITLE_REACH or (best and distance >= best[0]):
                continue
            words = token.lemma_.lower()
            hit = words in roles
            for left in range(token.i - 1, max(sentence.start, token.i - LONGEST_TITLE) - 1, -1):
                words = f"{sentence.doc[left].lower_} {words}"
                hit = hit or words in roles
            if hit:
                best = (distance, token.i)
        return best[1] if best else None


def nearest(ones: Sequence[_Placed], twos: Sequence[_Placed]) -> tuple[_Placed, _Placed]:
    """Return the two with the least between them, in text order; the first of equals."""
    one, two = min(
        ((a, b) for a in ones for b in twos),
        key=lambda p: max(p[0].marked.start, p[1].marked.start) - min(p[0].marked.end, p[1].marked.end),
    )
    if (two.marked.start, -two.marked.end) < (one.marked.start, -one.marked.end):
        return two, one
    return one, two


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
    if len(roots) < 2:
        return int(sentence.root.i)
    above = [roots[0], *roots[0].ancestors]
    known = {token.i for token in above}
    shared = next((t for t in (roots[1], *roots[1].ancestors) if t.i in known), roots[0])
    return int(shared.i)


def _nearest_type(ontology: Ontology, name: str) -> str:
    """Return the type or its nearest ancestor that has marks."""
    at: str | None = name
    while at is not None and at not in MARKED_TYPES:
        at = ontology.types[at].parent
    return at or "Organization"
