"""Who is said to say a claim."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.nlp import word_set
from kg.qualifiers.cues import (
    ACCORDING,
    AVOWING,
    CITING,
    HEARSAY,
    PROBABLE,
    RELAYING,
    REPORTING,
    SOURCE_NOUN,
    SPEAKS_FOR,
    SPOKESPERSON,
    TELLING,
    WORDING,
    has,
)
from kg.qualifiers.quotes import MARKS
from kg.qualifiers.tellers import subject_of, teller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.qualifiers.cues import Cues
    from kg.qualifiers.reading import Reading
    from kg.qualifiers.scope import Scope
    from kg.relations import Proposal

__all__ = ["sources_of"]

#: How far from a quotation, in tokens, the word of reporting may stand.
REACH = 14
#: How many tokens behind a word of saying what it says may begin: "wrote on Twitter, ...".
STEP = 5
#: Links over which a word of reporting has a claim in its scope: "said that", "..., officials said, ...".
REPORTED = word_set("ccomp inserted deny noun")
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
#: Marks between a headline and who says it, and how many words that may be where it is no name.
LABELS = word_set(": - – —")
LABEL = 3
#: The type of who may stand before a colon as a speaker; others are what a headline is about.
SPEAKER = "Person"
#: The type that an anonymous source may be said to have told.
OUTLET = "MediaOutlet"


@dataclass(frozen=True, slots=True)
class Source:
    """Who is said to say a claim: an entity, or words for somebody without a name.

    ``word`` is the token of the word of reporting. ``relayed`` tells that it passes on what it has by hearsay: an
    outlet that "reports", people "familiar with the matter".
    """

    who: Entity | str
    word: int
    relayed: bool = False

    @property
    def key(self) -> str:
        """What is equal for equal sources."""
        return self.who if isinstance(self.who, str) else self.who.id


def sources_of(reading: Reading, proposal: Proposal, scope: Scope, *, denied: bool) -> list[Source]:
    """Return the sources of a claim, the nearest first, each once; ``denied`` tells that it is said not to be so."""
    cues = reading.cues(*proposal.sentence)
    found: list[Source] = []
    denied = denied or any(report.link == "deny" for report in scope.reports)
    if not scope.bounded and not _in_passing(reading, proposal, scope):
        for report in scope.reports:
            if report.near and report.link == "noun":
                house = _house(reading, report.word)
                disowned = denied and has(cues, report.word, HEARSAY)  # who denies it is the source
                if house is not None and not disowned:
                    found.append(Source(house, report.word, _relays(house) and has(cues, report.word, RELAYING)))
            elif report.near and (
                report.link in REPORTED
                or (report.link == "prep" and (has(cues, report.word, AVOWING) or has(cues, report.word, CITING)))
            ):
                found.extend(_said_by(reading, cues, report.word))
        for verb in _at_the_end(reading, proposal, scope, cues):
            found.extend(_said_by(reading, cues, verb))
        found.extend(_according_to(reading, scope, cues))
    if denied and not proposal.triggers:
        found.extend(_denied_by(reading, proposal, cues))
    found = [source for source in found if not _parted(reading, proposal, source.word)]
    found.extend(_labelled(reading, proposal, cues))
    found.extend(_quoted(reading, _in_quotation(reading, proposal, scope)))
    found.extend(_avowed(reading, proposal, scope, cues))
    return list({source.key: source for source in reversed(found)}.values())[::-1]


def _in_passing(reading: Reading, proposal: Proposal, scope: Scope) -> bool:
    """Tell whether what holds for long is but mentioned, by no verb of its own: the article itself then says it."""
    return reading.lexicon.stands(proposal.relation.name) and not reading.tree.is_verb(scope.start)


def _parted(reading: Reading, proposal: Proposal, word: int) -> bool:
    """Tell whether a semicolon parts a word of reporting from a claim.

    A claim is where the last of its words stands: "Osk may buy Tarsis, Jane Roe said; Norvane will not".
    """
    tree = reading.tree
    ends = (proposal.subject_mention, proposal.object_mention)
    place = max(proposal.triggers or [tree.top(tree.tokens(mention)) for mention in ends])
    return ";" in tree.lower[min(word, place) : max(word, place)]


def _denied_by(reading: Reading, proposal: Proposal, cues: Cues) -> Iterator[Source]:
    """Yield the party that denies a claim whose words are not known: it says something, and that this is not so."""
    tree = reading.tree
    ends = {tree.top(tree.tokens(m)) for m in (proposal.subject_mention, proposal.object_mention)}
    for verb in cues:
        if has(cues, verb, REPORTING) and subject_of(tree, verb) in ends:
            yield from _said_by(reading, cues, verb)


def _relays(who: Entity) -> bool:
    return who.type == OUTLET


def _said_by(reading: Reading, cues: Cues, verb: int, noun: int | None = None) -> Iterator[Source]:
    """Yield who says what a verb of reporting says; beside an anonymous source the outlet that was told."""
    tree = reading.tree
    if noun is None and has(cues, verb, CITING):
        cited = tree.kid(verb, "dobj")
        yield from _said_by(reading, cues, verb, cited) if cited is not None else ()
    noun = noun if noun is not None else subject_of(tree, verb)
    who = _speaker(reading, cues, noun) if noun is not None else None
    if noun is not None and not (isinstance(who, Entity) and who.type == SPEAKER):
        who = _titled(reading, noun, verb) or who
    if noun is None or who is None:
        return
    if not isinstance(who, str):
        yield Source(who, verb, _relays(who) and (has(cues, verb, RELAYING) or has(cues, noun, RELAYING)))
        return
    outlets = [
        reading.heads[k]
        for k in tree.kids[verb]
        if tree.dep[k] in ("dobj", "dative") and k in reading.heads and _relays(reading.heads[k])
    ]
    hearsay = any(has(cues, i, PROBABLE) for i in tree.subtree(noun))
    yield Source(who, verb, bool(outlets) or hearsay)
    for outlet in outlets:
        yield Source(outlet, verb, relayed=True)


def _at_the_end(reading: Reading, proposal: Proposal, scope: Scope, cues: Cues) -> Iterator[int]:
    """Yield words of reporting that close a part of the sentence, ", he said", though they hang elsewhere."""
    tree = reading.tree
    low = high = scope.start
    while low > proposal.sentence[0] and tree.lower[low - 1] != ";":
        low -= 1
    while high < proposal.sentence[1] - 1 and tree.lower[high + 1] != ";":
        high += 1
    known = {scope.start, *proposal.triggers, *(report.word for report in scope.reports if report.near)}
    for verb in cues:
        if (
            not low <= verb <= high
            or verb in known
            or not has(cues, verb, REPORTING)
            or _quote_at(reading, verb) is not None
        ):
            continue
        noun = teller(tree, verb)
        if noun is None or tree.kid(verb, "ccomp", "xcomp") is not None or _has_content(reading, cues, verb):
            continue
        left = min(verb, *(i for i in tree.subtree(noun) if i >= low), noun)
        if left > low and tree.lower[left - 1] in (",", '"', "”", "''"):
            yield verb


def _has_content(reading: Reading, cues: Cues, verb: int) -> bool:
    """Tell whether the object of a word of reporting is what is said, rather than who is told."""
    return reading.tree.kid(verb, "dobj") is not None and not has(cues, verb, TELLING)


def _according_to(reading: Reading, scope: Scope, cues: Cues) -> Iterator[Source]:
    tree = reading.tree
    path = set(scope.path)
    for head, here in cues.items():
        for cue in here:
            if ACCORDING in cue.sets and tree.head[head] in path:
                last = cue.tokens[-1]
                noun = tree.kid(last, "pobj", "dobj")
                if noun is not None:
                    yield from _said_by(reading, cues, head, noun)


def _labelled(reading: Reading, proposal: Proposal, cues: Cues) -> Iterator[Source]:
    """Yield who a headline names behind or before a colon or dash: "Norvane buys Tarsis: report", "Jane Roe: ..."."""
    tree = reading.tree
    start, end = proposal.sentence
    if not reading.is_line(proposal.sentence):
        return
    marks = [i for i in range(start + 1, end - 1) if tree.lower[i] in LABELS and tree.tag[i] in (":", "HYPH")]
    ends = (proposal.subject.id, proposal.object.id)
    for first, last, behind in ((marks[-1] + 1, end, True), (start, marks[0], False)) if marks else ():
        words = [i for i in range(first, last) if tree.tag[i] not in ("_SP", "DT", "''", "``")]
        names = {reading.named[i].id: reading.named[i] for i in words if i in reading.named}
        whole = len(names) == 1 and all(i in reading.named for i in words)
        if whole:
            (who,) = names.values()
            if who.id not in ends and (behind or who.type == SPEAKER):
                yield Source(who, words[0], _relays(who))
        elif words and not names and len(words) <= LABEL and has(cues, words[-1], SOURCE_NOUN):
            found = _words(reading, words[-1])
            if found:
                yield Source(found, words[-1], relayed=True)


def _quote_at(reading: Reading, i: int) -> int | None:
    """Return which quotation holds a token, or None."""
    n = bisect_right(reading.quotes, (i, reading.tree.size)) - 1
    return n if n >= 0 and i < reading.quotes[n][1] else None


def _in_quotation(reading: Reading, proposal: Proposal, scope: Scope) -> int:
    """Return where a claim stands in a quotation, if in any: what says it, or an end where nothing is known to."""
    tree = reading.tree
    mentions = (proposal.subject_mention, proposal.object_mention) if not proposal.triggers else ()
    if reading.lexicon.stands(proposal.relation.name):
        mentions = ()
    places = (scope.start, *(tree.top(tree.tokens(mention)) for mention in mentions))
    return next((i for i in places if _quote_at(reading, i) is not None), scope.start)


def _quoted(reading: Reading, i: int) -> list[Source]:
    """Return the speaker of the quotation that holds a token: of that, or of the ones right before it."""
    tree = reading.tree
    n = _quote_at(reading, i)
    while n is not None:
        start, end = reading.quotes[n]
        low, high = max(start - REACH, 0), min(end + REACH, tree.size)
        cues = reading.cues(low, high)
        near = [
            (verb - end if verb >= end else start - verb, verb)
            for verb in cues
            if has(cues, verb, REPORTING) and _quote_at(reading, verb) is None and subject_of(tree, verb) is not None
        ]
        if near:
            return list(_said_by(reading, cues, min(near)[1]))
        if ":" in tree.lower[max(start - 4, 0) : start]:
            verbs = [
                v
                for v in range(max(start - 2 * REACH, 0), start)
                if tree.is_verb(v) and tree.kid(v, "nsubj") is not None
            ]
            return list(_said_by(reading, cues, verbs[-1])) if verbs else []
        n = n - 1 if n and start - reading.quotes[n - 1][1] <= 2 * REACH else None
    return []


def _avowed(reading: Reading, proposal: Proposal, scope: Scope, cues: Cues) -> list[Source]:
    """Return the claim's own subject where the claim is what it says.

    So it is where the verb of saying is the relation ("blames Tarsis"), or where a quotation hangs on it ("called the
    sale 'a disgrace'", "praised Jane Roe, saying she had 'saved the firm'", "spoke of 'a disgrace'").
    """
    tree, lexicon, relation = reading.tree, reading.lexicon, proposal.relation.name
    for i in dict.fromkeys((*proposal.triggers, scope.start, proposal.anchor)):
        says = lexicon.says(relation, tree.lower[i], tree.lemma[i])
        quotes = _holds_quote(reading, i)
        if (has(cues, i, AVOWING if says else REPORTING) and (says or quotes)) or (quotes and has(cues, i, WORDING)):
            return [source for source in _said_by(reading, cues, i) if source.key == proposal.subject.id]
    return []


def _holds_quote(reading: Reading, verb: int) -> bool:
    """Tell whether words in quotation marks hang on a verb, behind it, or follow it at once."""
    tree = reading.tree
    behind = {*tree.subtree(verb), *range(verb, verb + STEP)}
    return any(i > verb and tree.lower[i] in MARKS for i in behind if i < tree.size)


def _speaker(reading: Reading, cues: Cues, noun: int) -> Entity | str | None:
    """Return who a noun or pronoun stands for: an entity, words for somebody without a name, or None."""
    tree = reading.tree
    if noun in reading.heads:
        return reading.heads[noun]
    if tree.tag[noun] in RELATIVES:
        verb = tree.head[noun]
        return _speaker(reading, cues, tree.head[verb]) if tree.dep[verb] == "relcl" else None
    if noun in reading.named:
        return reading.named[noun]
    if tree.tag[noun] in PRONOUNS:
        return None
    for k in tree.kids[noun]:
        if tree.dep[k] == "appos" and k in reading.heads and not any(tree.is_verb(i) for i in range(noun, k)):
            return reading.heads[k]
    above = reading.heads.get(tree.head[noun]) if tree.dep[noun] == "appos" else None
    if above is not None and above.type == SPEAKER:
        return above  # "Jane Roe, the minister, said"
    if has(cues, noun, SPEAKS_FOR):
        name = _spokesman(reading, noun)
        if name is not None:
            return name
        house = _house(reading, noun) or (_topic(reading, noun) if has(cues, noun, SPOKESPERSON) else None)
        if house is not None:
            return house
    return _words(reading, noun) if has(cues, noun, SPEAKS_FOR) or has(cues, noun, SOURCE_NOUN) else None


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


def _house(reading: Reading, noun: int) -> Entity | None:
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
    tree = reading.tree
    for i in range(noun - 1, -1, -1):
        if tree.lower[i] == ";" or (tree.head[i] == i and i not in tree.up(noun)):
            return None
        who = reading.heads.get(i) if tree.dep[i] in ("nsubj", "nsubjpass") else None
        if who is not None:
            return who if who.type not in (SPEAKER, OUTLET) else None
    return None


def _words(reading: Reading, noun: int) -> str | None:
    """Return the words of a noun phrase, without asides; None where they stand for nobody without what came before."""
    tree, text = reading.tree, reading.article.text
    tokens = [noun]
    for i in tokens:
        tokens.extend(k for k in tree.kids[i] if tree.dep[k] not in ASIDE)
    start = end = noun
    while start - 1 in tokens:
        start -= 1
    while end + 1 in tokens:
        end += 1
    stop = tree.idx[end + 1] if end + 1 < tree.size else len(text)
    words = " ".join(text[tree.idx[start] : stop].split()).rstrip(" ,.;:-–—\"”'’")
    pointing = tree.tag[start] == "PRP$" or (tree.lower[start] in POINTING and end - start == 1)
    return words if words and not pointing else None
