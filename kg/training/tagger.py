"""Learn the tagger of names from gold documents, and write it as ONNX."""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING

import torch
from torch import nn

from kg.encoder import SHAPES
from kg.training.data import TaggedWindow, tagged_windows
from kg.training.network import TaggerNetwork, export, load_base

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from torch import Tensor

    from kg.training.data import Document

#: The types that the tagger tells apart: those of the gold.
TYPES = (
    *("Person", "Organization", "Company", "GovernmentBody", "IntergovernmentalOrganization", "PoliticalParty"),
    *("MediaOutlet", "University", "ArmedGroup", "Place", "Country", "Region", "City", "Product", "Event"),
)
CLS, SEP = 101, 102
EPOCHS, RATE, HEAD_RATE, PIECES_A_BATCH, WARM_UP = 5, 1.5e-4, 1e-3, 2048, 0.06


def _silent(line: str) -> None:
    """Report nothing."""


def _batches(items: Sequence[TaggedWindow], pieces: int, rng: random.Random) -> list[list[TaggedWindow]]:
    """Group windows of near length so that a batch has about ``pieces`` pieces, in random order."""
    ordered = sorted(items, key=lambda w: len(w.pieces) + rng.random() * 20)
    batches: list[list[TaggedWindow]] = [[]]
    for item in ordered:
        if batches[-1] and (len(batches[-1]) + 1) * (len(item.pieces) + 2) > pieces:
            batches.append([])
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches


def _tensors(batch: Sequence[TaggedWindow], table: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
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


def train_tagger(
    documents: Sequence[Document],
    folder: Path,
    *,
    seed: int = 0,
    epochs: int = EPOCHS,
    report: Callable[[str], object] = _silent,
    base: tuple[dict[str, Tensor], Tensor],
) -> None:
    """Write ``tagger.onnx`` and ``tagger.json`` into ``folder``, learned from the documents' gold names.

    ``base`` is the checkpoint and the table of vectors that the run time has. The same documents, seed and number of
    threads give the same file.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311 - order of batches, not a secret
    state, table = base
    items = [w for d in documents for w in tagged_windows(d, TYPES, folder)]
    network = TaggerNetwork(2 * len(TYPES) + 1, len(SHAPES))
    load_base(network.encoder, state)
    plain = [p for n, p in network.named_parameters() if not n.startswith("head") and n != "encoder.extra"]
    fresh = [p for n, p in network.named_parameters() if n.startswith("head") or n == "encoder.extra"]
    optimizer = torch.optim.AdamW(
        [{"params": plain, "lr": RATE}, {"params": fresh, "lr": HEAD_RATE}], weight_decay=0.01
    )
    plans = [_batches(items, PIECES_A_BATCH, rng) for _ in range(epochs)]
    steps = sum(map(len, plans))
    warm = max(1, int(steps * WARM_UP))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    network.train()
    for epoch, plan in enumerate(plans):
        began, total = time.perf_counter(), 0.0
        for batch in plan:
            vectors, extra, mask, labels = _tensors(batch, table)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(vectors, extra, mask)
            loss = nn.functional.cross_entropy(scores.float().flatten(0, 1), labels.flatten())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        took = time.perf_counter() - began
        report(f"tagger, epoch {epoch + 1} of {epochs}: loss {total / len(plan):.4f}, {took:.0f} s")
    example = {"vectors": torch.zeros(1, 9, table.shape[1]), "extra": torch.zeros(1, 9, dtype=torch.long)}
    export(network, example, ["scores"], folder / "tagger.onnx")
    settings = {"types": list(TYPES), "marks": [CLS, SEP], "seed": seed, "epochs": epochs}
    (folder / "tagger.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
