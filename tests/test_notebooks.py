"""The notebooks run as they stand, on the samples, and are committed without what they print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
#: A cell fits a screen beside what it shows.
LINES = 16

#: What the output of each must hold, by the end of its name: a few words that do not hang on single claims.
SHOWN = {
    "look": ("<mark ", "Brightwater Group", "two bankers", "8 of 8 articles", "<iframe"),
    "sparql": ("Northmere", "probable", "The Harbor Ledger", "image/png"),
    "network": ("betweenness", "Corverex Systems", "2026-04", "image/png"),
    "relation": ("'right': 4, 'wrong': 0, 'missed': 0", "possible", "negative"),
    "claim": ("no contract with Corverex", "negative", "a document seen by", "2026-03-26", "2026-04-02"),
}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_there_are_five() -> None:
    assert [path.stem.rpartition("-")[2] for path in NOTEBOOKS] == list(SHOWN)


def test_it_is_committed_without_output(path: Path) -> None:
    book = json.loads(path.read_text("utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None] == []
    write: Any = nbformat.writes
    assert path.read_text("utf-8") == write(_read(path), indent=1) + "\n"


def test_it_reads_like_an_essay(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    title = "".join(cells[0]["source"]).splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?")
    assert [cell["id"] for cell in cells if len(cell["source"]) > LINES] == []
    text = sum(cell["cell_type"] == "markdown" for cell in cells)
    assert text * 3 >= len(cells)


def test_it_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "matplotlib"))
    book = _read(path)
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs: list[Any] = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    printed = "\n".join(_text(output) for output in outputs)
    assert [word for word in SHOWN[path.stem.rpartition("-")[2]] if word not in printed] == []


def _read(path: Path) -> Any:
    read: Any = nbformat.read
    return read(path, as_version=4)


def _text(output: Any) -> str:
    data = output.get("data", {})
    kinds = " ".join(kind for kind in data if kind.startswith("image/"))
    return "\n".join([output.get("text", ""), data.get("text/plain", ""), data.get("text/html", ""), kinds])
