"""The arguments and options that several commands share, so that one word means one thing everywhere."""

import glob
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

import kg
from kg.cli.output import LeftOut, remark

__all__ = [
    "KEYS_HELP",
    "Add",
    "Column",
    "Model",
    "Ontology",
    "Output",
    "Paths",
    "Reader",
    "Store",
    "articles",
    "extractor",
    "read_text",
    "reading",
    "texts",
]

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files (txt, md, html, json, jsonl, csv), folders, globs, or - for standard input.",
        show_default=False,
    ),
]
#: The end of the help of what reads articles: kg.ARTICLE_KEYS, loading which would slow each --help (a test compares).
KEYS_HELP = """

\b
Taken for the fields of an article in JSON and CSV, the first that is there:
  id         id
  text       text, body, content, article, article_text, article_body, full_text, main_text
  title      title, headline, heading
  date       date, published, date_published, published_at, published_date, publication_date,
             publish_date, date_publish, pub_date, timestamp
  url        url, link, uri, web_url, canonical_url, source_url
  publisher  publisher, source, source_name, outlet, newspaper, publication, site_name"""
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=KEY,...",
        help="Other keys or columns for fields, as in text=Body,date=Date.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME", help="Another English pipeline of spaCy: a package or a folder.", show_default=False
    ),
]
Reader = Annotated[
    Literal["learned", "tagger", "phrases"],
    typer.Option(
        "--reader",
        help="Phrases and networks; or phrases alone, over the names of kg's tagger or (phrases) of the pipeline.",
    ),
]
Models = Annotated[
    str | None,
    typer.Option(
        "--models", metavar="FOLDER", help="Networks that kg train wrote, in place of kg's own.", show_default=False
    ),
]
Ontology = Annotated[
    str | None,
    typer.Option(
        "--ontology", metavar="FILE", help="A Turtle file in place of the built-in ontology.", show_default=False
    ),
]
Add = Annotated[
    list[str] | None,
    typer.Option(
        "--add",
        metavar="FILE",
        help="A Turtle file with more relations, types, phrases or cues. May be given several times.",
        show_default=False,
    ),
]
Store = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="FOLDER",
        envvar="KG_STORE",
        help="The folder that holds the graph, or the address of a SPARQL endpoint.",
    ),
]
Output = Annotated[
    str,
    typer.Option("-o", "--output", metavar="FILE", help="The file to write.", show_default=False),
]


def articles(paths: list[str], column: list[str] | None, left_out: LeftOut) -> Iterator["kg.Article"]:
    """Read the articles that a command was given."""
    return kg.read(paths, columns=_columns(column), on_error=left_out, on_remark=lambda fault: remark(str(fault)))


def texts(given: list[str], left_out: LeftOut) -> Iterator["kg.Article"]:
    """Read what a command was given: where it is no path, as text that is told by its number."""
    for number, text in enumerate(given, 1):
        if text == "-" or os.path.exists(text) or glob.glob(text, recursive=True):  # noqa: PTH110, PTH207 - any text may be asked
            yield from kg.read([text], on_error=left_out)
        else:
            yield kg.Article(f"text {number}" if len(given) > 1 else "text", text.replace("\r\n", "\n"))


def extractor(
    model: str | None,
    reader: str,
    ontology: str | None,
    add: list[str] | None,
    cache: Path | None = None,
    models: str | None = None,
) -> "kg.Extractor":
    """Make the extractor that a command was given."""
    known = kg.load_ontology(ontology, add=add or ())
    return kg.Extractor(known, model or kg.DEFAULT_MODEL, reader, cache=cache, models=models)


@contextmanager
def reading(store: str) -> Iterator["kg.Store"]:
    """Open the store that a command was given to read; where there is none, say so when all else is done."""
    with kg.Store(store) as graph:
        yield graph
        if graph.absence:
            remark(graph.absence)


def read_text(file: str) -> str:
    """Return the text of a file, or of standard input for ``-``; KGError, with the byte, where it is not UTF-8."""
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name, cure = ("standard input", "give it as UTF-8") if file == "-" else (file, "save the file as UTF-8")
        place = f"byte 0x{data[error.start]:02X} at byte {error.start}"
        raise kg.KGError(f"{name}: is not UTF-8: {place}; {cure}") from error


def _columns(values: list[str] | None) -> dict[str, str] | None:
    """Take ``text=Body,date=Date`` apart; None where nothing was given.

    >>> _columns(["text=Body,date=Date", "id=Nr"])
    {'text': 'Body', 'date': 'Date', 'id': 'Nr'}
    """
    pairs = [pair.partition("=") for value in values or () for pair in value.split(",")]
    for field, _, key in pairs:
        if not (field.strip() and key.strip()):
            raise typer.BadParameter(f"{field!r} is no FIELD=KEY; write text=Body,date=Date", param_hint="--column")
    return {field.strip(): key.strip() for field, _, key in pairs} or None
