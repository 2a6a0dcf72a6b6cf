"""From documents with mentions to windows of text: names, pairs and links that the text's network learns from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.encoder import apart, link_features, pair_features, piece_span
from kg.encoder import windows as cut_windows
from kg.training.data import tag_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.encoder import Marked, Pieces
    from kg.training.found import Found, Seen
    from kg.training.pairs import PairLabels

__all__ = ["Link", "Pair", "Window", "text_windows"]

#: First and last piece of each of two spans, counted from the window's first piece.
Spans = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions of one sentence, in text order, and the share of each label."""

    spans: Spans
    features: tuple[int, ...]
    labels: tuple[tuple[str, float], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """A word that is no name, the names that it might stand for, and which of them are right (at least one)."""

    spans: tuple[Spans, ...]
    features: tuple[tuple[int, ...], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A window of pieces; ``labels`` has one for each: 0 outside, 2t+1 begins type t, 2t+2 goes on, -100 none."""

    pieces: Pieces
    labels: tuple[int, ...]
    pairs: tuple[Pair, ...] = ()
    links: tuple[Link, ...] = ()


def text_windows(found: Found, types: Sequence[str], pieces: Pieces, pairs: Sequence[PairLabels]) -> Iterator[Window]:
    """Yield the windows of a document, in order; of its pairs and links, those that a window cuts are left out.

    ``pieces`` are those of its text, or with other names in it.
    """
    text = found.document["text"]
    labels = tag_labels(found.document, pieces, types)
    for first, last in cut_windows(text, pieces):
        part = _Part(pieces, first, last)
        yield Window(
            pieces.cut(first, last),
            tuple(labels[first:last]),
            tuple(p for pair in pairs if (p := part.pair(pair))),
            tuple(part.links(found)),
        )


class _Part:
    """One window of a text's pieces."""

    def __init__(self, pieces: Pieces, first: int, last: int) -> None:
        self._pieces, self._first, self._last = pieces, first, last

    def spans(self, one: Marked, two: Marked) -> Spans | None:
        """Return where two mentions stand; None where one does not lie in the window."""
        a, b = (piece_span(self._pieces, m.start, m.end) for m in (one, two))
        found = (a[0] - self._first, a[1] - self._first, b[0] - self._first, b[1] - self._first)
        return found if min(found) >= 0 and max(found) < self._last - self._first else None

    def pair(self, given: PairLabels) -> Pair | None:
        """Return a pair of mentions; None where it does not lie in the window."""
        spans = self.spans(given.first, given.second)
        if spans is None:
            return None
        features = pair_features(given.first, given.second, apart(spans[:2], spans[2:]))
        return Pair(spans, features, given.shares or given.labels, given.weight)

    def links(self, found: Found) -> Iterator[Link]:
        """Yield the words of the window that are no names, each with the names before it or in its sentence."""
        sentence = _numbers(found.sentences, [s.marked.start for s in (*found.seen, *found.words)])
        named = [s for s in found.seen if s.marked.kind == "named"]
        by_place: dict[tuple[int, int], set[str]] = defaultdict(set)
        words: dict[tuple[int, int], Seen] = {}
        for word in found.words:
            by_place[word.marked.start, word.marked.end].add(word.key)
            words.setdefault((word.marked.start, word.marked.end), word)
        for place, word in words.items():
            spans, features, right = [], [], []
            for name in named:
                back = sentence[place[0]] - sentence[name.marked.start]
                at = self.spans(word.marked, name.marked)
                if at is None or back < 0 or _overlap(word.marked, name.marked):
                    continue
                spans.append(at)
                features.append(link_features(word.marked, name.marked, apart(at[:2], at[2:]), back))
                right.append(name.key in by_place[place])
            if any(right):
                yield Link(tuple(spans), tuple(features), tuple(right))


def _overlap(one: Marked, two: Marked) -> bool:
    return one.start < two.end and two.start < one.end


def _numbers(sentences: Sequence[tuple[int, int]], starts: Sequence[int]) -> dict[int, int]:
    """Return the number of the sentence that each place stands in."""
    numbers, number = {}, 0
    for start in sorted(set(starts)):
        while number + 1 < len(sentences) and sentences[number + 1][0] <= start:
            number += 1
        numbers[start] = number
    return numbers
