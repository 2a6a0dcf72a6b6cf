"""What the networks learn from: names, windows and pairs with their labels; the run itself where torch is there."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from kg.encoder import MARKED_TYPES, MODELS, Name, Sequenced
from kg.errors import MissingExtra
from kg.ontology import load_ontology
from kg.training import NEEDED, train
from kg.training.benchmarks import CORE, KNOWLEDGENET, benchmark_examples
from kg.training.calibration import fit_settings
from kg.training.data import gold_names, held_out, read_documents, sentences, tagged_windows
from kg.training.decision import fit_weights
from kg.training.pairs import PairExample, pair_examples

if TYPE_CHECKING:
    from pathlib import Path

RELATIONS = load_ontology().relations

TEXT = "Quillon has bought Skald Energy. It may sell the turbine maker to Brightwater. Ada Fenn met Skald."


def claim(subject: str, relation: str, object_: str, evidence: tuple[int, int], **more: Any) -> dict[str, Any]:
    return {
        "subject": subject,
        "relation": relation,
        "object": object_,
        "polarity": "positive",
        "certainty": "certain",
        "time": "current",
        "also": [],
        "optional": False,
        "evidence": {"start": evidence[0], "end": evidence[1], "text": TEXT[slice(*evidence)]},
        "ends": {"subject": None, "object": None},
        **more,
    }


def document() -> dict[str, Any]:
    at = TEXT.index("the turbine maker")
    nominal = {"start": at, "end": at + 17, "text": "the turbine maker"}
    buyer = {"start": TEXT.index("Brightwater"), "end": TEXT.index("Brightwater") + 11, "text": "Brightwater"}
    sale = claim(
        *("Brightwater", "acquires", "Skald Energy", (33, 78)),
        certainty="possible",
        time="future",
        ends={"subject": buyer, "object": nominal},
        also=["owns"],
    )
    return {
        "id": "note",
        "text": TEXT,
        "entities": [
            {"name": "Quillon", "type": "Company", "aliases": ["Quillon"]},
            {"name": "Skald Energy", "type": "Company", "aliases": ["Skald Energy", "Skald"]},
            {"name": "Brightwater", "type": "Company", "aliases": ["Brightwater"]},
            {"name": "Ada Fenn", "type": "Person", "aliases": ["Ada Fenn"]},
        ],
        "claims": [claim("Quillon", "acquires", "Skald Energy", (0, 32), optional=True), sale],
    }


def test_gold_names_are_the_longest_occurrences_of_aliases() -> None:
    assert [(TEXT[n.start : n.end], n.entity) for n in gold_names(document())] == [
        ("Quillon", "Quillon"),
        ("Skald Energy", "Skald Energy"),
        ("Brightwater", "Brightwater"),
        ("Ada Fenn", "Ada Fenn"),
        ("Skald", "Skald Energy"),
    ]


def test_windows_have_a_label_for_each_word() -> None:
    (window,) = tagged_windows(document(), MARKED_TYPES, MODELS)
    company = 2 * MARKED_TYPES.index("Company") + 1
    person = 2 * MARKED_TYPES.index("Person") + 1
    labels = [label for label in window.labels if label > 0]
    assert labels == [company, company, company + 1, company, person, person + 1, company]
    assert len(window.labels) == len(window.pieces)
    assert all(
        (label == -100) == (i > 0 and window.pieces.words[i] == window.pieces.words[i - 1])
        for i, label in enumerate(window.labels)
    )


def test_sentences_are_those_of_the_pipeline() -> None:
    assert [TEXT[s:e].strip() for s, e in sentences([document()])[0]] == [
        "Quillon has bought Skald Energy.",
        "It may sell the turbine maker to Brightwater.",
        "Ada Fenn met Skald.",
    ]


SENTENCES = [(0, 32), (33, 78), (79, len(TEXT))]


def test_pairs_have_soft_labels_and_qualifiers() -> None:
    bought, sale, unrelated = pair_examples(document(), SENTENCES, RELATIONS, MODELS)
    assert dict(bought.labels) == pytest.approx({"acquires>": 0.6, "none": 0.4})
    assert (bought.polarity, bought.certainty, bought.time) == (0, 0, 1)
    assert dict(sale.labels) == pytest.approx({"acquires<": 0.85, "owns<": 0.15})
    assert (sale.polarity, sale.certainty, sale.time) == (0, 2, 2)
    assert dict(unrelated.labels) == {"none": 1.0}
    assert unrelated.time == -1


def test_names_that_the_gold_lacks_are_related_to_nothing() -> None:
    def tagger(text: str) -> tuple[Name, ...]:
        return (Name(0, 7, "Company", 0.9), Name(text.index("met"), text.index("met") + 3, "Event", 0.9))

    found = list(pair_examples(document(), SENTENCES, RELATIONS, MODELS, tagger))
    assert [dict(e.labels) for e in found[2:]] == [{"none": 1.0}] * 3


def test_a_pair_related_elsewhere_is_no_example() -> None:
    gold = document()
    gold["claims"] = [claim("Ada Fenn", "leads", "Skald Energy", (0, 32))]
    pairs = list(pair_examples(gold, [SENTENCES[2]], RELATIONS, MODELS))
    assert pairs == []


def test_swapped_relations_that_count_too() -> None:
    gold = document()
    gold["claims"] = [claim("Quillon", "owns", "Skald Energy", (0, 32), also=["^part_of"])]
    (example,) = pair_examples(gold, [SENTENCES[0]], RELATIONS, MODELS)
    assert dict(example.labels) == pytest.approx({"owns>": 0.85, "part_of<": 0.15})


@pytest.mark.parametrize(("name", "table"), [("core", CORE), ("knowledgenet", KNOWLEDGENET)])
def test_the_tables_name_our_relations_and_types(name: str, table: Any) -> None:
    assert name
    for shares, head, tail in table.values():
        assert {r.removeprefix("^") for r in shares} <= set(RELATIONS)
        assert {head, tail} <= set(MARKED_TYPES)
        assert sum(shares.values()) == pytest.approx(1.0 if shares else 0.0)


def test_a_benchmark_pair_is_turned_our_way() -> None:
    text = "Quillon is a subsidiary of Skald."
    given = {
        "text": text,
        "entities": [
            {"id": "a", "start": 0, "end": 7, "text": "Quillon"},
            {"id": "b", "start": 27, "end": 32, "text": "Skald"},
        ],
        "relations": [{"head": "a", "tail": "b", "type": "subsidiary_of"}],
    }
    (example,) = benchmark_examples(given, CORE, RELATIONS, MODELS)
    assert dict(example.labels) == pytest.approx({"owns<": 0.8, "part_of>": 0.2})


def test_every_tenth_document_is_held_out() -> None:
    documents = [{"id": i} for i in range(20)]
    learn, tune = held_out(documents)
    assert [d["id"] for d in tune] == [3, 13]
    assert len(learn) == 18


def test_documents_come_from_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"id": "a"}), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": "b"}\n\n{"id": "c"}\n', encoding="utf-8")
    assert [d["id"] for d in read_documents([tmp_path])] == ["a", "b", "c"]
    assert [d["id"] for d in read_documents([tmp_path / "b.jsonl"])] == ["b", "c"]


def test_without_the_extra_training_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.training.find_spec", {}.get)
    with pytest.raises(MissingExtra, match=r"torch is not installed.*claimgraph\[train\]"):
        train([], tmp_path)


@pytest.mark.skipif(not all(map(find_spec, NEEDED)), reason="needs the extra train")
@pytest.mark.filterwarnings("ignore")
def test_training_writes_the_same_files_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(document()) for _ in range(3)), encoding="utf-8")
    monkeypatch.setattr("kg.training.tagger.EPOCHS", 1)
    monkeypatch.setattr("kg.training.run.EPOCHS", 1)
    lines: list[str] = []
    files = [train([gold], tmp_path / name, report=lines.append) for name in ("one", "two")]
    assert [p.name for p in files[0]] == [
        *(
            "pairs-early.onnx",
            "pairs-late.onnx",
            "pairs.json",
            "tagger.json",
            "tagger.onnx",
            "tokenizer.json",
            "vectors.npz",
        ),
    ]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(*files, strict=True))
    assert lines[0] == "3 documents to learn from"


class FakePairs:
    """A network whose early score and scores are the numbers in a pair's ids."""

    labels = ("none", "acquires>")

    def begin(self, pair: Any) -> tuple[Any, float]:
        """Return no states, and the early score."""
        return None, pair.ids[0] / 100

    def finish(self, pair: Any, states: Any) -> list[Any]:
        """Return the scores."""
        assert states is None
        return [np.array([0.0, float(pair.ids[1])])]


def pair(early: int, score: int, *, related: bool) -> PairExample:
    label = "acquires>" if related else "none"
    return PairExample(Sequenced((early, score), (0, 0), 0, 1), ((label, 1.0),))


def test_what_is_surely_nothing_is_the_least_early_score_of_what_is_not() -> None:
    examples = [pair(n, -4, related=False) for n in (1, 2, 40)] + [pair(n, 4, related=True) for n in (30, 90)]
    found = fit_settings(examples, cast("Any", FakePairs()))
    assert found == {"temperature": 0.6, "least": 0.3}


def test_an_overconfident_network_is_cooled() -> None:
    examples = [pair(50, 4, related=n % 4 > 0) for n in range(40)]
    assert fit_settings(examples, cast("Any", FakePairs()))["temperature"] > 2.0


def test_the_weights_of_the_decision_are_found() -> None:
    chance = np.random.default_rng(0)
    rows = np.column_stack([np.ones(4000), chance.normal(size=4000)])
    right = (chance.random(4000) < 1 / (1 + np.exp(-(rows @ [-1.0, 2.0])))).astype(float)
    assert fit_weights(rows, right) == pytest.approx([-1.0, 2.0], abs=0.15)
