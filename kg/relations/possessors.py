"""What a possessor does not do: "Norvane's rival bought Tarsis" says nothing that Norvane did.

A network that reads marked pairs takes many a thing for what belongs to it. Where the other is a party of its own (a
rival, an owner, a brother) and takes part in what the relation's own words say, the possessor does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ontology import telling_words
from kg.relations.proposal import root_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.model import Entity, Mention
    from kg.ontology import Ontology
    from kg.relations.proposal import Proposal

__all__ = ["Possessors"]

#: The cue sets of nouns for parties, and of those through which an agent acts.
PARTY, STAND_IN = "party_noun", "stand_in"
PERSON, COMPANY, COUNTRY = "Person", "Company", "Country"
#: Labels by which what something belongs to hangs on it.
OWNERS = frozenset({"poss", "amod", "compound", "nmod"})
#: Labels by which a noun takes part in what a verb says.
PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative"})
#: Labels of prepositions that a verb reaches its parties over.
REACHING = frozenset({"prep", "agent", "dative"})


class Possessors:
    """Tells which proposals are of somebody's rival or brother rather than of the one who has these."""

    def __init__(self, ontology: Ontology) -> None:
        sets = (ontology.cue_sets.get(name) for name in (PARTY, STAND_IN))
        party, stand_in = (frozenset(found.cues if found else ()) for found in sets)
        titles = {role.split()[-1] for entry in ontology.entries.values() for role in entry.roles}
        people = {noun for kind in ontology.types.values() if ontology.root(kind.name) == PERSON for noun in kind.nouns}
        firms = {noun for kind in ontology.types.values() if kind.name == COMPANY for noun in kind.nouns}
        self._parties = party - stand_in
        self._of_type = {COUNTRY: (party | people | firms) - titles - stand_in}
        for name in ontology.types:
            if ontology.root(name) == PERSON:
                self._of_type[name] = (party | titles | people) - stand_in
        self._phrases = {name: entry.phrases for name, entry in ontology.entries.items()}

    def told_of_another(self, doc: Doc, proposal: Proposal) -> bool:
        """Tell whether what is said is said of what an end of a proposal possesses, and the end takes no part itself.

        So it is where a verb that says the relation has for a party a noun that the end possesses and that names
        somebody else, and where the verb has no other word for the end.
        """
        ends = (
            (proposal.subject_mention, proposal.subject, proposal.object_mention),
            (proposal.object_mention, proposal.object, proposal.subject_mention),
        )
        return any(self._is_another(doc, proposal, *each) for each in ends)

    def _is_another(self, doc: Doc, proposal: Proposal, mention: Mention, end: Entity, other: Mention) -> bool:
        root, beside = root_of(doc, mention), root_of(doc, other)
        noun = _possessed(root) if root is not None else None
        if noun is None or beside is None or beside in noun.subtree or noun in beside.subtree:
            return False
        if noun.lemma_.lower() not in self._of_type.get(end.type, self._parties):
            return False
        telling, verb = telling_words(self._phrases.get(proposal.relation.name, ())), _verb_of(noun)
        if verb is None or _says(noun, telling) or not _says(verb, telling):
            return False
        start, stop = proposal.sentence
        roots = (root_of(doc, m) for m in end.mentions if m.span != mention.span)
        here = (r for r in roots if r is not None and start <= r.i < stop and r not in noun.subtree)
        return not any(r in verb.subtree for r in here)  # "Norvane's owner will sell it to Tarsis"


def _says(token: Token, telling: frozenset[str]) -> bool:
    lemma = token.lemma_.lower()
    return not telling.isdisjoint((token.lower_, lemma, f"{lemma}s", f"{lemma}es"))


def _possessed(root: Token) -> Token | None:
    """Return the noun that a possessor hangs on: "Norvane's rival", "a rival of Norvane", "Chinese investors"."""
    if root.dep_ in OWNERS and root.head.pos_ == "NOUN":
        return root.head
    if root.dep_ == "pobj" and root.head.lower_ in ("of", "to") and root.head.dep_ == "prep":
        return root.head.head
    return None


def _verb_of(noun: Token) -> Token | None:
    """Return the verb that a noun is a party of."""
    while noun.dep_ == "conj":
        noun = noun.head
    if noun.dep_ not in PARTS:
        return None
    above = noun.head
    if noun.dep_ == "pobj":
        above = above.head if above.dep_ in REACHING else above
    return above if above.pos_ in ("VERB", "AUX") else None
