"""From what a claim has in its scope to polarity, certainty and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.qualifiers.scope import (
    CANCELLED,
    CONDITIONAL,
    DENIAL,
    ENDED,
    FAILED,
    FORMER,
    FUTURE,
    HEARSAY,
    IDLE,
    NEGATOR,
    PAST,
    POSSIBLE,
    PROBABLE,
    REJECTION,
    REMOVAL,
    RESIGNING,
    Scope,
)
from kg.qualifiers.tenses import tense_of

if TYPE_CHECKING:
    from kg.model import Certainty, Polarity, Time
    from kg.qualifiers.trees import Tree

PASSING = "passing"
TOLD = ("past", "pluperfect", "modal perfect", "infinitive perfect", "gerund perfect")


def judge(
    tree: Tree, scope: Scope, triggers: set[int], happening: bool, passing: frozenset[str]
) -> tuple[Polarity, Certainty, Time, tuple[tuple[int, ...], ...]]:
    negative = False
    rank = 0  # 0 certain, 1 probable, 2 possible
    time: str | None = None
    used: list[tuple[int, ...]] = []
    over = False
    future = False
    hearsay = False
    failed = False
    verb = scope.verb
    tense = tense_of(tree, verb) if verb is not None else "none"
    reported = bool(scope.reports)
    lemmas = {tree.lemma[t] for t in triggers} | ({tree.lemma[verb]} if verb is not None else set())
    for sets, tokens, governs, word in scope.operators:
        use = True
        if IDLE in sets:
            continue
        if NEGATOR in sets or DENIAL in sets or (REJECTION in sets and (hearsay or rank)):
            if over and not negative:
                over = False
            elif failed:
                pass
            else:
                negative = not negative
            if governs or word != verb:
                rank = 0 if NEGATOR not in sets or rank == 1 else rank
            if FUTURE in sets and NEGATOR not in sets:
                future = True
        elif RESIGNING in sets or REMOVAL in sets:
            if tense_of(tree, word) in ("past", "perfect", "pluperfect", "participle"):
                over = True
            else:
                use = False
        elif HEARSAY in sets and governs:
            hearsay = True
            use = False
        elif CANCELLED in sets and (future or rank) and governs:
            negative = True
        elif ENDED in sets or (CANCELLED in sets and governs):
            over = True
        elif FAILED in sets:
            if tense_of(tree, word) in ("past", "perfect", "pluperfect"):
                negative, over, failed = True, True, True
            else:
                rank, future = max(rank, 1), True
        elif FORMER in sets and (scope.nominal or tree.tag[word][:1] == "N"):
            over = True
        elif PAST in sets:
            if "until" in [tree.lower[t] for t in tokens] and not (verb is None or tense in ("past", "pluperfect")):
                continue
            over = True
        else:
            if CONDITIONAL in sets and FUTURE in sets and reported and word == verb:
                future = True
            elif POSSIBLE in sets or CONDITIONAL in sets:
                rank = 2
            elif PROBABLE in sets:
                rank = max(rank, 1)
            elif FUTURE not in sets:
                use = False
            if FUTURE in sets:
                future = True
        if use:
            used.append(tokens)
    if over and not future:
        time = "past"
    elif over:
        negative, time = True, "future"
    elif future or tense in ("future", "would", "modal") or scope.infinitive:
        time = "future"
    elif verb is not None and happening and tense in (*TOLD, "perfect", "participle", "none", "gerund"):
        time = "past"
    elif tense in TOLD and (
        negative or (lemmas & passing and not (reported and tense == "past")) or tense == "pluperfect"
    ):
        time = "past"
    elif tense == "perfect" and negative:
        time = "past"
    else:
        time = "current"
    polarity: Polarity = "negative" if negative else "positive"
    certainty: Certainty = ("certain", "probable", "possible")[rank]  # type: ignore[assignment]
    return polarity, certainty, time, tuple(used)  # type: ignore[return-value]
