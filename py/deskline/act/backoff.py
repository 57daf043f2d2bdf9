"""How long an order waits before it is sent again: growing waits with jitter, or what Zendesk asks for (rule 11.5)."""

from collections.abc import Callable
from dataclasses import dataclass

from deskline.model.errors import Busy, NoAnswer

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds between attempts: the first wait, and the one that doubling stops at."""

APART = 5.0
"""Seconds by which those whom Zendesk told to wait equally long come back one after the other, and not all at once."""

SLOW_ATTEMPT = 3
"""The attempt after which the agent is told that saving takes longer."""

LONG_WAIT = 10.0
"""Seconds that Zendesk may ask for before the agent is told at once."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """The pause after an attempt that came to nothing, the first being number one."""

    attempt: int
    trouble: Busy | NoAnswer

    @property
    def asked_for(self) -> float | None:
        """The seconds that Zendesk asked for, if it did."""
        return self.trouble.wait if isinstance(self.trouble, Busy) else None

    @property
    def slow(self) -> bool:
        """Whether the agent is to hear that saving takes longer."""
        return self.attempt >= SLOW_ATTEMPT or (self.asked_for or 0) > LONG_WAIT

    def seconds(self, jitter: Callable[[], float]) -> float:
        """Return how long to wait; `jitter` gives numbers between 0 and 1 that spread those who wait alike."""
        if self.asked_for is not None:
            return max(FIRST_WAIT, self.asked_for) + APART * jitter()
        doubled = FIRST_WAIT * 2.0 ** min(self.attempt - 1, 10)
        return min(LONGEST_WAIT, doubled) * (0.75 + jitter() / 2)
