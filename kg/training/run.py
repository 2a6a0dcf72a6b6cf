"""One run of training: documents in, files of the models out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from kg.encoder import Tagger
from kg.ontology import load_ontology
from kg.training.base import prepare
from kg.training.benchmarks import CORE, KNOWLEDGENET, benchmark_examples
from kg.training.bounds import fit_bounds
from kg.training.calibration import calibrate
from kg.training.data import held_out, read_documents, sentences
from kg.training.decision import fit_decision
from kg.training.pairs import pair_examples
from kg.training.reader import EPOCHS, train_reader
from kg.training.tagger import train_tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kg.training.data import Document
    from kg.training.pairs import PairExample

__all__ = ["run"]

#: Epochs over the public sets, before those over the gold.
FIRST_EPOCHS = 1


def run(
    gold: Sequence[Path],
    output: Path,
    *,
    corrections: Sequence[Path],
    benchmarks: Path | None,
    parts: Sequence[str],
    seed: int,
    threads: int,
    report: Callable[[str], object],
) -> tuple[Path, ...]:
    """Do what :func:`kg.training.train` says."""
    torch.set_num_threads(threads)
    base = prepare(output)
    split = [held_out(read_documents([path])) for path in gold]
    documents = [d for learn, _ in split for d in learn] + read_documents(corrections) * 2
    kept = [d for _, tune in split for d in tune]
    report(f"{len(documents)} documents to learn from")
    if "tagger" in parts:
        train_tagger(documents, output, seed=seed, report=report, base=base)
    if "pairs" in parts:
        relations = load_ontology().relations
        first = _benchmarks(benchmarks, output) if benchmarks else []
        examples = _examples(documents, output)
        report(f"{len(first)} pairs of public sets, {len(examples)} of the gold")
        stages = [(first, FIRST_EPOCHS), (examples, EPOCHS)] if first else [(examples, EPOCHS)]
        train_reader(stages, relations, output, seed=seed, report=report, base=base)
        report(f"pairs: {calibrate(_examples(kept, output), output)}")
        if kept:
            report(f"decision: {fit_decision(gold, output)}")
            report(f"qualifiers: {fit_bounds(gold, output)}")
    return tuple(sorted(p for p in output.iterdir() if p.suffix in {".onnx", ".json", ".npz"}))


def _examples(documents: Sequence[Document], folder: Path) -> list[PairExample]:
    relations, tagger = load_ontology().relations, Tagger(folder)
    return [
        example
        for document, spans in zip(documents, sentences(documents), strict=True)
        for example in pair_examples(document, spans, relations, folder, tagger.names)
    ]


def _benchmarks(folder: Path, models: Path) -> list[PairExample]:
    relations = load_ontology().relations
    return [
        example
        for name, table in (("core", CORE), ("knowledgenet", KNOWLEDGENET))
        for document in read_documents([folder / name / "train.jsonl"])
        for example in benchmark_examples(document, table, relations, models)
    ]
