"""News items of our own, with their claims written between the sentences, as gold documents.

An item is plain text, one sentence a line, an empty line between paragraphs, the headline first::

    == item-1 | 2014-03-05
    [Brussels](ec) opens inquiry into [Kolvar](k)
    > ec investigates k

    [Kolvar](k), the [Gdansk](g)-based ferry operator, may sue [the commission](~ec).
    > k based_in g
    > k sues ec | possible, future

    @ ec IntergovernmentalOrganization European Commission
    @ k Company
    @ g City

``[words](key)`` marks a name of the thing ``key``, ``[words](~key)`` other words that stand for it; marks may stand in
one another. A line ``>`` says a claim of the sentence above it: subject, relation, object (``a,b`` for several), then
what is not usual. A line ``@`` gives a key's type and, where no name in the text is its fullest, its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.mentions.words import PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ITEMS", "KEPT", "MarkedTextError", "own_items", "read_marked"]

#: Where the items lie that the project has written for its models to learn from (CC0).
ITEMS = Path(__file__).parent / "items"
#: Where those of them lie that are not learned from.
KEPT = ITEMS / "kept"

#: How the names of the first files begin, whose items do not mark all words that stand for a thing.
FIRST = "w"

#: Relations that stand in what the subject says or writes, mostly. Items do not mark whether these are its own words:
#: of such claims without ``by:`` nothing is known of who says them.
SPOKEN = frozenset(("accuses", "opposes", "supports", "threatens"))

_HEAD = re.compile(r"== *(?P<id>[\w-]+) *\| *(?P<date>\d{4}-\d\d-\d\d)$")
_QUALIFIERS = {
    "negative": ("polarity", "negative"),
    "probable": ("certainty", "probable"),
    "possible": ("certainty", "possible"),
    "past": ("time", "past"),
    "future": ("time", "future"),
    "optional": ("optional", True),
}


class MarkedTextError(ValueError):
    """A line that is not in the format: the message says which and why."""


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    key: str
    named: bool


@dataclass(slots=True)
class _Sentence:
    start: int
    end: int
    marks: list[_Mark]
    claims: list[tuple[int, str]] = field(default_factory=list)


def own_items(*, kept: bool = False) -> list[dict[str, Any]]:
    """Return the gold documents of our own items, by file and place: those to learn from, or those ``kept`` back.

    The ones kept back tune what is learned: no phrase was written by anybody who had read them. ``all_mentions`` tells
    that no word is unmarked that stands for a thing.
    """
    paths = sorted((KEPT if kept else ITEMS).glob("*.txt"))
    return [
        {**document, "all_mentions": not path.name.startswith(FIRST)}
        for path in paths
        for document in read_marked(path.read_text("utf-8"), path.name)
    ]


def read_marked(text: str, source: str = "") -> Iterator[dict[str, Any]]:
    """Yield the gold document of each item; raise MarkedTextError with the number of the line that is wrong.

    ``source`` is the file's name, for messages.
    """
    lines = text.splitlines()
    begins = [i for i, line in enumerate(lines) if line.startswith("==")]
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        yield _Item(lines[begin:end], begin + 1, source).document()


class _Item:
    def __init__(self, lines: Sequence[str], first: int, source: str) -> None:
        self._source = source
        self._text = ""
        self._sentences: list[_Sentence] = []
        self._things: dict[str, tuple[int, str, str]] = {}
        head = _HEAD.match(lines[0].strip())
        if head is None:
            raise self._error(first, f"{lines[0]!r} is no head; write '== id | 2014-03-05'")
        self._id, self._date = head["id"], head["date"]
        gap = ""
        for number, raw in enumerate(lines[1:], first + 1):
            line = raw.strip()
            if not line:
                gap = "\n\n"
            elif line.startswith(">"):
                if not self._sentences:
                    raise self._error(number, "a claim stands before any sentence")
                self._sentences[-1].claims.append((number, line[1:].strip()))
            elif line.startswith("@"):
                self._thing(number, line[1:].split(maxsplit=2))
            else:
                plain, marks = self._marks(number, line)
                start = len(self._text) + len(gap if self._text else "")
                self._text += (gap if self._text else "") + plain
                for mark in marks:
                    mark.start, mark.end = mark.start + start, mark.end + start
                self._sentences.append(_Sentence(start, len(self._text), marks))
                gap = " "

    def _error(self, number: int, why: str) -> MarkedTextError:
        return MarkedTextError(f"{self._source}:{number}: {why}")

    def _thing(self, number: int, words: Sequence[str]) -> None:
        if len(words) < 2:
            raise self._error(number, "write '@ key Type' or '@ key Type Full Name'")
        key, kind, *name = words
        if key in self._things:
            raise self._error(number, f"{key!r} is given twice")
        self._things[key] = (number, kind, name[0] if name else "")

    def _marks(self, number: int, line: str) -> tuple[str, list[_Mark]]:
        plain, marks, open_at = "", [], []
        i = 0
        while i < len(line):
            if line[i] == "[":
                open_at.append(len(plain))
            elif line[i] == "]":
                closing = re.match(r"\]\((~?)([\w-]+)\)", line[i:])
                if not open_at or closing is None:
                    raise self._error(
                        number, f"a bracket at {line[max(0, i - 20) : i + 10]!r} has no '(key)' or no start"
                    )
                marks.append(_Mark(open_at.pop(), len(plain), closing[2], not closing[1]))
                i += closing.end() - 1
            else:
                plain += line[i]
            i += 1
        if open_at:
            raise self._error(number, "a bracket is not closed")
        return plain, sorted(marks, key=lambda m: (m.start, -m.end))

    def document(self) -> dict[str, Any]:
        """Return the item as a gold document."""
        names = self._names()
        claims: dict[tuple[str, str, str], dict[str, Any]] = {}
        for sentence in self._sentences:
            for number, line in sentence.claims:
                for claim in self._claims(number, line, sentence, names):
                    claims.setdefault((claim["subject"], claim["relation"], claim["object"]), claim)
        marks = [m for s in self._sentences for m in s.marks]
        return {
            "id": self._id,
            "published": self._date,
            "title": self._text.split("\n", 1)[0],
            "url": None,
            "licence": "CC0",
            "text": self._text,
            "entities": [
                {
                    "name": names[key],
                    "type": kind,
                    "aliases": sorted({self._text[m.start : m.end] for m in marks if m.key == key and m.named}),
                }
                for key, (_, kind, _) in self._things.items()
            ],
            "claims": list(claims.values()),
            "mentions": [[m.start, m.end, names[m.key], self._kind(m)] for m in marks],
        }

    def _kind(self, mark: _Mark) -> str:
        if mark.named:
            return "named"
        return "pronoun" if self._text[mark.start : mark.end].casefold() in PRONOUNS else "nominal"

    def _names(self) -> dict[str, str]:
        marks = [m for s in self._sentences for m in s.marks]
        names = {}
        for key, (number, _, name) in self._things.items():
            forms = [self._text[m.start : m.end] for m in marks if m.key == key and m.named]
            if not name and not forms:
                raise self._error(number, f"{key!r} has no name in the text; give its full name here")
            names[key] = name or max(forms, key=len)
        for sentence in self._sentences:
            for mark in sentence.marks:
                if mark.key not in names:
                    words = self._text[mark.start : mark.end]
                    raise self._error(next(iter(self._things.values()), (0,))[0], f"no '@ {mark.key}' for {words!r}")
        return names

    def _claims(self, number: int, line: str, sentence: _Sentence, names: dict[str, str]) -> Iterator[dict[str, Any]]:
        said, _, unusual = line.partition("|")
        words = said.split()
        if len(words) != 3:
            raise self._error(number, f"{said.strip()!r} is not 'subject relation object'")
        more = self._more(number, unusual, names)
        for ends in product(words[0].split(","), words[2].split(",")):
            keys = [end.partition("#")[0] for end in ends]
            for key in keys:
                if key not in names:
                    raise self._error(number, f"no '@ {key}'")
            if keys[0] == keys[1]:
                continue
            places = self._places(number, ends, sentence)
            yield {
                "subject": names[keys[0]],
                "relation": words[1],
                "object": names[keys[1]],
                "polarity": "positive",
                "certainty": "certain",
                "time": "current",
                **({} if words[1] in SPOKEN else {"attributed_to": None}),
                "role": None,
                "also": [],
                "optional": False,
                **more,
                "ends": dict(zip(("subject", "object"), places, strict=True)),
                "evidence": self._place(sentence.start, sentence.end),
            }

    def _more(self, number: int, unusual: str, names: dict[str, str]) -> dict[str, Any]:
        more: dict[str, Any] = {}
        for part in filter(None, (p.strip() for p in re.split(r",(?![^:|]*$)|\|", unusual) if p)):
            key, colon, value = (p.strip() for p in part.partition(":"))
            if not colon:
                for word in (w.strip() for w in part.split(",")):
                    if word not in _QUALIFIERS:
                        raise self._error(number, f"{word!r} is none of {', '.join(_QUALIFIERS)}, role:, by:, also:")
                    name, said = _QUALIFIERS[word]
                    more[name] = said
            elif key == "role":
                more["role"] = value
            elif key == "by":
                more["attributed_to"] = names.get(value)  # words for somebody without a name are no name
            elif key == "also":
                more["also"] = [v.strip() for v in value.split(",")]
            else:
                raise self._error(number, f"{part!r} is none of {', '.join(_QUALIFIERS)}, role:, by:, also:")
        return more

    def _places(self, number: int, ends: Sequence[str], sentence: _Sentence) -> list[dict[str, Any] | None]:
        found = []
        for end in ends:
            key, _, which = end.partition("#")
            marks = [m for m in sentence.marks if m.key == key]
            if which:
                if not which.isdigit() or not 0 < int(which) <= len(marks):
                    raise self._error(number, f"{key!r} has {len(marks)} marks in its sentence, so there is no {end!r}")
                marks = [marks[int(which) - 1]]
            found.append([m for m in marks if m.named] or marks)
        ones, twos = found
        if ones and twos:
            nearest = min(product(ones, twos), key=lambda p: max(p[0].start, p[1].start) - min(p[0].end, p[1].end))
            return [self._place(m.start, m.end) for m in nearest]
        return [self._place(marks[0].start, marks[0].end) if marks else None for marks in (ones, twos)]

    def _place(self, start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": self._text[start:end]}
