"""From Turtle to the values of the ontology; the border to pyoxigraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pyoxigraph as ox

from kg.errors import OntologyError, did_you_mean
from kg.model import Relation
from kg.ontology.phrases import phrase_fault, slot_types
from kg.ontology.values import CueSet, EntityType, Ontology, RelationEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

#: By what something of our namespace is declared; a phrase makes a relation, a cue a set of cues.
DECLARING = {TYPE, SUBCLASS, f"{KG}phrase", f"{KG}cue"}

#: How types and relations look that say nothing of it.
DEFAULT_COLOR, DEFAULT_SHAPE = "#4d4d9f", "dot"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")

#: A file as it is now: path, time of its last change, size.
State = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class File:
    """A parsed file: its path, its text, its triples in file order."""

    path: str
    text: str
    triples: tuple[ox.Triple, ...]

    def line(self, word: str) -> str:
        """Return " line N" of the first line that has the word, or the text in quotes, not in a comment, or nothing."""
        exact = re.escape(word.strip('"'))
        pattern = re.compile(rf"[\"']{exact}[\"']" if word[:1] == '"' else rf"(?<![\w:-]){exact}(?![\w-])")
        for number, line in enumerate(self.text.splitlines(), 1):
            if not line.lstrip().startswith("#") and pattern.search(line):
                return f" line {number}"
        return ""

    def states(self, subject: str, predicates: Sequence[str]) -> bool:
        """Tell whether the file says something of a subject, by one of the predicates where any are given."""
        return any(
            _plain(triple.subject) == subject and (not predicates or triple.predicate.value in predicates)
            for triple in self.triples
        )


_PARSED: dict[State, File] = {}


def file_state(file: Path) -> State:
    """Return the state of a file, by which what was read of it is kept; OntologyError where there is none."""
    try:
        status = file.stat()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise OntologyError(f"ontology {str(file)!r}: {reason.lower()}; give the path of a Turtle file") from error
    return str(file), status.st_mtime_ns, status.st_size


def parse_file(path: str, modified: int, size: int) -> File:
    """Parse a Turtle file, once for each of its states; OntologyError, with the line, where it does not parse."""
    state = (path, modified, size)
    if state not in _PARSED:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
            triples = tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=KG))
        except OSError as error:
            raise OntologyError(f"ontology {path!r}: {error.strerror}; give the path of a Turtle file") from error
        except UnicodeDecodeError as error:
            raise OntologyError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
        except SyntaxError as error:
            place = f" line {error.lineno}" if error.lineno else ""
            raise OntologyError(f"{path}{place}: {error.msg}; correct the Turtle there") from error
        _PARSED[state] = File(path, text, triples)
    return _PARSED[state]


class Reading:
    """Reads types, relations and cue sets out of the triples of one or more files."""

    def __init__(self, files: Sequence[File]) -> None:
        self.files = files
        self.table: dict[str, dict[str, list[str]]] = {}
        for file in files:
            for triple in file.triples:
                values = self.table.setdefault(_plain(triple.subject), {}).setdefault(triple.predicate.value, [])
                if (value := _plain(triple.object)) not in values:
                    values.append(value)
        self.members = self._below()
        self._check_names()

    def ontology(self) -> Ontology:
        """Return the ontology that all files together state; OntologyError, with file and line, for a fault."""
        types = {kind.name: kind for kind in map(self._type, self._instances("EntityType"))}
        relations = self._instances("Relation", also=KG + "phrase")
        entries = {entry.relation.name: entry for entry in map(self._relation, relations)}
        sets = {cue_set.name: cue_set for cue_set in map(self._cue_set, self._instances("CueSet", also=KG + "cue"))}
        lines = {f"{t} ." for file in self.files for t in file.triples if not _has_blank(t)}
        return Ontology(types, entries, sets, "".join(f"{line}\n" for line in sorted(lines)))

    def _fault(self, word: str, message: str, subject: str = "", predicates: Sequence[str] = ()) -> NoReturn:
        """Raise OntologyError that names the file and the line of ``word``, or else of ``subject``.

        The last file that says something of the subject, by one of the predicates, comes first: what was there before
        was whole.
        """
        files = sorted(self.files, key=lambda file: file.states(subject or word, predicates))
        for name in (word, subject):
            short = name.replace(KG, "kg:")
            for file in reversed(files):
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

    def _check_names(self) -> None:
        """Raise a fault for a name of our namespace that is used as if it were declared, and is not."""
        declared = {iri for iri, said in self.table.items() if not DECLARING.isdisjoint(said)}

        def check(name: str, what: str, cure: str, subject: str, predicates: Sequence[str]) -> None:
            if name.startswith(KG) and name not in declared:
                hint = did_you_mean(self._short(name), sorted(map(self._short, declared)))
                self._fault(name, f"unknown {what}{hint or f'; {cure}'}", subject, predicates)

        for iri, said in self.table.items():
            own = self._short(iri)
            for predicate, values in said.items():
                used = f"property {self._short(predicate)!r} of {own!r}"
                check(predicate, used, "declare it as an owl:AnnotationProperty, or leave it out", iri, [predicate])
                for value in values if predicate in (TYPE, SUBCLASS) else ():
                    way = "of" if predicate == TYPE else "above"
                    used = f"class {self._short(value)!r} {way} {own!r}"
                    check(value, used, "declare it as an owl:Class, or leave it out", iri, [predicate])
            if any(predicate.startswith(KG) for predicate in said):
                check(iri, f"name {own!r}", f"say what it is, as in: kg:{own} a kg:EntityType", iri, [])

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
                both = " and ".join(values)
                self._fault(iri, f"{self._short(iri)!r} has two colours, {both}; keep one", iri, [predicate])
            if values:
                return values[0]
        return ""

    def _look(self, iri: str) -> dict[str, str]:
        color = self._text(iri, KG + "color")
        if color and not _COLOR.fullmatch(color):
            fault = f"{self._short(iri)!r} has the colour {color!r}; write it as #rrggbb"
            self._fault(f'"{color}"', fault, iri, [KG + "color"])
        return {
            "label": self._text(iri, RDFS + "label", SKOS + "prefLabel"),
            "definition": self._text(iri, RDFS + "comment", SKOS + "definition"),
            "color": color.lower() or DEFAULT_COLOR,
        }

    def _type(self, iri: str) -> EntityType:
        kinds = self._instances("EntityType")
        parents = [parent for parent in self.table[iri].get(SUBCLASS, ()) if parent in kinds]
        if len(parents) > 1:
            names = " and ".join(map(self._short, parents))
            self._fault(iri, f"type {self._short(iri)!r} stands under {names}; keep one of them", iri, [SUBCLASS])
        return EntityType(
            name=self._name(iri, "type"),
            parent=self._short(parents[0]) if parents else None,
            shape=self._text(iri, KG + "shape") or DEFAULT_SHAPE,
            close_match=self._texts(iri, SKOS + "closeMatch"),
            nouns=self._texts(iri, KG + "noun"),
            **self._look(iri),
        )

    def _relation(self, iri: str) -> RelationEntry:
        name = self._name(iri, "relation")
        self._check_known(iri, "relation", "Relation", *DOMAIN, *RANGE)
        symmetric = OWL + "SymmetricProperty" in self.table[iri].get(TYPE, ())
        domain, range_ = self._end(iri, name, "domain", DOMAIN), self._end(iri, name, "range", RANGE)
        relation = Relation(name, domain, range_, symmetric, self._inverse(iri))
        if symmetric and domain != range_:
            fault = f"relation {name!r} is symmetric, so domain and range must be the same"
            self._fault(iri, fault, iri, [TYPE, *DOMAIN, *RANGE])
        ways = {what: self._texts(iri, KG + what) for what in ("phrase", "continuation", "opening")}
        for what, texts in ways.items():
            ends = 2 if what == "phrase" else 1
            for text in texts:
                fault = phrase_fault(text, ends=ends)
                if fault := fault or self._slot_fault(text, {"subject": domain, "object": range_}):
                    self._fault(f'"{text}"', f"{what} {text!r} of {name!r} {fault}", iri, [KG + what])
        matches = *self._texts(iri, SKOS + "closeMatch"), *("^" + m for m in self._texts(iri, KG + "closeMatchInverse"))
        return RelationEntry(
            relation=relation,
            example=self._text(iri, SKOS + "example"),
            phrases=ways["phrase"],
            continuations=ways["continuation"],
            openings=ways["opening"],
            roles=self._texts(iri, KG + "title"),
            prepares=self._relations(iri, name, "prepares"),
            takes_up=self._relations(iri, name, "takes_up"),
            ends=self._relations(iri, name, "ends"),
            happening=self._text(iri, KG + "happening") in ("true", "1"),
            lasting=self._text(iri, KG + "lasting") in ("true", "1"),
            standing=self._text(iri, KG + "standing") in ("true", "1"),
            close_match=matches,
            **self._look(iri),
        )

    def _check_known(self, iri: str, what: str, class_name: str, *telling: str) -> None:
        """Raise a fault for what nothing tells to be of a class, where its name is close to one that is."""
        said, name = self.table[iri], self._short(iri)
        if KG + class_name in said.get(TYPE, ()) or not said.keys().isdisjoint(telling):
            return
        if hint := did_you_mean(name, [self._short(known) for known in self._instances(class_name)]):
            self._fault(iri, f"unknown {what} {name!r}{hint}")

    def _relations(self, iri: str, name: str, what: str) -> tuple[str, ...]:
        """Return the relations that a property of one names, sorted; a fault where there is no such relation."""
        known, said = self._instances("Relation"), self.table[iri].get(KG + what, ())
        for other in said:
            if other not in known:
                hint = did_you_mean(self._short(other), [self._short(one) for one in known])
                fault = f"{name!r} {what.replace('_', ' ')} the unknown relation {self._short(other)!r}{hint}"
                self._fault(other, fault, iri, [KG + what])
        return tuple(sorted(map(self._short, said)))

    def _slot_fault(self, phrase: str, ends: Mapping[str, tuple[str, ...]]) -> str:
        """Return what is wrong with the types that a phrase holds its slots to, or an empty string."""
        for slot, type_ in slot_types(phrase).items():
            held = {self._short(kind) for kind in self.members.get(KG + type_, ())}
            if not held:
                known = [self._short(name) for name in self.members]
                return f"holds {{{slot}}} to the unknown type {type_!r}{did_you_mean(type_, known)}"
            if not held & set(ends[slot]):
                return f"holds {{{slot}}} to {type_!r}, which cannot stand there; take one of {', '.join(ends[slot])}"
        return ""

    def _end(self, iri: str, name: str, end: str, predicates: tuple[str, str]) -> tuple[str, ...]:
        strict, alternatives = (self.table[iri].get(predicate, []) for predicate in predicates)
        if len(strict) > 1:
            both = " and ".join(map(self._short, strict))
            fault = f"rdfs:{end} {both} of {name!r} means both at once; write schema:{end}Includes for either"
            self._fault(iri, fault, iri, predicates[:1])
        classes = [*strict, *alternatives]
        if not classes:
            self._fault(iri, f"relation {name!r} has no {end}; add rdfs:{end} or schema:{end}Includes with a type")
        for cls in classes:
            if cls not in self.members:
                hint = did_you_mean(self._short(cls), [self._short(known) for known in self.members])
                fault = f"unknown type {self._short(cls)!r} in the {end} of {name!r}{hint}"
                self._fault(cls, fault, iri, predicates)
        return tuple(sorted({self._short(kind) for cls in classes for kind in self.members[cls]}))

    def _inverse(self, iri: str) -> str | None:
        found = self.table[iri].get(OWL + "inverseOf", [])
        found = found or [s for s, said in self.table.items() if iri in said.get(OWL + "inverseOf", ())]
        return self._name(found[0], "inverse") if found else None

    def _cue_set(self, iri: str) -> CueSet:
        self._check_known(iri, "cue set", "CueSet")
        look = self._look(iri)
        cues = self._texts(iri, KG + "cue")
        return CueSet(self._name(iri, "cue set"), look["label"], look["definition"], cues)


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode | ox.Triple)


def _slug(iri: str) -> str:
    return re.sub(r"\W+", "_", re.split(r"[/#:]", iri.rstrip("/#"))[-1]).strip("_") or "my_relation"
