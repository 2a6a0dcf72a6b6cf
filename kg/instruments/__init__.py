"""Where others work: Jupyter (:mod:`kg.instruments.notebook`) and spaCy (:mod:`kg.instruments.component`)."""

from __future__ import annotations

from kg.instruments.progress import ProgressBar
from kg.instruments.trying import try_phrase

__all__ = ["ProgressBar", "try_phrase"]
