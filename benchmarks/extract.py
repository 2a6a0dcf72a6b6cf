"""What extraction costs beside the bare spaCy pipeline, and how soon ``kg --help`` answers.

    python benchmarks/extract.py [ARTICLES] [--number 300] [--repeats 3] [--write FILE]

ARTICLES is a file or folder of what ``kg extract`` reads, also with ``.gz``; without it the sample articles are taken,
over and over. ``--source`` keeps the articles of one publisher. Both sides run the same model over the same texts in
the same process, taking turns; what is taken is processor time, all threads together, so that what else the machine
does counts less: the ratio is what counts. Beside it stands that by the clock, which is what a user waits for: one of
our networks reads a batch while spaCy parses it, where there is a second processor.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

import kg

if TYPE_CHECKING:
    from collections.abc import Callable

#: The most that extraction may cost with each reader, as a multiple of the bare pipeline.
LIMITS = {"learned": 1.6, "phrases": 1.2}
#: The most that ``kg --help`` may take, in seconds.
LIMIT_HELP = 0.4
BATCH_SIZE = 32


def main() -> None:
    """Measure, print a table, and write it where asked to."""
    options = _arguments()
    articles = _articles(options.articles, options.source, options.number)
    bare = spacy.load(kg.DEFAULT_MODEL)
    extractors = {reader: kg.Extractor(reader=reader) for reader in LIMITS}
    claims: dict[str, int] = {}

    def run_bare() -> None:
        for _ in bare.pipe((article.text for article in articles), batch_size=BATCH_SIZE):
            pass

    def run_kg(reader: str) -> None:
        extractions = extractors[reader].extract(articles, batch_size=BATCH_SIZE)
        claims[reader] = sum(len(extraction.claims) for extraction in extractions)

    warm = articles[:8]
    list(bare.pipe(article.text for article in warm))
    for extractor in extractors.values():
        list(extractor.extract(warm))
    times: dict[str, list[float]] = {side: [] for side in ("bare", *LIMITS)}
    clock: dict[str, list[float]] = {side: [] for side in times}
    sides: dict[str, Callable[[], None]] = {"bare": run_bare, **{reader: partial(run_kg, reader) for reader in LIMITS}}
    for _ in range(options.repeats):
        for side, run in sides.items():
            start = time.perf_counter()
            times[side].append(_seconds(run, time.process_time))
            clock[side].append(time.perf_counter() - start)
    median = {side: statistics.median(taken) for side, taken in times.items()}
    waited = {side: statistics.median(taken) for side, taken in clock.items()}
    help_time = statistics.median(_seconds(_run_help) for _ in range(5))

    characters = sum(len(article.text) for article in articles)
    table = [
        "| what | figure | at most |",
        "| --- | ---: | ---: |",
        f"| articles, characters | {len(articles):,}, {characters:,} | |",
        f"| bare pipeline | {median['bare']:.2f} s, {characters / median['bare']:,.0f} characters/s | |",
    ]
    for reader, limit in LIMITS.items():
        ratios = [mine / bare_time for bare_time, mine in zip(times["bare"], times[reader], strict=True)]
        speed = f"{median[reader]:.2f} s, {characters / median[reader]:,.0f} characters/s, {claims[reader]:,} claims"
        table += [
            f"| `--reader {reader}` | {speed} | |",
            f"| **÷ bare pipeline** | **{median[reader] / median['bare']:.3f}** | {limit} |",
            f"| each turn | {', '.join(f'{ratio:.3f}' for ratio in ratios)} | |",
            f"| by the clock, {os.cpu_count()} processors | {waited[reader] / waited['bare']:.3f} | |",
        ]
    table += [
        f"| `kg --help` | {help_time:.2f} s | {LIMIT_HELP} s |",
    ]
    print("\n".join(table))
    if options.write:
        options.write.write_text("\n".join([*table, ""]), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, help="what to read; the samples if not given")
    parser.add_argument("--number", type=int, default=300, help="how many articles, at most")
    parser.add_argument("--source", default="", help="only articles whose publisher starts so")
    parser.add_argument("--repeats", type=int, default=3, help="how often each side runs")
    parser.add_argument("--write", type=Path, help="also write the table to this Markdown file")
    return parser.parse_args()


def _articles(path: Path | None, source: str, number: int) -> list[kg.Article]:
    if path is None:
        samples = list(kg.read(kg.sample_paths()))
        rounds = (replace(article, id=f"{article.id} {i}") for i in itertools.count() for article in samples)
        return list(itertools.islice(rounds, number))
    with tempfile.TemporaryDirectory() as folder:
        if path.suffix == ".gz":
            unpacked = Path(folder, path.stem)
            unpacked.write_bytes(gzip.decompress(path.read_bytes()))
            path = unpacked
        read = (article for article in kg.read(path) if (article.publisher or "").startswith(source))
        articles = list(itertools.islice(read, number))
    return articles or sys.exit(f"{path} holds no article of {source!r}")


def _seconds(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    run()
    return clock() - start


def _run_help() -> None:
    subprocess.run([sys.executable, "-m", "kg", "--help"], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
