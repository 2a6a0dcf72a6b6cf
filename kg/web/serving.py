"""Serving a graph until interrupted: who may come in, and who answers."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

import kg

__all__ = ["serve"]

#: Names by which this machine is asked for from itself.
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
#: What a request can name: a name, all below one (``*.example``), an address, or (``*``) anything.
HOST_NAME = re.compile(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)*|\[[0-9A-Fa-f:.]+\]|\*")


def serve(
    store: str,
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    token: str | None = None,
    timeout: float = 30.0,
    limit: int = 100_000,
    workers: int = 2,
    host_names: Sequence[str] = (),
    other_hosts: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a store, a folder or an address, over HTTP until interrupted.

    ``/`` is a page for people, ``/sparql`` speaks the SPARQL 1.1 Protocol, ``/graphs`` the Graph Store Protocol.
    Everybody who reaches the port may read; writing is for those who give the ``token`` (None: for nobody), and holds
    the folder against other writers as long as it serves. Requests for other names than the loopback's, ``host`` and
    ``host_names`` are refused. A question may take ``timeout`` seconds and have ``limit`` rows; ``other_hosts`` lets
    queries ask other endpoints with ``SERVICE``. ``port`` 0 takes any free one; ``ready`` is told the address. Raises
    StoreError where the store cannot be opened or the port is taken, MissingExtra where the server is not installed.
    """
    try:
        import uvicorn

        from kg.web.app import application
    except ImportError as error:
        raise kg.MissingExtra(error.name or "uvicorn", "serve") from error
    from kg.web.workers import Opened, Pool, Worker

    for name in host_names:
        if not HOST_NAME.fullmatch(name):
            raise kg.StoreError(f"{name!r} is no name of a host; give the name alone, as in archive.example")
    readers = Pool(Opened(store, write=False, limit=limit, other_hosts=other_hosts), workers)
    writer = Worker(Opened(store, write=True, limit=limit, other_hosts=other_hosts)) if token else None
    try:
        if writer:
            writer.ask("publish", timeout)
        kg.Store(store).close()  # so that what is wrong with it is told now, and here
        own = {f"[{host}]" if ":" in host else host} - {"0.0.0.0", "[::]", ""}  # noqa: S104 - not bound, left out
        names = [*LOOPBACK, *own, *host_names]
        app = application(readers, writer, token=token, timeout=timeout, host_names=names)
        with _listen(host, port) as listener:
            address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"

            class Server(uvicorn.Server):
                async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                    await super().startup(sockets)
                    if ready:  # only now an interruption ends it in good order
                        ready(address)

            config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", server_header=False)
            with suppress(KeyboardInterrupt):
                Server(config).run(sockets=[listener])
    finally:
        readers.stop()
        if writer:
            writer.stop()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise kg.StoreError(f"nothing can be served at {host} port {port}: {reason.lower()}; give another") from error
