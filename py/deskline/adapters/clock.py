"""The browser's clock, corrected by Connect's."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

from deskline.model.ports import Clock

MOST = 10 * 365 * 86400.0
"""The most seconds by which a clock can be wrong: more is not a difference between two clocks."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def jitter(self) -> float:
        """Return a random number between 0 and 1."""
        return random.random()


class CorrectedClock:
    """A clock that is told how far it is behind: computers can be hours off, and times are compared with Zendesk's."""

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
        """Return a random number between 0 and 1."""
        return self._clock.jitter()

    def correct(self, behind: float) -> None:
        """Correct the clock by so many seconds; an impossible difference is ignored."""
        if abs(behind) <= MOST:
            self.behind = timedelta(seconds=behind)
