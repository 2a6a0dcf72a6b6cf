"""Compiled phrases, kept one by one: those of the built-in ontology ship with the package, the rest are on disk.

A phrase compiles to the same patterns whenever its key is the same, so nothing is ever stale; a cache that cannot be
read or written costs time only.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import Relation
from kg.relations.compiler import Pattern, compile_phrases, phrase_key

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.ontology import Ontology

__all__ = ["SHIPPED", "Stored", "compiled", "stored", "write_shipped"]

#: Patterns of the built-in ontology's phrases for the default model, by key.
SHIPPED = Path(__file__).with_name("compiled.json")


#: The patterns of one phrase, by the word from which matching starts (see ``Pattern.word``), each as a text of JSON:
#: there are tens of thousands, of which an article needs a few hundred.
Stored = Mapping[str, Sequence[str]]


@cache
def _shipped() -> Mapping[str, Stored]:
    if not SHIPPED.exists():
        return {}
    shipped: dict[str, Stored] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return shipped


def stored(patterns: Iterable[Pattern]) -> Stored:
    """Return the patterns of one phrase as they are kept."""
    by_word: dict[str, list[str]] = {}
    for pattern in patterns:
        by_word.setdefault(pattern.word, []).append(json.dumps(pattern.as_json(), ensure_ascii=False))
    return by_word


def _user_file(key: str) -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("kg")) / "phrases" / f"{key}.json"


def _read(key: str) -> Stored | None:
    if key in _shipped():
        return _shipped()[key]
    with contextlib.suppress(OSError, ValueError):
        value = json.loads(_user_file(key).read_text(encoding="utf-8"))
        return value if isinstance(value, dict) else None
    return None


def _write(key: str, patterns: Stored) -> None:
    path = _user_file(key)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(patterns), encoding="utf-8")
        part.replace(path)


def compiled(
    nlp: Language, model_digest: str, phrases: list[tuple[str, Relation]], *, ends: int = 2
) -> list[tuple[tuple[str, Relation], Stored]]:
    """Return each phrase with its patterns, in the order given, compiling only those not met before.

    ``ends`` is 1 where they are continuations. Raises OntologyError where a phrase is not well formed.
    """
    keys = [phrase_key(text, relation, model_digest, ends=ends) for text, relation in phrases]
    known = {key: value for key in keys if (value := _read(key)) is not None}
    missing = [(key, phrase) for key, phrase in zip(keys, phrases, strict=True) if key not in known]
    if missing:
        for (key, _), patterns in zip(missing, compile_phrases(nlp, [p for _, p in missing], ends=ends), strict=True):
            known[key] = stored(patterns)
            _write(key, known[key])
    return [(phrase, known[key]) for key, phrase in zip(keys, phrases, strict=True)]


def write_shipped(nlp: Language, model_digest: str, ontology: Ontology, path: Path = SHIPPED) -> None:
    """Write the file that ships with the package, a line a phrase, sorted by key; what is known is not compiled."""
    table = {}
    for ends, phrases in ((2, ontology.phrases), (1, (*ontology.continuations, *ontology.openings))):
        asked = [(phrase.text, ontology.relations[phrase.relation]) for phrase in phrases]
        for (text, relation), patterns in compiled(nlp, model_digest, asked, ends=ends):
            table[phrase_key(text, relation, model_digest, ends=ends)] = patterns
    lines = [f"{json.dumps(key)}: {json.dumps(table[key], ensure_ascii=False)}" for key in sorted(table)]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
