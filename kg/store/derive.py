"""The graphs that follow from the articles' graphs: things in ``graph/entities``, statements in ``graph/statements``.

Writing an article notes, in the same update, which things and which pairs of things it touches; :meth:`Derivation.run`
brings these up to date in small updates that take the notes away. So a killed build leaves notes, never a half truth,
and what is derived is the same as if it were derived from nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import Extraction
from kg.rdf import Iris, derived_quads
from kg.rdf.iris import KG, PROV, RDF, SCHEMA
from kg.store.backend import Backend, Change, as_data, batches, iri_of
from kg.store.statements import Statements
from kg.store.things import Things

__all__ = ["Derivation"]

#: How many things, or pairs of things, one update brings up to date.
BATCH = 200
#: From so many pairs on all statements are derived together.
MANY = 5_000
#: Quads that one update of very many writes.
TOGETHER = 50_000
#: What is said of a claim's ends as things, by what is said of them as read.
_DERIVED_ENDS = {
    KG.subject_as_read.value: (RDF.subject, KG.party),
    KG.object_as_read.value: (RDF.object, KG.party),
    KG.attributed_to_as_read.value: (KG.attributed_to,),
}


@dataclass
class Derivation:
    """Keeps the derived graphs of one store true to its articles."""

    backend: Backend
    iris: Iris
    things: Things = field(init=False)
    statements: Statements = field(init=False)
    _decided: dict[str, str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.forget_ontology()

    # -- While an article is written -----------------------------------------------------------------------------------

    def follows(self, extraction: Extraction) -> tuple[tuple[Quad, ...], tuple[Quad, ...]]:
        """Return what is to be inserted with an article's graph: what follows from it alone, and notes of the rest."""
        article = extraction.article.id
        things = {
            entity.id: self.thing(self.iris.entity_as_read(article, entity.id).value, entity.thing)
            for entity in extraction.entities
        }
        pairs = {(things[claim.subject.id], things[claim.object.id]) for claim in extraction.claims}
        touched = (*map(self._note, sorted({*things.values()})), *(self._note(*pair) for pair in sorted(pairs)))
        return derived_quads(extraction, things, self.iris), touched

    def touched(self, article: NamedNode, changed: Collection[Quad], all_: Iterable[Quad]) -> set[Quad]:
        """Return the notes of what a change of an article's graph, and of what follows from it alone, touches.

        ``changed`` are the quads that go and that come, ``all_`` these and those that stay.
        """
        idle = {KG.read_by, KG.digest, SCHEMA.articleBody, SCHEMA.headline, SCHEMA.url, KG.mention, PROV.wasGeneratedBy}
        if self.statements.asks_who_read:
            idle = set()
        subjects = {quad.subject for quad in changed if quad.predicate not in idle}
        things: dict[object, set[str]] = {}
        ends: dict[object, tuple[set[str], set[str]]] = {}
        stands_for, subject_of, object_of = KG.stands_for, RDF.subject, RDF.object
        for quad in all_:
            predicate = quad.predicate
            if predicate == stands_for:
                things.setdefault(quad.subject, set()).add(iri_of(quad.object))
            elif predicate in (subject_of, object_of):
                ends.setdefault(quad.subject, (set(), set()))[predicate == object_of].add(iri_of(quad.object))
        whole = article in subjects
        pairs = {(thing, thing) for entity, known in things.items() if entity in subjects for thing in known}
        for claim, (some, others) in ends.items():
            if whole or claim in subjects:
                pairs |= set(product(some, others))
        graph = self.iris.graph("pending")
        notes = {Quad(NamedNode(one), KG.pending, NamedNode(other), graph) for one, other in pairs}
        return notes | ({self.activities_note} if any(quad.predicate == KG.read_by for quad in changed) else set())

    @property
    def activities_note(self) -> Quad:
        """The note that an activity may have no article any more."""
        graph = self.iris.graph("activities")
        return Quad(graph, KG.pending, graph, self.iris.graph("pending"))

    def removal(self, article: NamedNode) -> str:
        """Return the update that takes an article's graph and what follows from it away, and notes what it touched."""
        entities, statements, notes = (self.iris.graph(name) for name in ("entities", "statements", "pending"))
        same = f"GRAPH {article} {{ ?e a {KG.EntityAsRead} }} GRAPH {entities} {{ ?e {KG.stands_for} ?x }}"
        pair = f"GRAPH {article} {{ ?c a {KG.Claim} }} GRAPH {statements} {{ ?c {RDF.subject} ?s ; {RDF.object} ?o }}"
        claims = f"GRAPH {article} {{ ?c a {KG.Claim} }} GRAPH {statements} {{ ?c ?p ?o }}"
        return (
            f"INSERT {{ GRAPH {notes} {{ ?x {KG.pending} ?x }} }} WHERE {{ {same} }};\n"
            f"INSERT {{ GRAPH {notes} {{ ?s {KG.pending} ?o }} }} WHERE {{ {pair} }};\n"
            f"DELETE {{ GRAPH {entities} {{ ?e {KG.stands_for} ?x }} }} WHERE {{ {same} }};\n"
            f"DELETE {{ GRAPH {statements} {{ ?c ?p ?o }} }} WHERE {{ {claims} }};\n"
            f"DROP SILENT GRAPH {article};\n"
        )

    def _note(self, thing: str, other: str | None = None) -> Quad:
        """Return the note that a thing, or a pair of things, is to be derived anew."""
        ends = self.iris.thing(thing), self.iris.thing(thing if other is None else other)
        return Quad(ends[0], KG.pending, ends[1], self.iris.graph("pending"))

    # -- Decisions -----------------------------------------------------------------------------------------------------

    def thing(self, entity: str, default: str) -> str:
        """Return the id of the thing that an entity as read (its IRI) stands for, given its default.

        Things that are decided to stand for each other, in a circle, are one: that whose IRI comes first.
        """
        decided = self.decided
        path = [decided.get(entity) or self.iris.thing(default).value]
        while after := decided.get(path[-1]):
            if after in path:
                return self.iris.thing_id(min(path[path.index(after) :]))
            path.append(after)
        return self.iris.thing_id(path[-1])

    @property
    def decided(self) -> Mapping[str, str]:
        """What people and resolution decided: IRI of an entity as read or of a thing, to that of a thing."""
        if self._decided is None:
            rows = self.backend.select(
                f"SELECT ?about ?thing {{ GRAPH {self.iris.graph('decisions')} "
                f"{{ ?d {KG.about} ?about ; {KG.decided_thing} ?thing }} }} ORDER BY ?d"
            )
            self._decided = {iri_of(about): iri_of(thing) for about, thing in rows}
        return self._decided

    # -- Before a build ends -------------------------------------------------------------------------------------------

    def pending(self) -> bool:
        """Tell whether anything is noted."""
        graph = self.iris.graph("pending")
        return bool(self.backend.select(f"SELECT ?s {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT 1"))

    def run(self) -> None:
        """Bring up to date all that is noted, and forget activities that no article was read by."""
        if not self.pending():
            return
        notes = self.iris.graph("pending")
        everything = f"{self.iris.graph('statements')} {KG.pending} ?any"
        if self.backend.select(f"SELECT ?any {{ GRAPH {notes} {{ {everything} }} }}"):
            self._from_nothing()
        self._decide_anew()
        rows = self.backend.select(f"SELECT ?s ?o {{ GRAPH {notes} {{ ?s {KG.pending} ?o }} }} ORDER BY ?s ?o")
        ends = [(iri_of(subject), iri_of(object_)) for subject, object_ in rows]
        things = [subject for subject, object_ in ends if subject == object_]
        links = self._links() if things else {}
        for batch in batches(things, BATCH):
            self._write(self.things.change(batch, links), [(thing, thing) for thing in batch])
        pairs = sorted({tuple(sorted(pair)) for pair in ends if pair[0] != pair[1]})
        if len(pairs) > MANY:
            self._write_all_statements()
            pairs = []
        for some in batches(pairs, BATCH):
            done = [(a, b) for pair in some for a, b in (pair, pair[::-1])]
            self._write(self.statements.change([(a, b) for a, b in some]), done)
        self._forget_activities()

    @property
    def everything(self) -> Quad:
        """The note that everything is to be derived from nothing."""
        return Quad(self.iris.graph("statements"), KG.pending, Literal("all"), self.iris.graph("pending"))

    def anew(self) -> str:
        """Return the update that notes that everything is to be derived from nothing."""
        return f"INSERT DATA {{ {as_data([self.everything])} }};\n"

    def _from_nothing(self) -> None:
        """Empty the derived graphs and fill in what follows from each article alone; the rest is noted."""
        entities, statements, notes = (self.iris.graph(name) for name in ("entities", "statements", "pending"))
        self._decided = None
        self.backend.apply(f"DROP SILENT GRAPH {entities}; DROP SILENT GRAPH {statements}")
        rows = self.backend.select(f"SELECT ?e ?x {{ ?e {KG.default_thing} ?x }}")
        things = {iri_of(e): self._thing_of(iri_of(e), iri_of(x)) for e, x in rows}
        quads: list[Quad] = []
        for entity, thing in things.items():
            quads.append(Quad(NamedNode(entity), KG.stands_for, thing, entities))
            quads.append(Quad(thing, KG.pending, thing, notes))
        rows = self.backend.select(f"SELECT ?c ?s ?o {{ ?c {KG.subject_as_read} ?s ; {KG.object_as_read} ?o }}")
        for claim, *read in rows:
            subject, object_ = (things[iri_of(end)] for end in read)
            iri = NamedNode(iri_of(claim))
            quads.append(Quad(iri, RDF.subject, subject, statements))
            quads.append(Quad(iri, RDF.object, object_, statements))
            quads += [Quad(iri, KG.party, end, statements) for end in (subject, object_)]
            quads.append(Quad(subject, KG.pending, object_, notes))
        rows = self.backend.select(f"SELECT ?c ?e {{ ?c {KG.attributed_to_as_read} ?e FILTER(isIRI(?e)) }}")
        for claim, source in rows:
            quads.append(Quad(NamedNode(iri_of(claim)), KG.attributed_to, things[iri_of(source)], statements))
        for batch in batches(dict.fromkeys(quads), TOGETHER):
            self.backend.insert(batch)
        self.backend.apply(f"DELETE DATA {{ {as_data([self.everything])} }}")

    def decided_note(self, about: NamedNode) -> Quad:
        """Return the note that what was decided about a thing or an entity as read has changed."""
        return Quad(self.iris.graph("decisions"), KG.pending, about, self.iris.graph("pending"))

    def _decide_anew(self) -> None:
        """Let entities as read stand for what is decided now, where decisions have changed; the rest is noted."""
        decisions, notes = self.iris.graph("decisions"), self.iris.graph("pending")
        rows = self.backend.select(f"SELECT ?about {{ GRAPH {notes} {{ {decisions} {KG.pending} ?about }} }}")
        if not rows:
            return
        self._decided = None
        abouts = {iri_of(row[0]) for row in rows}
        reaching = set(abouts)
        while more := {about for about, thing in self.decided.items() if thing in reaching} - reaching:
            reaching |= more
        moved: dict[str, tuple[NamedNode, NamedNode]] = {}
        touched = {NamedNode(about) for about in abouts if "#entity=" not in about}
        for batch in batches(sorted(reaching), BATCH):
            values = f"VALUES ?i {{ {' '.join(str(NamedNode(iri)) for iri in batch)} }}"
            found = self.backend.select(
                f"SELECT ?e ?default ?now {{ {values} {{ ?e {KG.default_thing} ?i }} UNION "
                f"{{ ?i {KG.default_thing} ?any BIND(?i AS ?e) }} "
                f"?e {KG.default_thing} ?default ; {KG.stands_for} ?now }}"
            )
            for entity, default, now in found:
                new = self._thing_of(iri_of(entity), iri_of(default))
                touched |= {new, NamedNode(iri_of(now))}
                if new.value != iri_of(now):
                    moved[iri_of(entity)] = NamedNode(iri_of(now)), new
        for some in batches(sorted(moved), BATCH):
            self._move({entity: moved[entity] for entity in some})
        done = [self.decided_note(NamedNode(about)) for about in sorted(abouts)]
        noted = [self._note(self.iris.thing_id(thing.value)) for thing in sorted(touched, key=str)]
        self.backend.exchange((), noted, done)

    def _move(self, moved: Mapping[str, tuple[NamedNode, NamedNode]]) -> None:
        """Let entities as read stand for other things, with the claims that they are in, and note what that touches."""
        entities, statements = self.iris.graph("entities"), self.iris.graph("statements")
        values = f"VALUES ?e {{ {' '.join(str(NamedNode(entity)) for entity in moved)} }}"
        ends = f"{KG.subject_as_read}|{KG.object_as_read}|{KG.attributed_to_as_read}"
        claims = f"{{ SELECT DISTINCT ?c {{ {values} ?c {ends} ?e }} }}"
        there: set[Quad] = set()
        wanted: set[Quad] = set()
        for entity, (old, new) in moved.items():
            there.add(Quad(NamedNode(entity), KG.stands_for, old, entities))
            wanted.add(Quad(NamedNode(entity), KG.stands_for, new, entities))
        rows = self.backend.select(f"SELECT ?c ?p ?x {{ {claims} GRAPH {statements} {{ ?c ?p ?x }} }}")
        there |= {
            Quad(NamedNode(iri_of(c)), NamedNode(iri_of(p)), NamedNode(iri_of(x)), statements) for c, p, x in rows
        }
        rows = self.backend.select(
            f"SELECT ?c ?p ?e ?x {{ {claims} VALUES ?p {{ {ends.replace('|', ' ')} }} ?c ?p ?e . "
            f"?e {KG.default_thing} ?x }}"
        )
        for claim, end, source, default in rows:
            iri, thing = NamedNode(iri_of(claim)), self._thing_of(iri_of(source), iri_of(default))
            wanted |= {Quad(iri, derived, thing, statements) for derived in _DERIVED_ENDS[iri_of(end)]}
        ends_of: dict[str, tuple[set[NamedNode], set[NamedNode]]] = {}
        for quad in there | wanted:
            if quad.predicate in (RDF.subject, RDF.object) and isinstance(quad.object, NamedNode):
                both = ends_of.setdefault(str(quad.subject), (set(), set()))
                both[quad.predicate == RDF.object].add(quad.object)
        touched = {(thing, thing) for pair in moved.values() for thing in pair}
        touched |= {pair for subjects, objects in ends_of.values() for pair in product(subjects, objects)}
        notes = {Quad(*(one, KG.pending, other), self.iris.graph("pending")) for one, other in touched}
        self._write((there, wanted | notes), ())

    def _thing_of(self, entity: str, default: str) -> NamedNode:
        """Return the IRI of the thing that an entity as read stands for, given the IRI of its default."""
        return self.iris.thing(self.thing(entity, self.iris.thing_id(default)))

    def _write_all_statements(self) -> None:
        """Bring all plain triples up to date, and take the notes of all pairs away."""
        there, wanted = self.statements.change_all()
        for batch in batches(sorted(there - wanted, key=str), TOGETHER):
            self.backend.exchange(batch, (), ())
        for batch in batches(sorted(wanted - there, key=str), TOGETHER):
            self.backend.insert(batch)
        notes = self.iris.graph("pending")
        self.backend.apply(
            f"DELETE {{ GRAPH {notes} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {notes} {{ ?s ?p ?o }} FILTER(?s != ?o) }}"
        )

    def _write(self, change: Change, noted: Iterable[tuple[str, str]]) -> None:
        """Replace what is there by what is to be there, and take the notes away, in one update."""
        there, wanted = change
        notes = [Quad(NamedNode(a), KG.pending, NamedNode(b), self.iris.graph("pending")) for a, b in noted]
        self.backend.exchange(sorted(there - wanted, key=str), sorted(wanted - there, key=str), notes)

    def _forget_activities(self) -> None:
        graph = self.iris.graph("activities")
        self.backend.apply(
            f"DELETE {{ GRAPH {graph} {{ ?a ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?a ?p ?o }} "
            f"FILTER NOT EXISTS {{ GRAPH ?article {{ ?article {KG.read_by} ?a }} }} }}"
        )

    def _links(self) -> dict[str, list[NamedNode]]:
        """Return the public IRIs that decisions link things to."""
        rows = self.backend.select(
            f"SELECT ?about ?link ?default {{ GRAPH {self.iris.graph('decisions')} "
            f"{{ ?d {KG.about} ?about ; {KG.decided_link} ?link }} OPTIONAL {{ ?about {KG.default_thing} ?default }} }}"
        )
        links: dict[str, list[NamedNode]] = {}
        for about, link, default in rows:
            thing = self._thing_of(iri_of(about), iri_of(default or about)).value
            links.setdefault(thing, []).append(NamedNode(iri_of(link)))
        return links

    def forget_ontology(self) -> None:
        """Forget what was read of the ontology and of decisions, since these have changed."""
        self.things, self.statements = Things(self.backend, self.iris), Statements(self.backend, self.iris)
        self._decided = None
