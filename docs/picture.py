"""Takes the picture of README: the graph of the samples with one line opened, in headless Chromium.

    python docs/picture.py

The image is not compared by a test: fonts differ between machines.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import kg

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
#: The line that is open in the picture.
OPEN = ("Corverex Systems", "negotiates_with", "NATO")
#: Width and height in pixels of the page, and how many pixels of the image one of them takes.
SIZE, SCALE = (1360, 850), 1.25

#: Picks a line of the page by its ends, in any order, and its relation.
PICK = """(wanted) => {
  const { nodes, relations, edges } = page.payload;
  const words = (edge) => [nodes[edge.subject].name, relations[edge.relation].name, nodes[edge.object].name];
  const index = edges.findIndex((edge) => words(edge).sort().join() === wanted.sort().join());
  page.pick({ kind: "edge", index });
}"""


def main() -> None:
    """Write graph.png beside this file."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sys.exit(f"none of {', '.join(PROGRAMS)} is installed")
    picture = kg.view(kg.extract(kg.read(kg.sample_paths())))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = picture.save(Path(folder, "graph.html"))
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": SIZE[0], "height": SIZE[1]}, device_scale_factor=SCALE, color_scheme="light"
        )
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        page.evaluate(PICK, list(OPEN))
        page.wait_for_selector("#details blockquote")
        page.wait_for_timeout(1000)  # until what was picked has moved clear of the panel
        page.screenshot(path=Path(__file__).with_name("graph.png"))
        browser.close()


if __name__ == "__main__":
    main()
