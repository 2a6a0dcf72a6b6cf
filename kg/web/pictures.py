"""The pictures that are shown: drawn once for a state of the store, one at a time, and kept while it lasts."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256

__all__ = ["Asked", "Drawn", "NotReady", "Pictures"]

#: How many pictures are kept, and how many may be waited for at once.
KEPT, WAITING = 8, 8
#: How many characters all that are kept may have; the last one is kept in any case.
LARGEST = 64_000_000


class NotReady(Exception):  # noqa: N818 - it is no fault
    """A picture is being drawn, or waits for others that are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be drawn: all, or what is near a thing, and so many steps from it."""

    around: str | None
    hops: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page, and a tag that another page does not have."""

    html: str
    tag: str


class Pictures:
    """Has pictures drawn and keeps them.

    ``draw`` gives the state that was drawn, which is None where the store does not tell, and the page. One is drawn at
    a time, so that of two workers one is left for questions; it is drawn to its end though nobody waits any more, so
    that who comes back has it.
    """

    def __init__(self, draw: Callable[[Asked], Awaitable[tuple[str | None, str]]]) -> None:
        self._draw = draw
        self._one = asyncio.Lock()
        self._kept: OrderedDict[tuple[str, Asked], Drawn] = OrderedDict()
        self._waiting: dict[tuple[str | None, Asked], asyncio.Task[Drawn]] = {}

    async def get(self, state: str | None, asked: Asked, patience: float) -> Drawn:
        """Return the picture of a state; NotReady where it is not there in ``patience`` seconds.

        A picture of no known state is drawn anew each time: what it shows may have changed.
        """
        if state is not None and (state, asked) in self._kept:
            self._kept.move_to_end((state, asked))
            return self._kept[state, asked]
        key = state, asked
        if key not in self._waiting:
            if len(self._waiting) >= WAITING:
                raise NotReady
            self._waiting[key] = asyncio.create_task(self._drawn(asked))
            self._waiting[key].add_done_callback(lambda task: self._done(key, task))
        task = self._waiting[key]
        await asyncio.wait({task}, timeout=patience)
        if not task.done():
            raise NotReady
        return task.result()

    def _done(self, key: tuple[str | None, Asked], task: asyncio.Task[Drawn]) -> None:
        del self._waiting[key]
        if not task.cancelled():
            task.exception()  # asyncio complains of one that nobody asked for

    async def _drawn(self, asked: Asked) -> Drawn:
        async with self._one:
            state, html = await self._draw(asked)
        drawn = Drawn(html, f'"{sha256(html.encode()).hexdigest()[:32]}"')
        if state is not None:
            for old in [key for key in self._kept if key[0] != state]:
                del self._kept[old]  # nobody asks for it any more
            self._kept[state, asked] = drawn
            while len(self._kept) > 1 and (len(self._kept) > KEPT or self._size() > LARGEST):
                self._kept.popitem(last=False)
        return drawn

    def _size(self) -> int:
        return sum(len(drawn.html) for drawn in self._kept.values())
