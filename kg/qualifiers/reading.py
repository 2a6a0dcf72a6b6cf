"""One article as the qualifiers read it: its trees, cues, quotations and speakers, each found once."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.mentions.quotes import quotations
from kg.mentions.tokens import tokens
from kg.nlp import BULLET, CLOSED
from kg.qualifiers.dates import Dated, find_dates
from kg.qualifiers.trees import Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from kg.model import Article, Entity, Mention
    from kg.qualifiers.cues import Cues, Lexicon

__all__ = ["Reading"]

#: A quotation of fewer words quotes a word rather than a speech.
SHORTEST = 2


class Reading:
    """What is known of one article; all stretches are ranges of tokens, end exclusive."""

    def __init__(self, doc: Doc, article: Article, entities: Sequence[Entity], lexicon: Lexicon) -> None:
        self.article = article
        self.entities = entities
        self.lexicon = lexicon
        self.tree = Tree(tokens(doc))
        self._doc = doc
        self._cues: dict[tuple[int, int], Cues] = {}
        self._dates: dict[tuple[int, int, bool], list[Dated]] = {}

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """The quotations, without their marks, in text order; a word in quotation marks is none."""
        found = quotations(tokens(self._doc))
        return [(start, end) for start, end, closed in found if closed and end - start >= SHORTEST]

    @cached_property
    def heads(self) -> dict[int, Entity]:
        """The entities by the words that head their mentions."""
        return {self.tree.top(self.tree.tokens(m)): e for e in self.entities for m in e.mentions}

    @cached_property
    def together(self) -> dict[int, tuple[Entity, ...]]:
        """The entities that words stand for together, by the word that heads those: "both firms"."""
        found: dict[Mention, list[Entity]] = {}
        for entity in self.entities:
            for mention in entity.mentions:
                if mention.kind != "named":
                    found.setdefault(mention, []).append(entity)
        return {self.tree.top(self.tree.tokens(m)): tuple(all_) for m, all_ in found.items() if len(all_) > 1}

    @cached_property
    def named(self) -> dict[int, Entity]:
        """The entities by every token of their mentions, the first entity where several have it."""
        found: dict[int, Entity] = {}
        for entity in self.entities:
            for mention in entity.mentions:
                for i in self.tree.tokens(mention):
                    found.setdefault(i, entity)
        return found

    def is_line(self, sentence: tuple[int, int]) -> bool:
        """Tell whether a sentence has a line to itself that is a bullet, or that does not close as a sentence does."""
        text, idx = self.article.text, self.tree.idx
        first, last = idx[sentence[0]], idx[sentence[1]] if sentence[1] < self.tree.size else len(text)
        said = text[first:last].strip()
        start, end = text.rfind("\n", 0, first) + 1, text.find("\n", first)
        line = text[start : end if end >= 0 else len(text)]
        bullet = BULLET.match(line)
        alone = line[bullet.end() if bullet else 0 :].strip() == said
        return alone and (bullet is not None or CLOSED.search(said) is None)

    def sentences_between(self, start: int, end: int) -> int:
        """Return how many sentences end between two tokens."""
        tree = self.tree
        return sum(1 for i in range(start, end) if tree.head[i] == i)

    def cues(self, start: int, end: int) -> Cues:
        """Return the cues of a stretch by the tokens that head them."""
        found = self._cues.get((start, end))
        if found is None:
            found = self._cues[start, end] = self.lexicon.find(self.tree, start, end)
        return found

    def dates(self, start: int, end: int, *, ahead: bool) -> list[Dated]:
        """Return the dates of a stretch, their offsets counted from the start of the article."""
        found = self._dates.get((start, end, ahead))
        if found is None:
            text, idx = self.article.text, self.tree.idx
            first, last = idx[start], idx[end] if end < self.tree.size else len(text)
            dates = find_dates(text[first:last], self.article.published, ahead=ahead)
            found = [replace(d, start=d.start + first, end=d.end + first) for d in dates]
            self._dates[start, end, ahead] = found
        return found
