"""Other people's ontologies: the examples that are shipped, sentence by sentence; and phrases that are tried."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.cli import main

FOLDER = kg.ontology_path("examples")
#: Those that go beside the built-in relations; the others take their place.
BESIDE = {"archaeology"}

#: Example → sentence → claims, as subject, relation, object, and what of the qualifiers does not go without saying.
SENTENCES: dict[str, dict[str, list[str]]] = {
    "followthemoney": {
        "Tarn Holdings holds a stake in Quillon Energy.": ["Tarn Holdings owner_of Quillon Energy"],
        "Quillon Energy is owned by Tarn Holdings.": ["Tarn Holdings owner_of Quillon Energy"],
        "Mara Voss sits on the board of Quillon Energy.": ["Mara Voss director_of Quillon Energy"],
        "Paul Okafor worked for Quillon Energy, prosecutors say.": ["Paul Okafor employee_of Quillon Energy past"],
        "Tarn Holdings transferred money to Quillon Energy.": ["Tarn Holdings pays Quillon Energy past"],
        "Ruth Adler represents Tarn Holdings.": ["Ruth Adler represents Tarn Holdings"],
        "Anna Reyes, the sister of Paul Okafor, denied it.": ["Anna Reyes relative_of Paul Okafor"],
        "Tarn Holdings met Quillon Energy.": [],
    },
    "schemaorg": {
        "Brightwater Group was founded by Anna Reyes in Oslo.": ["Brightwater Group founder Anna Reyes"],
        "Norway has joined NATO.": ["Norway member_of NATO"],
        "Quillon Energy, a unit of Tarn Holdings, grew.": ["Quillon Energy parent_organization Tarn Holdings"],
        "Anna Reyes may marry Paul Okafor.": ["Anna Reyes spouse Paul Okafor possible future"],
        "Paul Okafor, a graduate of Harbour University, sang.": ["Paul Okafor alumni_of Harbour University"],
        "Brightwater Group sued Quillon Energy.": [],
    },
    "plover": {
        "Estonia condemned Norway.": ["Estonia accuse Norway past"],
        "Norway has not imposed sanctions on Estonia.": ["Norway sanction Estonia negative past"],
        "Talks between Norway and Estonia went on.": ["Norway consult Estonia past"],
        "Norway may send aid to Estonia.": ["Norway aid Estonia possible future"],
        "Norway threatened Estonia with war.": ["Norway threaten Estonia past"],
        "Estonia is in Europe.": [],
    },
    "football": {
        "Harbour City was beaten by Tarn United.": ["Tarn United beats Harbour City past"],
        "Ida Roe scored a hat-trick against Harbour City.": ["Ida Roe scores_against Harbour City past"],
        "Pavel Horn, the manager of Tarn United, resigned.": ["Pavel Horn coaches Tarn United"],
    },
    "archaeology": {
        "The city of Pompeii was excavated by Ruth Adler.": ["Ruth Adler excavates Pompeii"],
        "Pompeii was excavated by Ruth Adler.": ["Ruth Adler excavates Pompeii"],
        "The Harbour Museum will return the bronzes to Nigeria.": ["Harbour Museum returns_to Nigeria future"],
        "Ruth Adler founded the Harbour Museum.": ["Ruth Adler founded Harbour Museum"],
    },
}
#: Sentences that are not read as they should be, and why.
KNOWN = {"Pompeii was excavated by Ruth Adler.": "the tagger takes a lone name in front of a passive for a person"}
EXAMPLES = [
    pytest.param(
        *(name, sentence, claims),
        id=sentence,
        marks=[pytest.mark.xfail(reason=KNOWN[sentence], strict=True)] if sentence in KNOWN else [],
    )
    for name, table in SENTENCES.items()
    for sentence, claims in table.items()
]


@pytest.fixture(scope="module")
def extractors() -> dict[str, kg.Extractor]:
    # phrases alone: the networks read the built-in relations beside those of the example
    return {name: kg.Extractor(load(name), reader="tagger") for name in SENTENCES}


def load(name: str) -> kg.Ontology:
    path = FOLDER / f"{name}.ttl"
    return kg.load_ontology(add=[path]) if name in BESIDE else kg.load_ontology(path)


def said(claim: kg.Claim) -> str:
    how = [value for value in (claim.polarity, claim.certainty, claim.time) if value not in ("positive", "certain")]
    ends = (claim.subject.name, claim.relation.name, claim.object.name)
    return " ".join([*ends, *(value for value in how if value != "current")])


def test_each_example_is_tested() -> None:
    assert {path.stem for path in FOLDER.glob("*.ttl")} == set(SENTENCES)


@pytest.mark.parametrize("name", SENTENCES)
def test_an_example_is_whole(name: str) -> None:
    ontology = load(name)
    assert kg.check_ontology(ontology) == ()
    assert set(kg.load_ontology().types) <= set(ontology.types)
    assert set(ontology.cue_sets) == set(kg.load_ontology().cue_sets)
    own = set(ontology.relations) - set(kg.load_ontology().relations)
    assert own
    assert (name in BESIDE) == ("acquires" in ontology.relations)


@pytest.mark.parametrize("name", SENTENCES)
def test_each_relation_says_its_example(name: str, extractors: dict[str, kg.Extractor]) -> None:
    entries = {n: e for n, e in load(name).entries.items() if name not in BESIDE or n not in kg.load_ontology().entries}
    articles = [kg.Article(relation, entry.example) for relation, entry in entries.items()]
    found = {e.article.id: {claim.relation.name for claim in e.claims} for e in extractors[name].extract(articles)}
    assert [relation for relation in entries if relation not in found[relation]] == []


@pytest.mark.parametrize(("name", "sentence", "claims"), EXAMPLES)
def test_sentences(name: str, sentence: str, claims: list[str], extractors: dict[str, kg.Extractor]) -> None:
    [extraction] = extractors[name].extract([kg.Article("note", sentence)])
    assert [said(claim) for claim in extraction.folded()] == claims


def test_a_file_in_place_of_the_ontology_keeps_types_and_cues(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix kg: <https://kg.example/ontology/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "kg:Company a kg:EntityType ; rdfs:subClassOf kg:Organization ; rdfs:label 'firm' .\n"
        "kg:eyes a kg:Relation ; rdfs:domain kg:Agent ; rdfs:range kg:Company ; kg:phrase '{subject} eyes {object}' .\n"
    )
    ontology, built_in = kg.load_ontology(own), kg.load_ontology()
    assert list(ontology.relations) == ["eyes"]
    assert ontology.types["Company"].label == "firm"
    assert ontology.types["Company"].nouns == ()
    assert ontology.types["Person"] == built_in.types["Person"]
    assert dict(ontology.cue_sets) == dict(built_in.cue_sets)
    text = "Norway does not eye Brightwater Group."
    [extraction] = kg.Extractor(ontology).extract([kg.Article("note", text)])
    assert [said(claim) for claim in extraction.claims] == ["Norway eyes Brightwater Group negative"]


# -- Trying a phrase ---------------------------------------------------------------------------------------------------

EYES = "{subject} [eyes|is eyeing] {object}"


@pytest.mark.parametrize(
    ("phrase", "sentence", "claims"),
    [
        (EYES, "Brightwater Group is eyeing Quillon Energy.", ["Brightwater Group matches Quillon Energy"]),
        (EYES, "Norway may be eyed by Estonia.", ["Estonia matches Norway possible future"]),
        (EYES, "Brightwater Group bought Quillon Energy.", []),
        ("{subject} eyes {object:Company}", "Norway eyes Estonia.", []),
        ("{subject} eyes {object:Country}", "Norway eyes Estonia.", ["Norway matches Estonia"]),
    ],
)
def test_what_a_phrase_would_match(phrase: str, sentence: str, claims: list[str]) -> None:
    [extraction] = kg.try_phrase(phrase, [kg.Article("note", sentence)])
    assert [said(claim) for claim in extraction.claims] == claims


def test_a_title_is_taken_from_the_ontology() -> None:
    [extraction] = kg.try_phrase(
        "{subject}, {role} of {object},", [kg.Article("note", "Anna Reyes, mayor of Oslo, left.")]
    )
    assert [claim.role for claim in extraction.claims] == ["mayor"]


def test_a_phrase_that_is_none() -> None:
    with pytest.raises(kg.OntologyError, match=r"needs \{object\} exactly once"):
        list(kg.try_phrase("{subject} eyes", [kg.Article("note", "Norway eyes Estonia.")]))


def test_the_command_tries_texts_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text("Norway is eyeing Estonia.")
    arguments = ["ontology", "try", EYES, str(tmp_path / "note.txt"), "Is Norway eyeing Estonia [again]?", "Nothing."]
    assert main(arguments) == 0
    printed = capsys.readouterr()
    assert printed.out.count("Norway ── matches ─→ Estonia") == 2
    assert "text 2\n" in printed.out
    assert printed.err == "2 matches\n"


def test_the_list_counts_what_the_graph_holds(sample_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with kg.Store(sample_store) as store:
        counts = store.relation_counts()
    assert sum(counts.values()) == sum(1 for _ in kg.Store(sample_store).claims())
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    assert main(["ontology", "list", "--store", str(sample_store)]) == 0
    shown = {
        row[1]: row[2] for line in capsys.readouterr().out.splitlines() if (row := line.split())[:1] in (["→"], ["↔"])
    }
    assert {name: shown[name] for name in counts} == {name: f"{number}" for name, number in counts.items()}
    assert main(["ontology", "list", "sues", "--store", str(sample_store)]) == 0
    assert f"  {counts['sues']} claims in {sample_store}\n" in capsys.readouterr().out
    assert main(["ontology", "list", "--full", "--store", str(sample_store)]) == 0
    full = capsys.readouterr().out
    for name, entry in kg.load_ontology().entries.items():
        assert f"\n{name}\n  " in f"\n{full}"
        assert [phrase for phrase in entry.phrases if f"\n  {phrase}\n" not in full] == []
