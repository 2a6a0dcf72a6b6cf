"""Writes what follows from the program: pages of commands, relations and queries, pictures, and output of sessions.

    python docs/generate.py

A session is a ``console`` block of README or docs: what its commands print is put below them, unless what stands there
fits already (a line of three dots fits any lines). A ``turtle`` block that starts with ``# NAME.ttl`` is a file that is
there. ``tests/test_docs.py`` fails where this would change anything.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

import kg
from kg.cli import app
from kg.evaluation.tables import BENCHMARKS

sys.path.insert(0, str(Path(__file__).parent))
from drawings import agents, broadest, ontology_svg, rdf_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.evaluation.tables import Label

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py (make docs); change the program, not this page. -->"


def main() -> None:
    """Write all pages and the output of all sessions."""
    for name, text in pages().items():
        _write(DOCS / name, text)
    for page in (DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md"))):
        with tempfile.TemporaryDirectory() as folder:
            _write(page, session(page.read_text("utf-8"), Path(folder)))


def _write(page: Path, text: str) -> None:
    page.write_text(text, encoding="utf-8", newline="\n")


def session(text: str, folder: Path) -> str:
    """Return a page with the true output of its sessions, which are run in a folder, as ``kg demo`` leaves it."""
    if "```console" not in text:
        return text
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "COLUMNS": "100", "PATH": path, "NO_COLOR": "1"}
    environment.pop("KG_STORE", None)
    for body in re.findall(r"^```turtle\n(# (\S+\.ttl)\n.*?)^```$", text, re.MULTILINE | re.DOTALL):
        (folder / body[1]).write_text(body[0], encoding="utf-8")

    def run(block: re.Match[str]) -> str:
        shown = []
        for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
            typed = re.match(r"[^\n]*\n(?:> [^\n]*\n)*", part)
            assert typed
            command = re.sub(r"^> ", "", typed[0], flags=re.MULTILINE)
            if variable := re.fullmatch(r"export (\w+)=(\S+)\n", command):
                environment[variable[1]] = variable[2]
            done = subprocess.run(
                ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, check=False
            )
            printed = _clean((done.stdout + done.stderr).decode("utf-8"))
            assert "Traceback" not in printed, f"{typed[0]}{printed}"
            shown.append(f"$ {typed[0]}{_renewed(part[typed.end() :], printed)}")
        return f"```console\n{''.join(shown)}```"

    return re.sub(r"^```console\n(.*?)^```$", run, text, flags=re.MULTILINE | re.DOTALL)


def _renewed(expected: str, printed: str) -> str:
    """Return the output as it stands in a page if it fits, else the true one, as far as it was shown before."""
    if fits(expected, printed):
        return expected
    head, dots, _ = expected.partition("...\n")
    return "".join(printed.splitlines(keepends=True)[: head.count("\n")]) + dots if dots else printed


def fits(expected: str, printed: str) -> bool:
    """Tell whether an output is what stands in a page, where a line of three dots stands for any lines."""
    parts = re.split(r"^\.\.\.\n", expected, flags=re.MULTILINE)
    return re.fullmatch("(?:.*\n)*".join(map(re.escape, parts)), printed) is not None


def _clean(text: str) -> str:
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip("\n")
    return f"{text}\n" if text else ""


def pages() -> dict[str, str]:
    """Return the generated pages and pictures, by file name."""
    return {
        "ontology.svg": ontology_svg(kg.load_ontology()),
        "rdf.svg": rdf_svg(),
        "benchmarks.md": _page("Benchmarks", _benchmarks()),
        "commands.md": _page("Commands", _commands()),
        "queries.md": _page("Built-in queries", _queries()),
        "relations.md": _page("Types and relations", _relations()),
    }


def _page(title: str, parts: Iterator[str]) -> str:
    return "\n\n".join([f"# {title}", NOTE, *parts]) + "\n"


def _commands() -> Iterator[str]:
    yield (
        "What `kg COMMAND --help` says. Results go to standard output, all else to standard error. The exit code is 0 "
        "when all is done (an empty answer is an answer), 1 when it is partly done (what was left out is named), 2 "
        "after wrong use or an error, which is told in one line, and 130 when it was interrupted."
    )
    os.environ["COLUMNS"] = "80"
    for path, command in _walk("kg", typer.main.get_command(app)):
        context = command.make_context(path, ["--help"], resilient_parsing=True)
        yield f"## {path}\n\n```text\n{context.get_help().rstrip()}\n```"


def _walk(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _walk(f"{path} {name}", inner)


def _queries() -> Iterator[str]:
    yield "What `kg query NAME` asks. `--var x=NAME` says which thing `?x` is to be, by any of its names."
    for name, text in kg.named_queries().items():
        question, command, query = text.split("\n", 2)
        asked = f"{question.lstrip('# ')} `{command.lstrip('# ')}`"
        yield f"## {name}\n\n{asked}\n\n```sparql\n{query.strip()}\n```"


def _benchmarks() -> Iterator[str]:
    yield (
        "Public sets that `kg evaluate FILE` reads as they are, with what their labels say in our relations; the "
        "figures stand in [How good it is](quality.md). None of them comes with kg. A file has a JSON object a line: "
        "`source` (as below), `id`, `text`, `entities` with `id`, `start`, `end`, `text`, `type`, and `relations` with "
        "`head`, `tail` (ids of entities) and `type`."
    )
    yield (
        "A claim is right where its relation is one of those that the label says, or one that is right beside them. It "
        "is wrong where the set would have said it and does not: for relations that some label says, between the types "
        "given. `^` swaps the ends. *World* marks labels that the annotators wrote down as well where only knowledge "
        "of the world says it: they are optional, and asked for with `--world`."
    )
    yield (
        "The networks that come with kg have learned from CORE and KnowledgeNet, beside 301 articles of Wikinews (CC "
        "BY 2.5, Wikinews contributors) and texts written for the purpose (CC0). They start from MiniLM-L6 "
        "(`sentence-transformers/all-MiniLM-L6-v2`, Apache-2.0). From the other sets nothing was learned."
    )
    for source, benchmark in BENCHMARKS.items():
        about = [f"{benchmark.about} {benchmark.comparable}", ""]
        about += [f"By {benchmark.credit}: <{benchmark.address}>.", f"Licence: {benchmark.licence}.", ""]
        rows = [_label(name, label) for name, label in benchmark.labels.items()]
        if rows:
            about += [*_rows(("label", "says", "right beside", "between", "world"), rows), ""]
        about += [
            f"Left out, {why}: {', '.join(f'`{label}`' for label in labels.split('|'))}."
            for why, labels in benchmark.left_out.items()
        ]
        yield "\n".join([f"## {source}", "", *about]).rstrip()


def _label(name: str, label: Label) -> Sequence[str]:
    says, also = (", ".join(f"`{word}`" for word in words.split()) for words in (label.says, label.also))
    types = [end or "any" for end in (label.head, label.tail)]
    between = " → ".join(types) if label.head or label.tail else ""
    return f"`{name}`", says or "none of ours", also, between, "yes" if label.world else ""


def _relations() -> Iterator[str]:
    ontology = kg.load_ontology()
    yield "What the built-in ontology (`ontology/kg.ttl`) knows. `kg ontology list NAME` shows a relation's phrases."
    yield (
        "![Relations by the types that they join: from whatever acts to whatever acts, to organisations, persons, "
        "places and products](ontology.svg)"
    )
    rows = [
        (f"`{kind.name}`", f"`{kind.parent}`" if kind.parent else "", kind.definition)
        for kind in ontology.types.values()
    ]
    yield _table("Types", ("type", "below", "what it is"), rows)
    agent = agents(ontology)
    named = [
        (f"`{name}`", _ends(ontology, entry, agent), entry.definition, entry.example)
        for name, entry in ontology.entries.items()
    ]
    yield _table("Relations", ("relation", "between", "said of", "example"), named)
    yield f"*Agent* stands for {_words(agent)}: whatever acts. ↔ marks a symmetric relation."
    sets = [(f"`{cues.name}`", cues.definition) for cues in ontology.cue_sets.values()]
    yield _table("Sets of words", ("set", "what it does"), sets)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join([f"## {title}", "", *_rows(columns, rows)])


def _rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(line)} |" for line in (columns, ["---"] * len(columns), *rows)]


def _ends(ontology: kg.Ontology, entry: kg.RelationEntry, agent: frozenset[str]) -> str:
    subject, object_ = (
        ", ".join([*(["*Agent*"] if agent <= end else []), *sorted(end - agent if agent <= end else end)])
        for end in (broadest(ontology, entry.relation.domain), broadest(ontology, entry.relation.range))
    )
    return f"{subject} {'↔' if entry.relation.symmetric else '→'} {object_}"


def _words(names: Iterable[str]) -> str:
    *others, last = sorted(names)
    return f"{', '.join(others)} or {last}"


if __name__ == "__main__":
    main()
