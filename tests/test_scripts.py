"""The scripts of the picture's page: typed, and built from the lock file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from kg.picture.page import HERE

JS = Path(__file__).parent.parent / "js"
ASSETS = HERE / "assets"


def test_scripts_are_typed(packages: Path) -> None:
    checked = subprocess.run([packages / ".bin" / "tsc", "-p", JS], capture_output=True, text=True, check=False)
    assert checked.stdout == ""
    assert checked.returncode == 0


def test_bundle_is_what_the_lock_file_builds(packages: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node, "node is not installed; install Node.js 20 or newer (on Debian: apt-get install nodejs npm)"
    assert packages.exists()
    subprocess.run([node, "build.mjs", tmp_path], cwd=JS, check=True)
    for name in ("webgl.js", "THIRD-PARTY.txt"):
        assert (tmp_path / name).read_bytes() == (ASSETS / name).read_bytes(), f"{name} is stale; type make assets"


def test_lock_file_names_no_registry() -> None:
    lock = (JS / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
