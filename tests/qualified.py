"""Sentences whose claim is given, in a notation of their own, and the qualifiers that are read of them.

A row marks ``s[Norvane]`` as the subject, ``o[Tarsis]`` as the object, ``e[Jane Roe]`` as another entity,
``e[she=Jane Roe]`` as a pronoun or nominal of one, ``e[both firms=Osk+Norvane]`` as one of two, and ``t[buy]`` as a
word that says the claim; ``e[Tribune!]`` is a media outlet. Without a ``t[...]`` only the ends are known, as of a claim
that a network reads. What :func:`shown` tells are the values that are not the usual ones (positive, certain, current),
then ``when``, then the sources with ``@``.
Articles appeared on Wednesday, 11 March 2026.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kg.model import Article, Entity, Mention, MentionKind, Relation
from kg.nlp import load_model, parse
from kg.ontology import load_ontology
from kg.qualifiers import Qualifiers, qualify
from kg.relations import Proposal
from kg.relations.proposal import Chances

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet
    from spacy.tokens import Doc, Token

PUBLISHED = date(2026, 3, 11)
MARK = re.compile(r"([soet])\[([^\]=!]+)(!?)(?:=([^\]]+))?\]")
ONTOLOGY = load_ontology()
#: Names that are people's; all others are companies'.
PEOPLE = ("Jane Roe", "John Poe")


@dataclass
class Marked:
    """A marked text taken apart: ``triggers`` are offsets, ``ends`` the mentions of subject and object."""

    article: Article
    entities: dict[str, Entity]
    ends: dict[str, Mention]
    names: dict[str, str]
    triggers: list[int]


def taken_apart(text: str, published: date | None = PUBLISHED) -> Marked:
    plain, position = "", 0
    places: list[tuple[str, int, str, str, str]] = []
    for match in MARK.finditer(text):
        plain += text[position : match.start()]
        role, words, outlet, name = match.groups()
        places.append((role, len(plain), words, name or words, outlet))
        plain += words
        position = match.end()
    article = Article("t", plain + text[position:], published=published)
    mentions: dict[str, list[Mention]] = {}
    ends: dict[str, Mention] = {}
    names: dict[str, str] = {}
    for role, start, words, name, outlet in places:
        if role != "t":
            kind: MentionKind = "named" if words == name else "pronoun" if words.islower() else "nominal"
            type_ = "MediaOutlet" if outlet else "Person" if name in PEOPLE else "Company"
            mention = Mention(article.span(start, start + len(words)), type_, kind)
            for one in name.split("+"):
                mentions.setdefault(one, []).append(mention)
            ends[role], names[role] = mention, name
    entities = {name: Entity(name, name, m[0].type, (name,), tuple(m)) for name, m in mentions.items()}
    return Marked(article, entities, ends, names, [start for role, start, *_ in places if role == "t"])


def qualified(text: str, relation: str = "acquires", *, before: str = "", **more: Any) -> Qualifiers:
    marked, doc, proposal = proposed(before + text, relation, **more)
    (found,) = qualify(doc, marked.article, tuple(marked.entities.values()), [proposal], ONTOLOGY)
    return found


def proposed(
    text: str,
    relation: str = "acquires",
    *,
    role: str | None = None,
    phrase: str | None = None,
    chances: Chances | None = None,
) -> tuple[Marked, Doc, Proposal]:
    marked = taken_apart(text)
    ((_, doc),) = parse(load_model(), [marked.article])
    at = {token.idx: token for token in doc}
    triggers = tuple(at[start].i for start in marked.triggers)
    subject, object_ = marked.ends["s"], marked.ends["o"]
    head = at[subject.span.start]
    sentence = (doc[triggers[0]] if triggers else head).sent
    proposal = Proposal(
        relation=Relation(relation, ("Company",), ("Company",), ONTOLOGY.relations[relation].symmetric),
        subject=marked.entities[marked.names["s"]],
        object=marked.entities[marked.names["o"]],
        subject_mention=subject,
        object_mention=object_,
        sentence=(sentence.start, sentence.end),
        anchor=triggers[0] if triggers else _shared(head, at[object_.span.start]).i,
        triggers=triggers,
        role=role,
        phrase=phrase,
        chances=chances,
    )
    return marked, doc, proposal


def _shared(one: Token, two: Token) -> Token:
    """Return the token that stands above both in the tree."""
    above = [one, *one.ancestors]
    return next((t for t in (two, *two.ancestors) if t in above), one)


def shown(found: Qualifiers) -> str:
    usual = ("positive", "certain", "current")
    words: list[str] = [value for value in (found.polarity, found.certainty, found.time) if value not in usual]
    words += [found.when] if found.when else []
    return " ".join(words + [f"@{a if isinstance(a, str) else a.name}" for a in found.attributed_to])


def said(row: tuple[str, ...]) -> str:
    """What is read of a row: a marked text, what is expected of it, its relation where that is not the usual one."""
    text, _, *relation = row
    return shown(qualified(text, *relation))


def rows(*tables: Sequence[tuple[str, ...]], missed: Sequence[tuple[str, str, str]] = ()) -> list[ParameterSet]:
    """Rows as parameters of a test; of ``missed`` the third column tells why they are not read yet."""
    plain = [pytest.param(row, id=row[0]) for table in tables for row in table]
    failing = [pytest.param((text, hope), id=text, marks=pytest.mark.xfail(reason=why)) for text, hope, why in missed]
    return plain + failing
