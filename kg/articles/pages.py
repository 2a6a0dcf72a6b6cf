"""HTML pages by trafilatura, which is imported when the first page is read."""

from __future__ import annotations

import codecs
import io
import re
from copy import deepcopy
from typing import Any

__all__ = ["charset", "read_page"]

#: Labels that browsers take for another encoding, by the WHATWG's standard (https://encoding.spec.whatwg.org/#names).
WHATWG = {"iso8859-1": "cp1252", "ascii": "cp1252"}

# Only what a page says of itself is its date, never a guess from its prose; and never today as the last day
# possible, which would make the same page read differently later.
DATES = {"original_date": True, "extensive_search": False, "min_date": "1900-01-01", "max_date": "2999-12-31"}

#: Under so many characters, a second and less careful extraction is asked as well.
SHORT = 250

_DECLARED = re.compile(rb"""<(?:meta[^>]*?charset|\?xml[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def charset(data: bytes) -> str | None:
    """Return the encoding that a page declares in its first 2,048 bytes, by Python's name, or None.

    >>> charset(b'<meta charset="ISO-8859-1">')
    'cp1252'
    """
    declared = _DECLARED.search(data[:2048])
    if not declared:
        return None
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
        io.TextIOWrapper(io.BytesIO(), encoding=name)  # LookupError for a codec that is none of text, such as hex
    except LookupError:
        return None
    return WHATWG.get(name, name)


def read_page(html: str) -> dict[str, Any] | None:
    """Return ``text``, ``title``, ``date``, ``url`` and ``publisher`` of a page, or None where it has no article.

    Each paragraph, heading, bullet (``- ``) and table row of the text is a line of its own, the page's headline the
    first. Values that the page does not say are None; the URL is that of the canonical link.
    """
    page = _extract(_XML_DECLARATION.sub("", html, count=1))
    if page is None or not (page.text or "").strip():
        return None
    text, title = page.text.strip() + "\n", page.title
    opening = text.split("\n", 1)[0]
    if title and title not in text[: len(title) + SHORT] and opening not in title:
        text = f"{title}\n{text}"
    return {"text": text, "title": title, "date": page.date, "url": page.url, "publisher": page.sitename}


def _extract(html: str) -> Any:
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG

    def extract(config: Any) -> Any:
        return bare_extraction(
            html, with_metadata=True, include_comments=False, date_extraction_params=DATES, config=config
        )

    # By default a short article is given up and the page's whole text taken, in which all paragraphs run together.
    patient = deepcopy(DEFAULT_CONFIG)
    patient["DEFAULT"]["min_extracted_size"] = "1"
    page = extract(patient)
    if page is None or len(page.text or "") < SHORT:
        other = extract(DEFAULT_CONFIG)
        if other is not None and (page is None or len(other.text or "") > 2 * len(page.text or "")):
            return other
    return page
