"""Links that the grammar alone decides: relative pronouns, speakers of quotations, a state's agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entities.unlike import employer, of_another_trade
from kg.mentions.tables import capitals, has_office
from kg.mentions.words import (
    AGENTS_OF,
    AGENTS_OF_PLURAL,
    BETWEEN_PEOPLE,
    CALLED,
    CALLED_ALWAYS,
    JUDGING,
    KIN,
    LAWYERS,
    ORDINALS,
    ORGANS,
    OWNED_AGENTS,
    SAYING,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.entities.evidence import Thing
    from kg.entities.reading import Anaphor, Reading
    from kg.mentions.tokens import Tokens

__all__ = ["agrees", "by_grammar", "is_predicate", "named_beside", "two_people"]


#: How many things a pair has.
PAIR = 2
#: Types whose noun behind a name of the type says but what that is: "the Reform party", "the Echo newspaper".
_CALLED_SO = frozenset({"PoliticalParty", "MediaOutlet", "University", "ArmedGroup"})
#: Topmost types of what acts for its owner.
_ACTING = frozenset({"Person", "Organization"})
#: A bank that is a state's, and no firm.
CENTRAL_BANK = "central bank"
#: Types of bodies that may be a ministry or a court without being called so.
_PUBLIC = frozenset({"GovernmentBody", "Organization"})


def agrees(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether a thing is of a kind, and a gender, that an anaphor may stand for."""
    if anaphor.model == "person":
        return thing.root == "Person" and (not thing.gender or thing.gender == anaphor.gender)
    if anaphor.model == "thing":
        return thing.root != "Person"
    if anaphor.model in ("plural", "speakers"):
        return _acts(thing)
    roots = {reading.typing.root(kind) for kind in anaphor.types}
    if thing.root == "Organization" and reading.typing.is_site(anaphor.form):
        return thing.type in anaphor.types and anaphor.form in thing.name_words  # "the port", of the Port of Elling
    if thing.root == "Organization" and not _may_be_called(anaphor.form, thing):
        return False
    if anaphor.model == "office" and thing.root == "Place" and not has_office(anaphor.form, thing.group.known):
        return False
    if thing.index == anaphor.owner and anaphor.model in ("body", "individual"):
        return not roots.isdisjoint(_ACTING)  # "its pilots": who owns them acts through them
    if thing.root == "Person" and anaphor.gender and thing.gender and anaphor.gender != thing.gender:
        return False
    if anaphor.model == "group" and not anaphor.types:
        return thing.root == "Person" or _acts(thing)
    if anaphor.model == "office" and anaphor.types[0] == "Person":
        return _acts(thing)
    if anaphor.model == "group" and "Organization" in roots and _acts(thing):
        return True  # "the two armies" are two states
    return thing.type in anaphor.types or thing.root in roots


def _may_be_called(called: str, thing: Thing) -> bool:
    """Tell whether a body may be meant by what mostly is a part of the name: "the ministry", "the court".

    ``called`` is the noun, with a word before it where the ontology has both. A body of a state may be one without the
    word, if its name has no other such word. Nor is a firm meant by the noun of another trade.
    """
    if called == CENTRAL_BANK:
        return thing.type in _PUBLIC or CENTRAL_BANK in thing.nouns
    if of_another_trade(called, thing):
        return False
    noun = called.rpartition(" ")[2]
    if noun not in CALLED:
        return True
    names = {mention.span.text.lower() for mention in thing.group.mentions if mention.kind == "named"}
    words = thing.name_words | thing.nouns | names
    if not words.isdisjoint(CALLED[noun]):
        return True
    return noun not in CALLED_ALWAYS and thing.type in _PUBLIC and words.isdisjoint(CALLED)


def _acts(thing: Thing) -> bool:
    """Tell whether a thing that is no person acts as one would."""
    return thing.root == "Organization" or thing.type in ("Country", "Region", "City")


def is_predicate(tok: Tokens, anaphor: Anaphor) -> bool:
    """Tell whether a nominal says what a named thing is, rather than pointing to it.

    "X is the chairman", "X, the chairman of Y", "its chairman X": the name stands there, too.
    """
    if not anaphor.nominal:
        return False
    place = anaphor.place
    if tok.deps[place.head] in ("attr", "acomp", "oprd") or anaphor.beside >= 0:
        return True
    return anaphor.model != "office" and anaphor.holder >= 0 and tok.deps[place.head] == "compound"


def named_beside(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return the thing named beside a nominal that is in apposition to it, or None where the nominal means another.

    "Its chairman, X" speaks of X, but also for what X chairs. In "the brewer X" the name alone is what is meant.
    """
    at = reading.at.get(anaphor.beside, -1)
    if at < 0 or anaphor.place.end in reading.at:
        return None
    thing = reading.things[at]
    owner = reading.things[anaphor.owner] if anaphor.owner >= 0 else None
    if thing.root == "Person" and (owner is None or owner.root != "Person"):
        return None
    return thing if agrees(reading, anaphor, thing) else None


def by_grammar(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return what grammar alone says that a nominal or pronoun stands for, or None where it says nothing."""
    tok, head = reading.tok, anaphor.place.head
    if anaphor.model == "relative":
        return _antecedent(reading, head)
    if anaphor.model in ("speaker", "speakers"):
        return _said_by(reading, anaphor)
    if anaphor.model in ("person", "thing"):
        return _judged(reading, anaphor)
    if anaphor.form in ORDINALS:
        return _latter(reading, anaphor)
    if not anaphor.nominal or anaphor.model in ("group", "office"):
        return None  # groups: :func:`two_people`
    told = _aged(reading, anaphor) or employer(reading, anaphor) or _client(reading, anaphor)
    told = told or _organ_of(reading, anaphor) or _is_named(reading, anaphor)
    if told is not None:
        return told
    before = reading.things[reading.at[head - 1]] if head - 1 in reading.at else None
    if before is not None and before.type in _CALLED_SO and before.type == anaphor.types[0]:
        return before
    if _is_agent(tok, anaphor):
        owners = [index for index in sorted(anaphor.near) if reading.things[index].root in ("Place", "Organization")]
        if len(owners) == 1 and (not anaphor.form.endswith("state") or reading.things[owners[0]].type == "Country"):
            return reading.things[owners[0]]
        if (state := _seated(reading, anaphor)) is not None:
            return state
    return _says(reading, anaphor)


def _client(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return whose lawyer speaks of "his client": "Ida Brandvik's lawyer said his client"."""
    tok, place = reading.tok, anaphor.place
    if anaphor.form != "client" or tok.tags[place.start] != "PRP$":
        return None
    above = [i for i in _above(tok, place.head) if tok.lemmas[i] in SAYING]
    sayers = (k for i in above for k in range(i) if tok.heads[k] == i and tok.deps[k] == "nsubj")
    sayer = next((i for i in sayers if tok.lemmas[i] in LAWYERS), -1)
    owner = next((i for i in range(sayer) if tok.heads[i] == sayer and tok.deps[i] == "poss"), -1)
    return reading.thing_at(owner) if owner >= 0 else None


def _organ_of(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return the body whose part is told behind a noun: "the Norwegian arm of Acme"."""
    tok, end = reading.tok, anaphor.place.end
    if anaphor.indefinite or anaphor.form.rpartition(" ")[2] not in ORGANS or tok.words[end : end + 1] != ["of"]:
        return None
    thing = next((reading.things[reading.at[i]] for i in (end + 1, end + 2) if i in reading.at), None)
    return thing if thing is not None and thing.root == "Organization" and agrees(reading, anaphor, thing) else None


def _is_named(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return who a noun is said to be: "his successor will be Ida Brandvik"."""
    tok, head = reading.tok, anaphor.place.head
    verb = tok.heads[head]
    if tok.deps[head] != "nsubj" or tok.lemmas[verb] != "be":
        return None
    told = next((i for i in range(verb + 1, len(tok)) if tok.heads[i] == verb and tok.deps[i] == "attr"), -1)
    thing = reading.things[reading.at[told]] if told in reading.at else None
    negated = any(tok.heads[i] == verb and tok.deps[i] == "neg" for i in range(head, min(verb + 3, len(tok))))
    fits = thing is not None and thing.type in (*anaphor.types, thing.root) and agrees(reading, anaphor, thing)
    return thing if fits and not negated else None


def _judged(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return who is blamed or praised for what a pronoun did: "criticised the agency, saying it had failed"."""
    tok, head = reading.tok, anaphor.place.head
    did = tok.heads[head]
    says = tok.heads[did]
    above = tok.heads[says]
    if tok.deps[head] not in ("nsubj", "nsubjpass") or tok.deps[did] != "ccomp" or tok.tags[says] != "VBG":
        return None
    if tok.lemmas[says] not in SAYING or tok.deps[says] not in ("advcl", "acl") or _modal(tok, did):
        return None
    if tok.deps[says] == "acl":  # the parser hangs it on who is blamed
        above = tok.heads[above]
    if tok.lemmas[above] not in JUDGING:
        return None
    object_ = next((i for i in range(above + 1, says) if tok.heads[i] == above and tok.deps[i] == "dobj"), -1)
    thing = reading.thing_at(object_) if object_ >= 0 else None
    return thing if thing is not None and agrees(reading, anaphor, thing) else None


def _modal(tok: Tokens, verb: int) -> bool:
    """Tell whether a verb says what is still to come: "saying it would appeal" is of who says so."""
    return any(tok.heads[i] == verb and tok.tags[i] == "MD" for i in range(max(0, verb - 6), verb))


def _latter(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return which of the last two that a sentence names "the former" or "the latter" is, or None.

    The sentence is the word's own where that names two before it, else the one before. Names that stand before a noun
    ("the Greek insurer") and places are passed over, and two of different kinds are doubtful.
    """
    place = anaphor.place
    for sentence in (place.sentence, place.sentence - 1):
        seen: list[Thing] = []
        for at, index in reading.named:
            thing = reading.things[index]
            counts = at.sentence == sentence and at.start < place.start and at.role != "modifier"
            if counts and thing not in seen and (thing.root in _ACTING or thing.type == "Country"):
                seen.append(thing)
        if len(seen) >= PAIR:
            one, two = seen[-PAIR:]
            found = two if anaphor.form == "latter" else one
            return found if one.root == two.root and (len(seen) == PAIR or found is two) else None
    return None


def _seated(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return the state in whose capital, or in which, a government is said to be: "the government in Oslo"."""
    i = anaphor.place.end
    if reading.tok.words[i : i + 1] not in (["in"], ["of"]) or anaphor.near:
        return None
    place = next((reading.things[reading.at[k]] for k in (i + 1, i + 2) if k in reading.at), None)
    if place is None or place.type == "Country":
        return place
    state = next((known for m in place.group.mentions if (known := capitals().get(m.span.text))), None)
    if state is None or place.type != "City":
        return None
    return next((thing for thing in reading.things if thing.group.known == state.name), None)


def _says(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return the body that speaks of itself, told behind what it says: "Acme will buy Brix, the firm said".

    It is the subject of what is said, where that is of a type that the noun has and does what is said.
    """
    tok, head = reading.tok, anaphor.place.head
    verb = tok.heads[head]
    if anaphor.model != "body" or anaphor.near or tok.deps[head] != "nsubj" or tok.lemmas[verb] not in SAYING:
        return None
    said = next((i for i in range(head) if tok.heads[i] == verb and tok.deps[i] == "ccomp"), -1)
    subject = next((i for i in range(said) if tok.heads[i] == said and tok.deps[i] == "nsubj"), -1)
    thing = reading.thing_at(subject) if said >= 0 and subject >= 0 else None
    if thing is None or thing.type not in anaphor.types or not agrees(reading, anaphor, thing):
        return None
    return thing


def two_people(reading: Reading, anaphor: Anaphor) -> tuple[Thing, ...]:
    """Return the two people that "the pair" or "both" means, who alone were spoken of right before it, or nothing.

    Those named before it in its sentence, or if there are none, those of the sentence before; two bodies there make
    it doubtful.
    """
    if anaphor.model == "group" and anaphor.form in KIN and anaphor.owner < 0:
        return _kin(reading, anaphor)
    if anaphor.model != "group" or anaphor.size != PAIR or not anaphor.nominal:
        return ()
    if anaphor.types and anaphor.types[0] != "Person" and anaphor.form:
        return ()
    here, start = anaphor.place.sentence, anaphor.place.start
    if (listed := _with_speaker(reading, anaphor)) is not None:
        return listed
    alone = reading.tok.lemmas[reading.tok.heads[anaphor.place.head]] in BETWEEN_PEOPLE
    for sentence in (here, here - 1):
        seen = [
            thing for thing in reading.things if any(s.sentence == sentence and s.start < start for s in thing.seen)
        ]
        people = tuple(thing for thing in seen if thing.root == "Person")
        if not alone and sum(_acts(thing) for thing in seen) >= PAIR:
            return ()
        if people:
            return people if len(people) == PAIR else ()
    return ()


def _kin(reading: Reading, anaphor: Anaphor) -> tuple[Thing, ...]:
    """Return the last two of one family that were listed: "brothers Ida and Jonas Brandvik"."""
    for sentence, items in reversed(reading.lists):
        people = tuple(reading.things[index] for index in sorted(items))
        names = [i for thing in people for i in reading.names_of(thing) if reading.tok.sents[i] == sentence]
        known = any(anaphor.form in thing.nouns for thing in people)
        known = known or any(reading.tok.lemmas[i - 1].lower() == anaphor.form for i in names if i)
        if sentence <= anaphor.place.sentence and known and len(people) == PAIR:
            return people if all(one.root == "Person" for one in people) else ()
    return ()


def _with_speaker(reading: Reading, anaphor: Anaphor) -> tuple[Thing, ...] | None:
    """Return the two of whom one says what "the pair" did: "Ida Brandvik and Jonas Holm left. Brandvik said the pair".

    They are listed in the sentence before; who says it is the subject of the clause that holds the word. Where two say
    it, they mean themselves: "the sisters said the pair".
    """
    tok, place = reading.tok, anaphor.place
    verb = next(
        (i for i in _above(tok, place.head) if tok.deps[i] == "ccomp" and tok.lemmas[tok.heads[i]] in SAYING), -1
    )
    if verb < 0:
        return None
    says = tok.heads[verb]
    subject = next((i for i in range(says) if tok.heads[i] == says and tok.deps[i] == "nsubj"), -1)
    together = reading.resolved.get(subject, ())
    if len(together) == PAIR:
        return tuple(reading.things[index] for index in together)
    who = reading.thing_at(subject) if subject >= 0 else None
    if who is None or who.root != "Person":
        return None
    for sentence, items in reading.lists:
        people = [reading.things[index] for index in sorted(items)]
        if sentence == place.sentence - 1 and len(people) == PAIR and who in people:
            return tuple(people) if all(one.root == "Person" for one in people) else None
    return None


def _above(tok: Tokens, i: int) -> Iterator[int]:
    """Yield a token and those above it, up to the root."""
    yield i
    while tok.heads[i] != i:
        i = tok.heads[i]
        yield i


def _aged(reading: Reading, anaphor: Anaphor) -> Thing | None:
    """Return the only person who was said to be of the age that a nominal tells: "the 61-year-old"."""
    words = reading.tok.words[anaphor.place.start : anaphor.place.end]
    age = next((word for word in words if word.isdigit()), None)
    if age is None or "year" not in words or "old" not in words:
        return None
    people = [thing for thing in reading.things if thing.root == "Person" and age in thing.nouns]
    return people[0] if len(people) == 1 else None


def _is_agent(tok: Tokens, anaphor: Anaphor) -> bool:
    """Tell whether a noun stands for the state it belongs to: "German troops", "the Chinese embassy"."""
    return tok.lemmas[anaphor.place.head].lower() in (AGENTS_OF_PLURAL | OWNED_AGENTS if anaphor.plural else AGENTS_OF)


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
        bodies = bodies or thing.near | thing.tied
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
