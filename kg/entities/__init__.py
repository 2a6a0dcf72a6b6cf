"""Entities: which mentions of an article stand for one thing, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entities.coreference import link
from kg.entities.names import group_names
from kg.entities.slugs import slug, strip_legal_form
from kg.mentions.tokens import tokens
from kg.mentions.typing import typing_of
from kg.model import Entity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from kg.entities.names import Group
    from kg.model import Article, Mention
    from kg.ontology import Ontology

__all__ = ["resolve"]


def resolve(doc: Doc, article: Article, mentions: Sequence[Mention], ontology: Ontology) -> tuple[Entity, ...]:
    """Return the things that an article speaks of, ordered by first mention; each has a named mention.

    A mention belongs to one entity at most; nominals and pronouns that could not be resolved belong to none.
    """
    tok = tokens(doc)
    named = [mention for mention in mentions if mention.kind == "named"]
    groups = group_names(article, named, ontology, tok.sentence_at)
    link(tok, groups, [mention for mention in mentions if mention.kind != "named"], typing_of(ontology))
    return _entities(groups)


def _entities(groups: Sequence[Group]) -> tuple[Entity, ...]:
    used: dict[str, int] = {}
    entities = []
    for group in groups:
        name = group.known or _fullest(group)
        key = f"{group.root.lower()}/{slug(name)}"
        used[key] = used.get(key, 0) + 1
        if used[key] > 1:
            key = f"{key}-{used[key]}"
        aliases = tuple(sorted({" ".join(m.span.text.split()) for m in group.mentions if m.kind == "named"}))
        mentions = tuple(sorted(group.mentions, key=lambda mention: (mention.span.start, -mention.span.end)))
        entities.append(Entity(key, name, group.type, aliases, mentions))
    return tuple(entities)


def _fullest(group: Group) -> str:
    """Return the name with the most words that tell something, then the longest, then the first."""
    names = [" ".join(mention.span.text.split()) for mention in group.mentions if mention.kind == "named"]
    return max(names, key=lambda name: (len(strip_legal_form(name).split()), len(name)))
