"""Which names of an article name one thing.

Names are grouped by form first, and the groups joined: what the tables know as one, an acronym and what it stands
for, a surname and the full name, a short name and the long one that it begins, a body with its country and without.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.entities.slugs import strip_legal_form
from kg.mentions.bodies import HOMES
from kg.mentions.given_names import FEMALE, MALE
from kg.mentions.metonyms import UNION, UNION_SEAT
from kg.mentions.tables import capitals, demonyms, known_names
from kg.mentions.words import (
    INSIDE,
    KEEP_APART,
    LEGAL_FORMS,
    NICKNAMES,
    OFFICES,
    REGNAL,
    SHORT_TITLES,
    TITLE_GENDERS,
)
from kg.nlp import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.model import Article, Mention
    from kg.ontology import Ontology

__all__ = ["Group", "group_names", "untitled"]

#: How far into a text a headline may reach: there, a short name may come before the long one.
HEADLINE = 150
#: Who heads a ministry, and the words by which ministries are called.
_HEADS_OF_MINISTRIES = frozenset({"Secretary", "Minister"})
_MINISTRIES = frozenset({"department", "ministry", "office"})
#: Before a name that is short for the one before it: "Long Name (LN)", "Long Name, or LN,".
_SHORT_FORM = re.compile(r" \(|,? or (?=[A-Z]+\b)|, known as ")
#: What stands between a state and its body, at the end of the text before that: "China's ", "Chinese ".
_POSSESSIVE = re.compile(r"(?:['’]s?)?\s$")
_LONGEST_POSSESSIVE = 3
#: Types of what may own a body, and of bodies that many states have under one name.
_OWNERS = frozenset({"Country", "Region"})
_OWNED = frozenset({"GovernmentBody", "PoliticalParty"})
_AMERICA = "United States"
#: Words of names that the bodies of many states have: "Supreme Court", "Central Election Commission".
_COMMON = word_set(
    "ministry ministries department office bureau agency authority commission committee council board court courts "
    "tribunal parliament assembly senate congress chamber house bank treasury police army navy air force forces guard "
    "coast service services administration prosecutor prosecutors attorney general intelligence security "
    "supreme constitutional high federal central national state electoral election elections reserve armed space "
    "defence defense foreign affairs external interior internal home finance economy economic trade commerce industry "
    "justice health education transport energy agriculture environment labour labor culture information communications "
    "science technology tourism sports emergency emergencies competition audit statistics revenue tax customs border"
)
_QUOTED = re.compile(r"[\"“”'‘’(]+([\w. -]+)[\"“”'‘’)]+ ")


@dataclass(slots=True, eq=False)
class Group:
    """The mentions of one name, or of several that name one thing.

    ``words`` are those of the name, without title, legal form and determiner; ``root`` is the topmost type; ``known``
    the name that the tables have for it, or ""; ``nicknames`` stand in quotation marks inside it. ``owner`` is the
    state whose body it is by the words right before a mention ("China's Foreign Office"), or "", and ``owned`` the name
    with them.
    """

    words: tuple[str, ...]
    type: str
    root: str
    known: str = ""
    mentions: list[Mention] = field(default_factory=list)
    joined: Group | None = None
    nicknames: set[str] = field(default_factory=set)
    owner: str = ""
    owned: str = ""

    def top(self) -> Group:
        """Return the group that this one has been joined to, or itself."""
        group = self
        while group.joined is not None:
            group = group.joined
        return group

    @property
    def shared(self) -> bool:
        """Whether it is a state's body of a name that others have, too, and is told by its owner."""
        if not self.owned or self.known or _body_words(self.words)[0]:
            return False
        if " ".join(self.words) in known_names():
            return True
        words = {word.lower() for word in self.words}
        return self.type == "GovernmentBody" and words <= _COMMON | INSIDE

    @property
    def first(self) -> int:
        """The offset of the first mention."""
        return self.mentions[0].span.start


def group_names(
    article: Article, mentions: Sequence[Mention], ontology: Ontology, sentence: Callable[[int], int]
) -> list[Group]:
    """Return the groups of named mentions, each one thing, in order of first mention; mentions in text order.

    ``sentence`` gives the number of the sentence that an offset stands in.
    """
    forms: dict[tuple[str, str], list[Group]] = {}
    people: list[Mention] = []
    states = {mention.span.end: mention for mention in mentions if mention.type in _OWNERS}
    for mention in mentions:
        words, root = _words(mention), ontology.root(mention.type)
        if root == "Person" and len(words) == 1:
            people.append(mention)
            continue
        owner, owned = _owner(article, mention, states)
        known = _known(mention, root, ontology)
        key = known or plain(" ".join(words)), root
        namesakes = forms.setdefault(key, [])
        group = next((group for group in namesakes if owner in ("", group.owner)), None)
        if group is None and namesakes and not namesakes[0].owner:
            group = namesakes[0]  # named without its state before
        if group is None:
            group = Group(words, mention.type, root, known)
        if owner and not group.owner:
            group.owner, group.owned = owner, owned
            group.known = "" if _home(known) not in ("", owner) else known
        forms[key] = [group, *(other for other in namesakes if other is not group)]  # the last is meant without a state
        group.mentions.append(mention)
        group.nicknames.update(_QUOTED.findall(mention.span.text))
    groups = sorted((group for namesakes in forms.values() for group in namesakes), key=lambda group: group.first)
    sentences = {id(group): {sentence(m.span.start) for m in group.mentions} for group in groups}
    headline = max(HEADLINE, article.text.find("\n") if "\n" in article.text[:300] else 0)
    for join in (_acronyms, _people, _short_names, _national_bodies, _of_offices, _one_known):
        rest = [group for group in groups if group.joined is None]
        for one, other in join(article, rest):
            if join is _short_names and (
                any(headline < mention.span.start < one.first for mention in other.mentions)
                or not sentences[id(one)].isdisjoint(sentences[id(other)])
            ):
                continue
            _join(one.top(), other.top())
    groups = [group for group in groups if group.joined is None]
    groups += _surnames(article, people, [group for group in groups if group.root == "Person"])
    for group in groups:
        group.mentions.sort(key=lambda mention: mention.span.start)
    return sorted(groups, key=lambda group: group.first)


def _owner(article: Article, mention: Mention, states: Mapping[int, Mention]) -> tuple[str, str]:
    """Return the state whose body a name right behind it is, and the name with its owner, or "" and ""."""
    if mention.type not in _OWNED:
        return "", ""
    start = mention.span.start
    between = _POSSESSIVE.search(article.text, max(0, start - _LONGEST_POSSESSIVE), start)
    state = states.get(between.start()) if between else None
    if state is None:
        return "", ""
    text = " ".join(state.span.text.split())
    known = known_names().get(text) or demonyms().get(text)
    if known is None or (between and between[0].isspace() and text not in demonyms()):
        return "", ""
    return known.name, " ".join(article.text[state.span.start : mention.span.end].split())


def _home(known: str) -> str:
    """Return whose a body of the tables is that others have, too, or ""."""
    return HOMES.get(known) or (_AMERICA if known.startswith(f"{_AMERICA} ") else "")


def plain(name: str) -> str:
    """Return a name in small letters, without accents and hyphens.

    >>> plain("Müller-Zürich")
    'muller zurich'
    """
    letters = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return "".join(letters).casefold().replace("-", " ").replace("ı", "i")


def untitled(name: str, *, person: bool) -> str:
    """Return a name without forms of address and, of a person, offices before it; the last word always stays.

    >>> untitled("President Ida Brandvik", person=True)
    'Ida Brandvik'
    """
    words = name.split()
    while len(words) > 1 and (words[0] in SHORT_TITLES or (person and words[0] in OFFICES)):
        words = words[1:]
    return " ".join(words)


def _known(mention: Mention, root: str, ontology: Ontology) -> str:
    """Return the name that the tables have for a mention, or "" where they know none of its root type."""
    text = " ".join(mention.span.text.split())
    if text not in known_names():
        text = text.removeprefix("The ").removeprefix("the ")
    if mention.type == "Country":
        text = text.removesuffix(" government").removesuffix(" Government")
    if mention.type == "Country" and text in capitals():
        return capitals()[text].name
    if text == UNION_SEAT and root == "Organization":
        return UNION
    if mention.type == "PoliticalParty" and text not in known_names():
        text = f"{text.removesuffix(' party')} Party"  # "Democratic senators", "the Republican party"
    known = known_names().get(text) or demonyms().get(text)
    return known.name if known and ontology.root(known.type) == root else ""


def _words(mention: Mention) -> tuple[str, ...]:
    """Return the words of a name without what does not tell it from another."""
    text = _QUOTED.sub("", mention.span.text.replace("’", "'"))
    words = text.split()
    if words[0] in ("The", "the") and len(words) > 1:
        words = words[1:]
    words = untitled(" ".join(words), person=mention.type == "Person").split()
    if mention.type == "Person" and words[0] in REGNAL and len(words) > 2:
        words = words[1:]
    if mention.type != "Person":
        words = strip_legal_form(" ".join(words)).split()
    elif words[-1].rstrip(".") in ("Jr", "Sr", "II", "III") and len(words) > 2:
        words = words[:-1]
    return (*(word.rstrip(",") for word in words[:-1]), words[-1].removesuffix("'s"))


def _join(one: Group, other: Group) -> None:
    """Make one thing of two groups; the one that is known, or longer, keeps its name."""
    if one is other:
        return
    if (bool(other.known), len(other.words)) > (bool(one.known), len(one.words)):
        one, other = other, one
    one.mentions = sorted([*one.mentions, *other.mentions], key=lambda mention: mention.span.start)
    if one.type == one.root:
        one.type = other.type if other.root == one.root else one.type
    if not one.owner:
        one.owner, one.owned = other.owner, other.owned
    other.joined = one


def _acronyms(article: Article, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Yield "Long Name (LN)" and a name whose capitals are the initials of another."""
    starts = {mention.span.start: group for group in groups for mention in group.mentions}
    short_forms = [
        group for group in groups if len(group.words) == 1 and group.root != "Person" and _capitals(group.words[0]) > 1
    ]
    for group in groups:
        for mention in group.mentions:
            end = mention.span.end
            beside = _SHORT_FORM.match(article.text, end)
            other = starts.get(beside.end()) if beside else None
            if beside is None or other is None or other.root != group.root:
                continue
            if _capitals(other.words[0]) > 1 if "known" in beside[0] else _fits(group, other):
                yield group, other  # "Acme or IBM" are two
    for short in short_forms:
        word = short.words[0].replace(".", "")
        letters = "".join(filter(str.isupper, word)) if len(word) < 5 else word.upper()  # "BAe"
        fitting = [
            group
            for group in groups
            if len(group.words) > 1 and group.root == short.root and letters in _initials(group.words)
        ]
        if len(fitting) == 1:
            yield fitting[0], short


def _capitals(word: str) -> int:
    return sum(letter.isupper() for letter in word)


def _fits(group: Group, other: Group) -> bool:
    """Tell whether one of two names beside each other, one in brackets, may be short for the other."""
    short, long = sorted((group, other), key=lambda one: sum(map(len, one.words)))
    letters = [letter for letter in "".join(short.words).upper() if letter.isalnum()]
    if short.words[0] in long.words:
        return True
    rest = iter("".join(long.words).upper())
    return letters[0] == long.words[0][0].upper() and all(letter in rest for letter in letters)


def _initials(words: Sequence[str]) -> set[str]:
    parts = [part for word in words for part in word.replace("-", " ").split()]
    big = "".join(part[0] for part in parts if part[0].isupper())
    everything = "".join(part[0] for part in parts if part[0].isalpha()).upper()
    crossed = "".join("X" if part.startswith("Ex") else part[0] for part in parts if part[0].isupper())
    found = {big, everything, crossed} if len(big) > 1 else set()
    taken = _place_before(words)[1]
    if taken and len(words) > taken + 1:
        found |= _initials(words[taken:])  # "CIA": without the country
    return found


def _people(_: Article, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Yield full names of one person: with a middle name or without, with an initial, with a nickname."""
    by_last: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.root == "Person":
            by_last[plain(group.words[-1])].append(group)
    for namesakes in by_last.values():
        for i, one in enumerate(namesakes):
            for other in namesakes[i + 1 :]:
                if _one_person(one, other):
                    yield one, other
        for short in namesakes:
            longer = [one for one in namesakes if len(one.words) > len(short.words) and _ends(one.words, short.words)]
            if len(longer) == 1:
                yield longer[0], short


def _ends(long: Sequence[str], short: Sequence[str]) -> bool:
    """Tell whether a name ends with another: "De Wit" at the beginning of a sentence is Saskia de Wit."""
    return [plain(word) for word in long[-len(short) :]] == [plain(word) for word in short]


def _one_person(one: Group, other: Group) -> bool:
    """Tell whether two full names of one surname may be one person's."""
    if len(one.words) < len(other.words):
        one, other = other, one
    first, second = one.words[0].rstrip("."), other.words[0].rstrip(".")
    if second in one.nicknames or first in other.nicknames:
        return True
    if first == second or NICKNAMES.get(first) == second or NICKNAMES.get(second) == first:
        middle = [word.rstrip(".") for word in other.words[1:-1]]
        full = [word.rstrip(".") for word in one.words[1:-1]]
        return all(any(word.startswith(part) for word in full) for part in middle) if full else True
    return min(len(first), len(second)) == 1 and first[0] == second[0]


def _short_names(_: Article, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Yield a name and the longer one that it begins or ends: "Acme" and "Acme Robotics", "Commission"."""
    bodies = [group for group in groups if group.root in ("Organization", "Event", "Product")]
    for short in bodies:
        n = len(short.words)
        longer = []
        for long in bodies:
            if len(long.words) <= n or long.root != short.root or (long.known and short.known):
                continue
            rest = long.words[n:] if long.words[:n] == short.words else ()
            begins = (
                bool(rest)
                and not short.known
                and KEEP_APART.isdisjoint(rest)
                and not any(_is_territory(word) for word in rest)
            )
            ends = short.words == long.words[-n:] and long.words[0] not in ("White",) and not short.known
            if begins or (ends and short.root == "Organization" and short.first > long.first):
                longer.append(long)
        if longer and len(short.words[0]) > 1 and short.words[0] not in INSIDE:
            legal = [long for long in longer if long.words[-1] in LEGAL_FORMS]
            if len(longer) == 1 or len(legal) == 1:
                yield (legal or longer)[0], short
            elif _nested(longer):
                yield min(longer, key=lambda long: long.first), short


def _nested(groups: Sequence[Group]) -> bool:
    """Tell whether each longer name of some begins with the shorter: "Acme Heavy" and "Acme Heavy Industries"."""
    names = sorted((group.words for group in groups), key=len)
    return all(long[: len(short)] == short for short, long in pairwise(names))


def _is_territory(word: str) -> bool:
    """Tell whether a word names a state, region or city, in which a body may have another of its name."""
    known = known_names().get(word)
    return known is not None and known.type in ("Country", "Region", "City")


def _national_bodies(_: Article, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Yield one body in two wordings, or with its country and without.

    "Danish defence ministry" and "Denmark's Ministry of Defence"; "U.S. Coast Guard" and "Coast Guard".
    """
    bodies: dict[frozenset[str], dict[str, Group]] = defaultdict(dict)
    for group in groups:
        if group.root == "Organization":
            country, rest = _body_words(group.words)
            country = country or group.owner
            first = bodies[rest].setdefault(country, group)
            if first is not group and len(rest) > 1:
                yield first, group
    for named in bodies.values():
        if len(named) == 2 and "" in named:
            country, long = next((country, group) for country, group in named.items() if country)
            short = named[""]
            if _home(short.known) not in ("", country) and not any(_place_before(_words(m))[0] for m in short.mentions):
                short.known = ""  # "the Kenyan Department of Justice", "the Department of Justice"
            yield long, short


def _of_offices(article: Article, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Yield a ministry and the word of its name that stands for it before its head: "Commerce Secretary X"."""
    bodies = [group for group in groups if group.type == "GovernmentBody" and (group.known or len(group.words) > 1)]
    for short in groups:
        if len(short.words) != 1 or short.root == "Person" or short.known:
            continue
        after = {(article.text[mention.span.end :].split(maxsplit=1) or [""])[0] for mention in short.mentions}
        if not after <= _HEADS_OF_MINISTRIES:
            continue
        word = short.words[0].casefold().replace("defense", "defence")
        forms = [(long, _body_words(long.words)[1] | _body_words(tuple(long.known.split()))[1]) for long in bodies]
        fitting = [long for long, words in forms if word in words and not _MINISTRIES.isdisjoint(words)]
        if len(fitting) == 1:
            yield fitting[0], short


def _body_words(words: Sequence[str]) -> tuple[str, frozenset[str]]:
    """Return the country that a body's name begins with or is "of", or "", and its other words, in small letters."""
    country, n = _place_before(words)
    if not country:
        country, last = _place_behind(words)
        words = words[: last or len(words)]
    small = (word.casefold().replace("defense", "defence") for word in words[n:])
    return country, frozenset(word for word in small if word not in INSIDE)


def _place_behind(words: Sequence[str]) -> tuple[str, int]:
    """Return the state that a name of more words ends with behind "of", and the number of words before, or ("", 0)."""
    for n in (1, 2):
        known = known_names().get(" ".join(words[-n:]))
        if len(words) > n + 2 and words[-n - 1] == "of" and known is not None and known.type == "Country":
            return known.name, len(words) - n - 1
    return "", 0


def _place_before(words: Sequence[str]) -> tuple[str, int]:
    """Return the state or region that a name begins with and how many words that takes, or ("", 0)."""
    for n in (2, 1):
        text = " ".join(words[:n])
        known = known_names().get(text.removesuffix("'s").removesuffix("'")) or demonyms().get(text)
        if len(words) > n and known is not None and known.type in ("Country", "Region"):
            return known.name, n
    return "", 0


def _one_known(_: Article, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Yield groups that the tables know as one thing though their types differ."""
    seen: dict[str, Group] = {}
    for group in groups:
        if group.known:
            first = seen.setdefault(group.known, group)
            if first is not group and first.root == group.root:
                yield first, group


def _surnames(article: Article, mentions: Sequence[Mention], people: Sequence[Group]) -> list[Group]:
    """Give each name of one word to the person it belongs to; return the groups of those who have no other name."""
    by_word: dict[str, list[Group]] = defaultdict(list)
    for person in people:
        for word in dict.fromkeys((person.words[-1], person.words[0], *person.words[1:-1], *sorted(person.nicknames))):
            by_word[plain(word)].append(person)
    alone: dict[str, Group] = {}
    for mention in mentions:
        word = plain(_words(mention)[0])
        fitting = by_word.get(word, [])
        fitting = [person for person in fitting if plain(person.words[-1]) == word] or fitting
        title = article.text[max(0, mention.span.start - 5) : mention.span.start].split()[-1:]
        title += mention.span.text.split()[:-1]  # "Ms Garrow" may be the name as it was found
        gender = next((TITLE_GENDERS[part] for part in title if part in TITLE_GENDERS), "")
        fitting = [person for person in fitting if {gender, _gender(person)} != {"male", "female"}]
        if gender:
            fitting = [person for person in fitting if _gender(person) == gender] or fitting
        choice = _likeliest(mention, fitting)
        if choice is None:
            choice = alone.setdefault(word, Group((word,), mention.type, "Person"))
        choice.mentions.append(mention)
    return list(alone.values())


def _gender(person: Group) -> str:
    first = person.words[0]
    return "female" if first in FEMALE - MALE else "male" if first in MALE - FEMALE else ""


def _likeliest(mention: Mention, people: Sequence[Group]) -> Group | None:
    """Return the person of the surname who was named first: kin are introduced later and called by their full names."""
    if len(people) < 2:
        return people[0] if people else None
    before = [person for person in people if person.first < mention.span.start]
    return min(before or people, key=lambda person: person.first)
