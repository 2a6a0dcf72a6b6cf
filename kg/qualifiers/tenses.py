"""The tense of a verb, from its auxiliaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.nlp import word_set

if TYPE_CHECKING:
    from kg.qualifiers.trees import Tree

__all__ = ["AHEAD", "FINISHED", "tense_of"]

#: The tenses by what they say of the moment from which is told: before it, and after it.
FINISHED = frozenset({"past", "past perfect", "modal perfect", "infinitive perfect", "gerund perfect"})
AHEAD = frozenset({"future", "would", "modal"})

WILL = word_set("will shall wo sha 'll ’ll")
WOULD = word_set("would 'd ’d")
HAVE = word_set("have 've ’ve having")
#: The tense of a verb without auxiliaries, by its tag.
BARE = {"VBD": "past", "VBZ": "present", "VBP": "present", "VB": "present", "VBN": "participle", "VBG": "gerund"}


def tense_of(tree: Tree, verb: int) -> str:
    """Return the tense of a verb in words ("past perfect", "infinitive"), "none" for any other word.

    A verb joined to another, without subject and auxiliary of its own, has that one's.
    """
    helpers = [k for k in tree.kids[verb] if tree.dep[k] in ("aux", "auxpass")]
    if not helpers:
        shares = tree.dep[verb] == "conj" and tree.tag[verb] in ("VB", "VBN", "VBG") and tree.is_verb(tree.head[verb])
        if shares and tree.kid(verb, "nsubj", "nsubjpass") is None:
            return tense_of(tree, tree.head[verb])
        if tree.tag[verb] == "VBN" and tree.kid(verb, "nsubj") is not None:
            return "past"  # "which lent", taken for a participle
        return BARE.get(tree.tag[verb], "none")
    tags = [tree.tag[k] for k in helpers]
    have = next((tree.tag[k] for k in helpers if tree.lemma[k] in HAVE), None)
    if "MD" in tags:
        modal = tree.lower[helpers[tags.index("MD")]]
        if modal in WILL:
            return "future"
        if have:
            return "modal perfect"
        return "would" if modal in WOULD else "modal"
    if "TO" in tags:
        return "infinitive perfect" if have else "infinitive"
    if have:
        return {"VBD": "past perfect", "VBG": "gerund perfect"}.get(have, "perfect")
    return BARE.get(tags[0], "present")
