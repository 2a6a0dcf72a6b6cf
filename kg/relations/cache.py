"""Compiled phrases, kept one by one: those of the built-in ontology ship with the package, the rest are on disk.

A phrase compiles to the same patterns whenever its key is the same, so nothing is ever stale; a cache that cannot be
read or written costs time only.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import Relation
from kg.relations.compiler import Pattern, compile_phrases, phrase_key

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["SHIPPED", "compiled", "write_shipped"]

#: Patterns of the built-in ontology's phrases for the default model, by key.
SHIPPED = Path(__file__).with_name("compiled.json")


@cache
def _shipped() -> Mapping[str, list[object]]:
    if not SHIPPED.exists():
        return {}
    shipped: dict[str, list[object]] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return shipped


def _user_file(key: str) -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("kg")) / "phrases" / f"{key}.json"


def _read(key: str) -> list[object] | None:
    if key in _shipped():
        return _shipped()[key]
    with contextlib.suppress(OSError, ValueError):
        value = json.loads(_user_file(key).read_text(encoding="utf-8"))
        return value if isinstance(value, list) else None
    return None


def _write(key: str, patterns: tuple[Pattern, ...]) -> None:
    path = _user_file(key)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps([p.as_json() for p in patterns]), encoding="utf-8")
        part.replace(path)


def compiled(
    nlp: Language, model_digest: str, phrases: list[tuple[str, Relation]]
) -> list[tuple[tuple[str, Relation], tuple[Pattern, ...]]]:
    """Return each phrase with its patterns, in the order given, compiling only those not met before.

    Raises OntologyError where a phrase is not well formed.
    """
    keys = [phrase_key(text, relation, model_digest) for text, relation in phrases]
    known = {key: value for key in keys if (value := _read(key)) is not None}
    missing = [(key, phrase) for key, phrase in zip(keys, phrases, strict=True) if key not in known]
    fresh: dict[str, tuple[Pattern, ...]] = {}
    if missing:
        for (key, _), patterns in zip(missing, compile_phrases(nlp, [p for _, p in missing]), strict=True):
            fresh[key] = patterns
            _write(key, patterns)
    return [
        (phrase, fresh[key] if key in fresh else tuple(Pattern.from_json(v) for v in known[key]))
        for key, phrase in zip(keys, phrases, strict=True)
    ]


def write_shipped(nlp: Language, model_digest: str, phrases: list[tuple[str, Relation]], path: Path = SHIPPED) -> None:
    """Write the file that ships with the package, a line a phrase, sorted by key; what is known is not compiled."""
    table = {
        phrase_key(text, relation, model_digest): [p.as_json() for p in patterns]
        for (text, relation), patterns in compiled(nlp, model_digest, phrases)
    }
    lines = [f"{json.dumps(key)}: {json.dumps(table[key], ensure_ascii=False)}" for key in sorted(table)]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
