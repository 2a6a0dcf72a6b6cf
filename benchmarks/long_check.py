"""The long check: at full size what ``make test`` runs at the smallest size that can fail.

    python benchmarks/long_check.py [PART ...] [--small] [--texts ARTICLES] [--write docs/long-check.md]

Parts are run one after the other, each in a process of its own; one that fails does not keep the others from running,
and the exit code is then 1. The page has a section a part, with its day, its version and what it printed, and is
written after each: a part that is run again replaces its section, the others stay. ``--small`` is for trying this
script. ARTICLES is what ``benchmarks/extract.py`` takes.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "long-check.md"
HEAD = """# The long check

What `make check-long` found: at full size what `make test` runs at the smallest size that can fail. A section tells
when it was run and with which version; `make check-long ONLY=PART` runs one again. How good extraction is stands on
[a page of its own](quality.md). *Load* is how many programs wanted the cores: where it is higher than their number,
seconds of the clock say little. A part that ran to its end may still miss a limit: each figure stands beside its own.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it is about, its command, and what makes it small. ``last`` lines of the output are kept."""

    about: str
    command: tuple[str, ...]
    small: tuple[str, ...] = ()
    last: int | None = None


def parts(texts: str | None = None) -> dict[str, Part]:
    """Return all parts, in the order in which they are run: the shortest first."""
    given = (texts,) if texts else ()
    return {
        "start": Part("What it costs to start", ("benchmarks/startup.py",), ("--repeats", "1")),
        "site": Part("The site builds strictly", ("-m", "mkdocs", "build", "--strict", "--site-dir", "{}")),
        "extract": Part(
            "Extraction beside the bare pipeline of spaCy",
            ("benchmarks/extract.py", *given),
            ("--number", "8", "--repeats", "1"),
        ),
        "reextract": Part("Another ontology over parsed documents", ("benchmarks/reextract.py", *given)),
        "drawing": Part(
            "The picture in a browser, beside pyvis",
            ("benchmarks/drawing.py",),
            ("--sizes", "100", "--patience", "2"),
        ),
        "store": Part(
            "A store of ten million quads",
            ("benchmarks/store.py",),
            ("--quads", "20000", "--rdflib", "20000"),
        ),
        "tests": Part(
            "All tests: 200 builds that are killed, notebooks, each extra in an empty environment, types elsewhere",
            ("-m", "pytest", "-q", "-m", "long or not long", "--durations", "10"),
            ("-k", "test_version"),
            last=14,
        ),
    }


def run(chosen: Mapping[str, Part], page: Path, *, small: bool = False) -> int:
    """Run parts, and write the page after each. Returns how many failed."""
    failed = 0
    for name, part in chosen.items():
        print(f"{name}: {part.about}", file=sys.stderr, flush=True)
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            command = [word.replace("{}", folder) for word in (*part.command, *(part.small if small else ()))]
            done = subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
        minutes = (time.monotonic() - start) / 60
        failed += bool(done.returncode)
        result = "ran to its end" if not done.returncode else f"**ended with {done.returncode}**"
        typed = " ".join(f"'{word}'" if " " in word else word for word in ("python", *part.command))
        lines = [
            f"{part.about}{', tried at a small size' if small else ''}: {result}, in {minutes:.1f} minutes.",
            "",
            f"`{typed.replace('{}', 'site')}` on {date.today().isoformat()}, version {version()}, {machine()}.",
            "",
            *_shown(done.stdout if not done.returncode else f"{done.stdout}\n{done.stderr}", part, done.returncode),
        ]
        write(page, name, "\n".join(lines).rstrip())
        print(f"{name}: {result}", file=sys.stderr, flush=True)
    return failed


def _shown(output: str, part: Part, code: int) -> Sequence[str]:
    """Return a table as it is, all else as a block; of what failed the end."""
    lines = output.strip().splitlines()
    if not code and any(line.startswith("| ---") for line in lines):
        return lines
    lines = lines[-(part.last or (40 if code else 20)) :]
    return ["```text", *lines, "```"] if lines else []


def write(page: Path, name: str, body: str) -> None:
    """Put a section into the page, in place of one of the same name; sections stand in the order of the parts."""
    found = re.split(r"^## (\S+)\n", page.read_text("utf-8"), flags=re.MULTILINE)[1:] if page.exists() else []
    sections = dict(zip(found[::2], (text.strip() for text in found[1::2]), strict=True)) | {name: body}
    order = [*parts(), *sorted(set(sections) - set(parts()))]
    text = "\n".join([HEAD, *(f"## {part}\n\n{sections[part]}\n" for part in order if part in sections)])
    page.write_text(text, encoding="utf-8", newline="\n")


def version() -> str:
    """Return the commit that was run, with a plus sign where files were changed; else the package's version.

    The page itself, which each part changes, does not count.
    """
    done = _git("describe", "--always")
    if done.returncode:
        return metadata.version("claimgraph")
    changed = _git("diff", "--quiet", "HEAD", "--", ".", f":!{PAGE.relative_to(ROOT).as_posix()}").returncode
    return done.stdout.strip() + "+" * bool(changed)


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    command = ["git", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def machine() -> str:
    """Return what it was run on, and how many programs wanted its cores in the last minute, in words."""
    load = f", load {os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else ""
    cores = f"{os.cpu_count()} cores{load}"
    return f"Python {platform.python_version()} on {platform.system()}, {platform.machine()}, {cores}"


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", help="parts to run; all if none is given")
    parser.add_argument("--small", action="store_true", help="at the smallest size, to try this script")
    parser.add_argument("--texts", help="articles to measure extraction on; the samples if not given")
    parser.add_argument("--write", type=Path, default=PAGE, help="the page to write")
    options = parser.parse_args()
    known = parts(str(Path(options.texts).resolve()) if options.texts else None)
    if unknown := [name for name in options.part if name not in known]:
        parser.error(f"no part {', '.join(map(repr, unknown))}; there are {', '.join(known)}")
    chosen = {name: part for name, part in known.items() if not options.part or name in options.part}
    sys.exit(1 if run(chosen, options.write, small=options.small) else 0)


if __name__ == "__main__":
    main()
