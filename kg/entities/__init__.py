"""Entities: which mentions of an article stand for one thing, and what it is called."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.encoder import MODELS, encoded_in, marked_types
from kg.entities.context import Context
from kg.entities.coreference import link
from kg.entities.names import group_names, untitled
from kg.entities.slugs import slug, strip_legal_form
from kg.entities.weights import link_weights
from kg.mentions.tokens import tokens
from kg.mentions.typing import typing_of
from kg.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Doc

    from kg.entities.names import Group
    from kg.model import Article, Mention
    from kg.ontology import Ontology

__all__ = ["likely_linked", "resolve"]

#: Where the shares of links lie in the user data of a parsed document.
_KEY = "kg_links"


def resolve(doc: Doc, article: Article, mentions: Sequence[Mention], ontology: Ontology) -> tuple[Entity, ...]:
    """Return the things that an article speaks of, ordered by first mention; each has a named mention.

    A mention belongs to one entity, or to several that it stands for together ("both"); nominals and pronouns that
    could not be resolved belong to none. A form that two things share ("Moscow", the city and the government) is an
    alias of the one that it names more often.
    """
    tok = tokens(doc)
    named = [mention for mention in mentions if mention.kind == "named"]
    groups = group_names(article, named, ontology, tok.sentence_at)
    words = [mention for mention in mentions if mention.kind != "named"]
    encoded = encoded_in(doc.user_data)
    context = Context(encoded, tok, groups, marked_types(ontology)) if encoded and encoded.links else None
    weights = link_weights(encoded.folder if encoded else MODELS)
    doc.user_data[_KEY] = link(tok, groups, words, typing_of(ontology), weights, context)
    return _entities(groups)


def likely_linked(doc: Doc, mention: Mention) -> float:
    """Return how likely a mention of a document whose entities are resolved stands for its entity; of a name, 1."""
    shares: Mapping[tuple[int, int], float] = doc.user_data.get(_KEY, {})
    return shares.get((mention.span.start, mention.span.end), 1.0)


def _entities(groups: Sequence[Group]) -> tuple[Entity, ...]:
    used: set[str] = set()
    forms = [Counter(" ".join(m.span.text.split()) for m in group.mentions if m.kind == "named") for group in groups]
    most: dict[str, int] = {}
    for counter in forms:
        for form, count in counter.items():
            most[form] = max(count, most.get(form, 0))
    entities = []
    for group, counter in zip(groups, forms, strict=True):
        person = group.root == "Person"  # "Dr Pepper" is a drink's whole name
        name = group.known or _fullest(untitled(form, person=True) if person else form for form in counter)
        name = group.owned if group.shared else name
        first = f"{group.root.lower()}/{slug(name)}"
        key = next(key for key in (first, *(f"{first}-{n}" for n in range(2, len(groups) + 2))) if key not in used)
        used.add(key)
        aliases = [form for form, count in counter.items() if count == most[form]] or list(counter)
        aliases += [group.owned] if group.shared else []
        mentions = tuple(sorted(group.mentions, key=lambda mention: (mention.span.start, -mention.span.end)))
        entities.append(Entity(key, name, group.type, tuple(sorted({*aliases})), mentions))
    return tuple(entities)


def _fullest(names: Iterable[str]) -> str:
    """Return the name with the most words that tell something, the longest, not in capitals ("OSLO"), the first."""
    return max(names, key=lambda name: (len(strip_legal_form(name).split()), len(name), not name.isupper()))
