"""A real Chromium for tests of pages: Playwright's driver with the browser that the system has."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
#: No sandbox, since tests run as root in containers; nothing that calls home.
ARGUMENTS = (
    "--no-sandbox",
    # WebGL without a graphics card.
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
)


def program() -> str:
    """Return where the browser is; AssertionError where the system has none."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert found, f"none of {', '.join(PROGRAMS)} is installed; 'make test' installs Debian's chromium"
    return found


#: A script that makes a page believe that a graphics card draws its WebGL; software does.
GRAPHICS_CARD = """const own = WebGL2RenderingContext.prototype.getParameter;
WebGL2RenderingContext.prototype.getParameter = function (name) {
  return name === 0x9246 ? "A graphics card" : own.call(this, name);
};"""
#: A script that takes WebGL from a page.
NO_WEBGL = """const own = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind === "webgl2" ? null : own.call(this, kind, ...more);
};"""


#: Milliseconds that a page is waited for: a busy machine takes long.
PATIENCE = 120_000


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start the browser, with more arguments if wanted; AssertionError where the system has none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page with all that it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def run(self, script: str, argument: object = None) -> Any:
        """Return what a script gives in the page."""
        return self.page.evaluate(script, argument)


def _complain(opened: Visit, text: str) -> None:
    # Software rendering reports each read of a pixel as slow.
    if "GL Driver Message" not in text:
        opened.complaints.append(text)


@contextmanager
def visit(
    browser: Browser,
    file: Path,
    *,
    width: int = 1400,
    height: int = 900,
    dark: bool = False,
    fragment: str = "",
    before: str = "",
) -> Iterator[Visit]:
    """Open a file that was written by :meth:`kg.picture.Picture.save` and wait until it is drawn.

    ``before`` is a script that runs before those of the page.
    """
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    context.set_default_timeout(PATIENCE)
    opened = Visit(context.new_page())
    if before:
        opened.page.add_init_script(before)
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda message: _complain(opened, message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
    opened.page.wait_for_selector("html[data-ready]")
    yield opened
    context.close()
