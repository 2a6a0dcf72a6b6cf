"""What is learned without torch: the model of the tree, thresholds, the decision; and opinions to learn from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from annotated import RELATIONS, document, found

from kg.encoder import Marked, label_names
from kg.relations.paths import PathModel
from kg.training.calibration import least, temperature
from kg.training.decision import fit_weights
from kg.training.opinions import Opinions, write_opinions
from kg.training.pairs import PairLabels, pair_labels
from kg.training.paths import pair_features, train_paths

if TYPE_CHECKING:
    from pathlib import Path


def test_the_tree_is_learned_from(tmp_path: Path) -> None:
    one = found(document())
    pairs = list(pair_labels(one, RELATIONS))
    many = [(one, pairs)] * 12
    assert train_paths(many, RELATIONS, tmp_path) > 50
    model, labels = PathModel(tmp_path), label_names(RELATIONS)
    best = [labels[int(model.chances(features).argmax())] for features in pair_features(one, pairs)]
    assert best == [max(pair.labels, key=lambda label: label[1])[0] for pair in pairs]
    before = (tmp_path / "paths.npz").read_bytes()
    train_paths(many, RELATIONS, tmp_path)
    assert (tmp_path / "paths.npz").read_bytes() == before


def test_without_pairs_the_tree_says_nothing(tmp_path: Path) -> None:
    assert train_paths([], RELATIONS, tmp_path) == 1
    chances = PathModel(tmp_path).chances(frozenset(("always", "top=sue")))
    assert chances.min() == chances.max()


def targets(*related: float) -> Any:
    return np.array([(1 - share, share) for share in related])


@pytest.mark.parametrize(
    ("glances", "related", "expected"),
    [
        ([0.1, 0.2, 0.4, 0.3, 0.9], [0, 0, 0, 1, 1], 0.3),
        ([0.1, 0.2, 0.9], [0.01, 0, 1], 0.9),
        ([0.5], [0], 0.5),
    ],
    ids=["before the first", "little is lost", "nothing related"],
)
def test_what_is_surely_nothing_loses_next_to_no_relation(
    glances: list[float], related: list[float], expected: float
) -> None:
    assert least(np.array(glances), targets(*related), 0.15) == expected


def test_where_nothing_is_known_all_is_surely_nothing() -> None:
    assert least(np.zeros(0), np.zeros((0, 2)), 0.15) == 1.0


def test_an_overconfident_network_is_cooled() -> None:
    scores = np.array([[0.0, 4.0]] * 40)
    assert temperature(scores, targets(*[float(n % 4 > 0) for n in range(40)])) > 2.0
    assert temperature(scores, targets(*[1.0] * 40)) == pytest.approx(0.6)


def test_the_weights_of_the_decision_are_found() -> None:
    chance = np.random.default_rng(0)
    rows = np.column_stack([np.ones(4000), chance.normal(size=4000)])
    right = (chance.random(4000) < 1 / (1 + np.exp(-(rows @ [-1.0, 2.0])))).astype(float)
    assert fit_weights(rows, right, np.full(2, 0.1)) == pytest.approx([-1.0, 2.0], abs=0.15)


def test_opinions_are_mixed_with_the_gold(tmp_path: Path) -> None:
    labels = ("none", "acquires>", "owns>")
    path = tmp_path / "opinions.npz"
    one, two = Marked(0, 4, "Company", "named"), Marked(9, 12, "Company", "named")
    pair = PairLabels((0, 20), one, two, (), (("acquires>", 1.0),))
    other = replace(pair, second=Marked(14, 18, "Company", "named"))
    write_opinions({"Acme and Brix": {(0, 4, 9, 12): {0: 0.0, 1: 0.6, 2: 0.4}}, "Osk": {}}, path)
    mixed, same = Opinions(labels, path).mixed("Acme and Brix", [pair, other])
    assert [(label, round(share, 2)) for label, share in mixed.shares] == [("acquires>", 0.76), ("owns>", 0.24)]
    assert (mixed.labels, mixed.related, same) == (pair.labels, True, other)
    assert Opinions(labels, path).mixed("Osk", [pair]) == (pair,)
    assert Opinions(labels, tmp_path / "none.npz").mixed("Acme and Brix", [pair]) == (pair,)
