"""Entities: which mentions of an article stand for one thing, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entities.names import Cluster, cluster
from kg.entities.slugs import slug
from kg.model import Entity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from kg.model import Article, Mention
    from kg.ontology import Ontology

__all__ = ["resolve"]


def resolve(doc: Doc, article: Article, mentions: Sequence[Mention], ontology: Ontology) -> tuple[Entity, ...]:
    """Return the things that an article speaks of, ordered by first mention; each has a named mention.

    A mention belongs to one entity at most; nominals and pronouns that could not be resolved belong to none.
    """
    clusters = cluster([mention for mention in mentions if mention.kind == "named"])
    return _entities(clusters, ontology)


def _entities(clusters: list[Cluster], ontology: Ontology) -> tuple[Entity, ...]:
    used: dict[str, int] = {}
    entities = []
    for found in sorted(clusters, key=lambda c: c.mentions[0].span.start):
        root = ontology.root(found.type).lower()
        key = f"{root}/{slug(found.name)}"
        used[key] = used.get(key, 0) + 1
        if used[key] > 1:
            key = f"{key}-{used[key]}"
        aliases = tuple(sorted({mention.span.text for mention in found.mentions if mention.kind == "named"}))
        entities.append(Entity(key, found.name, found.type, aliases, tuple(found.mentions)))
    return tuple(entities)
