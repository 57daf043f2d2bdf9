"""Faults on demand between the app and the simulated Zendesk."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any


@dataclass
class Fault:
    """One thing that goes wrong with the next `times` requests that match; `status` None means that no answer comes.

    `match` is a method and a path without query, where `*` stands for anything. With `after_writing` the request is
    carried out first, so that only its answer is lost. `delay` (seconds) is kept for whoever carries the answer.
    """

    match: str
    status: int | None = None
    times: int = 1
    after_writing: bool = False
    delay: float = 0.0
    retry_after: str | None = None
    body: Any = None

    def hits(self, method: str, path: str) -> bool:
        """Whether this fault still applies to that request."""
        return self.times > 0 and fnmatchcase(f"{method} {path}", self.match)


@dataclass
class Faults:
    """The pending faults, in the order in which they were added."""

    pending: list[Fault] = field(default_factory=list)

    def add(self, match: str, status: int | None = None, **more: Any) -> Fault:
        """Adds a fault (`more` as in Fault) and returns it, so that a test can read `times`."""
        fault = Fault(match, status, **more)
        self.pending.append(fault)
        return fault

    def clear(self) -> None:
        """Removes every fault."""
        self.pending.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that applies to this request, counted down, or None."""
        for fault in self.pending:
            if fault.hits(method, path):
                fault.times -= 1
                return fault
        return None
