"""Public sets whose licence lets a result ship, mapped to our relations: what the pair network learns from first.

``core`` (CC BY 4.0) gives one pair a text; ``knowledgenet`` (CC BY-SA 4.0) pairs with a property. A label that none of
our relations fits counts as none where the text then says nothing else of the pair; one that the table of benchmarks
(:mod:`kg.evaluation.tables`) gives no shares is left out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.encoder import NONE, Marked, sequence, split_pieces
from kg.evaluation.tables import BENCHMARKS
from kg.training.pairs import PRONOUNS, PairExample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.model import Relation
    from kg.training.data import Document

#: How a label is learned: the relations of ours with their shares (``^``: ends swapped), the types of head and tail.
Learned = tuple["Mapping[str, float]", str, str]


def _learned(source: str) -> dict[str, Learned]:
    return {
        name: (label.learn, label.head or "Organization", label.tail or "Organization")
        for name, label in BENCHMARKS[source].labels.items()
        if label.learn is not None
    }


#: By label of the set.
CORE: Mapping[str, Learned] = _learned("CORE")
KNOWLEDGENET: Mapping[str, Learned] = _learned("KnowledgeNet")


def benchmark_examples(
    document: Document,
    table: Mapping[str, Learned],
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
