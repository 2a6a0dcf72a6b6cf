"""Claims as other libraries hold them: networkx, scipy, pandas, Polars, Arrow.

All are functions of claims; :class:`kg.Store` has a method for each. What kg itself does not need is imported when it
is asked for, and MissingExtra says what to type where it is not there.
"""

from __future__ import annotations

from kg.frames.network import Adjacency, adjacency, network
from kg.frames.tables import ArticleOf, arrow_table, dataframe, polars_frame

__all__ = ["Adjacency", "ArticleOf", "adjacency", "arrow_table", "dataframe", "network", "polars_frame"]
