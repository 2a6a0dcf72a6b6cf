"""Gold documents: articles with the entities and claims that are to be found in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ArticleError, QueryError
from kg.evaluation.benchmarks import benchmark_record
from kg.evaluation.tables import BENCHMARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import MentionKind

__all__ = ["GoldClaim", "GoldDocument", "GoldEntity", "GoldMention", "gold_of", "read_gold"]


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity of a gold document: its name, type (empty where not told), and every named form in the text."""

    name: str
    type: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim of a gold document; the ends are names of its entities.

    ``also`` are relations that count as right, with ``^`` where the ends are swapped. Finding an ``optional`` claim is
    neither rewarded nor punished. ``subject_at`` and ``object_at`` are (start, end) of the words that stand for the
    ends, code points, end exclusive, or None where the gold does not say or the end has no words.
    """

    subject: str
    relation: str
    object: str
    polarity: str = "positive"
    certainty: str = "certain"
    time: str = "current"
    attributed_to: str | None = None
    role: str | None = None
    also: tuple[str, ...] = ()
    optional: bool = False
    evidence: str = ""
    subject_at: tuple[int, int] | None = None
    object_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A place where an entity stands: code points, end exclusive; ``entity`` is its name, None where it is not ours."""

    start: int
    end: int
    entity: str | None
    kind: MentionKind = "named"


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated article. ``published`` is the date that the document gives, or None.

    ``only`` are the relations that are annotated, each with the types that its ends may have (empty for any), None for
    all; ``pairs`` the pairs of entities that are, None for all: predictions of others do not count, unless they are
    right. ``mentions`` are those that the gold tells, which are all of them where ``all_mentions``.
    """

    id: str
    text: str
    entities: tuple[GoldEntity, ...]
    claims: tuple[GoldClaim, ...]
    title: str | None = None
    published: date | None = None
    only: frozenset[tuple[str, frozenset[str], frozenset[str]]] | None = None
    pairs: frozenset[frozenset[str]] | None = None
    mentions: tuple[GoldMention, ...] = ()
    all_mentions: bool = False


def read_gold(
    source: str | Path | Sequence[str | Path],
    *,
    strict: bool = False,
    world: bool = False,
    part: tuple[int, int] | None = None,
) -> tuple[GoldDocument, ...]:
    """Read gold documents: a JSON file has one, a JSONL file one a line, a folder holds such files.

    A record of a public benchmark (:mod:`kg.evaluation.tables`) is made a gold document: with ``strict`` each mention
    is an entity, told by its place, and ``world`` asks for what the world knows rather than the text. ``part`` (k, n)
    takes the k-th of every n documents, from 1. Documents come in order of path and line.

    Raises ArticleError, which names the file and line, where something is no gold document, where there is none at
    all, and where ``strict`` is asked for what tells no places; QueryError where there is no such part.
    """
    paths = [Path(source)] if isinstance(source, (str, Path)) else [Path(p) for p in source]
    number, of = part or (1, 1)
    if not 1 <= number <= of:
        raise QueryError(f"there is no part {number} of {of}; give one from 1 to {of}, such as 1/{max(of, 2)}")
    made = _Made(strict=strict, world=world)
    documents = tuple(document for path in paths for document in _read(path, made))[number - 1 :: of]
    if not documents:
        raise ArticleError(", ".join(map(str, paths)), "no gold documents there: give JSON or JSONL files, or a folder")
    return documents


@dataclass(frozen=True, slots=True)
class _Made:
    """How records of benchmarks are made gold documents."""

    strict: bool
    world: bool


def _read(path: Path, made: _Made) -> Iterator[GoldDocument]:
    if path.is_dir():
        for file in sorted(p for p in path.iterdir() if p.suffix in {".json", ".jsonl"}):
            yield from _read(file, made)
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(str(path), f"cannot be read: {error}") from error
    if path.suffix != ".jsonl":
        yield _document(text, str(path), made)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _document(line, f"{path}#{number}", made)


def _document(text: str, where: str, made: _Made) -> GoldDocument:
    try:
        record = json.loads(text)
        if "relations" in record and record.get("source") in BENCHMARKS:
            record = benchmark_record(record, strict=made.strict, world=made.world)
        elif made.strict:
            raise ArticleError(where, "tells no place of each end; strict scoring is for the public benchmarks")
        return gold_of(record)
    except ArticleError:
        raise
    except (ValueError, TypeError, AttributeError) as error:
        raise ArticleError(where, f"is no gold document: {error}") from error
    except KeyError as error:
        raise ArticleError(where, f"is no gold document: it lacks {error}") from error


def gold_of(record: Mapping[str, Any]) -> GoldDocument:
    """Return the gold document that a record of the gold's format is; raise KeyError for what it lacks."""
    published = record.get("published")
    return GoldDocument(
        str(record["id"]),
        record["text"],
        tuple(GoldEntity(e["name"], e["type"], tuple(e.get("aliases", ()))) for e in record["entities"]),
        tuple(map(_claim, record["claims"])),
        record.get("title"),
        date.fromisoformat(published[:10]) if published else None,
        None if record.get("only") is None else frozenset(map(_only, record["only"])),
        None if record.get("pairs") is None else frozenset(map(frozenset, record["pairs"])),
        tuple(GoldMention(*mention) for mention in record.get("mentions", ())),
        bool(record.get("all_mentions")),
    )


def _only(relation: str | list[Any]) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return a relation that is annotated, given by its name alone or with the types of either end."""
    if isinstance(relation, str):
        return relation, frozenset(), frozenset()
    name, subjects, objects = relation
    return name, frozenset(subjects), frozenset(objects)


def _claim(record: Mapping[str, Any]) -> GoldClaim:
    ends = record.get("ends") or {}
    return GoldClaim(
        record["subject"],
        record["relation"],
        record["object"],
        record.get("polarity", "positive"),
        record.get("certainty", "certain"),
        record.get("time", "current"),
        record.get("attributed_to"),
        record.get("role"),
        tuple(record.get("also") or ()),
        bool(record.get("optional")),
        (record.get("evidence") or {}).get("text", ""),
        _place(ends.get("subject")),
        _place(ends.get("object")),
    )


def _place(end: Mapping[str, int] | None) -> tuple[int, int] | None:
    return (end["start"], end["end"]) if end else None
