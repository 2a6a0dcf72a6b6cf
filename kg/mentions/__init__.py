"""Mentions: the places of an article that stand for something, by a name, a nominal or a pronoun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.mentions.names import find_names, nested_names
from kg.mentions.nominals import find_nominals, find_pronouns
from kg.mentions.tokens import tokens
from kg.mentions.typing import typing_of
from kg.mentions.words import LABELS
from kg.model import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from kg.model import Article
    from kg.ontology import Ontology

__all__ = ["find_mentions"]


def find_mentions(
    doc: Doc, article: Article, ontology: Ontology, names: Sequence[tuple[int, int, str]] | None = None
) -> tuple[Mention, ...]:
    """Return the mentions of a parsed article, ordered by start, then longest first.

    Kinds are named, nominal ("the company") and pronoun. A name may hold that of the state, region or city it belongs
    to ("Danish Coast Guard"), a nominal any name ("Acme's chief executive"); else named mentions do not overlap. Types
    are the ontology's most specific that the text speaks for. ``names`` are what a tagger found: start and end in the
    article's text and a type of the ontology; None means the names that the language model found.
    """
    tok = tokens(doc)
    if names is None:
        model = [(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in LABELS]
    else:
        model = tok.tokens_of(names)
    typing = typing_of(ontology)
    found = find_names(tok, model, typing, trusted=names is not None)
    mentions = [
        Mention(tok.span(article, start, end), kind) for start, end, kind in (*found, *nested_names(tok, found))
    ]
    mentions += [
        Mention(tok.span(article, nominal.start, nominal.end), typing.common(nominal.types), "nominal")
        for nominal in find_nominals(tok, found, typing)
    ]
    mentions += [
        Mention(tok.span(article, i, i + 1), typing.pronoun(tok.words[i]), "pronoun") for i in find_pronouns(tok)
    ]
    return tuple(sorted(mentions, key=lambda mention: (mention.span.start, -mention.span.end, mention.kind)))
