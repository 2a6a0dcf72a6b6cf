"""What the text's network says of who is meant: it has read the words around each name and each pronoun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.encoder import Marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.encoder import EncodedText
    from kg.entities.names import Group
    from kg.entities.reading import Anaphor
    from kg.mentions.tokens import Tokens

__all__ = ["Context"]

#: How many sentences before and after a word a name may stand that it is compared with.
BACK, AHEAD = 8, 2


class Context:
    """Scores of things as what a pronoun or nominal stands for, from the text as the network has read it.

    ``groups`` are the things' names, by the things' indices; ``marks`` the type by which the network knows each type.
    """

    def __init__(self, encoded: EncodedText, tok: Tokens, groups: Sequence[Group], marks: Mapping[str, str]) -> None:
        self._encoded, self._marks = encoded, marks
        self._names = [
            [
                (Marked(m.span.start, m.span.end, marks[m.type], m.kind), tok.sentence_at(m.span.start))
                for m in group.mentions
                if m.kind == "named"
            ]
            for group in groups
        ]

    def scores(self, anaphor: Anaphor, things: Sequence[int]) -> dict[int, float]:
        """Return the score of each thing, given by its index, in order."""
        mention, sentence = anaphor.mention, anaphor.place.sentence
        word = Marked(mention.span.start, mention.span.end, self._marks[mention.type], mention.kind)
        near = [
            tuple(
                (name, sentence - at)
                for name, at in self._names[index]
                if -AHEAD <= sentence - at <= BACK and (name.end <= word.start or word.end <= name.start)
            )
            for index in things
        ]
        return dict(zip(things, map(float, self._encoded.link_scores(word, near)), strict=True))
