"""Writes the pages of docs/ that follow from the program: commands, relations, built-in queries.

    python docs/generate.py

``tests/test_docs.py`` fails where a page is not what this would write.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

import kg
from kg.cli import app

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py (make docs); change the program, not this page. -->"


def main() -> None:
    """Write all pages."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")


def pages() -> dict[str, str]:
    """Return the generated pages, by file name."""
    return {
        "commands.md": _page("Commands", _commands()),
        "queries.md": _page("Built-in queries", _queries()),
        "relations.md": _page("Types and relations", _relations()),
    }


def _page(title: str, parts: Iterator[str]) -> str:
    return "\n\n".join([f"# {title}", NOTE, *parts]) + "\n"


def _commands() -> Iterator[str]:
    yield (
        "What `kg COMMAND --help` says. Results go to standard output, all else to standard error. The exit code is 0 "
        "when all is done (an empty answer is an answer), 1 when it is partly done (what was left out is named), and 2 "
        "after wrong use or an error, which is told in one line."
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
    for name, sparql in kg.named_queries().items():
        question, _, query = sparql.partition("\n")
        yield f"## {name}\n\n{question.lstrip('# ')}\n\n```sparql\n{query.strip()}\n```"


def _relations() -> Iterator[str]:
    ontology = kg.load_ontology()
    yield "What the built-in ontology (`ontology/kg.ttl`) knows. `kg ontology list NAME` shows a relation's phrases."
    rows = [
        (f"`{kind.name}`", f"`{kind.parent}`" if kind.parent else "", kind.definition)
        for kind in ontology.types.values()
    ]
    yield _table("Types", ("type", "below", "what it is"), rows)
    ends = [_broadest(ontology, end) for r in ontology.relations.values() for end in (r.domain, r.range)]
    agent = Counter(ends).most_common(1)[0][0]
    named = [
        (f"`{name}`", _ends(ontology, entry, agent), entry.definition, entry.example)
        for name, entry in ontology.entries.items()
    ]
    yield _table("Relations", ("relation", "between", "said of", "example"), named)
    yield f"*Agent* stands for {_words(agent)}: whatever acts. ↔ marks a symmetric relation."
    rows = [(f"`{cues.name}`", cues.definition, ", ".join(cues.cues)) for cues in ontology.cue_sets.values()]
    yield _table("Cues of the qualifiers", ("set", "what it does", "cues"), rows)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join([f"## {title}", "", *(f"| {' | '.join(line)} |" for line in lines)])


def _ends(ontology: kg.Ontology, entry: kg.RelationEntry, agent: frozenset[str]) -> str:
    subject, object_ = (
        ", ".join([*(["*Agent*"] if agent <= end else []), *sorted(end - agent if agent <= end else end)])
        for end in (_broadest(ontology, entry.relation.domain), _broadest(ontology, entry.relation.range))
    )
    return f"{subject} {'↔' if entry.relation.symmetric else '→'} {object_}"


def _broadest(ontology: kg.Ontology, types: Collection[str]) -> frozenset[str]:
    return frozenset(name for name in types if ontology.types[name].parent not in types)


def _words(names: Iterable[str]) -> str:
    *others, last = sorted(names)
    return f"{', '.join(others)} or {last}"


if __name__ == "__main__":
    main()
