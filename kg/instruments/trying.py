"""What a phrase would match, before it is written into an ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Article, Extraction, Relation
from kg.nlp import DEFAULT_MODEL
from kg.ontology import Ontology, RelationEntry, load_ontology
from kg.pipeline import Extractor

__all__ = ["TRIED", "try_phrase"]

#: The relation that a phrase is tried as.
TRIED = "matches"


def try_phrase(
    phrase: str,
    articles: Iterable[Article],
    *,
    ontology: Ontology | None = None,
    model: str = DEFAULT_MODEL,
    reader: str = "tagger",
) -> Iterator[Extraction]:
    """Yield one extraction an article, whose claims are what a phrase says: of a relation called ``matches``.

    Anything may stand at either end, unless the phrase holds a slot to a type (``{subject:Company}``); ``ontology``
    (None: the built-in one) gives the types, the titles that ``{role}`` takes, and the cues. Raises OntologyError where
    the phrase is not well formed.
    """
    known = ontology or load_ontology()
    types = tuple(sorted(known.types))
    titles = tuple(sorted({title for entry in known.entries.values() for title in entry.roles}))
    entry = RelationEntry(
        Relation(TRIED, types, types), TRIED, "What a phrase says.", "#4d4d9f", "", phrases=(phrase,), roles=titles
    )
    own = Ontology(known.types, {TRIED: entry}, known.cue_sets)
    return Extractor(own, model, reader).extract(articles)
