"""Fit how phrases and network make one confidence, on documents that the network has not learned from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.evaluation import judge
from kg.evaluation.scoring import figures, score_document
from kg.model import Article
from kg.pipeline import Extractor
from kg.relations.combined import FEATURES, MOST, Candidate, one_way

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.evaluation import GoldDocument
    from kg.relations.proposal import Proposal

__all__ = ["fit_decision", "fit_weights"]

#: Thresholds that are tried, and the least precision that the chosen one has, where any has it: on documents that the
#: weights are fitted on, too. It is where F1 on these is best; real articles that nothing was fitted on are read with
#: about as much, and 0.70 is the least that they are to have.
TRIED = tuple(round(float(t), 3) for t in np.arange(0.2, 0.71, 0.02))
PRECISION = 0.81

#: Penalties on the weights of the features and on the leanings of single relations.
PENALTY, LEANING_PENALTY = 0.1, 2.0

#: Candidates of one document: rivals together.
_Groups = tuple[tuple[Candidate, ...], ...]


def fit_decision(
    kept: Sequence[GoldDocument], folder: Path, *, nearest: Collection[str] | None = None
) -> dict[str, Any]:
    """Find ``weights``, ``leanings`` (of relations) and ``threshold``, write them into ``pairs.json``, and return them.

    The weights have the least log loss over candidates; those that only an optional claim says are left out. The
    threshold is the least that keeps the precision, or else that of the best F1, on the documents whose ids are
    ``nearest`` to what will be read (None: on all).
    """
    extractor = Extractor(models=folder)
    documents = list(_candidates(kept, extractor))
    symmetric = frozenset(r.name for r in extractor.ontology.relations.values() if r.symmetric)
    names = sorted(extractor.ontology.relations)
    rows, verdicts = [], []
    for document, groups in documents:
        candidates = [candidate for group in groups for candidate in group if candidate.asked]
        for candidate, verdict in zip(
            candidates, judge(document, (_record(c.proposal) for c in candidates), symmetric), strict=True
        ):
            if verdict is not None:
                rows.append(_row(candidate, names))
                verdicts.append(float(verdict))
    penalty = np.array([PENALTY] * len(FEATURES) + [LEANING_PENALTY] * len(names))
    weights = fit_weights(np.array(rows), np.array(verdicts), penalty)
    rounded = [round(float(weight), 3) for weight in weights]
    found: dict[str, Any] = {
        "weights": dict(zip(FEATURES, rounded[: len(FEATURES)], strict=True)),
        "leanings": dict(zip(names, rounded[len(FEATURES) :], strict=True)),
    }
    asked = [(document, groups) for document, groups in documents if nearest is None or document.id in nearest]
    scored = {t: _score(asked, names, weights, t, symmetric) for t in TRIED}
    precise = [t for t, (precision, _) in scored.items() if precision >= PRECISION]
    found["threshold"] = min(precise) if precise else max(scored, key=lambda t: scored[t][1])
    path = folder / "pairs.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**settings, **found}, indent=1) + "\n", encoding="utf-8")
    return found


def _row(candidate: Candidate, names: Sequence[str]) -> list[float]:
    """Return the features of a candidate, and a 1 where its relation stands among the names."""
    return [*candidate.features, *(float(name == candidate.proposal.relation.name) for name in names)]


def _candidates(documents: Sequence[GoldDocument], extractor: Extractor) -> Iterator[tuple[GoldDocument, _Groups]]:
    articles = [Article(d.id, d.text, d.title, published=d.published) for d in documents]
    yield from zip(documents, extractor.candidates(articles), strict=True)


def _record(proposal: Proposal) -> dict[str, Any]:
    ends = {"subject": proposal.subject.as_dict(), "object": proposal.object.as_dict()}
    return {**ends, "relation": proposal.relation.name}


def fit_weights(
    rows: NDArray[np.float64], right: NDArray[np.float64], penalty: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fit a logistic regression by Newton's method, with an L2 penalty on each weight."""
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - penalty * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _score(
    documents: Sequence[tuple[GoldDocument, _Groups]],
    names: Sequence[str],
    weights: NDArray[np.float64],
    threshold: float,
    symmetric: frozenset[str],
) -> tuple[float, float]:
    """Precision and F1 at a threshold."""
    total: dict[str, float] = {}
    for document, groups in documents:
        records: list[dict[str, Any]] = []
        for group in groups:
            records += [_record(c.proposal) for c in group if not c.asked]
            odds = {id(c.proposal): float(weights @ _row(c, names)) for c in group if c.asked}
            ordered = sorted((c.proposal for c in group if c.asked), key=lambda p: -odds[id(p)])
            chosen = [p for p in one_way(ordered)[:MOST] if 1 / (1 + np.exp(-odds[id(p)])) >= threshold]
            records += map(_record, chosen)
        for name, count in score_document(document, records, symmetric).tally.items():
            total[name] = total.get(name, 0) + count
    result = figures(total)
    return result["precision"] or 0.0, result["f1"] or 0.0
