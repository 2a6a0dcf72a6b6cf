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
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.encoder import Marked, Sequenced
    from kg.mentions.tokens import Tokens
    from kg.training.data import Document
    from kg.training.found import Found

__all__ = ["Names", "enlist", "lengthen", "swap"]

#: Types whose names are swapped.
SWAPPED = frozenset(
    ("Person", "Organization", "Company", "PoliticalParty", "MediaOutlet", "University", "ArmedGroup", "Product")
)
#: In one epoch, the share of the documents in which names are swapped, and of the names in these.
DOCUMENTS, SHARE = 0.5, 0.7
#: In one epoch, the share of the names that may stand in a list which do, and what these are in their clause.
LENGTHENED = 0.15
LISTABLE = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "conj", "dative"))
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

    def listed(self, others: Sequence[Pieces], *, after: bool) -> Iterator[Pieces]:
        """Yield the parts that make a list of a name: ", X, Y and Z" after it, or "X, Y and " before it."""
        comma, conjunction = (self.joining.cut(i, i + 1) for i in range(2))
        for n, other in enumerate(others):
            joint = conjunction if n == len(others) - 1 else comma
            yield from (joint, other) if after else (other, joint)


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
    made = _Row()
    at = 0
    for name in gold_names(document):
        first, last = piece_span(pieces, name.start, name.end)
        if name.type not in SWAPPED or first < at:
            continue
        alias = document["text"][name.start : name.end]
        old = pieces.cut(first, last + 1)
        if alias not in drawn:
            drawn[alias] = names.draw(name.type, old, rng) if rng.random() < SHARE else old
        made.add(pieces.cut(at, first))
        new = drawn[alias]
        room = old.ends[-1] - old.starts[0]
        starts = [old.starts[0] + i * room // len(new) for i in range(len(new))]
        ends = [max(start + 1, end) for start, end in zip(starts, [*starts[1:], old.ends[-1]], strict=True)]
        made.add(new, starts, ends)
        at = last + 1
    made.add(pieces.cut(at, len(pieces)))
    return made.pieces


class _Row:
    """Pieces that are put together from others; words are numbered anew."""

    def __init__(self) -> None:
        self._columns: list[list[int]] = [[], [], [], [], []]
        self._word = 0

    def add(self, found: Pieces, starts: Sequence[int] | None = None, ends: Sequence[int] | None = None) -> None:
        """Add pieces, which lie where they did, or at other offsets."""
        if not len(found):
            return
        words = [self._word + number - found.words[0] for number in found.words]
        added = found.ids, starts or found.starts, ends or found.ends, words, found.shapes
        for column, values in zip(self._columns, added, strict=True):
            column += values
        self._word = words[-1] + 1

    @property
    def pieces(self) -> Pieces:
        """All that have been added."""
        ids, starts, ends, words, shapes = map(tuple, self._columns)
        return Pieces(ids, starts, ends, words, shapes)


def lengthen(found: Found, pieces: Pieces, names: Names, rng: random.Random) -> Pieces:
    """Return the pieces of a text in which some of the names stand in a list, with others before or after them.

    The pieces of the others have no width: they lie where the name begins or ends, so that all mentions of the document
    are where they were, and they have no label (:func:`kg.training.data.tag_labels`).
    """
    tok, made, at = found.tokens, _Row(), 0
    for name in gold_names(found.document):
        first, last = piece_span(pieces, name.start, name.end)
        if first < at or rng.random() >= LENGTHENED or not _may_be_listed(tok, name.end):
            continue
        others = names.beside(name.type, pieces.cut(first, last + 1).ids, rng)
        after = rng.random() < 0.5 and not _goes_on(tok, name.end)
        place, offset = (last + 1, name.end) if after else (first, name.start)
        made.add(pieces.cut(at, place))
        for part in names.listed(others, after=after):
            made.add(part, [offset] * len(part), [offset] * len(part))
        at = place
    made.add(pieces.cut(at, len(pieces)))
    return made.pieces


def _may_be_listed(tok: Tokens, end: int) -> bool:
    """Tell whether a name that ends at an offset is a noun phrase of its own, whose place others may share."""
    last = tok.token_at(end - 1)
    follows = tok.tags[last + 1] if last + 1 < len(tok) else ""
    return tok.ends[last] == end and tok.deps[last] in LISTABLE and not follows.startswith(("NN", "POS", "HYPH"))


def _goes_on(tok: Tokens, end: int) -> bool:
    """Tell whether what stands behind a name belongs to it, or may: "Acme, which", "Acme of Oslo", "Acme and"."""
    following = tok.token_at(end - 1) + 1
    if following == len(tok):
        return False
    return tok.words[following] in (",", "(") or tok.tags[following] in ("IN", "CC", "WDT", "WP")


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
    colour = colour_of(end.type)
    after = rng.random() < 0.5
    ids: list[int] = []
    extra: list[int] = []
    for part in names.listed(others, after=after):
        ids += part.ids
        extra += (colour,) * len(part) if part in others else part.shapes
    at = closed + 1 if after else opened
    moved = tuple(place + len(ids) if place >= at else place for place in (given.first, given.second))
    return replace(
        given,
        ids=(*given.ids[:at], *ids, *given.ids[at:]),
        extra=(*given.extra[:at], *extra, *given.extra[at:]),
        first=moved[0],
        second=moved[1],
    )
