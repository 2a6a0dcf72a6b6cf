"""What a sale does not say of who sells."""

from __future__ import annotations

import pytest
from qualified import ONTOLOGY, proposed

from kg.relations.sales import Sales

SALES = Sales(ONTOLOGY)

#: A sentence in the notation of :mod:`qualified`, the relation that is proposed, the phrase, whether that is misread.
SAID = [
    # the seller would be what is sold
    ("o[Norvane] has t[sold] its t[stake] to s[Tarsis].", "invests_in", "a phrase", True),
    ("o[Norvane] agreed to sell its pump unit to s[Tarsis].", "acquires", None, True),
    ("o[Norvane], which sold its stake in e[Quillon] to s[Tarsis], grew.", "invests_in", None, True),
    ("o[Norvane] t[sold] a t[stake] to s[Tarsis].", "invests_in", "a phrase", False),
    ("e[Norvane] sold o[Quillon] to s[Tarsis].", "acquires", None, False),
    # the seller would supply
    ("s[Norvane] agreed to t[sell] its pump unit to o[Tarsis].", "supplies", "a phrase", True),
    ("s[Norvane] t[sold] e[Quillon] to o[Tarsis].", "supplies", "a phrase", False),  # it may be a product
    ("o[Norvane] sold e[Quillon] to s[Tarsis].", "invests_in", None, True),
    ("s[Norvane] t[sells] its pumps to o[Tarsis].", "supplies", "a phrase", False),
    # the seller would buy
    ("s[Norvane] is exploring a sale of o[Tarsis].", "acquires", None, True),
    ("s[Norvane] sold o[Tarsis].", "acquires", None, True),
    ("s[Norvane] sold o[Tarsis].", "owns", None, False),
    ("s[Norvane] bought o[Tarsis].", "acquires", None, False),
]


@pytest.mark.parametrize(("text", "relation", "phrase", "misread"), SAID)
def test_who_sells(text: str, relation: str, phrase: str | None, misread: bool) -> None:
    _, doc, proposal = proposed(text, relation, phrase=phrase)
    assert SALES.misread(doc, proposal) is misread
