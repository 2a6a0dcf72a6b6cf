"""Taking a person or thing out of what was read, so that nothing names it and no later build brings it back.

Its claims go, and the texts of the articles that name it; its names are masked, a square for a character, in all that
stays. Offsets and hashes stay, so that what is said of others can still be checked and articles count as read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from unicodedata import combining, normalize
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iris import KG, OA, RDF, SCHEMA, XSD, Iris
from kg.rdf.reading import UNKNOWN
from kg.store.names import in_text, written

__all__ = ["forgotten_hash", "forgotten_quads", "without"]

_ENDS = (KG.subject_as_read, KG.object_as_read, KG.attributed_to_as_read)
#: Texts of a claim that are part of its id: a claim that holds a name in one of them goes.
_CLAIM_TEXTS = (KG.role, KG.attributed_to_as_read)
#: Literals of an article's graph that are no words of people. The order of sources has only ids and texts of those that
#: stay, and no name: a claim that has one in its sources goes.
_KEPT = (
    *(SCHEMA.identifier, KG.digest, KG.kind, KG.reader, KG.phrase),
    *(KG.polarity, KG.certainty, KG.time, KG.when, KG.attribution_order),
)


def forgotten_hash(thing: str) -> str:
    """Return what is kept of a thing that was forgotten: SHA-256, in hex, of its id without the type.

    >>> forgotten_hash("person/mara-voss") == forgotten_hash("organization/mara-voss")
    True
    """
    return hashlib.sha256(thing.rpartition("/")[2].encode()).hexdigest()


def forgotten_quads(hashes: Iterable[str], iris: Iris) -> Iterator[Quad]:
    """Yield what the graph of decisions says of things that were forgotten."""
    graph = iris.graph("decisions")
    for value in sorted(set(hashes)):
        node = NamedNode(f"{iris.base}decision/{value[:16]}")
        yield Quad(node, RDF.type, KG.Forgotten, graph)
        yield Quad(node, KG.digest, Literal(value), graph)


def without(quads: Collection[Quad], entities: Collection[str], names: Iterable[str] = ()) -> list[Quad]:
    """Return an article's quads without the entities as read of these IRIs, and without their names.

    ``names`` are more names to be masked. What held a name and has no use without it goes: claims with such an end,
    source or role, the article's text, a URL with the name.
    """
    gone = {*entities}
    graph = next(iter(quads)).graph_name
    by_subject: dict[str, list[Quad]] = {}
    for quad in quads:
        by_subject.setdefault(str(getattr(quad.subject, "value", quad.subject)), []).append(quad)
    mentions = {_value(q) for iri in gone for q in by_subject.get(iri, ()) if q.predicate == KG.mention}
    own = {_value(q) for iri in gone for q in by_subject.get(iri, ()) if q.predicate in (KG.name, KG.alias)}
    names = {*own, *names}
    pattern = _pattern(names)
    claims = {
        subject
        for subject, about in by_subject.items()
        if any(quad.predicate == RDF.type and quad.object == KG.Claim for quad in about)
    }
    gone |= {claim for claim in claims if _involves(by_subject[claim], gone, pattern)}
    gone |= _orphans(by_subject, claims, gone)
    result = []
    for quad in quads:
        if str(getattr(quad.subject, "value", quad.subject)) in gone or quad.predicate == SCHEMA.articleBody:
            continue
        if quad.predicate == SCHEMA.url and _in_address(_value(quad), names):
            continue
        if quad.predicate == OA.exact and getattr(quad.subject, "value", "") in mentions:
            quad = Quad(quad.subject, quad.predicate, Literal(UNKNOWN * len(_value(quad))), graph)
        elif isinstance(quad.object, Literal) and quad.predicate not in _KEPT and _is_text(quad.object):
            masked = pattern.sub(lambda found: UNKNOWN * len(found.group()), quad.object.value)
            quad = Quad(quad.subject, quad.predicate, Literal(masked), graph)
        result.append(quad)
    article = NamedNode(graph.value) if isinstance(graph, NamedNode) else None
    if article is not None:
        result.append(Quad(article, KG.withheld, Literal(value=True), graph))
    return list(dict.fromkeys(result))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    forms = {in_text(form) for name in names if name.strip() for form in written(name)}
    known = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)" if known else r"(?!)", re.IGNORECASE)


def _in_address(url: str, names: Iterable[str]) -> bool:
    """Tell whether an address has a name, as addresses write names: "Zoë O'Hara-Li" is ``zoe-ohara-li``."""
    words = f" {_plain(unquote(url))} "
    forms = {_plain(form) for name in names for form in (name, re.sub(r"['\u2018\u2019\u02bc.]", "", name))}
    return any(f" {form} " in words for form in forms if form)


def _plain(text: str) -> str:
    """Return the words of a text without accents, case and what stands between them."""
    bare = "".join(char for char in normalize("NFKD", text) if not combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def _involves(claim: Iterable[Quad], entities: Collection[str], pattern: re.Pattern[str]) -> bool:
    return any(
        (quad.predicate in _ENDS and _value(quad) in entities)
        or (quad.predicate in _CLAIM_TEXTS and isinstance(quad.object, Literal) and pattern.search(quad.object.value))
        for quad in claim
    )


def _orphans(by_subject: dict[str, list[Quad]], claims: Collection[str], gone: Collection[str]) -> set[str]:
    """Return evidence, with its selectors, that only claims that go point at."""
    targets = {
        claim: {_value(quad) for quad in by_subject[claim] if quad.predicate == OA.hasTarget} for claim in claims
    }
    kept = {target for claim in claims if claim not in gone for target in targets[claim]}
    lost = {target for claim in claims if claim in gone for target in targets[claim]} - kept
    selectors = {
        _value(quad) for target in lost for quad in by_subject.get(target, ()) if quad.predicate == OA.hasSelector
    }
    return lost | selectors


def _is_text(literal: Literal) -> bool:
    return not literal.language and literal.datatype.value == XSD + "string"


def _value(quad: Quad) -> str:
    return str(getattr(quad.object, "value", quad.object))
