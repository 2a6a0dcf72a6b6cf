"""The cue sets of the ontology, compiled, and the places of a sentence where they stand."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.qualifiers.trees import Tree

__all__ = ["Cue", "CueBook", "cue_book"]

#: How far, in tokens, a later word of a cue may stand behind the one before, if it hangs on the cue ("ruled it out").
REACH = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue where it stands: the sets that hold it, its tokens in order, and the one that heads them."""

    sets: frozenset[str]
    tokens: tuple[int, ...]
    head: int


class CueBook:
    """All cues of an ontology by their first word."""

    def __init__(self, ontology: Ontology) -> None:
        sets: dict[tuple[str, ...], set[str]] = {}
        for cue_set in ontology.cue_sets.values():
            for cue in cue_set.cues:
                sets.setdefault(tuple(cue.lower().split()), set()).add(cue_set.name)
        self._starting: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        for words in sorted(sets, key=lambda words: (-len(words), words)):
            self._starting.setdefault(words[0], []).append((words, frozenset(sets[words])))

    def find(self, tree: Tree, start: int, end: int) -> dict[int, list[Cue]]:
        """Return the cues of a sentence by the token that heads them; a cue inside a longer one is left out."""
        found: list[Cue] = []
        for i in range(start, end):
            for word in {tree.lower[i], tree.lemma[i]}:
                for words, sets in self._starting.get(word, ()):
                    tokens = _match(tree, words, i, end)
                    if tokens:
                        head = next(t for t in tokens if tree.head[t] not in tokens or tree.head[t] == t)
                        found.append(Cue(sets, tokens, head))
        found.sort(key=lambda cue: (-len(cue.tokens), cue.tokens))
        by_head: dict[int, list[Cue]] = {}
        taken: dict[int, Cue] = {}
        for cue in found:
            longer = taken.get(cue.tokens[0])
            if longer is not None and len(longer.tokens) > len(cue.tokens) and set(cue.tokens) <= set(longer.tokens):
                continue
            for token in cue.tokens:
                taken.setdefault(token, cue)
            by_head.setdefault(cue.head, []).append(cue)
        return by_head


def _match(tree: Tree, words: tuple[str, ...], start: int, end: int) -> tuple[int, ...]:
    """Return the tokens that say these words from ``start`` on, or an empty tuple."""
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
def cue_book(ontology: Ontology) -> CueBook:
    """Return the compiled cues of an ontology; kept for the last few ontologies."""
    return CueBook(ontology)
