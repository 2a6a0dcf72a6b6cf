"""How good extraction is: writes ``docs/quality.md`` and its plot, all figures with the commands that make them.

    python benchmarks/quality.py [--gold ../shared/gold] [--bench ../shared/bench] [--write docs/quality.md]

GOLD holds ``dev`` and ``dev-written``, BENCH the public benchmarks in folders of their names; what is not there is left
out of the page. Nothing of their texts is written, figures only. ``datasets.json`` beside this script holds what
``datasets.py`` found. About ten minutes on two cores; what took how long goes to standard error.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measures import SETS, Measured, measure

from kg.encoder import MODELS
from kg.evaluation import STAGES, Evaluation
from kg.evaluation.tables import BENCHMARKS
from kg.pipeline import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SHARED = Path("../shared")
QUALIFIERS = ("negative", "not_certain", "past", "future", "attributed_to", "role")
#: What is aimed at, by set: the figure's heading, its name, the least that it should be.
AIMS: Mapping[str, tuple[tuple[str, str, float], ...]] = {
    "dev": (
        ("F1 of claims", "f1", 0.58),
        ("precision of claims", "precision", 0.70),
        ("entities found", "ends:found/ends", 0.97),
        ("entities with the right root type", "ends:typed/ends", 0.95),
    ),
    "dev-written": (
        ("F1 of claims", "f1", 0.60),
        ("F1 of negative", "negative_f1", 0.65),
        ("F1 of not certain", "not_certain_f1", 0.65),
        ("F1 of past", "past_f1", 0.65),
        ("F1 of future", "future_f1", 0.65),
        ("F1 of who is said to say it", "attributed_to_f1", 0.55),
        ("F1 of the role", "role_f1", 0.75),
        ("ends under other words that are linked", "words:linked/words", 0.60),
        ("links at them that are right", "words:linked/words:made", 0.75),
    ),
}

INTRODUCTION = """\
Written by `python benchmarks/quality.py --write docs/quality.md`; each table has the command that gives its figures.
Intervals are of 95 in 100 draws of the articles. Nothing was learned from the articles of `gold`, and their texts have
not been looked at but for one. Texts of another kind than news may fare worse."""
SEEN = "The network has learned from this set: its figures tell how well it did, not how it reads other texts."
OFF = """\
F1 of claims with one part off, precision in brackets, and what that costs; all in the same models
(`benchmarks/variants.py`)."""
TAUGHT = """\
What each set of training data is worth to the linear model over the tree of a sentence, which was trained anew without
it: how it then reads, by itself, the pairs of one sentence in the documents of the gold that are held back. The
networks, which learned from CORE and KnowledgeNet as well, were not trained anew."""
CONFIDENCE = """\
Of the claims of one tenth of confidence, how many are right: on the line, confidence says it as it is. Its weights were
fitted on articles that were held back from learning, not on these."""
CLUSTERS = """\
Mentions that are names (people, organisations, places with their demonyms, events, works, products), at the same place
but for an article or possessive; *typed*: with the right root type. What a set marks beside (dates, amounts, titles,
kinds of things) is neither right nor wrong. Beside them the names of the spaCy pipeline, of which equal ones are one
thing. B³ and CEAFe are as of the reference scorer, with clusters of one mention. GUM marks whole noun phrases: there
mentions are compared that end with the same word, names first, and then all that is said of what has a name."""
BENCHMARKS_ARE = """\
What their labels say in our relations, what is left out and why, licences and credit: [Benchmarks](benchmarks.md).
Claims only; ends are compared by name, or with `--strict` by place and type. *Entities given*: the benchmark's mentions
and entities stand in place of ours."""
COST = """\
`python benchmarks/startup.py`, on one sample article. How many articles a second, beside the bare spaCy pipeline:
`python benchmarks/extract.py`."""


def main() -> None:
    """Measure, and write the page where asked to, else print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "gold")
    parser.add_argument("--bench", type=Path, default=SHARED / "bench")
    parser.add_argument("--seeds", type=Path, default=SHARED / "seeds", help="texts of articles that may be looked at")
    parser.add_argument("--reader", choices=READERS, default=READERS[0])
    parser.add_argument("--samples", type=int, default=1000, help="how many draws the intervals are from")
    parser.add_argument("--repeats", type=int, default=3, help="how often starting is measured; 0 leaves it out")
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(
            given.gold,
            given.bench,
            given.seeds,
            reader=given.reader,
            cache=Path(folder, "parsed"),
            samples=given.samples,
            repeats=given.repeats,
        )
    text = "\n".join(page(measured)) + "\n"
    if given.write is None:
        print(text)
        return
    given.write.write_text(text, encoding="utf-8", newline="\n")
    plot({name: result.reliability for name, result in measured.sets.items()}, given.write.with_suffix(".svg"))


def page(measured: Measured) -> Iterator[str]:
    """Yield the lines of the page."""
    yield from ("# How good it is", "")
    yield INTRODUCTION
    yield from _aims(measured)
    for name, result in measured.sets.items():
        yield from _set(name, result, measured)
    yield from _off(measured)
    yield from _taught(measured)
    yield from _confidence(measured)
    yield from _clusters(measured)
    yield from _benchmarks(measured)
    yield from _cost(measured)


def _aims(measured: Measured) -> Iterator[str]:
    rows = [
        (f"`gold/{name}`: {heading}", _text(_figure(result, figure)), f"{aim:.2f}")
        for name, result in measured.sets.items()
        for heading, figure, aim in AIMS[name]
    ]
    for file, found in measured.clusters.items():
        if file.startswith("dwie"):
            spans = found["kg"].spans["names"]
            rows.append(("`dwie`: F1 of mentions", _text(spans["mention_f1"]), "0.88"))
            rows.append(("`dwie`: B³ of clusters", _text(spans["b_cubed_f1"]), "0.78"))
    yield from ("", "## In short", "")
    yield from _table(("figure", "is", "aim"), rows)


def _set(name: str, result: Evaluation, measured: Measured) -> Iterator[str]:
    command = f"kg evaluate gold/{name}{measured.option}"
    yield from ("", f"## Claims of {SETS[name]}", "")
    yield f"`{command}`: {result.documents} articles, {_whole(result.figures['gold'])} required claims."
    yield ""
    rows = [(f"all {result.documents} articles", *_claims(result))]
    if name in measured.unseen:
        rows.append(("without the article that was looked at", *_claims(measured.unseen[name])))
    yield from _table(("", "precision", "recall", "F1", "pairs related"), rows)
    yield from ("", "Qualifiers, over the claims that were found:", "")
    yield from _table(
        ("qualifier", "F1", "claims that have it"),
        [(q, _interval(result, f"{q}_f1"), _whole(result.figures[f"{q}_gold"])) for q in QUALIFIERS],
    )
    yield from (
        "",
        f"What each stage loses, the gold put in its place: `{command} --stage {' --stage '.join(STAGES)}`",
        "",
    )
    yield from _table(
        ("gold up to", "precision", "recall", "F1"),
        [
            (stage, *(_text(figures[f]) for f in ("precision", "recall", "f1")))
            for stage, figures in (("nothing", result.figures), *result.stages.items())
        ],
    )
    early = result.early
    yield from (
        "",
        "Entities that are an end of a required claim, and ends that stand under other words than a name:",
        "",
    )
    yield from _table(
        ("entities found", "with the right root type", "ends under other words linked", "links at them right"),
        [
            tuple(
                _share(early, part, whole)
                for part, whole in (
                    ("ends:found", "ends"),
                    ("ends:typed", "ends"),
                    ("words:linked", "words"),
                    ("words:linked", "words:made"),
                )
            )
        ],
    )
    yield ""
    yield from _table(("relation", "right", "wrong", "missed", "precision", "recall", "F1"), _relations(result))


def _off(measured: Measured) -> Iterator[str]:
    names = list(measured.sets)
    yield from ("", "## What each part is worth", "")
    yield from (OFF, "")
    rows = [("nothing", *(cell for n in names for cell in (_f1(measured.sets[n].figures), "")))]
    for what, results in measured.off.items():
        rows.append((what, *_costs({n: r.figures for n, r in results.items()}, measured)))
    yield from _table(("off", *(cell for n in names for cell in (f"`gold/{n}`", "costs"))), rows)
    for name, whole in measured.sets.items():
        yield from ("", f"F1 of qualifiers on `gold/{name}`, over the claims that each finds:", "")
        results = {"nothing": whole, **{what: found[name] for what, found in measured.off.items()}}
        yield from _table(
            ("off", *QUALIFIERS),
            [(what, *(_text(result.figures[f"{q}_f1"]) for q in QUALIFIERS)) for what, result in results.items()],
        )


def _taught(measured: Measured) -> Iterator[str]:
    found = measured.taught
    if not found:
        return
    yield from ("", f"{TAUGHT} `{found['command']}`", "")
    whole, *parts = found["rows"]
    yield from _table(
        ("off", "documents", "pairs", "precision", "recall", "F1", "costs"),
        [
            (
                row["off"],
                *(f"{row[count]:,}" for count in ("documents", "pairs")),
                *(_text(row[figure]) for figure in ("precision", "recall", "f1")),
                "" if row is whole else f"{whole['f1'] - row['f1']:+.3f}",
            )
            for row in (whole, *parts)
        ],
    )


def _costs(figures: Mapping[str, Mapping[str, float | None]], measured: Measured) -> Iterator[str]:
    for name, whole in measured.sets.items():
        here = figures.get(name)
        yield _f1(here) if here else "–"
        yield f"{(whole.figures['f1'] or 0) - (here['f1'] or 0):+.3f}" if here else "–"


def _confidence(measured: Measured) -> Iterator[str]:
    yield from ("", "## Whether confidence can be trusted", "")
    yield CONFIDENCE
    yield from ("", "![Confidence against the share of claims that are right](quality.svg)", "")
    rows = [
        (f"`gold/{name}`", _text(confidence), _text(right), str(number))
        for name, result in measured.sets.items()
        for confidence, right, number in result.reliability
    ]
    yield from _table(("set", "mean confidence", "share right", "claims"), rows)
    for name, result in measured.sets.items():
        yield from ("", f"Expected calibration error on `gold/{name}`: {_text(_calibration(result))}.")


def _clusters(measured: Measured) -> Iterator[str]:
    yield from ("", "## Mentions and who is meant", "")
    yield from (CLUSTERS, "")
    rows = []
    for file, found in measured.clusters.items():
        ways = ("names, last word", "all mentions, last word") if file.startswith("gum") else ("names",)
        for way in ways:
            for who, result in found.items():
                spans = result.spans[way]
                figures = (
                    "mention_precision",
                    "mention_recall",
                    "mention_f1",
                    "typed_mention_f1",
                    "b_cubed_f1",
                    "ceaf_e_f1",
                )
                rows.append((f"`kg evaluate {file}`", way, who, *(_text(spans[f]) for f in figures)))
    yield from _table(("set", "compared", "found by", "precision", "recall", "F1", "typed F1", "B³", "CEAFe"), rows)


def _benchmarks(measured: Measured) -> Iterator[str]:
    yield from ("", "## Public benchmarks", "")
    yield BENCHMARKS_ARE
    for source, results in measured.benchmarks.items():
        benchmark = BENCHMARKS[source]
        if not results:
            continue
        seen = any(label.learn is not None for label in benchmark.labels.values())
        yield from (
            "",
            f"### {source}",
            "",
            " ".join([benchmark.about, *([SEEN] if seen else []), benchmark.comparable]),
            "",
        )
        rows = []
        for asked, result in results:
            command = f"`{asked.command}{measured.option}`"
            rows.append((command, str(result.documents), _whole(result.figures["gold"]), *_claims(result)[:3]))
            for figures in result.stages.values():
                shown = (_text(figures[f]) for f in ("precision", "recall", "f1"))
                rows.append(("the same, entities given", "", _whole(figures["gold"]), *shown))
            if not asked.world and "names" in result.spans:
                shown = (_text(result.spans["names"][f"typed_mention_{f}"]) for f in ("precision", "recall", "f1"))
                rows.append(("its names, with the right root type", "", "", *shown))
        rows += [
            (f"published: {p.what}, [source]({p.source})", "", "", "", "", _text(p.figure)) for p in benchmark.published
        ]
        yield from _table(("", "texts", "claims", "precision", "recall", "F1"), rows)


def _cost(measured: Measured) -> Iterator[str]:
    size = sum(path.stat().st_size for path in MODELS.iterdir()) / 1e6
    yield from ("", "## What it costs", "")
    yield f"{COST} All models together are {size:.1f} MB."
    yield ""
    yield from measured.starting


def plot(reliability: Mapping[str, Sequence[tuple[float, float, int]]], path: Path) -> None:
    """Draw confidence against the share of claims that are right, a line a set; equal figures give equal bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "quality", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(5, 4.2), layout="constrained")
        axes = figure.add_subplot(xlim=(0, 1), ylim=(0, 1), xlabel="mean confidence", ylabel="share of claims right")
        axes.plot((0, 1), (0, 1), color="0.7", linewidth=1, linestyle="--")
        for (name, rows), marker in zip(reliability.items(), "osD^", strict=False):
            confidence, right, number = zip(*rows, strict=True) if rows else ((), (), ())
            axes.plot(confidence, right, linewidth=1.2, label=f"gold/{name}")
            axes.scatter(confidence, right, s=[12 + 0.5 * n for n in number], marker=marker)
        axes.set_aspect("equal")
        axes.legend(loc="upper left", frameon=False)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _calibration(result: Evaluation) -> float | None:
    total = sum(number for _, _, number in result.reliability)
    return sum(abs(c - r) * n for c, r, n in result.reliability) / total if total else None


def _figure(result: Evaluation, name: str) -> float | None:
    part, slash, whole = name.partition("/")
    if not slash:
        return result.figures[name]
    return result.early[part] / result.early[whole] if result.early.get(whole) else None


def _claims(result: Evaluation) -> tuple[str, ...]:
    return tuple(_interval(result, figure) for figure in ("precision", "recall", "f1", "pair_recall"))


def _relations(result: Evaluation) -> Iterator[tuple[str, ...]]:
    for name, (right, wrong, missed) in result.relations.items():
        shares = ((right, right + wrong), (right, right + missed), (2 * right, 2 * right + wrong + missed))
        yield name, str(right), str(wrong), str(missed), *(_text(a / b if b else None) for a, b in shares)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _interval(result: Evaluation, figure: str) -> str:
    low, high = result.intervals.get(figure, (None, None))
    return _text(result.figures[figure]) + (f" ({_text(low)}–{_text(high)})" if low is not None else "")


def _f1(figures: Mapping[str, float | None]) -> str:
    return f"{_text(figures['f1'])} ({_text(figures['precision'])})"


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _whole(value: float | None) -> str:
    return f"{value or 0:,.0f}"


def _share(counts: Mapping[str, int], part: str, whole: str) -> str:
    if not counts.get(whole):
        return "–"
    return f"{counts.get(part, 0) / counts[whole]:.3f} ({counts.get(part, 0)} of {counts[whole]})"


if __name__ == "__main__":
    main()
