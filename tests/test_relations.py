"""What the phrases of the built-in ontology read in a sentence whose entities are given.

Entities are marked as ``[Norvane:Company]``; the expected claims are ``subject relation object`` by name. Every row
lists all that is to be found, so that a wrong claim fails as a missing one does.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from kg.model import Article, Entity, Mention
from kg.nlp import load_model, model_digest, parse
from kg.ontology import load_ontology
from kg.relations import PhraseReader, Proposal
from kg.relations.cache import SHIPPED, stored
from kg.relations.compiler import Node, Pattern, compile_phrases, phrase_key
from kg.relations.titles import is_verb, title_near
from kg.relations.whereabouts import takes_part, whereabouts

if TYPE_CHECKING:
    from pathlib import Path

MARK = re.compile(r"\[([^\]:]+):(\w+)(?:=(\w[^\]]*))?\]")


def marked(text: str) -> tuple[Article, tuple[Entity, ...]]:
    """Return the article and entities of a marked text; ``[its:Company=Norvane]`` is a pronoun for Norvane."""
    plain, places, position = "", [], 0
    for match in MARK.finditer(text):
        plain += text[position : match.start()]
        places.append((len(plain), match[1], match[2], match[3] or match[1], match[3] is None))
        plain += match[1]
        position = match.end()
    article = Article("t", plain + text[position:])
    found: dict[str, list[Mention]] = {}
    for start, word, type_, name, named in places:
        mention = Mention(article.span(start, start + len(word)), type_, "named" if named else "pronoun")
        found.setdefault(name, []).append(mention)
    entities = (Entity(name, name, m[0].type, (name,), tuple(m)) for name, m in found.items())
    return article, tuple(entities)


@pytest.fixture(scope="module")
def reader() -> PhraseReader:
    return PhraseReader(load_ontology(), load_model())


def propose(reader: PhraseReader, text: str) -> list[Proposal]:
    article, entities = marked(text)
    ((_, doc),) = parse(load_model(), [article])
    return list(reader.read(doc, article, entities))


def said(reader: PhraseReader, text: str) -> set[str]:
    return {f"{p.subject.name} {p.relation.name} {p.object.name}" for p in propose(reader, text)}


#: Each relation in plain words of its own.
RELATIONS = [
    ("[Norvane:Company] is in talks with [NATO:IntergovernmentalOrganization].", {"Norvane negotiates_with NATO"}),
    ("[Norvane:Company] is negotiating with [Tarsis:Company] over the plant.", {"Norvane negotiates_with Tarsis"}),
    ("Talks between [Norvane:Company] and [Tarsis:Company] broke down.", {"Norvane negotiates_with Tarsis"}),
    (
        "[Norvane:Company] won a contract from [the Danish navy:GovernmentBody].",
        {"Norvane contracts_with the Danish navy"},
    ),
    ("[Norvane:Company] has supplied radar masts to [Tarsis:Company].", {"Norvane supplies Tarsis"}),
    ("[Norvane:Company] has partnered with [Tarsis:Company].", {"Norvane partners_with Tarsis"}),
    ("[Norvane:Company] competes with [Tarsis:Company] for drone orders.", {"Norvane competes_with Tarsis"}),
    ("[Norvane:Company] bought a stake in [Tarsis:Company].", {"Norvane invests_in Tarsis"}),
    ("[Norvane:Company] acquired [Tarsis:Company] last year.", {"Norvane acquires Tarsis"}),
    ("[Norvane:Company] will merge with [Tarsis:Company].", {"Norvane merges_with Tarsis"}),
    ("[Norvane:Company] owns [Tarsis:Company].", {"Norvane owns Tarsis"}),
    ("[Ida Brandt:Person] founded [Norvane:Company] in a garage.", {"Ida Brandt founded Norvane"}),
    ("[Norvane:Company] unveiled [Skylark:Product] on Monday.", {"Norvane develops Skylark"}),
    ("[The Danish navy:GovernmentBody] uses [Skylark:Product].", {"The Danish navy uses Skylark"}),
    ("[Ida Brandt:Person] leads [Norvane:Company].", {"Ida Brandt leads Norvane"}),
    ("[Ida Brandt:Person], the chief executive of [Norvane:Company], smiled.", {"Ida Brandt leads Norvane"}),
    ("[Ida Brandt:Person] works for [Norvane:Company].", {"Ida Brandt works_for Norvane"}),
    ("[Norvane:Company] spokesman [Olaf Holt:Person] declined to comment.", {"Olaf Holt works_for Norvane"}),
    ("[Norvane:Company] dismissed [Olaf Holt:Person].", {"Norvane dismisses Olaf Holt"}),
    ("[Olaf Holt:Person] resigned from [Norvane:Company].", {"Olaf Holt leaves Norvane"}),
    ("[Denmark:Country] joined [NATO:IntergovernmentalOrganization] in 1949.", {"Denmark member_of NATO"}),
    ("[Ida Brandt:Person] is married to [Olaf Holt:Person].", {"Ida Brandt family_of Olaf Holt"}),
    ("[Norvane:Company] is based in [Aarhus:City].", {"Norvane based_in Aarhus"}),
    ("The plant is in [Aarhus:City], [Denmark:Country].", {"Aarhus located_in Denmark"}),
    ("[Ida Brandt:Person] met [Olaf Holt:Person] in the evening.", {"Ida Brandt meets_with Olaf Holt"}),
    ("[Denmark:Country] signed a treaty with [Norway:Country].", {"Denmark agrees_with Norway"}),
    ("[Denmark:Country] backs [Norway:Country].", {"Denmark supports Norway"}),
    ("[Ida Brandt:Person] criticised [Norvane:Company].", {"Ida Brandt opposes Norvane"}),
    ("[Norvane:Company] accused [Tarsis:Company] of theft.", {"Norvane accuses Tarsis"}),
    ("[Norvane:Company] sued [Tarsis:Company].", {"Norvane sues Tarsis"}),
    ("[Interpol:IntergovernmentalOrganization] is investigating [Tarsis:Company].", {"Interpol investigates Tarsis"}),
    ("[Denmark:Country] fined [Tarsis:Company].", {"Denmark sanctions Tarsis"}),
    ("The dispute between [Norvane:Company] and [Tarsis:Company] goes on.", {"Norvane disputes_with Tarsis"}),
    ("[Norway:Country] threatened [Denmark:Country].", {"Norway threatens Denmark"}),
    ("[Norway:Country] has granted aid to [Denmark:Country].", {"Norway funds Denmark"}),
    ("[Ida Brandt:Person] was appointed by [Norvane:Company].", {"Norvane appoints Ida Brandt"}),
    ("[The Harbour Office:GovernmentBody] is an agency of [Denmark:Country].", {"The Harbour Office part_of Denmark"}),
    ("[Ida Brandt:Person] protested against [Norvane:Company].", {"Ida Brandt protests_against Norvane"}),
    ("[Norway:Country] bombed [Denmark:Country].", {"Norway attacks Denmark"}),
]

#: What grammar does to one phrase.
GRAMMAR = [
    # passive
    ("[Tarsis:Company] was acquired by [Norvane:Company].", {"Norvane acquires Tarsis"}),
    ("[Tarsis:Company], founded by [Ida Brandt:Person], grew fast.", {"Ida Brandt founded Tarsis"}),
    # coordination
    (
        "[Norvane:Company] bought [Tarsis:Company] and [Heliq:Company].",
        {"Norvane acquires Tarsis", "Norvane acquires Heliq"},
    ),
    ("[Norvane:Company] built ships and acquired [Tarsis:Company].", {"Norvane acquires Tarsis"}),
    (
        "[Norvane:Company] and [Heliq:Company] sued [Tarsis:Company].",
        {"Norvane sues Tarsis", "Heliq sues Tarsis"},
    ),
    # relative clause
    ("[Norvane:Company], which acquired [Tarsis:Company], is growing.", {"Norvane acquires Tarsis"}),
    ("[Tarsis:Company], which [Norvane:Company] acquired, is growing.", {"Norvane acquires Tarsis"}),
    # control
    ("[Norvane:Company] agreed to acquire [Tarsis:Company].", {"Norvane acquires Tarsis"}),
    ("[Norvane:Company] is expected to acquire [Tarsis:Company].", {"Norvane acquires Tarsis"}),
    ("[Norvane:Company] wants to buy [Tarsis:Company].", {"Norvane acquires Tarsis"}),
    # light verb, and the preposition on the verb or on the noun
    ("[Norvane:Company] held talks with [Tarsis:Company].", {"Norvane negotiates_with Tarsis"}),
    ("[Norvane:Company] has begun long talks with [Tarsis:Company].", {"Norvane negotiates_with Tarsis"}),
    # possessive and pronoun
    ("[Norvane:Company] defended [its:Company=Norvane] acquisition of [Tarsis:Company].", {"Norvane acquires Tarsis"}),
    ("[Norvane:Company]'s takeover of [Tarsis:Company] failed.", {"Norvane acquires Tarsis"}),
    # apposition, title, compound
    ("[Norvane:Company] chief executive [Ida Brandt:Person] smiled.", {"Ida Brandt leads Norvane"}),
    ("[Norvane:Company]'s chief executive, [Ida Brandt:Person], smiled.", {"Ida Brandt leads Norvane"}),
    ("[Danish:Country] Prime Minister [Ida Brandt:Person] smiled.", {"Ida Brandt leads Danish"}),
    # examples
    ("Agencies such as [the Coast Guard:GovernmentBody] use [Skylark:Product].", {"the Coast Guard uses Skylark"}),
    (
        "Several firms, including [Norvane:Company] and [Heliq:Company], sued [Tarsis:Company].",
        {"Norvane sues Tarsis", "Heliq sues Tarsis"},
    ),
    # one rule feeds the next: light verb and infinitive, copula and coordination
    ("[Norvane:Company] has no plan to sue [Tarsis:Company].", {"Norvane sues Tarsis"}),
    ("[Norvane:Company] has made an offer to buy [Tarsis:Company].", {"Norvane acquires Tarsis"}),
    (
        "[Ida Brandt:Person] worked in Oslo and became the chief executive of [Norvane:Company].",
        {"Ida Brandt leads Norvane"},
    ),
    # participles
    ("Having acquired [Tarsis:Company], [Norvane:Company] moved.", {"Norvane acquires Tarsis"}),
    ("[Norvane:Company] may take [Tarsis:Company] to court.", {"Norvane sues Tarsis"}),
    # lists in apposition, and two titles
    (
        "Two firms, [Norvane:Company] and [Heliq:Company], sued [Tarsis:Company].",
        {"Norvane sues Tarsis", "Heliq sues Tarsis"},
    ),
    (
        "[Tarsis:Company] and [Heliq:Company], both rivals of [Norvane:Company], rose.",
        {"Tarsis competes_with Norvane", "Heliq competes_with Norvane"},
    ),
    (
        "[Ida Brandt:Person], a lawyer and a member of [NATO:IntergovernmentalOrganization], smiled.",
        {"Ida Brandt member_of NATO"},
    ),
    # gerunds
    ("After buying [Tarsis:Company], [Norvane:Company] moved.", {"Norvane acquires Tarsis"}),
    (
        "[Heliq:Company] accused [Norvane:Company] of suing [Tarsis:Company].",
        {"Heliq accuses Norvane", "Norvane sues Tarsis"},
    ),
    (
        "[Norvane:Company] was sued by [Heliq:Company] after buying [Tarsis:Company].",
        {"Heliq sues Norvane", "Norvane acquires Tarsis"},
    ),
    ("[Norvane:Company] walked away instead of suing [Tarsis:Company].", set()),
    # prepositions in a list
    (
        "[Norvane:Company] sells to [Tarsis:Company] and to [Heliq:Company].",
        {"Norvane supplies Tarsis", "Norvane supplies Heliq"},
    ),
    # titles in a relative clause
    ("[Norvane:Company], of which [Ida Brandt:Person] is the owner, grew.", {"Ida Brandt owns Norvane"}),
    ("[Norvane:Company], where [Ida Brandt:Person] is chief executive, grew.", {"Ida Brandt leads Norvane"}),
    ("He teaches at [Norvane:Company], where [Ida Brandt:Person] works.", {"Ida Brandt works_for Norvane"}),
    # titles after "as"
    (
        "[Ida Brandt:Person] stepped down as chairman of [Norvane:Company].",
        {"Ida Brandt leads Norvane", "Ida Brandt leaves Norvane"},
    ),
    ("They voted out [Olaf Holt:Person] as chairman of [Norvane:Company].", {"Olaf Holt leads Norvane"}),
    (
        "[Ida Brandt:Person] succeeded [Olaf Holt:Person] as chairman of [Norvane:Company].",
        {"Ida Brandt leads Norvane", "Olaf Holt leads Norvane"},
    ),
    ("[Ida Brandt:Person] regards [Olaf Holt:Person] as a partner of [Norvane:Company].", set()),
    # titles that the tagger or the parser does not know for such
    ("[Norvane:Company] chief [Ida Brandt:Person] ruled out a deal.", {"Ida Brandt leads Norvane"}),
    (
        "[NATO:IntergovernmentalOrganization]'s secretary-general, [Ida Brandt:Person], smiled.",
        {"Ida Brandt leads NATO"},
    ),
    ("They chose the mayor of [Aarhus:City], [Ida Brandt:Person], who smiled.", {"Ida Brandt leads Aarhus"}),
    # "the town of Tartu" is Tartu
    ("[Norway:Country] attacked the town of [Tartu:City].", {"Norway attacks Tartu"}),
    # soldiers are led by who does it, and employees of an embassy are a state's
    (
        "Soldiers led by Colonel [Ida Brandt:Person] toppled President [Jonas Weld:Person].",
        {"Ida Brandt dismisses Jonas Weld"},
    ),
    ("[Norway:Country] expelled two employees of the [Danish:Country] consulate.", {"Norway sanctions Danish"}),
    (
        "[The Karat Front:ArmedGroup] claimed responsibility for the kidnapping of [Jonas Weld:Person].",
        {"The Karat Front attacks Jonas Weld"},
    ),
    # who asks is not who does
    (
        "[Norvane:Company]'s chairman, [Ida Brandt:Person], called on [Jonas Weld:Person] to resign.",
        {"Ida Brandt leads Norvane"},
    ),
    ("[Norvane:Company] appealed to [Tarsis:Company] to acquire [Heliq:Company].", {"Tarsis acquires Heliq"}),
    # nothing is said
    ("[Norvane:Company] fell, and [Tarsis:Company] rose.", set()),
    ("[Denmark:Country], [Norway:Country] and [Sweden:Country] took part.", set()),
]


@pytest.mark.parametrize(("text", "expected"), RELATIONS, ids=[sorted(e)[0] + "." + t[:20] for t, e in RELATIONS])
def test_every_relation(reader: PhraseReader, text: str, expected: set[str]) -> None:
    assert said(reader, text) == expected


@pytest.mark.parametrize(("text", "expected"), GRAMMAR, ids=[t for t, _ in GRAMMAR])
def test_grammar(reader: PhraseReader, text: str, expected: set[str]) -> None:
    assert said(reader, text) == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("[Ida Brandt:Person], chief executive of [Norvane:Company], smiled.", "chief executive"),
        ("[Ida Brandt:Person], the former prime minister of [Norway:Country], smiled.", "prime minister"),
        ("[Norvane:Company] spokeswoman [Ida Brandt:Person] smiled.", "spokeswoman"),
        ("[Norway:Country]'s minister of defence, [Ida Brandt:Person], smiled.", "minister of defence"),
        # a word with hyphens is one
        ("[Ida Brandt:Person], a long-time vice-president of [Norvane:Company], smiled.", "vice-president"),
        (
            "The secretary-general of [NATO:IntergovernmentalOrganization], [Ida Brandt:Person], smiled.",
            "secretary-general",
        ),
        ("[Ida Brandt:Person], editor-in-chief of [Norvane:Company], smiled.", "editor-in-chief"),
        ("[Ida Brandt:Person], co-chair of [Norvane:Company], smiled.", "co-chair"),
        ("[Ida Brandt:Person], ex-chairman of [Norvane:Company], smiled.", "chairman"),
        ("[Ida Brandt:Person], ex-chief executive of [Norvane:Company], smiled.", "chief executive"),
    ],
)
def test_the_role_is_the_title_without_names(reader: PhraseReader, text: str, role: str) -> None:
    assert [p.role for p in propose(reader, text)] == [role]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Norvane's chairwoman is Ida Brandt.", "chairwoman"),
        ("Norvane's chief legal officer, Ida Brandt, smiled.", None),
        ("Chief Financial Officer Ida Brandt left Norvane.", None),
        ("Her sister Ida Brandt heads Norvane.", None),
        ("They chose Ida Brandt to head Norvane.", None),
    ],
)
def test_the_title_nearest_to_a_name_is_whole_and_no_verb(text: str, role: str | None) -> None:
    [(_, doc)] = parse(load_model(), [Article("t", text)])
    place = (text.index("Ida"), text.index("Brandt") + len("Brandt"))
    entries = load_ontology().entries
    titles = frozenset(title for entry in entries.values() for title in entry.roles)
    head = title_near(next(doc.sents), place, frozenset(entries["leads"].roles), titles, frozenset())
    assert (None if head is None or is_verb(doc, head) else doc[head].text) == role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Osk:Company] of [Trenton:City], [Ohio:Region], sued.", ["Ohio"]),
        ("[Lyon:City], [France:Country], and [Ohio:Region] sued.", ["France"]),
        ("[Jane Roe:Person], D-[Calif.:Region], met [Tom Weld:Person] (R-[Ohio:Region]).", ["Calif.", "Ohio"]),
        ("[Trenton:City] and [Ohio:Region] sued.", []),
        ("[Ohio:Region], [France:Country] and [Osk:Company] sued.", []),
    ],
)
def test_regions_that_say_where_a_city_lies(text: str, expected: list[str]) -> None:
    article, entities = marked(text)
    assert sorted(mention.span.text for mention in whereabouts(article.text, entities)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ohio:Region] sued [Osk:Company].", False),
        ("[Osk:Company] sued [Ohio:Region].", False),
        ("[Osk:Company] is based in [Ohio:Region].", True),
        ("[Osk:Company] sued [Tarsis:Company].", True),
    ],
)
def test_where_a_city_lies_takes_part_as_a_place_only(reader: PhraseReader, text: str, expected: bool) -> None:
    [proposal] = propose(reader, text)
    ends = (proposal.subject_mention, proposal.object_mention)
    assert takes_part(proposal, frozenset(end for end in ends if end.type == "Region")) == expected


def test_every_relation_has_a_row() -> None:
    said_in_rows = {word for _, claims in RELATIONS for claim in claims for word in claim.split()}
    assert set(load_ontology().relations) <= said_in_rows


def test_a_symmetric_relation_is_proposed_once_in_text_order(reader: PhraseReader) -> None:
    assert [(p.subject.name, p.object.name) for p in propose(reader, "Talks between [B:Company] and [A:Company].")] == [
        ("B", "A")
    ]


def test_triggers_are_the_words_that_say_it(reader: PhraseReader) -> None:
    text = "[Norvane:Company] has begun long talks with [Tarsis:Company]."
    article, _ = marked(text)
    ((_, doc),) = parse(load_model(), [article])
    (proposal,) = propose(reader, text)
    assert [doc[i].text for i in proposal.triggers] == ["talks"]
    assert doc[proposal.anchor].text == "talks"


def test_shipped_phrases_are_those_of_the_ontology() -> None:
    ontology, digest = load_ontology(), model_digest(load_model())
    phrases = {
        phrase_key(phrase.text, ontology.relations[phrase.relation], digest, ends=ends): phrase.text
        for ends, some in ((2, ontology.phrases), (1, (*ontology.continuations, *ontology.openings)))
        for phrase in some
    }
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert not [text for key, text in phrases.items() if key not in shipped], "run python -m kg.relations"
    assert len(shipped) == len(phrases)


def test_a_type_of_ones_own_leaves_the_phrases_of_others_compiled(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix kg: <https://kg.example/ontology/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'kg:Shipyard a kg:EntityType ; rdfs:subClassOf kg:Company ; rdfs:label "shipyard" .',
        encoding="utf-8",
    )
    ontology, digest = load_ontology(add=[own]), model_digest(load_model())
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert "Shipyard" in ontology.relation("acquires").domain
    keys = {phrase_key(p.text, ontology.relations[p.relation], digest) for p in ontology.phrases}
    assert keys < set(shipped)


def test_shipped_phrases_compile_to_what_is_shipped() -> None:
    """A hundredth of the phrases here; ``make check-long`` compares all."""
    _compare(every=100)


@pytest.mark.long
def test_all_shipped_phrases_compile_to_what_is_shipped() -> None:
    _compare(every=1)


def _compare(every: int) -> None:
    ontology, nlp = load_ontology(), load_model()
    digest = model_digest(nlp)
    phrases = [(p.text, ontology.relations[p.relation]) for p in ontology.phrases][::every]
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    for (text, relation), patterns in zip(phrases, compile_phrases(nlp, phrases), strict=True):
        assert stored(patterns) == shipped[phrase_key(text, relation, digest)], text
    halves = [(p.text, ontology.relations[p.relation]) for p in (*ontology.continuations, *ontology.openings)][::every]
    for (text, relation), patterns in zip(halves, compile_phrases(nlp, halves, ends=1), strict=True):
        assert stored(patterns) == shipped[phrase_key(text, relation, digest, ends=1)], text


#: Ends that are said one after the other: what is said last, after what comes before.
CONTINUED = [
    (
        "Two states sued [Norvane:Company] on Monday. [Ohio:Region] and [Iowa:Region] joined the lawsuit.",
        {"Ohio sues Norvane", "Iowa sues Norvane"},
    ),
    (
        "[Ohio:Region] sued [Norvane:Company] on Monday. [Iowa:Region] joined the suit.",
        {"Ohio sues Norvane", "Iowa sues Norvane"},
    ),
    (
        "Two states filed a suit against [Norvane:Company]. A judge will hear it. The plaintiffs are [Ohio:Region], "
        "[Iowa:Region] and [Utah:Region].",
        {"Ohio sues Norvane", "Iowa sues Norvane", "Utah sues Norvane"},
    ),
    ("[Norvane:Company] was sued on Monday. [Iowa:Region] joined another lawsuit.", set()),
    (
        "[Norway:Country] and [Denmark:Country] signed a declaration. It was signed by [Iceland:Country], too. "
        "The declaration was also signed by [Sweden:Country].",
        {"Norway agrees_with Denmark", "Norway agrees_with Sweden", "Denmark agrees_with Sweden"},
    ),
    ("[Norvane:Company] is in talks. [Iowa:Region] joined the lawsuit.", set()),
    ("Ohio sued [Norvane:Company]. It rained. It snowed. [Iowa:Region] joined the lawsuit.", set()),
    (
        "Bombings took place in [Tunis:City]. [The Karat Front:ArmedGroup] claimed responsibility for the attacks.",
        {"The Karat Front attacks Tunis"},
    ),
    (
        "[Norvane:Company] has raised 20 million euros. The round was led by [Brix Ventures:Company].",
        {"Brix Ventures invests_in Norvane"},
    ),
    (
        "[Canada:Country] imposed sanctions on [Orlen Oil:Company]. [Norway:Country] and [Japan:Country] joined the "
        "sanctions.",
        {"Canada sanctions Orlen Oil", "Norway sanctions Orlen Oil", "Japan sanctions Orlen Oil"},
    ),
    (
        "[Ida Brandt:Person] met [Olaf Holt:Person] in [Oslo:City]. [Mira Voss:Person] attended the meeting.",
        {"Ida Brandt meets_with Olaf Holt", "Ida Brandt meets_with Mira Voss", "Olaf Holt meets_with Mira Voss"},
    ),
    # what somebody leads is what he leaves, and what his successor leads
    (
        "[Ida Brandt:Person], who chairs [Norvane:Company], said that [Ida Brandt:Person] would not resign.",
        {"Ida Brandt leads Norvane", "Ida Brandt leaves Norvane"},
    ),
    (
        "[Ida Brandt:Person] leads [Norvane:Company]. [Ida Brandt:Person] will retire in June.",
        {"Ida Brandt leads Norvane", "Ida Brandt leaves Norvane"},
    ),
    (
        "[Ida Brandt:Person] leads [Norvane:Company]. [Ida Brandt:Person] will be succeeded by [Olaf Holt:Person].",
        {"Ida Brandt leads Norvane", "Olaf Holt leads Norvane"},
    ),
    (
        "The board sacked [Norvane:Company]'s chief executive, [Ida Brandt:Person].",
        {"Ida Brandt leads Norvane", "Norvane dismisses Ida Brandt"},
    ),
    (
        "[Ida Brandt:Person], who led [Norvane:Company], met [Olaf Holt:Person]. [Olaf Holt:Person] resigned.",
        {"Ida Brandt leads Norvane", "Ida Brandt meets_with Olaf Holt"},
    ),
    ("[Ida Brandt:Person] leads [Norvane:Company]. [Ida Brandt:Person] quit the race.", {"Ida Brandt leads Norvane"}),
    (
        "[Ida Brandt:Person] leads [Norvane:Company]. [Ida Brandt:Person] resigned from a committee.",
        {"Ida Brandt leads Norvane"},
    ),
    (
        "[Ida Brandt:Person] leads [Norvane:Company] and [Heliq:Company]. [Ida Brandt:Person] resigned.",
        {"Ida Brandt leads Norvane", "Ida Brandt leads Heliq"},
    ),
    (
        "[Ida Brandt:Person] leads [Norvane:Company]. [Olaf Holt:Person] succeeded [Mira Voss:Person].",
        {"Ida Brandt leads Norvane"},
    ),
    (
        "They met the former chairman of [Norvane:Company], [Ida Brandt:Person]. [Ida Brandt:Person] resigned.",
        {"Ida Brandt leads Norvane"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CONTINUED)
def test_one_end_after_the_other(reader: PhraseReader, text: str, expected: set[str]) -> None:
    assert said(reader, text) == expected


def test_the_end_said_before_is_named_with_its_place(reader: PhraseReader) -> None:
    text = "Two states sued [Norvane:Company] on Monday. [Iowa:Region] joined the lawsuit."
    article, _ = marked(text)
    (proposal,) = propose(reader, text)
    assert (proposal.object_mention.span.start, proposal.confidence) == (article.text.index("Norvane"), 0.72)
    ((_, doc),) = parse(load_model(), [article])
    assert doc[slice(*proposal.sentence)].text == "Iowa joined the lawsuit."
    assert [doc[i].text for i in proposal.triggers] == ["joined", "lawsuit"]


@pytest.mark.parametrize(
    "text",
    [
        "[Canada:Country] and [Japan:Country] announced sanctions.",
        "[Norvane:Company] and [Tarsis:Company] took control.",
    ],
)
def test_what_reaches_both_ends_in_one_way_says_nothing(reader: PhraseReader, text: str) -> None:
    assert said(reader, text) == set()


@pytest.mark.parametrize(
    "pattern",
    [
        Pattern(Node("deal", None, (("poss", Node(slot="subject")), ("with", Node(slot="object"))))),
        Pattern(None, (",",), subject_first=False),
    ],
)
def test_patterns_survive_json(pattern: Pattern) -> None:
    assert Pattern.from_json(json.loads(json.dumps(pattern.as_json()))) == pattern
