"""``kg ontology``: what can be said, and whether the ontology is whole."""

from typing import Annotated

import typer

import kg
from kg.cli import options
from kg.cli.output import example, print_lines, print_table

app = typer.Typer()
group = typer.Typer()
app.add_typer(group, name="ontology")


@group.callback(
    invoke_without_command=True,
    epilog=example("kg ontology list", "kg ontology list acquires leads", "kg ontology check --add mine.ttl"),
)
def ontology(context: typer.Context) -> None:
    """List the relations, or check an ontology."""
    if context.invoked_subcommand is None:
        list_()


@group.command("list", epilog=example("kg ontology list", "kg ontology list acquires leads"))
def list_(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="RELATION", help="Relations to show in full.", show_default=False)
    ] = None,
    ontology: options.Ontology = None,
    add: options.Add = None,
) -> None:
    """List all relations, or show some in full.

    In full: what may stand at either end, an example, and the phrases that say the relation.
    """
    known = kg.load_ontology(ontology, add=add or ())
    if not names:
        rows = ((arrow(entry), name, entry.definition) for name, entry in known.entries.items())
        print_table(("", "relation", "said of"), rows)
    for number, name in enumerate(names or ()):
        entry = known.entry(name)
        subject, object_ = (broadest(known, end) for end in (entry.relation.domain, entry.relation.range))
        print_lines([""] * bool(number))
        print_lines([name, f"  {subject} {arrow(entry)} {object_}", f"  {entry.definition}"])
        if entry.example:
            print_lines(["", f"  “{entry.example}”"])
        print_lines(["", *(f"  {phrase}" for phrase in entry.phrases)])


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
