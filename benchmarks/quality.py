"""How good extraction is: writes ``docs/quality.md``, all figures with the commands that made them.

    python benchmarks/quality.py [GOLD ...] [--samples 1000] [--write FILE]

GOLD are gold folders or files, as ``kg evaluate`` takes them; without any, those of ``../shared/gold`` that are for
scoring. Nothing of their texts is written, figures only.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.encoder import MODELS, load_settings
from kg.evaluation import STAGES, Evaluation, evaluate
from kg.pipeline import Extractor
from kg.relations.learned import LearnedReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Article, Entity
    from kg.relations import Proposal

GOLD = tuple(Path("../shared/gold") / name for name in ("dev", "dev-written"))

#: Figures of the first table, with their headings.
COLUMNS = (("precision", "precision"), ("recall", "recall"), ("f1", "F1"), ("pair_recall", "pairs related"))
QUALIFIERS = ("negative", "not_certain", "past", "future", "attributed_to", "role")


class NetworkAlone(Extractor):
    """The default extractor without phrases."""

    def __init__(self) -> None:
        super().__init__()
        self._network = LearnedReader(self.ontology)

    def _proposals(self, doc: Any, article: Article, entities: Sequence[Entity]) -> list[Proposal]:
        return [p for p in self._network.read(doc, article, entities) if p.confidence >= 0.5]


def main() -> None:
    """Measure, print the page, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("gold", nargs="*", type=Path, default=GOLD)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    page = "\n".join(_page([path for path in given.gold if path.exists()], given.samples)) + "\n"
    print(page)
    if given.write:
        given.write.write_text(page, encoding="utf-8")


def _page(paths: Sequence[Path], samples: int) -> Iterator[str]:
    readers = {
        "phrases and network (default)": Extractor(),
        "network alone": NetworkAlone(),
        "phrases alone, stock names": Extractor(reader="phrases"),
    }
    yield "# How good it is"
    yield ""
    yield "Written by `python benchmarks/quality.py --write docs/quality.md`. Intervals are of 95 in 100 draws of the"
    yield "articles. Each set is scored by `kg evaluate SET`; `--reader phrases` gives the rows of the phrases"
    yield "alone. Nothing was learned from these sets."
    for path in paths:
        results = {name: evaluate(path, extractor=reader, samples=samples) for name, reader in readers.items()}
        staged = evaluate(path, extractor=readers["phrases and network (default)"], stages=STAGES, samples=0)
        yield from _set(path, results, staged)
    yield from _model()


def _set(path: Path, results: dict[str, Evaluation], staged: Evaluation) -> Iterator[str]:
    default = next(iter(results.values()))
    yield from ("", f"## {path.name}", "")
    yield f"{default.documents} articles, {default.figures['gold']:.0f} required claims. `kg evaluate {path.name}`"
    yield from ("", *_row("reader", *(heading for _, heading in COLUMNS)), *_rule(1 + len(COLUMNS)))
    for name, result in results.items():
        yield from _row(name, *(_with_interval(result, figure) for figure, _ in COLUMNS))
    yield from ("", *_row("F1 of qualifiers", *QUALIFIERS), *_rule(1 + len(QUALIFIERS)))
    for name, result in results.items():
        yield from _row(name, *(_text(result.figures[f"{q}_f1"]) for q in QUALIFIERS))
    yield from _row("gold claims found that have it", *(f"{default.figures[f'{q}_gold']:.0f}" for q in QUALIFIERS))
    yield from ("", f"`kg evaluate {path.name} --stage {' --stage '.join(STAGES)}`", "")
    yield from (*_row("gold up to", "precision", "recall", "F1"), *_rule(4))
    for name, figures in (("nothing", staged.figures), *staged.stages.items()):
        yield from _row(name, *(_text(figures[f]) for f in ("precision", "recall", "f1")))
    yield from ("", *_row("ends found", "ends typed", "words linked", "links right"), *_rule(4))
    early = default.early
    yield from _row(
        _share(early, "ends:found", "ends"),
        _share(early, "ends:typed", "ends"),
        _share(early, "words:linked", "words"),
        _share(early, "words:linked", "words:made"),
    )
    yield from ("", *_row("confidence", "right", "claims"), *_rule(3))
    for confidence, right, number in default.reliability:
        yield from _row(_text(confidence), _text(right), str(number))
    yield from ("", *_row("relation", "right", "wrong", "missed", "F1"), *_rule(5))
    for relation, (right, wrong, missed) in default.relations.items():
        f1 = 2 * right / (2 * right + wrong + missed)
        yield from _row(relation, str(right), str(wrong), str(missed), _text(f1))


def _model() -> Iterator[str]:
    settings = {k: v for k, v in load_settings("pairs").items() if k != "labels"}
    size = sum(path.stat().st_size for path in MODELS.iterdir()) / 1e6
    yield from (
        "",
        "## Models",
        "",
        f"{size:.1f} MB together; see the model card in `kg/models`. Settings of the pairs:",
    )
    yield from ("", "```json", json.dumps(settings, sort_keys=True), "```")


def _row(*cells: str) -> tuple[str]:
    return (f"| {' | '.join(cells)} |",)


def _rule(cells: int) -> tuple[str]:
    return ("|" + " --- |" * cells,)


def _with_interval(result: Evaluation, figure: str) -> str:
    low, high = result.intervals.get(figure, (None, None))
    return f"{_text(result.figures[figure])} ({_text(low)}–{_text(high)})"


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _share(counts: Any, part: str, whole: str) -> str:
    if not counts.get(whole):
        return "–"
    return f"{counts.get(part, 0) / counts[whole]:.3f} ({counts.get(part, 0)} of {counts[whole]})"


if __name__ == "__main__":
    main()
