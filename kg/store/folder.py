"""A store's folder: who may write, where the live data lie, which checkpoint readers open.

::

    settings.json     the base IRI and the layout's version
    lock              held by the writer (flock), names it
    data/             the live data, opened by the writer only
    checkpoints/N/    complete copies (hard links), opened read-only and held by a shared flock
    current           the number of the newest checkpoint
    sources.json      which articles were read under which arguments of a build
    cache/            what saves time only
    readings.sqlite   likewise: hashes of what was read in each article
    unpublished       there from the first write until the checkpoint that has it

Every step leaves the folder whole: a file is written beside its name and moved there, a checkpoint is complete before
``current`` names it, and goes only when nobody holds it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pyoxigraph import Store as Oxigraph

from kg.errors import StoreError
from kg.rdf import BASE
from kg.store.locks import FolderHold, WriteLock, take_away

__all__ = ["Checkpoint", "Folder", "damaged", "explain"]

VERSION = 1
_OWN = {
    *("settings.json", "lock", "data", "checkpoints", "current", "unpublished"),
    *("cache", "sources.json", "readings.sqlite", "readings.sqlite-journal", "runs.log"),
}

#: What the system says, and what to do about it.
_CURES = {
    "no space left": "free some space",
    "file too large": "free some space or lift the limit on file sizes",
    "quota": "free some space",
    "read-only file system": "give a folder on a disk that can be written",
    "permission denied": "give a folder that you may write, or change its permissions",
    "operation not permitted": "give a folder that you may write",
    "too many open files": "close other programs, or raise the limit with ulimit -n",
}

#: What to do about a damaged checkpoint, since the live data are whole.
_ANEW = "run kg build on it: it publishes a new checkpoint"


def explain(path: Path, doing: str, error: OSError) -> StoreError:
    """Return a StoreError that says what could not be done to which store, why, and what to do."""
    reason = " ".join((error.strerror or str(error)).split()).removeprefix("IO error: ")
    cure = next((cure for words, cure in _CURES.items() if words in reason.lower()), None)
    advice = f"; {cure} and run it again: what was committed is kept" if cure else ""
    return StoreError(f"store {str(path)!r} cannot be {doing}: {reason[:1].lower()}{reason[1:]}{advice}")


def damaged(path: Path, fault: str, cure: str) -> StoreError:
    """Return a StoreError that says what is wrong in the folder of which store, and what to do."""
    return StoreError(f"store {str(path)!r} is damaged: {fault}; {cure}")


class Checkpoint:
    """A complete state of the data, read-only; it stays on disk as long as it is held."""

    def __init__(self, number: int, data: Oxigraph, hold: FolderHold) -> None:
        self.number, self.data, self._hold = number, data, hold

    def release(self) -> None:
        """Let it go before it is forgotten; what was read of it is not to be used any more."""
        self._hold.release()


class Folder:
    """The folder of a store; nothing is made or written before it is locked for writing."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.data = self.path / "data"
        self._checkpoints = self.path / "checkpoints"
        self._current = self.path / "current"
        self._unpublished = self.path / "unpublished"
        #: The folders that were made for the store, the innermost first, and whether there was nothing in it before.
        self._made: list[Path] = []
        self._begun = False

    def check(self) -> None:
        """Raise StoreError where the path is a file, or a folder that holds something else."""
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"store {str(self.path)!r} is a file; give a folder")
        try:
            names = {entry.name for entry in self.path.iterdir()} if self.path.exists() else set()
        except OSError as error:
            raise explain(self.path, "read", error) from error
        strange = sorted(name for name in names - _OWN if not name.startswith("."))
        if "settings.json" not in names and strange:
            raise StoreError(
                f"{str(self.path)!r} is no store: it holds {strange[0]!r}; give the folder of a store, or a new one"
            )

    def base(self) -> str | None:
        """Return the base IRI of the store's data, None where there is no store yet."""
        file = self.path / "settings.json"
        try:
            settings = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise explain(self.path, "read", error) from error
        except ValueError:
            settings = None
        if not isinstance(settings, dict) or not isinstance(settings.get("base", ""), str):
            example = json.dumps({"base": BASE, "version": VERSION})
            raise damaged(self.path, f"{str(file)!r} holds no settings", f"write {example} there, with its own base")
        if settings.get("version") != VERSION:
            raise StoreError(
                f"store {str(self.path)!r} has layout {settings.get('version')!r}, this program reads {VERSION}; "
                "build it anew with this program, or use the program that made it"
            )
        return str(settings.get("base", BASE))

    def prepare(self, base: str | None) -> tuple[WriteLock, str]:
        """Make the folder, lock it for writing and clean up after a killed writer; return the lock and the base IRI.

        ``base`` None takes the store's own, or the default for a new one. StoreError where another process holds it,
        where it cannot be written, or where it has another base.
        """
        self.check()
        try:
            self._made = [path for path in (self.path, *self.path.parents) if not path.exists()]
            self.path.mkdir(parents=True, exist_ok=True)
            self._begun = not any(self.path.iterdir())
            lock = WriteLock(self.path)
        except StoreError:
            raise
        except OSError as error:
            raise explain(self.path, "written", error) from error
        try:
            return lock, self._prepare_locked(base)
        except OSError as error:
            lock.release()
            raise error if isinstance(error, StoreError) else explain(self.path, "written", error) from error

    def _prepare_locked(self, base: str | None) -> str:
        own = self.base()
        if own is None:
            own = base or BASE
            self._write("settings.json", json.dumps({"base": own, "version": VERSION}, indent=1) + "\n")
        if base is not None and base != own:
            raise StoreError(f"store {str(self.path)!r} has the base {own!r}, not {base!r}; leave the base out")
        self._checkpoints.mkdir(exist_ok=True)
        self._finish_rewriting()
        self._clean()
        for path in self.data.glob("LOG.old.*"):  # RocksDB writes one each time it is opened, and keeps a thousand
            path.unlink(missing_ok=True)
        return own

    def undo(self) -> None:
        """Take away a store that was begun in no folder, or an empty one, where nothing was written into it yet."""
        if not self._begun or self._unpublished.exists() or self._current.exists():
            return
        for path in map(self.path.joinpath, sorted(_OWN)):
            shutil.rmtree(path, ignore_errors=True)
            with suppress(OSError):
                path.unlink()
        for path in self._made:
            with suppress(OSError):  # another has put something there
                path.rmdir()

    def _write(self, name: str, text: str) -> None:
        beside = self.path / f".{name}"
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path / name)

    def sources(self) -> dict[str, list[str]]:
        """Return what :meth:`write_sources` was given last."""
        try:
            known: dict[str, list[str]] = json.loads((self.path / "sources.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            reason = error if isinstance(error, OSError) else OSError(f"sources.json holds no JSON: {error}; delete it")
            raise explain(self.path, "read", reason) from error
        return known

    def write_sources(self, sources: dict[str, list[str]]) -> None:
        """Keep which articles were read under which arguments."""
        try:
            self._write("sources.json", json.dumps(sources, ensure_ascii=True, indent=0, sort_keys=True) + "\n")
        except OSError as error:
            raise explain(self.path, "written", error) from error

    @contextmanager
    def rewriting(self) -> Iterator[Path]:
        """Give a folder to write the data anew in, and put it in their place when that is done, or not at all.

        Where neither the new data nor the old ones can be put there, both stay for the next writer, which tries again:
        until then there are no :attr:`data`, and none are to be opened, since that would make empty ones.
        """
        beside, old = self.path / ".data", self.path / ".old"
        for leftover in (beside, old):
            shutil.rmtree(leftover, ignore_errors=True)
        try:
            yield beside
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        try:
            self.data.rename(old)
            beside.rename(self.data)
        except BaseException:  # in use by another program, or interrupted between the two
            if old.exists() and not self.data.exists():
                with suppress(OSError):
                    old.rename(self.data)
            if self.data.exists():
                self._finish_rewriting()
            raise
        self._finish_rewriting()

    def _finish_rewriting(self) -> None:
        """Put data that were written anew in place, where they are complete: then the old ones have moved away."""
        beside, old = self.path / ".data", self.path / ".old"
        if not self.data.exists() and old.exists():
            (beside if beside.exists() else old).rename(self.data)
        for leftover in (beside, old):
            shutil.rmtree(leftover, ignore_errors=True)

    # -- Checkpoints -------------------------------------------------------------------------------------------------

    def newest(self) -> int | None:
        """Return the number of the newest checkpoint, None where there is none."""
        try:
            return int(self._current.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise explain(self.path, "read", error) from error
        except ValueError as error:
            raise damaged(self.path, f"{str(self._current)!r} holds no number", _ANEW) from error

    def absence(self) -> str:
        """Return why there is nothing to read, a sentence; empty where there is a checkpoint."""
        if self.newest() is not None:
            return ""
        if self.base() is None:
            return f"there is no store at {str(self.path)!r} yet; `kg build PATH --store {self.path}` makes one"
        told = f"no build of the store at {str(self.path)!r} has come to its end, so that it reads as empty"
        return f"{told}; run the build again, unless one is running"

    def open_newest(self) -> Checkpoint | None:
        """Open the newest checkpoint and hold it, None where there is none."""
        self.check()
        while (number := self.newest()) is not None:
            path = self._checkpoints / str(number)
            try:
                hold = FolderHold(path)
            except OSError as error:
                # The writer has moved on between the two steps, or the folder is damaged.
                if isinstance(error, BlockingIOError) or self.newest() != number:
                    continue
                if isinstance(error, FileNotFoundError):
                    raise damaged(self.path, f"there is no checkpoint {str(path)!r}", _ANEW) from error
                raise explain(self.path, "read", error) from error
            try:
                return Checkpoint(number, Oxigraph.read_only(str(path)), hold)
            except OSError as error:
                hold.release()
                raise explain(self.path, "read", error) from error
            except RuntimeError as error:  # what Oxigraph raises for files that are not as it left them
                hold.release()
                raise damaged(self.path, f"{str(path)!r} cannot be opened: {error}", _ANEW) from error
        return None

    def mark_unpublished(self) -> None:
        """Note that the live data are ahead of the newest checkpoint."""
        try:
            self._unpublished.touch()
        except OSError as error:
            raise explain(self.path, "written", error) from error

    @property
    def unpublished(self) -> bool:
        """Whether the live data may be ahead of the newest checkpoint, or there is none that readers can open."""
        if self._unpublished.exists():
            return True
        try:
            checkpoint = self.open_newest()
        except StoreError:
            return True
        if checkpoint is not None:
            checkpoint.release()
        return checkpoint is None

    def publish(self, data: Oxigraph) -> None:
        """Make a checkpoint of the live data the newest, and remove those that nobody holds."""
        number = 1 + max((int(path.name) for path in self._checkpoints.iterdir() if path.name.isdigit()), default=0)
        beside = self._checkpoints / f".{number}"
        try:
            shutil.rmtree(beside, ignore_errors=True)
            data.backup(str(beside))
            beside.rename(self._checkpoints / str(number))
            self._write("current", f"{number}\n")
            self._unpublished.unlink(missing_ok=True)
            self._clean()
        except OSError as error:
            shutil.rmtree(beside, ignore_errors=True)
            raise explain(self.path, "published", error) from error

    def _clean(self) -> None:
        """Remove checkpoints that are not the newest and that nobody holds, and what a killed writer left."""
        with suppress(StoreError):  # a damaged pointer: all checkpoints stay until the next one is published
            newest = str(self.newest())
            for path in self._checkpoints.iterdir():
                if path.name.startswith("."):
                    shutil.rmtree(path, ignore_errors=True)
                elif path.name != newest:
                    self._remove(path)

    def _remove(self, path: Path) -> None:
        # Moved away first, so that a reader never finds half a checkpoint; one that is held is tried again next time.
        gone = path.with_name(f".{path.name}")
        if take_away(path, gone):
            shutil.rmtree(gone, ignore_errors=True)
