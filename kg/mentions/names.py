"""Names: where they stand and what they name, one name of one type over the whole article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.mentions.tables import capitals, demonyms, known_names, name_index, short_states
from kg.mentions.tagged import ACTING_PLACES, EDGE, OWNED_BODIES, Name, behind_place, mended, of_states
from kg.mentions.typing import classify
from kg.mentions.voting import one_type
from kg.mentions.words import (
    DETERMINERS,
    HONORIFICS,
    LEGAL_FORMS,
    MONTHS,
    NOT_NAMES,
    ONE_OF,
    PARTISANS,
    PEOPLES_END,
    POSSESSIVES,
    REGNAL,
    SPLITTERS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.mentions.tokens import Tokens
    from kg.mentions.typing import Typing

__all__ = ["Name", "find_names", "nested_names"]

#: Roles of a noun phrase's head, not of a word within one.
_HEAD_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "appos"})
#: A name that begins in small letters: "eBay".
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z][A-Za-z]+$")
#: Endings of the adjectives of regions.
OF_REGIONS = ("African", "American", "Asian", "Eastern", "European")
#: First letters of the tags of nouns, verbs and adjectives.
CONTENT = "NVJ"


def find_names(tok: Tokens, model: Sequence[Name], typing: Typing, trusted: bool) -> list[Name]:
    """Return the names of a document, in order, none overlapping another, with types of the ontology.

    ``model`` is what a model found, with its labels or with types of the ontology. Where the model is not
    ``trusted``, capitalised words that it left are names, too, and tables and words outweigh it.
    """
    if trusted:
        found = mended(tok, model, typing)
        known = _from_tables(tok)
        names = _settle([*_wider(tok, known, found), *_not_headlines(tok, found), *known], first_wins=True)
    else:
        trimmed = _not_headlines(tok, [name for found in model for name in _trim(tok, found)])
        names = _settle([*_from_tables(tok), *trimmed])
        names = _settle([*names, *_left_over(tok, names)])
    names = _settle([*of_states(tok, names), *names], first_wins=True) if trusted else names
    names = _of_a_nation(tok, _pointed_at(tok, names))
    names = [name for name in _everywhere(tok, names) if not _one_of_a_people(tok, name)]
    return one_type(tok, names, typing, trusted)


def _wider(tok: Tokens, known: Sequence[Name], names: Sequence[Name]) -> Iterator[Name]:
    """Yield the names of the tables that hold one or more others whole, and more: "Washington, D.C."."""
    for start, end, label in (name for name in known if not tok.words[name[1] - 1].islower()):
        here = [name for name in names if name[0] < end and start < name[1]]
        whole = all(start <= first and last <= end for first, last, _ in here)
        if here and whole and any(end - start > last - first for first, last, _ in here):
            yield start, end, label


def _pointed_at(tok: Tokens, names: Sequence[Name]) -> list[Name]:
    """Leave out "the ministry" where the article has a name with that word: it points to it and is a nominal."""

    def bare(name: Name) -> bool:
        start, end, _ = name
        first = end - 2 if end - start == 2 else start - 1
        return end - start < 3 and first >= 0 and tok.words[first].lower() == "the" and tok.words[end - 1].islower()

    pointing = [name for name in names if bare(name)]
    if not pointing:
        return list(names)
    words = {tok.words[i].lower() for name in names if not bare(name) for i in range(name[0], name[1])}
    return [name for name in names if name not in pointing or tok.words[name[1] - 1] not in words]


def _of_a_nation(tok: Tokens, names: Sequence[Name]) -> list[Name]:
    """Let "Scottish" alone be the name in "the Scottish university" where the article names a University otherwise."""
    words = {tok.words[i] for start, end, _ in names for i in range(start, end)}
    found: list[Name] = []
    for start, end, kind in names:
        nation = demonyms().get(tok.words[start])
        last = start + 1 if end - start == 1 else end - 1
        noun = tok.words[last] if last < len(tok) else ""
        points = start > 0 and tok.words[start - 1].lower() == "the" and last == start + 1 and noun.islower()
        if nation is not None and nation.type != kind and points and noun.capitalize() in words:
            found.append((start, start + 1, nation.type))
        else:
            found.append((start, end, kind))
    return found


def _one_of_a_people(tok: Tokens, name: Name) -> bool:
    """Tell whether a name is a nationality that stands for one person: "the Briton", "the Ohio Republican"."""
    start, end, kind = name
    word = tok.words[end - 1]
    if word in PARTISANS and kind == "PoliticalParty" and start:
        one = tok.words[start - 1].lower() in (ONE_OF if end - start > 1 else ("the",))
        return one and tok.deps[end - 1] in _HEAD_ROLES
    if not start or word[-1] == "s" or word.endswith(PEOPLES_END) or tok.words[start - 1].lower() not in ONE_OF:
        return False
    return tok.deps[end - 1] in _HEAD_ROLES and tok.text(start, end) in demonyms()


def _trim(tok: Tokens, name: Name) -> Iterator[Name]:
    """Take off what is no part of a name, and take apart what are two."""
    start, end, label = name
    words = tok.words
    table = known_names()
    cuts = [start - 1]
    for i in range(start, end):
        if words[i] in SPLITTERS or "\n" in words[i] or (i > start and tok.sents[i] != tok.sents[i - 1]):
            if tok.text(start, end) in table and "\n" not in words[i]:
                break
            cuts.append(i)
        elif words[i] in POSSESSIVES and start < i < end - 1 and words[i + 1][0].isupper():
            if label == "PERSON" or tok.text(cuts[-1] + 1, i) in table:
                cuts.append(i)
        elif words[i] == "of" and start < i < end - 1 and words[i + 1] in table and _own_name(words[start:i]):
            cuts.append(i)
    cuts.append(end)
    for before, after in pairwise(cuts):
        first, last = _trim_one(tok, before + 1, after, label)
        text = " ".join(words[first:last])
        if first < last and _is_name(text, label):
            yield first, last, label


def _own_name(words: Sequence[str]) -> bool:
    """Tell whether the words before "of France" are a whole name: "Acme", not "Bank"."""
    return classify(" ".join(words), "") == "" and words[-1] not in ("Bank", "Republic", "Kingdom", "State", "States")


def _trim_one(tok: Tokens, start: int, end: int, label: str) -> tuple[int, int]:
    words = tok.words
    while start < end and (words[start].lower() in DETERMINERS or EDGE.match(words[start])):
        start += 1
    while start < end and (EDGE.match(words[end - 1]) or tok.tags[end - 1] == "POS" or words[end - 1] in POSSESSIVES):
        end -= 1
    if label == "PERSON":
        people = demonyms()
        while end - start > 1 and (words[start] in HONORIFICS or words[start] in people):
            if words[start] in REGNAL and end - start == 2:
                break
            start += 1
    while start < end and words[start].islower():
        start += 1
    while start < end and words[end - 1].islower():
        end -= 1
    while label == "ORG" and end - start > 1 and words[end - 1] in HONORIFICS:
        end -= 1
    if start < end < len(words) and words[end] in LEGAL_FORMS:
        end += 1
    return start, end


def _is_name(text: str, label: str) -> bool:
    if text in NOT_NAMES or len(text) < 2 or not any(letter.isupper() for letter in text):
        return False
    return label != "NORP" or text in demonyms() or text in known_names()


def _from_tables(tok: Tokens) -> list[Name]:
    """Return the names that the tables know, longest first where they start at one word."""
    found: list[Name] = []
    known, people, seats, states, index = known_names(), demonyms(), capitals(), short_states(), name_index()
    words = tok.words
    i, n = 0, len(words)
    while i < n:
        word = words[i]
        if word.islower() and word != "al":
            i += 1
            continue
        length = next((len(form) for form in index.get(word, ()) if tuple(words[i : i + len(form)]) == form), 0)
        if not length and (word in known or word in people or word in seats):
            length = 1
        if length:
            text = tok.text(i, i + length)
            if text in states and not behind_place(tok, i):
                i += length
                continue
            thing = known.get(text) or people.get(text)
            if text.endswith(OF_REGIONS) and thing and thing.type == "Region" and _goes_on(tok, i + length):
                i += length
                continue
            found.append((i, i + length, thing.type if thing else "City"))
        i += length or 1
    return found


def _goes_on(tok: Tokens, i: int) -> bool:
    """Tell whether a token goes on with a longer name: "East African Affairs", "Latin American Studies"."""
    return i < len(tok) and tok.tags[i] in ("NNP", "NNPS") and tok.words[i][0].isupper()


def _not_headlines(tok: Tokens, names: Sequence[Name]) -> list[Name]:
    """Leave out what is found only in headlines that write every word with a capital: there, case tells nothing."""
    titled = _title_case(tok)
    if not titled or titled.issuperset(tok.sents):  # a headline alone is all there is to go by
        return list(names)
    table = known_names()
    bodies = {tok.text(start, end) for start, end, _ in names if tok.sents[start] not in titled}
    return [
        name
        for name in names
        if name[2] in ("PERSON", "Person")
        or tok.sents[name[0]] not in titled
        or (text := tok.text(name[0], name[1])) in bodies
        or text in table
    ]


def _title_case(tok: Tokens) -> set[int]:
    """Return the sentences that write nearly every longer word with a capital and end without a full stop.

    A noun, verb or adjective in small letters shows that those with a capital are names: "Norvane Foods buys Tarsis".
    """
    small: Counter[int] = Counter()
    big: Counter[int] = Counter()
    plain: set[int] = set()
    for word, tag, sentence in zip(tok.words, tok.tags, tok.sents, strict=True):
        if len(word) > 3 and word.isalpha():
            (big if word[0].isupper() else small)[sentence] += 1
        if word in (".", "!") or (word.islower() and len(word) > 2 and tag[0] in CONTENT):
            plain.add(sentence)
    return {sentence for sentence, n in big.items() if n > 3 and small[sentence] * 4 <= n and sentence not in plain}


def _left_over(tok: Tokens, names: Sequence[Name]) -> Iterator[Name]:
    """Yield runs of capitalised proper nouns that no name covers."""
    covered = _covered(names)
    words, tags = tok.words, tok.tags
    titled = _title_case(tok)
    i, n = 0, len(words)
    while i < n:
        start = i
        while i < n and i not in covered and _proper(words[i], tags[i]) and tok.sents[i] == tok.sents[start]:
            i += 1
        if i == start:
            i += 1
            continue
        first, last = _trim_one(tok, start, i, "ORG")
        opens = first == 0 or tok.sents[first] != tok.sents[first - 1]
        text = " ".join(words[first:last])
        if first >= last or text in NOT_NAMES or text in HONORIFICS or tok.sents[first] in titled:
            continue
        if last - first > 1 or not opens or not text[1:].islower() or text in set(words[first + 1 :]):
            yield first, last, ""


def _proper(word: str, tag: str) -> bool:
    if _CAMEL.match(word):
        return True
    return tag in ("NNP", "NNPS") and word[0].isupper() and word not in MONTHS and len(word) > 1


def nested_names(tok: Tokens, names: Sequence[Name]) -> Iterator[Name]:
    """Yield the countries, regions and cities in the names of bodies, in order: "Danish Coast Guard", "Court of Kenya".

    Only where the name says whose the body is: it begins with a state or a nationality, or with an owner ("Brazil's
    statistics office"), or it ends in "of" and a place that the article or the tables know.
    """
    places = {tok.text(start, end): kind for start, end, kind in names if kind in ACTING_PLACES}
    for start, end, kind in names:
        if end - start > 1 and kind in OWNED_BODIES:
            yield from _nested(tok, (start, end, kind), places)


def _nested(tok: Tokens, name: Name, places: dict[str, str]) -> Iterator[Name]:
    start, end, kind = name
    for last in range(min(end - 1, start + 3), start, -1):
        place = _place(tok.text(start, last), places)
        owner = tok.words[last] in POSSESSIVES
        if place and (owner or kind == "GovernmentBody" or tok.words[end - 1].islower()):
            yield start, last, place
            break
    for first in range(max(start + 2, end - 3), end):
        place = _place(tok.text(first, end), places)
        if place and kind == "GovernmentBody" and tok.words[first - 1].lower() in ("of", "in", "the", "nearby"):
            yield first, end, place
            break


def _place(text: str, places: dict[str, str]) -> str:
    """Return the type of a place that the tables or the article know by this name, or ""."""
    known = known_names().get(text) or demonyms().get(text)
    if known is not None:
        return known.type if known.type in ACTING_PLACES else ""
    return places.get(text, "")


def _covered(names: Sequence[Name]) -> set[int]:
    return {i for start, end, _ in names for i in range(start, end)}


def _settle(names: Sequence[Name], first_wins: bool = False) -> list[Name]:
    """Of overlapping names keep the longest, or the first given."""
    taken: set[int] = set()
    kept: list[Name] = []
    order = names if first_wins else sorted(names, key=lambda name: (name[0] - name[1], name[0]))
    for name in order:
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
        if label in ("PERSON", "Person") and end - start > 1 and form[-1][0].isupper() and form[-1] not in NOT_NAMES:
            forms[form[-1]].setdefault(form[-1:], label)
    covered = _covered(names)
    words = tok.words
    added: list[Name] = []
    for i, word in enumerate(words):
        if word not in forms or i in covered:
            continue
        fitting = [form for form in forms[word] if tuple(words[i : i + len(form)]) == form]
        if not fitting:
            continue
        form = max(fitting, key=len)
        span = range(i, i + len(form))
        if covered.isdisjoint(span) and (len(form) > 1 or word[0].isupper()) and word not in MONTHS:
            covered.update(span)
            added.append((i, i + len(form), forms[word][form]))
    return sorted([*names, *added])
