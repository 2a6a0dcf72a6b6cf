"""Which named thing a pronoun or a noun phrase stands for, or which things together.

The text is read once, from left to right. Each pronoun and nominal is compared with the things that were mentioned
before it and that agree with it in type and gender (in the opening sentences, also with those named soon after); what
speaks for and against each is summed with weights that were learned from annotated news (:mod:`kg.entities.weights`),
together with what the network says that has read the text, where there is one (:mod:`kg.entities.context`). The best is
taken where its share of the whole is above a threshold: a wrong link costs more than a missing one. "Both" and "the two
firms" are compared with the pairs of things that stand together. Relative pronouns are linked by the grammar alone, and
so are the speakers of quotations where it tells them, once they are known; what stands in apposition to a name is what
that names. What the grammar bars (:mod:`kg.entities.apart`) is not tried.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from kg.entities.apart import is_doer, is_other, is_told_by_another, of_nobody
from kg.entities.features import features
from kg.entities.grammar import agrees, by_grammar, is_predicate, named_beside, two_people
from kg.entities.reading import INDEFINITE, Reading
from kg.entities.unlike import is_related, is_unlike, narrowed
from kg.mentions.nominals import nouns_at
from kg.mentions.words import AGENTS_OF_PLURAL, OFFICE_NOUNS, OWNED_AGENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.entities.context import Context
    from kg.entities.evidence import Thing
    from kg.entities.features import Option
    from kg.entities.names import Group
    from kg.entities.reading import Anaphor
    from kg.entities.weights import LinkWeights
    from kg.mentions.tokens import Tokens
    from kg.mentions.typing import Typing
    from kg.model import Mention

__all__ = ["best", "link", "network_scores", "options", "walk"]

#: How many sentences back the last mention of what a pronoun stands for may be.
REACH = {"male": 6, "female": 6, "neuter": 3, "plural": 2, "speakers": 3}
#: How many sentences back things that are meant together may have been mentioned, and how many things are tried.
GROUP_REACH, GROUP_CHOICE = 4, 12
#: The same for three things.
TRIPLE, TRIPLE_CHOICE = 3, 6
#: Kinds of anaphors that the grammar alone links.
GRAMMATICAL = frozenset({"relative", "speaker"})
#: Kinds of anaphors that mean who speaks.
VOICES = frozenset({"speaker", "speakers"})
#: Roles of subjects.
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: How many sentences after a nominal of the opening the name may follow.
FORWARD = 4


def link(
    tok: Tokens,
    groups: Sequence[Group],
    mentions: Iterable[Mention],
    typing: Typing,
    weights: LinkWeights,
    context: Context | None = None,
) -> dict[tuple[int, int], float]:
    """Add to the groups the nominals and pronouns that stand for them; without ``context`` no network is asked.

    Returns, by code-point offsets, how likely each is right of the links that were not made by the grammar alone.
    """
    shares: dict[tuple[int, int], float] = {}
    judged: dict[tuple[int, int], Option] = {}

    def judge(reading: Reading, anaphor: Anaphor, possible: Sequence[Option]) -> Option | None:
        chosen, share = best(reading, anaphor, possible, weights, context)
        place = anaphor.mention.span.start, anaphor.mention.span.end
        shares[place], judged[place] = share, chosen or ()
        return chosen

    for anaphor, chosen in walk(Reading(tok, groups, typing), mentions, judge):
        place = anaphor.mention.span.start, anaphor.mention.span.end
        if judged.get(place, chosen) != chosen:
            del shares[place]  # the grammar told it later
        for thing in chosen:
            thing.group.mentions.append(anaphor.mention)
    return shares


def walk(
    reading: Reading,
    mentions: Iterable[Mention],
    judge: Callable[[Reading, Anaphor, Sequence[Option]], Option | None],
) -> Iterator[tuple[Anaphor, Option]]:
    """Yield each nominal and pronoun in text order with the things it stands for, none where that is unknown."""
    named = iter([*reading.named, None])
    upcoming = next(named)
    waiting: list[tuple[int, Anaphor, Option | None]] = []
    for mention in sorted(mentions, key=lambda mention: (mention.span.start, mention.span.end)):
        anaphor = reading.anaphor(mention)
        while waiting and waiting[0][0] < anaphor.place.start:
            yield _spoken(reading, *waiting.pop(0)[1:])
        while upcoming is not None and upcoming[0].start < anaphor.place.start:
            reading.see(reading.things[upcoming[1]], upcoming[0])
            upcoming = next(named)
        chosen: Option | None = None
        if is_predicate(reading.tok, anaphor):
            thing = named_beside(reading, anaphor)
            chosen = None if thing is None else (thing,)
        else:
            thing = by_grammar(reading, anaphor)
            if thing is not None:
                chosen = (thing,)
            elif pair := two_people(reading, anaphor):
                chosen = pair
            elif anaphor.model not in GRAMMATICAL and not of_nobody(reading, anaphor):
                chosen = judge(reading, anaphor, options(reading, anaphor))
                if chosen and is_related(anaphor, chosen[0]):
                    chosen = None
            if anaphor.model in VOICES and (told := reading.told_later(anaphor.place.head)) >= 0:
                waiting.append((told, anaphor, chosen))
                continue
        if chosen:
            reading.note(anaphor, chosen)
        else:
            reading.unknown[anaphor.place.head] = anaphor
        reading.relate(anaphor, chosen or ())
        yield anaphor, chosen or ()
    for _, anaphor, likely in waiting:
        yield _spoken(reading, anaphor, likely)


def _spoken(reading: Reading, anaphor: Anaphor, likely: Option | None) -> tuple[Anaphor, Option]:
    """Return an "I" or "we" with what was ``likely`` before, or who the words behind the quotation say that it is."""
    thing = None if likely else by_grammar(reading, anaphor)
    chosen = likely or (None if thing is None else (thing,))
    if chosen:
        reading.note(anaphor, chosen)
    return anaphor, chosen or ()


def options(reading: Reading, anaphor: Anaphor) -> list[Option]:
    """Return what an anaphor may stand for, in order of first mention; single things first."""
    if anaphor.form == "their" and _are_many(reading, anaphor):
        return []
    if is_told_by_another(reading.tok, anaphor) or _is_unknown_too(reading, anaphor):
        return []
    found: Sequence[Thing] = () if anaphor.model == "group" else list(_candidates(reading, anaphor))
    singles: list[Option] = [(thing,) for thing in narrowed(reading, anaphor, found)]
    if anaphor.model in ("group", "plural"):
        singles.extend(_sets(reading, anaphor))
    return singles


def _are_many(reading: Reading, anaphor: Anaphor) -> bool:
    """Tell whether "their" means the subject before, people without a name: "Workers at Acme left. Their leader"."""
    tok, place = reading.tok, anaphor.place
    for i in range(place.start - 1, -1, -1):
        if tok.sents[i] < place.sentence - 1:
            break
        if tok.deps[i] in SUBJECTS and (i in reading.at or i in reading.resolved):
            break  # named
        if tok.deps[i] in SUBJECTS and tok.tags[i] == "NNS":
            noun, kinds = nouns_at(tok, i, reading.typing)
            return noun in OWNED_AGENTS or (kinds == ("Person",) and noun not in AGENTS_OF_PLURAL)
    return False


def _is_unknown_too(reading: Reading, anaphor: Anaphor) -> bool:
    """Tell whether a nominal says what another one is that nobody knows: "The union, a branch of Acme Workers"."""
    tok, head = reading.tok, anaphor.place.head
    above = tok.heads[head]
    if not anaphor.nominal or tok.deps[head] != "appos" or tok.tags[above] != "NN":
        return False
    return above < head and above not in reading.at and above not in reading.resolved and anaphor.beside < 0


def _candidates(reading: Reading, anaphor: Anaphor) -> Iterator[Thing]:
    reach = 0 if anaphor.nominal else REACH.get(anaphor.gender, 0)
    forward = anaphor.place.sentence <= FORWARD and (
        anaphor.model == "opening" or (anaphor.nominal and anaphor.place.sentence < reading.headlines)
    )
    for thing in reading.things:
        if not agrees(reading, anaphor, thing) or is_unlike(reading, anaphor, thing):
            continue
        if not thing.seen:
            near = thing.first - anaphor.place.sentence <= FORWARD and thing.index not in anaphor.near
            if forward and near and not _is_another(reading, anaphor, thing):
                yield thing
            continue
        if reach and anaphor.place.sentence - thing.seen[-1].sentence > reach:
            continue
        if thing.index in anaphor.near and anaphor.owner != thing.index:
            continue  # "Acme's board" may stand for Acme, "the Acme of Oslo" not for Oslo
        if anaphor.model == "body" and not _may_own(reading, anaphor.owner, thing):
            continue
        if not anaphor.nominal and is_other(reading, anaphor, thing):
            continue
        yield thing


def _is_another(reading: Reading, anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether "a diplomat", below the headline, is another than the person who is named next: "a minister, X"."""
    opens = reading.tok.words[anaphor.place.start].lower() in INDEFINITE
    told = anaphor.form not in thing.nouns and not OFFICE_NOUNS.isdisjoint(thing.nouns)
    return opens and told and anaphor.place.sentence >= reading.headlines


def _may_own(reading: Reading, owner: int, thing: Thing) -> bool:
    """Tell whether a thing may be what a person calls his own: the text must have spoken of both together."""
    if owner < 0 or reading.things[owner].root != "Person" or thing.root == "Place":
        return True
    return owner in thing.near or owner in thing.around or thing.index in reading.things[owner].around


def _sets(reading: Reading, anaphor: Anaphor) -> list[Option]:
    """Return the pairs, lists and former groups of things that were mentioned lately and agree."""
    here = anaphor.place.sentence
    fitting = (
        thing
        for thing in reading.things
        if thing.seen
        and (agrees(reading, anaphor, thing) or (anaphor.model == "plural" and thing.root == "Person"))
        and not (anaphor.nominal and is_doer(reading.tok, anaphor, thing))
    )
    lately = sorted(fitting, key=lambda thing: -thing.seen[-1].start)[:GROUP_CHOICE]
    lately = [thing for thing in lately if here - thing.seen[-1].sentence <= GROUP_REACH]
    known = frozenset(thing.index for thing in lately)
    found = [items for sentence, items in reading.lists if sentence <= here and items <= known]
    found += [items for items in reading.groups if items <= known]
    if anaphor.model == "group" and anaphor.size in (0, 2):
        pairs = combinations(sorted(known), 2)
        found += [frozenset((one, two)) for one, two in pairs if _may_pair(reading.things[one], reading.things[two])]
    elif anaphor.model == "group" and anaphor.size == TRIPLE:
        latest = sorted(thing.index for thing in lately[:TRIPLE_CHOICE])
        found += [frozenset(triple) for triple in combinations(latest, TRIPLE)]
    sets = [
        tuple(reading.things[index] for index in sorted(items))
        for items in dict.fromkeys(found)
        if anaphor.size in (0, 1, len(items))
    ]
    if "Person" in anaphor.types or not reading.typing.kinds(anaphor.form):
        return sets
    return [option for option in sets if all(_is_called(anaphor, thing) for thing in option)] or sets


def _is_called(anaphor: Anaphor, thing: Thing) -> bool:
    """Tell whether one of several may be of the kind that their noun is for: "both universities" are no firms."""
    noun = anaphor.form.rpartition(" ")[2]
    return thing.type in (*anaphor.types, thing.root) or noun in thing.nouns | thing.name_words


def _may_pair(one: Thing, two: Thing) -> bool:
    """Tell whether two things may be meant together where no list has them: a person and a body are no pair."""
    return (one.root == "Person") == (two.root == "Person")


def best(
    reading: Reading,
    anaphor: Anaphor,
    possible: Sequence[Option],
    table: LinkWeights,
    context: Context | None = None,
) -> tuple[Option | None, float]:
    """Return the option whose share of the whole is above the threshold, or None, and the greatest share."""
    weights = table.weights.get(anaphor.model)
    if not possible or weights is None:
        return None, 0.0
    scores = [sum(weights.get(name, 0.0) for name in features(reading, anaphor, one, possible)) for one in possible]
    if context is not None:
        given = network_scores(anaphor, possible, context)
        scores = [score + table.network * more for score, more in zip(scores, given, strict=True)]
    top = max(scores)
    total = sum(math.exp(score - top) for score in scores) + math.exp(weights.get("none", 0.0) - top)
    threshold = table.alone if context is None else table.together
    return possible[scores.index(top)] if 1.0 / total >= threshold else None, 1.0 / total


def network_scores(anaphor: Anaphor, possible: Sequence[Option], context: Context) -> list[float]:
    """Return what the text's network says of each option; of several things together, the mean."""
    indices = sorted({thing.index for option in possible for thing in option})
    scores = context.scores(anaphor, indices)
    return [sum(scores[thing.index] for thing in option) / len(option) for option in possible]
