"""``kg extract``: articles in, claims out; nothing is stored."""

import sys
from collections.abc import Iterator
from typing import Annotated, Literal

import typer

import kg
from kg.cli import options
from kg.cli.output import LeftOut, console, counted, example, print_claims, print_json, print_lines, progress

app = typer.Typer()


@app.command(
    help=f"Print the claims that articles make.{options.KEYS_HELP}",
    epilog=example(
        "kg extract news/",
        "kg extract news.csv --column text=Body,date=Date --format jsonl > claims.jsonl",
        "echo 'Brightwater Group has bought Quillon Energy.' | kg extract -",
    ),
)
def extract(
    paths: options.Paths,
    format_: Annotated[
        Literal["table", "jsonl", "turtle"] | None,
        typer.Option("--format", help="table on a terminal, jsonl elsewhere, if not given.", show_default=False),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Each report of a statement, not one for each statement and article.")
    ] = False,
    column: options.Column = None,
    model: options.Model = None,
    reader: options.Reader = "learned",
    models: options.Models = None,
    ontology: options.Ontology = None,
    add: options.Add = None,
) -> None:
    """Print the claims that articles make."""
    left_out = LeftOut()
    articles = options.articles(paths, column, left_out)
    extractions = options.extractor(model, reader, ontology, add, models=models).extract(articles)
    with progress("articles", results=True) as done:
        _PRINTERS[format_ or ("table" if sys.stdout.isatty() else "jsonl")](counted(extractions, done), every)
    left_out.exit()


def _print_table(extractions: Iterator["kg.Extraction"], every: bool) -> None:
    out = console()
    for extraction in extractions:
        print_claims(out, extraction.article, _claims(extraction, every))


def _print_jsonl(extractions: Iterator["kg.Extraction"], every: bool) -> None:
    for extraction in extractions:
        print_json(claim.as_dict() for claim in _claims(extraction, every))


def _print_turtle(extractions: Iterator["kg.Extraction"], every: bool) -> None:  # noqa: ARG001 - a graph has all
    print_lines(kg.turtle(extractions))


def _claims(extraction: "kg.Extraction", every: bool) -> tuple["kg.Claim", ...]:
    return extraction.claims if every else extraction.folded()


_PRINTERS = {"table": _print_table, "jsonl": _print_jsonl, "turtle": _print_turtle}
