"""A bar that shows, in a notebook, how far a build is."""

from __future__ import annotations

from html import escape
from typing import Any

__all__ = ["ProgressBar"]


class ProgressBar:
    """Counts what is done, where a notebook can show it: ``kg.build(store, articles, progress=kg.ProgressBar())``.

    It is called with each thing that is done, and names the last one by its ``id`` where it has one. ``total`` is the
    number of things if it is known, ``noun`` what they are. In a notebook the bar appears below the cell and is
    replaced as it goes on; elsewhere nothing is shown, and :attr:`done` counts.

    >>> bar = ProgressBar(8)
    >>> bar("first"); bar("second")
    >>> bar
    <ProgressBar: 2 of 8 articles>
    """

    def __init__(self, total: int | None = None, noun: str = "articles") -> None:
        self.total, self.noun = total, noun
        #: How many things are done.
        self.done = 0
        self._last = ""
        self._handle: Any = None

    def __call__(self, thing: object) -> None:
        """Count one thing that is done, and show it."""
        self.done += 1
        self._last = str(getattr(thing, "id", ""))
        if self._handle is not None:
            self._handle.update(self)
        elif _in_notebook():
            from IPython import display

            show: Any = display.display
            self._handle = show(self, display_id=True)

    def __repr__(self) -> str:
        of = f" of {self.total:,}" if self.total is not None else ""
        return f"<ProgressBar: {self.done:,}{of} {self.noun}>"

    def _repr_html_(self) -> str:
        bar = "" if self.total is None else f'<progress value="{self.done}" max="{self.total}"></progress> '
        of = f" of {self.total:,}" if self.total is not None else ""
        still = self._last if self.done != self.total else ""  # what is over needs no name
        last = f' <span style="opacity:.7">{escape(still)}</span>' if still else ""
        return f"<div>{bar}{self.done:,}{of} {escape(self.noun)}{last}</div>"


def _in_notebook() -> bool:
    """Tell whether there is a kernel, without loading IPython where nothing has loaded it."""
    import sys

    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive else None
    return shell is not None and hasattr(shell, "kernel")
