"""The values of the ontology: types, relations with their phrases, cue sets, and the table of them all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import OntologyError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Relation

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class EntityType:
    """A type of entity.

    ``parent`` is the name of the type right above it, or None for a root. ``color`` is ``#rrggbb``; ``shape`` one of
    vis.js. ``close_match`` holds IRIs of public terms; ``nouns`` the common nouns, lemmatised and sorted, that may
    stand for an entity of the type ("company").
    """

    name: str
    label: str
    definition: str
    parent: str | None
    color: str
    shape: str
    close_match: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to say a relation, as written: ``{subject} [buys|acquires] {object}``."""

    relation: str
    text: str


@dataclass(frozen=True, slots=True)
class RelationEntry:
    """A relation with all that the ontology says of it.

    ``phrases`` are sorted. ``happening`` is true where a past claim still gives the plain triple (a meeting, an
    attack); ``lasting`` where the result of what was done holds (a purchase, a suit); ``standing`` where what
    it says holds for long and is mostly told in passing (a seat, an office, kinship).
    ``close_match`` holds IRIs of public terms, those of the inverse direction with ``^`` before them.
    ``roles`` are the titles that the slot ``{role}`` of its phrases takes, lemmatised and sorted ("chief executive").
    ``prepares`` names the relations that it comes before, sorted: who explores a contract has none yet; ``ends`` those
    that it ends: who leaves a firm leads it no more; ``takes_up`` those that tell the other end of its continuations:
    who resigns leaves what he leads.
    ``continuations`` are ways to tell of one end alone where the other was said before, sorted: "{subject} joins the
    lawsuit"; ``openings`` are ways to say the other, beside the phrases without an end: "a bombing in {object}".
    """

    relation: Relation
    label: str
    definition: str
    color: str
    example: str
    phrases: tuple[str, ...] = ()
    happening: bool = False
    lasting: bool = False
    standing: bool = False
    close_match: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    prepares: tuple[str, ...] = ()
    takes_up: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    continuations: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CueSet:
    """A named set of cues of the qualifiers: lemmatised words, or phrases of several words; sorted."""

    name: str
    label: str
    definition: str
    cues: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ontology:
    """All types, relations and cue sets, by name, in the order of the file.

    ``ntriples`` is the whole of it in RDF: sorted N-Triples, one a line, without blank nodes. Two ontologies are equal
    where all that they say in the three tables is equal: ``digest`` is the SHA-256, in hex, of these. Pickles.
    """

    types: Mapping[str, EntityType] = field(compare=False, repr=False)
    entries: Mapping[str, RelationEntry] = field(compare=False, repr=False)
    cue_sets: Mapping[str, CueSet] = field(compare=False, repr=False)
    ntriples: str = field(default="", compare=False, repr=False)
    digest: str = field(init=False, default="")

    def __post_init__(self) -> None:
        for name in ("types", "entries", "cue_sets"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        object.__setattr__(self, "digest", _digest(self))

    def __reduce__(self) -> tuple[type[Ontology], tuple[Any, ...]]:
        return type(self), (dict(self.types), dict(self.entries), dict(self.cue_sets), self.ntriples)

    @cached_property
    def relations(self) -> Mapping[str, Relation]:
        """The relations by name, in the order of the file."""
        return MappingProxyType({name: entry.relation for name, entry in self.entries.items()})

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase of every relation, in the order of relations, then of their text."""
        return tuple(Phrase(name, text) for name, entry in self.entries.items() for text in entry.phrases)

    @cached_property
    def continuations(self) -> tuple[Phrase, ...]:
        """Every continuation of every relation, in the same order."""
        return tuple(Phrase(name, text) for name, entry in self.entries.items() for text in entry.continuations)

    @cached_property
    def openings(self) -> tuple[Phrase, ...]:
        """Every opening of every relation, in the same order."""
        return tuple(Phrase(name, text) for name, entry in self.entries.items() for text in entry.openings)

    def relation(self, name: str) -> Relation:
        """Return the relation of that name; OntologyError, with the closest name, where there is none."""
        return self.entry(name).relation

    def entry(self, name: str) -> RelationEntry:
        """Return all that is said of the relation of that name; OntologyError where there is none."""
        return _lookup(self.entries, name, "relation")

    def type(self, name: str) -> EntityType:
        """Return the type of that name; OntologyError, with the closest name, where there is none."""
        return _lookup(self.types, name, "type")

    def root(self, type_: str) -> str:
        """Return the root above a type (itself for a root)."""
        return self.lineage(type_)[-1]

    def lineage(self, type_: str) -> tuple[str, ...]:
        """Return the type and all above it, nearest first."""
        names = [self.type(type_).name]
        while parent := self.types[names[-1]].parent:
            names.append(parent)
        return tuple(names)

    def is_a(self, type_: str, ancestor: str) -> bool:
        """Tell whether a type is ``ancestor`` or stands below it."""
        return self.type(ancestor).name in self.lineage(type_)

    def subtypes(self, type_: str) -> tuple[str, ...]:
        """Return the type itself and all below it, in the order of the file."""
        return tuple(name for name in self.types if self.is_a(name, type_))

    def cues(self, set_name: str) -> frozenset[str]:
        """Return the cues of a set; OntologyError, with the closest name, where there is no such set."""
        return frozenset(_lookup(self.cue_sets, set_name, "cue set").cues)


def _lookup(table: Mapping[str, _T], name: str, what: str) -> _T:
    if name not in table:
        cure = did_you_mean(name, list(table)) or ("; see `kg ontology list`" if what == "relation" else "")
        raise OntologyError(f"unknown {what} {name!r}{cure}")
    return table[name]


def _digest(ontology: Ontology) -> str:
    said = [dict(table) for table in (ontology.types, ontology.entries, ontology.cue_sets)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=_fields).encode()).hexdigest()


def _fields(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass by name, as ``asdict`` does but for the copies."""
    return {one.name: getattr(value, one.name) for one in fields(value)}
