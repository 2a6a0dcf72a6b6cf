"""Ask a large network about our pairs: what it learns from some documents it says of the others.

The network is any encoder of word pieces that has ours in its vocabulary, in a folder as the library transformers
writes it; the opinions that come with the project are those of MPNet base. It is too large to read news with on a
laptop and learns on a graphics card, in minutes; what it says of our documents is written down once
(:mod:`kg.training.opinions`) and learned from by networks that are small.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from kg.encoder import QUALIFIERS, extra_rows, label_names
from kg.training.opinions import write_opinions
from kg.training.reader import Stage, learn, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from torch import Tensor

    from kg.model import Relation
    from kg.training.opinions import Offsets
    from kg.training.pairs import PairExample, PairLabels

__all__ = ["Drawn", "ask"]

#: A document's text, with one of its pairs and that as it was drawn for the network.
Drawn = tuple[str, "PairLabels", "PairExample"]
#: Gives the pairs of one epoch, of the texts that a function picks.
Draw = Callable[[random.Random, Callable[[str], bool]], Iterable[Drawn]]

#: In how many parts the documents are, of which each network learns from all but one; its epochs; and how often a pair
#: is drawn, with names swapped or not, to be asked about.
FOLDS, EPOCHS, ASKED = 3, 4, 3
#: Rates of learning, and word pieces a batch.
RATE, HEAD_RATE, PIECES = 6e-5, 5e-4, 8192


class Teacher(nn.Module):
    """A large encoder with the marks and heads of :class:`kg.training.network.PairsNetwork`."""

    def __init__(self, labels: int, extra: int, folder: Path) -> None:
        from transformers import AutoModel

        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        self.encoder.get_input_embeddings().requires_grad_(requires_grad=False)
        width = self.encoder.config.hidden_size
        self.extra = nn.Parameter(torch.randn(extra, width) * 0.02)
        self.hidden = nn.Linear(3 * width, width)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.Linear(width, labels + sum(QUALIFIERS))

    def forward(self, vectors: Tensor, extra: Tensor, places: Tensor, mask: Tensor) -> Tensor:
        """Return [batch, labels and values of qualifiers]; ``places`` [batch, 2] are the opening marks."""
        added = nn.functional.embedding(extra, self.extra) * (extra > 0)[:, :, None]
        x = self.encoder(inputs_embeds=vectors + added, attention_mask=mask.long()).last_hidden_state
        at = places[:, :, None].expand(-1, -1, x.shape[2])
        pooled = torch.cat((x.gather(1, at).flatten(1), x[:, 0]), 1)
        scores: Tensor = self.heads(self.dropout(nn.functional.gelu(self.hidden(pooled))))
        return scores


def ask(
    draw: Draw,
    texts: Sequence[str],
    relations: Mapping[str, Relation],
    models: Path,
    teacher: Path,
    output: Path,
    *,
    seed: int,
    device: str,
    report: Callable[[str], object],
) -> None:
    """Write to ``output`` what networks that begin as ``teacher`` say of all pairs of the texts.

    ``draw`` gives the pairs of one epoch, of the texts that a function picks. A network is asked only about texts that
    it has not learned from. ``models`` is the folder with our word pieces.
    """
    labels = label_names(relations)
    index = {label: number for number, label in enumerate(labels)}
    part = {text: number % FOLDS for number, text in enumerate(sorted(set(texts)))}
    opinions: dict[str, dict[Offsets, dict[int, float]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    for fold in range(FOLDS):
        torch.manual_seed(seed + fold)
        rng = random.Random(seed + fold)  # noqa: S311 - order of batches, not a secret
        network = Teacher(len(labels), extra_rows(), teacher)
        table = _vectors(network, models, teacher)
        known = frozenset(text for text in texts if part[text] != fold)
        asked = frozenset(texts) - known
        stage = Stage(partial(_examples, draw, known), EPOCHS, RATE, HEAD_RATE, PIECES)
        learn(network, stage, rng, table, index, report, device=device)
        for _ in range(ASKED):
            drawn = list(draw(rng, asked.__contains__))
            found = read(network, [example for *_, example in drawn], table, index, device=device)
            for (text, pair, _), shares in zip(drawn, found, strict=True):
                offsets = pair.first.start, pair.first.end, pair.second.start, pair.second.end
                for number, share in enumerate(shares):
                    opinions[text][offsets][number] += share / ASKED
        report(f"opinions: part {fold + 1} of {FOLDS}")
    write_opinions(opinions, output)


def _examples(draw: Draw, texts: frozenset[str], rng: random.Random) -> list[PairExample]:
    return [example for *_, example in draw(rng, texts.__contains__)]


def _vectors(network: Teacher, models: Path, teacher: Path) -> Tensor:
    """Return the teacher's vectors of our word pieces, [pieces, width]."""
    ours = _vocabulary(models)
    theirs = _vocabulary(teacher)
    special = json.loads((teacher / "tokenizer_config.json").read_text(encoding="utf-8"))
    named = {"[CLS]": "cls_token", "[SEP]": "sep_token", "[PAD]": "pad_token", "[MASK]": "mask_token"}

    def number(piece: str) -> int:
        word = special.get(named.get(piece, ""), piece)
        return theirs[word["content"] if isinstance(word, dict) else word]

    rows = torch.tensor([number(piece) for piece, _ in sorted(ours.items(), key=lambda one: one[1])])
    vectors: Tensor = network.encoder.get_input_embeddings().weight.detach()[rows]
    return vectors


def _vocabulary(folder: Path) -> dict[str, int]:
    settings: dict[str, Any] = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary: dict[str, int] = settings["model"]["vocab"]
    return vocabulary
