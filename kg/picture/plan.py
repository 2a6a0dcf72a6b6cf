"""Where the things of a large graph stand: each community is laid out by itself, then the communities among each other.

As in :mod:`kg.picture.layout` the unit is the CSS pixel at zoom 1, and the same graph gives the same places. Points
are complex numbers here: x + iy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from kg.picture.communities import SEED, adjacency, split

__all__ = ["spread"]

Points = NDArray[np.complex128]
Floats = NDArray[np.float64]
Whole = NDArray[np.int_]

#: Room kept free between two nodes, between two communities and between unconnected parts.
BETWEEN, AROUND, APART = 16.0, 60.0, 90.0
#: A community of so many nodes has a ground, which takes so much more room at each side.
GROUND_SIZE, GROUND = 3, 24.0
#: Length of a line inside a community.
LENGTH = 62.0
#: So many nodes are laid out at once; more are split into smaller communities first.
AT_ONCE = 450
#: Passes of the power iteration, of the majorisation, of the separation of nodes, and of that of communities.
POWERS, PASSES, PUSHES, DISC_PUSHES = 25, 40, 80, 300
#: Turns by the golden angle never fall on one another.
GOLDEN = float(np.pi * (3 - np.sqrt(5)))
#: Times that the communities turn towards their neighbours.
TURNS = 3
#: How much wider than tall the picture should be.
ASPECT = 1.3


def spread(radii: Floats, pairs: Whole, groups: Sequence[int]) -> Floats:
    """Place nodes of these radii; ``pairs`` are the ends of lines, ``groups`` the community of each node."""
    lines = adjacency(len(radii), pairs, np.ones(len(pairs))) if len(pairs) else None
    points = np.zeros(len(radii), dtype=complex)
    if lines is not None:
        points = _assembled(lines, radii, np.asarray(groups), GROUND)
    return np.stack([points.real, points.imag], axis=1)


def _assembled(lines: Any, radii: Floats, groups: Whole, ground: float = 0.0) -> Points:
    """Place each group by itself, then all groups as discs; ``ground`` is the room for a group's ground."""
    members = [np.flatnonzero(groups == group) for group in range(groups.max() + 1)]
    points = np.zeros(len(radii), dtype=complex)
    discs = np.zeros(len(members))
    for number, own in enumerate(members):
        points[own] = _placed(lines[own][:, own], radii[own])
        discs[number] = (np.abs(points[own]) + radii[own]).max() + AROUND / 2 + ground * (len(own) >= GROUND_SIZE)
    ties = lines.tocoo()
    between = groups[ties.row] != groups[ties.col]
    ends = np.stack([groups[ties.row], groups[ties.col]], axis=1)[between]
    centres = _discs(discs, ends)
    rows, columns = ties.row[between], ties.col[between]
    for _ in range(TURNS):
        _turn(points, members, centres, groups, (rows, columns))
    return points + centres[groups]


def _placed(lines: Any, radii: Floats) -> Points:
    """Place the nodes of one community around its middle, without overlaps."""
    count = len(radii)
    if count == 1:
        return np.zeros(1, dtype=complex)
    if count > AT_ONCE:
        smaller = split(lines, resolution=2.0)
        if np.bincount(smaller).max() <= 0.7 * count:
            return _centred(_assembled(lines, radii, smaller))
        points = _far_to_near(lines)
    else:
        hops = csgraph.shortest_path(lines, method="D", unweighted=True, directed=False)
        hops[~np.isfinite(hops)] = hops[np.isfinite(hops)].max() + 1
        points = _majorised(LENGTH * hops)
    return _centred(_separated(points, radii))


def _centred(points: Points) -> Points:
    middle = complex((points.real.min() + points.real.max()) / 2, (points.imag.min() + points.imag.max()) / 2)
    return points - middle


def _far_to_near(lines: Any) -> Points:
    """Place many nodes by their distances to fifty of them that lie far from each other.

    Brandes and Pich, "Eigensolver Methods for Progressive Multidimensional Scaling of Large Data",
    https://doi.org/10.1007/978-3-540-70904-6_6
    """
    pivots = [int(np.argmax(np.diff(lines.indptr)))]
    rows: list[Floats] = []
    for _ in range(50):
        hops = csgraph.shortest_path(lines, method="D", unweighted=True, directed=False, indices=pivots[-1])
        hops[~np.isfinite(hops)] = hops[np.isfinite(hops)].max() + 1
        rows.append(hops)
        pivots.append(int(np.argmax(np.min(rows, axis=0))))
    squares = np.array(rows).T ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    left, values, _ = np.linalg.svd(centred, full_matrices=False)
    plane = left[:, :2] * np.sqrt(values[:2])
    plane *= np.sign(plane[np.argmax(np.abs(plane), axis=0), [0, 1]] + 1e-12)
    plane *= LENGTH * np.sqrt(len(plane)) / max(np.ptp(plane, axis=0).max(), 1e-9)
    return np.asarray(plane[:, 0] + 1j * plane[:, 1])


def _majorised(ideal: Floats) -> Points:
    """Lower the stress of classical scaling, all nodes at once (see :func:`kg.picture.layout._majorise`)."""
    weights = np.zeros_like(ideal)
    apart = ideal > 0
    weights[apart] = ideal[apart] ** -2
    pull, totals = weights * ideal, weights.sum(axis=1)[:, None]
    # Leaves of one node fall together in the plane: a turn by the golden angle parts them, always the same way.
    turned = GOLDEN * np.arange(len(ideal))
    places = _scaled(ideal) + 3 * np.stack([np.cos(turned), np.sin(turned)], axis=1)
    for _ in range(PASSES):
        squares = (places**2).sum(axis=1)
        distance = np.sqrt(np.maximum(squares[:, None] + squares[None] - 2 * places @ places.T, 1.0))
        ratio = pull / distance
        places = (weights @ places + places * ratio.sum(axis=1)[:, None] - ratio @ places) / totals
    return np.asarray(places[:, 0] + 1j * places[:, 1])


def _scaled(ideal: Floats) -> Floats:
    """Classical scaling by power iteration: the plane that keeps most of the distances."""
    squares = ideal**2
    means = squares.mean(axis=0)
    products = -0.5 * (squares - means - means[:, None] + squares.mean())
    plane = np.random.default_rng(SEED).normal(size=(len(ideal), 2))
    for _ in range(POWERS):
        plane = products @ plane
        plane[:, 0] /= max(np.linalg.norm(plane[:, 0]), 1e-12)
        plane[:, 1] -= plane[:, 0] * (plane[:, 0] @ plane[:, 1])
        plane[:, 1] /= max(np.linalg.norm(plane[:, 1]), 1e-12)
    spread = np.sqrt(np.maximum((plane * (products @ plane)).sum(axis=0), 0))
    return np.asarray(plane * spread)


def _separated(points: Points, radii: Floats) -> Points:
    """Push nodes apart until none touches another."""
    reach = 2 * float(radii.max()) + BETWEEN
    for _ in range(PUSHES):
        pairs = cKDTree(np.stack([points.real, points.imag], axis=1)).query_pairs(reach, output_type="ndarray")
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        a, b = pairs[:, 0], pairs[:, 1]
        away = points[a] - points[b]
        distance = np.abs(away)
        short = radii[a] + radii[b] + BETWEEN - distance
        hit = short > 0.5
        if not hit.any():
            break
        a, b, away, distance, short = a[hit], b[hit], away[hit], distance[hit], short[hit]
        away = np.where(distance < 1e-6, np.exp(1j * GOLDEN * a), away / np.maximum(distance, 1e-6))
        push = 0.5 * short * away
        moves = np.zeros(len(points), dtype=complex)
        np.add.at(moves, a, push)
        np.add.at(moves, b, -push)
        shared = np.sqrt(np.maximum(np.bincount(np.concatenate([a, b]), minlength=len(points)), 1))
        points = points + moves / shared
    return points


def _discs(radii: Floats, ends: Whole) -> Points:
    """Place discs: connected ones by their lines, and unconnected parts around the largest."""
    count = len(radii)
    centres = np.zeros(count, dtype=complex)
    lines = adjacency(count, ends, radii[ends[:, 0]] + radii[ends[:, 1]]) if len(ends) else None
    if lines is None:
        part_of = np.arange(count)
    else:
        lines.data = radii[lines.tocoo().row] + radii[lines.tocoo().col]
        part_of = csgraph.connected_components(lines, directed=False)[1]
    parts = [np.flatnonzero(part_of == part) for part in range(part_of.max() + 1)]
    sizes = []
    for own in parts:
        if len(own) > 1 and lines is not None:
            ideal = csgraph.shortest_path(lines[own][:, own], method="D", directed=False)
            centres[own] = _centred(_discs_apart(_majorised(ideal), radii[own]))
        sizes.append((np.abs(centres[own]) + radii[own]).max() + APART / 2 - AROUND / 2)
    order = sorted(range(len(parts)), key=lambda part: (-sizes[part], parts[part][0]))
    for part, shift in zip(order, _packed([sizes[part] for part in order]), strict=True):
        centres[parts[part]] += shift
    return centres


def _discs_apart(points: Points, radii: Floats) -> Points:
    need = radii[:, None] + radii[None]
    for _ in range(DISC_PUSHES):
        away = points[:, None] - points[None]
        distance = np.abs(away)
        short = need - distance
        np.fill_diagonal(short, 0)
        short[short < 0.5] = 0
        if not short.any():
            break
        push = 0.25 * short * away / np.maximum(distance, 1e-6)
        points = points + push.sum(axis=1)
    return points


def _packed(sizes: Sequence[float]) -> list[complex]:
    """Return where discs of falling size go: each to the free spot nearest to the middle, wider than tall."""
    taken: list[complex] = []
    steps = np.arange(60_000)
    spiral = np.sqrt(steps) * np.exp(1j * GOLDEN * steps)
    first = 0
    unit = min(sizes) * 0.7 if sizes else 1.0
    candidates = ASPECT * unit * spiral.real + 1j * unit * spiral.imag
    held = np.array([], dtype=float)
    for number, size in enumerate(sizes):
        if number and sizes[number] < sizes[number - 1] * 0.999:
            first = 0
        spot = complex(ASPECT * (max(abs(c) for c in taken) + 2 * sizes[0]), 0) if taken else 0j
        for start in range(first, len(candidates), 512):
            block = candidates[start : start + 512]
            gaps = np.abs(block[:, None] - np.array(taken)[None]) - held[None] - size if taken else np.ones((512, 1))
            free = np.flatnonzero((gaps >= 0).all(axis=1))
            if len(free):
                spot, first = complex(block[free[0]]), start
                break
        taken.append(spot)
        held = np.append(held, size)
    return taken


def _turn(points: Points, members: Sequence[Whole], centres: Points, groups: Whole, lines: tuple[Whole, Whole]) -> None:
    """Turn and mirror each community so that its outward lines are short; changes ``points``."""
    rows, columns = lines
    for number, own in enumerate(members):
        outward = groups[rows] == number
        if len(own) < 2 or not outward.any():
            continue
        here = points[rows[outward]]
        there = points[columns[outward]] + centres[groups[columns[outward]]] - centres[number]
        straight, mirrored = (np.conj(there) * here).sum(), (np.conj(there) * np.conj(here)).sum()
        better = straight if abs(straight) >= abs(mirrored) else mirrored
        if abs(better) < 1e-9:
            continue
        turned = points[own] if better is straight else np.conj(points[own])
        points[own] = turned * np.conj(better) / abs(better)
