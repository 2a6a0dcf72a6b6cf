"""Which type a name has: the places where it stands vote, and a name has one type over the whole article."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.mentions.given_names import FEMALE, MALE
from kg.mentions.metonyms import ALWAYS, UNION_SEAT, acts, holds
from kg.mentions.tables import capitals, demonyms, known_names
from kg.mentions.typing import classify
from kg.mentions.words import KEEP_APART, LEGAL_FORMS, OFFICE_NOUNS, POSSESSIVES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.mentions.names import Name
    from kg.mentions.tokens import Tokens
    from kg.mentions.typing import Typing

__all__ = ["one_type"]

#: How often a tagger may take the short name of a firm for a person's.
FEW = 2
#: Types of bodies that are called by the first word of their names alone.
_FIRMS = frozenset({"Company", "MediaOutlet"})
#: How many votes of the model a vote of the words around a name outweighs.
CONTEXT_WEIGHT = 3
#: How many tokens behind a name its head's own name may begin: "Elling's founder and chief executive, Tom Elling".
HEAD_REACH = 9


def one_type(tok: Tokens, names: list[Name], typing: Typing, trusted: bool) -> list[Name]:
    """Give each name the type that the article as a whole speaks for."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    texts = [tok.text(start, end) for start, end, _ in names]
    for text, (start, end, label) in zip(texts, names, strict=True):
        if trusted:
            votes[text][typing.refine(text, label)] += 1
        else:
            votes[text][classify(text, label)] += 1
            for kind in typing.context(tok, start, end):
                votes[text][kind] += CONTEXT_WEIGHT
    types = {text: _winner(text, counter, trusted) for text, counter in votes.items()}
    surnames = {text.rpartition(" ")[2] for text, kind in types.items() if kind == "Person" and " " in text}
    bodies = _called_after(types) if trusted else {}
    for text in (surnames & types.keys()) - bodies.keys():
        # once is too little for a company beside the person of that name
        if votes[text].total() == 1 or votes[text]["Person"] * 2 >= votes[text].total():
            types[text] = "Person"
    if not trusted:
        _agree(types)
    else:
        _no_person(types, votes, bodies)
        _family_first(types, votes, bodies)
    if trusted and "Organization" in types.values():
        _narrow(tok, names, texts, types, typing)
    people = {
        start: text.rpartition(" ")[2]
        for text, (start, _, _) in zip(texts, names, strict=True)
        if types[text] == "Person" and " " in text
    }
    both = surnames & bodies.keys()
    kinds = [
        _one_of_two(label, bodies[text]) if text in both else types[text]
        for text, (_, _, label) in zip(texts, names, strict=True)
    ]
    return [
        (start, end, _type_here(tok, (start, end, kind), text, people))
        for text, kind, (start, end, _) in zip(texts, kinds, names, strict=True)
    ]


def _called_after(types: Mapping[str, str]) -> dict[str, str]:
    """Return the names of one word by which longer ones begin, those of firms, and the type of these.

    "Acme" of "Acme Media"; not of "Acme Foundation", which is another thing than Acme.
    """
    return {
        text.partition(" ")[0]: kind
        for text, kind in sorted(types.items(), reverse=True)
        if kind in _FIRMS and KEEP_APART.isdisjoint(text.split()) and text.partition(" ")[0] in types.keys() - {text}
    }


def _one_of_two(label: str, kind: str) -> str:
    """Return what a name that a person and a body of a type have is where it stands: as the tagger said there."""
    return "Person" if label == "Person" else kind


def _type_here(tok: Tokens, name: Name, text: str, people: Mapping[int, str]) -> str:
    """Return the type of a name where it stands, which may be another than over the whole article.

    ``people`` are the surnames of full names, by first token.
    """
    start, end, kind = name
    if acting := _acting(tok, start, end, text):
        return acting
    if kind == "Country" and text in capitals() and holds(tok, end):
        return "City"
    return "Organization" if kind == "Person" and _is_headed(tok, end, text, people) else kind


def _no_person(types: dict[str, str], votes: Mapping[str, Counter[str]], bodies: Mapping[str, str]) -> None:
    """Let a name of one word be what else it was taken for, where no longer name of a person has that word.

    News introduces a person by more than one word. ``bodies`` are the names that longer ones of firms begin with, and
    the types of these: "Krone" is no person where but "Krone Media" was named.
    """
    parts = {part for text, kind in types.items() if kind == "Person" and " " in text for part in text.split()}
    for text, kind in types.items():
        others = {other: count for other, count in votes[text].items() if other != "Person"}
        if kind == "Person" and " " not in text and text not in parts:
            if others:
                types[text] = min(others, key=lambda other: (-others[other], other))
            elif votes[text].total() <= FEW:
                types[text] = bodies.get(text, kind)


def _family_first(types: dict[str, str], votes: Mapping[str, Counter[str]], bodies: Mapping[str, str]) -> None:
    """Let the first word of a person's name, alone, be the person's: "Tarkányi", of Tarkányi Ildikó.

    Not a given name, nor what the tables know, nor what is named so often that it may well be a firm.
    """
    families = {text.partition(" ")[0] for text, kind in types.items() if kind == "Person" and " " in text}
    for text in sorted((families & types.keys()) - bodies.keys() - FEMALE - MALE - known_names().keys()):
        if types[text] in ("Company", "Organization") and votes[text].total() <= FEW:
            types[text] = "Person"


def _acting(tok: Tokens, start: int, end: int, text: str) -> str:
    """Return what a capital stands for where it acts as a government, or ""."""
    if text not in capitals():
        return "IntergovernmentalOrganization" if text == UNION_SEAT and acts(tok, start, end) else ""
    return "Country" if text in ALWAYS or acts(tok, start, end) else ""


def _is_headed(tok: Tokens, end: int, text: str, people: Mapping[int, str]) -> bool:
    """Tell whether a name is the surname of the person named next, who heads what it names: "Elling's founder, X"."""
    following = next((i for i in range(end + 2, end + HEAD_REACH) if i in people), -1)
    if following < 0 or people[following] != text or tok.words[end] not in POSSESSIVES:
        return False
    return not OFFICE_NOUNS.isdisjoint(tok.lemmas[end + 1 : following])


def _narrow(tok: Tokens, names: list[Name], texts: list[str], types: dict[str, str], typing: Typing) -> None:
    """Type what is only known to be an organization by the words around it."""
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    for text, (start, end, _) in zip(texts, names, strict=True):
        if types[text] == "Organization":
            spoken[text].update(kind for kind in typing.context(tok, start, end) if typing.root(kind) == "Organization")
    for text, counter in spoken.items():
        types[text] = min(counter, key=lambda kind: (-counter[kind], kind), default="Organization")


def _agree(types: dict[str, str]) -> None:
    """Let a short name follow the type of the long one that it is part of."""
    surnames = {text.rpartition(" ")[2] for text, kind in types.items() if kind == "Person" and " " in text}
    for text, kind in sorted(types.items()):
        first, _, rest = text.partition(" ")
        if not rest or first not in types or first in surnames or first in known_names():
            continue
        follows = types[first] != "City" or rest.split()[-1] in LEGAL_FORMS
        if follows and kind in ("Company", "Organization") and types[first] not in ("Country", "Region", "Company"):
            types[first] = kind
    for surname in surnames & types.keys():
        known = known_names().get(surname)
        if known is None or known.type in ("City", "Region", "Country", "Place"):
            types[surname] = "Person"


def _winner(text: str, votes: Counter[str], trusted: bool) -> str:
    known = known_names().get(text) or demonyms().get(text)
    if known and not trusted and votes.keys() != {"Person"}:
        return known.type
    spoken = {kind: count for kind, count in votes.items() if kind}
    first, _, rest = text.partition(" ")
    person = bool(rest) and (first in FEMALE or first in MALE)  # decides where the article does not

    def rank(kind: str) -> tuple[int, bool, bool, str]:
        return -spoken[kind], person and kind != "Person", kind in ("Organization", "City"), kind

    return min(spoken, key=rank, default="Organization")
