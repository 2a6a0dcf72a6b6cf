"""What the page of quality tells, measured: gold sets, parts off, mentions and clusters, public benchmarks."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variants import VARIANTS, Kept, StockNames

from kg.evaluation import STAGES, Evaluation, evaluate, read_gold
from kg.pipeline import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Gold to score, with what it is.
SETS: Mapping[str, str] = {
    "dev": "real news articles",
    "dev-written": "written news items",
}
#: What ``datasets.py`` found of a model trained without one of the sets that it learns from: {"command", "rows"}, a row
#: {"off", "documents", "pairs", "precision", "recall", "f1"}.
TAUGHT = Path(__file__).with_name("datasets.json")
#: What tells mentions and clusters.
CLUSTERED = ("dwie/dev.jsonl", "gum_news/dev.jsonl", "gum_news/train.jsonl", "conll04/dev.jsonl")


@dataclass(frozen=True, slots=True)
class Asked:
    """How a public benchmark is scored: its file and the options of ``kg evaluate``.

    With a ``stage``, the figures with the gold up to it are told beside those of all stages.
    """

    file: str
    part: tuple[int, int] | None = None
    strict: bool = False
    world: bool = False
    stage: str | None = None

    @property
    def command(self) -> str:
        """What is typed for it, after the file's folder."""
        words = ["kg evaluate", self.file, *(["--part {}/{}".format(*self.part)] if self.part else [])]
        words += ["--strict"] * self.strict + ["--world"] * self.world
        return " ".join([*words, *([f"--stage {self.stage}"] if self.stage else [])])


#: By source. Of the longest sets a part is taken.
ASKED: Mapping[str, tuple[Asked, ...]] = {
    "CORE": (Asked("core/train.jsonl", (4, 10), stage="entities"),),
    "KnowledgeNet": (Asked("knowledgenet/train.jsonl", (4, 10), stage="entities"),),
    "FIRE": (Asked("fire/dev.jsonl"), Asked("fire/dev.jsonl", strict=True)),
    "CoNLL04": (Asked("conll04/dev.jsonl"), Asked("conll04/dev.jsonl", strict=True)),
    "DWIE": (Asked("dwie/dev.jsonl"), Asked("dwie/dev.jsonl", world=True)),
    "PLOVER-GSR": (Asked("plover/dev.jsonl", stage="entities"),),
    "Re-DocRED": (Asked("redocred/dev.jsonl", (1, 5)),),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures.

    ``sets``: each gold set, with its stages; ``unseen``: those that hold articles which may be looked at, without
    these; ``off``: by what is off, then by set; ``taught``: as ``datasets.py`` wrote it; ``clusters``: by file, then by
    who found them; ``benchmarks``: by source; ``starting``: the table of :mod:`startup`, in lines. ``option`` is what a
    command needs to use the same reader.
    """

    sets: Mapping[str, Evaluation]
    unseen: Mapping[str, Evaluation]
    off: Mapping[str, Mapping[str, Evaluation]]
    taught: dict[str, Any]
    clusters: Mapping[str, Mapping[str, Evaluation]]
    benchmarks: Mapping[str, list[tuple[Asked, Evaluation]]]
    starting: list[str]
    option: str


def measure(gold: Path, bench: Path, seeds: Path, *, reader: str, cache: Path, samples: int, repeats: int) -> Measured:
    """Measure everything, telling on standard error how long each part took.

    ``gold`` and ``bench`` hold the sets in folders of their names, ``seeds`` texts of articles that may be looked at;
    what is not there is left out. ``cache`` is a file for parsed texts, ``samples`` how many draws intervals are from,
    ``repeats`` how often starting is measured, 0 leaves it out.
    """
    extractor, stock = Kept(reader=reader, cache=cache), StockNames(cache)
    folders = {name: gold / name for name in SETS if (gold / name).is_dir()}

    def scored(what: str, path: Path | list[Path], by: Kept = extractor, **how: Any) -> Evaluation:
        start = time.process_time()
        result = evaluate(path, extractor=by, **{"samples": samples, **how})
        print(f"{what}: {time.process_time() - start:.0f} s of the processor", file=sys.stderr, flush=True)
        return result

    sets = {name: scored(name, path, stages=STAGES) for name, path in folders.items()}
    unseen = {}
    for name, path in folders.items():
        files = _unseen(path, seeds)
        if len(files) < sets[name].documents:
            unseen[name] = scored(f"{name}, unseen", files)
    off = {}
    for what, make in VARIANTS.items():
        variant = make(cache, reader)
        off[what] = {name: scored(f"{name} without {what}", path, variant, samples=0) for name, path in folders.items()}
    clusters = {
        file: {
            who: scored(f"{file}, {who}", bench / file, by, samples=0)
            for who, by in (("kg", extractor), ("spaCy's names", stock))
        }
        for file in CLUSTERED
        if (bench / file).exists()
    }
    benchmarks = {
        source: [
            (
                asked,
                scored(
                    asked.command,
                    bench / asked.file,
                    stages=[asked.stage] if asked.stage else [],
                    strict=asked.strict,
                    world=asked.world,
                    part=asked.part,
                ),
            )
            for asked in rows
            if (bench / asked.file).exists()
        ]
        for source, rows in ASKED.items()
    }
    taught = json.loads(TAUGHT.read_text("utf-8")) if TAUGHT.exists() else {}
    option = "" if reader == READERS[0] else f" --reader {reader}"
    return Measured(sets, unseen, off, taught, clusters, benchmarks, _starting(repeats), option)


def _starting(repeats: int) -> list[str]:
    """Measure in a process of its own: what this one holds would count as held by those that it starts."""
    if not repeats:
        return []
    script = Path(__file__).with_name("startup.py")
    command = [sys.executable, str(script), "--repeats", str(repeats)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()


def _unseen(path: Path, seeds: Path) -> list[Path]:
    """Return the files of a gold set but those whose text is one of the seeds."""
    texts = {" ".join(file.read_text("utf-8").split()) for file in seeds.glob("*.txt")}
    return [file for file in sorted(path.glob("*.json")) if " ".join(read_gold(file)[0].text.split()) not in texts]
