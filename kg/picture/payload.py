"""What the page knows: a picture graph, its layout and its communities as values that JSON has.

Things, types, relations and articles are referred to by their position.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.model import Article, Claim, Span
from kg.picture.communities import Communities
from kg.picture.graph import Edge, PictureGraph, stages
from kg.picture.layout import Layout, label_lines, line_label, node_radius

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["payload", "reading"]

#: How a type or relation looks that the ontology does not know (a store written with another ontology).
UNKNOWN = {"color": "#7a828c", "shape": "dot"}
#: Letters under which the page knows the marked words of a sentence.
SUBJECT, OBJECT, TRIGGER, CUE = "s", "o", "t", "c"


def payload(graph: PictureGraph, layout: Layout, groups: Communities, ontology: Ontology, title: str) -> dict[str, Any]:
    """Return all that the page knows but the sentences and what it shows first."""
    types = _in_order({node.type for node in graph.nodes}, ontology.types)
    relations = _in_order({edge.relation for edge in graph.edges}, ontology.entries)
    index = {node.id: i for i, node in enumerate(graph.nodes)}
    articles = {article.id: i for i, article in enumerate(graph.articles)}
    kinds = {name: i for i, name in enumerate(types)}
    numbers = {name: i for i, name in enumerate(relations)}
    days = {article.id: article.published for article in graph.articles}
    return {
        "title": title,
        "order": groups.by_rank(),
        "centres": groups.centres,
        "types": [_look(name, ontology.types.get(name)) for name in types],
        "relations": [_look(name, ontology.entries.get(name)) for name in relations],
        "nodes": [
            {
                "id": node.id,
                "name": node.name,
                "type": kinds[node.type],
                "aliases": node.aliases,
                "articles": node.articles,
                "lines": label_lines(node.name),
                "size": round(node_radius(node), 1),
                "x": x,
                "y": y,
                "community": group,
            }
            for node, (x, y), group in zip(graph.nodes, layout.places, groups.of, strict=True)
        ],
        "edges": [
            {
                "subject": index[edge.subject],
                "relation": numbers[edge.relation],
                "object": index[edge.object],
                "symmetric": edge.symmetric,
                "bend": bend,
                "first": _first(days[claim.article] for claim in edge.claims),
                **_said(edge, articles),
                "stages": _stages(edge, articles, days),
            }
            for edge, bend in zip(graph.edges, layout.bends, strict=True)
        ],
        "articles": [_article(article) for article in graph.articles],
    }


def _said(edge: Edge, articles: Mapping[str, int]) -> dict[str, Any]:
    """Return what the reports of a statement come to."""
    return {
        "label": line_label(edge),
        "polarity": edge.polarity,
        "certainty": edge.certainty,
        "time": edge.time,
        "role": edge.role,
        "when": edge.when,
        "articles": sorted({articles[claim.article] for claim in edge.claims}),
        "reports": len(edge.claims),
    }


def _stages(
    edge: Edge, articles: Mapping[str, int], days: Mapping[str, date | None]
) -> list[tuple[str, dict[str, Any]]]:
    """Return what reports come to up to each day on which there is one; nothing where that is the same as all do."""
    if len({days[claim.article] for claim in edge.claims}) < 2:
        return []
    return [(day.isoformat(), _said(stage, articles)) for day, stage in stages(edge, days)]


def _first(days: Iterable[date | None]) -> str | None:
    """Return the earliest day in ISO form, None where all are undated."""
    first = min((day for day in days if day), default=None)
    return first.isoformat() if first else None


def _in_order(names: set[str], known: Mapping[str, object]) -> list[str]:
    """Return names in the ontology's order, unknown ones last."""
    return [name for name in known if name in names] + sorted(names - set(known))


def _look(name: str, entry: Any) -> dict[str, Any]:
    look = {"name": name, "label": name, "definition": "", **UNKNOWN}
    return look | {key: getattr(entry, key) for key in look if key != "name" and hasattr(entry, key)}


def _article(article: Article) -> dict[str, Any]:
    return {
        "title": article.title or article.id,
        "url": article.url if article.url and _is_web(article.url) else None,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
    }


def _is_web(url: str) -> bool:
    """Tell whether an address may become a link: a ``javascript:`` one must not."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def reading(claim: Claim, article: int, edge: Edge) -> dict[str, Any]:
    """Return a report of a statement as the page knows it; ``article`` is the article's position."""
    return {
        "article": article,
        "sentence": _segments(claim, swapped=claim.subject.thing != edge.subject),
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "time": claim.time,
        "when": claim.when,
        "by": claim.sources,
        "role": claim.role,
        "confidence": round(claim.confidence, 2),
    }


def _segments(claim: Claim, *, swapped: bool) -> list[tuple[str, str]]:
    """Cut the evidence into pieces of text, each with the letters of the marks that cover it.

    The page need not know offsets this way: its own count UTF-16 units, those of a span code points. Words of the
    claim that stand outside its evidence are not marked. ``swapped``: the ends are those of the statement swapped.
    """
    evidence = claim.evidence
    ends = (OBJECT, SUBJECT) if swapped else (SUBJECT, OBJECT)
    marks: list[tuple[Span, str]] = [(claim.subject_span, ends[0]), (claim.object_span, ends[1])]
    marks += [(span, TRIGGER) for span in claim.trigger_spans] + [(span, CUE) for span in claim.cue_spans]
    cuts = {evidence.start, evidence.end} | {offset for span, _ in marks for offset in (span.start, span.end)}
    inside = sorted(cut for cut in cuts if evidence.start <= cut <= evidence.end)
    return [
        (
            evidence.text[start - evidence.start : end - evidence.start],
            "".join(sorted({letter for span, letter in marks if span.start <= start and end <= span.end})),
        )
        for start, end in itertools.pairwise(inside)
    ]
