"""Public benchmarks as gold: the table of labels, records made documents, strict ends, mentions and clusters."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.cli import main
from kg.errors import ArticleError, QueryError
from kg.evaluation import evaluate, read_gold
from kg.evaluation.benchmarks import placed_record
from kg.evaluation.clusters import cluster_figures, count_clusters, count_spans
from kg.evaluation.gold import GoldDocument, GoldEntity, GoldMention
from kg.evaluation.scoring import score_document
from kg.evaluation.stages import StagedExtractor, gold_mentions
from kg.evaluation.tables import BENCHMARKS, Benchmark
from kg.model import Article, Claim, Entity, Extraction, Mention
from kg.ontology import load_ontology
from kg.pipeline import Extractor

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
ONTOLOGY = load_ontology()
SYMMETRIC = frozenset(name for name, relation in ONTOLOGY.relations.items() if relation.symmetric)
TEXT = "Quillon has bought Skald. Ada Fenn leads the company. A Danish rival met Fenn in Denmark."


@pytest.mark.parametrize("benchmark", BENCHMARKS.values(), ids=BENCHMARKS)
def test_the_table_speaks_of_our_relations_and_types(benchmark: Benchmark) -> None:
    labels = benchmark.labels.values()
    said = {word.removeprefix("^") for label in labels for word in f"{label.says} {label.also}".split()}
    learned = {word.removeprefix("^") for label in labels for word in label.learn or ()}
    types = {type_ for label in labels for type_ in (label.head, label.tail) if type_}
    assert (said | learned) - set(ONTOLOGY.relations) == set()
    assert (types | set(benchmark.types.values())) - {""} - set(ONTOLOGY.types) == set()
    assert {round(sum(label.learn.values()), 6) for label in labels if label.learn} <= {1.0}
    left_out = [name for names in benchmark.left_out.values() for name in names.split("|")]
    assert len(left_out) == len({*left_out})
    assert set(left_out) & set(benchmark.labels) == set()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the benchmarks are not here")
def test_every_label_is_mapped_or_left_out_for_a_reason() -> None:
    for source, benchmark in BENCHMARKS.items():
        files = sorted((SHARED / benchmark.folder).glob("*.jsonl"))
        records = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
        assert {record["source"] for record in records} == {source}
        left_out = {name for names in benchmark.left_out.values() for name in names.split("|")}
        found = {relation["type"] for record in records for relation in record["relations"]}
        assert found - set(benchmark.labels) - left_out - benchmark.one_thing == set(), source


def place(name: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(name, start + 1)
    return start, start + len(name)


def record(source: str, *relations: tuple[str, str, str], type_: str = "ENTITY", **more: Any) -> dict[str, Any]:
    """Make a record of three named mentions that relates some of them by labels."""
    mentions = [
        {"id": name, "text": name, "start": place(name)[0], "end": place(name)[1], "type": type_}
        for name in ("Quillon", "Skald", "Ada Fenn")
    ]
    related = [{"head": head, "type": label, "tail": tail} for head, label, tail in relations]
    return {"id": "note", "source": source, "text": TEXT, "entities": mentions, "relations": related, **more}


def made(folder: Path, one: dict[str, Any], **how: Any) -> GoldDocument:
    (folder / "a.jsonl").write_text(json.dumps(one), encoding="utf-8")
    (document,) = read_gold(folder, **how)
    return document


def said(subject: str, relation: str, object_: str, types: tuple[str, str] = ("Company", "Company")) -> dict[str, Any]:
    ends = ((subject, types[0]), (object_, types[1]))
    one, two = ({"name": name, "type": type_, "aliases": [name]} for name, type_ in ends)
    spans = [dict(zip(("start", "end"), place(name), strict=True)) for name in (subject, object_)]
    return {"article": "note", "subject": one, "relation": relation, "object": two} | {
        "subject_span": spans[0],
        "object_span": spans[1],
    }


def counts(document: GoldDocument, *predictions: dict[str, Any]) -> tuple[int, int, int]:
    tally = score_document(document, predictions, SYMMETRIC).tally
    return tally["right"], tally["wrong"], tally["missed"]


PAIR = ("Quillon", "Skald")
CEO = record("KnowledgeNet", ("Skald", "CEO", "Ada Fenn"), exhaustive=["CEO"])


@pytest.mark.parametrize(
    ("source", "label", "prediction", "expected"),
    [
        ("CORE", "acquired_by", said("Skald", "acquires", "Quillon"), (1, 0, 0)),
        ("CORE", "acquired_by", said("Skald", "owns", "Quillon"), (1, 0, 0)),
        ("CORE", "acquired_by", said("Quillon", "acquires", "Skald"), (0, 1, 1)),
        ("CORE", "acquired_by", said("Quillon", "acquires", "Ada Fenn"), (0, 0, 1)),
        ("CORE", "subsidiary_of", said("Quillon", "part_of", "Skald"), (1, 0, 0)),
        ("CORE", "undefined", said("Quillon", "acquires", "Skald"), (0, 1, 0)),
        ("CORE", "traded_on", said("Quillon", "sues", "Skald"), (0, 0, 0)),
        ("Re-DocRED", "date of birth", said("Skald", "founded", "Quillon"), (0, 1, 0)),
        ("Re-DocRED", "has part", said("Skald", "part_of", "Quillon"), (1, 0, 0)),
    ],
)
def test_labels_become_claims(
    tmp_path: Path, source: str, label: str, prediction: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    assert counts(made(tmp_path, record(source, (PAIR[0], label, PAIR[1]))), prediction) == expected


@pytest.mark.parametrize(
    ("prediction", "expected"),
    [
        (said("Ada Fenn", "leads", "Skald", ("Person", "Company")), (1, 0, 0)),
        (said("Ada Fenn", "works_for", "Skald", ("Person", "Company")), (1, 0, 0)),
        (said("Ada Fenn", "leads", "Quillon", ("Person", "Company")), (0, 1, 1)),
        (said("Ada Fenn", "works_for", "Quillon", ("Person", "Company")), (0, 0, 1)),  # stands beside, is not asked for
        (said("Skald", "leads", "Quillon"), (0, 0, 1)),  # no relation of these types is annotated
        (said("Ada Fenn", "founded", "Skald", ("Person", "Company")), (0, 0, 1)),  # not annotated in this passage
    ],
)
def test_only_what_is_annotated_is_judged(
    tmp_path: Path, prediction: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    assert counts(made(tmp_path, CEO), prediction) == expected


def test_what_the_world_knows_is_asked_for_on_demand(tmp_path: Path) -> None:
    one = record("DWIE", ("Quillon", "based_in0", "Skald"))
    prediction = said("Quillon", "based_in", "Skald")
    assert [counts(made(tmp_path, one, world=world), prediction) for world in (False, True)] == [(0, 0, 0), (1, 0, 0)]
    assert counts(made(tmp_path, one, world=True)) == (0, 0, 1)
    both = record("DWIE", ("Quillon", "based_in0", "Skald"), ("Quillon", "based_in2", "Skald"))
    assert counts(made(tmp_path, both)) == (0, 0, 1)


def test_mentions_of_one_thing_are_one_entity(tmp_path: Path) -> None:
    one = record("CORE", ("Quillon", "merged_with", "Skald"))
    one["entities"][1]["canonical"] = one["entities"][2]["canonical"] = "Skald Energy"
    document = made(tmp_path, one)
    assert document.entities[1] == GoldEntity("Skald Energy", "", ("Ada Fenn", "Skald"))
    assert [(c.subject, c.object) for c in document.claims] == [("Quillon", "Skald Energy")]


def test_a_demonym_is_the_country_where_the_benchmark_says_so(tmp_path: Path) -> None:
    mentions = [
        {"id": name, "text": name, "start": place(name)[0], "end": place(name)[1], "type": type_, "cluster": number}
        for number, (name, type_) in enumerate({"Danish": "DEMONYM", "Denmark": "LOC", "rival": "ROLE"}.items())
    ]
    one = record("DWIE", ("Danish", "gpe0", "Denmark"), entities=mentions)
    document = made(tmp_path, one)
    assert document.entities[0] == GoldEntity("Denmark", "Place", ("Danish", "Denmark"))
    assert document.mentions == (
        GoldMention(*place("Danish"), "Denmark"),
        GoldMention(*place("rival"), None, "nominal"),
        GoldMention(*place("Denmark"), "Denmark"),
    )


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ada Fenn", ("named", "named")),
        ("the Bank of Norway", ("named", "named")),
        ("al Qaeda", ("named", "named")),
        ("US", ("named", "named")),
        ("She", ("pronoun", "pronoun")),
        ("us", ("pronoun", "pronoun")),
        ("The company", ("nominal", "nominal")),
        ("his wife Ada Fenn", ("named", "nominal")),
        ("the six-member Danish team", ("named", "nominal")),
    ],
)
def test_what_is_a_name(tmp_path: Path, text: str, kinds: tuple[str, str]) -> None:
    mention = {"id": "T0", "text": text, "start": 0, "end": len(text), "cluster": "0"}
    for source, type_, kind in zip(("DWIE", "GUM/news"), ("PERSON", "person"), kinds, strict=True):
        one = record(source, entities=[{**mention, "type": type_}]) | {"text": text}
        assert [m.kind for m in made(tmp_path, one).mentions] == [kind], source


STRICT = record("CoNLL04", ("Quillon", "OrgBased_In", "Skald"))
for _mention, _type in zip(STRICT["entities"], ("Org", "Loc", "Peop"), strict=True):
    _mention["type"] = _type


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda one: one, (1, 0, 0)),
        (lambda one: one | {"object_span": dict(zip(("start", "end"), place("Denmark"), strict=True))}, (0, 1, 1)),
        (lambda one: one | {"object": one["object"] | {"type": "Country"}}, (1, 0, 0)),
        (lambda one: one | {"subject": one["subject"] | {"type": "Country"}}, (0, 0, 1)),
    ],
    ids=["right", "another place", "a type below", "another type"],
)
def test_strict_ends_stand_at_the_place_with_the_type(
    tmp_path: Path, change: Callable[[dict[str, Any]], dict[str, Any]], expected: tuple[int, int, int]
) -> None:
    prediction = change(said("Quillon", "based_in", "Skald", ("Company", "City")))
    document = made(tmp_path, STRICT, strict=True)
    assert counts(document, placed_record(prediction, ONTOLOGY)) == expected
    found = evaluate(tmp_path, [prediction], strict=True, samples=0).figures
    assert (found["right"], found["gold"]) == (expected[0], 1)


def test_strict_types_are_the_roots_of_what_the_benchmark_has(tmp_path: Path) -> None:
    one = record("FIRE", ("Quillon", "ActionBuy", "Skald"), type_="Company")
    prediction = placed_record(said("Quillon", "acquires", "Skald"), ONTOLOGY)
    assert counts(made(tmp_path, one, strict=True), prediction) == (1, 0, 0)


def test_an_end_under_other_words_stands_at_its_nearest_name() -> None:
    article = Article("note", TEXT)

    def mention(name: str, kind: Any = "named", nth: int = 0, type_: str = "Company") -> Mention:
        return Mention(article.span(*place(name, nth)), type_, kind)

    skald = Entity(
        "organization/skald", "Skald", "Company", ("Skald",), (mention("Skald"), mention("the company", "nominal"))
    )
    fenn = Entity("person/fenn", "Ada Fenn", "Person", ("Ada Fenn", "Fenn"), (mention("Ada Fenn", type_="Person"),))
    claim = Claim(
        article="note",
        subject=fenn,
        relation=ONTOLOGY.relations["leads"],
        object=skald,
        evidence=article.span(0, len(TEXT)),
        subject_span=article.span(*place("Ada Fenn")),
        object_span=article.span(*place("the company")),
    )
    assert placed_record(claim.as_dict(), ONTOLOGY, claim)["object"]["name"] == "19 24 Organization"
    assert placed_record(claim.as_dict(), ONTOLOGY)["object"]["name"] == "41 52 Organization"


def test_parts_and_what_cannot_be_read_so(tmp_path: Path) -> None:
    lines = [json.dumps(record("CORE") | {"id": str(number)}) for number in range(5)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert [d.id for d in read_gold(tmp_path, part=(2, 2))] == ["1", "3"]
    with pytest.raises(QueryError, match="there is no part 3 of 2; give one from 1 to 2, such as 1/2"):
        read_gold(tmp_path, part=(3, 2))
    gold = {"id": "note", "text": TEXT, "entities": [], "claims": []}
    with pytest.raises(ArticleError, match=r"a\.jsonl#1: tells no place of each end"):
        made(tmp_path, gold, strict=True)


def clusters(*groups: str) -> dict[tuple[int, int], str]:
    """Make a cluster of each word: its letters are the mentions."""
    return {(ord(letter), ord(letter) + 1): group for group in groups for letter in group}


@pytest.mark.parametrize(
    ("gold", "found", "figures"),
    [
        # the example of Pradhan and others 2014
        (("abc", "defg"), ("ab", "cd", "fghi"), {"mention_f1": 0.8, "b_cubed_f1": 0.4545, "ceaf_e_f1": 0.52}),
        (("abc", "d"), ("abc", "d"), {"mention_f1": 1.0, "b_cubed_f1": 1.0, "ceaf_e_f1": 1.0}),
        (
            ("ab",),
            ("a", "b"),
            {"mention_f1": 1.0, "b_cubed_precision": 1.0, "b_cubed_recall": 0.5, "ceaf_e_f1": 0.4444},
        ),
        (("ab",), ("cd",), {"mention_f1": None, "b_cubed_f1": None, "ceaf_e_f1": None, "mention_recall": 0.0}),
        ((), (), {"mention_f1": None, "mention_recall": None, "ceaf_e_recall": None}),
    ],
)
def test_clusters_are_measured_as_the_reference_scorer_does(
    gold: tuple[str, ...], found: tuple[str, ...], figures: dict[str, float | None]
) -> None:
    measured = cluster_figures(count_clusters(clusters(*gold), clusters(*found)))
    assert {name: measured[name] for name in figures} == figures


def test_mentions_are_compared_in_three_ways() -> None:
    article = Article("note", TEXT)
    document = GoldDocument(
        "note",
        TEXT,
        (GoldEntity("Ada Fenn", "Person", ()), GoldEntity("Skald", "Organization", ())),
        (),
        mentions=(
            GoldMention(*place("Ada Fenn"), "Ada Fenn"),
            GoldMention(*place("Fenn", 1), "Ada Fenn"),
            GoldMention(*place("Skald"), "Skald"),
            GoldMention(*place("the company"), "Skald", "nominal"),
            GoldMention(*place("Danish"), None),
        ),
        all_mentions=True,
    )

    def entity(type_: str, *mentions: tuple[tuple[int, int], str]) -> Entity:
        found = tuple(Mention(article.span(*at), type_, kind) for at, kind in mentions)  # type: ignore[arg-type]
        return Entity(f"{type_}/x", "x", type_, ("x",), found)

    fenn = entity("Person", (place("Fenn"), "named"), (place("Fenn", 1), "named"))
    skald = entity("Company", (place("Skald"), "named"), (place("company"), "nominal"))
    danish = entity("Country", (place("Danish"), "named"))
    tallies = count_spans(document, Extraction(article, (), (fenn, skald, danish)), ONTOLOGY)
    assert {way: (t["mentions:right"], t["mentions:said"], t["mentions:gold"]) for way, t in tallies.items()} == {
        "names": (2, 3, 3),
        "names, last word": (3, 3, 3),
        "all mentions, last word": (4, 4, 4),
    }
    wrong = count_spans(document, Extraction(article, (), (replace(fenn, type="Company"), skald)), ONTOLOGY)
    assert (tallies["names"]["typed_mention:right"], wrong["names"]["typed_mention:right"]) == (2, 1)


def test_given_mentions_have_the_type_that_is_found_where_the_gold_tells_none(tmp_path: Path) -> None:
    document = made(tmp_path, CEO)
    article = Article("note", TEXT)
    assert [m.type for m in gold_mentions(document, article, ONTOLOGY)["Ada Fenn"]] == ["Organization"]
    (extraction,) = StagedExtractor(Extractor(), [document], "entities").extract([article])
    assert [(e.name, ONTOLOGY.root(e.type), len(e.mentions)) for e in extraction.entities] == [
        ("Quillon", "Organization", 1),
        ("Skald", "Organization", 1),
        ("Ada Fenn", "Person", 1),
    ]


def test_an_evaluation_tells_of_mentions(tmp_path: Path) -> None:
    mention = {"id": "T0", "text": "Ada Fenn", "start": place("Ada Fenn")[0], "end": place("Ada Fenn")[1]}
    one = record("GUM/news", entities=[{**mention, "type": "person", "cluster": "0"}])
    made(tmp_path, one)
    found = evaluate(tmp_path, samples=0)
    assert list(found.spans) == ["names", "names, last word", "all mentions, last word"]
    assert found.spans["names"]["mention_recall"] == 1.0
    lines = str(found).splitlines()
    assert lines[0].startswith("1 documents, 0 claims")
    assert lines[2].split() == ["mentions", "precision", "recall", "f1", "typed", "f1", "B³", "f1", "CEAFe", "f1"]
    assert len(lines) == 6


def test_the_command_scores_given_claims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, given, errors = (tmp_path / name for name in ("gold.jsonl", "claims.jsonl", "errors.tsv"))
    gold.write_text(json.dumps(STRICT), encoding="utf-8")
    claims = [
        said("Quillon", "based_in", "Skald", ("Company", "City")),
        said("Quillon", "based_in", "Denmark", ("Company", "Country")),
    ]
    given.write_text("".join(f"{json.dumps(claim)}\n" for claim in claims), encoding="utf-8")
    command = ["evaluate", str(gold), "--predictions", str(given)]
    assert main([*command, "--strict", "--part", "1/1", "--format", "json", "--errors", str(errors)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["right"], figures["predicted"], figures["gold"]) == (1, 2, 1)
    assert [line.split("\t")[0] for line in errors.read_text("utf-8").splitlines()] == ["wrong"]
    assert main([*command, "--errors", "-"]) == 0
    assert "wrong\tnote\tQuillon\tbased_in\tDenmark" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--part", "2"], "'2' is no K/N; write 1/5 for the first of every five"),
        (["--part", "0/2"], "there is no part 0 of 2"),
        (["--strict"], "tells no place of each end"),
    ],
)
def test_wrong_use_of_the_command_is_told(
    options: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("gold.json", '{"id": "a", "text": "b", "entities": [], "claims": []}'), ("none.jsonl", "")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = ["evaluate", str(tmp_path / "gold.json"), "--predictions", str(tmp_path / "none.jsonl")]
    assert main([*command, *options]) == 2
    assert message in " ".join(capsys.readouterr().err.split())
