"""Where everything is put together: JavaScript calls `start` once, and from then on only `tell`."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from deskline.act.outbox import Outbox
from deskline.adapters.border import Border, Shims
from deskline.adapters.clock import CorrectedClock, SystemClock
from deskline.adapters.http import Http
from deskline.adapters.pages import Pages
from deskline.adapters.phone import Softphone
from deskline.adapters.store import BrowserStore
from deskline.adapters.zendesk_comments import ZendeskComments
from deskline.adapters.zendesk_edition import Edition
from deskline.adapters.zendesk_tickets import ZendeskTickets
from deskline.adapters.zendesk_users import ZendeskUsers
from deskline.agent.dialler import Dialler
from deskline.agent.pending_call import PendingCall
from deskline.diary.log import Diary
from deskline.engine.services import Services
from deskline.engine.switchboard import Switchboard
from deskline.model.errors import BadMessage
from deskline.model.messages import read
from deskline.model.people import Agent
from deskline.model.ports import Clock, Desk
from deskline.model.settings import Settings
from deskline.words.texts import Texts

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


class Engine:
    """All parts of the engine, joined."""

    def __init__(self, shims: Shims, config: dict[str, Any], clock: Clock) -> None:
        right = CorrectedClock(clock)
        border = Border(shims, Diary(right.now))
        store = BrowserStore(border)
        texts, settings = Texts(config["texts"]), Settings.read(config["settings"])
        written = Texts(config["ticket_texts"]) if config.get("ticket_texts") else texts
        self._pages = Pages(border, texts)
        began = config.get("began", {})
        border.diary.started(str(config.get("version", "")), shims.generation, began)
        self._switchboard = Switchboard(border, self._pages, store)
        store.refused = self._switchboard.forgetful
        http = Http(border)
        edition = Edition(store, right)
        desk = Desk(
            users=ZendeskUsers(http, settings.region),
            tickets=ZendeskTickets(http, edition),
            comments=ZendeskComments(http, edition, config.get("app_id")),
        )
        self._services = Services(
            desk=desk,
            outbox=Outbox(desk, self._pages, store, right, hung=began.get("why") == "page_hung"),
            clock=right,
            settings=settings,
            texts=texts,
            written=written,
            agent=Agent(int(config["agent"]["id"]), str(config["agent"]["name"])),
            watcher=self._switchboard,
        )
        self._dialler = Dialler(desk, self._pages, Softphone(border), PendingCall(store, right))
        self._inbox: asyncio.Queue[str] = asyncio.Queue()

    def open(self) -> None:
        """Start working through the messages, first of all taking up what an earlier engine left behind."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._unforeseen)
        self._work = loop.create_task(self._run())

    def tell(self, text: str) -> None:
        """Take one message as JSON text; it is handled after those before it."""
        self._inbox.put_nowait(text)

    async def _run(self) -> None:
        await self._switchboard.resume(self._services, self._dialler)
        for problem in self._services.settings.problems:
            self._switchboard.complain(problem)
        while True:
            self._handle(await self._inbox.get())

    def _unforeseen(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        # asyncio's own handler would print what the error says, which may be about a caller.
        error = context.get("exception")
        if isinstance(error, Exception):
            self._switchboard.unexpected(error)

    def _handle(self, text: str) -> None:
        try:
            self._switchboard.take(read(text))
        except BadMessage as error:
            self._switchboard.unexpected(error)
