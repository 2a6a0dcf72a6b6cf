"""How much faster a build is after a change of the ontology, with the documents that the first build parsed.

    python benchmarks/reextract.py [ARTICLES] [--number 300] [--source NAME] [--write FILE]

ARTICLES is a file or folder of what ``kg build`` reads, also with ``.gz``; without it the sample articles are taken,
each once. The first build parses and fills the cache; the second has an ontology with one more relation. What is taken
is processor time, all threads together, so that what else the machine does counts less: the ratio is what counts.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import sys
import tempfile
import time
from pathlib import Path

import kg

#: The least that the second build is to be faster than the first.
LIMIT = 8.0
RELATION = """
@prefix kg: <https://kg.example/ontology/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
kg:scorns a kg:Relation ; rdfs:label "scorns" ; schema:domainIncludes kg:Person ; schema:rangeIncludes kg:Person ;
    kg:phrase "{subject} scorns {object}" .
"""


def main() -> None:
    """Build twice, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, help="what to read; the samples if not given")
    parser.add_argument("--number", type=int, default=300, help="how many articles, at most")
    parser.add_argument("--source", default="", help="only articles whose publisher starts so")
    parser.add_argument("--write", type=Path, help="also write the table to this Markdown file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = _articles(options.articles, folder, options.source, options.number)
        added = folder / "added.ttl"
        added.write_text(RELATION, encoding="utf-8")
        times = []
        kg.Extractor()  # the models are loaded and the phrases compiled before
        kg.Extractor(kg.load_ontology(add=[added]))
        for add in ([], [added]):
            start = time.process_time()
            extractor = kg.Extractor(kg.load_ontology(add=add), cache=folder / "parsed.sqlite")
            with kg.Store(folder / "store", write=True) as store:
                report = kg.build(store, articles, extractor=extractor)
            times.append(time.process_time() - start)
            print(report, f"{times[-1]:.2f} s", file=sys.stderr)
        size = (folder / "parsed.sqlite").stat().st_size
    characters = sum(len(article.text) for article in articles)
    table = [
        "| what | figure | at least |",
        "| --- | ---: | ---: |",
        f"| articles, characters | {len(articles):,}, {characters:,} | |",
        f"| first build | {times[0]:.1f} s | |",
        f"| build after a change of the ontology | {times[1]:.1f} s | |",
        f"| **times faster** | **{times[0] / times[1]:.1f}** | {LIMIT:.0f} |",
        f"| parsed documents on disk | {size / 1e6:.1f} MB, {size / characters:.1f} bytes a character | |",
    ]
    print("\n".join(table))
    if options.write:
        options.write.write_text("\n".join([*table, ""]), encoding="utf-8")


def _articles(path: Path | None, folder: Path, source: str, number: int) -> list[kg.Article]:
    if path is None:
        return list(kg.read(kg.sample_paths()))
    if path.suffix == ".gz":
        unpacked = folder / path.stem
        unpacked.write_bytes(gzip.decompress(path.read_bytes()))
        path = unpacked
    read = (article for article in kg.read([path]) if (article.publisher or "").startswith(source))
    return list(itertools.islice(read, number)) or sys.exit(f"{path} holds no article of {source!r}")


if __name__ == "__main__":
    main()
