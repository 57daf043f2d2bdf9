"""The search for a ticket that a contact continues and that could not be had at first (rules 4.1, 7.1)."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from deskline.desk import Take, Unanswered
from deskline.moments import Found
from deskline.office import Office
from deskline.record import Record
from deskline.ticket import continued

PAUSES = (5.0, 10.0, 15.0, 30.0)
"""Seconds between the attempts: 60 in all (rule 4.1)."""


class Search:
    """Looks for one contact's ticket, for a minute."""

    def __init__(self, office: Office, found: Callable[[Found], None]) -> None:
        self._office = office
        self._found = found
        self._task: asyncio.Task[None] | None = None

    def begin(self, record: Callable[[], Record]) -> None:
        """Begin, if that was not done before, to look for the ticket of the record as it is at each attempt."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(record))

    def end(self) -> None:
        """Look no more."""
        if self._task:
            self._task.cancel()

    async def _run(self, record: Callable[[], Record]) -> None:
        with suppress(asyncio.CancelledError):
            for pause in PAUSES:
                await self._office.clock.sleep(pause)
                answer = await continued(self._office.desk, record())
                if not isinstance(answer, Unanswered) and isinstance(answer[0], Take):
                    return self._found(Found(answer[0], answer[1]))
