"""Learn which noun phrases stand for a thing, of those whose noun the ontology lacks: "the bakers", no; "the bakery".

A head over the states that the text's network leaves, which stays as it is. It learns from documents in which all words
that stand for something are marked.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import torch

from kg.encoder import TextEncoder
from kg.mentions.nominals import find_nominals
from kg.mentions.typing import typing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.ontology import Ontology
    from kg.training.found import Found

__all__ = ["train_nominals"]

#: The class of what stands for nothing.
NONE = ""
#: How much of the words that the gold marks a noun phrase must share, of both together.
OVERLAP = 0.5
#: Penalty on the weights, and the most steps of the fit.
PENALTY, STEPS = 3e-3, 100


def train_nominals(documents: Iterable[Found], folder: Path, ontology: Ontology) -> int:
    """Learn the head, write it into ``heads.npz`` and its classes into ``text.json``; return how many it learned from.

    The classes are none and the roots of the ontology's types, in the order of the file. The same documents give the
    same head. Nothing is written where there is no noun phrase to learn from.
    """
    classes = (NONE, *dict.fromkeys(ontology.root(name) for name in ontology.types))
    encoder = TextEncoder(folder)
    rows, labels = [], []
    for document in documents:
        encoded = encoder.encode(document.document["text"])
        for start, end, type_ in _examples(document, ontology):
            rows.append(encoded.span_ends(start, end))
            labels.append(classes.index(type_))
    if rows:
        _write(folder, _fit(np.array(rows), np.array(labels), len(classes)), classes)
    return len(rows)


def _examples(found: Found, ontology: Ontology) -> Iterator[tuple[int, int, str]]:
    """Yield the noun phrases of unknown nouns, by code-point offsets, and the root type of what they stand for."""
    document, tok = found.document, found.tokens
    if not document.get("all_mentions"):
        return
    types = {e["name"]: e["type"] for e in document["entities"]}
    marked = {
        (start, end): ontology.root(types[name]) if types.get(name) in ontology.types else NONE
        for start, end, name, kind in document["mentions"]
        if kind != "named"
    }
    names = [
        (tok.token_at(s.marked.start), tok.token_at(s.marked.end - 1) + 1, s.marked.type)
        for s in found.seen
        if s.marked.kind == "named"
    ]
    asked: list[tuple[int, int]] = []

    def guess(first: int, last: int) -> None:
        asked.append((tok.starts[first], tok.ends[last - 1]))

    find_nominals(tok, names, typing_of(ontology), guess)
    for place in asked:
        best = max(marked, key=lambda other: _overlap(place, other), default=place)
        yield *place, marked[best] if best in marked and _overlap(place, best) >= OVERLAP else NONE


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> float:
    """Shared characters over all characters of both."""
    return (min(one[1], two[1]) - max(one[0], two[0])) / (max(one[1], two[1]) - min(one[0], two[0]))


def _fit(rows: np.ndarray, labels: np.ndarray, classes: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return weights and bias of a multinomial logistic regression."""
    weight = torch.zeros(classes, rows.shape[1], requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    given, wanted = torch.from_numpy(rows.astype(np.float32)), torch.from_numpy(labels)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=STEPS)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = given @ weight.T + bias
        value = torch.nn.functional.cross_entropy(scores, wanted) + PENALTY * (weight**2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    return weight.detach(), bias.detach()


def _write(folder: Path, head: tuple[torch.Tensor, torch.Tensor], classes: tuple[str, ...]) -> None:
    path = folder / "heads.npz"
    with np.load(path) as file:
        heads = {name: file[name] for name in file.files}
    weight, bias = (part.numpy().astype(np.float16) for part in head)
    np.savez(path, **{**heads, "nominals.weight": weight, "nominals.bias": bias})
    path = folder / "text.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**settings, "nominals": classes[1:]}, indent=1) + "\n", encoding="utf-8")
