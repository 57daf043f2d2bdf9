"""Says what is being done, how far it is and how long it has taken.

On a terminal one line is written again and again; elsewhere, as in a log, a plain line comes now and then.
Standard library only: the set-up uses it before `.venv` exists.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from types import TracebackType
from typing import TextIO

OFTEN, SELDOM = 0.5, 15.0
"""Seconds between two lines, on a terminal and elsewhere."""

CLEAR = "\r\x1b[K"


class Progress:
    """One piece of work, from `with` to its end."""

    def __init__(self, what: str, whole: int = 0, to: TextIO | None = None, pace: float | None = None) -> None:
        """Will tell of `what`, in `whole` steps if their number is known, to standard error."""
        self.what, self.whole, self.done, self.name = what, whole, 0, ""
        self._to = to or sys.stderr
        self._rewrites = self._to.isatty() and os.environ.get("TERM") != "dumb"
        self._pace = pace or (OFTEN if self._rewrites else SELDOM)
        self._lock, self._over = threading.Lock(), threading.Event()
        self._began = time.monotonic()

    def step(self, name: str = "") -> None:
        """One step more has begun, or been done."""
        with self._lock:
            self.done, self.name = self.done + 1, name

    def line(self) -> str:
        """How it stands, in a line."""
        with self._lock:
            far = f"{min(self.done, self.whole)} of {self.whole}" if self.whole else str(self.done or "")
            parts = [f"{self.what} ...", far, self.name, spent(time.monotonic() - self._began)]
        return ", ".join(filter(None, parts)).replace(" ..., ", " ... ")

    def __enter__(self) -> Progress:
        """Begins to tell, with a line at once."""
        self._began = time.monotonic()
        self._write(f"{self.what} ...", end=not self._rewrites)
        self._thread = threading.Thread(target=self._tell, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Says how long it took, and whether it came to an end."""
        self._over.set()
        self._thread.join()
        ended = "stopped" if kind else "done"
        self._write(f"{self.what}: {ended} after {spent(time.monotonic() - self._began)}", end=True)

    def _tell(self) -> None:
        while not self._over.wait(self._pace):
            self._write(self.line(), end=not self._rewrites)

    def _write(self, text: str, end: bool) -> None:
        width = shutil.get_terminal_size().columns - 1
        self._to.write((CLEAR + text[:width] if self._rewrites else text) + ("\n" if end else ""))
        self._to.flush()


def spent(seconds: float) -> str:
    """A stretch of time as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
