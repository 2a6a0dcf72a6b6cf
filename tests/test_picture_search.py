"""The picture's page in a real Chromium: search, legend, time, neighbours, focus, paths, and what was cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import GRAPHICS_CARD, NO_WEBGL, visit
from picture_reader import click_line, counts, pixel, search
from picture_story import MANY, THINGS, TOP, claim, extraction, plain, story
from playwright.sync_api import expect

from kg.model import Article
from kg.ontology import load_ontology
from kg.picture import view

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RELATIONS = load_ontology().relations


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
        rest = opened.page.locator("#rest")
        assert rest.inner_text() == "Some kinds are switched off. Show all kinds"
        # What hides Bergen is switched on, and nothing else.
        search(opened, "Bergen")
        assert rest.locator("p").all_inner_texts() == [
            *("Shown again for this: based_in.", "Some kinds are switched off. Show all kinds"),
        ]
        assert counts(opened) == "13 things · 8 statements · 4 articles (30 statements hidden)"
        rest.get_by_role("button", name="Show all kinds").click()
        assert counts(opened) == "24 things · 38 statements · 6 articles"
        assert rest.inner_text() == ""


def test_legend_counts_what_there_is(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        entries = opened.page.locator("#legend .entry").all_inner_texts()
        found = {word: int(count) for word, count, *_ in (entry.split("\n") for entry in entries)}
        assert {word: found[word] for word in ("person", "city", "certain", "possible", "said", "past", "leads")} == {
            "person": 6,
            "city": 2,
            "certain": 35,
            "possible": 2,
            "said": 35,
            "past": 5,
            "leads": 6,
        }


@pytest.mark.parametrize(
    ("before", "name", "note"),
    [
        ("state.off.type.add('Company'); state.off.time.add('past')", "Pia Lindqvist", None),
        ("state.off.type.add('Person'); state.off.time.add('past')", "Pia Lindqvist", "person"),
        ("state.until = '2026-02-03'; state.off.time.add('past')", "Pia Lindqvist", "all dates"),
        ("state.until = '2026-02-11'; state.off.relation.add('leads')", "Seal", None),
        ("state.off.polarity.add('negative'); state.off.type.add('Product')", "Seal", "product"),
    ],
)
def test_search_clears_what_hides_the_thing_and_says_so(
    browser: Browser, story_file: Path, before: str, name: str, note: str | None
) -> None:
    off = "Object.entries(page.state.off).flatMap(([field, names]) => [...names].map((one) => `${field} ${one}`))"
    with visit(browser, story_file) as opened:
        opened.run(f"page.change((state) => {{ {before} }})")
        switched, until = opened.run(off), opened.run("page.state.until")
        search(opened, name)
        said = [text for text in opened.page.locator("#rest p").all_inner_texts() if text.startswith("Shown again")]
        assert said == ([] if note is None else [f"Shown again for this: {note}."])
        left = set(switched) - set(opened.run(off))
        assert len(left) == (note in ("person", "product"))
        assert opened.run("page.state.until") == (None if note == "all dates" else until)


def test_search_says_that_there_are_more(browser: Browser, large_file: Path) -> None:
    with visit(browser, large_file) as opened:
        opened.page.fill("#query", "al")
        there = opened.run("page.payload.nodes.filter(({ name }) => name.toLowerCase().includes('al')).length")
        assert there > 12
        lines = opened.page.locator("#hits li")
        assert (lines.count(), lines.last.inner_text()) == (13, f"12 of {there}; type more")
        opened.page.keyboard.press("ArrowUp")
        assert opened.run("page.search.active") == 11


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


def test_every_day_with_a_report_is_a_stop(browser: Browser, tmp_path: Path) -> None:
    """Here one statement is said on a day, said again on the next and denied on the third."""
    told = []
    for number, polarity in enumerate(("positive", "positive", "negative")):
        sentence = "<s|Tidemark Robotics> <t|supplies> <o|Halvard Yards>."
        article = Article(f"a{number}", plain(sentence), published=date(2026, 1, 1 + number))
        found = claim(article, sentence, RELATIONS["supplies"], THINGS, polarity=polarity)
        told.append(extraction(article, [found]))
    with visit(browser, view(told).save(tmp_path / "stops.html")) as opened:
        assert opened.page.locator("#time").is_visible()
        said = []
        for place in range(4):
            opened.page.locator("#day").fill(str(place))
            look = opened.run("[page.scene.edges[0].polarity, page.scene.edges[0].reports]")
            said.append([opened.page.inner_text("#until"), *look])
        assert said == [
            ["until 1 January 2026", "positive", 1],
            ["until 2 January 2026", "positive", 2],
            ["until 3 January 2026", "mixed", 3],
            ["all dates", "mixed", 3],
        ]


def test_back_after_sliding_leads_to_what_was_before(browser: Browser, story_file: Path) -> None:
    slide = """(places) => {
      const slider = document.getElementById("day");
      for (const place of places) {
        slider.value = place;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }
      slider.dispatchEvent(new Event("change", { bubbles: true }));
    }"""
    with visit(browser, story_file) as opened:
        opened.page.get_by_role("checkbox", name="person").uncheck(force=True)
        opened.run(slide, ["4", "3", "2"])
        opened.run(slide, ["1", "0"])
        assert opened.page.inner_text("#until") == "until 3 February 2026"
        for until in ("until 19 February 2026", "all dates"):
            opened.page.get_by_role("button", name="Back").click()
            expect(opened.page.locator("#until")).to_have_text(until)
            assert opened.page.get_by_role("checkbox", name="person").is_checked() is False
        opened.page.get_by_role("button", name="Back").click()
        expect(opened.page.get_by_role("checkbox", name="person")).to_be_checked()


def test_who_slides_ends_the_play(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.get_by_role("button", name="Play through time").click()
        opened.page.locator("#day").fill("1")
        assert opened.page.locator("#play").get_attribute("aria-label") == "Play through time"
        assert opened.run("page.timeline.playing") == 0
        assert opened.page.inner_text("#until") == "until 11 February 2026"


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
