"""Processes that answer, each with the graph open: one that takes too long is ended and another takes its place.

A query runs in native code that cannot be interrupted; a process can. Readers hold a checkpoint, so that ending one
harms nothing, and what a writer has not committed when it is ended was never there.
"""

from __future__ import annotations

import multiprocessing
import queue
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import kg

__all__ = ["Busy", "Opened", "Pool", "TooLong", "Worker"]

#: How long a process may take to open the store.
OPENING = 120.0
#: How long one that ends may take to publish what it wrote.
CLOSING = 60.0


class TooLong(Exception):  # noqa: N818 - it is no fault of the program
    """A question was not answered in time."""


class Busy(Exception):  # noqa: N818
    """Nobody was free in time to answer."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a worker opens, and what its answers may be."""

    store: str
    write: bool
    limit: int
    other_hosts: bool


class Worker:
    """One process; it starts when it is first asked."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._process: Any = None
        self._pipe: Any = None  # a connection, whose class has another name on Windows
        self._lock = threading.Lock()

    def ask(self, operation: str, seconds: float, **arguments: Any) -> Any:
        """Have an operation of :mod:`kg.web.operations` done; one at a time.

        TooLong where it takes longer, Busy where the worker is not free in that time; errors of kg as they are.
        """
        if not self._lock.acquire(timeout=seconds):
            raise Busy
        try:
            pipe = self._start()
            pipe.send((operation, arguments))
            if not pipe.poll(seconds):
                self.kill()
                raise TooLong
            return self._receive(pipe)
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.kill()
            raise kg.StoreError(
                "the process that was to answer has ended, maybe for want of memory; ask for less"
            ) from error
        finally:
            self._lock.release()

    def _start(self) -> Any:
        if self._pipe is not None and self._process.is_alive():
            return self._pipe
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._opened), daemon=True)
        self._process.start()
        theirs.close()
        if not self._pipe.poll(OPENING):
            self.kill()
            raise TooLong
        self._receive(self._pipe)
        return self._pipe

    @staticmethod
    def _receive(pipe: Any) -> Any:
        done, value = pipe.recv()
        if done:
            return value
        raise value

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._drop()

    def stop(self) -> None:
        """Let the process close the store and end."""
        if self._pipe is not None:
            with suppress(OSError):
                self._pipe.send(None)
            self._process.join(CLOSING)
            self.kill()

    def end(self) -> None:
        """Let the process end, at once where it is doing what nobody waits for any more."""
        if self._lock.acquire(blocking=False):
            self.stop()
            self._lock.release()
        elif (process := self._process) is not None:
            process.kill()  # who asked it finds its pipe closed
            process.join()

    def _drop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        self._pipe = self._process = None


class Pool:
    """Several workers that read; whoever is free answers."""

    def __init__(self, opened: Opened, size: int) -> None:
        self._workers = [Worker(opened) for _ in range(size)]
        # The one that answered last is asked first: the others need not start.
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in reversed(self._workers):
            self._free.put(worker)

    def ask(self, operation: str, seconds: float, **arguments: Any) -> Any:
        """Have an operation done; the time counts from now."""
        end = time.monotonic() + seconds
        try:
            worker = self._free.get(timeout=seconds)
        except queue.Empty as error:
            raise Busy from error
        try:
            return worker.ask(operation, max(end - time.monotonic(), 0.001), **arguments)
        finally:
            self._free.put(worker)

    def stop(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()


def _work(pipe: Any, opened: Opened) -> None:
    """Open the store, then do what comes through the pipe until it closes or None comes."""
    from kg.web.operations import OPERATIONS

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and lets its workers close
    try:
        store = kg.Store(opened.store, write=opened.write)
    except kg.KGError as error:
        pipe.send((False, error))
        return
    endpoint = kg.Endpoint(store, limit=opened.limit, other_hosts=opened.other_hosts)
    pipe.send((True, None))
    with suppress(EOFError, BrokenPipeError):
        while (request := pipe.recv()) is not None:
            operation, arguments = request
            try:
                if not opened.write:
                    store.refresh()
                answer = True, OPERATIONS[operation](endpoint, **arguments)
            except kg.KGError as error:
                answer = False, error
            pipe.send(answer)
    store.close()
