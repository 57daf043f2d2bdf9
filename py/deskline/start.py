"""The composition root: JavaScript calls `start` once, and from then on only `tell`."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from deskline.act.outbox import Callbacks, Means, Outbox
from deskline.adapters.border import Border, Shims
from deskline.adapters.clock import CorrectedClock, SystemClock
from deskline.adapters.http import Http
from deskline.adapters.phone import Softphone
from deskline.adapters.store import BrowserStore
from deskline.adapters.zendesk_comments import ZendeskComments
from deskline.adapters.zendesk_edition import Edition
from deskline.adapters.zendesk_tickets import ZendeskTickets
from deskline.adapters.zendesk_users import ZendeskUsers
from deskline.agent.connection import Connection
from deskline.agent.dialler import Dialler, Telephony
from deskline.agent.line import AgentLine
from deskline.agent.pending_call import PendingCall
from deskline.agent.queue_choice import QueueChoice
from deskline.chat.conversations import Conversations
from deskline.decide.situation import Situation
from deskline.diary.log import Diary
from deskline.diary.storage import DiaryStorage
from deskline.engine.arrivals import Arrivals
from deskline.engine.changes import Changes, Kept
from deskline.engine.config import Config
from deskline.engine.open_contacts import OpenContacts
from deskline.engine.records import Records
from deskline.engine.services import AgentSide, Services
from deskline.engine.switchboard import Switchboard
from deskline.engine.takeover import Takeover
from deskline.engine.tasks import Tasks
from deskline.model.errors import BadMessage
from deskline.model.messages import read
from deskline.model.ports import Clock, Desk, Lookups
from deskline.model.record import Record
from deskline.pages.display import Display, Sources
from deskline.pages.help import Help
from deskline.pages.talk import Talk
from deskline.pages.workspace import AgentWorkspace
from deskline.words.notices import complaint

Tell = Callable[[str], None]


def start(shims: Shims, config: str, clock: Clock | None = None) -> Tell:
    """Start the engine and return `tell`, which takes one message as JSON text and never blocks.

    `config` is JSON text: the agent and account, the installation's settings, the texts in the agent's language and, if
    that is another, in the tickets'; and how this engine began: `why` in a word, and the `failures` before it, pairs of
    ISO time and word.
    """
    engine = Engine(shims, json.loads(config), clock or SystemClock())
    engine.open()
    return engine.tell


class Outside:
    """The world around the engine: the agent's browser and Connect, and Zendesk, each behind its adapter."""

    def __init__(self, shims: Shims, config: Config, system: Clock) -> None:
        self.clock = CorrectedClock(system)
        self.diary = Diary(self.clock.now)
        self.diary.started(config.version, shims.generation, config.began)
        border = self.border = Border(shims, self.diary)
        self.workspace = AgentWorkspace(border, config.texts, self.diary)
        tasks = self.tasks = Tasks(border, self.workspace, self.diary)
        self.line = AgentLine(config.agent, config.written("device.softphone"))
        connection = self.connection = Connection(self.line)
        self.store = BrowserStore(border, refused=lambda: tasks.tell(connection.memory_only()))
        http = Http(border)
        edition = Edition(self.store, self.clock)
        self.desk = Desk(
            users=ZendeskUsers(http, config.settings.region),
            tickets=ZendeskTickets(http, edition),
            comments=ZendeskComments(http, edition, config.app_id),
        )
        self.lookups = Lookups(self.desk, self.clock, config.settings.region)
        self.conversations = Conversations(self.store, self.clock)
        self.queues = QueueChoice(self.store)
        self.diary_storage = DiaryStorage(self.diary, self.store, self.clock)


class Engine:
    """All parts of the engine, wired; it handles one message after the other."""

    def __init__(self, shims: Shims, config: dict[str, Any], clock: Clock) -> None:
        self._config = Config.read(config)
        self._outside = Outside(shims, self._config, clock)
        self._inbox: asyncio.Queue[str] = asyncio.Queue()
        self._join(self._outside, self._config)

    def _join(self, outside: Outside, config: Config) -> None:
        workspace, tasks, store = outside.workspace, outside.tasks, outside.store
        records = Records(store, outside.clock, outside.diary)
        conversations = outside.conversations
        situation = _situations(config, conversations)
        contacts = OpenContacts(records, tasks)
        display = Display(workspace, _sources(outside, config, contacts), tasks.begin)
        changes = Changes(Kept(records, conversations), display, tasks)
        callbacks = Callbacks(changes.saved, records.all, situation, tasks.unexpected)
        means = Means(outside.desk, workspace, store, outside.clock)
        services = Services(
            outbox=Outbox(means, callbacks, hung=config.began.get("why") == "page_hung"),
            lookups=outside.lookups,
            settings=config.settings,
            situation=situation,
            line=outside.line,
            pages=workspace.pages,
            tasks=tasks,
            clock=outside.clock,
            conversations=conversations,
        )
        agent = AgentSide(outside.connection, _dialler(outside, config), outside.queues)
        arrivals = Arrivals(contacts, services, agent)
        self._takeover = Takeover(records, arrivals, agent, display, services)
        self._switchboard = Switchboard(
            contacts=contacts,
            arrivals=arrivals,
            agent=agent,
            workspace=workspace,
            display=display,
            help=Help(outside.border, outside.diary_storage, config.texts),
            diary=outside.diary_storage,
            services=services,
        )

    def open(self) -> None:
        """Start handling messages, after taking over from an earlier engine."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._unforeseen)
        self._work = loop.create_task(self._run())

    def tell(self, text: str) -> None:
        """Take one message as JSON text; it is handled after those before it."""
        self._inbox.put_nowait(text)

    async def _run(self) -> None:
        tasks = self._outside.tasks
        tasks.begin(self._outside.diary_storage.run())
        await self._takeover.begin()
        for problem in self._config.settings.problems:
            tasks.tell(complaint("notice.bad_setting", problem))
        while True:
            self._handle(await self._inbox.get())

    def _unforeseen(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # asyncio's own handler would print what the error says, which may be about a caller.
        error = context.get("exception")
        if isinstance(error, Exception):
            self._outside.tasks.unexpected(error)

    def _handle(self, text: str) -> None:
        try:
            self._switchboard.take(read(text))
        except BadMessage as error:
            self._outside.tasks.unexpected(error)


def _situations(config: Config, conversations: Conversations) -> Callable[[Record], Situation]:
    return lambda record: config.situation(record, conversations.of(record.contact.id))


def _sources(outside: Outside, config: Config, contacts: OpenContacts) -> Sources:
    return Sources(
        records=contacts.records.all,
        inboxes=contacts,
        situation=config.situation,
        texts=config.texts,
        desk=outside.desk,
        line=outside.line,
        queues=outside.queues,
        standing=lambda: outside.connection.standing(outside.store.in_memory),
        behind=lambda: outside.clock.behind,
        talk=Talk(outside.conversations.of),
        clock=outside.clock,
    )


def _dialler(outside: Outside, config: Config) -> Dialler:
    phone, installation = Softphone(outside.border), config.settings.installation
    telephony = Telephony(outside.line, phone, outside.workspace, outside.lookups, installation)
    return Dialler(telephony, outside.queues, PendingCall(outside.store, outside.clock))
