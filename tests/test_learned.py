"""The learned reader and the decision of both readers, with a network that is made up here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kg.encoder import Memo, PairScores, label_names, split_pieces
from kg.mentions.tokens import tokens
from kg.model import Article, Entity, Mention
from kg.nlp import load_model
from kg.ontology import load_ontology
from kg.relations import combined, learned
from kg.relations.combined import FEATURES, Candidate, CombinedReader
from kg.relations.learned import LearnedReader
from kg.relations.lists import lists, long_runs, shortened
from kg.relations.proposal import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.encoder import Marked, Sequenced

ONTOLOGY = load_ontology()
LABELS = label_names(ONTOLOGY.relations)

TEXT = "Brightwater Group has bought Quillon Energy. Ada Fenn, its chief executive, met Bo Lund in Oslo."


class FakeNetwork:
    """Gives every pair the chances of ``says``; counts the pairs that it is asked for."""

    says: dict[str, float] = {}  # noqa: RUF012 - set by each test
    asked = 0
    least_apart = 1.0

    def __init__(self, folder: Any) -> None:
        from kg.encoder import MODELS

        self.folder, self.labels, self.marks, self.least = MODELS, LABELS, (101, 102), 0.02
        assert folder

    def score(self, pair: Sequenced, memo: Memo) -> PairScores:
        """Return the chances that are to be given."""
        type(self).asked += 1
        assert pair.first < pair.second
        assert not memo.changed
        return PairScores(chances_of(self.says), (0.9, 0.1), (0.7, 0.2, 0.1), (0.3, 0.5, 0.2), (0.6, 0.4))


class FakeEncoder:
    """Gives every pair at a glance the chances of ``glances``; None: those that the network gives it."""

    glances: dict[str, float] | None = None

    def __init__(self, folder: Any) -> None:
        assert folder

    def encode(self, text: str) -> FakeEncoder:
        """Return itself, as the text that has been read."""
        self.pieces, self.memo = split_pieces(text), Memo()
        return self

    def pair_chances(self, first: Marked, second: Marked) -> Any:
        """Return the chances that are to be given."""
        assert first.start <= second.start
        return chances_of(FakeNetwork.says if self.glances is None else self.glances)


class FakePaths:
    """Finds in every tree what is seen at a glance."""

    def __init__(self, folder: Any) -> None:
        self._encoder = FakeEncoder(folder)

    def chances(self, features: frozenset[str]) -> Any:
        """Return the chances that are to be given."""
        assert "always" in features
        return chances_of(FakeNetwork.says if self._encoder.glances is None else self._encoder.glances)


def chances_of(says: dict[str, float]) -> Any:
    chances = np.zeros(len(LABELS), dtype=np.float32)
    for label, chance in says.items():
        chances[LABELS.index(label)] = chance
    chances[0] = 1 - chances.sum()
    return chances


@pytest.fixture(autouse=True)
def _network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "PairNetwork", FakeNetwork)
    monkeypatch.setattr(learned, "TextEncoder", FakeEncoder)
    monkeypatch.setattr(learned, "PathModel", FakePaths)
    monkeypatch.setattr(combined, "load_settings", lambda *_: {"threshold": 0.5})
    monkeypatch.setattr(FakeNetwork, "asked", 0)
    monkeypatch.setattr(FakeNetwork, "least_apart", 1.0)


@pytest.fixture(scope="module")
def doc() -> Any:
    return load_model()(TEXT)


ARTICLE = Article("note", TEXT)


def mention(words: str, type_: str, kind: Any = "named") -> Mention:
    at = TEXT.index(words)
    return Mention(ARTICLE.span(at, at + len(words)), type_, kind)


def entity(key: str, *mentions: Mention) -> Entity:
    return Entity(key, mentions[0].span.text, mentions[0].type, (mentions[0].span.text,), mentions)


GROUP = entity("organization/brightwater", mention("Brightwater Group", "Company"))
ENERGY = entity("organization/quillon", mention("Quillon Energy", "Company"), mention("its", "Company", "pronoun"))
FENN = entity("person/fenn", mention("Ada Fenn", "Person"))
OSLO = entity("place/oslo", mention("Oslo", "City"))


def read(doc: Any, entities: Sequence[Entity], **says: float) -> list[tuple[str, str, str, float]]:
    FakeNetwork.says = {label.replace("_to", ">").replace("_by", "<"): chance for label, chance in says.items()}
    found = LearnedReader(ONTOLOGY).read(doc, ARTICLE, entities)
    return [(p.subject.name, p.relation.name, p.object.name, p.confidence) for p in found]


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ({"acquires_to": 0.9}, [("Brightwater Group", "acquires", "Quillon Energy", 0.9)]),
        ({"acquires_by": 0.9}, [("Quillon Energy", "acquires", "Brightwater Group", 0.9)]),
        (
            {"acquires_to": 0.4, "owns_to": 0.3, "sues_to": 0.25},
            [
                ("Brightwater Group", "acquires", "Quillon Energy", 0.4),
                ("Brightwater Group", "owns", "Quillon Energy", 0.3),
            ],
        ),
        ({"acquires_to": 0.1}, []),
        ({"family_of": 0.9}, []),
        ({}, []),
    ],
    ids=["forward", "backward", "two", "unlikely", "domain", "left early"],
)
def test_labels_become_proposals(doc: Any, says: dict[str, float], found: list[Any]) -> None:
    assert read(doc, [GROUP, ENERGY], **says) == found


def test_only_pairs_of_one_sentence_are_asked(doc: Any) -> None:
    assert read(doc, [GROUP, OSLO], based_in_to=0.9) == []
    assert FakeNetwork.asked == 0


@pytest.mark.parametrize(
    ("entities", "glance", "found"),
    [
        ([GROUP, OSLO], 0.5, [("Brightwater Group", "based_in", "Oslo", 0.9)]),
        ([GROUP, OSLO], 0.2, []),
        # that the sentence has a word for it too: read there
        ([ENERGY, OSLO], 0.5, [("Quillon Energy", "based_in", "Oslo", 0.9)]),
    ],
    ids=["both read together", "surely nothing", "its"],
)
def test_a_sentence_is_read_beside_what_the_one_before_names(
    doc: Any, monkeypatch: pytest.MonkeyPatch, entities: list[Entity], glance: float, found: list[Any]
) -> None:
    monkeypatch.setattr(FakeNetwork, "least_apart", 0.3)
    monkeypatch.setattr(FakeEncoder, "glances", {"based_in>": glance})
    FakeNetwork.says = {"based_in>": 0.9}
    proposals = [p for r in LearnedReader(ONTOLOGY).readings(doc, ARTICLE, entities) for p in [r.found[0].proposal]]
    assert [(p.subject.name, p.relation.name, p.object.name) for p in proposals if p.confidence > 0.5] == [
        one[:3] for one in found
    ]
    for proposal in proposals:
        assert (proposal.subject_mention.kind, doc[proposal.anchor].text) in {("named", "met"), ("pronoun", "met")}
        assert doc[proposal.sentence[0] : proposal.sentence[1]].text == TEXT[45:]


def test_ends_under_other_words_are_read_too(doc: Any) -> None:
    FakeNetwork.says = {"leads>": 0.8}
    (proposal,) = LearnedReader(ONTOLOGY).read(doc, ARTICLE, [ENERGY, FENN])
    assert (proposal.subject.name, proposal.object_mention.span.text) == ("Ada Fenn", "its")
    assert (proposal.role, doc[proposal.anchor].text) == ("chief executive", "executive")
    assert doc[proposal.sentence[0] : proposal.sentence[1]].text == TEXT[45:]
    assert proposal.chances is not None
    chances = proposal.chances
    assert (chances.negative, chances.past, chances.possible, chances.attributed) == (0.1, 0.3, 0.1, 0.4)


def test_the_anchor_stands_above_both_ends(doc: Any) -> None:
    FakeNetwork.says = {"acquires>": 0.8}
    (proposal,) = LearnedReader(ONTOLOGY).read(doc, ARTICLE, [GROUP, ENERGY])
    assert doc[proposal.anchor].text == "bought"


class FakePhrases:
    """Says what it is given."""

    name = "phrases"

    def __init__(self, *proposals: Proposal) -> None:
        self._proposals = proposals

    def read(self, doc: Any, article: Article, entities: Sequence[Entity]) -> Iterable[Proposal]:
        """Return what is to be said."""
        assert doc.text == article.text
        assert entities
        return self._proposals


def phrase(relation: str, confidence: float = 0.8) -> Proposal:
    ends = (GROUP, ENERGY, GROUP.mentions[0], ENERGY.mentions[0])
    return Proposal(ONTOLOGY.relation(relation), *ends, (0, 7), 3, confidence=confidence, phrase="as written")


def turned(relation: str) -> Proposal:
    """Say the same with the ends swapped."""
    one = phrase(relation)
    return replace(
        one,
        subject=one.object,
        object=one.subject,
        subject_mention=one.object_mention,
        object_mention=one.subject_mention,
    )


@pytest.mark.parametrize(
    ("phrases", "says", "found"),
    [
        ([], {"acquires>": 0.7}, [("acquires", "learned", 0.7)]),
        ([], {"acquires>": 0.4}, []),
        ([phrase("acquires")], {"acquires>": 0.5}, [("acquires", "phrases+learned", 0.7685)]),
        ([phrase("acquires")], {}, []),
        ([phrase("acquires")], {"sues>": 0.9}, [("sues", "learned", 0.9)]),
    ],
    ids=["network alone", "unlikely", "both", "phrase alone", "rivals"],
)
def test_one_decision(doc: Any, phrases: list[Proposal], says: dict[str, float], found: list[Any]) -> None:
    FakeNetwork.says = says
    reader = CombinedReader(ONTOLOGY, FakePhrases(*phrases))
    proposals = reader.read(doc, ARTICLE, [GROUP, ENERGY])
    assert [(p.relation.name, p.reader, p.confidence) for p in proposals] == found


def test_a_pair_has_at_most_two_relations(doc: Any) -> None:
    FakeNetwork.says = {"acquires>": 0.36, "owns>": 0.32, "sues>": 0.3}
    reader = CombinedReader(ONTOLOGY, FakePhrases(), threshold=0.25)
    assert [p.relation.name for p in reader.read(doc, ARTICLE, [GROUP, ENERGY])] == ["acquires", "owns"]


@pytest.mark.parametrize(
    ("phrases", "found"),
    [
        ([], ["Brightwater Group"]),
        ([phrase("invests_in")], ["Brightwater Group"]),
        ([turned("invests_in")], ["Quillon Energy"]),
        ([phrase("invests_in"), turned("invests_in")], ["Brightwater Group", "Quillon Energy"]),
    ],
    ids=["network", "phrase as the network", "phrase the other way", "phrases both ways"],
)
def test_a_relation_is_read_one_way(doc: Any, phrases: list[Proposal], found: list[str]) -> None:
    FakeNetwork.says = {"invests_in>": 0.48, "invests_in<": 0.4}
    reader = CombinedReader(ONTOLOGY, FakePhrases(*phrases), threshold=0.25)
    assert sorted(p.subject.name for p in reader.read(doc, ARTICLE, [GROUP, ENERGY])) == found


def test_what_the_network_does_not_know_stands(doc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LearnedReader, "relations", frozenset({"sues"}))
    FakeNetwork.says = {"sues>": 0.9}
    proposals = CombinedReader(ONTOLOGY, FakePhrases(phrase("acquires", 0.3))).read(doc, ARTICLE, [GROUP, ENERGY])
    assert [(p.relation.name, p.confidence) for p in proposals] == [("acquires", 0.3), ("sues", 0.9)]


def test_what_is_said_over_two_sentences_stands_as_the_phrase_has_it(doc: Any) -> None:
    FakeNetwork.says = {"leads>": 0.9}
    ends = (FENN, GROUP, FENN.mentions[0], GROUP.mentions[0])
    over = Proposal(ONTOLOGY.relation("leads"), *ends, (7, 20), 10, confidence=0.6)
    reader = CombinedReader(ONTOLOGY, FakePhrases(over), threshold=0.0)
    assert [p.confidence for p in reader.read(doc, ARTICLE, [GROUP, FENN])] == [0.6]


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ({"contracts_with>": 0.97}, ["negotiates_with"]),
        ({"owns>": 0.97}, ["owns", "negotiates_with"]),
        ({}, ["negotiates_with"]),
    ],
    ids=["prepared", "another thing", "alone"],
)
def test_what_is_being_prepared_is_not_yet(doc: Any, says: dict[str, float], found: list[str]) -> None:
    """Who "explores a contract with" a firm has no contract with it, whatever a network makes of the word."""
    FakeNetwork.says = says
    reader = CombinedReader(ONTOLOGY, FakePhrases(phrase("negotiates_with")), threshold=0.0)
    read = sorted(reader.read(doc, ARTICLE, [GROUP, ENERGY]), key=lambda p: -p.confidence)
    assert [p.relation.name for p in read] == found


def features(*voices: Any, **more: Any) -> dict[str, float]:
    """Return the features of a candidate that are not 0, rounded; another relation is as likely as not."""
    values = Candidate(phrase("acquires"), *voices, **{"rival": 0.5, **more}).features
    return {name: round(value, 2) for name, value in zip(FEATURES, values, strict=True) if value}


def test_features_of_a_candidate() -> None:
    assert features(0.5, 0.5, None, 0.5, 0.8) == {"one": 1.0, "unread": 1.0, "phrase": 0.8, "said": 1.0}
    read = {"one": 1.0, "read": 5.29, "together": -5.29, "list": 5.29, "listed": 1.0}
    assert features(0.5, 0.5, 1.0, 0.0, 0.0, 1.0) == read
    assert features(0.5, None, 0.5, 0.5, 0.0) == {"one": 1.0, "apart": 1.0}
    assert features(0.5, 0.5, 0.5, 0.5, 0.0, linked=0.5) == {"one": 1.0, "linked": -0.69}
    assert features(0.5, 0.5, 0.5, 0.5, 0.0, rival=0.9) == {"one": 1.0, "rival": 2.2}
    assert features(0.5, 0.5, 0.5, 0.5, 0.8, rival=0.9)["rival of said"] == 2.2


LISTED = "Norway, Sweden and the Harbour League met Ada Fenn."


def listed() -> tuple[Article, list[Entity], Proposal]:
    """Return an article with a list, its entities in text order, and what a phrase says of the last of the list."""
    article, entities = Article("list", LISTED), []
    for name, type_ in (
        *(("Norway", "Country"), ("Sweden", "Country")),
        *(("Harbour League", "Organization"), ("Ada Fenn", "Person")),
    ):
        at = LISTED.index(name)
        entities.append(entity(name, Mention(article.span(at, at + len(name)), type_, "named")))
    near = (entities[2], entities[3], entities[2].mentions[0], entities[3].mentions[0])
    return article, entities, Proposal(ONTOLOGY.relation("meets_with"), *near, (0, 11), 7, confidence=0.8)


def test_what_is_said_of_a_list_counts_for_its_members() -> None:
    """A phrase is found for the nearest pair only; the others have what is made of it beside their own."""
    article, entities, said = listed()
    doc = load_model()(LISTED)
    FakeNetwork.says = {"meets_with": 0.2}
    candidates = CombinedReader(ONTOLOGY, FakePhrases(said)).candidates(doc, article, entities)
    assert {(c.proposal.subject.name, c.proposal.object.name): c.beside for rivals in candidates for c in rivals} == {
        ("Norway", "Ada Fenn"): 0.8,
        ("Sweden", "Ada Fenn"): 0.8,
        ("Harbour League", "Ada Fenn"): 0.2,
        # the members of a list among themselves
        ("Norway", "Sweden"): 0.2,
        ("Norway", "Harbour League"): 0.2,
        ("Sweden", "Harbour League"): 0.2,
    }


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Tarn sued Brix and Corvid.", "Tarn/Brix/Corvid", "Brix Corvid"),
        ("Tarn holds talks with Brix and with Corvid.", "Tarn/Brix/Corvid", "Brix Corvid"),
        ("Tarn, Brix & Corvid have merged.", "Tarn/Brix/Corvid", "Brix Corvid Tarn"),
        ("Norway, Sweden as well as Denmark voted.", "Norway/Sweden/Denmark", "Denmark Norway Sweden"),
        ("Tarn bought Brix.", "Tarn/Brix", ""),
    ],
)
def test_lists(text: str, names: str, found: str) -> None:
    tok = tokens(load_model()(text))
    mentions = []
    for name in names.split("/"):
        first = tok.token_at(text.index(name))
        mentions.append((name, "Organization", (first, first + 1)))
    assert {" ".join(sorted({name, *others})) for name, others in lists(tok, mentions).items() if others} == (
        {found} - {""}
    )


LONG = "Tarn, Brix, Corvid and Dorn have sued Elbe and Farn."


@pytest.mark.parametrize(
    ("ends", "left"),
    [
        ("Tarn/Elbe", "Tarn have sued Elbe and Farn."),
        ("Corvid/Elbe", "Corvid have sued Elbe and Farn."),
        ("Dorn/Elbe", "Dorn have sued Elbe and Farn."),
        ("Tarn/Dorn", "Tarn and Dorn have sued Elbe and Farn."),
        ("Tarn/Corvid", "Tarn, Corvid have sued Elbe and Farn."),
        ("Elbe/Farn", LONG),
    ],
)
def test_a_long_list_is_shortened_to_the_ends(ends: str, left: str) -> None:
    tok = tokens(load_model()(LONG))
    names = ("Tarn", "Brix", "Corvid", "Dorn", "Elbe", "Farn")
    at = {name: tok.token_at(LONG.index(name)) for name in names}
    (run,) = long_runs(tok, [(name, "Organization", (first, first + 1)) for name, first in at.items()])
    places = [(LONG.index(name), LONG.index(name) + len(name)) for name in ends.split("/")]
    text = LONG
    for start, end in sorted(shortened(run, places), reverse=True):
        text = text[:start] + text[end:]
    assert text == left


def test_things_of_different_kinds_are_no_long_list() -> None:
    tok = tokens(load_model()(LONG))
    roots = {"Tarn": "Organization", "Brix": "Person", "Corvid": "Organization", "Dorn": "Person"}
    at = {name: tok.token_at(LONG.index(name)) for name in roots}
    assert long_runs(tok, [(name, roots[name], (first, first + 1)) for name, first in at.items()]) == []


@pytest.mark.parametrize(
    ("glances", "phrases", "asked"),
    [
        ({"acquires>": 0.03}, [], 1),
        ({"acquires>": 0.01}, [], 0),
        ({"acquires>": 0.01}, [phrase("acquires")], 1),
    ],
    ids=["likely enough", "surely nothing", "said by a phrase"],
)
def test_what_is_surely_nothing_is_not_read(
    doc: Any, monkeypatch: pytest.MonkeyPatch, glances: dict[str, float], phrases: list[Proposal], asked: int
) -> None:
    monkeypatch.setattr(FakeEncoder, "glances", glances)
    FakeNetwork.says = {"acquires>": 0.9999}
    found = list(CombinedReader(ONTOLOGY, FakePhrases(*phrases)).read(doc, ARTICLE, [GROUP, ENERGY]))
    assert FakeNetwork.asked == asked
    assert len(found) == asked


def test_what_stands_in_a_list_with_what_is_related_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    article, entities, said = listed()
    monkeypatch.setattr(FakeEncoder, "glances", {"meets_with": 0.001})
    FakeNetwork.says = {"meets_with": 0.9}
    readings = LearnedReader(ONTOLOGY).readings(
        load_model()(LISTED),
        article,
        entities,
        {said.sentence: {frozenset(("Harbour League", "Ada Fenn")): frozenset()}},
    )
    assert [(sorted(one.ends), [round(found.read or 0, 3) for found in one.found]) for one in readings] == [
        (["Ada Fenn", "Norway"], [0.9]),
        (["Ada Fenn", "Sweden"], [0.9]),
        (["Ada Fenn", "Harbour League"], [0.9]),
    ]


TITLED = Article("titled", "President Ida Brandvik left.")


@pytest.mark.parametrize(
    ("start", "end", "kind", "titled"),
    [(0, 9, "nominal", 1.0), (0, 9, "named", 0.0), (23, 27, "nominal", 0.0)],
    ids=["before the name", "a name before it", "behind it"],
)
def test_an_office_before_a_name_is_a_feature(start: int, end: int, kind: Any, titled: float) -> None:
    head, office = Mention(TITLED.span(10, 22), "Person", "named"), Mention(TITLED.span(start, end), "Country", kind)
    proposal = replace(phrase("leads"), subject_mention=head, object_mention=office)
    values = Candidate(proposal, 0.5, 0.5, 0.5, 0.5, 0.0).features
    assert dict(zip(FEATURES, values, strict=True))["titled"] == titled


TWICE = "Danish President Ida Brandvik, her Danish guests said, met nobody."
FIRST, SECOND, HEAD = ((TWICE.index("Danish"), "Danish"), (TWICE.rindex("Danish"), "Danish"), (17, "Ida Brandvik"))


@pytest.mark.parametrize(
    ("said", "place"), [((), SECOND), ((FIRST, HEAD), FIRST), ((SECOND, HEAD), SECOND)], ids=["nearest", "one", "other"]
)
def test_a_pair_is_read_at_the_names_of_which_a_phrase_says_something(
    said: Sequence[tuple[int, str]], place: tuple[int, str]
) -> None:
    article = Article("twice", TWICE)
    denmark, head = (
        Entity(key, name, kind, (name,), tuple(Mention(article.span(a, a + len(w)), kind, "named") for a, w in places))
        for key, name, kind, places in (
            ("country/dk", "Denmark", "Country", (FIRST, SECOND)),
            ("person/ida-brandvik", "Ida Brandvik", "Person", (HEAD,)),
        )
    )
    mentions = {(m.span.start, m.span.text): m for m in (*denmark.mentions, *head.mentions)}
    doc = load_model()(TWICE)
    FakeNetwork.says = {"leads<": 0.4, "leads>": 0.4}
    ends = frozenset((denmark.id, head.id))
    [reading] = LearnedReader(ONTOLOGY).readings(
        doc, article, [denmark, head], {(0, len(doc)): {ends: frozenset(mentions[at] for at in said)}}
    )
    assert reading.found[0].proposal.object_mention.span.start == place[0]


def test_a_probability_is_one_among_what_the_ends_fit(doc: Any) -> None:
    assert read(doc, [GROUP, ENERGY], family_of=0.5, acquires_to=0.4) == [
        ("Brightwater Group", "acquires", "Quillon Energy", 0.7999)
    ]
