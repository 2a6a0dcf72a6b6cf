"""Articles on an invented story, and an extractor that can read them: the store without a language model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.model import Article, Claim, Entity, Extraction, Mention
from kg.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    from kg.store import Store

__all__ = ["ARTICLES", "TYPES", "FakeExtractor", "article", "extraction", "lines", "plain"]

#: Names that the extractor knows, with their types.
TYPES = {
    "Quillon Energy": "Company",
    "Brightwater": "Organization",
    "Brightwater Group": "Company",
    "NATO": "IntergovernmentalOrganization",
    "Mara Voss": "Person",
    "Reuters": "MediaOutlet",
    "Norway": "Country",
}
#: Aliases: several names of one entity.
SAME = {"Brightwater": "Brightwater Group"}
#: Words that say a relation between the name before and the name after, with the qualifiers that they carry.
VERBS: dict[str, tuple[str, dict[str, Any]]] = {
    "negotiates with": ("negotiates_with", {"certainty": "probable"}),
    "may negotiate with": ("negotiates_with", {"certainty": "possible"}),
    "has bought": ("acquires", {}),
    "will buy": ("acquires", {"time": "future"}),
    "did not buy": ("acquires", {"polarity": "negative"}),
    "leads": ("leads", {"role": "chief executive"}),
    "met": ("meets_with", {"time": "past"}),
    "used to supply": ("supplies", {"time": "past"}),
    "is based in": ("based_in", {}),
}


def article(id: str, text: str, published: str | None = "2026-03-01", **fields: Any) -> Article:  # noqa: A002
    return Article(id, text, published=date.fromisoformat(published) if published else None, **fields)


def extraction(source: Article, ontology: Ontology | None = None) -> Extraction:
    """Read an article: a pure function of article and ontology."""
    ontology = ontology or load_ontology()
    mentions: list[tuple[str, Mention]] = []
    place = 0
    while place < len(source.text):
        name = next((n for n in sorted(TYPES, key=len, reverse=True) if source.text.startswith(n, place)), None)
        if name:
            mentions.append((name, Mention(source.span(place, place + len(name)), TYPES[name])))
        place += len(name or " ")
    entities: dict[str, Entity] = {}
    for name in dict.fromkeys(SAME.get(name, name) for name, _ in mentions):
        own = tuple(mention for form, mention in mentions if SAME.get(form, form) == name)
        forms = tuple(sorted({mention.span.text for mention in own}))
        root = ontology.root(TYPES[name]).lower()
        id_ = f"{root}/{name.removesuffix(' Group').casefold().replace(' ', '-')}"
        entities[name] = Entity(id_, max(forms, key=len), TYPES[name], forms, own)
    claims: list[Claim] = []
    for (left, first), (right, second) in pairwise(mentions):
        verb = source.text[first.span.end : second.span.start].strip()
        if verb not in VERBS:
            continue
        relation, qualifiers = VERBS[verb]
        start = source.text.rfind("\n", 0, first.span.start) + 1
        end = source.text.find("\n", second.span.end)
        evidence = source.span(start, end if end >= 0 else len(source.text))
        told = tuple(entities[n] for n in ("Reuters",) if n in entities and f", {n} said" in evidence.text)
        told_by: tuple[Entity | str, ...] = (*told, "people familiar") if "people familiar" in evidence.text else told
        begin = source.text.index(verb, first.span.end)
        claims.append(
            Claim(
                article=source.id,
                subject=entities[SAME.get(left, left)],
                relation=ontology.relation(relation),
                object=entities[SAME.get(right, right)],
                evidence=evidence,
                subject_span=first.span,
                object_span=second.span,
                trigger_spans=(source.span(begin, begin + len(verb)),),
                attributed_to=told_by,
                confidence=0.9,
                phrase=f"{{subject}} {verb} {{object}}",
                **qualifiers,
            )
        )
    return Extraction(source, tuple(mention for _, mention in mentions), tuple(entities.values()), tuple(claims))


@dataclass
class FakeExtractor:
    """Reads the names and verbs of this module; counts what it read."""

    digest: str = "fake 1"
    ontology: Ontology = field(default_factory=load_ontology)
    read: list[str] = field(default_factory=list)

    def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield one extraction an article, in order."""
        for source in articles:
            self.read.append(source.id)
            yield extraction(source, self.ontology)


ARTICLES = (
    article("a1", "Quillon Energy negotiates with NATO, Reuters said.\nMara Voss leads Quillon Energy.", title="Talks"),
    article(
        "a2",
        "Brightwater Group will buy Quillon Energy, people familiar said.\nBrightwater is based in Norway.",
        "2026-04-02",
        publisher="Example Times",
        url="https://news.example/a2",
    ),
    article("news/a3", "Brightwater has bought Quillon Energy.\nMara Voss met NATO.", "2026-05-01"),
    article(
        "a4", "Brightwater did not buy Quillon Energy, Reuters said.\nQuillon Energy may negotiate with NATO.", None
    ),
    article("a5", "Quillon Energy used to supply NATO, Reuters said. People like caf\u00e9s and \U0001f600 in Norway."),
)


def lines(store: Store) -> list[str]:
    """Return all quads of a store, sorted: two stores with the same lines hold the same."""
    return sorted(map(str, store.quads()))


def plain(store: Store) -> set[tuple[str, str, str]]:
    """Return the plain triples of a store: id of the subject, name of the relation, id of the object."""
    rows = store.query("SELECT ?s ?p ?o { GRAPH graph:statements { ?s ?p ?o } GRAPH graph:entities { ?s a kg:Agent } }")
    return {(store.iris.thing_id(s), p.rpartition("/")[2], store.iris.thing_id(o)) for s, p, o in rows}
