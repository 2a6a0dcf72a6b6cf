"""What each public benchmark is, and which of its labels say which of our relations, for scoring and for learning.

A label that is neither mapped nor listed under ``left_out`` is in no record that was seen. Figures that others have
published stand beside where they come from, and what makes them comparable with ours or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BENCHMARKS", "Benchmark", "Label", "Published"]


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says in our words.

    ``says``: the relations that mean it, the nearest first, with ``^`` where the ends are swapped: each is right where
    the label stands, and wrong where it does not. None of ours where empty: then the pair must stay unrelated.
    ``also``: relations that are right where the label stands, and not judged elsewhere. ``head`` and ``tail``: our
    types of the ends, subtypes included; None is any. ``world``: the annotators wrote it down as well where only
    knowledge of the world says it, so that it is asked for on demand only. ``learn``: the shares in which training
    takes the label for our relations; None where it does not learn from it, empty where it learns "no relation".
    """

    says: str
    also: str = ""
    head: str | None = None
    tail: str | None = None
    world: bool = False
    learn: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that others have published: what was measured, the figure, and where it stands."""

    what: str
    figure: float
    source: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """How a benchmark is read, and to whom it is owed.

    ``types``: its types of entities → ours, empty where it does not tell; a mention of a type that is not in the table
    is no entity of ours. ``left_out``: why → labels that are not mapped, with ``|`` between. ``one_thing``: labels
    that say that both ends are one thing of ours ("German", Germany). ``given_pairs``: only the pairs that it lists are
    annotated.
    ``all_mentions``: every mention of its types is, so that mentions and clusters can be scored; ``names``: only those
    written as names count for that.
    """

    folder: str
    about: str
    credit: str
    address: str
    licence: str
    types: Mapping[str, str]
    labels: Mapping[str, Label] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    one_thing: frozenset[str] = frozenset()
    given_pairs: bool = False
    all_mentions: bool = False
    names: bool = False
    published: tuple[Published, ...] = ()
    comparable: str = ""


#: By the ``source`` of its records.
BENCHMARKS: Mapping[str, Benchmark] = {
    "CORE": Benchmark(
        folder="core",
        about="Sentences of company pages of Wikipedia; one pair and one label each.",
        credit="P. Borchert, J. De Weerdt, K. Coussement, A. De Caigny, M.-F. Moens (EMNLP 2023)",
        address="https://github.com/pnborchert/CORE",
        licence="CC BY 4.0",
        types={"ENTITY": ""},
        labels={
            "product_or_service_of": Label(
                "^develops", "^owns ^supplies", "Product", "Company", learn={"^develops": 0.8, "^owns": 0.2}
            ),
            "undefined": Label("", "", "Company", "Company", learn={}),
            "collaboration": Label(
                "partners_with",
                "contracts_with ^contracts_with negotiates_with supplies ^supplies agrees_with",
                "Company",
                "Company",
                learn={"partners_with": 1.0},
            ),
            "acquired_by": Label("^acquires", "^owns", "Company", "Company", learn={"^acquires": 1.0}),
            "client_of": Label(
                "^supplies ^contracts_with",
                "uses",
                "Company",
                "Company",
                learn={"^supplies": 0.7, "^contracts_with": 0.3},
            ),
            "shareholder_of": Label(
                "invests_in owns", "funds", "Company", "Company", learn={"invests_in": 0.8, "owns": 0.2}
            ),
            "subsidiary_of": Label(
                "^owns part_of", "^acquires", "Company", "Company", learn={"^owns": 0.8, "part_of": 0.2}
            ),
            "competitor_of": Label("competes_with", "", "Company", "Company", learn={"competes_with": 1.0}),
            "brand_of": Label(
                "^owns part_of",
                "^develops ^acquires",
                "Company",
                "Company",
                learn={"^owns": 0.6, "^develops": 0.2, "part_of": 0.2},
            ),
            "merged_with": Label("merges_with", "", "Company", "Company", learn={"merges_with": 1.0}),
            "traded_on": Label("", "", "Company", "Company", learn={}),
            "regulated_by": Label(""),
        },
        given_pairs=True,
        comparable=(
            "The authors report few-shot accuracy over episodes of five labels, which is another task: no figure of "
            "theirs stands here. A pair labelled with what we have no relation for must stay unrelated."
        ),
    ),
    "KnowledgeNet": Benchmark(
        folder="knowledgenet",
        about="Passages of biographies and company pages; each annotated fully for some properties.",
        credit="F. Mesquita, M. Cannaviccio, J. Schmidek, P. Mirza, D. Barbosa (EMNLP 2019), Diffbot",
        address="https://github.com/diffbot/knowledge-net",
        licence="CC BY-SA 4.0",
        types={"ENTITY": ""},
        labels={
            "EMPLOYEE_OR_MEMBER_OF": Label(
                "works_for member_of leads",
                "founded",
                "Person",
                "Organization",
                learn={"works_for": 0.7, "member_of": 0.15, "leads": 0.15},
            ),
            "PLACE_OF_RESIDENCE": Label("based_in", "leads works_for", "Person", "City", learn={"based_in": 1.0}),
            "SPOUSE": Label("family_of", "", "Person", "Person", learn={"family_of": 1.0}),
            "CHILD_OF": Label("family_of", "", "Person", "Person", learn={"family_of": 1.0}),
            "HEADQUARTERS": Label("based_in", "located_in part_of", "Company", "City", learn={"based_in": 1.0}),
            "FOUNDED_BY": Label("^founded", "", "Company", "Person", learn={"^founded": 1.0}),
            "CEO": Label("^leads", "^works_for", "Company", "Person", learn={"^leads": 1.0}),
            "POLITICAL_AFFILIATION": Label(
                "member_of", "leads works_for", "Person", "PoliticalParty", learn={"member_of": 1.0}
            ),
            "SUBSIDIARY_OF": Label(
                "^owns part_of", "^acquires", "Company", "Company", learn={"^owns": 0.8, "part_of": 0.2}
            ),
            "EDUCATED_AT": Label("", "", "Person", "University", learn={}),
            "PLACE_OF_BIRTH": Label("", "", "Person", "City", learn={}),
        },
        left_out={
            "dates are no entities": "DATE_OF_BIRTH|DATE_OF_DEATH|DATE_FOUNDED",
            "no relation of ours for people": "NATIONALITY",
        },
        published=(
            Published("human, F1 of overlapping spans", 0.878, "https://github.com/diffbot/knowledge-net"),
            Published("best baseline (BERT), the same", 0.688, "https://github.com/diffbot/knowledge-net"),
            Published("first baseline (of TAC KBP), the same", 0.518, "https://github.com/diffbot/knowledge-net"),
        ),
        comparable=(
            "Theirs are of the hidden fifth fold, over all 15 properties, after learning from the first four; ours of "
            "the properties that we have a relation for, with ends compared by name, where a pronoun must be linked."
        ),
    ),
    "FIRE": Benchmark(
        folder="fire",
        about="Sentences of business news and financial statements.",
        credit="H. Hamad, A. Thakur, K. Chugg, S. Pulikodan, N. Kolleri (2023)",
        address="https://github.com/hmhamad/FIRE",
        licence="CC BY 4.0",
        types={
            "Person": "Person",
            "Company": "Company",
            "BusinessUnit": "Company",
            "Product": "Product",
            "Location": "Place",
            "GeopoliticalEntity": "Place",
        },
        labels={
            "Subsidiaryof": Label("^owns part_of", "^acquires ^invests_in"),
            "Employeeof": Label("works_for leads", "founded member_of", "Person", "Organization"),
            "Locatedin": Label("based_in located_in", "part_of"),
            "Productof": Label("^develops", "^owns ^supplies"),
            "ActionBuy": Label("acquires", "invests_in owns", "Organization", "Organization"),
            "ActionMerge": Label("merges_with", "acquires ^acquires", "Organization", "Organization"),
        },
        left_out={
            "amounts, dates, titles and sectors are no entities": (
                "Valuein|Value|Propertyof|Designation|Sector|Quantity|ValueChangeIncreaseby|ValueChangeDecreaseby|"
                "Actionin"
            ),
            "one end is a verb": "Actionto",
            "parts that have no name": "Constituentof",
            "no relation of ours": "ActionSell",
        },
        comparable=(
            "Six of its 18 labels have a relation of ours, and nothing was learned from it; its authors score all 18 "
            "after learning from its train split: not comparable."
        ),
    ),
    "CoNLL04": Benchmark(
        folder="conll04",
        about="Sentences of newswire of the 1980s and 1990s.",
        credit="D. Roth, W. Yih (CoNLL 2004); split of G. Bekoulis, J. Deleu, T. Demeester, C. Develder (2018)",
        address="https://github.com/bekou/multihead_joint_entity_relation_extraction",
        licence="no licence of the text is stated; research use",
        types={"Peop": "Person", "Org": "Organization", "Loc": "Place"},
        labels={
            "Work_For": Label("works_for leads member_of", "founded owns", "Person", "Organization"),
            "Live_In": Label("based_in", "leads works_for member_of", "Person", "Place"),
            "OrgBased_In": Label("based_in", "part_of", "Organization", "Place"),
            "Located_In": Label("located_in", "", "Place", "Place"),
            "Kill": Label("attacks", "", "Person", "Person"),
        },
        all_mentions=True,
        published=(
            Published("SpERT, relations, strict, micro F1", 0.715, "https://arxiv.org/abs/1909.07755"),
            Published("SpERT, entities, micro F1", 0.889, "https://arxiv.org/abs/1909.07755"),
        ),
        comparable=(
            "The same task and the same strict ends, micro-averaged; but theirs have learned from its train split and "
            "are of its test split, where ours has learned nothing from it and is of its dev split."
        ),
    ),
    "DWIE": Benchmark(
        folder="dwie",
        about="Whole news articles of Deutsche Welle; mentions, clusters and relations.",
        credit="K. Zaporojets, J. Deleu, C. Develder, T. Demeester (2021); texts © Deutsche Welle",
        address="https://github.com/klimzaporojets/DWIE",
        licence="GPL-3.0 (annotations); the texts are for evaluation only",
        types={
            "PERSON": "Person",
            "ORG": "Organization",
            "LOC": "Place",
            "DEMONYM": "Place",
            "EVENT": "Event",
            "WORK": "Product",
            "PRODUCT": "Product",
        },
        labels={
            **dict.fromkeys(
                ("head_of", "head_of_state", "head_of_gov", "minister_of", "mayor_of"),
                Label("leads", "works_for member_of"),
            ),
            **dict.fromkeys(
                ("head_of_state-x", "head_of_gov-x", "minister_of-x"), Label("leads", "works_for member_of")
            ),
            **dict.fromkeys(
                ("agent_of", "agent_of-x", "advisor_of", "spokesperson_of"), Label("works_for", "leads member_of")
            ),
            **dict.fromkeys(("coach_of", "player_of"), Label("works_for", "member_of leads")),
            **dict.fromkeys(
                ("agency_of", "agency_of-x", "ministry_of", "institution_of", "part_of"), Label("part_of", "based_in")
            ),
            **dict.fromkeys(("spouse_of", "child_of", "parent_of", "sibling"), Label("family_of")),
            **dict.fromkeys(("based_in1", "based_in2", "based_in2-x"), Label("based_in", "part_of located_in")),
            **dict.fromkeys(("based_in0", "based_in0-x"), Label("based_in", "part_of located_in", world=True)),
            **dict.fromkeys(("in0", "in0-x", "in1", "in2"), Label("located_in", world=True)),
            **dict.fromkeys(("citizen_of", "citizen_of-x"), Label("based_in", "leads works_for", world=True)),
            "member_of": Label("member_of", "works_for leads"),
            "vs": Label("competes_with", "disputes_with"),
            "won_vs": Label("competes_with", "disputes_with"),
            "is_meeting": Label("meets_with", "negotiates_with"),
            "created_by": Label("^develops", ""),
            "product_of": Label("^develops", "^owns ^supplies"),
            "founder_of": Label("founded", "leads works_for"),
        },
        left_out={
            "events and works: no relation of ours": (
                "appears_in|event_in0|event_in0-x|event_in1|event_in2|event_in|present_in0|plays_in|character_in|"
                "directed_by|award_received"
            ),
            "laws: no relation of ours": "signed_by|law_of",
            "once only": "sanctions",
        },
        one_thing=frozenset(("gpe0", "gpe1", "gpe2")),
        all_mentions=True,
        comparable=(
            "The authors score all their mentions (dates, amounts and roles too) and all 65 labels, after learning "
            "from 700 of its articles, on its test split (https://arxiv.org/abs/2009.12626): not comparable."
        ),
    ),
    "PLOVER-GSR": Benchmark(
        folder="plover",
        about="Sentences of political news; one event each, with who did it to whom.",
        credit="the PLOVER project, after CAMEO (P. Schrodt and others)",
        address="https://github.com/openeventdata/PLOVER",
        licence="CC BY-SA 4.0",
        types={"ACTOR": ""},
        labels={
            "AGREE": Label("agrees_with", "contracts_with partners_with negotiates_with meets_with supports"),
            "CONSULT": Label("meets_with negotiates_with", ""),
            "SUPPORT": Label("supports", "agrees_with partners_with meets_with"),
            "COOPERATE": Label("partners_with agrees_with", "supports funds"),
            "AID": Label("funds supplies supports", ""),
            "INVESTIGATE": Label("investigates", "accuses"),
            "DISAPPROVE": Label("opposes accuses", "disputes_with"),
            "REJECT": Label("opposes", "accuses disputes_with"),
            "THREATEN": Label("threatens", "opposes"),
            "PROTEST": Label("protests_against", "opposes"),
            "SANCTION": Label("sanctions", "opposes dismisses"),
            "COERCE": Label("attacks sanctions", "threatens sues accuses"),
            "ASSAULT": Label("attacks", ""),
            "FIGHT": Label("attacks", "disputes_with"),
        },
        left_out={"no relation of ours": "DEMAND|CONCEDE|RETREAT|MOBILIZE"},
        given_pairs=True,
        comparable="Example sentences of a coding manual: nobody has published a figure that we know of.",
    ),
    "Re-DocRED": Benchmark(
        folder="redocred",
        about="Whole openings of Wikipedia articles, 96 relations of Wikidata.",
        credit="Q. Tan, L. Xu, L. Bing, H. T. Ng, S. M. Aljunied (EMNLP 2022), after DocRED (Y. Yao and others, 2019)",
        address="https://github.com/tonytan48/Re-DocRED",
        licence="MIT (annotations), CC BY-SA (text of Wikipedia)",
        types={"PER": "Person", "ORG": "Organization", "LOC": "Place"},
        labels={
            **dict.fromkeys(("father", "mother", "child", "spouse", "sibling"), Label("family_of")),
            **dict.fromkeys(
                ("head of government", "head of state", "chairperson"), Label("^leads", "^works_for ^member_of")
            ),
            **dict.fromkeys(("parent organization", "owned by"), Label("^owns part_of", "^acquires")),
            **dict.fromkeys(("developer", "manufacturer"), Label("^develops", "^owns ^supplies")),
            "product or material produced": Label("develops", "owns supplies"),
            "subsidiary": Label("owns ^part_of", "acquires"),
            "founded by": Label("^founded", "^leads"),
            "employer": Label("works_for", "leads member_of founded"),
            "member of sports team": Label("works_for", "member_of leads"),
            "member of political party": Label("member_of", "leads works_for"),
            "member of": Label("member_of", "works_for leads part_of"),
            "league": Label("member_of", "part_of"),
            "military branch": Label("works_for part_of", "member_of leads"),
            "part of": Label("part_of", "member_of ^owns"),
            "has part": Label("^part_of", "^member_of owns"),
            "legislative body": Label("^part_of", "based_in"),
            "headquarters location": Label("based_in", "part_of located_in"),
            "residence": Label("based_in", "leads works_for"),
            **dict.fromkeys(
                (
                    "located in the administrative territorial entity",
                    "country",
                    "location",
                    "capital of",
                    "located on terrain feature",
                ),
                Label("located_in based_in", "part_of", world=True),
            ),
            **dict.fromkeys(
                ("contains administrative territorial entity", "capital"), Label("^located_in", "^part_of", world=True)
            ),
            "country of citizenship": Label("based_in", "works_for leads", world=True),
        },
        left_out={
            "dates and numbers are no entities": (
                "publication date|date of birth|inception|date of death|point in time|start time|end time|"
                "dissolved, abolished or demolished|unemployment rate"
            ),
            "works and those who made them: no relation of ours": (
                "notable work|performer|record label|cast member|present in work|author|creator|characters|followed by|"
                "follows|composer|director|producer|publisher|platform|screenwriter|original network|"
                "production company|lyrics by|part of the series|original language of work|genre|influenced by|"
                "narrative location"
            ),
            "taking part, wars and awards: no relation of ours": "participant of|participant|conflict|award received",
            "nature and language: no relation of ours": (
                "located in or next to body of water|continent|basin country|mouth of the watercourse|parent taxon|"
                "languages spoken, written or signed|official language|ethnic group|religion|subclass of|instance of"
            ),
            "lives of people: no relation of ours": (
                "place of birth|place of death|educated at|work location|position held"
            ),
            "no relation of ours": (
                "applies to jurisdiction|country of origin|operator|location of formation|replaced by|replaces|"
                "territory claimed by|sister city|separated from"
            ),
        },
        all_mentions=True,
        published=(Published("KD-DocRE, entities given, F1 (dev)", 0.785, "https://arxiv.org/abs/2205.12696"),),
        comparable=(
            "Theirs is given all entities with their mentions, learns from 3,053 of its documents and counts all 96 "
            "relations, most of which the world knows rather than the text: not comparable."
        ),
    ),
    "GUM/news": Benchmark(
        folder="gum_news",
        about="Whole Wikinews articles; mentions of all kinds, nested, with clusters; no relations.",
        credit="A. Zeldes and others, the GUM corpus; texts of Wikinews contributors (CC BY 2.5)",
        address="https://github.com/amir-zeldes/gum",
        licence="CC BY 4.0 (annotations)",
        types={"person": "Person", "organization": "Organization", "place": "Place"},
        all_mentions=True,
        names=True,
        comparable=(
            "GUM marks whole noun phrases, all nominals and pronouns among them. Counted are those written as names, "
            "so that figures for all of it do not compare."
        ),
    ),
}
