"""What a noun phrase cannot stand for by what it says: another place, another trade, another part in a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entities.evidence import homes_in
from kg.mentions.tables import capitals
from kg.mentions.words import DOERS, MAKING, NOT_MAKING, ORGANS, RELATED, TRADES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.entities.evidence import Thing
    from kg.entities.reading import Anaphor, Reading

__all__ = ["at_home", "doers", "is_elsewhere", "is_new", "is_related", "of_another_trade"]

#: What a subject is of the verb above its own: "agreed to sell".
_CONTROLLED = frozenset({"xcomp", "conj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def is_elsewhere(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether a noun phrase says a home that is not the one a body is known to have.

    "The Danish group" is no firm of Oslo. What is known is what the text has said of it; of two places of which
    neither is a state or its capital nothing is known.
    """
    told = _told(reading, anaphor)
    if not told or thing.root != "Organization" or thing.index == anaphor.owner or not told.isdisjoint(thing.homes):
        return False
    here, there = (set(_states(reading, indices)) for indices in (told, thing.homes))
    return bool(here and there) and here.isdisjoint(there)


def at_home(reading: Reading, anaphor: Anaphor, things: Sequence[Thing]) -> Sequence[Thing]:
    """Return those of some things that are of the state which a noun phrase says, or all where none is known to be."""
    told = _told(reading, anaphor)
    here = set(_states(reading, told))
    there = [(thing, set(_states(reading, thing.homes))) for thing in things] if told else []
    return [t for t, states in there if not told.isdisjoint(t.homes) or not here.isdisjoint(states)] or things


def _told(reading: Reading, anaphor: Anaphor) -> set[int]:
    """Return the places that a noun phrase says a body is of; of a part of one it says no home: "its American arm"."""
    if not anaphor.nominal or anaphor.form.rpartition(" ")[2] in ORGANS:
        return set()
    told = homes_in(reading.tok, anaphor.place.start, anaphor.place.head, reading.at) & anaphor.near
    return {index for index in told if reading.things[index].root == "Place"}


def _states(reading: Reading, indices: Iterable[int]) -> Iterator[str]:
    """Yield the states that some places are, or are the capitals of."""
    for index in indices:
        thing = reading.things[index]
        names = {mention.span.text for mention in thing.group.mentions if mention.kind == "named"}
        if thing.type == "Country":
            yield thing.group.known or thing.group.mentions[0].span.text
        elif state := next((capitals()[name] for name in sorted(names) if name in capitals()), None):
            yield state.name


def of_another_trade(noun: str, thing: Thing) -> bool:
    """Tell whether a noun, or the word before it, is one for another trade than that of a body.

    Its trade is known by its name, and by the nouns that it is described or has been met by.
    """
    words = thing.name_words | thing.nouns | thing.called
    trades = [trade for trade in (_trade(word) for word in noun.split()) if trade]
    if not trades or any(not trade.isdisjoint(words) for trade in trades):
        return False
    return any(_trade(word) for word in words)


def _trade(noun: str) -> frozenset[str]:
    """Return the nouns for the trade that a noun is one for, or none."""
    known = next((trade for trade in TRADES if noun in trade), frozenset[str]())
    made = not known and noun.endswith(MAKING) and noun not in NOT_MAKING and " " not in noun
    return frozenset({noun}) if made else known


def is_related(anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether a noun is for who stands in a relation to a thing, its owner: "its rival" is another."""
    return thing.index == anaphor.owner and anaphor.form.rpartition(" ")[2] in RELATED


def is_new(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether "a firm" brings in another than a thing that was named before, below the headline.

    Not so right behind its name: "Acme, a firm of Oslo".
    """
    tok, place = reading.tok, anaphor.place
    if not anaphor.indefinite or not any(seen.sentence >= reading.headlines for seen in thing.seen):
        return False
    return not any(seen.end == place.start - 1 and tok.words[seen.end] == "," for seen in thing.seen)


def doers(reading: Reading, anaphor: Anaphor, things: Sequence[Thing]) -> Sequence[Thing]:
    """Return those of some things who do what a noun says, or all of them where the text tells of none: "the seller".

    Who has been met by a noun for the same is one: "its contractor", "the vendor".
    """
    nouns, verbs = next((pair for pair in DOERS if anaphor.form in pair[0]), (frozenset(), frozenset()))
    if not nouns or anaphor.owner >= 0:
        return things
    doing = {thing.index for i in range(anaphor.place.start) if reading.tok.lemmas[i] in verbs for thing in _by(reading, i)}
    found = [thing for thing in things if thing.index in doing or not nouns.isdisjoint(thing.called | thing.nouns)]
    return found or things


def _by(reading: Reading, verb: int) -> Iterator[Thing]:
    """Yield who does what a verb says: its subject, or that of the verb that it hangs on; the agent of a passive."""
    tok = reading.tok
    if tok.pos[verb] != "VERB":
        return
    kids = [i for i in range(max(0, verb - 40), min(len(tok), verb + 12)) if tok.heads[i] == verb and i != verb]
    if any(tok.deps[i] == "auxpass" for i in kids):
        agents = [i for i in kids if tok.deps[i] == "agent"]
        found = [k for i in agents for k in range(i + 1, min(len(tok), i + 12)) if tok.heads[k] == i]
    else:
        found = [i for i in kids if tok.deps[i] == "nsubj"]
        if not found and tok.deps[verb] in _CONTROLLED and tok.pos[tok.heads[verb]] == "VERB":
            yield from _by(reading, tok.heads[verb])
    for i in found:
        thing = reading.thing_at(i)
        if thing is not None:
            yield thing
