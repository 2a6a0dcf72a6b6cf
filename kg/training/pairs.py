"""From gold documents to marked pairs with soft labels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from kg.encoder import NONE, sequence
from kg.relations.apart import ends_apart, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.encoder import Marked, Pieces, Sequenced
    from kg.model import Relation
    from kg.training.found import Found, Seen

PRONOUNS = frozenset(
    "i me my mine we us our ours you your he him his himself she her hers herself it its itself they them their theirs "
    "themselves who whom whose which that this these those both".split()
)
POLARITIES, CERTAINTIES, TIMES = (
    ("positive", "negative"),
    ("certain", "probable", "possible"),
    ("past", "current", "future"),
)

#: Share of the label none where the gold calls a claim optional, and of the relations that count as right too.
OPTIONAL, ALSO = 0.4, 0.15

#: What a pair weighs whose ends stand in a sentence and the next, beside 1.
APART = 0.5


@dataclass(frozen=True, slots=True)
class PairLabels:
    """Two mentions, in text order: the share of each label, the qualifiers (indices, or -1), a weight.

    They stand in one sentence or, where ``apart``, in a sentence and the next; ``sentence`` is the span of it or of
    both, and ``others`` are its other mentions. ``labels`` are the gold's; ``shares``, where there are any, those to
    learn from.
    """

    sentence: tuple[int, int]
    first: Marked
    second: Marked
    others: tuple[Marked, ...]
    labels: tuple[tuple[str, float], ...]
    polarity: int = -1
    certainty: int = -1
    time: int = -1
    attributed: int = -1
    weight: float = 1.0
    apart: bool = False
    shares: tuple[tuple[str, float], ...] = ()

    @property
    def related(self) -> bool:
        """Whether the gold says anything of the two here."""
        return self.labels != ((NONE, 1.0),)


@dataclass(frozen=True, slots=True)
class PairExample:
    """What the pair network learns from: its input, and what :class:`PairLabels` says of it."""

    input: Sequenced
    labels: tuple[tuple[str, float], ...]
    polarity: int = -1
    certainty: int = -1
    time: int = -1
    attributed: int = -1
    weight: float = 1.0


def pair_labels(found: Found, relations: Mapping[str, Relation]) -> Iterator[PairLabels]:
    """Yield the pairs of a document: related ones, and pairs of one sentence that nowhere are related."""
    related = _related(found)
    for start, end in found.sentences:
        inside = [s for s in found.seen if start <= s.marked.start and s.marked.end <= end]
        by = _by_key(inside)
        for one, two in combinations(by, 2):
            claims = related.get(frozenset((one, two)), [])
            here = [c for c in claims if c["evidence"]["start"] < end and start < c["evidence"]["end"]]
            if claims and not here:
                continue
            places = _places(here, one, by[one], by[two])
            for a, b in places:
                first, second = sorted((a, b), key=lambda m: (m.start, -m.end))
                others = tuple(s.marked for s in inside if s.marked not in (a, b))
                labels = PairLabels((start, end), first, second, others, ((NONE, 1.0),), weight=1.0 / len(places))
                yield _labelled(labels, here, one if first == a else two, relations)


def pairs_apart(found: Found, relations: Mapping[str, Relation]) -> Iterator[PairLabels]:
    """Yield the pairs whose first end is named in a sentence and not in the next, where the second end stands.

    What the second sentence says of "the company" it says of the company that the first one names.
    """
    related = _related(found)
    for (start, middle), (begin, end) in pairwise(found.sentences):
        before = _by_key(s for s in found.seen if start <= s.marked.start and s.marked.end <= middle)
        after = _by_key(s for s in found.seen if begin <= s.marked.start and s.marked.end <= end)
        for one, two in ends_apart(before, after):
            claims = related.get(frozenset((one, two)), [])
            here = [c for c in claims if c["evidence"]["start"] < end and start < c["evidence"]["end"]]
            if claims and not here:
                continue
            first, second = named(before[one])[-1], after[two][0]
            inside = (m for marks in (*before.values(), *after.values()) for m in marks)
            others = tuple(m for m in inside if m not in (first, second))
            labels = PairLabels((start, end), first, second, others, ((NONE, 1.0),), weight=APART, apart=True)
            yield _labelled(labels, here, one, relations)


def _by_key(seen: Iterable[Seen]) -> dict[str, list[Marked]]:
    by: dict[str, list[Marked]] = defaultdict(list)
    for one in seen:
        by[one.key].append(one.marked)
    return by


def _related(found: Found) -> dict[frozenset[str], list[dict[str, Any]]]:
    related: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    for claim in found.document["claims"]:
        related[frozenset((claim["subject"], claim["object"]))].append(claim)
    return related


def sequenced(labels: PairLabels, pieces: Pieces) -> PairExample | None:
    """Return the example of the pair network; None where the mentions stand too far apart."""
    names = [m for m in labels.others if m.kind == "named"]
    marked = sequence(pieces, *labels.sentence, labels.first, labels.second, names, (101, 102))
    if marked is None:
        return None
    values = labels.polarity, labels.certainty, labels.time, labels.attributed
    return PairExample(marked, labels.shares or labels.labels, *values, labels.weight)


def nearest(ones: Sequence[Marked], twos: Sequence[Marked]) -> tuple[Marked, Marked]:
    """Return the two mentions with the least between them; the first of equals."""
    return min(
        ((a, b) for a in ones for b in twos), key=lambda p: max(p[0].start, p[1].start) - min(p[0].end, p[1].end)
    )


def _places(
    claims: Sequence[dict[str, Any]], one: str, ones: Sequence[Marked], twos: Sequence[Marked]
) -> list[tuple[Marked, Marked]]:
    """Pairs of mentions to learn from: where the gold says the ends stand, and the nearest ones."""
    places = [nearest(ones, twos)]
    for claim in claims:
        a, b = (claim["ends"][r] for r in (("subject", "object") if claim["subject"] == one else ("object", "subject")))
        if a and b:
            found = [
                (m, n)
                for m in ones
                for n in twos
                if (m.start, m.end, n.start, n.end) == (a["start"], a["end"], b["start"], b["end"])
            ]
            places += [p for p in found if p not in places]
    return places


def _labelled(
    pair: PairLabels, claims: Sequence[dict[str, Any]], first: str, relations: Mapping[str, Relation]
) -> PairLabels:
    if not claims:
        return pair
    shares: dict[str, float] = defaultdict(float)
    for claim in claims:
        mass = 1.0 / len(claims)
        if claim["optional"]:
            shares[NONE] += OPTIONAL * mass
            mass *= 1 - OPTIONAL
        also = [a for a in claim["also"] if a.removeprefix("^") in relations]
        forward = claim["subject"] == first
        for other in also:
            shares[_label(other.removeprefix("^"), forward != other.startswith("^"), relations)] += (
                ALSO * mass / len(also)
            )
        shares[_label(claim["relation"], forward, relations)] += mass * (1 - ALSO if also else 1)
    best = max(claims, key=lambda c: not c["optional"])
    return replace(
        pair,
        labels=tuple(sorted(shares.items())),
        polarity=POLARITIES.index(best["polarity"]),
        certainty=CERTAINTIES.index(best["certainty"]),
        time=TIMES.index(best["time"]),
        attributed=int(best["attributed_to"] is not None) if "attributed_to" in best else -1,
    )


def _label(relation: str, forward: bool, relations: Mapping[str, Relation]) -> str:
    if relations[relation].symmetric:
        return relation
    return relation + (">" if forward else "<")
