"""Learn the text's network: names, likely pairs and links, in one pass over a window; write it as ONNX."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from kg.encoder import LINK_FEATURES, MARKED_TYPES, PAIR_FEATURES, SHAPES, label_names
from kg.training.network import WIDTH, TextNetwork, autocast, export, load_base, load_written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from torch import Tensor

    from kg.model import Relation
    from kg.training.windows import Window

CLS, SEP = 101, 102
PIECES_A_BATCH, WARM_UP = 2048, 0.06


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs: rates of learning for the encoder and for what is new, what pairs and links weigh beside names."""

    epochs: int
    rate: float
    head_rate: float
    pairs: float
    links: float


#: First all three alike, for pairs and links teach the encoder what the words around a name say; then names above all.
STAGES = (
    Stage(6, 1.5e-4, 1e-3, pairs=1.0, links=0.25),
    Stage(2, 6e-5, 3e-4, pairs=0.3, links=0.15),
    Stage(2, 1e-4, 5e-4, pairs=0.1, links=0.05),
)

#: For a network that goes on learning, all alike.
FURTHER = (Stage(6, 6e-5, 3e-4, pairs=1.0, links=0.3),)


def _silent(line: str) -> None:
    """Report nothing."""


def _batches(items: Sequence[Window], pieces: int, rng: random.Random) -> list[list[Window]]:
    """Group windows of near length so that a batch has about ``pieces`` pieces, in random order."""
    ordered = sorted(items, key=lambda w: len(w.pieces) + rng.random() * 20)
    batches: list[list[Window]] = [[]]
    for item in ordered:
        if batches[-1] and (len(batches[-1]) + 1) * (len(item.pieces) + 2) > pieces:
            batches.append([])
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches


def _tensors(batch: Sequence[Window], table: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    length = max(len(w.pieces) for w in batch) + 2
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    extra = torch.zeros_like(ids)
    labels = torch.full_like(ids, -100)
    mask = torch.zeros_like(ids, dtype=torch.bool)
    for row, window in enumerate(batch):
        n = len(window.pieces)
        ids[row, : n + 2] = torch.tensor((CLS, *window.pieces.ids, SEP))
        extra[row, 1 : n + 1] = torch.tensor(window.pieces.shapes)
        labels[row, 1 : n + 1] = torch.tensor(window.labels)
        mask[row, : n + 2] = True
    return table[ids], extra, mask, labels


def _pair_loss(network: TextNetwork, batch: Sequence[Window], states: Tensor, index: Mapping[str, int]) -> Tensor:
    spans, features, weights, rows = [], [], [], []
    length = states.shape[1]
    for row, window in enumerate(batch):
        for pair in window.pairs:
            spans.append([row * length + 1 + at for at in pair.spans])
            features.append(pair.features)
            weights.append(pair.weight)
            rows.append(pair.labels)
    if not spans:
        return states.sum() * 0.0
    target = torch.zeros(len(spans), len(index))
    for number, labels in enumerate(rows):
        for label, share in labels:
            target[number, index[label]] = share
    scores = network.pairs(states.flatten(0, 1), torch.tensor(spans), torch.tensor(features)).float()
    weight = torch.tensor(weights)
    return -((scores.log_softmax(-1) * target).sum(-1) * weight).sum() / weight.sum()


def _link_loss(network: TextNetwork, batch: Sequence[Window], states: Tensor) -> Tensor:
    spans: list[list[int]] = []
    features: list[tuple[int, ...]] = []
    right: list[bool] = []
    sizes: list[int] = []
    length = states.shape[1]
    for row, window in enumerate(batch):
        for link in window.links:
            spans += [[row * length + 1 + at for at in one] for one in link.spans]
            features += link.features
            right += link.right
            sizes.append(len(link.spans))
    if not spans:
        return states.sum() * 0.0
    scores = network.links(states.flatten(0, 1), torch.tensor(spans), torch.tensor(features)).float()[:, 0]
    total = torch.zeros(())
    for one, hits in zip(scores.split(sizes), torch.tensor(right).split(sizes), strict=True):
        total = total + one.logsumexp(0) - one[hits].logsumexp(0)
    return total / len(sizes)


def train_text(
    draw: Callable[[random.Random], Sequence[Window]],
    relations: Mapping[str, Relation],
    folder: Path,
    *,
    seed: int = 0,
    report: Callable[[str], object] = _silent,
    base: tuple[dict[str, Tensor], Tensor],
    start: Path | None = None,
) -> TextNetwork:
    """Write ``text.onnx``, ``heads.npz`` and ``text.json`` into ``folder``, learned from the windows that are drawn.

    ``draw`` gives the windows of one epoch. ``base`` is the checkpoint and the table of vectors that the run time has;
    ``start`` is a folder with a network that goes on learning, None: it begins with the checkpoint. The same draws,
    seed and number of threads give the same files. Returns the network, from which the pair network may start.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311 - order of batches, not a secret
    state, table = base
    labels = label_names(relations)
    index = {label: i for i, label in enumerate(labels)}
    network = TextNetwork(2 * len(MARKED_TYPES) + 1, len(labels), len(SHAPES), PAIR_FEATURES, LINK_FEATURES)
    load_base(network.encoder, state)
    if start is not None:
        _load(network, start)
    for stage in STAGES if start is None else FURTHER:
        learn(network, draw, stage, table, index, rng, report)
    write_text(network, labels, folder, seed)
    return network


def learn(
    network: TextNetwork,
    draw: Callable[[random.Random], Sequence[Window]],
    stage: Stage,
    table: Tensor,
    index: Mapping[str, int],
    rng: random.Random,
    report: Callable[[str], object],
) -> None:
    """Let the network learn for one stage, from windows that are drawn for each epoch."""
    fresh_names = ("head", "pairs", "links", "encoder.extra")
    plain = [p for n, p in network.named_parameters() if not n.startswith(fresh_names)]
    fresh = [p for n, p in network.named_parameters() if n.startswith(fresh_names)]
    optimizer = torch.optim.AdamW(
        [{"params": plain, "lr": stage.rate}, {"params": fresh, "lr": stage.head_rate}], weight_decay=0.01, fused=True
    )
    plans = [_batches(draw(rng), PIECES_A_BATCH, rng) for _ in range(stage.epochs)]
    steps = sum(map(len, plans))
    warm = max(1, int(steps * WARM_UP))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    network.train()
    for epoch, plan in enumerate(plans):
        began, total = time.perf_counter(), np.zeros(3)
        for batch in plan:
            vectors, extra, mask, tags = _tensors(batch, table)
            with autocast():
                scores, states = network(vectors, extra, mask)
                parts = (
                    nn.functional.cross_entropy(scores.float().flatten(0, 1), tags.flatten()),
                    stage.pairs * _pair_loss(network, batch, states, index),
                    stage.links * _link_loss(network, batch, states),
                )
            loss = sum(parts, torch.zeros(()))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += [part.item() for part in parts]
        took = time.perf_counter() - began
        names, pairs, links = total / len(plan)
        losses = f"names {names:.3f}, pairs {pairs:.3f}, links {links:.3f}"
        report(f"text, epoch {epoch + 1} of {stage.epochs}: {losses}; {took:.0f} s")


def _load(network: TextNetwork, folder: Path) -> None:
    load_written(network, folder / "text.onnx")
    with np.load(folder / "heads.npz") as heads:
        network.load_state_dict({name: torch.tensor(heads[name].astype(np.float32)) for name in heads}, strict=False)


def write_text(network: TextNetwork, labels: Sequence[str], folder: Path, seed: int) -> None:
    """Write the network's files into ``folder``: the network, the heads of pairs and links, and the settings."""
    given = {"vectors": torch.zeros(1, 9, WIDTH), "extra": torch.zeros(1, 9, dtype=torch.long)}
    export(network, given, ["scores", "states"], folder / "text.onnx")
    heads = {
        f"{name}.{key}": weights.numpy().astype(np.float16)
        for name, head in (("pairs", network.pairs), ("links", network.links))
        for key, weights in head.state_dict().items()
    }
    np.savez(folder / "heads.npz", **heads)
    settings = {"types": list(MARKED_TYPES), "labels": list(labels), "marks": [CLS, SEP], "seed": seed}
    (folder / "text.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
