"""Where things stand: stress majorisation, made free of overlaps, so that the picture stands still from the start.

Up to :data:`FINE` things are placed one by one, with room for every label; more are left to :mod:`kg.picture.plan`.

The unit is the CSS pixel at zoom 1; x grows to the right, y downwards. There is no clock and the only randomness
has a fixed seed: the same graph gives the same places.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.picture.graph import Edge, Node, PictureGraph
from kg.picture.packing import CELL, Board, along, boxed, ground
from kg.picture.plan import spread

__all__ = ["Layout", "arrange", "label_lines", "line_label", "node_radius"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int_]
Pairs = Sequence[tuple[int, int]]

#: A seed like any other; a picture must not change from day to day.
SEED = 7
#: Free room that a line has at each side of its label, and how much more where it leaves through a node's own label.
ROOM = 14.0
THROUGH = 32.0
#: Beyond so many nodes not every label gets room of its own.
FINE = 150
#: How much longer a line between two communities is than one inside.
OUTWARD = 1.3
#: How far communities are pulled to the middle before they are pushed apart, as a share of their distance to it.
PULL = 0.35
#: Room kept free around a node with its label.
MARGIN = 9.0
#: Width of a character of a node's and of a line's label, in pixels at zoom 1; East Asian wide ones take twice as much.
CHARACTER, LINE_CHARACTER = 7.3, 6.2
LINE_HEIGHT = 15.0
#: A label breaks into two lines beyond so many characters, and each line ends in an ellipsis beyond the second number.
BREAK_AT, CUT_AT = 18, 26
#: The room that a picture usually has on a screen.
SCREEN = (1060.0, 850.0)
#: How much wider than tall the picture should be.
ASPECT = 1.3
#: Passes of the majorisation; it stops before where it no longer moves anything.
PASSES = 300
#: A pass that moves nothing by so many pixels is the last.
SETTLED = 0.1
#: How many starts are tried, fewer where there are many nodes: starts times nodes stay below the second number.
STARTS, STARTED_NODES = 16, 400
#: A community of so many things that show has a ground, which reaches so far beyond them (as in painter.js), is kept
#: apart from others, and has a name at its top, so wide and so tall.
GROUND_SIZE, RIM, APART, CAPTION = 3, 46.0, 10.0, (150.0, 18.0)
#: How far apart the unconnected pieces of one community want to be.
PIECES = 150.0
#: Steps that overlaps are given to dissolve.
SEPARATIONS = 400
#: How a line's label shows what is not plain: the sign before it, the time after it.
SIGNS = {"positive": "", "mixed": "± ", "negative": "✕ "}
TIMES = {"past": " · past", "current": "", "future": " · future"}
#: Bends that a single line may take to get past a node, the straight one first. Unit: the line's length.
BENDS = (0.0, 0.1, -0.1, 0.18, -0.18, 0.28, -0.28, 0.4, -0.4)
#: Distance between parallel lines, in the same unit.
PARALLEL = 0.17


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of the nodes and bends of the edges, in the graph's order.

    ``places`` are whole pixels around the origin. ``bends`` say how far a curve's control point leaves the straight
    line, as a share of its length; positive is to the left as seen from the subject.
    """

    places: tuple[tuple[int, int], ...]
    bends: tuple[float, ...]


def node_radius(node: Node) -> float:
    """Return the radius of a node, which grows with the number of its statements."""
    return float(min(8 + 3.2 * np.sqrt(node.degree), 28))


def line_label(edge: Edge) -> str:
    """Return what stands on an edge: its relation, ``✕`` where denied, ``±`` where said and denied, and its time."""
    return SIGNS[edge.polarity] + edge.relation + TIMES[edge.time]


def label_lines(name: str) -> tuple[str, ...]:
    """Return a name as the one or two lines that stand under a node, cut where it is too long.

    >>> label_lines("United States Department of Defense")
    ('United States', 'Department of Defense')
    >>> label_lines("x" * 5000)
    ('xxxxxxxxxxxxxxxxxxxxxxxxx…',)
    """
    # Control and format characters (line ends, marks of direction) would disturb the drawing, not the name.
    name = " ".join("".join(c if unicodedata.category(c) not in ("Cc", "Cf") else " " for c in name).split())
    if len(name) <= BREAK_AT:
        return (name,)
    head = name[: 2 * CUT_AT]
    spaces = [i for i, character in enumerate(head) if character == " "]
    if not spaces:
        return (_cut(name),)
    middle = min(spaces, key=lambda i: (abs(2 * i - len(head)), i))
    return _cut(name[:middle]), _cut(name[middle + 1 :])


def _cut(line: str) -> str:
    return line if len(line) <= CUT_AT else line[: CUT_AT - 1].rstrip() + "…"


def _width(line: str) -> float:
    return sum(CHARACTER * (2 if unicodedata.east_asian_width(c) in "WF" else 1) for c in line)


def arrange(graph: PictureGraph, groups: Sequence[int] = ()) -> Layout:
    """Place the nodes and bend the edges of a graph; ``groups`` are the communities of its nodes, () for none."""
    index = {node.id: i for i, node in enumerate(graph.nodes)}
    pairs = [(index[edge.subject], index[edge.object]) for edge in graph.edges]
    radii = np.array([node_radius(node) for node in graph.nodes])
    known, groups = bool(groups), groups or (0,) * len(graph.nodes)
    if len(graph.nodes) > FINE:
        return Layout(_whole(spread(radii, np.array(pairs).reshape(-1, 2), groups)), _fanned(pairs))
    boxes = np.array([_box(node, radius) for node, radius in zip(graph.nodes, radii, strict=True)]).reshape(-1, 4)
    places = np.zeros((len(graph.nodes), 2))
    drawing = nx.Graph()
    drawing.add_nodes_from(range(len(graph.nodes)))
    for edge, (a, b) in zip(graph.edges, pairs, strict=True):
        # Of several lines between two nodes the one with the longest label counts.
        label = max(len(line_label(edge)) * LINE_CHARACTER, drawing.get_edge_data(a, b, {"label": 0})["label"])
        far = 1.0 if groups[a] == groups[b] else OUTWARD
        drawing.add_edge(a, b, label=label, length=far * (label + 2 * ROOM + radii[a] + radii[b]))
    if known:
        _tie(drawing, groups)
    parts = sorted((sorted(part) for part in nx.connected_components(drawing)), key=lambda part: (-len(part), part[0]))
    for part in parts:
        places[part] = _spread(drawing.subgraph(part).copy(), boxes[part], np.array([groups[node] for node in part]))
    _pack(places, parts, boxes, pairs, groups)
    if len(places):
        corners = np.concatenate([places + boxes[:, :2], places + boxes[:, 2:]])
        places -= (corners.min(axis=0) + corners.max(axis=0)) / 2
    return Layout(_whole(places), _bends(pairs, places, boxes, radii))


def _whole(places: Floats) -> tuple[tuple[int, int], ...]:
    return tuple((round(x), round(y)) for x, y in places.tolist())


def _box(node: Node, radius: float) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of a node with its label, from the node's place."""
    lines = label_lines(node.name)
    half = max(radius, max(map(_width, lines)) / 2) + MARGIN
    return -half, -radius - MARGIN, half, radius + 4 + LINE_HEIGHT * len(lines) + MARGIN


def _tie(drawing: nx.Graph, groups: Sequence[int]) -> None:
    """Add a tie, which is no line, from the first piece of each community to each other piece of it."""
    members: dict[int, list[int]] = {}
    for node, group in enumerate(groups):
        members.setdefault(group, []).append(node)
    for own in members.values():
        first, *others = sorted(min(piece) for piece in nx.connected_components(drawing.subgraph(own)))
        for other in others:
            if len(own) >= GROUND_SIZE and not drawing.has_edge(first, other):
                drawing.add_edge(first, other, length=PIECES)


def _spread(drawing: nx.Graph, boxes: Floats, groups: Whole) -> Floats:
    """Place one connected part, its nodes in order, as clearly as one of several starts leads to."""
    count = len(boxes)
    if count == 1:
        return np.zeros((1, 2))
    row = {node: i for i, node in enumerate(sorted(drawing))}
    lines = [(a, b, data) for a, b, data in drawing.edges(data=True) if "label" in data]
    ends = np.array([sorted((row[a], row[b])) for a, b, _ in lines])
    lengths = np.array([data["length"] for _, _, data in lines])
    if count == 2:
        return np.outer([-0.5, 0.5], [lengths[0], 0.0])
    ideal = _distances(count, [(row[a], row[b], data["length"]) for a, b, data in drawing.edges(data=True)])
    random = np.random.default_rng(SEED)
    starts = [_scaled(ideal) + random.normal(scale=20.0, size=(count, 2))]
    more = max(min(STARTS, STARTED_NODES // count) - 1, 0)
    starts += list(random.uniform(-0.5, 0.5, size=(more, count, 2)) * ideal.max())
    placed = [_upright(places) for places in _majorise(np.array(starts), ideal)]
    ways = _gathered(np.array(placed), boxes, ends, lengths, groups)
    widths = np.array([data["label"] for _, _, data in lines])
    return min(ways, key=lambda places: _tangle(places, boxes, ends, widths)) if len(ways) > 1 else ways[0]


def _distances(count: int, lines: Iterable[tuple[int, int, float]]) -> Floats:
    """Return the length of the shortest way from each node to each, by Floyd and Warshall; all are connected."""
    ways = np.full((count, count), np.inf)
    np.fill_diagonal(ways, 0.0)
    for a, b, length in lines:
        ways[a, b] = ways[b, a] = length
    for middle in range(count):
        np.minimum(ways, ways[:, middle, None] + ways[None, middle], out=ways)
    return ways


def _tangle(places: Floats, boxes: Floats, ends: Whole, widths: Floats) -> float:
    """Return how hard a placing is to read.

    Counts lines that cross, lines under nodes, lines without room for their labels, and the room that it all takes.
    """
    start, line = places[ends[:, 0]], places[ends[:, 1]] - places[ends[:, 0]]

    def side(point: Floats) -> Floats:
        """On which side of each line (rows) each point (columns) lies."""
        away = point[None] - start[:, None]
        return np.asarray(np.sign(line[:, None, 0] * away[..., 1] - line[:, None, 1] * away[..., 0]))

    parted = side(places[ends[:, 0]]) * side(places[ends[:, 1]]) < 0
    crossings = np.triu(parted & parted.T, 1).sum()
    points = start[:, None] + np.linspace(0.1, 0.9, 17)[:, None] * line[:, None]
    under = np.asarray(_covered(points, places, boxes).any(axis=1))
    under[np.arange(len(ends))[:, None], ends] = False
    wide, high = np.ptp(places, axis=0) + 100
    scale = min(1.35, SCREEN[0] / wide, SCREEN[1] / high)
    spots, along = np.linspace(0.26, 0.74, 9)[:, None], np.linspace(-0.5, 0.5, 7)
    reach = widths / scale / np.maximum(np.hypot(line[:, 0], line[:, 1]), 1.0)
    share = (spots + along * reach[:, None, None])[..., None]
    labels = _covered(start[:, None, None] + share * line[:, None, None], places, boxes)
    unlabelled = np.asarray(labels.any(axis=(2, 3))).all(axis=1)
    return float(crossings + 3 * under.sum() + 2.5 * unlabelled.sum() + 24 / scale)


def _covered(points: Floats, places: Floats, boxes: Floats) -> NDArray[np.bool_]:
    """Tell which points lie in the boxes of which nodes; the last axis becomes that of the nodes."""
    x, y = points[..., 0, None], points[..., 1, None]
    left, top, right, bottom = (np.tile(places, 2) + boxes).T
    inside = x > left
    for other in (x < right, y > top, y < bottom):
        inside &= other
    return np.asarray(inside)


def _scaled(ideal: Floats) -> Floats:
    """Classical scaling: the plane that keeps most of the distances; a good place to start from."""
    n = len(ideal)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * centre @ (ideal**2) @ centre)
    plane = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0))
    plane *= np.sign(plane[np.argmax(np.abs(plane), axis=0), [0, 1]] + 1e-12)  # an eigenvector's sign is free
    return np.asarray(plane)


def _majorise(starts: Floats, ideal: Floats) -> Floats:
    """Lower the stress of all starts (starts, nodes, 2), each by itself.

    Gansner, Koren and North, "Graph Drawing by Stress Majorization", https://doi.org/10.1007/978-3-540-31843-9_25
    """
    count = len(ideal)
    weights = np.zeros_like(ideal)
    off_diagonal = ~np.eye(count, dtype=bool)
    weights[off_diagonal] = ideal[off_diagonal] ** -2
    # The weights' Laplacian has the shift of all nodes as its null space; with that filled it can be inverted.
    inverse = np.linalg.inv(np.diag(weights.sum(axis=1)) - weights + 1 / count)
    stiff = weights * ideal
    places: Floats = starts - starts.mean(axis=1, keepdims=True)
    live = np.arange(len(places))
    for _ in range(PASSES):
        before = places[live]
        x, y = before[..., 0], before[..., 1]
        distance = np.hypot(x[:, :, None] - x[:, None], y[:, :, None] - y[:, None])
        pull = stiff / np.maximum(distance, 1e-9)
        after = inverse @ (pull.sum(axis=2)[..., None] * before - pull @ before)
        places[live] = after
        live = live[np.abs(after - before).max(axis=(1, 2)) >= SETTLED]
        if not len(live):
            break
    return places


def _upright(places: Floats) -> Floats:
    """Turn the longest axis to lie flat, and widen."""
    places = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(places, full_matrices=False)
    axes *= np.sign(axes[np.arange(2), np.argmax(np.abs(axes), axis=1)])[:, None]
    turned: Floats = places @ axes.T
    extent = np.maximum(np.ptp(turned, axis=0), 1.0)
    turned[:, 0] *= np.clip(ASPECT * extent[1] / extent[0], 1.0, ASPECT)
    return turned


def _gathered(starts: Floats, boxes: Floats, ends: Whole, lengths: Floats, groups: Whole) -> Floats:
    """Push things apart within each community, then the communities, so that no ground lies over another."""
    starts = starts.copy()
    members = [np.flatnonzero(groups == group) for group in sorted(set(groups))]
    for own in members:
        inner = np.isin(ends, own).all(axis=1)
        starts[:, own] = _separate(starts[:, own], boxes[own], np.searchsorted(own, ends[inner]), lengths[inner])
    for places in starts:
        shapes = [(own, _shape(places[own], boxes[own])) for own in members]
        board = Board()
        for own, cells in sorted(shapes, key=lambda shape: (-len(shape[1]), shape[0][0])):
            pulled = np.rint(-PULL / CELL * places[own].mean(axis=0)).astype(int)
            places[own] += CELL * board.put(cells, pulled)
    return starts


def _separate(starts: Floats, boxes: Floats, ends: Whole, lengths: Floats) -> Floats:
    """Push overlapping boxes apart, each pair along the shorter way, and stretch lines shorter than their labels.

    ``starts`` are (starts, nodes, 2), each by itself.
    """
    starts = starts.copy()
    # Which line (columns) moves which node (rows) which way.
    pulls = np.zeros((starts.shape[1], len(ends)))
    pulls[ends[:, 0], np.arange(len(ends))] = 1
    pulls[ends[:, 1], np.arange(len(ends))] = -1
    live = np.arange(len(starts))
    for _ in range(SEPARATIONS):
        places = starts[live]
        push = _apart(places, boxes)
        line = places[:, ends[:, 0]] - places[:, ends[:, 1]]
        length = np.maximum(np.hypot(line[..., 0], line[..., 1]), 1.0)
        short = np.maximum(lengths + THROUGH * np.abs(line[..., 1]) / length - length, 0)
        going = push.any(axis=(1, 2)) | (short.max(axis=1, initial=0) >= 1)
        if not going.any():
            break
        stretch = line * (0.3 * short / length)[..., None]
        live = live[going]
        starts[live] = (places + push + pulls @ stretch)[going]
    return starts


def _apart(places: Floats, boxes: Floats) -> Floats:
    """Return how far each box moves in one step away from those that it overlaps; zero where it overlaps none.

    ``places`` are (starts, nodes, 2).
    """
    middle, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    x, y = (places + middle).transpose(2, 0, 1)
    wide, high = half.T
    across, down = x[:, :, None] - x[:, None], y[:, :, None] - y[:, None]
    over_x, over_y = wide[:, None] + wide - np.abs(across), high[:, None] + high - np.abs(down)
    hit = (over_x > 0) & (over_y > 0) & ~np.eye(len(boxes), dtype=bool)
    moves = np.zeros_like(places)
    if not hit.any():
        return moves
    which, one, other = np.nonzero(hit)
    across, down, over_x, over_y = (values[which, one, other] for values in (across, down, over_x, over_y))
    # Equal places need a direction: the order of the nodes gives it.
    order = np.sign(one - other)
    flat = over_x < over_y
    np.add.at(moves[..., 0], (which, one), np.where(flat, over_x * np.where(across == 0, order, np.sign(across)), 0))
    np.add.at(moves[..., 1], (which, one), np.where(flat, 0, over_y * np.where(down == 0, order, np.sign(down))))
    moves *= (0.25 / np.sqrt(np.maximum(hit.sum(axis=2), 1)))[..., None]
    return moves


def _pack(places: Floats, parts: Sequence[Sequence[int]], boxes: Floats, pairs: Pairs, groups: Sequence[int]) -> None:
    """Move the parts together around the largest: each to the free spot nearest to the middle."""
    part_of = {node: number for number, part in enumerate(parts) for node in part}
    lines: dict[int, list[list[float]]] = {}
    for a, b in pairs:
        lines.setdefault(part_of[a], []).extend(along(places[a], places[b]))
    board = Board()
    for number, part in enumerate(parts):
        own = np.array([groups[node] for node in part])
        shapes = [_shape(places[part][own == group], boxes[part][own == group]) for group in sorted(set(own))]
        cells = np.concatenate([*shapes, boxed(np.array(lines.get(number, [])).reshape(-1, 4))])
        middle = (cells.min(axis=0) + cells.max(axis=0)) // 2
        places[part] += CELL * (board.put(cells - middle) - middle)


def _shape(places: Floats, boxes: Floats) -> Whole:
    """Return the cells that the things of one community take, with their ground and its name where there is one."""
    if len(places) < GROUND_SIZE:
        return boxed(np.tile(places, 2) + boxes)
    x, y = places[np.lexsort((places[:, 0], places[:, 1]))[0]]
    caption = [[x - CAPTION[0] / 2, y - RIM - CAPTION[1], x + CAPTION[0] / 2, y - RIM + CAPTION[1] / 2]]
    return np.concatenate([boxed(np.concatenate([np.tile(places, 2) + boxes, caption])), ground(places, RIM + APART)])


def _fans(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], list[int], list[float]]]:
    """Give each pair of nodes with the numbers of the lines between them and how far each leaves the middle."""
    fans: dict[tuple[int, int], list[int]] = {}
    for number, (a, b) in enumerate(pairs):
        fans.setdefault((min(a, b), max(a, b)), []).append(number)
    for ends, fan in fans.items():
        yield ends, fan, [(i - (len(fan) - 1) / 2) * PARALLEL for i in range(len(fan))]


def _fanned(pairs: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """Return bends that part parallel lines and leave the others straight."""
    bends = [0.0] * len(pairs)
    for (a, _), fan, offsets in _fans(pairs):
        for number, offset in zip(fan, offsets, strict=True):
            bends[number] = round(offset if pairs[number][0] == a else -offset, 3) + 0.0  # no -0.0
    return tuple(bends)


def _bends(pairs: Sequence[tuple[int, int]], places: Floats, boxes: Floats, radii: Floats) -> tuple[float, ...]:
    """Fan out the lines between one pair of nodes, and lead each fan past the nodes in its way."""
    bends = [0.0] * len(pairs)
    marks = np.stack([-radii, -radii, radii, radii], axis=1) * 1.3
    for (a, b), fan, offsets in _fans(pairs):
        base = _way_past(a, b, places, (marks, boxes), offsets)
        for number, offset in zip(fan, offsets, strict=True):
            bend = base + offset
            bends[number] = round(bend if pairs[number][0] == a else -bend, 3) + 0.0
    return tuple(bends)


def _way_past(a: int, b: int, places: Floats, boxes: tuple[Floats, Floats], offsets: Sequence[float]) -> float:
    """Return the bend whose lines cover least of other nodes (the first boxes) and of their labels (the second)."""
    others = np.ones(len(places), dtype=bool)
    others[[a, b]] = False
    start, end = places[a], places[b]
    left = np.array([end[1] - start[1], start[0] - end[0]])
    t = np.linspace(0.08, 0.92, 30)[:, None]
    control = (start + end) / 2 + np.array([[[bend + offset] for offset in offsets] for bend in BENDS]) * left
    curves = (1 - t) ** 2 * start + 2 * t * (1 - t) * control[..., None, :] + t**2 * end
    marked, labelled = (_covered(curves, places[others], box[others]).sum(axis=(1, 2, 3)) for box in boxes)
    cost = 4 * marked + labelled + 4 * np.abs(BENDS)
    return BENDS[int(np.argmin(cost))]
