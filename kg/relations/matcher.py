"""Finds the compiled patterns of phrases in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model import Entity, Mention
from kg.relations.compiler import Node
from kg.relations.graph import SentenceGraph

__all__ = ["ROLE", "Filler", "Match", "Names", "match", "needed_labels", "needed_words"]

#: The ontology's set of nouns for people and things through which an agent acts or is met: "Acme officials said",
#: "French troops", "uses Acme's drones", "runs on Acme networks" (rule 3 of the vocabulary).
STAND_INS = "stand_in"
#: "The town of Y" is Y.
OF_ITSELF = frozenset(
    "area borough city commune county district emirate enclave governorate hamlet island isle kingdom municipality "
    "port prefecture principality province region republic resort settlement state suburb territory town "
    "village".split()
)
_OWNER_LABELS = ("poss", "mod", "of", "from")
#: A role noun's body stands before or after it: "Acme's chairman", "chairman of Acme", "Acme chairman".
_ROLE_OWNER = ("poss", "of", "mod")
#: How a pattern is written whose root is a title.
ROLE = "{role}"
#: How much is left of the confidence where an end is not a name at the very place.
_COREFERENT, _SAME_THING, _STAND_IN = 0.85, 0.95, 0.75


@dataclass(frozen=True, slots=True)
class Filler:
    """An entity that may fill a slot at a token, by which mention, and how sure that is (a factor in [0, 1])."""

    entity: Entity
    mention: Mention
    factor: float


@dataclass(frozen=True, slots=True)
class Match:
    """One way in which a pattern lies on a sentence: token of each slot, and the tokens of the pattern's words."""

    slots: Mapping[str, int]
    words: tuple[int, ...]


class Names:
    """Which entities may fill a slot at which token of a sentence.

    ``heads`` maps the head token of every mention to its entity and mention, or to several where it stands for them
    together ("both"); ``inside`` holds all tokens of mentions.
    """

    __slots__ = ("_graph", "_known", "_stand_ins", "heads", "inside")

    def __init__(
        self,
        graph: SentenceGraph,
        heads: Mapping[int, Sequence[tuple[Entity, Mention]]],
        inside: frozenset[int],
        stand_ins: frozenset[str],
    ) -> None:
        self._graph, self._stand_ins = graph, stand_ins
        self._known: dict[int, tuple[Filler, ...]] = {}
        self.heads, self.inside = heads, inside

    def at(self, token: int) -> tuple[Filler, ...]:
        """Return what may fill a slot at ``token``: the mention there, else what is said to be the same thing."""
        if token not in self._known:
            self._known[token] = tuple(self._find(token))
        return self._known[token]

    def owned(self, token: int) -> bool:
        """Tell whether a noun is said to be somebody's: "Acme's rivals"."""
        owners = (o for label in _ROLE_OWNER for o in self._graph.neighbours(token, label))
        return any(o in self.heads for o in owners)

    def stands_in(self, token: int) -> bool:
        """Tell whether it is by a word for those who act for it that an entity is met at ``token``."""
        return any(filler.factor == _STAND_IN for filler in self.at(token))

    def _find(self, token: int) -> Iterator[Filler]:
        if token in self.heads:
            for entity, mention in self.heads[token]:
                yield Filler(entity, mention, 1.0 if mention.kind == "named" else _COREFERENT)
            return
        if token in self.inside:
            return
        same = [other for other in self._graph.neighbours(token, "is") if other in self.heads]
        for other in same:
            yield from (Filler(*found, _SAME_THING) for found in self.heads[other])
        if not same and self._graph.doc[token].lemma_ in OF_ITSELF:
            for other in self._graph.neighbours(token, "of"):
                yield from (Filler(*found, _SAME_THING) for found in self.heads.get(other, ()))
        if not same and self._graph.doc[token].lemma_ in self._stand_ins:
            for label in _OWNER_LABELS:
                for other in self._graph.neighbours(token, label):
                    for entity, mention in self.heads.get(other, ()):
                        if entity.type != "Person":
                            yield Filler(entity, mention, _STAND_IN)


def match(
    node: Node, token: int, graph: SentenceGraph, names: Names, is_role: Callable[[int], bool]
) -> Sequence[Match]:
    """Return every way in which the tree ``node`` lies on the sentence with its root at ``token``."""
    return [
        Match(slots, tuple(sorted(set(words))))
        for slots, words in _match(node, token, graph, names, is_role)
        if len(set(slots.values())) == len(slots)
    ]


def _match(
    node: Node, token: int, graph: SentenceGraph, names: Names, is_role: Callable[[int], bool]
) -> Sequence[tuple[dict[str, int], tuple[int, ...]]]:
    slot = node.slot
    if slot is None:
        if graph.lemmas[token] != node.lemma or token in names.inside:
            return ()
    elif not (is_role(token) if slot == "role" else names.at(token)):
        return ()
    if node.mutual and names.owned(token):
        return ()
    partial: list[tuple[dict[str, int], tuple[int, ...]]] = [({slot: token}, ()) if slot else ({}, (token,))]
    for label, child in node.children:
        below: list[tuple[dict[str, int], tuple[int, ...]]] = []
        for other in _reach(graph, token, label, of_role=slot == "role"):
            if not (label == "is" and child.slot and names.stands_in(other)):
                below += _match(child, other, graph, names, is_role)
        if not below:
            return ()
        partial = [({**slots, **s}, words + w) for slots, words in partial for s, w in below]
    return partial


def _reach(graph: SentenceGraph, token: int, label: str, *, of_role: bool) -> Sequence[int]:
    if of_role and label in _ROLE_OWNER:
        return list(dict.fromkeys(t for owner in _ROLE_OWNER for t in graph.neighbours(token, owner)))
    return graph.neighbours(token, label)


def needed_labels(root: Sequence[Any]) -> frozenset[str]:
    """Return labels without which no token is the root of a match: a quick look before the long one.

    ``root`` is as :meth:`kg.relations.compiler.Node.as_json` writes it.
    """
    labels = frozenset(label for label, _ in root[1:])
    return labels.difference(_ROLE_OWNER) if root[0] == ROLE else labels


def needed_words(root: Sequence[Any]) -> frozenset[str]:
    """Return the words of a tree, as their lemmas, without which it lies on no sentence; ``root`` is as above."""
    words: list[str] = []
    trees = [root]
    for tree in trees:
        if not tree[0].startswith("{"):
            words.append(tree[0])
        trees.extend(child for _, child in tree[1:])
    return frozenset(words)
