"""One run of training: documents in, files of the models out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from kg.encoder import MARKED_TYPES, TextEncoder
from kg.ontology import load_ontology
from kg.pipeline import Extractor
from kg.training.anaphora import train_links
from kg.training.base import prepare
from kg.training.benchmarks import CORE, KNOWLEDGENET, benchmark_examples
from kg.training.bounds import fit_bounds
from kg.training.calibration import calibrate
from kg.training.data import held_out, read_documents
from kg.training.decision import fit_decision
from kg.training.found import find
from kg.training.pairs import pair_labels, sequenced
from kg.training.reader import EPOCHS, train_reader
from kg.training.text import train_text
from kg.training.windows import text_windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kg.model import Relation
    from kg.training.found import Found
    from kg.training.pairs import PairExample

__all__ = ["run"]

#: Epochs over the public sets, before those over the gold.
FIRST_EPOCHS = 1

#: Unrelated pairs that the pair network learns from, those that look most like related ones, for each related one.
HARD = 0.5


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
    relations = load_ontology().relations
    start = None
    if "text" in parts:
        found = list(find(documents, Extractor(reader="phrases")))
        windows = [w for one in found for w in text_windows(one, MARKED_TYPES, relations, output)]
        start = train_text(windows, relations, output, seed=seed, report=report, base=base).encoder
    if "links" in parts:
        table = train_links(gold, output, Extractor(reader="tagger", models=output))
        report(f"links: the network weighs {table.network}; thresholds {table.alone} alone, {table.together} with it")
    if "pairs" in parts:
        extractor = Extractor(reader="tagger", models=output)
        first = _benchmarks(benchmarks, output) if benchmarks else []
        examples = _hard(list(find(documents, extractor)), relations, output)
        report(f"{len(first)} pairs of public sets, {len(examples)} of the gold")
        stages = [(first, FIRST_EPOCHS), (examples, EPOCHS)] if first else [(examples, EPOCHS)]
        train_reader(stages, relations, output, seed=seed, report=report, base=base, start=start)
        report(f"pairs: {calibrate(list(find(kept, extractor)), relations, output)}")
        if kept:
            report(f"decision: {fit_decision(gold, output)}")
            report(f"qualifiers: {fit_bounds(gold, output)}")
    return tuple(sorted(p for p in output.iterdir() if p.suffix in {".onnx", ".json", ".npz"}))


def _hard(documents: Sequence[Found], relations: Mapping[str, Relation], folder: Path) -> list[PairExample]:
    """Return the related pairs, and the unrelated ones that a glance takes most for related, in the order of the text.

    The text's network has learned from these very pairs, so that a fixed threshold would leave too few.
    """
    encoder = TextEncoder(folder)
    found: list[tuple[float, PairExample]] = []
    for document in documents:
        encoded = encoder.encode(document.document["text"])
        for pair in pair_labels(document, relations):
            example = sequenced(pair, encoded.pieces)
            if example is not None:
                glance = 1.0 if pair.related else 1 - float(encoded.pair_chances(pair.first, pair.second)[0])
                found.append((glance, example))
    related = sum(glance == 1.0 for glance, _ in found)
    kept = int(related * (1 + HARD))
    least = sorted((glance for glance, _ in found), reverse=True)[:kept][-1] if kept else 0.0
    return [example for glance, example in found if glance >= least]


def _benchmarks(folder: Path, models: Path) -> list[PairExample]:
    relations = load_ontology().relations
    return [
        example
        for name, table in (("core", CORE), ("knowledgenet", KNOWLEDGENET))
        for document in read_documents([folder / name / "train.jsonl"])
        for example in benchmark_examples(document, table, relations, models)
    ]
