"""From arguments to files: folders, globs and standard input, and the name that each file goes by."""

from __future__ import annotations

import glob
import io
import os
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg.errors import ArticleError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["STDIN", "File", "find_files", "names"]

#: The argument that stands for standard input.
STDIN = "-"


@dataclass(frozen=True, slots=True)
class File:
    """One file to read.

    ``path`` is None for standard input. ``given`` is the path as the arguments lead to it, ``relative`` the path
    under the folder argument, or the name alone where the file was an argument itself; both with ``/``.
    """

    path: Path | None
    given: str
    relative: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case with its dot, or an empty string."""
        return self.path.suffix.lower() if self.path else ""

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Open it to read bytes; standard input is left open. Raises OSError as :func:`open` does."""
        if self.path is not None:
            with self.path.open("rb") as stream:
                yield stream
            return
        standard = io.BufferedReader(cast("Any", sys.stdin.buffer))
        try:
            yield standard
        finally:
            standard.detach()


def find_files(arguments: Iterable[str | Path]) -> tuple[list[File], list[ArticleError]]:
    """Return the files that arguments name, each once, and a fault for each argument that names none.

    Files stand in the order of the arguments, those of a folder sorted by path. A folder is walked to its depths;
    what is hidden (``.name``) and what is no regular file is passed over, linked folders are not entered. An argument
    that is no path but a glob (``**`` walks folders) stands for its matches, sorted. Arguments are walked once.
    """
    files: dict[str, File] = {}
    faults: list[ArticleError] = []
    for argument in arguments:
        for path in _expand(str(argument), faults):
            for file in _files(path, faults):
                files.setdefault(os.path.abspath(file.path) if file.path else STDIN, file)  # noqa: PTH100 - links stay
    return list(files.values()), faults


def names(files: Iterable[File], suffixes: Iterable[str]) -> list[str]:
    """Return the name of each file, which is its article's id where the article has no id or URL of its own.

    It is the path under the folder argument, or of a file argument its name, without suffix (of ``suffixes``)
    unless another file would have the same; where that is not enough, the path as given.
    """
    files, known = list(files), tuple(suffixes)
    ladders = [_ladder(file, known) for file in files]
    chosen: dict[int, str] = {}
    for rung in range(len(ladders[0]) if ladders else 0):
        counts = Counter(ladder[rung] for ladder in ladders)
        taken = set(chosen.values())
        for index, ladder in enumerate(ladders):
            if index not in chosen and counts[ladder[rung]] == 1 and ladder[rung] not in taken:
                chosen[index] = ladder[rung]
    return [chosen.get(index, ladders[index][-1]) for index in range(len(files))]


def _ladder(file: File, suffixes: tuple[str, ...]) -> tuple[str, str, str, str]:
    """Return the names that a file may have, the shortest first."""
    bare = [path[: -len(file.suffix)] if file.suffix in suffixes else path for path in (file.relative, file.given)]
    ladder = (bare[0], file.relative, bare[1], file.given)
    return cast("tuple[str, str, str, str]", tuple(os.fsencode(name).decode("utf-8", "replace") for name in ladder))


def _expand(argument: str, faults: list[ArticleError]) -> list[str]:
    if argument == STDIN or os.path.lexists(argument):
        return [argument]
    if any(character in argument for character in "*?["):
        matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - a glob may be absolute
        if not matches:
            faults.append(ArticleError(argument, "matches no file; look at the pattern and the folder it starts from"))
        return matches
    faults.append(ArticleError(argument, f"does not exist{_cure(argument)}"))
    return []


def _cure(argument: str) -> str:
    if "://" in argument:
        return "; nothing is fetched from the network: save the page and give its file"
    path = Path(argument)
    try:
        siblings = sorted(sibling.name for sibling in path.parent.iterdir())
    except (OSError, ValueError):
        siblings = []
    return did_you_mean(path.name, siblings) or f"; look at the path, which starts from {Path.cwd()}"


def _files(argument: str, faults: list[ArticleError]) -> list[File]:
    if argument == STDIN:
        return [File(None, "stdin", "stdin")]
    top = Path(argument)
    if not top.is_dir():
        return [File(top, top.as_posix(), top.name)]
    found = []
    for folder, folders, inside in os.walk(top, onerror=lambda fault: faults.append(_unlisted(fault))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(folder, name) for name in inside if not name.startswith(".")]
        found += [path for path in paths if path.is_file() or path.is_symlink()]
    if not found:
        faults.append(ArticleError(argument, "is a folder with no file in it; give one that holds articles"))
    found.sort(key=lambda path: path.relative_to(top).parts)
    return [File(path, path.as_posix(), path.relative_to(top).as_posix()) for path in found]


def _unlisted(fault: OSError) -> ArticleError:
    return ArticleError(str(fault.filename), f"cannot be listed: {fault.strerror}; look at its permissions")
