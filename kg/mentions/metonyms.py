"""Capitals that stand for their governments: "Moscow said", "talks with Beijing", "a Washington-backed group"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.mentions.words import MONTHS
from kg.nlp import word_set

if TYPE_CHECKING:
    from kg.mentions.tokens import Tokens

__all__ = ["ALWAYS", "UNION", "UNION_SEAT", "acts", "holds"]

#: Buildings and streets that stand for a government wherever they are named.
ALWAYS = frozenset(
    {"Kremlin", "Downing Street", "10 Downing Street", "Number 10", "No 10", "Whitehall", "Élysée", "Elysée", "Elysee"}
)
#: The city that stands for the European Union.
UNION_SEAT = "Brussels"
UNION = "European Union"

#: What a city does, too: the subject of any other verb is the government.
_CITY_VERBS = word_set(
    "be lie sit stand host stage have boast grow sleep become remain house contain wake see celebrate get look feel "
    "seem appear offer attract draw rank lead score win beat lose play face experience suffer record produce"
)
#: What is done to a city.
_DONE_TO_CITY = word_set(
    "rock hit strike shake bomb bombard shell attack flood capture seize evacuate besiege destroy damage overrun "
    "retake occupy liberate found build rebuild locate situate devastate cut choose pick select know name call"
)
#: Whose object is someone who acts.
_OBJECT_VERBS = word_set(
    "tell urge warn ask accuse sue support back pay arm represent anger annoy criticise criticize condemn blame press "
    "pressure persuade convince thank assure inform notify remind threaten punish sanction help join oppose defy "
    "please fund finance lobby advise"
)
#: Verbs that go on with "to" someone, and nouns that come "from" or are "of" someone.
_TO_VERBS = word_set("speak talk sell hand supply deliver lend complain bow report appeal write give transfer export")
_FROM_NOUNS = word_set(
    "claim reaction response pressure support approval funding demand order money permission backing answer offer "
    "signal criticism protest condemnation denial aid loan recognition assurance pledge instruction threat"
)
_OF_NOUNS = word_set("hand ally enemy friend critic foe partner opponent supporter")
#: What belongs to a government and not to a city.
_OWNED = word_set(
    "government troop force army navy military ambassador embassy envoy diplomat minister ministry official authority "
    "policy decision demand offer claim ally allies relation tie foreign sanction veto refusal support consent plan "
    "position stance view interest influence aggression invasion war threat response proposal promise pledge "
    "commitment strategy regime leader leadership negotiator representative spokesman spokeswoman intelligence "
    "defence defense trade finance interior security nuclear diplomatic side backing approval permission concern role "
    "request warning delegation parliament cabinet budget debt offensive recognition"
)
_PARTNER_PREPOSITIONS = word_set("with against between by toward towards")
#: Before a place that something is in.
_INSIDE = word_set("in near outside inside")
_HYPHENATED = word_set(
    "backed led supported controlled installed appointed aligned funded sponsored friendly brokered imposed approved"
)


#: What stands between the place that a report comes from and its first sentence, and how long an agency's name may be.
DASHES = word_set("- -- – —")
AGENCY = 6


def _is_dateline(tok: Tokens, start: int, end: int) -> bool:
    """Tell whether a name opens a line, and a date, an agency in brackets and a dash follow it, the dash at least.

    Behind that a sentence begins: "Moscow – and only Moscow – accused".
    """
    words, i = tok.words, end
    if start and "\n" not in words[start - 1]:
        return False
    while i < len(words) and (words[i] == "," or words[i].isdigit() or words[i] in MONTHS):
        i += 1
    if words[i : i + 1] == ["("] and ")" in words[i : i + AGENCY]:
        i = words.index(")", i) + 1
    begins = i + 1 < len(words) and not words[i + 1][0].islower()
    return begins and words[i] in DASHES and tok.starts[i] > tok.ends[i - 1]


def holds(tok: Tokens, end: int) -> bool:
    """Tell whether something is in a capital, whose name ends before a token: "held in Oslo", "Oslo-based"."""
    if [word.lower() for word in tok.words[end : end + 2]] == ["-", "based"]:
        return True
    return tok.deps[end - 1] == "pobj" and tok.words[tok.heads[end - 1]].lower() in _INSIDE


def acts(tok: Tokens, start: int, end: int) -> bool:
    """Tell whether a capital named from token ``start`` to ``end``, exclusive, acts as a government does.

    Where a report comes from is no government: "Oslo – The ministry said".
    """
    words = tok.words
    if _is_dateline(tok, start, end):
        return False
    if words[end : end + 1] == ["-"] and end + 1 < len(words):
        return words[end + 1].lower() in _HYPHENATED
    i = end - 1
    for _ in range(3):
        if tok.deps[i] != "conj":
            break
        i = tok.heads[i]
    dep, head = tok.deps[i], tok.heads[i]
    noun = tok.lemmas[head].lower()
    if dep in ("nsubj", "nsubjpass"):
        place = _DONE_TO_CITY if dep == "nsubjpass" else _CITY_VERBS
        return tok.pos[head] == "VERB" and noun not in place
    if dep in ("dobj", "dative"):
        return noun in _OBJECT_VERBS
    if dep == "poss":
        return noun in _OWNED or (end + 1 < len(words) and words[end + 1].lower() in _OWNED)
    if dep == "pobj":
        preposition, governor = words[head].lower(), tok.lemmas[tok.heads[head]].lower()
        if preposition in _PARTNER_PREPOSITIONS:
            return True
        governors = {"to": _TO_VERBS, "from": _FROM_NOUNS, "of": _OF_NOUNS}.get(preposition, frozenset())
        return governor in governors
    return dep == "compound" and noun in ("government", "regime", "official", "leadership")
