"""Which of the media types on offer a client wants: ``Accept`` of RFC 9110, section 12.5.1."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["choose"]

#: What clients of SPARQL endpoints write for media types: what it stands for where rows, and where triples are meant.
OTHER_NAMES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "application/x-turtle": ("text/turtle",),
    "text/plain": ("application/n-triples",),
}


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the type on offer that ``Accept`` likes best, the first of equals; None where it accepts none.

    >>> choose("text/csv;q=0.5, application/*", ["application/sparql-results+json", "text/csv"])
    'application/sparql-results+json'
    >>> choose("image/png", ["text/csv"])
    """
    if not accept or not accept.strip():
        return offered[0]
    wanted = [_range(part) for part in accept.split(",") if part.strip()]
    best = max(offered, key=lambda type_: _liking(type_, wanted))  # the first of equals
    return best if _liking(best, wanted) > 0 else None


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return name, quality


def _liking(offered: str, wanted: Sequence[tuple[str, float]]) -> float:
    """Return the quality that the most specific range gives to a type, 0 where none names it."""
    found = (0, 0.0)
    for name, quality in wanted:
        exact = name == offered or offered in OTHER_NAMES.get(name, ())
        kind = name == offered.partition("/")[0] + "/*"
        rank = 3 if exact else 2 if kind else 1 if name == "*/*" else 0
        found = max(found, (rank, quality)) if rank else found
    return found[1]
