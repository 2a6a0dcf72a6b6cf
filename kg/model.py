"""The values that all parts agree on: frozen, slotted, checked where they are made.

No spaCy and no RDF in here. Offsets are Unicode code points of the article's text, end exclusive. Sequences
are tuples, in the order in which the things stand in the text. See ``docs`` for the vocabulary of the qualifiers.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

__all__ = [
    "Article",
    "Certainty",
    "Claim",
    "Entity",
    "Extraction",
    "Mention",
    "MentionKind",
    "Polarity",
    "Relation",
    "Span",
    "Time",
    "commonest",
    "fold",
]

Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible"]
Time = Literal["past", "current", "future"]
MentionKind = Literal["named", "nominal", "pronoun"]

#: Position in this list is the rank when reports of one statement are folded: the surest first.
CERTAINTIES: tuple[str, ...] = get_args(Certainty)


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the ontology, with the types that its ends may have.

    ``domain`` and ``range`` name every allowed type, subclasses included, sorted. ``inverse`` is the name of the
    inverse relation, or None. Made by :mod:`kg.ontology` only.
    """

    name: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool = False
    inverse: str | None = None

    def fits(self, subject_type: str, object_type: str) -> bool:
        """Tell whether a subject and an object of these types may stand at its ends."""
        return subject_type in self.domain and object_type in self.range


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text; made by :meth:`Article.span`, so that ``text`` is what stands there."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        _require(0 <= self.start < self.end, f"span {self.start}:{self.end} is empty or negative")
        _require(
            len(self.text) == self.end - self.start,
            f"span {self.start}:{self.end} holds {len(self.text)} characters: {self.text!r}",
        )

    def as_dict(self) -> dict[str, Any]:
        """Return ``{"start", "end", "text"}``."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read: its text is never edited after reading.

    ``title``, ``url``, ``published`` and ``publisher`` are None where the source does not say.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    published: date | None = None
    publisher: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.id), "an article needs an id that is not empty")
        _require("\r" not in self.text, f"article {self.id!r}: line ends are to be made \\n while reading")

    def span(self, start: int, end: int) -> Span:
        """Return the span ``text[start:end]``; ValueError where it is empty or outside the text.

        >>> Article("a", "Acme met Beta.").span(0, 4)
        Span(start=0, end=4, text='Acme')
        """
        _require(end <= len(self.text), f"article {self.id!r} has no character {end - 1}")
        return Span(start, end, self.text[start:end])

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of all that was read; an article is unchanged where this is unchanged."""
        published = self.published.isoformat() if self.published else None
        fields = [self.id, self.text, self.title, self.url, published, self.publisher]
        return _digest(fields, 64)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of the text that stands for something: a name, a nominal ("the company") or a pronoun.

    ``type`` is a type of the ontology. What was seen: resolution never rewrites it.
    """

    span: Span
    type: str
    kind: MentionKind = "named"

    def __post_init__(self) -> None:
        _require(self.kind in get_args(MentionKind), f"{self.kind!r} is not a kind of mention")


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing as read in one article.

    ``id`` is unique in the article and says nothing about other articles; ``thing`` is the id of what it stands
    for (``organization/nato``), by default the same string. ``aliases`` are all named forms in the text, sorted,
    the name among them if it occurs there. ``mentions`` are in text order.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    thing: str = ""

    def __post_init__(self) -> None:
        _require(bool(self.id and self.name), f"an entity needs an id and a name: {self.id!r}, {self.name!r}")
        if not self.thing:
            object.__setattr__(self, "thing", self.id)

    def as_dict(self) -> dict[str, Any]:
        """Return ``{"id", "name", "type", "aliases"}``, ``id`` being the thing's."""
        return {"id": self.thing, "name": self.name, "type": self.type, "aliases": list(self.aliases)}

    def _repr_html_(self) -> str:
        from kg.html import entity_html

        return entity_html(self.as_dict(), tuple(dict.fromkeys(mention.span.text for mention in self.mentions)))


@dataclass(frozen=True, slots=True)
class Claim:
    """One report of a statement at one place of an article.

    ``article`` is the article's id. ``attributed_to`` holds who is said to say it: entities, or plain text for
    anonymous sources; empty means the article's own voice. ``when`` is an ISO 8601 date, month, year or interval, or
    None. ``role`` is the title with ``leads`` and ``works_for``, or None. ``evidence`` is the sentence or sentences;
    ``subject_span`` and ``object_span`` are the words in it that stand for the ends, ``trigger_spans`` those that say
    the relation, ``cue_spans`` those that decided the qualifiers. ``reader`` names what found it, ``phrase`` the
    phrase of the ontology that matched, or None. ``confidence`` lies in [0, 1].

    Raises ValueError where an end does not fit the relation's domain or range, a qualifier has no such value, or
    both ends are one thing.
    """

    article: str
    subject: Entity
    relation: Relation
    object: Entity
    evidence: Span
    subject_span: Span
    object_span: Span
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    time: Time = "current"
    when: str | None = None
    attributed_to: tuple[Entity | str, ...] = ()
    role: str | None = None
    trigger_spans: tuple[Span, ...] = ()
    cue_spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    reader: str = "phrases"
    phrase: str | None = None

    def __post_init__(self) -> None:
        _require(self.polarity in get_args(Polarity), f"{self.polarity!r} is not a polarity")
        _require(self.certainty in get_args(Certainty), f"{self.certainty!r} is not a certainty")
        _require(self.time in get_args(Time), f"{self.time!r} is not a time")
        _require(0.0 <= self.confidence <= 1.0, f"confidence {self.confidence} is outside [0, 1]")
        _require(
            self.relation.fits(self.subject.type, self.object.type),
            f"{self.subject.type} {self.subject.name!r} – {self.object.type} {self.object.name!r} "
            f"do not fit {self.relation.name}",
        )
        _require(self.subject.id != self.object.id, f"both ends of {self.relation.name} are {self.subject.name!r}")

    @property
    def statement(self) -> tuple[str, str, str]:
        """The triple (thing, relation, thing); for a symmetric relation the ends are sorted."""
        s, o = self.subject.thing, self.object.thing
        if self.relation.symmetric and o < s:
            s, o = o, s
        return s, self.relation.name, o

    @property
    def sources(self) -> tuple[str, ...]:
        """The names under ``attributed_to``, in order."""
        return tuple(a if isinstance(a, str) else a.name for a in self.attributed_to)

    @property
    def id(self) -> str:
        """Sixteen hex digits that hash article, ends as read, relation, evidence start and all qualifiers."""
        sources = [a if isinstance(a, str) else {"entity": a.id} for a in self.attributed_to]
        return _digest(
            [
                *(self.article, self.subject.id, self.relation.name, self.object.id, self.evidence.start),
                *(self.polarity, self.certainty, self.time, self.when, sources, self.role),
            ],
            16,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the object of one line of ``kg extract --format jsonl``."""
        return {
            "id": self.id,
            "article": self.article,
            "subject": self.subject.as_dict(),
            "relation": self.relation.name,
            "object": self.object.as_dict(),
            "polarity": self.polarity,
            "certainty": self.certainty,
            "time": self.time,
            "when": self.when,
            "attributed_to": list(self.sources),
            "role": self.role,
            "evidence": self.evidence.as_dict(),
            "subject_span": self.subject_span.as_dict(),
            "object_span": self.object_span.as_dict(),
            "trigger_spans": [s.as_dict() for s in self.trigger_spans],
            "cue_spans": [s.as_dict() for s in self.cue_spans],
            "confidence": self.confidence,
            "reader": self.reader,
            "phrase": self.phrase,
        }

    def _repr_html_(self) -> str:
        from kg.html import claim_html

        return claim_html(self.as_dict())


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read in one article: a pure function of article, ontology and models.

    ``mentions`` are in text order; ``entities`` by first mention; ``claims`` by evidence, then ends, then relation.
    """

    article: Article
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()

    def folded(self) -> tuple[Claim, ...]:
        """Return one claim a statement, see :func:`fold`."""
        return fold(self.claims)

    def _repr_html_(self) -> str:
        from kg.html import extraction_html

        about = {name: getattr(self.article, name) for name in ("id", "title", "publisher", "published")}
        return extraction_html(about, [claim.as_dict() for claim in self.folded()], len(self.entities))


def fold(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return one claim a statement, in order of each statement's first report.

    Evidence, polarity, certainty, time, ``when`` and confidence come from one report: the most certain, then a
    positive one, then the one of highest confidence, then the first. ``attributed_to`` is the union of all reports,
    ``role`` the first there is. The order of the argument counts as order in the text.
    """
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.statement, []).append(claim)
    return tuple(_fold_one(group) for group in groups.values())


def commonest(values: Iterable[str]) -> str:
    """Return the name or type of a thing that most entities as read have; of equals the longest, then by alphabet.

    A mapping gives how many have each; ValueError where there is none.
    """
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], -len(value), value))


def _fold_one(reports: list[Claim]) -> Claim:
    best = min(reports, key=_fold_rank)  # min is stable: the first of equals
    attributed: dict[str, Entity | str] = {}
    for report in (best, *reports):
        for source in report.attributed_to:
            attributed.setdefault(source if isinstance(source, str) else source.id, source)
    role = best.role or next((r.role for r in reports if r.role), None)
    return replace(best, attributed_to=tuple(attributed.values()), role=role)


def _fold_rank(claim: Claim) -> tuple[int, bool, float]:
    return CERTAINTIES.index(claim.certainty), claim.polarity != "positive", -claim.confidence


def _digest(value: object, length: int) -> str:
    canonical = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:length]
