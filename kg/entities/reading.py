"""The state of reading an article from left to right: what has been named so far, and what each word stands for."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.entities.evidence import ARGUMENTS, INDEFINITE, Place, Thing, homes_in, place_of, things_of
from kg.entities.quotes import quote_numbers, speakers
from kg.mentions.groups import size_of
from kg.mentions.nominals import nouns_at
from kg.mentions.words import (
    AGENTS_OF,
    AGENTS_OF_PLURAL,
    DETERMINERS,
    GENDERED_NOUNS,
    MEMBERS_OF,
    OFFICE_NOUNS,
    OWNED_AGENTS,
    PRONOUNS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.entities.names import Group
    from kg.mentions.tokens import Tokens
    from kg.mentions.typing import Typing
    from kg.model import Mention

__all__ = ["INDEFINITE", "Anaphor", "Reading", "verb_above"]

_PRONOUN_MODELS = {"male": "person", "female": "person", "neuter": "thing"}


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun or nominal to be resolved.

    ``model`` names the weights: person ("he"), thing ("it"), plural ("they"), speaker ("I"), speakers ("we"), relative,
    individual ("the minister"), body ("the firm", "the country"), office ("Foreign Minister X"), opening ("a rival",
    where names follow), group ("the two"). ``form`` is a pronoun or the nominal's noun; ``types`` are those it may
    have, empty for any; ``gender`` is male, female or "". ``near`` are the things inside of a nominal, ``owner`` the
    one that owns it, or -1, ``holder`` the person beside an office, or -1. ``beside`` is the token of a name that it is
    in apposition to, or -1. ``size`` is how many things are meant, 0
    if not said.
    """

    mention: Mention
    place: Place
    model: str
    form: str
    types: tuple[str, ...]
    gender: str = ""
    near: frozenset[int] = frozenset()
    owner: int = -1
    holder: int = -1
    size: int = 1
    plural: bool = False
    beside: int = -1

    @property
    def indefinite(self) -> bool:
        """Whether it brings in a thing: "a firm"."""
        return self.nominal and self.mention.span.text.split()[0].lower() in INDEFINITE

    @property
    def nominal(self) -> bool:
        """Whether it is a noun phrase, not a pronoun."""
        return self.mention.kind == "nominal"


#: Nouns for who heads something, beside the offices.
HEADS = frozenset({"head", "leader", "chief", "boss"})
#: How long, in tokens, what stands between commas behind a noun may be.
ASIDE = 8


class Reading:
    """The state of reading: tokens, things, and what stands where."""

    def __init__(self, tok: Tokens, groups: Sequence[Group], typing: Typing) -> None:
        self.tok, self.typing = tok, typing
        self.things, self.named = things_of(tok, groups)
        self.at: dict[int, int] = {i: index for place, index in self.named for i in range(place.start, place.end)}
        self._names: dict[tuple[int, int], list[int]] = {}
        for place, index in self.named:
            self._names.setdefault((index, place.sentence), []).append(place.start)
        self.counts = [len(thing.group.mentions) for thing in self.things]
        self.most = {
            kind: max(self.counts[thing.index] for thing in self.things if kind in (thing.type, thing.root))
            for kind in {thing.type for thing in self.things} | {thing.root for thing in self.things}
        }
        self.quotes = quote_numbers(tok)
        self.speakers = speakers(tok, self.quotes)
        #: Which things a token of a resolved nominal or pronoun stands for.
        self.resolved: dict[int, tuple[int, ...]] = {}
        #: The nominals and pronouns of which it is not known what they stand for, by their head.
        self.unknown: dict[int, Anaphor] = {}
        #: How many sentences are headline: they end without a full stop.
        self.headlines = int(not set(tok.words[: tok.sents.count(0)]) & {".", "!", "?"})
        #: The things that are listed together ("Acme, Beta and Gamma"), with the number of the sentence, in text order.
        self.lists = self._lists()
        #: The last thing that was the subject of each sentence, as far as has been read.
        self.subjects: dict[int, int] = {}
        #: What the nominals that have been read stood for, by noun.
        self.said: dict[str, int] = {}
        #: The things of groups that have been read, the last at the end.
        self.groups: list[frozenset[int]] = []

    def _lists(self) -> list[tuple[int, frozenset[int]]]:
        tok = self.tok
        chains: dict[int, list[int]] = {}
        for place, index in self.named:
            top = place.head
            while tok.deps[top] == "conj" and tok.heads[top] != top:
                top = tok.heads[top]
            chains.setdefault(top, []).append(index)
        found = {top: frozenset(items) for top, items in chains.items() if len(set(items)) > 1}
        for (one, first), (two, second) in pairwise(self.named):
            alike = self.things[first].root == self.things[second].root == "Person"
            apart = alike and tok.words[one.end : two.start] == ["and"]
            if apart and not any(items >= {first, second} for items in found.values()):
                found[one.head] = frozenset((first, second))  # "sisters Ida and Kari Brandvik"
        return [(tok.sents[top], items) for top, items in sorted(found.items())]

    def thing_at(self, i: int) -> Thing | None:
        """Return the one thing that a token is part of a mention of, as far as has been read."""
        index = self.at.get(i, -1)
        if index < 0:
            resolved = self.resolved.get(i, ())
            index = resolved[0] if len(resolved) == 1 else -1
        return self.things[index] if index >= 0 else None

    def note(self, anaphor: Anaphor, chosen: Sequence[Thing]) -> None:
        """Remember what a nominal or pronoun stands for."""
        self.resolved.setdefault(anaphor.place.head, tuple(thing.index for thing in chosen))
        if len(chosen) == 1:
            self.see(chosen[0], anaphor.place)
            if anaphor.model == "person" and not chosen[0].gender:
                chosen[0].gender = anaphor.gender  # who is "her" once is not "he" later
            if anaphor.nominal:
                self.said[anaphor.form] = chosen[0].index
                chosen[0].called.add(anaphor.form.rpartition(" ")[2])
                homes = homes_in(self.tok, anaphor.place.start, anaphor.place.head, self.at) & set(anaphor.near)
                chosen[0].homes.update(index for index in homes if self.things[index].root == "Place")
        else:
            self.groups.append(frozenset(thing.index for thing in chosen))

    def see(self, thing: Thing, place: Place) -> None:
        """Remember that a thing was mentioned, also where something behind that place has been read before."""
        insort(thing.seen, place, key=lambda seen: seen.start)
        if place.role == "subject" and thing.seen[-1] is place:
            self.subjects[place.sentence] = thing.index

    def relate(self, anaphor: Anaphor, chosen: Sequence[Thing]) -> None:
        """Remember that what a nominal tells of belongs to its owner: "its chief executive, X", "its parent X"."""
        if not anaphor.nominal or anaphor.owner < 0:
            return
        named = self.at.get(anaphor.beside, anaphor.holder)
        for index in {named, *(thing.index for thing in chosen)} - {-1, anaphor.owner}:
            self.things[index].tied.add(anaphor.owner)
            self.things[anaphor.owner].tied.add(index)

    def named_after(self, thing: Thing, place: Place) -> bool:
        """Tell whether a sentence names a thing after a place in it."""
        return any(place.start < start for start in self._names.get((thing.index, place.sentence), ()))

    def speaker(self, i: int) -> Thing | None:
        """Return who says the quotation that a token stands in."""
        subject = self.speaker_at(i)
        if subject < 0:
            return None
        return self.thing_at(subject) or self.beside(subject)

    def beside(self, i: int) -> Thing | None:
        """Return who is named beside a noun: "its president, X, said"."""
        found = self.at.get(self._beside(i), -1)
        return self.things[found] if found >= 0 else None

    def told_later(self, i: int) -> int:
        """Return the token behind a quotation that says who speaks, without a name: "I am glad," she said; or -1."""
        subject = self.speaker_at(i)
        return subject if subject > i and self.speaker(i) is None else -1

    def speaker_at(self, i: int) -> int:
        """Return the token of who says the quotation that a token stands in, or -1."""
        return self.speakers.get(self.quotes[i], -1)

    def names_of(self, thing: Thing) -> list[int]:
        """Return the tokens at which the names of a thing begin."""
        return [place.start for place, index in self.named if index == thing.index]

    def anaphor(self, mention: Mention) -> Anaphor:
        """Return a nominal or pronoun with what is needed to resolve it."""
        tok, place = self.tok, place_of(self.tok, mention)
        if mention.kind == "pronoun":
            word = mention.span.text.lower()
            kind, gender = PRONOUNS[word]
            model = _PRONOUN_MODELS.get(gender, gender)
            return Anaphor(mention, place, model, word, (kind,) if kind else (), gender)
        words = tok.words[place.start : place.end]
        size = size_of(words)
        head = place.end - 1
        place = Place(place.start, head, place.end, place.sentence, place.role, place.kind)
        form, types = nouns_at(tok, head, self.typing)
        if size or (tok.tags[head] in ("NNS", "NNPS") and not self._agents(head, OWNED_AGENTS | MEMBERS_OF.keys())):
            gender = GENDERED_NOUNS.get(tok.lemmas[head].lower(), "")
            return Anaphor(mention, place, "group", form, types, gender, size=size, plural=True)
        noun = tok.lemmas[head].lower()
        plural = tok.tags[head] in ("NNS", "NNPS")
        types = (MEMBERS_OF.get(noun, ()) if plural else ()) or types or (mention.type,)
        if self._agents(head):
            types = ("Country", *types)
        if self.typing.is_site(form) and mention.type not in types:
            types = (mention.type, *types)
        inside = [(i, thing) for i in range(place.start, head) if (thing := self.thing_at(i)) is not None]
        near = frozenset(thing.index for _, thing in inside)
        owner = next((thing.index for i, thing in inside if tok.deps[i] == "poss"), -1)
        holder = self._holder(place)
        model = self._model(place, noun, types, holder)
        if model == "office" and place.end - place.start > 1:
            bodies = nouns_at(tok, place.start, self.typing)[1]
            types = tuple(kind for kind in bodies if self.typing.root(kind) in ("Organization", "Place")) or types
        gender = GENDERED_NOUNS.get(noun, "")
        beside = self._beside(head)
        return Anaphor(mention, place, model, form, types, gender, near, owner, holder, 1, plural, beside)

    def _agents(self, head: int, more: frozenset[str] = frozenset()) -> bool:
        nouns = AGENTS_OF_PLURAL | more if self.tok.tags[head] in ("NNS", "NNPS") else AGENTS_OF
        return self.tok.lemmas[head].lower() in nouns

    def _beside(self, head: int) -> int:
        """Return the token of a name that a noun is in apposition to, either way round, or -1."""
        tok = self.tok
        if tok.deps[head] == "appos" and tok.heads[head] in self.at:
            return tok.heads[head]
        after = range(head + 1, min(head + 6, len(tok)))
        beside = next((i for i in after if tok.heads[i] == head and tok.deps[i] == "appos" and i in self.at), -1)
        beside = beside if beside >= 0 else self._called(head)
        beside = beside if beside >= 0 else self._behind_owner(head)
        return beside if beside >= 0 else self._aside(head)

    def _called(self, head: int) -> int:
        """Return the last token of the name right behind a noun of which the parser says the same, or -1.

        "Left the retailer Acme": both are what was left.
        """
        tok, index = self.tok, self.at.get(head + 1, -1)
        last = head + 1
        while index >= 0 and self.at.get(last + 1, -1) == index:
            last += 1
        alike = index >= 0 and (tok.heads[last], tok.deps[last]) == (tok.heads[head], tok.deps[head])
        return last if alike and tok.deps[head] in ARGUMENTS else -1

    def _behind_owner(self, head: int) -> int:
        """Return the last token of a person's name behind a noun for one and what that is of, or -1.

        "Acme sued the head of the union, Ida Brandvik, in May": whatever the parser says.
        """
        tok = self.tok
        if tok.words[head + 1 : head + 2] != ["of"] or tok.lemmas[head].lower() not in OFFICE_NOUNS | HEADS:
            return -1
        comma = next((i for i in range(head + 2, min(head + 2 + ASIDE, len(tok))) if tok.words[i] == ","), -1)
        index = self.at.get(comma + 1, -1) if comma >= 0 else -1
        if index < 0 or self.things[index].root != "Person":
            return -1
        if any(tok.tags[i][0] not in "NJDIP" for i in range(head + 2, comma)):
            return -1
        last = comma + 1
        while self.at.get(last + 1, -1) == index:
            last += 1
        return last if tok.words[last + 1 : last + 2] in ([","], ["."]) else -1

    def _aside(self, head: int) -> int:
        """Return the token of the name that stands alone between commas behind a noun, or -1, whatever the parser says.

        "Acme's owner, the Oslo fund Brix, sold": the last name of the phrase is what the noun means.
        """
        tok, found = self.tok, -1
        if tok.words[head + 1 : head + 2] != [","] or tok.tags[head] == "NNS":
            return -1
        for i in range(head + 2, min(head + 2 + ASIDE, len(tok))):
            if tok.words[i] == ",":
                listed = tok.tags[i + 1 : i + 2] == ["CC"]  # "the bank, Acme, and Brix"
                return found if found == i - 1 and not listed else -1
            if tok.tags[i][0] not in "NJDC" or tok.tags[i] == "CC":
                return -1
            if i in self.at:
                found = i
        return -1

    def _holder(self, place: Place) -> int:
        """Return the person whose name follows an office or a noun phrase with one, or -1."""
        for i in (place.end, place.end + 1):
            index = self.at.get(i, -1)
            if index >= 0:
                return index if self.things[index].root == "Person" else -1
        return -1

    def _model(self, place: Place, noun: str, types: tuple[str, ...], holder: int) -> str:
        tok = self.tok
        first = tok.words[place.start].lower()
        if first in INDEFINITE:
            return "opening"
        bare = first not in DETERMINERS and "POS" not in tok.tags[place.start : place.end]
        if bare and noun in OFFICE_NOUNS and holder >= 0 and self.at.get(place.end, -1) == holder:
            return "office"
        if bare and place.end - place.start == 1 and tok.deps[place.head] == "compound":
            return "office"
        if bare and not self._agents(place.head):
            return "opening"
        return "individual" if types[0] == "Person" else "body"


def verb_above(tok: Tokens, i: int) -> int:
    """Return the verb of the clause that a token stands in."""
    for _ in range(12):
        if tok.pos[i] in ("VERB", "AUX") and tok.deps[i] not in ("aux", "auxpass"):
            return i
        if tok.heads[i] == i:
            return i
        i = tok.heads[i]
    return i
