"""Articles in, extractions out: the stages in their order.

An :class:`Extraction` depends on the article, the ontology and the models alone: not on the clock, not on the
articles beside it. No spaCy object leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import srsly

from kg.articles import only_articles
from kg.documents import DocumentCache
from kg.encoder import (
    MODELS,
    EncodedText,
    Memo,
    Name,
    TextEncoder,
    encoded_in,
    keep_encoded,
    load_settings,
    models_digest,
    open_ahead,
)
from kg.entities import resolve
from kg.errors import ArticleError, ModelError, OntologyError, did_you_mean
from kg.mentions import find_mentions
from kg.model import Article, Claim, Entity, Extraction, Mention, Span
from kg.nlp import DEFAULT_MODEL, load_model, model_digest, parse
from kg.ontology import Ontology, load_ontology
from kg.qualifiers import Qualifiers, bounds_of, qualify
from kg.relations import PhraseReader, Proposal, Reader
from kg.relations.combined import Candidate, CombinedReader

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["READERS", "Extractor", "extract", "make_claim"]

#: Articles that are parsed together; the result does not depend on it.
BATCH_SIZE = 32
#: Ways of reading, the default first: phrases and networks together; phrases alone, over the names that our network
#: finds; phrases over the spaCy pipeline's names, which needs no model of ours.
READERS = ("learned", "tagger", "phrases")


class Extractor:
    """Reads claims out of articles, by one ontology and one language model.

    ``ontology`` None is the built-in one; ``model`` is a spaCy pipeline by name or path. ``reader`` is one of
    :data:`READERS`. ``cache`` is a file that keeps parsed documents (None: none is kept): another ontology then
    reads the same texts without parsing them again, and extractions are the same with it and without. ``models`` is
    a folder that ``kg train`` wrote (None: our own networks). Raises ModelError where a model cannot be loaded,
    OntologyError where a phrase cannot be compiled, ValueError where there is no such reader.
    """

    def __init__(
        self,
        ontology: Ontology | None = None,
        model: str = DEFAULT_MODEL,
        reader: str = READERS[0],
        *,
        cache: str | Path | None = None,
        models: str | Path | None = None,
    ) -> None:
        if reader not in READERS:
            raise ValueError(
                f"unknown reader {reader!r}{did_you_mean(reader, [*READERS])}; known: {', '.join(READERS)}"
            )
        if not isinstance(ontology, Ontology | None):
            raise OntologyError(f"{ontology!r} is no ontology; give what kg.load_ontology(path, add=[path]) returns")
        self._models = Path(models or MODELS)
        if not self._models.is_dir():
            raise ModelError(f"there is no folder {str(self._models)!r}; give one that `kg train` wrote")
        open_ahead(self._models, *{"learned": ("text", "pairs"), "tagger": ("text",)}.get(reader, ()))
        self.ontology = ontology or load_ontology()
        self.model, self.reader = model, reader
        self._nlp: Language = load_model(model)
        self._encoder = None if reader == "phrases" else TextEncoder(self._models)
        self._cache = None if cache is None else DocumentCache(cache)
        phrases = PhraseReader(self.ontology, self._nlp)
        self._reader: Reader = CombinedReader(self.ontology, phrases, self._models) if reader == "learned" else phrases
        self._bounds = bounds_of(load_settings("pairs", self._models) if reader == "learned" else {})

    @cached_property
    def digest(self) -> str:
        """What an extraction depends on beside the article, in words: software, model, ontology, with hashes."""
        model = f"model {self.model} {model_digest(self._nlp)[:16]}"
        ours = f"reader {self.reader}" + (f" {models_digest(self._models)}" if self._encoder else "")
        return f"claimgraph {version('claimgraph')}, {model}, {ours}, ontology {self.ontology.digest[:16]}"

    def extract(self, articles: Iterable[Article], batch_size: int = BATCH_SIZE) -> Iterator[Extraction]:
        """Yield one extraction an article, in the order of the articles, reading them as they are asked for.

        Raises ArticleError where an article is longer than the model takes (``max_length`` characters), or is none.
        """
        for article, doc in self._parsed(self._checked(articles), batch_size):
            extraction = self._extraction(article, doc)
            self._keep(article.text, doc)
            yield extraction

    def entities(
        self, articles: Iterable[Article], batch_size: int = BATCH_SIZE
    ) -> Iterator[tuple[tuple[tuple[int, int], ...], tuple[Entity, ...]]]:
        """Yield each article's sentences, as code-point spans, and its entities, without reading claims."""
        for article, doc in self._parsed(self._checked(articles), batch_size):
            sentences = tuple((s.start_char, s.end_char) for s in doc.sents)
            yield sentences, self._entities(doc, article, self._mentions(doc, article))

    def candidates(
        self, articles: Iterable[Article], batch_size: int = BATCH_SIZE
    ) -> Iterator[tuple[tuple[Candidate, ...], ...]]:
        """Yield what the learned reader decides on in each article: rivals together; see :mod:`kg.relations.combined`.

        Raises ValueError where the reader is another.
        """
        reader = self._reader
        if not isinstance(reader, CombinedReader):
            raise ValueError(f"reader {self.reader!r} decides on nothing; make the extractor with reader 'learned'")
        for article, doc in self._parsed(self._checked(articles), batch_size):
            entities = self._entities(doc, article, self._mentions(doc, article))
            yield tuple(reader.candidates(doc, article, entities))

    def _parsed(self, articles: Iterable[Article], batch_size: int) -> Iterator[tuple[Article, Doc]]:
        """Yield articles with their documents, those that were parsed before from the cache.

        Our network reads the texts of a batch in a thread of its own while spaCy parses them, and goes on with the
        later ones while claims are read out of the first.
        """
        rest = iter(articles)
        aside = ThreadPoolExecutor(1)
        try:
            while batch := list(islice(rest, batch_size)):
                known = {article.text: self._cached(article.text) for article in batch}
                fresh = [article for article in batch if known[article.text] is None]
                texts = dict.fromkeys(article.text for article in fresh)
                encoded = {t: aside.submit(self._encoder.read, t) for t in texts} if self._encoder else {}
                for article, doc in parse(self._nlp, fresh, batch_size, names=self._encoder is None):
                    known[article.text] = doc
                for article in batch:
                    parsed = known[article.text]
                    assert parsed is not None  # noqa: S101 - all that were not known have been parsed
                    if article.text in encoded:
                        keep_encoded(parsed.user_data, encoded[article.text].result())
                    yield article, parsed
        finally:
            aside.shutdown(cancel_futures=True)
            if self._cache:
                self._cache.flush()

    def _cached(self, text: str) -> Doc | None:
        body = self._cache.get(text, self._kind) if self._cache else None
        if body is None:
            return None
        kept = srsly.msgpack_loads(body)
        doc = _from_bytes(self._nlp, kept["document"])
        if self._encoder is not None:
            names = tuple(Name(*name) for name in kept["names"])
            keep_encoded(doc.user_data, EncodedText(self._encoder, text, names, Memo(kept["memo"])))
        return doc

    def _keep(self, text: str, doc: Doc) -> None:
        """Store a document with what the networks have said of it, where that is not stored yet."""
        encoded = encoded_in(doc.user_data)
        if self._cache is None or not (encoded.changed if encoded else self._cache.get(text, self._kind) is None):
            return
        kept: dict[str, object] = {"document": _as_bytes(doc)}
        if encoded:
            kept["names"] = [(n.start, n.end, n.type, n.score) for n in encoded.names]
            kept["memo"] = encoded.memo.as_bytes()
        self._cache.put(text, self._kind, srsly.msgpack_dumps(kept))

    @cached_property
    def _kind(self) -> str:
        """What parsed documents depend on beside the text."""
        ours = models_digest(self._models) if self._encoder else "names"
        return f"{model_digest(self._nlp)} {version('spacy')} {ours}"

    def _checked(self, articles: Iterable[Article]) -> Iterator[Article]:
        for article in only_articles(articles):
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
        if self._encoder is None:
            return find_mentions(doc, article, self.ontology)
        encoded = encoded_in(doc.user_data) or self._encoder.encode(article.text)
        return find_mentions(doc, article, self.ontology, [(n.start, n.end, n.type) for n in encoded.names])

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
    """Return the sentence, and that of an end which stands outside, without white space around."""
    sentence = doc[proposal.sentence[0] : proposal.sentence[1]]
    start, end = sentence.start_char, sentence.end_char
    for span in (proposal.subject_mention.span, proposal.object_mention.span):
        if span.start < start or span.end > end:
            home = doc.char_span(span.start, span.end, alignment_mode="expand")
            start = min(start, span.start if home is None else home[0].sent.start_char)
            end = max(end, span.end if home is None else home[-1].sent.end_char)
    text = article.text[start:end]
    return article.span(start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip())))


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
