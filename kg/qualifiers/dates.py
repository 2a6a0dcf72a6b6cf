"""Dates that a text gives, resolved against the day on which it appeared.

Found by the patterns below; the calendar is dateutil's. A date comes out as ISO 8601: a day, a month, a year, or an
interval of these ("2026-03/2026-05"). What needs the article's day to be understood ("last week", "in March") is left
out where that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]

__all__ = ["Dated", "find_dates"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: The first month of each season of the north, winter being the one that begins in December.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
NUMBERS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = ("first", "second", "third", "fourth")
#: How many months a named part of a year has.
PARTS = {"quarter": 3, "half": 6}
NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
#: Where a word of direction points: back, here, ahead.
STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}

_MONTH = (
    r"(?:Jan(?:uary\b|\.|\b)|Feb(?:ruary\b|\.|\b)|Mar(?:ch\b|\.)|Apr(?:il\b|\.|\b)|May\b|June?\b|July?\b|Aug(?:ust\b|\.|\b)"
    r"|Sept?(?:ember\b|\.|\b)|Oct(?:ober\b|\.|\b)|Nov(?:ember\b|\.|\b)|Dec(?:ember\b|\.|\b))"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SEASON = r"(?i:spring|summer|autumn|fall|winter)"
_STEP = rf"(?i:{'|'.join(STEPS)})"
_COUNT = rf"(?i:\d{{1,2}}|an|{'|'.join(NUMBERS)})"
_LEADING = (
    "(?:"
    + "|".join(
        rf"(?<=\b(?i:{words}) )"
        for words in ("in", "by", "from", "since", "until", "during", "end of", "start of", "beginning of", "middle of")
    )
    + ")"
)
_ORDINAL = rf"(?i:{'|'.join(ORDINALS)})"
_DASH = r"\s?[-–]\s?"
#: What follows a number of four digits that is no year.
_NO_YEAR = (
    r"(?!\d|[-–]\w|%|,\d|\s+(?:people|euros|dollars|pounds|jobs|workers|troops|soldiers|homes|tons|tonnes|km|miles))"
)

#: The ways to write a date, the more exact first; the name of a group tells how it is read.
PATTERN = re.compile(
    r"\b(?:"
    rf"(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\b)"
    rf"|(?P<years>(?i:from|between)\s+{_YEAR}\s+(?:to|until|and)\s+{_YEAR}\b|{_YEAR}\s?[-–]\s?{_YEAR}\b)"
    rf"|(?P<numbers>{_YEAR}/\d\d?/\d\d?\b|\d\d?(?P<mark>[/.])\d\d?(?P=mark){_YEAR}\b)"
    rf"|(?P<months>(?i:from|between)\s+{_MONTH}(?:\s+{_YEAR})?\s+(?:to|until|through|and)\s+{_MONTH}(?:,?\s+{_YEAR}\b)?)"
    rf"|(?P<days>(?:{_DAY}{_DASH}{_DAY}\s+{_MONTH}|{_MONTH}\s+{_DAY}{_DASH}{_DAY}\b)(?:,?\s+{_YEAR}\b)?)"
    rf"|(?P<day>(?:{_WEEKDAY},?\s+)?(?:{_DAY}\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+{_DAY}(?!\d))(?:,?\s+{_YEAR}\b)?)"
    rf"|(?P<month>{_MONTH},?\s+(?:of\s+)?{_YEAR}\b)"
    rf"|(?P<season>{_SEASON}\s+(?:of\s+)?{_YEAR}\b)"
    rf"|(?P<part>{_ORDINAL}\s+(?:quarter|half)\s+(?:of\s+)?{_YEAR}\b|Q[1-4]\s+(?:of\s+)?{_YEAR}\b)"
    r"|(?P<decade>(?:1[5-9]|20)\d0s\b)"
    rf"|(?P<year>{_YEAR}\b{_NO_YEAR})"
    rf"|(?P<ago>(?<!half ){_COUNT}\s+(?:day|week|month|year|decade)s?\s+ago\b)"
    rf"|(?P<unit>{_STEP}\s+(?:week|month|year|decade|{_SEASON})\b)"
    rf"|(?P<weekday>(?:{_STEP}\s+)?{_WEEKDAY}\b)"
    rf"|(?P<named>(?:{_STEP}\s+|{_LEADING})(?i:early\s+|late\s+|mid-?\s*)?{_MONTH}(?!\s+(?:of\s+)?\d|['’]s))"
    r"|(?P<near>(?i:yesterday|today|tonight|tomorrow)\b)"
    r")"
)
LEAD = re.compile(
    r"\b(since|until|till|by|before|after)\s+(?:the\s+)?(?:(?:end|start|beginning|middle)\s+of\s+)?$", re.IGNORECASE
)
LEADS = {"since": "since", "until": "until", "till": "until", "by": "until", "before": "open", "after": "open"}
#: Characters of an ISO date that name a day, a month, a year.
DAY, MONTH, YEAR = 10, 7, 4


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: where it stands (code points), its first and last day, and how many characters are exact.

    ``lead`` is "since" or "until" where only one end is given, "open" where it only bounds the matter ("before 2020"),
    otherwise empty.
    """

    start: int
    end: int
    first: date
    last: date
    exact: int
    lead: str = ""

    def iso(self, published: date | None, *, ahead: bool = False) -> str | None:
        """Return the date in ISO 8601.

        An open end is closed with the day of the article ("since 1996" reaches up to it, "until 2030" from it where
        the matter lies ``ahead``); None where that cannot be, and where the date only bounds the matter.
        """
        first, last = self.first.isoformat()[: self.exact], self.last.isoformat()[: self.exact]
        if self.lead == "since":
            return f"{first}/{published.isoformat()}" if published and not ahead else None
        if self.lead == "open":
            return None
        if self.lead:
            return f"{published.isoformat()}/{last}" if published and ahead else None
        return first if first == last else f"{first}/{last}"


def find_dates(text: str, published: date | None, *, ahead: bool = False) -> Iterator[Dated]:
    """Yield the dates of a stretch of text, in order; offsets count from its start.

    A weekday, a day or a month without a year is the last one up to ``published``, or the next one where the matter
    lies ``ahead``. What lies beyond the years 1 to 9999 is left out.

    >>> [d.iso(None) for d in find_dates("from 2015 to 2018, on 3 March 2021 and in May 2022", None)]
    ['2015/2018', '2021-03-03', '2022-05']
    >>> [d.iso(date(2026, 3, 11)) for d in find_dates("last week, on Monday and in January", date(2026, 3, 11))]
    ['2026-03-02/2026-03-08', '2026-03-09', '2026-01']
    """
    for match in PATTERN.finditer(text):
        words = " ".join(match.group().lower().replace(",", " ").split())
        try:
            read = READERS[_kind(match)](words, published, ahead)
        except (ValueError, OverflowError):  # no such year in the calendar: "tomorrow" on the last day of 9999
            continue
        if read is not None:
            lead = LEAD.search(text, 0, match.start())
            yield Dated(match.start(), match.end(), *read, LEADS[lead.group(1).lower()] if lead else "")


def _kind(match: re.Match[str]) -> str:
    return next(name for name, words in match.groupdict().items() if words is not None and name in READERS)


Read = tuple[date, date, int]


def _stretch(first: date, exact: int, **length: int) -> Read:
    return first, first + relativedelta(**length) - timedelta(days=1), exact


def _day(day: date) -> Read:
    return day, day, DAY


def _week(day: date) -> Read:
    return _stretch(day - timedelta(days=day.weekday()), DAY, weeks=1)


def _month(day: date) -> Read:
    return _stretch(day.replace(day=1), MONTH, months=1)


def _year(year: int) -> Read:
    return date(year, 1, 1), date(year, 12, 31), YEAR


def _months(text: str) -> int:
    return next(MONTHS.index(word[:3]) + 1 for word in re.findall(r"[a-z]{3,}", text) if word[:3] in MONTHS)


def _years(text: str) -> list[int]:
    return [int(year) for year in re.findall(rf"\b{_YEAR}\b", text)]


def _closest(days: list[date], published: date, *, ahead: bool) -> date | None:
    fitting = [day for day in days if (day >= published if ahead else day <= published)]
    return (min(fitting) if ahead else max(fitting)) if fitting else None


def _make(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:  # no such day in that month
        return []


def _read_iso(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    year, month, *day = (int(part) for part in text.split("-"))
    if not day:
        return _month(date(year, month, 1))
    return next((_day(d) for d in _make(year, month, day[0])), None)


def _read_years(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    first, last = _years(text)
    return (date(first, 1, 1), date(last, 12, 31), YEAR) if first < last else None


def _read_numbers(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    """Read figures alone: the year, and day and month where no other reading is possible."""
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if numbers[0] > 31:
        return next((_day(d) for d in _make(*numbers)), None)
    one, two, year = numbers
    readings = {d for month, day in ((one, two), (two, one)) for d in _make(year, month, day)}
    return _day(readings.pop()) if len(readings) == 1 else _year(year) if readings else None


def _read_months(text: str, published: date | None, ahead: bool) -> Read | None:
    words = re.split(r" (?:to|until|through|and) ", text.partition(" ")[2])
    last = _read_month(words[1], published, ahead) if _years(words[1]) else _read_named(words[1], published, ahead)
    if last is None:
        return None
    years = _years(words[0])
    first = date(years[0] if years else last[0].year, _months(words[0]), 1)
    if first > last[0]:
        first -= relativedelta(years=1)
    return first, last[1], MONTH


def _read_days(text: str, published: date | None, ahead: bool) -> Read | None:
    first, last = (n for n in re.findall(r"\d+", text) if len(n) < 3)
    rest = re.sub(r"\d+(?:st|nd|rd|th)?\s?[-–]\s?", "", text)
    end = _read_day(rest, published, ahead)
    if end is None or int(first) >= int(last):
        return None
    return end[0].replace(day=int(first)), end[1], DAY


def _read_part(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    word, *rest = text.split()
    number = int(word[1]) - 1 if word[1].isdigit() else ORDINALS.index(word)
    length = PARTS["half" if "half" in rest else "quarter"]
    if number * length >= 12:
        return None
    return _stretch(date(_years(text)[0], 1 + number * length, 1), MONTH, months=length)


def _read_day(text: str, published: date | None, ahead: bool) -> Read | None:
    year, month = _years(text), _months(re.sub(r"\w+day\b", "", text))
    number = int(next(n for n in re.findall(r"\d+", text) if len(n) < 3))
    if year:
        return next((_day(d) for d in _make(year[0], month, number)), None)
    if published is None:
        return None
    found = _closest([d for n in (-1, 0, 1) for d in _make(published.year + n, month, number)], published, ahead=ahead)
    return _day(found) if found else None


def _read_month(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    return _month(date(_years(text)[0], _months(text), 1))


def _read_season(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    return _stretch(date(_years(text)[0], SEASONS[text.split()[0]], 1), MONTH, months=3)


def _read_decade(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    return date(int(text[:4]), 1, 1), date(int(text[:4]) + 9, 12, 31), YEAR


def _read_year(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    return _year(int(text))


def _read_ago(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    count, unit, _ = text.split()
    number = int(count) if count.isdigit() else NUMBERS.index(count.replace("an", "a")) + 1
    if published is None:
        return None
    match unit.rstrip("s"):
        case "day":
            return _day(published - timedelta(days=number))
        case "week":
            return _week(published - timedelta(weeks=number))
        case "month":
            return _month(published - relativedelta(months=number))
        case _:
            return _year(published.year - number * (10 if unit.startswith("decade") else 1))


def _read_unit(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    word, unit = text.split()
    if published is None:
        return None
    step = STEPS[word]
    match unit:
        case "week":
            return _week(published + timedelta(weeks=step))
        case "month":
            return _month(published + relativedelta(months=step))
        case "year":
            return _year(published.year + step)
        case "decade":
            first = published.year // 10 * 10 + 10 * step
            return date(first, 1, 1), date(first + 9, 12, 31), YEAR
        case _:
            starts = [date(published.year + n, SEASONS[unit], 1) for n in (-2, -1, 0, 1, 2)]
            over = [day for day in starts if day + relativedelta(months=3) <= published]
            coming = [day for day in starts if day > published]
            now = [day for day in starts if day not in (*over, *coming)]
            first_day = over[-1] if step < 0 else now[0] if now and step == 0 else coming[0]
            return _stretch(first_day, MONTH, months=3)


def _read_weekday(text: str, published: date | None, ahead: bool) -> Read | None:
    if published is None:
        return None
    *word, name = text.split()
    away = (WEEKDAYS.index(name[:3]) - published.weekday()) % 7  # days until the next such day, today included
    step = STEPS[word[0]] if word else None
    if step == 1:
        return _day(published + timedelta(days=away or 7))
    if step == -1:
        return _day(published - timedelta(days=7 - away))
    if ahead or step == 0:
        return _day(published + timedelta(days=away))
    return _day(published - timedelta(days=(7 - away) % 7))


def _read_named(text: str, published: date | None, ahead: bool) -> Read | None:
    if published is None:
        return None
    here, month, step = published.replace(day=1), _months(text), STEPS.get(text.split()[0])
    months = [date(published.year + n, month, 1) for n in (-1, 0, 1)]
    if step == 0:
        return _month(months[1])
    shifted = here + relativedelta(months=step or 0)  # "last March" in March is a year ago
    found = _closest(months, shifted, ahead=ahead if step is None else step > 0)
    return _month(found) if found else None


def _read_near(text: str, published: date | None, ahead: bool) -> Read | None:  # noqa: ARG001
    return _day(published + timedelta(days=NEAR[text])) if published else None


READERS: dict[str, Callable[[str, date | None, bool], Read | None]] = {
    "iso": _read_iso,
    "years": _read_years,
    "numbers": _read_numbers,
    "months": _read_months,
    "days": _read_days,
    "day": _read_day,
    "month": _read_month,
    "season": _read_season,
    "part": _read_part,
    "decade": _read_decade,
    "year": _read_year,
    "ago": _read_ago,
    "unit": _read_unit,
    "weekday": _read_weekday,
    "named": _read_named,
    "near": _read_near,
}
