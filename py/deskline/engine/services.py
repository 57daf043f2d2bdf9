"""What all contacts of one engine share."""

from dataclasses import dataclass, replace
from typing import Protocol

from deskline.act.outbox import Outbox
from deskline.decide.situation import Situation
from deskline.model.contact import Contact
from deskline.model.effects import Notify
from deskline.model.people import Agent, Focus
from deskline.model.ports import CorrectableClock, Desk
from deskline.model.record import Record
from deskline.model.settings import Settings
from deskline.words.notices import remark
from deskline.words.texts import Texts


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
class Services:
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
        told = any(notice.key == "notice.bad_values" for notice in record.notices_shown)
        pending = record.pending + ((Notify(remark(problems)),) if problems and not told else ())
        return replace(record, settings=settings, problems=problems, pending=pending, agent=self.agent)

    def situation(self, record: Record) -> Situation:
        """Return the contact as a decision sees it."""
        return Situation(record, self.settings.installation, self.texts, self.written)
