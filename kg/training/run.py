"""One run of training: documents in, files of the models out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import torch

from kg.encoder import MARKED_TYPES, TextEncoder, label_names, split_pieces
from kg.evaluation import gold_of
from kg.ontology import load_ontology
from kg.pipeline import Extractor
from kg.training.anaphora import train_links
from kg.training.base import prepare
from kg.training.benchmarks import CORE, KNOWLEDGENET, benchmark_examples
from kg.training.bounds import fit_bounds
from kg.training.calibration import calibrate
from kg.training.core import taken
from kg.training.data import held_out, read_documents, split
from kg.training.decision import fit_decision
from kg.training.found import find
from kg.training.marked import own_items
from kg.training.opinions import FILE as OPINIONS
from kg.training.opinions import Opinions
from kg.training.pairs import pair_labels, pairs_apart, sequenced
from kg.training.paths import train_paths
from kg.training.reader import Stage, train_reader
from kg.training.swapping import Names, enlist, lengthen, swap
from kg.training.teacher import ask
from kg.training.text import train_text
from kg.training.windows import text_windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from random import Random

    from kg.model import Relation
    from kg.training.found import Found
    from kg.training.pairs import PairExample, PairLabels
    from kg.training.teacher import Drawn
    from kg.training.windows import Window

__all__ = ["run"]

#: Epochs of the pair network over the public sets, over the gold, and over the gold with ends in lists.
FIRST_EPOCHS, EPOCHS, LIST_EPOCHS = 2, 6, 2

#: How the names of files of models end.
FILES = frozenset((".onnx", ".json", ".npz"))

#: Unrelated pairs that the pair network learns from, those that look most like related ones, for each related one.
HARD = 1.0


def run(
    gold: Sequence[Path],
    output: Path,
    *,
    corrections: Sequence[Path],
    benchmarks: Path | None,
    items: bool,
    parts: Sequence[str],
    teacher: Path | None,
    models: Path | None,
    device: str,
    seed: int,
    threads: int,
    report: Callable[[str], object],
) -> tuple[Path, ...]:
    """Do what :func:`kg.training.train` says."""
    torch.set_num_threads(threads)
    base = prepare(output)
    if models:
        _copy(models, output)
    documents, judged = split(gold)
    documents += read_documents(corrections) * 2
    documents += own_items() if items else []
    kept = judged + (own_items(kept=True) if items else [])
    tuning = [gold_of(d) for d in kept]
    report(f"{len(documents)} documents to learn from")
    relations = load_ontology().relations
    start = None
    if "text" in parts:
        texts = _Texts(list(find(documents, Extractor(reader="phrases"))), relations, output)
        start = train_text(texts.windows, relations, output, seed=seed, report=report, base=base, start=models).encoder
    if "links" in parts:
        table = train_links([gold_of(d) for d in documents], tuning, output, Extractor(reader="tagger", models=output))
        report(f"links: the network weighs {table.network}; thresholds {table.alone} alone, {table.together} with it")
    extractor = Extractor(reader="tagger", models=output)
    if teacher:
        asked = _Texts(list(find(documents, extractor)), relations, output)
        asked.keep_hard()
        opinions = output / OPINIONS.name
        args = asked.drawn, asked.documents, relations, output, teacher, opinions
        ask(*args, seed=seed, device=device, report=report)
    if "paths" in parts or "pairs" in parts:
        texts = _Texts(list(find(documents, extractor)), relations, output)
    if "paths" in parts:
        report(f"paths: {train_paths(texts.pairs, relations, output)} features")
    if "pairs" in parts:
        first = _benchmarks(benchmarks, output) if benchmarks and not models else []
        texts.keep_hard()
        report(f"{len(first)} pairs of public sets, {texts.count} of the gold")
        stages = [Stage(lambda _: first, FIRST_EPOCHS)] if first else []
        stages.append(Stage(texts.examples, EPOCHS))
        stages.append(Stage(texts.listed_examples, LIST_EPOCHS, rate=5e-5, head_rate=3e-4))
        begin = models / "pairs.onnx" if models else start
        train_reader(stages, relations, output, seed=seed, report=report, base=base, start=begin)
    if "decision" in parts:
        report(f"pairs: {calibrate(list(find(kept, extractor)), relations, output)}")
        if kept:  # the gold is nearer to what is read than our own items
            nearest = [gold_of(d) for d in judged or kept]
            report(f"decision: {fit_decision(tuning, output, nearest={d.id for d in nearest})}")
            report(f"qualifiers: {fit_bounds(nearest, output)}")
    return tuple(sorted(p for p in output.iterdir() if p.suffix in FILES))


class _Texts:
    """Documents with their mentions, from which windows and pairs are drawn for each epoch, with names swapped."""

    def __init__(self, found: Sequence[Found], relations: Mapping[str, Relation], folder: Path) -> None:
        self._folder = folder
        own = folder / OPINIONS.name
        opinions = Opinions(label_names(relations), own if own.is_file() else OPINIONS)
        self._texts = [(f, split_pieces(f.document["text"], folder), _pairs(f, relations, opinions)) for f in found]
        self._names = Names(((f.document, pieces) for f, pieces, _ in self._texts), folder)

    @property
    def documents(self) -> list[str]:
        """The texts."""
        return [found.document["text"] for found, _, _ in self._texts]

    @property
    def count(self) -> int:
        """How many pairs there are."""
        return sum(len(pairs) for _, _, pairs in self._texts)

    @property
    def pairs(self) -> list[tuple[Found, tuple[PairLabels, ...]]]:
        """The pairs of each document whose ends stand in one sentence."""
        return [(found, tuple(p for p in pairs if not p.apart)) for found, _, pairs in self._texts]

    def windows(self, rng: Random) -> list[Window]:
        """Return the windows of one epoch, in which some names stand in lists."""
        drawn: list[Window] = []
        for found, pieces, pairs in self._texts:
            swapped = swap(found.document, pieces, self._names, rng)
            drawn += text_windows(found, MARKED_TYPES, lengthen(found, swapped, self._names, rng), pairs)
        return drawn

    def examples(self, rng: Random) -> list[PairExample]:
        """Return the marked pairs of one epoch."""
        return [example for *_, example in self.drawn(rng, core=True)]

    def listed_examples(self, rng: Random) -> list[PairExample]:
        """Return the marked pairs of one epoch, in some of which an end stands in a list."""
        return [
            replace(example, input=enlist(example.input, (pair.first, pair.second), self._names, rng))
            for _, pair, example in self.drawn(rng, core=True)
        ]

    def drawn(self, rng: Random, of: Callable[[str], bool] = bool, *, core: bool = False) -> Iterator[Drawn]:
        """Yield the text, the pair and the marked pair of one epoch, of the texts that ``of`` picks.

        ``core``: all pairs that are in doubt, and a few of the others (:mod:`kg.training.core`).
        """
        for found, pieces, pairs in self._texts:
            text = found.document["text"]
            if not of(text):
                continue
            swapped = swap(found.document, pieces, self._names, rng)
            for pair in (one for pair in pairs if (one := taken(pair, rng) if core else pair)):
                example = sequenced(pair, swapped)
                if example is not None:
                    yield text, pair, example

    def keep_hard(self) -> None:
        """Keep the related pairs, and the unrelated ones that a glance takes most for related.

        Before these come those of which there are opinions: they were the hard ones when these were asked for. The
        text's network has learned from these very pairs, so that a fixed threshold would leave too few.
        """
        encoder = TextEncoder(self._folder)
        glances = []
        for found, _, pairs in self._texts:
            encoded = encoder.encode(found.document["text"])
            chances = [
                (p.related, bool(p.shares), 1 - float(encoded.pair_chances(p.first, p.second)[0])) for p in pairs
            ]
            glances.append(chances)
        related = sum(related for chances in glances for related, *_ in chances)
        ordered = sorted((glance for chances in glances for glance in chances), reverse=True)
        kept = ordered[: int(related * (1 + HARD))]
        least = kept[-1] if kept else (False, False, 0.0)
        self._texts = [
            (found, pieces, tuple(p for p, glance in zip(pairs, chances, strict=True) if glance >= least))
            for (found, pieces, pairs), chances in zip(self._texts, glances, strict=True)
        ]


def _copy(models: Path, output: Path) -> None:
    """Copy the files of models that learning goes on from, but for those that are there already."""
    for path in sorted(models.glob("*.*")):
        if path.suffix in FILES and not (output / path.name).exists():
            shutil.copyfile(path, output / path.name)


def _pairs(found: Found, relations: Mapping[str, Relation], opinions: Opinions) -> tuple[PairLabels, ...]:
    return opinions.mixed(found.document["text"], (*pair_labels(found, relations), *pairs_apart(found, relations)))


def _benchmarks(folder: Path, models: Path) -> list[PairExample]:
    relations = load_ontology().relations
    return [
        example
        for name, table in (("core", CORE), ("knowledgenet", KNOWLEDGENET))
        for document in held_out(read_documents([folder / name / "train.jsonl"]))[0]
        for example in benchmark_examples(document, table, relations, models)
    ]
