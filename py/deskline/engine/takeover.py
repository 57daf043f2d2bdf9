"""Taking over from an earlier engine: its contacts, the number being dialled, the choice of queue (rule 11.7)."""

from dataclasses import dataclass

from deskline.engine.arrivals import Arrivals
from deskline.engine.records import Records
from deskline.engine.services import AgentSide, Services
from deskline.pages.display import Display


@dataclass(frozen=True, slots=True)
class Takeover:
    """Continues what an earlier engine left, as soon as its records can be read."""

    records: Records
    arrivals: Arrivals
    agent: AgentSide
    display: Display
    services: Services

    async def begin(self) -> None:
        """Begin to read the records, and return once messages may be handled."""
        self.services.tasks.begin(self._run())
        self.services.tasks.begin(self.records.limit_wait())
        await self.records.ready.wait()
        self.display.refresh()

    async def _run(self) -> None:
        saved = await self.records.load(self._without_records)
        unfinished = {record.contact.id for record in (*saved, *self.records.all()) if not record.finished}
        await self.services.conversations.load(unfinished)
        await self.agent.load()
        self.arrivals.take_over(saved)
        pages = self.services.pages.ids
        if self.agent.queues.recall(pages):
            self.services.tasks.begin(self.agent.queues.save(pages))
        self.services.tasks.begin(self.records.prune())
        self.display.refresh()
        self.records.ready.set()

    def _without_records(self) -> None:
        """Tell the agent that this browser stores nothing, and stop waiting for the records."""
        self.services.tasks.tell(self.agent.connection.memory_only())
        self.arrivals.release()
