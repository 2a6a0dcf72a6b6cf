"""Which words have a claim in their scope: a walk over the dependency tree, from the words that say it to the root."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.qualifiers.cues import Cue
    from kg.qualifiers.trees import Tree
    from kg.relations import Proposal

NEGATOR = "negator"
DENIAL = "denial"
REJECTION = "rejection"
HEARSAY = "hearsay"
PROBABLE = "probable"
POSSIBLE = "possible"
CONDITIONAL = "conditional"
FUTURE = "future"
FORMER = "former"
PAST = "past"
ENDED = "ended"
CANCELLED = "cancelled"
FAILED = "failed"
REPORTING = "reporting"
IDLE = "idle"
SPEAKS_FOR = "speaks_for"
RESIGNING = "resigning"
REMOVAL = "removal"
BE_TO = ("be", "to")

#: Labels by which a modifier may hang on what it modifies, by the set that its cue is in.
MODIFIERS: Mapping[str, frozenset[str]] = {
    NEGATOR: frozenset({"neg", "det", "advmod", "preconj", "predet", "intj", "dep"}),
    PROBABLE: frozenset(
        {"advmod", "amod", "aux", "acomp", "attr", "oprd", "prep", "npadvmod", "compound", "acl", "dep"}
    ),
    POSSIBLE: frozenset({"advmod", "amod", "aux", "acomp", "attr", "oprd", "prep", "npadvmod", "compound", "dep"}),
    CONDITIONAL: frozenset({"mark", "prep", "aux", "dep", "advmod"}),
    FUTURE: frozenset({"aux", "amod", "advmod", "acomp", "attr", "prep", "npadvmod", "compound", "tmod", "dep"}),
    FORMER: frozenset({"amod", "compound", "nmod", "advmod", "det", "dep", "npadvmod", "punct"}),
    PAST: frozenset({"advmod", "prep", "npadvmod", "neg", "dep"}),
    DENIAL: frozenset({"acomp", "attr", "oprd", "prep", "amod"}),
    ENDED: frozenset({"acomp", "prep", "amod", "advmod"}),
    CANCELLED: frozenset({"acomp", "amod", "advmod"}),
}
#: Labels over which the scope of what stands above goes on.
COMPLEMENTS = frozenset(
    {
        "ccomp",
        "xcomp",
        "pcomp",
        "csubj",
        "csubjpass",
        "dobj",
        "pobj",
        "prep",
        "attr",
        "acomp",
        "oprd",
        "dative",
        "agent",
    }
    | {"nsubj", "nsubjpass", "compound", "nmod", "dep", "advmod", "prt", "amod", "meta", "intj", "quantmod", "case"}
)
#: How many tokens before a noun may say that it is over, and what ends the stretch.
BESIDE = 6
STOPS = frozenset({",", ";", ":", "(", ")", "-", "–", "—", "and", "or", "but", '"', "“", "”"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
VERBAL = ("VB", "MD")


@dataclass(slots=True)
class Scope:
    """What a walk found, from the inside out.

    ``operators`` are (sets, tokens, whether it governs the claim rather than modifies a word of it, its word).
    ``verb`` is the verb of the claim's own clause, or None. ``reports`` are the words of reporting above it.
    """

    start: int = -1
    operators: list[tuple[frozenset[str], tuple[int, ...], bool, int]] = field(default_factory=list)
    verb: int | None = None
    reports: list[tuple[int, str]] = field(default_factory=list)
    path: list[int] = field(default_factory=list)
    bounded: bool = False
    infinitive: bool = False
    links: list[str] = field(default_factory=list)

    @property
    def nominal(self) -> bool:
        return self.bounded and self.verb is None


def is_verb(tree: Tree, i: int) -> bool:
    return tree.tag[i][:2] in VERBAL


def read_scope(
    tree: Tree, cues: Mapping[int, Sequence[Cue]], proposal: Proposal, subject: range, object_: range
) -> Scope:
    """Walk from a proposal's anchor to the root of its sentence."""
    return _Walk(tree, cues, proposal, subject, object_).run()


class _Walk:
    def __init__(
        self, tree: Tree, cues: Mapping[int, Sequence[Cue]], proposal: Proposal, subject: range, object_: range
    ) -> None:
        self.tree = tree
        self.cues = cues
        self.ends = {*subject, *object_}
        self.names = {
            i
            for mention, tokens in ((proposal.subject_mention, subject), (proposal.object_mention, object_))
            if mention.kind == "named"
            for i in tokens
        }
        self.office = proposal.role is not None
        self.tops = (tree.top(subject), tree.top(object_))
        self.between = self.path_between(*self.tops)
        self.triggers = {*proposal.triggers, proposal.anchor} - self.ends
        self.scope = Scope()
        self.seen: set[tuple[int, ...]] = set()
        self.unsaid = not self.triggers and not any(is_verb(tree, i) for i in self.between)
        self.scope.start = self.starting_point(proposal.anchor)

    def path_between(self, a: int, b: int) -> list[int]:
        """Return the tokens between the heads of two ends, over their lowest common ancestor."""
        up, over = list(self.tree.up(a)), list(self.tree.up(b))
        while up and over and up[-1] == over[-1]:
            top = up.pop()
            over.pop()
        return [i for i in (*up, top, *reversed(over)) if i not in self.ends]

    def depth(self, i: int) -> int:
        return sum(1 for _ in self.tree.up(i))

    def starting_point(self, anchor: int) -> int:
        """Return the lowest of the words that say the claim; where there are none, of those between its ends."""
        tree = self.tree
        words = [i for i in sorted(self.triggers) if tree.dep[i] not in ("prt", "prep", "punct", "det")] or sorted(
            self.triggers
        )
        words = [i for i in words if is_verb(tree, i) or not self.is_named(i)] or words
        if not words:
            words = [i for i in self.between if tree.tag[i][:1] in "NVJ"] or self.between or [anchor]
        return max(words, key=lambda i: (self.depth(i), i == anchor))

    def run(self) -> Scope:
        tree, scope = self.tree, self.scope
        spine = set(tree.up(scope.start))
        for i in sorted(self.triggers - spine):
            if not is_verb(tree, i):
                self.modifiers(i, -1)
        self.inner(spine)
        self.climb()
        return scope

    def is_named(self, i: int) -> bool:
        """Tell whether a noun stands for one of the ends, being set beside its name."""
        return self.names_an_end(i) or (
            self.tree.dep[i] in ("compound", "appos", "nmod") and self.tree.head[i] in self.ends
        )

    def names_an_end(self, i: int) -> bool:
        """Tell whether one of the two ends stands in apposition to a word."""
        tree = self.tree
        return any(
            tree.dep[k] == "appos"
            and (k in self.tops or any(c in self.tops and tree.dep[c] == "conj" for c in tree.kids[k]))
            for k in tree.kids[i]
        )

    def inner(self, spine: set[int]) -> None:
        """Look at what stands below the start, down to the ends, and at the ends' own determiners."""
        tree = self.tree
        for end in self.tops:
            listed = False
            for t in tree.up(end):
                if t in spine:
                    break
                if not listed:
                    for k in tree.kids[t]:
                        if k not in self.triggers:
                            self.take(k, NEGATOR, t)
                            if t not in self.ends:
                                self.take(k, FORMER, t)
                if t not in self.ends:
                    self.beside(t)
                listed = tree.dep[t] == "conj"

    def beside(self, t: int) -> None:
        """Note what stands before a noun, back to a comma, whatever it hangs on: "until 2016 a manager"."""
        tree = self.tree
        for i in range(t - 1, max(t - 1 - BESIDE, -1), -1):
            if tree.lower[i] in STOPS or tree.tag[i][:2] in ("VB", "MD") or i in self.names:
                return
            for cue in self.cues.get(i, ()):
                self.add(cue, cue.sets & {FORMER, PAST}, False, t)

    def climb(self) -> None:
        tree, scope = self.tree, self.scope
        t, weak = scope.start, False
        self.modifiers(t, -1)
        if not is_verb(tree, t):
            self.beside(t)
        for i in sorted(self.triggers):
            for cue in self.cues.get(i, ()):
                self.add(cue, cue.sets & {FORMER}, True, i, own=True)
                if not self.triggers <= {*cue.tokens}:
                    self.add(cue, cue.sets & {ENDED}, True, i, own=True)
        scope.path.append(t)
        if is_verb(tree, t):
            scope.verb = t
        elif t in self.ends or self.names_an_end(t) or self.unsaid:
            scope.bounded = weak = True
        while tree.head[t] != t:
            dep, h = tree.dep[t], tree.head[t]
            if self.cut(t, h):
                break
            scope.links.append(dep)
            scope.path.append(h)
            if h in self.ends and not is_verb(tree, h):
                if not weak:
                    scope.bounded = weak = True
                    if dep in ("compound", "nmod", "amod", "appos"):
                        for k in tree.kids[h]:
                            if k < t:
                                self.take(k, FORMER, h)
            if self.office and is_verb(tree, h) and not scope.verb:
                self.depart(h, dep, t)
            if dep == "conj":
                if not weak:
                    self.share(t, h)
                if scope.verb is None and is_verb(tree, h):
                    scope.verb = h
                t = h
                while tree.dep[t] == "conj" and tree.head[t] != t:
                    t = tree.head[t]
                continue
            if dep in ("relcl", "appos", "poss"):
                weak = True
            elif dep == "acl":
                weak = weak or not self.is_content(t)
            elif dep == "advcl":
                weak = weak or not self.is_purpose(t)
            elif dep == "parataxis":
                weak = weak or not self.has(h, REPORTING)
            elif dep not in COMPLEMENTS:
                weak = True
            if not weak and not (dep == "ccomp" and not self.cues.get(h)):
                self.govern(h, dep, t)
            else:
                self.report(h, dep, "weak ")
            if scope.verb is None and is_verb(tree, h) and not weak:
                scope.verb = h
            t = h

    def depart(self, verb: int, dep: str, t: int) -> None:
        """Note a verb by which the holder of an office leaves it: "resigned as chairman", "sacked its president"."""
        for name, links in ((RESIGNING, ("nsubj",)), (REMOVAL, ("dobj", "nsubjpass"))):
            if dep in links or (dep == "prep" and self.tree.lower[t] == "as"):
                for cue in self.cues.get(verb, ()):
                    if name in cue.sets:
                        self.scope.operators.append((frozenset({name}), cue.tokens, True, verb))

    def cut(self, t: int, h: int) -> bool:
        """Tell whether a semicolon parts two words of one tree: the parser hangs such clauses on each other."""
        low, high = (t, h) if t < h else (h, t)
        return ";" in self.tree.lower[low:high]

    def is_content(self, t: int) -> bool:
        """Tell whether a clause on a noun says what the noun is: "plans to buy", "a report that it bought"."""
        tree = self.tree
        return any(
            (tree.dep[k] == "mark" and tree.lower[k] in ("that", "whether")) or tree.tag[k] == "TO"
            for k in tree.kids[t]
        )

    def is_purpose(self, t: int) -> bool:
        tree = self.tree
        if any(tree.tag[k] == "TO" for k in tree.kids[t]):
            self.scope.infinitive = True
            return True
        return False

    def has(self, i: int, name: str) -> bool:
        return any(name in cue.sets for cue in self.cues.get(i, ()))

    def add(self, cue: Cue, sets: frozenset[str], governs: bool, word: int, *, own: bool = False) -> None:
        if not sets or cue.tokens in self.seen or not self.names.isdisjoint(cue.tokens):
            return
        if not own and not self.triggers.isdisjoint(cue.tokens):
            return
        if all(self.tree.tag[i].startswith("NNP") for i in cue.tokens):
            return
        self.seen.add(cue.tokens)
        self.scope.operators.append((sets, cue.tokens, governs, word))

    def take(self, i: int, only: str | None, word: int) -> None:
        """Note the cues that a token heads, where its label lets them bear on the word that it hangs on."""
        dep = self.tree.dep[i]
        for cue in self.cues.get(i, ()):
            sets = frozenset(s for s in cue.sets if dep in MODIFIERS.get(s, ()) and (only is None or s == only))
            self.add(cue, sets, False, word)

    def modifiers(self, t: int, below: int) -> None:
        """Note the cues among the kids of a word, save the kid that the walk came from."""
        tree = self.tree
        for k in tree.kids[t]:
            if k == below or k in self.triggers:
                continue
            dep = tree.dep[k]
            if dep in SUBJECTS:
                for g in (k, *tree.kids[k]):
                    if g == k or tree.dep[g] in ("det", "preconj", "neg"):
                        self.mark(g, NEGATOR, t)
            elif dep == "advcl":
                for m in tree.kids[k]:
                    if tree.dep[m] in ("mark", "advmod", "aux"):
                        self.mark(m, CONDITIONAL, t)
            elif dep in ("conj", "parataxis", "ccomp"):
                self.inserted(k, t)
            else:
                self.take(k, None, t)

    def mark(self, i: int, name: str, word: int) -> None:
        for cue in self.cues.get(i, ()):
            if name in cue.sets:
                self.add(cue, frozenset({name}), False, word)

    def inserted(self, k: int, t: int) -> None:
        """Note a clause of reporting that stands in or behind what it reports: "..., officials said, ..."."""
        tree = self.tree
        if not self.has(k, REPORTING) or tree.kid(k, *SUBJECTS) is None or self.cut(k, t):
            return
        if tree.kid(k, "ccomp", "xcomp") is not None or (tree.dep[k] == "conj" and tree.kid(t, "cc") is not None):
            return
        self.scope.reports.append((k, "inserted"))

    def share(self, t: int, h: int) -> None:
        """Take over what a verb has in common with the first of the verbs it is joined to."""
        tree = self.tree
        words = [k for k in tree.kids[h] if tree.dep[k] == "cc"]
        for k in words:
            if tree.lower[k] == "nor":
                self.mark(k, NEGATOR, h)
        if is_verb(tree, t) and any(tree.dep[k] in SUBJECTS or tree.dep[k] == "aux" for k in tree.kids[t]):
            return
        either = any(tree.lower[k] == "or" for k in words)
        for k in tree.kids[h]:
            if k >= t or k in self.triggers:
                continue
            if tree.dep[k] in ("aux", "advmod") and k < h:
                self.take(k, None, h)
            elif tree.dep[k] in ("neg", "det") and either:
                self.take(k, NEGATOR, h)

    def govern(self, h: int, dep: str, t: int) -> None:
        tree = self.tree
        if dep in SUBJECTS and dep != "nsubjpass":
            for cue in self.cues.get(h, ()):
                self.add(cue, cue.sets & {ENDED, CANCELLED, FAILED}, True, h)
        elif h not in self.triggers:
            self.report(h, dep)
            for cue in self.cues.get(h, ()):
                self.add(cue, cue.sets, True, h)
            if dep == "xcomp" and tree.lemma[h] == "be" and any(tree.tag[k] == "TO" for k in tree.kids[t]):
                self.scope.operators.append((frozenset({FUTURE, PROBABLE}), (h,), True, h))
        self.modifiers(h, t)

    def report(self, h: int, dep: str, how: str = "") -> None:
        if self.has(h, REPORTING) and dep not in ("conj", "nsubj", "nsubjpass", "appos", "relcl"):
            kind = "deny" if dep != "ccomp" and self.has(h, DENIAL) else dep
            self.scope.reports.append((h, how + kind))
        elif self.has(h, SPEAKS_FOR):
            self.scope.reports.append((h, how + "noun"))
