"""Mentions: where they stand, what kind they are, which type they have. All persons and companies are invented."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kg.mentions import find_mentions
from kg.mentions.quotes import quotations
from kg.mentions.tokens import tokens
from kg.model import Article
from kg.nlp import load_model, parse

if TYPE_CHECKING:
    import kg
    from kg.model import Mention


def mentions_of(text: str, ontology: kg.Ontology, names: list[tuple[str, str]] | None = None) -> tuple[Mention, ...]:
    """Return the mentions of a text; ``names`` are what a tagger finds: all places of each form, with its type."""
    article = Article("a", text)
    [(_, doc)] = parse(load_model(), [article])
    spans = None
    if names is not None:
        spans = sorted((i, i + len(form), kind) for form, kind in names for i in _places(text, form))
    return find_mentions(doc, article, ontology, spans)


def _places(text: str, form: str) -> list[int]:
    return [match.start() for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)]


NAMED = [
    ("Denmark and the Danish brewer Holgersen.", {"Denmark": "Country", "Danish": "Country"}),
    ("Indonesian officials met the Swedes.", {"Indonesian": "Country", "Swedes": "Country"}),
    ("NATO and the North Atlantic Treaty Organization.", {"NATO": "IntergovernmentalOrganization"}),
    (
        "The Defense Department and the Pentagon.",
        {"Defense Department": "GovernmentBody", "Pentagon": "GovernmentBody"},
    ),
    ("Gibraltar and St. Lucia signed.", {"Gibraltar": "Region", "St. Lucia": "Country"}),
    ("The Faroese sued Saint Kitts and Nevis.", {"Faroese": "Region", "Saint Kitts and Nevis": "Country"}),
    ("Texas sued the European Commission.", {"Texas": "Region", "European Commission": "GovernmentBody"}),
    ("He told Reuters and the Wall Street Journal.", {"Reuters": "MediaOutlet", "Wall Street Journal": "MediaOutlet"}),
    ("The Taliban spoke with Hamas.", {"Taliban": "ArmedGroup", "Hamas": "ArmedGroup"}),
    ("AI is no place, and it was Monday.", {"AI": None, "Monday": None}),
    ("It cost 40 million dollars in March 2021.", {"40 million dollars": None, "March 2021": None}),
    ("The chairman of Pumpwerk Ltd. spoke.", {"Pumpwerk Ltd.": "Company"}),
    ("She studied at Ellmark University.", {"Ellmark University": "University"}),
    ("The People's Farmers Party lost.", {"People's Farmers Party": "PoliticalParty"}),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_names_and_types(text: str, expected: dict[str, str | None], ontology: kg.Ontology) -> None:
    found = {m.span.text: m.type for m in mentions_of(text, ontology) if m.kind == "named"}
    assert {form: found.get(form) for form in expected} == expected


ACTING = [
    ("Moscow accused Washington of spying.", {"Moscow": "Country"}),
    ("The talks were held in Moscow.", {"Moscow": "City"}),
    ("He flew from Beijing to Oslo.", {"Beijing": "City", "Oslo": "City"}),
    ("Talks with Beijing broke down.", {"Beijing": "Country"}),
    ("The Kremlin was silent.", {"Kremlin": "Country"}),
    ("A Moscow-backed group struck.", {"Moscow": "Country"}),
    ("Brussels rejected the plan.", {"Brussels": "IntergovernmentalOrganization"}),
    ("The conference in Brussels ended.", {"Brussels": "City"}),
    ("Kabul was rocked by an explosion.", {"Kabul": "City"}),
    ("Oslo – The ministry sued.", {"Oslo": "City"}),
    ("Storm\nBerlin, 3 May (dpa) - The ministry sued.", {"Berlin": "City"}),
    ("Jakarta (Antara) -- The ministry sued.", {"Jakarta": "City"}),
    ("Moscow – and only Moscow – accused Oslo of spying.", {"Moscow": "Country"}),
    ("Kabul was accused of spying.", {"Kabul": "Country"}),
]


@pytest.mark.parametrize(("text", "expected"), ACTING)
def test_capitals_that_act(text: str, expected: dict[str, str], ontology: kg.Ontology) -> None:
    found = {m.span.text: m.type for m in mentions_of(text, ontology) if m.kind == "named"}
    assert {form: found.get(form) for form in expected} == expected


def test_a_capital_that_something_is_in_is_a_city(ontology: kg.Ontology) -> None:
    text = "Moscow paid. Moscow sued. The fund is based in Moscow. The Moscow-based fund lost."
    article = Article("a", text)
    [(_, doc)] = parse(load_model(), [article])
    names = [(m.start(), m.end(), "Country") for m in re.finditer("Moscow", text)]
    found = [m.type for m in find_mentions(doc, article, ontology, names) if m.kind == "named"]
    assert found == ["Country", "Country", "City", "City"]


def test_a_name_found_once_is_found_everywhere_with_one_type(ontology: kg.Ontology) -> None:
    text = "Ida Brandvik founded Norvex.\nBrandvik left. norvex is no name, Norvex is. They thanked Brandvik."
    found = mentions_of(text, ontology, [("Ida Brandvik", "Person"), ("Norvex", "Company")])
    assert [(m.span.text, m.type) for m in found if m.kind == "named"] == [
        ("Ida Brandvik", "Person"),
        ("Norvex", "Company"),
        ("Brandvik", "Person"),
        ("Norvex", "Company"),
        ("Brandvik", "Person"),
    ]


def test_what_a_tagger_says_wins_but_tables_narrow_it(ontology: kg.Ontology) -> None:
    names = [("Elbland", "Organization"), ("Reuters", "Organization"), ("Quarrow Police", "Organization")]
    names += [("Hamas", "Country"), ("Nordic", "Country"), ("Ms", "Person"), ("Ghana", "GovernmentBody")]
    text = "Elbland sued Reuters and Quarrow Police. Hamas met a Nordic firm and Ms Ek of Ghana."
    found = mentions_of(text, ontology, names)
    kinds = {m.span.text: m.type for m in found if m.kind == "named"}
    assert kinds["Reuters"] == "MediaOutlet"
    assert kinds["Quarrow Police"] == "GovernmentBody"
    assert kinds["Elbland"] == "Organization"
    assert kinds["Hamas"] == "ArmedGroup"
    assert kinds["Nordic"] == "Region"
    assert kinds["Ghana"] == "Country"
    assert "Ms" not in kinds


def test_words_around_a_name_narrow_its_type(ontology: kg.Ontology) -> None:
    found = mentions_of("The chipmaker Elbland grew. Elbland's shares rose.", ontology, [("Elbland", "Organization")])
    assert {m.type for m in found if m.span.text == "Elbland"} == {"Company"}


NOMINALS = [
    ("The company sold its stake.", [("The company", "Company"), ("its", "Organization")]),
    ("She praised the Danish brewer.", [("She", "Person"), ("the Danish brewer", "Company")]),
    ("The alliance met its chief executive.", [("its chief executive", "Person")]),
    ("Norvex's chairman resigned.", [("Norvex's chairman", "Person")]),
    ("The 61-year-old resigned.", [("The 61-year-old", "Person")]),
    ("The 61-year-old steps down in May.", [("The 61-year-old", "Person")]),
    ("The 61-year-old trees fell.", []),
    ("Norvex will own 51% and the latter 49%.", [("the latter", "Organization")]),
    ("The Ohio Republican wants more.", [("The Ohio Republican", "Person")]),
    ("He spoke to the Briton.", [("the Briton", "Person")]),
    ("Russian troops left.", [("Russian troops", "Country")]),
    ("She praised the New Zealand carrier.", [("the New Zealand carrier", "Company")]),
    ("The new carrier will fly.", []),
    ("The rebels left.", [("The rebels", "ArmedGroup")]),
    ("The police sealed the distillery.", [("The police", "GovernmentBody"), ("the distillery", "Company")]),
    ("The latter praised her nephew.", [("The latter", "Organization"), ("her nephew", "Person")]),
    ("The latter half was better than the former one.", []),
    ("Rain fell. Wind blew. Snow fell. A company and some banks grew.", []),
    ("The weather and the water are cold.", []),
]


@pytest.mark.parametrize(("text", "expected"), NOMINALS)
def test_nominals_and_pronouns(text: str, expected: list[tuple[str, str]], ontology: kg.Ontology) -> None:
    names = [("Norvex", "Company"), ("Russian", "Country"), ("Danish", "Country"), ("New Zealand", "Country")]
    names.append(("Ohio Republican", "PoliticalParty"))
    found = [(m.span.text, m.type) for m in mentions_of(text, ontology, names) if m.kind != "named"]
    assert [item for item in found if item in expected] == expected
    if not expected:
        assert found == []


NESTED = [
    ("The Danish Coast Guard sailed.", [("Danish Coast Guard", "GovernmentBody")], [("Danish", "Country")]),
    (
        "Brazil's statistics office counted.",
        [("Brazil's statistics office", "GovernmentBody")],
        [("Brazil", "Country")],
    ),
    ("The Supreme Court of Kenya ruled.", [("Supreme Court of Kenya", "GovernmentBody")], [("Kenya", "Country")]),
    ("British Quarrow Airways flew.", [("British Quarrow Airways", "Company")], []),
]


@pytest.mark.parametrize(("text", "names", "inside"), NESTED)
def test_a_body_names_its_state(
    text: str, names: list[tuple[str, str]], inside: list[tuple[str, str]], ontology: kg.Ontology
) -> None:
    found = [(m.span.text, m.type) for m in mentions_of(text, ontology, names) if m.kind == "named"]
    assert found == [*names, *inside]


GROUPS = [
    ("The two banks and the pair met both of them.", ["The two banks", "the pair", "both of them"]),
    ("Both firms grew. Neither bank shrank.", ["Both firms", "Neither bank"]),
    ("The two met, and both left.", ["The two", "both"]),
    ("All three companies and the brothers sued.", ["All three companies", "the brothers"]),
    ("Both Norvex and Elbland grew in the two years.", []),
    ("They hit each other in each case.", []),
]


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_words_for_several_things(text: str, expected: list[str], ontology: kg.Ontology) -> None:
    found = mentions_of(text, ontology, [("Norvex", "Company"), ("Elbland", "Company")])
    assert [m.span.text for m in found if m.kind == "nominal"] == expected


OFFICES = [
    ("Foreign Minister Ida Brandvik flew home.", [("Foreign Minister", "Country")]),
    ("He asked union secretary Ida Brandvik.", [("union", "Organization")]),
    ("Senator Ida Brandvik flew home.", [("Senator", "Country")]),
    ("Danish Foreign Minister Ida Brandvik flew home.", []),
    ("A company spokesman spoke.", [("company", "Company")]),
    ("Company meteorologist Ida Brandvik spoke.", [("Company", "Company")]),
]


@pytest.mark.parametrize(("text", "expected"), OFFICES)
def test_an_office_without_an_owner_stands_for_it(
    text: str, expected: list[tuple[str, str]], ontology: kg.Ontology
) -> None:
    names = [("Ida Brandvik", "Person"), ("Danish", "Country")]
    found = [(m.span.text, m.type) for m in mentions_of(text, ontology, names) if m.kind == "nominal"]
    assert [item for item in found if item[1] != "Person"] == expected


def test_one_of_a_people_is_no_country(ontology: kg.Ontology) -> None:
    found = mentions_of("The Briton met an American. The Dutch and the Germans watched.", ontology)
    assert [m.span.text for m in found if m.kind == "named"] == ["Dutch", "Germans"]


def test_order_spans_and_overlap(ontology: kg.Ontology) -> None:
    text = "“Norvex’s boss,” said Ida Brandvik – of Oslo – “is the man who runs it”.\n\nThe firm's staff cheered him."
    found = mentions_of(text, ontology, [("Norvex", "Company"), ("Ida Brandvik", "Person"), ("Oslo", "City")])
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found)
    assert list(found) == sorted(found, key=lambda m: (m.span.start, -m.span.end))
    named = [m.span for m in found if m.kind == "named"]
    assert all(one.end <= other.start for one, other in pairwise(named))
    assert {m.kind for m in found} == {"named", "nominal", "pronoun"}


def test_the_result_depends_on_the_article_alone(ontology: kg.Ontology) -> None:
    text = NAMED[4][0] + " " + ACTING[0][0]
    once = mentions_of(text, ontology)
    mentions_of(ACTING[1][0], ontology)
    assert mentions_of(text, ontology) == once


@pytest.mark.parametrize("text", ["", "\n", "...", "“ ”", "1 2 3", "\n\nthe"])
def test_texts_without_a_name(text: str, ontology: kg.Ontology) -> None:
    assert [m for m in mentions_of(text, ontology) if m.kind == "named"] == []


def test_headlines_in_capitals_give_no_wrong_names(ontology: kg.Ontology) -> None:
    text = "Norvex May Equip Border Guards With Cheap Drones\nThe Danish firm Norvex said so in Oslo."
    found = [m.span.text for m in mentions_of(text, ontology) if m.kind == "named"]
    assert found == ["Norvex", "Danish", "Norvex", "Oslo"]


@pytest.mark.parametrize(
    "text",
    [
        "Norvane Foods Buys Tarsis Dairy",
        "Norvane Foods buys Tarsis Dairy",
        "Norvane Foods buys Tarsis Dairy\n\nThe price was not given.",
        "Norvane Foods to buy Tarsis Dairy\n\nThe price was not given.",
    ],
    ids=["nothing but a headline", "a verb in small letters", "a text that names nobody", "a short verb"],
)
def test_headlines_give_the_names_that_nothing_else_gives(text: str, ontology: kg.Ontology) -> None:
    names = [("Norvane Foods", "Company"), ("Tarsis Dairy", "Company")]
    assert [m.span.text for m in mentions_of(text, ontology, names)] == ["Norvane Foods", "Tarsis Dairy"]


def test_edges_and_addresses_of_a_tagger_are_put_right(ontology: kg.Ontology) -> None:
    text = "So the Norvex of May said, and, see https://norvex.example/news for it."
    names = [("the Norvex of", "Company"), ("https://norvex.example/news", "Organization")]
    found = [m.span.text for m in mentions_of(text, ontology, names) if m.kind == "named"]
    assert found == ["Norvex"]


def test_a_lost_apostrophe_is_no_part_of_a_name(ontology: kg.Ontology) -> None:
    found = mentions_of(
        "Norvex grew. Norvexs rivals shrank.", ontology, [("Norvexs", "Company"), ("Norvex", "Company")]
    )
    assert [m.span.text for m in found if m.kind == "named"] == ["Norvex", "Norvex"]


def test_a_noun_that_points_to_a_name_is_a_nominal(ontology: kg.Ontology) -> None:
    text = "The Ministry of Harbours paid. The ministry said so. The parliament did not."
    names = [
        ("Ministry of Harbours", "GovernmentBody"),
        ("The ministry", "GovernmentBody"),
        ("The parliament", "GovernmentBody"),
    ]
    found = mentions_of(text, ontology, names)
    assert [(m.span.text, m.kind) for m in found if m.kind == "named"] == [
        ("Ministry of Harbours", "named"),
        ("The parliament", "named"),
    ]
    assert ("The ministry", "nominal") in [(m.span.text, m.kind) for m in found]


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("Zundrel grew. Zundrel fell. Zundrel sells boats.", ("Person", "Person", "Company"), "Company"),
        ("Zundrel grew. Zundrel fell. Zundrel sells boats.", ("Person", "Person", "Person"), "Person"),
        ("Ida Zundrel spoke. Zundrel fell. Zundrel left. Zundrel sold.", ("Person",) * 3 + ("Company",), "Person"),
    ],
    ids=["once something else", "never anything else", "introduced in full"],
)
def test_a_name_of_one_word_is_no_person_where_it_was_taken_for_something_else(
    text: str, kinds: tuple[str, ...], expected: str, ontology: kg.Ontology
) -> None:
    article = Article("a", text)
    [(_, doc)] = parse(load_model(), [article])
    names = [(m.start(), m.end(), kind) for m, kind in zip(re.finditer(r"(Ida )?Zundrel", text), kinds, strict=True)]
    found = {m.type for m in find_mentions(doc, article, ontology, names) if m.span.text == "Zundrel"}
    assert found == {expected}


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("Ida Zundrel founded Zundrel Boats. Zundrel wept. He left Zundrel.", "PCPC", "PCPC"),
        ("Ida Zundrel left. Zundrel wept. They named Kai Holm to succeed Zundrel.", "PPC", "PPP"),
        ("Zundrel Boats grew. Zundrel sells boats. Kai Holm sued Zundrel.", "CPP", "CCC"),
        ("The Zundrel Trust grew. Zundrel died. Kai Holm wept for Zundrel.", "OPP", "OPP"),
        ("Zundrel Boats sued Ida Zundrel. Zundrel wept.", "CPP", "CPP"),
    ],
    ids=["a person and a firm", "a person alone", "a firm alone", "a trust of the name", "a firm first"],
)
def test_a_name_of_one_word_is_the_persons_or_the_firms(
    text: str, kinds: str, expected: str, ontology: kg.Ontology
) -> None:
    letters = {"P": "Person", "C": "Company", "O": "Organization"}
    article = Article("a", text)
    [(_, doc)] = parse(load_model(), [article])
    places = re.finditer(r"(Ida )?Zundrel( Boats| Trust)?", text)
    names = [(m.start(), m.end(), letters[kind]) for m, kind in zip(places, kinds, strict=True)]
    found = [m.type for m in find_mentions(doc, article, ontology, names) if "Zundrel" in m.span.text]
    assert found == [letters[kind] for kind in expected]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "President Hadriel Orzo Mendrana spoke.",
            [("Hadriel", "Person"), ("Orzo Mendrana", "Person")],
            [("Hadriel Orzo Mendrana", "Person")],
        ),
        (
            "He told Ida Zundrel Orzo Mendrana left.",
            [("Ida Zundrel", "Person"), ("Orzo Mendrana", "Person")],
            [("Ida Zundrel", "Person"), ("Orzo Mendrana", "Person")],
        ),
        (
            "Hadriel (Hal) Mendrana spoke.",
            [("Hadriel", "Person"), ("Hal) Mendrana", "Person")],
            [("Hadriel (Hal) Mendrana", "Person")],
        ),
        (
            "The German Federal Police met the Swiss Dora Amm.",
            [("German", "GovernmentBody"), ("Federal Police", "GovernmentBody"), ("Swiss", "Country")],
            [
                ("German Federal Police", "GovernmentBody"),
                ("German", "Country"),
                ("Swiss", "Country"),
            ],
        ),
        (
            "She left the University of Ohio, Lima, in May.",
            [("University of Ohio", "University"), ("Lima", "University")],
            [("University of Ohio, Lima", "University")],
        ),
        (
            "He is of the CPA(M), she of the Union (UNA).",
            [
                ("CPA", "PoliticalParty"),
                ("M", "PoliticalParty"),
                ("Union", "PoliticalParty"),
                ("UNA", "PoliticalParty"),
            ],
            [("CPA(M)", "PoliticalParty"), ("Union", "PoliticalParty"), ("UNA", "PoliticalParty")],
        ),
        (
            "They met in Washington, D.C., on Friday.",
            [("Washington", "City"), ("D.C.", "Region")],
            [("Washington, D.C.", "City")],
        ),
        ("She told the New York Times.", [("New York", "City")], [("New York Times", "MediaOutlet")]),
        ("The US military left.", [("US", "Country")], [("US", "Country")]),
        (
            "Elling, N.J., sued. She is from Quell, Minn., and he from Wyo.",
            [("Elling", "City"), ("N.J.", "Company"), ("Quell", "City")],
            [("Elling", "City"), ("N.J.", "Region"), ("Quell", "City"), ("Minn.", "Region"), ("Wyo", "Region")],
        ),
        (
            "Chad's trade ministry met the Thai air force, a Thai navy ship and Chad's new ministry.",
            [("Chad", "Country"), ("Thai air", "GovernmentBody"), ("Thai", "Country")],
            [
                ("Chad's trade ministry", "GovernmentBody"),
                ("Chad", "Country"),
                ("Thai air force", "GovernmentBody"),
                ("Thai", "Country"),
                ("Thai", "Country"),
                ("Chad", "Country"),
            ],
        ),
        (
            "The Bundeswehr, Germany's armed forces, agreed.",
            [("Bundeswehr", "GovernmentBody"), ("Germany's armed forces", "GovernmentBody"), ("Germany", "Country")],
            [("Bundeswehr", "GovernmentBody"), ("Germany", "Country")],
        ),
        (
            "The Ore Regulation and Trade Agency met the Elling Commission and Ore Agency.",
            [
                ("Ore Regulation", "GovernmentBody"),
                ("Trade Agency", "GovernmentBody"),
                ("Elling Commission", "GovernmentBody"),
                ("Ore Agency", "GovernmentBody"),
            ],
            [
                ("Ore Regulation and Trade Agency", "GovernmentBody"),
                ("Elling Commission", "GovernmentBody"),
                ("Ore Agency", "GovernmentBody"),
            ],
        ),
        (
            "French Armed Forces Minister Ida Zundrel left.",
            [("French Armed Forces", "GovernmentBody"), ("Ida Zundrel", "Person")],
            [("French", "Country"), ("Ida Zundrel", "Person")],
        ),
        (
            "The West African bloc left. Zundrel mining giant did not.",
            [("West African bloc", "IntergovernmentalOrganization"), ("Zundrel", "Company")],
            [("West African", "Region"), ("Zundrel", "Company")],
        ),
        (
            "Zundrel Ildikó left Norvex. Zundrel, an economist, spoke.",
            [("Zundrel Ildikó", "Person"), ("Norvex", "Company"), ("Zundrel,", "Company")],
            [("Zundrel Ildikó", "Person"), ("Norvex", "Company"), ("Zundrel", "Person")],
        ),
        ("Miss. Zundrel met Ill. workers.", [("Zundrel", "Person")], [("Zundrel", "Person")]),
        (
            "Ida Zundrel, D-Calif., met Jonas Orzo (R-Texas).",
            [("Ida Zundrel", "Person"), ("D-Calif.", "Person"), ("Jonas Orzo", "Person"), ("R", "Person")],
            [("Ida Zundrel", "Person"), ("Calif.", "Region"), ("Jonas Orzo", "Person"), ("Texas", "Region")],
        ),
        (
            "Zundrel's founder, Ida Zundrel, left.",
            [("Zundrel", "Person"), ("Ida Zundrel", "Person")],
            [("Zundrel", "Organization"), ("Ida Zundrel", "Person")],
        ),
        (
            "Zundrel's brother, Jonas Zundrel, left.",
            [("Zundrel", "Person"), ("Jonas Zundrel", "Person")],
            [("Zundrel", "Person"), ("Jonas Zundrel", "Person")],
        ),
    ],
    ids=[
        "a name in two parts",
        "two names",
        "a nickname in brackets",
        "a nationality and a body",
        "a campus",
        "a wing",
        "a city with its district",
        "an outlet",
        "a state and its own",
        "states in short",
        "bodies of states",
        "what a body is, behind its name",
        "a body for two things",
        "a minister's field",
        "a region and a noun",
        "a family name first",
        "no state",
        "a party and a state",
        "a body of its head's name",
        "a person and kin",
    ],
)
def test_a_name_that_a_tagger_parts_is_put_together(
    text: str, names: list[tuple[str, str]], expected: list[tuple[str, str]], ontology: kg.Ontology
) -> None:
    found = [(m.span.text, m.type) for m in mentions_of(text, ontology, names) if m.kind == "named"]
    assert found == expected


#: Words of one sentence on lines as long as a plain text is wrapped at.
WRAPPED = "\n".join(["go on and on with the plan that our own board has now made for us all"] * 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said: "We won." Then he left.', [("We won.", True)]),
        ("“We won,” he said. “They lost.”", [("We won,", True), ("They lost.", True)]),
        ('A "deal" was near.', [("deal", True)]),
        ('He said: "We won.\n\nNobody closed it, then "they lost".', [("We won.", False), ("they lost", True)]),
        ('"We won.\n"They lost," he said.', [("We won.", False), ("They lost,", True)]),
        (f'"We will {WRAPPED} buy it," he said.', [(f"We will {WRAPPED} buy it,", True)]),
        ("“We won.\n\n“They lost.”", [("We won.", False), ("They lost.", True)]),
        ('He said: "We won.', [("We won.", False)]),
    ],
)
def test_quotations_are_found(text: str, expected: list[tuple[str, bool]]) -> None:
    [(_, doc)] = parse(load_model(), [Article("a", text)])
    found = quotations(tokens(doc))
    assert [(doc[start:end].text.strip(), closed) for start, end, closed in found] == expected
