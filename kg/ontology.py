"""The one table of types, relations, phrases and cues: reads ``ontology/kg.ttl`` and a user's own Turtle.

Nothing here knows a type or a relation by name; all of it is asked of the ontology. Names are local names in the
namespace :data:`KG` (``acquires``, ``Company``). Turtle is parsed once a process for each state of a file.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import pyoxigraph as ox

from kg.errors import OntologyError, QueryError, did_you_mean
from kg.model import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "KG",
    "CueSet",
    "EntityType",
    "Ontology",
    "Phrase",
    "RelationEntry",
    "check_ontology",
    "expand_phrase",
    "load_ontology",
    "named_queries",
    "named_query",
    "ontology_path",
]

#: Namespace of the ontology; its prefix is ``kg:``.
KG = "https://kg.example/ontology/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"

TYPE = RDF + "type"
SUBCLASS = RDFS + "subClassOf"
#: The properties that may state an end of a relation: the first at most once, the second as often as one likes.
DOMAIN = (RDFS + "domain", SCHEMA + "domainIncludes")
RANGE = (RDFS + "range", SCHEMA + "rangeIncludes")

SLOTS = ("{subject}", "{object}", "{role}")
_SLOT = re.compile(r"\{[^{}]*\}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
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
    attack). ``close_match`` holds IRIs of public terms, those of the inverse direction with ``^`` before them.
    ``roles`` are the titles that the slot ``{role}`` of its phrases takes, lemmatised and sorted ("chief executive").
    """

    relation: Relation
    label: str
    definition: str
    color: str
    example: str
    phrases: tuple[str, ...] = ()
    happening: bool = False
    close_match: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


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

    Two ontologies are equal where all that they say is equal: ``digest`` is the SHA-256, in hex, of it. Pickles.
    """

    types: Mapping[str, EntityType] = field(compare=False, repr=False)
    entries: Mapping[str, RelationEntry] = field(compare=False, repr=False)
    cue_sets: Mapping[str, CueSet] = field(compare=False, repr=False)
    digest: str = ""

    def __post_init__(self) -> None:
        for name in ("types", "entries", "cue_sets"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        object.__setattr__(self, "digest", _digest(self))

    def __reduce__(self) -> tuple[type[Ontology], tuple[dict[str, Any], ...]]:
        return type(self), (dict(self.types), dict(self.entries), dict(self.cue_sets))

    @cached_property
    def relations(self) -> Mapping[str, Relation]:
        """The relations by name, in the order of the file."""
        return MappingProxyType({name: entry.relation for name, entry in self.entries.items()})

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase of every relation, in the order of relations, then of their text."""
        return tuple(Phrase(name, text) for name, entry in self.entries.items() for text in entry.phrases)

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


def ontology_path(name: str) -> Path:
    """Return where a file or folder of the built-in ontology lies (``kg.ttl``, ``queries``).

    In a wheel that is the package's ``_ontology``, in a checkout and an editable install the ``ontology`` beside
    the package. OntologyError where there is no such file.
    """
    here = Path(__file__).resolve().parent
    folders = [folder for folder in (here / "_ontology", here.parent / "ontology") if folder.is_dir()]
    for folder in folders:
        if (folder / name).exists():
            return folder / name
    looked = ", ".join(str(folder) for folder in folders) or str(here / "_ontology")
    raise OntologyError(f"the built-in ontology has no {name!r} in {looked}; reinstall claimgraph")


def load_ontology(path: str | Path | None = None, *, add: Sequence[str | Path] = ()) -> Ontology:
    """Read an ontology from a Turtle file (None: the built-in one), with further files added to it.

    A file in ``add`` may bring new relations, types and cue sets, and more phrases, nouns and cues for known ones.
    The same files unchanged give the same object. Raises OntologyError, which names file, line and value, where a
    file cannot be read or parsed, or says what has no meaning here.
    """
    files = [ontology_path("kg.ttl") if path is None else Path(path), *map(Path, add)]
    key = tuple(_state(file) for file in files)
    if key not in _LOADED:
        _LOADED[key] = _Reading([_parse(*state) for state in key]).ontology()
    return _LOADED[key]


def named_queries() -> Mapping[str, str]:
    """Return the built-in queries, sorted by name: file stem to SPARQL, whose first line is ``# Question?``."""
    folder = ontology_path("queries")
    return MappingProxyType({file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.rq"))})


def named_query(name: str) -> str:
    """Return one built-in query; QueryError, with the closest name, where there is none."""
    queries = named_queries()
    if name not in queries:
        raise QueryError(f"no query is named {name!r}{did_you_mean(name, list(queries))}; known: {', '.join(queries)}")
    return queries[name]


def expand_phrase(text: str) -> tuple[str, ...]:
    """Return every plain reading of a phrase, alternatives written out, without repetition, in order.

    OntologyError where brackets do not balance or nest, a slot is unknown, or ``{subject}`` or ``{object}`` does not
    stand in it exactly once.

    >>> expand_phrase("{subject} [buys|takes over] [the|] {object}")[:3]
    ('{subject} buys the {object}', '{subject} buys {object}', '{subject} takes over the {object}')
    """
    fault = _phrase_fault(text)
    if fault:
        raise OntologyError(f"phrase {text!r} {fault}")
    parts = [part.split("|") for part in re.split(r"[\[\]]", text)]
    # Outside brackets a part has no "|", so that its list has one member.
    readings = (" ".join("".join(choice).split()) for choice in product(*parts))
    return tuple(dict.fromkeys(re.sub(r" (?=[,.;:])|(?<=\w) (?='s\b)", "", reading) for reading in readings))


def check_ontology(ontology: Ontology) -> tuple[str, ...]:
    """Return what the ontology lacks, one sentence a problem, in its own order; empty where all is well."""
    return tuple(_problems(ontology))


def _problems(ontology: Ontology) -> Iterator[str]:
    for kind in ontology.types.values():
        yield from _lacks(f"type {kind.name!r}", kind, {**_CURES, "shape": 'kg:shape "dot"'})
    for name, entry in ontology.entries.items():
        what = f"relation {name!r}"
        yield from _lacks(
            what,
            entry,
            {**_CURES, "example": 'skos:example "Acme buys Beta."', "phrases": 'kg:phrase "{subject} buys {object}"'},
        )
        if not (entry.relation.symmetric or entry.relation.inverse):
            yield f"{what} is neither symmetric nor has an inverse; add owl:SymmetricProperty or owl:inverseOf"
    for cue_set in ontology.cue_sets.values():
        cures = {"label": _CURES["label"], "definition": _CURES["definition"], "cues": 'kg:cue "deny"'}
        yield from _lacks(f"cue set {cue_set.name!r}", cue_set, cures)
    yield from _repeated_phrases(ontology)


def _lacks(what: str, entry: object, cures: Mapping[str, str]) -> Iterator[str]:
    return (f"{what} has no {part}; add {cure}" for part, cure in cures.items() if not getattr(entry, part))


def _repeated_phrases(ontology: Ontology) -> Iterator[str]:
    seen: dict[str, Phrase] = {}
    for phrase in ontology.phrases:
        for reading in expand_phrase(phrase.text):
            first = seen.setdefault(reading, phrase)
            if first.relation != phrase.relation:
                yield (
                    f"{reading!r} says both {first.relation!r} and {phrase.relation!r}; "
                    f"take it out of {first.text!r} or of {phrase.text!r}"
                )


_CURES = {"label": 'rdfs:label "…"', "definition": 'rdfs:comment "…"', "color": 'kg:color "#0072b2"'}


def _lookup(table: Mapping[str, _T], name: str, what: str) -> _T:
    if name not in table:
        raise OntologyError(f"unknown {what} {name!r}{did_you_mean(name, list(table))}")
    return table[name]


def _digest(ontology: Ontology) -> str:
    said = [
        {name: asdict(value) for name, value in table.items()}
        for table in (ontology.types, ontology.entries, ontology.cue_sets)
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _phrase_fault(text: str) -> str:
    if re.search(r"\[[^\]]*\[|\][^\[]*\]|\[[^\]]*$|^[^\[]*\]", text):
        return "has brackets that do not balance or stand inside each other; write alternatives as [buys|acquires]"
    for slot in _SLOT.findall(text):
        if slot not in SLOTS:
            return f"has the unknown slot {slot}; the slots are {', '.join(SLOTS)}"
    if re.search(r"\[[^\]]*\{", text):
        return "has a slot inside brackets; write two phrases"
    if "|" in re.sub(r"\[[^\]]*\]", "", text):
        return "has a | outside brackets; write alternatives as [buys|acquires]"
    for slot in SLOTS[:2]:
        if text.count(slot) != 1:
            return f"needs {slot} exactly once"
    if not _SLOT.sub("", text).strip() and "{role}" not in text:
        return "has nothing beside its slots; say what stands between them"
    return ""


# -- Turtle to values ------------------------------------------------------------------------------------------------

_State = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _File:
    """A parsed file: its path, its text, and its triples as plain strings in file order."""

    path: str
    text: str
    triples: tuple[tuple[str, str, str], ...]

    def line(self, word: str) -> str:
        """Return " line N" of the first line that has the word, not in a comment, or nothing."""
        pattern = re.compile(rf"(?<![\w:-]){re.escape(word)}(?![\w-])")
        for number, line in enumerate(self.text.splitlines(), 1):
            if not line.lstrip().startswith("#") and pattern.search(line):
                return f" line {number}"
        return ""


_LOADED: dict[tuple[_State, ...], Ontology] = {}
_PARSED: dict[_State, _File] = {}


def _state(file: Path) -> _State:
    try:
        status = file.stat()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise OntologyError(f"ontology {str(file)!r}: {reason.lower()}; give the path of a Turtle file") from error
    return str(file), status.st_mtime_ns, status.st_size


def _parse(path: str, modified: int, size: int) -> _File:
    state = (path, modified, size)
    if state not in _PARSED:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
            triples = tuple(
                (quad.subject.value, quad.predicate.value, quad.object.value)
                for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=KG)
                if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple)
            )
        except OSError as error:
            raise OntologyError(f"ontology {path!r}: {error.strerror}; give the path of a Turtle file") from error
        except UnicodeDecodeError as error:
            raise OntologyError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
        except SyntaxError as error:
            place = f" line {error.lineno}" if error.lineno else ""
            raise OntologyError(f"{path}{place}: {error.msg}; correct the Turtle there") from error
        _PARSED[state] = _File(path, text, triples)
    return _PARSED[state]


class _Reading:
    """Reads types, relations and cue sets out of the triples of one or more files."""

    def __init__(self, files: Sequence[_File]) -> None:
        self.files = files
        self.table: dict[str, dict[str, list[str]]] = {}
        for file in files:
            for subject, predicate, value in file.triples:
                values = self.table.setdefault(subject, {}).setdefault(predicate, [])
                if value not in values:
                    values.append(value)
        self.members = self._below()

    def ontology(self) -> Ontology:
        types = {kind.name: kind for kind in map(self._type, self._instances("EntityType"))}
        self.type_order = list(types)
        relations = self._instances("Relation", also=KG + "phrase")
        entries = {entry.relation.name: entry for entry in map(self._relation, relations)}
        sets = {cue_set.name: cue_set for cue_set in map(self._cue_set, self._instances("CueSet", also=KG + "cue"))}
        return Ontology(types, entries, sets)

    def _fault(self, word: str, message: str, subject: str = "") -> NoReturn:
        """Raise OntologyError that names the file and the line of ``word``, or else of ``subject``."""
        for name in (word, subject):
            short = name.replace(KG, "kg:")
            for file in self.files:
                if name and (place := file.line(short) or file.line(name) or file.line(f"<{name}>")):
                    raise OntologyError(f"{file.path}{place}: {message}")
        raise OntologyError(f"{self.files[-1].path}: {message}")

    def _instances(self, class_name: str, also: str = "") -> list[str]:
        return [s for s, said in self.table.items() if KG + class_name in said.get(TYPE, ()) or also in said]

    def _below(self) -> dict[str, list[str]]:
        """Map each class to the entity types at and below it, in the order of the file."""
        below: dict[str, list[str]] = {}
        for kind in self._instances("EntityType"):
            above, todo = {kind}, [kind]
            while todo:
                for parent in self.table.get(todo.pop(), {}).get(SUBCLASS, ()):
                    if parent == kind:
                        self._fault(kind, f"type {self._short(kind)!r} stands above itself; correct rdfs:subClassOf")
                    if parent not in above:
                        above.add(parent)
                        todo.append(parent)
            for name in above:
                below.setdefault(name, []).append(kind)
        return below

    def _short(self, iri: str) -> str:
        return iri.removeprefix(KG)

    def _name(self, iri: str, what: str) -> str:
        name = self._short(iri)
        if not _NAME.fullmatch(name):
            self._fault(iri, f"{what} {iri!r} is no plain name in the namespace of kg:; write kg:{_slug(iri)}")
        return name

    def _texts(self, iri: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(self.table[iri].get(predicate, ())))

    def _text(self, iri: str, *predicates: str) -> str:
        for predicate in predicates:
            values = self.table[iri].get(predicate, [])
            if len(values) > 1 and predicate == KG + "color":
                self._fault(iri, f"{self._short(iri)!r} has two colours, {' and '.join(values)}; keep one")
            if values:
                return values[0]
        return ""

    def _look(self, iri: str) -> dict[str, str]:
        color = self._text(iri, KG + "color")
        if color and not _COLOR.fullmatch(color):
            self._fault(f'"{color}"', f"{self._short(iri)!r} has the colour {color!r}; write it as #rrggbb", iri)
        return {
            "label": self._text(iri, RDFS + "label", SKOS + "prefLabel"),
            "definition": self._text(iri, RDFS + "comment", SKOS + "definition"),
            "color": color.lower(),
        }

    def _type(self, iri: str) -> EntityType:
        kinds = self._instances("EntityType")
        parents = [parent for parent in self.table[iri].get(SUBCLASS, ()) if parent in kinds]
        if len(parents) > 1:
            names = " and ".join(map(self._short, parents))
            self._fault(iri, f"type {self._short(iri)!r} stands under {names}; keep one of them")
        return EntityType(
            name=self._name(iri, "type"),
            parent=self._short(parents[0]) if parents else None,
            shape=self._text(iri, KG + "shape"),
            close_match=self._texts(iri, SKOS + "closeMatch"),
            nouns=self._texts(iri, KG + "noun"),
            **self._look(iri),
        )

    def _relation(self, iri: str) -> RelationEntry:
        name = self._name(iri, "relation")
        phrases = self._texts(iri, KG + "phrase")
        for phrase in phrases:
            if fault := _phrase_fault(phrase):
                self._fault(f'"{phrase}"', f"phrase {phrase!r} of {name!r} {fault}", iri)
        symmetric = OWL + "SymmetricProperty" in self.table[iri].get(TYPE, ())
        domain, range_ = self._end(iri, name, "domain", DOMAIN), self._end(iri, name, "range", RANGE)
        relation = Relation(name, domain, range_, symmetric, self._inverse(iri))
        if symmetric and domain != range_:
            self._fault(iri, f"relation {name!r} is symmetric, so domain and range must be the same")
        matches = *self._texts(iri, SKOS + "closeMatch"), *("^" + m for m in self._texts(iri, KG + "closeMatchInverse"))
        return RelationEntry(
            relation=relation,
            example=self._text(iri, SKOS + "example"),
            phrases=phrases,
            happening=self._text(iri, KG + "happening") in ("true", "1"),
            close_match=matches,
            roles=self._texts(iri, KG + "role"),
            **self._look(iri),
        )

    def _end(self, iri: str, name: str, end: str, predicates: tuple[str, str]) -> tuple[str, ...]:
        strict, alternatives = (self.table[iri].get(predicate, []) for predicate in predicates)
        if len(strict) > 1:
            both = " and ".join(map(self._short, strict))
            self._fault(iri, f"rdfs:{end} {both} of {name!r} means both at once; write schema:{end}Includes for either")
        classes = [*strict, *alternatives]
        if not classes:
            self._fault(iri, f"relation {name!r} has no {end}; add rdfs:{end} or schema:{end}Includes with a type")
        for cls in classes:
            if cls not in self.members:
                hint = did_you_mean(self._short(cls), [self._short(known) for known in self.members])
                self._fault(cls, f"unknown type {self._short(cls)!r} in the {end} of {name!r}{hint}", iri)
        return tuple(sorted({self._short(kind) for cls in classes for kind in self.members[cls]}))

    def _inverse(self, iri: str) -> str | None:
        found = self.table[iri].get(OWL + "inverseOf", [])
        found = found or [s for s, said in self.table.items() if iri in said.get(OWL + "inverseOf", ())]
        return self._name(found[0], "inverse") if found else None

    def _cue_set(self, iri: str) -> CueSet:
        look = self._look(iri)
        cues = self._texts(iri, KG + "cue")
        return CueSet(self._name(iri, "cue set"), look["label"], look["definition"], cues)


def _slug(iri: str) -> str:
    return re.sub(r"\W+", "_", re.split(r"[/#:]", iri.rstrip("/#"))[-1]).strip("_") or "my_relation"
