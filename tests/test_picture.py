"""The picture: what it folds, where it puts things, and what a browser makes of the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium, visit
from picture_story import THINGS, claim, extraction, plain, story

from kg.errors import OntologyError, QueryError
from kg.model import Article, Claim, Extraction
from kg.ontology import load_ontology
from kg.picture import Extractions, arrange, picture_graph, view
from kg.picture.graph import period
from kg.picture.layout import _box, label_lines, node_radius
from kg.picture.page import _segments
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from browser import Visit
    from playwright.sync_api import Browser

    from kg.picture import PictureGraph

RELATIONS = load_ontology().relations


def graph_of(extractions: Sequence[Extraction], **limits: Any) -> PictureGraph:
    source = Extractions(extractions)
    return picture_graph(source.claims(), source.article, **limits)


def reports(*rows: tuple[str, str, str, str], sentence: str = "<s|NATO> <t|backs> <o|Norway>.") -> list[Extraction]:
    """Return one-claim articles: id, polarity, certainty, time."""
    made = []
    for number, (name, polarity, certainty, time) in enumerate(rows):
        article = Article(f"{name}#{number}", plain(sentence), published=date(2026, 1, 1 + number))
        fields = {"polarity": polarity, "certainty": certainty, "time": time}
        made.append(extraction(article, [claim(article, sentence, RELATIONS["supports"], THINGS, **fields)]))
    return made


# What is folded


@pytest.mark.parametrize(
    ("rows", "look"),
    [
        ([("a", "positive", "certain", "current")], ("positive", "certain", "current", 1)),
        ([("a", "negative", "certain", "current")], ("negative", "certain", "current", 1)),
        (
            [("a", "positive", "possible", "future"), ("b", "positive", "probable", "current")],
            ("positive", "probable", "current", 2),
        ),
        (
            [("a", "negative", "certain", "past"), ("b", "positive", "probable", "current")],
            ("mixed", "certain", "past", 2),
        ),
        (
            [("a", "negative", "certain", "past"), ("b", "positive", "certain", "current")],
            ("mixed", "certain", "current", 2),
        ),
        (
            [("a", "negative", "possible", "current"), ("b", "negative", "certain", "current")],
            ("negative", "certain", "current", 2),
        ),
    ],
)
def test_edge_looks_as_its_surest_report(
    rows: list[tuple[str, str, str, str]], look: tuple[str, str, str, int]
) -> None:
    (edge,) = graph_of(reports(*rows)).edges
    assert (edge.polarity, edge.certainty, edge.time, edge.articles) == look


def test_nodes_of_the_story() -> None:
    nodes = graph_of(story()).nodes
    assert [(node.name, node.degree, node.articles) for node in nodes[:4]] == [
        ("Osprey Dynamics", 11, 3),
        ("Tidemark Robotics", 11, 6),
        ("Norwegian Ministry of Defence", 5, 1),
        ("NATO", 5, 5),
    ]
    assert nodes[3].aliases == ("North Atlantic Treaty Organization", "the alliance")


def test_commonest_name_and_type_win() -> None:
    named = [("Acme", "Company"), ("Acme", "Company"), ("Acme Works", "Organization")]
    extractions = []
    for number, (name, type_) in enumerate(named):
        article = Article(str(number), f"{name} backs NATO.")
        things = {"NATO": THINGS["NATO"], name: (type_, ())}
        found = claim(article, f"<s|{name}> <t|backs> <o|NATO>.", RELATIONS["supports"], things)
        found = replace(found, subject=replace(found.subject, thing="organization/acme"))
        extractions.append(extraction(article, [found]))
    (acme, _) = sorted(graph_of(extractions).nodes, key=lambda node: node.name)
    assert (acme.id, acme.name, acme.type, acme.aliases) == ("organization/acme", "Acme", "Company", ("Acme Works",))


def test_ends_of_symmetric_statements_fold() -> None:
    met = []
    for name, sentence in (("a", "<s|Norway> <t|met> <o|NATO>."), ("b", "<s|NATO> <t|met> <o|Norway>.")):
        article = Article(name, plain(sentence))
        met.append(extraction(article, [claim(article, sentence, RELATIONS["meets_with"], THINGS)]))
    (edge,) = graph_of(met).edges
    assert (edge.subject, edge.object) == ("Country/norway", "IntergovernmentalOrganization/nato")
    assert (edge.symmetric, edge.articles, len(edge.claims)) == (True, 2, 2)


def test_order_of_claims_does_not_matter() -> None:
    source = Extractions(story())
    claims = list(source.claims())
    expected = picture_graph(claims, source.article)
    assert picture_graph(reversed(claims), source.article) == expected
    assert picture_graph(claims[1::2] + claims[::2], source.article) == expected


def test_statements_of_few_articles_are_left_out() -> None:
    edges = graph_of(story(), min_articles=2).edges
    assert [(edge.relation, edge.articles) for edge in edges] == [("negotiates_with", 4), ("supplies", 2), ("leads", 2)]


# What is asked for


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 43),
        ({"relation": "leads"}, 7),
        ({"certainty": "possible"}, 2),
        ({"since": "2026-03"}, 10),
        ({"until": date(2026, 2, 3)}, 11),
        ({"since": "2026-02-11", "until": "2026-02-19"}, 21),
        ({"since": "2027"}, 0),
        ({"around": "pia lindqvist"}, 1),
        ({"around": "Lindqvist", "hops": 2}, 2),
        ({"around": "NATO", "hops": 0}, 0),
        ({"around": "the Seal", "relation": "uses"}, 2),
    ],
)
def test_filters(filters: dict[str, Any], count: int) -> None:
    assert len(list(Extractions(story()).claims(**filters))) == count


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026", ("2026-01-01", "2026-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2025-12", ("2025-12-01", "2025-12-31")),
        ("2026-03-15", ("2026-03-15", "2026-03-15")),
    ],
)
def test_period(text: str, days: tuple[str, str]) -> None:
    assert period(text) == tuple(date.fromisoformat(day) for day in days)


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"around": "Tidemarc"}, QueryError, r"nothing .* is called 'Tidemarc'; did you mean 'tidemark'\?"),
        ({"relation": "aquires"}, OntologyError, "did you mean 'acquires'"),
        ({"since": "last week"}, QueryError, "'last week' is no date; write 2026-03-15, 2026-03 or 2026"),
        ({"until": "2026-13"}, QueryError, "'2026-13' is no date"),
    ],
)
def test_filters_that_cannot_be_met(filters: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        view(story(), **filters)


# The words that are marked


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        (
            "<s|NATO> is <c|not> <t|backing> <o|Norway>.",
            [
                ("NATO", "s"),
                (" is ", ""),
                ("not", "c"),
                (" ", ""),
                ("backing", "t"),
                (" ", ""),
                ("Norway", "o"),
                (".", ""),
            ],
        ),
        (
            "🚀 <s|NATO> <t|backs> <o|Norway>",
            [("🚀 ", ""), ("NATO", "s"), (" ", ""), ("backs", "t"), (" ", ""), ("Norway", "o")],
        ),
    ],
)
def test_marked_words(sentence: str, pieces: list[tuple[str, str]]) -> None:
    assert _segments(claim_of(sentence), swapped=False) == pieces


def test_marked_words_overlap_and_swap() -> None:
    found = claim_of("<s|NATO> <t|backs> <o|Norway>.")
    article = Article("a", plain("NATO backs Norway."))
    found = replace(found, cue_spans=(article.span(0, 10),), trigger_spans=(article.span(5, 17),))
    assert _segments(found, swapped=True) == [
        ("NATO", "co"),
        (" ", "c"),
        ("backs", "ct"),
        (" ", "t"),
        ("Norway", "st"),
        (".", ""),
    ]


def claim_of(sentence: str) -> Claim:
    article = Article("a", plain(sentence))
    return claim(article, sentence, RELATIONS["supports"], THINGS)


# Where things stand


def test_names_do_not_overlap() -> None:
    graph = graph_of(story())
    boxes = [
        (x + box[0], y + box[1], x + box[2], y + box[3])
        for node, (x, y) in zip(graph.nodes, arrange(graph).places, strict=True)
        for box in [_box(node, node_radius(node))]
    ]
    slack = 2  # places are whole pixels
    overlaps = [
        (graph.nodes[i].name, graph.nodes[j].name)
        for i, a in enumerate(boxes)
        for j, b in enumerate(boxes[:i])
        if min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack
    ]
    assert overlaps == []


def test_parallel_lines_part() -> None:
    graph = graph_of(story())
    bends = arrange(graph).bends
    ends = {"Company/osprey-dynamics", "Company/tidemark-robotics"}
    between = [
        bend if edge.subject < edge.object else -bend
        for edge, bend in zip(graph.edges, bends, strict=True)
        if {edge.subject, edge.object} == ends
    ]
    assert len(between) == 3
    assert sorted({round(b - a, 2) for a, b in zip(sorted(between), sorted(between)[1:], strict=False)}) == [0.17]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("NATO", ("NATO",)),
        ("Norwegian Ministry of Defence", ("Norwegian Ministry", "of Defence")),
        ("a\u202eb\nc", ("a b c",)),
        ("Llanfairpwllgwyngyllgogerychwyrn", ("Llanfairpwllgwyngyllgogery"[:25] + "…",)),
    ],
)
def test_label_lines(name: str, lines: tuple[str, ...]) -> None:
    assert label_lines(name) == lines


# The page


def test_store_gives_the_picture_that_its_extractions_give(tmp_path: Path) -> None:
    with Store(tmp_path / "store", write=True) as store:
        store.add(story())
        assert view(store).html == view(story()).html
        assert view(store, around="Lindqvist", hops=2).html == view(story(), around="Lindqvist", hops=2).html


def test_same_claims_give_the_same_bytes() -> None:
    assert view(story()).html == view(reversed(story())).html


def test_page_asks_nobody_and_runs_only_its_own_scripts(tmp_path: Path) -> None:
    picture = view(story(), title="A <b>story</b>")
    saved = picture.save(tmp_path / "graph.html").read_text(encoding="utf-8")
    assert saved == picture.html
    assert "<link" not in saved
    assert "cdn." not in saved
    assert "<script src" not in saved
    assert "default-src &#39;none&#39;" in saved
    assert "<title>A &lt;b&gt;story&lt;/b&gt;</title>" in saved


def test_picture_shows_itself_in_a_notebook() -> None:
    shown = view(story())._repr_html_()
    assert shown.startswith('<iframe title="What the articles say" srcdoc="&lt;!doctype html&gt;')
    assert "allow-same-origin" not in shown


def test_one_extraction_is_a_picture_too() -> None:
    assert view(story()[0]).html == view(story()[:1]).html


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def story_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return view(story()).save(tmp_path_factory.mktemp("picture") / "graph.html")


def click_line(opened: Visit, subject: str, relation: str, object_: str) -> None:
    """Click, with the mouse, on the middle of a line."""
    point = opened.run(
        """([subject, relation, object]) => {
          const { payload, drawing } = page;
          const index = payload.edges.findIndex((edge) => payload.nodes[edge.subject].name === subject
            && payload.relations[edge.relation].name === relation && payload.nodes[edge.object].name === object);
          const at = drawing.network.canvasToDOM(drawing.network.body.edges[index].edgeType.getPoint(0.5));
          const stage = document.getElementById("stage").getBoundingClientRect();
          return [at.x + stage.left, at.y + stage.top];
        }""",
        [subject, relation, object_],
    )
    opened.page.mouse.click(*point)
    opened.page.wait_for_selector("#details blockquote")


def test_browser_no_request_leaves_and_nothing_moves(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        places = "JSON.stringify(page.drawing.network.getPositions())"
        first = opened.run(places)
        opened.page.wait_for_timeout(300)
        assert opened.run(places) == first
        assert opened.run("page.drawing.places") == [{"x": x, "y": y} for x, y in arrange(graph_of(story())).places]
        assert opened.page.inner_text("#counts") == "24 things · 38 statements · 6 articles"
        assert opened.complaints == []
    assert opened.requests == [story_file.as_uri()]


def test_browser_click_on_a_line_shows_its_sentences(browser: Browser, story_file: Path) -> None:
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


def test_browser_reports_stand_in_order_of_date(browser: Browser, story_file: Path) -> None:
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


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ronnow", "Mads Rønnow"), ("HALVARD YARDS A", "Halvard Yards"), ("alliance", "NATO")],
)
def test_browser_search_finds_names_and_aliases(browser: Browser, story_file: Path, typed: str, found: str) -> None:
    with visit(browser, story_file) as opened:
        opened.page.keyboard.press("/")
        opened.page.keyboard.type(typed)
        assert opened.page.locator("#hits [role=option] > bdi").first.inner_text() == found
        opened.page.keyboard.press("Enter")
        assert opened.page.locator("#details h2").inner_text() == found
        assert opened.run("page.payload.nodes[page.drawing.picked.index].name") == found


def test_browser_a_thing_leads_to_its_statements_and_back(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        opened.page.fill("#query", "Seal")
        opened.page.keyboard.press("Enter")
        details = opened.page.locator("#details")
        assert details.locator("h3").all_inner_texts() == ["← develops", "← uses"]
        assert details.locator(".also").inner_text() == "also Seal drone, the Seal"
        details.get_by_role("button", name="Danish Navy").click()
        assert "will not use" in details.locator("blockquote").inner_text()
        details.get_by_role("button", name="Back").click()
        assert details.locator("h2").inner_text() == "Seal"


def test_browser_legend_filters(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        counts = opened.page.locator("#counts")
        opened.page.get_by_role("checkbox", name="person").uncheck(force=True)
        assert counts.inner_text() == "17 things · 28 statements · 6 articles (10 statements hidden)"
        opened.page.get_by_role("checkbox", name="person").check(force=True)
        opened.page.get_by_role("button", name="Only leads").click(force=True)
        assert counts.inner_text() == "11 things · 6 statements · 4 articles (32 statements hidden)"
        opened.page.fill("#query", "Bergen")
        opened.page.keyboard.press("Enter")
        assert counts.inner_text() == "24 things · 38 statements · 6 articles"


def test_browser_names_of_the_sample_size_are_all_there(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file) as opened:
        labels = opened.run("page.drawing.labels.filter((label) => label.kind === 'node').length")
        lines = opened.run("page.drawing.labels.filter((label) => label.kind === 'edge').length")
        assert labels == 24
        assert lines >= 30  # of 38; the rest show when the pointer is on their line


def test_browser_dark(browser: Browser, story_file: Path) -> None:
    with visit(browser, story_file, dark=True) as opened:
        assert opened.run("getComputedStyle(document.body).backgroundColor") is not None
        assert opened.run("page.drawing.theme.dark") is True
        assert opened.complaints == []


def test_browser_nothing_to_show(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, view(story(), since="2027").save(tmp_path / "empty.html")) as opened:
        assert opened.page.inner_text("#empty") == "No claim is within this filter."
        assert opened.page.inner_text("#counts") == "0 things · 0 statements · 0 articles"
        assert opened.complaints == []


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "<img src=x onerror=alert(1)>",
        "\"'><svg onload=alert(1)>",
        "{{ 7 * 7 }} {% raw %} ${7*7} `x`",
        "&lt;b&gt; &amp; &#x27;",
        "\u202egnp.exe \u200f\u2066x",
        "شركة النور",
        "🚀 Rocket 👩‍🚀",
        "\\u003c \\n \u2028 \u2029",
        "A" * 5000,
    ],
)
def test_browser_strange_names_are_text(browser: Browser, tmp_path: Path, name: str) -> None:
    text = f"{name} backs NATO."
    article = Article(name, text, title=name, url=f"javascript:{name}", publisher=name, published=date(2026, 1, 1))
    things = {"NATO": THINGS["NATO"], "X": ("Company", (f"{name}!",))}
    found = claim(Article(name, "X backs NATO."), "<s|X> <t|backs> <o|NATO>.", RELATIONS["supports"], things)
    span = article.span(0, len(name))
    subject = replace(found.subject, name=name, aliases=(name, f"{name}!"))
    found = replace(
        found,
        subject=subject,
        evidence=article.span(0, len(text)),
        subject_span=span,
        object_span=article.span(len(text) - 5, len(text) - 1),
        trigger_spans=(),
        attributed_to=(name,),
        role=name,
    )
    picture = view([Extraction(article, (), (subject, found.object), (found,))], title=name)
    with visit(browser, picture.save(tmp_path / "strange.html")) as opened:
        opened.run("page.pick({ kind: 'edge', index: 0 })")
        text_of = "(selector) => document.querySelector(selector).textContent"
        assert opened.run(text_of, "#details blockquote") == text
        assert opened.run(text_of, "#details h2 bdi") == name
        assert opened.run(text_of, "#details .by strong") == name
        assert opened.run(text_of, "#details .source bdi") == name
        assert opened.run("document.querySelectorAll('#details a').length") == 0
        assert opened.run(text_of, "h1") == name
        opened.run("page.pick({ kind: 'node', index: page.payload.nodes.findIndex((n) => n.name !== 'NATO') })")
        assert opened.run(text_of, "#details .also bdi") == f"{name}!"
        opened.page.fill("#query", name.strip()[:40])
        assert opened.complaints == []
        assert opened.run("document.querySelectorAll('script:not([type])').length") == 5
