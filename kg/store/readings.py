"""Which articles hold just what would be read in them again, so that they need not be written again.

Beside the graph stands a file with a hash of what was read in each article. Where software, models or ontology have
changed and the hash is the same, all that changes in the graph is who read it. The file saves time only and may be
deleted at any time; it never says more than is true:

* an article's hash goes before the article is written, and comes after, so that a build that is killed leaves none;
* it counts only where the graph says that the same activity read the article;
* all go before what may change any article: a user's own SPARQL update, an import, something being forgotten.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import NamedNode

from kg.documents import SavesTime, open_base
from kg.model import Extraction

__all__ = ["READINGS_FILE", "Readings", "reading_digest"]

#: Where a store keeps them, below its folder.
READINGS_FILE = "readings.sqlite"
#: Hashes that are written to disk together.
BATCH = 200
#: What turns extractions into quads: another version of it may write others.
_WRITER = version("claimgraph")
_TABLE = "CREATE TABLE IF NOT EXISTS readings (article TEXT PRIMARY KEY, activity TEXT NOT NULL, digest BLOB NOT NULL)"


def reading_digest(extraction: Extraction, *, text: bool) -> bytes:
    """Return the SHA-256 of all values of an extraction, and of whether the article's text is kept.

    What the graph holds of an article follows from these, from who read it and from what was forgotten.
    """
    return hashlib.sha256(f"{_WRITER} {text} {extraction!r}".encode()).digest()


class Readings(SavesTime):
    """Hashes on disk, by IRI of article and of the activity that read it; with None for a path there are none."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._waiting: dict[str, tuple[str, bytes]] = {}
        if path is not None:
            try:
                self._base = open_base(path, _TABLE)
            except (OSError, sqlite3.Error):
                self._discard()

    def get(self, article: NamedNode, activity: NamedNode) -> bytes | None:
        """Return the hash of what the activity read in the article, None where it is not known."""
        if self._base is None:
            return None
        row = self._waiting.get(article.value)
        if row is None:
            with suppress(sqlite3.Error):
                found = self._base.execute("SELECT activity, digest FROM readings WHERE article = ?", (article.value,))
                row = found.fetchone()
        return row[1] if row and row[0] == activity.value else None

    def keep(self, article: NamedNode, activity: NamedNode, digest: bytes) -> None:
        """Keep the hash of what the graph holds of an article now."""
        if self._base is not None:
            self._waiting[article.value] = activity.value, digest
            if len(self._waiting) >= BATCH:
                self.flush()

    def drop(self, articles: Iterable[NamedNode] | None = None) -> None:
        """Keep nothing of some articles, or (None) of all, before they are written."""
        if self._base is None:
            return
        gone = None if articles is None else [article.value for article in articles]
        try:
            with self._base as base:
                if gone is None:
                    self._waiting.clear()
                    base.execute("DELETE FROM readings")
                else:
                    for iri in gone:
                        self._waiting.pop(iri, None)
                    base.executemany("DELETE FROM readings WHERE article = ?", [(iri,) for iri in gone])
        except sqlite3.Error:
            self._discard()

    def flush(self) -> None:
        """Write what waits to the disk."""
        rows, self._waiting = self._waiting, {}
        if self._base is not None and rows:
            with suppress(sqlite3.Error), self._base as base:
                base.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", [(k, *v) for k, v in rows.items()])

    def _discard(self) -> None:
        """Take the whole file away, since what is in it cannot be changed and may be true no more."""
        self._waiting.clear()
        if self._base is not None:
            self._base.close()
            self._base = None
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink()
