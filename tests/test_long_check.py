"""The long check: what it runs is there, one failure does not end it, and its page keeps what was not run again."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def check() -> Any:
    spec = importlib.util.spec_from_file_location("long_check", ROOT / "benchmarks" / "long_check.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["long_check"] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


def test_each_benchmark_is_a_part(check: Any) -> None:
    run = {word for part in check.parts().values() for word in part.command if word.startswith("benchmarks/")}
    assert sorted(path for path in run if not (ROOT / path).exists()) == []
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "benchmarks/long_check.py" in makefile


def test_a_failure_does_not_end_it(check: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |"
    chosen = {
        "bad": check.Part("It fails", ("-c", "import sys; print('so far'); sys.exit('no further')")),
        "good": check.Part("It prints a table", ("-c", f"print({table!r})")),
    }
    assert check.run(chosen, page) == 1
    text = page.read_text("utf-8")
    assert "It fails: **ended with 1**" in text
    assert "```text\nso far\n\nno further\n```" in text
    assert f"It prints a table: ran to its end, in 0.0 minutes.\n\n`python -c 'print({table!r})'`" in text
    assert re.search(rf"cores(, load \d+)?\.\n\n{re.escape(table)}\n", text)


def test_a_part_that_is_run_again_replaces_its_section(check: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for name, body in (("store", "old"), ("start", "first"), ("store", "new\n\n| --- |")):
        check.write(page, name, body)
    assert page.read_text("utf-8") == f"{check.HEAD}\n## start\n\nfirst\n\n## store\n\nnew\n\n| --- |\n"


def test_an_unknown_part_is_named(
    check: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["long_check.py", "shop"])
    with pytest.raises(SystemExit, match="2"):
        check.main()
    assert "no part 'shop'; there are start, site" in capsys.readouterr().err
