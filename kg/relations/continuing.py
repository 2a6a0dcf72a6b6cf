"""Claims whose ends are said one after the other, as in "Two states sued Acme on Monday. Ohio joined the lawsuit".

A continuation is a phrase of the ontology that has one end ("{subject} joins the lawsuit"). The other is what was named
last by a phrase of the same relation, in the sentence itself or in those just before, be it that a name stands at the
phrase's other end, too ("Iowa sued Acme"), or not ("Two states sued Acme"). Openings are phrases that have the other
end alone ("a bombing in {object}"). It is the definite null instantiation of FrameNet. Of relations that take up others
the other end is that of an office; see :mod:`kg.relations.offices`.
"""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING

from spacy.symbols import LEMMA  # type: ignore[import-not-found]  # a compiled module without stubs

from kg.mentions.tokens import tokens
from kg.relations.asked import is_askers
from kg.relations.compiler import Node
from kg.relations.lists import lists
from kg.relations.matcher import Filler, match
from kg.relations.offices import office, other_person
from kg.relations.rules import Rules
from kg.relations.scene import BASE_CONFIDENCE, propose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Relation
    from kg.ontology import Ontology
    from kg.relations.matcher import Match
    from kg.relations.proposal import Proposal
    from kg.relations.rules import Rule
    from kg.relations.scene import Placed, Scene

__all__ = ["Continuations"]

#: How many sentences before may say the other end.
WITHIN = 2
#: What a match is worth where the ends are said one after the other.
WORTH = 0.9 * BASE_CONFIDENCE
#: Words at a noun that tell of another than the one that was said: "joined a lawsuit", "a similar complaint".
ANOTHER = frozenset("a an another any different every no own second separate similar".split())
#: An end and the other one, as the two slots are called.
OTHER = {"subject": "object", "object": "subject"}


class Continuations:
    """Finds the claims that a sentence goes on with.

    ``phrases`` are the ontology's own, compiled. Raises OntologyError where a continuation or an opening is not well
    formed.
    """

    def __init__(self, ontology: Ontology, nlp: Language, phrases: Rules) -> None:
        self._continuing = Rules(ontology, nlp, ontology.continuations, ends=1)
        self._opening, self._phrases = Rules(ontology, nlp, ontology.openings, ends=1), phrases
        self._roots = {name: ontology.root(name) for name in ontology.types}
        self._takes_up = {name: entry.takes_up for name, entry in ontology.entries.items() if entry.takes_up}
        self._open: dict[tuple[str, str, str], list[tuple[Rule, Node]]] = {}
        self._all_words: dict[str, frozenset[frozenset[str]]] = {}

    def beginnings(self, doc: Doc) -> list[bool]:
        """Tell of each sentence whether it has all words of a continuation: most that have one have no more."""
        strings = doc.vocab.strings
        needed = {strings[word]: self._needed(word) for word in self._continuing.words}
        lemmas = doc.to_array(LEMMA).tolist()
        found = []
        for sentence in doc.sents:
            here = set(lemmas[sentence.start : sentence.end])
            words = {strings[lemma].lower() for lemma in here} if not here.isdisjoint(needed) else ()
            found.append(
                any(one <= words for first in here & needed.keys() for one in needed[first]) if words else False
            )
        return found

    def _needed(self, word: str) -> frozenset[frozenset[str]]:
        """Return the words of each pattern that starts from one."""
        if word not in self._all_words:
            roots = (root for _, together in self._continuing.at(word) for _, root in together)
            self._all_words[word] = frozenset(frozenset(_lemmas(root)) for root in roots)
        return self._all_words[word]

    def read(
        self, scene: Scene, found: Sequence[Proposal], before: Sequence[tuple[Scene, Sequence[Proposal]]]
    ) -> Iterator[Proposal]:
        """Yield what a sentence says of one end alone, in text order of the phrase.

        ``found`` are the sentence's own proposals by phrases; ``before`` the sentences before it with theirs, the
        nearest first.
        """
        whole = {(p.relation.name, end.id) for p in found for end in (p.subject, p.object)}
        for rule, result in scene.matches(self._continuing):
            ((slot, token),) = result.slots.items()
            fillers = [f for f in scene.names.at(token) if (rule.relation.name, f.entity.id) not in whole]
            if not fillers or self._is_another(scene, result) or is_askers(result, scene.doc, scene.asked):
                continue
            if rule.relation.name in self._takes_up:
                yield from self._in_office(rule, result, fillers, scene, ((scene, found), *before))
                continue
            listed = self._listed(scene, fillers)
            said = (self._said(rule.relation, OTHER[slot], listed, *place) for place in ((scene, found), *before))
            others = next(filter(None, said), ())
            for filler, other in product(listed, others):
                if not rule.relation.symmetric or self._alike(filler, other):
                    ends = {slot: filler, OTHER[slot]: other}
                    proposal = propose(rule, result, ends["subject"], ends["object"], scene, worth=WORTH)
                    if proposal is not None:
                        yield proposal

    def _in_office(
        self,
        rule: Rule,
        result: Match,
        fillers: Sequence[Filler],
        scene: Scene,
        places: Sequence[tuple[Scene, Sequence[Proposal]]],
    ) -> Iterator[Proposal]:
        """Yield what a phrase says of who holds an office, or of who follows him in it."""
        ((slot, _),) = result.slots.items()
        takes_up = self._takes_up[rule.relation.name]
        for filler in self._listed(scene, fillers):
            one = filler.entity.id
            holder = other_person(scene, result, one) if rule.relation.name in takes_up else one
            other = holder and office(scene, result, holder, takes_up, places)
            if other:
                ends = {slot: filler, OTHER[slot]: other}
                proposal = propose(rule, result, ends["subject"], ends["object"], scene, worth=WORTH)
                if proposal is not None:
                    yield proposal

    @staticmethod
    def _is_another(scene: Scene, result: Match) -> bool:
        """Tell whether a noun of the phrase is one that has not been spoken of."""
        nouns = (scene.doc[i] for i in result.words if scene.doc[i].pos_ in ("NOUN", "PROPN"))
        return any(child.lower_ in ANOTHER for noun in nouns for child in noun.children)

    def _listed(self, scene: Scene, fillers: Sequence[Filler]) -> list[Filler]:
        """Return the fillers and what stands in a list with them, each thing once."""
        tok = tokens(scene.doc)
        by_id: dict[str, Placed] = {}
        for place in scene.outermost:
            by_id.setdefault(place[1].id, place)
        members = [(e.id, self._roots[e.type], span) for span, e, _ in scene.outermost]
        listed = lists(tok, members)
        every = {filler.entity.id: filler for filler in fillers}
        for filler in fillers:
            for other in sorted(listed.get(filler.entity.id, ()), key=lambda id_: by_id[id_][0]):
                beside = Filler(*by_id[other][1:], filler.factor)
                if self._alike(filler, beside):
                    every.setdefault(other, beside)
        return list(every.values())

    def _alike(self, one: Filler, two: Filler) -> bool:
        """Tell whether two things are of one root type: who meets ministers does not meet their states."""
        return self._roots[one.entity.type] == self._roots[two.entity.type]

    def _said(
        self, relation: Relation, slot: str, listed: Sequence[Filler], scene: Scene, found: Sequence[Proposal]
    ) -> list[Filler]:
        """Return what a sentence says to stand at an end of a relation, but for those listed, each thing once."""
        ends: dict[str, Filler] = {}
        for proposal in found:
            if proposal.relation == relation:
                for side in ("subject", "object") if relation.symmetric else (slot,):
                    entity, mention = getattr(proposal, side), getattr(proposal, f"{side}_mention")
                    ends.setdefault(entity.id, Filler(entity, mention, 1.0))
        if not ends and scene.entities:
            for rule, result in chain(self._begun(scene, relation.name, slot), scene.matches(self._opening)):
                if rule.relation == relation and slot in result.slots:
                    types = rule.subject_types if slot == "subject" else rule.object_types
                    for other in scene.names.at(result.slots[slot]):
                        if other.entity.type in types:
                            ends.setdefault(other.entity.id, other)
        for filler in listed:
            ends.pop(filler.entity.id, None)
        return list(ends.values())

    def _begun(self, scene: Scene, relation: str, slot: str) -> Iterator[tuple[Rule, Match]]:
        """Yield where phrases of a relation lie that name no other end than ``slot``."""
        places: dict[str, list[int]] = {}
        for token, lemma in scene.graph.lemmas.items():
            places.setdefault(lemma, []).append(token)
        for word in sorted(places.keys() & self._phrases.words):
            for rule, node in self._opened(word, relation, slot):
                for token in places[word]:
                    yield from ((rule, found) for found in match(node, token, scene.graph, scene.names, _no_title))

    def _opened(self, word: str, relation: str, slot: str) -> Sequence[tuple[Rule, Node]]:
        """Return a relation's phrases from a word as they are without the other end than ``slot``: "sues {object}"."""
        asked = word, relation, slot
        if asked not in self._open:
            opened: dict[tuple[Node, frozenset[str], frozenset[str]], tuple[Rule, Node]] = {}
            for rule, node in self._phrases.of(relation, word):
                rest = _without(node, OTHER[slot])
                if rest is not None and node.slot is None and "{role}" not in rule.phrase:
                    opened.setdefault((rest, rule.subject_types, rule.object_types), (rule, rest))
            self._open[asked] = list(opened.values())
        return self._open[asked]


def _no_title(token: int) -> bool:  # noqa: ARG001 - phrases with a title are not opened
    return False


def _lemmas(node: Node) -> Iterator[str]:
    if node.slot is None:
        yield node.lemma
    for _, child in node.children:
        yield from _lemmas(child)


def _without(node: Node, slot: str) -> Node | None:
    """Return a tree without one slot; None where that leaves nothing at a place that another word hangs on."""
    if node.slot == slot:
        return None
    children = []
    for label, child in node.children:
        rest = _without(child, slot)
        if rest is not None:
            children.append((label, rest))
        elif child.children:
            return None
    return Node(node.lemma, node.slot, tuple(children))
