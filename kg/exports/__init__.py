"""The graph as a file for other programs, and graphs of other programs taken in; suffixes say the format."""

from __future__ import annotations

from kg.exports.files import export
from kg.exports.importing import ImportReport, import_graph
from kg.exports.syntaxes import turtle

__all__ = ["ImportReport", "export", "import_graph", "turtle"]
