"""Quotations of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.qualifiers.trees import Tree

__all__ = ["MARKS", "find_quotes"]

OPENING = frozenset({"“", "«", "„", "``"})
CLOSING = frozenset({"”", "»", "''"})
STRAIGHT = '"'
#: All that may open a quotation.
MARKS = OPENING | {STRAIGHT}
#: A quotation of fewer words quotes a word rather than a speech.
SHORTEST = 2
#: So many line breaks in one token end a paragraph, and with it a quotation that nobody closed.
PARAGRAPH = 2


def find_quotes(tree: Tree) -> list[tuple[int, int]]:
    """Return the quotations as token ranges inside the marks, end exclusive, in text order; none lie in each other."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i, word in enumerate(tree.lower):
        if word in OPENING or (word == STRAIGHT and start is None):
            start = i + 1
        elif start is not None and (word in CLOSING or word == STRAIGHT):
            if i - start >= SHORTEST:
                found.append((start, i))
            start = None
        elif word.count("\n") >= PARAGRAPH:
            start = None
    return found
