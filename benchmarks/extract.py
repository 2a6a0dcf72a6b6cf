"""What extraction costs beside the bare spaCy pipeline, and how soon ``kg --help`` answers.

    python benchmarks/extract.py [ARTICLES] [--number 300] [--repeats 3] [--write FILE]

ARTICLES is a file or folder of what ``kg extract`` reads, also with ``.gz``; without it the sample articles are taken,
over and over. ``--source`` keeps the articles of one publisher. Both sides run the same model over the same texts in
the same process, taking turns; what is taken is processor time, all threads together, so that what else the machine
does counts less: the ratio is what counts.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

import kg

if TYPE_CHECKING:
    from collections.abc import Callable

#: The most that extraction may cost, as a multiple of the bare pipeline.
LIMIT_RATIO = 1.25
#: The most that ``kg --help`` may take, in seconds.
LIMIT_HELP = 0.4
BATCH_SIZE = 32


def main() -> None:
    """Measure, print a table, and write it where asked to."""
    options = _arguments()
    articles = _articles(options.articles, options.source, options.number)
    bare = spacy.load(kg.DEFAULT_MODEL)
    extractor = kg.Extractor()
    claims = 0

    def run_bare() -> None:
        for _ in bare.pipe((article.text for article in articles), batch_size=BATCH_SIZE):
            pass

    def run_kg() -> None:
        nonlocal claims
        claims = sum(len(extraction.claims) for extraction in extractor.extract(articles, batch_size=BATCH_SIZE))

    warm = articles[:8]
    list(bare.pipe(article.text for article in warm))
    list(extractor.extract(warm))
    times: dict[str, list[float]] = {"bare": [], "kg": []}
    for _ in range(options.repeats):
        times["bare"].append(_seconds(run_bare, time.process_time))
        times["kg"].append(_seconds(run_kg, time.process_time))
    bare_time, kg_time = (statistics.median(times[side]) for side in ("bare", "kg"))
    help_time = statistics.median(_seconds(_run_help) for _ in range(5))

    characters = sum(len(article.text) for article in articles)
    table = [
        "| what | figure | at most |",
        "| --- | ---: | ---: |",
        f"| articles, characters | {len(articles):,}, {characters:,} | |",
        f"| claims | {claims:,} | |",
        f"| bare pipeline | {bare_time:.2f} s, {characters / bare_time:,.0f} characters/s | |",
        f"| extraction | {kg_time:.2f} s, {characters / kg_time:,.0f} characters/s | |",
        f"| **extraction ÷ bare pipeline** | **{kg_time / bare_time:.3f}** | {LIMIT_RATIO} |",
        f"| each turn | {', '.join(f'{k / b:.3f}' for b, k in zip(times['bare'], times['kg'], strict=True))} | |",
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
