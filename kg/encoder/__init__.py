"""Our small language models at run time: word pieces, their vectors, ONNX sessions, names and pairs in a text.

Two networks of six layers (MiniLM) share one table of word-piece vectors. The text's network reads a text once: it
marks names and their types, and small heads over its states give each pair of mentions a glance and tell what a word
may stand for. The pair network scores the relations of two marked mentions in their sentence. A session always reads
one sequence at a time, on one thread: dynamic quantisation scales activations over all that is in a batch, so that only
thus a result depends on the sequence alone. No torch and no spaCy in here; :mod:`kg.training` writes the files.
"""

from __future__ import annotations

from kg.encoder.marks import MARKED_TYPES, Marked, marked_types
from kg.encoder.memo import Memo
from kg.encoder.network import MODELS, Network, load_settings, models_digest, open_ahead
from kg.encoder.pairs import (
    NONE,
    QUALIFIERS,
    PairNetwork,
    PairScores,
    Sequenced,
    colour_of,
    extra_rows,
    label_names,
    sequence,
)
from kg.encoder.pieces import SHAPES, Pieces, shape_of, split_pieces, windows
from kg.encoder.spans import LINK_FEATURES, PAIR_FEATURES, apart, link_features, pair_features, piece_span
from kg.encoder.text import EncodedText, Name, TextEncoder, encoded_in, keep_encoded

__all__ = [
    "LINK_FEATURES",
    "MARKED_TYPES",
    "MODELS",
    "NONE",
    "PAIR_FEATURES",
    "QUALIFIERS",
    "SHAPES",
    "EncodedText",
    "Marked",
    "Memo",
    "Name",
    "Network",
    "PairNetwork",
    "PairScores",
    "Pieces",
    "Sequenced",
    "TextEncoder",
    "apart",
    "colour_of",
    "encoded_in",
    "extra_rows",
    "keep_encoded",
    "label_names",
    "link_features",
    "load_settings",
    "marked_types",
    "models_digest",
    "open_ahead",
    "pair_features",
    "piece_span",
    "sequence",
    "shape_of",
    "split_pieces",
    "windows",
]
