"""From gold documents to what the networks learn from: names in windows, pairs in sentences. No torch in here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from kg.encoder import Pieces, split_pieces, windows
from kg.model import Article
from kg.nlp import load_model, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = [
    "Document",
    "GoldName",
    "TaggedWindow",
    "gold_names",
    "held_out",
    "read_documents",
    "sentences",
    "tagged_windows",
]

Document = dict[str, Any]
_T = TypeVar("_T")


def read_documents(paths: Iterable[Path]) -> list[Document]:
    """Read gold documents from JSONL files, JSON files and folders of these, in order of path and line."""
    documents: list[Document] = []
    for path in paths:
        files = sorted(p for p in path.iterdir() if p.suffix in {".json", ".jsonl"}) if path.is_dir() else [path]
        for file in files:
            text = file.read_text(encoding="utf-8")
            lines = text.splitlines() if file.suffix == ".jsonl" else [text]
            documents += [json.loads(line) for line in lines if line.strip()]
    return documents


def held_out(documents: Sequence[_T], fold: int = 3) -> tuple[list[_T], list[_T]]:
    """Return (documents to learn from, every tenth document, for tuning)."""
    return (
        [d for i, d in enumerate(documents) if i % 10 != fold],
        [d for i, d in enumerate(documents) if i % 10 == fold],
    )


def sentences(documents: Sequence[Document]) -> list[list[tuple[int, int]]]:
    """Return each document's sentences as code-point spans, cut as the pipeline cuts them."""
    articles = [Article(str(i), d["text"]) for i, d in enumerate(documents)]
    nlp = load_model()
    with nlp.select_pipes(disable=["lemmatizer", "attribute_ruler", "ner"]):
        return [[(s.start_char, s.end_char) for s in doc.sents] for _, doc in parse(nlp, articles)]


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
            pattern = rf"(?<!\w){re.escape(alias)}(?!\w)"
            found += [GoldName(m.start(), m.end(), entity["name"], entity["type"]) for m in re.finditer(pattern, text)]
    taken = [False] * (len(text) + 1)
    kept: list[GoldName] = []
    for name in sorted(found, key=lambda n: (n.start - n.end, n.start, n.entity)):
        if not any(taken[name.start : name.end]):
            taken[name.start : name.end] = [True] * (name.end - name.start)
            kept.append(name)
    return tuple(sorted(kept, key=lambda n: n.start))


@dataclass(frozen=True, slots=True)
class TaggedWindow:
    """A window of pieces and a label for each: 0 outside, 2t+1 begins type t, 2t+2 goes on; -100 inside a word."""

    pieces: Pieces
    labels: tuple[int, ...]


def tagged_windows(document: Document, types: Sequence[str], folder: Path) -> Iterator[TaggedWindow]:
    """Yield the windows of a document with the labels of its gold names."""
    text = document["text"]
    pieces = split_pieces(text, folder)
    labels = [0] * len(pieces)
    names = iter(gold_names(document))
    name = next(names, None)
    inside = False
    for i in range(len(pieces)):
        while name and pieces.starts[i] >= name.end:
            name, inside = next(names, None), False
        if i and pieces.words[i] == pieces.words[i - 1]:
            labels[i] = -100
        elif name and pieces.ends[i] > name.start and name.type in types:
            labels[i] = 2 * types.index(name.type) + 1 + inside
            inside = True
    for first, last in windows(text, pieces):
        yield TaggedWindow(pieces.cut(first, last), tuple(labels[first:last]))
