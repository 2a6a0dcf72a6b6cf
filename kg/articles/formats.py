"""One reader a format: each takes an open file and yields its articles, and a fault for each that it leaves out."""

from __future__ import annotations

import csv
import json
import re
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.articles.fields import ARTICLE_KEYS, MAX_CHARACTERS, article_of, date_fault, json_type, pick
from kg.articles.pages import charset, read_page
from kg.errors import ArticleError, did_you_mean

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.articles.finding import File
    from kg.model import Article

__all__ = ["FORMATS", "Found", "Outcome", "Source", "read_file"]

#: How files begin that hold no text, what they are and what to do about it.
BINARY: Mapping[bytes, tuple[str, str]] = MappingProxyType(
    {
        b"%PDF": ("a PDF file", "convert it to text, for example with pdftotext"),
        b"PK\x03\x04": ("a zip archive or an Office document", "unpack it, or save it as text or CSV"),
        b"\xd0\xcf\x11\xe0": ("an Office document", "save it as text or CSV"),
        b"\x1f\x8b": ("gzip data", "unpack it with gunzip"),
        b"BZh": ("bzip2 data", "unpack it with bunzip2"),
        b"(\xb5/\xfd": ("zstd data", "unpack it with unzstd"),
        b"\x89PNG": ("a picture", "remove it from the folder"),
        b"\xff\xd8\xff": ("a picture", "remove it from the folder"),
        b"GIF8": ("a picture", "remove it from the folder"),
        b"SQLite format 3": ("an SQLite database", "export its table as CSV"),
        b"\xff\xfe": ("UTF-16 text", "save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8"),
        b"\xfe\xff": ("UTF-16 text", "save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8"),
    }
)

BOM = b"\xef\xbb\xbf"
# Fields are as long as they come: the limit of an article is checked, and named, on the article.
_FIELD_LIMIT = 2**31 - 1
_DELIMITERS = ",;\t|"
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<block>.*?\n)---[ \t]*(?:\n+|\Z)", re.DOTALL)
_KEY_LINE = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?:[ \t]+(?P<value>.*))?$")
_BLOCK_SCALAR = re.compile(r"^[|>][+-]?$")  # the value stands on the lines below, which are passed over
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_MARKUP = re.compile(rb"\s*<(?:!doctype|!--|\?xml|/?[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|article|main|div|p|h1)[\s>]", re.IGNORECASE)


class Found(NamedTuple):
    """An article, where it was found (the file and, of a record, its line), and what of it could not be read."""

    article: Article
    where: str
    fault: str


Outcome = Found | ArticleError


class Source(NamedTuple):
    """What a reader needs to know of the file beside its bytes: what it is called, and which keys to look at.

    ``name`` is said in faults; ``id`` is the id of an article that has none of its own, ``#line`` being added for
    records; ``columns`` is the argument of :func:`kg.articles.read`.
    """

    name: str
    id: str
    columns: Mapping[str, str]

    def record(self, record: Any, number: int | None, where: str = "line") -> Outcome:
        """Return the article of a record, or the fault for which it is left out."""
        source = self.name if number is None else f"{self.name} {where} {number}"
        fallback = self.id if number is None else f"{self.id}#{number}"
        if not isinstance(record, dict):
            return ArticleError(source, f'is {json_type(record)}, not an object; write {{"text": ...}}')
        try:
            return _found(record, source, fallback, self.columns)
        except ArticleError as fault:
            return fault


def _found(
    record: Mapping[str, Any],
    source: str,
    fallback: str,
    columns: Mapping[str, str] = MappingProxyType({}),
    text: str | None = None,
) -> Found:
    """Return the article of a record, see :func:`article_of`."""
    article = article_of(record, fallback_id=fallback, source=source, columns=columns, text=text)
    return Found(article, source, date_fault(article, record, columns))


def read_file(file: File, source: Source) -> Iterator[Outcome]:
    """Yield the articles of one file, in its order, and the faults in their place.

    The suffix says the format; where :data:`FORMATS` does not know it, the content does: JSON, JSON Lines, HTML or
    text. CSV, TSV and JSON Lines are read record by record, whatever the size of the file.
    """
    try:
        with file.open() as stream:
            head = stream.peek(len(BOM))
            for magic, (what, cure) in BINARY.items():
                if head.startswith(magic):
                    yield ArticleError(source.name, f"is {what}, not an article's text; {cure}")
                    return
            if head.startswith(BOM):
                stream.read(len(BOM))
            yield from FORMATS.get(file.suffix, _guessed)(stream, source)
    except ArticleError as fault:
        yield fault
    except FileNotFoundError:
        yield ArticleError(source.name, "does not exist (a broken link?); remove it or restore what it points to")
    except PermissionError:
        yield ArticleError(source.name, "may not be read; give yourself the permission with: chmod u+r")
    except OSError as fault:
        yield ArticleError(source.name, f"cannot be read: {fault.strerror}; look at the file and its disk")


def _text(stream: io.BufferedReader, source: Source) -> Iterator[Outcome]:
    meta, text = _front_matter(_decode(_limited(stream, source), source.name))
    yield _found(meta, source.name, source.id, text=text)


def _markdown(stream: io.BufferedReader, source: Source) -> Iterator[Outcome]:
    meta, text = _front_matter(_decode(_limited(stream, source), source.name))
    heading = _HEADING.search(text)
    if heading and pick(meta, "title") is None:
        meta["title"] = heading[1]
    yield _found(meta, source.name, source.id, text=text)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split a text into the ``key: value`` lines between two lines of ``---`` that it opens with, and what follows.

    Read line by line and not as YAML, which refuses the headlines that hold ": " unquoted. What is indented or a
    list's item is passed over; a block in which another line stands is text.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    meta: dict[str, str] = {}
    for line in match["block"].splitlines():
        if key := _KEY_LINE.match(line):
            value = (key["value"] or "").strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            meta[key["key"]] = value[1:-1] if quoted else _BLOCK_SCALAR.sub("", value)
        elif line.strip() and not line.startswith((" ", "\t", "-", "#")):
            return {}, text
    return (meta, text[match.end() :]) if meta else ({}, text)


def _html(stream: io.BufferedReader, source: Source) -> Iterator[Outcome]:
    data = stream.read()
    encoding = "utf-8"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:  # the page's own word counts where it is not what most pages are
        encoding = charset(data) or encoding
    html = _decode(data, source.name, encoding)
    try:
        page = read_page(html)
    except Exception as fault:  # the libraries below it fail in ways of their own on broken pages
        reason = f"is a broken page ({type(fault).__name__}: {fault}); save its text as a .txt file"
        raise ArticleError(source.name, reason) from fault
    if page is None:
        raise ArticleError(source.name, "holds no article text that could be found; save its text as a .txt file")
    yield _found(page, source.name, source.id)


def _json(stream: io.BufferedReader, source: Source) -> Iterator[Outcome]:
    lines: Iterator[tuple[int, bytes]] = enumerate(stream, 1)
    read: list[tuple[int, bytes]] = []
    opening: list[bytes] = []  # the first two lines that are not blank
    for number, line in lines:
        read.append((number, line))
        opening += [line] if line.strip() else []
        if len(opening) == 2:
            break
    if not opening:
        raise ArticleError(source.name, "is empty; remove it or fill it in")
    lines = chain(read, lines)
    if _are_records(opening):  # many a .json file is JSON Lines
        yield from _json_lines(lines, source)
        return
    content = _loads(b"".join(line for _, line in lines), source.name)
    if not isinstance(content, list):
        yield source.record(content, None)
        return
    if not content:
        raise ArticleError(source.name, "is an empty list; remove it or fill it in")
    for number, record in enumerate(content, 1):
        yield source.record(record, number, "record")


def _jsonl(stream: io.BufferedReader, source: Source) -> Iterator[Outcome]:
    return _json_lines(enumerate(stream, 1), source)


def _json_lines(lines: Iterable[tuple[int, bytes]], source: Source) -> Iterator[Outcome]:
    empty = True
    for number, line in lines:
        if not line.strip():
            continue
        empty = False
        try:
            record = _loads(line.rstrip(), f"{source.name} line {number}")
        except ArticleError as fault:
            yield fault
        else:
            yield source.record(record, number)
    if empty:
        raise ArticleError(source.name, "is empty; remove it or fill it in")


def _csv(stream: io.BufferedReader, source: Source) -> Iterator[Outcome]:
    lines = (line.decode("utf-8", "surrogateescape") for line in stream)
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise ArticleError(source.name, "is empty; remove it or fill it in")
    delimiter = max(_DELIMITERS, key=first.count)
    rows = _rows(csv.reader(chain([first], lines), delimiter=delimiter, strict=True), source)
    _, header = next(rows)
    if isinstance(header, ArticleError):
        raise header
    _check_header(header, source)
    empty = True
    for number, row in rows:
        empty = False
        if isinstance(row, ArticleError):
            yield row
        elif len(row) > len(header):
            reason = f"has {len(row)} cells, the header {len(header)}; put cells that hold {delimiter!r} in quotes"
            yield ArticleError(f"{source.name} line {number}", reason)
        else:
            yield source.record(dict(zip(header, row + [""] * (len(header) - len(row)), strict=True)), number)
    if empty:
        raise ArticleError(source.name, "has a header and no record; remove it or fill it in")


def _rows(reader: Any, source: Source) -> Iterator[tuple[int, list[str] | ArticleError]]:
    """Yield each row that is not blank with the line it starts at; after a fault, go on at the next line."""
    while True:
        number = reader.line_num + 1
        # The limit is the csv module's own variable: it is set for this one call, and never left changed.
        limit = csv.field_size_limit(_FIELD_LIMIT)
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield number, ArticleError(f"{source.name} line {number}", f"is not CSV: {fault}; mend its quotes")
            continue
        finally:
            csv.field_size_limit(limit)
        if row:
            yield number, row


def _check_header(header: list[str], source: Source) -> None:
    record = dict.fromkeys(header, "x")
    for field, name in source.columns.items():
        if pick(record, field, source.columns) is None:
            close = did_you_mean(name, header) or f"; name one with --column {field}=COLUMN"
            reason = f"has no column {name!r} for the {field}; its columns are: {', '.join(header)}{close}"
            raise ArticleError(source.name, reason)
    if pick(record, "text", source.columns) is None:
        reason = f"has no column that is taken for the text ({', '.join(ARTICLE_KEYS['text'])}); its columns are: "
        raise ArticleError(source.name, f"{reason}{', '.join(header)}; name one with --column text=COLUMN")


def _guessed(stream: io.BufferedReader, source: Source) -> Iterator[Outcome]:
    head = stream.peek(1)
    start = head.lstrip()[:1]
    if start in (b"{", b"["):
        return _json(stream, source)
    if _MARKUP.match(head):
        if _HTML.search(head):
            return _html(stream, source)
        raise ArticleError(source.name, "is XML, which is not read; convert it to HTML, JSON or text")
    return _text(stream, source)


def _limited(stream: io.BufferedReader, source: Source) -> bytes:
    """Return the bytes of a text; ArticleError where there are more than any text within the limit could have."""
    data = stream.read(4 * MAX_CHARACTERS + 1)
    if len(data) > 4 * MAX_CHARACTERS:
        reason = f"the text has more than {MAX_CHARACTERS:,} characters; split it into articles"
        raise ArticleError(source.name, reason)
    return data


def _decode(data: bytes, name: str, encoding: str = "utf-8") -> str:
    try:
        text = data.decode(encoding)
    except UnicodeError as fault:
        start = fault.start if isinstance(fault, UnicodeDecodeError) else 0
        reason = f"is not {encoding.upper()}: byte 0x{data[start]:02X} at byte {start}"
        cure = "save it as UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8"
        raise ArticleError(name, f"{reason}; {cure}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _loads(data: bytes, name: str) -> Any:
    text = _decode(data, name)
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}" if "\n" in text.strip() else f"column {fault.colno}"
        raise ArticleError(name, f"is not JSON: {fault.msg} ({where}); mend it or leave it out") from None
    except RecursionError:
        raise ArticleError(name, "is JSON nested too deep to be read; leave it out") from None
    except ValueError as fault:  # a number of thousands of digits
        raise ArticleError(name, f"is not JSON that can be read: {fault}; mend it or leave it out") from None


def _are_records(opening: list[bytes]) -> bool:
    """Tell whether the first two lines are a record each, even if one of them is broken."""
    if len(opening) < 2:
        return False
    if all(line.lstrip().startswith(b"{") for line in opening):
        return True
    try:
        return isinstance(_loads(opening[0], ""), dict)
    except ArticleError:
        return False


#: Which reader takes a file of which suffix.
FORMATS: Mapping[str, Callable[[io.BufferedReader, Source], Iterator[Outcome]]] = MappingProxyType(
    {
        ".csv": _csv,
        ".htm": _html,
        ".html": _html,
        ".json": _json,
        ".jsonl": _jsonl,
        ".markdown": _markdown,
        ".md": _markdown,
        ".ndjson": _jsonl,
        ".text": _text,
        ".tsv": _csv,
        ".txt": _text,
        ".xhtml": _html,
    }
)
