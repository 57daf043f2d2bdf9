"""Taking over from an earlier engine (rules 11.5, 11.7)."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

from deskline.act.outbox import RECORDS
from deskline.agent.queue_choice import QueueChoice
from deskline.chat.conversations import Conversations
from deskline.diary.log import Diary
from deskline.engine.records import PATIENCE, Records
from deskline.engine.services import AgentSide
from deskline.engine.takeover import Takeover
from deskline.model.codec import to_text
from deskline.model.effects import Phrase
from scenarios.workday import StandingClock
from unit.fakes import Begun, MemoryStore, idle, record

MEMORY_ONLY = Phrase("notice.memory_only")


class Morning:
    """An engine that begins over what another has left."""

    def __init__(self, shut: bool = False, pages: tuple[str, ...] = ()) -> None:
        self.clock, self.store, self.tasks = StandingClock(), MemoryStore(), Begun()
        self.store.shut = shut
        self.store.texts = {
            (RECORDS, "c"): to_text(record()),
            ("facts", "queue"): json.dumps({"queue": "Sales", "pages": ["softphone"]}),
        }
        self.queues, self.parts = QueueChoice(self.store), Mock()
        self.parts.dialler.calls.load = self._nothing
        self.parts.connection.memory_only.return_value = MEMORY_ONLY
        agent = AgentSide(self.parts.connection, self.parts.dialler, self.queues)
        said, here = Conversations(self.store, self.clock), SimpleNamespace(ids=frozenset(pages))
        services: Any = SimpleNamespace(tasks=self.tasks, pages=here, conversations=said)
        records = Records(self.store, self.clock, Diary())
        self.takeover = Takeover(records, self.parts.arrivals, agent, self.parts.display, services)

    async def _nothing(self) -> None:
        return

    def begin(self, *pauses: float) -> "Morning":
        """Begin, and let so many seconds pass; afterwards `begun` says whether messages are handled."""

        async def play() -> None:
            beginning = asyncio.ensure_future(self.takeover.begin())
            for pause in (0.0, *pauses):
                self.clock.pass_by(pause)
                await idle()
            self.begun = beginning.done()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        asyncio.run(play())
        return self


def test_what_was_left_is_taken_over_before_messages_are_handled() -> None:
    morning = Morning().begin()
    assert morning.begun
    morning.parts.arrivals.take_over.assert_called_once_with([record()])
    morning.parts.display.refresh.assert_called()


def test_a_page_that_is_still_there_brings_back_the_choice_of_queue() -> None:
    morning = Morning(pages=("softphone", "new")).begin()
    assert morning.queues.chosen == "Sales"
    assert json.loads(morning.store.texts["facts", "queue"])["pages"] == ["new", "softphone"]


def test_where_every_page_is_new_there_is_no_choice_of_queue() -> None:
    assert Morning(pages=("new",)).begin().queues.chosen == ""


def test_rule_11_5_a_storage_that_stays_shut_is_told_of_and_what_was_held_goes_on() -> None:
    morning = Morning(shut=True).begin(PATIENCE)
    assert morning.begun
    assert morning.tasks.told == []
    morning = Morning(shut=True).begin(1, 2, 4, 8, 16)
    assert morning.tasks.told == [MEMORY_ONLY]
    morning.parts.arrivals.release.assert_called_once_with()
    morning.parts.arrivals.take_over.assert_not_called()
