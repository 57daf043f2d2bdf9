"""Shows the progress of long work: its name, the step and the time taken.

On a terminal one line is rewritten; elsewhere, as in a log, a plain line is printed every few seconds.
Standard library only: the set-up uses it before `.venv` exists.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import TextIO

ON_TERMINAL, ELSEWHERE = 0.5, 15.0
"""Seconds between two updates, on a terminal and elsewhere."""

CLEAR = "\r\x1b[K"


@dataclass(frozen=True)
class Output:
    """Where progress is shown, and every how many seconds; 0 is as is usual there."""

    to: TextIO
    interval: float = 0


class Progress:
    """The progress of one piece of work; a context manager."""

    def __init__(self, what: str, total: int = 0, output: Output | None = None) -> None:
        """Report on `what`, in `total` steps if their number is known."""
        self.what, self.total, self.done, self.name = what, total, 0, ""
        output = output or Output(sys.stderr)
        self._to = output.to
        self._rewrites = self._to.isatty() and os.environ.get("TERM") != "dumb"
        self._interval = output.interval or (ON_TERMINAL if self._rewrites else ELSEWHERE)
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._began = time.monotonic()

    def step(self, name: str = "") -> None:
        """Count one more step, begun or done."""
        with self._lock:
            self.done, self.name = self.done + 1, name

    def line(self) -> str:
        """The current state in one line."""
        with self._lock:
            far = f"{min(self.done, self.total)} of {self.total}" if self.total else str(self.done or "")
            parts = [f"{self.what} ...", far, self.name, duration(time.monotonic() - self._began)]
        return ", ".join(filter(None, parts)).replace(" ..., ", " ... ")

    def __enter__(self) -> Progress:
        """Print the first line and start the updates."""
        self._began = time.monotonic()
        self._write(f"{self.what} ...", end=not self._rewrites)
        self._thread = threading.Thread(target=self._report, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Print whether it finished and how long it took."""
        self._ended.set()
        self._thread.join()
        ended = "stopped" if kind else "done"
        self._write(f"{self.what}: {ended} after {duration(time.monotonic() - self._began)}", end=True)

    def _report(self) -> None:
        while not self._ended.wait(self._interval):
            self._write(self.line(), end=not self._rewrites)

    def _write(self, text: str, end: bool) -> None:
        width = shutil.get_terminal_size().columns - 1
        self._to.write((CLEAR + text[:width] if self._rewrites else text) + ("\n" if end else ""))
        self._to.flush()


def duration(seconds: float) -> str:
    """A duration in minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
