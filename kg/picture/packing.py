"""Shapes made of the cells of a grid, and where they fit beside one another.

The unit is the CSS pixel at zoom 1, as in :mod:`kg.picture.layout`; a shift is counted in cells.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["CELL", "Board", "along", "boxed", "ground"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int_]

#: Side of a cell.
CELL = 12.0
#: How much wider than tall what is packed should be.
ASPECT = 1.3
#: Steps of the spiral on which a free spot is looked for, and how many are tried before all are.
SPIRAL, NEAR = 60_000, 4_000
#: A grid whose sides are multiples of this is quickly transformed.
SMOOTH = 32
#: Free cells that a grid gets at each side when it grows, so that it seldom does.
SPARE = 64
ORIGIN = np.zeros(2, dtype=int)
#: Directions in which the reach of a ground is measured.
DIRECTIONS = 48


def boxed(boxes: Floats) -> Whole:
    """Return the cells that boxes (left, top, right, bottom) cover, each once, in order."""
    if not len(boxes):
        return np.zeros((0, 2), dtype=int)
    low, high = np.floor(boxes[:, :2] / CELL).astype(int), np.ceil(boxes[:, 2:] / CELL).astype(int)
    corner = low.min(axis=0)
    grid = np.zeros(high.max(axis=0) - corner, dtype=bool)
    for (left, top), (right, bottom) in zip((low - corner).tolist(), (high - corner).tolist(), strict=True):
        grid[left:right, top:bottom] = True
    return np.asarray(np.argwhere(grid) + corner)


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
        self._grid = np.zeros((0, 0), dtype=bool)
        #: The cell at the grid's corner, and the corners of what is taken.
        self._corner, self._low, self._high = ORIGIN, ORIGIN, ORIGIN - 1

    def put(self, cells: Whole, near: Whole = ORIGIN) -> Whole:
        """Put a shape at the free spot nearest to a shift and return its shift."""
        shift = self._free(cells, near)
        self.take(cells + shift)
        return shift

    def take(self, cells: Whole) -> None:
        """Take cells, whether they are free or not."""
        if not len(cells):
            return
        low, high = cells.min(axis=0), cells.max(axis=0)
        if self._low[0] <= self._high[0]:
            low, high = np.minimum(low, self._low), np.maximum(high, self._high)
        if (low < self._corner).any() or (high >= self._corner + self._grid.shape).any():
            grown = np.zeros(high - low + 1 + 2 * SPARE, dtype=bool)
            if self._grid.size:
                size = self._high - self._low + 1
                grown[_window(self._low - low + SPARE, size)] = self._grid[_window(self._low - self._corner, size)]
            self._grid, self._corner = grown, low - SPARE
        self._low, self._high = low, high
        self._grid[tuple((cells - self._corner).T)] = True

    def _free(self, cells: Whole, near: Whole) -> Whole:
        """Return the first free shift on an outward spiral that is wider than tall."""
        if self._low[0] > self._high[0]:
            return near
        corner, size = cells.min(axis=0), np.ptp(cells, axis=0) + 1
        held = self._grid[_window(self._low - self._corner, self._high - self._low + 1)]
        # How many cells a shape shares with what is taken, for all shifts by which it could share any: a product of
        # Fourier transforms. What it gives is whole but for rounding far below a half.
        room = tuple((-(-(held.shape + size - 1) // SMOOTH) * SMOOTH).tolist())
        shape = np.zeros(size)
        shape[tuple((cells - corner).T)] = 1
        shared = np.fft.irfft2(np.fft.rfft2(held, room) * np.fft.rfft2(shape[::-1, ::-1], room), room)
        for steps in (NEAR, SPIRAL):
            spiral = _spiral()[:steps] + near
            at = spiral - (self._low - corner - size + 1)
            inside = ((at >= 0) & (at < room)).all(axis=1)
            at[~inside] = 0
            free = ~inside | (shared[at[:, 0], at[:, 1]] < 0.5)
            if free.any():
                return np.asarray(spiral[int(np.argmax(free))])
        return np.array([0, self._high[1] - corner[1] + 1])


def _window(start: Whole, size: Whole) -> tuple[slice, slice]:
    """Return so many cells of a grid from a cell on."""
    (left, top), (wide, high) = start.tolist(), size.tolist()
    return slice(left, left + wide), slice(top, top + high)


@cache
def _spiral() -> Whole:
    steps = np.arange(SPIRAL)
    turned = np.pi * (3 - np.sqrt(5)) * steps
    return np.asarray(np.rint(np.sqrt(steps) * np.stack([ASPECT * np.cos(turned), np.sin(turned)])).astype(int).T)
