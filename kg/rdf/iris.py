"""Every IRI of the data is minted here, and taken apart here.

Ids are percent-encoded (RFC 3986), so that any text is a valid id and comes back as it was. Spans are fragments of
RFC 5147: ``<article#char=120,260>`` counts Unicode code points, end exclusive.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

__all__ = [
    "BASE",
    "KG",
    "OA",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "XSD",
    "Iris",
    "Namespace",
    "prefixes",
]

#: Base IRI of the data where the user sets none.
BASE = "https://kg.example/"


class Namespace(str):
    """A namespace whose attributes and items are its terms.

    >>> Namespace("https://kg.example/ontology/").acquires
    <NamedNode value=https://kg.example/ontology/acquires>
    """

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        node = self.__dict__[name] = NamedNode(self + name)  # the next time it is there without this method
        return node

    def term(self, name: str) -> NamedNode:
        """Return the term of that name, for names that are methods of strings too."""
        return NamedNode(self + name)


KG = Namespace("https://kg.example/ontology/")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SCHEMA = Namespace("https://schema.org/")
PROV = Namespace("http://www.w3.org/ns/prov#")
OA = Namespace("http://www.w3.org/ns/oa#")

_PUBLIC = {
    "kg": KG,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "schema": SCHEMA,
    "prov": PROV,
    "oa": OA,
    "org": "http://www.w3.org/ns/org#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
#: Folders under the base, each also a prefix.
_FOLDERS = ("activity", "article", "claim", "decision", "entity", "graph")


def prefixes(base: str = BASE) -> dict[str, str]:
    """Return the prefixes that are bound in every query: public ones, and those of the data under ``base``.

    >>> prefixes()["entity"]
    'https://kg.example/entity/'
    """
    return {**{name: str(iri) for name, iri in _PUBLIC.items()}, **{name: f"{base}{name}/" for name in _FOLDERS}}


@lru_cache(maxsize=4096)
def _encode(text: str, safe: str = "") -> str:
    # A segment of dots alone would be taken for a step in a path.
    encoded = quote(text, safe=safe, errors="surrogatepass")
    return encoded.replace(".", "%2E") if not encoded.strip(".") else encoded


def _decode(text: str) -> str:
    return unquote(text, errors="surrogatepass")


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs under one base, and takes them apart again.

    >>> iris = Iris()
    >>> iris.article("news/a 1")
    <NamedNode value=https://kg.example/article/news%2Fa%201>
    >>> iris.article_id(iris.article("news/a 1").value)
    'news/a 1'
    """

    base: str = BASE

    def article(self, id: str) -> NamedNode:  # noqa: A002 - named as in the model
        """Return the IRI of an article, which is also that of its graph."""
        return NamedNode(f"{self.base}article/{_encode(id)}")

    def span(self, article: str, start: int, end: int) -> NamedNode:
        """Return the IRI of a stretch of an article's text."""
        return NamedNode(f"{self.article(article).value}#char={start},{end}")

    def mention(self, article: str, start: int, end: int) -> NamedNode:
        """Return the IRI of a mention."""
        return NamedNode(f"{self.article(article).value}#mention={start},{end}")

    def entity_as_read(self, article: str, entity: str) -> NamedNode:
        """Return the IRI of an entity as read in one article."""
        return NamedNode(f"{self.article(article).value}#entity={_encode(entity, '/')}")

    def thing(self, id: str) -> NamedNode:  # noqa: A002
        """Return the IRI of the thing that entities as read stand for; an id that is an IRI is itself."""
        if id.startswith(("http://", "https://")):
            return NamedNode(id)
        return NamedNode(f"{self.base}entity/{_encode(id, '/')}")

    def claim(self, id: str) -> NamedNode:  # noqa: A002
        """Return the IRI of a claim."""
        return NamedNode(f"{self.base}claim/{id}")

    def activity(self, digest: str) -> NamedNode:
        """Return the IRI of an activity, named by the hash of what it ran with."""
        return NamedNode(f"{self.base}activity/{hashlib.sha256(digest.encode()).hexdigest()[:16]}")

    def graph(self, name: str) -> NamedNode:
        """Return the IRI of a graph that is no article's: entities, statements, activities, decisions, ontology."""
        return NamedNode(f"{self.base}graph/{name}")

    def article_id(self, iri: str) -> str:
        """Return the id of the article that an IRI, or any part of the article, belongs to; ValueError for others."""
        return _decode(self._after("article/", iri.partition("#")[0]))

    def thing_id(self, iri: str) -> str:
        """Return the id of a thing; an IRI that is not under the base is its own id."""
        start = f"{self.base}entity/"
        return _decode(iri.removeprefix(start)) if iri.startswith(start) else iri

    def claim_id(self, iri: str) -> str:
        """Return the id of a claim; ValueError for another IRI."""
        return self._after("claim/", iri)

    def entity_id(self, iri: str) -> str:
        """Return the id, in its article, of an entity as read; ValueError for another IRI."""
        _, found, id_ = iri.partition("#entity=")
        if not found:
            raise ValueError(f"{iri} is no entity as read")
        return _decode(id_)

    def offsets(self, iri: str) -> tuple[int, int]:
        """Return start and end of a span or mention; ValueError for another IRI."""
        match = _OFFSETS.search(iri)
        if not match:
            raise ValueError(f"{iri} is no span of an article")
        return int(match[1]), int(match[2])

    def _after(self, folder: str, iri: str) -> str:
        start = self.base + folder
        if not iri.startswith(start):
            raise ValueError(f"{iri} is not under {start}")
        return iri.removeprefix(start)


_OFFSETS = re.compile(r"#(?:char|mention)=(\d+),(\d+)(?:&\w+)?$")
