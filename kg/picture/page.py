"""The page: a picture graph and its layout as one HTML file.

Small pictures are drawn by vis.js as pyvis ships it, large ones by sigma.js (WebGL), which is bundled in ``assets``.
All that comes from articles goes into the page as JSON in which no character can end the script element, and the
page's scripts make text nodes of it, never markup. A content security policy forbids every request and every script
but those that were written here.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.model import Certainty, Extraction
from kg.picture.communities import Communities, find_communities
from kg.picture.graph import ClaimSource, EdgePolarity, Extractions, PictureGraph, picture_graph
from kg.picture.layout import FINE, Layout, arrange, node_radius
from kg.picture.payload import payload, reading

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["Picture", "view"]

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
#: In this order; a later one uses what an earlier one defines.
SCRIPTS = tuple(
    f"{name}.js"
    for name in "elements scene painter labels surfaces drawing state details controls exporting main".split()
)
#: How many things show at first where there are more, the most central ones.
TOP = FINE
#: The sentences of so many statements stand in one piece of the page, which is read when one of them is opened.
CHUNK = 200
#: Where Python ends a line and JavaScript does not, by their escapes. Notebook files keep texts by such lines, and VS
#: Code puts a line feed after each: a script with one of these has another hash then, and the policy keeps it from
#: running.
ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
#: What a frame takes for the system's wish of dark or light is what its own element is told: JupyterLab and VS Code say
#: by these which theme is chosen.
THEMES = (
    '<style>[data-jp-theme-light="false"] .kg-picture,.vscode-dark .kg-picture{color-scheme:dark}'
    '[data-jp-theme-light="true"] .kg-picture,.vscode-light .kg-picture{color-scheme:light}</style>'
)
#: Stands where a notebook takes the picture out.
UNTRUSTED = (
    "The picture shows when this cell is run, or when you trust the notebook (Trust Notebook, among JupyterLab's "
    "commands, Ctrl+Shift+C, or in Notebook's File menu)."
)

#: Suffixes of pictures and paper, which the page saves or prints, and of what else a page is not; exports besides.
DRAWN = frozenset("bmp eps gif jpeg jpg pdf png ps svg tif tiff webp".split())
OTHERS = frozenset("docx json jsonl md odt pptx rdf tsv txt xlsx xml zip".split())

#: What vis.js is told: it moves nothing by itself, and leaves names and the pointer to the page.
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "nodes": {"borderWidth": 2, "chosen": False},
    "edges": {"arrowStrikethrough": False, "chosen": False},
    "interaction": {"dragNodes": False, "dragView": False, "zoomView": False, "hover": False, "selectable": False},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished page. It shows itself in a notebook; ``html`` is the whole page."""

    html: str = field(repr=False)
    title: str

    @staticmethod
    def check(path: str | Path) -> Path:
        """Return where a page is to be written; StoreError where the suffix is that of another format."""
        from kg.exports.files import FORMATS, SEVERAL

        form = Path(path).suffix.removeprefix(".").lower()
        if form in DRAWN:
            cure = "write a .html file and open it in a browser, which saves it as SVG or PNG and prints it"
        elif form in {*FORMATS, *SEVERAL}:
            cure = f"`kg export -o` writes {form}; give the page a name in .html"
        elif form in OTHERS:
            cure = "give it a name in .html"
        else:
            return Path(path)
        raise StoreError(f"{str(path)!r} would hold a page of HTML, no {form}; {cure}")

    def save(self, path: str | Path) -> Path:
        """Write the page, in UTF-8, and return where it stands; StoreError for the suffix of another format."""
        path = self.check(path)
        try:
            path.write_text(self.html, encoding="utf-8", newline="\n")
        except OSError as error:
            error.filename = error.filename or str(path)  # a full disk does not tell it
            raise
        return path

    def _repr_html_(self) -> str:
        """Return the page in a frame of its own, which keeps its scripts away from the notebook.

        JupyterLab takes frames out of notebooks that it does not trust and leaves the words in them.
        """
        return (
            f'<iframe title="{html.escape(self.title)}" srcdoc="{html.escape(self.html)}" width="100%" height="680" '
            'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" class="kg-picture" '
            f'style="border:1px solid #d5d8dc;border-radius:8px">{UNTRUSTED}</iframe>{THEMES}'
        )


def view(
    source: ClaimSource | Iterable[Extraction] | Extraction,
    *,
    around: str | None = None,
    hops: int = 1,
    relation: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    certainty: Certainty | None = None,
    min_articles: int = 1,
    top: int = TOP,
    title: str | None = None,
    ontology: Ontology | None = None,
) -> Picture:
    """Draw the claims of a store, or of one or more extractions, as an interactive page.

    ``around`` is any name of a thing: only what lies at most ``hops`` steps from it is drawn. ``relation`` is a name
    of the ontology. ``since`` and ``until`` are days of publication, inclusive, as dates or ISO text (``2026-03``).
    ``certainty`` keeps only claims of that certainty, ``min_articles`` only statements that so many articles report.
    Of more than ``top`` things the most central (by PageRank within the filter) show at first; the page counts the
    others and brings them in by search, as neighbours, or all at once. 0 shows all from the start.
    ``ontology`` gives colours, shapes and definitions; None is the built-in one. Where no claim is left, the page
    says so. The same claims give the same bytes.

    Raises OntologyError for a relation that the ontology lacks, QueryError for a name that nothing has, for what is no
    certainty and for days of which none lies within the limits, ValueError for a negative ``top``, and TypeError for
    what is no store and no extraction.
    """
    from kg.ontology import load_ontology

    if top < 0:
        raise ValueError(f"top is {top}; write how many things show at first, or 0 for all")

    ontology = ontology or load_ontology()
    if relation is not None:
        ontology.relation(relation)
    if isinstance(source, Extraction):
        source = (source,)
    claims = source if isinstance(source, ClaimSource) else Extractions(source, ontology.relations)
    found = claims.claims(relation=relation, around=around, hops=hops, since=since, until=until, certainty=certainty)
    graph = picture_graph(found, claims.article, min_articles=min_articles)
    if title is None:
        title = "What the articles say" if around is None else f"Around {around}"
    return Picture(_page(graph, ontology, title, top), title)


def _page(graph: PictureGraph, ontology: Ontology, title: str, top: int) -> str:
    groups = find_communities(graph)
    layout = arrange(graph, groups.of)
    known = payload(graph, layout, groups, ontology, title) | _cut(graph, groups, top) | {"chunk": CHUNK}
    articles = {article.id: i for i, article in enumerate(graph.articles)}
    readings = [[reading(claim, articles[claim.article], edge) for claim in edge.claims] for edge in graph.edges]
    slots = {
        "title": title,
        "css": (TEMPLATES / "picture.css").read_text(encoding="utf-8"),
        "payload": _json(known),
        "claims": [_json(readings[start : start + CHUNK]) for start in range(0, len(readings), CHUNK)],
    }
    if len(graph.nodes) <= FINE:
        return _drawn_by_vis(graph, layout, known, slots)
    return _drawn_by_sigma(slots)


def _drawn_by_vis(graph: PictureGraph, layout: Layout, known: dict[str, Any], slots: dict[str, Any]) -> str:
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for number, (node, (x, y)) in enumerate(zip(graph.nodes, layout.places, strict=True)):
        kind = known["types"][known["nodes"][number]["type"]]
        network.add_node(number, label=" ", shape=kind["shape"], size=round(node_radius(node), 1), x=x, y=y)
    for number, (edge, bend) in enumerate(zip(known["edges"], layout.bends, strict=True)):
        network.add_edge(edge["subject"], edge["object"], id=number, smooth=_curve(bend, edge["polarity"]))
    network.options = OPTIONS
    # pyvis's own template asks two foreign servers for bootstrap; this one has the same slots and asks nobody.
    network.set_template_dir(str(TEMPLATES), "page.html")
    bundle = Path(Network().template_dir) / "lib" / "vis-9.1.2" / "vis-network.min.js"
    network.templateEnv.globals.update(slots, **_scripts(bundle))
    page: str = network.generate_html()
    return page


def _drawn_by_sigma(slots: dict[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader

    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=False).get_template("page.html")  # noqa: S701 - slots are escaped one by one
    return template.render(slots, **_scripts(HERE / "assets" / "webgl.js"))


def _scripts(bundle: Path) -> dict[str, Any]:
    """Return the scripts of the page, the bundle first, and the policy that allows them."""
    files = (bundle, *(TEMPLATES / name for name in SCRIPTS))
    scripts = [file.read_text(encoding="utf-8").translate(ENDS) for file in files]
    return {"scripts": scripts, "policy": _policy(scripts)}


def _json(value: Any) -> str:
    """Return JSON that can stand in a script element, whatever the texts hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ENDS)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # A half of a surrogate pair (from a broken source) has no UTF-8.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _cut(graph: PictureGraph, groups: Communities, top: int) -> dict[str, Any]:
    """Return the most central things, laid out by themselves, where not all show at first; else nothing of them.

    ``top`` in the page: node, x, y; ``bends``: edge, bend.
    """
    if not top or len(graph.nodes) <= top:
        return {"top": [], "bends": []}
    kept = _most_central(graph, groups, top)
    names = {graph.nodes[node].id for node in kept}
    lines = [i for i, edge in enumerate(graph.edges) if edge.subject in names and edge.object in names]
    nodes, edges = tuple(graph.nodes[node] for node in kept), tuple(graph.edges[i] for i in lines)
    near = arrange(replace(graph, nodes=nodes, edges=edges), tuple(groups.of[node] for node in kept))
    places: Sequence[tuple[int, int]] = near.places
    return {
        "top": [(node, x, y) for node, (x, y) in zip(kept, places, strict=True)],
        "bends": list(zip(lines, near.bends, strict=True)),
    }


def _most_central(graph: PictureGraph, groups: Communities, top: int) -> list[int]:
    """Return at most so many nodes, by rank, each of which has a line to another of them; in the graph's order.

    Pairs that nothing else is tied to come last: by PageRank alone they stand above all leaves of a hub.
    """
    index = {node.id: i for i, node in enumerate(graph.nodes)}
    touching: list[set[int]] = [set() for _ in graph.nodes]
    for edge in graph.edges:
        subject, object_ = index[edge.subject], index[edge.object]
        touching[subject].add(object_)
        touching[object_].add(subject)
    alone = [len(near) < 2 and all(len(touching[other]) < 2 for other in near) for near in touching]
    seen: set[int] = set()
    tied: set[int] = set()
    for node in sorted(groups.by_rank(), key=lambda node: alone[node]):
        seen.add(node)
        near = (seen & touching[node]) - tied
        if near and len(tied | near | {node}) <= top:
            tied |= near | {node}
        elif tied & touching[node] and len(tied) < top:
            tied.add(node)
        if len(tied) >= top:
            break
    return sorted(tied)


def _policy(scripts: Iterable[str]) -> str:
    """Return a policy that allows these scripts and nothing from elsewhere."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _curve(bend: float, polarity: EdgePolarity) -> dict[str, Any] | bool:
    """Return the way of an edge in vis.js's words; all else about it the page decides."""
    if not bend and polarity != "mixed":
        return False
    # vis.js draws the ground of curves only, which shows red in the gaps: no eye tells the least curve from a line.
    kind = "curvedCCW" if bend < 0 else "curvedCW"
    return {"enabled": True, "type": kind, "roundness": round(abs(bend) * 1.08, 3) or 0.001}
