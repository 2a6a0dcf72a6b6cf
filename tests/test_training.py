"""What the networks learn from: names, windows and pairs with their labels; the run itself where torch is there."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from annotated import RELATIONS, SENTENCES, TEXT, claim, document, found, windows_of

from kg.encoder import (
    LINK_FEATURES,
    MARKED_TYPES,
    MODELS,
    PAIR_FEATURES,
    Marked,
    Network,
    extra_rows,
    label_names,
    split_pieces,
)
from kg.errors import MissingExtra, ModelError, QueryError
from kg.model import Article, Entity, Mention
from kg.pipeline import Extractor
from kg.training import NEEDED, train
from kg.training.benchmarks import CORE, KNOWLEDGENET, benchmark_examples
from kg.training.core import taken
from kg.training.data import gold_names, held_out, read_documents, split
from kg.training.found import find
from kg.training.opinions import Opinions
from kg.training.pairs import PairLabels, pair_labels, sequenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def test_gold_names_are_the_longest_occurrences_of_aliases() -> None:
    assert [(TEXT[n.start : n.end], n.entity) for n in gold_names(document())] == [
        ("Quillon", "Quillon"),
        ("Skald Energy", "Skald Energy"),
        ("Brightwater", "Brightwater"),
        ("Ada Fenn", "Ada Fenn"),
        ("Skald", "Skald Energy"),
    ]


def test_windows_have_a_label_for_each_word() -> None:
    (window,) = windows_of(found(document()))
    company = 2 * MARKED_TYPES.index("Company") + 1
    person = 2 * MARKED_TYPES.index("Person") + 1
    labels = [label for label in window.labels if label > 0]
    assert labels == [company, company, company + 1, company, person, person + 1, company]
    assert len(window.labels) == len(window.pieces)
    assert all(
        (label == -100) == (i > 0 and window.pieces.words[i] == window.pieces.words[i - 1])
        for i, label in enumerate(window.labels)
    )


def test_windows_have_pairs_and_links() -> None:
    (window,) = windows_of(found(document()))
    starts = window.pieces.starts
    places = [(starts[p.spans[0]], starts[p.spans[2]], p.labels != (("none", 1.0),)) for p in window.pairs]
    at = TEXT.index
    assert places == [
        (0, at("Skald Energy"), True),
        (at("the turbine"), at("Brightwater"), True),
        (at("Ada"), at("Skald."), False),
    ]
    (link,) = window.links
    assert [starts[spans[2]] for spans in link.spans] == [0, at("Skald Energy"), at("Brightwater")]
    assert link.right == (False, True, False)
    assert max(row for rows in link.features for row in rows) < LINK_FEATURES
    assert max(row for pair in window.pairs for row in pair.features) < PAIR_FEATURES


def test_sentences_and_mentions_are_those_of_the_pipeline() -> None:
    (one,) = find([document()], Extractor(reader="tagger"))
    assert [TEXT[s:e].strip() for s, e in one.sentences] == [
        "Quillon has bought Skald Energy.",
        "It may sell the turbine maker to Brightwater.",
        "Ada Fenn met Skald.",
    ]
    named = [(TEXT[m.start : m.end], s.key) for s in one.seen if (m := s.marked).kind == "named"]
    assert named == [
        ("Quillon", "Quillon"),
        ("Skald Energy", "Skald Energy"),
        ("Brightwater", "Brightwater"),
        ("Ada Fenn", "Ada Fenn"),
        ("Skald", "Skald Energy"),
    ]


def entity(key: str, *places: tuple[int, int], kind: Any = "named") -> Entity:
    spans = [Article("note", TEXT).span(*place) for place in places]
    return Entity(key, spans[0].text, "Company", (spans[0].text,), tuple(Mention(s, "Company", kind) for s in spans))


@pytest.mark.parametrize(
    ("entities", "place", "key"),
    [
        ([], (19, 31), "Skald Energy"),
        ([entity("organization/skald", (19, 31))], (19, 31), "Skald Energy"),
        ([entity("organization/quillon", (0, 7), (33, 35))], (33, 35), "Quillon"),
        ([entity("organization/quillon", (0, 7), (45, 62))], (45, 62), "Skald Energy"),
        ([entity("organization/energy", (25, 31))], (25, 31), "\0organization/energy"),
    ],
    ids=["missed", "found", "linked", "linked wrongly", "no entity of the gold"],
)
def test_a_mention_is_what_the_gold_says(entities: list[Entity], place: tuple[int, int], key: str) -> None:
    seen = {(s.marked.start, s.marked.end): s.key for s in found(document(), *entities).seen}
    assert seen[place] == key


def test_pairs_have_soft_labels_and_qualifiers() -> None:
    bought, sale, unrelated = pair_labels(found(document()), RELATIONS)
    assert dict(bought.labels) == pytest.approx({"acquires>": 0.6, "none": 0.4})
    assert (bought.polarity, bought.certainty, bought.time) == (0, 0, 1)
    assert dict(sale.labels) == pytest.approx({"acquires<": 0.85, "owns<": 0.15})
    assert (sale.polarity, sale.certainty, sale.time) == (0, 2, 2)
    assert not unrelated.related
    assert unrelated.time == -1
    example = sequenced(sale, split_pieces(TEXT))
    assert example is not None
    assert (example.labels, example.time) == (sale.labels, 2)


def test_a_pair_related_elsewhere_is_no_example() -> None:
    gold = document()
    gold["claims"] = [claim("Ada Fenn", "leads", "Skald Energy", (0, 32))]
    assert list(pair_labels(found(gold, sentences=[SENTENCES[2]]), RELATIONS)) == []


def test_swapped_relations_that_count_too() -> None:
    gold = document()
    gold["claims"] = [claim("Quillon", "owns", "Skald Energy", (0, 32), also=["^part_of"])]
    (example,) = pair_labels(found(gold, sentences=[SENTENCES[0]]), RELATIONS)
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


def test_each_file_of_lines_is_split_on_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        lines = (json.dumps({"id": f"{name}{n}"}) for n in range(12))
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "notes.jsonld").write_text("no gold", encoding="utf-8")
    for n in range(12):
        (tmp_path / f"c{n:02}.json").write_text(json.dumps({"id": f"c{n}"}), encoding="utf-8")
    learn, kept = split([tmp_path])
    assert ([d["id"] for d in kept], len(learn)) == (["a3", "b3", "c3"], 33)
    assert split([tmp_path / "b.jsonl", tmp_path / "a.jsonl"])[1] == [{"id": "b3"}, {"id": "a3"}]


@pytest.mark.parametrize(
    ("gold", "shares", "expected"),
    [
        ({"none": 1.0}, {}, (1.0, 1.0)),
        ({"none": 1.0}, {"none": 0.96, "owns>": 0.04}, (1.0, 1.0)),
        ({"none": 1.0}, {"none": 0.98, "owns>": 0.02}, (0.15, 4.0)),
        ({"owns>": 1.0}, {"owns>": 0.89, "none": 0.11}, (1.0, 1.0)),
        ({"owns>": 1.0}, {"owns>": 0.95, "none": 0.05}, (0.3, 2.5)),
        ({"owns>": 1.0}, {"none": 0.98, "owns>": 0.02}, (1.0, 1.0)),
        ({"none": 1.0}, {"owns>": 0.98, "none": 0.02}, (1.0, 1.0)),
    ],
    ids=["no opinion", "doubtful", "surely none", "doubtful relation", "surely related", "denied", "seen elsewhere"],
)
def test_of_what_is_sure_an_epoch_takes_a_part(
    gold: dict[str, float], shares: dict[str, float], expected: tuple[float, float]
) -> None:
    places = Marked(0, 4, "Company", "named"), Marked(9, 12, "Company", "named")
    pair = PairLabels((0, 20), *places, (), tuple(gold.items()), shares=tuple(shares.items()))
    rng = random.Random(0)  # noqa: S311 - a draw, not a secret
    drawn = [found for _ in range(4000) if (found := taken(pair, rng))]
    part, weight = expected
    assert len(drawn) / 4000 == pytest.approx(part, abs=0.03)
    assert {found.weight for found in drawn} == {weight}


def test_a_part_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no part 'tagger' of training; there are text, links, paths, pairs, decision"):
        train([], tmp_path, parts=["text", "tagger"])


def test_a_folder_without_models_to_go_on_from_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no models in .*empty to go on from: pairs.onnx is missing"):
        train([], tmp_path, models=tmp_path / "empty")


def test_without_the_extra_training_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.training.find_spec", {}.get)
    with pytest.raises(MissingExtra, match=r"torch is not installed.*claimgraph\[train\]"):
        train([], tmp_path)


@pytest.mark.skipif(not all(map(find_spec, NEEDED)), reason="needs the extra train")
@pytest.mark.filterwarnings("ignore")
def test_training_writes_the_same_files_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(document()) for _ in range(3)), encoding="utf-8")
    from kg.training.text import STAGES

    monkeypatch.setattr("kg.training.text.STAGES", [replace(stage, epochs=1) for stage in STAGES])
    monkeypatch.setattr("kg.training.run.EPOCHS", 1)
    monkeypatch.setattr("kg.training.run.LIST_EPOCHS", 1)
    lines: list[str] = []
    files = [train([gold], tmp_path / name, items=False, report=lines.append) for name in ("one", "two")]
    assert " ".join(p.name for p in files[0]) == (
        "heads.npz links.json pairs.json pairs.onnx paths.npz text.json text.onnx tokenizer.json vectors.npz"
    )
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(*files, strict=True))
    assert lines[0] == "3 documents to learn from"
    from kg.training.base import prepare
    from kg.training.network import PairsNetwork, load_written
    from kg.training.reader import read

    monkeypatch.setattr("kg.training.run.EPOCHS", 0)
    monkeypatch.setattr("kg.training.run.LIST_EPOCHS", 0)
    begin, after = tmp_path / "one", tmp_path / "three"
    gone_on = train([gold], after, items=False, parts=["pairs"], models=begin, report=lines.append)
    assert [p.name for p in gone_on] == [p.name for p in files[0]]
    assert json.loads((after / "pairs.json").read_text()) == json.loads((begin / "pairs.json").read_text())
    assert (after / "text.onnx").read_bytes() == (begin / "text.onnx").read_bytes()
    _, table = prepare(tmp_path / "base")
    labels = {label: n for n, label in enumerate(label_names(RELATIONS))}
    one = found(document())
    examples = [e for p in pair_labels(one, RELATIONS) if (e := sequenced(p, split_pieces(TEXT)))]
    rows = []
    for folder in (begin, after):
        network = PairsNetwork(len(labels), extra_rows())
        load_written(network, folder / "pairs.onnx")
        rows.append(read(network, examples, table, labels))
    assert np.allclose(rows[0], rows[1], atol=0.01)


@pytest.mark.skipif(not all(map(find_spec, NEEDED)), reason="needs the extra train")
@pytest.mark.filterwarnings("ignore")
def test_whole_numbers_do_not_overflow(tmp_path: Path) -> None:
    """On processors without VNNI two products of int8 are added in 16 bits unless asked otherwise."""
    import torch

    from kg.training.network import WIDTH, export

    total = torch.nn.Linear(WIDTH, 1, bias=False)
    torch.nn.init.ones_(total.weight)
    shutil.copy(MODELS / "vectors.npz", tmp_path)
    export(total, {"vectors": torch.zeros(1, 9, WIDTH)}, ["scores"], tmp_path / "total.onnx")
    (sums,) = Network("total", tmp_path).run(vectors=np.ones((1, 5, WIDTH), dtype=np.float32))
    assert sums[0, :, 0].tolist() == pytest.approx([WIDTH] * 5, rel=1e-3)


@pytest.mark.skipif(not all(map(find_spec, NEEDED)), reason="needs the extra train")
@pytest.mark.filterwarnings("ignore")
def test_a_teacher_is_asked_about_what_it_has_not_learned_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import BertConfig, BertModel

    from kg.training import teacher

    monkeypatch.setattr(teacher, "EPOCHS", 1)
    folder = tmp_path / "teacher"
    size = {"hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 24}
    BertModel(BertConfig(**size)).save_pretrained(folder)
    shutil.copy(MODELS / "tokenizer.json", folder)
    (folder / "tokenizer_config.json").write_text('{"cls_token": "[CLS]"}', encoding="utf-8")
    founds = [found(dict(document(), text=TEXT + " " * n)) for n in range(3)]
    texts = [one.document["text"] for one in founds]
    learned: list[set[str]] = []

    def draw(_: random.Random, of: Callable[[str], bool]) -> Iterator[Any]:
        learned.append(set(filter(of, texts)))
        for one in founds:
            if of(one.document["text"]):
                for pair in pair_labels(one, RELATIONS):
                    if example := sequenced(pair, split_pieces(one.document["text"])):
                        yield one.document["text"], pair, example

    path = tmp_path / "opinions.npz"
    places = texts, RELATIONS, MODELS, folder, path
    teacher.ask(draw, *places, seed=0, device="cpu", report=lambda _: None)
    assert [len(known) for known in learned] == [2, 1, 1, 1] * 3
    assert all(learned[n].isdisjoint(learned[n + 1]) for n in (0, 4, 8))
    opinions = Opinions(label_names(RELATIONS), path)
    for one in founds:
        mixed = opinions.mixed(one.document["text"], list(pair_labels(one, RELATIONS)))
        assert all(0.99 < sum(share for _, share in pair.shares) < 1.01 for pair in mixed)
