"""Mentions and clusters against the gold's: F1 of mentions, B³ and CEAFe, as of the reference scorer.

B³ (Bagga and Baldwin 1998) asks of each mention how much of its cluster is right; CEAFe (Luo 2005) pairs each gold
cluster with one that was found, so that the pairs have the most in common (φ4). A mention of one side alone counts as
an error of both, and clusters of one mention count like others: Pradhan and others 2014,
https://aclanthology.org/P14-2006/.

A mention has no article ("the") before it and no possessive after it, on either side. One that the gold has as no
entity of ours is neither right nor wrong.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.evaluation.gold import GoldDocument
    from kg.model import Extraction
    from kg.ontology import Ontology

__all__ = ["MEASURES", "WAYS", "cluster_figures", "count_clusters", "count_spans"]

Place = tuple[int, int]

#: How mentions are compared. ``names``: those that are names, at the same place. ``names, last word``: at places that
#: end together, for gold that marks whole noun phrases. ``all mentions``: of things that have a name, nominals and
#: pronouns with it, likewise.
WAYS = ("names", "names, last word", "all mentions, last word")
#: What is measured.
MEASURES = ("mention", "typed_mention", "b_cubed", "ceaf_e")

_BEFORE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_AFTER = re.compile(r"['’]s?\Z")


def count_spans(document: GoldDocument, extraction: Extraction, ontology: Ontology) -> dict[str, dict[str, float]]:
    """Count, in one document whose mentions are all annotated, for each of :data:`WAYS`."""
    types = {e.name: ontology.root(e.type) if e.type in ontology.types else e.type for e in document.entities}
    named = {m.entity for m in document.mentions if m.kind == "named"}
    tallies = {}
    for way in WAYS:
        every = way.startswith("all")
        gold: dict[Place, str | None] = {}
        for mention in document.mentions:
            ours = mention.entity in named and (every or mention.kind == "named")
            gold[_trimmed(document.text, mention.start, mention.end)] = mention.entity if ours else None
        found = {
            _trimmed(document.text, m.span.start, m.span.end): (entity.id, ontology.root(entity.type))
            for entity in extraction.entities
            for m in entity.mentions
            if every or m.kind == "named"
        }
        if way != WAYS[0]:
            found = _moved(found, gold)
        left_out = {place for place, entity in gold.items() if entity is None}
        kept = {place: entity for place, entity in gold.items() if entity is not None}
        said = {place: entity for place, entity in found.items() if place not in left_out}
        tally = count_clusters(kept, {place: entity for place, (entity, _) in said.items()})
        tally["typed_mention:right"] = sum(types[kept[p]] == root for p, (_, root) in said.items() if p in kept)
        tallies[way] = tally
    return tallies


def count_clusters(gold: Mapping[Place, str], found: Mapping[Place, str]) -> dict[str, float]:
    """Count mentions and clusters of one document, given the cluster of each mention by its place."""
    ours, theirs = Counter(gold.values()), Counter(found.values())
    shared = Counter((gold[place], found[place]) for place in sorted(gold.keys() & found.keys()))
    return {
        "mentions:right": shared.total(),
        "mentions:gold": len(gold),
        "mentions:said": len(found),
        "b_cubed:gold": sum(n * n / ours[one] for (one, _), n in shared.items()),
        "b_cubed:said": sum(n * n / theirs[two] for (_, two), n in shared.items()),
        "clusters:gold": len(ours),
        "clusters:said": len(theirs),
        "ceaf_e:right": _most_in_common(ours, theirs, shared),
    }


def cluster_figures(tally: Mapping[str, float]) -> dict[str, float | None]:
    """Return precision, recall and F1 of each of :data:`MEASURES`, of a sum of tallies; None where nothing is there."""
    sides = [(tally.get(f"{of}:said", 0), tally.get(f"{of}:gold", 0)) for of in ("mentions", "clusters")]
    right = {
        "mention": [tally.get("mentions:right", 0)] * 2,
        "typed_mention": [tally.get("typed_mention:right", 0)] * 2,
        "b_cubed": [tally.get("b_cubed:said", 0), tally.get("b_cubed:gold", 0)],
        "ceaf_e": [tally.get("ceaf_e:right", 0)] * 2,
    }
    figures: dict[str, float | None] = {}
    for name in MEASURES:
        said, gold = sides[name == "ceaf_e"]
        precision = right[name][0] / said if said else None
        recall = right[name][1] / gold if gold else None
        total = (precision or 0) + (recall or 0)
        f1 = 2 * (precision or 0) * (recall or 0) / total if total else None
        for kind, value in (("precision", precision), ("recall", recall), ("f1", f1)):
            figures[f"{name}_{kind}"] = None if value is None else round(value, 4)
    return figures


def _most_in_common(ours: Mapping[str, int], theirs: Mapping[str, int], shared: Mapping[tuple[str, str], int]) -> float:
    """Return the sum of φ4 over the pairs of clusters that make it greatest."""
    rows, columns = ({key: i for i, key in enumerate(side)} for side in (ours, theirs))
    table = [[0.0] * len(columns) for _ in rows]
    for (one, two), n in shared.items():
        table[rows[one]][columns[two]] = 2 * n / (ours[one] + theirs[two])
    if not rows or not columns:
        return 0.0
    best = linear_sum_assignment(table, maximize=True)
    return float(sum(table[i][j] for i, j in zip(*best, strict=True)))


def _trimmed(text: str, start: int, end: int) -> Place:
    """Return a place without the article before it and the possessive after it."""
    before = _BEFORE.match(text, start, end)
    after = _AFTER.search(text, start, end)
    start, end = before.end() if before else start, after.start() if after else end
    return start, max(end, start)


def _moved(found: Mapping[Place, tuple[str, str]], gold: Mapping[Place, object]) -> dict[Place, tuple[str, str]]:
    """Put each mention that was found at the gold's place that ends with it, the nearest in length; each place once."""
    ends: dict[int, list[Place]] = defaultdict(list)
    for place in gold:
        ends[place[1]].append(place)
    moves = sorted((abs(there[0] - here[0]), here, there) for here in found for there in ends.get(here[1], ()))
    moved: dict[Place, Place] = {}
    taken: set[Place] = set()
    for _, here, there in moves:
        if here not in moved and there not in taken:
            moved[here] = there
            taken.add(there)
    return {moved.get(here, here): entity for here, entity in found.items()}
