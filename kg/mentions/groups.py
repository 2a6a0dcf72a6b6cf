"""Words that stand for several things together: "both", "the pair", "the two companies", "neither bank"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.nlp import word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.mentions.tokens import Tokens

__all__ = ["find_groups", "size_of"]

#: How many things a word speaks of.
NUMBERS = {"two": 2, "both": 2, "neither": 2, "either": 2, "pair": 2, "duo": 2, "couple": 2, "twins": 2}
NUMBERS |= {"three": 3, "trio": 3, "threesome": 3, "four": 4, "quartet": 4, "five": 5, "six": 6}
#: Nouns that stand for two people or bodies with no number beside them.
PAIRED = word_set("brothers sisters siblings partners sides parties rivals companies firms couple leaders countries")
_ALONE = frozenset({"pair", "duo", "trio", "twins", "couple", "quartet"})
_COUNTED = frozenset({"two", "three", "four", "five", "six"})
_QUANTIFIERS = frozenset({"both", "neither", "either", "each"})
_DEFINITE = frozenset({"the", "these", "those", "all"})
#: Not between a number and its noun.
_STOPS = frozenset({"IN", "CC", "VBD", "VBZ", "VBP", "VB", "MD", "TO", ",", ".", ":", "DT", "PRP", "PRP$", "WDT", "WP"})
#: Nouns that are counted and never named: "the two years".
_MEASURES = word_set(
    "year month week day hour minute second decade time percent point dollar euro pound million billion mile kilometer "
    "kilometre meter metre case way thing part half round goal game match term reason page story floor post seat vote"
)


def find_groups(tok: Tokens, names: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """Yield first token, last token (exclusive) and noun, or "", of words that stand for several things, in order.

    ``names`` are the tokens of names; a group holds none.
    """
    i, n = 0, len(tok)
    while i < n:
        found = _group(tok, i, names) if i not in names else None
        if found is not None:
            yield found
        i = found[1] if found is not None else i + 1


def size_of(words: list[str]) -> int:
    """Return how many things a group's words speak of, 0 where they do not say.

    >>> size_of(["the", "two", "banks"]), size_of(["both"]), size_of(["the", "brothers"])
    (2, 2, 0)
    """
    return next((NUMBERS[word.lower()] for word in words if word.lower() in NUMBERS), 0)


def _group(tok: Tokens, i: int, names: Collection[int]) -> tuple[int, int, str] | None:
    words = [word.lower() for word in tok.words[i : i + 7]]
    word = words[0]
    if word == "each" and words[1:2] in (["other"], ["one"]):
        return None
    if word in _QUANTIFIERS:
        return _quantified(tok, i, words, names)
    if word not in _DEFINITE or len(words) < 2:
        return None
    if words[1] in _ALONE and _ends(tok, i + 1):
        return i, i + 2, ""
    k = 2 if words[:3] == ["all", "the", *words[2:3]] else 1
    if words[k : k + 1] and words[k] in _COUNTED:
        return _counted(tok, i, i + k, names)
    if word == "the" and words[1] in PAIRED and tok.tags[i + 1] == "NNS" and _ends(tok, i + 1):
        return i, i + 2, tok.lemmas[i + 1].lower()
    return None


def _quantified(tok: Tokens, i: int, words: list[str], names: Collection[int]) -> tuple[int, int, str] | None:
    """Return the group at "both", "neither", "either" or "each"; none where it stands before a list of names."""
    if i + 1 in names:
        return None
    if words[1:3] in (["of", "them"], ["of", "which"], ["of", "whom"]):
        return i, i + 3, ""
    if words[1:2] == ["of"]:
        return None
    noun = _noun(tok, i + 1, names, plural=words[0] == "both")
    if noun is not None:
        lemma = tok.lemmas[noun].lower()
        return None if lemma in _MEASURES else (i, noun + 1, lemma)
    if words[0] == "each" or words[1:2] == ["and"] or tok.pos[i] == "ADV" or tok.deps[i] in ("preconj", "cc"):
        return None
    return (i, i + 1, "") if _ends(tok, i) else None


def _counted(tok: Tokens, start: int, number: int, names: Collection[int]) -> tuple[int, int, str] | None:
    """Return the group at "the two": with its noun, or where none follows, alone."""
    noun = _noun(tok, number + 1, names, plural=True)
    if noun is not None:
        lemma = tok.lemmas[noun].lower()
        return None if lemma in _MEASURES else (start, noun + 1, lemma)
    return (start, number + 1, "") if _ends(tok, number) else None


def _noun(tok: Tokens, start: int, names: Collection[int], *, plural: bool) -> int | None:
    """Return the noun that ends a noun phrase from ``start``, or None."""
    for i in range(start, min(start + 6, len(tok))):
        if tok.tags[i] in _STOPS or (i in names and tok.tags[i] == "NNP" and tok.deps[i] == "appos"):
            return None
        wanted = ("NNS",) if plural else ("NN",)
        if tok.tags[i] in wanted and i not in names and tok.tags[i + 1 : i + 2] not in (["NN"], ["NNS"], ["HYPH"]):
            return i
    return None


def _ends(tok: Tokens, i: int) -> bool:
    """Tell whether a noun phrase may end at a token: no noun follows."""
    return i + 1 >= len(tok) or (tok.tags[i + 1][:2] not in ("NN", "JJ", "CD") and tok.words[i + 1] != "-")
