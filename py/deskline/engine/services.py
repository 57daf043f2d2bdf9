"""What the parts of the engine share: what a session needs, and the agent's side, which belongs to no contact."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from deskline.act.outbox import Outbox
from deskline.agent.connection import Connection
from deskline.agent.dialler import Dialler
from deskline.agent.line import AgentLine
from deskline.agent.queue_choice import QueueChoice
from deskline.chat.conversations import Conversations
from deskline.decide.progress import Circumstances, begun
from deskline.decide.situation import Situation
from deskline.engine.tasks import Tasks
from deskline.model.contact import Contact
from deskline.model.ports import CorrectableClock, Lookups
from deskline.model.record import Record
from deskline.model.settings import Settings
from deskline.pages.open_pages import OpenPages


@dataclass(frozen=True, slots=True)
class AgentSide:
    """The agent's connection to Connect, the dialler, and the choice of queue."""

    connection: Connection
    dialler: Dialler
    queues: QueueChoice

    async def load(self) -> None:
        """Load what the agent dialled and chose while an earlier engine ran."""
        await asyncio.gather(self.dialler.calls.load(), self.queues.load())


@dataclass(frozen=True, slots=True)
class Services:
    """What a session asks and writes with, the settings and texts of its decisions, what the agent looks at, and where
    its errors are reported.

    `line` says who the agent is; Connect may report that again while a contact is open.
    """

    outbox: Outbox
    lookups: Lookups
    settings: Settings
    situation: Callable[[Record], Situation]
    line: AgentLine
    pages: OpenPages
    tasks: Tasks
    clock: CorrectableClock
    conversations: Conversations

    @property
    def circumstances(self) -> Circumstances:
        """The circumstances of a contact now."""
        now = (self.clock.now() - self.clock.behind).timestamp() * 1000
        return Circumstances(self.settings, self.line.agent, self.pages.focus, now)

    def begun(self, contact: Contact) -> Record:
        """Return the record of a contact that is seen for the first time."""
        return begun(contact, self.circumstances)
