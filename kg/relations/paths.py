"""What lies between two mentions in the tree of their sentence, and what a linear model makes of it.

A pair is described by words and labels: the dependency path between its ends, the words on it and beside it, the words
between the ends, the ends' types. Each such feature has a weight for each label of the networks, learned by ``kg
train`` from the same gold; their sum, made into probabilities, is one more voice beside the networks, and an
independent one, for it knows the parse and they do not. It costs a tenth of a millisecond a pair.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kg.encoder import MODELS
from kg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.encoder import Marked
    from kg.mentions.tokens import Tokens

__all__ = ["ALWAYS", "FILE", "PathModel", "SentenceTree"]

FILE = "paths.npz"

#: The feature that every pair has.
ALWAYS = "always"

#: Bounds of the buckets of the number of words between two mentions.
DISTANCES = (0, 1, 2, 3, 5, 8, 12, 18, 30)
#: Most words between two mentions that are looked at one by one, in pairs, and as a whole.
WORDS, BIGRAMS, WHOLE = 25, 6, 5
#: Labels of what hangs on the word above both mentions that say what it says: "sign a deal with", "break off", "not".
BESIDE = frozenset(("neg", "prt", "dobj", "attr", "xcomp", "ccomp", "acomp", "prep", "oprd"))
CONTENT, LINKING = frozenset(("VERB", "NOUN", "PROPN", "ADJ")), frozenset(("ADP", "SCONJ", "PART"))
PASSIVE = frozenset(("auxpass", "nsubjpass"))

#: What stands for a number, for the end of a path, for another name, for the edges of what lies between.
NUMBER, END, NAME, OPEN, CLOSE = "#", "@", "<>", "^", "$"


class SentenceTree:
    """The tree of one sentence with the mentions in it; gives the features of two of them.

    ``start`` and ``end`` are code-point offsets in the text, end exclusive; ``names`` are its mentions that are names.
    """

    def __init__(self, tok: Tokens, start: int, end: int, names: Sequence[Marked]) -> None:
        self._tok = tok
        self._start, self._end = bisect_left(tok.starts, start), bisect_left(tok.starts, end)
        self._names = [(name, self._place(name)) for name in names]
        self._children: dict[int, list[int]] = defaultdict(list)
        for i in range(self._start, self._end):
            if tok.heads[i] != i:
                self._children[tok.heads[i]].append(i)
        self._roots: dict[tuple[int, int], list[int]] = {}

    def features(self, first: Marked, second: Marked) -> frozenset[str]:
        """Return the features of two mentions, of which ``first`` starts first; independent of all but the sentence."""
        one, two = self._place(first), self._place(second)
        inside = {i for name, place in self._names if name not in (first, second) for i in range(*place)}
        types = f"{first.type},{second.type}"
        kinds = first.kind[0] + second.kind[0]
        apart = max(0, two[0] - one[1])
        between = {place for name, place in self._names if name not in (first, second)}
        others = sum(one[1] <= a and b <= two[0] for a, b in between)
        found = {
            *(ALWAYS, f"T={types}", f"K={kinds}", f"T1={first.type}", f"T2={second.type}", f"TK={types},{kinds}"),
            *(f"D={bisect_left(DISTANCES, apart)}", f"N={min(others, 3)}"),
        }
        found.update(self._on_path(one, two, types, inside))
        for side, place in (("1", one), ("2", two)):
            found.update(self._beside(side, place, inside))
        found.update(self._words(one, two, types, inside))
        return frozenset(found)

    def _place(self, mention: Marked) -> tuple[int, int]:
        """Tokens that a mention lies in, end exclusive."""
        first = max(bisect_right(self._tok.starts, mention.start) - 1, 0)
        return first, max(first + 1, bisect_left(self._tok.starts, mention.end))

    def _lemma(self, i: int) -> str:
        lemma = self._tok.lemmas[i].lower()
        return NUMBER if lemma[:1].isdigit() else lemma

    def _up(self, place: tuple[int, int]) -> list[int]:
        """The head of a mention and all that stands above it, to the sentence's root."""
        chain = self._roots.get(place)
        if chain is None:
            heads = self._tok.heads
            head = next((i for i in range(*place) if not place[0] <= heads[i] < place[1] or heads[i] == i), place[0])
            chain = [head]
            while heads[chain[-1]] != chain[-1]:
                chain.append(heads[chain[-1]])
            self._roots[place] = chain
        return chain

    def _on_path(self, one: tuple[int, int], two: tuple[int, int], types: str, inside: set[int]) -> Iterator[str]:
        deps, pos = self._tok.deps, self._tok.pos
        left, right = self._up(one), self._up(two)
        known = {token: n for n, token in enumerate(left)}
        above = next((token for token in right if token in known), None)
        if above is None:
            return
        up, down = left[: known[above]], right[: right.index(above)]
        end = above in (left[0], right[0])
        top = END if end else self._lemma(above)
        voice = "P" if any(deps[c] in PASSIVE for c in self._children[above]) else ""
        climbed, fallen = ("^".join(deps[i] for i in part) for part in (up, down))
        rising, falling = ([self._lemma(i) for i in part[1:]] for part in (up, down))
        labels = f"{climbed}|{fallen}"
        whole = f"{climbed}<{'.'.join(rising)}<{top}{voice}>{'.'.join(falling)}>{fallen}"
        first, last = (deps[part[-1]] if part else "." for part in (up, down))
        yield from (f"dep={labels}", f"dep={labels}{types}", f"path={whole}", f"path={whole}{types}")
        yield from (f"top={top}", f"top={top}{types}", f"top={top}|{first}|{last}{voice}", f"pos={pos[above]}|{labels}")
        yield f"length={min(len(up) + len(down), 9)}"
        yield from (f"up={word}" for word in rising)
        yield from (f"down={word}" for word in falling)
        for word in (*rising, *falling):
            yield from (f"on={word}", f"on={word}{types}")
        if not end:
            yield f"on={top}"
        steps = [*up[1:], *([] if end else [above]), *down[1:]]
        yield "say=" + "_".join(self._lemma(i) for i in steps if pos[i] in CONTENT)
        linking = "_".join(self._lemma(i) for i in (*up[1:], *down[1:]) if pos[i] in LINKING)
        yield f"by={linking}{voice}|{deps[up[0]] if up else '.'}|{deps[down[0]] if down else '.'}"
        for child in self._children[above]:
            if deps[child] in BESIDE and child not in inside:
                yield from (f"beside={top}-{deps[child]}-{self._lemma(child)}", f"beside={self._lemma(child)}")

    def _beside(self, side: str, place: tuple[int, int], inside: set[int]) -> Iterator[str]:
        head = self._up(place)[0]
        label, above = self._tok.deps[head], self._lemma(self._tok.heads[head])
        yield from (f"{side}.label={label}", f"{side}.head={above}", f"{side}.head={above}-{label}")
        for child in self._children[head]:
            if not place[0] <= child < place[1] and child not in inside:
                yield f"{side}.child={self._tok.deps[child]}-{self._lemma(child)}"

    def _words(self, one: tuple[int, int], two: tuple[int, int], types: str, inside: set[int]) -> Iterator[str]:
        if two[0] < one[1]:
            yield from ("nested", f"nested={types}")
        else:
            words = [NAME if i in inside else self._lemma(i) for i in range(one[1], two[0])]
            if len(words) <= WORDS:
                yield from (f"word={word}" for word in words)
            if len(words) <= BIGRAMS:
                edged = [OPEN, *words, CLOSE]
                yield from (f"words={a}_{b}" for a, b in pairwise(edged))
            if len(words) <= WHOLE:
                yield from (f"all={'_'.join(words)}", f"all={'_'.join(words)}|{types}")
        for reach in (1, 2):
            if one[0] - reach >= self._start:
                yield f"before{reach}={self._lemma(one[0] - reach)}"
            if two[1] + reach - 1 < self._end:
                yield f"after{reach}={self._lemma(two[1] + reach - 1)}"


class PathModel:
    """Probabilities of labels by the features of a pair; the labels are those of the networks, none first.

    Raises ModelError where the folder has no ``paths.npz``.
    """

    def __init__(self, folder: Path = MODELS) -> None:
        self._table = _table(folder)

    def chances(self, features: frozenset[str]) -> NDArray[np.float32]:
        """Return the probability of each label; features that the model does not know say nothing."""
        table = self._table
        parts = [part for feature in features if (part := table.rows.get(feature)) is not None]
        at = np.concatenate([table.places[first:last] for first, last in parts]) if parts else table.places[:0]
        # sums of whole numbers: the order of the features, which differs from run to run, is nothing to them
        scores = np.bincount(table.columns[at], table.weights[at], table.labels) * table.scale
        raised = np.exp(scores - scores.max())
        result: NDArray[np.float32] = (raised / raised.sum()).astype(np.float32)
        return result


@dataclass(frozen=True, slots=True)
class _Table:
    """By feature where its weights stand; the label and the weight, a whole number, at each place."""

    rows: dict[str, tuple[int, int]]
    places: NDArray[np.intp]
    columns: NDArray[np.intp]
    weights: NDArray[np.float64]
    scale: float
    labels: int


@cache
def _table(folder: Path) -> _Table:
    path = folder / FILE
    if not path.is_file():
        raise ModelError(f"no model in {folder}: {FILE} is missing; install the package anew or run `kg train`")
    with np.load(path) as file:
        names = file["names"].tobytes().decode().split("\n")
        ends = np.cumsum(file["counts"], dtype=np.int64).tolist()
        return _Table(
            rows=dict(zip(names, pairwise([0, *ends]), strict=True)),
            places=np.arange(len(file["columns"])),
            columns=file["columns"].astype(np.intp),
            weights=file["weights"].astype(np.float64),
            scale=float(file["scale"]),
            labels=int(file["labels"]),
        )
