"""Names put in the place of others while the networks learn, so that they learn what the words around a name say.

A network that meets the same names in the same relations learns the names, and those of next year's news are others.
Swapped are the names of people, companies, other bodies and products. Places stay ("Berlin, Germany"), and so do
public bodies and alliances, whose names say what they are. Further names are put beside an end, for what is said of one
member of a list is said of the others, and a network that has seen few lists reads only the nearest.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.encoder import Pieces, colour_of, piece_span, split_pieces
from kg.training.data import gold_names

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable
    from pathlib import Path

    from kg.encoder import Marked, Sequenced
    from kg.training.data import Document

__all__ = ["Names", "enlist", "swap"]

#: Types whose names are swapped.
SWAPPED = frozenset(
    ("Person", "Organization", "Company", "PoliticalParty", "MediaOutlet", "University", "ArmedGroup", "Product")
)
#: In one epoch, the share of the documents in which names are swapped, and of the names in these.
DOCUMENTS, SHARE = 0.5, 0.7
#: In one epoch, the share of the pairs of which an end is put into a list, and the most names that are put beside it.
LISTED, LONGEST_LIST = 0.3, 3


class Names:
    """The names of some documents in word pieces, by type: those to swap, of one word or more, and those for lists."""

    def __init__(self, documents: Iterable[tuple[Document, Pieces]], folder: Path) -> None:
        self._pool: dict[tuple[str, bool], list[Pieces]] = defaultdict(list)
        self._full: dict[str, dict[tuple[int, ...], Pieces]] = defaultdict(dict)
        self.joining = split_pieces(", and", folder)
        for document, pieces in documents:
            for name in gold_names(document):
                first, last = piece_span(pieces, name.start, name.end)
                found = pieces.cut(first, last + 1)
                if name.type in SWAPPED:
                    self._pool[name.type, _single(found)].append(found)
                if document["text"][name.start : name.end] == name.entity:  # no demonym, no surname
                    self._full[name.type].setdefault(found.ids, found)
        self._lists = {type_: tuple(names.values()) for type_, names in self._full.items()}

    def draw(self, type_: str, like: Pieces, rng: random.Random) -> Pieces:
        """Return a name of that type, of one word or of more as the other; as often as it stands in the documents."""
        return rng.choice(self._pool.get((type_, _single(like)), [like]))

    def beside(self, type_: str, ids: tuple[int, ...], rng: random.Random) -> list[Pieces]:
        """Return one to three full names of that type; none where ``ids`` are no full name of it."""
        if ids not in self._full.get(type_, {}):
            return []
        return [rng.choice(self._lists[type_]) for _ in range(rng.randint(1, LONGEST_LIST))]


def _single(name: Pieces) -> bool:
    return name.words[0] == name.words[-1]


def swap(document: Document, pieces: Pieces, names: Names, rng: random.Random) -> Pieces:
    """Return the pieces of a document, or in half of the draws pieces in which other names stand.

    An alias is the same other name wherever it stands. The pieces of a new name lie within the offsets of the old one,
    so that all mentions of the document are where they were.
    """
    if rng.random() >= DOCUMENTS:
        return pieces
    drawn: dict[str, Pieces] = {}
    columns: list[list[int]] = [[], [], [], [], []]
    at = word = 0

    def add(found: Pieces, starts: Iterable[int], ends: Iterable[int]) -> None:
        nonlocal word
        base = word - found.words[0] if len(found) else 0
        words = [number + base for number in found.words]
        for column, values in zip(columns, (found.ids, starts, ends, words, found.shapes), strict=True):
            column += values
        word = words[-1] + 1 if words else word

    for name in gold_names(document):
        first, last = piece_span(pieces, name.start, name.end)
        if name.type not in SWAPPED or first < at:
            continue
        alias = document["text"][name.start : name.end]
        old = pieces.cut(first, last + 1)
        if alias not in drawn:
            drawn[alias] = names.draw(name.type, old, rng) if rng.random() < SHARE else old
        before, new = pieces.cut(at, first), drawn[alias]
        add(before, before.starts, before.ends)
        room = old.ends[-1] - old.starts[0]
        starts = [old.starts[0] + i * room // len(new) for i in range(len(new))]
        add(new, starts, [max(start + 1, end) for start, end in zip(starts, [*starts[1:], old.ends[-1]], strict=True)])
        at = last + 1
    rest = pieces.cut(at, len(pieces))
    add(rest, rest.starts, rest.ends)
    ids, starts_, ends_, words_, shapes = map(tuple, columns)
    return Pieces(ids, starts_, ends_, words_, shapes)


def enlist(given: Sequenced, ends: tuple[Marked, Marked], names: Names, rng: random.Random) -> Sequenced:
    """Return a marked pair, or in some draws one of whose ends stands in a list, with names before or after it."""
    if rng.random() >= LISTED:
        return given
    number = rng.randrange(2)
    opened = (given.first, given.second)[number]
    closed = given.ids.index(-1, opened + 1)
    end = ends[number]
    others = names.beside(end.type, given.ids[opened + 1 : closed], rng) if end.kind == "named" else []
    if not others:
        return given
    comma, conjunction = (names.joining.cut(i, i + 1) for i in range(2))
    colour = colour_of(end.type)
    after = rng.random() < 0.5
    ids: list[int] = []
    extra: list[int] = []
    for n, other in enumerate(others):
        # after the end: ", X, Y and Z"; before it: "X, Y and "
        last = n == len(others) - 1
        joint = conjunction if last else comma
        parts = [(joint, None), (other, colour)] if after else [(other, colour), (joint, None)]
        for part, own in parts:
            ids += part.ids
            extra += part.shapes if own is None else (own,) * len(part)
    at = closed + 1 if after else opened
    moved = tuple(place + len(ids) if place >= at else place for place in (given.first, given.second))
    return replace(
        given,
        ids=(*given.ids[:at], *ids, *given.ids[at:]),
        extra=(*given.extra[:at], *extra, *given.extra[at:]),
        first=moved[0],
        second=moved[1],
    )
