"""Where in a sentence a claim is said, and whether the clause around bears on it."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from kg.nlp import word_set
from kg.qualifiers.cues import (
    CANCELLED,
    DENIAL,
    ENDED,
    FAILED,
    FUTURE,
    INTENTION,
    PASSING,
    POSSIBLE,
    PROBABLE,
    REJECTION,
    REPORTING,
    has,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.qualifiers.reading import Reading
    from kg.relations import Proposal

__all__ = ["BESIDE_NAME", "Place"]

#: Labels by which a noun stands beside a name and means the same.
BESIDE_NAME = word_set("compound appos nmod")
#: Labels by which a noun is said of something: nothing but these lets the scope leave a noun for a person or a body.
PREDICATES = word_set("attr oprd acomp xcomp ccomp ROOT")
#: Labels of words that only add to another word that says the claim.
LEANING = word_set("prt prep punct det poss amod compound nummod advmod")
#: Sets of verbs that qualify what is said below them.
QUALIFYING = frozenset((CANCELLED, DENIAL, ENDED, FAILED, FUTURE, INTENTION, POSSIBLE, PROBABLE, REJECTION, REPORTING))
#: Labels of clauses that only describe what they hang on.
DESCRIBING = word_set("relcl acl advcl")


class Place:
    """The words of a sentence that say a claim.

    ``ends`` are all tokens of both ends, ``names`` those of ends that are names, ``tops`` the heads of subject and
    object; ``between`` the tokens between these over the tree. ``triggers`` are the words that say the relation, none
    where the reader gives but the two ends (``marked`` is false then). ``start`` is the lowest of them, or of the words
    that may say it; ``bounded`` tells that the claim is made beside a name, so that its clause does not bear on it.
    """

    def __init__(self, reading: Reading, proposal: Proposal) -> None:
        self.tree = tree = reading.tree
        self.lexicon = reading.lexicon
        self.cues = reading.cues(*proposal.sentence)
        self.proposal = proposal
        mentions = (proposal.subject_mention, proposal.object_mention)
        places = [tree.tokens(mention) for mention in mentions]
        self.ends = {i for tokens in places for i in tokens}
        self.names = {i for m, tokens in zip(mentions, places, strict=True) if m.kind == "named" for i in tokens}
        self.tops = (tree.top(places[0]), tree.top(places[1]))
        self.between = self.path_between(*self.tops)
        self.marked = bool(proposal.phrase is not None or proposal.triggers or proposal.role is not None)
        self.triggers = {*proposal.triggers, proposal.anchor} - self.ends if self.marked else set()
        self.start = self.starting_point()
        self.bounded = self.is_bounded(self.start)

    def path_between(self, a: int, b: int) -> list[int]:
        """Return the tokens between the heads of two ends, over their lowest common ancestor."""
        up, over = list(self.tree.up(a)), list(self.tree.up(b))
        top: list[int] = []
        while up and over and up[-1] == over[-1]:
            top = [up.pop()]
            over.pop()
        return [i for i in (*up, *top, *reversed(over)) if i not in self.ends]

    def starting_point(self) -> int:
        """Return the lowest of the words that say the claim; where there are none, of those between its ends."""
        tree = self.tree
        words = [i for i in sorted(self.triggers) if tree.dep[i] not in LEANING]
        described = [i for i in sorted(self.triggers) if self.describes(i)]
        if described:
            return described[0]
        if any(tree.is_verb(i) for i in words):
            words = [i for i in words if tree.is_verb(i) or not self.names_a_party(i)]
        words = words or sorted(self.triggers) or self.unmarked()
        anchor = self.proposal.anchor
        return max(words, key=lambda i: (tree.depth(i), i == anchor)) if words else anchor

    def unmarked(self) -> list[int]:
        """Return the words that may say a claim of which only the ends are known.

        These are, of the words between the ends, those that say the relation by themselves, or else verbs that qualify
        nothing below them ("said it would *buy*", "plans to *buy*"); or else, in the whole clause, a word that says it
        ("called off their *merger*"), a noun below the verb ("rules out a *tie-up*"), or the verb. Of ends that stand
        side by side the verb above them may say it ("Norvane chairman Roe may *resign*").
        """
        tree, relation, says = self.tree, self.proposal.relation.name, self.lexicon.says
        telling = [i for i in self.between if tree.tag[i][:1] in "NVJ"]
        if self.joined():
            above = [i for i in tree.up(self.tops[0]) if i not in self.ends and tree.tag[i][:1] in "NVJ"]
            telling = telling or above[:1]
        verbs = [i for i in telling if tree.is_verb(i)]
        if not verbs:
            return self.said_above(telling) or telling or self.between
        top = min(verbs, key=tree.depth)
        words = [i for i in tree.subtree(top) if i not in self.ends and says(relation, tree.lower[i], tree.lemma[i])]
        saying = [i for i in words if not self.aside(i, top)]
        plain = [i for i in verbs if all(QUALIFYING.isdisjoint(cue.sets) for cue in self.cues.get(i, ()))]
        own = [i for i in plain if not self.aside(i, top)]
        nouns = [i for i in telling if not tree.is_verb(i) and top in tree.up(i) and not self.names_a_party(i)]
        return [i for i in saying if i in self.between] or own or saying or nouns or plain or verbs

    def said_above(self, telling: Sequence[int]) -> list[int]:
        """Return the verbs in the clause of two ends that say a deed which nothing between the ends says."""
        tree, relation, says = self.tree, self.proposal.relation.name, self.lexicon.says
        if self.lexicon.stands(relation) or any(says(relation, tree.lower[i], tree.lemma[i]) for i in telling):
            return []
        verb = next((i for i in tree.up(self.tops[0]) if tree.is_verb(i)), None)
        if verb is None:
            return []
        found = [i for i in tree.subtree(verb) if tree.is_verb(i) and says(relation, tree.lower[i], tree.lemma[i])]
        return [i for i in found if not self.aside(i, verb)] or found

    def joined(self) -> bool:
        """Tell whether the ends stand in one list: "Norvane and Tarsis talk"."""
        tree = self.tree
        low, high = sorted(self.tops, key=tree.depth, reverse=True)
        return tree.dep[low] == "conj" and high in tree.up(low)

    def aside(self, i: int, top: int) -> bool:
        """Tell whether a word stands in a clause that only describes something in the clause of another."""
        tree = self.tree
        return any(tree.dep[k] in DESCRIBING for k in takewhile(lambda k: k != top, tree.up(i)))

    def names_a_party(self, i: int) -> bool:
        """Tell whether a noun among the words of a claim names who or what takes part: "uses the *models* of"."""
        tree = self.tree
        return self.beside_name(i) or tree.lemma[i] in self.lexicon.parties or tree.dep[i] == "pobj"

    def names_a_deed(self, i: int) -> bool:
        """Tell whether a noun says the relation, and no party: "*talks* between Acme and Beta have begun"."""
        tree, lexicon, relation = self.tree, self.lexicon, self.proposal.relation.name
        party = tree.lemma[i] in lexicon.parties or tree.dep[i] in ("compound", "nmod") or self.beside_name(i)
        return not party and not lexicon.stands(relation) and lexicon.says(relation, tree.lower[i], tree.lemma[i])

    def beside_name(self, i: int) -> bool:
        """Tell whether a noun stands beside the name of an end: "chairman Jane Roe", "its rival, Acme"."""
        tree = self.tree
        if tree.dep[i] in BESIDE_NAME and tree.head[i] in self.ends:
            return True
        for k in tree.kids[i]:
            if tree.dep[k] == "appos" and any(
                j in self.tops for j in (k, *tree.kids[k]) if tree.dep[j] in ("appos", "conj")
            ):
                return True
        return False

    def describes(self, i: int) -> bool:
        """Tell whether a noun that says the relation by itself stands beside an end's name: "its rival Acme"."""
        tree, lexicon, relation = self.tree, self.lexicon, self.proposal.relation.name
        beside = tree.dep[i] in BESIDE_NAME or tree.dep[i] == "amod"
        says = tree.lemma[i] in lexicon.parties and lexicon.says(relation, tree.lower[i], tree.lemma[i])
        return beside and says and tree.head[i] in self.names

    def is_bounded(self, i: int) -> bool:
        """Tell whether the word that says a claim names who takes part, so that its clause does not bear on it."""
        tree, relation = self.tree, self.proposal.relation.name
        if self.describes(i):
            return True
        says = has(self.cues, i, PASSING) or self.lexicon.says(relation, tree.lower[i], tree.lemma[i])
        if not self.marked and not says and self.lexicon.stands(relation):
            return True
        adjacent = self.proposal.phrase is not None or not any(tree.is_verb(k) for k in self.between)
        if i in self.ends or (not self.triggers and adjacent and not tree.is_verb(i) and not self.names_a_deed(i)):
            return True
        if tree.is_verb(i) or any(tree.is_verb(k) and k in self.triggers for k in tree.up(i)):
            return False
        if self.beside_name(i):
            return True
        as_ = tree.dep[i] == "pobj" and tree.lower[tree.head[i]] == "as"
        return tree.lemma[i] in self.lexicon.parties and tree.dep[i] not in PREDICATES and not as_
