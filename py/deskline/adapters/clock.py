"""The time, from the browser, set right by Connect's."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

from deskline.model.ports import Clock

MOST = 10 * 365 * 86400.0
"""Seconds by which a clock can be wrong: what is more is no difference between two clocks."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def jitter(self) -> float:
        """Return a number between 0 and 1, another each time."""
        return random.random()


class CorrectedClock:
    """A clock that is told by how much it is behind: computers can be hours off, and what is compared is Zendesk's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.behind = timedelta()

    def now(self) -> datetime:
        """Return the time in UTC."""
        return self._clock.now() + self.behind

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._clock.sleep(seconds)

    def jitter(self) -> float:
        """Return a number between 0 and 1, another each time."""
        return self._clock.jitter()

    def correct(self, behind: float) -> None:
        """Set the clock right by so many seconds; what cannot be a difference is ignored."""
        if abs(behind) <= MOST:
            self.behind = timedelta(seconds=behind)
