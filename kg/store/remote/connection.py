"""Requests to an endpoint: where its services are, who asks, what is asked again. The only module that knows requests.

SPARQL 1.1 Protocol: https://www.w3.org/TR/sparql11-protocol/
Graph Store HTTP Protocol: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import requests
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.util import Retry

from kg.errors import QueryError, StoreError
from kg.store.sparql import query_form

__all__ = ["Connection", "setting"]

#: The settings, all in the environment, since an address is shown in messages and a password must not be.
SETTINGS = {
    "KG_STORE_UPDATE": "the address of SPARQL Update, where it is not that of the queries",
    "KG_STORE_GRAPHS": "the address of the Graph Store Protocol, where there is one",
    "KG_STORE_USER": "the user, for HTTP Basic or Digest, whichever the endpoint asks for",
    "KG_STORE_PASSWORD": "the user's password",
    "KG_STORE_TOKEN": "a token, sent as Bearer",
    "KG_STORE_TIMEOUT": "how many seconds an answer may take",
    "KG_STORE_BATCH": "how many quads one request may write",
}
DEFAULTS = {"KG_STORE_TIMEOUT": 300, "KG_STORE_BATCH": 1000}
CONNECT_SECONDS = 10
#: Answers of a gateway that did not hear; those that name a time to come back (429, 503) are asked again anyway.
BUSY = (502,)
ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
TRIPLES = "application/n-triples, text/turtle;q=0.9"
ACCEPT = {"select": ROWS, "ask": ROWS, "construct": TRIPLES, "describe": TRIPLES}
#: What Virtuoso calls the one column of its answer to ASK.
ASK_COLUMN = "__ASK_RETVAL"
#: In what header an endpoint says that it cuts answers, and where.
CUT = "X-SPARQL-MaxRows"


def setting(name: str) -> int:
    """Return a number from the environment, or its default; StoreError where it is none above 0."""
    text = os.environ.get(name) or str(DEFAULTS[name])
    if not text.isascii() or not text.isdigit() or not int(text):
        raise StoreError(f"{name} is {text!r}; give a whole number: {SETTINGS[name]}")
    return int(text)


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Connection:
    """One endpoint. Parameters in the address, as ``?default-graph-uri=…``, go with every query.

    What fails on the way, or is refused for now, is asked again a few times, after waits that double; an update that
    may not be run twice only where it did not get through. Raises StoreError where the endpoint cannot be reached or
    refuses, QueryError where it cannot read or answer what it is asked.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.username or parts.password or not parts.hostname:
            raise StoreError(
                f"the address of a store at {parts.hostname or address!r} must be scheme, host and path alone; "
                "give user and password as KG_STORE_USER and KG_STORE_PASSWORD"
            )
        self.address = address
        self._parameters = parse_qsl(parts.query, keep_blank_values=True)
        self._query = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        self._update = os.environ.get("KG_STORE_UPDATE") or self._query
        self._graphs = os.environ.get("KG_STORE_GRAPHS")
        self._timeout = (CONNECT_SECONDS, setting("KG_STORE_TIMEOUT"))
        tries = {"total": 5, "connect": 3, "allowed_methods": None, "backoff_factor": 0.3, "raise_on_status": False}
        self._often = _session(Retry(**tries, status_forcelist=BUSY))  # type: ignore[arg-type]
        self._once = _session(Retry(**{**tries, "read": 0, "other": 0, "status": 0}))  # type: ignore[arg-type]

    @property
    def knows_graphs(self) -> bool:
        """Whether the address of the Graph Store Protocol is known."""
        return bool(self._graphs)

    def close(self) -> None:
        """Close what is open; the connection can be used again."""
        self._often.close()
        self._once.close()

    def query(
        self, sparql: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> QueryBoolean | QuerySolutions | list[Triple]:
        """Answer a query."""
        form = query_form(sparql)
        data = [("query", sparql)]
        if default_graphs or named_graphs:
            data += [("default-graph-uri", iri) for iri in default_graphs]
            data += [("named-graph-uri", iri) for iri in named_graphs]
        else:
            data += self._parameters
        response = self._send("POST", self._query, data=data, headers={"Accept": ACCEPT[form]})
        if form in ("construct", "describe"):
            return self._triples(response)
        return self._rows(response, form)

    def update(self, sparql: str, *, repeatable: bool) -> None:
        """Run an update; ``repeatable`` says that running it twice is running it once."""
        self._send("POST", self._update, data=[("update", sparql)], repeatable=repeatable)

    def get_graph(self, iri: str) -> list[Triple]:
        """Return the triples of a graph by the Graph Store Protocol, none where there is no such graph."""
        headers = {"Accept": TRIPLES}
        response = self._send("GET", str(self._graphs), params={"graph": iri}, headers=headers, absent=True)
        return [] if response.status_code == requests.codes.not_found else self._triples(response)

    def put_graph(self, iri: str, ntriples: str) -> None:
        """Put triples, as N-Triples, in place of a graph by the Graph Store Protocol."""
        headers = {"Content-Type": RdfFormat.N_TRIPLES.media_type}
        self._send("PUT", str(self._graphs), params={"graph": iri}, data=ntriples.encode(), headers=headers)

    def _send(
        self,
        method: str,
        url: str,
        *,
        repeatable: bool = True,
        absent: bool = False,
        headers: Mapping[str, str] | None = None,
        **content: Any,
    ) -> requests.Response:
        session = self._often if repeatable else self._once
        arguments = {"timeout": self._timeout, "headers": headers, **content}
        try:
            response = session.request(method, url, **arguments)
            if response.status_code == requests.codes.unauthorized and session.auth is None and _has_user():
                asked = response.headers.get("WWW-Authenticate", "")
                self._often.auth, self._once.auth = _auth(asked), _auth(asked)
                response = session.request(method, url, **arguments)
        except requests.Timeout as error:
            seconds = self._timeout[1]
            raise StoreError(
                f"{self._named(url)} gave no answer in {seconds} s; ask for less, or set KG_STORE_TIMEOUT"
            ) from error
        except requests.RequestException as error:
            raise StoreError(
                f"{self._named(url)} cannot be reached: {_reason(error)}; is it running, and is the address right?"
            ) from error
        if not response.ok and not (absent and response.status_code == requests.codes.not_found):
            raise self._fault(url, response)
        return response

    def _fault(self, url: str, response: requests.Response) -> StoreError | QueryError:
        said = " ".join(response.text.split()) if "html" not in response.headers.get("Content-Type", "") else ""
        said = f": {said[:300]}" if said else ""
        status = f"{response.status_code} {response.reason}"
        if response.status_code in (requests.codes.unauthorized, requests.codes.forbidden):
            given = "the user or token given is not let in" if self._often.auth else "it wants to know who asks"
            return StoreError(
                f"{self._named(url)} refuses ({status}): {given}; "
                f"set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN{said}"
            )
        if response.status_code == requests.codes.bad_request:
            return QueryError(f"{self._named(url)} cannot answer{said or f' ({status})'}")
        return StoreError(f"{self._named(url)} answers {status}{said}")

    @staticmethod
    def _named(url: str) -> str:
        return f"store {url!r}"

    def _rows(self, response: requests.Response, form: str) -> QueryBoolean | QuerySolutions:
        kind = response.headers.get("Content-Type", "")
        format_ = QueryResultsFormat.from_media_type(kind)
        if format_ is None:
            raise self._strange(response, "results of a SPARQL query")
        try:
            answer = parse_query_results(response.content, format_)
            if form == "ask" and isinstance(answer, QuerySolutions):
                names = [variable.value for variable in answer.variables]
                if names != [ASK_COLUMN]:
                    raise self._strange(response, "an answer to ASK")
                return _truth(any(row[0] is not None for row in answer))
        except SyntaxError as error:
            raise self._strange(response, "results of a SPARQL query") from error
        most = response.headers.get(CUT, "")
        if most.isdigit() and isinstance(answer, QuerySolutions):
            # Counted in what was sent, since reading an answer uses it up.
            again = parse_query_results(response.content, format_)
            if isinstance(again, QuerySolutions) and len(list(again)) >= int(most):
                raise QueryError(
                    f"{self._named(self._query)} cuts answers at {most} rows, and this one may be longer; "
                    "ask for less, or raise the limit in its settings (in Virtuoso's, ResultSetMaxRows)"
                )
        return answer

    def _triples(self, response: requests.Response) -> list[Triple]:
        format_ = RdfFormat.from_media_type(response.headers.get("Content-Type", ""))
        if format_ is None:
            raise self._strange(response, "triples")
        try:
            quads = list(parse(response.content, format=format_))
        except SyntaxError as error:
            raise self._strange(response, "triples") from error
        return [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]

    def _strange(self, response: requests.Response, what: str) -> StoreError:
        kind = response.headers.get("Content-Type", "nothing named")
        return StoreError(f"{self._named(response.url)} sends {kind}, not {what}; is this the address of an endpoint?")


def _session(retry: Retry) -> requests.Session:
    session = requests.Session()
    session.headers["User-Agent"] = "claimgraph"
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry))
    if token := os.environ.get("KG_STORE_TOKEN"):
        session.auth = _Bearer(token)
    return session


def _has_user() -> bool:
    return bool(os.environ.get("KG_STORE_USER"))


def _auth(asked: str) -> AuthBase:
    """Return what gives the user's name and password in the way that an endpoint asks for."""
    user, password = os.environ["KG_STORE_USER"], os.environ.get("KG_STORE_PASSWORD", "")
    return HTTPDigestAuth(user, password) if "digest" in asked.lower() else HTTPBasicAuth(user, password)


def _truth(value: bool) -> QueryBoolean:
    text = '{"head":{},"boolean":' + ("true" if value else "false") + "}"
    answer = parse_query_results(text, QueryResultsFormat.JSON)
    assert isinstance(answer, QueryBoolean)  # noqa: S101 - for the type checker
    return answer


def _reason(error: BaseException) -> str:
    """Return the innermost cause, in a few words."""
    while (cause := getattr(error, "reason", None) or (error.args and error.args[0])) and isinstance(
        cause, BaseException
    ):
        error = cause
    text = str(error).partition(": ")[2] or str(error)
    return text[:200]
