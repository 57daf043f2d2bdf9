"""What all contacts of one engine share."""

from dataclasses import dataclass
from typing import Protocol

from deskline.act.outbox import Outbox
from deskline.decide.progress import Circumstances, begun
from deskline.decide.situation import Situation
from deskline.model.contact import Contact
from deskline.model.people import Agent, Focus
from deskline.model.ports import CorrectableClock, Desk
from deskline.model.record import Record
from deskline.model.settings import Settings
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

    @property
    def circumstances(self) -> Circumstances:
        """What a contact meets now."""
        now = (self.clock.now() - self.clock.behind).timestamp() * 1000
        return Circumstances(self.settings, self.agent, self.watcher.focus, now)

    def begun(self, contact: Contact) -> Record:
        """Return the record of a contact that is seen for the first time."""
        return begun(contact, self.circumstances)

    def situation(self, record: Record) -> Situation:
        """Return the contact as a decision sees it."""
        return Situation(record, self.settings.installation, self.texts, self.written)
