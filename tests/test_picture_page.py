"""The picture's page in a real Chromium: everything that a reader can do with it, by mouse, by keys and by address."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import GRAPHICS_CARD, NO_WEBGL, PATIENCE, Visit, chromium, visit
from picture_story import THINGS, claim, large, story
from playwright.sync_api import expect

from kg.model import Article, Extraction
from kg.ontology import load_ontology
from kg.picture import Extractions, arrange, find_communities, picture_graph, view
from kg.picture.page import HERE, SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

RELATIONS = load_ontology().relations
JS = Path(__file__).parent.parent / "js"
ASSETS = HERE / "assets"
#: Things and statements of the large picture, and how many show at first.
MANY, LINES, TOP = 400, 700, 40


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def story_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return view(story()).save(tmp_path_factory.mktemp("picture") / "graph.html")


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return view(large(MANY, LINES), top=TOP).save(tmp_path_factory.mktemp("picture") / "large.html")


@pytest.fixture(scope="module")
def packages() -> Path:
    """The npm packages that check the page's scripts; AssertionError where they cannot be had."""
    if not (JS / "node_modules").exists():
        npm = shutil.which("npm")
        assert npm, "npm is not installed; install Node.js 20 or newer (on Debian: apt-get install nodejs npm)"
        subprocess.run([npm, "ci", "--silent"], cwd=JS, check=True)
    return JS / "node_modules"


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


# What stands there


def test_no_request_leaves_and_nothing_moves(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        places = "JSON.stringify(page.drawing.surface.network.getPositions())"
        first = opened.run(places)
        opened.page.wait_for_timeout(300)
        assert opened.run(places) == first
        source = Extractions(story())
        graph = picture_graph(source.claims(), source.article)
        wanted = [list(place) for place in arrange(graph, find_communities(graph).of).places]
        assert opened.run("page.payload.nodes.map(({ x, y }) => [x, y])") == wanted
        assert counts(opened) == "24 things · 38 statements · 6 articles"
        assert opened.complaints == []
    assert opened.requests == [story_file.as_uri()]


def test_every_small_name_is_there_and_regions_have_names(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        of = "(kind) => page.drawing.labels.placed.filter((label) => label.kind === kind)"
        assert opened.run(f"({of})('node').length") == 24
        assert opened.run(f"({of})('edge').length") >= 30  # of 38; the rest show when the pointer is on their line
        assert opened.run("page.drawing.regions.length") >= 2
        named = opened.run(f"({of})('region').map((label) => label.text[0])")
        assert "around Osprey Dynamics" in named


def test_labels_do_not_overlap(browser: Browser, large_file: Path) -> None:
    with visit(browser, large_file) as opened:
        opened.run("page.showAll(true)")
        overlapping = """() => {
          const boxes = page.drawing.labels.placed.flatMap((label) => label.boxes.map((box) => ({ ...box, label })));
          return boxes.some((a, i) => boxes.slice(0, i).some((b) => a.label !== b.label
            && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
        }"""
        assert opened.run("page.drawing.labels.placed.length") > 30
        assert opened.run(overlapping) is False


def test_names_appear_with_zoom(browser: Browser, large_file: Path) -> None:
    share = """() => {
      const { drawing, scene } = page;
      const view = new View(drawing.camera, drawing.stage.clientWidth, drawing.stage.clientHeight);
      const seen = [...drawing.shown.nodes].filter((i) => {
        const { x, y } = view.screen(scene.x[i], scene.y[i]);
        return x > 60 && y > 40 && x < view.width - 60 && y < view.height - 40;
      });
      const named = new Set(drawing.labels.placed.filter(({ kind }) => kind === "node").map(({ index }) => index));
      return seen.filter((i) => named.has(i)).length / seen.length;
    }"""
    with visit(browser, large_file) as opened:
        opened.run("page.showAll(true)")
        assert opened.run(share) < 0.5
        opened.run("page.drawing.zoom(8, { x: 560, y: 430 }); page.drawing.redraw(); page.drawing.overlay()")
        assert opened.run(share) > 0.8


def test_denied_lines_are_red(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        colors = opened.run("page.scene.edges.map((edge) => [edge.polarity, page.drawing.painter.edgeColor(edge)])")
        denied = opened.run("page.drawing.painter.theme.denied")
        assert {color for polarity, color in colors if polarity == "negative"} == {denied}
        assert denied not in {color for polarity, color in colors if polarity != "negative"}


def test_dark_and_light(browser: Browser, story_file: Path) -> None:
    ground = "getComputedStyle(document.getElementById('stage')).backgroundColor"
    with visit(browser, story_file, dark=True) as opened:
        assert opened.run(ground) == "rgb(20, 23, 27)"
        assert opened.run("page.drawing.painter.theme.dark") is True
        opened.page.get_by_role("button", name="Dark or light").click()
        assert opened.run(ground) == "rgb(251, 251, 249)"
        assert opened.run("page.drawing.painter.theme.dark") is False
        assert opened.complaints == []


def test_nothing_to_show(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, view(story(), since="2027").save(tmp_path / "empty.html")) as opened:
        assert opened.page.inner_text("#empty") == "No claim is within this filter."
        assert counts(opened) == "0 things · 0 statements · 0 articles"
        assert opened.complaints == []


# What opens


def test_click_on_a_line_shows_its_sentences(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        click_line(opened, "Danish Navy", "uses", "Seal")
        details = opened.page.locator("#details")
        assert details.locator("blockquote").all_inner_texts() == ["The Danish Navy will not use the Seal, it said."]
        marks = [(mark.get_attribute("class"), mark.inner_text()) for mark in details.locator("blockquote mark").all()]
        assert marks == [("s", "Danish Navy"), ("c", "will not"), ("t", "use"), ("o", "Seal")]
        assert details.locator("article .badge").all_inner_texts() == ["denied", "certain", "future"]
        assert details.locator(".by").inner_text() == "according to Danish Navy"
        link = details.locator(".source a")
        assert (link.inner_text(), link.get_attribute("href")) == (
            "Norway signs for mine-hunting drones",
            "https://news.example/contract",
        )
        assert details.locator(".origin").inner_text() == "Skagen Post · 11 February 2026"
        opened.page.keyboard.press("Escape")
        assert details.is_hidden()
        assert opened.complaints == []


def test_reports_stand_in_order_of_date(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        click_line(opened, "Tidemark Robotics", "negotiates_with", "NATO")
        assert opened.page.locator("#details .sum").inner_text().split("\n") == [
            "said and denied",
            "certain",
            "4 reports in 4 articles",
        ]
        assert opened.page.locator("#details .source > :first-child").all_inner_texts() == [
            "Drone maker in talks with NATO",
            "Yard denies sale",
            "Kelp Harbour exercise begins",
            "Correction: what the yard said",
        ]


def test_pointer_on_a_line_shows_a_card(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.mouse.move(*line_point(opened, "Tidemark Robotics", "negotiates_with", "NATO"))
        card = opened.page.locator("#card")
        assert card.locator("strong").inner_text().split() == "Tidemark Robotics negotiates_with ↔ NATO".split()
        assert "4 reports in 4 articles" in card.inner_text()
        opened.page.mouse.move(*line_point(opened, "Tidemark Robotics", "negotiates_with", "NATO")[:1], 5)
        assert card.is_hidden()


def test_pointer_on_a_thing_shows_a_card(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        x, y = opened.run(
            """() => {
              const { payload, drawing } = page;
              const { left, top } = drawing.extent([payload.nodes.findIndex((node) => node.name === "NATO")]);
              const box = drawing.stage.getBoundingClientRect();
              return [left + box.left, top + box.top];
            }"""
        )
        opened.page.mouse.move(x, y)
        assert opened.page.locator("#card").inner_text().split("\n\n") == [
            *("NATO", "also North Atlantic Treaty Organization, the alliance"),
            "intergovernmental organization · 5 statements · 5 articles",
        ]


def test_a_thing_leads_to_its_statements_and_back(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        search(opened, "Seal")
        details = opened.page.locator("#details")
        assert details.locator("h3").all_inner_texts() == ["← develops", "← uses"]
        assert details.locator(".also").inner_text() == "also Seal drone, the Seal"
        details.get_by_role("button", name="Danish Navy").click()
        assert "will not use" in details.locator("blockquote").inner_text()
        details.get_by_role("button", name="Back").click()
        opened.page.wait_for_selector("#details h3")
        assert details.locator("h2").inner_text() == "Seal"
        details.get_by_role("button", name="Forward").click()
        opened.page.wait_for_selector("#details blockquote")
        assert "will not use" in details.locator("blockquote").inner_text()


# What narrows


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ronnow", "Mads Rønnow"), ("HALVARD YARDS A", "Halvard Yards"), ("alliance", "NATO")],
)
def test_search_finds_names_and_aliases(browser: Browser, story_file: Path, typed: str, found: str) -> None:
    with visit(browser, story_file) as opened:
        opened.page.keyboard.press("/")
        opened.page.keyboard.type(typed)
        assert opened.page.locator("#hits [role=option] > bdi").first.inner_text() == found
        opened.page.keyboard.press("Enter")
        assert opened.page.locator("#details h2").inner_text() == found
        assert opened.run("page.payload.nodes[page.drawing.picked.index].name") == found


def test_legend_filters(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.get_by_role("checkbox", name="person").uncheck(force=True)
        assert counts(opened) == "17 things · 28 statements · 6 articles (10 statements hidden)"
        opened.page.get_by_role("checkbox", name="person").check(force=True)
        opened.page.get_by_role("button", name="Only leads").click(force=True)
        assert counts(opened) == "11 things · 6 statements · 4 articles (32 statements hidden)"
        search(opened, "Bergen")
        assert counts(opened) == "24 things · 38 statements · 6 articles"


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ("possible", "24 things · 36 statements"),
        ("✕ denied", "24 things · 36 statements"),
        ("future", "24 things · 35 statements"),
        ("leads", "22 things · 32 statements"),
        ("person", "17 things · 28 statements"),
    ],
)
def test_every_part_of_the_legend_filters(browser: Browser, story_file: Path, entry: str, left: str) -> None:
    with visit(browser, story_file) as opened:
        opened.page.locator(f".entry:has(.word:text-is('{entry}')) input").uncheck(force=True)
        assert counts(opened).startswith(left)


def test_slider_shows_what_was_said_until_a_day(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.locator("#day").fill("0")
        assert counts(opened) == "11 things · 11 statements · 1 article (27 statements hidden)"
        assert opened.page.inner_text("#until") == "until 3 February 2026"
        opened.page.locator("#day").fill("2")
        assert opened.page.inner_text("#until") == "until 19 February 2026"
        opened.page.locator("#day").fill("5")
        assert opened.page.inner_text("#until") == "all dates"
        assert counts(opened) == "24 things · 38 statements · 6 articles"


def test_a_line_looks_as_what_was_said_until_the_day(browser: Browser, story_file: Path) -> None:
    look = """(number) => {
      const { label, polarity, certainty, reports } = page.scene.edges[number];
      const { width, dashes, background } = page.drawing.surface.edges.get(number);
      return [label, polarity, certainty, reports, width, dashes, background.enabled];
    }"""
    with visit(browser, story_file) as opened:
        number = opened.run("page.scene.edges.findIndex((edge) => edge.polarity === 'mixed')")
        opened.page.locator("#day").fill("0")
        assert opened.run(look, number) == ["negotiates_with", "positive", "probable", 1, 1.5, [8, 5], False]
        click_line(opened, "Tidemark Robotics", "negotiates_with", "NATO")
        details = opened.page.locator("#details")
        assert details.locator("blockquote").count() == 1
        assert details.locator(".sum").inner_text().split("\n") == ["probable", "1 report in 1 article"]
        opened.page.locator("#day").fill("3")
        assert opened.run(look, number) == ["negotiates_with", "positive", "certain", 2, 2.4, False, False]
        assert details.locator(".later").inner_text().startswith("2 reports are of a later day or undated.")
        opened.page.get_by_role("checkbox", name="certain").uncheck(force=True)
        assert opened.run("(number) => page.drawing.shown.edges.has(number)", number) is False
        opened.page.locator("#day").fill("2")
        assert opened.run("(number) => page.drawing.shown.edges.has(number)", number) is True
        details.get_by_role("button", name="Show all dates").click()
        opened.page.get_by_role("checkbox", name="certain").check(force=True)
        looks = ["± negotiates_with", "mixed", "certain", 4, 4.2, [14, 6], True]
        assert opened.run(look, number) == looks
        assert details.locator("blockquote").count() == 4
        assert opened.complaints == []


def test_time_plays(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.get_by_role("button", name="Play through time").click()
        expect(opened.page.locator("#until")).to_have_text("until 11 February 2026")
        assert opened.page.locator("#play").get_attribute("aria-label") == "Pause"
        expect(opened.page.locator("#until")).to_have_text("all dates")
        assert opened.page.locator("#play").get_attribute("aria-label") == "Play through time"
        assert counts(opened) == "24 things · 38 statements · 6 articles"


def test_undated_statements_are_counted(browser: Browser, tmp_path: Path) -> None:
    undated = [
        replace(e, article=replace(e.article, published=None)) if e.article.id == "denial" else e for e in story()
    ]
    with visit(browser, view(undated).save(tmp_path / "undated.html")) as opened:
        assert opened.page.inner_text("#until") == "all dates · 2 undated statements"
        opened.page.locator("#day").fill("3")
        assert opened.page.inner_text("#until") == "until 9 March 2026 · 2 undated statements left out"


# What widens: neighbours, focus, paths, what was cut


def test_cut_is_counted_and_reachable(browser: Browser, large_file: Path) -> None:
    with visit(browser, large_file) as opened:
        assert counts(opened).startswith(f"{TOP} things")
        assert f"The {TOP} most central of {MANY} things" in opened.page.inner_text("#rest")
        hidden = opened.run("page.payload.nodes.findIndex((_, i) => !page.drawing.shown.nodes.has(i))")
        search(opened, opened.run(f"page.payload.nodes[{hidden}].name"))
        assert opened.run(f"page.drawing.shown.nodes.has({hidden})") is True
        assert opened.run(f"page.scene.placed.has({hidden})") is True
        opened.page.get_by_role("button", name="Show all").click()
        assert counts(opened) == opened.run(
            "`${page.payload.nodes.length} things · ${page.payload.edges.length} statements · 12 articles`"
        )
        opened.page.get_by_role("button", name="Only the most central").click()
        assert counts(opened).startswith(f"{TOP + 1} things")
        assert opened.complaints == []
    assert opened.requests == [large_file.as_uri()]


def test_neighbours_are_brought_in_beside_their_thing(browser: Browser, large_file: Path) -> None:
    with visit(browser, large_file) as opened:
        node = opened.run("page.payload.order[0]")
        opened.run(f"page.pick({{ kind: 'node', index: {node} }})")
        more = opened.page.get_by_role("button", name="Neighbours +")
        missing = int(more.inner_text().split("+")[1])
        before = opened.run("page.drawing.shown.nodes.size")
        more.click()
        assert opened.run("page.drawing.shown.nodes.size") == before + missing
        closest = """() => {
          const { scene, drawing } = page;
          const all = [...drawing.shown.nodes];
          return Math.min(...all.flatMap((i) => all.filter((j) => j < i).map((j) =>
            Math.hypot(scene.x[i] - scene.x[j], scene.y[i] - scene.y[j]))));
        }"""
        assert opened.run(closest) >= 30
        assert more.count() == 0


def test_focus_and_hide(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        search(opened, "Seal")
        opened.page.get_by_role("button", name="Focus").click()
        assert opened.run("[...page.drawing.shown.nodes].map((i) => page.payload.nodes[i].name).sort()") == [
            "Danish Navy",
            "Norwegian Ministry of Defence",
            "Seal",
            "Tidemark Robotics",
        ]
        assert "Only Seal and its neighbours." in opened.page.inner_text("#rest")
        opened.page.locator("#rest").get_by_role("button", name="All again").click()
        opened.page.locator("#details").get_by_role("button", name="Hide").click()
        assert counts(opened) == "23 things · 35 statements · 6 articles (3 statements hidden)"
        opened.page.get_by_role("button", name="Show again").click()
        assert counts(opened) == "24 things · 38 statements · 6 articles"


def test_shortest_path(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        search(opened, "Pia Lindqvist")
        opened.page.get_by_role("button", name="Path to…").click()
        search(opened, "NATO")
        details = opened.page.locator("#details")
        assert details.locator(".sum").inner_text() == "Shortest path: 4 steps"
        assert details.locator(".step").all_inner_texts()[:2] == ["→ works_for", "→ investigates"]
        assert details.locator(".steps > li > .thing").all_inner_texts() == [
            *("Pia Lindqvist", "European Commission", "Osprey Dynamics", "Tidemark Robotics", "NATO"),
        ]
        assert opened.run("page.drawing.bright().edges.size") == 4
        details.locator(".step").nth(1).click()
        assert "may look into" in details.locator("blockquote").inner_text()


def test_no_path(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.get_by_role("button", name="Only works_for").click(force=True)
        opened.run("page.startPath(page.payload.nodes.findIndex((node) => node.name === 'Pia Lindqvist'))")
        opened.run(
            "page.pick({ kind: 'node', index: page.payload.nodes.findIndex((node) => node.name === 'Gunnar Eide') })"
        )
        assert "No path within this filter" in opened.page.inner_text("#details .sum")


@pytest.mark.parametrize(
    ("before", "surface"), [(GRAPHICS_CARD, "SigmaSurface"), ("", "CanvasSurface"), (NO_WEBGL, "CanvasSurface")]
)
def test_large_is_drawn_with_and_without_a_graphics_card(
    browser: Browser, large_file: Path, before: str, surface: str
) -> None:
    with visit(browser, large_file, before=before) as opened:
        assert opened.run("page.drawing.surface.constructor.name") == surface
        # What is drawn stands where the names and the pointer believe it to stand: at the colour of the largest thing.
        place = """() => {
          const { drawing, scene, payload } = page;
          const node = payload.order[0];
          const at = drawing.view().screen(scene.x[node], scene.y[node]);
          const box = drawing.layers.getBoundingClientRect();
          const { color } = payload.types[payload.nodes[node].type];
          return [Math.round(at.x + box.left), Math.round(at.y + box.top), color];
        }"""
        for step in (
            "0",
            "page.drawing.pan(60, -40)",
            "page.drawing.zoom(1.4, { x: 300, y: 300 })",
            "page.showAll(true)",
        ):
            opened.run(step)
            opened.page.wait_for_timeout(400)
            opened.page.wait_for_selector("#layers:not([style*=translate])", state="attached")
            x, y, color = opened.run(place)
            assert list(pixel(opened, x, y)) == pytest.approx(list(bytes.fromhex(color[1:])), abs=3), step
        opened.page.mouse.click(x, y)
        assert opened.page.locator("#details h2").inner_text() == opened.run(
            "page.payload.nodes[page.payload.order[0]].name"
        )
        assert opened.complaints == []


def pixel(opened: Visit, x: int, y: int) -> bytes:
    """Return red, green and blue of a pixel of the screen."""
    png = opened.page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    chunks, at = b"", 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        chunks += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    return zlib.decompress(chunks)[1:4]


# What can be shared


def test_address_says_what_is_shown(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.get_by_role("checkbox", name="person").uncheck(force=True)
        opened.page.locator("#day").fill("3")
        click_line(opened, "Danish Navy", "uses", "Seal")
        opened.page.get_by_role("button", name="Zoom in").click()
        opened.page.wait_for_url(re.compile("at="))
        opened.page.wait_for_timeout(700)  # until the zoom has come to rest
        address, shown = opened.page.url, counts(opened)
        camera = opened.run("page.drawing.camera")
        assert "no-type=Person" in address
        assert "until=2026-03-02" in address
    with visit(browser, story_file, fragment=address.split("#")[1]) as shared:
        assert counts(shared) == shown
        assert "will not use" in shared.page.inner_text("#details blockquote")
        assert shared.page.get_by_role("checkbox", name="person").is_checked() is False
        assert shared.run("page.drawing.camera.scale") == pytest.approx(camera["scale"], abs=0.001)


def test_back_and_forward_of_the_browser(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.get_by_role("checkbox", name="person").uncheck(force=True)
        search(opened, "Seal")
        opened.page.go_back()
        opened.page.wait_for_selector("#details", state="hidden")
        assert counts(opened).startswith("17 things")
        opened.page.go_back()
        assert counts(opened) == "24 things · 38 statements · 6 articles"
        opened.page.go_forward()
        opened.page.go_forward()
        opened.page.wait_for_selector("#details h2")
        assert opened.page.inner_text("#details h2") == "Seal"


@pytest.mark.parametrize(
    "fragment", ["thing=no/such", "line=a&line=b", "until=yesterday", "at=1,2", "path=x&path=y", "%%%"]
)
def test_address_that_means_nothing_shows_the_whole(browser: Browser, story_file: Path, fragment: str) -> None:
    with visit(browser, story_file, fragment=fragment) as opened:
        assert counts(opened) == "24 things · 38 statements · 6 articles"
        assert opened.complaints == []


@pytest.mark.parametrize("which", ["story_file", "large_file"])
def test_png_and_svg(browser: Browser, request: pytest.FixtureRequest, tmp_path: Path, which: str) -> None:
    with visit(browser, request.getfixturevalue(which)) as opened:
        with opened.page.expect_download() as png:
            opened.page.get_by_role("button", name="Download as PNG").click()
        png.value.save_as(tmp_path / "graph.png")
        head = (tmp_path / "graph.png").read_bytes()[:24]
        width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
        assert (png.value.suggested_filename, head[:8]) == ("graph.png", b"\x89PNG\r\n\x1a\n")
        assert [width, height] == opened.run(
            "[2 * page.drawing.stage.clientWidth, 2 * page.drawing.stage.clientHeight]"
        )
        with opened.page.expect_download() as svg:
            opened.page.get_by_role("button", name="Download as SVG").click()
        svg.value.save_as(tmp_path / "graph.svg")
        drawn = (tmp_path / "graph.svg").read_text(encoding="utf-8")
        name = opened.run("page.payload.nodes[page.payload.order[0]].lines[0]")
        assert f">{name}</text>" in drawn
        assert drawn.count("<path") > 40
        assert opened.complaints == []


def test_print_has_the_picture_and_what_is_open(browser: Browser, story_file: Path) -> None:
    of = "(id) => document.getElementById(id).getBoundingClientRect().top"
    with visit(browser, story_file, dark=True) as opened:
        click_line(opened, "Danish Navy", "uses", "Seal")
        opened.run("window.dispatchEvent(new Event('beforeprint'))")
        opened.page.emulate_media(media="print")
        assert opened.page.locator("#print svg").is_visible()
        assert opened.page.locator("#details blockquote").is_visible()
        assert opened.page.locator("#stage").is_hidden()
        tops = [opened.run(of, part) for part in ("print", "legend", "details")]
        assert tops == sorted(tops)
        assert opened.page.locator("#print svg > rect").first.get_attribute("fill") == "#fbfbf9"
        opened.run("window.dispatchEvent(new Event('afterprint'))")
        assert opened.run("document.documentElement.dataset.theme") == "dark"
        assert opened.page.locator("#print svg").count() == 0


# For everybody


def test_keys_alone(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.focus("#stage")
        opened.page.keyboard.press("ArrowRight")
        first = opened.page.inner_text("#spoken")
        assert first.endswith("statements")
        opened.page.keyboard.press("ArrowLeft")
        assert opened.page.inner_text("#spoken") != first
        opened.page.keyboard.press("Enter")
        assert opened.page.inner_text("#details h2") == opened.page.inner_text("#spoken").split(",")[0]
        assert opened.run("document.activeElement.id") == "details"
        opened.page.keyboard.press("Tab")
        opened.page.keyboard.press("Escape")
        assert opened.page.locator("#details").is_hidden()
        assert opened.run("document.activeElement.id") == "stage"


def test_table_has_what_the_picture_has(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.keyboard.press("Tab")
        assert opened.run("document.activeElement.id") == "skip"
        opened.page.keyboard.press("Enter")
        table = opened.page.get_by_role("table")
        assert table.get_by_role("row").count() == 39
        row = table.get_by_role("row").filter(has_text="Danish Navy").filter(has_text="Seal")
        assert row.get_by_role("cell").all_inner_texts() == [
            *("Danish Navy", "uses", "Seal", "certain", "denied", "future", "1", "2026-02-11"),
        ]
        row.get_by_role("button").click()
        assert "will not use" in opened.page.inner_text("#details blockquote")
        opened.page.get_by_role("checkbox", name="person").uncheck(force=True)
        assert table.get_by_role("row").count() == 29


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_no_serious_violation(
    browser: Browser, story_file: Path, packages: Path, width: int, dark: bool
) -> None:
    with visit(browser, story_file, width=width, height=860, dark=dark) as opened:
        opened.run((packages / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        for state in (
            "0",
            "page.pick({ kind: 'edge', index: 0 })",
            "page.pick({ kind: 'node', index: 0 })",
            "page.table.toggle(true)",
        ):
            opened.run(state)
            found = opened.run("axe.run(document, { resultTypes: ['violations'] })")
            serious = [
                (violation["id"], node["html"][:120])
                for violation in found["violations"]
                if violation["impact"] in ("serious", "critical")
                for node in violation["nodes"]
            ]
            assert serious == [], state


def test_phone_begins_where_names_can_be_read(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file, width=390, height=844) as opened:
        assert opened.run("page.drawing.camera.scale") == 0.5
        opened.page.get_by_role("button", name="Fit to the window").click()
        opened.page.wait_for_timeout(600)
        assert opened.run("page.drawing.camera.scale") < 0.5
        inside = """() => {
          const { left, right, top, bottom } = page.drawing.extent([...page.drawing.shown.nodes]);
          return left > 0 && top > 0 && right < 390 && bottom < page.drawing.stage.clientHeight;
        }"""
        assert opened.run(inside) is True


def test_phone(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file, width=390, height=844) as opened:
        assert opened.run("document.documentElement.scrollWidth") == 390
        assert opened.page.locator("#legend").is_hidden()
        opened.page.get_by_role("button", name="Filters").click()
        opened.page.get_by_role("checkbox", name="person").uncheck(force=True)
        assert counts(opened).startswith("17 things")
        opened.page.get_by_role("button", name="Filters").click()
        search(opened, "Seal")
        panel = opened.page.locator("#details").bounding_box()
        assert panel is not None
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= 390
        opened.page.wait_for_timeout(500)
        at = opened.run(
            "page.drawing.extent([page.drawing.picked.index]).top + page.drawing.stage.getBoundingClientRect().top"
        )
        assert at < panel["y"]


def test_tools_stay_whole_beside_what_is_open(browser: Browser, story_file: Path) -> None:
    """In a frame as wide as a notebook's."""
    with visit(browser, story_file, width=950, height=680) as opened:
        search(opened, "Seal")
        opened.page.locator("#details h2").wait_for()
        cut = """() => {
          const all = document.getElementById("tools").getBoundingClientRect();
          return [...document.querySelectorAll("#tools button")].filter((button) => {
            const box = button.getBoundingClientRect();
            return box.right > all.right || box.bottom > all.bottom || button.scrollHeight > button.clientHeight;
          }).map((button) => button.id);
        }"""
        assert opened.run(cut) == []


def test_notebook_as_a_web_page_shows_the_picture(browser: Browser, tmp_path: Path) -> None:
    """Nothing but what nbconvert writes, as nbviewer shows it: no server, no kernel."""
    shown = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
    shown["data"] = {"text/html": view(story())._repr_html_()}
    cell = {"cell_type": "code", "id": "picture", "execution_count": 1, "metadata": {}, "source": "kg.view(store)"}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell | {"outputs": [shown]}]}
    made = tmp_path / "notebook.ipynb"
    made.write_text(json.dumps(notebook), encoding="utf-8")
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level", "ERROR", str(made)]
    subprocess.run(command, check=True)
    written = made.with_suffix(".html")
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    context.set_default_timeout(PATIENCE)
    opened = Visit(context.new_page())
    opened.page.route("http*://**", lambda route: route.abort())  # the page of nbconvert asks for MathJax
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.goto(written.as_uri())
    frame = opened.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(state="attached")
    frame.locator("#query").fill("Seal")
    frame.locator("#query").press("Enter")
    frame.locator("#details").get_by_role("button", name="Danish Navy").click()
    assert "will not use" in frame.locator("#details blockquote").inner_text()
    frame.locator("#details").get_by_role("button", name="Back").click()
    assert frame.locator("#details h2").inner_text() == "Seal"
    with opened.page.expect_download() as png:
        frame.get_by_role("button", name="Download as PNG").click()
    assert png.value.suggested_filename == "graph.png"
    assert opened.complaints == []
    context.close()


# Strange names

RTL = "\u202e\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
STRANGE = (
    *("<script>alert(1)</script>", "</script><script>alert(1)</script>", "</SCRIPT >", "<!--<script>", "-->", "]]>"),
    *("<img src=x onerror=alert(1)>", "\"'><svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>"),
    *("<iframe src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>", "<style>*{display:none}</style>"),
    *("<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "<template><b>", "</title><b>", "</style>"),
    *(
        "javascript:alert(1)",
        "data:text/html,<b>",
        "' onfocus=alert(1) autofocus x='",
        '" autofocus onfocus=alert(1) "',
    ),
    *("{{ 7 * 7 }}", "{% raw %}", "{# c #}", "${7*7}", "`x`", "<%= 7 %>", "#{7}", "%s %d %n", "{0}"),
    *("&lt;b&gt;", "&amp;amp;", "&#x27;", "&nbsp;", "&", "<", ">", '"', "'", "\\"),
    *("\\u003cb\\u003e", "\\n", "\\x3cscript\\x3e", "\u2028 \u2029", "a\tb", "a\nb", "a\u0000b", "a\u0007b"),
    *("\u202egnp.exe", f"{RTL}x", "شركة النور", "חברת האור", "中文公司", "Ⓐⓒⓜⓔ", "e\u0301\u0302\u0303" * 9),
    *("🚀 Rocket", "👩‍🚀👨‍👩‍👧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "A" * 5000, "word " * 1000 + "end", "__proto__", "constructor"),
    *("'; DROP TABLE nodes; --", "http://evil.example/x.js", "..\\..\\etc", "=cmd|' /C calc'!A0", "null", "NaN"),
)


def test_strange_names_are_many() -> None:
    assert len(set(STRANGE)) == len(STRANGE) >= 60


def strange(name: str) -> Extraction:
    """Return an article in which everything is called so."""
    text = f"{name} backs NATO."
    article = Article(name, text, title=name, url=f"javascript:{name}", publisher=name, published=date(2026, 1, 1))
    things = {"NATO": THINGS["NATO"], "X": ("Company", (f"{name}!",))}
    found = claim(Article(name, "X backs NATO."), "<s|X> <t|backs> <o|NATO>.", RELATIONS["supports"], things)
    subject = replace(found.subject, name=name, thing=f"organization/{name}", aliases=(name, f"{name}!"))
    found = replace(
        found,
        subject=subject,
        evidence=article.span(0, len(text)),
        subject_span=article.span(0, len(name)),
        object_span=article.span(len(text) - 5, len(text) - 1),
        trigger_spans=(),
        attributed_to=(name,),
        role=name,
    )
    return Extraction(article, (), (subject, found.object), (found,))


@pytest.fixture(scope="module")
def strange_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One page about all of them."""
    picture = view([strange(name) for name in STRANGE], title="Strange names")
    with visit(browser, picture.save(tmp_path_factory.mktemp("strange") / "strange.html")) as opened:
        yield opened


@pytest.mark.parametrize("name", STRANGE, ids=range(len(STRANGE)))
def test_strange_names_are_text(strange_page: Visit, name: str) -> None:
    opened = strange_page
    text_of = "(selector) => document.querySelector(selector).textContent"
    node = opened.run("(name) => page.payload.nodes.findIndex((n) => n.id === `organization/${name}`)", name)
    edge = opened.run(f"page.scene.touching[{node}][0]")
    opened.run(f"page.pick({{ kind: 'edge', index: {edge} }})")
    assert opened.run(text_of, "#details blockquote") == f"{name} backs NATO."
    assert opened.run(text_of, "#details h2 bdi") == name
    assert opened.run(text_of, "#details .by strong") == name
    assert opened.run(text_of, "#details .badge.role") == name
    assert opened.run(text_of, "#details .source bdi") == name
    assert opened.run(text_of, "#details .origin bdi") == name
    opened.run(f"page.pick({{ kind: 'node', index: {node} }})")
    assert opened.run(text_of, "#details h2") == name
    assert opened.run(text_of, "#details .also bdi") == f"{name}!"
    assert opened.run("(n) => State.read(page.scene, page.state.write(page.scene)).pick.index === n", node) is True
    opened.run(f"page.card.show({{ kind: 'node', index: {node} }}, {{ x: 9, y: 9 }})")
    assert opened.run(text_of, "#card bdi") == name
    opened.page.fill("#query", " ".join(name.split())[:40])
    opened.run("page.search.find()")
    hits = opened.run("page.search.hits.map((hit) => hit.index)")
    assert node in hits or len(hits) == 12 or not name.strip()
    assert opened.complaints == []


def test_strange_names_make_no_markup(strange_page: Visit) -> None:
    opened = strange_page
    opened.run("page.table.toggle(true)")
    cells = opened.page.locator("#table td:first-child bdi").all_text_contents()
    assert sorted(cells) == sorted(STRANGE)
    drawn = opened.run("new XMLSerializer().serializeToString(asSvg(page.drawing, 'x'))")
    parsed = "(drawn) => new DOMParser().parseFromString(drawn, 'image/svg+xml').querySelector('parsererror')"
    assert opened.run(parsed, drawn) is None
    assert opened.run("document.querySelectorAll('script:not([type])').length") == 1 + len(SCRIPTS)
    odd = "iframe, base, img, template, a, body style, svg script, [onload], [onerror], [onfocus]"
    assert opened.run("(odd) => document.querySelectorAll(odd).length", odd) == 0
    assert opened.complaints == []
    assert len(opened.requests) == 1


@pytest.mark.parametrize(
    "title", [STRANGE[1], STRANGE[3], STRANGE[6], "</title><b>", "{{ 7 * 7 }}", "\u202eevil", "A" * 5000]
)
def test_strange_titles_are_text(browser: Browser, tmp_path: Path, title: str) -> None:
    with visit(browser, view(story(), title=title).save(tmp_path / "strange.html")) as opened:
        assert opened.run("[document.title, document.querySelector('h1').textContent]") == [title, title]
        assert opened.complaints == []


# What is built and typed


def test_scripts_are_typed(packages: Path) -> None:
    checked = subprocess.run([packages / ".bin" / "tsc", "-p", JS], capture_output=True, text=True, check=False)
    assert checked.stdout == ""
    assert checked.returncode == 0


def test_bundle_is_what_the_lock_file_builds(packages: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node, "node is not installed; install Node.js 20 or newer (on Debian: apt-get install nodejs npm)"
    assert packages.exists()
    subprocess.run([node, "build.mjs", tmp_path], cwd=JS, check=True)
    for name in ("webgl.js", "THIRD-PARTY.txt"):
        assert (tmp_path / name).read_bytes() == (ASSETS / name).read_bytes(), f"{name} is stale; type make assets"


def test_lock_file_names_no_registry() -> None:
    lock = (JS / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
