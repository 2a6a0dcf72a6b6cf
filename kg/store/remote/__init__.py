"""A graph at an address: any store that speaks SPARQL 1.1, and the Graph Store Protocol where it can."""

from kg.store.remote.store import RemoteStore

__all__ = ["RemoteStore"]
