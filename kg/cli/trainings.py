"""``kg train``: models of one's own."""

from typing import Annotated

import typer

import kg
from kg.cli import options
from kg.cli.output import example, print_lines, say

app = typer.Typer()


@app.command(
    epilog=example("kg train gold/ -o models", "kg train --with fixes.jsonl --from shipped --part pairs -o models")
)
def train(
    output: options.Output,
    gold: Annotated[
        list[str] | None,
        typer.Argument(metavar="GOLD", help="Annotated articles: folders, JSON or JSONL files.", show_default=False),
    ] = None,
    corrections: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FILE", help="More of them, all learned from, counted twice. Repeatable."),
    ] = None,
    benchmarks: Annotated[
        str | None,
        typer.Option("--benchmarks", metavar="FOLDER", help="A folder with core and knowledgenet, learned first."),
    ] = None,
    items: Annotated[
        bool, typer.Option("--items/--no-items", help="Learn from the project's own news items, too.")
    ] = True,
    part: Annotated[
        list[str] | None,
        typer.Option(
            "--part", metavar="NAME", help="Only this part: text, links, paths, pairs or decision. May be repeated."
        ),
    ] = None,
    teacher: Annotated[
        str | None,
        typer.Option("--teacher", metavar="FOLDER", help="A large encoder that is asked about all pairs first."),
    ] = None,
    models: Annotated[
        str | None,
        typer.Option("--from", metavar="FOLDER", help="Models that go on learning; shipped: those of the program."),
    ] = None,
    device: Annotated[str, typer.Option("--device", metavar="NAME", help="Where the teacher learns.")] = "cpu",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="What all chance follows from.")] = 0,
    threads: Annotated[int, typer.Option("--threads", metavar="N", min=1, help="Processors to use.")] = 2,
) -> None:
    """Learn the models from annotated articles.

    Needs the extra train: pip install 'claimgraph[train]'. The models are written into the folder given.
    """
    wanted = {"parts": part} if part else {}
    files = kg.train(
        gold or (),
        output,
        corrections=corrections or (),
        benchmarks=benchmarks,
        items=items,
        teacher=teacher,
        models=models,
        device=device,
        seed=seed,
        threads=threads,
        report=say,
        **wanted,
    )
    print_lines(map(str, files))
