"""The picture's page in a real Chromium: what stands there and what opens."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from browser import visit
from picture_reader import click_line, counts, line_point, search
from picture_story import THINGS, Things, claim, extraction, plain, story

from kg.model import Article, Extraction
from kg.ontology import load_ontology
from kg.picture import Extractions, arrange, find_communities, picture_graph, view

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RELATIONS = load_ontology().relations


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
        assert opened.run(f"({of})('edge').length") >= 28  # of 38; the rest show when the pointer is on their line
        assert opened.run("page.drawing.regions.length") >= 2
        named = opened.run(f"({of})('region').map((label) => label.text[0])")
        assert "around Osprey Dynamics" in named


#: Tells which of the things that show, or of the bright ones where something is picked, have no name.
NAMELESS = """() => {
  const { drawing, payload } = page;
  const named = new Set(drawing.labels.placed.filter(({ kind }) => kind === "node").map(({ index }) => index));
  return [...(drawing.bright() || drawing.shown).nodes].filter((i) => !named.has(i)).map((i) => payload.nodes[i].name);
}"""


def hub(*, leaves: int = 40) -> list[Extraction]:
    """Return an article in which one company owns so many others."""
    names = ["Marrowby Group", *(f"Tarn {n} Works" for n in range(leaves))]
    things: Things = dict.fromkeys(names, ("Company", ()))
    rows = [f"<s|Marrowby Group> <t|owns> <o|Tarn {n} Works>." for n in range(leaves)]
    article = Article("hub", "\n".join(map(plain, rows)), published=date(2026, 1, 1))
    return [extraction(article, [claim(article, row, RELATIONS["owns"], things) for row in rows])]


def test_what_the_picture_is_about_has_its_name(browser: Browser, tmp_path: Path) -> None:
    """Also where other things stand so near that no place is free."""
    near = """() => {
      const { scene, drawing, payload } = page;
      const centre = payload.order[0];
      scene.nodes.forEach((_, i) => {
        const angle = (2 * Math.PI * i) / (scene.nodes.length - 1);
        [scene.x[i], scene.y[i]] = i === centre ? [0, 0] : [60 * Math.cos(angle), 60 * Math.sin(angle)];
      });
      drawing.show(drawing.shown);
      drawing.whole(false);
    }"""
    named = "page.drawing.labels.placed.filter(({ kind }) => kind === 'node').map(({ text }) => text.join(' '))"
    with visit(browser, view(hub()).save(tmp_path / "hub.html")) as opened:
        opened.run(near)
        opened.page.wait_for_timeout(300)
        assert "Marrowby Group" in opened.run(named)
        opened.run("page.pick({ kind: 'edge', index: 0 })")
        opened.page.wait_for_timeout(600)
        assert opened.run(NAMELESS) == []


def test_names_keep_the_heads_of_lines_clear(browser: Browser, story_file: Path) -> None:
    """Where they have no other place, the head is drawn over the name."""
    covered = """() => {
      const { drawing, scene, payload } = page;
      const names = drawing.labels.placed.filter(({ kind }) => kind === "node");
      return scene.edges.flatMap((edge, e) => {
        if (edge.symmetric) return [];
        const view = drawing.view();
        const [way, { x, y }] = [scene.point(e, 0.9), view.screen(scene.x[edge.object], scene.y[edge.object])];
        const from = view.screen(way.x, way.y);
        const share = (scene.nodes[edge.object].size * view.scale + 3) / Math.hypot(from.x - x, from.y - y);
        const [hx, hy] = [x + (from.x - x) * share, y + (from.y - y) * share];
        const over = names.find(({ boxes: [box] }) =>
          box.left < hx && hx < box.right && box.top < hy && hy < box.bottom);
        if (!over) return [];
        const near = drawing.names.getContext("2d").getImageData(Math.round(hx) - 4, Math.round(hy) - 4, 9, 9).data;
        const color = String(channels(drawing.painter.edgeColor(edge)));
        const seen = Array.from({ length: 81 }, (_, n) => String(near.slice(4 * n, 4 * n + 3))).includes(color);
        return [[payload.nodes[over.index].name, seen]];
      });
    }"""
    with visit(browser, story_file) as opened:
        assert opened.run(covered) == [["Norwegian Ministry of Defence", True]]


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


def test_what_is_said_and_denied_is_red_in_its_gaps(browser: Browser, tmp_path: Path) -> None:
    """Looked at pixel by pixel, since vis.js leaves out what it is told of a line without a bend."""
    told = []
    for number, polarity in enumerate(("positive", "negative")):
        sentence = "<s|Tidemark Robotics> <t|supplies> <o|Halvard Yards>."
        article = Article(f"a{number}", plain(sentence), published=date(2026, 1, 1 + number))
        fields = {"polarity": polarity, "certainty": "probable"}
        told.append(extraction(article, [claim(article, sentence, RELATIONS["supplies"], THINGS, **fields)]))
    red = """() => {
      const { scene, drawing } = page;
      const canvas = document.querySelector("#drawing canvas");
      const [view, ratio] = [drawing.view(), canvas.width / canvas.clientWidth];
      return Array.from({ length: 200 }, (_, n) => scene.point(0, 0.25 + n / 400)).filter((at) => {
        const { x, y } = view.screen(at.x, at.y);
        const [r, g, b] = canvas.getContext("2d").getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data;
        return r > 180 && g < 90 && b < 110;
      }).length;
    }"""
    with visit(browser, view(told).save(tmp_path / "mixed.html")) as opened:
        assert opened.run("[page.payload.edges.length, page.payload.edges[0].bend]") == [1, 0]
        assert opened.run(red) > 20  # of 200, in gaps of 5 pixels, of which the rims are paler
        opened.page.locator("#day").fill("0")
        assert opened.run(red) == 0


def test_what_is_to_come_ends_in_an_open_head(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        heads = opened.run(
            """page.scene.edges.map((edge, e) => {
              const { enabled, type } = page.drawing.surface.edges.get(e).arrows.to;
              return [edge.time, edge.symmetric, enabled, type];
            })"""
        )
        assert {(time, kind) for time, _, shown, kind in heads if shown} == {
            *(("past", "arrow"), ("current", "arrow"), ("future", "vee")),
        }
        assert {shown for _, symmetric, shown, _ in heads if symmetric} == {False}
        # In files and above what is picked the page draws it: filled or as a stroke.
        drawn = """(time) => {
          const { drawing, scene } = page;
          const pen = new SvgPen(100, 100);
          const one = scene.edges.findIndex((edge) => edge.time === time && !edge.symmetric);
          drawing.painter.edge(pen, one, drawing.view());
          return pen.root.lastElementChild.getAttribute("fill") === "none";
        }"""
        assert [opened.run(drawn, time) for time in ("past", "current", "future")] == [False, False, True]


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


def test_nothing_left_by_the_filters(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        assert opened.page.locator("#empty").is_hidden()
        opened.run(
            "page.change((state) => ['certain', 'probable', 'possible'].forEach((c) => state.off.certainty.add(c)))"
        )
        assert opened.page.inner_text("#empty") == "No claim is within this filter."
        opened.page.get_by_role("button", name="Show all kinds").click()
        assert opened.page.locator("#empty").is_hidden()
        assert counts(opened) == "24 things · 38 statements · 6 articles"


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
        assert details.locator(".sure").inner_text() == "confidence 100 %"
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
        assert details.locator(".sum").inner_text() == "3 statements in 2 articles"
        details.get_by_role("button", name="Danish Navy").click()
        assert "will not use" in details.locator("blockquote").inner_text()
        details.get_by_role("button", name="Back").click()
        opened.page.wait_for_selector("#details h3")
        assert details.locator("h2").inner_text() == "Seal"
        details.get_by_role("button", name="Forward").click()
        opened.page.wait_for_selector("#details blockquote")
        assert "will not use" in details.locator("blockquote").inner_text()
