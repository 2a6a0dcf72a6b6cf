"""The picture's page in a real Chromium: addresses, images, print, and keys, tables and phones for everybody."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import PATIENCE, Visit, visit
from picture_reader import click_line, counts, search
from picture_story import story

from kg.ontology import load_ontology
from kg.picture import view
from kg.picture.page import HERE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RELATIONS = load_ontology().relations
ASSETS = HERE / "assets"


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
    "fragment",
    [
        "thing=no/such",
        "line=a&line=b",
        "until=yesterday",
        "until=2026-99-99",
        "until=2026-02-30",
        "at=1,2",
        "path=x&path=y",
        "%%%",
    ],
)
def test_address_that_means_nothing_shows_the_whole(browser: Browser, story_file: Path, fragment: str) -> None:
    with visit(browser, story_file, fragment=fragment) as opened:
        assert counts(opened) == "24 things · 38 statements · 6 articles"
        assert opened.page.inner_text("#until") == "all dates"
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
        assert svg.value.suggested_filename == "graph.svg"
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


def test_a_filter_may_leave_less_than_a_page_of_the_table(browser: Browser, large_file: Path) -> None:
    with visit(browser, large_file) as opened:
        opened.run("page.showAll(true); page.table.toggle(true)")
        table = opened.page.locator("#table")
        table.get_by_role("button", name="Next").click()
        assert table.locator(".pages span").inner_text().startswith("Statements 101–200 of ")
        opened.run("page.change((state) => ['certain', 'probable'].forEach((c) => state.off.certainty.add(c)))")
        opened.run("page.change((state) => state.off.polarity.add('positive'))")
        left = opened.run("page.drawing.shown.edges.size")
        assert 0 < left < 100
        assert table.locator(".pages span").inner_text() == f"Statements 1–{left} of {left}"
        assert table.get_by_role("row").count() == left + 1


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_what_is_open_covers_nothing_of_the_table(browser: Browser, story_file: Path, width: int, height: int) -> None:
    with visit(browser, story_file, width=width, height=height) as opened:
        opened.run("page.table.toggle(true); page.pick({ kind: 'edge', index: 0 })")
        place = opened.page.locator("#table")
        place.evaluate("(place) => place.scrollTo(place.scrollWidth, place.scrollHeight)")
        cell = opened.page.locator("#table td").last.bounding_box()
        panel = opened.page.locator("#details").bounding_box()
        assert cell is not None
        assert panel is not None
        assert cell["x"] + cell["width"] <= panel["x"] or cell["y"] + cell["height"] <= panel["y"]
        pieces = """() => [...document.querySelectorAll("#table td:nth-child(n+4)")].flatMap((cell) => {
          const all = document.createRange();
          all.selectNodeContents(cell);
          return all.getClientRects().length > cell.textContent.split(" ").length ? [cell.textContent] : [];
        })"""
        assert opened.run(pieces) == []
        caption = opened.page.locator("#table caption span").bounding_box()
        place.evaluate("(place) => place.scrollTo(0, 0)")
        assert caption is not None
        assert caption["width"] <= width - 20


#: Ways to lose what has the keys: what is run first, the key's target, what has the keys then (an id or a text).
KEYS = [
    ("page.table.toggle(true)", "#table tbody button >> nth=5", "details"),
    ("page.pick({ kind: 'node', index: 0 })", "#details li .thing >> nth=1", "details"),
    ("page.pick({ kind: 'node', index: 0 })", "#details .acts button:text('Focus')", "All again"),
    ("page.pick({ kind: 'node', index: 0 })", "#details .acts button:text('Hide')", "stage"),
    ("page.pick({ kind: 'node', index: 0 })", "#details .close", "stage"),
    ("page.table.toggle(true)", "#table .pages button:text('Back to the picture')", "stage"),
    ("page.focus(0)", "#rest button:text('All again')", "stage"),
    ("page.hide(0); page.hide(1); page.focus(2)", "#rest button:text('All again')", "Show again"),
    ("page.legend.only('relation', 'leads')", "#rest button:text('Show all kinds')", "stage"),
]


@pytest.mark.parametrize(("before", "target", "held"), KEYS, ids=range(len(KEYS)))
def test_keys_stay_where_the_reader_is(browser: Browser, story_file: Path, before: str, target: str, held: str) -> None:
    with visit(browser, story_file) as opened:
        opened.run(before)
        opened.page.locator(target).focus()
        opened.page.keyboard.press("Enter")
        assert opened.run("document.activeElement.id || document.activeElement.textContent") == held


def test_keys_come_back_to_the_row_that_was_open(browser: Browser, story_file: Path) -> None:
    has = "document.activeElement.dataset.edge || document.activeElement.id"
    with visit(browser, story_file) as opened:
        opened.run("page.table.toggle(true)")
        opened.page.locator("#table [data-edge='7']").focus()
        opened.page.keyboard.press("Enter")
        assert opened.run(has) == "details"
        opened.page.keyboard.press("Escape")
        assert opened.run(has) == "7"
        opened.page.keyboard.press("Escape")
        assert (opened.run(has), opened.page.locator("#table").is_hidden()) == ("stage", True)


def test_what_a_search_finds_lies_above_what_is_open(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file, width=390, height=844) as opened:
        search(opened, "Osprey Dynamics")
        opened.page.fill("#query", "n")
        last = opened.page.locator("#hits li").last
        last.scroll_into_view_if_needed()
        box = last.bounding_box()
        assert box is not None
        at = [box["x"] + 40, box["y"] + box["height"] / 2]
        assert opened.run("(at) => document.elementFromPoint(...at).closest('ul').id", at) == "hits"


def test_keys_are_in_the_panel_after_a_search(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        search(opened, "Seal")
        assert opened.run("document.activeElement.id") == "details"
        opened.page.keyboard.press("Escape")
        assert opened.run("document.activeElement.id") == "stage"


def test_a_filter_leaves_the_panel_as_it_is(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file, height=500) as opened:
        search(opened, "Osprey Dynamics")
        row = opened.page.locator("#details li .thing").last
        row.focus()
        opened.run("document.querySelector('#details').scrollTop = 200; row = document.activeElement")
        opened.run("page.change((state) => state.off.relation.add('sues'))")
        assert opened.run("[document.activeElement === row, document.querySelector('#details').scrollTop]") == [
            True,
            200,
        ]
        # The day changes the words: they are written anew, but nothing jumps.
        opened.run("page.change((state) => (state.until = '2026-02-19'))")
        assert opened.run("[document.activeElement.id, document.querySelector('#details').scrollTop]") == [
            "details",
            200,
        ]


@pytest.mark.parametrize("apart", [300, 555])
def test_no_name_lies_under_the_tools(browser: Browser, story_file: Path, apart: int) -> None:
    place = """(apart) => {
      const { scene, drawing, payload } = page;
      const index = (name) => payload.nodes.findIndex((node) => node.name === name);
      const pair = ["Seal", "Norwegian Ministry of Defence"].map(index);
      pair.forEach((node, place) => ([scene.x[node], scene.y[node]] = [0, place * apart]));
      drawing.show({ nodes: new Set(pair), edges: new Set() });
      drawing.whole(false);
    }"""
    under = """() => {
      const [dock, layers] = ["dock", "layers"].map((id) => document.getElementById(id).getBoundingClientRect());
      return page.drawing.labels.placed.filter(({ kind, boxes: [box] }) => kind === "node"
        && box.left + layers.left < dock.right && box.bottom + layers.top > dock.top).map(({ text }) => text.join(" "));
    }"""
    named = "page.drawing.labels.placed.filter(({ kind }) => kind === 'node').length"
    with visit(browser, story_file) as opened:
        opened.run(place, apart)
        opened.page.wait_for_timeout(300)
        assert (opened.run(named), opened.run(under)) == (2, [])


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
            "page.change((state) => state.off.type.add('Person'))",
            "page.pick({ kind: 'edge', index: page.scene.edges.findIndex((edge) => edge.polarity === 'negative') })",
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
