"""Small pieces of HTML, made of plain values: how claims, entities, extractions and stores show in a notebook.

Nothing of this package is imported here, so that the values can show themselves without knowing more than what
``as_dict`` gives. All text is escaped. Styles stand in the elements, since a notebook has no style sheet of ours; text
keeps the notebook's own colour, so that light and dark themes both do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["claim_html", "entity_html", "extraction_html", "folded", "marked", "qualifiers", "table"]

#: How the words of a claim are marked in its sentence, by what they do; the first of the list wins where two overlap.
MARKS = {
    "subject": "background:#cfe3f7;color:#0b2a4a",
    "object": "background:#fbe0c8;color:#4a2600",
    "trigger": "background:#e2e2e2;color:#222;font-weight:600",
    "cue": "background:#f3d3ea;color:#4b0f3c",
}
#: What goes without saying and is not shown.
PLAIN = ("positive", "certain", "current")
#: So many rows of a table, or claims of an extraction, are shown; the rest is counted.
MOST = 200

#: Texts of more characters are sentences.
SENTENCE = 48

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CELL = "text-align:left;vertical-align:top;padding:2px 12px 2px 0"
_NUMBER = _CELL.replace("left", "right") + ";font-variant-numeric:tabular-nums"
_SENTENCE = "margin:2px 0 8px 12px;max-width:52em"
_MUTED = "opacity:.7"

Plain = Mapping[str, Any]


def marked(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with stretches marked, escaped.

    ``spans`` are (start, end, kind): code points, end exclusive, ``kind`` a key of :data:`MARKS`. Where two overlap,
    each character has the mark that stands first in the table; what lies outside the text is left out.

    >>> marked("A & B", [(4, 5, "object")])
    'A &amp; <mark style="background:#fbe0c8;color:#4a2600" title="object">B</mark>'
    """
    kinds = [""] * len(text)
    rank = list(MARKS)
    for start, end, kind in sorted(spans, key=lambda span: -rank.index(span[2])):
        for place in range(max(start, 0), min(end, len(text))):
            kinds[place] = kind
    parts = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or kinds[place] != kinds[start]:
            kind, piece = kinds[start], escape(text[start:place])
            parts.append(f'<mark style="{MARKS[kind]}" title="{kind}">{piece}</mark>' if kind else piece)
            start = place
    return "".join(parts)


def qualifiers(claim: Plain) -> str:
    """Return, in words, what of a claim's qualifiers does not go without saying; empty where all does.

    >>> qualifiers({"polarity": "negative", "certainty": "certain", "time": "past", "attributed_to": ["Reuters"]})
    'negative · past · says Reuters'
    """
    said = [claim[name] for name in ("polarity", "certainty", "time") if claim[name] not in PLAIN]
    said += [claim["when"]] if claim.get("when") else []
    said += [f"role {claim['role']}"] if claim.get("role") else []
    said += [f"says {', '.join(claim['attributed_to'])}"] if claim["attributed_to"] else []
    return " · ".join(said)


def claim_html(claim: Plain, *, article: bool = True) -> str:
    """Return a claim, as ``Claim.as_dict`` gives it, with its sentence, in which the words of the claim are marked.

    ``article`` says whether the id of its article stands below.
    """
    statement = (
        f"<b>{escape(claim['subject']['name'])}</b> "
        f"<code>{escape(claim['relation'])}</code> <b>{escape(claim['object']['name'])}</b>"
    )
    how = qualifiers(claim)
    line = f'{statement} <span style="{_MUTED}">{escape(how)}</span>' if how else statement
    source = f' <span style="{_MUTED}">— {escape(claim["article"])}</span>' if article else ""
    return f'<div>{line}<div style="{_SENTENCE}">{_evidence(claim)}{source}</div></div>'


def entity_html(entity: Plain, mentions: Sequence[str] = ()) -> str:
    """Return an entity, as ``Entity.as_dict`` gives it, with its names and the words that stand for it, in order."""
    aliases = [name for name in entity["aliases"] if name != entity["name"]]
    rows = [("id", entity["id"]), ("also", ", ".join(aliases)), ("mentions", ", ".join(mentions))]
    head = f'<b>{escape(entity["name"])}</b> <span style="{_MUTED}">{escape(entity["type"])}</span>'
    return f"<div>{head}{_fields(rows)}</div>"


def extraction_html(article: Plain, claims: Sequence[Plain], entities: int) -> str:
    """Return an extraction: its article, how much was read, and its claims.

    ``article`` has ``id``, ``title``, ``publisher`` and ``published``, None where unknown; ``entities`` is their
    number.
    """
    source = ", ".join(str(article[name]) for name in ("publisher", "published") if article[name])
    head = f"<b>{escape(article['title'] or article['id'])}</b>"
    counted = f"{entities} {_plural('entit', entities, 'y', 'ies')}, {len(claims)} {_plural('claim', len(claims))}"
    about = " · ".join(part for part in (source, counted) if part)
    more = f"<p>{len(claims) - MOST} more claims</p>" if len(claims) > MOST else ""
    body = "".join(claim_html(claim, article=False) for claim in claims[:MOST])
    return f'<div><p>{head} <span style="{_MUTED}">{escape(about)}</span></p>{body}{more}</div>'


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "") -> str:
    """Return a table of values; None is empty, numbers stand to the right. Of many rows the rest is counted."""
    shown = rows[:MOST]
    styles = [_cell(column) for column in zip(*shown, strict=True)]
    styles = styles or [_CELL] * len(columns)
    head = "".join(f'<th style="{style}">{escape(name)}</th>' for style, name in zip(styles, columns, strict=True))
    cells = [
        "".join(f'<td style="{style}">{_text(value)}</td>' for style, value in zip(styles, row, strict=True))
        for row in shown
    ]
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    title = f'<caption style="text-align:left"><b>{escape(caption)}</b></caption>' if caption else ""
    more = f"<p>{len(rows) - MOST} more rows</p>" if len(rows) > MOST else ""
    return f"<table>{title}<tr>{head}</tr>{body}</table>{more}"


def _cell(column: Sequence[object]) -> str:
    """Return the style of a column: sentences take the room that addresses leave, days stay in one line."""
    if all(map(_is_number, column)):
        return _NUMBER
    texts = [str(value) for value in column if value is not None]
    if any(len(text) > SENTENCE and " " in text for text in texts):
        return f"{_CELL};min-width:18em"
    if any("://" in text for text in texts):
        return f"{_CELL};overflow-wrap:anywhere;min-width:10em"
    return f"{_CELL};white-space:nowrap" if all(map(_DAY.fullmatch, texts)) else _CELL


def folded(title: str, body: str) -> str:
    """Return a piece of HTML that opens when its title is clicked."""
    return f'<details><summary style="cursor:pointer">{escape(title)}</summary>{body}</details>'


def _evidence(claim: Plain) -> str:
    evidence = claim["evidence"]
    start = evidence["start"]
    spans = [(claim["subject_span"], "subject"), (claim["object_span"], "object")]
    spans += [(span, "trigger") for span in claim["trigger_spans"]] + [(span, "cue") for span in claim["cue_spans"]]
    return marked(evidence["text"], [(span["start"] - start, span["end"] - start, kind) for span, kind in spans])


def _fields(rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<div>{escape(name)}: {escape(value)}</div>" for name, value in rows if value)
    return f'<div style="{_SENTENCE}">{lines}</div>'


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    if value is None:
        return ""
    return escape(f"{value:,}" if isinstance(value, int) and _is_number(value) else str(value))


def _plural(stem: str, number: int, one: str = "", several: str = "s") -> str:
    return stem + (one if number == 1 else several)
