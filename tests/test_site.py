"""The site builds strictly, fetches nothing, and its how-to pages print what they show; citing, contributing."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import kg

yaml: Any = import_module("yaml")

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*(DOCS / "howto").glob("*.md"), *(DOCS / "explanation").glob("*.md")])
KINDS = ("console", "pycon", "sh", "text")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_every_page_is_there(site: Path) -> None:
    sources = {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md")}
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert {*sources, "index.html", "api.html", "changes.html"} - built == set()
    assert "every edge opens to the sentence that says it" in " ".join((site / "index.html").read_text("utf-8").split())


def test_every_name_has_its_place(site: Path) -> None:
    page = (site / "api.html").read_text("utf-8")
    assert [name for name in kg.__all__ if not re.search(rf'id="kg\.[\w.]*\b{name}"', page)] == []
    assert ":class:" not in page


def test_a_reader_s_browser_fetches_nothing(site: Path) -> None:
    fetched = re.compile(r'<(?:script|img|iframe)[^>]*\bsrc="https?:|<link[^>]*rel="stylesheet"[^>]*href="https?:')
    assert [path.name for path in site.rglob("*.html") if fetched.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_print_what_they_show(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text("utf-8")
    assert set(re.findall(r"^```(\w+)$", text, re.MULTILINE)) <= set(KINDS)
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert generate.session(text, tmp_path) == text
    monkeypatch.chdir(tmp_path)
    typed = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    report: list[str] = []
    test = doctest.DocTestParser().get_doctest(typed, {}, page.name, page.name, 0)
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=report.append)
    assert not report, "".join(report)


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {"cff-version", "message", "title", "authors", "version", "license", "type"} <= set(cited)
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])
    assert cited["authors"] == [{"name": author["name"]} for author in project["authors"]]


def test_what_contributors_are_told_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    targets = re.findall(r"^([\w-]+):(?!=)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    said = set(re.findall(r"`make ([a-z-]+)`", text))
    assert {"test", "format", "docs", "site"} <= said <= set(targets)
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", text)
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
    assert len(text.splitlines()) < 80
