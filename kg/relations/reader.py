"""The reader that matches the ontology's phrases."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.model import Article, Entity, Mention, Relation
from kg.nlp import model_digest
from kg.ontology import Ontology, slot_types
from kg.relations.cache import compiled
from kg.relations.compiler import Node, Pattern
from kg.relations.graph import SentenceGraph
from kg.relations.matcher import ROLE, STAND_INS, Filler, Match, Names, match, needed_labels
from kg.relations.proposal import Proposal
from kg.relations.titles import Titles, role_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["PhraseReader"]

#: What a match of a phrase is worth where both ends are names at the very place.
BASE_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class _Rule:
    relation: Relation
    phrase: str
    roles: frozenset[str]
    subject_types: frozenset[str]
    object_types: frozenset[str]


class _Together:
    """Rules that begin at one word and need the same labels there; trees are made when such a word is first met.

    Rules that say the same and take the same titles have one tree, so that it is looked for once.
    """

    __slots__ = ("_read", "_written")

    def __init__(self) -> None:
        self._written: list[tuple[_Rule, str, Any]] = []
        self._read: list[tuple[_Rule, Node]] = []

    def add(self, rule: _Rule, text: str, root: Any) -> None:
        """Take in a rule and its pattern as it is written, in JSON and read from that."""
        self._written.append((rule, text, root))

    def __iter__(self) -> Iterator[tuple[_Rule, Node]]:
        if self._written:
            nodes: dict[tuple[str, frozenset[str]], Node] = {}
            for rule, text, root in self._written:
                same = text, rule.roles  # which titles fit is the rule's to say
                if same not in nodes:
                    nodes[same] = Node.from_json(root)
                self._read.append((rule, nodes[same]))
            self._written = []
        return iter(self._read)


class PhraseReader:
    """Proposes what the ontology's phrases say.

    Phrases are compiled with ``nlp``, the pipeline that parses the articles; those compiled before come from the
    cache. Raises OntologyError where a phrase is not well formed.
    """

    name = "phrases"

    def __init__(self, ontology: Ontology, nlp: Language) -> None:
        phrases = [(p.text, ontology.relations[p.relation]) for p in ontology.phrases]
        self._by_word: dict[str, list[tuple[frozenset[str], _Together]]] = {}
        self._unread: dict[str, list[tuple[_Rule, Sequence[str]]]] = defaultdict(list)
        self._adjacent: dict[tuple[str, ...], list[tuple[_Rule, bool]]] = defaultdict(list)
        stand_ins = ontology.cue_sets.get(STAND_INS)  # an ontology of a user's own may lack it
        self._stand_ins = frozenset(stand_ins.cues if stand_ins else ())
        self._roles = frozenset(role for entry in ontology.entries.values() for role in entry.roles)
        roles = {name: frozenset(entry.roles) for name, entry in ontology.entries.items()}
        below = cache(lambda type_: frozenset(ontology.subtypes(type_)))
        for (phrase, relation), patterns in compiled(nlp, model_digest(nlp), phrases):
            held = slot_types(phrase)
            subjects, objects = (
                below(held[slot]) if slot in held else frozenset(allowed)
                for slot, allowed in (("subject", relation.domain), ("object", relation.range))
            )
            rule = _Rule(relation, phrase, roles[relation.name], subjects, objects)
            for word, texts in patterns.items():
                if not word:
                    for pattern in map(Pattern.from_json, map(json.loads, texts)):
                        self._adjacent[pattern.between].append((rule, pattern.subject_first))
                words = {role.rsplit(" ", 1)[-1] for role in rule.roles} if word == ROLE else {word} - {""}
                for begins in words:
                    self._unread[begins].append((rule, texts))

    def _rules(self, word: str) -> list[tuple[frozenset[str], _Together]]:
        """Return the rules that begin at a word, those together that need the same labels there.

        They are read when the word is first met: most words of most phrases never are.
        """
        rules = self._by_word.get(word)
        if rules is None:
            together: dict[frozenset[str], _Together] = defaultdict(_Together)
            roots: dict[str, tuple[frozenset[str], Any]] = {}
            for rule, texts in self._unread.get(word, ()):
                for text in texts:
                    if text not in roots:
                        root = json.loads(text)
                        roots[text] = needed_labels(root), root
                    labels, root = roots[text]
                    together[labels].add(rule, text, root)
            rules = self._by_word[word] = list(together.items())
        return rules

    def read(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> Iterable[Proposal]:  # noqa: ARG002
        """Yield proposals, sentence by sentence; one for a relation and its ends in a sentence, the surest.

        ``doc`` is the parse of ``article.text``; ``article`` is part of the protocol and not used.
        """
        placed = sorted(
            ((m.span.start, m.span.end, e, m) for e in entities for m in e.mentions), key=lambda p: (p[0], -p[1])
        )
        cursor = 0
        for sentence in doc.sents:
            here = []
            while cursor < len(placed) and placed[cursor][0] < sentence.end_char:
                here.append(placed[cursor])
                cursor += 1
            if len({entity.id for _, _, entity, _ in here}) > 1:
                yield from self._read_sentence(doc, sentence.start, sentence.end, here)

    def _read_sentence(
        self, doc: Doc, start: int, end: int, placed: Sequence[tuple[int, int, Entity, Mention]]
    ) -> Iterator[Proposal]:
        spans = [(_tokens(doc, s, e, start, end), entity, mention) for s, e, entity, mention in placed]
        named = [span for span, _, _ in _outermost(spans)]
        graph = SentenceGraph(doc, start, end, named)
        heads: dict[int, list[tuple[Entity, Mention]]] = defaultdict(list)
        for (s, e), entity, mention in spans:
            here = heads[doc[s:e].root.i]
            if not here or here[0][1].span == mention.span:  # of two spans under one head the longest stands
                here.append((entity, mention))
        names = Names(graph, heads, frozenset(i for s, e in named for i in range(s, e)), self._stand_ins)
        best: dict[tuple[str, str, str], Proposal] = {}
        found = [*self._by_words(graph, names), *self._by_adjacency(graph, spans)]
        for rule, result, subject, obj in found:
            proposal = _proposal(rule, result, subject, obj, graph, names)
            if proposal is None:
                continue
            ends = (proposal.subject.id, proposal.object.id)
            key = (rule.relation.name, *(sorted(ends) if rule.relation.symmetric else ends))
            if key not in best or proposal.confidence > best[key].confidence:
                best[key] = proposal
        yield from sorted(best.values(), key=_text_order)

    def _by_words(self, graph: SentenceGraph, names: Names) -> Iterator[tuple[_Rule, Match, Filler, Filler]]:
        titles = Titles(graph, names, self._roles)
        for token, lemma in graph.lemmas.items():
            rules = self._rules(lemma) if lemma in self._unread else ()
            if not rules:
                continue
            labels = graph.labels(token)
            known: dict[int, Sequence[Match]] = {}
            for rule, root in (found for needed, together in rules if needed <= labels for found in together):
                results = known.get(id(root))
                if results is None:
                    results = known[id(root)] = match(root, token, graph, names, partial(titles.holds, rule.roles))
                for result in results:
                    for subject in names.at(result.slots["subject"]):
                        for obj in names.at(result.slots["object"]):
                            yield rule, result, subject, obj

    def _by_adjacency(
        self, graph: SentenceGraph, spans: Sequence[tuple[tuple[int, int], Entity, Mention]]
    ) -> Iterator[tuple[_Rule, Match, Filler, Filler]]:
        named = [(span, Filler(entity, mention, 1.0)) for span, entity, mention in _outermost(spans)]
        for ((_, left_end), left), ((right_start, _), right) in pairwise(named):
            between = tuple(t.lower_ for t in graph.doc[left_end:right_start])
            if not any(c.isalnum() for word in between for c in word) and left.entity.type == right.entity.type:
                continue  # names of one type with nothing but a comma between them are a list
            for rule, subject_first in self._adjacent.get(between, ()):
                subject, obj = (left, right) if subject_first else (right, left)
                tokens = {"subject": left_end - 1, "object": right_start}
                if not subject_first:
                    tokens = {"subject": right_start, "object": left_end - 1}
                yield rule, Match(tokens, ()), subject, obj


def _outermost(
    spans: Sequence[tuple[tuple[int, int], Entity, Mention]],
) -> list[tuple[tuple[int, int], Entity, Mention]]:
    """Return the names that stand in no other name, of spans that are in text order, the longest first."""
    kept: list[tuple[tuple[int, int], Entity, Mention]] = []
    for span, entity, mention in spans:
        if mention.kind == "named" and (not kept or span[0] >= kept[-1][0][1]):
            kept.append((span, entity, mention))
    return kept


def _tokens(doc: Doc, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"characters {start}:{end} lie outside the parsed text of {len(doc.text)}")
    return max(span.start, first), min(span.end, last)


def _proposal(
    rule: _Rule, result: Match, subject: Filler, obj: Filler, graph: SentenceGraph, names: Names
) -> Proposal | None:
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
        sentence=(graph.start, graph.end),
        anchor=_anchor(graph, result, words),
        triggers=words,
        role=role_text(graph.doc, role, names.inside) if role is not None else None,
        confidence=round(BASE_CONFIDENCE * subject.factor * obj.factor, 4),
        phrase=rule.phrase,
    )


def _anchor(graph: SentenceGraph, result: Match, words: tuple[int, ...]) -> int:
    """Return the title, else the highest word of the phrase, else the first end."""
    if "role" in result.slots:
        return result.slots["role"]
    return min(words, key=lambda t: _depth_of(graph, t)) if words else min(result.slots.values())


def _depth_of(graph: SentenceGraph, token: int) -> tuple[int, int]:
    depth, node = 0, graph.doc[token]
    while node.head.i != node.i:
        depth, node = depth + 1, node.head
    return depth, token


def _text_order(proposal: Proposal) -> tuple[int, int, str]:
    return proposal.subject_mention.span.start, proposal.object_mention.span.start, proposal.relation.name
