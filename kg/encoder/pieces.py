"""Word pieces of a text, with offsets in code points, and windows over them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.encoder.network import MODELS
from kg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SHAPES", "Pieces", "shape_of", "split_pieces", "windows"]

#: Words look like this; the number is the row of the network's table of extra vectors. Row 0 is no vector.
SHAPES = {"none": 0, "lower": 1, "title": 2, "upper": 3, "mixed": 4, "digit": 5, "other": 6}

#: Longest window of word pieces that the tagger reads at once, without the two marks around it.
WINDOW = 190

#: A window ends here where it can, best first: after a line break, after the end of a sentence, after a comma.
_BREAKS = (re.compile(r"\n\s*$"), re.compile(r"[.!?][\"'”’)\]]*\s*$"), re.compile(r"[,;:]\s*$"))


def shape_of(word: str) -> int:
    """Return the row of :data:`SHAPES` for a word: the vocabulary is uncased, so that case comes in by this vector.

    >>> [shape_of(w) for w in ("talks", "Paris", "NATO", "iPhone", "2024", "—")]
    [1, 2, 3, 4, 5, 6]
    """
    if word.isdigit():
        name = "digit"
    elif word.islower():
        name = "lower"
    elif word.isupper():
        name = "upper" if len(word) > 1 else "title"
    elif word.istitle():
        name = "title"
    else:
        name = "mixed" if word.isalpha() else "other"
    return SHAPES[name]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, in order, none for white space.

    ``ids`` are rows of the table of vectors; ``starts`` and ``ends`` are code-point offsets in the text, end exclusive;
    ``words`` number the word that a piece belongs to, from 0, never falling; ``shapes`` are the words' shapes.
    """

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[int, ...]
    shapes: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, first: int, last: int) -> Pieces:
        """Return pieces ``first`` to ``last``, end exclusive; offsets and word numbers stay as they are."""
        at = slice(first, last)
        return Pieces(self.ids[at], self.starts[at], self.ends[at], self.words[at], self.shapes[at])


@cache
def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    if not path.is_file():
        raise ModelError(f"no model in {folder}: tokenizer.json is missing; install the package anew or run `kg train`")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def split_pieces(text: str, folder: Path = MODELS) -> Pieces:
    """Split a text into word pieces with the tokenizer in ``folder``.

    Offsets are code points of ``text``. Raises ModelError where the folder holds no tokenizer.
    """
    encoding = _tokenizer(folder).encode(text, add_special_tokens=False)
    words = tuple(int(w) for w in encoding.word_ids)
    shapes: list[int] = []
    for _, group in groupby(zip(words, encoding.offsets, strict=True), key=lambda item: item[0]):
        offsets = [offset for _, offset in group]
        shapes += [shape_of(text[offsets[0][0] : offsets[-1][1]])] * len(offsets)
    return Pieces(
        tuple(encoding.ids),
        tuple(start for start, _ in encoding.offsets),
        tuple(end for _, end in encoding.offsets),
        words,
        tuple(shapes),
    )


def windows(text: str, pieces: Pieces, size: int = WINDOW) -> Iterator[tuple[int, int]]:
    """Yield (first, last) piece of each window, end exclusive: they cover all pieces in order and cut no word.

    A window has at most ``size`` pieces and ends at a line break, a sentence's end or a comma where its second half has
    one; a word of more pieces than ``size`` is cut.
    """
    first, count = 0, len(pieces)
    while first < count:
        last = min(first + size, count)
        if last < count:
            last = _best_break(text, pieces, first + size // 2, last)
        yield first, last
        first = last


def _best_break(text: str, pieces: Pieces, low: int, high: int) -> int:
    whole = [i for i in range(high, low, -1) if pieces.words[i] != pieces.words[i - 1]]
    for pattern in _BREAKS:
        for i in whole:
            if pattern.search(text, pieces.starts[i - 1], pieces.starts[i]):
                return i
    return whole[0] if whole else high
