"""Entities: which names, nominals and pronouns stand for one thing. All persons and companies are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.entities import likely_linked, resolve
from kg.entities.slugs import slug
from kg.mentions import find_mentions
from kg.model import Article
from kg.nlp import load_model, parse

if TYPE_CHECKING:
    import kg
    from kg.model import Entity

#: What a tagger would find in the texts below; longer names first, so that they win.
NAMES = (
    ("Elbland Pacific", "Company"),
    ("Elbland Germany", "Company"),
    ("Elbland Robotics AG", "Company"),
    ("Elbland Robotics Works", "Company"),
    ("Elbland Robotics", "Company"),
    ("Elbland Foundation", "Organization"),
    ("Elbland", "Company"),
    ("Norvex", "Company"),
    ("Ida Brandvik", "Person"),
    ("Jonas Brandvik", "Person"),
    ('William "Bill" Tarrow', "Person"),
    ("William Tarrow", "Person"),
    ("Bill Tarrow", "Person"),
    ('Augustin "Gus" Tolland', "Person"),
    ("Gus Tolland", "Person"),
    ("Dr Fizzwell", "Product"),
    ("Tolland", "Person"),
    ("Mr. Brandvik", "Person"),
    ("Brandvik", "Person"),
    ("Tarrow", "Person"),
    ("Northern Pump Makers Union", "Organization"),
    ("NPMU", "Organization"),
    ("Quarrow Bank", "Company"),
    ("Port Elling", "City"),
    ("PORT ELLING", "City"),
    ("Green Harbour Party", "PoliticalParty"),
    ("Danish Ministry of Harbours", "GovernmentBody"),
    ("Danish harbours ministry", "GovernmentBody"),
    ("Ministry of Harbours", "GovernmentBody"),
    ("Kenyan Harbour Authority", "GovernmentBody"),
    ("Harbour Authority", "GovernmentBody"),
    ("Quarrow Pump Holdings", "Company"),
    ("QPH", "Company"),
    ("Kenyan Agency for Harbour Exploration", "GovernmentBody"),
    ("KAHX", "GovernmentBody"),
    ("TNV", "Company"),
    ("Democratic Party", "PoliticalParty"),
    ("Democratic", "PoliticalParty"),
    ("Conservative party", "PoliticalParty"),
    ("Mayor Ildikó Tarkányi", "Person"),
    ("Tarkanyi", "Person"),
    ("J. P. Ostrander", "Person"),
    ("Ostrander", "Person"),
    ("Okoro", "Person"),
    ("Samuel Okoro", "Person"),
    ("European Commission", "GovernmentBody"),
    ("Commission", "GovernmentBody"),
    ("Port of Tolvik", "Organization"),
    ("Tolvik Film Festival", "Organization"),
    ("Philippine Department of Justice", "GovernmentBody"),
    ("Department of Justice", "GovernmentBody"),
    ("Supreme Court of Kenya", "GovernmentBody"),
    ("Supreme Court", "GovernmentBody"),
    ("Foreign Office", "GovernmentBody"),
    ("Labour Party", "PoliticalParty"),
)


def entities_of(text: str, ontology: kg.Ontology) -> tuple[Entity, ...]:
    article = Article("a", text)
    [(_, doc)] = parse(load_model(), [article])
    spans: list[tuple[int, int, str]] = []
    for form, kind in NAMES:
        start = text.find(form)
        while start >= 0:
            end = start + len(form)
            if all(end <= s or e <= start for s, e, _ in spans):
                spans.append((start, end, kind))
            start = text.find(form, end)
    return resolve(doc, article, find_mentions(doc, article, ontology, sorted(spans)), ontology)


CLUSTERS = [
    (
        "Elbland opens a plant\nElbland Robotics said on Monday that it had opened a plant in Port Elling.",
        [
            ("organization/elbland-robotics", "Elbland Robotics", ("Elbland", "Elbland Robotics")),
            ("place/port-elling", "Port Elling", ("Port Elling",)),
        ],
    ),
    (
        "The European Commission sued. The Commission won. The U.S. government and the US Senate did not.",
        [
            ("organization/european-commission", "European Commission", ("Commission", "European Commission")),
            ("place/united-states", "United States", ("U.S.", "US")),
            ("organization/united-states-senate", "United States Senate", ("US Senate",)),
        ],
    ),
    (
        "Elbland Pacific said on Monday that it had opened a plant. Elbland said so in Oslo.",
        [
            ("organization/elbland-pacific", "Elbland Pacific", ("Elbland", "Elbland Pacific")),
            ("place/oslo", "Oslo", ("Oslo",)),
        ],
    ),
    # of longer names, each of which begins the next, the first is meant
    (
        "Elbland Robotics opens\n\nElbland Robotics Works opened on Monday. Elbland said so in Oslo.",
        [
            (
                "organization/elbland-robotics-works",
                "Elbland Robotics Works",
                ("Elbland", "Elbland Robotics", "Elbland Robotics Works"),
            ),
            ("place/oslo", "Oslo", ("Oslo",)),
        ],
    ),
    # who is not named is nobody who is
    (
        "Ida Brandvik was in Oslo. A diplomat said so on Monday.",
        [("person/ida-brandvik", "Ida Brandvik", ("Ida Brandvik",)), ("place/oslo", "Oslo", ("Oslo",))],
    ),
    (
        "Elbland Germany said on Monday that it had opened a plant. Elbland said so in Oslo.",
        [
            ("organization/elbland-germany", "Elbland Germany", ("Elbland Germany",)),
            ("organization/elbland", "Elbland", ("Elbland",)),
            ("place/oslo", "Oslo", ("Oslo",)),
        ],
    ),
    (
        "PORT ELLING - Norvex grew. It said so in Port Elling.",
        [
            ("place/port-elling", "Port Elling", ("PORT ELLING", "Port Elling")),
            ("organization/norvex", "Norvex", ("Norvex",)),
        ],
    ),
    (
        "NATO grew. The North Atlantic Treaty Organization said so.",
        [("organization/nato", "NATO", ("NATO", "North Atlantic Treaty Organization"))],
    ),
    (
        "The Pentagon paid. The Defense Department and the U.S. Department of Defense are one.",
        [
            (
                "organization/united-states-department-of-defense",
                "United States Department of Defense",
                ("Defense Department", "Pentagon", "U.S. Department of Defense"),
            ),
            ("place/united-states", "United States", ("U.S.",)),
        ],
    ),
    ("The French voted in France.", [("place/france", "France", ("France", "French"))]),
    (
        "The Northern Pump Makers Union (NPMU) struck. The NPMU won.",
        [
            (
                "organization/northern-pump-makers-union",
                "Northern Pump Makers Union",
                ("NPMU", "Northern Pump Makers Union"),
            )
        ],
    ),
    (
        "Elbland Robotics AG grew. Later Elbland shrank, and the Elbland Foundation gave.",
        [
            ("organization/elbland-robotics", "Elbland Robotics AG", ("Elbland", "Elbland Robotics AG")),
            ("organization/elbland-foundation", "Elbland Foundation", ("Elbland Foundation",)),
        ],
    ),
    (
        "Ida Brandvik spoke. Ms Brandvik left.",
        [("person/ida-brandvik", "Ida Brandvik", ("Brandvik", "Ida Brandvik"))],
    ),
    (
        "Jonas Brandvik met Ida Brandvik. Mr. Brandvik stayed.",
        [
            ("person/jonas-brandvik", "Jonas Brandvik", ("Jonas Brandvik", "Mr. Brandvik")),
            ("person/ida-brandvik", "Ida Brandvik", ("Ida Brandvik",)),
        ],
    ),
    (
        "Ida Brandvik met Jonas Brandvik. Mr Brandvik left, Ms Brandvik stayed.",
        [
            ("person/ida-brandvik", "Ida Brandvik", ("Brandvik", "Ida Brandvik")),
            ("person/jonas-brandvik", "Jonas Brandvik", ("Brandvik", "Jonas Brandvik")),
        ],
    ),
    (
        'William "Bill" Tarrow spoke. Bill Tarrow left. William Tarrow and Tarrow are one.',
        [
            (
                "person/william-bill-tarrow",
                'William "Bill" Tarrow',
                ("Bill Tarrow", "Tarrow", 'William "Bill" Tarrow', "William Tarrow"),
            )
        ],
    ),
    ("Dr Fizzwell sells.", [("product/dr-fizzwell", "Dr Fizzwell", ("Dr Fizzwell",))]),
    (
        'Augustin "Gus" Tolland spoke. Gus Tolland left.',
        [("person/augustin-gus-tolland", 'Augustin "Gus" Tolland', ('Augustin "Gus" Tolland', "Gus Tolland"))],
    ),
    (
        "The Danish Ministry of Harbours paid. The Danish harbours ministry and Denmark's Ministry of Harbours agree.",
        [
            (
                "organization/danish-ministry-of-harbours",
                "Danish Ministry of Harbours",
                ("Danish Ministry of Harbours", "Danish harbours ministry", "Ministry of Harbours"),
            ),
            ("place/denmark", "Denmark", ("Danish", "Denmark")),
        ],
    ),
    (
        "The Kenyan Harbour Authority sued. The Harbour Authority won.",
        [
            (
                "organization/kenyan-harbour-authority",
                "Kenyan Harbour Authority",
                ("Harbour Authority", "Kenyan Harbour Authority"),
            ),
            ("place/kenya", "Kenya", ("Kenyan",)),
        ],
    ),
    (
        "Quarrow Pump Holdings, or QPH, grew. QPH sold a yard.",
        [("organization/quarrow-pump-holdings", "Quarrow Pump Holdings", ("QPH", "Quarrow Pump Holdings"))],
    ),
    # bodies of two states under one name are two; without its state, the one named last is meant
    (
        "Spain's Supreme Court ruled. Italy's Supreme Court fined Norvex. The Supreme Court said so.",
        [
            ("place/spain", "Spain", ("Spain",)),
            ("organization/spains-supreme-court", "Spain's Supreme Court", ("Spain's Supreme Court", "Supreme Court")),
            ("place/italy", "Italy", ("Italy",)),
            ("organization/italys-supreme-court", "Italy's Supreme Court", ("Italy's Supreme Court", "Supreme Court")),
            ("organization/norvex", "Norvex", ("Norvex",)),
        ],
    ),
    (
        "Kenya's Supreme Court ruled. The Supreme Court of Kenya fined Norvex.",
        [
            ("place/kenya", "Kenya", ("Kenya",)),
            (
                "organization/supreme-court-of-kenya",
                "Supreme Court of Kenya",
                ("Supreme Court", "Supreme Court of Kenya"),
            ),
            ("organization/norvex", "Norvex", ("Norvex",)),
        ],
    ),
    (  # what the tables know is another state's
        "Pakistan's Foreign Office protested. The Foreign Office met Australia's Labour Party.",
        [
            ("place/pakistan", "Pakistan", ("Pakistan",)),
            (
                "organization/pakistans-foreign-office",
                "Pakistan's Foreign Office",
                ("Foreign Office", "Pakistan's Foreign Office"),
            ),
            ("place/australia", "Australia", ("Australia",)),
            (
                "organization/australias-labour-party",
                "Australia's Labour Party",
                ("Australia's Labour Party", "Labour Party"),
            ),
        ],
    ),
    (
        "Britain's Foreign Office protested.",
        [
            ("place/united-kingdom", "United Kingdom", ("Britain",)),
            ("organization/foreign-office", "Foreign Office", ("Foreign Office",)),
        ],
    ),
    (
        "The Philippine Department of Justice sued. The Department of Justice won.",
        [
            (
                "organization/philippine-department-of-justice",
                "Philippine Department of Justice",
                ("Department of Justice", "Philippine Department of Justice"),
            ),
            ("place/philippines", "Philippines", ("Philippine",)),
        ],
    ),
    (  # "Ex-" is written X
        "The Kenyan Agency for Harbour Exploration grew. KAHX said so.",
        [
            (
                "organization/kenyan-agency-for-harbour-exploration",
                "Kenyan Agency for Harbour Exploration",
                ("KAHX", "Kenyan Agency for Harbour Exploration"),
            ),
            ("place/kenya", "Kenya", ("Kenyan",)),
        ],
    ),
    (
        "Quarrow Pump Holdings or TNV will buy the yard. TNV sold one.",
        [
            ("organization/quarrow-pump-holdings", "Quarrow Pump Holdings", ("Quarrow Pump Holdings",)),
            ("organization/tnv", "TNV", ("TNV",)),
        ],
    ),
    (
        "Democratic senators met. The Democratic Party won, and the Conservative party lost.",
        [
            ("organization/democratic-party", "Democratic Party", ("Democratic", "Democratic Party")),
            ("organization/conservative-party", "Conservative Party", ("Conservative party",)),
        ],
    ),
    (
        "Mayor Ildikó Tarkányi resigned. Tarkanyi did not say why.",
        [("person/ildikó-tarkányi", "Ildikó Tarkányi", ("Mayor Ildikó Tarkányi", "Tarkanyi"))],
    ),
    (
        "J. P. Ostrander founded Norvex. Ostrander left.",
        [
            ("person/j-p-ostrander", "J. P. Ostrander", ("J. P. Ostrander", "Ostrander")),
            ("organization/norvex", "Norvex", ("Norvex",)),
        ],
    ),
    (  # a short form follows what it is short for, unless it stands in the headline
        "Elbland opens plant\n\nElbland Robotics opened a plant in Oslo on Monday. Elbland is growing.",
        [
            ("organization/elbland-robotics", "Elbland Robotics", ("Elbland", "Elbland Robotics")),
            ("place/oslo", "Oslo", ("Oslo",)),
        ],
    ),
    (
        "Elbland opens plant\n\nIt cost 40 million euros and took a year longer than had been planned, and it rained. "
        "The yard beside it is to be closed in the spring. "
        "Elbland opened it in Oslo on Monday. Later Elbland Robotics opened another.",
        [
            ("organization/elbland", "Elbland", ("Elbland",)),
            ("place/oslo", "Oslo", ("Oslo",)),
            ("organization/elbland-robotics", "Elbland Robotics", ("Elbland Robotics",)),
        ],
    ),
    (
        "Moscow accused Washington. Russia denied it in Oslo.",
        [
            ("place/russia", "Russia", ("Moscow", "Russia")),
            ("place/united-states", "United States", ("Washington",)),
            ("place/oslo", "Oslo", ("Oslo",)),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CLUSTERS)
def test_names_of_one_thing(text: str, expected: list[tuple[str, str, tuple[str, ...]]], ontology: kg.Ontology) -> None:
    assert [(e.id, e.name, e.aliases) for e in entities_of(text, ontology)] == expected


LINKS = [
    ("Ida Brandvik founded Norvex. She left in May.", "She", "Ida Brandvik"),
    (
        "Norvex fined Ida Brandvik, 52, and Kai Holm, 47. The 52-year-old owns Quarrow.",
        "The 52-year-old",
        "Ida Brandvik",
    ),
    ("Norvex sacked Ida Brandvik. Its board met in Port Elling.", "Its", "Norvex"),
    ("Norvex grew in May. The company said its sales had doubled.", "The company", "Norvex"),
    ("Norvex grew in May. The company said its sales had doubled.", "its", "Norvex"),
    ("Ida Brandvik, who runs Norvex, smiled.", "who", "Ida Brandvik"),
    ("Norvex of Port Elling, whose pumps leak, closed.", "whose", "Norvex"),
    ('"I am ready," said Ida Brandvik.', "I", "Ida Brandvik"),
    ('"We are ready," said Ida Brandvik, chairwoman of Norvex.', "We", "Norvex"),
    # who speaks is told behind the words, by a word for somebody named before
    ('Jonas Brandvik was in Oslo. "I am ready," he said.', "I", "Jonas Brandvik"),
    ('Ida Brandvik was in Oslo. "Per Dalgard hired me," she told reporters.', "me", "Ida Brandvik"),
    ('A boy was in Oslo. "I am ready," he said.', "I", None),
    # who speaks is none of those named in what is said
    ('Ida Brandvik runs Norvex. "Kari Solheim is a disgrace," she said.', "she", "Ida Brandvik"),
    ("Ida Brandvik spoke. She said that Brandvik had wept.", "She", None),
    ("Ida Brandvik was in Oslo. Brandvik will use the money, she said.", "she", "Ida Brandvik"),
    ('Tarsis Foods fell. Norvex grew. "Norvex owes us money," said its head, Ida Brandvik.', "its", None),
    ('Tarsis Foods fell. Norvex grew. "Norvex is strong," said its head, Ida Brandvik.', "its", "Norvex"),
    ("Russian troops left on Monday.", "Russian troops", "Russia"),
    ("The Chinese government objected.", "The Chinese government", "China"),
    ("The Green Harbour Party lost. Voters had left the party.", "the party", "Green Harbour Party"),
    ("Chairwoman Ida Brandvik of Norvex met Jonas Brandvik. The chairwoman smiled.", "The chairwoman", "Ida Brandvik"),
    ("Ida Brandvik, 61, leads Norvex. The 61-year-old will retire.", "The 61-year-old", "Ida Brandvik"),
    ("Ida Brandvik resigned. He did not say why.", "He", None),
    ("It rained in Port Elling.", "It", None),
    ("The company is unknown. Norvex is not.", "The company", None),
    ("Norvex said its pilots would strike.", "its pilots", "Norvex"),
    ("Norvex lost a case. Norvex's lawyers appealed.", "Norvex's lawyers", "Norvex"),
    ("Ida Brandvik, the chairwoman of Norvex, smiled.", "the chairwoman", None),
    ("Norvex hired her deputy Jonas Brandvik.", "her deputy", None),
    ("Norvex is a company.", "a company", None),
    ("Norvex and Quarrow Bank will found a joint venture.", "a joint venture", None),
    ("Norvex sued Quarrow Bank. The merged company will pay.", "The merged company", None),
    ("Samuel Okoro runs Norvex. Okoro's company grew. Quarrow Bank shrank.", "Okoro's company", "Norvex"),
    ("Quarrow Bank shrank. Samuel Okoro smiled. Okoro's company grew.", "Okoro's company", None),
    ("Ida Brandvik thanked her.", "her", None),
    ("Ida Brandvik has refused to meet her.", "her", None),
    ("Norvex has sold its American arm, Quarrow Bank.", "its American arm", "Quarrow Bank"),
    ("Norvex dismissed its chairwoman, Ida Brandvik.", "its chairwoman", None),
    # the name between commas is what the noun means, whatever else was named before
    ("Norvex sued Elbland. Norvex's owner, the fund Quarrow Bank, left.", "Norvex's owner", "Quarrow Bank"),
    ("Norvex sued Elbland. Its local partner, Quarrow Bank, left.", "Its local partner", "Quarrow Bank"),
    ("Tarkanyi met Ostrander. Her husband, the baker Jonas Brandvik, left.", "Her husband", "Jonas Brandvik"),
    ("The Green Harbour Party lost. He joined the Democratic party.", "the Democratic party", "Democratic Party"),
    (
        "Norvex, based in Port Elling, met Quarrow Bank. The Port Elling company smiled.",
        "The Port Elling company",
        "Norvex",
    ),
    # who says a quotation may be told behind it without a name
    ('Ida Brandvik resigned. "My time is up," she said.', "My", "Ida Brandvik"),
    ('Ida Brandvik left. "The yard was my idea," the engineer said.', "my", "Ida Brandvik"),
    ('Norvex grew. "We will grow again," the company said.', "We", "Norvex"),
    ('Norvex lost. Its president, Ida Brandvik, said: "The yard was my idea."', "my", "Ida Brandvik"),
    ('Quarrow Bank lost. "We shall win," its chairwoman, Ida Brandvik, said.', "We", "Quarrow Bank"),
    ('It rained. "My hat is wet," he said.', "My", None),
    # whose owner, rival or supplier somebody is, that is another
    ("Norvex lost money. Norvex's owner would not say why.", "Norvex's owner", None),
    ("Norvex lost money. Its main supplier would not say why.", "Its main supplier", None),
    ("Ida Brandvik left on Monday. Her brother smiled.", "Her brother", None),
    ("Ida Brandvik left. Quarrow Bank replaced her lawyer.", "her lawyer", None),
    # bodies that mostly are called by the noun, and words that others have in their names
    ("Ida Brandvik met the European Commission. She has led the ministry since May.", "the ministry", None),
    ("Norvex sued Quarrow Bank. The family said nothing.", "The family", None),
    ("Norvex sued Quarrow Bank. The lender said nothing.", "The lender", "Quarrow Bank"),
    ("Quarrow Bank sued Norvex. The steelmaker said nothing.", "The steelmaker", "Norvex"),
    ("Quarrow Bank grew in May. The planemaker lost money.", "The planemaker", None),
    # who is "her" once is not "he" later
    ("Tarkanyi praised her husband. He smiled.", "her", "Tarkanyi"),
    ("Tarkanyi praised her husband. He smiled.", "He", None),
    # who is spoken of before "the company said"
    ("Norvex is in talks to buy Quarrow Bank, the company said.", "the company", "Norvex"),
    ("Norvex closed. The government in Stockholm objected to China. It rained in Sweden.", "The government", "Sweden"),
    ("Ida Brandvik called Norvex. Jonas Brandvik flew to Port Elling to thank him.", "him", None),
    ("Norvex and Quarrow Bank are at odds. The weather was fine. The river rose.", "The river", None),
    # who is at a firm is not the firm
    ("Workers at Norvex walked out on Monday. Their leader said so.", "Their", None),
    ("Norvex and its workers are at odds. Workers at Norvex lost their jobs.", "their", None),
    # who comes next is called otherwise
    ("Kenya expelled a diplomat. China's foreign minister, Ida Brandvik, protested.", "a diplomat", None),
    # told by what belongs to another, somebody is another than he
    ("Jonas Brandvik left. Norvex sued the president of his club.", "the president", None),
    # who heads a thing is named behind it
    ("Jonas Brandvik left. Norvex sued the head of the club, Ida Brandvik, in May.", "the head", None),
    # what a nominal that nobody knows is, is nobody who is known
    ("Norvex grew. The union, a branch of the Northern Pump Makers Union, struck.", "a branch", None),
    ("Norvex grew. Its workers struck, and the union sued it.", "the union", None),
    ("The Northern Pump Makers Union struck. The union sued Norvex.", "The union", "Northern Pump Makers Union"),
    ("Quarrow Bank fell. The central bank lent it 40 million.", "The central bank", None),
    # no president is a kingdom's, or Utah's
    ("Norway met Finland. President Ida Brandvik smiled.", "President", "Finland"),
    ("Norvex sued Utah. President Ida Brandvik smiled.", "President", None),
    ("Kenya lost to Senegal. The national team flew home.", "The national team", "Kenya"),
    # a noun for places or events is a body's by its name alone
    ("The Port of Tolvik sued Norvex. The port lost money.", "The port", "Port of Tolvik"),
    ("The Tolvik Film Festival thanked Norvex. The festival lost money.", "The festival", "Tolvik Film Festival"),
    ("Norvex sued Quarrow Bank. The port lost money.", "The port", None),
    # a home, a trade, or a part in the deal that is another's
    ("The Danish firm Norvex sued Quarrow Bank of Oslo. The Danish company lost.", "The Danish company", "Norvex"),
    (
        "The Danish firm Norvex sued Quarrow Bank of Oslo. The Norwegian company lost.",
        "The Norwegian company",
        "Quarrow Bank",
    ),
    (
        "The Danish firm Norvex sued Quarrow Bank of Oslo. The Oslo-based company lost.",
        "The Oslo-based company",
        "Quarrow Bank",
    ),
    ("The Danish firm Norvex grew in May. The Oslo-based company lost.", "The Oslo-based company", None),
    ("The brewer Norvex is owned by Elbland. The buyout firm wants to sell.", "The buyout firm", "Elbland"),
    ("The carmaker Norvex grew in May. The truckmaker lost.", "The truckmaker", None),
    ("Norvex will sell a yard to Elbland. The seller said so.", "The seller", "Norvex"),
    ("Norvex will sell a yard to Elbland. The buyer said so.", "The buyer", "Elbland"),
    (
        "The conglomerate Norvex sued Elbland. Quarrow Bank grew. Elbland met the conglomerate.",
        "the conglomerate",
        "Norvex",
    ),
    # "a firm" is none that was named before
    ("Norvex grew in May. Norvex has bought a company in Port Elling.", "a company", None),
    # whose pronoun it is, that is not known
    ("Norvex fined Ida Brandvik, 52, and Kari Holm, 47. The 61-year-old sold her yard.", "her", None),
    ("Norvex fined Ida Brandvik. The ministry said it would sue.", "it", None),
    ("Ida Brandvik left. A minister, Jonas Brandvik, said that he would sue.", "he", "Jonas Brandvik"),
    # who is blamed has done it
    ("Norvex grew. Ida Brandvik blamed Quarrow Bank, saying it had failed.", "it", "Quarrow Bank"),
    # who a noun is said to be, and whose part or client
    ("Ida Brandvik runs Norvex. Her successor will be Jonas Brandvik.", "Her successor", "Jonas Brandvik"),
    ("Norvex will sell a yard. Elbland grew. The buyer was a trust.", "The buyer", None),
    ("Norvex grew. Ida Brandvik ran the Danish arm of Elbland.", "the Danish arm", "Elbland"),
    ("Norvex fined Ida Brandvik. Brandvik's lawyer said his client would appeal.", "his client", "Ida Brandvik"),
    # of two
    ("Norvex has met Quarrow Bank in Oslo. The latter said so.", "The latter", "Quarrow Bank"),
    ("Norvex has met Quarrow Bank in Oslo. The former said so.", "The former", "Norvex"),
    (
        "Jonas Brandvik worked for Norvex and founded Quarrow Bank. His former employer sued.",
        "His former employer",
        "Norvex",
    ),
    ("Jonas Brandvik owns Norvex. He replaced his co-chairman, Bill Tarrow.", "his co-chairman", "Bill Tarrow"),
]


@pytest.mark.parametrize(("text", "words", "name"), LINKS)
def test_nominals_and_pronouns(text: str, words: str, name: str | None, ontology: kg.Ontology) -> None:
    start = text.index(words)
    owners = [
        e.name
        for e in entities_of(text, ontology)
        for m in e.mentions
        if m.span.text == words and m.span.start == start
    ]
    assert [owner for owner in owners if owner] == ([name] if name else [])


def test_laws_of_entities(ontology: kg.Ontology) -> None:
    text = " ".join(row[0] for row in LINKS)
    entities = entities_of(text, ontology)
    assert len({e.id for e in entities}) == len(entities)
    spans = [(m.span.start, m.span.end) for e in entities for m in e.mentions]
    assert len(spans) == len(set(spans))
    for entity in entities:
        starts = [m.span.start for m in entity.mentions]
        assert starts == sorted(starts)
        assert any(m.kind == "named" for m in entity.mentions)
        assert list(entity.aliases) == sorted(entity.aliases)
        assert entity.thing == entity.id
    assert [e.mentions[0].span.start for e in entities if e.mentions[0].kind == "named"] == sorted(
        e.mentions[0].span.start for e in entities if e.mentions[0].kind == "named"
    )


def test_spellings_of_one_name_are_one_thing(ontology: kg.Ontology) -> None:
    article = Article("a", "Quarrow-Bank sued. The QUARROW BANK won.")
    [(_, doc)] = parse(load_model(), [article])
    mentions = find_mentions(doc, article, ontology, [(0, 12, "Company"), (23, 35, "Company")])
    [entity] = resolve(doc, article, mentions, ontology)
    assert (entity.id, entity.aliases) == ("organization/quarrow-bank", ("QUARROW BANK", "Quarrow-Bank"))


def test_each_entity_has_an_id_of_its_own(ontology: kg.Ontology) -> None:
    article = Article("a", "St. Orm sued St Orm and St Orm 2.")
    [(_, doc)] = parse(load_model(), [article])
    places = [(0, 7, "Organization"), (13, 19, "Organization"), (24, 32, "Organization")]
    entities = resolve(doc, article, find_mentions(doc, article, ontology, places), ontology)
    assert [e.id for e in entities] == ["organization/st-orm", "organization/st-orm-2", "organization/st-orm-2-2"]


def test_a_link_is_less_likely_than_a_name(ontology: kg.Ontology) -> None:
    """What a pronoun stands for is a guess, what the grammar says it does is not."""
    article = Article("a", "Norvex sued Quarrow Bank, which had sold it pumps. It wants damages.")
    [(_, doc)] = parse(load_model(), [article])
    mentions = find_mentions(doc, article, ontology, [(0, 6, "Company"), (12, 24, "Company")])
    entities = resolve(doc, article, mentions, ontology)
    linked = {m.span.text: likely_linked(doc, m) for e in entities for m in e.mentions}
    assert {word for word, share in linked.items() if share == 1.0} == {"Norvex", "Quarrow Bank", "which"}
    assert 0.3 < linked["It"] < 1.0


SLUGS = [
    ("The Norvex Group", "norvex-group"),
    ("Norvex, Inc.", "norvex"),
    ("Norvex’s", "norvex"),
    ("U.S. Navy", "us-navy"),
    ("Ａｃｍｅ", "acme"),
    ("Société Générale S.A.", "société-générale"),
    ("---", "unnamed"),
]


@pytest.mark.parametrize(("name", "expected"), SLUGS)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


TOGETHER = [
    ("Norvex and Quarrow Bank signed a treaty. The two companies will share a yard.", "The two companies"),
    ("Norvex and Quarrow Bank are in talks. The two met on Monday.", "The two"),
    ("Norvex sued Quarrow Bank. The two companies have been at odds since May.", "The two companies"),
    ("Ida Brandvik met Jonas Brandvik. Both wore blue.", "Both"),
]


@pytest.mark.parametrize(("text", "words"), TOGETHER)
def test_words_for_two_stand_for_both(text: str, words: str, ontology: kg.Ontology) -> None:
    start = text.index(words)
    found = [e.name for e in entities_of(text, ontology) for m in e.mentions if m.span.start == start]
    assert found == [e.name for e in entities_of(text, ontology)]


def test_who_does_something_is_none_of_those_it_is_done_to(ontology: kg.Ontology) -> None:
    text = "Norvex and Elbland met. Tarrow told Norvex that Quarrow Bank had sued both firms."
    owners = [e.name for e in entities_of(text, ontology) for m in e.mentions if m.span.text == "both firms"]
    assert "Quarrow Bank" not in owners


def test_two_people_are_meant_who_alone_were_spoken_of_last(ontology: kg.Ontology) -> None:
    text = (
        "Norvex sued Quarrow Bank. Ida Brandvik of Norvex met Tarkanyi. The pair worked at the Port of Tolvik. "
        "The two companies merged."
    )
    found = {
        words: [e.name for e in entities_of(text, ontology) for m in e.mentions if m.span.text == words]
        for words in ("The pair", "The two companies")
    }
    assert found == {"The pair": ["Ida Brandvik", "Tarkanyi"], "The two companies": ["Norvex", "Quarrow Bank"]}


PAIRS = [
    (
        "The siblings Ida Brandvik and Bill Tarrow sued Norvex. The siblings told Elbland that the pair had left.",
        "the pair",
    ),
    (
        "The siblings Ida Brandvik and Bill Tarrow left Norvex. Norvex sued Elbland. It rained. Norvex met Elbland. "
        "It rained. It snowed. The siblings won.",
        "The siblings",
    ),
    ("Ida Brandvik and Bill Tarrow founded Norvex. Tarrow said the pair had left.", "the pair"),
    ("Ida Brandvik left Norvex for Elbland and married Bill Tarrow. The pair divorced in May.", "The pair"),
]


@pytest.mark.parametrize(("text", "words"), PAIRS)
def test_two_people_beside_bodies(text: str, words: str, ontology: kg.Ontology) -> None:
    found = [e.name for e in entities_of(text, ontology) for m in e.mentions if m.span.text == words]
    assert found == ["Ida Brandvik", "Bill Tarrow"]


def test_a_person_and_a_body_are_no_pair(ontology: kg.Ontology) -> None:
    text = "Ida Brandvik founded Norvex. The pair sued Quarrow Bank."
    assert "The pair" not in [m.span.text for e in entities_of(text, ontology) for m in e.mentions]
