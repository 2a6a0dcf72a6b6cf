"""Where the ontology lies, and how it is read."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import OntologyError, QueryError, did_you_mean
from kg.ontology.turtle import KG, TYPE, File, Reading, file_state, parse_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ontology.turtle import State
    from kg.ontology.values import Ontology

#: Ontologies by the state of their files.
_LOADED: dict[tuple[State, ...], Ontology] = {}


def ontology_path(name: str) -> Path:
    """Return where a file or folder of the built-in ontology lies (``kg.ttl``, ``queries``).

    In a wheel that is the package's ``_ontology``, in a checkout and an editable install the ``ontology`` beside
    the package. OntologyError where there is no such file.
    """
    here = Path(__file__).resolve().parent.parent
    folders = [folder for folder in (here / "_ontology", here.parent / "ontology") if folder.is_dir()]
    for folder in folders:
        if (folder / name).exists():
            return folder / name
    looked = ", ".join(str(folder) for folder in folders) or str(here / "_ontology")
    raise OntologyError(f"the built-in ontology has no {name!r} in {looked}; reinstall claimgraph")


def load_ontology(path: str | Path | None = None, *, add: str | Path | Sequence[str | Path] = ()) -> Ontology:
    """Read an ontology from a Turtle file (None: the built-in one), with further files added to it.

    A file's relations are all that there are; types and cue sets that it does not define itself are the built-in ones,
    since names are found by the types, and claims qualified by the cues, whatever is asked.
    ``add``, one file or several, may bring new relations, types and cue sets, and more phrases, nouns and cues for
    known ones.
    The same files unchanged give the same object. Raises OntologyError, which names file, line and value, where a
    file cannot be read or parsed, or says what has no meaning here.
    """
    added = [add] if isinstance(add, (str, Path)) else add
    files = [ontology_path("kg.ttl") if path is None else Path(path), *map(Path, added)]
    key = tuple(file_state(file) for file in files)
    if key not in _LOADED:
        read = [parse_file(*state) for state in key]
        _LOADED[key] = Reading(read if path is None else [_base(read[0]), *read]).ontology()
    return _LOADED[key]


def _base(own: File) -> File:
    """Return the built-in types and cue sets that an ontology in place of the built-in one does not define."""
    built_in = parse_file(*file_state(ontology_path("kg.ttl")))
    defined = {triple.subject for triple in own.triples if triple.predicate.value == TYPE}
    relations = {triple.subject for triple in built_in.triples if str(triple.object) == f"<{KG}Relation>"}
    kept = (triple for triple in built_in.triples if triple.subject not in defined | relations)
    return File(built_in.path, built_in.text, tuple(kept))


def named_queries() -> Mapping[str, str]:
    """Return the built-in queries, sorted by name: file stem to SPARQL, whose first line is ``# Question?``."""
    folder = ontology_path("queries")
    return MappingProxyType({file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.rq"))})


def named_query(name: str) -> str:
    """Return one built-in query; QueryError, with the closest name, where there is none."""
    queries = named_queries()
    if name not in queries:
        raise QueryError(f"no query is named {name!r}{did_you_mean(name, list(queries))}; known: {', '.join(queries)}")
    return queries[name]
