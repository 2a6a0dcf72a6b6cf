"""What is said of somebody's rival or brother is not said of the one who has these."""

from __future__ import annotations

import pytest
from qualified import ONTOLOGY, proposed

from kg.relations.possessors import Possessors

POSSESSORS = Possessors(ONTOLOGY)

#: A sentence in the notation of :mod:`qualified`, the relation that is proposed of the two, whether of another.
SAID = [
    ("s[Norvane]'s rival bought o[Tarsis].", "acquires", True),
    ("s[its=Norvane] rival bought o[Tarsis].", "acquires", True),
    ("o[Tarsis] was bought by s[Norvane]'s former owner.", "acquires", True),
    ("The owner of s[Norvane] has sued o[Tarsis].", "sues", True),
    ("s[Jane Roe]'s brother accused o[Tarsis] of fraud.", "accuses", True),
    ("s[Jane Roe]'s former boss bought o[Tarsis].", "acquires", True),
    ("s[Norvane] investors sued o[Tarsis].", "sues", True),
    # the noun says the relation, or names the other end
    ("s[Norvane]'s rival, o[Tarsis], won.", "competes_with", False),
    ("s[Norvane]'s rivals include o[Tarsis].", "competes_with", False),
    ("o[Tarsis], s[Norvane]'s owner, bought e[Quillon].", "acquires", False),
    # it acts through what it has
    ("s[Norvane]'s lawyers sued o[Tarsis].", "sues", False),
    ("s[Norvane]'s subsidiary bought o[Tarsis].", "acquires", False),
    # it takes part by another word, or by itself
    ("s[Norvane]'s owner sold e[it=Norvane] to o[Tarsis].", "acquires", False),
    ("s[Norvane] bought o[Tarsis].", "acquires", False),
    ("s[Norvane] bought its rival o[Tarsis].", "acquires", False),
    # the verb says something else
    ("s[Norvane]'s owner agreed on a sale to o[Tarsis].", "acquires", False),
]


@pytest.mark.parametrize(("text", "relation", "another"), SAID)
def test_who_has_a_rival_does_not_do_what_the_rival_does(text: str, relation: str, another: bool) -> None:
    _, doc, proposal = proposed(text, relation)
    assert POSSESSORS.told_of_another(doc, proposal) is another
