"""What a reader of relations returns, and what a reader is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.model import Article, Entity, Mention, Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Chances", "Proposal", "Reader", "root_of"]


@dataclass(frozen=True, slots=True)
class Chances:
    """Probabilities of the qualifiers' less usual values, and that somebody says it: 0.5 where that is not known."""

    negative: float
    probable: float
    possible: float
    past: float
    future: float
    attributed: float = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """That one sentence says one relation of two entities; no qualifiers yet.

    All integers are token indices in the article's parsed text. ``sentence`` is the range of tokens, end exclusive.
    ``anchor`` is the word that heads what was matched (the verb, "talks", "chairman"): qualifiers are looked for
    around and above it. ``triggers`` are the words that say the relation, in order; empty where only punctuation
    does ("Austin, Texas"). ``confidence`` lies in [0, 1]. ``phrase`` is the ontology's phrase, or None;
    ``chances`` what the reader says of the qualifiers, or None.
    """

    relation: Relation
    subject: Entity
    object: Entity
    subject_mention: Mention
    object_mention: Mention
    sentence: tuple[int, int]
    anchor: int
    triggers: tuple[int, ...] = ()
    role: str | None = None
    confidence: float = 1.0
    reader: str = "phrases"
    phrase: str | None = None
    chances: Chances | None = None


class Reader(Protocol):
    """Anything that proposes relations between the entities of an article, in text order, the same each time."""

    name: str

    def read(self, doc: Doc, article: Article, entities: Sequence[Entity]) -> Iterable[Proposal]:
        """Return proposals; ``doc`` is the parse of ``article.text``."""
        ...


def root_of(doc: Doc, mention: Mention) -> Token | None:
    """Return the token that heads a mention, by the tree; None where the mention lies outside of the parsed text."""
    span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    return None if span is None else span.root
