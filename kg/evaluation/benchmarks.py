"""Records of public benchmarks as gold documents, after the table of labels (:mod:`kg.evaluation.tables`).

A benchmark annotates few of our relations, and some annotate given pairs only: predictions that no label would have
said are left out, and so are those outside the given pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg.evaluation.tables import BENCHMARKS
from kg.mentions.words import PRONOUNS
from kg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.evaluation.tables import Benchmark, Label
    from kg.model import Claim, Entity, MentionKind
    from kg.ontology import Ontology

__all__ = ["benchmark_record", "placed_record"]

#: Words in small letters that stand inside names.
_INSIDE = frozenset("of the for and de du di da la le von van der den bin ibn al el on in to at".split())
_DETERMINER = re.compile(r"^(?:the|an?|his|her|its|their|our|my|this|that)\s+", re.IGNORECASE)


def benchmark_record(record: Mapping[str, Any], *, strict: bool = False, world: bool = False) -> dict[str, Any]:
    """Return a benchmark's record as a gold record, with ``only``, ``pairs`` and ``mentions`` beside what those have.

    ``only`` lists (relation, types of its subject, types of its object) that are annotated, with no types for any;
    ``pairs`` the pairs of entity names that are, or is None where all are; ``mentions`` (start, end, name of the
    entity or None where it is none of ours, kind). ``strict`` makes each mention an entity of its own, told by its
    place. ``world`` asks for labels that the world knows rather than the text, which are optional otherwise. KeyError
    where the record's ``source`` is no benchmark that is known.
    """
    benchmark = BENCHMARKS[record["source"]]
    mentions = {mention["id"]: mention for mention in record["entities"]}
    names, entities = _entities(record, benchmark, strict=strict)
    labels = {k: v for k, v in benchmark.labels.items() if k in record.get("exhaustive", benchmark.labels)}
    claims: dict[tuple[str, str, str], dict[str, Any]] = {}
    pairs = []
    for relation in record["relations"]:
        label, ends = labels.get(relation["type"]), (names[relation["head"]], names[relation["tail"]])
        if label is None or ends[0] == ends[1]:
            continue
        pairs.append(list(ends))
        if label.says:
            places = [_place(mentions[relation[end]]) for end in ("head", "tail")]
            claim = _claim(label, ends, places, optional=label.world and not world)
            key = (claim["subject"], claim["relation"], claim["object"])
            if key not in claims or claims[key]["optional"]:
                claims[key] = claim
    return {
        "id": record["id"],
        "text": record["text"],
        "title": record.get("title"),
        "entities": entities,
        "claims": list(claims.values()),
        "only": sorted(_annotated(labels.values(), typed=not benchmark.given_pairs)),
        "pairs": pairs if benchmark.given_pairs else None,
        "mentions": sorted(_mentions(record, benchmark, names), key=lambda m: (m[0], -m[1])),
        "all_mentions": benchmark.all_mentions,
    }


def placed_record(record: Mapping[str, Any], ontology: Ontology, claim: Claim | None = None) -> dict[str, Any]:
    """Return a claim's record with its ends told by place and root type, as ``strict`` gold has them.

    Where the claim is given, an end under other words stands at the nearest name of its entity.
    """
    placed = dict(record)
    for end in ("subject", "object"):
        span = record[f"{end}_span"]
        place = span["start"], span["end"]
        if claim is not None:
            place = _nearest_name(getattr(claim, end), place)
        root = ontology.root(record[end]["type"])
        placed[end] = {"name": _place_name(*place, root), "type": record[end]["type"], "aliases": []}
    return placed


def _nearest_name(entity: Entity, place: tuple[int, int]) -> tuple[int, int]:
    named = [(m.span.start, m.span.end) for m in entity.mentions if m.kind == "named"]
    return min(named, key=lambda name: (max(name[0] - place[1], place[0] - name[1]), name), default=place)


def _place_name(start: int, end: int, root: str) -> str:
    return f"{start} {end} {root}".rstrip()


def _claim(label: Label, ends: tuple[str, str], places: Sequence[dict[str, int]], *, optional: bool) -> dict[str, Any]:
    first, *also = f"{label.says} {label.also}".split()
    if first.startswith("^"):
        ends, places, first = ends[::-1], places[::-1], first[1:]
        also = [a[1:] if a.startswith("^") else f"^{a}" for a in also]
    return {
        "subject": ends[0],
        "relation": first,
        "object": ends[1],
        "also": also,
        "optional": optional,
        "ends": {"subject": places[0], "object": places[1]},
    }


def _annotated(labels: Iterable[Label], *, typed: bool) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What the labels say: relation, types of the subject and of the object."""
    found = set()
    for label in labels:
        head, tail = (_below(t) if typed else () for t in (label.head, label.tail))
        for said in label.says.split():
            found.add((said[1:], tail, head) if said.startswith("^") else (said, head, tail))
    return found


def _below(type_: str | None) -> tuple[str, ...]:
    """All types of the root above a type, sorted; none for None."""
    ontology = load_ontology()
    root = type_ and ontology.root(type_)
    return tuple(sorted(name for name in ontology.types if ontology.root(name) == root))


def _entities(
    record: Mapping[str, Any], benchmark: Benchmark, *, strict: bool
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The name of each mention's entity, and the entities."""
    names: dict[str, str] = {}
    entities: dict[str, dict[str, Any]] = {}
    for mentions in [[m] for m in record["entities"]] if strict else _groups(record, benchmark):
        type_ = benchmark.types.get(mentions[0]["type"], "")
        name = mentions[0].get("canonical") or max((str(m["text"]) for m in mentions), key=len)
        if strict:
            root = load_ontology().root(type_) if type_ else ""
            name = _place_name(mentions[0]["start"], mentions[0]["end"], root)
        names.update({mention["id"]: name for mention in mentions})
        entity = entities.setdefault(name, {"name": name, "type": type_, "aliases": []})
        if not strict:
            forms = {m["text"] for m in mentions if _kind(m["text"], benchmark) == "named"}
            entity["aliases"] = sorted({*entity["aliases"], *forms})
    return names, list(entities.values())


def _groups(record: Mapping[str, Any], benchmark: Benchmark) -> list[list[Mapping[str, Any]]]:
    """Mentions of one thing together: of one cluster, address or name, or joined by a label that says so."""
    groups: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    group_of: dict[str, Any] = {}
    for mention in record["entities"]:
        key = next((mention[k] for k in ("cluster", "canonical", "uri") if mention.get(k) is not None), mention["text"])
        groups[key].append(mention)
        group_of[mention["id"]] = key
    for relation in record["relations"]:
        if relation["type"] in benchmark.one_thing:
            gone, kept = group_of[relation["head"]], group_of[relation["tail"]]
            if gone != kept:
                groups[kept] += groups.pop(gone)
                group_of.update({mention["id"]: kept for mention in groups[kept]})
    return list(groups.values())


def _mentions(
    record: Mapping[str, Any], benchmark: Benchmark, names: Mapping[str, str]
) -> Iterator[tuple[int, int, str | None, MentionKind]]:
    for mention in record["entities"]:
        name = names[mention["id"]] if mention["type"] in benchmark.types else None
        yield mention["start"], mention["end"], name, _kind(mention["text"], benchmark)


def _kind(text: str, benchmark: Benchmark) -> MentionKind:
    if text.casefold() in PRONOUNS and (len(text) == 1 or not text.isupper()):  # "US" is none
        return "pronoun"
    words = re.findall(r"\w[\w.'’-]*", _DETERMINER.sub("", text))
    capital = [not word.islower() for word in words]
    if benchmark.names:  # whole noun phrases: a name is all in capitals, but for the small words inside it
        named = any(capital) and all(c or w in _INSIDE for c, w in zip(capital, words, strict=True))
    else:
        named = any(capital)
    return "named" if named else "nominal"


def _place(mention: Mapping[str, Any]) -> dict[str, int]:
    return {"start": mention["start"], "end": mention["end"]}
