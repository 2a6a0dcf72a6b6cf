"""What is looked for in a sentence: the compiled phrases of an ontology, by the word from which matching starts."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.model import Relation
from kg.nlp import model_digest
from kg.ontology import slot_types
from kg.relations.cache import compiled
from kg.relations.compiler import Node, Pattern
from kg.relations.matcher import ROLE, needed_labels, needed_words

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.ontology import Ontology
    from kg.ontology.values import Phrase

__all__ = ["Rule", "Rules"]

#: A pattern, as it is written, that reaches both ends in one way: it says as well what it does not mean. "Acme is under
#: Brix's control" is a way to be of Acme and of Brix ("be" is light), and so is "Acme and Brix's control". What hangs
#: on a word is sorted, so that such ends stand beside each other.
_ALIKE = re.compile(r'\["([^"]+)", \["\{object\}"\]\], \["\1", \["\{subject\}"\]\]')


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase as it is looked for: the titles that its ``{role}`` takes, and the types that may stand at its ends."""

    relation: Relation
    phrase: str
    roles: frozenset[str]
    subject_types: frozenset[str]
    object_types: frozenset[str]

    @property
    def undirected(self) -> bool:
        """Whether only the words can tell which end is the subject: the relation is one-way, the types may be one."""
        return not self.relation.symmetric and not self.subject_types.isdisjoint(self.object_types)


class _Together:
    """Rules that begin at one word and need the same labels there; what else they need is read when they are met.

    A tree is made when all its words are met. Rules that say the same and take the same titles have one tree, so that
    it is looked for once.
    """

    __slots__ = ("_nodes", "_read", "_written")

    def __init__(self) -> None:
        self._written: list[tuple[Rule, str, Any]] = []
        self._read: list[tuple[frozenset[str], Rule, str, Any]] = []
        self._nodes: dict[tuple[str, frozenset[str]], Node] = {}

    def add(self, rule: Rule, text: str, root: Any) -> None:
        """Take in a rule and its pattern as it is written, in JSON and read from that."""
        self._written.append((rule, text, root))

    def within(self, words: Set[str]) -> Iterator[tuple[Rule, Node]]:
        """Yield the rules whose words are all among some, in order, each with its tree."""
        if self._written:
            self._read = [(needed_words(root), rule, text, root) for rule, text, root in self._written]
            self._written = []
        for needed, rule, text, root in self._read:
            if needed <= words:
                yield rule, self._node(rule, text, root)

    def __iter__(self) -> Iterator[tuple[Rule, Node]]:
        rules = self._written or [entry[1:] for entry in self._read]
        return ((rule, self._node(rule, text, root)) for rule, text, root in rules)

    def _node(self, rule: Rule, text: str, root: Any) -> Node:
        same = text, rule.roles  # which titles fit is the rule's to say
        node = self._nodes.get(same)
        if node is None:
            node = self._nodes[same] = Node.from_json(root)
        return node


class Rules:
    """The rules of some phrases; ``adjacent`` are those without a word of their own, by what stands between two names.

    ``ends`` is 1 where the phrases are continuations. Phrases are compiled with ``nlp``; those compiled before come
    from the cache. Raises OntologyError where a phrase is not well formed.
    """

    def __init__(self, ontology: Ontology, nlp: Language, phrases: Sequence[Phrase], *, ends: int = 2) -> None:
        self._by_word: dict[str, list[tuple[frozenset[str], _Together]]] = {}
        self._unread: dict[str, list[tuple[Rule, Sequence[str]]]] = defaultdict(list)
        self.adjacent: dict[tuple[str, ...], list[tuple[Rule, bool]]] = defaultdict(list)
        roles = {name: frozenset(entry.roles) for name, entry in ontology.entries.items()}
        below = cache(lambda type_: frozenset(ontology.subtypes(type_)))
        asked = [(p.text, ontology.relations[p.relation]) for p in phrases]
        for (phrase, relation), patterns in compiled(nlp, model_digest(nlp), asked, ends=ends):
            held = slot_types(phrase)
            subjects, objects = (
                below(held[slot]) if slot in held else frozenset(allowed)
                for slot, allowed in (("subject", relation.domain), ("object", relation.range))
            )
            rule = Rule(relation, phrase, roles[relation.name], subjects, objects)
            for word, texts in patterns.items():
                if not word:
                    for pattern in map(Pattern.from_json, map(json.loads, texts)):
                        self.adjacent[pattern.between].append((rule, pattern.subject_first))
                words = {role.rsplit(" ", 1)[-1] for role in rule.roles} if word == ROLE else {word} - {""}
                for begins in words:
                    self._unread[begins].append((rule, texts))

    @property
    def words(self) -> Mapping[str, object]:
        """The words from which matching starts."""
        return self._unread

    def at(self, word: str) -> list[tuple[frozenset[str], _Together]]:
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
                    if not (rule.undirected and _ALIKE.search(text)):
                        together[labels].add(rule, text, root)
            rules = self._by_word[word] = list(together.items())
        return rules

    def of(self, relation: str, word: str) -> Iterator[tuple[Rule, Node]]:
        """Yield the rules of one relation that begin at a word, each with its tree."""
        if any(rule.relation.name == relation for rule, _ in self._unread.get(word, ())):
            for _, together in self.at(word):
                yield from (found for found in together if found[0].relation.name == relation)
