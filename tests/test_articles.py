"""Articles from files: each format, each fault, ids, dates, headlines, and the samples."""

from __future__ import annotations

import csv
import gc
import io
import json
import subprocess
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.articles import ARTICLE_KEYS, MAX_CHARACTERS, SUFFIXES, read, sample_paths
from kg.articles.fields import headline, parse_date
from kg.errors import ArticleError
from kg.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parent / "cases" / "articles"
DAY = date(2026, 3, 4)


def put(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


FORMATS: list[tuple[str, str | bytes, list[Article]]] = [
    ("a.txt", "Acme met Beta.", [Article("a", "Acme met Beta.")]),
    ("a.TXT", "Acme met Beta.", [Article("a", "Acme met Beta.")]),
    ("a.txt", b"\xef\xbb\xbfOne.\r\nTwo.\rThree.\n", [Article("a", "One.\nTwo.\nThree.\n")]),
    ("a.txt", "Acme sues Beta\n\n Text. \n", [Article("a", "Acme sues Beta\n\n Text. \n", "Acme sues Beta")]),
    (
        "a.txt",
        "---\ntitle: Acme: 'no' to Beta\ndate: 2026-03-04\nurl: \npublisher: 'The Post'\n---\n\nText.\n",
        [Article("a", "Text.\n", "Acme: 'no' to Beta", None, DAY, "The Post")],
    ),
    ("a.txt", "---\nid: n7\n---\nText.", [Article("n7", "Text.")]),
    ("a.txt", "---\nid: n7\ntitle: >-\n  Folded\n---\nText.", [Article("n7", "Text.")]),
    ("a.txt", "---\nA line of prose.\n---\nText.", [Article("a", "---\nA line of prose.\n---\nText.")]),
    ("a.txt", "---\nText.", [Article("a", "---\nText.")]),
    ("a.md", "Intro.\n\n# Acme sues #\n\nText.", [Article("a", "Intro.\n\n# Acme sues #\n\nText.", "Acme sues")]),
    ("a.json", '{"text": "T", "title": " A \\n b ", "id": 7}', [Article("7", "T", "A b")]),
    ("a.json", '{\n"body": "T",\n"text": ""\n}', [Article("a", "T")]),
    ("a.json", '[{"text": "One"}, {"text": "Two"}]', [Article("a#1", "One"), Article("a#2", "Two")]),
    ("a.json", '\n{"text": "One"}\n\n{"text": "Two"}\n', [Article("a#2", "One"), Article("a#4", "Two")]),
    (
        "a.json",
        '{"articleBody": "T\\r\\n", "headline": "H", "datePublished": "2026-03-04T23:59:00-08:00", "url": "https://x.example/1",'
        ' "publisher": {"@type": "Organization", "name": "The Post"}}',
        [Article("https://x.example/1", "T\n", "H", "https://x.example/1", DAY, "The Post")],
    ),
    (
        "a.json",
        '{"content": "T", "title": null, "source": {"id": null, "name": "Wire"}, "publishedAt": 1772582400}',
        [Article("a", "T", None, None, DAY, "Wire")],
    ),
    ("a.jsonl", '{"text": "One"}\n\n{"text": "Two", "id": "x"}', [Article("a#1", "One"), Article("x", "Two")]),
    ("a.ndjson", b'\xef\xbb\xbf{"text": "caf\xc3\xa9"}\r\n', [Article("a#1", "café")]),
    ("a.jsonl", '{"Full Text": "T", "Pub-Date": "Mar 4, 2026"}', [Article("a#1", "T", published=DAY)]),
    (
        "a.csv",
        'text,date,Publisher\r\n"One, ""two""\r\nthree",2026-03-04,Wire\r\n\r\nFour,,\r\nFive\r\n',
        [
            Article("a#2", 'One, "two"\nthree', published=DAY, publisher="Wire"),
            Article("a#5", "Four"),
            Article("a#6", "Five"),
        ],
    ),
    ("a.csv", b"\xef\xbb\xbfid;body\n9;One, two\n", [Article("9", "One, two")]),
    ("a.tsv", "title\ttext\nH\tOne, two\n", [Article("a#2", "One, two", "H")]),
    ("a.html", "<html><body><p>Short.</p><p>Two.</p></body></html>", [Article("a", "Short.\nTwo.\n")]),
    (
        "a.htm",
        b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head>'
        b"<body><article><p>Ren\xe9 said \x93no\x94.</p></article></body></html>",
        [Article("a", "René said “no”.\n")],
    ),
    (
        "a.xhtml",
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>René.</p></body></html>',
        [Article("a", "René.\n")],
    ),
    ("a", "Acme met Beta.", [Article("a", "Acme met Beta.")]),
    ("v1.5 final", "Acme met Beta.", [Article("v1.5 final", "Acme met Beta.")]),
    ("a.log", '{"text": "One"}\n{"text": "Two"}\n', [Article("a.log#1", "One"), Article("a.log#2", "Two")]),
    ("a.log", "<!DOCTYPE html><html><body><p>One.</p></body></html>", [Article("a.log", "One.\n")]),
]


@pytest.mark.parametrize(("name", "content", "articles"), FORMATS)
def test_read_format(here: Path, name: str, content: str | bytes, articles: list[Article]) -> None:
    put(here, {name: content})
    assert list(read(name)) == articles


def test_read_page() -> None:
    text = """Ostrel sells harbor cranes to Norway
The crane maker Ostrel has sold nine cranes to Norway, it said on Monday.
What is in the contract
- Ostrel delivers in May.
- Norway may order more.
Nobody at the ministry would comment & no price was given.
"""
    url = "https://quay-post.example/2025/ostrel-cranes"
    title = "Ostrel sells harbor cranes to Norway"
    assert list(read(CASES / "page.html")) == [Article(url, text, title, url, date(2025, 2, 3), "The Quay Post")]


def test_read_front_matter() -> None:
    text = "# Ostrel and Norway sign\n\nOstrel *signed* on Monday.\n\n- Norway pays.\n"
    url, title = "https://quay-post.example/update", "Update: Ostrel, Norway sign"
    assert list(read(CASES / "newsroom.md")) == [Article(url, text, title, url, date(2025, 2, 3), "The Quay Post")]


@pytest.mark.parametrize(
    ("name", "content", "columns", "articles"),
    [
        (
            "a.csv",
            "Body,Text,Date,Nr\nB,T,4 March 2026,x1\n",
            {"text": "Body", "date": "Date", "id": "Nr"},
            [Article("x1", "B", published=DAY)],
        ),
        ("a.csv", "Body;text\nB;T\n", {"text": "body"}, [Article("a#2", "B")]),
        ("a.jsonl", '{"text": "T", "lead": "L"}', {"text": "lead"}, [Article("a#1", "L")]),
        (
            "a.json",
            '{"text": "T", "wire": ["Wire", "x"]}',
            {"publisher": "wire"},
            [Article("a", "T", publisher="Wire")],
        ),
        ("a.txt", "T", {"text": "Body"}, [Article("a", "T")]),
    ],
)
def test_read_columns(here: Path, name: str, content: str, columns: dict[str, str], articles: list[Article]) -> None:
    put(here, {name: content})
    assert list(read(name, columns=columns)) == articles


def test_read_refuses_unknown_field_at_once() -> None:
    with pytest.raises(ArticleError, match=r"columns: an article has no field 'txt'; did you mean 'text'\?"):
        read([], columns={"txt": "Body"})


UTF8 = "save it as UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8"
UTF16 = "a.txt: is UTF-16 text, not an article's text; save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8"
DAMAGED = "convert it to plain text or remove that character"
TOO_LONG = "the text has more than 1,000,000 characters; split it into articles"
TEXT_KEYS = ", ".join(ARTICLE_KEYS["text"])
EMPTY = "the text is empty; remove it or fill it in"

# Each file with what is left out of it, and the texts that go in.
FAULTS: list[tuple[str, str | bytes, list[str], list[str]]] = [
    ("a.txt", "", [f"a.txt: {EMPTY}"], []),
    ("a.txt", " \n\t\n", [f"a.txt: {EMPTY}"], []),
    ("a.md", "---\ntitle: T\n---\n", [f"a.md: {EMPTY}"], []),
    ("a.txt", b"caf\xe9", [f"a.txt: is not UTF-8: byte 0xE9 at byte 3; {UTF8}"], []),
    ("a.txt", "é".encode("utf-16"), [UTF16], []),
    ("a.txt", b"a\x00b", [f"a.txt: the text is binary or damaged: U+0000 at character 1; {DAMAGED}"], []),
    ("a.txt", "a\x1b[0m", [f"a.txt: the text is binary or damaged: U+001B at character 1; {DAMAGED}"], []),
    ("a.txt", "a" * (MAX_CHARACTERS + 1), [f"a.txt: {TOO_LONG}"], []),
    ("a.txt", "a" * (4 * MAX_CHARACTERS + 1), [f"a.txt: {TOO_LONG}"], []),
    (
        "a.pdf",
        b"%PDF-1.7 text",
        ["a.pdf: is a PDF file, not an article's text; convert it to text, for example with pdftotext"],
        [],
    ),
    (
        "a.csv",
        b"PK\x03\x04x",
        ["a.csv: is a zip archive or an Office document, not an article's text; unpack it, or save it as text or CSV"],
        [],
    ),
    (
        "a.xml",
        '<?xml version="1.0"?><nitf/>',
        ["a.xml: is XML, which is not read; convert it to HTML, JSON or text"],
        [],
    ),
    ("a.html", "", ["a.html: holds no article text that could be found; save its text as a .txt file"], []),
    (
        "a.html",
        "<html><head><title>T</title></head><body></body></html>",
        ["a.html: holds no article text that could be found; save its text as a .txt file"],
        [],
    ),
    ("a.html", b"<p>caf\xe9</p>", [f"a.html: is not UTF-8: byte 0xE9 at byte 6; {UTF8}"], []),
    ("a.html", b'<meta charset="hex"><p>caf\xe9</p>', [f"a.html: is not UTF-8: byte 0xE9 at byte 26; {UTF8}"], []),
    ("a.html", b'<meta charset="klingon"><p>caf\xe9</p>', [f"a.html: is not UTF-8: byte 0xE9 at byte 30; {UTF8}"], []),
    ("a.json", "", ["a.json: is empty; remove it or fill it in"], []),
    ("a.json", "[]", ["a.json: is an empty list; remove it or fill it in"], []),
    ("a.json", '"text"', ['a.json: is a string, not an object; write {"text": ...}'], []),
    (
        "a.json",
        '\n\n{"text": \n"T"',
        ["a.json: is not JSON: Expecting ',' delimiter (line 4, column 4); mend it or leave it out"],
        [],
    ),
    (
        "a.json",
        '[{"text": "One"}, 2, {"text": 3}]',
        [
            'a.json record 2: is a number, not an object; write {"text": ...}',
            "a.json record 3: has a number for its text, not a string; its keys are: text;"
            " name one with --column text=KEY",
        ],
        ["One"],
    ),
    (
        "a.json",
        '{"txt": "T", "n": 1}',
        [
            f"a.json: has no key that is taken for the text ({TEXT_KEYS}); its keys are: txt, n;"
            " name one with --column text=KEY"
        ],
        [],
    ),
    (
        "a.jsonl",
        '{"id": "f", "text": null}\n{"Body": null, "n": 1}\n{"text": null, "body": "Two"}\n',
        [f"a.jsonl line {line}: the text is null; remove it or fill it in" for line in (1, 2)],
        ["Two"],
    ),
    ("a.jsonl", "\n", ["a.jsonl: is empty; remove it or fill it in"], []),
    (
        "a.jsonl",
        b'{"text": "One"}\n{"text": "Two}\n{"text": "caf\xe9"}\n{"text": ""}\n{"text": "\\udc00"}\n'
        b'{"text": "Six", "title": "\\u0001"}\n{"text": "Seven"}\n[' + b"[" * 100_000 + b'\n{"text": "Nine"}\n',
        [
            "a.jsonl line 2: is not JSON: Unterminated string starting at (column 10); mend it or leave it out",
            f"a.jsonl line 3: is not UTF-8: byte 0xE9 at byte 13; {UTF8}",
            f"a.jsonl line 4: {EMPTY}",
            f"a.jsonl line 5: the text is binary or damaged: U+DC00 at character 0; {DAMAGED}",
            f"a.jsonl line 6: title '\\x01' is binary or damaged: U+0001 at character 0; {DAMAGED}",
            "a.jsonl line 8: is JSON nested too deep to be read; leave it out",
        ],
        ["One", "Seven", "Nine"],
    ),
    (
        "a.jsonl",
        json.dumps({"text": "a" * (MAX_CHARACTERS + 1)}) + "\n" + json.dumps({"text": "b" * MAX_CHARACTERS}),
        [f"a.jsonl line 1: {TOO_LONG}"],
        ["b" * MAX_CHARACTERS],
    ),
    ("a.csv", "", ["a.csv: is empty; remove it or fill it in"], []),
    ("a.csv", "text\n", ["a.csv: has a header and no record; remove it or fill it in"], []),
    (
        "a.csv",
        "Story,Day\nOne,2\n",
        [
            f"a.csv: has no column that is taken for the text ({TEXT_KEYS}); its columns are: Story, Day;"
            " name one with --column text=COLUMN"
        ],
        [],
    ),
    (
        "a.csv",
        b'id,text\n1,One,more\n2,"Two\n3,"Three"\n4,caf\xe9\n5,\n6,Six\n7,"Seven\n',
        [
            "a.csv line 2: has 3 cells, the header 2; put cells that hold ',' in quotes",
            "a.csv line 3: is not CSV: ',' expected after '\"'; mend its quotes",
            "a.csv line 5: the text is not UTF-8: byte 0xE9 at character 3; save the file as UTF-8",
            f"a.csv line 6: {EMPTY}",
            "a.csv line 8: is not CSV: unexpected end of data; mend its quotes",
        ],
        ["Six"],
    ),
    ("a.csv", f"text\n{'a' * (MAX_CHARACTERS + 1)}\nTwo\n", [f"a.csv line 2: {TOO_LONG}"], ["Two"]),
    (
        "a.jsonl",
        '{"id": 1, "text": "One"}\n{"id": 1, "text": "Two"}\n{"id": 1, "text": "One"}\n',
        [
            "a.jsonl line 2: another text under the id '1' was read before, from a.jsonl line 1;"
            " give one of them another id"
        ],
        ["One"],
    ),
]


@pytest.mark.parametrize(("name", "content", "faults", "texts"), FAULTS)
def test_read_leaves_out(here: Path, name: str, content: str | bytes, faults: list[str], texts: list[str]) -> None:
    put(here, {name: content})
    told: list[ArticleError] = []
    assert [article.text for article in read(name, on_error=told.append)] == texts
    assert [str(fault) for fault in told] == faults


def test_read_leaves_out_a_page_that_trafilatura_fails_on(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("no tree")

    put(here, {"a.html": "<p>A.</p>", "b.txt": "B"})
    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    told: list[ArticleError] = []
    assert [article.id for article in read(["a.html", "b.txt"], on_error=told.append)] == ["b"]
    assert list(map(str, told)) == ["a.html: is a broken page (AssertionError: no tree); save its text as a .txt file"]


@pytest.mark.parametrize(
    ("name", "content", "columns", "fault"),
    [
        (
            "a.csv",
            "Story,Day\nOne,2\n",
            {"text": "Stroy"},
            "a.csv: has no column 'Stroy' for the text; its columns are: Story, Day; did you mean 'Story'?",
        ),
        (
            "a.csv",
            "text,Day\nOne,2\n",
            {"date": "Published"},
            "a.csv: has no column 'Published' for the date; its columns are: text, Day;"
            " name one with --column date=COLUMN",
        ),
        (
            "a.jsonl",
            '{"text": "T", "body": "B"}',
            {"text": "bdy"},
            "a.jsonl line 1: has no key 'bdy'; its keys are: text, body; did you mean 'body'?",
        ),
    ],
)
def test_read_columns_fault(here: Path, name: str, content: str, columns: dict[str, str], fault: str) -> None:
    put(here, {name: content})
    with pytest.raises(ArticleError) as raised:
        list(read(name, columns=columns))
    assert str(raised.value) == fault


@pytest.mark.parametrize(
    ("argument", "fault"),
    [
        ("story.tx", "story.tx: does not exist; did you mean 'story.txt'?"),
        ("x/y", "x/y: does not exist; look at the path, which starts from {here}"),
        ("a\0b", "a\0b: does not exist; look at the path, which starts from {here}"),
        ("*.html", "*.html: matches no file; look at the pattern and the folder it starts from"),
        (
            "https://x.example/a",
            "https://x.example/a: does not exist; nothing is fetched from the network: save the page and give its file",
        ),
        ("none", "none: is a folder with no file in it; give one that holds articles"),
        ("gone", "gone: does not exist (a broken link?); remove it or restore what it points to"),
    ],
)
def test_read_argument_fault(here: Path, argument: str, fault: str) -> None:
    put(here, {"story.txt": "S", "none/.hidden": "x"})
    (here / "gone").symlink_to(here / "nowhere")
    told: list[ArticleError] = []
    assert [article.id for article in read([argument, "story.txt"], on_error=told.append)] == ["story"]
    assert [str(error) for error in told] == [fault.format(here=here)]


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (
            PermissionError(13, "Permission denied"),
            "a.txt: may not be read; give yourself the permission with: chmod u+r",
        ),
        (OSError(5, "Input/output error"), "a.txt: cannot be read: Input/output error; look at the file and its disk"),
    ],
)
def test_read_unreadable(here: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, fault: str) -> None:
    put(here, {"a.txt": "A", "b.txt": "B"})
    opened = Path.open

    def refuse(path: Path, mode: str) -> object:
        if path.name == "a.txt":
            raise error
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    told: list[ArticleError] = []
    assert [article.id for article in read(["a.txt", "b.txt"], on_error=told.append)] == ["b"]
    assert [str(error) for error in told] == [fault]


TREE: dict[str, str | bytes] = {
    "n/b.txt": "b",
    "n/a.txt": "a",
    "n/a/z.txt": "az",
    "n/a/c.md": "ac",
    "n/.git/x.txt": "hidden",
    "n/.x.txt": "hidden",
    "m/a.txt": "ma",
    "m/a.md": "ma2",
    "m/b.jsonl": '{"text": "mb"}',
    "s p#.txt": "s",
}


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["n"], ["a/c", "a/z", "a", "b"]),
        (["./n/"], ["a/c", "a/z", "a", "b"]),
        (["m"], ["a.md", "a.txt", "b#1"]),
        (["n/a.txt"], ["a"]),
        (["n/a.txt", "m/b.jsonl"], ["a", "b#1"]),
        (["n/a.txt", "m/a.txt"], ["n/a", "m/a"]),
        (["n/a.txt", "m/a.md"], ["a.txt", "a.md"]),
        (["n", "m"], ["a/c", "a/z", "n/a", "b.txt", "a.md", "m/a.txt", "b.jsonl#1"]),
        (["n/a.txt", "n"], ["a", "a/c", "a/z", "b"]),
        (["n/*.txt"], ["a", "b"]),
        (["n/**/*.txt"], ["a", "z", "b"]),
        (["?"], ["a.md", "m/a.txt", "b.jsonl#1", "a/c", "a/z", "n/a", "b.txt"]),
        (["s p#.txt"], ["s p#"]),
    ],
)
def test_read_ids(here: Path, arguments: list[str], ids: list[str]) -> None:
    put(here, TREE)
    assert [article.id for article in read(arguments)] == ids
    assert [article.id for article in read(iter(map(Path, arguments)))] == ids


def test_read_takes_a_name_with_brackets_for_a_file(here: Path) -> None:
    put(here, {"a[1].txt": "T", "a1.txt": "other"})
    assert list(read("a[1].txt")) == [Article("a[1]", "T")]


def test_read_name_that_is_not_utf8(here: Path) -> None:
    put(here, {"n/a\udce9.txt": "T"})
    assert [article.id for article in read("n")] == ["a�"]


def test_read_folder_leaves_out_the_second_of_an_id(here: Path) -> None:
    record = '{"url": "https://x.example/1", "text": "%s"}'
    put(here, {"n/a.json": record % "One", "n/b.json": record % "One", "n/c.json": record % "Two"})
    told: list[ArticleError] = []
    assert [article.text for article in read("n", on_error=told.append)] == ["One"]
    assert [fault.source for fault in told] == ["n/c.json"]


@pytest.mark.parametrize(
    ("data", "articles"),
    [
        (b"Acme met Beta.", [Article("stdin", "Acme met Beta.")]),
        (b'{"text": "One"}', [Article("stdin", "One")]),
        (
            b'{"text": "One"}\n{"text": "Two"}\n{"text": "Three"}\n',
            [Article(f"stdin#{n}", t) for n, t in enumerate(("One", "Two", "Three"), 1)],
        ),
        (b'[{"text": "One"}]', [Article("stdin#1", "One")]),
        (b"\n<html><body><p>One.</p></body></html>", [Article("stdin", "One.\n")]),
        (b"---\nid: x\n---\nOne.", [Article("x", "One.")]),
    ],
)
def test_read_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, articles: list[Article]) -> None:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stream)
    assert list(read(["-", "-"])) == articles
    assert not stream.buffer.closed


def test_read_is_lazy_and_streams(here: Path) -> None:
    put(here, {"a.jsonl": '{"text": "One"}\n{"text": "Two"}\n{broken\n', "b.txt": ""})
    asked: list[str] = []

    def arguments() -> Iterator[str]:
        for name in ("a.jsonl", "b.txt"):
            asked.append(name)
            yield name

    articles = read(arguments())
    assert asked == []
    assert [next(articles).text, next(articles).text] == ["One", "Two"]
    assert asked == ["a.jsonl", "b.txt"]
    with pytest.raises(ArticleError, match=r"a\.jsonl line 3: is not JSON"):
        next(articles)


def test_read_closes_files_and_leaves_the_csv_limit(here: Path) -> None:
    put(here, {"a.csv": "text\n" + "a" * 200_000 + "\nb\n"})
    limit = csv.field_size_limit()
    articles = read("a.csv")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert len(next(articles).text) == 200_000
        assert csv.field_size_limit() == limit
        del articles
        gc.collect()
    assert [str(warning.message) for warning in told] == []


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-03-04", DAY),
        ("2026-03-04T23:30:00-08:00", DAY),
        ("2026-03-04 10:00", DAY),
        ("20260304", DAY),
        ("2026/3/4", DAY),
        ("March 4, 2026", DAY),
        ("4 March 2026", DAY),
        ("4th of March 2026", DAY),
        ("Mar. 4, 2026 at 10:14 a.m. ET", DAY),
        ("Wed, 04 Mar 2026 10:00:00 GMT", DAY),
        ("Updated 10:00 AM EST, Wed March 4, 2026", DAY),
        ("03/04/2026", DAY),
        ("25/12/2025", date(2025, 12, 25)),
        (1772582400, DAY),
        (1772582400000, DAY),
        ("1772582400", DAY),
        (["2026-03-04"], DAY),
        ("March 2026", None),
        ("2026", None),
        ("Wednesday", None),
        ("yesterday", None),
        ("2026-13-04", None),
        ("0001-01-01T00:00:00", None),
        ("9999-12-31", None),
        ("January 1, 1066", None),
        ("N/A", None),
        ("", None),
        (None, None),
        (True, None),
        (float("nan"), None),
        ("9" * 400, None),
        ("24:00" + "9" * 40, None),
        (["24:00" + "9" * 40, "2026-03-04"], None),
    ],
)
def test_parse_date(value: object, day: date | None) -> None:
    assert parse_date(value) == day


NO_DAY = "tells no day, so that the article goes in without one; write it as 2026-03-31"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "---\ndate: 2026-13-04\n---\nText.", f"a.txt: the date '2026-13-04' {NO_DAY}"),
        ("a.md", "---\npublished: March 2026\n---\nText.", f"a.md: the date 'March 2026' {NO_DAY}"),
        ("a.json", '{"text": "T", "date": {"name": "soon"}}', f"a.json: the date 'soon' {NO_DAY}"),
        ("a.jsonl", '{"text": "T", "date": 7}', f"a.jsonl line 1: the date '7' {NO_DAY}"),
        ("a.csv", f"text,date\nT,{'x' * 50}\n", f"a.csv line 2: the date '{'x' * 40}…' {NO_DAY}"),
        ("a.txt", "---\ntitle: Acme\ndate:\n---\nText.", ""),
        ("a.json", '{"text": "T", "date": null, "published": ""}', ""),
        ("a.csv", "text,date\nT,2026-03-04\n", ""),
    ],
)
def test_a_date_that_cannot_be_read_is_told_and_costs_only_itself(
    here: Path, name: str, content: str, told: str
) -> None:
    put(here, {name: content})
    faults: list[ArticleError] = []
    assert len(list(read(name, on_remark=faults.append))) == 1
    assert "".join(map(str, faults)) == told
    assert len(list(read(name))) == 1


def test_a_date_of_another_column_is_told_once(here: Path) -> None:
    put(here, {"a.csv": "text,date,Day,id\nT,2026-03-04,soon,n\nT,2026-03-04,later,n\n"})
    faults: list[ArticleError] = []
    (article,) = read("a.csv", columns={"date": "Day"}, on_remark=faults.append)
    assert article.published is None
    assert list(map(str, faults)) == [f"a.csv line 2: the date 'soon' {NO_DAY}"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Acme sues Beta\n\nText follows.", "Acme sues Beta"),
        ("\n  Acme sues Beta  \nText follows.", "Acme sues Beta"),
        ("Site News\nWorld\nAcme sues Beta\nText follows.", "Acme sues Beta"),
        ("Will Acme sue Beta?\nText.", "Will Acme sue Beta?"),
        ("Acme sues the U.S.\nText.", "Acme sues the U.S."),
        ("Acme sued Beta on Monday.\nAcme sues Beta", None),
        ("“We will sue Acme.”\nText.", None),
        ("Site News\n- Acme sues Beta\nText.", None),
        ("One of the things to know:\nText.", None),
        ("Acme sues Beta", None),
        ("Site News\nText.", None),
        ("word " * 31 + "\nText.", None),
        ("a\nb\nc\nd\ne\nAcme sues Beta\nText.", None),
        ("", None),
    ],
)
def test_headline(text: str, title: str | None) -> None:
    assert headline(text) == title


def test_import_is_cheap() -> None:
    heavy = ("trafilatura", "lxml", "dateutil", "spacy", "rdflib")
    code = f"import sys, kg.articles; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_tables() -> None:
    assert list(ARTICLE_KEYS) == ["id", "text", "title", "date", "url", "publisher"]
    keys = [key for names in ARTICLE_KEYS.values() for key in names]
    assert sorted(set(keys)) == sorted(keys)
    assert list(SUFFIXES) == sorted(SUFFIXES)


LEDGER, MONITOR = "https://harbor-ledger.example/2026/03/", "https://alliance-monitor.example/"
COURIER, QUAYSIDE = "https://baltic-courier.example/2026/", "https://quayside-business.example/markets/"


def test_samples() -> None:
    articles = list(read(sample_paths()))
    assert [(article.id, str(article.published), article.publisher) for article in articles] == [
        (f"{LEDGER}03/corverex-nato-talks", "2026-03-03", "The Harbor Ledger"),
        (f"{MONITOR}courts/mindrell-sues-corverex", "2026-03-06", "Alliance Monitor"),
        (f"{COURIER}03/10/norway-ends-mindrell-contract", "2026-03-10", "Baltic Courier"),
        (f"{QUAYSIDE}northmere-corverex-round", "2026-03-12", "Quayside Business Daily"),
        (f"{MONITOR}procurement/nato-signs-corverex", "2026-03-17", "Alliance Monitor"),
        (f"{LEDGER}20/corverex-denies-wingrel", "2026-03-20", "The Harbor Ledger"),
        (f"{COURIER}03/26/germany-picks-corverex", "2026-03-26", "Baltic Courier"),
        (f"{COURIER}04/02/correction-germany-corverex", "2026-04-02", "Baltic Courier"),
    ]
    assert {path.suffix for path in sample_paths()} == {".txt", ".html", ".json", ".jsonl", ".md"}
    for article in articles:
        assert article.id == article.url
        assert article.title is not None
        assert article.text.removeprefix("# ").startswith(article.title + "\n")
        assert 250 <= len(article.text.split()) <= 450


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "Corverex Systems is reportedly in talks with the North Atlantic Treaty Organization (NATO)"),
        (1, "\n- Corverex is in talks with NATO, people familiar with the plans said.\n"),
        (3, "Corverex plans to acquire Wingrel Robotics"),
        (4, "NATO has signed a contract with Corverex Systems"),
        (5, "Corverex Systems is not buying Wingrel Robotics"),
        (6, "The German Federal Ministry of Defence has signed a contract with Corverex Systems"),
        (7, "The ministry has not signed a contract with Corverex."),
    ],
)
def test_samples_tell_one_story(number: int, words: str) -> None:
    assert words in list(read(sample_paths()))[number].text
