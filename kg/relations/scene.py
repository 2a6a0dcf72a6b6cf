"""One sentence with the mentions that stand in it, as phrases are matched there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from kg.model import Entity, Mention
from kg.relations.asked import asked
from kg.relations.graph import SentenceGraph
from kg.relations.matcher import Filler, Match, Names, match
from kg.relations.proposal import Proposal
from kg.relations.titles import Titles, role_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc

    from kg.relations.rules import Rule, Rules

__all__ = ["Placed", "Scene", "propose"]

#: What a match of a phrase is worth where both ends are names at the very place.
BASE_CONFIDENCE = 0.8

#: A mention: its tokens, end exclusive, and the entity.
Placed = tuple[tuple[int, int], Entity, Mention]


class Scene:
    """The tokens ``start`` to ``end`` of ``doc``; ``placed`` are the mentions in text order, the longest first.

    What is costly is made when it is first asked for.
    """

    def __init__(
        self,
        doc: Doc,
        start: int,
        end: int,
        placed: Sequence[tuple[int, int, Entity, Mention]],
        stand_ins: frozenset[str],
    ) -> None:
        self.doc, self.start, self.end = doc, start, end
        self._placed, self._stand_ins = placed, stand_ins
        self._titles: dict[int, str] = {}
        self._depths: dict[int, int] = {}

    @cached_property
    def spans(self) -> list[Placed]:
        """The mentions by their tokens."""
        return [
            (_tokens(self.doc, start, end, self.start, self.end), entity, mention)
            for start, end, entity, mention in self._placed
        ]

    @cached_property
    def outermost(self) -> list[Placed]:
        """The names that stand in no other name."""
        kept: list[Placed] = []
        for span, entity, mention in self.spans:
            if mention.kind == "named" and (not kept or span[0] >= kept[-1][0][1]):
                kept.append((span, entity, mention))
        return kept

    @cached_property
    def graph(self) -> SentenceGraph:
        """The sentence as a graph."""
        return SentenceGraph(self.doc, self.start, self.end, [span for span, _, _ in self.outermost])

    @cached_property
    def asked(self) -> Mapping[int, int]:
        """What somebody is asked to do, and who: tokens of verbs, and of their doers."""
        return asked(self.doc, self.start, self.end)

    @cached_property
    def names(self) -> Names:
        """Which entities may fill a slot at which token."""
        heads: dict[int, list[tuple[Entity, Mention]]] = defaultdict(list)
        for (start, end), entity, mention in self.spans:
            here = heads[self.doc[start:end].root.i]
            if not here or here[0][1].span == mention.span:  # of two spans under one head the longest stands
                here.append((entity, mention))
        inside = frozenset(i for (start, end), _, _ in self.outermost for i in range(start, end))
        return Names(self.graph, heads, inside, self._stand_ins)

    @property
    def entities(self) -> frozenset[str]:
        """The ids of the entities that stand in the sentence."""
        return frozenset(entity.id for _, _, entity, _ in self._placed)

    def title(self, token: int) -> str:
        """Return the title that a token heads, as it is written; many phrases lie on one."""
        if token not in self._titles:
            self._titles[token] = role_text(self.doc, token, self.names.inside)
        return self._titles[token]

    def depth(self, token: int) -> int:
        """Return how many words stand over a token in the tree of its sentence."""
        if token not in self._depths:
            depth, node = 0, self.doc[token]
            while node.head.i != node.i:
                depth, node = depth + 1, node.head
            self._depths[token] = depth
        return self._depths[token]

    def matches(self, rules: Rules, roles: frozenset[str] = frozenset()) -> Iterator[tuple[Rule, Match]]:
        """Yield where rules lie on the sentence, in text order of the word from which matching starts.

        ``roles`` are the titles of all rules, the longest of which is the one at a place.
        """
        graph, names, words = self.graph, self.names, rules.words
        lemmas = frozenset(graph.lemmas.values())
        titles = Titles(graph, names, roles)
        for token, lemma in graph.lemmas.items():
            here = rules.at(lemma) if lemma in words else ()
            if not here:
                continue
            labels = graph.labels(token)
            known: dict[int, Sequence[Match]] = {}
            for rule, root in (f for needed, together in here if needed <= labels for f in together.within(lemmas)):
                results = known.get(id(root))
                if results is None:
                    holds = partial(titles.holds, rule.roles)
                    results = known[id(root)] = match(root, token, graph, names, holds)
                for result in results:
                    yield rule, result


def propose(
    rule: Rule, result: Match, subject: Filler, obj: Filler, scene: Scene, *, worth: float = BASE_CONFIDENCE
) -> Proposal | None:
    """Return what a match says of two ends; None where they are one thing, or of types that may not stand there.

    ``worth`` is the confidence that a match has where both ends are names at the very place.
    """
    if subject.entity.id == obj.entity.id or not rule.relation.fits(subject.entity.type, obj.entity.type):
        return None
    if subject.entity.type not in rule.subject_types or obj.entity.type not in rule.object_types:
        return None
    if rule.relation.symmetric and obj.mention.span.start < subject.mention.span.start:
        subject, obj = obj, subject
    role = result.slots.get("role")
    words = tuple(sorted({*result.words, *([role] if role is not None else [])}))
    return Proposal(
        relation=rule.relation,
        subject=subject.entity,
        object=obj.entity,
        subject_mention=subject.mention,
        object_mention=obj.mention,
        sentence=(scene.start, scene.end),
        anchor=_anchor(scene, result, words),
        triggers=words,
        role=scene.title(role) if role is not None else None,
        confidence=round(worth * subject.factor * obj.factor, 4),
        phrase=rule.phrase,
    )


def _anchor(scene: Scene, result: Match, words: tuple[int, ...]) -> int:
    """Return the title, else the highest word of the phrase, else the first end."""
    if "role" in result.slots:
        return result.slots["role"]
    return min(words, key=lambda token: (scene.depth(token), token)) if words else min(result.slots.values())


def _tokens(doc: Doc, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"characters {start}:{end} lie outside the parsed text of {len(doc.text)}")
    return max(span.start, first), min(span.end, last)
