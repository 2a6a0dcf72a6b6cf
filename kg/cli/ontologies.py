"""``kg ontology``: what can be said, and whether the ontology is whole."""

import os
from typing import Annotated

import typer

import kg
from kg.cli import options
from kg.cli.output import LeftOut, console, example, print_claims, print_lines, print_table, say

app = typer.Typer()
group = typer.Typer()
app.add_typer(group, name="ontology")


@group.callback(
    invoke_without_command=True,
    epilog=example("kg ontology list", "kg ontology list acquires leads", "kg ontology check --add mine.ttl"),
)
def ontology(context: typer.Context) -> None:
    """List the relations, try a phrase, or check an ontology."""
    if context.invoked_subcommand is None:
        list_(store=os.environ.get("KG_STORE", "kg-store"))


@group.command("list", epilog=example("kg ontology list", "kg ontology list acquires leads", "kg ontology list --full"))
def list_(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="RELATION", help="Relations to show in full.", show_default=False)
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show all in full, with their phrases.")] = False,
    ontology: options.Ontology = None,
    add: options.Add = None,
    store: options.Store = "kg-store",
) -> None:
    """List all relations, or show some in full.

    With the number of claims in the graph, if there are any. In full: what may stand at either end, an example, and
    the phrases that say the relation.
    """
    known = kg.load_ontology(ontology, add=add or ())
    with kg.Store(store) as graph:
        counts = graph.relation_counts()
    shown = names or (list(known.entries) if full else [])
    if not shown:
        columns = ("", "relation", *(["claims"] if counts else []), "said of")
        rows = (
            (arrow(entry), name, *([counts.get(name, 0)] if counts else []), entry.definition)
            for name, entry in known.entries.items()
        )
        print_table(columns, rows)
    for number, name in enumerate(shown):
        entry = known.entry(name)
        subject, object_ = (broadest(known, end) for end in (entry.relation.domain, entry.relation.range))
        print_lines([""] * bool(number))
        print_lines([name, f"  {subject} {arrow(entry)} {object_}", f"  {entry.definition}"])
        if counts:
            print_lines([f"  {counts.get(name, 0):,} claims in {store}"])
        if entry.example:
            print_lines(["", f"  “{entry.example}”"])
        print_lines(["", *(f"  {phrase}" for phrase in (*entry.phrases, *entry.continuations, *entry.openings))])


@group.command(
    "try",
    epilog=example(
        "kg ontology try '{subject} [eyes|is eyeing] {object}' 'Brightwater Group is eyeing Quillon Energy.'",
        "kg ontology try '{subject} mentors {object:Person}' news/",
    ),
)
def try_(
    phrase: Annotated[
        str, typer.Argument(metavar="PHRASE", help="English with {subject} and {object}.", show_default=False)
    ],
    texts: Annotated[
        list[str],
        typer.Argument(metavar="TEXT", help="Sentences, files, folders, globs, or -.", show_default=False),
    ],
    model: options.Model = None,
    reader: options.Reader = "tagger",
    ontology: options.Ontology = None,
    add: options.Add = None,
) -> None:
    """Show what a new phrase would match in a text.

    Anything may stand at either end, unless a slot is held to a type, as in {subject:Company}.
    """
    left_out = LeftOut()
    known = kg.load_ontology(ontology, add=add or ())
    articles = options.texts(texts, left_out)
    out, count = console(), 0
    for found in kg.try_phrase(phrase, articles, ontology=known, model=model or kg.DEFAULT_MODEL, reader=reader):
        count += print_claims(out, found.article, found.claims)
    say(f"{count} match{'' if count == 1 else 'es'}")
    left_out.exit()


@group.command(epilog=example("kg ontology check", "kg ontology check --add mine.ttl"))
def check(ontology: options.Ontology = None, add: options.Add = None) -> None:
    """Say what an ontology lacks, a line each.

    The exit code is 1 where it lacks anything.
    """
    problems = kg.check_ontology(kg.load_ontology(ontology, add=add or ()))
    print_lines(problems)
    raise typer.Exit(1 if problems else 0)


def arrow(entry: "kg.RelationEntry") -> str:
    """Return the sign of a relation: symmetric or not."""
    return "↔" if entry.relation.symmetric else "→"


def broadest(known: "kg.Ontology", types: tuple[str, ...]) -> str:
    """Return the types without those that stand below another of them, as a list in words."""
    names = [name for name in types if known.types[name].parent not in types]
    return ", ".join(names[:-1]) + " or " * (len(names) > 1) + names[-1]
