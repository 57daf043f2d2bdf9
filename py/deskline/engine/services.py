"""What the parts of the engine share: what one session needs, and the agent's side, which is no contact's."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from deskline.act.outbox import Outbox
from deskline.agent.connection import Connection
from deskline.agent.dialler import Dialler
from deskline.agent.line import AgentLine
from deskline.agent.queue_choice import QueueChoice
from deskline.decide.situation import Situation
from deskline.engine.tasks import Tasks
from deskline.model.contact import Contact
from deskline.model.effects import Notify
from deskline.model.ports import CorrectableClock, Lookups
from deskline.model.record import Record
from deskline.model.settings import Settings
from deskline.pages.open_pages import OpenPages
from deskline.words.notices import remark


@dataclass(frozen=True, slots=True)
class AgentSide:
    """What keeps calls away from the agent, how they call out, and through which queue."""

    connection: Connection
    dialler: Dialler
    queues: QueueChoice

    async def load(self) -> None:
        """Read what the agent dialled and chose under an earlier engine."""
        await asyncio.gather(self.dialler.calls.load(), self.queues.load())


@dataclass(frozen=True, slots=True)
class Services:
    """Where a session asks and writes, what its decisions see, what the agent looks at, and who reports its errors.

    `line` says who the agent is, which Connect may tell anew while a contact is open.
    """

    outbox: Outbox
    lookups: Lookups
    settings: Settings
    situation: Callable[[Record], Situation]
    line: AgentLine
    pages: OpenPages
    tasks: Tasks
    clock: CorrectableClock

    def begun(self, contact: Contact) -> Record:
        """Return the record of a contact that is seen for the first time, with what is in front of the agent then."""
        began = (self.clock.now() - self.clock.behind).timestamp() * 1000
        return Record(contact, self.line.agent, began=began, seen=self.pages.focus)

    def read(self, record: Record) -> Record:
        """Return the record with what its flow says now; what of it does not fit is told once a contact (rule 2.3)."""
        settings, problems = self.settings.for_contact(record.contact.attributes, record.contact.ours)
        told = any(notice.key == "notice.bad_values" for notice in record.notices_shown)
        pending = record.pending + ((Notify(remark(problems)),) if problems and not told else ())
        return replace(record, settings=settings, problems=problems, pending=pending, agent=self.line.agent)
