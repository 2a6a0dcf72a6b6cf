"""Articles in, extractions out: the stages in their order.

An :class:`Extraction` depends on the article, the ontology and the models alone: not on the clock, not on the
articles beside it. No spaCy object leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from kg.encoder import Tagger, models_digest
from kg.entities import resolve
from kg.errors import ArticleError, did_you_mean
from kg.mentions import find_mentions
from kg.model import Article, Claim, Entity, Extraction, Mention, Span
from kg.nlp import DEFAULT_MODEL, load_model, model_digest, parse
from kg.ontology import Ontology, load_ontology
from kg.qualifiers import Qualifiers, qualify
from kg.relations import PhraseReader, Proposal, Reader

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["READERS", "Extractor", "extract"]

#: Articles that are parsed together; the result does not depend on it.
BATCH_SIZE = 32
#: Ways of reading, the default first.
READERS = ("learned", "phrases")


class Extractor:
    """Reads claims out of articles, by one ontology and one language model.

    ``ontology`` None is the built-in one; ``model`` is a spaCy pipeline by name or path. ``reader`` is one of
    :data:`READERS`: ``learned`` finds names with our own tagger, ``phrases`` with the spaCy pipeline's, and needs no
    model of ours. Raises ModelError where the model cannot be loaded, OntologyError where a phrase cannot be compiled,
    ValueError where there is no such reader.
    """

    def __init__(self, ontology: Ontology | None = None, model: str = DEFAULT_MODEL, reader: str = READERS[0]) -> None:
        if reader not in READERS:
            raise ValueError(
                f"unknown reader {reader!r}{did_you_mean(reader, [*READERS])}; known: {', '.join(READERS)}"
            )
        self.ontology = ontology or load_ontology()
        self.model, self.reader = model, reader
        self._nlp: Language = load_model(model)
        self._tagger = Tagger() if reader == "learned" else None
        self._readers: tuple[Reader, ...] = (PhraseReader(self.ontology, self._nlp),)

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
        for article, doc in parse(self._nlp, self._checked(articles), batch_size, names=self._tagger is None):
            yield self._extraction(article, doc)

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
        qualifiers = qualify(doc, article, entities, proposals, self.ontology)
        claims = [_claim(doc, article, p, q) for p, q in zip(proposals, qualifiers, strict=True)]
        return Extraction(article, mentions, entities, tuple(sorted(claims, key=_text_order)))

    # The stages, one by one, so that evaluation can put the gold in the place of each.

    def _mentions(self, doc: Doc, article: Article) -> tuple[Mention, ...]:
        if self._tagger is None:
            return find_mentions(doc, article, self.ontology)
        names = [(name.start, name.end, name.type) for name in self._tagger.names(article.text)]
        return find_mentions(doc, article, self.ontology, names)

    def _entities(self, doc: Doc, article: Article, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
        return resolve(doc, article, mentions, self.ontology)

    def _proposals(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> list[Proposal]:
        return [p for reader in self._readers for p in reader.read(doc, article, entities)]


def extract(articles: Iterable[Article]) -> Iterator[Extraction]:
    """Yield one extraction an article with the built-in ontology and the default model; see :class:`Extractor`."""
    return Extractor().extract(articles)


def _claim(doc: Doc, article: Article, proposal: Proposal, qualifiers: Qualifiers) -> Claim:
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
