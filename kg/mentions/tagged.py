"""A tagger's names set right: their edges, what is none, what it parts, and the bodies of states that it leaves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.mentions.tables import demonyms, known_names, short_states
from kg.mentions.typing import BODY_WORDS, classify
from kg.mentions.words import MINISTRY, NEW_THINGS, NOT_NAMES, POSSESSIVES, SHORT_TITLES, SMALL, STATE_BODIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.mentions.tokens import Tokens
    from kg.mentions.typing import Typing

__all__ = ["ACTING_PLACES", "EDGE", "OWNED_BODIES", "Name", "behind_place", "mended", "of_states"]

#: First token, last token (exclusive), type of the ontology or label of a model.
Name = tuple[int, int, str]

ACTING_PLACES = frozenset({"Country", "Region", "City"})
#: Types of names that may tell whose they are.
OWNED_BODIES = frozenset({"GovernmentBody", "Organization", "Company", "University", "MediaOutlet", "PoliticalParty"})
#: Types of bodies that are only told apart, not called, by where they are.
_DESCRIBED = frozenset({"Company", "IntergovernmentalOrganization"})
ADDRESS = re.compile(r"://|@\w|\bwww\.")
#: How parties are written before a state, and what stands before the short form of one.
PARTIES = frozenset({"D", "R", "I"})
BEFORE_STATES = frozenset({",", "-", "(", "in", "from", "of", "near"})
INITIAL = re.compile(r"[A-Z]\.?$")
EDGE = re.compile(r"^[^\w&@]+$")
#: How names of universities begin that go on with the place: "University of Ohio, Lima".
CAMPUS = ["university", "of"]
#: What a tagger takes for a whole name and is none.
NO_NAMES = NOT_NAMES | SHORT_TITLES
#: Words that a state's body in small letters may have.
LONGEST_BODY = 4
#: The office whose field stands before it, and words of bodies that have such an office in themselves.
OF_TITLE = "Minister"
OFFICES_OF_BODIES = frozenset({"Office", "Ministry", "Department", "Treasury", "Cabinet", "Government"})


def mended(tok: Tokens, names: Sequence[Name], typing: Typing) -> list[Name]:
    """Return a tagger's names in order, without what is none, and with their parts put together."""
    edged = [_untitled(tok, name) for name in _edged(tok, names) if not _describes(tok, name, typing)]
    told = _behind_commas(tok, edged)  # of one word it may be a name in a list: "Nike, adidas and Puma"
    own = [n for n in edged if n[0] not in told or n[1] - n[0] == 1 or not tok.words[n[1] - 1].islower()]
    return _joined(tok, own)


def _behind_commas(tok: Tokens, names: Sequence[Name]) -> set[int]:
    """Return where what is told of a body behind its name and a comma begins: "the Bundeswehr, Germany's forces"."""
    return {end + 1 for _, end, kind in names if kind in OWNED_BODIES and tok.words[end : end + 1] == [","]}


def _edged(tok: Tokens, names: Sequence[Name]) -> Iterator[Name]:
    """Take marks, possessives and small words off the ends of names, and leave out words and addresses.

    Of a name that runs over the end of a line or sentence, the part after it is kept.
    """
    for start, end, label in names:
        for i in range(start + 1, end):
            ended = tok.sents[i] != tok.sents[i - 1] and not INITIAL.match(tok.words[i - 1])
            if "\n" in tok.words[i - 1] or ended:
                start = i
        while start < end and (EDGE.match(tok.words[start]) or tok.words[start] in SMALL):
            start += 1
        while start < end and (
            EDGE.match(tok.words[end - 1]) or tok.words[end - 1] in SMALL or tok.tags[end - 1] == "POS"
        ):
            end -= 1
        if end - start > 2 and tok.words[start].lower() == "the":  # "The Hague" is a name as it stands
            start += 1
        text = tok.text(start, end) if start < end else ""
        if text and text not in NO_NAMES and not ADDRESS.search(text) and not _is_seat(tok, start, end):
            yield start, end, label


def _is_seat(tok: Tokens, start: int, end: int) -> bool:
    """Tell whether a name is but a legislator's party and state, or a part of that: "Ida Brandvik, D-Calif."."""
    text = tok.text(start, end)
    if text in short_states() and behind_place(tok, start):
        return True  # the tables know it
    party = tok.words[start] in PARTIES and tok.words[start + 1 : start + 2] == ["-"]
    return party and start > 0 and tok.words[start - 1] in (",", "(")


def behind_place(tok: Tokens, i: int) -> bool:
    """Tell whether a token stands where the short form of a state does: "Trenton, N.J.", "D-Calif."."""
    return i > 0 and tok.words[i - 1].lower() in BEFORE_STATES


def _describes(tok: Tokens, name: Name, typing: Typing) -> bool:
    """Tell whether a name is but a state or region and a noun in small letters: "the West African bloc".

    A ministry or a team may be called so, which is the only one.
    """
    start, end, kind = name
    kinds = typing.nouns.get(tok.words[end - 1], ())
    if kind not in kinds or kind not in _DESCRIBED:
        return False
    place = next((i for i in range(end - 1, start, -1) if not tok.words[i - 1].islower()), start)
    text = tok.text(start, place) if place > start else ""
    known = known_names().get(text) or demonyms().get(text)
    return known is not None and known.type in ACTING_PLACES


def _untitled(tok: Tokens, name: Name) -> Name:
    """Return a name without what is part of a minister's title: "French", not "French Armed Forces Minister Jonas"."""
    start, end, kind = name
    if kind != "GovernmentBody" or tok.words[end : end + 1] != [OF_TITLE] or tok.tags[end + 1 : end + 2] != ["NNP"]:
        return name
    first = next((last for last in range(end - 1, start, -1) if tok.text(start, last) in demonyms()), end)
    return (start, first, "Country") if OFFICES_OF_BODIES.isdisjoint(tok.words[first:end]) else name


def _joined(tok: Tokens, names: Sequence[Name]) -> list[Name]:
    """Join what the network parts of long names, where both parts have one type."""
    joined: list[Name] = []
    for start, end, label in sorted(names):
        before = joined[-1] if joined else (0, 0, "")
        if label == before[2] and (wider := _one_name(tok, before, (start, end, label))):
            joined[-1] = (before[0], wider, label)
        else:
            joined.append((start, end, label))
    return joined


def _one_name(tok: Tokens, one: Name, two: Name) -> int:
    """Return where a name ends that two of one type are parts of, one right after the other, or 0.

    So are a nationality and the body's name behind it ("German" and "Federal Police", both found to be bodies), a given
    name and the name that follows it, at once or after a nickname in brackets ("Jonas (Joe" and "Joe)
    Weld"), a university and its place ("University of Ohio, Lima"), a name and its short form ("CPA" and "M" of
    "CPA(M)"), and a body that is called after two things ("Ore Regulation" and "Trade Agency").
    """
    (first, last, label), (start, end, _) = one, two
    apart = tok.words[last:start]
    at_once = not apart and tok.ends[last - 1] + 1 == tok.starts[start]
    if at_once and label not in ("Person", "Country") and tok.text(first, last) in demonyms():
        return end
    if label == "Person" and last - first == 1 < end - start:
        return end if at_once or (apart == ["("] and ")" in tok.words[start : end - 1]) else 0
    if label == "University" and apart == [","] and [word.lower() for word in tok.words[first : first + 2]] == CAMPUS:
        return end
    if apart == ["and"] and label == "GovernmentBody" and _is_half(tok, one, two):
        return end
    closed = tok.words[end : end + 1] == [")"] and tok.words[start].isupper()
    return end + 1 if apart == ["("] and closed and tok.ends[last - 1] == tok.starts[last] else 0


def _is_half(tok: Tokens, one: Name, two: Name) -> bool:
    """Tell whether a body's name before "and" tells but what the body after it is for: "the Ore and Trade Agency".

    The name has no word for a body, nor do the tables know it, and the one after it has a word for one and more.
    """
    (first, last, _), (start, end, _) = one, two
    text = tok.text(first, last)
    if first == 0 or tok.words[first - 1].lower() != "the" or end - start == 1 or text in known_names():
        return False
    return last - first > 1 and not classify(text, "") and tok.words[end - 1] in BODY_WORDS


def of_states(tok: Tokens, names: Sequence[Name]) -> Iterator[Name]:
    """Yield the bodies in small letters that a state is named before: "Chad's foreign ministry", "the Thai air force".

    Not "Chad's new ministry", nor where a noun follows, whose body the state's may be: "a Thai navy ship", nor what
    tells behind a name what that is: "the Bundeswehr, Germany's armed forces".
    """
    found = {(start, end) for start, end, _ in names}
    told = _behind_commas(tok, names)
    known, people = known_names(), demonyms()
    for start, end in sorted(_places(tok, names)):
        text = tok.text(start, end)
        owns = tok.words[end : end + 1] and tok.words[end] in POSSESSIVES
        state = known.get(text) if owns else people.get(text)
        if state is None or state.type != "Country":
            continue
        first = end + 1 if owns else end
        last = first
        while last < min(first + LONGEST_BODY, len(tok)) and _is_part(tok, last):
            last += 1
        words = tuple(tok.words[first:last])
        ministry = words[-1:] == (MINISTRY,) and len(words) > 1 and NEW_THINGS.isdisjoint(words)
        noun_follows = last < len(tok) and tok.tags[last][:2] == "NN"
        if start in told or noun_follows or (start, last) in found:
            continue
        if ministry or words in STATE_BODIES:
            yield start, last, "GovernmentBody"


def _places(tok: Tokens, names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Yield all names, and the nationalities that a tagger took for the beginning of a body's name: "Thai air"."""
    for start, end, kind in names:
        yield start, end
        if kind in OWNED_BODIES and tok.words[end - 1].islower():
            yield from ((start, last) for last in range(start + 1, end) if tok.text(start, last) in demonyms())


def _is_part(tok: Tokens, i: int) -> bool:
    """Tell whether a token may be a word of a body's name in small letters."""
    return tok.words[i].islower() and tok.words[i].isalpha() and tok.tags[i] in ("NN", "NNS", "JJ", "NNP")
