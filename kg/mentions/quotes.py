"""Quotations of a text: which tokens stand between which marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kg.mentions.tokens import Tokens

__all__ = ["MARKS", "PARAGRAPH", "Quotation", "quotations"]

OPENING = frozenset({"“", "«", "„"})
CLOSING = frozenset({"”", "»"})
#: Marks that open a quotation where none is open, and close the one that is.
EITHER = frozenset({'"', "``", "''"})
#: All that may open a quotation.
MARKS = OPENING | EITHER
#: So many line breaks in one token end a paragraph.
PARAGRAPH = 2


class Quotation(NamedTuple):
    """The tokens between two marks, end exclusive; ``closed`` is False where the mark at the end is missing."""

    start: int
    end: int
    closed: bool


def quotations(tok: Tokens) -> list[Quotation]:
    """Return the quotations of a text, in order; none lie in each other.

    One that is still open where a paragraph ends is closed there: behind an empty line, or a line that a sentence ends
    with. A line that is only wrapped does not end one.
    """
    found: list[Quotation] = []
    start: int | None = None
    for i, word in enumerate(tok.words):
        if start is not None and (word in CLOSING or word in EITHER):
            found.append(Quotation(start, i, closed=True))
            start = None
        elif word in MARKS:
            if start is not None:
                found.append(Quotation(start, i, closed=False))
            start = i + 1
        elif start is not None and "\n" in word and _ends_paragraph(tok, i):
            found.append(Quotation(start, i, closed=False))
            start = None
    if start is not None:
        found.append(Quotation(start, len(tok.words), closed=False))
    return found


def _ends_paragraph(tok: Tokens, i: int) -> bool:
    return tok.words[i].count("\n") >= PARAGRAPH or tok.sents[i] != tok.sents[min(i + 1, len(tok.words) - 1)]
