"""Learning what speaks for a link. All persons and companies are invented."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest

from kg.entities.weights import TABLE, link_weights
from kg.evaluation import GoldClaim, GoldDocument, GoldEntity
from kg.mentions import find_mentions
from kg.mentions.tokens import tokens
from kg.model import Article
from kg.nlp import load_model, parse
from kg.training.anaphora import document_examples
from kg.training.links import HIGHEST, LOWEST, Example, fit, fit_table, learn, levelled, shares, write_table

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
    near, far, _ = shares(NEAR, weights)
    assert near > 0.8 > 0.2 > far
    assert shares(LOST, weights)[0] < 0.3


def test_a_rare_kind_borrows_from_the_others() -> None:
    rare = example(("near", True), ("far", False), model="plural")
    weights = fit([NEAR] * 20 + [rare])
    assert weights["plural"]["near"] > 0.5
    assert shares(rare, weights)[0] > 0.7


def test_what_stands_for_nothing_teaches_how_sure_a_link_is_and_not_which() -> None:
    unsure = example(("near", False), ("far", False))
    ranked = fit([NEAR] * 20)
    level = levelled(ranked, [NEAR] * 20 + [unsure] * 20)
    assert learn([NEAR] * 20 + [unsure] * 20) == level
    (near, far, none), (before, _, _) = shares(unsure, level), shares(unsure, ranked)
    assert before > 0.8
    assert near == pytest.approx(none, abs=0.05)
    assert near > 0.4 > 0.1 > far
    assert levelled(ranked, [NEAR] * 20) == ranked


def test_thresholds_keep_to_their_bounds() -> None:
    table = fit_table([[NEAR, LOST]] * 30)
    assert LOWEST <= table.alone == table.together <= HIGHEST
    assert fit_table([[LOST]] * 30).alone == HIGHEST


def asked(*scores: float, right: int) -> Example:
    """Return an example whose options differ in the network's scores alone."""
    same = tuple(("same",) for _ in scores)
    hits = tuple(number == right for number in range(len(scores)))
    return Example("thing", tuple((number,) for number in range(len(scores))), same, hits, network=scores)


@pytest.mark.parametrize(
    ("kept", "weighs"),
    [
        ([], False),
        ([asked(5.0, -5.0, right=0)] * 9, True),
        ([asked(5.0, -5.0, right=1)] * 9, False),
    ],
)
def test_the_network_weighs_what_it_is_worth_on_documents_it_has_not_seen(kept: list[Example], weighs: bool) -> None:
    table = fit_table([[asked(0.0, 0.0, right=0)]] * 10, [kept])
    assert (table.network > 0) is weighs


def test_the_network_is_added_to_what_the_weights_say() -> None:
    known = asked(2.0, 0.0, right=0)
    alone, _, _ = shares(known, {})
    together, other, none = shares(known, {}, 0.5)
    assert alone == pytest.approx(1 / 3)
    assert together / other == pytest.approx(math.e)
    assert other == pytest.approx(none)


def test_the_same_examples_give_the_same_table(tmp_path: Path) -> None:
    documents = [[NEAR, LOST]] * 10
    tables = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_table(fit_table(documents), tmp_path / name)
        tables.append((tmp_path / name / TABLE).read_bytes())
    assert tables[0] == tables[1]
    assert json.loads(tables[0]).keys() == {"alone", "network", "together", "weights"}
    assert link_weights(tmp_path / "one") == fit_table(documents)


def test_the_table_that_comes_along_knows_each_kind(tmp_path: Path) -> None:
    table = link_weights()
    kinds = {"person", "thing", "plural", "speakers", "individual", "body", "office", "opening", "group"}
    assert table.weights.keys() == kinds
    assert 0 < table.alone < 1 > table.together > 0 < table.network
    assert link_weights(tmp_path) == table, "a folder without a table takes this one"


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


@pytest.mark.parametrize(("all_mentions", "expected"), [(True, [("The company", False)]), (False, [])])
def test_a_word_that_is_not_marked_where_all_are_stands_for_nothing(
    all_mentions: bool, expected: list[tuple[str, bool]], ontology: kg.Ontology
) -> None:
    text = "Norvex lost a bet. The company won."
    entities = (GoldEntity("Norvex", "Company", ("Norvex",)),)
    document = GoldDocument("a", text, entities, (), all_mentions=all_mentions)
    article = Article("a", text)
    [(_, doc)] = parse(load_model(), [article])
    mentions = find_mentions(doc, article, ontology, [(0, 6, "Company")])
    found = document_examples(document, article, tokens(doc), mentions, ontology)
    assert [("The company", any(one.right)) for one in found if one.model != "name"] == expected
