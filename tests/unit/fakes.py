"""The world as unit tests need it: storage, tabs and a phone that remember, and records to start from."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from deskline.model.contact import Contact
from deskline.model.effects import Phrase, Show
from deskline.model.people import Agent
from deskline.model.record import Record

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ROBIN = Agent(1, "Robin")


def contact(contact_id: str = "c", state: str = "connected", **facts: Any) -> Contact:
    """Return an inbound call with a number."""
    return Contact(contact_id, state, facts.pop("since", NOW), **{"number": "+61299990001", **facts})


def record(contact_id: str = "c", **facts: Any) -> Record:
    """Return the record of such a call."""
    known = facts.pop("contact", None) or contact(contact_id, since=facts.pop("since", NOW))
    return replace(Record(known, ROBIN), **facts)


async def idle() -> None:
    """Let everything that can go on go on."""
    for _ in range(20):
        await asyncio.sleep(0)


class MemoryStore:
    """The browser's storage, which may refuse."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.shut = False
        self.in_memory = False

    async def get(self, object_store: str, key: str) -> str | None:
        """Return what was stored under the key."""
        return self.texts.get((object_store, key))

    async def put(self, object_store: str, key: str, text: str) -> None:
        """Store the text under the key."""
        self.texts[object_store, key] = text

    async def delete(self, object_store: str, key: str) -> None:
        """Forget the key."""
        self.texts.pop((object_store, key), None)

    async def all(self, object_store: str) -> Sequence[tuple[str, str]] | None:
        """Return everything in the object store, unless the storage is shut."""
        return None if self.shut else [(key, text) for (kept, key), text in self.texts.items() if kept == object_store]


class SeenWorkspace:
    """The agent's tabs, which remember what they were told to do."""

    def __init__(self) -> None:
        self.shown: list[Show] = []
        self.told: list[Phrase] = []
        self.cleared: list[str] = []

    async def show(self, order: Show) -> None:
        """Remember an order."""
        self.shown.append(order)

    async def tell(self, notice: Phrase) -> None:
        """Remember a notice."""
        self.told.append(notice)

    async def called(self, typed: str) -> None:
        """Remember which field was cleared."""
        self.cleared.append(typed)


class Begun:
    """Takes the place of the engine's tasks: begins work at once, and remembers what was told and what failed."""

    def __init__(self) -> None:
        self.told: list[Phrase | None] = []
        self.errors: list[Exception] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin the work."""
        self._tasks.add(asyncio.ensure_future(work))

    def tell(self, notice: Phrase | None) -> None:
        """Remember what the agent is told."""
        self.told.append(notice)

    def unexpected(self, error: Exception, *, told: bool = False) -> None:
        """Remember the error."""
        self.errors.append(error)
