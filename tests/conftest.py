"""What several test files share: the ontology, one extractor (the model is loaded once), stores."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import picture_story
import pytest
from browser import chromium
from store_story import ARTICLES, FakeExtractor

import kg
from kg.picture import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


#: The scripts of the picture's page.
JS = Path(__file__).parent.parent / "js"


@pytest.fixture(scope="session")
def ontology() -> kg.Ontology:
    """The built-in ontology."""
    return kg.load_ontology()


@pytest.fixture(scope="session")
def extractor() -> kg.Extractor:
    """An extractor with the built-in ontology and the default model."""
    return kg.Extractor()


@pytest.fixture(scope="session")
def sample_store(extractor: kg.Extractor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds the sample articles; copy it before you write to it."""
    folder = tmp_path_factory.mktemp("samples") / "kg-demo"
    with kg.Store(folder, write=True) as store:
        kg.build(store, kg.read(kg.sample_paths()), extractor=extractor)
    return folder


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds the articles of :mod:`store_story`; nothing is written to it."""
    folder = tmp_path_factory.mktemp("stores") / "story"
    with kg.Store(folder, write=True) as store:
        kg.build(store, ARTICLES, extractor=FakeExtractor())
    return folder


@pytest.fixture
def reader(story: Path) -> Iterator[kg.Store]:
    """The story's store, open to read."""
    with kg.Store(story) as store:
        yield store


@pytest.fixture
def copy(story: Path, tmp_path: Path) -> Path:
    """The folder of a copy of the story's store, to be written to."""
    return Path(shutil.copytree(story, tmp_path / "copy"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. One a file: while it runs, no other loop of asyncio may."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def story_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the story of :mod:`picture_story`."""
    return view(picture_story.story()).save(tmp_path_factory.mktemp("picture") / "graph.html")


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a large picture, of which not all shows at first."""
    large = picture_story.large(picture_story.MANY, picture_story.LINES)
    return view(large, top=picture_story.TOP).save(tmp_path_factory.mktemp("picture") / "large.html")


@pytest.fixture(scope="module")
def packages() -> Path:
    """The npm packages that check the page's scripts; AssertionError where they cannot be had."""
    if not (JS / "node_modules").exists():
        npm = shutil.which("npm")
        assert npm, "npm is not installed; install Node.js 20 or newer (on Debian: apt-get install nodejs npm)"
        subprocess.run([npm, "ci", "--silent"], cwd=JS, check=True)
    return JS / "node_modules"
