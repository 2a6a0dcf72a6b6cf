"""Public sets whose licence lets a result ship, mapped to our relations: what the pair network learns from first.

``core`` (CC BY 4.0) gives one pair a text; ``knowledgenet`` (CC BY-SA 4.0) pairs with a property. A label that none of
our relations fits counts as none where the text then says nothing else of the pair, and is left out where it is absent
from the table.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.encoder import NONE, Marked, sequence, split_pieces
from kg.training.pairs import PRONOUNS, PairExample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.model import Relation
    from kg.training.data import Document

#: Label of the set: the relations of ours with their shares (``^``: ends swapped), the types of head and tail.
CORE: Mapping[str, tuple[Mapping[str, float], str, str]] = {
    "product_or_service_of": ({"^develops": 0.8, "^owns": 0.2}, "Product", "Company"),
    "undefined": ({}, "Company", "Company"),
    "collaboration": ({"partners_with": 1.0}, "Company", "Company"),
    "acquired_by": ({"^acquires": 1.0}, "Company", "Company"),
    "client_of": ({"^supplies": 0.7, "^contracts_with": 0.3}, "Company", "Company"),
    "shareholder_of": ({"invests_in": 0.8, "owns": 0.2}, "Company", "Company"),
    "subsidiary_of": ({"^owns": 0.8, "part_of": 0.2}, "Company", "Company"),
    "traded_on": ({}, "Company", "Company"),
    "competitor_of": ({"competes_with": 1.0}, "Company", "Company"),
    "brand_of": ({"^owns": 0.6, "^develops": 0.2, "part_of": 0.2}, "Company", "Company"),
    "merged_with": ({"merges_with": 1.0}, "Company", "Company"),
}
KNOWLEDGENET: Mapping[str, tuple[Mapping[str, float], str, str]] = {
    "EMPLOYEE_OR_MEMBER_OF": ({"works_for": 0.7, "member_of": 0.15, "leads": 0.15}, "Person", "Organization"),
    "PLACE_OF_RESIDENCE": ({"based_in": 1.0}, "Person", "City"),
    "SPOUSE": ({"family_of": 1.0}, "Person", "Person"),
    "CHILD_OF": ({"family_of": 1.0}, "Person", "Person"),
    "HEADQUARTERS": ({"based_in": 1.0}, "Company", "City"),
    "FOUNDED_BY": ({"^founded": 1.0}, "Company", "Person"),
    "CEO": ({"^leads": 1.0}, "Company", "Person"),
    "POLITICAL_AFFILIATION": ({"member_of": 1.0}, "Person", "PoliticalParty"),
    "SUBSIDIARY_OF": ({"^owns": 0.8, "part_of": 0.2}, "Company", "Company"),
    "EDUCATED_AT": ({}, "Person", "University"),
    "PLACE_OF_BIRTH": ({}, "Person", "City"),
}


def benchmark_examples(
    document: Document,
    table: Mapping[str, tuple[Mapping[str, float], str, str]],
    relations: Mapping[str, Relation],
    folder: Path,
) -> Iterator[PairExample]:
    """Yield one example for each pair of a benchmark's document that has a label in the table."""
    text = document["text"]
    pieces = split_pieces(text, folder)
    spans = {e["id"]: e for e in document["entities"]}
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for relation in document["relations"]:
        if relation["type"] in table:
            pairs[relation["head"], relation["tail"]].append(relation["type"])
    for (head, tail), labels in pairs.items():
        _, head_type, tail_type = table[labels[0]]
        ends = [_marked(spans[head], head_type), _marked(spans[tail], tail_type)]
        first, second = sorted(ends, key=lambda m: (m.start, -m.end))
        if first.start == second.start:
            continue
        marked = sequence(pieces, 0, len(text), first, second, (), (101, 102))
        shares: dict[str, float] = defaultdict(float)
        for label in labels:
            for name, share in table[label][0].items():
                relation_name = name.removeprefix("^")
                forward = (first is ends[0]) != name.startswith("^")
                arrow = "" if relations[relation_name].symmetric else ">" if forward else "<"
                shares[relation_name + arrow] += share
        total = sum(shares.values())
        if marked:
            yield PairExample(marked, tuple((k, v / total) for k, v in sorted(shares.items())) or ((NONE, 1.0),))


def _marked(entity: Mapping[str, object], type_: str) -> Marked:
    text = str(entity["text"])
    kind = "pronoun" if text.casefold() in PRONOUNS else "nominal" if text.islower() else "named"
    return Marked(int(str(entity["start"])), int(str(entity["end"])), type_, kind)
