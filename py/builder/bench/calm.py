"""Waits until the machine has nothing else to do, so that what is measured is what is meant."""

from __future__ import annotations

import time
from pathlib import Path

IDLE = 0.8
"""The share of its time that the machine must have been idle for."""

GLANCE = 0.7
"""Seconds for which it is watched."""

STAT = Path("/proc/stat")
"""Where Linux counts what its cores did; other systems are not waited for."""


def calm(patience: float) -> None:
    """Return when nobody else is at work here, at the latest after `patience` seconds."""
    end = time.monotonic() + patience
    while STAT.exists() and time.monotonic() < end:
        before = STAT.read_text()
        time.sleep(GLANCE)
        if idle_share(before, STAT.read_text()) >= IDLE:
            return


def idle_share(before: str, after: str) -> float:
    """The share of all cores' time between two readings of /proc/stat in which they had nothing to do."""
    was, now = _ticks(before), _ticks(after)
    return (now[0] - was[0]) / max(1, now[1] - was[1])


def _ticks(stat: str) -> tuple[int, int]:
    counted = [int(number) for number in stat.splitlines()[0].split()[1:]]
    return counted[3] + counted[4], sum(counted)
