"""Fit where the network's probabilities of qualifiers overrule the cues, on documents that it has not learned from."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

from kg.evaluation.scoring import figures, score_document
from kg.model import Article, fold
from kg.pipeline import Extractor, make_claim
from kg.qualifiers import Bound, qualify
from kg.qualifiers.chances import PLAIN, hears, told, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.evaluation import GoldDocument
    from kg.model import Claim, Entity
    from kg.relations.proposal import Chances

__all__ = ["fit_bounds", "nearest_best"]

#: Bounds that are tried; none is reached by a probability where it is above 1.
LEAST = (0.0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.4)
ENOUGH = (0.5, 0.6, 0.65, 0.7, 0.8, 0.9, 1.01)
#: Figures within so much of the best are equal: there are few claims of some values.
EQUAL = 0.015
#: The figure by which each bound is chosen.
FIGURES = {name: {"hedged": "not_certain", "attributed": "attributed_to"}.get(name, name) for name in PLAIN}

#: The claims of a document as the cues have them, each with the network's chances, who speaks beside it, and who is
#: said so plainly to say it that no network takes that back.
_Read = list[tuple["Claim", "Chances | None", "tuple[Entity | str, ...]", "tuple[Entity | str, ...]"]]
#: Bounds by which the cues stand, those by which everybody is heard who speaks beside a claim, and those by which only
#: those are whom no network takes back.
OFF = dict.fromkeys(PLAIN, Bound(0.0, 1.01))
HEARING = {**OFF, "attributed": Bound(0.0, 0.0)}
DEAF = {**OFF, "attributed": Bound(1.01, 1.01)}


def fit_bounds(kept: Sequence[GoldDocument], folder: Path) -> dict[str, list[float]]:
    """Find the bounds of each value on documents not learned from, write them into ``pairs.json``, and return them.

    They are those of the best F1 of the value over all of them together; of many that are as good, the ones nearest to
    the plain bounds.
    """
    extractor = _Reader(models=folder)
    documents = [(d, extractor.read(d)) for d in kept]
    symmetric = frozenset(r.name for r in extractor.ontology.relations.values() if r.symmetric)
    found = {}
    for name, figure in FIGURES.items():
        tried = [Bound(least, enough) for least, enough in product(LEAST, ENOUGH)]
        scores = {bound: _score(documents, {**OFF, name: bound}, symmetric, figure) for bound in tried}
        best = nearest_best(scores, PLAIN[name])
        found[name] = [best.least, best.enough]
    path = folder / "pairs.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**settings, "qualifiers": found}, indent=1) + "\n", encoding="utf-8")
    return found


def nearest_best(scores: Mapping[Bound, float], plain: Bound) -> Bound:
    """Return, of the bounds whose score is as good as the best, the one nearest to the plain bound."""
    best = max(scores.values())
    good = [bound for bound, score in scores.items() if score >= best - EQUAL]
    return min(good, key=lambda b: (abs(b.least - plain.least) + abs(b.enough - plain.enough), b.least, b.enough))


class _Reader(Extractor):
    """The extractor with the models of a folder, up to claims as the cues alone have them."""

    def read(self, document: GoldDocument) -> _Read:
        article = Article(document.id, document.text, document.title, published=document.published)
        ((_, doc),) = self._parsed([article], 1)
        entities = self._entities(doc, article, self._mentions(doc, article))
        proposals = self._proposals(doc, article, entities)
        bare = [replace(proposal, chances=None) for proposal in proposals]
        qualifiers = qualify(doc, article, entities, bare, self.ontology)
        hearing = qualify(doc, article, entities, proposals, self.ontology, HEARING)
        plain = qualify(doc, article, entities, proposals, self.ontology, DEAF)
        return [
            (make_claim(doc, article, proposal, read), proposal.chances, heard.attributed_to, said.attributed_to)
            for proposal, read, heard, said in zip(proposals, qualifiers, hearing, plain, strict=True)
        ]


def _score(
    documents: Sequence[tuple[GoldDocument, _Read]],
    bounds: Mapping[str, Bound],
    symmetric: frozenset[str],
    figure: str,
) -> float:
    """F1 of one value at given bounds."""
    total: dict[str, float] = {}
    for document, read in documents:
        records = [claim.as_dict() for claim in fold(_weighed(*one, bounds) for one in read)]
        for name, count in score_document(document, records, symmetric).tally.items():
            total[name] = total.get(name, 0) + count
    return figures(total)[f"{figure}_f1"] or 0.0


def _weighed(
    claim: Claim,
    chances: Chances | None,
    heard: tuple[Entity | str, ...],
    plain: tuple[Entity | str, ...],
    bounds: Mapping[str, Bound],
) -> Claim:
    if chances is None:
        return claim
    polarity, certainty, time = weigh((claim.polarity, claim.certainty, claim.time), chances, bounds)
    sources = claim.attributed_to or (heard if hears(chances, bounds) else ())
    changes: dict[str, Any] = {"polarity": polarity, "certainty": certainty, "time": time}
    kept = told(sources, chances, bounds)
    changes["attributed_to"] = tuple(source for source in sources if source in kept or source in plain)
    return replace(claim, **changes)
