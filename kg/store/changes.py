"""How a graph is changed, whatever holds it: articles one transaction each, and what follows from them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import QueryError
from kg.model import Extraction
from kg.rdf import Activity, activity_quads, extraction_quads, read_extraction, who_read
from kg.rdf.iris import KG, SCHEMA
from kg.store.backend import as_data, batches
from kg.store.decisions import Decision
from kg.store.derive import Derivation
from kg.store.forgetting import forgotten_hash, forgotten_quads, without
from kg.store.names import in_text, things_named, written
from kg.store.questions import Questions, text_of
from kg.store.readings import Readings, reading_digest
from kg.store.schema import matters, ontology_quads
from kg.store.sparql import variables

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["Changes", "own_activity"]

#: New articles are written together until they have so many quads.
TOGETHER = 20_000


class Changes(Questions):
    """A graph that can be changed. What holds it gives :meth:`apply` and :meth:`publish`."""

    _derivation: Derivation
    _readings: Readings

    @abstractmethod
    def apply(self, sparql: str) -> None:
        """Run one SPARQL update of the store's own, all or nothing."""

    @abstractmethod
    def publish(self) -> None:
        """Bring the derived graphs up to date, and let readers see the present state."""

    @abstractmethod
    def _prepare_writing(self) -> None:
        """Raise StoreError where nothing may be written."""

    def update(self, sparql: str) -> None:
        """Run one SPARQL update, all or nothing.

        Derived graphs are kept by the store: leave them alone. What follows from articles, decisions or an ontology
        that an update changes stands in them once :meth:`derive` was called, and not before.
        """
        self._prepare_writing()
        self._readings.drop()  # any article may be changed
        self.apply(sparql)
        self._forget_known()

    def _forget_known(self) -> None:
        """Forget what was read of the ontology, of decisions and of what was forgotten: these may have changed."""
        self.__dict__.pop("relations", None)
        self.__dict__.pop("_forgotten", None)
        self._derivation.forget_ontology()

    def insert(self, quads: Iterable[Quad]) -> None:
        """Insert quads, all or nothing."""
        self.apply(f"INSERT DATA {{ {as_data(quads)} }}")

    def exchange(self, gone: Sequence[Quad], new: Sequence[Quad], done: Sequence[Quad]) -> None:
        """Delete quads, insert others, and last delete the notes that this was to be done, all or nothing."""
        update = f"DELETE DATA {{ {as_data([*gone, *done])} }}"
        self.apply(f"{update};\nINSERT DATA {{ {as_data(new)} }}" if new else update)

    def _write(self, before: str, quads: Sequence[Quad], article: NamedNode | None = None) -> None:
        """Run updates, each closed by a semicolon, and insert quads, all or nothing.

        ``article`` is the one that is written or taken away, None where it is none.
        """
        del article  # needed where a store cannot do it all at once
        if before:
            self.apply(f"{before}INSERT DATA {{ {as_data(quads)} }}" if quads else before)
        else:
            self.insert(quads)

    def read_before(self) -> dict[str, list[str]]:
        """Return, by what was given to a build to read, the ids of the articles that it gave; empty where not kept."""
        return {}

    def note_read(self, source: str, ids: Iterable[str]) -> None:
        """Keep which articles something that was given to a build gave, for a build that prunes; else do nothing."""

    def _use_base(self, base: str) -> None:
        super()._use_base(base)
        self.__dict__.pop("_forgotten", None)
        self._derivation = Derivation(self, self.iris)

    def add(
        self,
        extractions: Iterable[Extraction],
        *,
        activity: Activity | None = None,
        ontology: Ontology | None = None,
        text: bool = True,
    ) -> int:
        """Store extractions, each in place of what was read of its article before; return how many.

        Each is written all or nothing (new ones several at a time), so that adding twice is adding once and nothing
        stale stays behind. ``activity``
        names what read them (None: this version of the software), ``ontology`` is what they were read with (None: the
        store's own, for a new store the built-in one). ``text`` False leaves out the articles' texts. ArticleError
        for an article that cannot be stored; the ones before it are in.
        """
        self._prepare_writing()
        self._set_ontology(ontology)
        activity = activity or own_activity()
        made_by = self.iris.activity(activity.digest)
        count = 0
        waiting: dict[NamedNode, tuple[list[Quad], bytes]] = {}
        size = 0

        def write_new() -> None:
            self.insert(quad for quads, _ in waiting.values() for quad in quads)
            for one, (_, digest) in waiting.items():
                self._readings.keep(one, made_by, digest)
            waiting.clear()

        try:
            for extraction in extractions:
                article = self.iris.article(extraction.article.id)
                digest = reading_digest(extraction, text=text)
                if article in waiting or size > TOGETHER:
                    write_new()
                    size = 0
                if not self._read_again(article, extraction, digest, activity):
                    quads, notes = self._quads_of(extraction, activity, text)
                    if not self.has_graph(article):
                        waiting[article] = [*quads, *notes], digest
                        size += len(quads)
                    else:
                        self._put(article, quads, notes)
                        self._readings.keep(article, made_by, digest)
                count += 1
        finally:
            if waiting:
                write_new()
        return count

    def _read_again(self, article: NamedNode, extraction: Extraction, digest: bytes, activity: Activity) -> bool:
        """Where a graph holds just what was read, write only who has read it; tell whether that is so."""
        by = next((quad.object for quad in self._about(article) if quad.predicate == KG.read_by), None)
        if not isinstance(by, NamedNode) or self._readings.get(article, by) != digest:
            return False
        if self._derivation.statements.asks_who_read or self._gone(extraction):
            return False
        now = self.iris.activity(activity.digest)
        if now != by:
            old, new = (who_read(extraction, who, self.iris) for who in (by, now))
            note = self._derivation.activities_note
            self.exchange(old, [*new, *activity_quads(activity, self.iris), note], ())
            self._readings.keep(article, now, digest)
        return True

    def _quads_of(self, extraction: Extraction, activity: Activity, text: bool) -> tuple[list[Quad], tuple[Quad, ...]]:
        """Return what is written of an extraction, without what was forgotten, and notes of what follows from it."""
        read = extraction_quads(extraction, activity=activity, iris=self.iris, text=text)
        gone = self._gone(extraction)
        if gone:
            read = tuple(without(read, gone))
            extraction = read_extraction(read, self.relations, iris=self.iris)
        derived, notes = self._derivation.follows(extraction)
        return [*read, *derived, *activity_quads(activity, self.iris)], notes

    def _gone(self, extraction: Extraction) -> set[str]:
        """Return the IRIs of those entities as read that were forgotten."""
        return {
            self.iris.entity_as_read(extraction.article.id, entity.id).value
            for entity in extraction.entities
            if self._forgotten and forgotten_hash(entity.thing) in self._forgotten
        }

    def _put(self, article: NamedNode, quads: Sequence[Quad], notes: Sequence[Quad]) -> None:
        """Write what stands in an article's graph and follows from it alone, in place of what stood there before.

        ``notes`` say what else follows. Without any quads the article is taken away.
        """
        self._readings.drop([article])
        self._write(self._derivation.removal(article) if self.has_graph(article) else "", [*quads, *notes], article)

    def take_in(self, articles: Mapping[NamedNode, Sequence[Quad]], others: Sequence[Quad]) -> None:
        """Write articles' graphs as they are, in place of those of the same IRIs, and other quads, all or nothing.

        What follows from them is derived, and the whole is published. They are to have the shapes of the ontology.
        """
        self._prepare_writing()
        self._set_ontology(None)
        before, quads = [], list(others)
        for article, inside in articles.items():
            read = read_extraction(inside, self.relations, iris=self.iris)
            if self.has_graph(article):
                before.append(self._derivation.removal(article))
            derived, notes = self._derivation.follows(read)
            quads += (*inside, *derived, *notes)
        self._readings.drop()
        decisions = self.iris.graph("decisions")
        about = {quad.object for quad in others if quad.graph_name == decisions and quad.predicate == KG.about}
        quads += [self._derivation.decided_note(thing) for thing in about if isinstance(thing, NamedNode)]
        self._write("".join(before), list(dict.fromkeys(quads)))
        self._forget_known()
        self.publish()

    def holds(self, quads: Iterable[Quad], *, besides: Collection[NamedNode]) -> tuple[list[Quad], int]:
        """Return, sorted, the quads whose triple is in no graph yet but ``besides``, and the number of the others."""
        wanted = {(quad.subject, quad.predicate, quad.object): quad for quad in quads}
        found = set()
        for some in batches(sorted(wanted, key=str), 500):
            rows = " ".join(f"({subject} {predicate} {object_})" for subject, predicate, object_ in some)
            asked = f"SELECT ?s ?p ?o ?g {{ VALUES (?s ?p ?o) {{ {rows} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            found |= {(row[0], row[1], row[2]) for row in self.select(asked) if row[3] not in besides}
        new = [quad for triple, quad in wanted.items() if triple not in found]
        return sorted(new, key=str), len(wanted) - len(new)

    def remove(self, id: str) -> None:  # noqa: A002 - named as in the model
        """Remove an article and all that was read in it; QueryError where the store has no such article."""
        self._prepare_writing()
        self._known_article(id)
        self._put(self.iris.article(id), (), ())

    def derive(self, policy: str | None = None) -> None:
        """Derive the graphs of entities and statements anew, from nothing.

        ``policy`` is a CONSTRUCT that says which plain triples follow from claims (see ``ontology/policy.rq``), kept
        from now on; an empty text takes up the built-in one again. QueryError where it is no such query.
        """
        self._prepare_writing()
        change = "" if policy is None else self._policy_change(policy)
        self.apply(change + self._derivation.anew())
        self._derivation.forget_ontology()
        self._derivation.run()

    def _policy_change(self, policy: str) -> str:
        graph, statements = self.iris.graph("decisions"), self.iris.graph("statements")
        change = f"DELETE WHERE {{ GRAPH {graph} {{ {statements} {KG.policy} ?old }} }};\n"
        if not policy:
            return change
        lacking = [f"?{name}" for name in ("subject", "relation", "object") if name not in variables(policy)]
        if lacking or self.answer(policy).kind != "triples":
            reason = f"it lacks {' and '.join(lacking)}" if lacking else "it is no CONSTRUCT"
            raise QueryError(f"the policy cannot give plain triples: {reason}; see ontology/policy.rq")
        return f"{change}INSERT DATA {{ GRAPH {graph} {{ {statements} {KG.policy} {Literal(policy)} }} }};\n"

    def decide(self, decisions: Iterable[Decision], *, undo: Iterable[Decision] = ()) -> None:
        """Add decisions, and take others back, in one transaction; what follows from them is brought up to date."""
        self._prepare_writing()
        new, old = set(decisions), set(undo)
        gone = " ".join(sorted(str(decision.iri(self.iris)) for decision in old - new))
        graph = self.iris.graph("decisions")
        notes = [self._derivation.decided_note(self.iris.thing(about)) for about in {d.about for d in new | old}]
        quads = [quad for decision in sorted(new, key=str) for quad in decision.quads(self.iris)]
        where = f"GRAPH {graph} {{ VALUES ?d {{ {gone} }} ?d ?p ?o }}"
        change = f"DELETE {{ GRAPH {graph} {{ ?d ?p ?o }} }} WHERE {{ {where} }};\n"
        self._write(change if gone else "", [*quads, *sorted(notes, key=str)])
        self._derivation.run()

    def forget(self, name: str) -> tuple[str, ...]:
        """Take a person or thing out of all that was read, for good; return the ids of the articles that named it.

        Its claims go, and the texts of those articles; in the sentences that stay its names are masked. What is parsed
        and kept of those texts goes too. Offsets and hashes stay. An article that is read again is kept without it.
        QueryError where nothing has the name, or more than one thing: then give an id.
        """
        self._prepare_writing()
        self._derivation.run()
        things = things_named(self.select, self.iris, name)
        if len(things) > 1:
            ids = ", ".join(self.iris.thing_id(thing) for thing in things)
            raise QueryError(f"{len(things)} things are called {name!r}; give the id of one: {ids}")
        found = self._named_in(NamedNode(things[0]))
        texts, parts = [], []
        for article, entities in sorted(found.articles.items()):
            quads = list(self.graph_quads(NamedNode(article)))
            texts += [text_of(quad.object) for quad in quads if quad.predicate == SCHEMA.articleBody]
            kept = without(quads, entities, found.names)
            derived, notes = self._derivation.follows(read_extraction(kept, self.relations, iris=self.iris))
            parts.append(self._derivation.removal(NamedNode(article)))
            parts.append(f"INSERT DATA {{ {as_data([*kept, *derived, *notes])} }};\n")
        graph = self.iris.graph("decisions")
        about = " ".join(str(NamedNode(iri)) for iri in sorted({things[0], *found.entities}))
        parts.append(
            f"DELETE {{ GRAPH {graph} {{ ?d ?p ?o }} }} WHERE {{ GRAPH {graph} {{ VALUES ?x {{ {about} }} "
            f"?d {KG.about}|{KG.decided_thing} ?x . ?d ?p ?o }} }};\n"
        )
        self._readings.drop()
        self._write("".join(parts), [*forgotten_quads(found.hashes, self.iris)])
        self._forget_known()
        self._derivation.run()
        self._forget_texts(texts)
        self.publish()
        return tuple(sorted(self.iris.article_id(article) for article in found.articles))

    def _forget_texts(self, texts: Sequence[str]) -> None:
        """Take what is kept of some texts, beside the graph, off the disk."""

    def _named_in(self, thing: NamedNode) -> _Named:
        """Find out where a thing is named, and how."""
        rows = self.select(
            f"SELECT ?article ?e ?default ?name {{ ?e kg:stands_for {thing} ; kg:article ?article ; "
            "kg:default_thing ?default ; kg:name ?name }"
        )
        found = _Named({}, set(), {forgotten_hash(self.iris.thing_id(thing.value))}, set())
        for article, entity, default, name in rows:
            found.articles.setdefault(text_of(article), set()).add(text_of(entity))
            found.entities.add(text_of(entity))
            found.hashes.add(forgotten_hash(self.iris.thing_id(text_of(default))))
            found.names.add(text_of(name))
        labels = self.select(f"SELECT ?label {{ {thing} rdfs:label ?label }}")
        found.names.update(text_of(row[0]) for row in labels)
        full = sorted(name for name in found.names if " " in name) or sorted(found.names)
        holds = Literal("|".join(in_text(form) for name in full for form in written(name)))
        for (article,) in self.select(
            f"SELECT DISTINCT ?article {{ GRAPH ?article {{ ?article a schema:NewsArticle . ?s ?p ?text "
            f'FILTER(isLiteral(?text) && REGEX(STR(?text), {holds}, "i")) }} }}'
        ):
            found.articles.setdefault(text_of(article), set())
        return found

    @cached_property
    def _forgotten(self) -> frozenset[str]:
        """Hashes of what was forgotten."""
        graph = self.iris.graph("decisions")
        rows = self.select(f"SELECT ?h {{ GRAPH {graph} {{ ?d a {KG.Forgotten} ; {KG.digest} ?h }} }}")
        return frozenset(text_of(row[0]) for row in rows)

    def _set_ontology(self, ontology: Ontology | None) -> None:
        """Write the ontology and the policy in force; where what is derived depends on a change, derive all anew."""
        graph = self.iris.graph("ontology")
        if ontology is None:
            if self.has_graph(graph):
                return
            from kg.ontology import load_ontology

            ontology = load_ontology()
        quads = set(ontology_quads(ontology, self.iris))
        there = set(self.graph_quads(graph))
        if quads == there:
            return
        new = sorted(quads - there, key=str)
        if matters(there, quads):
            new.append(self._derivation.everything)
        self.exchange(sorted(there - quads, key=str), new, ())
        self._derivation.forget_ontology()
        self.__dict__.pop("relations", None)


@dataclass(slots=True)
class _Named:
    """Where a thing is named: entities as read by article, all of these, hashes of their default ids, their names."""

    articles: dict[str, set[str]]
    entities: set[str]
    hashes: set[str]
    names: set[str]


def own_activity() -> Activity:
    """Return the activity of this version of the software, for extractions of unknown origin."""
    return Activity(f"claimgraph {_version()}")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("claimgraph")
    except PackageNotFoundError:
        return "unknown"
