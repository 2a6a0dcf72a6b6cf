"""The page of quality: measured on an invented set, every part of it is there, and its plot is the same each time."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parent.parent
TEXT = "Quillon has bought Skald. Ada Fenn is the chief executive of Quillon. She met the press in Oslo on Monday."
DOCUMENT = {
    "id": "note",
    "text": TEXT,
    "entities": [
        {"name": "Quillon", "type": "Company", "aliases": ["Quillon"]},
        {"name": "Skald", "type": "Company", "aliases": ["Skald"]},
        {"name": "Ada Fenn", "type": "Person", "aliases": ["Ada Fenn"]},
    ],
    "claims": [
        {"subject": "Quillon", "relation": "acquires", "object": "Skald"},
        {"subject": "Ada Fenn", "relation": "leads", "object": "Quillon", "role": "chief executive"},
    ],
}
BENCHMARK = {
    "id": "note",
    "source": "CoNLL04",
    "text": TEXT,
    "entities": [
        {"id": name, "text": name, "start": TEXT.index(name), "end": TEXT.index(name) + len(name), "type": type_}
        for name, type_ in (("Quillon", "Org"), ("Skald", "Org"), ("Ada Fenn", "Peop"), ("Oslo", "Loc"))
    ],
    "relations": [{"head": "Ada Fenn", "tail": "Quillon", "type": "Work_For"}],
}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))

    def load(name: str) -> ModuleType:
        return importlib.import_module(name)

    return load


def test_the_page_has_every_part(script: Any, tmp_path: Path) -> None:
    for name in ("gold/dev/a.json", "bench/conll04/dev.jsonl", "seeds/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
    second = {**DOCUMENT, "id": "second", "text": TEXT.replace("Monday", "Tuesday")}
    (tmp_path / "gold/dev/a.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    (tmp_path / "gold/dev/b.json").write_text(json.dumps(second), encoding="utf-8")
    (tmp_path / "bench/conll04/dev.jsonl").write_text(json.dumps(BENCHMARK), encoding="utf-8")
    (tmp_path / "seeds/a.txt").write_text(TEXT, encoding="utf-8")
    measured = script("measures").measure(
        *(tmp_path / name for name in ("gold", "bench", "seeds")),
        reader="tagger",
        cache=tmp_path / "parsed",
        samples=10,
        repeats=0,
    )
    assert {name: result.documents for name, result in measured.unseen.items()} == {"dev": 1}
    assert [(what, list(results)) for what, results in measured.off.items()] == [
        (what, ["dev"]) for what in script("variants").VARIANTS
    ]
    assert [asked.command for asked, _ in measured.benchmarks["CoNLL04"]] == [
        "kg evaluate conll04/dev.jsonl",
        "kg evaluate conll04/dev.jsonl --strict",
    ]
    text = "\n".join(script("quality").page(measured))
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# How good it is",
        "## In short",
        "## Claims of real news articles",
        "## What each part is worth",
        "## Whether confidence can be trusted",
        "## Mentions and who is meant",
        "## Public benchmarks",
        "### CoNLL04",
        "## What it costs",
    ]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    assert ["`gold/dev`: F1 of claims", "1.000", "0.58"] in rows
    assert ["acquires", "2", "0", "0", "1.000", "1.000", "1.000"] in rows
    assert "published: SpERT, relations, strict, micro F1, [source](https://arxiv.org/abs/1909.07755)" in {
        r[0] for r in rows
    }


def test_the_plot_is_the_same_each_time(script: Any, tmp_path: Path) -> None:
    reliability = {"dev": ((0.55, 0.5, 10), (0.95, 0.9, 30)), "dev-written": ()}
    drawn = []
    for name in ("one.svg", "two.svg"):
        script("quality").plot(reliability, tmp_path / name)
        drawn.append((tmp_path / name).read_bytes())
    assert drawn[0] == drawn[1]
    assert b"gold/dev" in drawn[0]


def test_what_starting_costs_is_measured(script: Any) -> None:
    run = script("startup").median(["-m", "kg", "--help"], 1)
    assert run.seconds > 0
    assert run.processor > 0
    assert 1 < run.memory < 2000
