"""Who is said to say a claim."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from kg.mentions.quotes import MARKS
from kg.nlp import word_set
from kg.qualifiers.cues import (
    ACCORDING,
    AVOWING,
    CITING,
    CONTRARY,
    HEARSAY,
    RELAYING,
    REPORTING,
    SOURCE_NOUN,
    TELLING,
    WORDING,
    has,
)
from kg.qualifiers.speakers import SPEAKER, Source, house_of, named_beside, relays, said_by, words_of
from kg.qualifiers.tellers import subject_of, teller

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.qualifiers.cues import Cues
    from kg.qualifiers.operators import Scope
    from kg.qualifiers.reading import Reading
    from kg.relations import Proposal

__all__ = ["heard_in", "sources_of"]

#: How far from a quotation, in tokens, the word of reporting may stand.
REACH = 14
#: How many tokens behind a word of saying what it says may begin: "wrote on Twitter, ...".
STEP = 5
#: Links over which a word of reporting has a claim in its scope: "said that", "..., officials said, ...".
REPORTED = word_set("ccomp inserted deny noun")
#: Those of them by which the claim itself is what is said.
SAID = word_set("ccomp inserted")
#: Labels of what a verb says of its subject: "that she had been its *agent*".
PREDICATES = word_set("attr oprd acomp")
#: Marks between a headline and who says it, and how many words that may be where it is no name.
LABELS = word_set(": - – —")
LABEL = 3
#: How many words from a word of reporting on, upwards, may tell that a claim speaks against it: "contrary to a report".
NEAR = 3


def sources_of(reading: Reading, proposal: Proposal, scope: Scope, *, denied: bool) -> list[Source]:
    """Return the sources of a claim, the nearest first, each once; ``denied`` tells that it is said not to be so."""
    cues = reading.cues(*proposal.sentence)
    found: list[Source] = []
    denied = denied or any(report.link == "deny" for report in scope.reports)
    if not _in_passing(reading, proposal, scope):
        for report in scope.reports:
            if report.near and report.link == "noun":
                house = house_of(reading, report.word)
                disowned = denied and has(cues, report.word, HEARSAY)  # who denies it is the source
                if house is not None and not disowned:
                    found.append(Source(house, report.word, relays(house) and has(cues, report.word, RELAYING)))
            elif report.near and (
                report.link in REPORTED
                or (report.link == "prep" and (has(cues, report.word, AVOWING) or has(cues, report.word, CITING)))
            ):
                plain = report.link in SAID and not reading.lexicon.stands(proposal.relation.name)
                found.extend(replace(source, plain=plain) for source in said_by(reading, cues, report.word))
    if not _in_passing(reading, proposal, scope) and (not scope.bounded or reading.is_line(proposal.sentence)):
        for verb in _at_the_end(reading, proposal, scope, cues):
            found.extend(said_by(reading, cues, verb))
        found.extend(_according_to(reading, scope, cues))
    if denied and not proposal.triggers:
        found.extend(_denied_by(reading, proposal, cues))
    found = [source for source in found if not _parted(reading, proposal, source.word)]
    if not _in_passing(reading, proposal, scope):
        found.extend(_labelled(reading, proposal, cues))
    found.extend(_quoted(reading, _in_quotation(reading, proposal, scope)))
    found.extend(_avowed(reading, proposal, scope, cues))
    return list({source.key: source for source in reversed(found)}.values())[::-1]


def heard_in(reading: Reading, proposal: Proposal, scope: Scope) -> list[Source]:
    """Return who is said to say anything in a claim's sentence, though nothing in it ties that to the claim.

    For where it is known that somebody says the claim: the parser hangs many a clause of reporting elsewhere. The words
    of reporting above the claim come first, then what is "according to" somebody, then the nearest of the others; none
    beyond a semicolon.
    """
    tree, cues = reading.tree, reading.cues(*proposal.sentence)
    above = {report.word: report.link for report in scope.reports}

    def rank(word: int) -> tuple[bool, bool, bool, int]:
        governs = above.get(word) in REPORTED
        holds = tree.kid(word, "dobj") is not None and tree.kid(word, "ccomp") is None  # "maintains a policy"
        return not governs, not has(cues, word, ACCORDING), holds, abs(word - scope.start)

    telling = [
        word
        for word in sorted((i for i in {*above, *cues} if i in above or _tells(cues, i)), key=rank)
        if word not in proposal.triggers and not _parted(reading, proposal, word) and _quote_at(reading, word) is None
        if not any(has(cues, above_it, CONTRARY) for above_it in islice(tree.up(word), NEAR))
    ]
    found = next((found for word in telling if (found := list(_told_by(reading, cues, word)))), [])
    return found or list(_somebody(reading, [word for word in telling if above.get(word) in REPORTED]))


def _somebody(reading: Reading, telling: Sequence[int]) -> Iterator[Source]:
    """Yield the words for who says what a verb governs where it is not known whom they mean: "the minister said"."""
    tree = reading.tree
    for verb in telling[:1]:
        noun = subject_of(tree, verb)
        if noun is None or tree.dep[noun] != "nsubj" or not tree.tag[noun].startswith("NN"):
            continue
        words = words_of(reading, noun, pointing=True)
        if words:
            yield Source(words, verb)


def _tells(cues: Cues, i: int) -> bool:
    return has(cues, i, REPORTING) or has(cues, i, ACCORDING)


def _told_by(reading: Reading, cues: Cues, word: int) -> Iterator[Source]:
    """Yield who says what any word of reporting reports: noun, verb or "according to"."""
    tree = reading.tree
    if has(cues, word, ACCORDING):
        yield from _according(reading, cues, word)
    elif tree.tag[word].startswith("N") and (house := house_of(reading, word)) is not None:
        yield Source(house, word, relays(house))
    else:
        found = list(said_by(reading, cues, word))
        who = None if found or tree.tag[word].startswith("N") else named_beside(reading, word)
        yield from found or ([] if who is None else [Source(who, word, relays(who) and has(cues, word, RELAYING))])


def _in_passing(reading: Reading, proposal: Proposal, scope: Scope) -> bool:
    """Tell whether what holds for long is but mentioned, by no verb of its own: the article itself then says it."""
    tree, start = reading.tree, scope.start
    told = tree.is_verb(start) or (tree.dep[start] in PREDICATES and tree.is_verb(tree.head[start]))
    return reading.lexicon.stands(proposal.relation.name) and not told


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
            yield from said_by(reading, cues, verb)


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
    path = {*scope.path, *(report.word for report in scope.reports if report.near)}
    for head in cues:
        if has(cues, head, ACCORDING) and reading.tree.head[head] in path:
            yield from _according(reading, cues, head)


def _according(reading: Reading, cues: Cues, head: int) -> Iterator[Source]:
    """Yield whom the cue that a token heads cites: "according to Jane Roe"."""
    for cue in cues[head]:
        if ACCORDING in cue.sets:
            noun = reading.tree.kid(cue.tokens[-1], "pobj", "dobj")
            if noun is not None:
                yield from said_by(reading, cues, head, noun)


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
                yield Source(who, words[0], relays(who))
        elif words and not names and len(words) <= LABEL and has(cues, words[-1], SOURCE_NOUN):
            found = words_of(reading, words[-1])
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
            return list(said_by(reading, cues, min(near)[1]))
        if ":" in tree.lower[max(start - 4, 0) : start]:
            verbs = [
                v
                for v in range(max(start - 2 * REACH, 0), start)
                if tree.is_verb(v) and tree.kid(v, "nsubj") is not None
            ]
            return list(said_by(reading, cues, verbs[-1])) if verbs else []
        n = n - 1 if n and start - reading.quotes[n - 1][1] <= 2 * REACH else None
    return []


def _avowed(reading: Reading, proposal: Proposal, scope: Scope, cues: Cues) -> list[Source]:
    """Return the claim's own subject where the claim is what it says.

    So it is where the verb of saying is the relation ("blames Tarsis") or tells it ("says Tarsis lied"), or where a
    quotation hangs on it ("called the sale 'a disgrace'", "praised Jane Roe, saying she had 'saved the firm'", "spoke
    of 'a disgrace'").
    """
    tree, lexicon, relation = reading.tree, reading.lexicon, proposal.relation.name
    for i in dict.fromkeys((*proposal.triggers, scope.start, proposal.anchor)):
        says = lexicon.says(relation, tree.lower[i], tree.lemma[i])
        quotes = _holds_quote(reading, i)
        says = says or (i in proposal.triggers and tree.kid(i, "ccomp") is not None and has(cues, i, AVOWING))
        if (has(cues, i, AVOWING if says else REPORTING) and (says or quotes)) or (quotes and has(cues, i, WORDING)):
            return [source for source in said_by(reading, cues, i) if source.key == proposal.subject.id]
    return []


def _holds_quote(reading: Reading, verb: int) -> bool:
    """Tell whether words in quotation marks hang on a verb, behind it, or follow it at once."""
    tree = reading.tree
    behind = {*tree.subtree(verb), *range(verb, verb + STEP)}
    return any(i > verb and tree.lower[i] in MARKS for i in behind if i < tree.size)
