"""``kg evaluate``: how good the claims are."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

import kg
from kg.cli import options
from kg.cli.output import example, print_json, print_lines

app = typer.Typer()


@app.command(
    epilog=example(
        "kg evaluate gold/",
        "kg evaluate gold/ --stage entities --errors errors.tsv",
        "kg extract texts/ --format jsonl | kg evaluate gold/ --predictions -",
        "kg evaluate bench/conll04/dev.jsonl --strict",
    )
)
def evaluate(
    gold: Annotated[
        list[str],
        typer.Argument(
            metavar="GOLD",
            help="Annotated articles or a public benchmark: folders, JSON or JSONL files.",
            show_default=False,
        ),
    ],
    predictions: Annotated[
        str | None,
        typer.Option(
            "--predictions", metavar="FILE", help="Claims as kg extract prints them in jsonl; - for standard input."
        ),
    ] = None,
    stage: Annotated[
        list[str] | None,
        typer.Option("--stage", metavar="NAME", help="Also score with the gold up to this stage. May be repeated."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Benchmarks: ends must stand where the benchmark has them, with its type.")
    ] = False,
    world: Annotated[
        bool, typer.Option("--world", help="Benchmarks: ask for what the world knows rather than the text, too.")
    ] = False,
    part: Annotated[
        str | None,
        typer.Option("--part", metavar="K/N", help="Only the K-th of every N documents.", show_default=False),
    ] = None,
    errors: Annotated[
        str | None, typer.Option("--errors", metavar="FILE", help="Write what is wrong or missed, a line each, or -.")
    ] = None,
    format_: Annotated[Literal["table", "json"], typer.Option("--format", help="How the figures are printed.")] = (
        "table"
    ),
    model: options.Model = None,
    reader: options.Reader = "learned",
    models: options.Models = None,
    ontology: options.Ontology = None,
    add: options.Add = None,
) -> None:
    """Score claims against annotated articles.

    Without predictions the annotated articles are extracted. Intervals come from drawing articles again and again.
    """
    extractor = options.extractor(model, reader, ontology, add, models=models) if predictions is None else None
    given = sys.stdin.buffer if predictions == "-" else predictions
    result = kg.evaluate(
        gold, given, extractor=extractor, stages=stage or (), strict=strict, world=world, part=_part(part)
    )
    if format_ == "json":
        print_json([result.as_dict()])
    else:
        print_lines([str(result)])
    if errors == "-":
        print_lines(["", result.errors_text()])
    elif errors is not None:
        Path(errors).write_text(f"{result.errors_text()}\n", encoding="utf-8")


def _part(value: str | None) -> tuple[int, int] | None:
    """Take ``1/5`` apart.

    >>> _part("1/5"), _part(None)
    ((1, 5), None)
    """
    if value is None:
        return None
    number, _, of = value.partition("/")
    if not (number.isdecimal() and of.isdecimal()):
        raise typer.BadParameter(f"{value!r} is no K/N; write 1/5 for the first of every five", param_hint="--part")
    return int(number), int(of)
