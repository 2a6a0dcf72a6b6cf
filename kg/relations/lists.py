"""Which entities of a sentence stand in one list: "Acme, Brix and the city of Lyon", "with Acme and with Brix".

What is said of one member of a list is mostly said of the others, but the further down the list, the less a reader of
pairs sees of it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.mentions.tokens import Tokens

__all__ = ["Listed", "Run", "lists", "long_runs", "shortened", "siblings"]

#: A mention: the entity's id, its root type, the tokens, end exclusive.
Listed = tuple[str, str, tuple[int, int]]

#: The mentions of a list that stand one after the other, as code-point spans.
Run = tuple[tuple[int, int], ...]
#: Lists of so many members are shortened before a pair of theirs is read.
LONG = 4

#: Words that join two members of a list, and those that may stand beside them.
JOINING, BESIDE = frozenset(("and", "or", "&", "nor", "plus", "well")), frozenset((",", "the", "both", "also", "as"))


def lists(tok: Tokens, mentions: Iterable[Listed]) -> Mapping[str, frozenset[str]]:
    """Return for each entity that stands in a list with others which these are.

    ``mentions`` are those of one sentence that may be members, in text order. Two are in one list where the parser
    makes them conjuncts, or the prepositions that they hang on; or where nothing but "and" or the like stands between
    them, or but a comma, if they are of one root type or an "and" follows.
    """
    mentions = list(mentions)
    first = list(range(len(mentions)))

    def top(n: int) -> int:
        while first[n] != n:
            n = first[n]
        return n

    by_head: dict[int, int] = {}
    for n, (_, _, place) in enumerate(mentions):
        head = _conjunct(tok, _head(tok, place))
        first[top(n)] = top(by_head.setdefault(head, n))
    joints = [_joint(tok, one, two) for (_, _, one), (_, _, two) in pairwise(mentions)]
    for n, (joint, then) in enumerate(zip(joints, [*joints[1:], ""], strict=False)):
        alike = mentions[n][1] == mentions[n + 1][1]
        if joint == "and" or (joint == "," and (alike or then == "and")):
            first[top(n + 1)] = top(n)
    members: dict[int, set[str]] = defaultdict(set)
    for n, (entity, _, _) in enumerate(mentions):
        members[top(n)].add(entity)
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for entities in members.values():
        for entity in entities:
            found[entity] |= entities - {entity}
    return found


def _joint(tok: Tokens, one: tuple[int, int], two: tuple[int, int]) -> str:
    """Return "and" or "," where nothing else joins two mentions, else nothing."""
    between = {word.lower() for word in tok.words[one[1] : two[0]]}
    if between == {","}:
        return ","
    return "and" if between & JOINING and between <= JOINING | BESIDE else ""


def _head(tok: Tokens, place: tuple[int, int]) -> int:
    return next((i for i in range(*place) if not place[0] <= tok.heads[i] < place[1] or tok.heads[i] == i), place[0])


def _conjunct(tok: Tokens, head: int) -> int:
    """Return the first conjunct of the list that a token stands in; the token itself where it stands in none."""
    while True:
        above = tok.heads[head]
        if tok.deps[head] == "conj":
            head = above
        elif tok.deps[head] == "pobj" and tok.deps[above] == "conj" and tok.pos[above] == "ADP":
            prep = above
            while tok.deps[prep] == "conj" and tok.pos[prep] == "ADP":
                prep = tok.heads[prep]
            objects = [i for i in range(prep + 1, head) if tok.heads[i] == prep and tok.deps[i] == "pobj"]
            if not objects:
                return head
            head = objects[0]
        else:
            return head


def siblings(one: str, two: str, listed: Mapping[str, frozenset[str]]) -> Iterable[tuple[str, str]]:
    """Yield the pairs that stand beside a pair: a member of the list of the one, of the other, or of each."""
    ones, twos = (one, *sorted(listed.get(one, ()))), (two, *sorted(listed.get(two, ())))
    yield from ((a, b) for a in ones for b in twos if a != b and (a, b) != (one, two))


def long_runs(tok: Tokens, mentions: Iterable[Listed]) -> list[Run]:
    """Return the long lists of a sentence: things of one root type with nothing but commas and "and" between them.

    ``mentions`` are as for :func:`lists`.
    """
    runs: list[list[Listed]] = []
    for mention in mentions:
        last = runs[-1][-1] if runs else None
        if last is not None and last[1] == mention[1] and _joint(tok, last[2], mention[2]):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return [
        tuple((tok.starts[first], tok.ends[last - 1]) for _, _, (first, last) in run)
        for run in runs
        if len(run) >= LONG
    ]


def shortened(run: Run, ends: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans of a text that a list loses where no more of it is left than the ends, one or two.

    "Acme, Brix, Corvid and Dorn sued Elbe" is "Corvid sued Elbe" of Corvid; what is said of a list is said of each.
    """
    kept = [n for n, place in enumerate(run) if any(place[0] <= end[0] and end[1] <= place[1] for end in ends)]
    if not kept:
        return []
    lost = [(run[0][0], run[kept[0]][0]), (run[kept[-1]][1], run[-1][1])]
    if len(kept) > 1:  # what joins the second to the one before it joins it to the first
        lost.append((run[kept[0]][1], run[kept[-1] - 1][1]))
    return [(start, end) for start, end in lost if start < end]
