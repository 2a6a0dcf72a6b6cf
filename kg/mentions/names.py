"""Names: where they stand and what they name, one name of one type over the whole article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.mentions.tables import capitals, demonyms, known_names, name_index
from kg.mentions.words import (
    ENDINGS,
    HONORIFICS,
    LABELS,
    LEGAL_FORMS,
    MONTHS,
    NOT_NAMES,
    REGNAL,
    SHORT_TITLES,
    TYPE_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.mentions.tokens import Tokens

__all__ = ["Name", "find_names"]

#: First token, last token (exclusive), type.
Name = tuple[int, int, str]

#: Words that may stand inside a name in small letters.
INSIDE = frozenset(
    "of the and for de del della di da do dos van von der den la le el al bin ibn y e und et in on".split(" ")
)
DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "some", "its", "his", "her", "their", "our"}
)
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
EDGE = re.compile(r"^[^\w&@]+$")


def find_names(tok: Tokens, model: Iterable[Name]) -> list[Name]:
    """Return the names of a document, in order, none overlapping another.

    ``model`` is what a model found, with its labels or with types of the ontology.
    """
    trimmed = [name for found in model for name in _trim(tok, found)]
    names = _settle([*_from_tables(tok), *trimmed])
    names = _everywhere(tok, names)
    return _one_type(tok, names)


def _trim(tok: Tokens, name: Name) -> list[Name]:
    """Take off what is no part of a name: determiners, titles, possessives, punctuation, what follows a line break."""
    start, end, label = name
    words = tok.words
    for i in range(start, end):
        if "\n" in words[i] or (i > start and tok.sents[i] != tok.sents[start]):
            end = i
            break
    while start < end and (words[start].lower() in DETERMINERS or EDGE.match(words[start])):
        start += 1
    while start < end and (words[end - 1] in POSSESSIVES or EDGE.match(words[end - 1]) or tok.tags[end - 1] == "POS"):
        end -= 1
    person = label in ("PERSON", "Person")
    if person:
        start, end = _trim_person(words, start, end)
    while start < end and words[start].islower() and not person and words[start] not in INSIDE:
        start += 1
    if start >= end:
        return []
    text = " ".join(words[start:end])
    if text in NOT_NAMES or not any(word[0].isupper() for word in words[start:end] if word):
        return []
    if end - start == 1 and (len(text) < 2 or text.isdigit()):
        return []
    if label == "NORP" and text not in demonyms() and text not in known_names():
        return []
    return [(start, end, label)]


def _trim_person(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    for i in range(start, end):  # "Elon Musk's company"
        if words[i] in POSSESSIVES:
            end = i
            break
    while end - start > 1 and words[start] in HONORIFICS | demonyms().keys():
        if words[start] in REGNAL and end - start == 2:
            break
        start += 1
    while end - start > 1 and (words[start].islower() and words[start] not in INSIDE):
        start += 1
    return start, end


def _from_tables(tok: Tokens) -> list[Name]:
    """Return the names that the tables know, longest first where they start at one word."""
    found: list[Name] = []
    known, people, seats, index = known_names(), demonyms(), capitals(), name_index()
    words = tok.words
    i, n = 0, len(words)
    while i < n:
        word = words[i]
        if not word[0].isalnum() or word.islower() and word[:3] not in ("al", "al-"):
            i += 1
            continue
        length = next((len(form) for form in index.get(word, ()) if tuple(words[i : i + len(form)]) == form), 0)
        if not length and (word in known or word in people or word in seats):
            length = 1
        if length:
            text = _text(tok, i, i + length)
            thing = known.get(text) or people.get(text)
            found.append((i, i + length, thing.type if thing else "City"))
        i += length or 1
    return found


def _text(tok: Tokens, start: int, end: int) -> str:
    """Return the words as the text has them, white space folded to one space."""
    parts = [tok.words[start]]
    for i in range(start + 1, end):
        if tok.starts[i] > tok.ends[i - 1]:
            parts.append(" ")
        parts.append(tok.words[i])
    return "".join(parts)


def _settle(names: list[Name]) -> list[Name]:
    """Of overlapping names keep the longest; of equally long ones the first given."""
    taken: set[int] = set()
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name[0] - name[1], name[0])):
        if taken.isdisjoint(range(name[0], name[1])):
            taken.update(range(name[0], name[1]))
            kept.append(name)
    return sorted(kept)


def _everywhere(tok: Tokens, names: list[Name]) -> list[Name]:
    """Add the places where a name that was found once stands unfound."""
    forms: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for start, end, label in names:
        form = tuple(tok.words[start:end])
        forms[form[0]].setdefault(form, label)
        if label in ("PERSON", "Person") and end - start > 1 and form[-1][0].isupper():
            forms[form[-1]].setdefault(form[-1:], label)
    covered = {i for start, end, _ in names for i in range(start, end)}
    words = tok.words
    added: list[Name] = []
    for i, word in enumerate(words):
        if i in covered or word not in forms:
            continue
        fitting = [form for form in forms[word] if tuple(words[i : i + len(form)]) == form]
        if fitting:
            form = max(fitting, key=len)
            span = range(i, i + len(form))
            if covered.isdisjoint(span) and (len(form) > 1 or word[0].isupper()) and word not in MONTHS:
                covered.update(span)
                added.append((i, i + len(form), forms[word][form]))
    return sorted([*names, *added])


def _one_type(tok: Tokens, names: list[Name]) -> list[Name]:
    """Give each name the type that the article as a whole speaks for."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    texts = [_text(tok, start, end) for start, end, _ in names]
    for text, (_, _, label) in zip(texts, names, strict=True):
        votes[text][classify(text, label)] += 1
    types = {text: _winner(text, counter) for text, counter in votes.items()}
    for text, kind in sorted(types.items()):
        first, _, rest = text.partition(" ")
        last = text.rpartition(" ")[2]
        if not rest:
            continue
        if kind == "Person" and last in types and types[last] != "Person" and _yields(last):
            types[last] = "Person"
        if kind not in ("Person", "Country", "Region", "City", "Place") and types.get(first) in ("Person", "Product"):
            if first not in known_names() and not any(t.endswith(f" {first}") for t in types if types[t] == "Person"):
                types[first] = kind
    return [(start, end, types[text]) for text, (start, end, _) in zip(texts, names, strict=True)]


def _yields(text: str) -> bool:
    """Tell whether a known name may be a person's surname where the article has a person of that surname."""
    known = known_names().get(text)
    return known is None or known.type in ("City", "Region", "Country")


def _winner(text: str, votes: Counter[str]) -> str:
    known = known_names().get(text) or demonyms().get(text)
    if known and set(votes) != {"Person"}:
        return known.type
    return min(votes, key=lambda kind: (-votes[kind], kind in ("Organization", "City"), kind))


def classify(text: str, label: str) -> str:
    """Return the type of a name from its words and what the model calls it."""
    known = known_names().get(text) or demonyms().get(text)
    if known:
        return known.type
    kind = LABELS.get(label, label)
    words = text.split()
    bare = [word for word in words if word not in SHORT_TITLES]
    if kind != "Person" or len(words) > 2 or words[-1] in LEGAL_FORMS:
        for name, endings in ENDINGS:
            if len(bare) > 1 and (bare[-1] in endings or "-".join(bare[-3:]) in endings):
                return name
        for name, inside in TYPE_WORDS:
            if not inside.isdisjoint(bare):
                return name
    return kind
