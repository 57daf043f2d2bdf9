"""Repeats look-ups that Zendesk did not answer at first: the caller, the continued ticket (rules 3.7, 4.1, 7.1)."""

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
    """Zendesk's late answer, and the contact as it was when that was asked."""

    asked: Record
    known: Record


class Retry:
    """Repeats the look-ups of one contact, for a minute."""

    def __init__(self, lookups: Lookups, found: Callable[[Found], None]) -> None:
        self._lookups = lookups
        self._found = found
        self._task: asyncio.Task[None] | None = None

    def begin(self, record: Callable[[], Record]) -> None:
        """Begin, unless begun before; each attempt looks up the record as it is then."""
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
