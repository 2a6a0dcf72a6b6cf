"""Who is asked or relied on to do something: "Acme's chairman called on Brix to resign" says nothing of the chairman.

The parser hangs the infinitive on the verb of asking, whose subject it would have but for the preposition's object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.nlp import word_set

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token

    from kg.relations.matcher import Match

__all__ = ["asked", "is_askers"]

#: Verbs, and the prepositions whose object does what they are followed by.
ASKING = {
    "call": word_set("on upon for"),
    "appeal": word_set("to for"),
    "plead": word_set("with for"),
    "push": word_set("for"),
    "press": word_set("for"),
    "lobby": word_set("for"),
    "campaign": word_set("for"),
    "wait": word_set("for"),
    "arrange": word_set("for"),
    "rely": word_set("on upon"),
    "count": word_set("on upon"),
    "depend": word_set("on upon"),
    "prevail": word_set("on upon"),
    "bank": word_set("on"),
    "lean": word_set("on"),
    "look": word_set("to"),
    "turn": word_set("to"),
}
INFINITIVES = frozenset({"xcomp", "advcl"})


def asked(doc: Doc, start: int, end: int) -> Mapping[int, int]:
    """Return the infinitives among some tokens that somebody is asked for, each with the token of who is."""
    found = {token.i: _who(token) for token in doc[start:end] if token.dep_ in INFINITIVES and token.tag_ == "VB"}
    return {verb: who for verb, who in found.items() if who >= 0}


def _who(verb: Token) -> int:
    asking = verb.head
    if any(token.dep_ in ("nsubj", "nsubjpass") for token in verb.lefts):
        return -1
    if any(token.dep_ == "nsubjpass" for token in asking.lefts):
        return -1  # "he was called on to resign"
    prepositions = ASKING.get(asking.lemma_, frozenset())
    between = (token for token in asking.rights if token.i < verb.i and token.lower_ in prepositions)
    return next((below.i for token in between for below in token.rights if below.dep_ == "pobj"), -1)


def is_askers(match: Match, doc: Doc, askers: Mapping[int, int]) -> bool:
    """Tell whether a match takes who asks for who does: it holds what is done, and not the asking."""
    for verb in askers.keys() & set(match.words):
        inside = range(doc[verb].left_edge.i, doc[verb].right_edge.i + 1)
        ends = (token for slot, token in match.slots.items() if slot != "role")
        if doc[verb].head.i not in match.words and any(i not in inside and i != askers[verb] for i in ends):
            return True
    return False
