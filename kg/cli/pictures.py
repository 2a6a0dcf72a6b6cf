"""``kg view`` and ``kg demo``: the graph as a page to look at."""

from typing import Annotated, Literal

import typer

import kg
from kg.cli import options
from kg.cli.output import console, example, print_claims, print_lines, progress, say

app = typer.Typer()

Demo = Annotated[str, typer.Option("--store", metavar="FOLDER", help="The folder that holds the graph.")]


@app.command(
    epilog=example(
        "kg view -o graph.html",
        "kg view --around NATO --hops 2 --since 2026-01 --certainty certain -o nato.html",
    )
)
def view(
    output: options.Output,
    store: options.Store = "kg-store",
    around: Annotated[
        str | None,
        typer.Option("--around", metavar="NAME", help="Only what is near this thing, by any of its names."),
    ] = None,
    hops: Annotated[int, typer.Option("--hops", metavar="N", min=0, help="How many steps away from it, at most.")] = 1,
    relation: Annotated[
        str | None, typer.Option("--relation", metavar="NAME", help="Only this relation; see kg ontology list.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only articles of this day, month, year or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only articles of this day, month, year or earlier.")
    ] = None,
    certainty: Annotated[
        Literal["certain", "probable", "possible"] | None,
        typer.Option("--certainty", help="Only claims of this certainty."),
    ] = None,
    min_articles: Annotated[
        int, typer.Option("--min-articles", metavar="N", min=1, help="Only statements that so many articles make.")
    ] = 1,
    top: Annotated[
        int,
        typer.Option("--top", metavar="N", min=0, help="How many things show at first, the most central ones; 0: all."),
    ] = 150,
    ontology: options.Ontology = None,
    add: options.Add = None,
) -> None:
    """Write the graph as an interactive picture.

    It is one HTML file that opens without a network. A click on a line shows the sentences that say it.
    """
    kg.Picture.check(output)
    with options.reading(store) as graph:
        picture = kg.view(
            graph,
            around=around,
            hops=hops,
            relation=relation,
            since=since,
            until=until,
            certainty=certainty,
            min_articles=min_articles,
            top=top,
            ontology=kg.load_ontology(ontology, add=add or ()),
        )
        if output == "-":
            print_lines([picture.html])
        else:
            picture.save(output)


@app.command(epilog=example("kg demo"))
def demo(store: Demo = "kg-demo", output: options.Output = "graph.html") -> None:
    """Build and show the graph of the sample articles.

    They tell one invented story. Their claims are printed and their picture is written.
    """
    kg.Picture.check(output)
    articles = list(kg.read(kg.sample_paths()))
    out, count = console(), 0
    with kg.Store(store, write=True) as graph:
        with progress("articles") as done:
            kg.build(graph, articles, progress=done)
        kg.view(graph).save(output)  # before anything is printed, as whoever reads that may stop early
        for article in articles:
            claims = list(graph.claims(article=article.id))
            print_claims(out, article, kg.fold(claims))
            count += len(claims)
    say(
        f"{count} claims of {len(articles)} articles are in {store}, their picture is in {output}.",
        "Open it in a browser and click on a line for its sentences. To ask the graph, type",
        f"  kg query --store {store}",
    )
