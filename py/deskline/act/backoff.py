"""The wait before a retry: exponential backoff with jitter, or what Zendesk asks for (rule 11.5)."""

from collections.abc import Callable
from dataclasses import dataclass

from deskline.model.errors import Busy, NoAnswer

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds between attempts: the first wait, and the longest that doubling leads to."""

APART = 5.0
"""Seconds over which agents whom Zendesk told to wait equally long spread their retries."""

SLOW_ATTEMPT = 3
"""The attempt after which the agent is told that saving is slow."""

LONG_WAIT = 10.0
"""The wait asked for by Zendesk, in seconds, from which on the agent is told at once."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """The wait after a failed attempt, the first being number one."""

    attempt: int
    trouble: Busy | NoAnswer

    @property
    def asked_for(self) -> float | None:
        """The wait that Zendesk asked for in seconds, or None."""
        return self.trouble.wait if isinstance(self.trouble, Busy) else None

    @property
    def slow(self) -> bool:
        """Whether the agent is told that saving is slow."""
        return self.attempt >= SLOW_ATTEMPT or (self.asked_for or 0) > LONG_WAIT

    def seconds(self, jitter: Callable[[], float]) -> float:
        """Return the wait in seconds; `jitter` returns numbers between 0 and 1."""
        if self.asked_for is not None:
            return max(FIRST_WAIT, self.asked_for) + APART * jitter()
        doubled = FIRST_WAIT * 2.0 ** min(self.attempt - 1, 10)
        return min(LONGEST_WAIT, doubled) * (0.75 + jitter() / 2)
