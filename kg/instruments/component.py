"""kg in a pipeline of spaCy: ``nlp.add_pipe("kg_claims")``.

Each document then has ``doc._.claims`` and ``doc._.extraction``, and each span ``span._.entity_id``;
``doc.spans["kg"]`` holds the mentions, labelled with their types::

    nlp = spacy.blank("en")
    nlp.add_pipe("kg_claims")
    doc = nlp("Brightwater Group has bought Quillon Energy.")
    doc._.claims[0].relation.name  # "acquires"

What is found is what :func:`kg.extract` finds in the text: kg parses it with a pipeline of its own, so that the
components before it do not matter, and a blank pipeline will do. Documents carry what was found as plain values, so
that ``nlp.pipe(n_process=2)``, ``doc.to_bytes()`` and ``DocBin(store_user_data=True)`` keep it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.errors import QueryError
from kg.instruments.plain import as_plain, from_plain
from kg.model import Article, Claim, Extraction
from kg.nlp import DEFAULT_MODEL
from kg.ontology import load_ontology
from kg.pipeline import READERS, Extractor

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NAME", "ClaimsComponent", "make_claims"]

NAME = "kg_claims"
#: Where a document keeps what was found, and under what its mentions stand among its spans.
KEY, SPANS = "kg", "kg"
#: The id of an article that a document does not name.
UNNAMED = "doc"


class ClaimsComponent:
    """The component: reads each document's text. What it loads, it loads at the first document of a process."""

    def __init__(self, name: str, model: str, reader: str, ontology: str | None, add: Sequence[str]) -> None:
        self.name = name
        self.model, self.reader = model, reader
        self.ontology, self.add = ontology, tuple(add)
        _extend()

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(self._read([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """Read documents as they are asked for, ``batch_size`` at a time."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            yield from self._read(batch)

    # All that it is stands in the pipeline's configuration.

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:
        """Write nothing: the configuration says it all. An ontology's file is named there, and not copied."""

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> ClaimsComponent:  # noqa: ARG002
        """Read nothing."""
        return self

    def to_bytes(self, exclude: Sequence[str] = ()) -> bytes:  # noqa: ARG002
        """Return nothing, as :meth:`to_disk` writes nothing."""
        return b""

    def from_bytes(self, body: bytes, exclude: Sequence[str] = ()) -> ClaimsComponent:  # noqa: ARG002
        """Read nothing."""
        return self

    def _read(self, docs: Sequence[Doc]) -> Iterator[Doc]:
        extractor = _extractor(self.model, self.reader, self.ontology, self.add)
        for doc, extraction in zip(docs, extractor.extract(map(_article, docs)), strict=True):
            doc.user_data[KEY] = as_plain(extraction)
            doc.spans[SPANS] = [
                span
                for mention in extraction.mentions
                if (span := doc.char_span(mention.span.start, mention.span.end, mention.type, alignment_mode="expand"))
            ]
            yield doc


@Language.factory(
    NAME,
    assigns=["doc._.claims", "doc._.extraction", "doc.spans", "span._.entity_id"],
    default_config={"model": DEFAULT_MODEL, "reader": READERS[0], "ontology": None, "add": []},
)
def make_claims(
    nlp: Language,  # noqa: ARG001 - every factory is given one
    name: str,
    model: str,
    reader: str,
    ontology: str | None,
    add: list[str],
) -> ClaimsComponent:
    """Make the component. ``model``, ``reader``, ``ontology`` and ``add`` are those of ``kg extract``."""
    return ClaimsComponent(name, model, reader, ontology, add)


@lru_cache(maxsize=4)
def _extractor(model: str, reader: str, ontology: str | None, add: tuple[str, ...]) -> Extractor:
    return Extractor(load_ontology(ontology, add=add), model, reader)


def _article(doc: Doc) -> Article:
    """Return the document as an article, with the id in ``doc.user_data["id"]`` if there is one.

    Line ends become line feeds, as in every article, without moving an offset.
    """
    return Article(str(doc.user_data.get("id") or UNNAMED), doc.text.replace("\r\n", " \n").replace("\r", "\n"))


def _extend() -> None:
    for kind, getters in (
        (Doc, {"extraction": _extraction, "claims": _claims}),
        (Span, {"entity_id": _entity_id}),
    ):
        extensible: Any = kind
        for name, getter in getters.items():
            extensible.set_extension(name, getter=getter, force=True)


def _extraction(doc: Doc) -> Extraction:
    if KEY not in doc.user_data:
        raise QueryError(f"the document was not read by {NAME!r}; add it to the pipeline: nlp.add_pipe({NAME!r})")
    return from_plain(doc.user_data[KEY], _article(doc))


def _claims(doc: Doc) -> tuple[Claim, ...]:
    return _extraction(doc).claims


def _entity_id(span: Span) -> str | None:
    """Return the id of the thing that the span's words stand for: of the mention that shares most with it, or None."""
    shared: list[tuple[int, int, str]] = []
    for entity in _extraction(span.doc).entities:
        for mention in entity.mentions:
            start, end = max(span.start_char, mention.span.start), min(span.end_char, mention.span.end)
            if start < end:
                shared.append((start - end, mention.span.end - mention.span.start, entity.thing))
    return min(shared)[2] if shared else None
