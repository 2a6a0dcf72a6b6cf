"""The command ``kg``: it opens, calls one function of ``kg.__all__`` and prints; there is no logic in here.

One module a group of commands. Nothing heavy is imported before a command runs, so that ``kg --help`` answers at once.
Exit codes: 0 done (an empty answer is an answer), 1 partly done (what was left out is named on standard error),
2 wrong use, or something that is not as it has to be, 130 interrupted. An error is one line on standard error.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

import kg
from kg.cli import claims, evaluations, ontologies, pictures, questions, serving, stores, trainings
from kg.cli.output import INTERRUPTED, complain, print_lines, remark

__all__ = ["app", "main"]

app = typer.Typer(
    name="kg",
    help="Turn news articles into a knowledge graph that can be checked.",
    epilog="\b\nExample:\n  kg demo",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for _group in (claims, stores, questions, pictures, serving, ontologies, evaluations, trainings):
    app.add_typer(_group.app)


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Show the version and exit."),
) -> None:
    if version:
        print_lines([f"kg {kg.__version__}"])
    elif context.invoked_subcommand is None:
        print_lines([context.get_help()])
    if version or context.invoked_subcommand is None:
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (None: that of the process) and return the exit code.

    Errors of :class:`kg.KGError`, of wrong use and of what cannot be read or written are told in one line; all others
    pass, since they are faults of this program.
    """
    _open_closed()
    _use_utf8()
    try:
        code = app(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "kg"
        return complain(f"{_sentence(error.format_message())}; see '{command} --help'", command)
    except kg.KGError as error:
        return complain(str(error))
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        _drop_output()
        return 1
    except typer.Abort:  # the command has said that it was interrupted
        return INTERRUPTED
    except OSError as error:
        if error.errno is None:
            raise
        if error.filename is not None:
            return complain(f"{error.filename}: {error.strerror}")
        _drop_output()
        complain(f"input or output failed: {error.strerror}; what was printed is not whole, run it again")
        return 1
    if code == INTERRUPTED:
        remark("interrupted")
    return code if isinstance(code, int) else 0


def _open_closed() -> None:
    """Let each standard stream that is closed be empty, so that no file of ours, a store's say, takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


def _drop_output() -> None:
    """Throw away what standard output still holds, which Python would try to write again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _use_utf8() -> None:
    """Write UTF-8 whatever the locale says; a lone surrogate, as in a broken file name, is written as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _sentence(message: str) -> str:
    message = " ".join(message.split()).removesuffix(".")
    return message[:1].lower() + message[1:]
