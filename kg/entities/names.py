"""Which names of an article name one thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.entities.slugs import slug
from kg.mentions.tables import demonyms, known_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Mention

__all__ = ["Cluster", "cluster"]


@dataclass(slots=True)
class Cluster:
    """A thing in the making: its name and type, and its mentions in text order."""

    name: str
    type: str
    mentions: list[Mention] = field(default_factory=list)
    known: bool = False


def cluster(mentions: Sequence[Mention]) -> list[Cluster]:
    """Return the things that the named mentions name, in order of first mention."""
    clusters: dict[str, Cluster] = {}
    people: dict[str, str] = {}
    for mention in mentions:
        words = mention.span.text.split()
        if mention.type == "Person" and len(words) > 1:
            people.setdefault(words[-1], slug(mention.span.text))
    for mention in mentions:
        text = " ".join(mention.span.text.split())
        known = known_names().get(text) or demonyms().get(text)
        if known and known.type == mention.type:
            key, name = known.name, known.name
        else:
            key, name = slug(text), text
            if mention.type == "Person" and " " not in text:
                key = people.get(text, key)
        found = clusters.setdefault(key, Cluster(name, mention.type, known=bool(known)))
        found.mentions.append(mention)
        if not found.known and len(name) > len(found.name):
            found.name = name
    return list(clusters.values())
