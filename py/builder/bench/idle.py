"""Waits until the machine is idle, so that other load does not distort a measurement."""

from __future__ import annotations

import time
from pathlib import Path

IDLE = 0.8
"""The share of a sample for which the cores must be idle."""

SAMPLE = 0.7
"""Seconds of one sample."""

STAT = Path("/proc/stat")
"""Linux's CPU counters; on other systems there is no waiting."""


def wait_until_idle(patience: float) -> None:
    """Return when the machine is idle, or after `patience` seconds."""
    end = time.monotonic() + patience
    while STAT.exists() and time.monotonic() < end:
        before = STAT.read_text()
        time.sleep(SAMPLE)
        if idle_share(before, STAT.read_text()) >= IDLE:
            return


def idle_share(before: str, after: str) -> float:
    """The idle share of all cores' time between two readings of /proc/stat."""
    was, now = _ticks(before), _ticks(after)
    return (now[0] - was[0]) / max(1, now[1] - was[1])


def _ticks(stat: str) -> tuple[int, int]:
    counted = [int(number) for number in stat.splitlines()[0].split()[1:]]
    return counted[3] + counted[4], sum(counted)
