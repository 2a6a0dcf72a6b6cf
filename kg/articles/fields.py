"""From a record's keys to an article: the table of keys, dates, headlines, and what no text may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from kg.errors import ArticleError, did_you_mean
from kg.model import Article

__all__ = [
    "ARTICLE_KEYS",
    "MAX_CHARACTERS",
    "article_of",
    "date_fault",
    "headline",
    "json_type",
    "parse_date",
    "pick",
]

#: The keys (JSON, front matter) and columns (CSV) that are taken for each field, the first that holds something
#: winning. Case, spaces, hyphens and underscores do not count: ``datePublished`` is ``date_published``.
ARTICLE_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id",),
        "text": ("text", "body", "content", "article", "article_text", "article_body", "full_text", "main_text"),
        "title": ("title", "headline", "heading"),
        "date": (
            *("date", "published", "date_published", "published_at", "published_date", "publication_date"),
            *("publish_date", "date_publish", "pub_date", "timestamp"),
        ),
        "url": ("url", "link", "uri", "web_url", "canonical_url", "source_url"),
        "publisher": ("publisher", "source", "source_name", "outlet", "newspaper", "publication", "site_name"),
    }
)

#: The longest text that is read, in Unicode code points: spaCy's ``max_length``.
MAX_CHARACTERS = 1_000_000

#: What makes a line a headline: words from, words to, characters at most, and how many opening lines are looked at
#: (kickers such as the name of the site or of the section may stand above it).
HEADLINE = {"min_words": 3, "max_words": 30, "max_characters": 200, "lines": 5}

#: How many characters of a date that cannot be read are shown.
SHOWN = 40

JSON_TYPES = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}

# A sentence's or a list's end is not a headline's; "sues the U.S." is one.
_SENTENCE_END = re.compile(r"(?:(?<![A-Z])\.|[;:,…])[\"'”’)\]]*$")
_BULLET = re.compile(r"\s*[-–—*•‣▪·]")
# No text holds these: C0 controls that are not white space, DEL, halves of surrogate pairs, the two non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A day in ISO 8601, whatever follows it: "2026-03-04T10:00:00Z", "2026-03-04 10:00".
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
# Seconds or milliseconds since 1970, as databases export them.
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
# The years in which an article may have appeared.
_YEARS = range(1500, 2201)
# Two days that differ in each part: a date is whole where it comes out the same whatever its gaps are filled with.
_FILLERS = (datetime(2000, 1, 1), datetime(2001, 2, 2))


def article_of(
    record: Mapping[str, Any],
    *,
    fallback_id: str,
    source: str,
    columns: Mapping[str, str] | None = None,
    text: str | None = None,
) -> Article:
    r"""Return the article that a record of one file holds.

    ``text`` is the text where it is not a value of the record; ``columns`` names the keys of fields where
    :data:`ARTICLE_KEYS` is not to be asked. The id is the record's, else its URL, else ``fallback_id``. Where the
    record has no title, the text's headline is taken. The text is the record's, with line ends made ``\n``.

    Raises ArticleError, naming ``source``, where there is no text, or it is empty, too long or binary.
    """
    columns = columns or {}
    body = _text(record, columns, source) if text is None else text
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    _check(body, source)
    values = {field: _plain(pick(record, field, columns)) for field in ("id", "url", "title", "publisher")}
    for field, value in values.items():
        if value is not None and (fault := _FORBIDDEN.search(value)):
            raise ArticleError(source, f"{field} {value!r} {_forbidden(fault)}")
    return Article(
        id=values["id"] or values["url"] or fallback_id,
        text=body,
        title=values["title"] or headline(body),
        url=values["url"],
        published=parse_date(pick(record, "date", columns)),
        publisher=values["publisher"],
    )


def pick(record: Mapping[str, Any], field: str, columns: Mapping[str, str] = MappingProxyType({})) -> Any:
    """Return the record's value for a field of :data:`ARTICLE_KEYS`, or None where it has none.

    ``columns[field]`` is the one key looked at where given, else those of the table, in its order; the first that
    holds something wins.
    """
    names = (columns[field],) if field in columns else ARTICLE_KEYS[field]
    if names[0] in record and field in columns:
        return record[names[0]]
    same: dict[str, Any] = {}
    for key, value in record.items():
        same.setdefault(_normal(key), value)
    values = [same[name] for name in map(_normal, names) if name in same]
    return next((value for value in values if value not in (None, "")), values[0] if values else None)


def parse_date(value: Any) -> date | None:
    """Return the day that a date says, or None where it says no whole day.

    Reads ISO 8601, the forms that news pages print ("March 4, 2026", "Tue, 3 Mar 2026 10:00 GMT") and seconds or
    milliseconds since 1970 (in UTC). The day is the one printed, whatever the time zone; digits alone ("04/03/2026")
    are month first unless that is no date. A day of a year before 1500 or after 2200 is none: databases write
    0001-01-01 or 9999-12-31 where they know no date.

    >>> parse_date("Mar. 4, 2026 at 10:14 a.m. ET")
    datetime.date(2026, 3, 4)
    >>> parse_date("March 2026") is None
    True
    """
    text = _plain(value)
    day = None if text is None else _day(text)
    return day if day and day.year in _YEARS else None


def _day(text: str) -> date | None:
    if iso := _ISO_DAY.match(text):
        try:
            return date(*map(int, iso.groups()))
        except ValueError:  # a thirteenth month
            return None
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC).date()
    return _printed_date(text)


def date_fault(article: Article, record: Mapping[str, Any], columns: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return what is wrong with the date for which a record's article has none, or an empty string."""
    value = None if article.published else _plain(pick(record, "date", columns))
    if value is None:
        return ""
    shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
    return f"the date {shown!r} tells no day, so that the article goes in without one; write it as 2026-03-31"


def headline(text: str) -> str | None:
    r"""Return the headline that a plain text opens with, or None.

    It is the first of the opening lines that has three words or more, unless a sentence, a bullet or a long line
    comes first, or nothing follows it.

    >>> headline("Site News\nAcme sues Beta over maps\n\nAcme sued Beta on Monday.")
    'Acme sues Beta over maps'
    """
    lines = [line.strip() for line in text[:4000].splitlines()]
    lines = [line for line in lines if line]
    for line in lines[: HEADLINE["lines"]]:
        words = len(line.split())
        too_long = words > HEADLINE["max_words"] or len(line) > HEADLINE["max_characters"]
        if too_long or _SENTENCE_END.search(line) or _BULLET.match(line):
            return None
        if words >= HEADLINE["min_words"]:
            return line if line != lines[-1] else None
    return None


def json_type(value: Any) -> str:
    """Return what a value of :mod:`json` is called in JSON, with its article.

    >>> json_type([1])
    'a list'
    """
    return JSON_TYPES.get(type(value), "a number")


def _printed_date(text: str) -> date | None:
    from dateutil import parser  # type: ignore[import-untyped,unused-ignore]

    for fuzzy in (False, True):  # strictly first: "Updated 10:00, March 3, 2026" needs words to be passed over
        try:
            days = {parser.parse(text, default=day, ignoretz=True, fuzzy=fuzzy).date() for day in _FILLERS}
        except (ValueError, ArithmeticError):  # the latter of numbers that are too long
            continue
        return days.pop() if len(days) == 1 else None
    return None


def _text(record: Mapping[str, Any], columns: Mapping[str, str], source: str) -> str:
    value = pick(record, "text", columns)
    if isinstance(value, str):
        return value
    named = {_normal(name) for name in ([columns["text"]] if "text" in columns else ARTICLE_KEYS["text"])}
    if value is None and not named.isdisjoint(map(_normal, record)):
        raise ArticleError(source, "the text is null; remove it or fill it in")
    keys = ", ".join(map(str, record)) or "none"
    wanted = columns.get("text")
    if value is None:
        taken = f"that is taken for the text ({', '.join(ARTICLE_KEYS['text'])})"
        missing = f"has no key {repr(wanted) if wanted else taken}"
        close = did_you_mean(wanted, [str(key) for key in record]) if wanted else ""
    else:
        missing, close = f"has {json_type(value)} for its text, not a string", ""
    raise ArticleError(source, f"{missing}; its keys are: {keys}{close or '; name one with --column text=KEY'}")


def _check(text: str, source: str) -> None:
    if not text.strip():
        raise ArticleError(source, "the text is empty; remove it or fill it in")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(source, f"the text has more than {MAX_CHARACTERS:,} characters; split it into articles")
    if fault := _FORBIDDEN.search(text):
        raise ArticleError(source, f"the text {_forbidden(fault)}")


def _forbidden(fault: re.Match[str]) -> str:
    code, where = ord(fault[0]), fault.start()
    if 0xDC80 <= code <= 0xDCFF:  # what Python makes of a byte that does not decode
        return f"is not UTF-8: byte 0x{code - 0xDC00:02X} at character {where}; save the file as UTF-8"
    return f"is binary or damaged: U+{code:04X} at character {where}; convert it to plain text or remove that character"


def _plain(value: Any) -> str | None:
    """Return a value as one line of text: of a list the first, of an object its name, None where it says nothing."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, list):
        return _plain(value[0]) if value else None
    if value is None or isinstance(value, bool) or value != value:  # NaN is what pandas writes for nothing
        return None
    return " ".join(str(value).split()) or None


def _normal(key: object) -> str:
    return re.sub(r"[\s_-]", "", str(key)).casefold()
