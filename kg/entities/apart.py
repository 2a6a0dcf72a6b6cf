"""What a pronoun cannot stand for, by the grammar alone: "Ida thanked her", "He said that Jonas had left"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entities.reading import verb_above
from kg.mentions.words import SAYING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.entities.evidence import Thing
    from kg.entities.reading import Anaphor, Reading
    from kg.mentions.tokens import Tokens

__all__ = ["is_doer", "is_other", "is_told_by_another", "of_nobody"]

#: Words by which who speaks means his own side.
US = frozenset({"we", "us", "our", "ours"})
#: Words for whose something is, of persons.
ANOTHERS = frozenset({"his", "her", "their", "my"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: How many tokens before a verb its subject may stand.
NEAR = 30
#: Labels of clauses that are no part of what is said.
ASIDE = frozenset({"advcl", "relcl", "acl"})


def is_other(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether the grammar alone bars that a pronoun stands for a thing."""
    return (
        _bound(reading.tok, anaphor, thing) or _told_of(reading, anaphor, thing) or _told_apart(reading, anaphor, thing)
    )


def of_nobody(reading: Reading, anaphor: Anaphor) -> bool:
    """Tell whether a pronoun is that of a noun whose name is not known: "The minister said he would sell his firm".

    It is the subject of what that noun, as the subject, is said to say, or a person that owns something in its clause.
    """
    tok, place = reading.tok, anaphor.place
    if anaphor.model not in ("person", "thing") or reading.quotes[place.head]:
        return False
    if place.role == "owner" and anaphor.model == "person":
        verb = verb_above(tok, place.head)
    elif tok.deps[place.head] in _SUBJECTS and tok.deps[tok.heads[place.head]] == "ccomp":
        verb = tok.heads[tok.heads[place.head]]
    else:
        return False
    while tok.deps[verb] in ("conj", "xcomp") and not any(tok.heads[i] == verb for i in _subjects(tok, verb)):
        verb = tok.heads[verb]
    subject = next((i for i in _subjects(tok, verb) if i < place.head), -1)
    who = reading.unknown.get(subject)
    which = who is not None and who.form == "which"
    if who is not None and who.model == "relative":
        clause = next((i for i in (verb, tok.heads[verb]) if tok.deps[i] == "relcl"), verb)
        who = reading.unknown.get(tok.heads[clause])
    if who is None or any(i in reading.at for i in range(who.place.end, place.start)):
        return False  # its name may stand between: "the head of the firm, Ida Brandvik, said she"
    return _may_own(reading, anaphor, who, which=which)


def _subjects(tok: Tokens, verb: int) -> list[int]:
    near = range(max(0, verb - NEAR), min(len(tok), verb + 3))
    return [i for i in near if tok.heads[i] == verb and tok.deps[i] in _SUBJECTS]


def _may_own(reading: Reading, anaphor: Anaphor, who: Anaphor, *, which: bool) -> bool:
    """Tell whether a noun of an unknown name is of the kind and gender of a pronoun; ``which`` stands for it."""
    points = reading.tok.words[who.place.start].lower() == "the"
    if not points or who.near or who.plural or who.model in ("group", "office") or who.beside >= 0:
        return False
    if anaphor.model == "person":
        return who.types[0] == "Person" and who.gender in ("", anaphor.gender)
    return which or all(reading.typing.root(kind) != "Person" for kind in who.types)


def _bound(tok: Tokens, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether a thing is the subject of the clause that a pronoun is an object of: "Ida thanked her"."""
    if tok.tags[anaphor.place.head] != "PRP" or anaphor.form.endswith("self"):
        return False
    return is_doer(tok, anaphor, thing)


def is_doer(tok: Tokens, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether a thing does what is done to what an anaphor stands for, so that it is none of these."""
    place = anaphor.place
    if place.role not in ("object", "oblique"):
        return False
    verbs = set(_verbs_of_subject(tok, verb_above(tok, place.head)))
    return any(
        seen.role == "subject" and seen.sentence == place.sentence and verb_above(tok, seen.head) in verbs
        for seen in thing.seen[-3:]
    )


def is_told_by_another(tok: Tokens, anaphor: Anaphor) -> bool:
    """Tell whether a person is told by what belongs to another one of the text: "the president of his club".

    Who is meant is another than he, and mostly one who has not been named.
    """
    place = anaphor.place
    if not anaphor.nominal or anaphor.types[:1] != ("Person",) or anaphor.model == "group":
        return False
    behind = range(place.end + 1, min(place.end + 3, len(tok)))
    return tok.words[place.end : place.end + 1] == ["of"] and any(tok.words[i] in ANOTHERS for i in behind)


def _told_of(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether who says something names a person in it, who is another: "He said Jane left".

    So it is in "'Jane left,' he said", not before the verb without quotation marks, "Jane will leave, she said", nor
    where a body speaks.
    """
    tok, place = reading.tok, anaphor.place
    if anaphor.model != "person" or place.role != "subject" or tok.deps[place.head] != "nsubj":
        return False
    verb = tok.heads[place.head]
    if tok.lemmas[verb] not in SAYING:
        return False
    own = {number for number, subject in reading.speakers.items() if subject == place.head}
    if any(reading.quotes[i] in own for i in reading.names_of(thing)):
        return True
    after = range(max(place.head, verb) + 1, len(tok))
    return any(i in after and _in_content(tok, i, verb) for i in reading.names_of(thing))


def _told_apart(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether who speaks for the owner of "its" names a thing beside "us": "'Acme owes us,' its head said"."""
    tok, place = reading.tok, anaphor.place
    if place.role != "owner" or reading.quotes[place.head]:
        return False
    own = {number for number, subject in reading.speakers.items() if subject == tok.heads[place.head]}
    own &= {reading.quotes[i] for i in reading.names_of(thing)}
    return any(number in own and word.lower() in US for number, word in zip(reading.quotes, tok.words, strict=True))


def _in_content(tok: Tokens, i: int, verb: int) -> bool:
    """Tell whether a token stands in what a verb says, and in no clause beside that."""
    while i != verb:
        joined = tok.deps[i] == "conj" and tok.pos[i] in ("VERB", "AUX")
        if joined or tok.deps[i] in ASIDE or tok.heads[i] == i:
            return False
        i = tok.heads[i]
    return True


def _verbs_of_subject(tok: Tokens, verb: int) -> Iterator[int]:
    """Yield a verb and those above it whose subject is its own: "Ida refused to meet her"."""
    yield verb
    while (tok.deps[verb] == "xcomp" or _is_purpose(tok, verb)) and tok.heads[verb] != verb:
        above = tok.heads[verb]
        if any(tok.deps[i] == "dobj" and tok.heads[i] == above for i in range(above + 1, verb)):
            return
        verb = above
        yield verb


def _is_purpose(tok: Tokens, verb: int) -> bool:
    """Tell whether a verb says what the one above it is done for, by one subject: "Ida called to thank him"."""
    own = {tok.deps[i] for i in range(max(0, verb - 6), verb) if tok.heads[i] == verb}
    return tok.deps[verb] == "advcl" and tok.tags[verb] == "VB" and "aux" in own and "nsubj" not in own
