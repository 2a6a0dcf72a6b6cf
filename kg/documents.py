"""Parsed documents on disk, so that a text is parsed once: bytes by a text and by what parsed it.

No spaCy in here: :mod:`kg.pipeline` makes documents of the bytes. A cache saves time only: one that cannot be read or
written is passed over, and whatever is in it may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["CACHE_FILE", "DocumentCache", "SavesTime", "open_base"]

#: Where a store keeps its cache, below its folder.
CACHE_FILE = "cache/parsed.sqlite"
#: The most bytes of documents that a cache keeps; those stored first go first.
LIMIT = 1 << 30
#: Documents that are written to disk together.
BATCH = 32

_TABLE = """
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY, text BLOB NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (text, kind)
)
"""


def open_base(path: Path, table: str) -> sqlite3.Connection:
    """Open an SQLite file of what saves time only, made anew where something else is in its place.

    ``table`` is the statement that makes its table. Raises OSError or sqlite3.Error where it cannot be opened.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(path, timeout=5, check_same_thread=False)
    try:
        base.execute("PRAGMA secure_delete = ON")
        base.execute("PRAGMA journal_mode = TRUNCATE")
        base.execute("PRAGMA synchronous = OFF")
        with base:
            base.execute(table)
    except sqlite3.DatabaseError as error:
        base.close()
        if isinstance(error, sqlite3.OperationalError):
            raise
        path.unlink()  # rubbish in its place
        return open_base(path, table)
    return base


class SavesTime:
    """A file that saves time only, or none (``_base`` None); what waits for it is written by ``flush``."""

    _base: sqlite3.Connection | None = None

    def flush(self) -> None:
        """Write what waits to the disk."""
        raise NotImplementedError

    def close(self) -> None:
        """Write what waits, and close the file; a second call does nothing."""
        self.flush()
        if self._base is not None:
            self._base.close()
            self._base = None

    def __del__(self) -> None:
        if self._base is not None:
            self.close()


class DocumentCache(SavesTime):
    """Bytes on disk by a text and a kind: what parsed it, with its version.

    ``limit`` bounds the bytes kept. What was stored is on disk after every 32 documents and at the end. Several
    processes may use one cache. Texts are kept as hashes; words of theirs are in the documents.
    """

    def __init__(self, path: str | Path, limit: int = LIMIT) -> None:
        self.path, self.limit = Path(path), limit
        self._size = 0
        self._waiting: list[tuple[bytes, str, bytes]] = []
        with suppress(OSError, sqlite3.Error):
            self._base = open_base(self.path, _TABLE)
            (self._size,) = self._base.execute("SELECT COALESCE(SUM(LENGTH(body)), 0) FROM documents").fetchone()

    def get(self, text: str, kind: str) -> bytes | None:
        """Return what is stored for a text, None where nothing is."""
        if self._base is None:
            return None
        with suppress(sqlite3.Error):
            key = _key(text), kind
            row = self._base.execute("SELECT body FROM documents WHERE text = ? AND kind = ?", key).fetchone()
            return bytes(row[0]) if row else None
        return None

    def put(self, text: str, kind: str, body: bytes) -> None:
        """Store bytes for a text, in place of those of this kind that were stored before."""
        self._waiting.append((_key(text), kind, body))
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits to the disk, and let the oldest go where there is too much."""
        rows, self._waiting = self._waiting, []
        if self._base is None or not rows:
            return
        with suppress(sqlite3.Error), self._base as base:
            for text, kind, body in rows:
                query = "SELECT COALESCE(SUM(LENGTH(body)), 0) FROM documents WHERE text = ? AND kind = ?"
                (before,) = base.execute(query, (text, kind)).fetchone()
                base.execute("INSERT OR REPLACE INTO documents (text, kind, body) VALUES (?, ?, ?)", (text, kind, body))
                self._size += len(body) - before
            while self._size > self.limit:
                number, size = base.execute("SELECT MIN(number), LENGTH(body) FROM documents").fetchone()
                if number is None:
                    break
                base.execute("DELETE FROM documents WHERE number = ?", (number,))
                self._size -= size

    def __enter__(self) -> DocumentCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @staticmethod
    def forget(path: Path, texts: Iterable[str]) -> None:
        """Take all that is stored for some texts out of a cache's file, and overwrite it there.

        Raises StoreError where that cannot be done; where there is no such file there is nothing to do.
        """
        if not path.exists():
            return
        try:
            with closing(sqlite3.connect(path, timeout=60)) as base:
                base.execute("PRAGMA secure_delete = ON")
                with base:
                    base.executemany("DELETE FROM documents WHERE text = ?", [(_key(text),) for text in texts])
        except sqlite3.Error as error:
            raise StoreError(
                f"{str(path)!r} cannot be written: {error}; delete this file, it saves time only"
            ) from error


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
