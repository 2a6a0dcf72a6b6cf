"""What it costs to start: ``import kg``, ``kg --help``, a query, and one article, in seconds and memory.

    python benchmarks/startup.py [ARTICLE] [--repeats 3] [--write FILE]

Without ARTICLE the first sample article is read. Seconds are of the clock; those of the processor stand beside them,
since a busy machine counts less there. Memory is the most that the process held.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import kg

#: The most that starting may take, in seconds.
LIMIT_EXTRACT = 2.5
LIMITS = {"import kg": 0.15, "kg --help": 0.3, "kg query": 0.6}
QUERY = "SELECT ?name { ?x kg:leads ?y ; rdfs:label ?name }"


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the clock and of the processor, and mebibytes at most."""

    seconds: float
    processor: float
    memory: float


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path, default=None)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", type=Path, help="also write the table to this Markdown file")
    given = parser.parse_args()
    text = "\n".join(table(given.article, given.repeats))
    print(text)
    if given.write:
        given.write.write_text(f"{text}\n", encoding="utf-8")


def table(article: Path | None = None, repeats: int = 3) -> list[str]:
    """Return the lines of the table."""
    article = article or Path(kg.sample_paths()[0])
    rows = ["| command | seconds | at most | of the processor | memory, MiB |", "| --- | ---: | ---: | ---: | ---: |"]
    extract = ["-m", "kg", "extract", str(article)]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "store")
        # in a process of its own, since what this one holds would count as held by those that it starts
        once(["-m", "kg", "build", str(article), "--store", str(store)])
        for name, command, limit in (
            ("import kg", ["-c", "import kg"], LIMITS["import kg"]),
            ("kg --help", ["-m", "kg", "--help"], LIMITS["kg --help"]),
            ("kg query", ["-m", "kg", "query", "--store", str(store), QUERY], LIMITS["kg query"]),
            ("kg extract ARTICLE", extract, LIMIT_EXTRACT),
            ("kg extract ARTICLE --reader phrases", [*extract, "--reader", "phrases"], LIMIT_EXTRACT),
        ):
            run = median(command, repeats)
            rows.append(f"| `{name}` | {run.seconds:.2f} | {limit} | {run.processor:.2f} | {run.memory:.0f} |")
    return rows


def median(command: list[str], repeats: int) -> Run:
    """Return the medians of several runs of Python with these arguments, after one that fills caches."""
    runs = [once(command) for _ in range(repeats + 1)][1:]
    return Run(*(statistics.median(getattr(run, name) for run in runs) for name in Run.__slots__))


def once(command: list[str]) -> Run:
    """Run Python once; raises CalledProcessError where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
