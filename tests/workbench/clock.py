"""A clock that tests set by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


class Clock:
    """A clock that only moves when a test moves it."""

    def __init__(self) -> None:
        """Starts at START."""
        self.time = START

    def __call__(self) -> datetime:
        """The time now."""
        return self.time

    def go(self, seconds: float) -> None:
        """Lets seconds pass."""
        self.time += timedelta(seconds=seconds)
