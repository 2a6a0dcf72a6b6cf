"""Other systems: what POSIX alone has is asked for in one module, and every text that is read or written is UTF-8."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.cli import main

PACKAGE = Path(kg.__file__).parent
ROOT = Path(__file__).parent.parent
#: The one module that asks which system it runs on.
SYSTEM = "kg/store/locks.py"
#: Modules and names of modules that Windows lacks.
ABSENT = {
    *("crypt", "curses", "fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"),
    *(f"os.{name}" for name in "chown chroot fchmod fork forkpty getegid geteuid getgid getgroups getuid".split()),
    *(f"os.{name}" for name in "killpg lchown mkfifo mknod nice openpty posix_spawn pread pwrite sched_yield".split()),
    *(f"os.{name}" for name in "sched_getaffinity setsid statvfs sync sysconf uname wait wait3 wait4".split()),
    *(f"os.{name}" for name in "O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_SYNC WNOHANG".split()),
    *(f"signal.{name}" for name in "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 alarm".split()),
    *("signal.pause", "signal.setitimer", "socket.AF_UNIX", "time.tzset", "sys.platform", "os.name"),
}

#: How paths begin that only POSIX has.
PLACES = ("/tmp", "/dev/", "/proc/", "/etc/")  # noqa: S108 - looked for, not used


def test_what_posix_alone_has_is_asked_for_in_one_module() -> None:
    found = [fault for path in sorted(PACKAGE.rglob("*.py")) for fault in faults(path)]
    assert {fault.partition(":")[0] for fault in found} == {SYSTEM}, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import fcntl", ["f.py:1: fcntl"]),
        ("from pwd import getpwnam", ["f.py:1: pwd"]),
        ("import os\nos.fork()", ["f.py:2: os.fork"]),
        ("from os import getuid, replace", ["f.py:1: os.getuid"]),
        ("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)", []),
        ("open('/tmp/x')", ["f.py:1: '/tmp/x'"]),
        ("import os\nopen(os.devnull)", []),
    ],
)
def test_faults_are_named(code: str, found: list[str]) -> None:
    assert list(faults_of("f.py", code)) == found


def faults(path: Path) -> Iterator[str]:
    yield from faults_of(f"kg/{path.relative_to(PACKAGE).as_posix()}", path.read_text("utf-8"))


def faults_of(name: str, code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        found = [asked for asked in names(node) if asked in ABSENT]
        if isinstance(node, ast.Constant) and str(node.value).startswith(PLACES):
            found.append(repr(node.value))
        yield from (f"{name}:{getattr(node, 'lineno', 0)}: {asked}" for asked in found)


def names(node: ast.AST) -> list[str]:
    """Return what a node asks for: modules, and names in them."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return [f"{node.value.id}.{node.attr}"]
    return []


def test_no_file_of_the_checkout_has_a_name_that_windows_refuses() -> None:
    paths = [
        path.relative_to(ROOT) for folder in ("kg", "ontology", "notebooks") for path in (ROOT / folder).rglob("*")
    ]
    assert [path for path in paths if set(path.name) & set('<>:"|?*\\') or path.name.endswith((".", " "))] == []
    spelled = [path.as_posix().casefold() for path in paths]
    assert len(spelled) == len(set(spelled))


def test_texts_are_utf_8_whatever_the_system_says(tmp_path: Path) -> None:
    """Under a locale of ASCII, with a warning for each text that is opened without an encoding."""
    text = "Łódź Häfen AG has bought Quillon Energy – “at last”, Zoë Ångström said."
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    options = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning:kg"]

    def typed(*arguments: str) -> str:
        command = [sys.executable, *options, "-m", "kg", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8")

    assert "Łódź Häfen AG ── acquires ─→ Quillon Energy" in typed("extract", "note.txt", "--format", "table")
    typed("build", "note.txt", "--store", "graph")
    assert "Łódź" in typed("query", "SELECT ?name { ?x kg:acquires ?y ; rdfs:label ?name }", "--store", "graph")
    typed("view", "--store", "graph", "-o", "picture.html")
    assert "Łódź" in (tmp_path / "picture.html").read_text("utf-8")


def test_lines_that_end_as_windows_ends_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.BytesIO(b"Brightwater Group has bought Quillon Energy.\r\nZo\xc3\xab denied it.\r\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(typed, encoding="cp1252"))
    assert main(["extract", "-", "--format", "table"]) == 0
    assert "Brightwater Group ── acquires ─→ Quillon Energy" in capsys.readouterr().out


@pytest.mark.long
@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_types_hold_on_other_systems(platform: str, tmp_path: Path) -> None:
    """What typeshed says is not on a system is an error of types there."""
    command = [sys.executable, "-m", "mypy", "--platform", platform, "--cache-dir", str(tmp_path), "kg"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
