"""The graph as a file for other programs; the format follows from the file's suffix."""

from __future__ import annotations

from kg.exports.files import export
from kg.exports.syntaxes import turtle

__all__ = ["export", "turtle"]
