"""The records of all contacts: loaded once, however slow the browser's storage is, held, and pruned (rule 11.5)."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from deskline.act.outbox import RECORDS
from deskline.diary.log import Diary
from deskline.model.codec import from_text
from deskline.model.contact import Contact
from deskline.model.moments import Seen
from deskline.model.people import Agent
from deskline.model.ports import Clock, Store
from deskline.model.record import Record

KEPT = 200
"""The number of finished contacts that stay in this browser; those that are not finished all do."""

PATIENCE = 1.0
"""Seconds to wait for the records before Connect's reports are handled; normally reading takes less."""

CERTAIN = timedelta(seconds=15)
"""How long the browser's storage may fail before the agent is told that nothing is stored."""

LONGEST_WAIT = 30.0
"""The longest wait between attempts to read the records, in seconds; waits double from one second."""


class Records:
    """The latest record of each contact, in the order in which the contacts began; every change goes into the diary.

    `ready` is set once work may begin, with the records or without; `loaded` says that they have been read.
    """

    def __init__(self, store: Store, clock: Clock, diary: Diary) -> None:
        self.ready = asyncio.Event()
        self.loaded = False
        self._store = store
        self._clock = clock
        self._diary = diary
        self._records: dict[str, Record] = {}
        self._held: list[Seen] | None = []

    def all(self) -> tuple[Record, ...]:
        """Return the records of all contacts."""
        return tuple(self._records.values())

    def get(self, contact_id: str) -> Record | None:
        """Return the record of a contact, if there is one."""
        return self._records.get(contact_id)

    def begin(self, record: Record) -> None:
        """Add the record of a contact that begins, or begins again, as the latest."""
        self._records.pop(record.contact.id, None)
        self._records[record.contact.id] = record
        self._diary.changed(None, record)

    def update(self, record: Record) -> Record | None:
        """Replace a contact's record and return the one before."""
        before = self._records.get(record.contact.id)
        self._records[record.contact.id] = record
        self._diary.changed(before, record)
        return before

    async def limit_wait(self) -> None:
        """Begin without the records after a while: a caller must not wait for a slow database (rule 5.1)."""
        await self._clock.sleep(PATIENCE)
        self.ready.set()

    async def load(self, refused: Callable[[], None]) -> Sequence[Record]:
        """Return what an earlier engine saved, once it can be read; `refused` is called if that takes too long."""
        since, wait, certain = self._clock.now(), 1.0, False
        while (stored := await self._store.all(RECORDS)) is None:
            self.ready.set()
            if not certain and self._clock.now() - since >= CERTAIN:
                certain = True
                refused()
            await self._clock.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)
        return sorted(filter(None, (_read(text) for _, text in stored)), key=_since)

    def merge(self, saved: Sequence[Record]) -> None:
        """Add the saved records to those of contacts that began meanwhile, which take precedence."""
        self.loaded = True
        known = (record for record in saved if record.contact.id not in self._records)
        together = sorted((*self._records.values(), *known), key=_since)
        self._records = {record.contact.id: record for record in together}

    def hold(self, seen: Seen) -> bool:
        """Whether the report of an unknown contact has to wait for the records, until `release`.

        For a ringing contact nothing has been written yet; for any other the agent may have chosen a ticket already.
        """
        if self._held is None or seen.contact.state == "ringing":
            return False
        self._held.append(seen)
        return True

    def release(self) -> Sequence[Seen]:
        """Return the reports that were held, and hold none from now on."""
        held, self._held = self._held or (), None
        return held

    async def prune(self) -> None:
        """Delete the oldest finished contacts."""
        finished = [key for key, record in self._records.items() if record.finished]
        for key in finished[:-KEPT]:
            del self._records[key]
        for key in finished[:-KEPT]:
            await self._store.delete(RECORDS, key)


def _read(text: str) -> Record | None:
    # A record that this version cannot read must not keep the engine from starting.
    try:
        found = from_text(text)
    except (ValueError, TypeError, KeyError):
        return None
    whole = isinstance(found, Record) and isinstance(found.contact, Contact) and isinstance(found.agent, Agent)
    return found if whole else None


def _since(record: Record) -> datetime:
    return record.contact.since
