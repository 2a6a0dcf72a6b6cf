"""How good extraction is: claims against gold claims, by relation, qualifier and stage, with intervals and errors.

:func:`evaluate` extracts the gold's articles and scores what was found, or scores given predictions. Its figures are
those of the gold's own scorer; intervals are from resampling articles (percentile bootstrap, 95 of 100).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import QueryError, did_you_mean
from kg.evaluation.benchmarks import placed_record
from kg.evaluation.clusters import WAYS, cluster_figures, count_spans
from kg.evaluation.correcting import gold_document
from kg.evaluation.gold import GoldClaim, GoldDocument, GoldEntity, GoldMention, gold_of, read_gold
from kg.evaluation.predictions import read_predictions
from kg.evaluation.report import Evaluation
from kg.evaluation.scoring import QUALIFIERS, DocumentScore, Error, figures, judge, normalise, score_document
from kg.evaluation.stages import STAGES, StagedExtractor, count_mentions
from kg.model import Article
from kg.ontology import load_ontology
from kg.pipeline import Extractor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import IO

    from kg.model import Extraction
    from kg.ontology import Ontology

__all__ = [
    "STAGES",
    "Error",
    "Evaluation",
    "GoldClaim",
    "GoldDocument",
    "GoldEntity",
    "GoldMention",
    "evaluate",
    "gold_document",
    "gold_of",
    "judge",
    "normalise",
    "read_gold",
]

#: Figures that get an interval.
_INTERVALS = ("precision", "recall", "f1", "pair_recall", *(f"{q}_f1" for q in QUALIFIERS))


def evaluate(
    gold: str | Path | Sequence[str | Path],
    predictions: str | Path | IO[bytes] | Iterable[Mapping[str, Any]] | None = None,
    *,
    extractor: Extractor | None = None,
    stages: Sequence[str] = (),
    strict: bool = False,
    world: bool = False,
    part: tuple[int, int] | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """Score claims against gold documents: a folder, JSON or JSONL files, or a sequence of these.

    ``predictions`` are records as ``kg extract --format jsonl`` prints them, by ``article``, or a file or binary stream
    of such lines; None extracts the gold's articles with ``extractor`` (None: the default one), folded. ``stages`` (of
    :data:`STAGES`) also scores extraction with the gold in place of all up to that stage, which tells what each stage
    loses; it needs extraction.

    ``strict``, ``world`` and ``part`` are for public benchmarks and long sets, see :func:`read_gold`: with ``strict``
    an end is right where it stands at the gold's place with the gold's root type (an end under other words counts as
    the nearest name of its entity). ``samples`` is how many times articles are drawn for the intervals, from ``seed``;
    0 gives none.

    Raises ArticleError where there is no gold or it tells no places and ``strict`` is asked for, and where a prediction
    lacks what is scored; QueryError where a stage or part is unknown or predictions are given with a stage.
    """
    records = None if predictions is None else read_predictions(predictions, strict=strict)
    documents = read_gold(gold, strict=strict, world=world, part=part)
    for stage in stages:
        if stage not in STAGES:
            raise QueryError(
                f"unknown stage {stage!r}{did_you_mean(stage, list(STAGES))}; there are {', '.join(STAGES)}"
            )
    if records is not None:
        if stages:
            raise QueryError("stages need extraction, not given predictions; leave the predictions out")
        ontology = load_ontology()
        by_article: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for record in records:
            by_article[record["article"]].append(placed_record(record, ontology) if strict else record)
        return _evaluation(documents, _scores(documents, by_article, ontology), _Seen(), {}, samples, seed)
    extractor = extractor or Extractor()
    seen = _Seen()
    scores = _extracted(documents, extractor, extractor, strict, seen)
    by_stage = {
        stage: figures(_total(_extracted(documents, StagedExtractor(extractor, documents, stage), extractor, strict)))
        for stage in stages
    }
    return _evaluation(documents, scores, seen, by_stage, samples, seed)


@dataclass(slots=True)
class _Seen:
    """What is counted of the early stages: see :func:`count_mentions` and :func:`count_spans`."""

    early: Counter[str] = field(default_factory=Counter)
    spans: dict[str, dict[str, float]] = field(default_factory=lambda: {way: {} for way in WAYS})

    def count(self, document: GoldDocument, extraction: Extraction, ontology: Ontology) -> None:
        self.early.update(count_mentions(document, extraction, ontology))
        if document.all_mentions:
            for way, tally in count_spans(document, extraction, ontology).items():
                total = self.spans[way]
                total.update({key: total.get(key, 0) + value for key, value in tally.items()})


def _scores(
    documents: Sequence[GoldDocument], records: Mapping[str, Sequence[Mapping[str, Any]]], ontology: Ontology
) -> list[DocumentScore]:
    symmetric = frozenset(name for name, relation in ontology.relations.items() if relation.symmetric)
    return [score_document(document, records.get(document.id, ()), symmetric) for document in documents]


def _extracted(
    documents: Sequence[GoldDocument],
    extractor: Extractor,
    base: Extractor,
    strict: bool,
    seen: _Seen | None = None,
) -> list[DocumentScore]:
    articles = [Article(d.id, d.text, d.title, published=d.published) for d in documents]
    records: dict[str, list[Mapping[str, Any]]] = {}
    for document, extraction in zip(documents, extractor.extract(articles), strict=True):
        records[document.id] = [
            placed_record(claim.as_dict(), base.ontology, claim) if strict else claim.as_dict()
            for claim in extraction.folded()
        ]
        if seen is not None and not strict:
            seen.count(document, extraction, base.ontology)
    return _scores(documents, records, base.ontology)


def _total(scores: Iterable[DocumentScore]) -> Counter[str]:
    total: Counter[str] = Counter()
    for score in scores:
        total.update(score.tally)
    return total


def _evaluation(
    documents: Sequence[GoldDocument],
    scores: Sequence[DocumentScore],
    seen: _Seen,
    stages: Mapping[str, Mapping[str, float | None]],
    samples: int,
    seed: int,
) -> Evaluation:
    relations: dict[str, Counter[str]] = defaultdict(Counter)
    for score in scores:
        for name, counts in score.relations.items():
            relations[name].update(counts)
    return Evaluation(
        len(documents),
        figures(_total(scores)),
        _intervals(scores, samples, seed),
        {name: (c["right"], c["wrong"], c["missed"]) for name, c in sorted(relations.items())},
        dict(seen.early),
        {way: cluster_figures(tally) for way, tally in seen.spans.items() if tally},
        {name: dict(values) for name, values in stages.items()},
        _reliability([pair for score in scores for pair in score.judged]),
        tuple(error for score in scores for error in score.errors),
    )


def _reliability(judged: Sequence[tuple[float, bool]]) -> tuple[tuple[float, float, int], ...]:
    """Mean confidence, share that is right and number of claims, for each tenth of confidence that has claims."""
    tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in judged:
        tenths[min(int(confidence * 10), 9)].append((confidence, right))
    return tuple(
        (round(sum(c for c, _ in pairs) / len(pairs), 4), round(sum(r for _, r in pairs) / len(pairs), 4), len(pairs))
        for _, pairs in sorted(tenths.items())
    )


def _intervals(scores: Sequence[DocumentScore], samples: int, seed: int) -> dict[str, tuple[float, float]]:
    keys = sorted({key for score in scores for key in score.tally})
    counts = np.array([[score.tally[key] for key in keys] for score in scores], dtype=np.float64)
    draws = np.random.default_rng(seed).multinomial(len(scores), np.full(len(scores), 1 / len(scores)), size=samples)
    drawn = [figures(dict(zip(keys, row, strict=True))) for row in draws @ counts]
    intervals = {}
    for name in _INTERVALS:
        values = [value for value in (figure[name] for figure in drawn) if value is not None]
        if values:
            low, high = np.percentile(values, [2.5, 97.5])
            intervals[name] = (round(float(low), 4), round(float(high), 4))
    return intervals
