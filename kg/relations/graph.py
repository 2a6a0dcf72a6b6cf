"""A sentence as a graph in which the ways of saying one thing look alike.

spaCy's tree has one edge a word. Here a word may have several: those of the tree, renamed so that voice does not
matter, and those that follow from it (coordination, relative clauses, control, apposition, light verbs). Edges carry
a label:

======== ============================================================================
subj     who does it: subject of an active verb, agent of a passive one
obj      whom it is done to: object of an active verb, subject of a passive one
poss     "X's talks"; also the subject of a light verb whose object is the noun ("X held talks")
mod      a noun or adjective before a noun ("Acme contract", "French minister")
is       two expressions for one thing: apposition, "X is the owner", "founder X"
comp     the verb below a verb ("agreed to buy")
with...  a preposition, with what follows it; datives are "to"
======== ============================================================================

The labels are after the collapsed and propagated dependencies of de Marneffe and Manning (2008).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["LIGHT_VERBS", "SentenceGraph"]

#: Verbs that say little themselves: what their object or complement says, their subject does.
LIGHT_VERBS = frozenset(
    "be begin complete conclude conduct continue do enjoy enter finalise finalize get give have hold join land launch "
    "make open pursue reach remain renew resume score secure seal sign stage start strike take undertake win".split()
)
#: Verbs whose "as" says what both their subject and their object are, and those whose "as" says what somebody thinks.
AS_BOTH = frozenset("follow precede replace succeed".split())
AS_IF = frozenset("cite describe hail know list name portray praise regard see treat use view".split())
#: Verbs of two parties whose infinitive is done by the subject, not by the object ("X promised Y to leave").
SUBJECT_CONTROL = frozenset("promise threaten vow pledge swear offer".split())
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "ADJ"})
VERBAL = frozenset({"VERB", "AUX"})
#: Titles and descriptions that the tagger takes for adjectives ("its rival Acme").
_ADJECTIVAL = frozenset("chief daily deputy general head native official principal rival veteran weekly".split())
#: Labels that two nouns of one clause do not share unless one describes the other.
_SISTERS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj"})
#: Labels that the parser gives to a name that it does not know for one ("her company xyLab has signed").
_MISREAD = frozenset({"advmod", "npadvmod", "dep"})
#: Labels of verbs that may lack a subject of their own.
_CLAUSES = frozenset({"xcomp", "advcl", "conj", "ccomp", "relcl"})
#: Prepositions before a gerund that the subject does ("after buying Y"); "of" alone has the object do it, where there
#: is one ("accused X of buying Y").
_GERUND_AFTER = frozenset("after at before despite in of since to while".split())
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
#: What "where" may stand for.
_WHERE = ("in", "at", "of")
_DIRECT = {
    "nsubj": "subj",
    "csubj": "subj",
    "nsubjpass": "obj",
    "dobj": "obj",
    "poss": "poss",
    "compound": "mod",
    "nmod": "mod",
    "amod": "mod",
    "npadvmod": "mod",
    "oprd": "oprd",
    "xcomp": "comp",
    "ccomp": "that",
    "advmod": "adv",
    "prt": "prt",
    "acomp": "acomp",
    "dep": "dep",
}


class SentenceGraph:
    """The edges of one sentence: ``below[i]`` and ``above[i]`` map a token to ``(label, token)`` pairs.

    Tokens are indices in the document; ``lemmas`` has their lemmas in small letters. ``names`` are the token ranges of
    mentions, and ``inside`` maps each token of a mention to its range: a word outside a name that stands before its
    head ("founder Jo Roe") is said to be the same thing as the name.
    """

    __slots__ = ("above", "below", "doc", "end", "inside", "lemmas", "start")

    def __init__(self, doc: Doc, start: int, end: int, names: Iterable[tuple[int, int]] = ()) -> None:
        self.doc = doc
        self.start, self.end = start, end
        self.inside = {i: (first, last) for first, last in names for i in range(first, last)}
        self.below: dict[int, list[tuple[str, int]]] = {i: [] for i in range(start, end)}
        self.above: dict[int, list[tuple[str, int]]] = {i: [] for i in range(start, end)}
        tokens = list(doc[start:end])
        self.lemmas = {token.i: token.lemma_.lower() for token in tokens}
        self._tree(tokens)
        self._names(self.inside)
        self._coordinate(tokens)
        self._relative_clauses(tokens)
        self._clauses(tokens)
        self._prepositions(tokens)

    def neighbours(self, token: int, label: str) -> list[int]:
        """Tokens reached from ``token`` by ``label``, or, for ``^label``, from which it is reached."""
        if label[0] == "^":
            label = label[1:]
            return [other for name, other in self.above[token] if name == label]
        return [other for name, other in self.below[token] if name == label]

    def labels(self, token: int) -> frozenset[str]:
        """All ``label`` and ``^label`` that lead from a token to another."""
        return frozenset([*(name for name, _ in self.below[token]), *(f"^{name}" for name, _ in self.above[token])])

    def edges(self) -> Iterable[tuple[int, str, int]]:
        """All edges as (upper token, label, lower token), in text order of the upper token."""
        for upper, lowers in self.below.items():
            for label, lower in lowers:
                yield upper, label, lower

    def _add(self, upper: int, label: str, lower: int) -> None:
        if upper != lower and upper in self.below and lower in self.below and (label, lower) not in self.below[upper]:
            self.below[upper].append((label, lower))
            self.above[lower].append((label, upper))

    def _same(self, one: int, other: int) -> None:
        self._add(one, "is", other)
        self._add(other, "is", one)

    def _first(self, token: int, label: str) -> int | None:
        return next((lower for name, lower in self.below[token] if name == label), None)

    def _tree(self, tokens: list[Token]) -> None:
        for token in tokens:
            dep, head = token.dep_, token.head.i
            label = _DIRECT.get(dep)
            if _is_noun_after_to(token):
                self._add(head, "to", token.i)
            elif label:
                self._add(head, label, token.i)
            elif dep == "pobj":
                self._preposition(token)
            elif dep == "dative" and token.pos_ != "ADP":
                self._add(head, "to", token.i)
            elif dep == "appos":
                self._same(head, token.i)
            elif dep == "pcomp":
                self._add(token.head.head.i, token.head.lower_, token.i)

    def _preposition(self, token: Token) -> None:
        """Collapse "deal –prep– with –pobj– X" to one edge; "out of X" counts as "of" and as "out of".

        "Firms such as X" are X, as far as the sentence tells.
        """
        preposition = token.head
        first = preposition
        while first.dep_ == "conj" and first.head.pos_ == "ADP":  # "to X and to Y"
            first = first.head
        upper = first.head
        such = preposition.lower_ == "as" and preposition.i > 0 and self.doc[preposition.i - 1].lower_ == "such"
        if upper.pos_ == "NOUN" and (such or preposition.lower_ == "including"):
            for example in (token, *token.conjuncts):
                self._same(upper.i, example.i)
            return
        if preposition.dep_ == "agent":
            self._add(upper.i, "subj", token.i)
            self._add(upper.i, "by", token.i)
            return
        self._add(upper.i, preposition.lower_, token.i)
        if preposition.dep_ == "prep" and upper.pos_ == "ADP":
            self._add(upper.head.i, f"{upper.lower_} {preposition.lower_}", token.i)
            self._add(upper.head.i, preposition.lower_, token.i)

    def _names(self, inside: Mapping[int, tuple[int, int]]) -> None:
        """In "Acme founder Jo Roe" the founder is Jo Roe, and Acme belongs to the founder."""
        for start, end in dict.fromkeys(inside.values()):
            head = self.doc[start:end].root
            if head.dep_ in _MISREAD and start - 1 >= self.start and start - 1 not in inside:
                before = self.doc[start - 1]
                if before.pos_ == "NOUN":
                    self._same(head.i, before.i)
            described = self._described(head, start)
            if described is not None:
                self._same(head.i, described)
            left = [t for t in head.lefts if t.i < start and t.dep_ in ("compound", "nmod", "poss", "amod")]
            titles = [t.i for t in left if t.i not in inside and t.dep_ != "poss" and self._may_be_title(t)]
            for title in titles:
                self._same(head.i, title)
                for other in left:
                    if other.i < title and other.i in inside:
                        self._add(title, "poss" if other.dep_ == "poss" else "mod", other.i)

    def _described(self, head: Token, start: int) -> int | None:
        """Return the noun right before a name that the parser made its sister: "the mayor of Aarhus, Jo Roe, left"."""
        if start - 2 < self.start or head.dep_ not in _SISTERS or any(t.dep_ in ("conj", "cc") for t in head.rights):
            return None
        before = self.doc[start - 2 if self.doc[start - 1].text == "," else start - 1]
        above = head.head
        sisters = [above] if head.dep_ == "conj" else [t for t in above.children if t.dep_ == head.dep_]
        return next((t.i for t in sisters if t.i < start and self._may_describe(t, before)), None)

    def _may_describe(self, noun: Token, last: Token) -> bool:
        """Tell whether a common noun that says nothing of another name ends with the word ``last``."""
        ends = noun.i == last.i or noun.is_ancestor(last)
        plain = noun.tag_ == "NN" and noun.i not in self.inside
        return ends and plain and self._first(noun.i, "is") is None and not _joins(noun)

    @staticmethod
    def _may_be_title(token: Token) -> bool:
        return token.pos_ in ("NOUN", "PROPN") or (token.pos_ == "ADJ" and token.lower_ in _ADJECTIVAL)

    def _coordinate(self, tokens: list[Token]) -> None:
        """Let a conjunct stand wherever its first conjunct stands; for verbs see _control."""
        for token in tokens:
            if token.dep_ != "conj":
                continue
            head = token.head
            if head.pos_ in VERBAL and token.pos_ in VERBAL:
                continue  # see _control
            for label, upper in list(self.above.get(head.i, ())):
                if upper == token.i:
                    continue
                if label != "is":
                    self._add(upper, label, token.i)
                elif self._listed(self.doc[upper], head, token):
                    self._same(upper, token.i)

    def _listed(self, whole: Token, head: Token, conjunct: Token) -> bool:
        """Tell whether what is ``head`` is its conjunct as well: "two rivals, X and Y", "X, founder and owner of Y"."""
        if conjunct.i in self.inside and whole.tag_ == "NNS":
            closed = head.dep_ == "conj" and _joins(head.head)  # "the sons A and B, C": what follows "and B" is no son
            return whole.i not in self.inside and self._first(conjunct.i, "is") is None and not closed
        plain = not {head.i, conjunct.i} & self.inside.keys()
        return plain and conjunct.tag_ == "NN" and self._first(conjunct.i, "is") is None

    def _relative_clauses(self, tokens: list[Token]) -> None:
        """ "X, which bought Y", "the firm X bought", "X, founded by Y", "talks to end Z": X stands in the clause."""
        for token in tokens:
            if token.dep_ == "relcl":
                self._relative_clause(token, token.head)
            elif token.dep_ == "acl" and token.tag_ in ("VBN", "VBD"):
                self._add(token.i, "obj", token.head.i)
            elif token.dep_ == "acl" and token.tag_ == "VBG":
                self._add(token.i, "subj", token.head.i)
            elif token.dep_ == "acl":
                self._add(token.head.i, "comp", token.i)

    def _relative_clause(self, verb: Token, antecedent: Token) -> None:
        pronouns = [t for t in self.doc[verb.left_edge.i : verb.i + 1] if t.tag_ in _RELATIVE_TAGS]
        titles = [t.i for t in verb.rights if t.dep_ == "attr"]
        for pronoun in pronouns:
            places = [(label, verb.i) for label in _WHERE] if pronoun.lower_ == "where" else []
            for label, upper in [*self.above.get(pronoun.i, ()), *places]:
                shared = titles if upper == verb.i and self._is_preposition(label) else ()
                for one in (upper, *shared):  # "Acme, of which she is the owner"
                    self._add(one, label, antecedent.i)
        if not pronouns and self._first(verb.i, "obj") is None:
            self._add(verb.i, "obj" if self._first(verb.i, "subj") is not None else "subj", antecedent.i)

    def _clauses(self, tokens: list[Token]) -> None:
        """Say of each verb who does it, and what follows from that, from the top down: each rule feeds the next.

        "X is ready to make an offer to buy Y": X is the subject of "ready", so of "make", so the offer is X's, and so
        is the buying.
        """
        heads = {token.i: token.head.i for token in tokens}
        for token in sorted((t for t in tokens if t.pos_ in VERBAL), key=lambda t: _depth(heads, t.i)):
            if _has_control(token):
                self._control(token)
            self._copula(token)
            if token.lemma_ in LIGHT_VERBS:
                self._light_verb(token)

    def _copula(self, verb: Token) -> None:
        """ "X is a rival", "X became chairman", "named X as chairman": one thing under two expressions."""
        below = list(self.below[verb.i])
        subjects = [lower for label, lower in below if label == "subj"]
        for token in verb.children:
            if token.dep_ == "attr" and token.pos_ in NOMINAL:
                self._all_same(subjects, token.i)
            elif token.dep_ == "acomp":
                for subject in subjects:
                    self._add(token.i, "obj" if token.tag_ == "VBN" else "subj", subject)
        for label, title in below:
            if label == "as" and title not in self.inside:
                self._all_same(self._holders(verb, below, subjects), title)

    def _holders(self, verb: Token, below: Iterable[tuple[str, int]], subjects: list[int]) -> list[int]:
        """Return whose title stands after "as": the object's, if that is somebody, else the subject's."""
        objects = [lower for label, lower in below if label == "obj" and self._may_hold(lower)]
        if verb.lemma_ in AS_BOTH:
            return [*subjects, *objects]
        return [] if verb.lemma_ in AS_IF else objects or subjects

    def _may_hold(self, token: int) -> bool:
        return token in self.inside or self.doc[token].pos_ == "PRON"

    def _all_same(self, ones: Iterable[int], other: int) -> None:
        for one in ones:
            self._same(one, other)

    def _control(self, token: Token) -> None:
        """Give a verb that has no subject of its own the one it is understood to have."""
        passive = any(t.dep_ == "auxpass" for t in token.lefts)
        bare = token.tag_ == "VBN" and all(t.dep_ != "aux" for t in token.lefts)
        label = "obj" if passive or (bare and token.dep_ == "advcl") else "subj"
        if self._first(token.i, label) is not None or any(t.dep_ in ("nsubj", "nsubjpass") for t in token.lefts):
            return
        head = token.head.head if token.dep_ == "pcomp" else token.head
        if token.dep_ == "conj" and token.tag_ == head.tag_ == "VBN" and head.dep_ == "acl":
            label = "obj"  # "listed in Oslo and run from Bergen"
        if token.dep_ == "conj" and any(t.dep_ == "auxpass" for t in head.lefts):
            label = "obj" if token.tag_ == "VBN" else label  # "was bought and merged"
        for subject in self._understood(token, head):
            self._add(token.i, label, subject)

    def _understood(self, token: Token, head: Token) -> list[int]:
        if head.i not in self.below:
            return []
        below = self.below[head.i]
        if token.dep_ == "acl" or (token.dep_ == "pcomp" and head.pos_ not in VERBAL):
            # "its plan to buy Y", "X's hope of buying Y"
            return [lower for label, lower in below if label in ("poss", "by")]
        objects = [lower for label, lower in below if label in ("obj", "to")]
        if token.dep_ == "xcomp" and objects and head.lemma_ not in SUBJECT_CONTROL:
            return objects
        if token.dep_ == "pcomp" and objects and token.head.lower_ == "of":
            return objects
        if token.dep_ == "ccomp":
            return []
        if any(t.dep_ == "nsubjpass" for t in head.lefts) or (head.dep_ == "acl" and head.tag_ == "VBN"):
            return objects
        return [lower for label, lower in below if label == "subj"]

    def _light_verb(self, verb: Token) -> None:
        """ "X held talks", "X is in talks", "talks were held by X": the talks are X's."""
        below = list(self.below[verb.i])
        for label, noun in below:
            if label in ("obj", "in", "into", "under") and self.doc[noun].pos_ == "NOUN":
                for subject in (lower for other, lower in below if other == "subj"):
                    self._add(noun, "poss", subject)

    def _prepositions(self, tokens: list[Token]) -> None:
        """Let a preposition hang on the verb and on its object alike: the parser cannot tell, readers do not care.

        Nor can it tell in "talks on a deal with X" whether X is in the talks or in the deal; here X is in both.
        """
        for token in tokens:
            if token.pos_ == "NOUN":
                self._lift(token.i)
        for token in tokens:
            if token.pos_ not in VERBAL:
                continue
            below = list(self.below[token.i])
            nouns = [n for label, n in below if label in ("obj", "in", "into") and self.doc[n].pos_ == "NOUN"]
            for noun in nouns:
                for label, lower in below:
                    if lower > noun and self._is_preposition(label):
                        self._add(noun, label, lower)
                for label, lower in list(self.below[noun]):
                    if label != "of" and lower > noun and self._is_preposition(label):
                        self._add(token.i, label, lower)

    def _lift(self, noun: int) -> None:
        for label, middle in list(self.below[noun]):
            if middle < noun or not self._is_preposition(label) or self.doc[middle].pos_ != "NOUN":
                continue
            for deeper, lower in list(self.below[middle]):
                if deeper != "of" and lower > middle and self._is_preposition(deeper):
                    self._add(noun, deeper, lower)

    @staticmethod
    def _is_preposition(label: str) -> bool:
        return label not in _LABELS


_LABELS = frozenset([*_DIRECT.values(), "is", "subj", "obj"])


def _is_noun_after_to(token: Token) -> bool:
    """Tell whether the parser took a noun for an infinitive ("took Acme to court")."""
    bare = token.dep_ == "xcomp" and token.tag_ == "NN" and all(t.dep_ != "dobj" for t in token.rights)
    return bare and any(t.lower_ == "to" for t in token.lefts)


def _has_control(token: Token) -> bool:
    """Tell whether a verb that lacks a subject has that of another; for participles see _relative_clauses."""
    if token.dep_ == "acl":
        return token.tag_ == "VB"
    return token.dep_ in _CLAUSES or (token.dep_ == "pcomp" and _is_gerund(token))


def _is_gerund(token: Token) -> bool:
    """Tell whether a verb below a preposition is done by somebody of the clause above; "instead of" denies it."""
    preposition = token.head
    return preposition.lower_ in _GERUND_AFTER and (preposition.i == 0 or preposition.nbor(-1).lower_ != "instead")


def _joins(token: Token) -> bool:
    return any(t.dep_ == "cc" for t in token.rights)


def _depth(heads: Mapping[int, int], token: int) -> tuple[int, int]:
    depth, node = 0, token
    while heads[node] != node:
        depth, node = depth + 1, heads[node]
    return depth, token
