"""Articles from files: text, Markdown, HTML, JSON, JSON Lines and CSV, folders and globs of them, standard input.

==================== ============================================================================================
suffix               what is read
==================== ============================================================================================
.txt .text .md       one article a file; title, date, URL and publisher where the file opens with *front matter*:
                     ``key: value`` lines between two lines of ``---``, which are no part of the text
.html .htm .xhtml    the page's article, by trafilatura; title, date, publisher and canonical URL of the page
.json                one object, or a list of them
.jsonl .ndjson       one object a line, at any size of the file
.csv .tsv            one record a row, at any size; ``,`` ``;`` tab or ``|`` between cells, whichever the header has
others, and ``-``    by what they hold: JSON, JSON Lines, HTML or text
==================== ============================================================================================

Everything is UTF-8, save pages that declare another charset.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from kg.articles.fields import ARTICLE_KEYS, MAX_CHARACTERS
from kg.articles.finding import find_files, names
from kg.articles.formats import FORMATS, Source, read_file
from kg.errors import ArticleError, did_you_mean
from kg.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["ARTICLE_KEYS", "MAX_CHARACTERS", "SUFFIXES", "only_articles", "read", "sample_paths"]

#: The suffixes whose format is known, sorted.
SUFFIXES = tuple(sorted(FORMATS))


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    on_error: Callable[[ArticleError], None] | None = None,
    on_remark: Callable[[ArticleError], None] | None = None,
) -> Iterator[Article]:
    r"""Yield the articles that paths hold: files, folders (to their depths), globs, or ``-`` for standard input.

    Articles come in the order of the paths, those of a folder sorted by path, those of a file in its order. They
    are read when asked for, and ``paths`` is walked once, at the first. ``columns`` says which key (JSON) or column
    (CSV) holds a field, ``{"text": "Body", "date": "Date"}``, where :data:`ARTICLE_KEYS` does not know it. A text is
    never edited, save that a byte order mark is dropped and line ends become ``\n``.

    An article's id is the record's ``id``, else its URL, else its path under the folder given (of a file given: its
    name), without suffix unless another has the same; ``#line`` is added for the records of one file (``#position`` in
    a JSON list). An article that comes twice is yielded once; a different text under an id that was yielded before is
    left out.

    What cannot be read is handed to ``on_error``, and the rest goes in; where that is None it is raised. An article
    whose date cannot be read goes in without one; ``on_remark`` is told. Raises ArticleError at once where ``columns``
    names a field that there is not.
    """
    columns = dict(columns or {})
    for field in columns:
        if field not in ARTICLE_KEYS:
            close = did_you_mean(field, list(ARTICLE_KEYS)) or f"; the fields are {', '.join(ARTICLE_KEYS)}"
            raise ArticleError("columns", f"an article has no field {field!r}{close}")
    given = [paths] if isinstance(paths, (str, Path)) else paths
    return _read(given, columns, on_error or _raise, on_remark or _ignore)


def only_articles(given: Iterable[Article]) -> Iterable[Article]:
    """Return what was given as articles; ArticleError, now or at the first that is none, where it is something else.

    What is given by mistake are paths, texts, one article in place of several, and what was read already.
    """
    if isinstance(given, str | Path | Article):
        raise _no_articles(given)
    return _each_checked(given)


def _each_checked(given: Iterable[Article]) -> Iterator[Article]:
    for article in given:
        if not isinstance(article, Article):
            raise _no_articles(article)
        yield article


def _no_articles(given: object) -> ArticleError:
    if isinstance(given, Article):
        return ArticleError(given.id, "one article is given where several are wanted; put it into a list")
    shown = repr(str(given))[:60] if isinstance(given, str | Path) else type(given).__name__
    cure = "kg.read(paths) reads files, and kg.Article(id, text) makes an article of a text"
    return ArticleError(shown, f"is given where an article is wanted; {cure}")


def sample_paths() -> tuple[Path, ...]:
    """Return the files of the eight sample articles, sorted: one story, from the first report to its correction."""
    from importlib.resources import files

    folder = Path(str(files("kg") / "samples"))
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES))


def _read(
    paths: Iterable[str | Path],
    columns: Mapping[str, str],
    on_error: Callable[[ArticleError], None],
    on_remark: Callable[[ArticleError], None],
) -> Iterator[Article]:
    found, faults = find_files(paths)
    for fault in faults:
        on_error(fault)
    seen: dict[str, tuple[bytes, str]] = {}
    for file, name in zip(found, names(found, SUFFIXES), strict=True):
        for outcome in read_file(file, Source(file.given, name, columns)):
            if isinstance(outcome, ArticleError):
                on_error(outcome)
                continue
            article, where, unread = outcome
            text = hashlib.blake2b(article.text.encode(), digest_size=16).digest()
            if article.id not in seen:
                seen[article.id] = text, where
                if unread:
                    on_remark(ArticleError(where, unread))
                yield article
            elif seen[article.id][0] != text:
                reason = f"another text under the id {article.id!r} was read before, from {seen[article.id][1]}"
                on_error(ArticleError(where, f"{reason}; give one of them another id"))


def _raise(fault: ArticleError) -> None:
    raise fault


def _ignore(_: ArticleError) -> None:
    pass
