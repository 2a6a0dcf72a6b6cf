"""What a worker does when it is asked: each takes the endpoint and gives what can go through a pipe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import kg

__all__ = ["OPERATIONS", "Answer"]

#: The media type and the body; neither where the graph asked for is not there; the type alone None where none will do.
Answer = tuple[str | None, bytes] | None


def query(
    endpoint: kg.Endpoint,
    sparql: str,
    default_graphs: list[str],
    named_graphs: list[str],
    variables: dict[str, str],
    rows: str | None,
    triples: str | None,
) -> Answer:
    """Answer a query in the media type given for its kind of answer."""
    graphs = {"default_graphs": default_graphs, "named_graphs": named_graphs}
    result = endpoint.query(sparql, **graphs, variables=variables)
    media_type = triples if result.kind == "triples" else rows
    return media_type, b"" if media_type is None else endpoint.encode(result, media_type)


def update(endpoint: kg.Endpoint, sparql: str, default_graphs: list[str], named_graphs: list[str]) -> None:
    """Run an update."""
    endpoint.update(sparql, default_graphs=default_graphs, named_graphs=named_graphs)


def read_graph(endpoint: kg.Endpoint, graph: str | None, media_type: str) -> Answer:
    """Read a graph, or the union of all."""
    result = endpoint.graph(graph)
    return None if result is None else (media_type, endpoint.encode(result, media_type))


def write_graph(endpoint: kg.Endpoint, graph: str, data: bytes, media_type: str, merge: bool) -> bool:
    """Write a graph; tell whether it is new."""
    return endpoint.put(graph, data, media_type, merge=merge)


def drop_graph(endpoint: kg.Endpoint, graph: str) -> bool:
    """Take a graph away; tell whether it was there."""
    return endpoint.drop(graph)


def publish(endpoint: kg.Endpoint) -> None:
    """Let readers see what was written."""
    endpoint.store.publish()


def prefixes(endpoint: kg.Endpoint) -> dict[str, str]:
    """Return what the short names in questions and answers stand for."""
    return endpoint.store.prefixes


def state(endpoint: kg.Endpoint) -> str | None:
    """Return what names the state that is read."""
    return endpoint.store.state


def picture(endpoint: kg.Endpoint, around: str | None, hops: int) -> tuple[str | None, str]:
    """Draw the graph, or what is near a thing; return the state that was drawn with the page."""
    return endpoint.store.state, kg.view(endpoint.store, around=around, hops=hops).html


OPERATIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (query, update, read_graph, write_graph, drop_graph, publish, prefixes, state, picture)
}
