"""From gold documents to marked pairs with soft labels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.encoder import MARKED_TYPES, NONE, Marked, Sequenced, sequence, split_pieces
from kg.training.data import gold_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.encoder import Name
    from kg.model import Relation
    from kg.training.data import Document

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


@dataclass(frozen=True, slots=True)
class PairExample:
    """One marked pair: its input, the share of each label, the qualifiers (indices, or -1), a weight."""

    input: Sequenced
    labels: tuple[tuple[str, float], ...]
    polarity: int = -1
    certainty: int = -1
    time: int = -1
    weight: float = 1.0
    allowed: frozenset[str] | None = None


def pair_examples(
    document: Document,
    sentences: Sequence[tuple[int, int]],
    relations: Mapping[str, Relation],
    folder: Path,
    tagger: Callable[[str], Iterable[Name]] | None = None,
) -> Iterator[PairExample]:
    """Yield the examples of a gold document: related pairs, and pairs of one sentence that nowhere are related.

    ``tagger`` adds names that the gold does not have: an entity each, related to nothing.
    """
    text = document["text"]
    pieces = split_pieces(text, folder)
    mentions = _mentions(document, tagger)
    related: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    for claim in document["claims"]:
        related[frozenset((claim["subject"], claim["object"]))].append(claim)
    for start, end in sentences:
        inside = [(e, m) for e, m in mentions if start <= m.start and m.end <= end]
        by: dict[str, list[Marked]] = defaultdict(list)
        for entity, mention in inside:
            by[entity].append(mention)
        for one, two in combinations(by, 2):
            claims = related.get(frozenset((one, two)), [])
            here = [c for c in claims if c["evidence"]["start"] < end and start < c["evidence"]["end"]]
            if claims and not here:
                continue
            places = _places(here, one, by[one], by[two])
            for a, b in places:
                first, second = sorted((a, b), key=lambda m: (m.start, -m.end))
                others = [m for _, m in inside if m not in (a, b)]
                marked = sequence(pieces, start, end, first, second, others, (101, 102))
                if marked:
                    yield _example(marked, here, one if first == a else two, relations, 1.0 / len(places))


def _mentions(document: Document, tagger: Callable[[str], Iterable[Name]] | None) -> list[tuple[str, Marked]]:
    types = {e["name"]: e["type"] for e in document["entities"]}
    found = {(n.start, n.end): (n.entity, Marked(n.start, n.end, _marked(n.type))) for n in gold_names(document)}
    for claim in document["claims"]:
        for role in ("subject", "object"):
            place = claim.get("ends", {}).get(role)
            if place and (place["start"], place["end"]) not in found:
                kind = "pronoun" if place["text"].casefold() in PRONOUNS else "nominal"
                marked = Marked(place["start"], place["end"], _marked(types.get(claim[role], "Organization")), kind)
                found[place["start"], place["end"]] = (claim[role], marked)
    taken = [False] * (len(document["text"]) + 1)
    for start, end in found:
        taken[start:end] = [True] * (end - start)
    for name in tagger(document["text"]) if tagger else ():
        if not any(taken[name.start : name.end]):
            key = f"\0{document['text'][name.start : name.end].casefold()}"
            found[name.start, name.end] = (key, Marked(name.start, name.end, _marked(name.type)))
    return [found[k] for k in sorted(found, key=lambda k: (k[0], -k[1]))]


def _marked(type_: str) -> str:
    return type_ if type_ in MARKED_TYPES else "Organization"


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


def _example(
    marked: Sequenced, claims: Sequence[dict[str, Any]], first: str, relations: Mapping[str, Relation], weight: float
) -> PairExample:
    if not claims:
        return PairExample(marked, ((NONE, 1.0),), weight=weight)
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
    return PairExample(
        marked,
        tuple(sorted(shares.items())),
        POLARITIES.index(best["polarity"]),
        CERTAINTIES.index(best["certainty"]),
        TIMES.index(best["time"]),
        weight,
    )


def _label(relation: str, forward: bool, relations: Mapping[str, Relation]) -> str:
    if relations[relation].symmetric:
        return relation
    return relation + (">" if forward else "<")
