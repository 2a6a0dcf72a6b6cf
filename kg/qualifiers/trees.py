"""A parsed text as plain lists: what the qualifiers need of it, without the cost of asking spaCy token by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

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

    def __init__(self, doc: Doc) -> None:
        columns: list[list[int]] = doc.to_array(["DEP", "TAG", "LEMMA", "LOWER"]).T.tolist()
        strings = doc.vocab.strings
        texts = {key: strings[key] for key in {key for column in columns for key in column}}
        dep, tag, lemma, lower = columns
        self.size = len(dep)
        self.dep = [texts[key] for key in dep]
        self.tag = [texts[key] for key in tag]
        self.lower = [texts[key] for key in lower]
        self.lemma = [LEMMAS.get(word) or texts[key].lower() for word, key in zip(self.lower, lemma, strict=True)]
        lengths, spaces = doc.to_array(["LENGTH", "SPACY"]).T.tolist()
        self.idx = [0, *accumulate(length + space for length, space in zip(lengths, spaces, strict=True))][:-1]
        steps = doc.to_array(["HEAD"]).astype("int64").tolist()
        self.head: list[int] = [i + step for i, step in enumerate(steps)]
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
