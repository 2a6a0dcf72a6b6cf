"""A text that is read once: its names, how likely two mentions are related, and what a word may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.encoder.heads import SpanHead, States, has_head
from kg.encoder.memo import Memo
from kg.encoder.network import MODELS, Network, load_settings
from kg.encoder.pieces import split_pieces, windows
from kg.encoder.spans import apart, link_features, pair_features, piece_span
from kg.encoder.tags import best_path, log_softmax, spans_of, transitions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.encoder.marks import Marked
    from kg.encoder.pieces import Pieces

__all__ = ["EncodedText", "Name", "TextEncoder", "encoded_in", "keep_encoded"]

#: The score of a thing that no name of stands near enough to a word to be compared with it.
UNSEEN = -6.0
#: Where a parsed document holds its text as the network sees it.
_KEY = "kg_encoded"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: code-point offsets, end exclusive; a type of the ontology; the network's probability of it."""

    start: int
    end: int
    type: str
    score: float


class TextEncoder:
    """The text's network and its heads: one pass over a window finds the names, and leaves the states.

    ``labels`` are those of pairs: none first, then relations with their direction (see :mod:`kg.encoder.pairs`). Raises
    ModelError where a file of the model is missing.
    """

    def __init__(self, folder: Path = MODELS) -> None:
        settings = load_settings("text", folder)
        self.folder = folder
        self.types: tuple[str, ...] = tuple(settings["types"])
        self.labels: tuple[str, ...] = tuple(settings["labels"])
        self._cls, self._sep = settings["marks"]
        self._allowed = transitions(len(self.types))
        self._network = Network("text", folder)
        self.pairs = SpanHead("pairs", folder)
        #: None where the models were made before there was such a head.
        self.links = SpanHead("links", folder) if has_head("links", folder) else None

    def encode(self, text: str) -> EncodedText:
        """Return a text that is read as far as is asked of it; what it says depends on the text alone."""
        return EncodedText(self, text)

    def read(self, text: str) -> EncodedText:
        """Return a text that is read, so that its names are known; safe to call in a thread of its own."""
        encoded = self.encode(text)
        encoded.read()
        return encoded

    def run(self, pieces: Pieces) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return scores of the tags, [pieces, tags], and states, [pieces, width], of one window."""
        extra = np.array([[0, *pieces.shapes, 0]], dtype=np.int64)
        vectors = self._network.vectors((self._cls, *pieces.ids, self._sep))
        scores, states = self._network.run(vectors=vectors, extra=extra)
        return scores[0, 1:-1], states[0, 1:-1]

    def names(self, pieces: Pieces, scores: NDArray[np.float32]) -> Iterator[Name]:
        """Yield the names of one window, in order; they do not overlap."""
        heads = [i for i in range(len(pieces)) if not i or pieces.words[i] != pieces.words[i - 1]]
        last_piece = [*(h - 1 for h in heads[1:]), len(pieces) - 1]
        log = log_softmax(scores[heads])
        path = best_path(log, self._allowed)
        for first, last, number in spans_of(path):
            chance = float(np.exp(log[range(first, last), path[first:last]].mean()))
            start, end = pieces.starts[heads[first]], pieces.ends[last_piece[last - 1]]
            yield Name(start, end, self.types[number], round(chance, 4))


class EncodedText:
    """One text as the text's network sees it; the network runs when it is first needed, once.

    ``names`` and ``memo`` may be given where they are known from before: the network then runs only for a question that
    was not asked then.
    """

    def __init__(
        self, encoder: TextEncoder, text: str, names: Sequence[Name] | None = None, memo: Memo | None = None
    ) -> None:
        self.text = text
        self.memo = memo or Memo()
        self._encoder = encoder
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._names = None if names is None else tuple(names)

    def read(self) -> None:
        """Let the network run now, where it has not yet."""
        _ = self._read

    @cached_property
    def pieces(self) -> Pieces:
        """The word pieces of the text."""
        return split_pieces(self.text, self._encoder.folder)

    @property
    def names(self) -> tuple[Name, ...]:
        """The names in the text, in order; they do not overlap."""
        return self._read[0] if self._names is None else self._names

    @property
    def changed(self) -> bool:
        """Whether the network has been asked anything that was not given."""
        return self._names is None or self.memo.changed

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of :meth:`pair_chances`."""
        return self._encoder.labels

    def pair_chances(self, first: Marked, second: Marked) -> NDArray[np.float32]:
        """Return a probability for each label of two mentions, given in text order."""

        def ask() -> NDArray[np.float32]:
            one, two = self._span(first), self._span(second)
            features = pair_features(first, second, apart(one, two))
            return np.exp(log_softmax(self._encoder.pairs.score(self._states, one, two, features)))

        return self.memo.get(("pair", first, second), ask)

    @property
    def links(self) -> bool:
        """Whether :meth:`link_scores` can be asked."""
        return self._encoder.links is not None

    @property
    def folder(self) -> Path:
        """The folder of the models that read the text."""
        return self._encoder.folder

    def link_scores(self, word: Marked, things: Sequence[tuple[tuple[Marked, int], ...]]) -> NDArray[np.float32]:
        """Return how much speaks for each of some things as what a word stands for that is no name.

        A thing is given by its names, each with the number of sentences that it stands before the word (below 0 where
        it comes after); one without any has the score :data:`UNSEEN`. Scores of one word are logits of one softmax.
        Raises ValueError where the models cannot tell.
        """
        head = self._encoder.links
        if head is None:
            raise ValueError(f"the models in {self.folder} have no head of links; run `kg train`")

        def ask() -> NDArray[np.float32]:
            names = [name for thing in things for name in thing]
            if not names:
                return np.full(len(things), UNSEEN, dtype=np.float32)
            at, spans = self._span(word), [self._span(name) for name, _ in names]
            rows = [
                link_features(word, name, apart(at, span), back)
                for (name, back), span in zip(names, spans, strict=True)
            ]
            scores = head.score_all(self._states, at, spans, rows)[:, 0]
            ends = np.cumsum([len(thing) for thing in things])[:-1]
            parts = np.split(scores, ends)
            return np.array([np.logaddexp.reduce(part) if len(part) else UNSEEN for part in parts], dtype=np.float32)

        # plain values: the name of a question that holds many mentions would take longer to write than its answer
        asked = [[(name.start, name.end, name.type, name.kind, back) for name, back in thing] for thing in things]
        return self.memo.get(("link", word, asked), ask)

    def _span(self, mention: Marked) -> tuple[int, int]:
        place = mention.start, mention.end
        found = self._spans.get(place)
        if found is None:
            found = self._spans[place] = piece_span(self.pieces, *place)
        return found

    @cached_property
    def _read(self) -> tuple[tuple[Name, ...], NDArray[np.float32]]:
        names: list[Name] = []
        states = []
        for first, last in windows(self.text, self.pieces):
            window = self.pieces.cut(first, last)
            scores, found = self._encoder.run(window)
            names += self._encoder.names(window, scores)
            states.append(found)
        return tuple(names), np.concatenate(states) if states else np.zeros((0, 1), dtype=np.float32)

    @cached_property
    def _states(self) -> States:
        return States(self._read[1])


def keep_encoded(data: MutableMapping[Any, Any], encoded: EncodedText) -> None:
    """Leave an encoded text in the user data of its parsed document, for the stages to come."""
    data[_KEY] = encoded


def encoded_in(data: Mapping[Any, Any]) -> EncodedText | None:
    """Return the encoded text in the user data of a parsed document, None where there is none."""
    found: EncodedText | None = data.get(_KEY)
    return found
