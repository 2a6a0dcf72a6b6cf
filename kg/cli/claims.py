"""``kg extract``: articles in, claims out; nothing is stored."""

import sys
from typing import Annotated, Literal

import typer

import kg
from kg.cli import options
from kg.cli.output import LeftOut, console, example, print_claims, print_json, print_lines, progress

app = typer.Typer()


@app.command(
    epilog=example(
        "kg extract news/",
        "kg extract news.csv --column text=Body,date=Date --format jsonl > claims.jsonl",
        "echo 'Brightwater Group has bought Quillon Energy.' | kg extract -",
    )
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
    ontology: options.Ontology = None,
    add: options.Add = None,
) -> None:
    """Print the claims that articles make."""
    left_out = LeftOut()
    articles = options.articles(paths, column, left_out)
    extractions = progress(options.extractor(model, ontology, add).extract(articles), "articles")
    if format_ is None:
        format_ = "table" if sys.stdout.isatty() else "jsonl"
    if format_ == "turtle":
        print_lines(kg.turtle(extractions))
    elif format_ == "jsonl":
        for extraction in extractions:
            print_json(claim.as_dict() for claim in (extraction.claims if every else extraction.folded()))
    else:
        out = console()
        for extraction in extractions:
            print_claims(out, extraction.article, extraction.claims if every else extraction.folded())
    left_out.exit()
