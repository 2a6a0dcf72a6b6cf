"""What the ontology's cue sets and phrases tell the qualifiers, compiled, and the places where cues stand."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ontology import telling_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ontology import Ontology
    from kg.qualifiers.trees import Tree

__all__ = ["Cue", "Cues", "Lexicon", "lexicon"]

# The cue sets that the code knows; what they mean stands with them in the ontology.
NEGATOR = "negator"
DENIAL = "denial"
REJECTION = "rejection"
HEARSAY = "hearsay"
UNTRUE = "untrue"
PROBABLE = "probable"
POSSIBLE = "possible"
CONDITIONAL = "conditional"
FUTURE = "future"
INTENTION = "intention"
TENTATIVE = "tentative"
FORMER = "former"
PAST = "past"
ENDED = "ended"
CANCELLED = "cancelled"
FAILED = "failed"
PASSING = "passing"
RESIGNING = "resigning"
REMOVAL = "removal"
APPOINTING = "appointing"
PARTY = "party_noun"
BOND = "bond"
REPORTING = "reporting"
AVOWING = "avowing"
TELLING = "telling"
WORDING = "wording"
UNDERTAKING = "undertaking"
CITING = "citing"
RELAYING = "relaying"
ACCORDING = "according"
SPEAKS_FOR = "speaks_for"
SPOKESPERSON = "spokesperson"
SOURCE_NOUN = "source_noun"
IDLE = "idle"
AFFIRMING = "affirming"
SETTLED = "settled"
PROSPECT = "prospect"
EMERGING = "emerging"
PENDING = "pending"
SELLING = "selling"
CONTRARY = "contrary"
ACCUSING = "accusing"

#: How far, in tokens, a later word of a cue may stand behind the one before, if it hangs on the cue ("ruled it out").
REACH = 4
#: Types below this one are named by nouns of what happens, not of who takes part.
EVENT = "Event"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue where it stands: the sets that hold it, its tokens in order, and the one that heads them."""

    sets: frozenset[str]
    tokens: tuple[int, ...]
    head: int


#: The cues of a stretch of text by the token that heads them.
Cues = dict[int, list[Cue]]


class Lexicon:
    """All that the qualifiers take from one ontology.

    ``passing`` are the words whose past tense says that a thing is over; ``ending`` the first words of cues that say
    that something is called off or over; ``parties`` the nouns that stand for who
    takes part in a relation rather than for the relation; ``titles`` the last words of offices.
    """

    def __init__(self, ontology: Ontology) -> None:
        sets: dict[tuple[str, ...], set[str]] = {}
        for cue_set in ontology.cue_sets.values():
            for cue in cue_set.cues:
                sets.setdefault(tuple(cue.lower().split()), set()).add(cue_set.name)
        self._starting: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        for words in sorted(sets, key=lambda words: (-len(words), words)):
            self._starting.setdefault(words[0], []).append((words, frozenset(sets[words])))
        self.passing = self._single(ontology, PASSING)
        self.ending = frozenset(words[0] for words, names in sets.items() if not names.isdisjoint((CANCELLED, ENDED)))
        titles = {role.split()[-1] for entry in ontology.entries.values() for role in entry.roles}
        nouns = {n.split()[-1] for t in ontology.types.values() if ontology.root(t.name) != EVENT for n in t.nouns}
        self.titles = frozenset(titles)
        self.parties = self._single(ontology, PARTY) | ((titles | nouns) - self._single(ontology, BOND))
        phrases = {name: entry.phrases for name, entry in ontology.entries.items()}
        self._sufficient = functools.cache(lambda relation: telling_words(phrases.get(relation, ())))
        self._standing = frozenset(name for name, entry in ontology.entries.items() if entry.standing)
        self._happening = frozenset(name for name, entry in ontology.entries.items() if entry.happening)
        self._lasting = frozenset(name for name, entry in ontology.entries.items() if entry.lasting)
        self._ends = {name: frozenset(entry.ends) for name, entry in ontology.entries.items()}

    @staticmethod
    def _single(ontology: Ontology, name: str) -> frozenset[str]:
        return frozenset(ontology.cue_sets[name].cues) if name in ontology.cue_sets else frozenset()

    def happens(self, relation: str) -> bool:
        """Tell whether a relation is a happening, which is over once it has been."""
        return relation in self._happening

    def lasts(self, relation: str) -> bool:
        """Tell whether a relation is a deed whose result holds: no past tense alone makes it one that is over."""
        return relation in self._lasting

    def ended_by(self, relation: str) -> frozenset[str]:
        """Return the relations that one ends: who leaves a firm leads it no more."""
        return self._ends.get(relation, frozenset())

    def stands(self, relation: str) -> bool:
        """Tell whether a relation holds for long, and is mostly told in passing."""
        return relation in self._standing

    def says(self, relation: str, lower: str, lemma: str) -> bool:
        """Tell whether a word says a relation by itself, in some phrase of it."""
        words = self._sufficient(relation)
        return not words.isdisjoint((lower, lemma, f"{lemma}s", f"{lemma}es"))

    def find(self, tree: Tree, start: int, end: int) -> Cues:
        """Return the cues of a stretch of tokens; one that lies in a longer one is left out."""
        found: list[Cue] = []
        starting = self._starting
        for i in range(start, end):
            lower, lemma = tree.lower[i], tree.lemma[i]
            for word in (lower,) if lower == lemma else (lower, lemma):
                for words, sets in starting.get(word, ()):
                    tokens = _match(tree, words, i, end)
                    if tokens:
                        found.append(Cue(sets, tokens, _head(tree, tokens)))
        found.sort(key=lambda cue: (-len(cue.tokens), cue.tokens))
        by_head: Cues = {}
        longest: dict[int, Cue] = {}
        for cue in found:
            longer = longest.get(cue.tokens[0])
            if longer is not None and len(longer.tokens) > len(cue.tokens) and set(cue.tokens) <= set(longer.tokens):
                continue
            for token in cue.tokens:
                longest.setdefault(token, cue)
            by_head.setdefault(cue.head, []).append(cue)
        return by_head


def has(cues: Mapping[int, Sequence[Cue]], i: int, name: str) -> bool:
    """Tell whether a token heads a cue of a set."""
    return any(name in cue.sets for cue in cues.get(i, ()))


def _head(tree: Tree, tokens: tuple[int, ...]) -> int:
    return next(t for t in tokens if tree.head[t] not in tokens or tree.head[t] == t)


def _match(tree: Tree, words: tuple[str, ...], start: int, end: int) -> tuple[int, ...]:
    """Return the tokens that say these words from ``start`` on, or an empty tuple."""
    if len(words) == 1:
        return (start,)
    tokens = [start]
    for word in words[1:]:
        last = tokens[-1]
        for i in range(last + 1, min(last + 1 + REACH, end)):
            if word in (tree.lower[i], tree.lemma[i]) and (i == last + 1 or tree.head[i] in tokens):
                tokens.append(i)
                break
        else:
            return ()
    return tuple(tokens)


@functools.lru_cache(maxsize=4)
def lexicon(ontology: Ontology) -> Lexicon:
    """Return what an ontology tells the qualifiers; kept for the last few ontologies."""
    return Lexicon(ontology)
