"""Whose words a verb of reporting reports: its subject, wherever the parser hangs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.nlp import word_set

if TYPE_CHECKING:
    from kg.qualifiers.trees import Tree

__all__ = ["FINITE", "subject_of", "teller"]

#: Tags of verbs that have a subject of their own.
FINITE = word_set("VBD VBZ VBP")
#: Labels of words that may stand between a subject and its verb.
BETWEEN = word_set("advmod aux neg npadvmod")
#: Tags of what a clause of reporting may follow, and prepositions inside the phrase of who speaks.
OPENING = word_set(", `` '' : _SP .")
OF = word_set("of for at from in to with on about near inside")
#: Tags of words that such a phrase does not hold.
CLAUSES = FINITE | word_set("MD CC WDT WP WRB")
#: Tags of words that end the name or noun of somebody who speaks.
NOUNS = word_set("NN NNS NNP NNPS PRP")
NAMES = word_set("NNP NNPS")


def subject_of(tree: Tree, verb: int) -> int | None:
    """Return who does what a verb says: its subject, the subject that it shares, or the agent of a passive."""
    agent = tree.kid(verb, "agent")
    if tree.kid(verb, "auxpass") is not None or (tree.tag[verb] == "VBN" and agent is not None):
        return tree.kid(agent, "pobj") if agent is not None else None
    subject = teller(tree, verb)
    if subject is not None or tree.head[verb] == verb:
        return subject
    if tree.dep[verb] in ("acl", "relcl"):
        return tree.head[verb]
    if tree.dep[verb] == "pcomp" and tree.lower[tree.head[verb]] == "as":  # "quoted two officials as saying"
        return tree.kid(tree.head[tree.head[verb]], "dobj", "nsubjpass")
    shares = tree.dep[verb] == "conj" or (tree.dep[verb] in ("advcl", "xcomp") and tree.tag[verb] in ("VBG", "VB"))
    return subject_of(tree, tree.head[verb]) if shares else None


def teller(tree: Tree, verb: int) -> int | None:
    """Return the subject that stands with a verb, or None where it has none of its own.

    In "..., its lawyer, Jane Roe, said" the parser takes the name for an apposition of what stands before it: the noun
    right before a finite verb that follows a comma counts, whatever it hangs on.
    """
    subjects = [k for k in tree.kids[verb] if tree.dep[k] == "nsubj"]
    subject = min(subjects, key=lambda k: abs(k - verb), default=None)  # "Norvane to buy Tarsis, says Jane Roe"
    if tree.tag[verb] not in FINITE or tree.kid(verb, "auxpass") is not None:
        return subject
    i = verb - 1
    while i >= 0 and tree.head[i] == verb and tree.dep[i] in BETWEEN:
        i -= 1
    if i >= 1 and tree.lower[i] == ",":
        if subject is not None or tree.dep[i - 1] != "appos":
            return subject
        i -= 1
    hangs = i in tree.up(verb) and tree.dep[verb] != "acl"  # "Osk will grow, a filing showed": no clause of the noun's
    found = _noun(tree, i) if i >= 0 and not hangs else None
    return subject if found is None else found


def _noun(tree: Tree, last: int) -> int | None:
    """Return the noun whose phrase ends with a token and follows a comma, a quotation mark or nothing, or None."""
    first = last
    while first > 0 and tree.tag[first - 1] not in OPENING:
        first -= 1
        joins = tree.tag[first] == "CC" and tree.tag[first + 1] in NAMES and tree.tag[first - 1] in NAMES
        if joins:  # "the Sun and Mail reported"
            continue
        if tree.tag[first] in CLAUSES or (tree.tag[first] == "TO" and tree.tag[first + 1] == "VB"):
            return None
        if tree.tag[first] == "IN" and tree.lower[first] not in OF:
            return None
    phrase = range(first, last + 1)
    head = next((i - 1 for i in phrase if tree.lower[i] in OF), last)  # "a spokesman for the fund"
    return next((i for i in range(head, first - 1, -1) if tree.tag[i] in NOUNS), None)
