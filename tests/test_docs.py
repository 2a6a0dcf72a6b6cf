"""README and docs say what is true: sessions run as shown, links lead somewhere, nothing is left undocumented."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kg

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What a block may be; the first two are run.
KINDS = ("console", "pycon", "sh", "text", "sparql", "turtle")


def name_of(page: Path) -> str:
    """Return the path of a page inside of the checkout."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *kinds: str) -> list[tuple[str, str]]:
    return [(kind, body) for kind, body in BLOCK.findall(page.read_text("utf-8")) if kind in kinds]


def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "console")], ids=name_of)
def test_console_sessions_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    assert generate().session(text, tmp_path) == text, "run: make docs"


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "pycon")], ids=name_of)
def test_python_sessions_print_what_is_shown(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "\n".join(body for _, body in blocks(page, "pycon"))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, page.name, 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    assert not report, "".join(report)


def test_fits() -> None:
    fits = generate().fits
    assert fits("a\n...\nc\n", "a\nb\nc\n")
    assert fits("a\n...\nc\n", "a\nc\n")
    assert not fits("a\n...\nd\n", "a\nb\nc\n")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_blocks_are_of_a_known_kind(page: Path) -> None:
    kinds = re.findall(r"^```(\w*)\n.*?^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert [kind for kind in kinds if kind not in KINDS] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "name", ["benchmarks.md", "commands.md", "ontology.svg", "queries.md", "rdf.svg", "relations.md"]
)
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


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "sparql")], ids=name_of)
def test_queries_of_pages_have_an_answer(page: Path, sample_store: Path) -> None:
    with kg.Store(sample_store) as store:
        for _, query in blocks(page, "sparql"):
            bound = {name: "NATO" for name in ("x", "y") if re.search(rf"\?{name}\b", query)}
            found = store.query(query, **bound)
            assert found.columns
            assert len(found) or page.name == "queries.md", query


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_in_passing_are_known(page: Path) -> None:
    """What is not run since it needs a server, a folder of somebody or a browser has commands and options there are."""
    generated = generate()
    known = dict(generated._walk("kg", generated.typer.main.get_command(generated.app)))
    text = page.read_text("utf-8")
    lines = [line for _, body in blocks(page, "sh") for line in body.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(BLOCK, "", text))
    assert [line for line in lines if line.startswith("kg ") and not is_known(line, known)] == []


def is_known(line: str, known: dict[str, Any]) -> bool:
    """Tell whether a line of ours has a command and options that there are."""
    words = re.sub(r"'[^']*'", "TEXT", line).split()
    path = " ".join(words[: 3 if " ".join(words[:3]) in known else 2])
    if path not in known:
        return words[1].startswith("-") or words[1].isupper()  # kg --help, kg COMMAND
    options = {name for parameter in known[path].params for name in parameter.opts} | {"--help", "-h"}
    return all(word in options for word in words if word.startswith("-") and word != "-")


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("kg view -o a.html --top 5", True),
        ("kg view --tops 5", False),
        ("kg ontology try 'PHRASE' TEXT", True),
        ("kg ontologie list", False),
        ("kg query 'SELECT ?x { ?x --a 1 }' --var x=NATO", True),
    ],
)
def test_what_is_known(line: str, known: bool) -> None:
    generated = generate()
    assert is_known(line, dict(generated._walk("kg", generated.typer.main.get_command(generated.app)))) == known


def test_make_targets_of_readme() -> None:
    targets = re.findall(r"^([\w-]+):(?!=)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    said = re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= set(said) <= set(targets)


def test_every_page_is_linked_from_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for page in PAGES[1:] if (name := name_of(page)) not in readme] == []


def test_every_picture_is_shown() -> None:
    pictures = [path for suffix in ("png", "svg") for path in sorted(DOCS.rglob(f"*.{suffix}"))]
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert [path.name for path in pictures if not re.search(rf"!\[[^\]]{{30,}}\]\([\w/.]*{path.name}\)", text)] == []
