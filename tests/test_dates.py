"""Dates of a text, resolved against the day on which it appeared, and which of them is the claim's."""

from __future__ import annotations

from datetime import date

import pytest
from qualified import PUBLISHED, qualified, rows, shown

from kg.qualifiers.dates import find_dates

WHEN = [
    ("s[Norvane] t[bought] o[Tarsis] on 3 February 2026.", "2026-02-03"),
    ("s[Norvane] t[bought] o[Tarsis] in May 2019.", "2019-05"),
    ("In 2019 s[Norvane] t[bought] o[Tarsis].", "2019"),
    ("s[Norvane] t[bought] o[Tarsis] last week.", "2026-03-02/2026-03-08"),
    ("s[Norvane] t[bought] o[Tarsis] on Monday, e[Jane Roe] said on Tuesday.", "2026-03-09 @Jane Roe"),
    ("e[Jane Roe] said on Tuesday that s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("s[Norvane] will t[buy] o[Tarsis] on Monday.", "future 2026-03-16"),
    ("s[Norvane] agreed in February to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] has t[owned] o[Tarsis] since 1996.", "1996/2026-03-11"),
    ("s[Norvane] t[bought] o[Tarsis] and closed a plant in 2020.", ""),
]


@pytest.mark.parametrize("row", rows(WHEN))
def test_the_date_of_a_claim(row: tuple[str, ...]) -> None:
    assert shown(qualified(row[0])) == row[1]


DATES = [
    ("on 3 March 2021", "2021-03-03", "2021-03-03"),
    ("on Wednesday, March 3, 2021", "2021-03-03", "2021-03-03"),
    ("on 2026-02-03", "2026-02-03", "2026-02-03"),
    ("in 2026-02", "2026-02", "2026-02"),
    ("on 3 March", "2026-03-03", "2027-03-03"),
    ("on Monday", "2026-03-09", "2026-03-16"),
    ("on Wednesday", "2026-03-11", "2026-03-11"),
    ("last Wednesday", "2026-03-04", "2026-03-04"),
    ("next Wednesday", "2026-03-18", "2026-03-18"),
    ("In January", "2026-01", "2027-01"),
    ("in March", "2026-03", "2026-03"),
    ("last March", "2025-03", "2025-03"),
    ("next May", "2026-05", "2026-05"),
    ("by late June", None, "2026-03-11/2026-06"),
    ("by 2030", None, "2026-03-11/2030"),
    ("by the end of May", None, "2026-03-11/2026-05"),
    ("before 2020", None, None),
    ("after May 2019", None, None),
    ("on the 5th of May 2020", "2020-05-05", "2020-05-05"),
    ("March 3-5, 2024", "2024-03-03/2024-03-05", "2024-03-03/2024-03-05"),
    ("3–5 March", "2026-03-03/2026-03-05", "2027-03-03/2027-03-05"),
    ("between March and May", "2025-03/2025-05", "2026-03/2026-05"),
    ("from May to July 2025", "2025-05/2025-07", "2025-05/2025-07"),
    ("from December 2024 to March 2025", "2024-12/2025-03", "2024-12/2025-03"),
    ("in the third quarter of 2025", "2025-07/2025-09", "2025-07/2025-09"),
    ("the first half of 2026", "2026-01/2026-06", "2026-01/2026-06"),
    ("Q4 2025", "2025-10/2025-12", "2025-10/2025-12"),
    ("two years ago", "2024", "2024"),
    ("last Tuesday", "2026-03-10", "2026-03-10"),
    # figures alone: what may be read as day or month is left open
    ("04/03/2026", "2026", "2026"),
    ("3.4.2026", "2026", "2026"),
    ("25/03/2026", "2026-03-25", "2026-03-25"),
    ("03/25/2026", "2026-03-25", "2026-03-25"),
    ("2026/03/04", "2026-03-04", "2026-03-04"),
    ("in Sept. 2020", "2020-09", "2020-09"),
    ("in the summer of 2019", "2019-06/2019-08", "2019-06/2019-08"),
    ("last summer", "2025-06/2025-08", "2025-06/2025-08"),
    ("next winter", "2026-12/2027-02", "2026-12/2027-02"),
    ("in 2019", "2019", "2019"),
    ("from 2015 to 2018", "2015/2018", "2015/2018"),
    ("2003-2007", "2003/2007", "2003/2007"),
    ("in the 1990s", "1990/1999", "1990/1999"),
    ("Yesterday", "2026-03-10", "2026-03-10"),
    ("tomorrow", "2026-03-12", "2026-03-12"),
    ("Last week", "2026-03-02/2026-03-08", "2026-03-02/2026-03-08"),
    ("next month", "2026-04", "2026-04"),
    ("this year", "2026", "2026"),
    ("next decade", "2030/2039", "2030/2039"),
    ("two weeks ago", "2026-02-23/2026-03-01", "2026-02-23/2026-03-01"),
    ("10 days ago", "2026-03-01", "2026-03-01"),
    ("a year ago", "2025", "2025"),
    ("since 1996", "1996/2026-03-11", None),
    ("until 2030", None, "2026-03-11/2030"),
]


@pytest.mark.parametrize(("text", "behind", "ahead"), DATES)
def test_a_date_is_resolved(text: str, behind: str | None, ahead: str | None) -> None:
    (back,), (on,) = find_dates(text, PUBLISHED), find_dates(text, PUBLISHED, ahead=True)
    assert (back.iso(PUBLISHED), on.iso(PUBLISHED, ahead=True)) == (behind, ahead)


@pytest.mark.parametrize(
    "text",
    [
        "2000 people",
        "1,998 homes",
        "February 30, 2021",
        "it may rain",
        "2018-2015",
        "a March",
        "in May's view",
        "half a year ago",
        "31/31/2026",
        "third half of 2025",
        "in the third quarter",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert list(find_dates(text, PUBLISHED)) == []


@pytest.mark.parametrize("text", ["yesterday", "last week", "on Monday", "in March", "3 March", "two years ago"])
def test_without_a_day_of_the_article_what_is_relative_stays_open(text: str) -> None:
    assert list(find_dates(text, None)) == []


#: Words that are read from the day of the article on.
RELATIVE = (
    "yesterday, tomorrow, last week, next week, last year, next year, last decade, next decade, ten years ago, "
    "in March, next March, 3 March, last summer, next summer, on Monday, next Monday, in December"
)


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize("text", RELATIVE.split(", "))
def test_an_article_at_the_end_of_the_calendar_is_read(text: str, published: date) -> None:
    for ahead in (False, True):
        for dated in find_dates(text, published, ahead=ahead):
            assert dated.first <= dated.last
