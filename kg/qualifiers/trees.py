"""The trees of a parsed text: what hangs on what, over the lists of :mod:`kg.mentions.tokens`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.mentions.tokens import Tokens
    from kg.model import Mention

__all__ = ["Tree"]

#: Words that the lemmatizer takes for forms of another verb: "hoped" for one of "hop".
LEMMAS = {
    **dict.fromkeys(("hopes", "hoped", "hoping"), "hope"),
    **dict.fromkeys(("axes", "axed", "axing"), "axe"),
}


class Tree:
    """The dependency trees of a document, one list an attribute, indexed by token.

    ``head`` of a root is the root itself; ``kids`` are in text order; ``idx`` is the offset of each token in code
    points; ``lemma`` and ``lower`` are in small letters. A sentence's tokens hang on its own root only.
    """

    __slots__ = ("dep", "head", "idx", "kids", "lemma", "lower", "size", "tag")

    def __init__(self, tok: Tokens) -> None:
        self.size = len(tok)
        self.dep, self.tag, self.head, self.idx = tok.deps, tok.tags, tok.heads, tok.starts
        self.lower = [word.lower() for word in tok.words]
        self.lemma = [LEMMAS.get(w) or lemma.lower() for w, lemma in zip(self.lower, tok.lemmas, strict=True)]
        none: list[int] = []
        self.kids: list[Sequence[int]] = [none] * self.size
        found: dict[int, list[int]] = {}
        for i, head in enumerate(self.head):
            if head != i:
                found.setdefault(head, []).append(i)
        for head, kids in found.items():
            self.kids[head] = kids

    def tokens(self, mention: Mention) -> range:
        """Return the tokens of a mention; one that it begins or ends in the middle of counts whole."""
        return self.between(mention.span.start, mention.span.end)

    def between(self, start: int, end: int) -> range:
        """Return the tokens that hold the text between two offsets, end exclusive."""
        return range(max(bisect_right(self.idx, start) - 1, 0), bisect_left(self.idx, end))

    def top(self, tokens: range) -> int:
        """Return the first token of a stretch whose head lies outside of it."""
        return next((i for i in tokens if self.head[i] not in tokens or self.head[i] == i), tokens.start)

    def up(self, i: int) -> Iterator[int]:
        """Yield a token and the tokens above it, up to the root."""
        yield i
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def depth(self, i: int) -> int:
        """Return how many tokens stand above a token, itself included."""
        return sum(1 for _ in self.up(i))

    def kid(self, i: int, *deps: str) -> int | None:
        """Return the first kid of a token that hangs on it by one of these labels, or None."""
        return next((k for k in self.kids[i] if self.dep[k] in deps), None)

    def subtree(self, i: int) -> list[int]:
        """Return all tokens under a token, itself included, in text order."""
        found = [i]
        for token in found:
            found.extend(self.kids[token])
        return sorted(found)

    def is_verb(self, i: int) -> bool:
        """Tell whether a token is a verb or an auxiliary, by its tag."""
        return self.tag[i][:2] in ("VB", "MD")
