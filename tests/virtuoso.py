"""A real Virtuoso for tests of remote stores: Debian's package, on the loopback, with its data in its own folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

__all__ = ["Virtuoso", "virtuoso"]

PROGRAM = "virtuoso-t"
PACKAGE = "virtuoso-opensource"
#: A Virtuoso that has not answered after so many tries, a fifth of a second each, is not going to.
TRIES = 300
USER, PASSWORD = "dba", "dba"

SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0

[Parameters]
ServerPort = 127.0.0.1:{sql}
LiteMode = 0
DisableUnixSocket = 1
ServerThreads = 8
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 2
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 8
HTTPThreadSize = 280000
KeepAliveTimeout = 10
EnabledGzipContent = 0

[Client]
SQL_QUERY_TIMEOUT = 60

[SPARQL]
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Virtuoso:
    """The addresses of a Virtuoso that runs, and who may write."""

    query: str
    graphs: str
    user: str = USER
    password: str = PASSWORD

    def clear(self, base: str) -> None:
        """Drop every graph whose IRI begins so."""
        auth = requests.auth.HTTPDigestAuth(self.user, self.password)
        question = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{base}')) }}"
        headers = {"Accept": "text/csv"}
        answer = requests.get(self.query, {"query": question}, headers=headers, auth=auth, timeout=60)
        answer.raise_for_status()
        for line in answer.text.splitlines()[1:]:
            update = f"DROP SILENT GRAPH <{line.strip(chr(34))}>"
            requests.post(self.query, {"update": update}, auth=auth, timeout=60).raise_for_status()


def install() -> str:
    """Return the path of the program, installed from Debian's package where it is missing."""
    if shutil.which(PROGRAM) is None:
        become = [] if os.getuid() == 0 else ["sudo"]
        quiet = {"check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([*become, "apt-get", "update", "-q"], **quiet)  # type: ignore[call-overload]
        command = [*become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y"]
        subprocess.run([*command, "--no-install-recommends", PACKAGE], **quiet)  # type: ignore[call-overload]
    program = shutil.which(PROGRAM)
    assert program, f"{PROGRAM} is not installed; type: apt-get install {PACKAGE}"
    return program


@contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """Start a Virtuoso with its data in a folder, and stop it again; AssertionError where it does not answer."""
    program = install()
    sql, http = free_ports(2)
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    command = [program, "+configfile", str(settings), "+foreground"]
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
        try:
            found = Virtuoso(f"http://127.0.0.1:{http}/sparql-auth", f"http://127.0.0.1:{http}/sparql-graph-crud-auth")
            wait(process, f"http://127.0.0.1:{http}/sparql?query=ASK%20%7B%7D", folder)
            yield found
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(30)


def wait(process: subprocess.Popen[bytes], address: str, folder: Path) -> None:
    """Wait until a server answers."""
    for _ in range(TRIES):
        if process.poll() is not None:
            break
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.2)
    log = folder / "virtuoso.log"
    raise AssertionError(f"Virtuoso does not answer: {log.read_text(errors='replace') if log.exists() else 'no log'}")


def free_ports(count: int) -> list[int]:
    """Return ports of the loopback that nobody listens on."""
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(holder.getsockname()[1]) for holder in holders]
    for holder in holders:
        holder.close()
    return ports
