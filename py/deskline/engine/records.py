"""Reading what an earlier engine has kept, however long the browser's storage takes to open (rule 11.5)."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

from deskline.act.outbox import RECORDS
from deskline.model.codec import from_text
from deskline.model.contact import Contact
from deskline.model.moments import Seen
from deskline.model.people import Agent
from deskline.model.ports import Clock, Store
from deskline.model.record import Record

KEPT = 200
"""The number of finished contacts that stay in this browser; those that are not finished all do."""

PATIENCE = 1.0
"""Seconds for which nothing that Connect reports is heard while the records are read: normally that takes less."""

CERTAIN = timedelta(seconds=15)
"""How long the browser's storage may refuse before the agent is told that there is none."""

LONGEST_WAIT = 30.0
"""Seconds between attempts to read the records: the wait that doubling from one second stops at."""


class Reading:
    """Reads the records once, and holds back until then what can only be told apart with them."""

    def __init__(self, store: Store) -> None:
        self.begun = asyncio.Event()
        self.unread = True
        self._store = store
        self._held: list[Seen] | None = []

    async def lose_patience(self, clock: Clock) -> None:
        """Let the work begin without the records: who rings must not wait for a slow database (rule 5.1)."""
        await clock.sleep(PATIENCE)
        self.begun.set()

    async def records(self, clock: Clock, given_up: Callable[[], None]) -> Sequence[Record]:
        """Return the records in the order of their contacts, once they can be read."""
        since, wait, certain = clock.now(), 1.0, False
        while (stored := await self._store.all(RECORDS)) is None:
            self.begun.set()
            if not certain and clock.now() - since >= CERTAIN:
                certain = True
                given_up()
            await clock.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)
        found = filter(None, (_kept(text) for _, text in stored))
        return sorted(found, key=lambda record: record.contact.since)

    def holds(self, seen: Seen) -> bool:
        """Whether the report of a contact that is not known yet has to wait.

        Nothing is written yet for what rings; for any other contact the agent may have chosen a ticket already.
        """
        if self._held is None or seen.contact.state == "ringing":
            return False
        self._held.append(seen)
        return True

    def released(self) -> Sequence[Seen]:
        """Return what was held back, and hold back nothing more."""
        held, self._held = self._held or (), None
        return held


async def pruned(records: dict[str, Record], store: Store) -> None:
    """Forget the oldest finished contacts."""
    finished = [key for key, record in records.items() if record.finished]
    for key in finished[:-KEPT]:
        del records[key]
    for key in finished[:-KEPT]:
        await store.delete(RECORDS, key)


def _kept(text: str) -> Record | None:
    # A record of another making, older or newer than this version reads, must not keep the engine from starting.
    try:
        found = from_text(text)
    except (ValueError, TypeError, KeyError):
        return None
    whole = isinstance(found, Record) and isinstance(found.contact, Contact) and isinstance(found.agent, Agent)
    return found if whole else None
