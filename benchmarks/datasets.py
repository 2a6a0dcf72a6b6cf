"""What each set of training data is worth: the model of the tree is trained anew without it.

    python benchmarks/datasets.py GOLD_TRAIN [--write benchmarks/datasets.json]

GOLD_TRAIN holds the JSONL files that ``kg train`` learns from. To train the networks without each set in turn takes
days; the linear model over the tree of a sentence takes a minute or two, and learns from the same pairs. It is judged
by the pairs of one sentence in the documents held back: the label that it finds most likely, against the gold's.
The same files give the same figures. About half an hour, without torch; what took how long goes to standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.encoder import NONE, label_names
from kg.ontology import load_ontology
from kg.pipeline import Extractor
from kg.relations.paths import PathModel
from kg.training.data import held_out, read_documents
from kg.training.found import find
from kg.training.marked import own_items
from kg.training.opinions import Opinions
from kg.training.pairs import pair_labels
from kg.training.paths import pair_features, train_paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Relation
    from kg.training.found import Found
    from kg.training.pairs import PairLabels

#: What the sets are called on the page, by their file in GOLD_TRAIN.
FILES = {"wikinews": "the real articles", "written": "the written items", "wire": "the longer written stories"}
OWN, TEACHERS = "our own items", "the teachers' opinions"

_Pairs = list[tuple["Found", tuple["PairLabels", ...]]]


def main() -> None:
    """Train without each set in turn, and print or write a row each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth document, to try it")
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    parts = [held_out(read_documents([path])) for path in sorted(given.gold.glob("*.jsonl"))]
    names = [FILES.get(path.stem, path.stem) for path in sorted(given.gold.glob("*.jsonl"))]
    documents = {name: learn[:: given.every] for name, (learn, _) in zip(names, parts, strict=True)}
    documents[OWN] = own_items()[:: given.every]
    judged = [document for _, kept in parts for document in kept[:: given.every]]
    relations, extractor = load_ontology().relations, Extractor(reader="tagger")
    found: dict[str, _Pairs] = {}
    for name, some in {**documents, "": judged}.items():
        began = time.perf_counter()
        found[name] = [(one, tuple(pair_labels(one, relations))) for one in find(some, extractor)]
        print(f"{name or 'held back'}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    kept = found.pop("")
    opinions = Opinions(label_names(relations))
    whole = {name: [(one, opinions.mixed(one.document["text"], pairs)) for one, pairs in found[name]] for name in found}
    ways: dict[str, Sequence[_Pairs]] = {"nothing": list(whole.values())}
    ways |= {name: [pairs for other, pairs in whole.items() if other != name] for name in whole}
    ways[TEACHERS] = list(found.values())
    rows = []
    for off, sets in ways.items():
        rows.append({"off": off, **_judge([document for pairs in sets for document in pairs], kept, relations)})
        print(json.dumps(rows[-1]), file=sys.stderr)
    text = json.dumps({"command": "python benchmarks/datasets.py GOLD_TRAIN", "rows": rows}, indent=1) + "\n"
    if given.write is None:
        print(text, end="")
    else:
        given.write.write_text(text, encoding="utf-8", newline="\n")


def _judge(documents: _Pairs, kept: _Pairs, relations: Mapping[str, Relation]) -> dict[str, Any]:
    """Train on documents and return how many pairs of how many documents these are, and how the kept ones are read."""
    labels = label_names(relations)
    with tempfile.TemporaryDirectory() as folder:
        train_paths(documents, relations, Path(folder))
        model = PathModel(Path(folder))
    right = guessed = related = 0
    for found, pairs in kept:
        for pair, features in zip(pairs, pair_features(found, pairs), strict=True):
            label = labels[int(np.argmax(model.chances(features)))]
            said = {name for name, _ in pair.labels} - {NONE}
            related += pair.related
            guessed += label != NONE
            right += label in said
    precision, recall = right / max(guessed, 1), right / max(related, 1)
    return {
        "documents": len(documents),
        "pairs": sum(len(pairs) for _, pairs in documents),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
    }


if __name__ == "__main__":
    main()
