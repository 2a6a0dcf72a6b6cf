"""The one table of types, relations, phrases and cues: reads ``ontology/kg.ttl`` and a user's own Turtle.

Nothing here knows a type or a relation by name; all of it is asked of the ontology. Names are local names in the
namespace :data:`KG` (``acquires``, ``Company``). Turtle is parsed once a process for each state of a file.
"""

from __future__ import annotations

from kg.ontology.checking import check_ontology
from kg.ontology.loading import load_ontology, named_queries, named_query, ontology_path
from kg.ontology.phrases import expand_phrase, slot_types, telling_words
from kg.ontology.turtle import KG
from kg.ontology.values import CueSet, EntityType, Ontology, Phrase, RelationEntry

__all__ = [
    "KG",
    "CueSet",
    "EntityType",
    "Ontology",
    "Phrase",
    "RelationEntry",
    "check_ontology",
    "expand_phrase",
    "load_ontology",
    "named_queries",
    "named_query",
    "ontology_path",
    "slot_types",
    "telling_words",
]
