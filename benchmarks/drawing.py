"""How soon the picture stands on the screen and how smoothly it moves, beside pyvis's defaults.

    python benchmarks/drawing.py [--sizes 150 500 2000 10000] [--patience 60] [--write FILE]

Graphs of invented companies in communities, two statements a thing, are drawn as ``kg view`` does where nothing else is
asked for, with the most central things at first, and whole (``top=0``), each in a fresh headless Chromium without a
graphics card. Up to 150 things vis.js draws. Of more the page draws on a plain canvas there, and the whole is measured
again while it is made to use sigma.js on SwiftShader's WebGL. Times are the page's own, from the start of its
navigation to the first frame in which everything stands where it stays; for pyvis that is the end of its simulation, on
which it is given up after ``--patience`` seconds. Frames are counted while the camera moves a little before each, for
three seconds. Where drawing takes long the page moves what is drawn as an image and draws anew when the camera rests;
the last columns tell how many frames a second there would be if each were drawn anew, and how long one takes from the
order to the screen.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, sync_playwright

import kg
from kg.picture import Extractions, picture_graph
from kg.picture.layout import FINE

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser import ARGUMENTS, GRAPHICS_CARD, program
from picture_story import large

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Browser, Page

    from kg.model import Extraction

#: Numbers of things that are drawn.
SIZES = (150, 500, 2_000, 10_000)
#: Seconds to the first complete frame that are allowed, by number of things.
LIMITS = {500: 1.0, 2_000: 2.0, 10_000: 4.0}
#: Frames a second at 2,000 things, and seconds to make the file of 10,000, that are asked for.
LIMIT_FRAMES, LIMIT_MAKING = 30.0, 20.0

#: Counts frames for three seconds while ``move`` is called before each.
FRAMES = """async (move) => {
  const step = new Function("k", move);
  let count = 0;
  const began = performance.now();
  while (performance.now() - began < 3000) {
    step(count++);
    await new Promise(requestAnimationFrame);
  }
  return (1000 * count) / (performance.now() - began);
}"""
OURS, ANEW, THEIRS = (
    "page.drawing.pan(k % 80 < 40 ? 4 : -4, 1)",
    "page.drawing.slow = false; page.drawing.pan(k % 80 < 40 ? 4 : -4, 1)",
    "network.moveTo({ offset: { x: k % 80 < 40 ? 4 : -4, y: 1 } })",
)
#: Draws everything anew and says how many milliseconds later it was on the screen.
REDRAW = """async () => {
  const began = performance.now();
  page.drawing.complete = false;
  page.drawing.redraw();
  while (!page.drawing.complete) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
#: Notes when vis.js, as pyvis configures it, has drawn what it ends at.
WATCH = """const wait = setInterval(() => {
  if (typeof network === "undefined") return;
  clearInterval(wait);
  network.once("stabilizationIterationsDone", () =>
    requestAnimationFrame(() => requestAnimationFrame(() => (window.stands = performance.now()))));
}, 1);"""

COLUMNS = (
    *("things", "statements", "drawn by", "file made", "first complete frame", "frames a second"),
    *("each drawn anew", "one drawn anew"),
)


def main() -> None:
    """Measure, print a table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of things")
    parser.add_argument("--patience", type=float, default=60, help="seconds after which pyvis is given up")
    parser.add_argument("--write", type=Path, help="a file for the table")
    options = parser.parse_args()
    rows: list[tuple[str, ...]] = []
    kg.view(large(10, 20))  # which loads the ontology and the libraries
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:

        def fresh() -> Browser:
            return driver.chromium.launch(executable_path=program(), args=list(ARGUMENTS))

        for size in options.sizes:
            story = large(size, 2 * size)
            ways: list[tuple[int, str]] = [(FINE, "")]
            if size > FINE:
                ways += [(0, ""), (0, GRAPHICS_CARD)]
            done = len(rows)
            for top, before in ways:
                with fresh() as browser:
                    version = browser.version
                    rows.append(_ours(browser, story, Path(folder), top, before))
            with fresh() as browser:
                rows.append(_pyvis(browser, story, Path(folder), options.patience))
            print(*rows[done:], sep="\n", file=sys.stderr)
    system = f"{os.cpu_count()} cores, {platform.machine()}, Chromium {version}, Python {platform.python_version()}"
    table = "\n".join(_line(row) for row in (COLUMNS, ("---",) * len(COLUMNS), *rows))
    print(f"{table}\n\n{system}")
    if options.write:
        options.write.write_text(f"{table}\n\n{system}\n", encoding="utf-8")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _timed(make: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    made = make()
    return made, time.perf_counter() - began


def _open(browser: Browser, file: Path, before: str) -> Page:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.route("http*://**", lambda route: route.abort())  # pyvis asks two servers for a style sheet
    if before:
        page.add_init_script(before)
    page.goto(file.as_uri(), wait_until="commit")
    return page


def _ours(browser: Browser, story: tuple[Extraction, ...], folder: Path, top: int, before: str) -> tuple[str, ...]:
    picture, making = _timed(lambda: kg.view(story, top=top))
    page = _open(browser, picture.save(folder / "ours.html"), before)
    page.wait_for_selector("html[data-ready]", timeout=120_000)
    first = float(page.evaluate("document.documentElement.dataset.ready")) / 1000
    page.wait_for_timeout(500)
    things, statements = page.evaluate("[page.payload.nodes.length, page.payload.edges.length]")
    name = page.evaluate("page.drawing.surface.constructor.name.replace('Surface', '')").lower()
    cut = top and things > top
    name += f", the {top} most central at first" if cut else ""
    name += ", made to take software for a graphics card" if before else ", as it chooses here"
    page.evaluate(REDRAW)
    again = float(page.evaluate(REDRAW))
    frames = float(page.evaluate(FRAMES, OURS))
    page.wait_for_timeout(500)
    drawn = float(page.evaluate(FRAMES, ANEW))
    page.close()
    limits = f"{first:.2f} s" + (f" (≤ {LIMITS[things]:g})" if things in LIMITS and not cut else "")
    made = f"{making:.1f} s" + (f" (≤ {LIMIT_MAKING:g})" if things == 10_000 else "")
    smooth = f"{frames:.0f}" + (f" (≥ {LIMIT_FRAMES:g})" if things == 2_000 and not cut else "")
    last = (smooth, f"{drawn:.0f}", f"{again / 1000:.2f} s")
    return f"{things:,}", f"{statements:,}", f"kg, {name}", made, limits, *last


def _pyvis(browser: Browser, story: tuple[Extraction, ...], folder: Path, patience: float) -> tuple[str, ...]:
    from pyvis.network import Network

    source = Extractions(story)
    graph = picture_graph(source.claims(), source.article)

    def make() -> str:
        network = Network(directed=True, cdn_resources="in_line")
        for node in graph.nodes:
            network.add_node(node.id, label=node.name)
        for edge in graph.edges:
            network.add_edge(edge.subject, edge.object, label=edge.relation)
        html: str = network.generate_html()
        return html

    html, making = _timed(make)
    file = folder / "pyvis.html"
    file.write_text(html, encoding="utf-8")
    page = _open(browser, file, WATCH)
    frames = "–"
    try:
        stands = page.wait_for_function("window.stands", timeout=1000 * patience).json_value()
        first = f"{stands / 1000:.2f} s"
        frames = f"{page.evaluate(FRAMES, THEIRS):.0f}"
    except Error:
        first = f"> {patience:g} s"
    page.close()
    shown = (f"{len(graph.nodes):,}", f"{len(graph.edges):,}")
    # vis.js draws each frame anew.
    return *shown, "pyvis's defaults", f"{making:.1f} s", first, frames, frames, "–"


if __name__ == "__main__":
    main()
