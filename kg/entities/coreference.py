"""Which named thing a pronoun or a definite noun phrase stands for.

The text is read once, from left to right. Each pronoun and nominal is compared with the things that were mentioned
before it and that agree with it in type and gender; what speaks for and against each is summed with weights that were
learned from annotated news (:mod:`kg.entities.weights`), and the best is taken where its share of the whole is above a
threshold: a wrong link costs more than a missing one. Relative pronouns, appositions and the speakers of quotations
are linked by the grammar alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.entities.evidence import Place, Thing, place_of, things_of
from kg.entities.quotes import quote_numbers, speakers
from kg.entities.weights import THRESHOLDS, WEIGHTS
from kg.mentions.words import AGENTS_OF, AGENTS_OF_PLURAL, GENDERED_NOUNS, PRONOUNS, SAYING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.entities.names import Group
    from kg.mentions.tokens import Tokens
    from kg.mentions.typing import Typing
    from kg.model import Mention

__all__ = ["Anaphor", "candidates", "features", "link"]

#: How many sentences back the last mention of what a pronoun stands for may be.
REACH = {"male": 4, "female": 4, "neuter": 3, "plural": 2}
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "acl", "xcomp", "conj", "csubj", "ROOT", "pcomp", "parataxis"})


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun or nominal to be resolved.

    ``model`` names the weights; ``form`` is a pronoun's lemma-like form or a nominal's noun; ``types`` are those it may
    have, empty for any; ``gender`` is male, female, neuter, plural, speaker, speakers, relative or "".
    """

    mention: Mention
    place: Place
    model: str
    form: str
    types: tuple[str, ...]
    gender: str
    near: frozenset[int] = frozenset()
    owner: int = -1
    plural: bool = False


class Reading:
    """The state of reading: tokens, things, and what stands where."""

    def __init__(self, tok: Tokens, groups: Sequence[Group], typing: Typing) -> None:
        self.tok, self.typing = tok, typing
        self.things, self.named = things_of(tok, groups)
        self.at: dict[int, int] = {i: index for place, index in self.named for i in range(place.start, place.end)}
        self.counts = [len(thing.group.mentions) for thing in self.things]
        self.most = {
            kind: max(self.counts[thing.index] for thing in self.things if kind in (thing.type, thing.root))
            for kind in {thing.type for thing in self.things} | {thing.root for thing in self.things}
        }
        self.quotes = quote_numbers(tok)
        self.speakers = speakers(tok, self.quotes)
        #: Which thing a token of a resolved nominal or pronoun stands for.
        self.resolved: dict[int, int] = {}

    def thing_at(self, i: int) -> Thing | None:
        """Return the thing that a token is part of a mention of, as far as has been read."""
        index = self.at.get(i, self.resolved.get(i, -1))
        return self.things[index] if index >= 0 else None

    def note(self, anaphor: Anaphor, thing: Thing) -> None:
        """Remember what a nominal or pronoun stands for."""
        thing.seen.append(anaphor.place)
        self.resolved.setdefault(anaphor.place.head, thing.index)

    def speaker(self, i: int) -> Thing | None:
        """Return who says the quotation that a token stands in."""
        subject = self.speakers.get(self.quotes[i], -1)
        return self.thing_at(subject) if subject >= 0 else None

    def anaphor(self, mention: Mention) -> Anaphor:
        """Return a nominal or pronoun with what is needed to resolve it."""
        tok, place = self.tok, place_of(self.tok, mention)
        if mention.kind == "pronoun":
            word = mention.span.text.lower()
            kind, gender = PRONOUNS[word]
            model = {"male": "person", "female": "person", "neuter": "thing", "plural": "plural"}.get(gender, gender)
            return Anaphor(mention, place, model, word, (kind,) if kind else (), gender)
        head = place.end - 1
        place = Place(place.start, head, place.end, place.sentence, place.role, place.kind)
        noun = tok.lemmas[head].lower()
        form = noun
        for length in range(self.typing.longest, 1, -1):
            longer = " ".join([*tok.words[max(place.start, head - length + 1) : head], noun]).lower()
            if longer in self.typing.nouns:
                form = longer
                break
        types = self.typing.nouns.get(form) or (mention.type,)
        plural = tok.tags[head] in ("NNS", "NNPS")
        if noun in (AGENTS_OF_PLURAL if plural else AGENTS_OF):
            types = ("Country", *types)
        inside = [(i, thing) for i in range(place.start, head) if (thing := self.thing_at(i)) is not None]
        near = frozenset(thing.index for _, thing in inside)
        owner = next((thing.index for i, thing in inside if tok.deps[i] == "poss"), -1)
        return Anaphor(mention, place, "nominal", form, types, GENDERED_NOUNS.get(noun, ""), near, owner, plural)


def link(tok: Tokens, groups: Sequence[Group], mentions: Iterable[Mention], typing: Typing) -> None:
    """Add to the groups the nominals and pronouns that stand for them."""
    reading = Reading(tok, groups, typing)
    for anaphor, chosen, _ in walk(reading, mentions):
        if chosen is not None:
            chosen.group.mentions.append(anaphor.mention)


def walk(reading: Reading, mentions: Iterable[Mention]) -> Iterator[tuple[Anaphor, Thing | None, list[Thing]]]:
    """Yield each nominal and pronoun in text order, the thing it stands for or None, and those it might."""
    tok = reading.tok
    named = iter([*reading.named, None])
    upcoming = next(named)
    for mention in sorted(mentions, key=lambda mention: (mention.span.start, mention.span.end)):
        anaphor = reading.anaphor(mention)
        while upcoming is not None and upcoming[0].start < anaphor.place.start:
            reading.things[upcoming[1]].seen.append(upcoming[0])
            upcoming = next(named)
        chosen, possible = None, []
        if not _predicate(tok, anaphor):
            chosen = _by_grammar(reading, anaphor)
            if chosen is None and anaphor.model in WEIGHTS:
                possible = list(candidates(reading, anaphor))
                chosen = _best(reading, anaphor, possible)
        yield anaphor, chosen, possible
        if chosen is not None:
            reading.note(anaphor, chosen)


def candidates(reading: Reading, anaphor: Anaphor) -> Iterator[Thing]:
    """Yield the things that an anaphor may stand for, in order of first mention."""
    reach = REACH.get(anaphor.gender, 0) if anaphor.model != "nominal" else 0
    for thing in reading.things:
        if not thing.seen or not _agrees(reading, anaphor, thing):
            continue
        if reach and anaphor.place.sentence - thing.seen[-1].sentence > reach:
            continue
        if anaphor.owner == thing.index or (anaphor.model == "nominal" and thing.index in anaphor.near):
            continue
        if anaphor.model != "nominal" and _bound(reading.tok, anaphor, thing):
            continue
        yield thing


def _bound(tok: Tokens, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether a thing is the subject of the clause that a pronoun is an object of: "Ida thanked her"."""
    place = anaphor.place
    if tok.tags[place.head] != "PRP" or place.role not in ("object", "oblique") or anaphor.form.endswith("self"):
        return False
    verb = _verb(tok, place.head)
    return any(
        seen.role == "subject" and seen.sentence == place.sentence and _verb(tok, seen.head) == verb
        for seen in thing.seen[-3:]
    )


def _agrees(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    if anaphor.model == "person":
        return thing.root == "Person" and (not thing.gender or thing.gender == anaphor.gender)
    if anaphor.model == "thing":
        return thing.root != "Person"
    if anaphor.model == "plural":
        return thing.root == "Organization" or thing.type in ("Country", "Region", "City")
    if thing.root == "Person" and anaphor.gender and thing.gender and anaphor.gender != thing.gender:
        return False
    return thing.type in anaphor.types or any(reading.typing.root(kind) == thing.root for kind in anaphor.types)


def _predicate(tok: Tokens, anaphor: Anaphor) -> bool:
    """Tell whether a nominal says what something is, rather than pointing to it: "X is the chairman"."""
    return anaphor.model == "nominal" and tok.deps[anaphor.place.head] in ("attr", "acomp", "oprd")


def _by_grammar(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return what grammar alone says that a nominal or pronoun stands for."""
    tok, place = reading.tok, anaphor.place
    head = place.head
    if anaphor.gender == "relative":
        return _antecedent(reading, head)
    if anaphor.gender in ("speaker", "speakers"):
        return _said_by(reading, anaphor)
    if anaphor.model != "nominal":
        return None
    if _is_agent(tok, anaphor):
        owners = [index for index in sorted(anaphor.near) if reading.things[index].root in ("Place", "Organization")]
        if len(owners) == 1:
            return reading.things[owners[0]]
    beside = tok.heads[head] if tok.deps[head] == "appos" else -1
    if beside < 0:
        beside = next(
            (i for i in range(head + 1, min(head + 6, len(tok))) if tok.heads[i] == head and tok.deps[i] == "appos"), -1
        )
    thing = reading.thing_at(beside) if beside >= 0 else None
    return thing if thing is not None and _agrees(reading, anaphor, thing) else None


def _is_agent(tok: Tokens, anaphor: Anaphor) -> bool:
    """Tell whether a noun stands for the state it belongs to: "German troops", "the Chinese embassy"."""
    return tok.lemmas[anaphor.place.head] in (AGENTS_OF_PLURAL if anaphor.plural else AGENTS_OF)


def _antecedent(reading: Reading, i: int) -> Thing | None:
    """Return the thing that a relative clause is about."""
    tok = reading.tok
    word = tok.words[i].lower()
    for _ in range(6):
        if tok.deps[i] == "relcl":
            return _owner_of(reading, tok.heads[i], word)
        if tok.heads[i] == i:
            break
        i = tok.heads[i]
    return None


def _owner_of(reading: Reading, i: int, word: str) -> Thing | None:
    """Return the thing at a noun, or what that noun hangs on where a relative pronoun cannot mean it.

    "Acme of Oslo, whose chairman": the place is passed over.
    """
    tok = reading.tok
    thing = reading.thing_at(i)
    if thing is not None and thing.root == "Place" and word in ("whose", "who") and tok.deps[i] in ("pobj", "appos"):
        above = tok.heads[tok.heads[i]] if tok.deps[i] == "pobj" else tok.heads[i]
        thing = reading.thing_at(above) or thing
    if thing is not None and word in ("who", "whom") and thing.root != "Person":
        return None
    return thing


def _said_by(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return who "I" is, or the organization for which "we" is said."""
    thing = reading.speaker(anaphor.place.head)
    if anaphor.gender == "speaker":
        return thing if thing is not None and thing.root == "Person" else None
    if thing is not None and thing.root != "Person":
        return thing
    subject = reading.speakers.get(reading.quotes[anaphor.place.head], -1)
    bodies = {other.index for i in _below(reading.tok, subject) if (other := reading.thing_at(i)) is not None}
    if thing is not None:
        bodies = bodies or thing.near
    bodies = {index for index in bodies if reading.things[index].root == "Organization"}
    return reading.things[min(bodies, key=lambda index: (-reading.counts[index], index))] if bodies else None


def _below(tok: Tokens, head: int) -> list[int]:
    """Return the tokens of a sentence that hang on one, at most three steps below it."""
    if head < 0:
        return []
    found = []
    for i in range(max(0, head - 8), min(len(tok), head + 9)):
        k = i
        for _ in range(3):
            k = tok.heads[k]
            if k == head:
                found.append(i)
                break
    return found


def features(reading: Reading, anaphor: Anaphor, thing: Thing, rivals: Sequence[Thing]) -> Iterator[str]:
    """Yield what speaks for or against a thing, among its rivals."""
    if len(rivals) == 1:
        yield "only"
    elif all(thing is rival or rival.seen[-1].start < thing.seen[-1].start for rival in rivals):
        yield f"nearest={anaphor.place.sentence - thing.seen[-1].sentence == 0}"
    yield from _features(reading, anaphor, thing)


def _features(reading: Reading, anaphor: Anaphor, thing: Thing) -> Iterator[str]:
    tok, place, last = reading.tok, anaphor.place, thing.seen[-1]
    distance = place.sentence - last.sentence
    yield f"distance={min(distance, 5)}"
    yield f"role={last.role}" if distance < 2 else "role=far"
    if distance < 2:
        yield f"roles={place.role},{last.role},{distance}"
    yield f"kind={last.kind}"
    if reading.quotes[place.head] and thing is reading.speaker(place.head):
        yield "speaker"
    yield f"most={reading.counts[thing.index] == reading.most[thing.root]}"
    count = len(thing.seen)
    yield f"count={min(count, 4)}"
    if any(seen.role == "subject" and place.sentence - seen.sentence == 1 for seen in thing.seen[-3:]):
        yield "subject of the last sentence"
    if thing.seen[0].sentence == 0:
        yield "in the headline"
    elif thing.seen[0].sentence < 3:
        yield "near the top"
    if anaphor.model != "nominal":
        if distance == 0:
            same = _verb(tok, last.head) == _verb(tok, place.head)
            yield f"same clause={same},{place.role},{last.role}"
            if place.head - last.end < 3:
                yield "close"
            says = _sayer(tok, place.head)
            if says >= 0:
                yield f"says={says == last.head},{place.role}"
        yield f"{thing.root}"
        if anaphor.form in ("its", "their") and thing.type == "Country":
            yield "country owner"
        if (place.role == "subject" and place.start == 0) or tok.sents[place.start] != tok.sents[place.start - 1]:
            yield f"opens,{last.role},{min(distance, 2)}"
        if anaphor.model == "person":
            yield f"gender={bool(thing.gender)}"
    else:
        noun = anaphor.form.rpartition(" ")[2]
        described = anaphor.form in thing.nouns or noun in thing.nouns
        yield f"noun={described}"
        yield f"word={noun in thing.name_words}"
        if not described and noun not in thing.name_words and thing.nouns:
            yield "described otherwise"
        generic = "generic" if thing.type == thing.root else "other"
        match = "first" if thing.type == anaphor.types[0] else "one" if thing.type in anaphor.types else generic
        yield f"type={match}"
        if noun in ("government", "state"):
            yield f"government={thing.type}"
        most = reading.most[thing.type]
        yield f"top={reading.counts[thing.index] == most},{min(most, 3)}"
        if anaphor.near:
            yield f"near={bool(anaphor.near & thing.near)}"
            yield f"around={bool(anaphor.near & thing.around)}"
        yield f"root={thing.root}"
        yield f"first={tok.words[place.start].lower() in ('the', 'this', 'that')}"
        if thing.seen[0].sentence == place.sentence and len(thing.seen) == 1:
            yield "new here"


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


def _verb(tok: Tokens, i: int) -> int:
    """Return the verb of the clause that a token stands in."""
    for _ in range(12):
        if tok.pos[i] in ("VERB", "AUX") and tok.deps[i] not in ("aux", "auxpass"):
            return i
        if tok.heads[i] == i:
            return i
        i = tok.heads[i]
    return i


def _best(reading: Reading, anaphor: Anaphor, possible: Sequence[Thing]) -> Thing | None:
    weights = WEIGHTS.get(anaphor.model)
    if not possible or weights is None:
        return None
    scores = [sum(weights.get(name, 0.0) for name in features(reading, anaphor, thing, possible)) for thing in possible]
    none = weights.get("none", 0.0)
    top = max(scores)
    total = sum(math.exp(score - top) for score in scores) + math.exp(none - top)
    return possible[scores.index(top)] if 1.0 / total >= THRESHOLDS[anaphor.model] else None
