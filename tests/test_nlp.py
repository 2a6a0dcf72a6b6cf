"""Parsing: offsets, sentence starts that the layout forces, lost apostrophes, models that are missing."""

from __future__ import annotations

import pytest

from kg.errors import ModelError
from kg.model import Article
from kg.nlp import DEFAULT_MODEL, load_model, model_digest, parse, sentence_starts

WRAPPED = (
    "The harbour board of Port Elling said on Thursday that it had chosen a\n"
    "builder for the new ferry terminal, four months after the first tender\n"
    "had to be cancelled because nobody could read it. Work is to begin in\n"
    "May. The board did not name the price.\n"
    "\n"
    "Costs\n"
    "The last terminal cost 40 million euros, twice of what had been planned\n"
    "by the board, and took six years."
)

STARTS = [
    ("one line is one sentence for the layout", []),
    ("Acme buys Beta\nThe firms agreed.", ["The"]),
    ("Acme buys Beta\n\nThe firms agreed.", ["The"]),
    ("- • Acme grows.\n- • Beta shrinks.", ["Acme", "- • Beta", "Beta"]),
    ("* Acme grows\n1. Beta shrinks\n## Gamma", ["Acme", "1.", "Beta", "##", "Gamma"]),
    ("OSLO, March 3 (Reuters) - Acme grows.", ["Acme"]),
    ("PARIS — Acme grows.", ["Acme"]),
    (WRAPPED, ["Costs", "The last"]),
    ("A line that is long enough to be running text, it\nseems, goes on in small letters.", []),
    ("A line that is long enough to be running text ends.\nseems, a new one begins.", ["seems"]),
]


@pytest.mark.parametrize(("text", "words"), STARTS)
def test_the_layout_starts_sentences(text: str, words: list[str]) -> None:
    starts = sentence_starts(text)
    assert [text[start:].lstrip()[: len(word)] for start, word in zip(starts, words, strict=True)] == words


SENTENCES = [
    (
        "Acme May Equip Border Guards with Drones\nThe firm is in talks.",
        ["Acme May Equip Border Guards with Drones", "The firm is in talks."],
    ),
    (
        "At a glance\n- •Acme is in talks.\n- •Beta objects.\nSummary\nNothing is signed.",
        ["At a glance", "-", "•", "Acme is in talks.", "- •", "Beta objects.", "Summary", "Nothing is signed."],
    ),
    ("The ministry and its agencies agreed to wait. They did.", None),
    ("", []),
    ("\n\n \n", None),
]


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_sentences_and_offsets(text: str, sentences: list[str] | None) -> None:
    article = Article("a", text)
    [(parsed, doc)] = parse(load_model(), [article])
    assert parsed is article
    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]
    if sentences is not None:
        assert [s.text.strip() for s in doc.sents if s.text.strip()] == sentences


LOST = [
    ("Norvex builds pumps. Norvexs engineers struck.", ["Norvex"]),
    ("Ida Brandvik owns Norvex. Brandviks company lost money.", ["Brandvik"]),
    ("Norvex´s engineers work for Norvex.", ["Norvex"]),
    ("An American spoke. Americans voted, and Americans abroad did not.", []),
    ("A Senator spoke. Senators spend money.", []),
    ("Two Norvexs pumps failed at Norvex.", []),
    ("The Norvexs of this world are many, said Norvex.", []),
    ("Brandviks are many. Brandvik is one of them.", []),
    ("Norvexs engineers struck.", []),
]


@pytest.mark.parametrize(("text", "names"), LOST)
def test_lost_apostrophes_are_given_back(text: str, names: list[str]) -> None:
    [(_, doc)] = parse(load_model(), [Article("a", text)])
    found = [doc[token.i - 1].text for token in doc if token.norm_ == "'s" and "'" not in token.text]
    assert found == names
    assert doc.text == text
    assert all(token.tag_ == "POS" for token in doc if token.norm_ == "'s")


def test_words_that_are_stuck_together_are_split() -> None:
    [(_, doc)] = parse(load_model(), [Article("a", "•Acme leads a U.S.-led group, the Pump Union(PU).")])
    assert [t.text for t in doc][:7] == ["•", "Acme", "leads", "a", "U.S.", "-", "led"]
    assert "PU" in [t.text for t in doc]
    [(_, doc)] = parse(load_model(), [Article("a", "Acme wants to catch up with Ida Brandvik's PumpX. Brix did not.")])
    assert [t.text for t in doc if t.is_sent_start] == ["Acme", "Brix"]


def test_a_parse_does_not_depend_on_the_batch() -> None:
    articles = [Article(str(i), text) for i, (text, _) in enumerate(STARTS)]

    def look(batch_size: int, order: int) -> dict[str, list[tuple[str, str, int]]]:
        parsed = parse(load_model(), articles[::order], batch_size)
        return {article.id: [(t.tag_, t.dep_, t.head.i) for t in doc] for article, doc in parsed}

    assert look(1, 1) == look(16, 1) == look(16, -1)


def test_names_can_be_left_out() -> None:
    [(_, doc)] = parse(load_model(), [Article("a", "Berlin is in Germany.")], names=False)
    assert not doc.ents


def test_a_missing_model_says_what_to_type() -> None:
    with pytest.raises(ModelError, match=r"cannot load the language model 'no_such_model'.*pip install no_such_model"):
        load_model("no_such_model")


def test_a_model_without_a_parser_is_refused(tmp_path: object) -> None:
    import spacy

    folder = f"{tmp_path}/blank"
    spacy.blank("en").to_disk(folder)
    with pytest.raises(ModelError, match="has no tagger and no parser"):
        load_model(folder)


def test_a_model_is_loaded_once_and_can_be_saved(tmp_path: object) -> None:
    nlp = load_model(DEFAULT_MODEL)
    assert load_model() is nlp
    nlp.to_disk(f"{tmp_path}/saved")
    assert nlp.pipe_names[0] == "kg_layout"
    assert len(model_digest(nlp)) == 16
