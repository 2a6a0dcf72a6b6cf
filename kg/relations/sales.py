"""What a sale does not say: "Norvane sold its stake to Tarsis" tells of no stake in Norvane, and of no supplies.

Who sells is known by the verb or by "a sale of"; what is sold by its object. Phrases and networks alike take the seller
for what is sold, or for the buyer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.mentions.words import BUYING
from kg.ontology import telling_words
from kg.relations.proposal import root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from kg.ontology import Ontology
    from kg.relations.proposal import Proposal

__all__ = ["Sales"]

#: The cue sets of verbs of selling, and of nouns for what one has of a firm.
SELLING, PART_OWNED = "selling", "part_owned"
#: The noun for what a seller does.
SALE = "sale"
#: Verbs that only lead to what is done: "agreed to sell", "is weighing a sale".
_LEADING = frozenset({"xcomp", "ccomp"})
#: Verbs of buying, as phrases have them.
_BUYS = frozenset(form for verb in BUYING for form in (verb, f"{verb}s"))


class Sales:
    """Tells which proposals take who sells for what is sold, for who buys, or for who supplies."""

    def __init__(self, ontology: Ontology) -> None:
        sets = (ontology.cue_sets.get(name) for name in (SELLING, PART_OWNED))
        selling, owned = (frozenset(found.cues if found else ()) for found in sets)
        self._selling = frozenset(cue for cue in selling if " " not in cue)
        self._owned = owned
        self._phrases = {name: entry.phrases for name, entry in ontology.entries.items()}

    def misread(self, doc: Doc, proposal: Proposal) -> bool:
        """Tell whether a sale says something else than a proposal.

        So it is where the seller would have what is sold, and no phrase says it; of what the seller has and parts with,
        where the seller would supply it; and of that and of what has a name, where the buyer would have the seller.
        """
        subject, obj = root_of(doc, proposal.subject_mention), root_of(doc, proposal.object_mention)
        if subject is None or obj is None:
            return False
        for sale, sold in self._sales(subject):
            if sold == obj and not proposal.phrase and self._is_bought(proposal.relation.name):
                return True
            if sale.i in proposal.triggers and self._is_parted_with(sold) and _buys(obj, sale):
                return True
        return not proposal.relation.symmetric and any(
            (sold.pos_ == "PROPN" or self._is_parted_with(sold)) and _buys(subject, sale)
            for sale, sold in self._sales(obj)
        )

    def _is_bought(self, relation: str) -> bool:
        """Tell whether a relation is one that buying says."""
        return not _BUYS.isdisjoint(telling_words(self._phrases.get(relation, ())))

    def _sales(self, seller: Token) -> Iterator[tuple[Token, Token]]:
        """Yield each word by which somebody sells, and the head of what is sold."""
        verbs = [seller.head] if seller.dep_ == "nsubj" else []
        verbs += [child for child in seller.children if child.dep_ == "relcl"]
        for verb in verbs:
            verbs += [child for child in verb.children if child.dep_ in _LEADING]
        for verb in verbs:
            for child in verb.children:
                if child.dep_ == "dobj" and verb.lemma_.lower() in self._selling:
                    yield verb, child
                elif child.dep_ == "dobj" and child.lemma_.lower() == SALE:
                    of = (below for prep in child.children if prep.lower_ == "of" for below in prep.children)
                    yield from ((child, sold) for sold in of if sold.dep_ == "pobj")

    def _is_parted_with(self, sold: Token) -> bool:
        """Tell whether what is sold is what the seller has of a firm: "its stake", "a stake in Tarsis"."""
        own = any(child.dep_ == "poss" or (child.dep_ == "prep" and child.lower_ == "in") for child in sold.children)
        return own and sold.lemma_.lower() in self._owned


def _buys(token: Token, sale: Token) -> bool:
    """Tell whether something is sold to a token's thing."""
    prep = token.head
    return token.dep_ == "pobj" and prep.lower_ == "to" and sale in (prep.head, prep.head.head)
