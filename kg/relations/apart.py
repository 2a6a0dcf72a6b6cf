"""Which ends of two sentences may belong together: what one names first, and what stands in the next.

"Acme opened a plant in Oslo. The firm was bought by Brix": the second sentence is read once more beside the first, with
Acme and Brix as the ends, because "the firm" may not have been linked to Acme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.encoder import Marked

__all__ = ["ends_apart", "named"]

#: How many things of a sentence are paired with those of the next.
LEADING = 2


def ends_apart(before: Mapping[str, Sequence[Marked]], after: Mapping[str, Sequence[Marked]]) -> list[tuple[str, str]]:
    """Return pairs of things, one named first in a sentence and not in the next, the other in the next and not there.

    Both map a thing to its mentions in a sentence, in text order; so are the pairs.
    """
    firsts = [key for key, marks in before.items() if named(marks) and not named(after.get(key, ()))][:LEADING]
    seconds = [key for key in after if key not in firsts and not named(before.get(key, ()))]
    return [(first, second) for first in firsts for second in seconds]


def named(marks: Sequence[Marked]) -> list[Marked]:
    """Return those of some mentions that are names."""
    return [mark for mark in marks if mark.kind == "named"]
