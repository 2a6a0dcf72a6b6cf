"""A parsed document as plain lists, read out of spaCy once, because Python is slow at asking token by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from spacy.symbols import (  # type: ignore[import-not-found]  # a compiled module without stubs
    DEP,
    HEAD,
    IDX,
    LEMMA,
    ORTH,
    POS,
    SENT_START,
    TAG,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from kg.model import Article, Span

__all__ = ["Tokens", "tokens"]

_KEY = "kg.tokens"


class Tokens:
    """The words of a document and what the model says of each; every list has one item a token.

    ``heads`` are absolute indices; ``sents`` number the sentences from 0; ``starts`` and ``ends`` are offsets into
    the article's text.
    """

    __slots__ = ("deps", "ends", "heads", "lemmas", "pos", "sents", "starts", "tags", "words")

    def __init__(self, doc: Doc) -> None:
        rows = doc.to_array([ORTH, TAG, POS, DEP, LEMMA, HEAD, IDX, SENT_START]).reshape(-1, 8).T
        named = rows[:5].tolist()  # by hashes of strings
        names: dict[int, str] = {value: doc.vocab.strings[value] for value in {value for row in named for value in row}}
        self.words, self.tags, self.pos, self.deps, self.lemmas = ([names[value] for value in row] for row in named)
        heads, starts, opens = rows[5:].astype("int64").tolist()
        self.starts: list[int] = starts
        self.heads: list[int] = [i + offset for i, offset in enumerate(heads)]
        self.ends: list[int] = [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]
        self.sents: list[int] = [max(0, total - 1) for total in accumulate(int(flag == 1) for flag in opens)]

    def __len__(self) -> int:
        return len(self.words)

    def token_at(self, offset: int) -> int:
        """Return the index of the token that holds an offset of the text, or the last one before it."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that holds an offset of the text."""
        return self.sents[self.token_at(offset)]

    def span(self, article: Article, start: int, end: int) -> Span:
        """Return the article's span from token ``start`` to token ``end``, exclusive."""
        return article.span(self.starts[start], self.ends[end - 1])

    def text(self, start: int, end: int) -> str:
        """Return the words from token ``start`` to ``end``, exclusive, as the text has them, white space folded to one.

        There is one token at least.
        """
        parts = [self.words[start]]
        for i in range(start + 1, end):
            if self.starts[i] > self.ends[i - 1]:
                parts.append(" ")
            parts.append(self.words[i])
        return "".join(parts)

    def tokens_of(self, spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Return spans of the text as spans of tokens; one that begins or ends inside a token takes all of it."""
        found = []
        for start, end, label in spans:
            first = bisect_right(self.starts, start) - 1
            last = bisect_left(self.starts, end)
            if first < last:
                found.append((max(first, 0), last, label))
        return found


def tokens(doc: Doc) -> Tokens:
    """Return the lists of a document, made once for each."""
    found = doc.user_data.get(_KEY)
    if not isinstance(found, Tokens):
        found = doc.user_data[_KEY] = Tokens(doc)
    return found
