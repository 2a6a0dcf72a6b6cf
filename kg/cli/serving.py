"""``kg serve``: the graph over HTTP."""

import os
from typing import Annotated

import typer

import kg
from kg.cli import options
from kg.cli.output import example, say

app = typer.Typer()

#: Where the token for writing comes from: not from an option, which others on the machine could see.
TOKEN = "KG_SERVE_TOKEN"  # noqa: S105 - the name of a variable


@app.command(
    epilog=example(
        "kg serve",
        "kg serve --store my-graph --port 8090 --timeout 10",
        f"{TOKEN}=$(openssl rand -hex 16) kg serve --write",
    )
)
def serve(
    store: options.Store = "kg-store",
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 for any.")] = 8080,
    write: Annotated[
        bool, typer.Option("--write", help=f"Let those write who give the token that {TOKEN} holds.")
    ] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long a question may take.")
    ] = 30.0,
    max_rows: Annotated[
        int, typer.Option("--max-rows", metavar="N", min=1, help="How many rows an answer may have.")
    ] = 100_000,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="Another name that requests may ask for. May be repeated."),
    ] = None,
    other_hosts: Annotated[
        bool, typer.Option("--other-hosts", help="Let queries ask other endpoints with SERVICE.")
    ] = False,
) -> None:
    """Serve the graph on this machine.

    There is a page that asks questions beside the picture, and a SPARQL endpoint.
    """
    token = os.environ.get(TOKEN, "")
    if write and len(token) < 8:
        raise typer.BadParameter(f"needs a token of 8 characters or more in {TOKEN}", param_hint="--write")

    def ready(address: str) -> None:
        with options.reading(store):
            say(f"{store} is at {address} (SPARQL: {address}sparql). Press Ctrl-C to end.")

    kg.serve(
        store,
        host=host,
        port=port,
        token=token if write else None,
        timeout=timeout,
        limit=max_rows,
        host_names=host_name or (),
        other_hosts=other_hosts,
        ready=ready,
    )
