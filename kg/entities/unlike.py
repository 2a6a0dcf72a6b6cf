"""What a noun phrase cannot stand for by what it says: another place, another trade, another part in a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entities.evidence import INDEFINITE, homes_in
from kg.mentions.tables import capitals
from kg.mentions.words import (
    ANY_BODY,
    BUYING,
    DOERS,
    EMPLOYING,
    JUDGING,
    MAKING,
    NO_LONGER,
    NOT_MAKING,
    ORGANS,
    PREDECESSOR,
    RELATED,
    SELLING,
    TRADES,
    WORKING,
    WORKING_FOR,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.entities.evidence import Thing
    from kg.entities.reading import Anaphor, Reading
    from kg.mentions.tokens import Tokens

__all__ = ["employer", "is_related", "is_unlike", "narrowed", "of_another_trade"]

#: How many tokens before and behind a word what hangs on it is looked for.
BEFORE, BEHIND = 40, 16
#: How many sentences back somebody was spoken of just then.
RECENT = 2
#: What a subject is of the verb above its own: "agreed to sell".
_CONTROLLED = frozenset({"xcomp", "conj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def is_unlike(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether a thing is none that a noun phrase may stand for, by what that says."""
    bars = (_is_elsewhere, _is_new, _is_accused, _is_of_another_age, _is_introduced)
    return anaphor.nominal and any(bar(reading, anaphor, thing) for bar in bars)


def narrowed(reading: Reading, anaphor: Anaphor, things: Sequence[Thing]) -> Sequence[Thing]:
    """Return those of some things of which the text has said what a noun phrase says, or all where of none."""
    for those in (_doers, _at_home, _described, _predecessors) if anaphor.nominal else ():
        things = those(reading, anaphor, things)
    return things


def _is_elsewhere(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether a noun phrase says a home that is not the one a body is known to have.

    "The Danish group" is no firm of Oslo. What is known is what the text has said of it; of two places of which
    neither is a state or its capital nothing is known.
    """
    told = _told(reading, anaphor)
    if not told or thing.root != "Organization" or thing.index == anaphor.owner or not told.isdisjoint(thing.homes):
        return False
    here, there = (set(_states(reading, indices)) for indices in (told, thing.homes))
    return bool(here and there) and here.isdisjoint(there)


def _at_home(reading: Reading, anaphor: Anaphor, things: Sequence[Thing]) -> Sequence[Thing]:
    """Return those of some things that are of the state which a noun phrase says, or all where none is known to be.

    Those of a city stay, of which it is not known where it lies.
    """
    told = _told(reading, anaphor) if anaphor.model == "body" else set()
    if not told:
        return things
    here = set(_states(reading, told))
    fitting = [
        thing
        for thing in things
        if thing.type in anaphor.types
        and not (told.isdisjoint(thing.homes) and here.isdisjoint(_states(reading, thing.homes)))
    ]
    cities = [t for t in things if any(reading.things[i].type == "City" for i in t.homes) and t not in fitting]
    return [*fitting, *cities] if fitting else things


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
    """Tell whether a noun is for who stands in a relation to a thing, its owner: "its rival", "his brother".

    "Its board" is none; what a person calls his own always is.
    """
    return thing.index == anaphor.owner and (thing.root == "Person" or anaphor.form.rpartition(" ")[2] in RELATED)


def _is_new(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether "a firm" brings in another than a thing that was named before, below the headline.

    Not so right behind its name: "Acme, a firm of Oslo".
    """
    tok, place = reading.tok, anaphor.place
    if not anaphor.indefinite or not any(seen.sentence >= reading.headlines for seen in thing.seen):
        return False
    return not any(seen.end == place.start - 1 and tok.words[seen.end] == "," for seen in thing.seen)


def _described(reading: Reading, anaphor: Anaphor, things: Sequence[Thing]) -> Sequence[Thing]:
    """Return those of some bodies that are known by a noun, or all where none is: "the conglomerate"."""
    noun = anaphor.form.rpartition(" ")[2]
    if anaphor.owner >= 0 or anaphor.model != "body":
        return things
    if all(reading.typing.root(kind) == "Place" for kind in anaphor.types):
        return things  # "the territory"
    if noun in ANY_BODY or noun in RELATED or noun in ORGANS or reading.typing.is_site(noun):
        return things
    known = [(thing, (*thing.nouns, *thing.name_words)) for thing in things]
    return [thing for thing, words in known if any(word.endswith(noun) for word in words)] or things


def _is_of_another_age(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether "the 61-year-old" is said of somebody whose age is known to be another."""
    words = reading.tok.words[anaphor.place.start : anaphor.place.end]
    age = next((word for word in words if word.isdigit()), "") if anaphor.form == "old" else ""
    ages = {noun for noun in thing.nouns if noun.isdigit()}
    if age and not ages and thing.seen and anaphor.place.sentence - thing.seen[-1].sentence > RECENT:
        return True  # an age is told of whom the text speaks just then
    return bool(age and ages) and age not in ages


def _is_introduced(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:  # noqa: ARG001
    """Tell whether a noun is but said to be something that is new: "the buyer was a trust"."""
    tok, head = reading.tok, anaphor.place.head
    verb = tok.heads[head]
    if tok.deps[head] != "nsubj" or tok.lemmas[verb] != "be" or anaphor.form.rpartition(" ")[2] not in RELATED:
        return False
    told = [i for i in _kids(tok, verb) if tok.deps[i] == "attr" and tok.tags[i] == "NN"]
    return any(tok.words[k].lower() in INDEFINITE for i in told for k in _kids(tok, i))


def _predecessors(reading: Reading, anaphor: Anaphor, things: Sequence[Thing]) -> Sequence[Thing]:
    """Return those of some people whose office another has now, "the former mayor", or all where none is told of."""
    before = reading.tok.words[anaphor.place.start : anaphor.place.head]
    if anaphor.model != "individual" or NO_LONGER.isdisjoint(before) or anaphor.owner >= 0:
        return things
    return [thing for thing in things if PREDECESSOR in thing.nouns | thing.called] or things


def _is_accused(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether somebody would blame or praise his own body under another word: "Acme's chief accused the firm"."""
    tok, place = reading.tok, anaphor.place
    verb = tok.heads[place.head]
    if not anaphor.nominal or anaphor.owner >= 0 or tok.deps[place.head] != "dobj" or tok.lemmas[verb] not in JUDGING:
        return False
    subjects = [i for i in _kids(tok, verb) if tok.deps[i] == "nsubj"]
    who = next((found for i in subjects for found in (reading.thing_at(i), reading.beside(i)) if found), None)
    return who is not None and who.root == "Person" and thing.index in who.near | who.tied


def employer(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return the only body for which a person is said to have worked whose "former employer" a noun phrase means.

    "Worked for Acme" and "was dismissed by Acme" tell it.
    """
    owner = reading.things[anaphor.owner] if anaphor.owner >= 0 else None
    before = reading.tok.words[anaphor.place.start : anaphor.place.head]
    if anaphor.form != "employer" or owner is None or owner.root != "Person" or NO_LONGER.isdisjoint(before):
        return None
    known = {thing.index for i in range(anaphor.place.start) for thing in _employer(reading, i, owner)}
    return reading.things[known.pop()] if len(known) == 1 else None


def _employer(reading: Reading, verb: int, person: Thing) -> Iterator[Thing]:
    """Yield for whom a verb says that a person works or worked."""
    tok = reading.tok
    works, hired = tok.lemmas[verb] in WORKING, tok.lemmas[verb] in EMPLOYING
    if tok.pos[verb] != "VERB" or not (works or hired):
        return
    kids = _kids(tok, verb)
    who = [i for i in kids if tok.deps[i] == ("nsubj" if works else "nsubjpass")]
    if not any((reading.thing_at(i) or reading.beside(i)) is person for i in who):
        return
    for i in kids:
        if tok.deps[i] == "agent" if hired else tok.words[i] in WORKING_FOR:
            yield from (
                thing
                for k in range(i + 1, min(len(tok), i + 8))
                if tok.heads[k] == i and (thing := reading.thing_at(k))
            )


def _doers(reading: Reading, anaphor: Anaphor, things: Sequence[Thing]) -> Sequence[Thing]:
    """Return those of some things who do what a noun says, or all of them where the text tells of none: "the seller".

    Who has been met by a noun for the same is one: "its contractor", "the vendor".
    """
    nouns, verbs = next((pair for pair in DOERS if anaphor.form in pair[0]), (frozenset(), frozenset()))
    if not nouns or anaphor.owner >= 0:
        return things
    tok = reading.tok
    doing = {thing.index for i in range(anaphor.place.start) if tok.lemmas[i] in verbs for thing in _by(reading, i)}
    if not verbs.isdisjoint(BUYING):
        sales = [i for i in range(anaphor.place.start) if tok.lemmas[i] in SELLING]
        doing |= {thing.index for i in sales for thing in _to(reading, i)}
    found = [thing for thing in things if thing.index in doing or not nouns.isdisjoint(thing.called | thing.nouns)]
    return found or things


def _to(reading: Reading, sale: int) -> Iterator[Thing]:
    """Yield to whom something is sold."""
    tok = reading.tok
    sold = [i for i in _kids(tok, sale) if tok.deps[i] == "dobj"]  # the parser hangs "to" on what is sold
    for i in (*_kids(tok, sale), *(k for one in sold for k in _kids(tok, one))):
        if tok.words[i] == "to" and tok.deps[i] in ("prep", "dative"):
            yield from (thing for k in _kids(tok, i) if (thing := reading.thing_at(k)))


def _kids(tok: Tokens, i: int) -> list[int]:
    """Return what hangs on a token, not too far off."""
    return [k for k in range(max(0, i - BEFORE), min(len(tok), i + BEHIND)) if tok.heads[k] == i and k != i]


def _by(reading: Reading, verb: int) -> Iterator[Thing]:
    """Yield who does what a verb says: its subject, or that of the verb that it hangs on; the agent of a passive."""
    tok = reading.tok
    if tok.pos[verb] != "VERB":
        return
    kids = _kids(tok, verb)
    if any(tok.deps[i] == "auxpass" for i in kids):
        agents = [i for i in kids if tok.deps[i] == "agent"]
        found = [k for i in agents for k in range(i + 1, min(len(tok), i + 12)) if tok.heads[k] == i]
    else:
        if not any(tok.deps[i] == "dobj" for i in kids):
            return  # "Acme bought for its mines"
        found = [i for i in kids if tok.deps[i] == "nsubj"]
        if not found and tok.deps[verb] in _CONTROLLED and tok.pos[tok.heads[verb]] == "VERB":
            found = [i for i in _kids(tok, tok.heads[verb]) if tok.deps[i] == "nsubj"]
    for i in found:
        thing = reading.thing_at(i)
        if thing is not None:
            yield thing
