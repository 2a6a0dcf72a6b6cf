"""An extraction as plain values and back: what a document of spaCy may carry from process to process and to disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kg.model import Article, Claim, Entity, Extraction, Mention, Relation, Span

__all__ = ["as_plain", "from_plain"]

#: What of a claim is plain already.
_SAME = ("polarity", "certainty", "time", "when", "role", "confidence", "reader", "phrase")
_SPAN, _SPANS = ("evidence", "subject_span", "object_span"), ("trigger_spans", "cue_spans")

Plain = Mapping[str, Any]


def as_plain(extraction: Extraction) -> dict[str, Any]:
    """Return all that was read, without the article: dicts, lists, texts and numbers.

    Mentions of entities and ends of claims are given by their place in ``mentions`` and ``entities``.
    """
    mentions = {mention: place for place, mention in enumerate(extraction.mentions)}
    entities = {entity.id: place for place, entity in enumerate(extraction.entities)}
    relations = {claim.relation.name: asdict(claim.relation) for claim in extraction.claims}
    return {
        "mentions": [[*_ends(mention.span), mention.type, mention.kind] for mention in extraction.mentions],
        "entities": [
            {
                **{name: getattr(entity, name) for name in ("id", "name", "type", "thing")},
                "aliases": list(entity.aliases),
                "mentions": [mentions[mention] for mention in entity.mentions],
            }
            for entity in extraction.entities
        ],
        "relations": {
            name: {key: list(value) if isinstance(value, tuple) else value for key, value in relation.items()}
            for name, relation in sorted(relations.items())
        },
        "claims": [_plain_claim(claim, entities) for claim in extraction.claims],
    }


def from_plain(plain: Plain, article: Article) -> Extraction:
    """Return the extraction that :func:`as_plain` took apart; ``article`` is the one that it was read in."""
    mentions = [Mention(article.span(start, end), type_, kind) for start, end, type_, kind in plain["mentions"]]
    entities = [
        Entity(
            **{name: entity[name] for name in ("id", "name", "type", "thing")},
            aliases=tuple(entity["aliases"]),
            mentions=tuple(mentions[place] for place in entity["mentions"]),
        )
        for entity in plain["entities"]
    ]
    relations = {name: _relation(said) for name, said in plain["relations"].items()}
    claims = tuple(_claim(claim, article, entities, relations) for claim in plain["claims"])
    return Extraction(article, tuple(mentions), tuple(entities), claims)


def _plain_claim(claim: Claim, entities: Mapping[str, int]) -> dict[str, Any]:
    return {
        **{name: getattr(claim, name) for name in _SAME},
        **{name: _ends(getattr(claim, name)) for name in _SPAN},
        **{name: [_ends(span) for span in getattr(claim, name)] for name in _SPANS},
        "subject": entities[claim.subject.id],
        "object": entities[claim.object.id],
        "relation": claim.relation.name,
        "attributed_to": [source if isinstance(source, str) else entities[source.id] for source in claim.attributed_to],
    }


def _relation(plain: Plain) -> Relation:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list | tuple) else value for name, value in plain.items()
    }
    return Relation(**fields)


def _claim(plain: Plain, article: Article, entities: Sequence[Entity], relations: Mapping[str, Relation]) -> Claim:
    fields: dict[str, Any] = {
        **{name: plain[name] for name in _SAME},
        **{name: article.span(*plain[name]) for name in _SPAN},
        **{name: tuple(article.span(*ends) for ends in plain[name]) for name in _SPANS},
        "attributed_to": tuple(by if isinstance(by, str) else entities[by] for by in plain["attributed_to"]),
    }
    ends = entities[plain["subject"]], entities[plain["object"]]
    return Claim(article=article.id, subject=ends[0], relation=relations[plain["relation"]], object=ends[1], **fields)


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]
