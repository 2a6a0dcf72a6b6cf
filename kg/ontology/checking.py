"""What an ontology lacks, told so that its author can mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ontology.phrases import expand_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.ontology.values import Ontology, Phrase

#: What to add for each part that must be there.
_TYPE_PARTS = {"label": 'rdfs:label "ship"', "definition": 'rdfs:comment "A vessel with a name."'}
_RELATION_PARTS = {
    "label": 'rdfs:label "buys"',
    "definition": 'rdfs:comment "Pays for and gets."',
    "example": 'skos:example "Acme buys Beta."',
    "phrases": 'kg:phrase "{subject} buys {object}"',
}
_CUE_SET_PARTS = {
    "label": 'rdfs:label "denials"',
    "definition": 'rdfs:comment "Verbs that deny."',
    "cues": 'kg:cue "deny"',
}


def check_ontology(ontology: Ontology) -> tuple[str, ...]:
    """Return what the ontology lacks, one sentence a problem, in its own order; empty where all is well."""
    return tuple(_problems(ontology))


def _problems(ontology: Ontology) -> Iterator[str]:
    for kind in ontology.types.values():
        yield from _lacks("type", kind.name, kind, _TYPE_PARTS)
    for name, entry in ontology.entries.items():
        yield from _lacks("relation", name, entry, _RELATION_PARTS)
    for cue_set in ontology.cue_sets.values():
        yield from _lacks("cue set", cue_set.name, cue_set, _CUE_SET_PARTS)
    yield from _repeated_phrases(ontology)


def _lacks(what: str, name: str, value: object, parts: Mapping[str, str]) -> Iterator[str]:
    for part, cure in parts.items():
        if not getattr(value, part):
            yield f"{what} {name!r} has no {part}; add {cure}"


def _repeated_phrases(ontology: Ontology) -> Iterator[str]:
    """Tell of two relations that one reading says, unless types or words of the role keep them apart."""
    seen: dict[str, Phrase] = {}
    for phrase in ontology.phrases:
        for reading in expand_phrase(phrase.text):
            first = seen.setdefault(reading, phrase)
            if first.relation == phrase.relation or _told_apart(ontology, first.relation, phrase.relation, reading):
                continue
            yield (
                f"{reading!r} says both {first.relation!r} and {phrase.relation!r}; "
                f"take it out of {first.text!r} or of {phrase.text!r}"
            )


def _told_apart(ontology: Ontology, one: str, other: str, reading: str) -> bool:
    a, b = ontology.entry(one), ontology.entry(other)
    if "{role}" in reading:
        return bool(a.roles and b.roles) and not set(a.roles) & set(b.roles)
    return _disjoint(a.relation.domain, b.relation.domain) or _disjoint(a.relation.range, b.relation.range)


def _disjoint(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not set(some) & set(others)
