"""Quotations: which tokens stand in one, and who says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.mentions.quotes import quotations
from kg.mentions.words import SAYING

if TYPE_CHECKING:
    from kg.mentions.tokens import Tokens

__all__ = ["quote_numbers", "speakers"]


def quote_numbers(tok: Tokens) -> list[int]:
    """Return for each token the number of the quotation that it stands in, from 1, or 0 for none.

    The marks of a quotation stand in it.
    """
    numbers = [0] * len(tok)
    for number, (start, end, closed) in enumerate(quotations(tok), start=1):
        for i in range(start - 1, end + closed):
            numbers[i] = number
    return numbers


def speakers(tok: Tokens, numbers: list[int]) -> dict[int, int]:
    """Return the token of the subject that says each quotation; one whose speaker is not found is left out.

    The speaker is the subject, outside of the quotation, of a verb of saying in a sentence that the quotation stands
    in; where there is none, that of the quotation before, if no sentence lies between.
    """
    sentences: dict[int, set[int]] = {}
    for i, number in enumerate(numbers):
        if number:
            sentences.setdefault(number, set()).add(tok.sents[i])
    if not sentences:
        return {}
    subjects: dict[int, list[int]] = {}
    for i, dep in enumerate(tok.deps):
        if dep == "nsubj" and not numbers[i] and tok.lemmas[tok.heads[i]] in SAYING:
            subjects.setdefault(tok.sents[i], []).append(i)
    found: dict[int, int] = {}
    for number, inside in sentences.items():
        own = [i for sentence in sorted(inside) for i in subjects.get(sentence, ())]
        if own:
            here = next(i for i, n in enumerate(numbers) if n == number)
            found[number] = min(own, key=lambda i: (abs(i - here), i))
        elif number - 1 in found and min(inside) - max(sentences[number - 1]) <= 1:
            found[number] = found[number - 1]
    return found
