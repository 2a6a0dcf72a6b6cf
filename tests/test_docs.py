"""README and docs say what is true: sessions run as shown, links lead somewhere, nothing is left undocumented."""

from __future__ import annotations

import doctest
import fnmatch
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Only these are run; the test below names any other.
RUN = ("console", "pycon")
NOT_RUN = ("sh", "text", "sparql", "turtle", "json", "python")


def blocks(page: Path, *kinds: str) -> list[tuple[str, str]]:
    return [(kind, body) for kind, body in BLOCK.findall(page.read_text("utf-8")) if kind in kinds]


def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, *RUN)], ids=lambda page: page.name)
def test_sessions_run_as_shown(page: Path, tmp_path: Path, sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page in a folder of its own, where ``kg demo`` has been typed before."""
    shutil.copytree(sample_store, tmp_path / "kg-demo")
    monkeypatch.chdir(tmp_path)
    for name in ("KG_STORE", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for kind, body in blocks(page, *RUN):
        if kind == "console":
            for command, expected in commands(body):
                assert shown(command, monkeypatch) == Pattern(expected), command
        else:
            run_python(body, page.name)


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console session, continuation lines included, and what it is to print."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        count = 1 + next((i for i, line in enumerate(lines) if not line.rstrip("\n").endswith("\\")), 0)
        yield "".join(lines[:count]).strip(), "".join(lines[count:])


def shown(command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    if match := re.fullmatch(r"export (\w+)=(\S+)", command):
        monkeypatch.setenv(match[1], match[2])
        return ""
    done = subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode("utf-8")


class Pattern:
    """Equal to a text where a line of three dots stands for any lines; blanks at the ends of lines do not count."""

    def __init__(self, expected: str) -> None:
        self.expected = expected

    def __eq__(self, text: object) -> bool:
        parts = [re.escape(clean(part)) for part in re.split(r"^\.\.\.\n", self.expected, flags=re.MULTILINE)]
        return re.fullmatch("(?:.*\n)*".join(parts), clean(str(text))) is not None

    def __hash__(self) -> int:
        return hash(self.expected)

    def __repr__(self) -> str:
        return f"\n{self.expected}"


def clean(text: str) -> str:
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).rstrip("\n") + "\n" if text.strip() else ""


def run_python(body: str, name: str) -> None:
    test = doctest.DocTestParser().get_doctest(body, {}, name, name, 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    assert not report, "".join(report)


def test_pattern() -> None:
    assert Pattern("a\n...\nc\n") == "a\nb\nc  \n"
    assert Pattern("a\n...\nd\n") != "a\nb\nc\n"
    assert list(commands("$ kg x \\\n  y\nout\n$ kg z\n")) == [("kg x \\\n  y", "out\n"), ("kg z", "")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_blocks_are_of_a_known_kind(page: Path) -> None:
    kinds = re.findall(r"^```(\w*)\n.*?^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert [kind for kind in kinds if kind not in (*RUN, *NOT_RUN)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["commands.md", "queries.md", "relations.md"])
def test_generated_page_is_fresh(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    expected = generate().pages()[name]
    assert (ROOT / "docs" / name).read_text("utf-8") == expected, "run: make docs"


def test_everything_is_documented() -> None:
    pages = {page.name: page.read_text("utf-8") for page in PAGES}
    generated = generate()
    paths = [path for path, _ in generated._walk("kg", generated.typer.main.get_command(generated.app))]
    assert [path for path in paths if f"## {path}\n" not in pages["commands.md"]] == []
    top = [path for path in paths if path.count(" ") == 1]
    assert [path for path in top if f"`{path}" not in pages["README.md"]] == [], "the table of commands"
    ontology = kg.load_ontology()
    named = [*ontology.relations, *ontology.types, *ontology.cue_sets]
    assert [name for name in named if f"| `{name}` |" not in pages["relations.md"]] == []
    assert [name for name in kg.named_queries() if f"## {name}\n" not in pages["queries.md"]] == []
    assert [name for name in kg.__all__ if f"`{name}" not in pages["python.md"]] == []


def test_make_targets_of_readme() -> None:
    targets = re.findall(r"^([\w-]+):(?!=)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    said = re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= set(said) <= set(targets)


def test_every_page_is_linked_from_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    pages = [page.name for page in PAGES[1:] if not fnmatch.fnmatch(page.name, "long-check.md")]
    assert [name for name in pages if f"docs/{name}" not in readme] == []
