"""Quotations of a text, and the words of reporting that introduce them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.qualifiers.trees import Tree

__all__ = ["Quotes"]

OPENING = frozenset({"“", "«", "„", "``"})
CLOSING = frozenset({"”", "»", "''"})
STRAIGHT = frozenset({'"'})
#: A quotation of fewer words quotes a word rather than a speech.
SHORTEST = 2


class Quotes:
    """The quotations of a document: token ranges inside the marks, in text order, which do not overlap."""

    def __init__(self, tree: Tree) -> None:
        self.spans: list[tuple[int, int]] = []
        start: int | None = None
        for i, word in enumerate(tree.lower):
            if start is None:
                if word in OPENING or word in STRAIGHT:
                    start = i + 1
            elif word in CLOSING or word in STRAIGHT:
                if i - start >= SHORTEST:
                    self.spans.append((start, i))
                start = None
            elif word in OPENING:
                start = i + 1
            elif "\n" in word and word.count("\n") > 1:
                start = None

    def around(self, i: int) -> int | None:
        """Return which quotation holds a token, or None."""
        for n, (start, end) in enumerate(self.spans):
            if start <= i < end:
                return n
        return None
