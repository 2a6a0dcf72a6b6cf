"""The tense of a verb, from its auxiliaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kg.qualifiers.trees import Tree

Tense = Literal[
    "present",
    "past",
    "perfect",
    "pluperfect",
    "future",
    "would",
    "modal",
    "modal perfect",
    "infinitive",
    "infinitive perfect",
    "participle",
    "gerund",
    "gerund perfect",
    "none",
]

WILL = frozenset({"will", "shall", "wo", "'ll", "’ll", "sha"})
WOULD = frozenset({"would", "'d", "’d"})


def tense_of(tree: Tree, verb: int) -> Tense:
    """Return the tense of a verb; a verb that shares its auxiliary with one before it has that one's."""
    auxiliaries = [k for k in tree.kids[verb] if tree.dep[k] in ("aux", "auxpass")]
    if (
        not auxiliaries
        and tree.dep[verb] == "conj"
        and tree.tag[verb] in ("VB", "VBN", "VBG")
        and tree.kid(verb, "nsubj", "nsubjpass") is None
    ):
        return tense_of(tree, tree.head[verb])
    tags = [tree.tag[k] for k in auxiliaries]
    lowers = [tree.lower[k] for k in auxiliaries]
    lemmas = [tree.lemma[k] for k in auxiliaries]
    has_have = any(lemma in ("have", "'ve") for lemma in lemmas)
    if "MD" in tags:
        modal = lowers[tags.index("MD")]
        if modal in WILL:
            return "future"
        if modal in WOULD:
            return "would"
        return "modal perfect" if has_have else "modal"
    if "TO" in tags:
        return "infinitive perfect" if has_have else "infinitive"
    first = next((tag for tag in tags), "")
    if has_have:
        for tag, lemma in zip(tags, lemmas, strict=True):
            if lemma in ("have", "'ve"):
                return "pluperfect" if tag == "VBD" else "gerund perfect" if tag == "VBG" else "perfect"
    if first:
        return "past" if first == "VBD" else "gerund" if first == "VBG" else "present"
    tag = tree.tag[verb]
    if tag == "VBD":
        return "past"
    if tag in ("VBZ", "VBP"):
        return "present"
    if tag == "VBN":
        return "participle"
    if tag == "VBG":
        return "gerund"
    if tag == "VB":
        return "infinitive" if any(tree.tag[k] == "TO" for k in tree.kids[verb]) else "present"
    return "none"
