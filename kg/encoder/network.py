"""ONNX networks over the shared table of word-piece vectors."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["MODELS", "Network", "models_digest"]

#: Where the files that ship with the package lie.
MODELS = Path(__file__).parent.parent / "models"


class Network:
    """One ONNX model with the shared table of vectors: sequences of rows in, one array of outputs out.

    ``folder`` holds ``vectors.npz`` (int8 rows and their scales), ``tokenizer.json`` and ``NAME.onnx``, ``NAME.json``
    (labels and settings, as :attr:`settings`). Raises ModelError where one is missing.
    """

    def __init__(self, name: str, folder: Path = MODELS) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise ModelError("onnxruntime is not installed; run `pip install onnxruntime`") from error
        path = folder / f"{name}.onnx"
        if not path.is_file():
            raise ModelError(f"no model {name!r} in {folder}; install the package anew or run `kg train`")
        self.folder = folder
        self.settings: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._rows, self._scales = _vectors(folder)

    def run(self, ids: Sequence[int], extra: Sequence[int], **more: NDArray[np.int64]) -> list[NDArray[np.float32]]:
        """Return the model's outputs for one sequence of word-piece ids, without the axis of the batch.

        ``extra`` are rows of the model's own small table, added to the vectors: shapes, marks. An id below 0 has no
        vector but its extra one. ``more`` are further inputs of the model.
        """
        rows = np.asarray(ids, dtype=np.int64)
        vectors = self._rows[rows].astype(np.float32) * self._scales[rows, None]
        vectors[rows < 0] = 0.0
        feed = {"vectors": vectors[None], "extra": np.asarray(extra, dtype=np.int64)[None], **more}
        outputs = self._session.run(None, feed)
        return [np.asarray(output, dtype=np.float32) for output in outputs]


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
