"""What a person has judged, as a gold document: to measure on, and for ``kg train --with`` to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Claim, Extraction

__all__ = ["gold_document"]


def gold_document(extraction: Extraction, right: Iterable[Claim] | None = None) -> dict[str, Any]:
    """Return an article as a gold document: its entities as they were read, and the claims that are right.

    ``right`` are claims of the article, corrected where need be (``dataclasses.replace``); None takes all that were
    read. What is not among them counts as not said. The document goes into a file as one line of JSON, or more are
    added to it by hand: its format is that of ``kg evaluate``. Offsets are code points, end exclusive.
    """
    article = extraction.article
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "text": article.text,
        "entities": [
            {"name": entity.name, "type": entity.type, "aliases": list(entity.aliases)}
            for entity in extraction.entities
        ],
        "claims": [_claim(claim) for claim in (extraction.folded() if right is None else right)],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "subject": claim.subject.name,
        "relation": claim.relation.name,
        "object": claim.object.name,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "time": claim.time,
        "when": claim.when,
        "attributed_to": claim.sources[0] if claim.sources else None,
        "role": claim.role,
        "also": [],
        "optional": False,
        "evidence": claim.evidence.as_dict(),
        "ends": {"subject": claim.subject_span.as_dict(), "object": claim.object_span.as_dict()},
    }
