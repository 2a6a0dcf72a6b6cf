"""Other names in a text, and lists of names, in what the networks learn from."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from annotated import RELATIONS, TEXT, document, found, windows_of

from kg.encoder import MODELS, split_pieces
from kg.training.pairs import pair_labels, sequenced
from kg.training.swapping import Names, enlist, lengthen, swap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.encoder import Pieces


class Always(random.Random):  # noqa: S311 - no draws at all
    """Draws that always swap, and the first of what there is to choose from."""

    def random(self) -> float:
        """Return 0."""
        return 0.0

    def choice(self, seq: Any) -> Any:
        """Return the first."""
        return seq[0]

    def randint(self, a: int, b: int) -> int:
        """Return the most."""
        return a and b

    def randrange(self, *_: Any) -> int:
        """Return 0."""
        return 0


def other_names(text: str, **types: str) -> tuple[dict[str, Any], Pieces]:
    entities = [{"name": n.replace("_", " "), "type": t, "aliases": [n.replace("_", " ")]} for n, t in types.items()]
    return {"text": text, "entities": entities}, split_pieces(text)


def shown(ids: Sequence[int]) -> str:
    """Return pieces as text, marks as ``|``."""
    vocabulary = {
        i: piece for piece, i in json.loads((MODELS / "tokenizer.json").read_text())["model"]["vocab"].items()
    }
    return " ".join("|" if i < 0 else vocabulary[i] for i in ids).replace(" ##", "")


def test_names_are_swapped_for_others_of_their_type() -> None:
    names = Names([other_names("Mira Holt runs Tarn.", Mira_Holt="Person", Tarn="Company")], MODELS)
    pieces = swap(document(), split_pieces(TEXT), names, Always())
    assert shown(pieces.ids) == (
        # the pool has no company of two words
        "tarn has bought skald energy . it may sell the turbine maker to tarn . mira holt met tarn ."
    )
    spans = {TEXT[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)}
    assert {"has", "turbine", "met"} <= spans
    windows = (windows_of(found(document())), windows_of(found(document()), pieces))
    assert [len(w.labels) for w in windows[0]] != [len(w.labels) for w in windows[1]]
    before, after = ([len(w.pairs) for w in one] + [len(w.links) for w in one] for one in windows)
    assert before == after


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (True, "[CLS] | quillon | , tarn , tarn and tarn has bought | skald energy | . [SEP]"),
        (False, "[CLS] tarn , tarn , tarn and | quillon | has bought | skald energy | . [SEP]"),
    ],
)
def test_ends_are_put_into_lists(after: bool, expected: str) -> None:
    pool = [other_names("Tarn and Quillon.", Tarn="Company", Quillon="Company")]
    draws = Always()
    if not after:
        draws.random = iter([0.0, 0.9]).__next__  # type: ignore[method-assign]
    pair = next(iter(pair_labels(found(document()), RELATIONS)))
    example = sequenced(pair, split_pieces(TEXT))
    assert example is not None
    made = enlist(example.input, (pair.first, pair.second), Names(pool, MODELS), draws)
    assert shown(made.ids) == expected
    assert len(made.ids) == len(made.extra)
    assert (made.ids[made.first], made.ids[made.second]) == (-1, -1)
    assert made.extra[made.first] == example.input.extra[example.input.first]


def test_names_of_a_text_stand_in_lists() -> None:
    pool = [other_names("Tarn and Quillon.", Tarn="Company", Quillon="Company")]
    one = found(document())
    draws = Always()
    draws.random = iter([0.0, 0.9, *[0.9] * 20]).__next__  # type: ignore[method-assign]
    pieces = lengthen(one, split_pieces(TEXT), Names(pool, MODELS), draws)
    assert shown(pieces.ids).startswith("tarn , tarn , tarn and quillon has bought skald energy")
    empty = [start == end for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    assert empty[:12] == [True] * 9 + [False] * 3
    assert list(pieces.words) == sorted(pieces.words)
    before, after = windows_of(one), windows_of(one, pieces)
    assert after[0].labels[:10] == (*[-100] * 9, before[0].labels[0])
    assert [[pair.labels for pair in w.pairs] for w in after] == [[pair.labels for pair in w.pairs] for w in before]
