"""What bears on a claim: the cues that have it in their scope, and the words that report it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Operator", "Report", "Scope"]


@dataclass(frozen=True, slots=True)
class Operator:
    """A cue that has the claim in its scope.

    ``sets`` are the cue sets by which it counts here; ``governs`` is true where the claim is its complement, false
    where it modifies ``word``.
    """

    sets: frozenset[str]
    tokens: tuple[int, ...]
    governs: bool
    word: int


@dataclass(frozen=True, slots=True)
class Report:
    """A word of reporting above a claim, the label of the link over which it has the claim, and whether it is ``near``.

    Not near is what lies behind a relative clause or the name of an end: it reports the sentence, not the claim.
    """

    word: int
    link: str
    near: bool = True


@dataclass(slots=True)
class Scope:
    """What a walk found, from the inside out.

    ``start`` is where it began; ``verb`` the verb of the claim's own clause, or None. ``bounded`` tells that the claim
    is made beside a name, so that the clause around it does not bear on it. ``path`` are all words up to the root.
    ``purpose`` is the verb whose purpose the claim is ("paid two billion to buy"), or None; ``asked``: it is asked;
    ``disputed``: it is an accusation that is denied; ``described``: a noun beside a name says it ("its rival Acme").
    """

    start: int
    operators: list[Operator] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    path: list[int] = field(default_factory=list)
    verb: int | None = None
    bounded: bool = False
    purpose: int | None = None
    asked: bool = False
    disputed: bool = False
    described: bool = False
