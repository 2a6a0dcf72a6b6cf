"""Which of the dates of a sentence is the claim's."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.qualifiers.dates import Dated
    from kg.qualifiers.operators import Scope
    from kg.qualifiers.trees import Tree

__all__ = ["date_of"]

#: Labels over which a date hangs on what it dates.
LINKS = frozenset(
    {"pobj", "npadvmod", "prep", "pcomp", "advmod", "nummod", "compound", "amod", "tmod", "dep", "nmod", "appos"}
)


def date_of(tree: Tree, scope: Scope, triggers: Iterable[int], dates: Iterable[Dated]) -> Dated | None:
    """Return the date that hangs on the words that say a claim or on the verb of its clause; the nearest of several.

    The dates' offsets are the article's. A date of the words of reporting, or of those that hedge the claim, is not
    the claim's: "said on Monday", "agreed in July to buy".
    """
    cues = {i for operator in scope.operators if operator.governs for i in operator.tokens}
    own = {*triggers, scope.start, scope.start if scope.verb is None else scope.verb} - cues
    reports = {report.word for report in scope.reports}
    path = list(takewhile(lambda i: i not in reports and i not in cues, scope.path))
    ranked = []
    for dated in dates:
        tokens = tree.between(dated.start, dated.end)
        led = (
            tokens.start and tree.tag[tokens.start - 1] == "IN"
        )  # "In 2019 Acme bought": the year may hang on the name
        dates_what = _dated_word(tree, tokens.start - 1 if led else tree.top(tokens))
        if dates_what in own:
            rank = 0
        elif not scope.bounded and dates_what in path:
            rank = 1
        else:
            continue
        ranked.append((rank, abs(dates_what - scope.start), dated.start, dated))
    return min(ranked)[3] if ranked else None


def _dated_word(tree: Tree, i: int) -> int:
    """Return the verb or noun that a date's head hangs on."""
    while tree.dep[i] in LINKS and tree.head[i] != i:
        i = tree.head[i]
        if tree.tag[i][:2] in ("VB", "NN", "JJ") and tree.dep[i] not in ("npadvmod", "compound"):
            break
    return i
