"""What the networks said before, so that the same question is not asked of them twice."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import srsly

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["Memo"]


class Memo:
    """Scores by what they were asked of: of one text, or read back from :meth:`as_bytes`.

    Scores are half floats, so that they are the same whether they come from a network or from here. ``changed`` tells
    whether a network had to be asked since.
    """

    def __init__(self, body: bytes = b"") -> None:
        self._known: dict[bytes, bytes] = srsly.msgpack_loads(body) if body else {}
        self.changed = False

    def get(self, question: object, ask: Callable[[], NDArray[np.floating]]) -> NDArray[np.float32]:
        """Return the scores, one row, for a question, which its ``repr`` tells from others; ``ask`` where not known."""
        key = blake2b(repr(question).encode(), digest_size=8).digest()
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = np.asarray(ask(), dtype="<f2").tobytes()
            self.changed = True
        return np.frombuffer(known, dtype="<f2").astype(np.float32)

    def as_bytes(self) -> bytes:
        """Return all scores, to be kept on disk."""
        body: bytes = srsly.msgpack_dumps(self._known)
        return body
