"""The graph on disk: one writer, many readers, questions in SPARQL, answers as values."""

from kg.store.decisions import Decision
from kg.store.endpoint import Endpoint
from kg.store.result import Result
from kg.store.store import Store

__all__ = ["Decision", "Endpoint", "Result", "Store"]
