"""What all contacts of one engine share."""

from dataclasses import dataclass, replace
from typing import Protocol

from deskline.case import Case
from deskline.contact import Contact
from deskline.desk import Agent, Focus
from deskline.effects import Notify
from deskline.notices import remark
from deskline.outbox import Outbox
from deskline.ports import CorrectableClock, Desk
from deskline.record import Record
from deskline.settings import Settings
from deskline.texts import Texts


class Watcher(Protocol):
    """Who knows where the agent looks, and what to do about errors."""

    @property
    def focus(self) -> Focus:
        """What the agent looks at."""
        ...

    def unexpected(self, error: Exception) -> None:
        """Take note of an error that nobody foresaw."""
        ...


@dataclass
class Office:
    """The desk, the outbox, the clock, the settings, and the agent, who may change while it is open.

    `texts` are in the agent's language, `written` in that of tickets and users (rule 6.9).
    """

    desk: Desk
    outbox: Outbox
    clock: CorrectableClock
    settings: Settings
    texts: Texts
    written: Texts
    agent: Agent
    watcher: Watcher

    def begun(self, contact: Contact) -> Record:
        """Return the record of a contact that is seen for the first time, with what is in front of the agent then."""
        began = (self.clock.now() - self.clock.behind).timestamp() * 1000
        return Record(contact, self.agent, began=began, seen=self.watcher.focus)

    def read(self, record: Record) -> Record:
        """Return the record with what its flow says now; what of it does not fit is told once a contact (rule 2.3)."""
        settings, problems = self.settings.for_contact(record.contact.attributes, record.contact.ours)
        told = any(notice.key == "notice.bad_values" for notice in record.told)
        owed = record.owed + ((Notify(remark(problems)),) if problems and not told else ())
        return replace(record, settings=settings, problems=problems, owed=owed, agent=self.agent)

    def case(self, record: Record) -> Case:
        """Return the contact as a decision sees it."""
        return Case(record, self.settings.installation, self.texts, self.written)
