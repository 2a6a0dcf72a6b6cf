"""Figures of predicted claims against gold claims: the rules one by one, and the same figures as the gold's scorer."""

from __future__ import annotations

import importlib.util
import io
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ArticleError, QueryError
from kg.evaluation import evaluate, judge, normalise, read_gold
from kg.evaluation.gold import GoldClaim, GoldDocument, GoldEntity
from kg.evaluation.predictions import read_predictions
from kg.evaluation.scoring import figures, score_document
from kg.evaluation.stages import StagedExtractor, count_mentions, gold_mentions
from kg.model import Article, Entity, Extraction, Mention
from kg.ontology import load_ontology
from kg.pipeline import Extractor

SHARED = Path(__file__).resolve().parents[2] / "shared" / "gold"
SYMMETRIC = frozenset({"meets_with", "partners_with"})

TEXT = "Quillon has bought Skald. Ada Fenn leads the company. Quillon met Brightwater."
ENTITIES = (
    GoldEntity("Quillon Group", "Company", ("Quillon",)),
    GoldEntity("Skald", "Company", ("Skald",)),
    GoldEntity("Ada Fenn", "Person", ("Ada Fenn", "Fenn")),
    GoldEntity("Brightwater", "Company", ("Brightwater",)),
)


def gold(*claims: GoldClaim) -> GoldDocument:
    return GoldDocument("note", TEXT, ENTITIES, claims)


BOUGHT = GoldClaim(
    "Quillon Group", "acquires", "Skald", also=("owns", "^part_of"), evidence="Quillon has bought Skald."
)
MET = GoldClaim("Quillon Group", "meets_with", "Brightwater", time="past")
LEADS = GoldClaim("Ada Fenn", "leads", "Skald", role="chief executive", attributed_to="Quillon Group", optional=True)


def said(subject: str, relation: str, object_: str, **more: Any) -> dict[str, Any]:
    return {
        "article": "note",
        "subject": {"name": subject, "aliases": [subject]},
        "relation": relation,
        "object": {"name": object_, "aliases": [object_]},
        "polarity": "positive",
        "certainty": "certain",
        "time": "current",
        **more,
    }


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("The Quillon Group", "quillon"),
        ("Fenn’s", "fenn"),
        ("Société Générale S.A.", "societe generale"),
        ("U.S.", "us"),
        ("an Acme-Beta Ltd", "acme beta"),
        ("", ""),
    ],
)
def test_names_are_normalised(name: str, form: str) -> None:
    assert normalise(name) == form


@pytest.mark.parametrize(
    ("predictions", "counts"),
    [
        ([said("Quillon", "acquires", "Skald")], (1, 0, 1)),
        ([said("quillon group", "owns", "the Skald Inc.")], (1, 0, 1)),
        ([said("Skald", "part_of", "Quillon")], (1, 0, 1)),
        ([said("Skald", "acquires", "Quillon")], (0, 1, 2)),
        ([said("Brightwater", "meets_with", "Quillon")], (1, 0, 1)),
        ([said("Quillon", "meets_with", "Brightwater"), said("Brightwater", "meets_with", "Quillon")], (1, 0, 1)),
        ([said("Quillon", "acquires", "Skald"), said("Quillon", "owns", "Skald")], (1, 0, 1)),
        ([said("Ada Fenn", "leads", "Skald")], (0, 0, 2)),
        ([said("Ada Fenn", "leads", "Brightwater")], (0, 1, 2)),
        ([], (0, 0, 2)),
    ],
    ids=[
        "right",
        "also",
        "swapped also",
        "swapped",
        "symmetric",
        "twice",
        "two names of one",
        "optional",
        "wrong",
        "none",
    ],
)
def test_what_is_right_wrong_and_missed(predictions: list[dict[str, Any]], counts: tuple[int, int, int]) -> None:
    tally = score_document(gold(BOUGHT, MET, LEADS), predictions, SYMMETRIC).tally
    assert (tally["right"], tally["wrong"], tally["missed"]) == counts


def test_predictions_are_judged_one_by_one() -> None:
    predictions = [
        said("Quillon", "owns", "Skald"),
        said("Ada Fenn", "leads", "Skald"),
        said("Skald", "owns", "Quillon"),
        said("Quillon", "acquires", "Skald"),
    ]
    assert judge(gold(BOUGHT, LEADS), predictions, SYMMETRIC) == [True, None, False, True]


def test_an_entity_made_of_two_earns_nothing() -> None:
    mixed = said("Quillon", "acquires", "Skald")
    mixed["object"]["aliases"] = ["Skald", "Brightwater"]
    assert score_document(gold(BOUGHT), [mixed], SYMMETRIC).tally["right"] == 0


def test_the_exact_relation_is_matched_before_one_that_counts_too() -> None:
    owns = GoldClaim("Quillon Group", "owns", "Skald", polarity="negative")
    score = score_document(gold(BOUGHT, owns), [said("Quillon", "owns", "Skald", polarity="negative")], SYMMETRIC)
    assert score.tally["negative:right"] == 1
    assert score.relations["owns"]["right"] == 1


def test_qualifiers_are_scored_over_the_claims_found() -> None:
    documents = gold(
        GoldClaim("Quillon Group", "acquires", "Skald", "negative", "possible", "future", "Ada Fenn", None),
        GoldClaim("Ada Fenn", "leads", "Skald", role="chief executive"),
        MET,
    )
    predictions = [
        said("Quillon", "acquires", "Skald", certainty="probable", time="past", attributed_to=["Fenn", "an aide"]),
        said("Ada Fenn", "leads", "Skald", role="the Chief Executive officer", polarity="negative"),
    ]
    found = figures(score_document(documents, predictions, SYMMETRIC).tally)
    assert {k: v for k, v in found.items() if k.endswith(("_f1", "_accuracy"))} == {
        "negative_f1": 0.0,
        "not_certain_f1": 1.0,
        "past_f1": 0.0,
        "future_f1": 0.0,
        "attributed_to_f1": 1.0,
        "role_f1": 1.0,
        "polarity_accuracy": 0.0,
        "certainty_accuracy": 0.5,
        "time_accuracy": 0.5,
        "hedged_accuracy": 1.0,
    }


def test_errors_have_their_sentence() -> None:
    wrong = said("Skald", "acquires", "Quillon", evidence={"text": "Skald\nwas bought."})
    errors = score_document(gold(BOUGHT), [wrong], SYMMETRIC).errors
    assert [(e.kind, e.subject, e.sentence) for e in errors] == [
        ("missed", "Quillon Group", "Quillon has bought Skald."),
        ("wrong", "Skald", "Skald\nwas bought."),
    ]


def record(document_id: str = "note") -> dict[str, Any]:
    return {
        "id": document_id,
        "text": TEXT,
        "published": "2024-05-06",
        "entities": [{"name": e.name, "type": e.type, "aliases": list(e.aliases)} for e in ENTITIES],
        "claims": [
            {"subject": "Quillon Group", "relation": "acquires", "object": "Skald", "evidence": None, "ends": None}
        ],
    }


def test_gold_comes_from_files_lines_and_folders(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps(record("b")), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(record(i)) for i in "cd") + "\n\n", encoding="utf-8")
    assert [d.id for d in read_gold(tmp_path)] == ["c", "d", "b"]
    assert [d.id for d in read_gold([tmp_path / "b.json", tmp_path / "a.jsonl"])] == ["b", "c", "d"]
    assert read_gold(tmp_path)[0].claims[0].certainty == "certain"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.jsonl", json.dumps(record()) + "\n{", r"a\.jsonl#2: is no gold document: "),
        ("a.json", '{"id": "x", "text": "y"}', "lacks 'entities'"),
        ("a.json", "[1]", "is no gold document"),
        ("a.txt.json", '{"id": 1, "text": "t", "entities": 3, "claims": []}', "is no gold document"),
    ],
)
def test_what_is_no_gold_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ArticleError, match=message):
        read_gold(tmp_path)


def test_no_gold_at_all(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no gold documents there"):
        read_gold(tmp_path)
    with pytest.raises(ArticleError, match="cannot be read"):
        read_gold(tmp_path / "none.json")


def test_given_predictions_have_intervals_and_a_table(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(record(i)) for i in "abcd"), encoding="utf-8")
    predictions = [{**said("Quillon", "acquires", "Skald"), "article": i} for i in "abc"]
    one, two = (evaluate(path, iter(predictions), samples=200, seed=7) for _ in range(2))
    assert one == two
    assert one.figures["f1"] == 0.8571
    low, high = one.intervals["recall"]
    assert 0.0 <= low < 0.75 < high == 1.0
    assert one.relations == {"acquires": (3, 0, 1)}
    lines = str(one).split("\n")
    assert lines[0] == "4 documents, 4 claims, 3 found"
    assert lines[-1].split() == ["acquires", "3", "0", "1", "1.000", "0.750", "0.857"]
    assert one.errors_text() == "missed\td\tQuillon Group\tacquires\tSkald\t"
    assert json.loads(json.dumps(one.as_dict()))["documents"] == 4
    assert one.error_records()[0]["kind"] == "missed"


END = '{"name": "Quillon"}'
CLAIM = f'{{"article": "note", "relation": "sues", "subject": {END}, "object": {END}}}'


@pytest.mark.parametrize(
    ("line", "strict", "fault"),
    [
        ("[1]", False, "is a list, not an object"),
        ('"sues"', False, "is a string, not an object"),
        ("{}", False, "has no 'article'"),
        (CLAIM.replace('"note"', "7"), False, "has a number for its 'article', not a string"),
        (CLAIM.replace('"sues"', "null"), False, "has no 'relation'"),
        (CLAIM.replace(END, '"Quillon"', 1), False, "has a string for its 'subject', not an object"),
        (CLAIM.replace(END, '{"id": "a"}', 1), False, "has no 'subject.name'"),
        (CLAIM.replace("}}", '}, "evidence": "Text."}'), False, "has a string for its 'evidence', not an object"),
        (CLAIM, True, "has no 'subject.type'"),
        (CLAIM, False, ""),
        (CLAIM.replace("}}", '}, "evidence": null, "confidence": 1}'), False, ""),
    ],
)
def test_predictions_that_lack_what_is_scored_are_told(tmp_path: Path, line: str, strict: bool, fault: str) -> None:
    told = f"{fault}; write lines as `kg extract --format jsonl` prints them"
    file = tmp_path / "claims.jsonl"
    file.write_text(f"\n{line}\n", encoding="utf-8")
    for source, where in (
        (file, f"{file} line 2"),
        (io.BytesIO(line.encode()), "the stream line 1"),
        ([json.loads(line)], "prediction 1"),
    ):
        if not fault:
            assert read_predictions(source, strict=strict) == [json.loads(line)]
            continue
        with pytest.raises(ArticleError, match=f"^{re.escape(f'{where}: {told}')}$"):
            read_predictions(source, strict=strict)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"\n{", " line 2: is not JSON: Expecting property name enclosed in double quotes"),
        (b"{}\xe9", ": is not UTF-8: byte 0xE9 at byte 2; save it as UTF-8"),
        (None, ": cannot be read: no such file or directory"),
    ],
)
def test_predictions_that_cannot_be_read_are_told(tmp_path: Path, data: bytes | None, fault: str) -> None:
    file = tmp_path / "claims.jsonl"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(ArticleError, match=f"^{re.escape(f'{file}{fault}')}"):
        evaluate(tmp_path, file)


def test_reliability_is_by_tenth_of_confidence(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(record()), encoding="utf-8")
    predictions = [
        said("Quillon", "acquires", "Skald", confidence=0.92),
        said("Quillon", "acquires", "Brightwater", confidence=0.96),
        said("Quillon", "sues", "Skald", confidence=0.3),
        said("Skald", "sues", "Quillon"),
    ]
    assert evaluate(tmp_path, predictions, samples=0).reliability == ((0.3, 0.0, 1), (0.96, 0.3333, 3))


def test_no_samples_no_intervals(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(record()), encoding="utf-8")
    assert evaluate(tmp_path, [], samples=0).intervals == {}


def test_stages_are_checked(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(record()), encoding="utf-8")
    with pytest.raises(QueryError, match="unknown stage 'entity'; did you mean 'entities'"):
        evaluate(tmp_path, stages=["entity"])
    with pytest.raises(QueryError, match="stages need extraction"):
        evaluate(tmp_path, [], stages=["pairs"])


ONTOLOGY = load_ontology()


def test_gold_mentions_are_names_and_the_words_of_ends() -> None:
    company = (TEXT.index("the company"), TEXT.index("the company") + 11)
    document = gold(GoldClaim("Ada Fenn", "leads", "Skald", object_at=company))
    found = gold_mentions(document, Article("note", TEXT), ONTOLOGY)
    assert {name: [(m.span.text, m.kind) for m in mentions] for name, mentions in found.items()} == {
        "Quillon Group": [("Quillon", "named"), ("Quillon", "named")],
        "Skald": [("Skald", "named"), ("the company", "nominal")],
        "Ada Fenn": [("Ada Fenn", "named")],
        "Brightwater": [("Brightwater", "named")],
    }


def test_ends_and_links_are_counted() -> None:
    article = Article("note", TEXT)
    at = TEXT.index("the company")
    words = Mention(article.span(at, at + 11), "Company", "nominal")
    names = [Mention(article.span(TEXT.index(n), TEXT.index(n) + len(n)), "Company") for n in ("Skald", "Ada Fenn")]
    skald = Entity("organization/skald", "Skald", "Company", ("Skald",), (names[0],))
    fenn = Entity("organization/fenn", "Ada Fenn", "Company", ("Ada Fenn",), (names[1], words))
    document = gold(GoldClaim("Ada Fenn", "leads", "Skald", object_at=(at, at + 11)), BOUGHT)
    wrong = count_mentions(document, Extraction(article, (*names, words), (skald, fenn)), ONTOLOGY)
    assert dict(wrong) == {
        "ends": 3,
        "ends:found": 2,
        "ends:typed": 1,
        "words": 1,
        "words:made": 1,
        "words:linked": 0,
    }
    linked = Entity("organization/skald", "Skald", "Company", ("Skald",), (names[0], words))
    assert count_mentions(document, Extraction(article, (), (linked,)), ONTOLOGY)["words:linked"] == 1


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_stages_put_the_gold_in_place(extractor: Extractor) -> None:
    at = TEXT.index("the company")
    document = gold(BOUGHT, GoldClaim("Ada Fenn", "leads", "Skald", object_at=(at, at + 11)))
    article = Article("note", TEXT)
    for stage in ("entities", "pairs"):
        (extraction,) = StagedExtractor(extractor, [document], stage).extract([article])
        assert [(e.name, len(e.mentions)) for e in extraction.entities] == [
            ("Quillon Group", 2),
            ("Skald", 2),
            ("Ada Fenn", 1),
            ("Brightwater", 1),
        ]
        pairs = {(c.subject.name, c.object.name) for c in extraction.claims}
        assert ("Quillon Group", "Skald") in pairs
        assert stage == "entities" or not pairs & {("Quillon Group", "Brightwater"), ("Brightwater", "Quillon Group")}


def test_evaluation_by_extraction(extractor: Extractor, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(record()), encoding="utf-8")
    found = evaluate(tmp_path, extractor=extractor, stages=["pairs"], samples=10)
    assert found.figures["gold"] == 1
    assert found.stages["pairs"]["right"] == 1
    assert found.early["ends"] == 2
    assert "ends found" in str(found)
    assert "pairs " in str(found)


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("scorer", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def noisy(folder: Path, seed: int) -> list[dict[str, Any]]:
    """Make predictions out of the gold: some left out, some with another relation, order or qualifier."""
    chance, predictions = random.Random(seed), []  # noqa: S311 - no secret
    relations = sorted(ONTOLOGY.relations)
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        aliases = {e["name"]: e["aliases"] for e in document["entities"]}
        names = sorted(aliases)
        for claim in document["claims"]:
            ends = [claim["subject"], claim["object"]]
            draw = chance.random()
            if draw < 0.2:
                continue
            if draw < 0.3:
                ends.reverse()
            if draw > 0.9:
                ends[chance.randrange(2)] = chance.choice(names)
            more = chance.choice(names)
            end = [{"name": e, "aliases": aliases.get(e, []) + [more] * (chance.random() < 0.1)} for e in ends]
            wild = chance.random()
            relation = (
                claim["relation"] if wild < 0.7 else chance.choice([*claim["also"], *relations]).removeprefix("^")
            )
            predictions.append(
                {
                    "article": document["id"],
                    "subject": end[0],
                    "relation": relation,
                    "object": end[1],
                    "polarity": chance.choice(["positive", claim["polarity"], "negative"]),
                    "certainty": chance.choice(["certain", claim["certainty"], "probable"]),
                    "time": chance.choice(["past", claim["time"], "future"]),
                    "attributed_to": chance.choice([None, claim["attributed_to"], [more], {"name": more}]),
                    "role": chance.choice([None, claim["role"], "chief"]),
                    "evidence": claim["evidence"],
                }
            )
    return predictions


@pytest.mark.skipif(not SHARED.is_dir(), reason="the gold is not here")
@pytest.mark.parametrize(("folder", "seed"), [("dev", 1), ("dev", 2), ("dev-written", 3)])
def test_the_same_figures_as_the_golds_own_scorer(folder: str, seed: int) -> None:
    predictions = noisy(SHARED / folder, seed)
    module = scorer()
    figures_, relations, errors = module.score(module.read_gold(SHARED / folder), predictions)
    ours = evaluate(SHARED / folder, predictions, samples=0)
    assert {name: figures_[name] for name in ours.figures} == dict(ours.figures)
    assert figures_["documents"] == ours.documents
    assert {name: list(counts) for name, counts in ours.relations.items()} == relations
    assert len(errors) == len(ours.errors)
