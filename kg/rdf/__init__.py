"""Extractions as RDF, and back: one named graph an article, no blank nodes, the same input the same quads.

``docs/rdf.md`` lists every class and property with an example. IRIs are minted in :mod:`kg.rdf.iris` only.
"""

from kg.rdf.iris import BASE, Iris, Namespace, prefixes
from kg.rdf.reading import read_article, read_extraction
from kg.rdf.writing import Activity, activity_quads, derived_quads, extraction_quads, who_read

__all__ = [
    "BASE",
    "Activity",
    "Iris",
    "Namespace",
    "activity_quads",
    "derived_quads",
    "extraction_quads",
    "prefixes",
    "read_article",
    "read_extraction",
    "who_read",
]
