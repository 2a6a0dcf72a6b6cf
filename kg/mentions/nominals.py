"""Nominals and pronouns: the words that may stand for a thing without naming it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.mentions.tables import demonyms
from kg.mentions.words import (
    AGENTS_OF,
    AGENTS_OF_PLURAL,
    DEFINITE,
    DETERMINERS,
    NOT_PERSONS,
    PERSON_ENDINGS,
    POSSESSIVE_PRONOUNS,
    PRONOUNS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.mentions.names import Name
    from kg.mentions.tokens import Tokens
    from kg.mentions.typing import Typing

__all__ = ["Nominal", "find_nominals", "find_pronouns"]

#: Parts of a noun phrase that stand before its head.
_LEFT = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "case", "nmod", "punct", "npadvmod", "quantmod", "advmod", "predet"}
)


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase up to its head: first token, head token, the noun as the ontology has it, the types it may have."""

    start: int
    head: int
    noun: str
    types: tuple[str, ...]


def find_nominals(tok: Tokens, names: Sequence[Name], typing: Typing) -> list[Nominal]:
    """Return the definite noun phrases whose noun may stand for a thing, in order of their heads.

    The noun is one of the ontology's, or a word of a name of the article ("the opera", "Acme Opera") or stands with one
    ("the yard", "the yard Acme"), or ends as nouns for persons do.
    """
    covered = {i for start, end, _ in names for i in range(start, end)}
    ends = {end for _, end, _ in names}
    found = []
    nouns = typing.nouns
    words = _nouns_of_names(tok, names)
    people = demonyms()
    for i, tag in enumerate(tok.tags):
        if tok.words[i] == "old" and _age(tok, i):
            found.append(Nominal(i - 5, i, tok.words[i - 4], ("Person",)))
            continue
        if tag[:2] != "NN" or i in covered:
            continue
        lemma = tok.lemmas[i].lower()
        noun = lemma
        for length in range(min(typing.longest, i + 1), 1, -1):
            longer = " ".join([*tok.words[i - length + 1 : i], lemma]).lower()
            if longer in nouns:
                noun = longer
                break
        plural = tag in ("NNS", "NNPS")
        agents = lemma in (AGENTS_OF_PLURAL if plural else AGENTS_OF)
        if plural and not agents:
            continue
        if tok.words[i] in people and i and tok.words[i - 1].lower() == "the":
            found.append(Nominal(i - 1, i, lemma, ("Person",)))
            continue
        kinds = nouns.get(noun) or ((words[lemma],) if lemma in words else ())
        if not kinds and lemma.endswith(PERSON_ENDINGS) and lemma not in NOT_PERSONS:
            kinds = ("Person",)
        if not (kinds or agents) or (tok.deps[i] in ("compound", "amod", "nmod") and i + 1 < len(tok)):
            continue
        start = _left_edge(tok, i)
        if _definite(tok, start, i) or (agents and start < i and i in ends and start in covered):
            found.append(Nominal(start, i, noun, ("Country", *kinds) if agents else kinds))
    return found


def _nouns_of_names(tok: Tokens, names: Sequence[Name]) -> dict[str, str]:
    """Return the common nouns that the article's names hold or stand with, and the type of what is named."""
    at = {i: kind for start, end, kind in names for i in range(start, end)}
    nouns = {
        tok.words[i].lower(): kind
        for start, end, kind in names
        if kind != "Person" and end - start > 1
        for i in range(start, end)
        if len(tok.words[i]) > 3
    }
    for i, dep in enumerate(tok.deps):
        if dep in ("compound", "appos") and tok.tags[i] == "NN" and tok.heads[i] in at and i not in at:
            nouns.setdefault(tok.lemmas[i].lower(), at[tok.heads[i]])
        elif dep == "appos" and i in at and tok.tags[tok.heads[i]] == "NN" and tok.heads[i] not in at:
            nouns.setdefault(tok.lemmas[tok.heads[i]].lower(), at[i])
    return nouns


def _age(tok: Tokens, i: int) -> bool:
    """Tell whether a token ends "the 61-year-old" that stands for a person."""
    words = tok.words
    if i < 5 or [words[i - 3], words[i - 2], words[i - 1]] != ["-", "year", "-"] or not words[i - 4].isdigit():
        return False
    return words[i - 5].lower() == "the" and tok.tags[i + 1 : i + 2] not in (["NN"], ["NNP"], ["NNS"], ["JJ"])


def _left_edge(tok: Tokens, head: int) -> int:
    """Return the first token of the noun phrase that ends in ``head``."""
    start = head
    while start and tok.deps[start - 1] in _LEFT and tok.sents[start - 1] == tok.sents[head]:
        i = start - 1
        while i != head and tok.deps[i] in _LEFT and i < head and tok.heads[i] != i and tok.heads[i] <= head:
            i = tok.heads[i]
        if i != head:
            break
        start -= 1
    while start < head and tok.tags[start] in ("``", "''", ",", ":", "-LRB-", "HYPH"):
        start += 1
    return start


def _definite(tok: Tokens, start: int, head: int) -> bool:
    """Tell whether a noun phrase is one that points to something: "the firm", "its firm", "Acme's firm"."""
    first = tok.words[start].lower()
    if first in DEFINITE or first in POSSESSIVE_PRONOUNS:
        return True
    return first not in DETERMINERS and any(tok.tags[i] == "POS" for i in range(start, head))


def find_pronouns(tok: Tokens) -> list[int]:
    """Return the tokens that are personal, possessive or relative pronouns, in order."""
    return [
        i
        for i, tag in enumerate(tok.tags)
        if tag in _PRONOUN_TAGS and (tok.words[i].lower() in PRONOUNS) and (tag != "IN" and tag != "DT")
    ]


_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT"})
