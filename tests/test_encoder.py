"""Word pieces, windows, names and pairs: offsets, laws, and results that depend on the one text alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kg.encoder import (
    MARKED_TYPES,
    MODELS,
    SHAPES,
    EncodedText,
    Marked,
    Memo,
    Network,
    PairNetwork,
    TextEncoder,
    extra_rows,
    label_names,
    models_digest,
    open_ahead,
    sequence,
    split_pieces,
    windows,
)
from kg.encoder.text import UNSEEN
from kg.errors import ModelError
from kg.model import Relation

if TYPE_CHECKING:
    from pathlib import Path

NEWS = (
    "Brightwater Group names new chief\n\nOSLO, March 3 - Brightwater Group said on Monday that Anna Holm, its chief "
    "executive, would meet French officials in Paris. The Norwegian company makes the Skald turbine."
)


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder()


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "Acme", "Café Zürich’s 🙂 deal", "a" * 300, "𝔘nicode — “quoted” … 你好 e\u0301t\u0301"],
    ids=["empty", "blank", "name", "accents", "long word", "astral"],
)
def test_pieces_stand_in_the_text_in_order(text: str) -> None:
    pieces = split_pieces(text)
    spans = list(zip(pieces.starts, pieces.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert list(pieces.starts) == sorted(pieces.starts)
    assert list(pieces.words) == sorted(pieces.words)
    assert "".join(text[s:e] for s, e in spans).replace(" ", "") == "".join(text.split()) or not text.isascii()


def test_offsets_are_code_points() -> None:
    text = "🙂🙂 Acme"
    pieces = split_pieces(text)
    assert text[pieces.starts[-1] : pieces.ends[-1]].lower() in {"acme", "me", "e"}
    assert pieces.ends[-1] == len(text)


def test_windows_cover_all_pieces_and_cut_no_word() -> None:
    text = " ".join(f"Sentence {i} has Brightwatershire in it.{'' if i % 7 else chr(10)}" for i in range(200))
    pieces = split_pieces(text)
    found = list(windows(text, pieces, 50))
    assert found[0][0] == 0
    assert found[-1][1] == len(pieces)
    assert all(a[1] == b[0] for a, b in pairwise(found))
    assert max(last - first for first, last in found) <= 50
    assert all(pieces.words[last] != pieces.words[last - 1] for _, last in found[:-1])
    assert all(text[: pieces.ends[last - 1]].endswith(".") for _, last in found)


def test_a_word_longer_than_a_window_is_cut() -> None:
    text = "ab" * 45
    pieces = split_pieces(text)
    assert len(pieces) > 4
    assert next(last - first for first, last in windows(text, pieces, 4)) == 4


def test_names_and_types(encoder: TextEncoder) -> None:
    assert [(NEWS[n.start : n.end], n.type) for n in encoder.encode(NEWS).names] == [
        ("Brightwater Group", "Company"),
        ("OSLO", "City"),
        ("Brightwater Group", "Company"),
        ("Anna Holm", "Person"),
        ("French", "Country"),
        ("Paris", "City"),
        ("Norwegian", "Country"),
        ("Skald", "Product"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "no names here at all", "🙂", "x" * 5000])
def test_texts_without_names(encoder: TextEncoder, text: str) -> None:
    assert [text[n.start : n.end] for n in encoder.encode(text).names] in ([], [text])


def test_names_do_not_overlap_and_have_chances(encoder: TextEncoder) -> None:
    names = encoder.encode(NEWS * 5).names
    assert all(a.end <= b.start for a, b in pairwise(names))
    assert all(0 < n.score <= 1 for n in names)
    assert {n.type for n in names} <= set(encoder.types) == set(MARKED_TYPES)


def test_scores_are_the_same_bytes_whatever_was_read_before(encoder: TextEncoder) -> None:
    pieces = split_pieces(NEWS)
    first = [part.tobytes() for part in encoder.run(pieces)]
    assert encoder.encode("Something else entirely, of another length, about Quillon Energy in Bergen.").names
    assert [part.tobytes() for part in encoder.run(pieces)] == first
    assert [part.tobytes() for part in TextEncoder().run(pieces)] == first


def test_an_id_below_zero_has_no_vector() -> None:
    vectors = Network("text").vectors((101, -1, 102))
    assert vectors.shape == (1, 3, 384)
    assert not vectors[0, 1].any()
    assert vectors[0, 0].any()


SAID = "Brightwater has bought Skald Energy. Ada Fenn met Bo Lund in Oslo. She praised the Norwegian capital."


def marked(words: str, type_: str, kind: str = "named") -> Marked:
    at = SAID.index(words)
    return Marked(at, at + len(words), type_, kind)


def test_a_glance_tells_what_is_said_from_what_is_not(encoder: TextEncoder) -> None:
    text = encoder.encode(SAID)
    bought = text.pair_chances(marked("Brightwater", "Company"), marked("Skald Energy", "Company"))
    nothing = text.pair_chances(marked("Ada Fenn", "Person"), marked("Oslo", "City"))
    assert text.labels[int(bought.argmax())] == "acquires>"
    assert text.labels[int(nothing.argmax())] == "none"
    assert bought.sum() == pytest.approx(1.0, abs=0.01)


def test_who_is_meant_is_told_by_the_words_around(encoder: TextEncoder) -> None:
    text = encoder.encode(SAID)
    she = marked("She", "Person", "pronoun")
    people = [((marked(name, "Person"), 1),) for name in ("Ada Fenn", "Bo Lund")]
    fenn, lund, unseen = text.link_scores(she, [*people, ()])
    assert fenn > lund
    assert unseen == UNSEEN
    assert text.link_scores(she, [(), ()]).tolist() == [UNSEEN, UNSEEN]
    [both] = text.link_scores(she, [people[0] + people[1]])
    assert both >= max(fenn, lund), "each of a thing's names speaks for it"


def test_models_without_a_head_of_links_say_so(encoder: TextEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "links", None)
    text = encoder.encode(SAID)
    assert not text.links
    with pytest.raises(ValueError, match="no head of links; run `kg train`"):
        text.link_scores(marked("She", "Person", "pronoun"), [()])


def test_what_the_network_has_said_is_not_asked_again(encoder: TextEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    text = encoder.encode(SAID)
    ends = marked("Ada Fenn", "Person"), marked("Bo Lund", "Person")
    chances = text.pair_chances(*ends)
    she = marked("She", "Person", "pronoun"), [((ends[0], 1),)]
    scores = text.link_scores(*she)
    assert text.memo.changed
    again = EncodedText(encoder, SAID, text.names, Memo(text.memo.as_bytes()))
    monkeypatch.setattr(encoder, "run", None)
    assert again.names == text.names
    assert again.pair_chances(*ends).tobytes() == chances.tobytes()
    assert again.link_scores(*she).tobytes() == scores.tobytes()
    assert not again.memo.changed


def test_a_model_is_opened_once_and_aside(tmp_path: Path) -> None:
    open_ahead(tmp_path, "text")  # nothing is there: whoever needs it says so
    open_ahead(MODELS, "text")
    assert Network("text")._session is Network("text")._session


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model 'text' in .*kg train"):
        TextEncoder(tmp_path)
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing"):
        split_pieces("Acme", tmp_path)
    with pytest.raises(ModelError, match=r"no model 'pairs' in .*kg train"):
        PairNetwork(tmp_path)
    (tmp_path / "text.onnx").write_bytes((MODELS / "text.onnx").read_bytes())
    (tmp_path / "text.json").write_bytes((MODELS / "text.json").read_bytes())
    with pytest.raises(ModelError, match=r"vectors\.npz is missing"):
        Network("text", tmp_path)


def test_the_models_have_one_digest() -> None:
    assert models_digest() == models_digest(MODELS)
    assert len(models_digest()) == 16


def test_all_models_together_are_small() -> None:
    assert sum(path.stat().st_size for path in MODELS.iterdir()) < 40_000_000


def relation(name: str, *, symmetric: bool = False) -> Relation:
    return Relation(name, ("Company",), ("Company",), symmetric)


def test_labels_are_directed_but_for_symmetric_relations() -> None:
    relations = {"owns": relation("owns"), "competes_with": relation("competes_with", symmetric=True)}
    assert label_names(relations) == ("none", "competes_with", "owns>", "owns<")


TEXT = "Acme has bought Beta of Oslo."


def test_a_sequence_has_marks_around_both_ends() -> None:
    first, second, other = Marked(0, 4, "Company"), Marked(16, 20, "Company"), Marked(24, 28, "City")
    pieces = split_pieces(TEXT)
    marked = sequence(pieces, 0, len(TEXT), first, second, [other], (101, 102))
    assert marked is not None
    assert len(marked.ids) == len(marked.extra) == len(pieces) + 6
    assert [i for i, piece in enumerate(marked.ids) if piece < 0][::2] == [marked.first, marked.second]
    assert [i for i in marked.ids if i >= 0] == [101, *pieces.ids, 102]
    assert max(marked.extra) < extra_rows()
    plain = sequence(pieces, 0, len(TEXT), first, second, [], (101, 102))
    assert plain is not None
    changed = [i for i, (a, b) in enumerate(zip(marked.extra, plain.extra, strict=True)) if a != b]
    assert len(changed) == 1
    assert plain.extra[changed[0]] == SHAPES["title"]


def test_marks_tell_order_type_and_kind() -> None:
    pieces = split_pieces(TEXT)
    rows = set()
    for type_ in MARKED_TYPES:
        for kind in ("named", "nominal", "pronoun"):
            marked = sequence(
                pieces, 0, len(TEXT), Marked(0, 4, type_, kind), Marked(16, 20, type_, kind), [], (101, 102)
            )
            assert marked is not None
            rows.add(tuple(r for r, i in zip(marked.extra, marked.ids, strict=True) if i < 0))
    assert len(rows) == 3 * len(MARKED_TYPES)


def test_a_long_sentence_is_cut_around_the_ends_and_a_wide_pair_left_out() -> None:
    text = "word " * 300 + "Acme has bought Beta " + "word " * 300
    pieces = split_pieces(text)
    at = text.index("Acme")
    near = sequence(
        pieces, 0, len(text), Marked(at, at + 4, "Company"), Marked(at + 16, at + 20, "Company"), [], (101, 102)
    )
    assert near is not None
    assert len(near.ids) == 128
    assert near.ids[near.second] == -1
    wide = sequence(pieces, 0, len(text), Marked(0, 4, "Company"), Marked(at, at + 4, "Company"), [], (101, 102))
    assert wide is None


def test_a_sequence_leaves_out_what_it_is_to() -> None:
    text = "Acme, Brix and Corvid have bought Beta."
    pieces = split_pieces(text)
    ends = Marked(0, 4, "Company"), Marked(34, 38, "Company")
    short = sequence(pieces, 0, len(text), *ends, [], (101, 102), [(4, 21)])
    plain = split_pieces("Acme have bought Beta.")
    same = sequence(plain, 0, 22, Marked(0, 4, "Company"), Marked(17, 21, "Company"), [], (101, 102))
    assert short == same


def test_ends_may_be_nested() -> None:
    text = "The French company Acme grew."
    pieces = split_pieces(text)
    marked = sequence(
        pieces, 0, len(text), Marked(0, 18, "Company", "nominal"), Marked(4, 10, "Country"), [], (101, 102)
    )
    assert marked is not None
    assert sum(i < 0 for i in marked.ids) == 4
