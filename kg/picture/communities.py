"""Which things belong together, and which are central: Leiden communities and PageRank, always the same.

Both see a line for each statement, as heavy as the number of articles that report it, without direction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kg.picture.graph import PictureGraph

__all__ = ["Communities", "find_communities", "split"]

#: A seed like any other; a picture must not change from day to day.
SEED = 7
#: How often each node may at most move in one pass of Leiden.
SWEEPS = 50
#: The share of PageRank that follows the lines, and how often it is passed on.
DAMPING, ROUNDS = 0.85, 60
#: Beyond so many articles a further one binds two things no closer.
STRONGEST = 20


@dataclass(frozen=True, slots=True)
class Communities:
    """The community and the rank of each node, in the graph's order, and what each community is called by.

    Communities are numbered by falling size, then by their first node. ``centres`` holds for each the node of highest
    rank. ``ranks`` are PageRanks; they add up to 1.
    """

    of: tuple[int, ...]
    ranks: tuple[float, ...]
    centres: tuple[int, ...]

    def by_rank(self) -> tuple[int, ...]:
        """Return the nodes, the most central first; of equals in the graph's order."""
        return tuple(sorted(range(len(self.ranks)), key=lambda node: (-self.ranks[node], node)))


def find_communities(graph: PictureGraph) -> Communities:
    """Group the nodes of a graph and rank them."""
    count = len(graph.nodes)
    if not graph.edges:
        return Communities(tuple(range(count)), (1 / count if count else 0.0,) * count, tuple(range(count)))
    index = {node.id: i for i, node in enumerate(graph.nodes)}
    pairs = np.array([(index[edge.subject], index[edge.object]) for edge in graph.edges])
    lines = adjacency(count, pairs, [min(edge.articles, STRONGEST) for edge in graph.edges])
    ranks = _ranks(lines)
    of = split(lines)
    centres = [max(np.flatnonzero(of == number), key=lambda node: ranks[node]) for number in range(of.max() + 1)]
    return Communities(tuple(of.tolist()), tuple(ranks), tuple(int(node) for node in centres))


def adjacency(count: int, pairs: NDArray[np.int_], weights: Sequence[float] | NDArray[np.float64]) -> Any:
    """Return the symmetric sparse matrix of lines between ``count`` nodes; parallel lines add up."""
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    heavy = np.tile(np.asarray(weights, dtype=float), 2)
    return sparse.csr_matrix((heavy, (ends[:, 0], ends[:, 1])), shape=(count, count))


def split(lines: Any, resolution: float = 1.0) -> NDArray[np.int_]:
    """Return the community of each row of a symmetric matrix, numbered by falling size, then by first member.

    A row without lines is a community of its own. The implementation is graspologic's: the one of scikit-network 0.33
    draws from a generator that cannot be seeded, and for some graphs does not end.
    Traag, Waltman and van Eck, "From Louvain to Leiden", https://doi.org/10.1038/s41598-019-41695-z
    """
    from graspologic_native import leiden

    upper = sparse.triu(lines, k=1).tocoo()
    ties = sorted(zip(upper.row.tolist(), upper.col.tolist(), upper.data.tolist(), strict=True))
    named = [(str(one), str(other), float(weight)) for one, other, weight in ties]
    found = leiden(named, resolution=resolution, seed=SEED, max_local_moving_iterations=SWEEPS)[1] if named else {}
    of = [found.get(str(row), -1 - row) for row in range(lines.shape[0])]
    sizes = Counter(of)
    first: dict[int, int] = {}
    for row, community in enumerate(of):
        first.setdefault(community, row)
    order = sorted(sizes, key=lambda community: (-sizes[community], first[community]))
    number = {community: i for i, community in enumerate(order)}
    return np.array([number[community] for community in of])


def _ranks(lines: Any) -> list[float]:
    """Return the PageRank of each row of a symmetric matrix, by power iteration."""
    count = lines.shape[0]
    out = np.asarray(lines.sum(axis=1)).ravel()
    share = sparse.diags(1 / np.where(out > 0, out, 1.0)) @ lines
    ranks = np.full(count, 1 / count)
    for _ in range(ROUNDS):
        lost = ranks[out == 0].sum()
        ranks = DAMPING * (share.T @ ranks + lost / count) + (1 - DAMPING) / count
    return [round(float(rank), 9) for rank in ranks]
