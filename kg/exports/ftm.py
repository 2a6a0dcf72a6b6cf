"""The graph as entities of FollowTheMoney (https://followthemoney.tech), a JSON object a line.

Which schema a type and a relation have is said by the ontology (``skos:closeMatch ftm:…``); where it says none, or the
ends do not fit, a link is an ``UnknownLink`` with the relation as its role. Only what some claim affirms is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import IO, Any

from kg.exports.networks import nodes
from kg.frames.tables import extra
from kg.model import Claim, fold
from kg.store import Store

__all__ = ["write_ftm"]

FTM = "https://schema.followthemoney.tech/#"
#: Schemas of types for which the ontology, up to the root, names none.
ROOTS = {"Person": "Person", "Organization": "Organization", "Event": "Event", "Product": "Asset"}
#: What everything else is: places act as states do.
OTHERWISE = "LegalEntity"


def write_ftm(store: Store, file: IO[bytes]) -> None:
    """Write things, then statements, each sorted by id; MissingExtra where followthemoney is not installed."""
    model = extra("followthemoney", "ftm").model
    close = {
        (row[0].rpartition("/")[2], row[1].removeprefix(FTM))
        for row in store.query("SELECT ?x ?m { GRAPH graph:ontology { ?x skos:closeMatch ?m } }").rows
        if row[1].startswith(FTM)
    }
    matches = {name: schema for name, schema in sorted(close, reverse=True) if model.get(schema)}
    schemas: dict[str, Any] = {}
    for node in nodes(store):
        entity = model.make_entity(_schema(node, matches))
        entity.id = _id(node["id"])
        entity.add("name", node["name"])
        entity.add("alias", node["aliases"], quiet=True)
        entity.add("wikidataId", [link.rpartition("/")[2] for link in node["links"] if "wikidata" in link], quiet=True)
        _write(file, entity)
        schemas[node["id"]] = entity.schema
    reports: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in store.claims():
        if claim.polarity == "positive":
            reports.setdefault(claim.statement, []).append(claim)
    for statement in sorted(reports):
        _write(file, _link(model, statement, reports[statement], matches, schemas, store))


def _schema(node: Mapping[str, Any], matches: Mapping[str, str]) -> str:
    own = [node["type"], *(name for name in node["classes"] if name != node["type"])]
    return next((table[name] for table in (matches, ROOTS) for name in own if name in table), OTHERWISE)


def _link(
    model: Any,
    statement: tuple[str, str, str],
    reports: list[Claim],
    matches: Mapping[str, str],
    schemas: Mapping[str, Any],
    store: Store,
) -> Any:
    subject, relation, object_ = statement
    schema = model.get(matches.get(relation, "UnknownLink"))
    if not _fits(schema, schemas[subject], schemas[object_]):
        schema = model.get("UnknownLink")
    link = model.make_entity(schema)
    link.id = _id("\n".join(statement))
    link.add(schema.edge_source, _id(subject))
    link.add(schema.edge_target, _id(object_))
    (best,) = fold(reports)
    link.add("role", best.role or relation.replace("_", " "))
    link.add("description", f"{best.certainty}, {best.time}")
    link.add("summary", best.evidence.text)
    for article in {claim.article: store.article(claim.article) for claim in reports}.values():
        link.add("publisher", article.publisher)
        link.add("sourceUrl", article.url, quiet=True)
        link.add("date", article.published.isoformat() if article.published else None)
    return link


def _fits(schema: Any, subject: Any, object_: Any) -> bool:
    if not schema.edge:
        return False
    ranges = (schema.get(end).range for end in (schema.edge_source, schema.edge_target))
    return all(end.is_a(wanted) for end, wanted in zip((subject, object_), ranges, strict=True))


def _id(text: str) -> str:
    return f"kg-{hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()}"


def _write(file: IO[bytes], entity: Any) -> None:
    record = entity.to_dict()
    record["properties"] = {name: sorted(values) for name, values in sorted(record["properties"].items())}
    file.write(f"{json.dumps(record, ensure_ascii=False, sort_keys=True)}\n".encode())
