"""Commands that concern a store as a whole: ``build``, ``remove``, ``forget``, ``info``, ``export``, ``import``."""

import sys
from typing import Annotated, Literal

import typer

import kg
from kg.cli import options
from kg.cli.output import LeftOut, example, interruptible, print_lines, progress, remark, say

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
    models: options.Models = None,
    ontology: options.Ontology = None,
    add: options.Add = None,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Take out what an earlier build read under the same PATHs and is not there now."),
    ] = False,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Keep no texts and no parsed documents; evidence sentences stay.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Keep no parsed documents; another ontology then parses all again.")
    ] = False,
) -> None:
    """Put articles into the graph."""
    if prune and "-" in paths:
        raise typer.BadParameter("standard input cannot be pruned; give files or folders", param_hint="--prune")
    left_out = LeftOut()
    articles = options.articles(paths, column, left_out)
    kept = f"what was committed is kept in {store}, and the same command goes on from there"
    with interruptible(kept), kg.Store(store, write=True) as graph, progress("articles") as done:
        cache = None if no_text or no_cache else graph.cache
        extractor = options.extractor(model, reader, ontology, add, cache, models)
        report = kg.build(
            graph,
            articles,
            extractor=extractor,
            on_error=left_out,
            progress=done,
            text=not no_text,
            paths=paths,
            prune=lambda: prune and not left_out.count,
        )
    if prune and left_out.count:
        remark("nothing was pruned, since what could not be read may still be there")
    pruned = f"{len(report.pruned)} pruned, " if prune else ""
    say(
        f"{report.added} added, {report.replaced} replaced, {report.unchanged} unchanged, {pruned}"
        f"{left_out.count} left out in {store}"
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


@app.command(epilog=example("kg forget 'Mara Voss'", "kg forget person/mara-voss"))
def forget(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A person or thing, by any of its names or its id.", show_default=False),
    ],
    store: options.Store = "kg-store",
) -> None:
    """Take a person or thing out of the graph for good.

    Its claims go, and the texts and parsed documents of the articles that name it; in the sentences that stay its
    names are masked. Offsets and hashes stay, so that no later build brings it back.
    """
    with kg.Store(store, write=True) as graph:
        articles = graph.forget(name)
    say(f"forgotten in {len(articles)} article{'' if len(articles) == 1 else 's'} of {store}")


@app.command(epilog=example("kg info", "kg info NATO", "kg info news/2026/talks", "kg info 711e71f4a221a5a9"))
def info(
    what: Annotated[
        str | None,
        typer.Argument(metavar="WHAT", help="The id of an article or a claim, or a name.", show_default=False),
    ] = None,
    store: options.Store = "kg-store",
) -> None:
    """Say how much the graph holds, or tell of an article, a claim or a thing.

    Of a claim: what it says, the words that say it, what read it, and who else says so.
    """
    with options.reading(store) as graph:
        if what is not None:
            print_lines(graph.explain(what).splitlines())
            return
        counts = graph.counts()
    print_lines(f"{name:<12}{number:>12,}" for name, number in counts.items())


@app.command(
    epilog=example(
        "kg export -o graph.ttl",
        "kg export -o graph.graphml",
        "kg export -o graph.csv --store my-graph",
        "kg export --format nq -o - | sort > graph.nq",
    )
)
def export(
    output: options.Output,
    store: options.Store = "kg-store",
    format_: Annotated[
        Literal["csv", "ftm", "gexf", "graphml", "jsonld", "nq", "parquet", "trig", "ttl"] | None,
        typer.Option("--format", help="If not given, the suffix of the file.", show_default=False),
    ] = None,
    reifiers: Annotated[
        bool, typer.Option("--reifiers", help="Say in RDF 1.2 which triple each claim reifies (nq, trig, ttl).")
    ] = False,
) -> None:
    """Write the whole graph to a file.

    RDF: N-Quads (nq), TriG (trig), Turtle (ttl, all graphs in one), JSON-LD (jsonld). A network of things and
    statements: GraphML, GEXF; two files for Neo4j's importer (graph.csv gives graph-nodes.csv and graph-edges.csv);
    three of Parquet (nodes, edges, claims). Entities of FollowTheMoney (ftm), an object a line.
    """
    with options.reading(store) as graph:
        written = kg.export(graph, sys.stdout.buffer if output == "-" else output, format=format_, reifiers=reifiers)
    if len(written) > 1:
        say(*(str(path) for path in written))


@app.command("import", epilog=example("kg import graph.nq"))
def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A file of RDF, or - for standard input.", show_default=False)
    ],
    store: options.Store = "kg-store",
    format_: Annotated[
        Literal["nq", "nt", "trig", "ttl"] | None,
        typer.Option("--format", help="If not given, the suffix of the file.", show_default=False),
    ] = None,
) -> None:
    """Take a graph made elsewhere into the graph, all or nothing.

    Articles of kg are taken as they are, decisions too; what follows from them is derived anew. Other triples come into
    a graph of their own, without those already held. Before, all is checked against the shapes of the ontology.
    """
    with kg.Store(store, write=True) as graph:
        report = kg.import_graph(graph, sys.stdin.buffer if file == "-" else file, format=format_)
    say(
        f"{report.articles} articles, {report.decisions} triples of decisions and {report.others} others imported, "
        f"{report.known} known before in {store}"
    )
