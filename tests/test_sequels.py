"""What a later sentence calls off, as in "The takeover was called off on Monday"."""

from __future__ import annotations

import pytest
from qualified import qualified, rows, shown

CALLED_OFF = [
    ("s[Norvane] agreed to t[buy] o[Tarsis]. The takeover was called off on Monday.", "negative probable future"),
    ("s[Norvane] will t[buy] o[Tarsis]. Shares rose. The deal was later called off.", "negative future"),
    ("s[Norvane] will t[buy] o[Tarsis]. Regulators blocked the purchase.", "negative future"),
    ("s[Norvane] will t[buy] o[Tarsis]. In May the deal collapsed.", "negative future"),
    ("s[Norvane] will t[buy] o[Tarsis]. e[Norvane] dropped its plan.", "negative future"),
    ("s[Norvane] plans to t[meet] o[Tarsis]. The visit was cancelled.", "negative probable future", "meets_with"),
    # what had begun is over
    ("s[Norvane] has a t[contract] with o[Tarsis]. The contract was cancelled.", "past", "contracts_with"),
    ("s[Norvane] and o[Tarsis] are in t[talks]. The talks ended in March.", "past", "negotiates_with"),
]

GOES_ON = [
    ("s[Norvane] will t[buy] o[Tarsis]. The deal may yet be called off.", "future"),
    ("s[Norvane] will t[buy] o[Tarsis]. The deal was not called off.", "future"),
    ("s[Norvane] will t[buy] o[Tarsis]. Regulators want to block the purchase.", "future"),
    ("s[Norvane] will t[buy] o[Tarsis]. e[Osk] dropped its plan.", "future"),
    ("s[Norvane] will t[buy] o[Tarsis]. The purchase of e[Osk] was called off.", "future"),
    ("s[Norvane] will t[buy] o[Tarsis]. A deal was called off.", "future"),
    ("s[Norvane] t[bought] o[Tarsis]. The plan was dropped.", ""),
    ("The deal was called off. s[Norvane] will t[buy] o[Tarsis].", "future"),
]


@pytest.mark.parametrize("row", rows(CALLED_OFF))
def test_a_later_sentence_calls_off_what_was_planned(row: tuple[str, ...]) -> None:
    text, expected, *relation = row
    assert shown(qualified(text, *relation)) == expected


@pytest.mark.parametrize("row", rows(GOES_ON))
def test_what_is_not_called_off_goes_on(row: tuple[str, ...]) -> None:
    assert shown(qualified(row[0])) == row[1]
