"""One contact: Connect's reports and the agent's requests, handled completely and in order, each once (rule 5.7)."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from deskline.ask.retry import Found
from deskline.decide.progress import merged, reported
from deskline.engine.handlers import handle_moment, handle_wish, ring
from deskline.engine.services import Services
from deskline.engine.steps import Steps
from deskline.model.moments import Ringing, Seen, Wish
from deskline.model.record import Record
from deskline.model.stages import due


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """What an earlier engine saved about the contact, read after the contact had already begun again."""

    record: Record


class Session:
    """One contact, one inbox."""

    def __init__(self, record: Record, services: Services) -> None:
        self._services = services
        self._inbox: asyncio.Queue[Seen | Wish | Found | SavedRecord] = asyncio.Queue()
        self._steps = Steps(record, services, self.put)

    @property
    def record(self) -> Record:
        """What is known about the contact now."""
        return self._steps.record

    def put(self, item: Seen | Wish | Found | SavedRecord) -> None:
        """Queue a report or a request; it is handled after those before it."""
        self._inbox.put_nowait(item)

    async def run(self) -> None:
        """Handle what arrives until the contact is closed; writes that an earlier engine left pending come first.

        What was queued by then is handled too: the next `put` needs another session.
        """
        await self._take_up()
        while self.record.stage != "closed" or not self._inbox.empty():
            await self._guarded(self._handle(await self._inbox.get()))
        self._steps.end()

    async def _take_up(self) -> None:
        if self.record.pending:
            await self._guarded(self._steps.settle())
        await self._guarded(self._resume())

    async def _guarded(self, step: Coroutine[Any, Any, None]) -> None:
        try:
            await step
        except Exception as error:  # the only catch-all: an unexpected error must not end the contact's later moments
            self._services.tasks.unexpected(error)

    async def _resume(self) -> None:
        if self.record.stage == "ringing" and self.record.caller is None:
            await ring(self._steps, Ringing(self.record.contact))
        self._steps.keep_retrying()

    async def _handle(self, item: Seen | Wish | Found | SavedRecord) -> None:
        match item:
            case SavedRecord():
                await self._merge_saved(item.record)
            case Seen():
                await self._report(item)
            case _:
                await handle_wish(self._steps, item)

    async def _report(self, seen: Seen) -> None:
        before = self.record
        seen = replace(seen, contact=seen.contact.learned_from(before.contact))
        record = reported(before, seen, self._services.circumstances)
        if before.offered_again(seen.contact):
            self._start_over(record)
        self._steps.update(record)
        for moment in due(record.stage, record.contact, seen):
            await self._guarded(handle_moment(self._steps, moment))

    async def _merge_saved(self, saved: Record) -> None:
        anew, record = self.record, merged(self.record, saved)
        if record is anew:
            return await self._steps.settle()
        self._start_over(record)
        await self._take_up()
        await self._report(Seen(anew.contact, anew.stage == "closed", anew.ended_at))

    def _start_over(self, record: Record) -> None:
        self._steps.end()
        self._steps = Steps(record, self._services, self.put)
