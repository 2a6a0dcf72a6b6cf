"""Nominals and pronouns: the words that stand for a thing without naming it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.ontology import Ontology

__all__ = ["noun_types"]

_CACHE: dict[str, Mapping[str, tuple[str, ...]]] = {}


def noun_types(ontology: Ontology) -> Mapping[str, tuple[str, ...]]:
    """Return the types that a common noun may stand for, in the ontology's order of types."""
    found = _CACHE.get(ontology.digest)
    if found is None:
        table: dict[str, list[str]] = {}
        for kind in ontology.types.values():
            for noun in kind.nouns:
                table.setdefault(noun, []).append(kind.name)
        found = _CACHE[ontology.digest] = {noun: tuple(kinds) for noun, kinds in table.items()}
    return found
