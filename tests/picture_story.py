"""An invented story as extractions, written as marked sentences, for tests of what comes after reading.

In a sentence ``<s|Name>`` is the subject, ``<o|Name>`` the object, ``<t|words>`` say the relation and ``<c|words>``
decide a qualifier; a name may be followed by the thing it stands for, as in ``<s|the yard=Halvard Yards>``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kg.model import Article, Claim, Entity, Extraction, Mention, Relation
from kg.ontology import Ontology, load_ontology

Things = dict[str, tuple[str, tuple[str, ...]]]

#: Things and statements of the large picture, and how many show at first.
MANY, LINES, TOP = 400, 700, 40

#: name → type, further names
THINGS: Things = {
    "Halvard Yards": ("Company", ("Halvard", "Halvard Yards AS")),
    "Tidemark Robotics": ("Company", ("Tidemark",)),
    "Osprey Dynamics": ("Company", ("Osprey",)),
    "Cormorant Capital": ("Company", ()),
    "Lumen Subsea": ("Company", ()),
    "NATO": ("IntergovernmentalOrganization", ("North Atlantic Treaty Organization", "the alliance")),
    "European Commission": ("GovernmentBody", ("the Commission",)),
    "Norwegian Ministry of Defence": ("GovernmentBody", ("the ministry",)),
    "Danish Navy": ("GovernmentBody", ()),
    "Norway": ("Country", ("Norwegian",)),
    "Denmark": ("Country", ("Danish",)),
    "Bergen": ("City", ()),
    "Aarhus": ("City", ()),
    "Ingrid Solbakken": ("Person", ("Solbakken",)),
    "Mads Rønnow": ("Person", ("Rønnow", "Ronnow")),
    "Tomas Verhaegen": ("Person", ("Verhaegen",)),
    "Eline Haug": ("Person", ("Haug",)),
    "Pia Lindqvist": ("Person", ("Lindqvist",)),
    "Seal": ("Product", ("the Seal", "Seal drone")),
    "Kelp Harbour": ("Event", ()),
    "Harbour Gazette": ("MediaOutlet", ("The Harbour Gazette",)),
    "Northern Dockers": ("Organization", ("the Northern Dockers",)),
    "University of Skagen": ("University", ()),
    "Fjord Party": ("PoliticalParty", ()),
    "Gunnar Eide": ("Person", ("Eide",)),
}

#: id, title, date, publisher
ARTICLES: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("talks", "Drone maker in talks with NATO", "2026-02-03", "Harbour Gazette"),
    ("contract", "Norway signs for mine-hunting drones", "2026-02-11", "Skagen Post"),
    ("lawsuit", "Rivals meet in court", "2026-02-19", "The Quayside Review"),
    ("denial", "Yard denies sale", "2026-03-02", "Harbour Gazette"),
    ("exercise", "Kelp Harbour exercise begins", "2026-03-09", "Skagen Post"),
    ("correction", "Correction: what the yard said", None, None),
)

#: article, sentence, relation, polarity, certainty, time, who says it, role
CLAIMS: tuple[tuple[str, str, str, str, str, str, tuple[str, ...], str | None], ...] = (
    *(
        ("talks", sentence, relation, "positive", certainty, time, by, role)
        for sentence, relation, certainty, time, by, role in (
            (
                "<s|Tidemark Robotics> is <c|reportedly> <t|in talks> with <o|NATO> about sea drones.",
                *("negotiates_with", "probable", "current", ("Skagen Post",), None),
            ),
            (
                "<s|Tidemark Robotics> <t|builds> the <o|Seal>, a drone that finds mines.",
                *("develops", "certain", "current", (), None),
            ),
            (
                "<s|Ingrid Solbakken>, the <t|chief executive> of <o|Tidemark Robotics>, would not comment.",
                *("leads", "certain", "current", (), "chief executive"),
            ),
            (
                "<s|Tidemark Robotics>, <t|based> in <o|Bergen>, has ninety engineers.",
                *("based_in", "certain", "current", (), None),
            ),
            ("<s|Bergen> <t|in> <o|Norway> is its home.", "located_in", "certain", "current", (), None),
            (
                "<s|Osprey Dynamics>, a <t|rival> of <o|Tidemark Robotics>, wants the same order.",
                *("competes_with", "certain", "current", (), None),
            ),
            (
                "<s|Osprey Dynamics> <t|of> <o|Aarhus> is the older of the two.",
                *("based_in", "certain", "current", (), None),
            ),
            (
                "<s|Cormorant Capital> has <t|put money into> <o|Osprey Dynamics>.",
                *("invests_in", "certain", "current", (), None),
            ),
            (
                "<s|Tomas Verhaegen>, who <t|heads> <o|Cormorant Capital>, called the market crowded.",
                *("leads", "certain", "current", (), "partner"),
            ),
            ("<s|Norway> is a <t|member> of <o|NATO>.", "member_of", "certain", "current", (), None),
            ("<s|Denmark> is a <t|member> of <o|NATO>.", "member_of", "certain", "current", (), None),
        )
    ),
    *(
        ("contract", sentence, relation, polarity, certainty, time, by, role)
        for sentence, relation, polarity, certainty, time, by, role in (
            (
                "<s|Tidemark Robotics> <t|signed a contract> with the <o|Norwegian Ministry of Defence>.",
                *("contracts_with", "positive", "certain", "current", (), None),
            ),
            (
                "<s|Tidemark Robotics> <t|signed> a <t|contract> with <o|NATO> as well, an official <c|suggested>.",
                *("contracts_with", "positive", "possible", "current", ("an official",), None),
            ),
            (
                "<s|Eline Haug>, <t|minister> at the <o|Norwegian Ministry of Defence>, praised the drone.",
                *("leads", "positive", "certain", "current", (), "minister"),
            ),
            (
                "The <s|Norwegian Ministry of Defence> <c|will> <t|use> the <o|Seal> in every fjord.",
                *("uses", "positive", "probable", "future", ("Eline Haug",), None),
            ),
            (
                "The <s|Danish Navy> <c|will not> <t|use> the <o|Seal>, it said.",
                *("uses", "negative", "certain", "future", ("Danish Navy",), None),
            ),
            (
                "The <s|Danish Navy>, <t|part> of <o|Denmark>'s forces, has other plans.",
                *("part_of", "positive", "certain", "current", (), None),
            ),
            (
                "The <s|Norwegian Ministry of Defence> of <o|Norway> <t|pays> in four years.",
                *("part_of", "positive", "certain", "current", (), None),
            ),
            (
                "<s|Halvard Yards> <t|supplies> hulls to <o|Tidemark Robotics>.",
                *("supplies", "positive", "certain", "current", (), None),
            ),
            (
                "<s|Halvard Yards> <c|once> <t|worked together> with <o|Osprey Dynamics>.",
                *("partners_with", "positive", "certain", "past", (), None),
            ),
            (
                "<s|Mads Rønnow> <t|runs> <o|Osprey Dynamics>.",
                *("leads", "positive", "certain", "current", (), "chief executive"),
            ),
            (
                "<s|Eline Haug> <t|sits for> the <o|Fjord Party>.",
                *("member_of", "positive", "certain", "current", (), None),
            ),
            (
                "<s|Gunnar Eide>, <c|former> <t|chief> of <o|Osprey Dynamics>, advises the ministry.",
                *("leads", "positive", "certain", "past", (), "chief"),
            ),
            (
                "<s|Gunnar Eide> now <t|advises> the <o|Norwegian Ministry of Defence>.",
                *("works_for", "positive", "certain", "current", (), "adviser"),
            ),
        )
    ),
    *(
        ("lawsuit", sentence, relation, "positive", certainty, time, by, role)
        for sentence, relation, certainty, time, by, role in (
            (
                "<s|Osprey Dynamics> <t|sued> <o|Tidemark Robotics> over a sonar patent.",
                *("sues", "certain", "current", (), None),
            ),
            (
                "<s|Mads Rønnow> <t|accused> <o|Ingrid Solbakken> of copying a drawing.",
                *("accuses", "certain", "past", ("Mads Rønnow",), None),
            ),
            (
                "<s|Osprey Dynamics> and <o|Tidemark Robotics> are <t|at odds> again.",
                *("disputes_with", "certain", "current", (), None),
            ),
            (
                "The <s|European Commission> <c|may> <t|look into> <o|Osprey Dynamics>.",
                *("investigates", "possible", "future", ("people who know the file",), None),
            ),
            (
                "<s|Pia Lindqvist> <t|speaks for> the <o|European Commission>.",
                *("works_for", "certain", "current", (), "spokeswoman"),
            ),
            (
                "The <s|University of Skagen> <t|worked with> <o|Tidemark Robotics> on the sonar.",
                *("partners_with", "certain", "current", (), None),
            ),
            (
                "<s|Lumen Subsea> <t|belongs to> <o|Osprey Dynamics>.",
                *("part_of", "certain", "current", (), None),
            ),
            ("<s|Osprey Dynamics> <t|owns> <o|Lumen Subsea>.", "owns", "certain", "current", (), None),
        )
    ),
    *(
        ("denial", sentence, relation, polarity, certainty, time, by, role)
        for sentence, relation, polarity, certainty, time, by, role in (
            (
                "<s|Cormorant Capital> is <c|not> <t|buying> <o|Halvard Yards>, the yard said.",
                *("acquires", "negative", "certain", "current", ("Halvard Yards",), None),
            ),
            (
                "The <s|Northern Dockers> <t|marched> against <o|Halvard Yards>.",
                *("protests_against", "positive", "certain", "past", (), None),
            ),
            (
                "<s|Tidemark Robotics> and <o|NATO> have <t|talked> for weeks.",
                *("negotiates_with", "positive", "certain", "current", (), None),
            ),
            (
                "<s|Halvard Yards> still <t|supplies> <o|Tidemark Robotics>.",
                *("supplies", "positive", "certain", "current", (), None),
            ),
            (
                "<s|Ingrid Solbakken>, <t|chief executive> of <o|Tidemark Robotics>, met the dockers.",
                *("leads", "positive", "certain", "current", (), "chief executive"),
            ),
        )
    ),
    *(
        ("exercise", sentence, relation, "positive", certainty, time, by, role)
        for sentence, relation, certainty, time, by, role in (
            ("<s|NATO> <t|leads> <o|Kelp Harbour>, its spring exercise.", "leads", "certain", "current", (), None),
            (
                "<s|Eline Haug> <t|met> <o|Mads Rønnow> on the quay.",
                *("meets_with", "certain", "past", ("Harbour Gazette",), None),
            ),
            (
                "<s|Norway> and <o|Denmark> <t|signed an accord> on the strait.",
                *("agrees_with", "certain", "current", (), None),
            ),
            (
                "<s|Tidemark Robotics> is <t|in talks> with <o|NATO>, <c|according to> two diplomats.",
                *("negotiates_with", "probable", "current", ("two diplomats",), None),
            ),
            ("<s|Aarhus>, <t|in> <o|Denmark>, sent a ferry.", "located_in", "certain", "current", (), None),
        )
    ),
    (
        *("correction", "<s|Tidemark Robotics> is <c|not> <t|in talks> with <o|NATO>, the yard told this paper."),
        *("negotiates_with", "negative", "certain", "current", ("Halvard Yards",), None),
    ),
)

_MARK = re.compile(r"<([sotc])\|([^>=]+)(?:=([^>]+))?>")


def entity(name: str, type_: str, text: str, article: Article, *aliases: str) -> Entity:
    """Return the entity of a name that occurs in an article."""
    start = article.text.index(text)
    slug = re.sub(r"\W+", "-", name.casefold())
    mention = Mention(article.span(start, start + len(text)), type_)
    return Entity(f"{type_}/{slug}", name, type_, tuple(sorted({name, *aliases})), (mention,))


def plain(sentence: str) -> str:
    """Return a marked sentence without its marks."""
    return _MARK.sub(lambda mark: mark[2], sentence)


def claim(
    article: Article,
    sentence: str,
    relation: Relation,
    things: Things,
    **fields: Any,
) -> Claim:
    """Return the claim of a marked sentence that stands in an article."""
    evidence = article.text.index(plain(sentence))
    spans: dict[str, list[tuple[int, int, str]]] = {"s": [], "o": [], "t": [], "c": []}
    at, last = evidence, 0
    for mark in _MARK.finditer(sentence):
        at += mark.start() - last
        spans[mark[1]].append((at, at + len(mark[2]), mark[3] or mark[2]))
        at, last = at + len(mark[2]), mark.end()
    (subject,), (object_,) = spans["s"], spans["o"]
    ends = []
    for start, end, name in (subject, object_):
        type_, aliases = things[name]
        ends.append(entity(name, type_, article.text[start:end], article, *aliases))
    return Claim(
        article.id,
        *(ends[0], relation, ends[1]),
        evidence=article.span(evidence, evidence + len(plain(sentence))),
        subject_span=article.span(*subject[:2]),
        object_span=article.span(*object_[:2]),
        trigger_spans=tuple(article.span(*span[:2]) for span in spans["t"]),
        cue_spans=tuple(article.span(*span[:2]) for span in spans["c"]),
        **fields,
    )


def story(ontology: Ontology | None = None) -> tuple[Extraction, ...]:
    """Return the story, one extraction an article, in the order of :data:`ARTICLES`."""
    ontology = ontology or load_ontology()
    extractions = []
    for id_, title, published, publisher in ARTICLES:
        rows = [row for row in CLAIMS if row[0] == id_]
        text = "\n".join((title, *(plain(row[1]) for row in rows)))
        day = date.fromisoformat(published) if published else None
        article = Article(id_, text, title, f"https://news.example/{id_}" if day else None, day, publisher)
        claims = [
            claim(
                *(article, sentence, ontology.relation(relation), THINGS),
                polarity=polarity,
                certainty=certainty,
                time=time,
                attributed_to=by,
                role=role,
            )
            for _, sentence, relation, polarity, certainty, time, by, role in rows
        ]
        extractions.append(extraction(article, claims))
    return tuple(extractions)


def extraction(article: Article, claims: Sequence[Claim]) -> Extraction:
    """Return an extraction of these claims, in which each entity has all its mentions."""
    ends = [end for claim in claims for end in (claim.subject, claim.object)]
    mentions = tuple(sorted({m for end in ends for m in end.mentions}, key=lambda m: (m.span.start, -m.span.end)))
    whole: dict[str, Entity] = {}
    for end in sorted(ends, key=lambda end: end.mentions[0].span.start):
        own = {m for other in ends if other.id == end.id for m in other.mentions}
        whole[end.id] = replace(end, mentions=tuple(m for m in mentions if m in own))
    kept = (replace(c, subject=whole[c.subject.id], object=whole[c.object.id]) for c in claims)
    return Extraction(article, mentions, tuple(whole.values()), tuple(kept))


#: Syllables of invented names.
SYLLABLES = "al bor cen dun el far gel hom il jor kas lum mar nor os pel qui ros sel tor ul ven wes yor zan".split()


def large(things: int, statements: int, *, articles: int = 12, seed: int = 1) -> tuple[Extraction, ...]:
    """Return extractions about so many invented companies in communities of all sizes, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    names = [_invented(number) for number in range(things)]
    groups = max(3, round(things**0.5 / 1.5))
    group = [min(int(chance.expovariate(1) * groups / 4), groups - 1) for _ in names]
    members = [[i for i, own in enumerate(group) if own == each] for each in range(groups)]
    relations = [
        load_ontology().relation(name) for name in ("owns", "supplies", "competes_with", "sues", "partners_with")
    ]
    pairs = {tuple(sorted((i, chance.choice(members[group[i]])))) for i in range(things)}
    pairs = {pair for pair in pairs if pair[0] != pair[1]}
    while len(pairs) < statements:
        one = chance.randrange(things)
        pool: Sequence[int] = members[group[one]] if chance.random() < 0.88 else range(things)
        other = pool[int(len(pool) * chance.random() ** 2.2)]
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    used = {i for pair in pairs for i in pair}
    pairs |= {(min(i, (i + 1) % things), max(i, (i + 1) % things)) for i in range(things) if i not in used}
    rows = sorted(pairs)
    chance.shuffle(rows)
    made = []
    for number in range(articles):
        own = rows[number::articles]
        text = "\n".join(f"{names[one]} deals with {names[other]}." for one, other in own)
        article = Article(f"a{number}", text, f"Article {number}", published=date(2026, 1 + number % 12, 1))
        claims, at = [], 0
        entities: dict[int, Entity] = {}
        for one, other in own:
            start = at
            ends = []
            for i, begin in ((one, start), (other, start + len(names[one]) + len(" deals with "))):
                span = article.span(begin, begin + len(names[i]))
                entities.setdefault(
                    i, Entity(f"organization/{i}", names[i], "Company", (), (Mention(span, "Company"),))
                )
                ends.append(span)
            evidence = article.span(start, ends[1].end + 1)
            at = evidence.end + 1
            fields = {"certainty": chance.choice(["certain", "certain", "probable", "possible"])}
            fields["polarity"] = chance.choice(["positive"] * 9 + ["negative"])
            claims.append(
                Claim(article.id, entities[one], chance.choice(relations), entities[other], evidence, *ends, **fields)  # type: ignore[arg-type]
            )
        made.append(Extraction(article, (), tuple(entities.values()), tuple(claims)))
    return tuple(made)


def _invented(number: int) -> str:
    base = len(SYLLABLES)
    parts = [SYLLABLES[number // base**place % base] for place in range(3)]
    return "".join(parts).capitalize() + (f" {number // base**3}" if number >= base**3 else "")
