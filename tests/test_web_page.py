"""The page of ``kg serve`` in a real Chromium: what is asked, what is shown, and how much room the picture has."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import requests
from browser import PATIENCE, chromium
from store_story import ARTICLES, FakeExtractor
from web_server import serving

import kg
from kg.building import build
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

THINGS = "SELECT ?thing { GRAPH graph:entities { ?thing rdfs:label 'Norway' } }"
#: 10,000 rows.
MANY = f"SELECT * {{ {' '.join(f'VALUES ?v{place} {{ 0 1 2 3 4 5 6 7 8 9 }}' for place in range(4))} }}"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("stores") / "story"
    with Store(folder, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    yield page
    page.close()


def ask(page: Page, query: str) -> None:
    page.fill("#query", query)
    page.press("#query", "Control+Enter")


def test_the_last_question_alone_is_answered(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/sparql", hold)
    ask(page, "SELECT ('first' AS ?x) {}")
    page.wait_for_selector("#status:text-is('asking …')")
    ask(page, "SELECT ('second' AS ?x) {}")
    page.wait_for_selector("#answer td")
    with suppress(Exception):  # the page has given it up
        held[0].fulfill(body='{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"value": "first"}}]}}')
    page.evaluate("fetch('prefixes').then((response) => response.text())")
    assert page.locator("#answer td").all_inner_texts() == ["second"]
    assert page.locator("#answer table").count() == 1


def test_what_was_typed_is_kept(page: Page) -> None:
    page.fill("#query", "ASK {} # mine")
    page.select_option("#named", "timeline")
    assert page.input_value("#query") == kg.named_query("timeline")
    page.fill("#query", "# changed")
    page.select_option("#named", "")
    assert page.input_value("#query") == "ASK {} # mine"
    page.select_option("#named", "timeline")
    assert page.input_value("#query") == "# changed"


def test_a_question_about_a_thing_asks_for_its_name(page: Page) -> None:
    assert page.locator("#bound input").count() == 0
    page.select_option("#named", "two-steps")
    page.get_by_label("?x is").fill("Norway")
    page.click("#form button")
    page.wait_for_selector("#answer td")
    with_x = len(page.locator("#answer tr").all()) - 1
    page.get_by_label("?x is").fill("Nowhere")
    page.press("#bound-x", "Enter")
    page.wait_for_selector("#status.fault")
    assert page.inner_text("#status").startswith("nothing in the store is called 'Nowhere'")
    page.select_option("#named", "timeline")
    assert page.input_value("#bound-x") == "Nowhere"
    page.select_option("#named", "sources")
    assert page.locator("#bound input").count() == 0
    assert with_x > 0


def test_iris_are_short_and_things_lead_to_their_picture(page: Page) -> None:
    ask(page, THINGS.replace("?thing {", "?thing (kg:acquires AS ?relation) (<urn:other> AS ?other) {"))
    page.wait_for_selector("#answer td")
    thing, relation, other = page.locator("#answer td").all_inner_texts()
    assert thing.startswith("entity:")
    assert (relation, other) == ("kg:acquires", "urn:other")
    assert page.locator("#answer th[scope=col]").all_inner_texts() == ["thing", "relation", "other"]
    assert page.locator("h1").all_inner_texts() == ["The graph"]
    page.click("#answer td a")
    page.frame_locator("#graph").locator("html[data-ready] h1:has-text('Around')").wait_for()


def test_of_many_rows_the_first_are_shown_and_all_can_be_had(page: Page) -> None:
    ask(page, MANY)
    page.wait_for_selector("#answer td")
    assert page.locator("#answer tr").count() == 1 + 1_000
    assert page.inner_text("#answer .row span") == "The first 1,000 of 10,000 rows."
    with page.expect_download() as download:
        page.click("text=The whole answer as CSV")
    assert download.value.suggested_filename == "answer.csv"
    assert len(download.value.path().read_text().splitlines()) == 1 + 10_000
    page.click("#answer >> text=Close")
    assert page.locator("#answer").is_hidden()


def test_the_picture_has_room_and_can_be_opened_alone(page: Page) -> None:
    picture = page.frame_locator("#graph")
    picture.locator("html[data-ready]").wait_for()
    picture.locator("#query").fill("Norway")
    picture.locator("#query").press("Enter")
    picture.locator("#details h2").first.wait_for()
    shown = """(graph) => {
      const [details, stage] = ["details", "stage"].map((id) => graph.contentDocument.getElementById(id));
      return details.getBoundingClientRect().left - stage.getBoundingClientRect().left;
    }"""
    assert page.locator("#graph").evaluate(shown) >= 400
    page.click("text=Hide the questions")
    assert page.locator("#graph").evaluate(shown) >= 650
    state = page.locator("#graph").evaluate("(graph) => graph.contentWindow.location.hash")
    with page.context.expect_page() as opened:
        page.click("text=Open the picture alone")
    alone = opened.value
    alone.wait_for_selector("html[data-ready]")
    assert (alone.evaluate("location.pathname"), alone.evaluate("location.hash")) == ("/picture", state)
    assert len(state) > 1
    assert alone.locator("#details h2").first.inner_text() == picture.locator("#details h2").first.inner_text()
    alone.close()
    page.click("text=Show the questions")
    assert page.locator("#form").is_visible()


@pytest.mark.parametrize(
    ("bound", "status", "said"),
    [
        ({"$x": "Norway"}, 200, "name\nNorway\n"),
        ({"$x": "norway"}, 200, "name\nNorway\n"),
        ({"$x": "Nowhere"}, 400, "nothing in the store is called 'Nowhere'\n"),
        ({"$y": "Norway"}, 400, "the query has no variable ?y; its variables: ?name, ?x\n"),
        ({"$x": " "}, 400, "$x is bound to nothing; write $x=NATO, or leave it out\n"),
        ({"$x": ["Norway", "Norway"]}, 400, "a variable is bound twice; bind each once\n"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_program_binds_variables(address: str, method: str, bound: dict[str, Any], status: int, said: str) -> None:
    asked = {"query": "SELECT DISTINCT ?name { GRAPH graph:entities { ?x rdfs:label ?name } }", **bound}
    given: dict[str, Any] = {"params" if method == "GET" else "data": asked}
    answer = requests.request(method, f"{address}sparql", headers={"Accept": "text/csv"}, timeout=60, **given)
    assert (answer.status_code, answer.text.replace("\r", "")) == (status, said)


def test_what_short_names_stand_for(address: str) -> None:
    answer = requests.get(f"{address}prefixes", timeout=60)
    assert answer.json()["kg"] == "https://kg.example/ontology/"
    assert list(answer.json().items()) == list(kg.Store(address + "sparql").prefixes.items())
