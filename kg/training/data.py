"""From gold documents to what the networks learn from: names in windows, pairs in sentences. No torch in here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.encoder import Pieces

__all__ = [
    "Document",
    "GoldName",
    "gold_names",
    "held_out",
    "read_documents",
    "split",
    "tag_labels",
]

Document = dict[str, Any]
_T = TypeVar("_T")


def read_documents(paths: Iterable[Path]) -> list[Document]:
    """Read gold documents from JSONL files, JSON files and folders of these, in order of path and line."""
    documents: list[Document] = []
    for file in _files(paths):
        text = file.read_text(encoding="utf-8")
        lines = text.splitlines() if file.suffix == ".jsonl" else [text]
        documents += [json.loads(line) for line in lines if line.strip()]
    return documents


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(p for p in path.iterdir() if p.suffix in {".json", ".jsonl"}) if path.is_dir() else [path]


def held_out(documents: Sequence[_T], fold: int = 3) -> tuple[list[_T], list[_T]]:
    """Return (documents to learn from, every tenth document, for tuning)."""
    return (
        [d for i, d in enumerate(documents) if i % 10 != fold],
        [d for i, d in enumerate(documents) if i % 10 == fold],
    )


def split(paths: Iterable[Path]) -> tuple[list[Document], list[Document]]:
    """Return the documents to learn from and those kept back, every tenth of each JSONL file and of all JSON files.

    So a folder is split as its JSONL files are that are given one by one.
    """
    files = list(_files(paths))
    sets = [[file] for file in files if file.suffix == ".jsonl"]
    sets.append([file for file in files if file.suffix != ".jsonl"])
    parts = [held_out(read_documents(one)) for one in sets]
    return [d for learn, _ in parts for d in learn], [d for _, kept in parts for d in kept]


@dataclass(frozen=True, slots=True)
class GoldName:
    """A place where a gold entity's alias stands: code-point offsets, the entity's name and type."""

    start: int
    end: int
    entity: str
    type: str


def gold_names(document: Document) -> tuple[GoldName, ...]:
    """Return every occurrence of the entities' aliases in the text, in order; of two that overlap the longer stands."""
    text = document["text"]
    found: list[GoldName] = []
    for entity in document["entities"]:
        for alias in {*entity["aliases"], entity["name"]}:
            places = _places(text, alias)
            found += [GoldName(start, start + len(alias), entity["name"], entity["type"]) for start in places]
    taken = [False] * (len(text) + 1)
    kept: list[GoldName] = []
    for name in sorted(found, key=lambda n: (n.start - n.end, n.start, n.entity)):
        if not any(taken[name.start : name.end]):
            taken[name.start : name.end] = [True] * (name.end - name.start)
            kept.append(name)
    return tuple(sorted(kept, key=lambda n: n.start))


def _places(text: str, words: str) -> Iterator[int]:
    """Yield where words stand in a text that are no part of longer ones; none lie in each other."""
    end = 0
    while words and (start := text.find(words, end)) >= 0:
        end = start + len(words)
        around = text[start - 1 : start] + text[end : end + 1] if start else text[end : end + 1]
        if not any(c.isalnum() or c == "_" for c in around):
            yield start
        else:
            end = start + 1


def tag_labels(document: Document, pieces: Pieces, types: Sequence[str]) -> list[int]:
    """Return a label for each piece: 0 outside, 2t+1 begins a name of type t, 2t+2 goes on; -100 inside a word.

    A piece without width, which is not of the text, has the label -100, too.
    """
    labels = [0] * len(pieces)
    names = iter(gold_names(document))
    name = next(names, None)
    inside = False
    for i in range(len(pieces)):
        while name and pieces.starts[i] >= name.end:
            name, inside = next(names, None), False
        if (i and pieces.words[i] == pieces.words[i - 1]) or pieces.starts[i] == pieces.ends[i]:
            labels[i] = -100
        elif name and pieces.ends[i] > name.start and name.type in types:
            labels[i] = 2 * types.index(name.type) + 1 + inside
            inside = True
    return labels
