"""What several test files share: the ontology, one extractor (the model is loaded once) and a store of the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from pathlib import Path


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
