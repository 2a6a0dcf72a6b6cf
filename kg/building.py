"""From articles to a store: what is unchanged is left alone, what changed is replaced, a bad article costs itself."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

from kg.articles import only_articles
from kg.errors import ArticleError
from kg.model import Article, Extraction
from kg.ontology import Ontology
from kg.rdf import Activity
from kg.store import Store

__all__ = ["BuildReport", "Extracts", "build"]


class Extracts(Protocol):
    """What reads articles: :class:`kg.Extractor`, or anything that does the same."""

    @property
    def ontology(self) -> Ontology:
        """The ontology whose relations it reads."""
        ...

    @property
    def digest(self) -> str:
        """Software, models and ontology, in words: the same digest and article give the same extraction."""
        ...

    def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield one extraction an article, in order."""
        ...


@dataclass(frozen=True, slots=True)
class BuildReport:
    """How many articles were added, replaced and left as they were; the errors of those left out; ids taken out."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: tuple[ArticleError, ...] = ()
    pruned: tuple[str, ...] = ()


def build(
    store: Store,
    articles: Iterable[Article],
    *,
    extractor: Extracts | None = None,
    on_error: Callable[[ArticleError], None] | None = None,
    progress: Callable[[Article], None] | None = None,
    text: bool = True,
    paths: str | Path | Iterable[str | Path] = (),
    prune: bool | Callable[[], bool] = False,
) -> BuildReport:
    """Extract articles into a store that is open to write, bring what is derived up to date, publish a checkpoint.

    An article that was read before, by the same software, models and ontology, is not read again. Each other one is
    committed by itself, all or nothing: a build that is killed loses none of them, and run again it ends at the same
    quads. A bad article is left out: ``on_error`` is told, and the report names it. Of two articles with one id and
    different texts the second is left out. ``progress`` is told of each article that is done. ``extractor`` None is
    the built-in ontology and default model. ``text`` False keeps no article texts.

    ``paths`` are what the articles were read from. With ``prune`` those that an earlier build read from the same paths,
    and this one did not, are taken out, unless other paths gave them too; ``prune`` may be a function that is asked
    when all is read. Raises StoreError where the store cannot be written, ArticleError where what is given is no
    article.
    """
    checked = only_articles(articles)
    run = _Run(store, extractor or _default(), on_error, progress, text)
    return run.build(checked, _source(paths), prune)


def _source(paths: str | Path | Iterable[str | Path]) -> str:
    """Return what names some paths together, wherever they are given from, in any order."""
    given = {str(path) for path in ([paths] if isinstance(paths, (str, Path)) else paths)}
    return "\n".join(sorted(path if path == "-" else os.path.abspath(path) for path in given))  # noqa: PTH100 - links stay


def _default() -> Extracts:
    from kg.pipeline import Extractor

    return Extractor()


class _Run:
    def __init__(
        self,
        store: Store,
        extractor: Extracts,
        on_error: Callable[[ArticleError], None] | None,
        progress: Callable[[Article], None] | None,
        text: bool,
    ) -> None:
        self.store, self.extractor, self.text = store, extractor, text
        self.on_error, self.progress = on_error, progress
        self.activity = Activity(extractor.digest, extractor.ontology.digest)
        self.known = store.digests()
        self.seen: dict[str, str] = {}
        self.failed: list[ArticleError] = []
        self.unchanged = 0
        #: Handed to the extractor, and not come back yet.
        self.waiting: deque[Article] = deque()

    def build(self, articles: Iterable[Article], source: str, prune: bool | Callable[[], bool]) -> BuildReport:
        added = replaced = 0
        self.store.add((), ontology=self.extractor.ontology)
        for extraction in self._extractions(articles):
            id_ = extraction.article.id
            try:
                self.store.add([extraction], activity=self.activity, text=self.text)
            except ArticleError as error:
                self._fail(error)
                continue
            if id_ in self.known:
                replaced += 1
            else:
                added += 1
            self._done(extraction.article)
        pruned = self._prune(source, prune() if callable(prune) else prune)
        self.store.publish()
        return BuildReport(added, replaced, self.unchanged, tuple(self.failed), pruned)

    def _prune(self, source: str, prune: bool) -> tuple[str, ...]:
        """Take out what the source gave before and gives no more, where that is wanted; keep what it gives."""
        if not source:
            return ()
        before = self.store.read_before()
        vanished = set(before.get(source, ())) & set(self.known) - set(self.seen)
        gone: list[str] = []
        if prune:
            elsewhere = {id_ for other, ids in before.items() if other != source for id_ in ids}
            gone = sorted(vanished - elsewhere)
            for id_ in gone:
                self.store.remove(id_)
            vanished = set()
        self.store.note_read(source, {*self.seen, *vanished})
        return tuple(gone)

    def _extractions(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield extractions; where the extractor fails at an article, leave that one out and go on after it."""
        rest = self._changed(articles)
        again: list[Article] = []
        while True:
            try:
                for extraction in self.extractor.extract(self._handed(chain(again, rest))):
                    self.waiting.popleft()
                    yield extraction
                return
            except ArticleError as error:
                again = list(self.waiting)
                self.waiting.clear()
                bad = next((article for article in again if article.id == error.source), None)
                if bad is None:
                    raise
                again.remove(bad)
                self._fail(error)

    def _handed(self, articles: Iterable[Article]) -> Iterator[Article]:
        for article in articles:
            self.waiting.append(article)
            yield article

    def _changed(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Yield the articles that are to be read: not those unchanged, nor a second one with the id of another."""
        for article in articles:
            digest = article.digest
            before = self.seen.get(article.id)
            self.seen.setdefault(article.id, digest)
            if before not in (None, digest):
                reason = "another article of this run has the same id and not the same text; give one another id"
                self._fail(ArticleError(article.id, reason))
            elif before or self._as_known(article.id, digest):
                self.unchanged += 1
                self._done(article)
            else:
                yield article

    def _as_known(self, id_: str, digest: str) -> bool:
        """Tell whether the store holds what would be read; a text that must not be kept is not missed."""
        known = self.known.get(id_)
        activity = self.store.iris.activity(self.activity.digest).value
        return known is not None and known[:2] == (digest, activity) and known[2] in (None, self.text)

    def _fail(self, error: ArticleError) -> None:
        self.failed.append(error)
        if self.on_error:
            self.on_error(error)

    def _done(self, article: Article) -> None:
        if self.progress:
            self.progress(article)
