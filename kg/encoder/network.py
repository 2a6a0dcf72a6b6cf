"""ONNX networks over the shared table of word-piece vectors."""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

__all__ = ["MODELS", "Network", "load_settings", "models_digest", "open_ahead"]

#: Where the files that ship with the package lie.
MODELS = Path(__file__).parent.parent / "models"

#: What onnxruntime does to a network that makes ours slower: its sum with norm takes four times as long as both alone.
SLOWER = ["SkipLayerNormFusion"]


class Network:
    """One ONNX model over one sequence at a time, with the shared table of vectors.

    ``folder`` holds ``vectors.npz`` (int8 rows and their scales), ``tokenizer.json`` and ``NAME.onnx``. Raises
    ModelError where one is missing.
    """

    def __init__(self, name: str, folder: Path = MODELS) -> None:
        if find_spec("onnxruntime") is None:
            raise ModelError("onnxruntime is not installed; run `pip install onnxruntime`")
        path = folder / f"{name}.onnx"
        if not path.is_file():
            raise ModelError(f"no model {name!r} in {folder}; install the package anew or run `kg train`")
        self.folder = folder
        self._session = _session(path, path.stat().st_mtime_ns)
        self._rows, self._scales = _vectors(folder)

    def run(self, **inputs: NDArray[np.generic]) -> list[NDArray[np.float32]]:
        """Return the model's outputs for one sequence; arrays have an axis of the batch, of length 1, in front.

        Waits until the model is open; a file that is no model shows itself here, by onnxruntime's own error.
        """
        return [np.asarray(output, dtype=np.float32) for output in self._session.result().run(None, inputs)]

    def vectors(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of word-piece ids, [1, length, width]; an id below 0 has the vector zero."""
        rows = np.asarray(ids, dtype=np.int64)
        vectors: NDArray[np.float32] = self._rows[rows].astype(np.float32) * self._scales[rows, None]
        vectors[rows < 0] = 0.0
        return vectors[None]


def open_ahead(folder: Path, *names: str) -> None:
    """Begin to open models, each in a thread of its own, for a :class:`Network` to come; what is missing is left out.

    A third of a second of starting is gone where there is a second processor.
    """
    for path in (folder / f"{name}.onnx" for name in names):
        if path.is_file() and find_spec("onnxruntime"):
            _session(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _session(path: Path, modified: int) -> Future[InferenceSession]:  # noqa: ARG001 - a file that changed is another
    """Begin to open a model; whoever asks for it again shares it."""
    aside = ThreadPoolExecutor(1)
    opened = aside.submit(_open, path)
    aside.shutdown(wait=False)
    return opened


def _open(path: Path) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # without VNNI two products of int8 are added in 16 bits, which overflow: other scores than elsewhere
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )


def load_settings(name: str, folder: Path = MODELS) -> dict[str, Any]:
    """Return the labels and settings of a model, from ``NAME.json``; ModelError where it is missing."""
    path = folder / f"{name}.json"
    if not path.is_file():
        raise ModelError(f"no model {name!r} in {folder}; install the package anew or run `kg train`")
    settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return settings


@cache
def _vectors(folder: Path) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    path = folder / "vectors.npz"
    if not path.is_file():
        raise ModelError(f"no model in {folder}: vectors.npz is missing; install the package anew or run `kg train`")
    with np.load(path) as file:
        return file["rows"], file["scales"].astype(np.float32)


@cache
def models_digest(folder: Path = MODELS) -> str:
    """Return a hash, in hex, of all model files in ``folder``, by name; what was read names its models by this."""
    digest = sha256()
    for path in sorted(folder.glob("*")):
        if path.suffix in {".onnx", ".json", ".npz"}:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
