"""What a name names: by its own words, by what a model says, and by the words around it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from kg.mentions.tables import demonyms, known_names
from kg.mentions.words import (
    ENDINGS,
    GIVEN_NAMES,
    HONORIFICS,
    LABELS,
    OF_COMPANIES,
    OF_ORGANIZATIONS,
    SHORT_TITLES,
    TYPE_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.mentions.tokens import Tokens

__all__ = ["classify", "context_votes"]

_ENDINGS = {word: kind for kind, words in reversed(ENDINGS) for word in words}
_ANYWHERE = {word: kind for kind, words in reversed(TYPE_WORDS) for word in words}


@functools.lru_cache(maxsize=100_000)
def classify(text: str, label: str) -> str:
    """Return the type of a name from its words and what a model calls it; "" where neither says.

    >>> classify("Ministry of Trade", "PERSON"), classify("Acme Motors", ""), classify("Acme", "ORG")
    ('GovernmentBody', 'Company', 'Organization')
    """
    known = known_names().get(text) or demonyms().get(text)
    if known:
        return known.type
    kind = LABELS.get(label, label)
    words = [word for word in text.split() if word not in SHORT_TITLES]
    if not words:
        return kind
    if len(words) > 1:
        if len(words) < 4 and words[0] in GIVEN_NAMES and words[-1] not in _ENDINGS:
            return "Person"
        ending = _ENDINGS.get(words[-1]) or _ENDINGS.get("-".join(words[-3:])) or _ENDINGS.get("-".join(words[-2:]))
        if ending and not (kind == "Person" and words[-1] in ("Park", "Field", "Lake", "Hall", "Day", "Base", "Street")):
            return ending
        if words[0] in ("Mount", "Lake", "Cape", "Gulf", "Strait", "Port") and kind != "Person":
            return "Place"
    return next((_ANYWHERE[word] for word in words if word in _ANYWHERE), kind)


def context_votes(tok: Tokens, start: int, end: int, nouns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the types that the words around a name speak for: "brewer X", "X, a brewer", "Mr X", "X shares"."""
    words, n = tok.words, len(tok.words)
    before = words[start - 1] if start else ""
    if before in SHORT_TITLES:
        yield "Person"
    elif before.islower():
        kinds = nouns.get(before, ())
        if len(kinds) == 1 and tok.heads[start - 1] >= start - 1:
            yield kinds[0]
    elif before in HONORIFICS and tok.tags[start - 1] == "NNP" and end - start < 4:
        yield "Person"
    after = words[end] if end < n else ""
    if after in ("'s", "’s") and end + 1 < n:
        noun = words[end + 1].lower()
        if noun in OF_COMPANIES:
            yield "Company"
        elif noun in OF_ORGANIZATIONS:
            yield "Organization"
    elif after in ("shares", "stock", "shareholders"):
        yield "Company"
    elif after == "," and end + 2 < n and words[end + 1] in ("a", "an", "the"):
        for i in range(end + 2, min(end + 8, n)):
            if tok.tags[i] == "NN" and tok.tags[i + 1 : i + 2] != ["NN"]:
                kinds = nouns.get(words[i], ())
                if len(kinds) == 1:
                    yield kinds[0]
                break
            if not words[i][0].isalpha() and words[i] not in ("-", "'s", "’s"):
                break
