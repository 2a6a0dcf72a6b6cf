"""The graph as a network: GraphML, GEXF, and files of things and statements for Neo4j and Parquet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from kg.frames.tables import extra
from kg.store import Store

__all__ = ["edges", "nodes", "write_csv", "write_gexf", "write_graphml", "write_parquet"]

#: Columns of nodes and edges, with their types in Neo4j's header and in Arrow.
NODES = {
    **dict.fromkeys(("id", "name", "type"), ("string", "string")),
    **dict.fromkeys(("classes", "aliases", "links"), ("string[]", "list<string>")),
    "claims": ("int", "int64"),
}
EDGES = {
    **dict.fromkeys(("subject", "relation", "object"), ("string", "string")),
    "symmetric": ("boolean", "bool"),
    **dict.fromkeys(("claims", "articles", "sources"), ("int", "int64")),
    **dict.fromkeys(("polarity", "certainty", "time"), ("string", "string")),
    "confidence": ("double", "float64"),
    **dict.fromkeys(("first", "last", "when", "role"), ("string", "string")),
}
#: How columns are called that Neo4j's importer takes for more than properties.
_NEO4J = {
    "id": "id:ID",
    "classes": ":LABEL",
    "subject": ":START_ID",
    "relation": ":TYPE",
    "object": ":END_ID",
}


def write_graphml(store: Store, file: IO[bytes]) -> None:
    """Write GraphML: a node a thing, an edge a statement, as :meth:`kg.Store.to_networkx` gives them."""
    import networkx as nx

    nx.write_graphml(store.to_networkx(), file, encoding="utf-8")


def write_gexf(store: Store, file: IO[bytes]) -> None:
    """Write GEXF, as GraphML, for Gephi; without the day of writing, so that it is the same on each."""
    import networkx as nx

    graph = store.to_networkx()
    for _, attributes in graph.nodes(data=True):
        attributes["label"] = attributes["name"]
    for line in nx.generate_gexf(graph):
        file.write((re.sub(r' lastmodifieddate="[^"]*"', "", line) + "\n").encode())


def nodes(store: Store) -> Iterator[dict[str, Any]]:
    """Yield things as rows of :data:`NODES`, sorted by id, those that no claim is about among them."""
    counted = {id_: data["claims"] for id_, data in store.to_networkx().nodes(data=True)}
    said: dict[str, dict[str, list[str]]] = {}
    query = "SELECT ?x ?p ?o { GRAPH graph:entities { ?x rdfs:label ?any ; ?p ?o } } ORDER BY ?x ?p ?o"
    for thing, predicate, value in store.query(query).rows:
        about = said.setdefault(store.iris.thing_id(thing), {})
        about.setdefault(re.split(r"[/#]", predicate)[-1], []).append(value)
    above = {
        (row[0], row[1]) for row in store.query("SELECT ?a ?b { GRAPH graph:ontology { ?a rdfs:subClassOf+ ?b } }").rows
    }
    for id_, about in sorted(said.items()):
        classes = about.get("type", [])
        lowest = next((one for one in classes if not any((other, one) in above for other in classes)), "")
        yield {
            "id": id_,
            "name": about["label"][0],
            "type": re.split(r"[/#]", lowest)[-1],
            "classes": [re.split(r"[/#]", one)[-1] for one in classes],
            "aliases": about.get("altLabel", []),
            "links": about.get("sameAs", []),
            "claims": counted.get(id_, 0),
        }


def edges(store: Store) -> Iterator[dict[str, Any]]:
    """Yield statements as rows of :data:`EDGES`, sorted by their ends and relation; a symmetric one once."""
    for subject, object_, attributes in store.to_networkx().edges(data=True):
        yield {
            "subject": subject,
            "object": object_,
            **{name: attributes.get(name) for name in EDGES if name in attributes},
        }


def write_csv(store: Store, path: Path) -> list[Path]:
    """Write two files for ``neo4j-admin database import``, see https://neo4j.com/docs/operations-manual/current/import/.

    They are ``NAME-nodes.csv`` and ``NAME-edges.csv``; lists are joined by semicolons, as the importer splits them.
    """
    written = []
    for name, columns, rows in (("nodes", NODES, nodes(store)), ("edges", EDGES, edges(store))):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_NEO4J.get(column, f"{column}:{types[0]}") for column, types in columns.items())
        writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
        written.append(path.with_name(f"{path.stem}-{name}.csv"))
        written[-1].write_text(text.getvalue(), encoding="utf-8")
    return written


def _cell(value: object) -> object:
    if isinstance(value, list):
        return ";".join(str(item).replace(";", ",") for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def write_parquet(store: Store, path: Path) -> list[Path]:
    """Write three files: ``NAME-nodes.parquet``, ``NAME-edges.parquet`` and ``NAME-claims.parquet``.

    Raises MissingExtra where pyarrow is not installed.
    """
    pa, pq = extra("pyarrow", "parquet"), extra("pyarrow.parquet", "parquet")
    kinds = {"list<string>": pa.list_(pa.string()), "float64": pa.float64(), "bool": pa.bool_()}

    def table(columns: dict[str, tuple[str, str]], rows: Iterator[dict[str, Any]]) -> Any:
        schema = pa.schema([(name, kinds.get(kind) or getattr(pa, kind)()) for name, (_, kind) in columns.items()])
        return pa.Table.from_pylist(list(rows), schema=schema)

    tables = {"nodes": table(NODES, nodes(store)), "edges": table(EDGES, edges(store)), "claims": store.to_arrow()}
    written = []
    for name, content in tables.items():
        written.append(path.with_name(f"{path.stem}-{name}.parquet"))
        pq.write_table(content, written[-1])
    return written
