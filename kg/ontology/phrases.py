"""The syntax of phrases: slots, alternatives, optional parts. What they mean is for :mod:`kg.relations`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from kg.errors import OntologyError

SLOTS = ("subject", "object", "role")
_SLOT = re.compile(r"\{[^{}]*\}")
_TYPED = re.compile(r"\{(subject|object):(\w+)\}")
#: A piece of a phrase: a slot, alternatives in brackets, or a word.
_PIECE = re.compile(r"\{[^}]*\}|\[([^\]]*)\]|([^\s\[\]{}]+)")
#: Words of a phrase that do not say its relation.
_FUNCTION_WORDS = frozenset(
    "a an the of with to for in on at by from and or between into against as over up out off about under its his her "
    "their is are was be been has have had gets makes does 's ' , - that which who it".split()
)


def slot_types(text: str) -> dict[str, str]:
    """Return the type that a slot of the phrase is held to, by slot; slots without one are left out.

    >>> slot_types("{object}-based {subject:Company}")
    {'subject': 'Company'}
    """
    return dict(_TYPED.findall(text))


def expand_phrase(text: str, *, ends: int = 2) -> tuple[str, ...]:
    """Return every plain reading of a phrase, alternatives written out, without repetition, in order.

    ``ends`` is 2, or 1 for a continuation. OntologyError where brackets do not balance or nest, a slot is unknown, or
    ``{subject}`` and ``{object}`` do not stand in it exactly once: one of them, in a continuation.

    >>> expand_phrase("{subject} [buys|takes over] [the|] {object}")[:3]
    ('{subject} buys the {object}', '{subject} buys {object}', '{subject} takes over the {object}')
    """
    fault = phrase_fault(text, ends=ends)
    if fault:
        raise OntologyError(f"phrase {text!r} {fault}")
    parts = [part.split("|") for part in re.split(r"[\[\]]", text)]
    # Outside brackets a part has no "|", so that its list has one member.
    readings = (" ".join("".join(choice).split()) for choice in product(*parts))
    return tuple(dict.fromkeys(re.sub(r" (?=[,.;:])|(?<=\w) (?='s\b)", "", reading) for reading in readings))


def phrase_fault(text: str, *, ends: int = 2) -> str:
    """Return what is wrong with the syntax of a phrase, as the end of a sentence, or an empty string.

    ``ends`` is 2, or 1 for a continuation, which has one of ``{subject}`` and ``{object}`` and no ``{role}``.
    """
    choice = "[" in text or "]" in text
    if choice and re.search(r"\[[^\]]*\[|\][^\[]*\]|\[[^\]]*$|^[^\[]*\]", text):
        return "has brackets that do not balance or stand inside each other; write alternatives as [buys|acquires]"
    held = slot_types(text)
    text = _TYPED.sub(r"{\1}", text)
    for slot in _SLOT.findall(text):
        if slot[1:-1] not in SLOTS:
            known = ", ".join(f"{{{name}}}" for name in SLOTS)
            return f"has the unknown slot {slot}; the slots are {known}, and {{subject:Type}} or {{object:Type}}"
    if choice and re.search(r"\[[^\]]*\{", text):
        return "has a slot inside brackets; write two phrases"
    if "|" in text and "|" in re.sub(r"\[[^\]]*\]", "", text):
        return "has a | outside brackets; write alternatives as [buys|acquires]"
    slots = _SLOT.findall(text)
    if ends == 1:
        if len(slots) != 1 or slots == ["{role}"]:
            return "needs one slot, {subject} or {object}; the other end is the one that was said before"
        return "" if _SLOT.sub("", text).strip() else "has nothing beside its slot"
    for slot in SLOTS[:2]:
        if slots.count(f"{{{slot}}}") != 1:
            return f"needs {{{slot}}} exactly once"
    if not _SLOT.sub("", text).strip() and "{role}" not in text and len(held) < 2:
        return "has nothing beside its slots; say what stands between them, or hold both slots to a type"
    return ""


@lru_cache(maxsize=256)
def telling_words(phrases: tuple[str, ...]) -> frozenset[str]:
    """Return the words, in small letters, each of which is all that some phrase says, slots and function words apart.

    What was asked last is kept: many phrases are asked about in several places.

    >>> sorted(telling_words(("{subject} [buys|takes over|acquires] {object}", "{subject} signs a deal with {object}")))
    ['acquires', 'buys', 'takes']
    """
    found: set[str] = set()
    for phrase in phrases:
        groups = [
            [[w for w in words.split() if w not in _FUNCTION_WORDS] for words in (inside or word).split("|")]
            for inside, word in _PIECE.findall(phrase)
            if inside or word
        ]
        telling = [group for group in groups if any(group)]
        if len(telling) == 1:
            found.update(words[0].lower() for words in telling[0] if len(words) == 1)
    return frozenset(found)
