"""A running ``kg serve`` for tests: on the loopback, at a free port, ended with the test."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["TOKEN", "serving"]

TOKEN = "a-token-for-tests"  # noqa: S105


@contextmanager
def serving(store: Path, *options: str) -> Iterator[str]:
    """Serve a store and yield the address, which ends in a slash."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options]
    environment = {**os.environ, "KG_SERVE_TOKEN": TOKEN}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, encoding="utf-8")
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+/", line)
        assert found, f"kg serve does not start: {line}{process.stderr.read()}"
        yield found.group()
    finally:
        process.send_signal(signal.SIGINT)
        try:
            _, rest = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            _, rest = process.communicate()
        if process.returncode or rest:
            raise AssertionError(f"kg serve ended with {process.returncode}: {rest}")
