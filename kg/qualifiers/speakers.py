"""Who is meant by a word of reporting: an entity, or words for somebody without a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.nlp import word_set
from kg.qualifiers.cues import CITING, PROBABLE, RELAYING, REPORTING, SOURCE_NOUN, SPEAKS_FOR, SPOKESPERSON, has
from kg.qualifiers.tellers import FINITE, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.qualifiers.cues import Cues
    from kg.qualifiers.reading import Reading

__all__ = ["SPEAKER", "Source", "house_of", "named_beside", "relays", "said_by", "words_of"]

#: How many tokens back "the statement" is looked for.
BACK = 120
#: What may stand between what is said and who says it.
BREAKS = word_set(", \" ” ''")
#: Relative pronouns, which stand for the noun that their clause hangs on.
RELATIVES = ("WP", "WDT")
PRONOUNS = ("PRP", "PRP$", "WP", "WDT", "EX", "DT")
#: Labels by which the name of a house stands before its spokesman, and prepositions by which it stands behind.
HOUSE = word_set("compound poss nmod amod")
OF = word_set("for of at from by")
#: A report stands in an outlet.
IN = "in"
#: What a phrase for somebody without a name leaves out.
ASIDE = word_set("relcl appos conj cc punct parataxis")
#: Words that make a noun stand for somebody named before: "the company", "this person".
POINTING = word_set("the this that these those such")
#: The type of who may stand before a colon as a speaker; others are what a headline is about.
SPEAKER = "Person"
#: The type that an anonymous source may be said to have told.
OUTLET = "MediaOutlet"


@dataclass(frozen=True, slots=True)
class Source:
    """Who is said to say a claim: an entity, or words for somebody without a name.

    ``word`` is the token of the word of reporting. ``relayed`` tells that it passes on what it has by hearsay: an
    outlet that "reports", people "familiar with the matter". ``plain`` tells that the claim is what that word governs
    ("Jane Roe said that"), which no network takes back.
    """

    who: Entity | str
    word: int
    relayed: bool = False
    plain: bool = False

    @property
    def key(self) -> str:
        """What is equal for equal sources."""
        return self.who if isinstance(self.who, str) else self.who.id


def relays(who: Entity) -> bool:
    """Tell whether somebody passes on what others say."""
    return who.type == OUTLET


def said_by(reading: Reading, cues: Cues, verb: int, noun: int | None = None) -> Iterator[Source]:
    """Yield who says what a verb of reporting says; beside an anonymous source the outlet that was told."""
    tree = reading.tree
    if noun is None and has(cues, verb, CITING):
        cited = tree.kid(verb, "dobj")
        yield from said_by(reading, cues, verb, cited) if cited is not None else ()
    noun = noun if noun is not None else subject_of(tree, verb)
    if noun in reading.together:
        for one in reading.together[noun]:  # "both firms said"
            yield Source(one, verb, relays(one) and has(cues, verb, RELAYING))
        return
    who = _speaker(reading, cues, noun, verb) if noun is not None else None
    if noun is not None and not (isinstance(who, Entity) and who.type == SPEAKER):
        who = _titled(reading, noun, verb) or who
    if noun is None or who is None:
        return
    if not isinstance(who, str):
        yield Source(who, verb, relays(who) and (has(cues, verb, RELAYING) or has(cues, noun, RELAYING)))
        return
    outlets = [
        reading.heads[k]
        for k in tree.kids[verb]
        if tree.dep[k] in ("dobj", "dative") and k in reading.heads and relays(reading.heads[k])
    ]
    hearsay = any(has(cues, i, PROBABLE) for i in tree.subtree(noun))
    yield Source(who, verb, bool(outlets) or hearsay)
    for outlet in outlets:
        yield Source(outlet, verb, relayed=True)


def _speaker(reading: Reading, cues: Cues, noun: int, verb: int) -> Entity | str | None:
    """Return who the subject of a verb stands for: an entity, words for somebody without a name, or None."""
    tree = reading.tree
    if noun in reading.heads:
        return reading.heads[noun]
    if tree.tag[noun] in RELATIVES:
        clause = tree.head[noun]
        return _speaker(reading, cues, tree.head[clause], verb) if tree.dep[clause] == "relcl" else None
    if noun in reading.named:
        return reading.named[noun]
    if tree.tag[noun] in PRONOUNS and not _of_many(reading, noun):
        return None
    named = _set_off(reading, noun, verb)
    if named is not None:
        return named
    beside = [k for k in tree.kids[noun] if tree.dep[k] == "appos"]
    for k in beside:
        if k in reading.heads and not any(tree.is_verb(i) and tree.dep[i] != "amod" for i in range(noun, k)):
            return reading.heads[k]
        beside += [other for other in tree.kids[k] if tree.dep[other] == "appos"]  # "its chief, the general Jane Roe,"
    above = reading.heads.get(tree.head[noun]) if tree.dep[noun] == "appos" else None
    aside = verb < noun or tree.lower[verb - 1] == ","
    if above is not None and above.type == SPEAKER and aside:
        return above  # "Jane Roe, the minister, said"; not "Osk sued Jane Roe, a lawyer said"
    if has(cues, noun, SPEAKS_FOR):
        name = _spokesman(reading, noun)
        if name is not None:
            return name
        house = house_of(reading, noun) or (_topic(reading, noun) if has(cues, noun, SPOKESPERSON) else None)
        house = house or _whose(reading, noun)
        if house is not None:
            return house
    if has(cues, noun, SPEAKS_FOR) or has(cues, noun, SOURCE_NOUN) or _holds_office(reading, noun):
        return words_of(reading, noun)
    return words_of(reading, noun, pointing=True) if _of_many(reading, noun) else None


def _holds_office(reading: Reading, noun: int) -> bool:
    """Tell whether a noun is an office that is told whole: "the head of the union", not "the head"."""
    tree = reading.tree
    told = any(tree.dep[k] == "prep" and tree.lower[k] in OF for k in tree.kids[noun])
    return told and tree.tag[noun] == "NN" and tree.lemma[noun] in reading.lexicon.titles


def _set_off(reading: Reading, noun: int, verb: int) -> Entity | None:
    """Return the person who is named between commas before a verb: "the mayor of Elling, Jane Roe, said".

    The parser takes the name for an apposition of the city.
    """
    tree, named, last = reading.tree, reading.named, verb - 2
    name = named.get(last)
    if name is None or name.type != SPEAKER or noun >= last or tree.lower[verb - 1] != ",":
        return None
    first = last
    while first - 1 > noun and named.get(first - 1) is name:
        first -= 1
    plain = not any(tree.is_verb(i) and tree.dep[i] != "amod" for i in range(noun, first))
    return name if tree.lower[first - 1] == "," and plain else None


def _of_many(reading: Reading, noun: int) -> bool:
    """Tell whether a number or the like is of people who may be a source: "one of the officials said"."""
    tree = reading.tree
    many = [k for of in tree.kids[noun] if tree.lower[of] == "of" for k in tree.kids[of] if tree.dep[k] == "pobj"]
    return any(has(reading.cues(k, k + 1), k, SOURCE_NOUN) for k in many)


def _titled(reading: Reading, noun: int, verb: int) -> Entity | None:
    """Return the person whose name ends the phrase before a verb: "the finance minister of Norway Jane Roe said".

    The parser takes a name or a word before it for the subject. A name behind a preposition is no speaker's: "friends
    of Jane Roe said".
    """
    tree, named, last = reading.tree, reading.named, verb - 1
    name = named.get(last)
    if name is None or name.type != SPEAKER:
        return None
    first = last
    while first > noun and named.get(first - 1) is name:
        first -= 1
    inside = range(noun, last + 1)
    plain = not any(tree.lower[i] == "," or tree.is_verb(i) for i in inside)
    return name if noun < first and tree.tag[first - 1].startswith("N") and plain else None


def _spokesman(reading: Reading, noun: int) -> Entity | None:
    """Return who is named behind the house that a noun speaks for: "a spokesman for Osk, John Poe, said"."""
    tree = reading.tree
    houses = [h for k in tree.kids[noun] if tree.dep[k] == "prep" and tree.lower[k] in OF for h in tree.kids[k]]
    names = [reading.heads[k] for h in houses for k in tree.kids[h] if tree.dep[k] == "appos" and k in reading.heads]
    return next((name for name in names if name.type == SPEAKER), None)


def house_of(reading: Reading, noun: int) -> Entity | None:
    """Return the entity in whose name a spokesman, a statement or a report speaks."""
    tree = reading.tree
    for k in tree.kids[noun]:
        if tree.dep[k] in HOUSE and k in reading.named:
            return reading.named[k]
    for k in tree.kids[noun]:
        if tree.dep[k] in ("prep", "agent") and (tree.lower[k] in OF or tree.lower[k] == IN):
            for name in tree.kids[k]:
                who = reading.heads.get(name)
                if who is not None and (tree.lower[k] != IN or who.type == OUTLET):
                    return who
    return None


def _topic(reading: Reading, noun: int) -> Entity | None:
    """Return the body that a sentence is about where it brings in a spokesman: "Osk, said a spokesman, will not"."""
    tree, spans = reading.tree, reading.quotes
    for i in range(noun - 1, -1, -1):
        if tree.lower[i] == ";" or (tree.head[i] == i and i not in tree.up(noun)):
            return None
        who = reading.heads.get(i) if tree.dep[i] in ("nsubj", "nsubjpass") else None
        quoted = any(start <= i < end for start, end in spans)  # nobody names himself in his own words
        if who is not None and not quoted:
            return who if who.type not in (SPEAKER, OUTLET) else None
    return None


def _whose(reading: Reading, noun: int) -> Entity | None:
    """Return whose "the statement" is: of the last one, in whose name it speaks, or who says something in it."""
    tree = reading.tree
    if noun == 0 or tree.lower[noun - 1] not in POINTING:
        return None
    for i in range(noun - 1, max(noun - BACK, 0), -1):
        if tree.lemma[i] == tree.lemma[noun] and tree.tag[i].startswith("N"):
            house = house_of(reading, i)
            verb = next((k for k in tree.up(i) if tree.is_verb(k)), None)
            subject = None if verb is None or house else subject_of(tree, verb)
            told = verb is not None and has(reading.cues(verb, verb + 1), verb, REPORTING)
            return house or (reading.heads.get(subject) if subject is not None and told else None)
    return None


def words_of(reading: Reading, noun: int, *, pointing: bool = False) -> str | None:
    """Return the words of a noun phrase, without asides.

    None where they stand for nobody without what came before ("the minister"), unless ``pointing`` words are wanted.
    """
    tree, text = reading.tree, reading.article.text
    tokens = [noun]
    for i in tokens:
        tokens.extend(k for k in tree.kids[i] if tree.dep[k] not in ASIDE and tree.tag[k] not in FINITE)
    start = end = noun
    while start - 1 in tokens and tree.tag[start - 1] not in RELATIVES:
        start -= 1
    while end + 1 in tokens:
        end += 1
    stop = tree.idx[end + 1] if end + 1 < tree.size else len(text)
    words = " ".join(text[tree.idx[start] : stop].split()).rstrip(" ,.;:-–—\"”'’")
    points = tree.tag[start] == "PRP$" or (tree.lower[start] in POINTING and end - start == 1)
    return words if words and (pointing or not points) else None


def named_beside(reading: Reading, verb: int) -> Entity | None:
    """Return who is named right before a verb, behind a comma or quotation mark, or right after it."""
    tree, named = reading.tree, reading.named
    who, first = named.get(verb - 1), verb - 1
    while first > 0 and (named.get(first - 1) is who or tree.tag[first - 1] in ("DT", "JJ")):
        first -= 1
    if who is not None and first > 0 and tree.lower[first - 1] in BREAKS:
        return who
    return named.get(verb + 1) if verb > 0 and tree.lower[verb - 1] in BREAKS else None
