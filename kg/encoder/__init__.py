"""Our small language models at run time: word pieces, their vectors, ONNX sessions, names and pairs in a text.

Two networks of six layers (MiniLM) share one table of word-piece vectors: the tagger marks names and their types, the
pair network scores the relations of two marked mentions. A session always reads one sequence at a time, on one thread:
dynamic quantisation scales activations over all that is in a batch, so that only thus a result depends on the
sequence alone. No torch and no spaCy in here; :mod:`kg.training` writes the files.
"""

from __future__ import annotations

from kg.encoder.names import Name, Tagger
from kg.encoder.network import MODELS, Network, load_settings, models_digest
from kg.encoder.pairs import (
    MARKED_TYPES,
    NONE,
    Marked,
    PairNetwork,
    PairScores,
    Sequenced,
    extra_rows,
    label_names,
    sequence,
)
from kg.encoder.pieces import SHAPES, Pieces, shape_of, split_pieces, windows

__all__ = [
    "MARKED_TYPES",
    "MODELS",
    "NONE",
    "SHAPES",
    "Marked",
    "Name",
    "Network",
    "PairNetwork",
    "PairScores",
    "Pieces",
    "Sequenced",
    "Tagger",
    "extra_rows",
    "label_names",
    "load_settings",
    "models_digest",
    "sequence",
    "shape_of",
    "split_pieces",
    "windows",
]
