"""News items with their claims between the sentences: what is read, and what is refused."""

import re

import pytest

from kg.ontology import load_ontology
from kg.training.data import gold_names
from kg.training.marked import MarkedTextError, own_items, read_marked

ITEM = """\
== item-1 | 2014-03-05
[Brussels](ec) opens inquiry into [Kolvar](k)
> ec investigates k

[Kolvar](k), the [Gdansk](g)-based ferry operator, may sue [the commission](~ec), [its](~k) lawyer said.
> k based_in g
> k sues ec | possible, future | by: somebody else | also: opposes, ^disputes_with
[[Poland](~pl)'s navy](n) and [Kolvar](k) are not amused.

@ ec IntergovernmentalOrganization European Commission
@ k Company
@ g City
@ pl Country Poland
@ n GovernmentBody
"""


def documents(text: str) -> list[dict[str, object]]:
    return list(read_marked(text, "items.txt"))


def test_an_item_is_a_gold_document() -> None:
    (document,) = read_marked(ITEM, "items.txt")
    text = document["text"]
    assert text.split("\n\n") == [
        "Brussels opens inquiry into Kolvar",
        "Kolvar, the Gdansk-based ferry operator, may sue the commission, its lawyer said. "
        "Poland's navy and Kolvar are not amused.",
    ]
    assert [(e["name"], e["type"], e["aliases"]) for e in document["entities"]] == [
        ("European Commission", "IntergovernmentalOrganization", ["Brussels"]),
        ("Kolvar", "Company", ["Kolvar"]),
        ("Gdansk", "City", ["Gdansk"]),
        ("Poland", "Country", []),
        ("Poland's navy", "GovernmentBody", ["Poland's navy"]),
    ]
    said = [
        (c["subject"], c["relation"], c["object"], c["certainty"], c["time"], c["also"], c["attributed_to"])
        for c in document["claims"]
    ]
    assert said == [
        ("European Commission", "investigates", "Kolvar", "certain", "current", [], None),
        ("Kolvar", "based_in", "Gdansk", "certain", "current", [], None),
        ("Kolvar", "sues", "European Commission", "possible", "future", ["opposes", "^disputes_with"], None),
    ]
    ends = document["claims"][2]["ends"]
    assert [ends[role]["text"] for role in ("subject", "object")] == ["Kolvar", "the commission"]
    for place in (ends["subject"], ends["object"], *(c["evidence"] for c in document["claims"])):
        assert text[place["start"] : place["end"]] == place["text"]
    assert [
        (text[start:end], entity, kind) for start, end, entity, kind in document["mentions"] if kind != "named"
    ] == [
        ("the commission", "European Commission", "nominal"),
        ("its", "Kolvar", "pronoun"),
        ("Poland", "Poland", "nominal"),
    ]


HEAD = "== a | 2014-03-05\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("== a 2014\n", "items.txt:1: '== a 2014' is no head"),
        (HEAD + "> a owns b\n", "items.txt:2: a claim stands before any sentence"),
        (HEAD + "[Osk](o buys.\n", "items.txt:2: a bracket at"),
        (HEAD + "[Osk buys.\n", "items.txt:2: a bracket is not closed"),
        (HEAD + "Osk buys.\n@ o\n", "items.txt:3: write '@ key Type'"),
        (HEAD + "Osk buys.\n@ o Company\n", "items.txt:3: 'o' has no name in the text"),
        (HEAD + "[Osk](o) buys.\n> o owns\n@ o Company\n", "items.txt:3: 'o owns' is not 'subject relation object'"),
        (HEAD + "[Osk](o) buys.\n> o owns b\n@ o Company\n", "items.txt:3: no '@ b'"),
        (HEAD + "[Osk](o) buys.\n> o owns o | maybe\n@ o Company\n", "items.txt:3: 'maybe' is none of negative"),
        (HEAD + "[Osk](o) buys [Brix](b).\n> o owns b#2\n@ o Company\n@ b Company\n", "items.txt:3: 'b' has 1 marks"),
        (HEAD + "[Osk](o) buys.\n@ o Company\n@ o Company\n", "items.txt:4: 'o' is given twice"),
    ],
)
def test_a_line_that_is_wrong_is_named(text: str, message: str) -> None:
    with pytest.raises(MarkedTextError, match=f"^{re.escape(message)}"):
        documents(text)


def test_our_own_items_fit_the_ontology() -> None:
    ontology = load_ontology()
    items = own_items() + own_items(kept=True)
    assert len({item["id"] for item in items}) == len(items) > 0
    wrong = []
    for item in items:
        kinds = {e["name"]: e["type"] for e in item["entities"]}
        assert len(kinds) == len(item["entities"]), item["id"]
        for claim in item["claims"]:
            relation = ontology.relations.get(claim["relation"])
            also = [a.removeprefix("^") for a in claim["also"]]
            fits = relation and relation.fits(kinds[claim["subject"]], kinds[claim["object"]])
            if not fits or not set(also) <= set(ontology.relations):
                wrong.append((item["id"], claim["subject"], claim["relation"], claim["object"], also))
        assert set(kinds.values()) <= set(ontology.types)
        assert {n.entity for n in gold_names(item)} <= set(kinds)
    assert wrong == []
