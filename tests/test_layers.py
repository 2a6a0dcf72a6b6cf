"""The imports keep to the layers: lower never imports higher, and inside a layer only leftwards."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

import pytest

import kg

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(kg.__file__).parent

#: Lowest first; inside a layer a module may import those to its left.
LAYERS = (
    ("errors", "html", "model"),
    ("ontology", "articles", "documents", "nlp", "encoder"),
    ("mentions", "entities", "relations", "qualifiers"),
    ("pipeline", "rdf"),
    ("frames", "store", "building", "evaluation", "training"),
    ("resolution", "exports", "picture", "instruments"),
    ("cli", "web", "mcp"),
)
#: Fronts use what everybody can use, and nothing else of the package.
FRONTS = LAYERS[-1]
PLACES = {name: (level, column) for level, names in enumerate(LAYERS) for column, name in enumerate(names)}

#: The modules that may know a library; its objects go no further.
BORDERS = {
    # instruments has a component for the user's own pipeline; no other object of spaCy passes the pipeline
    "spacy": ("nlp", "mentions", "entities", "relations", "qualifiers", "pipeline", "training", "instruments"),
    "rdflib": ("ontology", "rdf", "store", "exports"),
    "pyoxigraph": ("ontology", "rdf", "store", "exports"),
    "oxrdflib": ("ontology", "rdf", "store", "exports"),
    "trafilatura": ("articles",),
    "pyvis": ("picture",),
    "networkx": ("frames", "relations", "picture", "exports", "resolution"),
    "typer": ("cli",),
    "starlette": ("web",),
    "uvicorn": ("web",),
    "rich": ("cli",),
    "IPython": ("instruments",),
}


def test_layers_of_package() -> None:
    assert [fault for path in sorted(PACKAGE.rglob("*.py")) for fault in faults(path)] == []


@pytest.mark.parametrize(
    ("module", "code", "fault"),
    [
        ("nlp", "import kg.ontology", None),
        ("nlp", "from kg.model import Article", None),
        ("nlp", "from kg import errors", None),
        ("ontology", "from kg.nlp import parse", "kg/ontology.py:1: ontology imports nlp, which stands above it"),
        ("model", "\n\ndef f():\n    import kg.store", "kg/model.py:4: model imports store, which stands above it"),
        ("cli", "from kg.store import Store", "kg/cli.py:1: cli imports store; it may use only what kg.__all__ has"),
        ("cli", "import kg\nkg.store", "kg/cli.py:2: kg.__all__ has no 'store'"),
        ("cli", "import kg\nkg.Store", None),
        ("store", "import kg", "kg/store.py:1: store imports the whole package"),
        ("store", "from kg import Article", "kg/store.py:1: store imports the whole package"),
        ("store", "import spacy.tokens", "kg/store.py:1: store imports spacy"),
        ("entities", "from spacy.tokens import Doc", None),
        ("store", "from .picture import view", "kg/store.py:1: store imports picture, which stands above it"),
        ("stuff", "", "kg/stuff.py:1: stuff stands in no layer; give it one in tests/test_layers.py"),
    ],
)
def test_faults_are_named_by_file_and_line(module: str, code: str, fault: str | None) -> None:
    found = list(faults_of(module, f"kg/{module}.py", code))
    assert found == ([] if fault is None else [fault])


def faults(path: Path) -> Iterator[str]:
    inside = path.relative_to(PACKAGE)
    module = inside.parts[0].removesuffix(".py")
    if module not in ("__init__", "__main__"):  # the package itself points at all, and __main__ at cli
        yield from faults_of(module, f"kg/{inside.as_posix()}", path.read_text(encoding="utf-8"))


def faults_of(module: str, name: str, code: str) -> Iterator[str]:
    if module not in PLACES:
        yield f"{name}:1: {module} stands in no layer; give it one in tests/test_layers.py"
        return
    for node in ast.walk(ast.parse(code)):
        line = f"{name}:{getattr(node, 'lineno', 0)}"
        for target in targets(node, name):
            library, _, rest = target.partition(".")
            if library in BORDERS and module not in BORDERS[library]:
                yield f"{line}: {module} imports {library}"
            elif library == "kg":
                yield from (f"{line}: {fault}" for fault in inner_faults(module, rest.partition(".")[0]))
        if module in FRONTS and is_name_of_package(node) and node.attr not in (*kg.__all__, "__version__"):
            yield f"{line}: kg.__all__ has no {node.attr!r}"


def inner_faults(module: str, target: str) -> Iterator[str]:
    if module in FRONTS:
        if target in PLACES and target != module:
            yield f"{module} imports {target}; it may use only what kg.__all__ has"
    elif target not in PLACES:
        yield f"{module} imports the whole package"
    elif target != module and PLACES[target] > PLACES[module]:
        yield f"{module} imports {target}, which stands above it"


def targets(node: ast.AST, name: str) -> list[str]:
    """Return what an import statement imports, dotted; of ``from kg import`` each name."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        above = list(Path(name).parts[: -node.level]) if node.level else []
        origin = ".".join([*above, *([node.module] if node.module else [])])
        return [f"kg.{alias.name}" for alias in node.names] if origin == "kg" else [origin]
    return []


def is_name_of_package(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "kg"
