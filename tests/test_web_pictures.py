"""``/picture`` of ``kg serve``: drawn once for a state of the store, while questions are answered."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import requests
from browser import PATIENCE, chromium
from store_story import ARTICLES, FakeExtractor
from web_server import serving

import kg
from kg.building import build
from kg.store import Store
from kg.web import pictures
from kg.web.app import SOON, application
from kg.web.workers import TooLong

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from playwright.sync_api import Route

HTML = {"Accept": "text/html,*/*;q=0.8"}


class Painter:
    """Readers whose pictures are done when they are let go on; it counts what it draws."""

    def __init__(self, state: str | None = "1", fault: Exception | None = None) -> None:
        self.state, self.fault = state, fault
        self.drawn: list[str | None] = []
        self.at_once = self.most_at_once = 0
        self.begun, self.go_on = threading.Event(), threading.Event()

    def ask(self, operation: str, seconds: float, **arguments: Any) -> Any:
        """Draw, tell the state, or answer a question."""
        del seconds
        if operation == "state":
            return self.state
        if operation == "query":
            return "application/sparql-results+json", b"{}"
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.drawn.append(arguments["around"])
        state = self.state
        self.begun.set()
        assert self.go_on.wait(60)
        self.at_once -= 1
        if self.fault:
            raise self.fault
        return state, f"a picture of {arguments['around']} in {state}"


def site(painter: Painter) -> Any:
    """Return an application whose readers are a painter."""
    readers: Any = painter
    return application(readers, None, token=None, timeout=5, host_names=["localhost"])


async def get(app: Any, path: str, **more: str) -> tuple[int, dict[str, str], str]:
    """Ask an application of ASGI, without a server."""
    path, _, query = path.partition("?")
    headers = [(b"host", b"localhost"), *((name.lower().encode(), text.encode()) for name, text in more.items())]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    answered = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(message.get("body", b"") for message in sent[1:]).decode()


def test_a_picture_is_drawn_once_for_a_state() -> None:
    async def story() -> None:
        painter = Painter()
        painter.go_on.set()
        app = site(painter)
        first = await get(app, "/picture")
        assert (first[0], first[2]) == (200, "a picture of None in 1")
        assert await get(app, "/picture") == first
        tag = first[1]["etag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            status, headers, body = await get(app, "/picture", **{"If-None-Match": known})
            assert (status, headers["etag"], body) == (304, tag, "")
        assert (await get(app, "/picture?around=Norway"))[2] == "a picture of Norway in 1"
        assert painter.drawn == [None, "Norway"]
        painter.state = "2"
        status, headers, body = await get(app, "/picture", **{"If-None-Match": tag})
        assert (status, body, headers["etag"] != tag) == (200, "a picture of None in 2", True)
        assert painter.drawn == [None, "Norway", None]

    asyncio.run(story())


def test_only_some_pictures_are_kept() -> None:
    async def story() -> None:
        painter = Painter()
        painter.go_on.set()
        app = site(painter)
        names = [f"thing-{number}" for number in range(pictures.KEPT + 1)]
        for name in (*names, *names[1:], names[0]):
            await get(app, f"/picture?around={name}")
        assert painter.drawn == [*names, names[0]]

    asyncio.run(story())


def test_questions_are_answered_while_pictures_are_drawn_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.app.PATIENCE", 0)

    async def story() -> None:
        painter = Painter()
        app = site(painter)
        for path in ("/picture", "/picture", "/picture?around=Norway"):
            status, headers, body = await get(app, path, **HTML)
            assert (status, "etag" in headers) == (202, False)
            assert "The picture is being drawn." in body
        await asyncio.to_thread(painter.begun.wait)
        assert (await get(app, "/sparql?query=ASK%7B%7D"))[0] == 200
        painter.go_on.set()
        # A program waits for what the reader's page began.
        assert (await get(app, "/picture?around=Norway"))[2] == "a picture of Norway in 1"
        assert (await get(app, "/picture", **HTML))[2] == "a picture of None in 1"
        assert (painter.drawn, painter.most_at_once) == ([None, "Norway"], 1)

    asyncio.run(story())


def test_programs_are_told_to_come_back_where_too_many_pictures_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.app.PATIENCE", 0)

    async def story() -> None:
        painter = Painter()
        app = site(painter)
        for number in range(pictures.WAITING):
            await get(app, f"/picture?around={number}", **HTML)
        status, headers, body = await get(app, "/picture?around=Norway")
        message = "the picture is being drawn, or others are; come back\n"
        assert (status, headers["retry-after"], body) == (503, "2", message)
        painter.go_on.set()

    asyncio.run(story())


def test_of_no_known_state_each_is_drawn_anew() -> None:
    async def story() -> None:
        painter = Painter(state=None)
        painter.go_on.set()
        app = site(painter)
        for _ in range(2):
            assert (await get(app, "/picture", **HTML))[2] == "a picture of None in None"
        assert painter.drawn == [None, None]

    asyncio.run(story())


def test_a_picture_that_takes_too_long_is_told_and_tried_again() -> None:
    async def story() -> None:
        painter = Painter(fault=TooLong())
        painter.go_on.set()
        app = site(painter)
        less = "ask for what is near a thing, as ?around=NATO&hops=1"
        message = f"no picture in 20 s; {less}, or start kg serve with a longer --timeout\n"
        for _ in range(2):
            status, _, body = await get(app, "/picture", **HTML)
            assert (status, body) == (503, message)
        assert painter.drawn == [None, None]

    asyncio.run(story())


def test_a_reader_sees_the_picture_as_soon_as_it_is_there(tmp_path: Path) -> None:
    with Store(tmp_path / "store", write=True) as store:
        build(store, ARTICLES[:1], extractor=FakeExtractor())
    with serving(tmp_path / "store") as address, chromium() as browser:
        page = browser.new_page()
        asked: list[str] = []

        def soon(route: Route) -> None:
            asked.append(route.request.url)
            if len(asked) < 3:
                route.fulfill(status=202, content_type="text/html", body=SOON)
            else:
                route.continue_()

        page.add_init_script("sessionStorage.fragment = location.hash")  # before the picture makes it its own
        page.route("**/picture*", soon)
        page.goto(f"{address}picture?hops=2#table")
        page.wait_for_selector("html[data-ready]", timeout=PATIENCE)
        assert asked[:3] == 3 * [f"{address}picture?hops=2"]
        assert page.evaluate("sessionStorage.fragment") == "#table"


def test_a_server_draws_what_was_published(tmp_path: Path) -> None:
    with Store(tmp_path / "store", write=True) as store:
        build(store, ARTICLES[:1], extractor=FakeExtractor())
    with serving(tmp_path / "store") as address:
        url = f"{address}picture"
        first = requests.get(url, timeout=60)
        assert first.text == kg.view(Store(tmp_path / "store")).html
        known = {"If-None-Match": first.headers["ETag"]}
        again = requests.get(url, timeout=60, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        with Store(tmp_path / "store", write=True) as store:
            build(store, ARTICLES, extractor=FakeExtractor())
        more = requests.get(url, timeout=60, headers=known)
        assert (more.status_code, more.text) == (200, kg.view(Store(tmp_path / "store")).html)


def test_a_state_has_a_name_where_it_is_told(tmp_path: Path) -> None:
    reader = Store(tmp_path / "store")
    assert reader.state == "0"
    with Store(tmp_path / "store", write=True) as store:
        build(store, ARTICLES[:1], extractor=FakeExtractor())
        assert store.state is None
    reader.refresh()
    assert reader.state == "1"
