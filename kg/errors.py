"""The one tree of errors that ``kg`` raises.

::

    KGError
    ├── ArticleError    (ValueError)    an article that cannot be read or is left out
    ├── ModelError      (OSError)       a language model that cannot be loaded
    ├── OntologyError   (ValueError)    a fault in the ontology, a phrase or a name of a relation or type
    ├── StoreError      (OSError)       a store that cannot be opened, locked or written
    ├── QueryError      (ValueError)    a SPARQL query, or a name asked for, that cannot be answered
    └── MissingExtra    (ImportError)   an optional dependency that is not installed

Every message says what, the value, where, and what to do.
"""

from __future__ import annotations

__all__ = [
    "ArticleError",
    "KGError",
    "MissingExtra",
    "ModelError",
    "OntologyError",
    "QueryError",
    "StoreError",
    "did_you_mean",
]


class KGError(Exception):
    """What every error of this package is, so that one ``except`` catches them all."""


class ArticleError(KGError, ValueError):
    """An article that cannot be read, or is left out; ``source`` names the file, record or id."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason

    def __reduce__(self) -> tuple[type[ArticleError], tuple[str, str]]:
        return type(self), (self.source, self.reason)


class ModelError(KGError, OSError):
    """A language model that is not installed or cannot be loaded."""


class OntologyError(KGError, ValueError):
    """A fault in an ontology file, in a phrase, or a relation or type that the ontology lacks."""


class StoreError(KGError, OSError):
    """A store that cannot be opened, is held by another writer, or cannot be written."""


class QueryError(KGError, ValueError):
    """A query that cannot be parsed or answered, or a name that nothing in the store has."""


class MissingExtra(KGError, ImportError):
    """An optional dependency that is not installed; the message says what to type."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; type: pip install 'claimgraph[{extra}]'")
        self.package = package
        self.extra = extra


def did_you_mean(value: str, known: list[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the closest known word, or an empty string.

    >>> did_you_mean("aquires", ["acquires", "owns"])
    "; did you mean 'acquires'?"
    >>> did_you_mean("zzz", ["acquires", "owns"])
    ''
    """
    import difflib

    close = difflib.get_close_matches(value, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
