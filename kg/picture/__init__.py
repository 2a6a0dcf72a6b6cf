"""The interactive picture: one HTML file that opens without a network, in which every line opens to its sentence.

:func:`view` is all that most people need. What it does is split, so that another renderer needs only the last:
:mod:`kg.picture.graph` folds claims into nodes and edges, :mod:`kg.picture.communities` groups and ranks them,
:mod:`kg.picture.layout` places them, :mod:`kg.picture.payload` says all that in JSON, and :mod:`kg.picture.page` writes
the page.
"""

from __future__ import annotations

from kg.picture.communities import Communities, find_communities
from kg.picture.graph import ClaimSource, Edge, Extractions, Node, PictureGraph, picture_graph
from kg.picture.layout import Layout, arrange
from kg.picture.page import Picture, view

__all__ = [
    "ClaimSource",
    "Communities",
    "Edge",
    "Extractions",
    "Layout",
    "Node",
    "Picture",
    "PictureGraph",
    "arrange",
    "find_communities",
    "picture_graph",
    "view",
]
