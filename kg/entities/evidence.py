"""What a text says of each named thing beside its name: gender, nouns that describe it, places it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.mentions.given_names import FEMALE, MALE
from kg.mentions.words import GENDERED_NOUNS, HONORIFICS, IMPLIED, REGNAL, SEATED, TITLE_GENDERS
from kg.nlp import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.entities.names import Group
    from kg.mentions.tokens import Tokens
    from kg.model import Mention

__all__ = ["ARGUMENTS", "INDEFINITE", "Place", "Thing", "homes_in", "things_of"]

#: Grammatical roles that matter for who is meant; a conjunct or an apposition has the role of what it hangs on.
_ROLES = {
    "nsubj": "subject",
    "nsubjpass": "subject",
    "csubj": "subject",
    "dobj": "object",
    "dative": "object",
    "pobj": "oblique",
    "agent": "oblique",
    "poss": "owner",
    "compound": "modifier",
    "amod": "modifier",
    "nmod": "modifier",
}

#: Words before a noun for what is new.
INDEFINITE = frozenset({"a", "an", "another"})
#: Labels of which a verb or a preposition has but one.
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
#: A word of a name that ends in "s" and has more letters is a plural.
PLURAL = 4
#: Verbs whose subject belongs to their object: "Ida Brandvik, who runs Norvex".
RUNNING = word_set("lead head run chair own found manage edit direct control represent co-found coach captain")


@dataclass(frozen=True, slots=True)
class Place:
    """A mention among the tokens: first, head and last token (exclusive), sentence, role, and whether it is a name."""

    start: int
    head: int
    end: int
    sentence: int
    role: str
    kind: str


@dataclass(slots=True, eq=False)
class Thing:
    """A named thing while the text is read: where it has been mentioned so far, and what is known of it.

    ``nouns`` are the common nouns that describe it anywhere in the text ("brewer", "chairman"); ``near`` the things
    that stand in its noun phrases ("the Danish brewer Acme", "Acme of Aarhus") or that it heads or owns, either way
    round; ``around`` those of the sentence that names it first, whose number is ``first``; ``tied`` those that words
    read so far set beside it where no name does ("its chief executive, X"). ``homes`` are the places that its noun
    phrases say it is of; ``called`` the nouns for it that have been read. ``seen`` are the places read so
    far.
    """

    index: int
    group: Group
    type: str
    root: str
    name_words: frozenset[str]
    gender: str = ""
    nouns: set[str] = field(default_factory=set)
    near: set[int] = field(default_factory=set)
    around: set[int] = field(default_factory=set)
    tied: set[int] = field(default_factory=set)
    homes: set[int] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    first: int = 0
    seen: list[Place] = field(default_factory=list)


def place_of(tok: Tokens, mention: Mention) -> Place:
    """Return where a mention stands among the tokens."""
    start = tok.token_at(mention.span.start)
    end = tok.token_at(mention.span.end - 1) + 1
    head = start
    for i in range(start, end):
        if not start <= tok.heads[i] < end or tok.heads[i] == i:
            head = i
            if tok.deps[i] not in ("det", "case", "punct", "compound"):
                break
    return Place(start, head, end, tok.sents[start], role_of(tok, head), mention.kind)


def role_of(tok: Tokens, i: int) -> str:
    """Return the grammatical role of a token: subject, object, oblique, owner, modifier or other."""
    for _ in range(4):
        if tok.deps[i] not in ("conj", "appos"):
            break
        i = tok.heads[i]
    return _ROLES.get(tok.deps[i], "other")


def things_of(tok: Tokens, groups: Sequence[Group]) -> tuple[list[Thing], list[tuple[Place, int]]]:
    """Return the things of an article, and where their names stand, in text order, with each thing's index."""
    things = [Thing(i, group, group.type, group.root, _name_words(group)) for i, group in enumerate(groups)]
    places = [(place_of(tok, mention), thing.index) for thing in things for mention in thing.group.mentions]
    places.sort(key=lambda item: item[0].start)
    at = {i: thing for place, thing in places for i in range(place.start, place.end)}
    children: dict[int, list[int]] = {}
    for i, head in enumerate(tok.heads):
        if head != i:
            children.setdefault(head, []).append(i)
    genders: dict[int, list[str]] = {}
    for place, index in places:
        _describe(tok, place, things[index], children, at)
        if things[index].root == "Person":
            before = tok.words[place.start - 1] if place.start else ""
            title = TITLE_GENDERS.get(before) or TITLE_GENDERS.get(tok.words[place.start])
            if title:
                genders.setdefault(index, []).append(title)
    by_sentence: dict[int, set[int]] = {}
    first: dict[int, int] = {}
    for place, index in places:
        by_sentence.setdefault(place.sentence, set()).add(index)
        first.setdefault(index, place.sentence)
    for thing in things:
        thing.first = first[thing.index]
        thing.around |= by_sentence[thing.first]
        for index in thing.near:
            things[index].near.add(thing.index)
        thing.homes = {index for index in thing.homes if things[index].root == "Place"}
        if thing.root == "Person":
            thing.gender = _gender(thing, genders.get(thing.index, []))
    return things, places


def _name_words(group: Group) -> frozenset[str]:
    if group.root == "Person":
        return frozenset()
    names = {mention.span.text for mention in group.mentions} | {group.known}
    words = {word.lower() for name in names if " " in name for word in name.split()}
    if group.root == "Organization" and not group.known:
        words |= {word[:-1] for word in words if word.endswith("s") and len(word) > PLURAL}  # "Hospitals": a hospital
    return frozenset(words.union(*(IMPLIED.get(word, ()) for word in words)))


def _gender(thing: Thing, titles: Sequence[str]) -> str:
    """Return what a title, else the first name, else the nouns beside the name tell, or ""."""
    if titles:
        return titles[0]
    first = thing.group.words[0]
    if len(thing.group.words) > 1 and (first in MALE) != (first in FEMALE):
        return "male" if first in MALE else "female"
    nouns = {GENDERED_NOUNS[noun] for noun in thing.nouns if noun in GENDERED_NOUNS}
    return nouns.pop() if len(nouns) == 1 else ""


def _describe(tok: Tokens, place: Place, thing: Thing, children: dict[int, list[int]], at: dict[int, int]) -> None:
    """Note the nouns and names in the noun phrase of a mention: before it, in apposition to it, or as its predicate."""
    head = place.head
    for i in range(max(0, place.start - 1), place.end):
        if tok.words[i] in HONORIFICS or tok.words[i] in REGNAL:
            thing.nouns.add(tok.words[i].lower())
    after = tok.words[place.end : place.end + 2]
    if len(after) == 2 and after[0] in (",", "(") and after[1].isdigit() and len(after[1]) == 2:
        thing.nouns.add(after[1])
    before = tok.words[max(0, place.start - 5) : place.start]
    if before[1:] == ["-", "year", "-", "old"]:
        thing.nouns.add(before[0])
    heads = [i for i in children.get(head, ()) if tok.deps[i] in ("compound", "appos", "nmod", "amod", "poss")]
    if tok.deps[head] in ("appos", "compound") and tok.heads[head] not in at:
        heads.append(tok.heads[head])
    if _is_called(tok, place.start - 1, head):
        heads.append(place.start - 1)
    verb = tok.heads[head]
    if tok.deps[head] == "nsubj" and tok.lemmas[verb] in ("be", "become", "remain"):
        heads += [i for i in children.get(verb, ()) if tok.deps[i] == "attr"]
    if tok.deps[head] == "nsubj" and tok.lemmas[verb] in RUNNING:
        heads += [i for i in children.get(verb, ()) if tok.deps[i] == "dobj" and i in at]
    thing.homes |= homes_in(tok, _left(children, head), place.start, at)
    for i in heads:
        if place.start <= i < place.end:
            continue
        _note(tok, i, thing, at)
        if tok.tags[i][:2] == "NN":
            thing.homes |= homes_in(tok, _left(children, i), i, at)
        for k in children.get(i, ()):
            if tok.deps[k] in ("compound", "amod", "nmod", "poss", "conj", "npadvmod"):
                _note(tok, k, thing, at)
            elif tok.deps[k] == "prep":
                _note_names(children.get(k, ()), thing, at)
                if tok.words[k] in ("of", "in", "from"):
                    thing.homes.update(at[j] for j in children.get(k, ()) if j in at)
    for k in children.get(head, ()):
        if tok.deps[k] == "prep" and tok.words[k] in ("of", "in", "from"):
            _note_names(children.get(k, ()), thing, at)
            if tok.words[k] != "in":  # "sued Acme in Oslo"
                thing.homes.update(at[j] for j in children.get(k, ()) if j in at)
        elif tok.deps[k] in ("relcl", "acl"):
            for j in children.get(k, ()):
                if tok.deps[j] == "dobj" and tok.lemmas[k] in RUNNING:
                    _note_names((j,), thing, at)
                elif tok.deps[j] == "prep" and tok.lemmas[k] in ("base", "headquarter"):
                    _note_names(children.get(j, ()), thing, at)
                    thing.homes.update(at[k] for k in children.get(j, ()) if k in at)


def _is_called(tok: Tokens, i: int, head: int) -> bool:
    """Tell whether the parser says the same of a noun and of the name right behind it: "left the retailer Acme"."""
    if i < 0 or tok.tags[i] not in ("NN", "NNS") or tok.deps[i] not in ARGUMENTS:
        return False
    return (tok.heads[i], tok.deps[i]) == (tok.heads[head], tok.deps[head])


def _left(children: Mapping[int, Sequence[int]], head: int) -> int:
    """Return the first token that hangs on a noun before it, at most two steps below."""
    near = [head, *children.get(head, ())]
    return min([*near, *(k for i in near if i < head for k in children.get(i, ()))])


def homes_in(tok: Tokens, start: int, head: int, at: Mapping[int, int]) -> set[int]:
    """Return the things in a noun phrase, before its head, that may be the place that it says somebody is of.

    "The Oslo firm", "the Oslo-based firm", "Oslo's firm", "the Norwegian firm"; not "the Oslo-listed firm".
    """
    words = tok.words
    found = set()
    for i in range(start, head):
        after = words[i + 1 : i + 3]
        seated = after[:1] != ["-"] or after[1:] == [] or after[1].lower() in SEATED
        if i in at and at.get(i + 1) != at[i] and words[i - 1 : i] != ["-"] and seated:
            found.add(at[i])
    return found


def _note_names(tokens: Iterable[int], thing: Thing, at: dict[int, int]) -> None:
    thing.near.update(at[i] for i in tokens if i in at and at[i] != thing.index)


def _note(tok: Tokens, i: int, thing: Thing, at: dict[int, int]) -> None:
    if i in at:
        if at[i] != thing.index:
            thing.near.add(at[i])
    elif tok.tags[i][:2] == "NN":
        noun = tok.lemmas[i].lower()
        thing.nouns.add(noun)
        thing.nouns.add(tok.words[i].lower())
        if i and tok.tags[i - 1][:2] in ("NN", "JJ"):
            thing.nouns.add(f"{tok.words[i - 1].lower()} {noun}")
