"""Which ends of two sentences are read together."""

from __future__ import annotations

import pytest

from kg.encoder import Marked
from kg.relations.apart import ends_apart


def marks(*words: str) -> dict[str, list[Marked]]:
    """Return mentions in order: ``acme`` is named, ``~acme`` stands under other words."""
    by: dict[str, list[Marked]] = {}
    for n, word in enumerate(words):
        kind = "nominal" if word.startswith("~") else "named"
        by.setdefault(word.removeprefix("~"), []).append(Marked(n, n + 1, "Organization", kind))
    return by


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (("acme",), ("brix",), [("acme", "brix")]),
        (("acme", "oslo", "norway"), ("brix",), [("acme", "brix"), ("oslo", "brix")]),
        (("acme", "brix"), ("brix", "corvid"), [("acme", "corvid")]),
        (("acme",), ("~acme", "brix"), [("acme", "brix")]),
        (("acme",), ("acme", "brix"), []),
        (("~acme",), ("brix",), []),
        (("acme", "~brix"), ("brix",), [("acme", "brix")]),
        ((), ("brix",), []),
        (("acme",), (), []),
    ],
    ids=[
        *("one and one", "the first two", "named in both", "other words in the next", "read in the next"),
        *("not named", "other words before", "nothing before", "nothing after"),
    ],
)
def test_ends(before: tuple[str, ...], after: tuple[str, ...], pairs: list[tuple[str, str]]) -> None:
    assert ends_apart(marks(*before), marks(*after)) == pairs
