"""What a reader of the picture's page does and sees, for tests in a real Chromium."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from browser import Visit


def line_point(opened: Visit, subject: str, relation: str, object_: str) -> tuple[float, float]:
    """Return where on the screen a line is by itself, near its middle."""
    x, y = opened.run(
        """([subject, relation, object]) => {
          const { payload, drawing, scene } = page;
          const index = payload.edges.findIndex((edge) => payload.nodes[edge.subject].name === subject
            && payload.relations[edge.relation].name === relation && payload.nodes[edge.object].name === object);
          const box = drawing.stage.getBoundingClientRect();
          const places = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65].map((t) => {
            const { x, y } = scene.point(index, t);
            const at = drawing.view().screen(x, y);
            const over = drawing.layers.getBoundingClientRect();
            return [at.x + over.left, at.y + over.top];
          });
          return places.find(([x, y]) => drawing.at({ x: x - box.left, y: y - box.top })?.index === index) || places[0];
        }""",
        [subject, relation, object_],
    )
    return x, y


def click_line(opened: Visit, subject: str, relation: str, object_: str) -> None:
    """Click, with the mouse, on the middle of a line."""
    opened.page.mouse.click(*line_point(opened, subject, relation, object_))
    opened.page.wait_for_selector("#details blockquote")


def search(opened: Visit, name: str) -> None:
    """Type a name and take the first that is found."""
    opened.page.fill("#query", name)
    opened.page.keyboard.press("Enter")


def counts(opened: Visit) -> str:
    return opened.page.inner_text("#counts")


def pixel(opened: Visit, x: int, y: int) -> bytes:
    """Return red, green and blue of a pixel of the screen."""
    png = opened.page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    chunks, at = b"", 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        chunks += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    return zlib.decompress(chunks)[1:4]
