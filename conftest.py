"""What pytest does not collect: modules that need an extra that is not installed."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["kg/training/*"]
