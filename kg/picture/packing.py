"""Shapes made of the cells of a grid, and where they fit beside one another.

The unit is the CSS pixel at zoom 1, as in :mod:`kg.picture.layout`; a shift is counted in cells.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["CELL", "Board", "along", "boxed", "ground"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int_]

#: Side of a cell.
CELL = 12.0
#: How much wider than tall what is packed should be.
ASPECT = 1.3
#: Steps of the spiral on which a free spot is looked for, and how many are tried at once.
SPIRAL, AT_ONCE = 60_000, 48
ORIGIN = np.zeros(2, dtype=int)
#: Directions in which the reach of a ground is measured.
DIRECTIONS = 48


def boxed(boxes: Floats) -> Whole:
    """Return the cells that boxes (left, top, right, bottom) cover, each once, in order."""
    low, high = np.floor(boxes[:, :2] / CELL).astype(int), np.ceil(boxes[:, 2:] / CELL).astype(int)
    covered = {
        (x, y)
        for (left, top), (right, bottom) in zip(low.tolist(), high.tolist(), strict=True)
        for x in range(left, right)
        for y in range(top, bottom)
    }
    return np.array(sorted(covered)).reshape(-1, 2)


def ground(points: Floats, rim: float) -> Whole:
    """Return the cells whose middle lies at most ``rim`` outside the convex hull of points."""
    turns = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    ways = np.stack([np.cos(turns), np.sin(turns)])
    reach = (points @ ways).max(axis=0) + rim
    low = np.floor((points.min(axis=0) - rim) / CELL).astype(int)
    high = np.ceil((points.max(axis=0) + rim) / CELL).astype(int)
    cells = np.stack(np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1]), indexing="ij"), -1)
    cells = cells.reshape(-1, 2)
    return np.asarray(cells[((cells + 0.5) * CELL @ ways <= reach).all(axis=1)])


def along(start: Floats, end: Floats) -> list[list[float]]:
    """Return boxes around points of the straight line between two points, without its ends."""
    steps = max(int(np.hypot(*(end - start)) // 24), 1)
    points = start + (end - start) * (np.arange(1, steps) / steps)[:, None]
    return [[x - CELL, y - CELL, x + CELL, y + CELL] for x, y in points.tolist()]


class Board:
    """A grid on which shapes are put one by one; no two of them share a cell."""

    def __init__(self) -> None:
        self._taken: set[tuple[int, int]] = set()

    def put(self, cells: Whole, near: Whole = ORIGIN) -> Whole:
        """Put a shape at the free spot nearest to a shift and return its shift."""
        shift = self._free(cells, near)
        self.take(cells + shift)
        return shift

    def take(self, cells: Whole) -> None:
        """Take cells, whether they are free or not."""
        self._taken |= {(x, y) for x, y in cells.tolist()}

    def _free(self, cells: Whole, near: Whole) -> Whole:
        """Return the first free shift on an outward spiral that is wider than tall."""
        if not self._taken:
            return near
        held = np.array(sorted(self._taken))
        low, high = held.min(axis=0), held.max(axis=0)
        size = np.ptp(cells, axis=0) + 2
        # A frame of free cells around all that is taken; a shift beyond it is free in any case.
        grid = np.zeros(high - low + 1 + 2 * size, dtype=bool)
        grid[tuple((held - low + size).T)] = True
        steps = np.arange(SPIRAL)
        turned = np.pi * (3 - np.sqrt(5)) * steps
        spiral = np.rint(np.sqrt(steps) * np.stack([ASPECT * np.cos(turned), np.sin(turned)])).astype(int).T + near
        for start in range(0, SPIRAL, AT_ONCE):
            shifts = spiral[start : start + AT_ONCE]
            at = cells[None] + shifts[:, None] - low + size
            inside = ((at >= 0) & (at < grid.shape)).all(axis=2)
            at = np.where(inside[..., None], at, 0)  # the corner of the frame is free
            free = np.flatnonzero(~np.asarray(grid[at[..., 0], at[..., 1]]).any(axis=1))
            if len(free):
                return np.asarray(shifts[free[0]])
        return np.array([0, high[1] - cells[:, 1].min() + 1])
