"""Learn the pair network from gold documents and public sets, and write it as ONNX."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

from kg.encoder import QUALIFIERS, extra_rows, label_names
from kg.training.network import PairsNetwork, autocast, export, load_base, load_written, start_from
from kg.training.pairs import PairExample

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

    from kg.model import Relation
    from kg.training.network import Encoder

PIECES_A_BATCH, WARM_UP = 2560, 0.06

#: Rows are as long as a multiple of this, in word pieces.
STEP = 8

#: Pairs that are read at once where nothing is learned.
READ_AT_ONCE = 128

#: Gives the examples of one epoch.
Draw = Callable[[random.Random], Sequence[PairExample]]

#: What the head of each qualifier weighs in the loss, beside 1 for the relation.
QUALIFIER = 0.3


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs over what is drawn for each; the rates of learning for the encoder and for what is new.

    ``pieces`` is how many word pieces a batch has at most.
    """

    draw: Draw
    epochs: int
    rate: float = 1.2e-4
    head_rate: float = 1e-3
    pieces: int = PIECES_A_BATCH


def _silent(line: str) -> None:
    """Report nothing."""


def _batches(items: Sequence[PairExample], rng: random.Random, pieces: int) -> list[list[PairExample]]:
    drawn = list(items)
    rng.shuffle(drawn)
    batches: list[list[PairExample]] = [[]]
    for item in sorted(drawn, key=_length):
        if batches[-1] and (len(batches[-1]) + 1) * _length(item) > pieces:
            batches.append([])
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches


def _length(item: PairExample) -> int:
    """Return how long a row is for an example: of few lengths, since products are made ready for each anew."""
    return -(-len(item.input.ids) // STEP) * STEP


def _tensors(batch: Sequence[PairExample], table: Tensor, index: Mapping[str, int]) -> tuple[Tensor, ...]:
    length = max(map(_length, batch))
    ids = torch.full((len(batch), length), -1, dtype=torch.long)
    extra = torch.zeros_like(ids)
    target = torch.zeros(len(batch), len(index))
    for row, example in enumerate(batch):
        n = len(example.input.ids)
        ids[row, :n] = torch.tensor(example.input.ids)
        extra[row, :n] = torch.tensor(example.input.extra)
        for label, share in example.labels:
            target[row, index[label]] = share
    mask = torch.arange(length)[None] < torch.tensor([len(e.input.ids) for e in batch])[:, None]
    vectors = table[ids.clamp(min=0)] * (ids >= 0)[:, :, None]
    places = torch.tensor([(e.input.first, e.input.second) for e in batch])
    qualifiers = torch.tensor([(e.polarity, e.certainty, e.time, e.attributed) for e in batch])
    weights = torch.tensor([e.weight for e in batch])
    return vectors, extra, places, mask, target, qualifiers, weights


def _loss(scores: Tensor, target: Tensor, qualifiers: Tensor, weights: Tensor) -> Tensor:
    labels, *heads = scores.float().split([target.shape[1], *QUALIFIERS], 1)
    loss = -(labels.log_softmax(-1) * target).sum(-1)
    for i, head in enumerate(heads):
        part = nn.functional.cross_entropy(head, qualifiers[:, i], ignore_index=-1, reduction="none")
        loss = loss + QUALIFIER * part
    return (loss * weights).sum() / weights.sum()


def train_reader(
    stages: Sequence[Stage],
    relations: Mapping[str, Relation],
    folder: Path,
    *,
    seed: int = 0,
    report: Callable[[str], object] = _silent,
    base: tuple[dict[str, Tensor], Tensor],
    start: Encoder | Path | None = None,
) -> None:
    """Learn in stages, one after the other; write ``pairs.onnx`` and ``pairs.json`` into ``folder``.

    A draw gives the examples of one epoch. ``start`` is an encoder that has learned from the same texts, whose layers
    it begins with, or the ``pairs.onnx`` of a network that goes on learning; None: the checkpoint's layers. The same
    draws, seed and number of threads give the same file.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311 - order of batches, not a secret
    state, table = base
    labels = label_names(relations)
    index = {label: i for i, label in enumerate(labels)}
    network = PairsNetwork(len(labels), extra_rows())
    load_base(network.encoder, state)
    if isinstance(start, Path):
        load_written(network, start)
    elif start is not None:
        start_from(network.encoder, start)
    for stage in stages:
        learn(network, stage, rng, table, index, report)
    given = {
        "vectors": torch.zeros(1, 9, table.shape[1]),
        "extra": torch.zeros(1, 9, dtype=torch.long),
        "places": torch.tensor([[2, 5]]),
    }
    export(network, given, ["scores"], folder / "pairs.onnx", fixed=("places",))
    path = folder / "pairs.json"
    # a network that went on learning is decided by as it was before, until that is fitted anew
    before = json.loads(path.read_text(encoding="utf-8")) if isinstance(start, Path) and path.is_file() else {}
    settings = {**before, "labels": list(labels), "marks": [101, 102], "seed": seed}
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def learn(
    network: nn.Module,
    stage: Stage,
    rng: random.Random,
    table: Tensor,
    index: Mapping[str, int],
    report: Callable[[str], object],
    *,
    device: str = "cpu",
) -> None:
    """Let a network of marked pairs learn for one stage; ``table`` has the vectors of word pieces."""
    network.to(device)
    fresh_names = ("heads", "hidden", "encoder.extra", "extra")
    plain = [p for n, p in network.named_parameters() if not n.startswith(fresh_names)]
    fresh = [p for n, p in network.named_parameters() if n.startswith(fresh_names)]
    optimizer = torch.optim.AdamW(
        [{"params": plain, "lr": stage.rate}, {"params": fresh, "lr": stage.head_rate}], weight_decay=0.01, fused=True
    )
    plans = [_batches(stage.draw(rng), rng, stage.pieces) for _ in range(stage.epochs)]
    steps = sum(map(len, plans))
    warm = max(1, int(steps * WARM_UP))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    network.train()
    for epoch, plan in enumerate(plans):
        began, total = time.perf_counter(), 0.0
        for batch in plan:
            tensors = (tensor.to(device) for tensor in _tensors(batch, table, index))
            vectors, extra, places, mask, target, qualifiers, weights = tensors
            with autocast(device):
                outputs = network(vectors, extra, places, mask)
            loss = _loss(outputs, target, qualifiers, weights)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        took = time.perf_counter() - began
        report(f"pairs, epoch {epoch + 1} of {len(plans)}: loss {total / len(plan):.4f}, {took:.0f} s")


def read(
    network: nn.Module, examples: Sequence[PairExample], table: Tensor, index: Mapping[str, int], *, device: str = "cpu"
) -> list[list[float]]:
    """Return, for each example, the probability that the network gives each label."""
    network.eval()
    shares: list[list[float]] = [[] for _ in examples]
    order = sorted(range(len(examples)), key=lambda n: len(examples[n].input.ids))
    with torch.no_grad():
        for start in range(0, len(order), READ_AT_ONCE):
            numbers = order[start : start + READ_AT_ONCE]
            tensors = [tensor.to(device) for tensor in _tensors([examples[n] for n in numbers], table, index)[:4]]
            with autocast(device):
                scores = network(*tensors)
            found = scores.float()[:, : len(index)].softmax(-1).tolist()
            for number, row in zip(numbers, found, strict=True):
                shares[number] = row
    return shares
