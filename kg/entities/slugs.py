"""What a thing is called in its id."""

from __future__ import annotations

import re
import unicodedata

from kg.mentions.words import LEGAL_FORMS

__all__ = ["slug", "strip_legal_form"]

_FORMS = frozenset(form.rstrip(".").casefold() for form in LEGAL_FORMS) - {
    "group",
    "holding",
    "holdings",
    "company",
    "as",
}
_NOT_WORD = re.compile(r"[^\w]+")


def strip_legal_form(name: str) -> str:
    """Return a name without its legal form.

    >>> strip_legal_form("Acme Robotics, Inc."), strip_legal_form("Acme & Co"), strip_legal_form("SA")
    ('Acme Robotics', 'Acme', 'SA')
    """
    words = name.split()
    while len(words) > 1 and words[-1].rstrip(".").casefold() in _FORMS:
        words.pop()
        while len(words) > 1 and words[-1] in ("&", "and"):
            words.pop()
    return " ".join(words).rstrip(" ,")


def slug(name: str) -> str:
    """Return the name in NFKC, casefolded, without determiner, possessive and legal form, words joined by "-".

    >>> slug("The Acme Group AG"), slug("U.S. Navy"), slug("Müller's")
    ('acme-group', 'us-navy', 'müller')
    """
    text = unicodedata.normalize("NFKC", name).replace("’", "'")
    text = re.sub(r"^(?:the|a|an) (?=.)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"'s?$", "", strip_legal_form(text)).casefold().replace(".", "").replace("'", "")
    return _NOT_WORD.sub("-", text).strip("-_") or "unnamed"
