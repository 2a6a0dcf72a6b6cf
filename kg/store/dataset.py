"""The store as an rdflib Dataset: no copy, read-only. The only module that knows rdflib."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Namespace
from rdflib.query import Result as RdflibResult

from kg.errors import StoreError
from kg.rdf.iris import KG as ONTOLOGY
from kg.store.sparql import uses_from

__all__ = ["KG", "dataset"]

#: The namespace of the ontology for rdflib: ``KG.acquires`` is the relation, ``KG.Company`` the type.
KG = Namespace(ONTOLOGY)


class _View(OxigraphStore):
    """oxrdflib's store over data opened elsewhere: hands ``FROM`` on, and refuses every change."""

    def __init__(self, data: Callable[[], ox.Store]) -> None:
        super().__init__()
        self._data = data

    @property
    def _inner(self) -> ox.Store:
        return self._data()

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803 - named as in rdflib
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> RdflibResult:
        if isinstance(query, str) and queryGraph == "__UNION__" and uses_from(query):
            queryGraph = ""  # noqa: N806 - neither the union nor one graph: what the query names
        return super().query(query, initNs, initBindings, queryGraph, **kwargs)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise StoreError("the Dataset of a store is read-only; change the store with kg.Store(path, write=True)")

    add = addN = remove = update = add_graph = remove_graph = open = destroy = _refuse  # noqa: N815


def dataset(data: Callable[[], ox.Store], prefixes: Mapping[str, str]) -> Dataset:
    """Return a Dataset whose default graph is the union of all graphs, over what ``data`` gives at each call."""
    view = Dataset(store=_View(data), default_union=True)
    for name, iri in prefixes.items():
        view.bind(name, Namespace(iri), replace=True)
    return view
