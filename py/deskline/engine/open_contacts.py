"""The contacts that are open in this engine, one session each, until they are closed with nothing pending."""

from collections.abc import Iterator

from deskline.diary.log import totals
from deskline.engine.records import Records
from deskline.engine.session import SavedRecord, Session
from deskline.engine.tasks import Tasks
from deskline.model.contact import Contact
from deskline.model.moments import Seen, Wish


class OpenContacts:
    """The sessions by contact id, and the records of all contacts."""

    def __init__(self, records: Records, tasks: Tasks) -> None:
        self.records = records
        self._tasks = tasks
        self._sessions: dict[str, Session] = {}

    def __contains__(self, contact_id: object) -> bool:
        return contact_id in self._sessions

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._sessions))

    def begin(self, session: Session) -> None:
        """Run a session until its contact is closed."""
        self.records.begin(session.record)
        self._sessions[session.record.contact.id] = session
        self._tasks.begin(self._follow(session))

    def contact(self, contact_id: str) -> Contact:
        """Return an open contact as its session knows it."""
        return self._sessions[contact_id].record.contact

    def put(self, contact_id: str, item: Seen | Wish | SavedRecord) -> None:
        """Pass a report or a request to its session, if the contact is open."""
        if contact_id in self._sessions:
            self._sessions[contact_id].put(item)

    def counts(self) -> dict[str, int]:
        """Return how many contacts are known and open, and how many of their writes are pending and lost."""
        return totals(self.records.all()) | {"open": len(self._sessions)}

    async def _follow(self, session: Session) -> None:
        await session.run()
        del self._sessions[session.record.contact.id]
