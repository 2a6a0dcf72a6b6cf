"""What commands print: claims, tables, progress, complaints. The only module that knows rich.

Results go to standard output, all else to standard error. Colours and progress are for terminals only.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, TypeVar

import typer

import kg

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = [
    "INTERRUPTED",
    "LeftOut",
    "complain",
    "console",
    "example",
    "interruptible",
    "print_claims",
    "print_lines",
    "print_table",
    "progress",
]

T = TypeVar("T")

#: How a qualifier that does not go without saying is shown; in the picture's manner.
STYLES = {"negative": "red", "past": "dim", "future": "magenta", "probable": "yellow", "possible": "yellow"}

#: The exit code of a command that was interrupted: what shells make of the signal of Ctrl-C.
INTERRUPTED = 130

#: A long column of a table is wrapped where it then takes so few lines, and has so much room; else it goes below.
LINES, ROOM = 3, 12

#: Of a sentence of more characters than the first, which is none, a table has what is so near to the words marked.
LONG, NEAR = 1000, 100


def example(*lines: str) -> str:
    """Return the end of a command's help: what to type, a line each."""
    return "\n".join(["\b", "Example:" if len(lines) == 1 else "Examples:", *(f"  {line}" for line in lines)])


def remark(message: str, command: str = "kg") -> None:
    """Print one line on standard error."""
    print(f"{command}: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201


def say(*lines: str) -> None:
    """Print lines for people, who read them beside the results, on standard error."""
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201


def complain(message: str, command: str = "kg") -> int:
    """Print an error as one line on standard error and return the exit code of wrong use, 2."""
    remark(message, command)
    return 2


class LeftOut:
    """Names each article that is left out, and lets the exit code say so in the end."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: "kg.ArticleError") -> None:
        """Name one article and the reason."""
        self.count += 1
        remark(f"left out {error}")

    def exit(self) -> None:
        """End the command, with exit code 1 if any article was left out."""
        raise typer.Exit(1 if self.count else 0)


@contextmanager
def interruptible(kept: str) -> Iterator[None]:
    """Say, where a person interrupts what is done within, what is kept of it, and end the command."""
    try:
        yield
    except KeyboardInterrupt as error:
        remark(f"interrupted; {kept}")
        raise typer.Abort from error


@contextmanager
def progress(noun: str, *, results: bool = False) -> Iterator[Callable[[object], None]]:
    """Give a function to call with each thing that is done; they are counted where a person can see it.

    That is on standard error, where it is a terminal. ``results`` tells that they are printed meanwhile: where standard
    output is a terminal, too, they show it.
    """
    if not sys.stderr.isatty() or (results and sys.stdout.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.completed:,} {task.description}"), TimeElapsedColumn()
    # Results on standard output stay there: rich would move them above the bar.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(noun, total=None)
        yield lambda _: bar.advance(task)


def counted(items: Iterable[T], done: Callable[[object], None]) -> Iterator[T]:
    """Yield the items, telling ``done`` of each when the next is asked for."""
    for item in items:
        yield item
        done(item)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they are."""
    for line in lines:
        sys.stdout.write(line)
        sys.stdout.write("\n")


def print_json(values: Iterable[object]) -> None:
    """Print one compact JSON value a line, letters of all scripts as they are."""
    print_lines(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)


def console() -> "Console":
    """Return a console on standard output that prints what it is told, without marking up numbers and paths."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people, as wide as the terminal (80 columns, or ``COLUMNS``, where there is none).

    Where rows do not fit, the longest column is wrapped, or, if that took many lines, stands below the others.
    None is empty.
    """
    from rich.text import Text

    out = console()
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    widths, below = _arrange([columns, *cells], out.width)

    def show(row: Sequence[str], style: str) -> None:
        beside = [Text(row[place]).wrap(out, width) for place, width in widths.items()]
        for parts in zip_longest(*beside, fillvalue=Text()):
            line = Text("   ").join(_padded(part, width) for part, width in zip(parts, widths.values(), strict=True))
            line.rstrip()
            line.stylize(style)
            out.print(line, soft_wrap=True)
        for place in below:
            label = f"{columns[place]}: " if len(below) > 1 and row is not columns else ""
            _print_indented(out, Text.assemble((label, "dim"), (row[place], style)), 4, 4)

    show(columns, "bold")
    length = sum(widths.values()) + 3 * (len(widths) - 1)
    out.print(Text("─" * (out.width if below else min(length, out.width)), "dim"))
    for row in cells:
        show(row, "")


def _arrange(table: Sequence[Sequence[str]], width: int) -> tuple[dict[int, int], list[int]]:
    """Return the width of each column that stands beside others, by place, and the places of those below."""
    from rich.cells import cell_len

    beside = {place: max(map(cell_len, cells)) for place, cells in enumerate(zip(*table, strict=True))}
    below: list[int] = []
    while (over := sum(beside.values()) + 3 * (len(beside) - 1) - width) > 0:
        widest = max(beside, key=lambda place: beside[place])
        room = beside[widest] - over
        if len(beside) == 1 or (room >= ROOM and room * LINES >= beside[widest]):
            beside[widest] = max(room, 1)
            break
        below.append(widest)
        del beside[widest]
    return beside, sorted(below)


def _padded(text: "Text", width: int) -> "Text":
    text = text.copy()
    text.rstrip()
    text.pad_right(width - text.cell_len)
    return text


def print_claims(out: "Console", article: "kg.Article", claims: Iterable["kg.Claim"]) -> int:
    """Print an article's claims for people: what is said, how, and below it the sentence that says it.

    Claims of one sentence that follow each other stand above it together. Returns the number of claims; an article
    without any prints nothing.
    """
    count = 0
    for evidence, group in groupby(claims, key=lambda claim: claim.evidence):
        if not count:
            _print_indented(out, _heading(article), 0, 2)
        reports = list(group)
        count += len(reports)
        for report in reports:
            _print_indented(out, _statement(report), 2, 4)
        _print_indented(out, _sentence(evidence, reports), 6, 6)
    if count:
        out.print()
    return count


def _print_indented(out: "Console", text: "Text", first: int, others: int) -> None:
    for number, line in enumerate(text.wrap(out, out.width - others)):
        line.rstrip()
        line.pad_left(others if number else first)
        out.print(line)


def _heading(article: "kg.Article") -> "Text":
    from rich.text import Text

    source = ", ".join(str(part) for part in (article.publisher, article.published) if part)
    return Text.assemble((article.title or article.id, "bold underline"), (f"  {source}" if source else "", "dim"))


def _statement(claim: "kg.Claim") -> "Text":
    from rich.text import Text

    arrow = "──" if claim.relation.symmetric else "─→"
    words: list[tuple[str, str]] = [
        (claim.subject.name, "bold"),
        (" ── ", "dim"),
        (claim.relation.name, "cyan"),
        (f" {arrow} ", "dim"),
        (claim.object.name, "bold"),
    ]
    qualifiers: tuple[str, ...] = (claim.polarity, claim.certainty, claim.time)
    marks = [(value, STYLES[value]) for value in qualifiers if value in STYLES]
    marks += [(f"{name} {value}", "") for name, value in (("role", claim.role), ("when", claim.when)) if value]
    marks += [(f"says {source}", "green") for source in claim.sources]
    for number, mark in enumerate(marks):
        words += [(" · " if number else "   ", "dim"), mark]
    return Text.assemble(*words)


def _sentence(evidence: "kg.Span", claims: Iterable["kg.Claim"]) -> "Text":
    """Return the evidence with the words that stand for the ends of claims and those that say the relation marked."""
    from rich.text import Text

    text = Text(evidence.text.replace("\n", " "), style="dim")
    marks = []
    for claim in claims:
        marked = [
            *((span, "underline") for span in claim.trigger_spans),
            *((span, "italic") for span in claim.cue_spans),
            *((span, "not dim bold") for span in (claim.subject_span, claim.object_span)),
        ]
        for span, style in marked:
            start, end = max(span.start - evidence.start, 0), max(span.end - evidence.start, 0)
            text.stylize(style, start, end)
            marks.append((start, end))
    return text if len(text) <= LONG else _shortened(text, marks)


def _shortened(text: "Text", marks: Iterable[tuple[int, int]]) -> "Text":
    """Return what of a text is near its marks, with an ellipsis for all between."""
    from rich.text import Text

    kept: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        near = max(start - NEAR, 0), min(end + NEAR, len(text))
        if kept and near[0] <= kept[-1][1]:
            near = kept[-1][0], max(near[1], kept.pop()[1])
        kept.append(near)
    parts = [text[start:end] for start, end in kept]
    if kept and kept[0][0] > 0:
        parts.insert(0, Text())
    if kept and kept[-1][1] < len(text):
        parts.append(Text())
    short = Text(" … ", style="dim").join(parts)
    short.truncate(2 * LONG, overflow="ellipsis")
    return short
