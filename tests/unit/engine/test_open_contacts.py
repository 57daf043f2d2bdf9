"""The contacts that are open, one session each."""

import asyncio
from types import SimpleNamespace
from typing import Any

from deskline.diary.log import Diary
from deskline.engine.open_contacts import OpenContacts
from deskline.engine.records import Records
from deskline.model.effects import AttachPhone
from deskline.model.moments import Looked
from deskline.model.record import Record
from scenarios.workday import StandingClock
from unit.fakes import Begun, MemoryStore, contact, idle, record


class Session:
    """A session that runs until a test ends it."""

    def __init__(self, known: Record) -> None:
        self.record = known
        self.inbox: list[Any] = []
        self.over = asyncio.Event()
        self.put = self.inbox.append

    async def run(self) -> None:
        """Wait for the end."""
        await self.over.wait()


def hall() -> SimpleNamespace:
    """Return contacts of which one is open, with its session."""
    contacts = OpenContacts(Records(MemoryStore(), StandingClock(), Diary()), Begun())  # type: ignore[arg-type]
    session = Session(record(pending=(AttachPhone("+1"),)))
    contacts.begin(session)  # type: ignore[arg-type]
    return SimpleNamespace(contacts=contacts, session=session)


async def lived() -> list[list[str]]:
    room = hall()
    seen = [list(room.contacts)]
    room.session.over.set()
    await idle()
    return [*seen, list(room.contacts), [one.contact.id for one in room.contacts.records.all()]]


def test_a_contact_is_open_until_its_session_is_over_and_its_record_stays() -> None:
    assert asyncio.run(lived()) == [["c"], [], ["c"]]


async def handed() -> SimpleNamespace:
    room = hall()
    room.contacts.put("c", Looked())
    room.contacts.put("nobody", Looked())
    return room


def test_what_is_for_an_open_contact_reaches_it_and_for_another_is_dropped() -> None:
    room = asyncio.run(handed())
    assert room.session.inbox == [Looked()]
    assert ("c" in room.contacts, "nobody" in room.contacts) == (True, False)
    assert room.contacts.contact("c") == contact()


def test_contacts_and_what_they_have_pending_and_lost_are_counted() -> None:
    assert asyncio.run(handed()).contacts.counts() == {"contacts": 1, "pending": 1, "lost": 0, "open": 1}
