"""Draws the two pictures of the reference as SVG: what the ontology can say, and one article as RDF.

``docs/generate.py`` writes them. What they show is read from the ontology and from a case of the tests, so that they
cannot say anything else; what stands here is where things are placed. The same input gives the same bytes.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse
from rdflib import RDF, XSD, Literal

import kg
from kg.rdf import read_extraction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["agents", "broadest", "ontology_svg", "rdf_svg"]

CASE = Path(__file__).parent.parent / "tests" / "cases" / "rdf" / "one_claim.trig"
#: Width of a letter and height of a line, in pixels, at the size that all text has.
LETTER, LINE = 7.3, 18
INK, FAINT, PAPER, LEAF = "#1f2933", "#6b7785", "#ffffff", "#f4f6f8"
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="12" role="img">'
    "<title>{title}</title>"
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    f'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="{FAINT}"/></marker></defs>'
    f'<rect width="{{width}}" height="{{height}}" fill="{PAPER}"/>'
)


def text(x: float, y: float, words: str, *, color: str = INK, anchor: str = "start", more: str = "") -> str:
    """Return a line of text; ``y`` is its base line, ``more`` further attributes."""
    return f'<text x="{x:g}" y="{y:g}" fill="{color}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, *, fill: str = LEAF, edge: str = "#c9d1d9") -> str:
    """Return a rectangle with round corners."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1"/>'
    )


def line(start: tuple[float, float], end: tuple[float, float], *, both: bool = False) -> str:
    """Return an arrow, with a tip at either end where ``both``."""
    (a, b), (c, d) = start, end
    tips = 'marker-end="url(#tip)"' + (' marker-start="url(#tip)"' if both else "")
    return f'<line x1="{a:g}" y1="{b:g}" x2="{c:g}" y2="{d:g}" stroke="{FAINT}" {tips}/>'


# -- The ontology ------------------------------------------------------------------------------------------------------

WIDTH, MARGIN, GAP = 1080, 20, 10
ENDS, PILL = 210, 26


def broadest(ontology: kg.Ontology, types: Collection[str]) -> frozenset[str]:
    """Return the types without those that stand below another of them."""
    return frozenset(name for name in types if ontology.types[name].parent not in types)


def agents(ontology: kg.Ontology) -> frozenset[str]:
    """Return the types that most relations have at their ends: whatever acts."""
    counts: dict[frozenset[str], int] = defaultdict(int)
    for relation in ontology.relations.values():
        for end in (relation.domain, relation.range):
            counts[broadest(ontology, end)] += 1
    return max(counts, key=lambda end: (counts[end], sorted(end)))


def ontology_svg(ontology: kg.Ontology) -> str:
    """Return a picture of the types, and of the relations by the types that they join."""
    parts, y = list(_types(ontology)), 154.0
    agent = agents(ontology)
    groups: dict[tuple[str, str, bool], list[kg.RelationEntry]] = defaultdict(list)
    for entry in ontology.entries.values():
        subject, object_ = (
            _said(broadest(ontology, end), agent) for end in (entry.relation.domain, entry.relation.range)
        )
        groups[subject, object_, entry.relation.symmetric].append(entry)
    for (subject, object_, symmetric), entries in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        rows = list(_rows([entry.relation.name for entry in entries], WIDTH - 2 * (MARGIN + ENDS + 44)))
        height = len(rows) * (PILL + 6) + 6
        middle = y + height / 2
        left, right = MARGIN + ENDS, WIDTH - MARGIN - ENDS
        parts += [box(MARGIN, y, ENDS, height), box(right, y, ENDS, height)]
        parts += _centred(MARGIN + ENDS / 2, middle, subject) + _centred(right + ENDS / 2, middle, object_)
        parts.append(line((left + 2, middle), (right - 2, middle), both=symmetric))
        colors = {entry.relation.name: entry.color for entry in entries}
        for number, row in enumerate(rows):
            x = WIDTH / 2 - (sum(map(_pill, row)) + GAP * (len(row) - 1)) / 2
            for name in row:
                top = y + 6 + number * (PILL + 6)
                parts.append(box(x, top, _pill(name), PILL, fill=PAPER, edge=colors[name]))
                parts.append(text(x + _pill(name) / 2, top + 17, name, color=colors[name], anchor="middle"))
                x += _pill(name) + GAP
        y += height + GAP
    note = f"Agent: {', '.join(sorted(agent))}. An arrow with two tips is a symmetric relation."
    parts.append(text(MARGIN, y + 12, note, color=FAINT))
    title = f"{len(ontology.types)} types, and {len(ontology.relations)} relations by the types that they join"
    return "\n".join([HEAD.format(width=WIDTH, height=round(y + 28), title=title), *parts, "</svg>", ""])


def _types(ontology: kg.Ontology) -> Iterator[str]:
    """Yield a column for each root type, with those below it in two columns."""
    roots = [kind for kind in ontology.types.values() if kind.parent is None]
    below = {root.name: [kind for kind in ontology.types.values() if kind.parent == root.name] for root in roots}
    widths = {name: 400.0 if len(kinds) > 4 else 150.0 for name, kinds in below.items()}
    x = float(MARGIN)
    for root in roots:
        width = widths[root.name]
        yield box(x, 16, width, 118, fill=PAPER, edge=root.color)
        yield text(x + 12, 38, root.name, color=root.color, more=' font-weight="bold"')
        for number, kind in enumerate(below[root.name]):
            column, row = divmod(number, 4)
            left, base = x + 12 + column * 250, 62 + row * LINE
            yield f'<circle cx="{left + 4:g}" cy="{base - 4:g}" r="4" fill="{kind.color}"/>'
            yield text(left + 14, base, kind.name)
        x += width + GAP


def _said(types: frozenset[str], agent: frozenset[str]) -> str:
    names = ["Agent", *sorted(types - agent)] if agent <= types else sorted(types)
    return ", ".join(names)


def _pill(name: str) -> float:
    return round(len(name) * LETTER + 20)


def _rows(names: Iterable[str], width: float) -> Iterator[list[str]]:
    row: list[str] = []
    for name in names:
        if row and sum(map(_pill, [*row, name])) + GAP * len(row) > width:
            yield row
            row = []
        row.append(name)
    yield row


def _centred(x: float, y: float, words: str) -> list[str]:
    lines = [words] if len(words) * LETTER < ENDS - 12 else _halves(words)
    top = y + 4 - (len(lines) - 1) * LINE / 2
    return [text(x, top + n * LINE, part, anchor="middle") for n, part in enumerate(lines)]


def _halves(words: str) -> list[str]:
    parts = words.split(", ")
    middle = (len(parts) + 1) // 2
    return [", ".join(parts[:middle]) + ",", ", ".join(parts[middle:])]


# -- One article as RDF ------------------------------------------------------------------------------------------------

ARTICLE = "https://kg.example/article/a1"
THINGS = "https://kg.example/entity/organization/"
#: Node → left and upper edge, and width.
PLACES = {
    ARTICLE: (30, 50, 310),
    f"{ARTICLE}#char=0,45": (450, 50, 250),
    f"{ARTICLE}#char=0,45&position": (950, 50, 360),
    f"{ARTICLE}#char=0,45&quote": (950, 160, 360),
    "https://kg.example/claim/711e71f4a221a5a9": (390, 200, 370),
    f"{ARTICLE}#entity=organization/reuters": (950, 300, 360),
    f"{ARTICLE}#entity=organization/acme": (30, 570, 310),
    f"{ARTICLE}#entity=organization/nato": (950, 570, 360),
    f"{ARTICLE}#mention=0,4": (30, 330, 250),
    f"{THINGS}acme": (170, 790, 340),
    f"{THINGS}nato": (780, 790, 340),
}
#: Graph → its words, its upper edge and its height.
GRAPHS = {
    "article:a1, the graph of the article": (16, 690),
    "graph:entities and graph:statements, what follows from all articles": (752, 170),
}
#: Not shown, since they say the same of each node, repeat another, or are long.
LEFT_OUT = {
    *("kg:digest", "schema:identifier", "schema:articleBody", "kg:alias", "kg:article", "kg:read_by"),
    *("kg:party", "kg:default_thing", "kg:attributed_to", "kg:subject_span", "kg:object_span"),
}


@dataclass
class Node:
    """A box of the picture: its name, its classes, and a line for each value that is not a box itself."""

    iri: str
    lines: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Pixels."""
        return (len(self.lines) + 1) * LINE + 10


def rdf_svg(case: Path = CASE) -> str:
    """Return a picture of the article of a case: boxes for nodes, with their literals, and lines between them."""
    nodes = _nodes(case)
    parts = [part for words, (top, height) in GRAPHS.items() for part in _graph(words, top, height)]
    links: dict[tuple[frozenset[str], str], list[Node]] = {}
    for node in nodes.values():
        for name, end in node.links:
            links.setdefault((frozenset({node.iri, end}), name), [node, nodes[end]])
    back = {(end, node.iri, name) for node in nodes.values() for name, end in node.links}
    for (_, name), (one, other) in links.items():
        parts.append(line(*_ends(one, other), both=(one.iri, other.iri, name) in back))
    for node in nodes.values():
        x, y, width = PLACES[node.iri]
        parts.append(box(x, y, width, node.height))
        parts.append(text(x + 10, y + 20, _short(node.iri), more=' font-weight="bold"'))
        parts += [text(x + 10, y + 20 + n * LINE, words) for n, words in enumerate(node.lines, 1)]
    parts += [part for (_, name), (one, other) in links.items() for part in _label(one, other, name)]
    title = "One article as RDF: its claim, the entities as read, the evidence, and the plain triple that follows"
    return "\n".join([HEAD.format(width=1330, height=940, title=title), *parts, "</svg>", ""])


def _nodes(case: Path) -> dict[str, Node]:
    read = parse(path=case, format=RdfFormat.TRIG)
    extraction = read_extraction([q for q in read if q.graph_name.value == ARTICLE], kg.load_ontology().relations)
    with tempfile.TemporaryDirectory() as folder, kg.Store(Path(folder, "graph"), write=True) as store:
        store.add([extraction])
        data = store.graph()
        quads, names = sorted(data.quads(), key=str), {str(prefix): str(iri) for prefix, iri in data.namespaces()}
        nodes = {iri: Node(iri) for iri in PLACES}
        for subject, predicate, value, _ in quads:
            node, name = nodes.get(str(subject)), _curie(str(predicate), names)
            if node is None or name in LEFT_OUT:
                continue
            if predicate == RDF.type:
                node.lines.insert(0, f"a {_curie(str(value), names)}")
            elif str(value) in nodes:
                node.links.append((name, str(value)))
            else:
                node.lines.append(f"{name} {_value(value, names)}")
    return nodes


def _value(value: object, names: dict[str, str]) -> str:
    if isinstance(value, Literal):
        words = f'"{value}"' if value.datatype in (None, XSD.string) else str(value)
        return words if len(words) < 34 else f"{words[:28]}…"
    words = _curie(str(value), names)
    return "activity:…" if words.startswith("activity:") else words  # it changes with each version of the software


def _curie(iri: str, names: dict[str, str]) -> str:
    fits = [(prefix, start) for prefix, start in names.items() if prefix and iri.startswith(start)]
    if "#" in iri and iri.startswith(ARTICLE):
        return iri.removeprefix(ARTICLE)
    if not fits:
        return f"<{iri}>"
    prefix, start = max(fits, key=lambda fit: len(fit[1]))
    return f"{prefix}:{iri[len(start) :]}"


def _short(iri: str) -> str:
    if iri.startswith(f"{ARTICLE}#"):
        return f"<{iri.removeprefix(ARTICLE)}>"
    return iri.removeprefix("https://kg.example/").replace("/", ":", 1)


def _graph(words: str, top: float, height: float) -> list[str]:
    return [
        box(14, top, 1302, height, fill="#fbfcfd", edge="#dfe5ea"),
        text(1304, top + height - 12, words, color=FAINT, anchor="end"),
    ]


def _ends(one: Node, other: Node) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where a line between two boxes leaves the one and meets the other: at their edges, centre to centre."""
    (ax, ay), (bx, by) = _centre(one), _centre(other)
    return _edge(one, bx - ax, by - ay), _edge(other, ax - bx, ay - by)


def _centre(node: Node) -> tuple[float, float]:
    x, y, width = PLACES[node.iri]
    return x + width / 2, y + node.height / 2


def _edge(node: Node, dx: float, dy: float) -> tuple[float, float]:
    x, y = _centre(node)
    half = PLACES[node.iri][2] / 2 + 2, node.height / 2 + 2
    scale = min(half[0] / abs(dx) if dx else 9e9, half[1] / abs(dy) if dy else 9e9)
    return x + dx * scale, y + dy * scale


def _label(one: Node, other: Node, name: str) -> list[str]:
    (a, b), (c, d) = _ends(one, other)
    x, y, width = (a + c) / 2, (b + d) / 2, len(name) * LETTER + 8
    back = f'<rect x="{x - width / 2:g}" y="{y - 9:g}" width="{width:g}" height="18" fill="#fbfcfd"/>'
    return [back, text(x, y + 4, name, color="#274c77", anchor="middle")]
