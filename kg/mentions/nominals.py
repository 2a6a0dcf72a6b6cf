"""Nominals and pronouns: the words that may stand for a thing without naming it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.mentions.groups import find_groups
from kg.mentions.tables import demonyms
from kg.mentions.words import (
    AGENTS_OF,
    AGENTS_OF_PLURAL,
    DEFINITE,
    DETERMINERS,
    LEGISLATORS,
    MEMBERS_OF,
    NEW_THINGS,
    NOT_PERSONS,
    OFFICE_NOUNS,
    ORDINAL_TYPES,
    ORDINALS,
    OWNED_AGENTS,
    PERSON_ENDINGS,
    POSSESSIVE_PRONOUNS,
    PRONOUNS,
    SAYING,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.mentions.names import Name
    from kg.mentions.tokens import Tokens
    from kg.mentions.typing import Typing

__all__ = ["Nominal", "find_nominals", "find_pronouns", "left_edge", "nouns_at"]

#: Parts of a noun phrase that stand before its head.
_LEFT = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "case", "nmod", "punct", "npadvmod", "quantmod", "advmod", "predet"}
)
_LEFT_TAGS = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "HYPH", "POS", "``", "''", "$"})
_DETERMINER_TAGS = frozenset({"DT", "PRP$", "WP$", "PDT"})
#: What hangs on a verb and is no part of its clause.
_CLAUSES = frozenset({"conj", "ccomp", "advcl", "parataxis"})
#: Tags of words behind which a noun is still to come, or is one.
_NOUN_FOLLOWS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "HYPH", "CD"})
#: Words in a noun phrase before its head, at most.
LONGEST = 12
#: A noun phrase without "the" points forward to a name in the headline and the first sentence below it.
OPENING_SENTENCES = 2
_INDEFINITE = frozenset({"a", "an", "another"})
#: How many tokens behind the noun of "a diplomat in Oslo said" the verb may stand.
BEFORE_VERB = 7


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase up to its head: first token, last token (exclusive), the types that what it stands for may have."""

    start: int
    end: int
    types: tuple[str, ...]


def find_nominals(tok: Tokens, names: Sequence[Name], typing: Typing) -> list[Nominal]:
    """Return the noun phrases that may stand for a thing, in order of their last words.

    Their noun is one of the ontology's, or a word of a name of the article ("the opera", "Acme Opera") or stands with
    one ("the yard", "the yard Acme"), or ends as nouns for persons do. They are definite ("the firm", "its firm",
    "Acme's firm"), or stand where an article introduces what it names later, or are in apposition; or they are an
    office or a body without an owner before a person ("Foreign Minister X", "company spokesman X"); or they stand for
    two things or more ("both", "the two firms"), or for one of two ("the latter").
    """
    at = {i: kind for start, end, kind in names for i in range(start, end)}
    begins = {start: kind for start, _, kind in names}
    groups = [Nominal(start, end, typing.nouns_for(noun)) for start, end, noun in find_groups(tok, at)]
    in_group = {i for group in groups for i in range(group.start, group.end)}
    words = _nouns_of_names(tok, names, typing)
    found = list(groups)
    for i, tag in enumerate(tok.tags):
        if i in in_group:
            continue
        if tok.words[i] == "old" and _age(tok, i):
            found.append(Nominal(i - 5, i + 1, ("Person",)))
        elif tok.words[i].lower() in ORDINALS and _alone(tok, i):
            found.append(Nominal(i - 1, i + 1, ORDINAL_TYPES))
        elif tag[:2] == "NN" and i not in at:
            nominal = _nominal(tok, i, at, begins, words, typing)
            if nominal is not None:
                found.append(nominal)
    return sorted(found, key=lambda nominal: (nominal.end, nominal.start))


def nouns_at(tok: Tokens, i: int, typing: Typing) -> tuple[str, tuple[str, ...]]:
    """Return the noun of the ontology that ends at a token, the longest, or the token's lemma, and its types."""
    lemma = tok.lemmas[i].lower()
    hyphen = 2 if i and tok.words[i - 1] == "-" else 0
    for length in range(min(typing.longest + hyphen, i + 1), 1, -1):
        longer = " ".join([*tok.words[i - length + 1 : i], lemma]).lower().replace(" - ", "-")
        if longer in typing.nouns:
            return longer, typing.nouns[longer]
    return lemma, typing.kinds(lemma)


def _nominal(
    tok: Tokens, i: int, at: dict[int, str], begins: dict[int, str], words: dict[str, str], typing: Typing
) -> Nominal | None:
    lemma = tok.lemmas[i].lower()
    plural = tok.tags[i] in ("NNS", "NNPS")
    agents = lemma in (AGENTS_OF_PLURAL if plural else AGENTS_OF)
    _, kinds = nouns_at(tok, i, typing)
    if not plural and begins.get(i + 1) == "Person" and lemma in OFFICE_NOUNS:
        return _office(tok, i, at, typing)
    if plural and not agents:
        if lemma in MEMBERS_OF and tok.words[i - 1].lower() in DEFINITE:
            return Nominal(i - 1, i + 1, MEMBERS_OF[lemma])
        if lemma not in OWNED_AGENTS:
            return None
        start = left_edge(tok, i, at)
        owned = tok.tags[start] == "PRP$" or i - 1 in at or "POS" in tok.tags[start:i]
        return Nominal(start, i + 1, ("Organization", "Country")) if owned and start < i else None
    if tok.words[i] in demonyms() and i and tok.words[i - 1].lower() == "the":
        return Nominal(i - 1, i + 1, ("Person",))
    if kinds and tok.deps[i] == "compound" and _modifies_person(tok, i, at, typing):
        bodies = tuple(kind for kind in kinds if typing.root(kind) in ("Organization", "Place"))
        return Nominal(i, i + 1, bodies) if bodies else None
    if lemma in words and (not kinds or (typing.is_site(lemma) and typing.root(words[lemma]) == "Organization")):
        kinds = (words[lemma], *kinds)
    if not kinds and _is_person(lemma):
        kinds = ("Person",)
    beside = begins.get(i + 1, "") if not plural else ""
    inside = tok.deps[i] in ("compound", "amod", "nmod") and i + 1 < len(tok)
    if not (kinds or agents) or (inside and (not beside or not any(typing.alike(kind, beside) for kind in kinds))):
        return None
    start = left_edge(tok, i, at)
    if inside and tok.tags[start] not in ("PRP$", "WP$") and "POS" not in tok.tags[start:i]:
        return None
    kinds = ("Country", *kinds) if agents else kinds
    if any(tok.words[k].lower() in NEW_THINGS for k in range(start, i) if k not in at):
        return None
    if _definite(tok, start, i) or (agents and start < i and i - 1 in at and start in at):
        return Nominal(start, i + 1, kinds)
    unnamed = "Person" in (typing.kinds(lemma) or ("Person",)) and _speaks(tok, start, i)
    if kinds and not unnamed and _introduces(tok, start, i):
        return Nominal(start, i + 1, kinds)
    return None


def _office(tok: Tokens, i: int, at: dict[int, str], typing: Typing) -> Nominal | None:
    """Return the office before a person's name where no owner is said: "Foreign Minister X", not "its chairman X".

    Nor "union secretary X": there the union is a nominal.
    """
    start = i
    big = tok.words[i][0].isupper()
    while start and start - 1 not in at and tok.sents[start - 1] == tok.sents[i]:
        word, tag = tok.words[start - 1], tok.tags[start - 1]
        part = tok.deps[start - 1] in ("compound", "amod") and start <= tok.heads[start - 1] <= i + 3
        if not part or tag not in ("NN", "NNP", "JJ") or (big and not word[0].isupper()):
            break
        start -= 1
    before = start - 1
    if start < i and any(typing.root(kind) != "Person" for kind in nouns_at(tok, i - 1, typing)[1]):
        return None
    if before >= 0 and (before in at or tok.tags[before] in ("POS", "PRP$", "WP$", "HYPH")):
        return None
    if tok.lemmas[i].lower() in LEGISLATORS:
        return Nominal(start, i + 1, ("Country",))
    return Nominal(start, i + 1, ("Country", "GovernmentBody") if big else ("Organization",))


def _modifies_person(tok: Tokens, i: int, at: dict[int, str], typing: Typing) -> bool:
    """Tell whether a noun stands before one for a person and has no owner itself: "company spokesman"."""
    following = i + 1
    if following >= len(tok) or following in at or tok.tags[following] not in ("NN", "NNP") or i - 1 in at:
        return False
    if i and tok.tags[i - 1] in ("HYPH", "POS", "PRP$"):
        return False
    noun = tok.lemmas[following].lower()
    kinds = nouns_at(tok, following, typing)[1]
    return "Person" in kinds or noun in OFFICE_NOUNS or (not kinds and _is_person(noun))


def _is_person(noun: str) -> bool:
    return noun.endswith(PERSON_ENDINGS) and noun not in NOT_PERSONS


def _introduces(tok: Tokens, start: int, i: int) -> bool:
    """Tell whether a noun phrase without "the" may point forward to a name, or to one beside it."""
    first = tok.words[start].lower()
    if first in _INDEFINITE:
        return tok.sents[i] <= OPENING_SENTENCES or tok.deps[i] == "appos"
    return tok.sents[i] == 0 and tok.tags[start] != "DT" and start < i and tok.tags[i] == "NN"


def _speaks(tok: Tokens, start: int, i: int) -> bool:
    """Tell whether somebody without a name says something: "a diplomat in Oslo said" means nobody who is named.

    The verb is the first finite one behind the noun, with no comma, pronoun or relative clause between.
    """
    if tok.words[start].lower() not in _INDEFINITE:
        return False
    for k in range(i + 1, min(i + 1 + BEFORE_VERB, len(tok))):
        if tok.words[k] in (",", ".") or tok.tags[k].startswith("WP") or tok.tags[k] == "PRP":
            return False
        if tok.tags[k] in ("VBD", "VBZ", "VBP"):
            return tok.lemmas[k] in SAYING
    return False


def _nouns_of_names(tok: Tokens, names: Sequence[Name], typing: Typing) -> dict[str, str]:
    """Return the common nouns that the article's names hold or stand with, and the type of what is named.

    One for a place or an event is a body's only where it heads the name: "Port of Elling", not "Port Authority".
    """
    at = {i: kind for start, end, kind in names for i in range(start, end)}
    nouns = {
        tok.words[i].lower(): kind
        for start, end, kind in names
        if kind != "Person" and end - start > 1
        for i in range(start, end)
        if len(tok.words[i]) > 3 and (i == _head(tok, start, end) or not typing.is_site(tok.words[i].lower()))
    }
    for i, dep in enumerate(tok.deps):
        if dep in ("compound", "appos") and tok.tags[i] == "NN" and tok.heads[i] in at and i not in at:
            nouns.setdefault(tok.lemmas[i].lower(), at[tok.heads[i]])
        elif dep == "appos" and i in at and tok.tags[tok.heads[i]] == "NN" and tok.heads[i] not in at:
            nouns.setdefault(tok.lemmas[tok.heads[i]].lower(), at[i])
    return nouns


def _head(tok: Tokens, start: int, end: int) -> int:
    """Return the token that heads a name: the last, or the one before "of"."""
    return next((i - 1 for i in range(start + 1, end) if tok.words[i] == "of"), end - 1)


def _age(tok: Tokens, i: int) -> bool:
    """Tell whether a token ends "the 61-year-old" that stands for a person."""
    words = tok.words
    if i < 5 or [words[i - 3], words[i - 2], words[i - 1]] != ["-", "year", "-"] or not words[i - 4].isdigit():
        return False
    if words[i - 5].lower() != "the":
        return False
    after = tok.tags[i + 1 : i + 2]
    if after == ["NNS"]:  # a verb that is read as a noun: "the 61-year-old steps down"
        above = tok.heads[i + 1]
        return above == i + 1 or (tok.deps[i + 1] in _CLAUSES and tok.pos[above] in ("VERB", "AUX"))
    return after not in (["NN"], ["NNP"], ["JJ"])


def _alone(tok: Tokens, i: int) -> bool:
    """Tell whether a word stands behind "the" and before no noun: "the latter", "the former said"."""
    following = tok.tags[i + 1] if i + 1 < len(tok) else ""
    if following == "CD" and tok.words[i + 2 : i + 3] in (["%"], ["percent"], ["per"], ["pc"]):
        following = ""  # "the former owns 51% and the latter 49%"
    return i > 0 and tok.words[i - 1].lower() == "the" and following not in _NOUN_FOLLOWS


def left_edge(tok: Tokens, head: int, at: dict[int, str] | frozenset[int]) -> int:
    """Return the first token of the noun phrase that ends in ``head``; ``at`` holds the tokens of names."""
    start = head
    for i in range(head - 1, max(head - LONGEST, 0) - 1, -1):
        if tok.sents[i] != tok.sents[head] or "\n" in tok.words[i]:
            break
        tag = tok.tags[i]
        if tag in _DETERMINER_TAGS:
            start = i
            break
        part = tag in _LEFT_TAGS or (tok.deps[i] in _LEFT and i < tok.heads[i] <= head)
        if not part and i not in at:
            break
        hyphenated = "-" in tok.words[i : i + 2]  # "her co-founder", of which the parser makes three nouns
        if (
            not hyphenated
            and tag in ("NNS", "NN", "NNP")
            and i not in at
            and not i < tok.heads[i] <= head
            and tok.tags[i + 1] != "POS"
        ):
            break  # a noun of its own: "Ida told reporters the firm"
        start = i
    while start < head and tok.tags[start] in ("``", "''", ",", ":", "-LRB-", "HYPH", "POS"):
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
