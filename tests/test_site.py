"""The site builds strictly and fetches nothing; citing, contributing."""

from __future__ import annotations

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
