"""The names of the package, what they load, and the licences of what it needs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kg

ROOT = Path(__file__).parent.parent
SOURCE = Path(kg.__file__)
MODULES = {path.stem for path in SOURCE.parent.iterdir()}

#: What takes long to import, and what a question may need none of.
HEAVY: tuple[str, ...]
HEAVY = ("spacy", "thinc", "numpy", "scipy", "rdflib", "networkx", "trafilatura", "onnxruntime", "tokenizers")
HEAVY += ("pandas", "matplotlib", "jinja2", "requests", "pyshacl", "IPython", "torch", "starlette", "uvicorn")
#: What only a question needs.
ASKING = ("pyoxigraph", "rich", "pydantic")


def test_names_are_sorted_and_lazy() -> None:
    constants_classes_functions = sorted(kg._HOMES, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert kg.__all__ == constants_classes_functions
    assert set(kg.__all__) <= set(dir(kg))


@pytest.mark.parametrize("name", kg.__all__)
def test_name_is_there_and_no_module(name: str) -> None:
    assert getattr(kg, name) is getattr(sys.modules[f"kg.{kg._HOMES[name]}"], name)
    assert name not in MODULES


def test_type_checkers_see_the_same_names() -> None:
    block = next(node for node in ast.parse(SOURCE.read_text("utf-8")).body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == {name: f"kg.{home}" for name, home in kg._HOMES.items()}


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'stroe'"):
        getattr(kg, "stroe")  # noqa: B009 - a type checker would rightly refuse the plain form


@pytest.mark.parametrize(
    ("code", "spared"),
    [
        ("import kg", (*HEAVY, *ASKING, "typer")),
        ("from kg.cli import main; main(['--help'])", (*HEAVY, *ASKING)),
        ("from kg.cli import main; main(['extract', '--help'])", (*HEAVY, "pyoxigraph", "rich")),
        ("from kg.cli import main; main(['query', 'who-negotiates', '--var', 'x=NATO'])", HEAVY),
        ("from kg.cli import main; main(['info'])", HEAVY),
    ],
)
def test_nothing_heavy_is_loaded(code: str, spared: tuple[str, ...], sample_store: Path) -> None:
    code += f"; import sys; print([name for name in {spared} if name in sys.modules])"
    assert run(sys.executable, "-c", code, KG_STORE=str(sample_store)).splitlines()[-1] == "[]"


def test_ontology_of_a_checkout() -> None:
    assert kg.ontology_path("kg.ttl") == ROOT / "ontology" / "kg.ttl"


def test_required_packages_are_pinned_and_free() -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in pins if not re.fullmatch(r"#.*|[\w.-]+==[\w.+]+", line)] == []
    pinned = {canonicalize_name(line.partition("==")[0]) for line in pins}
    needed = required("claimgraph")
    assert "spacy" in needed
    assert sorted(needed - pinned) == []
    bound = [name for name in sorted(needed) if all(re.search(r"\b(A|Affero )?GPL", text) for text in licences(name))]
    assert bound == []


def required(name: str) -> set[str]:
    """Return all that a distribution needs, directly or not, on this machine, without extras."""
    found: set[str] = set()
    queue = [name]
    while queue:
        try:
            lines = distribution(queue.pop()).requires or []
        except PackageNotFoundError:  # needed elsewhere only, or by an extra
            continue
        wanted = (Requirement(line) for line in lines)
        new = {canonicalize_name(w.name) for w in wanted if not w.marker or w.marker.evaluate({"extra": ""})}
        queue += sorted(new - found)
        found |= new
    return found


def licences(name: str) -> list[str]:
    """Return the licences of a distribution, any of which may be chosen, as it says itself."""
    metadata = distribution(name).metadata
    said = [part for text in metadata.get_all("License-Expression") or [] for part in text.split(" OR ")]
    said += [value for value in metadata.get_all("Classifier") or [] if value.startswith("License ::")]
    return said or [text[:80] for text in metadata.get_all("License") or []] or ["unknown"]


def run(*command: str, cwd: Path | None = None, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout
