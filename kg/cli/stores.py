"""``kg build``, ``kg remove``, ``kg info`` and ``kg export``: what concerns a store as a whole."""

from typing import Annotated

import typer

import kg
from kg.cli import options
from kg.cli.output import LeftOut, example, print_table, progress, say

app = typer.Typer()


@app.command(epilog=example("kg build news/", "kg build news.csv --column text=Body,date=Date --store my-graph"))
def build(
    paths: options.Paths,
    store: options.Store = "kg-store",
    column: options.Column = None,
    model: options.Model = None,
    ontology: options.Ontology = None,
    add: options.Add = None,
) -> None:
    """Put articles into the graph.

    New articles are added, changed ones replaced, unchanged ones passed over.
    """
    left_out = LeftOut()
    articles = progress(options.articles(paths, column, left_out), "articles")
    extractor = options.extractor(model, ontology, add)
    with kg.Store(store, write=True) as graph:
        report = kg.build(graph, articles, extractor=extractor, on_error=left_out)
    say(f"{report.added} added, {report.replaced} replaced, {report.unchanged} unchanged, {report.failed} left out")
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
        print_table(("what", "number"), graph.counts().items())


@app.command(epilog=example("kg export -o graph.ttl", "kg export -o graph.nq"))
def export(output: options.Output, store: options.Store = "kg-store") -> None:
    """Write the whole graph to a file.

    The suffix says in which format: ttl, trig or nq.
    """
    with kg.Store(store) as graph:
        graph.export(output)
