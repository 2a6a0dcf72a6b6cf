"""Public benchmarks as gold documents: which of their labels say which of our relations.

A document of a benchmark annotates few of our relations, and some annotate given pairs only. So predictions of a
relation that no label of its table says are left out, and so are predictions outside the given pairs. A label that is
not in a table has no relation of ours, or is world knowledge that the text need not say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["BENCHMARKS", "Benchmark", "benchmark_record"]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """How a benchmark is read.

    ``labels``: its label → our relation, then what counts as right too, with ``^`` where the ends are swapped.
    ``types``: its types → ours. ``given_pairs``: only the pairs that it lists are annotated. ``left_out``: why labels
    are not in the table.
    """

    labels: Mapping[str, str]
    types: Mapping[str, str]
    given_pairs: bool = False
    left_out: str = ""


_PLAIN_TYPES = {
    **dict.fromkeys(("Peop", "PERSON", "PER", "Person"), "Person"),
    **dict.fromkeys(("Loc", "LOC", "Location", "GeopoliticalEntity", "DEMONYM"), "Place"),
    **dict.fromkeys(("WORK", "PRODUCT", "Product"), "Product"),
    **dict.fromkeys(("Company", "BusinessUnit"), "Company"),
    **dict.fromkeys(("EVENT",), "Event"),
}

#: By the ``source`` of its records.
BENCHMARKS: Mapping[str, Benchmark] = {
    "CoNLL04": Benchmark(
        {
            "Work_For": "works_for leads member_of founded",
            "Live_In": "based_in leads works_for",
            "OrgBased_In": "based_in part_of located_in",
            "Located_In": "located_in",
            "Kill": "attacks",
        },
        _PLAIN_TYPES,
    ),
    "CORE": Benchmark(
        {
            "product_or_service_of": "^develops ^owns ^supplies",
            "undefined": "",
            "collaboration": "partners_with contracts_with negotiates_with supplies ^supplies",
            "acquired_by": "^acquires ^owns",
            "client_of": "^supplies ^contracts_with uses",
            "shareholder_of": "invests_in owns",
            "subsidiary_of": "^owns part_of ^acquires",
            "competitor_of": "competes_with",
            "brand_of": "^owns part_of ^develops ^acquires",
            "merged_with": "merges_with",
            "traded_on": "",
            "regulated_by": "",
        },
        {"ENTITY": "Company"},
        given_pairs=True,
        left_out="traded_on and regulated_by have no relation of ours: nothing is to be found there",
    ),
    "KnowledgeNet": Benchmark(
        {
            "EMPLOYEE_OR_MEMBER_OF": "works_for member_of leads founded",
            "PLACE_OF_RESIDENCE": "based_in",
            "SPOUSE": "family_of",
            "CHILD_OF": "family_of",
            "HEADQUARTERS": "based_in located_in",
            "FOUNDED_BY": "^founded",
            "CEO": "^leads",
            "POLITICAL_AFFILIATION": "member_of leads works_for",
            "SUBSIDIARY_OF": "^owns part_of ^acquires",
        },
        {"ENTITY": "Organization"},
        left_out="dates, place of birth, school and nationality of people are no relations of ours",
    ),
    "FIRE": Benchmark(
        {
            "Subsidiaryof": "^owns part_of ^acquires",
            "Employeeof": "works_for leads founded",
            "Locatedin": "based_in located_in",
            "Productof": "^develops ^owns",
        },
        _PLAIN_TYPES,
        left_out="amounts, sectors and titles are no entities; actions are chains of words and amounts",
    ),
    "DWIE": Benchmark(
        {
            **dict.fromkeys(("head_of", "head_of_state", "head_of_gov", "minister_of", "mayor_of"), "leads works_for"),
            **dict.fromkeys(("head_of_state-x", "head_of_gov-x", "minister_of-x"), "leads works_for"),
            **dict.fromkeys(("agent_of", "agent_of-x", "advisor_of", "spokesperson_of"), "works_for leads member_of"),
            **dict.fromkeys(("coach_of", "player_of"), "works_for member_of leads"),
            **dict.fromkeys(("agency_of", "agency_of-x", "ministry_of", "institution_of", "part_of"), "part_of"),
            **dict.fromkeys(("spouse_of", "child_of", "parent_of", "sibling"), "family_of"),
            **dict.fromkeys(("based_in0", "based_in0-x", "based_in1", "based_in2", "based_in2-x"), "based_in part_of"),
            "member_of": "member_of works_for leads",
            "vs": "competes_with disputes_with",
            "is_meeting": "meets_with negotiates_with",
            "created_by": "^develops",
            "product_of": "^develops ^owns",
            "founder_of": "founded",
        },
        _PLAIN_TYPES,
        left_out="citizenship, where places lie, who appears in what: mostly not said in the text",
    ),
    "PLOVER-GSR": Benchmark(
        {
            "AGREE": "agrees_with contracts_with partners_with",
            "CONSULT": "meets_with negotiates_with",
            "SUPPORT": "supports agrees_with partners_with",
            "COOPERATE": "partners_with agrees_with",
            "AID": "funds supplies supports",
            "INVESTIGATE": "investigates",
            "DISAPPROVE": "opposes accuses",
            "REJECT": "opposes",
            "THREATEN": "threatens",
            "PROTEST": "protests_against opposes",
            "SANCTION": "sanctions",
            "COERCE": "attacks sanctions threatens",
            "ASSAULT": "attacks",
            "FIGHT": "attacks",
        },
        {"ACTOR": "Organization"},
        left_out="demands, concessions, retreats and mobilisations are no relations of ours",
    ),
    "Re-DocRED": Benchmark(
        {
            **dict.fromkeys(("father", "mother", "child", "spouse", "sibling"), "family_of"),
            **dict.fromkeys(("head of government", "head of state", "chairperson"), "^leads"),
            **dict.fromkeys(("parent organization", "owned by"), "^owns part_of"),
            **dict.fromkeys(("developer", "manufacturer"), "^develops"),
            "subsidiary": "owns ^part_of",
            "founded by": "^founded",
            "employer": "works_for",
            "member of sports team": "works_for member_of",
            "member of political party": "member_of",
            "member of": "member_of",
            "headquarters location": "based_in",
            "military branch": "works_for member_of",
        },
        _PLAIN_TYPES,
        left_out="where places lie, countries, dates, works and their makers: world knowledge, or no relation of ours",
    ),
}


def benchmark_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a benchmark's record as a gold record, with ``only`` and ``pairs`` beside what those have.

    ``only`` are the relations that are annotated; ``pairs`` lists the pairs of entity names that are, or is None where
    all are. KeyError where the record's ``source`` is no benchmark that is known.
    """
    benchmark = BENCHMARKS[record["source"]]
    labels = {k: v.split() for k, v in benchmark.labels.items() if k in record.get("exhaustive", benchmark.labels)}
    names, entities = _entities(record, benchmark)
    claims: dict[tuple[str, str, str], dict[str, Any]] = {}
    pairs = []
    for relation in record["relations"]:
        ends = names[relation["head"]], names[relation["tail"]]
        if relation["type"] not in labels or ends[0] == ends[1]:
            continue
        pairs.append(list(ends))
        if labels[relation["type"]]:
            first, *also = labels[relation["type"]]
            if first.startswith("^"):
                ends, first = ends[::-1], first[1:]
                also = [a[1:] if a.startswith("^") else f"^{a}" for a in also]
            claim = {"subject": ends[0], "relation": first, "object": ends[1], "also": also}
            claims.setdefault((ends[0], first, ends[1]), claim)
    only = sorted({label.removeprefix("^") for said in labels.values() for label in said[:1]})
    return {
        "id": record["id"],
        "text": record["text"],
        "entities": entities,
        "claims": list(claims.values()),
        "only": only,
        "pairs": pairs if benchmark.given_pairs else None,
    }


def _entities(record: Mapping[str, Any], benchmark: Benchmark) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The name of each mention's entity, and the entities: mentions of one cluster, address or name are one."""
    groups: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for mention in record["entities"]:
        key = next((mention[k] for k in ("cluster", "canonical", "uri") if mention.get(k) is not None), mention["text"])
        groups[key].append(mention)
    names: dict[str, str] = {}
    entities: dict[str, dict[str, Any]] = {}
    for mentions in groups.values():
        name = mentions[0].get("canonical") or _longest(mentions)
        names.update({mention["id"]: name for mention in mentions})
        type_ = benchmark.types.get(mentions[0]["type"], "Organization")
        entity = entities.setdefault(name, {"name": name, "type": type_, "aliases": []})
        entity["aliases"] = sorted({*entity["aliases"], *(mention["text"] for mention in mentions)})
    return names, list(entities.values())


def _longest(mentions: Iterable[Mapping[str, Any]]) -> str:
    return str(max((mention["text"] for mention in mentions), key=len))
