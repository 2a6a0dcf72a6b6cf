"""``kg build``, ``kg remove``, ``kg info`` and ``kg export``: what concerns a store as a whole."""

import sys
from typing import Annotated, Literal

import typer

import kg
from kg.cli import options
from kg.cli.output import LeftOut, example, print_lines, progress, say

app = typer.Typer()


@app.command(
    help="Put articles into the graph.\n\nNew ones are added, changed ones replaced, unchanged ones passed over."
    f"{options.KEYS_HELP}",
    epilog=example("kg build news/", "kg build news.csv --column text=Body,date=Date --store my-graph"),
)
def build(
    paths: options.Paths,
    store: options.Store = "kg-store",
    column: options.Column = None,
    model: options.Model = None,
    reader: options.Reader = "learned",
    ontology: options.Ontology = None,
    add: options.Add = None,
) -> None:
    """Put articles into the graph."""
    left_out = LeftOut()
    articles = options.articles(paths, column, left_out)
    extractor = options.extractor(model, reader, ontology, add)
    with kg.Store(store, write=True) as graph, progress("articles") as done:
        report = kg.build(graph, articles, extractor=extractor, on_error=left_out, progress=done)
    say(
        f"{report.added} added, {report.replaced} replaced, {report.unchanged} unchanged, {left_out.count} left out"
        f" in {store}"
    )
    left_out.exit()


@app.command(epilog=example("kg remove news/2026/talks"))
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Ids of articles.", show_default=False)],
    store: options.Store = "kg-store",
) -> None:
    """Take articles out of the graph."""
    with kg.Store(store, write=True) as graph:
        for id_ in ids:
            graph.remove(id_)


@app.command(epilog=example("kg info"))
def info(store: options.Store = "kg-store") -> None:
    """Say how much the graph holds."""
    with kg.Store(store) as graph:
        counts = graph.counts()
    print_lines(f"{name:<12}{number:>12,}" for name, number in counts.items())


@app.command(epilog=example("kg export -o graph.ttl", "kg export --format nq -o - | sort > graph.nq"))
def export(
    output: options.Output,
    store: options.Store = "kg-store",
    format_: Annotated[
        Literal["ttl", "trig", "nq"] | None,
        typer.Option("--format", help="If not given, the suffix of the file.", show_default=False),
    ] = None,
) -> None:
    """Write the whole graph to a file.

    The formats: Turtle (ttl, all graphs in one), TriG (trig) and N-Quads (nq).
    """
    with kg.Store(store) as graph:
        kg.export(graph, sys.stdout.buffer if output == "-" else output, format=format_)
