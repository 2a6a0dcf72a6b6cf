"""Learning what speaks for a link. All persons and companies are invented."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.entities.weights import link_weights
from kg.evaluation import GoldClaim, GoldDocument, GoldEntity
from kg.mentions import find_mentions
from kg.mentions.tokens import tokens
from kg.model import Article
from kg.nlp import load_model, parse
from kg.training.anaphora import document_examples
from kg.training.links import HIGHEST, Example, fit, fit_thresholds, shares, write_table

if TYPE_CHECKING:
    from pathlib import Path

    import kg


def example(*options: tuple[str, bool], model: str = "thing") -> Example:
    """Return an example whose options have one feature each."""
    return Example(
        model,
        tuple((number,) for number in range(len(options))),
        tuple((name,) for name, _ in options),
        tuple(right for _, right in options),
    )


NEAR = example(("near", True), ("far", False))
LOST = example(("far", False))


def test_what_is_right_more_often_has_the_greater_share() -> None:
    weights = fit([NEAR] * 20 + [LOST] * 20)
    near, far = shares(NEAR, weights)
    assert near > 0.8 > 0.2 > far
    assert shares(LOST, weights)[0] < 0.3


def test_a_rare_kind_borrows_from_the_others() -> None:
    rare = example(("near", True), ("far", False), model="plural")
    weights = fit([NEAR] * 20 + [rare])
    assert weights["plural"]["near"] > 0.5
    assert shares(rare, weights)[0] > 0.7


def test_a_kind_with_few_examples_has_the_greatest_threshold() -> None:
    documents = [[NEAR, LOST, example(("near", True), model="office")] for _ in range(60)]
    thresholds = fit_thresholds(documents[:5])
    assert thresholds == {"office": HIGHEST, "thing": HIGHEST}
    assert fit_thresholds(documents)["thing"] < HIGHEST


def test_the_same_examples_give_the_same_table(tmp_path: Path) -> None:
    documents = [[NEAR, LOST]] * 10
    tables = []
    for name in ("one", "two"):
        write_table(documents, tmp_path / name)
        tables.append((tmp_path / name).read_bytes())
    assert tables[0] == tables[1]
    assert json.loads(tables[0]).keys() == {"thresholds", "weights"}


def test_the_table_that_comes_along_knows_each_kind() -> None:
    table = link_weights()
    assert table.weights.keys() == table.thresholds.keys()
    assert {"person", "thing", "plural", "individual", "body", "office", "opening", "group"} == table.weights.keys()
    assert all(0 < threshold < 1 for threshold in table.thresholds.values())


ANSWERS = [
    ("Norvex sued Quarrow Bank. The company won.", "The company", ("Norvex",)),
    ("Norvex sued Quarrow Bank. The two companies met.", "The two companies", ("Norvex", "Quarrow Bank")),
]


@pytest.mark.parametrize(("text", "words", "ends"), ANSWERS)
def test_the_words_of_ends_are_examples(text: str, words: str, ends: tuple[str, ...], ontology: kg.Ontology) -> None:
    names = ("Norvex", "Quarrow Bank")
    start = text.index(words)
    at = (start, start + len(words))
    document = GoldDocument(
        "a",
        text,
        tuple(GoldEntity(name, "Company", (name,)) for name in names),
        tuple(GoldClaim(end, "supports", "Elbland", subject_at=at) for end in ends),
    )
    article = Article("a", text)
    [(_, doc)] = parse(load_model(), [article])
    mentions = find_mentions(
        doc, article, ontology, [(text.index(n), text.index(n) + len(n), "Company") for n in names]
    )
    [found] = [e for e in document_examples(document, article, tokens(doc), mentions, ontology) if e.model != "name"]
    right = [option for option, good in zip(found.options, found.right, strict=True) if good]
    assert right == [tuple(names.index(end) for end in ends)]
