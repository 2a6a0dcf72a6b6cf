"""What a name names: by its own words, by what a model says, and by the words around it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from kg.mentions.tables import demonyms, known_names
from kg.mentions.words import (
    ENDINGS,
    GIVEN_NAMES,
    LABELS,
    MAKING,
    MAKING_TYPES,
    NOT_MAKING,
    NOUNS,
    OF_COMPANIES,
    OF_ORGANIZATIONS,
    OFFICES,
    POSSESSIVES,
    PRONOUNS,
    SHORT_TITLES,
    TYPE_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.mentions.tokens import Tokens
    from kg.ontology import Ontology

__all__ = ["BODY_WORDS", "Typing", "classify", "typing_of"]

_ENDINGS = {word: kind for kind, words in reversed(ENDINGS) for word in words}
#: Words by which a name is a public body's.
BODY_WORDS = frozenset(word for kind, words in TYPE_WORDS if kind == "GovernmentBody" for word in words)
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
        if ending and not (
            kind == "Person" and words[-1] in ("Park", "Field", "Lake", "Hall", "Day", "Base", "Street")
        ):
            return ending
        if words[0] in ("Mount", "Lake", "Cape", "Gulf", "Strait", "Port") and kind != "Person":
            return "Place"
    return next((_ANYWHERE[word] for word in words if word in _ANYWHERE), kind)


#: Types of what a body may be called after: the Port of Elling, the Elling Festival.
_SITES = frozenset({"Place", "Event"})


class Typing:
    """What an ontology says of types, as typing needs it.

    ``nouns`` gives the types that a common noun may stand for; ``root`` the topmost type of a type.
    """

    def __init__(self, ontology: Ontology) -> None:
        table: dict[str, list[str]] = {}
        for kind in ontology.types.values():
            for noun in kind.nouns:
                table.setdefault(noun, []).append(kind.name)
        known = {noun: tuple(kind for kind in kinds if kind in ontology.types) for noun, kinds in NOUNS.items()}
        self.nouns: dict[str, tuple[str, ...]] = {noun: kinds for noun, kinds in known.items() if kinds}
        self.nouns |= {noun: tuple(kinds) for noun, kinds in table.items()}
        self.roots: dict[str, str] = {name: ontology.root(name) for name in ontology.types}
        self._making = tuple(kind for kind in MAKING_TYPES if kind in ontology.types)
        self.longest = max((noun.count(" ") + 1 for noun in table), default=1)

    def root(self, kind: str) -> str:
        """Return the topmost type of a type."""
        return self.roots.get(kind, kind)

    def common(self, kinds: Sequence[str]) -> str:
        """Return the type of a nominal that may be of several types: the only one, their common root, or the first."""
        if len(kinds) == 1:
            return kinds[0]
        roots = {self.root(kind) for kind in kinds}
        return roots.pop() if len(roots) == 1 else kinds[0]

    def pronoun(self, word: str) -> str:
        """Return the type of a pronoun: Person where it says so, else Organization."""
        return PRONOUNS[word.lower()][0] or "Organization"

    def kinds(self, noun: str) -> tuple[str, ...]:
        """Return the types that a noun may stand for, also one that is in no table: "truckmaker"."""
        if noun in self.nouns or not noun.endswith(MAKING) or noun in NOT_MAKING:
            return self.nouns.get(noun, ())
        return self._making

    def nouns_for(self, noun: str) -> tuple[str, ...]:
        """Return the types that a noun may stand for; an organization's where it is "" or unknown."""
        return self.kinds(noun) or ("Organization",)

    def alike(self, one: str, other: str) -> bool:
        """Tell whether two types have one root."""
        return self.root(one) == self.root(other)

    def is_site(self, noun: str) -> bool:
        """Tell whether a noun is one for places or events, which a body has only by its name: "the port"."""
        kinds = self.nouns.get(noun, ())
        return not _SITES.isdisjoint(kinds) and (_SITES | {"City"}).issuperset(kinds)

    def refine(self, text: str, kind: str) -> str:
        """Return the type of a name that a tagger typed: its own words may make it narrower, not another thing."""
        known = known_names().get(text) or demonyms().get(text)
        if known and (self.root(known.type) == self.root(kind) or kind == "Country"):
            return known.type  # all states are in the tables: Hamas is none
        if known and known.type == "Country" and kind == "GovernmentBody" and text == known.name:
            return known.type  # a state that acts is one; "the Holy See" is a body, too
        if kind in ("Organization", "Place"):
            by_words = classify(text, kind)
            if self.root(by_words) == kind:
                return by_words
        return kind

    def context(self, tok: Tokens, start: int, end: int) -> Iterator[str]:
        """Yield the types that the words around a name speak for: "brewer X", "X, a brewer", "Mr X", "X's shares"."""
        words, n = tok.words, len(tok.words)
        before = words[start - 1] if start else ""
        if before in SHORT_TITLES:
            yield "Person"
        elif before.islower():
            yield from self._only(before)
        elif before in OFFICES and tok.tags[start - 1] == "NNP" and end - start < 4:
            yield "Person"
        after = words[end] if end < n else ""
        if after in POSSESSIVES and end + 1 < n:
            noun = words[end + 1].lower()
            if noun in OF_COMPANIES:
                yield "Company"
            elif noun in OF_ORGANIZATIONS:
                yield "Organization"
        elif after in ("shares", "stock", "shareholders"):
            yield "Company"
        elif after == "," and end + 2 < n and words[end + 1] in ("a", "an", "the"):
            yield from self._only(_head_noun(tok, end + 2))

    def _only(self, noun: str) -> Iterator[str]:
        kinds = self.kinds(noun)
        if len(kinds) == 1:
            yield kinds[0]


def _head_noun(tok: Tokens, start: int) -> str:
    """Return the noun that a noun phrase of a few words from ``start`` ends in, or ""."""
    for i in range(start, min(start + 6, len(tok))):
        if tok.tags[i] == "NN" and tok.tags[i + 1 : i + 2] != ["NN"]:
            return tok.words[i]
        if not tok.words[i][0].isalpha() and tok.words[i] not in ("-", "'s", "’s"):
            break
    return ""


_TYPING: dict[str, Typing] = {}


def typing_of(ontology: Ontology) -> Typing:
    """Return what an ontology says of types, made once for each."""
    found = _TYPING.get(ontology.digest)
    if found is None:
        found = _TYPING[ontology.digest] = Typing(ontology)
    return found
