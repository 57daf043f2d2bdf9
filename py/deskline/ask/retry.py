"""Asking on about what Zendesk did not tell at first: who it is, which ticket it continues (rules 3.7, 4.1, 7.1)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from deskline.ask.lookup import asked_again
from deskline.model.ports import Lookups
from deskline.model.record import Record

PAUSES = (5.0, 10.0, 15.0, 30.0)
"""Seconds between the attempts: 60 in all (rules 3.7, 4.1)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What Zendesk has told by now, and the contact as it was when that was asked."""

    asked: Record
    known: Record


class Retry:
    """Asks about one contact, for a minute."""

    def __init__(self, lookups: Lookups, found: Callable[[Found], None]) -> None:
        self._lookups = lookups
        self._found = found
        self._task: asyncio.Task[None] | None = None

    def begin(self, record: Callable[[], Record]) -> None:
        """Begin, if that was not done before, to ask about the record as it is at each attempt."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(record))

    def end(self) -> None:
        """Stop asking."""
        if self._task:
            self._task.cancel()

    async def _run(self, record: Callable[[], Record]) -> None:
        for pause in PAUSES:
            await self._lookups.clock.sleep(pause)
            before = record()
            if not (before.open and before.unsettled):
                return
            known = await asked_again(self._lookups, before)
            if (known.caller, known.choice) != (before.caller, before.choice):
                self._found(Found(before, known))
