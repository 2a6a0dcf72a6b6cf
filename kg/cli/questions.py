"""``kg query``: SPARQL, and the questions that come with the program."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

import kg
from kg.cli import options
from kg.cli.output import example, print_table, remark

app = typer.Typer()


@app.command(
    epilog=example(
        "kg query",
        "kg query who-negotiates --var x=NATO",
        "kg query 'SELECT ?who ?what { ?who kg:acquires ?what }' --format csv",
        "kg query -f question.rq --format json",
    )
)
def query(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help="SPARQL, the name of a built-in query, or - for SPARQL from standard input.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("-f", "--file", metavar="FILE", help="Take the query from a file, or - for standard input."),
    ] = None,
    var: Annotated[
        list[str] | None,
        typer.Option("--var", metavar="VAR=NAME", help="Let ?VAR be the thing of this name. May be repeated."),
    ] = None,
    format_: Annotated[
        Literal["table", "csv", "json", "turtle"] | None,
        typer.Option("--format", help="If not given: turtle for CONSTRUCT and DESCRIBE, else table."),
    ] = None,
    store: options.Store = "kg-store",
) -> None:
    """Ask the graph a question in SPARQL.

    Without a question, the built-in ones are listed. The prefixes kg:, rdf:, rdfs:, owl:, xsd:, schema:, skos:, oa:
    and prov: need no PREFIX line.
    """
    if question is None and file is None:
        rows = ((name, sparql.partition("\n")[0].lstrip("# ")) for name, sparql in kg.named_queries().items())
        print_table(("query", "question"), rows)
        return
    asked, bound = sparql(question, file), variables(var)
    with options.reading(store) as graph:
        result = graph.query(asked, **bound)
        for reason in graph.why_nothing(result, asked, **bound):
            remark(reason)
    form = format_ or ("turtle" if result.kind == "triples" else "table")
    if form == "table":
        print_table(result.columns, result.readable)
    else:
        written = {"csv": result.to_csv, "json": result.to_json, "turtle": result.to_turtle}[form]()
        sys.stdout.write(written if written.endswith("\n") else f"{written}\n")


def sparql(question: str | None, file: str | None) -> str:
    """Return the query that was asked: of a file, by its name, or as it stands."""
    if question is not None and file is not None:
        raise typer.BadParameter("give a query or a file, not both", param_hint="--file")
    if file is not None:
        return options.read_text(file)
    assert question is not None  # noqa: S101 - one of the two is given
    if question == "-":
        return options.read_text(question)
    if set(question) & set(" \n{"):
        return question
    try:
        return kg.named_query(question)
    except kg.QueryError as error:
        if Path(question).is_file():
            raise kg.QueryError(f"{question!r} is a file; ask what it holds with kg query -f {question}") from error
        raise


def variables(pairs: list[str] | None) -> dict[str, str]:
    """Take each ``x=NATO`` apart.

    >>> variables(["x=NATO", "y=A = B"])
    {'x': 'NATO', 'y': 'A = B'}
    """
    split = [pair.partition("=") for pair in pairs or ()]
    for name, sign, value in split:
        if not (name and sign and value):
            raise typer.BadParameter(f"{name!r} is no VAR=NAME; write x=NATO", param_hint="--var")
    return {name.lstrip("?"): value for name, _, value in split}
