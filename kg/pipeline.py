"""Articles in, extractions out: the stages in their order.

An :class:`Extraction` depends on the article, the ontology and the models alone: not on the clock, not on the
articles beside it. No spaCy object leaves this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents import DocumentCache
from kg.encoder import Tagger, load_settings, models_digest
from kg.entities import resolve
from kg.errors import ArticleError, did_you_mean
from kg.mentions import find_mentions
from kg.model import Article, Claim, Entity, Extraction, Mention, Span
from kg.nlp import DEFAULT_MODEL, load_model, model_digest, parse
from kg.ontology import Ontology, load_ontology
from kg.qualifiers import Qualifiers, bounds_of, qualify
from kg.relations import PhraseReader, Proposal, Reader
from kg.relations.combined import CombinedReader

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["READERS", "Extractor", "extract", "make_claim"]

#: Where a document from the cache holds the names that the tagger found in it.
_NAMES = "kg_names"
#: Articles that are parsed together; the result does not depend on it.
BATCH_SIZE = 32
#: Ways of reading, the default first: phrases over our tagger's names; phrases over the spaCy pipeline's names, which
#: needs no model of ours; phrases and a network together, which finds more and takes longer.
READERS = ("tagger", "phrases", "learned")


class Extractor:
    """Reads claims out of articles, by one ontology and one language model.

    ``ontology`` None is the built-in one; ``model`` is a spaCy pipeline by name or path. ``reader`` is one of
    :data:`READERS`. ``cache`` is a file that keeps parsed documents (None: none is kept): another ontology then
    reads the same texts without parsing them again, and extractions are the same with it and without. Raises
    ModelError where the model cannot be loaded, OntologyError where a phrase cannot be compiled, ValueError where
    there is no such reader.
    """

    def __init__(
        self,
        ontology: Ontology | None = None,
        model: str = DEFAULT_MODEL,
        reader: str = READERS[0],
        *,
        cache: str | Path | None = None,
    ) -> None:
        if reader not in READERS:
            raise ValueError(
                f"unknown reader {reader!r}{did_you_mean(reader, [*READERS])}; known: {', '.join(READERS)}"
            )
        self.ontology = ontology or load_ontology()
        self.model, self.reader = model, reader
        self._nlp: Language = load_model(model)
        self._tagger = None if reader == "phrases" else Tagger()
        self._cache = None if cache is None else DocumentCache(cache)
        phrases = PhraseReader(self.ontology, self._nlp)
        self._reader: Reader = CombinedReader(self.ontology, phrases) if reader == "learned" else phrases
        self._bounds = bounds_of(load_settings("pairs") if reader == "learned" else {})

    @cached_property
    def digest(self) -> str:
        """What an extraction depends on beside the article, in words: software, model, ontology, with hashes."""
        model = f"model {self.model} {model_digest(self._nlp)[:16]}"
        ours = f"reader {self.reader}" + (f" {models_digest()}" if self._tagger else "")
        return f"claimgraph {version('claimgraph')}, {model}, {ours}, ontology {self.ontology.digest[:16]}"

    def extract(self, articles: Iterable[Article], batch_size: int = BATCH_SIZE) -> Iterator[Extraction]:
        """Yield one extraction an article, in the order of the articles, reading them as they are asked for.

        Raises ArticleError where an article is longer than the model takes (``max_length`` characters).
        """
        for article, doc in self._parsed(self._checked(articles), batch_size):
            yield self._extraction(article, doc)

    def _parsed(self, articles: Iterable[Article], batch_size: int) -> Iterator[tuple[Article, Doc]]:
        """Yield articles with their documents, those that were parsed before from the cache."""
        if self._cache is None:
            yield from parse(self._nlp, articles, batch_size, names=self._tagger is None)
            return
        rest = iter(articles)
        try:
            while batch := list(islice(rest, batch_size)):
                known = {article.text: self._cached(article.text) for article in batch}
                fresh = [article for article in batch if known[article.text] is None]
                for article, doc in parse(self._nlp, fresh, batch_size, names=self._tagger is None):
                    self._keep(article.text, doc)
                    known[article.text] = doc
                for article in batch:
                    parsed = known[article.text]
                    assert parsed is not None  # noqa: S101 - all that were not known have been parsed
                    yield article, parsed
        finally:
            self._cache.flush()

    def _cached(self, text: str) -> Doc | None:
        body = self._cache.get(text, self._kind) if self._cache else None
        if body is None:
            return None
        names, _, document = body.partition(b"\n")
        doc = _from_bytes(self._nlp, document)
        if self._tagger is not None:
            doc.user_data[_NAMES] = [tuple(name) for name in json.loads(names)]
        return doc

    def _keep(self, text: str, doc: Doc) -> None:
        if self._tagger is not None:
            doc.user_data[_NAMES] = self._tagged(text)
        names = json.dumps(doc.user_data.get(_NAMES), ensure_ascii=True)
        if self._cache:
            self._cache.put(text, self._kind, names.encode() + b"\n" + _as_bytes(doc))

    @cached_property
    def _kind(self) -> str:
        """What parsed documents depend on beside the text."""
        return f"{model_digest(self._nlp)} {version('spacy')} {models_digest() if self._tagger else 'names'}"

    def _tagged(self, text: str) -> list[tuple[int, int, str]]:
        return [(name.start, name.end, name.type) for name in self._tagger.names(text)] if self._tagger else []

    def _checked(self, articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            if len(article.text) > self._nlp.max_length:
                raise ArticleError(
                    article.id,
                    f"{len(article.text):,} characters are more than the {self._nlp.max_length:,} that the model "
                    f"takes; split the article",
                )
            yield article

    def _extraction(self, article: Article, doc: Doc) -> Extraction:
        mentions = self._mentions(doc, article)
        entities = self._entities(doc, article, mentions)
        proposals = self._proposals(doc, article, entities)
        qualifiers = qualify(doc, article, entities, proposals, self.ontology, self._bounds)
        claims = [make_claim(doc, article, p, q) for p, q in zip(proposals, qualifiers, strict=True)]
        return Extraction(article, mentions, entities, tuple(sorted(claims, key=_text_order)))

    # The stages, one by one, so that evaluation can put the gold in the place of each.

    def _mentions(self, doc: Doc, article: Article) -> tuple[Mention, ...]:
        if self._tagger is None:
            return find_mentions(doc, article, self.ontology)
        names = doc.user_data.get(_NAMES)
        return find_mentions(doc, article, self.ontology, self._tagged(article.text) if names is None else names)

    def _entities(self, doc: Doc, article: Article, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
        return resolve(doc, article, mentions, self.ontology)

    def _proposals(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> list[Proposal]:
        return list(self._reader.read(doc, article, entities))


#: What of a document is kept on disk: all that any stage asks of its tokens.
_KEPT = (
    *("ORTH", "SPACY", "NORM", "LEMMA", "POS", "TAG", "MORPH", "DEP", "HEAD", "SENT_START"),
    *("ENT_IOB", "ENT_TYPE"),
)


def _as_bytes(doc: Doc) -> bytes:
    from spacy.tokens import DocBin

    return DocBin(attrs=_KEPT, docs=[doc]).to_bytes()


def _from_bytes(nlp: Language, body: bytes) -> Doc:
    from spacy.tokens import DocBin

    return next(iter(DocBin().from_bytes(body).get_docs(nlp.vocab)))


def extract(articles: Iterable[Article]) -> Iterator[Extraction]:
    """Yield one extraction an article with the built-in ontology and the default model; see :class:`Extractor`."""
    return Extractor().extract(articles)


def make_claim(doc: Doc, article: Article, proposal: Proposal, qualifiers: Qualifiers) -> Claim:
    """Return the claim that a qualified proposal is; token ranges become spans of the article."""
    return Claim(
        article=article.id,
        subject=proposal.subject,
        relation=proposal.relation,
        object=proposal.object,
        evidence=_evidence(doc, article, proposal),
        subject_span=proposal.subject_mention.span,
        object_span=proposal.object_mention.span,
        polarity=qualifiers.polarity,
        certainty=qualifiers.certainty,
        time=qualifiers.time,
        when=qualifiers.when,
        attributed_to=qualifiers.attributed_to,
        role=proposal.role,
        trigger_spans=_spans(doc, article, [(i, i + 1) for i in proposal.triggers]),
        cue_spans=_spans(doc, article, qualifiers.cues),
        confidence=proposal.confidence,
        reader=proposal.reader,
        phrase=proposal.phrase,
    )


def _evidence(doc: Doc, article: Article, proposal: Proposal) -> Span:
    """Return the sentence without white space around it, widened to both ends where one stands outside."""
    sentence = doc[proposal.sentence[0] : proposal.sentence[1]]
    text = article.text[sentence.start_char : sentence.end_char]
    start = sentence.start_char + len(text) - len(text.lstrip())
    end = sentence.end_char - (len(text) - len(text.rstrip()))
    spans = (proposal.subject_mention.span, proposal.object_mention.span)
    return article.span(min(start, *(s.start for s in spans)), max(end, *(s.end for s in spans)))


def _spans(doc: Doc, article: Article, ranges: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Return token ranges as spans of the article, adjacent ones joined, in text order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(article.span(doc[s].idx, doc[e - 1].idx + len(doc[e - 1])) for s, e in joined)


def _text_order(claim: Claim) -> tuple[int, int, int, str]:
    return claim.evidence.start, claim.subject_span.start, claim.object_span.start, claim.relation.name
