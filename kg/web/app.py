"""The requests: what they ask, whether they may, and what they are answered. The only module that knows starlette."""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import kg
from kg.web.negotiation import OTHER_NAMES, choose
from kg.web.pictures import Asked, NotReady, Pictures
from kg.web.workers import Busy, Pool, TooLong, Worker

__all__ = ["application"]

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
#: How many bytes a request may have, and one of somebody who may write.
LARGEST_QUESTION, LARGEST_CHANGE = 2_000_000, 200_000_000
#: What the pages may load: nothing from elsewhere. The picture is one page with its script in it.
POLICY = "default-src 'self' 'unsafe-inline' data: blob:; frame-ancestors 'self'; form-action 'self'; base-uri 'none'"
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache"}
CHALLENGE = {"WWW-Authenticate": 'Basic realm="kg", charset="UTF-8"'}

#: A picture is drawn once for all who come, so that it may take so many times as long as a question.
DRAWING = 4
#: Seconds that a reader looks at an empty frame before he is told that the picture is being drawn.
PATIENCE = 1.0
#: What he is told then; the page asks again by itself. (A refresh of HTML does nothing at an address with a fragment.)
SOON = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The picture is being drawn</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  p { margin: 20vh 2rem; text-align: center }
</style>
<p role="status">The picture is being drawn. It shows here as soon as it is there; questions are answered meanwhile.</p>
<script>setTimeout(() => location.reload(), 2000);</script>
</html>
"""

Parameters = list[tuple[str, str]]


def application(
    readers: Pool, writer: Worker | None, *, token: str | None, timeout: float, host_names: Sequence[str]
) -> Starlette:
    """Return the application over workers; without a ``writer`` and a ``token`` it is read-only."""
    site = _Site(readers, writer, token, timeout)
    routes = [
        Route("/", site.page),
        Route("/picture", site.picture),
        Route("/prefixes", site.prefixes),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/graphs", site.graphs, methods=["GET", "PUT", "POST", "DELETE"]),
    ]
    hosts = Middleware(_KnownHosts, names=host_names)
    return Starlette(routes=routes, middleware=[hosts], exception_handlers={HTTPException: _told})


class _KnownHosts:
    """Refuses requests for names that this machine is not to be asked by, and says what to do."""

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self._app, self._names = app, list(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or answer it."""
        known = False

        async def found(*_: Any) -> None:
            nonlocal known
            known = True

        async def unsaid(_: Message) -> None:
            """Drop starlette's own answer."""

        await TrustedHostMiddleware(found, allowed_hosts=self._names, www_redirect=False)(scope, receive, unsaid)
        if known:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("host", "")
        name = re.sub(r":\d*$", "", asked)
        message = f"this server does not answer to {asked!r}; if it is to, start kg serve with --host-name {name}\n"
        await PlainTextResponse(message, 400, headers=HEADERS)(scope, receive, send)


async def _told(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)  # noqa: S101 - for the type checker
    return PlainTextResponse(f"{error.detail}\n", error.status_code, headers={**HEADERS, **(error.headers or {})})


class _Site:
    def __init__(self, readers: Pool, writer: Worker | None, token: str | None, timeout: float) -> None:
        self._readers, self._writer, self._token, self._timeout = readers, writer, token, timeout
        #: How many changes were made, and how many of them readers were let see.
        self._changes = self._published = 0
        self._pictures = Pictures(self._draw)

    # -- For people ----------------------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Response:
        """Answer with the page that asks and shows."""
        del request
        page, script = (files("kg.web").joinpath(name).read_text("utf-8") for name in ("page.html", "page.js"))
        named = json.dumps(dict(sorted(kg.named_queries().items())), ensure_ascii=False)
        named = named.replace("<", "\\u003c")  # so that no text in it ends the script
        text = page.replace("SCRIPT", script).replace("QUERIES", named)
        return HTMLResponse(text, headers={**HEADERS, "Content-Security-Policy": POLICY})

    async def prefixes(self, request: Request) -> Response:
        """Answer with what short names stand for, as JSON, in the order in which they are tried."""
        del request
        return JSONResponse(await self._read("prefixes"), headers=HEADERS)

    async def picture(self, request: Request) -> Response:
        """Answer with the interactive picture, of all or (``?around=NAME&hops=N``) of what is near a thing."""
        hops = request.query_params.get("hops", "1")
        if hops not in ("0", "1", "2", "3"):
            raise HTTPException(400, f"hops is {hops!r}; give 0, 1, 2 or 3")
        around = request.query_params.get("around") or None
        asked = Asked(around, int(hops))
        reader = "text/html" in request.headers.get("Accept", "")
        state = await self._read("state")
        try:
            # Where no state is told nothing is kept, so that who comes back would find no more than the first time.
            patience = PATIENCE if reader and state is not None else DRAWING * self._timeout
            drawn = await self._pictures.get(state, asked, patience)
        except NotReady as error:
            if reader:  # no 503, which a proxy may show in its own words
                return HTMLResponse(SOON, 202, headers={**HEADERS, "Content-Security-Policy": POLICY})
            message = "the picture is being drawn, or others are; come back"
            raise HTTPException(503, message, {"Retry-After": "2"}) from error
        headers = {**HEADERS, "Content-Security-Policy": POLICY, "ETag": drawn.tag, "Vary": "Accept"}
        if _is_known(request.headers.get("If-None-Match", ""), drawn.tag):
            return Response(status_code=304, headers=headers)
        return HTMLResponse(drawn.html, headers=headers)

    async def _draw(self, asked: Asked) -> tuple[str | None, str]:
        seconds = DRAWING * self._timeout
        late = f"no picture in {seconds:g} s; ask for what is near a thing, as ?around=NATO&hops=1, or start kg serve"
        late = f"{late} with a longer --timeout"
        what: dict[str, Any] = {"around": asked.around, "hops": asked.hops}
        state, html = await self._ask(self._readers, "picture", seconds=seconds, late=late, **what)
        return state, html

    # -- SPARQL 1.1 Protocol -------------------------------------------------------------------------------------------

    async def sparql(self, request: Request) -> Response:
        """Answer a query or run an update."""
        parameters = _parameters(request.url.query)
        kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if request.method in ("GET", "HEAD"):
            if not parameters and "text/html" in request.headers.get("Accept", ""):
                return RedirectResponse("./")
            if any(name == "update" for name, _ in parameters):
                raise HTTPException(400, "an update must be sent with POST")
        elif kind == FORM:
            parameters = [*parameters, *_parameters(await self._text(request))]
        elif kind in (QUERY, UPDATE):
            name = "query" if kind == QUERY else "update"
            if kind == UPDATE:
                self._may_write(request)  # before so much is read
            if any(name_ in ("query", "update") for name_, _ in parameters):
                raise HTTPException(400, f"the {name} is in the body and in the address; leave one out")
            parameters = [*parameters, (name, await self._text(request))]
        else:
            raise HTTPException(415, f"content of type {kind or 'none'}; send {FORM}, {QUERY} or {UPDATE}")
        asked = [(name, value) for name, value in parameters if name in ("query", "update")]
        if len(asked) != 1:
            raise HTTPException(400, f"{len(asked)} queries and updates; send one, as query=… or update=…")
        ((name, sparql),) = asked
        if name == "update":
            return await self._update(request, sparql, parameters)
        return await self._query(request, sparql, parameters)

    async def _query(self, request: Request, sparql: str, parameters: Parameters) -> Response:
        accept = request.headers.get("Accept")
        media_type, body = await self._read(
            "query",
            sparql=sparql,
            default_graphs=_all(parameters, "default-graph-uri"),
            named_graphs=_all(parameters, "named-graph-uri"),
            variables=_variables(parameters),
            rows=choose(accept, kg.Endpoint.rows),
            triples=choose(accept, kg.Endpoint.triples),
        )
        if media_type is None:
            known = ", ".join((*kg.Endpoint.rows, *kg.Endpoint.triples))
            raise HTTPException(406, f"this answer cannot be had as {accept!r}; rows and triples can be: {known}")
        return _answer(media_type, body)

    async def _update(self, request: Request, sparql: str, parameters: Parameters) -> Response:
        self._may_write(request)
        await self._write(
            "update",
            sparql=sparql,
            default_graphs=_all(parameters, "using-graph-uri"),
            named_graphs=_all(parameters, "using-named-graph-uri"),
        )
        return Response(status_code=204, headers=HEADERS)

    # -- Graph Store Protocol ------------------------------------------------------------------------------------------

    async def graphs(self, request: Request) -> Response:
        """Read or write one graph, named by ``?graph=IRI``; ``?default`` is the union of all, which is read only."""
        names = _parameters(request.url.query)
        if [name for name, _ in names] not in (["graph"], ["default"]):
            raise HTTPException(400, "name one graph, as ?graph=IRI, or ?default")
        graph = None if names[0][0] == "default" else names[0][1]
        if request.method in ("GET", "HEAD"):
            media_type = choose(request.headers.get("Accept"), kg.Endpoint.triples)
            if media_type is None:
                raise HTTPException(406, f"a graph can be had as {', '.join(kg.Endpoint.triples)}")
            answer = await self._read("read_graph", graph=graph, media_type=media_type)
            if answer is None:
                raise HTTPException(404, f"there is no graph {graph}")
            return _answer(*answer)
        self._may_write(request)
        if graph is None:
            raise HTTPException(403, "the default graph is the union of all others; write to one of these")
        if request.method == "DELETE":
            if not await self._write("drop_graph", graph=graph):
                raise HTTPException(404, f"there is no graph {graph}")
            return Response(status_code=204, headers=HEADERS)
        kind = request.headers.get("Content-Type", kg.Endpoint.triples[0]).partition(";")[0].strip().lower()
        kind = next((name for name in OTHER_NAMES.get(kind, ()) if name in kg.Endpoint.triples), kind)
        if kind not in kg.Endpoint.triples:
            raise HTTPException(415, f"triples of type {kind}; send {', '.join(kg.Endpoint.triples)}")
        data = await self._body(request)
        merge = request.method == "POST"
        new = await self._write("write_graph", graph=graph, data=data, media_type=kind, merge=merge)
        return Response(status_code=201 if new else 204, headers=HEADERS)

    # -- Who may, and who does -----------------------------------------------------------------------------------------

    def _may_write(self, request: Request) -> None:
        if self._writer is None or self._token is None:
            raise HTTPException(403, "this endpoint is read-only; start it with kg serve --write")
        if not self._has_token(request):
            raise HTTPException(
                401, "writing needs the token, as Authorization: Bearer, or as the password of any user", CHALLENGE
            )

    def _has_token(self, request: Request) -> bool:
        given = _secret(request.headers.get("Authorization", ""))
        return self._token is not None and hmac.compare_digest(given, self._token.encode())

    async def _read(self, operation: str, **arguments: Any) -> Any:
        if self._writer and self._published < (changes := self._changes):
            await self._ask(self._writer, "publish")  # where that fails, the next question tries it again
            self._published = max(self._published, changes)
        return await self._ask(self._readers, operation, **arguments)

    async def _write(self, operation: str, **arguments: Any) -> Any:
        assert self._writer  # noqa: S101 - asked before
        try:
            return await self._ask(self._writer, operation, **arguments)
        finally:
            self._changes += 1  # once it is made: a question that comes before that publishes what was before it

    async def _ask(
        self, who: Pool | Worker, operation: str, seconds: float | None = None, late: str = "", **arguments: Any
    ) -> Any:
        """Have an operation done in the seconds that a question may take, or those given; ``late`` tells it is not."""
        try:
            return await run_in_threadpool(partial(who.ask, operation, seconds or self._timeout, **arguments))
        except kg.QueryError as error:
            raise HTTPException(400, str(error)) from error
        except kg.KGError as error:
            raise HTTPException(500, str(error)) from error
        except TooLong as error:
            message = f"no answer in {self._timeout:g} s; ask for less, or start kg serve with a longer --timeout"
            raise HTTPException(503, late or message) from error
        except Busy as error:
            raise HTTPException(503, "others are being answered; come back", {"Retry-After": "2"}) from error

    async def _body(self, request: Request) -> bytes:
        largest = LARGEST_CHANGE if self._writer and self._has_token(request) else LARGEST_QUESTION
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > largest:
                raise HTTPException(413, f"more than {largest:,} bytes; send it in parts")
        return bytes(body)

    async def _text(self, request: Request) -> str:
        try:
            return (await self._body(request)).decode("utf-8")
        except UnicodeDecodeError as error:
            raise HTTPException(400, f"the body is no UTF-8: {error.reason} at byte {error.start}") from error


def _parameters(text: str) -> Parameters:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise HTTPException(400, "the parameters are no UTF-8") from error


def _all(parameters: Parameters, name: str) -> list[str]:
    return [value for key, value in parameters if key == name]


def _variables(parameters: Parameters) -> dict[str, str]:
    """Return what variables are bound to: ``$x=NATO``, as clients of RDF4J write it."""
    bound = [(name.removeprefix("$"), value) for name, value in parameters if name.startswith("$")]
    for name, value in bound:
        if not value.strip():
            raise HTTPException(400, f"${name} is bound to nothing; write ${name}=NATO, or leave it out")
    if len(dict(bound)) < len(bound):
        raise HTTPException(400, "a variable is bound twice; bind each once")
    return dict(bound)


def _answer(media_type: str, body: bytes) -> Response:
    # The JSON and RDF types have no charset; starlette adds one to text types.
    return Response(body, media_type=media_type, headers={**HEADERS, "Vary": "Accept"})


def _is_known(tags: str, tag: str) -> bool:
    """Tell whether ``If-None-Match`` names a tag."""
    return tags.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in tags.split(","))


def _secret(authorization: str) -> bytes:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode()
    if scheme.lower() == "basic":
        try:
            return b64decode(value.strip(), validate=True).partition(b":")[2]
        except Base64Error:
            return b""
    return b""
