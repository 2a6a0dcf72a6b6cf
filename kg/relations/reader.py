"""The reader that matches the ontology's phrases."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from kg.model import Article, Entity
from kg.ontology import Ontology
from kg.relations.asked import is_askers
from kg.relations.continuing import WITHIN, Continuations
from kg.relations.matcher import STAND_INS, Filler, Match
from kg.relations.proposal import Proposal
from kg.relations.rules import Rule, Rules
from kg.relations.sales import Sales
from kg.relations.scene import Scene, propose

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["PhraseReader"]


class PhraseReader:
    """Proposes what the ontology's phrases say.

    Phrases are compiled with ``nlp``, the pipeline that parses the articles; those compiled before come from the
    cache. Raises OntologyError where a phrase is not well formed.
    """

    name = "phrases"

    def __init__(self, ontology: Ontology, nlp: Language) -> None:
        self._rules = Rules(ontology, nlp, ontology.phrases)
        self._continuations, self._sales = Continuations(ontology, nlp, self._rules), Sales(ontology)
        stand_ins = ontology.cue_sets.get(STAND_INS)  # an ontology of a user's own may lack it
        self._stand_ins = frozenset(stand_ins.cues if stand_ins else ())
        self._roles = frozenset(role for entry in ontology.entries.values() for role in entry.roles)

    def read(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> Iterable[Proposal]:  # noqa: ARG002
        """Yield proposals, sentence by sentence; one for a relation and its ends in a sentence, the surest.

        ``doc`` is the parse of ``article.text``; ``article`` is part of the protocol and not used.
        """
        placed = sorted(
            ((m.span.start, m.span.end, e, m) for e in entities for m in e.mentions), key=lambda p: (p[0], -p[1])
        )
        cursor = 0
        before: deque[tuple[Scene, Sequence[Proposal]]] = deque(maxlen=WITHIN)
        beginnings = self._continuations.beginnings(doc)
        for sentence, begins in zip(doc.sents, beginnings, strict=True):
            here = []
            while cursor < len(placed) and placed[cursor][0] < sentence.end_char:
                here.append(placed[cursor])
                cursor += 1
            scene = Scene(doc, sentence.start, sentence.end, here, self._stand_ins)
            found = self._in(scene) if len(scene.entities) > 1 else []
            if here and begins:
                found = _surest((*found, *self._continuations.read(scene, found, before)))
            yield from found
            before.appendleft((scene, found))

    def _in(self, scene: Scene) -> list[Proposal]:
        """Return what a sentence says by whole phrases, in text order."""
        found = (propose(*match, scene) for match in chain(self._by_words(scene), self._by_adjacency(scene)))
        return _surest(p for p in found if p is not None and not self._sales.misread(scene.doc, p))

    def _by_words(self, scene: Scene) -> Iterator[tuple[Rule, Match, Filler, Filler]]:
        for rule, result in scene.matches(self._rules, self._roles):
            if is_askers(result, scene.doc, scene.asked):
                continue
            for subject in scene.names.at(result.slots["subject"]):
                for obj in scene.names.at(result.slots["object"]):
                    yield rule, result, subject, obj

    def _by_adjacency(self, scene: Scene) -> Iterator[tuple[Rule, Match, Filler, Filler]]:
        named = [(span, Filler(entity, mention, 1.0)) for span, entity, mention in scene.outermost]
        for ((_, left_end), left), ((right_start, _), right) in pairwise(named):
            between = tuple(t.lower_ for t in scene.doc[left_end:right_start])
            if not any(c.isalnum() for word in between for c in word) and left.entity.type == right.entity.type:
                continue  # names of one type with nothing but a comma between them are a list
            for rule, subject_first in self._rules.adjacent.get(between, ()):
                subject, obj = (left, right) if subject_first else (right, left)
                tokens = {"subject": left_end - 1, "object": right_start}
                if not subject_first:
                    tokens = {"subject": right_start, "object": left_end - 1}
                yield rule, Match(tokens, ()), subject, obj


def _surest(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return one proposal for a relation and its ends, the surest, in text order."""
    best: dict[tuple[str, str, str], Proposal] = {}
    for proposal in proposals:
        ends = (proposal.subject.id, proposal.object.id)
        one, two = sorted(ends) if proposal.relation.symmetric else ends
        key = (proposal.relation.name, one, two)
        if key not in best or proposal.confidence > best[key].confidence:
            best[key] = proposal
    return sorted(best.values(), key=_text_order)


def _text_order(proposal: Proposal) -> tuple[int, int, str]:
    return proposal.subject_mention.span.start, proposal.object_mention.span.start, proposal.relation.name
