"""An agent's working day without a browser: the whole engine between the pretend Zendesk and the pretend Connect.

The shims' side of the border is played here: requests answered at once and in order, storage in a dictionary, pages as
lists of what they were told to do. Time stands still unless a test lets it pass.
"""

import asyncio
import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deskline.start import Engine
from workbench.connect import Refused, SimulatedConnect
from workbench.connect_api import ConnectApi, NoAnswer
from workbench.verbs import Telephone
from workbench.zendesk import SimulatedZendesk

TEXTS = json.loads((Path(__file__).parents[2] / "translations" / "en.json").read_text())["deskline"]
ANN, STRANGER = "+61299990001", "+61299990099"
SILENCE: dict[str, Any] = {"ok": "nothing, ever"}
"""Stands for an answer of Connect's that never comes."""

SETTINGS = {
    "connect_url": "https://acme.my.connect.aws",
    "default_phone_number": "+61280000000",
    "default_country": "AU",
}


class StandingClock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
        self.share = 0.5
        self._sleepers: list[tuple[datetime, asyncio.Event]] = []

    def now(self) -> datetime:
        """Return the time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Wait until enough time was let pass."""
        woken = asyncio.Event()
        self._sleepers.append((self.time + timedelta(seconds=seconds), woken))
        await woken.wait()

    def jitter(self) -> float:
        """Return what a test has set; the middle makes no wait longer or shorter."""
        return self.share

    def pass_by(self, seconds: float) -> None:
        """Let time pass and wake who has slept long enough."""
        self.time += timedelta(seconds=seconds)
        due = [sleeper for sleeper in self._sleepers if sleeper[0] <= self.time]
        self._sleepers = [sleeper for sleeper in self._sleepers if sleeper[0] > self.time]
        for _, woken in due:
            woken.set()


@dataclass
class Strike:
    """Where an engine comes to a stand: at the first request that matches, which is carried out or not."""

    falls_on: Callable[[dict[str, Any]], bool]
    carried_out: bool


class FakeShims:
    """JavaScript's side of the border: every request that Python makes ends here."""

    def __init__(self, day: "Workday") -> None:
        self.day = day
        self.desk = day.desk
        self.store = day.store
        self.orders: list[dict[str, Any]] = []
        self.dialled: list[tuple[str, str]] = []
        self.logs: list[str] = []
        self.generation = day.generation
        self.strike: Strike | None = None
        self.stands_still = False
        self.awake = asyncio.Event()
        self.dropped: list[dict[str, Any]] = []
        self.activity = 0

    async def request(self, text: str) -> str:
        """Answer one request; an engine that is struck gets no answer before it wakes, and one that lost the lock none.

        What a hung engine asks waits with it; when it wakes, its host, the pages and the store see that it is not the
        engine any more, and drop it.
        """
        self.activity += 1
        request, answer = json.loads(text), ""
        if not self.stands_still and self.strike and self.strike.falls_on(request):
            self.stands_still = True
            answer = self._carried_out(request) if self.strike.carried_out else ""
        if self.stands_still:
            await self.awake.wait()
        if not answer and self.generation != self.day.generation:
            self.dropped.append(request)
            await asyncio.get_running_loop().create_future()
        answer = answer or self._carried_out(request)
        return await asyncio.get_running_loop().create_future() if answer == json.dumps(SILENCE) else answer

    def _carried_out(self, request: dict[str, Any]) -> str:
        return json.dumps(getattr(self, "_" + request["kind"], self._page)(request))

    def _zendesk(self, request: dict[str, Any]) -> dict[str, Any]:
        if self.day.goes_offline_at and self.day.goes_offline_at(request):
            self.day.offline = True
        if self.day.offline:
            self.day.unreached += 1
            return {"error": "offline"}
        order = (request["method"], request["path"], request["body"], request["headers"])
        answer = self.desk.answer(*order, agent=self.day.zendesk_agent)
        if answer.status is None:
            return {"error": "timeout"}
        retry = answer.headers.get("Retry-After")
        return {"ok": {"status": answer.status, "body": answer.body, "retry_after": retry}}

    def _store(self, request: dict[str, Any]) -> dict[str, Any]:
        object_store = request["object_store"]
        match request["do"]:
            case "get":
                return {"ok": self.store.get((object_store, request["key"]))}
            case "put":
                self.store[object_store, request["key"]] = request["value"]
            case "delete":
                self.store.pop((object_store, request["key"]), None)
            case "all":
                return {"ok": [[key, text] for (kept, key), text in self.store.items() if kept == object_store]}
        return {"ok": None}

    def _dial(self, request: dict[str, Any]) -> dict[str, Any]:
        self.dialled.append((request["number"], request["queue"]))
        wish = {"endpoint": {"phoneNumber": request["number"]}, "queueARN": request["queue"]}
        try:
            ConnectApi(self.day.connect, self.day.agent).call("createOutboundContact", wish)
        except Refused:
            return {"error": "refused"}
        except NoAnswer:
            return SILENCE
        return {"ok": None}

    def _log(self, request: dict[str, Any]) -> dict[str, Any]:
        self.logs.append(request["text"])
        return {"ok": None}

    def _page(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["page"] in self.day.closed_pages:
            return {"error": "gone"}
        self.orders.append({name: as_dialled(value) for name, value in request.items()})
        return {"ok": None}


READABLE = re.compile("\u2066(\\+[^\u2069]*)\u2069")
"""A number as people read it, which nothing breaks or turns round."""


def as_dialled(value: object) -> object:
    """Return a text with the numbers in it as machines write them, so that a test can compare them."""
    if not isinstance(value, str):
        return value
    return READABLE.sub(lambda found: "+" + re.sub("[^0-9]", "", found[1]), value)


class Workday(Telephone):
    """One agent at work: rings and hangs up through the pretend Connect, looks at what came of it in Zendesk."""

    def __init__(self, settings: dict[str, Any] | None = None, beside: "Workday | None" = None, **zendesk: Any) -> None:
        self.clock = beside.clock if beside else StandingClock()
        self.desk = beside.desk if beside else SimulatedZendesk(now=self.clock.now, **zendesk)
        self.connect = beside.connect if beside else SimulatedConnect(now=self.clock.now)
        self.agent, self.zendesk_agent = self._hired() if beside else ("agent-1", self.desk.agent_id)
        self.ann = beside.ann if beside else self.desk.add_user(name="Ann Miller", phone=ANN, email="ann@example.com")
        self.settings = SETTINGS | (settings or {})
        self.store: dict[tuple[str, str], str] = {}
        self.loop = asyncio.new_event_loop()
        self._told: dict[str, str] = {}
        self._turns = 0
        self.quiet = False
        self.offline = False
        self.texts = TEXTS
        self.ticket_texts: dict[str, str] | None = None
        self.zone: dict[str, Any] | None = None
        self.goes_offline_at: Callable[[dict[str, Any]], bool] | None = None
        self.unreached = 0
        self.generation = 0
        self.woken: list[Engine] = []
        self.closed_pages: set[str] = set()
        self.page = "softphone"
        self.start()
        self.connect.subscribe(lambda *_: None if self.quiet else self.report())

    def __enter__(self) -> "Workday":
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self.stop()
        self.loop.close()
        if error is None:
            assert self.shims.logs == [], self.shims.logs[0]

    def _hired(self) -> tuple[str, int]:
        colleague = self.desk.add_user(name="Kim Second", email="kim@example.com", role="agent")
        return self.connect.add_agent("Kim Second"), colleague["id"]

    def start(self, why: str = "opened") -> None:
        """Start an engine on what the browser has kept, with one softphone page in front of the agent."""
        self.generation += 1
        self.shims = FakeShims(self)
        agent = self.desk.users[self.zendesk_agent]
        config = {
            "version": "1.2.3",
            "began": {"why": why, "failures": []},
            "app_id": self.desk.app_id,
            "agent": {"id": agent["id"], "name": agent["name"]},
            "settings": self.settings,
            "texts": self.texts,
            "ticket_texts": self.ticket_texts,
            "zone": self.zone,
        }
        self.loop.run_until_complete(self._open(config))
        self.tell(kind="hello", page=self.page, tab="tab", place="top_bar", visible=True)
        self._told.clear()
        self.report_agent()
        self.report()

    async def _open(self, config: dict[str, Any]) -> None:
        self.engine = Engine(self.shims, config, self.clock)
        self.engine.open()

    def stop(self) -> None:
        """End the engine where it stands, as a reload or a crash does, and those that lost the lock with it."""
        self.shims.stands_still = True
        self.woken.clear()
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))

    def dies_after(self, requests: int, carried_out: bool) -> None:
        """Let the engine die after so many requests; the next one is carried out or not, but never answered."""
        count = itertools.count()
        self.shims.strike = Strike(lambda _: next(count) == requests, carried_out)

    def reload(self) -> None:
        """End the engine and start another on what the browser has kept; the page that the agent sees lives on."""
        self.stop()
        self.start()

    def close_tab(self) -> None:
        """Close the tab that hosts the engine; another one takes over within two seconds."""
        self.tell(kind="bye", page=self.page)
        self.crash()

    def crash(self) -> None:
        """Let the tab that hosts the engine die without a word; another one takes over within two seconds."""
        self.stop()
        self._other_tab()
        self.wait(2)
        self.start()

    def hang(self) -> FakeShims:
        """Let the engine stand still until another tab steals the lock, and then wake; return what it then asks of.

        From then on it hears what the other one hears, as if nothing had happened to it.
        """
        hung = self.shims
        hung.stands_still = True
        self._other_tab()
        self.wait(10)
        asleep = self.engine
        self.start("page_hung")
        self.woken.append(asleep)
        hung.awake.set()
        self.settle()
        return hung

    def _other_tab(self) -> None:
        self.closed_pages.add(self.page)
        self.page += " beside"

    def reload_all_apps(self) -> None:
        """Load the agent's page anew, and with it the engine."""
        self.page += " anew"
        self.reload()

    def tell(self, **message: Any) -> None:
        """Send the engine a message as a page would, and let it work until it has nothing left to do."""
        self.send(message)
        self.settle()

    def send(self, message: dict[str, Any]) -> None:
        """Send the engine a message without giving it time to work."""
        for engine in (self.engine, *self.woken):
            self.loop.call_soon(engine.tell, json.dumps(message))

    def settle(self) -> None:
        """Let the engine work until it has nothing left to do but wait; it is at work already if it asked itself."""
        if not self.loop.is_running():
            self.loop.run_until_complete(self._idle())

    async def _idle(self) -> None:
        still, before = 0, -1
        while still < 25:
            await asyncio.sleep(0)
            still = still + 1 if self.shims.activity == before else 0
            before = self.shims.activity

    def report_agent(self) -> None:
        """Tell the engine about the agent, as Streams does at its start."""
        self._send_agent()
        self.settle()

    def _send_agent(self) -> None:
        whole = json.loads(json.dumps(self.connect.snapshot(self.agent), default=str))
        state = whole["snapshot"]["state"]
        live = [contact.contact_id for contact in self.connect.contacts_of(self.agent)]
        moment = {"kind": "agent", "agent": {**whole["configuration"], "state": state}, "contacts": live}
        if self._told.get("agent") != json.dumps(moment):
            self._told["agent"] = json.dumps(moment)
            self.send(moment)

    def report(self) -> None:
        """Tell the engine what has changed in Connect, as the Streams shim does, and let it work."""
        self.pass_on()
        self.settle()

    def pass_on(self) -> None:
        """Tell the engine what has changed in Connect, giving it no time to work."""
        self._send_agent()
        own = [contact.contact_id for contact in self.connect.contacts_of(self.agent)]
        live = {contact_id: self.connect.contact(contact_id) for contact_id in own}
        for contact_id, contact in live.items():
            text = json.dumps(contact)
            if self._told.get(contact_id) != text:
                self._told[contact_id] = text
                self.send({"kind": "contact", "contact": contact, "gone": False})
        for contact_id in set(self._told) - set(live) - {"agent"}:
            last = json.loads(self._told.pop(contact_id))
            self.send({"kind": "contact", "contact": last, "gone": True})

    def wait(self, seconds: float) -> None:
        """Let time pass, then let the engine work."""
        self.clock.pass_by(seconds)
        self.settle()

    def call(self, number: str | None = ANN, talk: float = 65, **offer: Any) -> str:
        """Live through a whole call, from ring to close, and return its contact id."""
        contact = self.ring(number, **offer)
        self.accept(contact)
        self.clock.pass_by(talk)
        self.hang_up(contact)
        self.clear(contact)
        return contact

    def hand_over(self, contact: str, to: "Workday") -> str:
        """Call a colleague in, who accepts; return the contact id of their leg."""
        leg = self.transfer(contact, to.agent)
        self.accept(leg)
        return leg

    def finish(self, contact: str) -> None:
        """Hang up and close the contact."""
        self.hang_up(contact)
        self.clear(contact)

    def press(self, button: str, contact: str = "", value: object = "") -> None:
        """Press a button of the panel; without a value with the one that it had when it was last shown."""
        self.send(self.pressing(button, contact, value))
        self.settle()

    def pressing(self, button: str, contact: str = "", value: object = "") -> dict[str, Any]:
        """Return the message that pressing the button sends."""
        control = re.compile(f'data-press="{button}" data-contact="{contact}" data-value="([^"]*)"')
        views = [str(order["html"]) for order in self.shims.orders if order["kind"] == "show"]
        shown = next(filter(None, map(control.search, reversed(views))), None)
        said = str(value) or (shown[1] if shown else "")
        return {"kind": "pressed", "page": self.page, "button": button, "contact": contact, "value": said}

    def look_at(self, place: str, about: int | None = None) -> None:
        """Look at a ticket, a new ticket, a user or anything else in Zendesk."""
        page = f"{place} {about}"
        self._turns += 1
        since = self.clock.now().timestamp() * 1000 + self._turns
        self.tell(kind="hello", page=page, tab="tab", place=place, about=about, visible=True, since=since)

    def look_away(self, place: str, about: int | None = None) -> None:
        """Turn away from what was looked at, towards nothing that counts."""
        self.tell(kind="away", page=f"{place} {about}")

    @property
    def panel(self) -> str:
        """What the softphone's page shows now."""
        return self._shown(self.page)

    def _shown(self, page: str) -> str:
        """What a page shows now; nothing if it has been told nothing yet."""
        shown = [order["html"] for order in self.shims.orders if order["kind"] == "show" and order["page"] == page]
        return str(shown[-1]) if shown else ""

    def sidebar(self, ticket: int) -> str:
        """Open a ticket, which stays open; return what the app shows beside it."""
        self.look_at("ticket_sidebar", ticket)
        return self._shown(f"ticket_sidebar {ticket}")

    def contacts_page(self) -> str:
        """Open the Contacts page, which stays open; return what it shows."""
        self.tell(kind="hello", page="list", tab="tab", place="nav_bar")
        return self._shown("list")

    def orders(self, *kinds: str) -> list[dict[str, Any]]:
        """Return what the pages were told to do, of these kinds, without the page's own id and views."""
        return [
            {name: value for name, value in order.items() if name != "page"}
            for order in self.shims.orders
            if order["kind"] in kinds
        ]

    @property
    def pops(self) -> list[tuple[str, int]]:
        """What was popped, in order."""
        return [(order["what"], order["id"]) for order in self.orders("pop")]

    @property
    def notices(self) -> list[str]:
        """What the agent was told, in order."""
        return [order["text"] for order in self.orders("notify")]

    @property
    def new_tickets(self) -> list[dict[str, Any]]:
        """The tickets that contacts have made."""
        return [ticket for ticket in self.desk.tickets.values() if str(ticket["external_id"]).startswith("connect:")]

    @property
    def new_ticket(self) -> dict[str, Any]:
        """The one ticket that contacts have made."""
        (ticket,) = self.new_tickets
        return ticket

    def notes(self, ticket_id: int) -> list[str]:
        """The HTML of the ticket's private comments that are not voice comments."""
        found = self.desk.comments(ticket_id)
        return [comment["html_body"] for comment in found if comment["type"] == "Comment" and not comment["public"]]

    def voice_comments(self, ticket_id: int) -> list[dict[str, Any]]:
        """The ticket's voice comments."""
        return [comment for comment in self.desk.comments(ticket_id) if "Voice" in comment["type"]]

    def writes(self) -> list[tuple[str, str]]:
        """Method and path of every request that was not a question."""
        return [(sent.method, sent.path) for sent in self.desk.requests if sent.method != "GET"]

    def count(self, matches: Callable[[str], bool] = lambda _: True) -> int:
        """Return how many requests were sent whose path matches."""
        return sum(matches(sent.path) for sent in self.desk.requests)


@contextmanager
def colleagues(count: int = 2, settings: dict[str, Any] | None = None, **zendesk: Any) -> Iterator[tuple[Workday, ...]]:
    """Let several agents work on one account, each in a browser of their own."""
    with ExitStack() as open_days:
        day = open_days.enter_context(Workday(settings, **zendesk))
        others = [open_days.enter_context(Workday(settings, beside=day)) for _ in range(count - 1)]
        yield (day, *others)
