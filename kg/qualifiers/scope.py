"""Which words have a claim in their scope: a walk over the dependency tree, from the words that say it to the root.

The walk starts at the lowest word that says the claim (the noun of "signed a deal", the verb of "agreed to buy") and
notes what bears on it: modifiers of each word that it passes, and the words that govern it. It goes over complements
("denied *that it bought*", "plans *to buy*", "ruled out *a merger*"); behind a relative clause, an apposition or an
adverbial clause, and above the name of one of the ends, what stands higher no longer bears on the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kg.mentions.quotes import PARAGRAPH
from kg.nlp import word_set
from kg.qualifiers.cues import (
    ACCUSING,
    APPOINTING,
    CANCELLED,
    CONDITIONAL,
    DENIAL,
    EMERGING,
    ENDED,
    FORMER,
    FUTURE,
    HEARSAY,
    NEGATOR,
    PAST,
    POSSIBLE,
    PROBABLE,
    PROSPECT,
    REJECTION,
    REMOVAL,
    REPORTING,
    RESIGNING,
    SELLING,
    SETTLED,
    SPEAKS_FOR,
    TENTATIVE,
    UNTRUE,
    has,
)
from kg.qualifiers.operators import Operator, Report, Scope
from kg.qualifiers.places import BESIDE_NAME, Place
from kg.qualifiers.tellers import teller

if TYPE_CHECKING:
    from kg.qualifiers.cues import Cue
    from kg.qualifiers.reading import Reading
    from kg.relations import Proposal

__all__ = ["read_scope"]

#: Labels by which a modifier may hang on what it modifies, by the set that its cue is in.
MODIFIERS: Mapping[str, frozenset[str]] = {
    NEGATOR: word_set("neg det advmod preconj predet intj dep"),
    PROBABLE: word_set("advmod amod aux acomp attr oprd prep npadvmod compound acl dep"),
    POSSIBLE: word_set("advmod amod aux acomp attr oprd prep npadvmod compound dep"),
    CONDITIONAL: word_set("mark prep aux dep advmod"),
    FUTURE: word_set("aux amod advmod acomp attr prep npadvmod compound tmod dep"),
    FORMER: word_set("amod compound nmod advmod det dep npadvmod punct"),
    PAST: word_set("advmod prep npadvmod neg dep"),
    DENIAL: word_set("acomp attr oprd prep amod advmod"),
    ENDED: word_set("acomp prep amod advmod"),
    CANCELLED: word_set("acomp amod advmod"),
}
#: Labels over which the scope of what stands above goes on.
COMPLEMENTS = word_set(
    "ccomp xcomp pcomp csubj csubjpass dobj pobj prep attr acomp oprd dative agent nsubj nsubjpass compound nmod dep "
    "advmod prt amod meta intj quantmod case"
)
SUBJECTS = word_set("nsubj nsubjpass csubj expl")
#: How many tokens before a noun may say that it is over, and what ends the stretch.
STRETCH = 6
STOPS = word_set(', ; : ( ) - – — and or but " “ ”')
#: Tags of verbs that take no auxiliary.
FINITE = word_set("VBD VBZ VBP")
#: Words by which all of a thing is meant, and only some of it.
WHOLE = word_set("all entire whole remaining last")
PARTIAL = word_set("half part some most third quarter fifth tenth")
#: A clause ends at these; only a word of reporting reaches over a colon.
SEMICOLON, COLON = ";", ":"


def read_scope(reading: Reading, proposal: Proposal) -> Scope:
    """Walk from what says a proposal to the root of its sentence."""
    return _Walk(reading, proposal).run()


class _Walk:
    def __init__(self, reading: Reading, proposal: Proposal) -> None:
        self.tree = reading.tree
        self.lexicon = reading.lexicon
        self.cues = reading.cues(*proposal.sentence)
        self.proposal = proposal
        self.place = place = Place(reading, proposal)
        self.ends, self.names, self.tops, self.triggers = place.ends, place.names, place.tops, place.triggers
        self.seen: set[tuple[int, ...]] = set()
        self.reading = reading
        self.scope = Scope(place.start)

    def run(self) -> Scope:
        tree, scope = self.tree, self.scope
        spine = set(tree.up(scope.start))
        self.own_cues()
        for i in sorted(self.triggers - spine):
            if not tree.is_verb(i):
                self.modifiers(i)
        self.below(spine)
        self.climb()
        return scope

    # What is noted

    def add(self, cue: Cue, sets: frozenset[str], word: int, *, governs: bool = False, own: bool = False) -> None:
        if not sets or cue.tokens in self.seen or not self.names.isdisjoint(cue.tokens):
            return
        if not own and not self.triggers.isdisjoint(cue.tokens):
            return
        if all(self.tree.tag[i].startswith("NNP") for i in cue.tokens):
            return
        self.seen.add(cue.tokens)
        self.scope.operators.append(Operator(sets, cue.tokens, governs, word))

    def take(self, i: int, word: int, only: str | None = None) -> None:
        """Note the cues that a token heads, where its label lets them bear on the word that it hangs on."""
        dep = self.tree.dep[i]
        if dep == "acl" and self.tree.tag[i] == "VBN":
            dep = "amod"  # "a sale scrapped last year" is a scrapped sale
        for cue in self.cues.get(i, ()):
            sets = frozenset(s for s in cue.sets if dep in MODIFIERS.get(s, ()) and only in (None, s))
            self.add(cue, sets, word)

    def mark(self, i: int, name: str, word: int) -> None:
        """Note a token's cues of one set, whatever its label."""
        for cue in self.cues.get(i, ()):
            self.add(cue, cue.sets & {name}, word)

    def own_cues(self) -> None:
        """Note cues among the words that say the claim.

        They are part of what the relation means ("exploring a contract"), save where the rest says the relation by
        itself ("agrees to *buy*", "calls off a *merger*"), and save words that never say more than an attempt.
        """
        tree = self.tree
        described = self.place.describes(self.scope.start)
        for i in sorted(self.triggers):
            for cue in self.cues.get(i, ()):
                self.add(cue, cue.sets & {FORMER, TENTATIVE}, i, governs=True, own=True)
                if self.proposal.role is not None:
                    self.add(cue, cue.sets & {RESIGNING, REMOVAL}, i, governs=True, own=True)
                rest = self.triggers.difference(cue.tokens)
                if SELLING in cue.sets and self.parts_with(i):
                    self.scope.operators.append(Operator(frozenset({ENDED}), cue.tokens, True, i))
                if described:  # "agreed to buy its rival": the verb is about something else
                    continue
                if self.disputes(i):
                    self.scope.disputed = True
                elif self.say(rest):
                    self.add(cue, cue.sets - {REPORTING}, i, governs=True, own=True)
                elif any(tree.tag[k][:1] == "N" and cue.head in tree.up(k) for k in rest):
                    self.add(cue, cue.sets & {ENDED}, i, governs=True, own=True)

    def parts_with(self, verb: int) -> bool:
        """Tell whether the claim's subject gives up all of what it has: "sold its stake", not "half its stake"."""
        tree = self.tree
        sold = tree.kid(verb, "dobj")
        if sold is None or self.does(verb) != self.proposal.subject.id:
            return False
        words = {tree.lower[k] for k in tree.kids[sold]}
        owned = any(tree.dep[k] == "poss" for k in tree.kids[sold]) or not words.isdisjoint(WHOLE)
        return owned and words.isdisjoint(PARTIAL)

    def does(self, verb: int) -> str | None:
        """Return the id of who is the subject of a verb, where that is known."""
        subject = self.tree.kid(verb, "nsubj")
        entity = self.reading.heads.get(subject) if subject is not None else None
        return entity.id if entity is not None else None

    def modifiers(self, t: int, below: int = -1) -> None:
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
                if any(tree.lower[m] == "as" and tree.dep[m] == "mark" for m in tree.kids[k]):
                    self.inserted(k, t)  # "as the Tribune reported"
            elif dep in ("conj", "parataxis", "ccomp"):
                self.inserted(k, t)
            else:
                self.take(k, t)

    def below(self, spine: set[int]) -> None:
        """Look at what stands between the start and the ends below it, and at the ends' own determiners."""
        tree, start = self.tree, self.scope.start
        told = tree.is_verb(start) and self.say([start])  # "sued its former supplier": the suit is none of the past
        for end in self.tops:
            listed = False
            for t in tree.up(end):
                if t in spine:
                    break
                aside = t in self.ends or (told and t not in self.triggers)
                for k in () if listed else tree.kids[t]:
                    if k not in self.triggers:
                        self.take(k, t, NEGATOR)
                        if not aside:
                            self.take(k, t, FORMER)
                if not aside:
                    self.before(t)
                listed = tree.dep[t] == "conj"

    def before(self, t: int) -> None:
        """Note what stands before a noun, back to a comma, whatever it hangs on: "until 2016 a manager"."""
        tree = self.tree
        for i in range(t - 1, max(t - 1 - STRETCH, -1), -1):
            if tree.lower[i] in STOPS or tree.is_verb(i) or i in self.names:
                return
            for cue in self.cues.get(i, ()):
                self.add(cue, cue.sets & {FORMER, PAST}, t)

    def inserted(self, k: int, t: int) -> None:
        """Note a clause of reporting that stands in or behind what it reports: "..., officials said, ..."."""
        tree = self.tree
        if not has(self.cues, k, REPORTING) or teller(tree, k) is None or self.parted(k, t):
            return
        if tree.tag[k] == "VB" and any(tree.tag[m] == "MD" for m in tree.kids[k]):
            return  # "and the minister should say so" reports nothing
        if tree.kid(k, "ccomp", "xcomp") is None and (tree.dep[k] != "conj" or tree.kid(t, "cc") is None):
            self.scope.reports.append(Report(k, "inserted"))

    # The walk

    def climb(self) -> None:
        tree, scope = self.tree, self.scope
        start = scope.start
        self.modifiers(start)
        scope.path.append(start)
        scope.bounded = self.place.bounded
        scope.described = self.place.describes(start)
        near = not scope.bounded
        if near and tree.is_verb(start):
            scope.verb = start
        else:
            self.before(start)
        for dep, t, h in self.steps(start):
            scope.path.append(h)
            if self.proposal.role is not None and tree.is_verb(h) and scope.verb is None and self.departs(h, dep, t):
                scope.bounded, near = True, False
            if near and h in self.ends and not tree.is_verb(h):
                if dep == "acl" and self.announces(t):
                    continue
                scope.bounded, near = True, False
                if dep in BESIDE_NAME:
                    for k in tree.kids[h]:
                        if k < t:
                            self.take(k, h, FORMER)
            if dep == "conj":
                if near:
                    self.share(t, h)
            else:
                near = near and self.goes_on(dep, t, h)
                if near and not (dep == "ccomp" and not self.cues.get(h)):
                    self.govern(h, dep, t)
                else:
                    self.report(h, dep, near=near)
            if near and scope.verb is None and tree.is_verb(h):
                scope.verb = h
        root = scope.path[-1]
        direct = tree.is_verb(start) or tree.dep[start] in ("dobj", "attr")
        scope.asked = near and direct and any(tree.lower[k] == "?" for k in tree.kids[root])

    def announces(self, t: int) -> bool:
        """Note that a headline's infinitive tells what is to come: "Norvane to buy Tarsis"."""
        tree = self.tree
        to = next((k for k in tree.kids[t] if tree.tag[k] == "TO"), None)
        if to is None or not self.reading.is_line(self.proposal.sentence):
            return False
        self.scope.operators.append(Operator(frozenset({FUTURE, PROBABLE}), (to,), True, t))
        return True

    def steps(self, t: int) -> Iterator[tuple[str, int, int]]:
        """Yield label, word and the word above, up to the root or a semicolon; a list counts by its first member."""
        tree = self.tree
        while tree.head[t] != t:
            h = tree.head[t]
            if self.parted(t, h):
                return
            # the parser takes many an infinitive that tells what a noun is about for a relative clause
            content = tree.dep[t] == "relcl" and any(tree.tag[k] == "TO" for k in tree.kids[t])
            yield "acl" if content else tree.dep[t], t, h
            if tree.dep[t] == "conj":
                while tree.dep[h] == "conj" and tree.head[h] != h:
                    h = tree.head[h]
            t = h

    def parted(self, t: int, h: int) -> bool:
        """Tell whether a mark parts two words of one tree: the parser hangs such clauses on each other."""
        low, high = (t, h) if t < h else (h, t)
        marks = self.tree.lower[low:high]
        if any(mark.count("\n") >= PARAGRAPH for mark in marks):
            return True
        return SEMICOLON in marks or (COLON in marks and not has(self.cues, h, REPORTING))

    def goes_on(self, dep: str, t: int, h: int) -> bool:
        """Tell whether the scope of what stands above reaches over a link."""
        tree = self.tree
        if dep == "acl":  # "plans to buy", "a report that it bought"; not "a firm owned by"
            return any(tree.tag[k] == "TO" or (tree.dep[k] == "mark" and tree.lower[k] != "as") for k in tree.kids[t])
        if dep == "relcl":  # the parser takes many a clause of content for a relative one
            said = has(self.cues, h, HEARSAY) or has(self.cues, h, SPEAKS_FOR)
            that = any(tree.lower[k] == "that" and tree.dep[k] not in SUBJECTS for k in tree.kids[t])
            return said and that and tree.kid(t, "nsubj", "nsubjpass") is not None
        if dep == "advcl":
            if any(tree.tag[k] == "TO" for k in tree.kids[t]):
                self.scope.purpose = h if self.scope.purpose is None else self.scope.purpose
                return True
            return False
        if dep == "parataxis":
            return has(self.cues, h, REPORTING)
        return dep in COMPLEMENTS

    def share(self, t: int, h: int) -> None:
        """Take over what a verb has in common with the first of the verbs it is joined to."""
        tree = self.tree
        words = [k for k in tree.kids[h] if tree.dep[k] == "cc"]
        for k in words:
            if tree.lower[k] == "nor":
                self.mark(k, NEGATOR, h)
        if tree.is_verb(t) and any(tree.dep[k] in SUBJECTS or tree.dep[k] == "aux" for k in tree.kids[t]):
            return
        either = any(tree.lower[k] == "or" for k in words)
        shared = ("advmod",) if tree.tag[t] in FINITE else ("advmod", "aux")
        for k in tree.kids[h]:
            if k >= min(t, h) or k in self.triggers:
                continue
            if tree.dep[k] in shared:
                self.take(k, h)
            elif tree.dep[k] in ("neg", "det") and either:
                self.take(k, h, NEGATOR)

    def govern(self, h: int, dep: str, t: int) -> None:
        tree = self.tree
        content_of = self.content_of(h, dep, t)
        if content_of is not None:
            self.govern(content_of, "acl", t)
            self.scope.purpose = None
        if (dep in SUBJECTS and has(self.cues, t, HEARSAY)) or (dep in ("ccomp", "csubj") and tree.lemma[h] == "be"):
            self.untrue(h)
        if dep in SUBJECTS and dep != "nsubjpass":
            for cue in self.cues.get(h, ()):
                self.add(cue, cue.sets & {ENDED, CANCELLED}, h, governs=True)
        elif h in self.triggers and self.say(
            self.triggers - {h}
        ):  # "accused of supplying" is one phrase, and an accusation
            self.report(h, dep, near=True)
        elif self.disputes(h):
            self.scope.disputed = True
        elif h not in self.triggers:
            self.report(h, dep, near=True)
            # "succeeded Kay as head": who holds the office then is told by departs()
            leaving = {RESIGNING, REMOVAL} if self.proposal.role is not None and dep == "prep" else set()
            for cue in self.cues.get(h, ()):
                if self.reaches(cue):
                    self.add(cue, cue.sets - {FORMER, PAST, APPOINTING} - leaving, h, governs=True)
            if any(tree.tag[k] == "TO" for k in tree.kids[t]):
                if (dep == "xcomp" and tree.lemma[h] == "be") or (dep == "acl" and has(self.cues, h, SETTLED)):
                    self.scope.operators.append(Operator(frozenset({FUTURE, PROBABLE}), (h,), True, h))
                elif dep == "acl" and has(self.cues, h, PROSPECT):
                    self.scope.operators.append(Operator(frozenset({FUTURE, POSSIBLE}), (h,), True, h))
        self.modifiers(h, t)

    def content_of(self, verb: int, dep: str, t: int) -> int | None:
        """Return the noun that a clause behind a verb tells the content of, as in "calls grew for Norway to leave".

        None where the clause belongs to the verb, as most do.
        """
        tree = self.tree
        if dep not in ("advcl", "ccomp", "xcomp") or not has(self.cues, verb, EMERGING):
            return None
        noun = tree.kid(verb, "nsubj", "nsubjpass")
        found = noun is not None and noun < t and tree.tag[noun] in ("NN", "NNS") and tree.kid(verb, "dobj") is None
        return noun if found else None

    def disputes(self, h: int) -> bool:
        """Tell whether a word denies what an accusation says, which stays one: "denied accusations by Norvane"."""
        tree, start = self.tree, self.scope.start
        denies = has(self.cues, h, DENIAL) or has(self.cues, h, REJECTION)
        if not denies or start not in self.triggers or not has(self.cues, start, ACCUSING):
            return False
        return not tree.is_verb(start) or self.does(h) == self.proposal.object.id

    def reaches(self, cue: Cue) -> bool:
        """Tell whether a claim is what a cue is about: behind the "from" of "barred from buying", and no ban itself."""
        last = cue.tokens[-1]
        if DENIAL in cue.sets and self.say(cue.tokens):
            return False
        return self.tree.dep[last] != "prep" or not self.tree.kids[last] or last in self.scope.path

    def untrue(self, h: int) -> None:
        """Note a predicate by which it is not so: "reports that it bought Acme are false", "it is not true that"."""
        for k in self.tree.kids[h]:
            if self.tree.dep[k] in ("acomp", "attr", "oprd", "neg"):
                for cue in self.cues.get(k, ()):
                    if UNTRUE in cue.sets:
                        self.add(cue, frozenset({DENIAL}), h, governs=True)

    def say(self, words: Iterable[int]) -> bool:
        """Tell whether one of some words says the claim's relation by itself."""
        tree, relation = self.tree, self.proposal.relation.name
        return any(self.lexicon.says(relation, tree.lower[k], tree.lemma[k]) for k in words)

    def report(self, h: int, dep: str, *, near: bool) -> None:
        says = self.lexicon.says(self.proposal.relation.name, self.tree.lower[h], self.tree.lemma[h])
        if says and dep != "ccomp":
            return  # "dismissed two envoys" reports nothing; "confirmed that Roe will lead it" does
        if self.tree.tag[h].startswith("N") and (has(self.cues, h, HEARSAY) or has(self.cues, h, SPEAKS_FOR)):
            self.scope.reports.append(Report(h, "noun", near))
        elif has(self.cues, h, REPORTING):
            denies = has(self.cues, h, DENIAL) or has(self.cues, h, REJECTION)
            if dep == "nsubjpass" and denies and self.tree.kid(h, "agent") is not None:
                dep = "deny"  # "talk of a sale was dismissed by the chairman"
            if dep == "xcomp" and self.tree.kid(h, "agent") is not None:
                dep = "ccomp"  # "is said by the chairman to own"
            if dep not in SUBJECTS and dep not in ("conj", "appos", "relcl"):
                self.scope.reports.append(Report(h, "deny" if denies else dep, near))
        elif has(self.cues, h, SPEAKS_FOR):
            self.scope.reports.append(Report(h, "noun", near))

    def departs(self, verb: int, dep: str, t: int) -> bool:
        """Note a verb by which the holder of an office leaves it: "resigned as chairman", "sacked its president"."""
        tree = self.tree
        if dep == "prep" and tree.lower[t] == "as":
            dep = next((tree.dep[i] for i in tree.up(self.tops[0]) if tree.head[i] == verb), "")
        name = {"nsubj": RESIGNING, "dobj": REMOVAL, "nsubjpass": REMOVAL}.get(dep, "")
        leaving = [cue for cue in self.cues.get(verb, ()) if name in cue.sets]
        self.scope.operators.extend(Operator(frozenset({name}), cue.tokens, True, verb) for cue in leaving)
        return bool(leaving)
