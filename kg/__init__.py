"""News articles into a knowledge graph whose every edge opens to the sentence that says it.

>>> import kg
>>> article = kg.Article("note", "Brightwater Group has bought Quillon Energy.")
>>> for extraction in kg.extract([article]):
...     for claim in extraction.claims:
...         print(claim.subject.name, claim.relation.name, claim.object.name)
Brightwater Group acquires Quillon Energy

Names are loaded when they are first used (:pep:`562`), so that ``import kg`` loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.articles import ARTICLE_KEYS, read, sample_paths
    from kg.building import BuildReport, build
    from kg.errors import (
        ArticleError,
        KGError,
        MissingExtra,
        ModelError,
        OntologyError,
        QueryError,
        StoreError,
    )
    from kg.evaluation import Evaluation, evaluate, gold_document
    from kg.exports import ImportReport, export, import_graph, turtle
    from kg.instruments import ProgressBar, try_phrase
    from kg.model import (
        Article,
        Certainty,
        Claim,
        Entity,
        Extraction,
        Mention,
        MentionKind,
        Polarity,
        Relation,
        Span,
        Time,
        fold,
    )
    from kg.nlp import DEFAULT_MODEL
    from kg.ontology import (
        CueSet,
        EntityType,
        Ontology,
        Phrase,
        RelationEntry,
        check_ontology,
        load_ontology,
        named_queries,
        named_query,
        ontology_path,
    )
    from kg.picture import Picture, view
    from kg.pipeline import Extractor, extract
    from kg.store import Decision, Endpoint, Result, Store
    from kg.store.dataset import KG
    from kg.training import train
    from kg.web import serve

__all__ = [
    "ARTICLE_KEYS",
    "DEFAULT_MODEL",
    "KG",
    "Article",
    "ArticleError",
    "BuildReport",
    "Certainty",
    "Claim",
    "CueSet",
    "Decision",
    "Endpoint",
    "Entity",
    "EntityType",
    "Evaluation",
    "Extraction",
    "Extractor",
    "ImportReport",
    "KGError",
    "Mention",
    "MentionKind",
    "MissingExtra",
    "ModelError",
    "Ontology",
    "OntologyError",
    "Phrase",
    "Picture",
    "Polarity",
    "ProgressBar",
    "QueryError",
    "Relation",
    "RelationEntry",
    "Result",
    "Span",
    "Store",
    "StoreError",
    "Time",
    "build",
    "check_ontology",
    "evaluate",
    "export",
    "extract",
    "fold",
    "gold_document",
    "import_graph",
    "load_ontology",
    "named_queries",
    "named_query",
    "ontology_path",
    "read",
    "sample_paths",
    "serve",
    "train",
    "try_phrase",
    "turtle",
    "view",
]

#: Where each name lives; ``__all__`` is its keys (tested).
_MODULES = {
    "articles": ("ARTICLE_KEYS", "read", "sample_paths"),
    "building": ("BuildReport", "build"),
    "errors": (
        *("ArticleError", "KGError", "MissingExtra", "ModelError", "OntologyError", "QueryError", "StoreError"),
    ),
    "evaluation": ("Evaluation", "evaluate", "gold_document"),
    "exports": ("ImportReport", "export", "import_graph", "turtle"),
    "instruments": ("ProgressBar", "try_phrase"),
    "model": (
        *("Article", "Certainty", "Claim", "Entity", "Extraction", "Mention", "MentionKind", "Polarity"),
        *("Relation", "Span", "Time", "fold"),
    ),
    "nlp": ("DEFAULT_MODEL",),
    "ontology": (
        *("CueSet", "EntityType", "Ontology", "Phrase", "RelationEntry", "check_ontology", "load_ontology"),
        *("named_queries", "named_query", "ontology_path"),
    ),
    "picture": ("Picture", "view"),
    "pipeline": ("Extractor", "extract"),
    "store.dataset": ("KG",),
    "store": ("Decision", "Endpoint", "Result", "Store"),
    "training": ("train",),
    "web": ("serve",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("claimgraph")
    elif name in _HOMES:
        value = getattr(import_module(f"kg.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    globals()[name] = value
    return value


def load_ipython_extension(shell: Any) -> None:
    """Give the cell magic ``%%sparql`` to a notebook; called by ``%load_ext kg``."""
    from kg.instruments.notebook import load

    load(shell)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
