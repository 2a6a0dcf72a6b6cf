"""kg in a pipeline of spaCy: what it finds, and that it survives every way that documents travel."""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from store_story import ARTICLES, extraction

import kg
from kg.instruments.component import make_claims
from kg.instruments.plain import as_plain, from_plain

TEXT = "Brightwater Group has bought Quillon Energy.\nIts rival, Tarn Holdings, denied that it had sued Brightwater."
OTHER = "Mara Voss leads Tarn Holdings, the Oslo-based ferry line."


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_claims")
    return nlp


@pytest.fixture(scope="module")
def expected(extractor: kg.Extractor) -> list[kg.Extraction]:
    return list(extractor.extract([kg.Article("doc", TEXT), kg.Article("doc", OTHER)]))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_plain_values_and_back(article: kg.Article) -> None:
    read = extraction(article)
    assert from_plain(json.loads(json.dumps(as_plain(read))), article) == read


def test_a_document_has_what_kg_finds(nlp: Language, expected: list[kg.Extraction]) -> None:
    assert expected[0].claims
    doc = nlp(TEXT)
    assert doc._.extraction == expected[0]
    assert doc._.claims == expected[0].claims
    assert next((span.text, span.label_) for span in doc.spans["kg"]) == ("Brightwater Group", "Company")


def test_a_span_has_the_id_of_its_thing(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc[0:2]._.entity_id == "organization/brightwater-group"
    assert doc[0:1]._.entity_id == "organization/brightwater-group"
    assert doc[-2:]._.entity_id == "organization/brightwater-group"
    assert doc[2:4]._.entity_id is None


def test_streams_are_read_in_order(nlp: Language, expected: list[kg.Extraction]) -> None:
    docs = list(nlp.pipe([TEXT, OTHER] * 2, batch_size=3))
    assert [doc._.claims for doc in docs] == [read.claims for read in expected] * 2
    assert list(nlp.pipe([])) == []


@pytest.mark.long
def test_several_processes_read(nlp: Language, expected: list[kg.Extraction]) -> None:
    docs = list(nlp.pipe([TEXT, OTHER], n_process=2, batch_size=1))
    assert [doc._.claims for doc in docs] == [read.claims for read in expected]


def test_documents_travel_with_their_claims(nlp: Language, expected: list[kg.Extraction]) -> None:
    doc = nlp(OTHER)
    box = DocBin(store_user_data=True, docs=[doc])
    copies = [
        Doc(nlp.vocab).from_bytes(doc.to_bytes()),
        doc.copy(),
        *DocBin().from_bytes(box.to_bytes()).get_docs(nlp.vocab),
    ]
    assert [copy._.extraction for copy in copies] == [expected[1]] * 3


def test_a_pipeline_is_saved_with_its_settings(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix kg: <https://kg.example/ontology/> .\nkg:acquires kg:phrase '{subject} gobbles {object}' .\n"
    )
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_claims", config={"reader": "phrases", "add": [str(mine)]})
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.get_pipe_config("kg_claims") == nlp.get_pipe_config("kg_claims")
    assert spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes()).pipe_names == ["kg_claims"]
    [claim] = again("Brightwater Group gobbles Quillon Energy.")._.claims
    assert (claim.relation.name, claim.phrase) == ("acquires", "{subject} gobbles {object}")


@pytest.mark.parametrize("text", ["", " ", "One line\r\nBrightwater Group has bought Quillon Energy.\r"])
def test_any_text_will_do(nlp: Language, text: str) -> None:
    doc = nlp(text)
    for claim in doc._.claims:
        assert doc.text[claim.evidence.start : claim.evidence.end] == claim.evidence.text
    assert len(doc._.claims) == ("bought" in text)


def test_the_id_of_a_document(nlp: Language) -> None:
    doc = nlp.make_doc(OTHER)
    doc.user_data["id"] = "news/1"
    assert nlp(doc)._.extraction.article.id == "news/1"


def test_a_document_that_was_not_read() -> None:
    with pytest.raises(kg.QueryError, match="was not read by 'kg_claims'; add it to the pipeline"):
        spacy.blank("en")("Nothing.")._.claims  # noqa: B018 - the getter raises


def test_wrong_settings_are_told() -> None:
    with pytest.raises(ValueError, match="unknown reader 'phrase'; did you mean 'phrases'"):
        spacy.blank("en").add_pipe("kg_claims", config={"reader": "phrase"})(spacy.blank("en")("Nothing."))


def test_spacy_finds_the_component_by_itself() -> None:
    [entry] = [entry for entry in entry_points(group="spacy_factories") if entry.name == "kg_claims"]
    assert entry.load() is make_claims
