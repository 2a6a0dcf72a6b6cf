"""What a person has judged becomes a gold document that is measured on and learned from."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import kg

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Brightwater Group has bought Quillon Energy. Ada Fenn, its chief executive, met Bo Lund in Oslo."


def test_all_that_was_read_scores_in_full(extractor: kg.Extractor, tmp_path: Path) -> None:
    (extraction,) = extractor.extract([kg.Article("note", TEXT, "A purchase")])
    assert extraction.claims
    file = tmp_path / "corrections.jsonl"
    file.write_text(json.dumps(kg.gold_document(extraction)) + "\n", encoding="utf-8")
    result = kg.evaluate(file, extractor=extractor, samples=0)
    assert (result.figures["precision"], result.figures["recall"]) == (1.0, 1.0)


def test_what_is_not_right_is_not_said(extractor: kg.Extractor) -> None:
    (extraction,) = extractor.extract([kg.Article("note", TEXT)])
    (bought,) = [claim for claim in extraction.folded() if claim.relation.name == "acquires"]
    document = kg.gold_document(extraction, [replace(bought, time="past")])
    assert [(c["subject"], c["relation"], c["object"], c["time"]) for c in document["claims"]] == [
        ("Brightwater Group", "acquires", "Quillon Energy", "past")
    ]
    (ends,) = [c["ends"] for c in document["claims"]]
    assert ends["object"] == {"start": 29, "end": 43, "text": "Quillon Energy"}
    assert {e["name"] for e in document["entities"]} >= {"Brightwater Group", "Quillon Energy", "Ada Fenn"}
