"""A parsed text as plain lists: what the qualifiers need of it, without the cost of asking spaCy token by token."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD, LEMMA, LOWER, TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from kg.model import Mention

__all__ = ["Tree"]


class Tree:
    """The dependency trees of a document, one list an attribute, indexed by token.

    ``head`` of a root is the root itself; ``kids`` are in text order; ``idx`` is the offset of each token in code
    points; ``lemma`` and ``lower`` are in small letters. A sentence's tokens hang on its own root only.
    """

    __slots__ = ("dep", "head", "idx", "kids", "lemma", "lower", "size", "tag")

    def __init__(self, doc: Doc) -> None:
        rows = doc.to_array([HEAD, DEP, TAG, LEMMA, LOWER]).tolist()
        strings = doc.vocab.strings
        known: dict[int, str] = {}

        def text(key: int) -> str:
            found = known.get(key)
            if found is None:
                found = known[key] = strings[key]
            return found

        self.size = len(rows)
        self.head = [i + (row[0] if row[0] < 2**63 else row[0] - 2**64) for i, row in enumerate(rows)]
        self.dep = [text(row[1]) for row in rows]
        self.tag = [text(row[2]) for row in rows]
        self.lemma = [text(row[3]).lower() for row in rows]
        self.lower = [text(row[4]) for row in rows]
        self.idx = [token.idx for token in doc]
        self.kids: list[list[int]] = [[] for _ in rows]
        for i, head in enumerate(self.head):
            if head != i:
                self.kids[head].append(i)

    def tokens(self, mention: Mention) -> range:
        """Return the tokens that start inside a mention; empty where none does."""
        return range(bisect_left(self.idx, mention.span.start), bisect_left(self.idx, mention.span.end))

    def top(self, tokens: range) -> int:
        """Return the token of a stretch whose head lies outside of it: the first of several; its own root's if none."""
        for i in tokens:
            if self.head[i] not in tokens or self.head[i] == i:
                return i
        return tokens.start

    def up(self, i: int) -> Iterator[int]:
        """Yield a token and the tokens above it, up to the root."""
        yield i
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def kid(self, i: int, *deps: str) -> int | None:
        """Return the first kid of a token that hangs on it by one of these labels, or None."""
        for k in self.kids[i]:
            if self.dep[k] in deps:
                return k
        return None

    def subtree(self, i: int) -> list[int]:
        """Return all tokens under a token, itself included, in text order."""
        found = [i]
        for token in found:
            found.extend(self.kids[token])
        return sorted(found)
