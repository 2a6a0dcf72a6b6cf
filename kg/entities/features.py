"""What speaks for and against one thing, or several together, as what a nominal or pronoun stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entities.reading import verb_above
from kg.mentions.words import OF_COMPANIES, OF_ORGANIZATIONS, OF_STATES, ORDINALS, ORGANS, SAYING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.entities.evidence import Place, Thing
    from kg.entities.reading import Anaphor, Reading
    from kg.mentions.tokens import Tokens

__all__ = ["Option", "features", "salience"]

#: Nouns of no more letters than this end others by chance.
LEAST = 3
#: What an anaphor may stand for: one thing, or several together, in order of first mention.
Option = tuple["Thing", ...]


def features(reading: Reading, anaphor: Anaphor, option: Option, rivals: Sequence[Option]) -> Iterator[str]:
    """Yield what speaks for or against an option, among all options there are, itself included."""
    if len(option) > 1:
        yield from _together(reading, anaphor, option)
        return
    thing = option[0]
    if not thing.seen:
        yield from _named_later(reading, anaphor, thing)
        return
    singles = [rival[0] for rival in rivals if len(rival) == 1 and rival[0].seen]
    if len(singles) == 1:
        yield "only"
    yield from salience(reading, anaphor.place, thing, singles)
    if anaphor.nominal:
        yield from _description(reading, anaphor, thing, singles)
    else:
        yield from _syntax(reading, anaphor, thing)


def salience(reading: Reading, place: Place, thing: Thing, rivals: Sequence[Thing]) -> Iterator[str]:
    """Yield how much a thing is spoken of where a place of the text stands, beside its rivals."""
    last = thing.seen[-1]
    distance = place.sentence - last.sentence
    if len(rivals) > 1 and all(thing is rival or rival.seen[-1].start < last.start for rival in rivals):
        yield f"nearest={distance == 0}"
    yield f"distance={min(distance, 5)}"
    yield f"role={last.role}" if distance < 2 else "role=far"
    if distance < 2:
        yield f"roles={place.role},{last.role},{distance}"
    yield f"kind={last.kind}"
    speaker = reading.speaker(place.head) if reading.quotes[place.head] else None
    if thing is speaker:
        yield "speaker"
    elif speaker is not None and thing.root != "Person":
        yield f"speaker's={thing.index in speaker.near},{thing.index in speaker.around}"
    yield f"most={reading.counts[thing.index] == reading.most[thing.root]}"
    yield f"count={min(len(thing.seen), 4)}"
    if any(seen.role == "subject" and place.sentence - seen.sentence == 1 for seen in thing.seen[-3:]):
        yield "subject of the last sentence"
    if any(seen.role == "subject" and place.sentence == seen.sentence for seen in thing.seen[-3:]):
        yield f"subject of this sentence,{place.role}"
    if last.role == "subject" and all(
        thing is rival or rival.seen[-1].role != "subject" or rival.seen[-1].start < last.start for rival in rivals
    ):
        yield f"nearest subject={min(distance, 2)}"
    if thing.first == 0:
        yield "in the headline"
    elif thing.first < 3:
        yield "near the top"


def _syntax(reading: Reading, anaphor: Anaphor, thing: Thing) -> Iterator[str]:
    tok, place, last = reading.tok, anaphor.place, thing.seen[-1]
    distance = place.sentence - last.sentence
    if distance == 0:
        same = verb_above(tok, last.head) == verb_above(tok, place.head)
        yield f"same clause={same},{place.role},{last.role}"
        if place.head - last.end < 3:
            yield "close"
        says = _sayer(tok, place.head)
        if says >= 0:
            yield f"says={says == last.head},{place.role}"
    yield thing.root
    yield f"type={thing.type}"
    if place.role == "owner":
        yield f"owned={_owned(tok, place.head)},{thing.type if thing.root == 'Place' else thing.root}"
    if anaphor.form in ("its", "their") and thing.type == "Country":
        yield "country owner"
    if place.start == 0 or tok.sents[place.start] != tok.sents[place.start - 1]:
        yield f"opens,{last.role},{min(distance, 2)}"
    if anaphor.model == "person":
        yield f"gender={bool(thing.gender)}"


def _description(reading: Reading, anaphor: Anaphor, thing: Thing, rivals: Sequence[Thing]) -> Iterator[str]:
    tok, place = reading.tok, anaphor.place
    distance = min(place.sentence - thing.seen[-1].sentence, 2)
    noun = anaphor.form.rpartition(" ")[2]
    nearer = min(sum(rival.seen[-1].start > thing.seen[-1].start for rival in rivals), 4)
    yield f"nearer={nearer}"
    if anaphor.form in ORDINALS:
        yield f"{anaphor.form}={nearer},{distance}"
    if anaphor.owner >= 0:
        yield f"owner itself={anaphor.owner == thing.index},{noun in ORGANS}"
    if reading.named_after(thing, place):
        yield f"named after,{place.role}"
    subject = reading.subjects.get(place.sentence, reading.subjects.get(place.sentence - 1))
    if subject is not None and subject != thing.index and thing.index in reading.things[subject].near:
        yield "the subject's"
    before = reading.said.get(anaphor.form)
    if before is not None:
        yield f"said before={before == thing.index}"
    if place.sentence == thing.seen[-1].sentence:
        same = verb_above(tok, thing.seen[-1].head) == verb_above(tok, place.head)
        yield f"same clause={same},{place.role},{thing.seen[-1].role}"
    described, named = anaphor.form in thing.nouns or noun in thing.nouns, noun in thing.name_words
    yield f"noun={described}"
    yield f"word={named}"
    if not described and not named and thing.nouns:
        yield "described otherwise"
    if (described or named) and not any(
        rival is not thing and noun in rival.nouns | rival.name_words for rival in rivals
    ):
        yield "noun of this alone"
    generic = "generic" if thing.type == thing.root else "other"
    match = "first" if thing.type == anaphor.types[0] else "one" if thing.type in anaphor.types else generic
    yield f"type={match}"
    fitting = [rival for rival in rivals if rival.type in anaphor.types]
    if thing in fitting:
        yield f"nearest fitting={all(r is thing or r.seen[-1].start < thing.seen[-1].start for r in fitting)}"
        yield f"most named fitting={all(reading.counts[r.index] <= reading.counts[thing.index] for r in fitting)}"
    if not described and not named and _alike(noun, thing):
        yield "noun alike"
    if match in ("first", "one") and not any(r is not thing and r.type in anaphor.types for r in rivals):
        yield "type of this alone"
    if noun in ("government", "state"):
        yield f"government={thing.type}"
    most = reading.most[thing.type]
    yield f"top={reading.counts[thing.index] == most},{min(most, 3)}"
    own = frozenset(index for index in anaphor.near if index != thing.index)
    if own:
        near = not own.isdisjoint(thing.near)
        yield f"near={near}"
        if not near and any(reading.things[index].root == "Place" for index in own):
            yield f"of another place={any(reading.things[index].type == 'Country' for index in thing.near)}"
        yield f"around={not own.isdisjoint(thing.around)}"
        yield f"named by it={any(_names_it(reading.things[index], thing) for index in own)}"
        here = {seen.sentence for seen in thing.seen}
        yield f"beside it={any(s.sentence in here for index in own for s in reading.things[index].seen)}"
        if anaphor.owner >= 0:
            yield f"owner near={anaphor.owner in thing.near}"
    inner = {tok.words[i].lower() for i in range(place.start, place.head) if tok.tags[i][:2] in ("NN", "JJ")}
    if inner:
        yield f"modifier={not inner.isdisjoint(thing.nouns | thing.name_words)}"
    if anaphor.holder >= 0:
        yield f"holder near={thing.index in reading.things[anaphor.holder].near}"
        yield f"holder around={thing.index in reading.things[anaphor.holder].around}"
    yield f"root={thing.root}"
    if anaphor.model == "office":
        yield f"kind={thing.type}"
    yield f"first={tok.words[place.start].lower() in ('the', 'this', 'that')}"
    if thing.seen[0].sentence == place.sentence and len(thing.seen) == 1:
        yield "new here"


def _names_it(place: Thing, thing: Thing) -> bool:
    """Tell whether a thing's name holds another's: "Qatar Airways", "the Qatari carrier"."""
    names = [mention.span.text for mention in thing.group.mentions if mention.kind == "named"]
    return any(
        mention.span.text in name for mention in place.group.mentions if mention.kind == "named" for name in names
    ) or any(place.group.known in name for name in names if place.group.known)


def _alike(noun: str, thing: Thing) -> bool:
    """Tell whether a word for a thing ends in a noun, or the noun in it: "the yard", "the shipyard"."""
    words = (word for word in thing.nouns | thing.name_words if len(word) > LEAST and " " not in word)
    return len(noun) > LEAST and any(word.endswith(noun) or noun.endswith(word) for word in words)


def _named_later(reading: Reading, anaphor: Anaphor, thing: Thing) -> Iterator[str]:
    """A headline's "Danish brewer" is named in the text below it."""
    yield f"later={thing.first - anaphor.place.sentence},{anaphor.place.sentence == 0}"
    yield f"later root={thing.root}"
    yield f"later noun={anaphor.form in thing.nouns or anaphor.form in thing.name_words}"
    yield f"later most={reading.counts[thing.index] == reading.most[thing.root]}"
    match = "first" if thing.type == anaphor.types[0] else "one" if thing.type in anaphor.types else "other"
    yield f"later type={match}"
    if anaphor.near:
        yield f"later near={not anaphor.near.isdisjoint(thing.near)}"
    new = [t for t in reading.things if t.root == thing.root and not t.seen]
    yield f"later first={new[0] is thing}"


def _together(reading: Reading, anaphor: Anaphor, option: Option) -> Iterator[str]:
    place, indices = anaphor.place, frozenset(thing.index for thing in option)
    yield f"several={min(len(option), 3)},{min(anaphor.size, 3)}"
    if reading.groups and reading.groups[-1] == indices:
        yield "again"
    elif indices in reading.groups:
        yield "once again"
    listed = [sentence for sentence, items in reading.lists if items == indices and sentence <= place.sentence]
    if listed:
        yield f"listed={min(place.sentence - listed[-1], 3)}"
    shared = [
        sentence
        for sentence in dict.fromkeys(seen.sentence for seen in option[0].seen)
        if all(any(seen.sentence == sentence for seen in other.seen) for other in option[1:])
    ]
    yield f"together={min(place.sentence - shared[-1], 4)}" if shared else "never together"
    yield f"times together={min(len(shared), 3)}"
    lasts = [thing.seen[-1] for thing in option]
    yield f"oldest={min(place.sentence - min(last.sentence for last in lasts), 4)}"
    yield f"newest={min(place.sentence - max(last.sentence for last in lasts), 4)}"
    yield f"roles={','.join(sorted(last.role for last in lasts))}"
    types, roots = {thing.type for thing in option}, {thing.root for thing in option}
    yield f"types alike={len(types) == 1},{len(roots) == 1}"
    yield f"roots={','.join(sorted(roots))},{anaphor.nominal}"
    if anaphor.types:
        yield f"types fit={all(thing.type in anaphor.types for thing in option)}"
        noun = anaphor.form.rpartition(" ")[2]
        yield f"nouns fit={sum(noun in thing.nouns or noun in thing.name_words for thing in option)}"
    since = min(last.start for last in lasts)
    others = sum(
        thing.root in roots and thing not in option and bool(thing.seen) and thing.seen[-1].start > since
        for thing in reading.things
    )
    yield f"others since={min(others, 4)}"
    yield f"in the headline={sum(thing.first == 0 for thing in option)}"
    ranks = sorted((reading.counts[t.index] for t in reading.things if t.root in roots), reverse=True)
    yield f"most named={all(reading.counts[t.index] >= ranks[len(option) - 1] for t in option)}"
    yield f"near each other={option[1].index in option[0].near}"
    if shared:
        yield f"one verb={_one_verb(reading, option, shared[-1])}"


def _one_verb(reading: Reading, option: Option, sentence: int) -> str:
    """Tell how two things stand in a sentence: as subject and object of one verb, under one noun, or apart."""
    first, second = (next(s for s in reversed(thing.seen) if s.sentence == sentence) for thing in option[:2])
    same = verb_above(reading.tok, first.head) == verb_above(reading.tok, second.head)
    return f"{same},{','.join(sorted((first.role, second.role)))}"


def _owned(tok: Tokens, i: int) -> str:
    """Return what kind of owner the noun that a possessive stands before speaks for."""
    noun = tok.lemmas[tok.heads[i]].lower()
    form = tok.words[tok.heads[i]].lower()
    for kind, nouns in (("company", OF_COMPANIES), ("state", OF_STATES), ("body", OF_ORGANIZATIONS)):
        if noun in nouns or form in nouns:
            return kind
    return "other"


def _sayer(tok: Tokens, i: int) -> int:
    """Return the subject of the verb of saying whose clause holds a token, or -1: "Acme said it would"."""
    for _ in range(10):
        if tok.deps[i] == "ccomp" and tok.lemmas[tok.heads[i]] in SAYING:
            verb = tok.heads[i]
            near = range(max(0, verb - 12), min(len(tok), verb + 6))
            return next((k for k in near if tok.heads[k] == verb and tok.deps[k] == "nsubj"), -1)
        if tok.heads[i] == i:
            break
        i = tok.heads[i]
    return -1
