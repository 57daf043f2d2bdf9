"""Cells of the fault matrix in real tabs: whatever happens to the tab with the engine, each thing is written once.

One workbench and one browser profile serve all cells, as in a working day; each cell has a caller of its own, and tabs
of its own unless no tab comes to harm.
"""

import itertools
import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Error as Gone

from browser.profile import Profile
from browser.stage import Stage, Tab
from browser.waiting import wait_for
from builder.package import Built
from deskline.words.comment import marker
from workbench.workbench import Workbench

pytestmark = pytest.mark.browser

PATHS = {
    "ring": ("GET", "/api/v2/users/search"),
    "creating user": ("POST", "/api/v2/users"),
    "creating ticket": ("POST", "/api/v2/channels/voice/tickets"),
    "note": ("PUT", "/api/v2/tickets/"),
    "connected": ("POST", "/api/v2/users"),
    "changed attributes": ("PUT", "/api/v2/tickets/"),
    "hang-up": ("PUT", "/api/v2/tickets/"),
    "voice comment": ("POST", "/api/v2/calls"),
}
"""What is on its way to Zendesk when the fault strikes."""

CELLS = [
    ("close", "ring", "auto", "lost"),
    ("close", "creating ticket", "auto", "done"),
    ("close", "changed attributes", "manual", "lost"),
    ("crash", "connected", "auto", "lost"),
    ("crash", "creating ticket", "manual", "done"),
    ("crash", "note", "auto", "done"),
    ("crash", "voice comment", "auto", "done"),
    ("reload", "creating user", "auto", "done"),
    ("reload", "note", "manual", "lost"),
    ("reload", "hang-up", "auto", "lost"),
    ("hang of the page", "creating ticket", "auto", "done"),
    ("hang of the worker", "voice comment", "manual", "lost"),
    ("offline", "creating ticket", "auto", ""),
    ("offline", "voice comment", "manual", ""),
    ("429", "creating user", "auto", ""),
    ("500", "note", "auto", ""),
    ("500", "hang-up", "manual", ""),
    ("time-out, write done", "creating ticket", "auto", ""),
    ("time-out, write not done", "voice comment", "auto", ""),
]
ANSWERS: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "retry_after": "1"},
    "500": {"status": 500},
    "time-out, write done": {"status": None, "after_writing": True},
    "time-out, write not done": {"status": None},
}
TAKEN_OVER = {"close", "crash", "hang of the page"}
HARMLESS = {*ANSWERS, "offline", "reload", "hang of the worker"}
"""After which the tab goes on, for the next cell too."""

HELD = 30
"""Seconds for which Zendesk keeps its answer to a request that is under way when a tab is struck."""

HANGS = """() => void setTimeout(() => {
  const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  Atomics.wait(new Int32Array(buffer), 0, 0, 60_000);
})"""
"""Longer than the page waits for its engine."""
numbers = itertools.count(61299880000)


@dataclass
class Day:
    """The tabs of one cell: the first hosts the engine, the second is there to take over."""

    stage: Stage
    host: Tab
    other: Tab
    wake: Callable[[], None] = lambda: None

    def close(self) -> None:
        """Close the tab with the engine."""
        self.host.page.close()
        self.host = self.other

    def crash(self) -> None:
        """Let the renderer of the tab with the engine die."""
        with self.host.page.expect_event("crash"), suppress(Gone):
            self.host.page.goto("chrome://crash")
        self.host = self.other

    def reload(self) -> None:
        """Reload the tab with the engine; no other is open."""
        self.host.page.reload()

    def hang_of_the_page(self) -> None:
        """Let the tab with the engine hang until it is woken."""
        self.wake = self.host.stand_still()
        self.host = self.other

    def hang_of_the_worker(self) -> None:
        """Let the engine itself hang for longer than its page waits for it."""
        (worker,) = self.host.page.workers
        worker.evaluate(HANGS)


@pytest.fixture(scope="module")
def stage(built: Built, ports: list[socket.socket], profile: Profile) -> Iterator[Stage]:
    """One workbench for all cells; nothing may have gone wrong in Connect at the end."""
    with Workbench.serve(built.zip, ports, settings={"create_ticket_after_minutes": "0"}, drawer=False) as bench:
        bench.furnish()
        stage = Stage(bench, profile.fresh())
        yield stage
        stage.errors.clear()
        assert stage.close() == []
        profile.leave()


@pytest.fixture
def day(stage: Stage, fault: str) -> Iterator[Day]:
    """A tab with the engine, and where that one will be gone a second one."""
    left = [tab for tab in stage.tabs if not tab.page.is_closed()]
    host = left[0] if left else stage.open().ready()
    yield Day(stage, host, stage.open().ready() if fault in TAKEN_OVER else host)
    for page in stage.pages if fault not in HARMLESS else ():
        page.close()
    cut_off = ("Failed to load resource", "Failed to fetch") if fault == "offline" else ("Failed to load resource",)
    unexpected = [error for error in stage.errors if not any(text in error for text in cut_off)]
    stage.errors.clear()
    assert unexpected == []


@dataclass
class Caller:
    """Somebody nobody knows; where the note is to be one of its own, somebody with a ticket of today."""

    bench: Workbench
    step: str
    mode: str

    def __post_init__(self) -> None:
        self.number, self.ticket = f"+{next(numbers)}", 0
        if self.step == "note":
            user = self.bench.zendesk.add_user(name=f"Known {self.number}", phone=self.number)
            self.ticket = self.bench.zendesk.add_ticket(requester_id=user["id"], subject="Today")["id"]

    def ring(self) -> str:
        """Call in."""
        flow = {"order": "A1", "ticket_assignment": "agent" if self.mode == "manual" else "auto"}
        flow |= {"recent_ticket_timeout": "60"} if self.ticket and self.mode == "auto" else {}
        return self.bench.connect.ring(self.number, attributes=flow)

    def choose(self, tab: Tab) -> None:
        """Do what the agent does in manual mode: press the button that is there."""
        press = "attach" if self.ticket else "create"
        button = f"[data-press={press}]:not([disabled])"
        wait_for(tab.page, lambda: tab.softphone.locator("[data-press=create]").count())  # the ring's pop is over
        if self.ticket:
            tab.go_to("ticket", self.ticket)
        wait_for(tab.page, lambda: tab.softphone.locator(button).count())
        tab.softphone.evaluate("button => document.querySelector(button).click()", button)

    def counted(self, contact: str) -> tuple[int, ...]:
        """Count users, new tickets, notes of details, notes of changes, and voice comments."""
        desk = self.bench.zendesk
        comments = [(found, json.dumps(found)) for each in desk.conversations.values() for found in each]
        kinds = [
            sum(marker(kind, contact) + "</em>" in text for _, text in comments) for kind in ("details", "changes-1")
        ]
        voices = sum("Voice" in found["type"] and contact in text for found, text in comments)
        users = sum(user["phone"] == self.number for user in desk.users.values())
        made = sum(ticket["external_id"] == f"connect:{contact}" for ticket in desk.tickets.values())
        return users, made, *kinds, voices


def strike(day: Day, fault: str) -> None:
    """Let the fault of a tab strike while its request is under way."""
    acts: dict[str, Callable[[], None]] = {
        "close": day.close,
        "crash": day.crash,
        "reload": day.reload,
        "hang of the page": day.hang_of_the_page,
        "hang of the worker": day.hang_of_the_worker,
    }
    acts[fault]()


def struck_at(step: str, mode: str) -> str:
    """Return the moment at which the request of a step is sent."""
    if step == "ring":
        return "ring"
    if step in ("changed attributes", "hang-up", "voice comment"):
        return "hang-up"
    return "chosen" if mode == "manual" else "accept"


@pytest.mark.parametrize(("fault", "step", "mode", "way"), CELLS, ids=["-".join(cell) for cell in CELLS])
def test_rule_11_2_each_thing_is_written_once_in_real_tabs(
    day: Day, fault: str, step: str, mode: str, way: str
) -> None:
    bench, caller = day.stage.bench, Caller(day.stage.bench, step, mode)
    method, path = PATHS[step]
    befalls = {"status": None, "delay": HELD, "after_writing": way == "done"} if way else ANSWERS.get(fault)
    sent = bench.zendesk.faults.add(f"{method} {path}*", **befalls) if befalls else None

    def before(moment: str) -> None:
        if fault == "offline" and moment == struck_at(step, mode):
            day.stage.context.set_offline(True)

    def passed(moment: str) -> None:
        if moment != struck_at(step, mode):
            return
        if way:
            wait_for(day.other.page, lambda: sent and sent.times == 0)
            strike(day, fault)
        if fault == "offline":
            day.host.page.wait_for_timeout(4000)
            assert caller.counted(contact)[unwritten] == 0
            day.stage.context.set_offline(False)

    unwritten = {"creating ticket": 1, "voice comment": 4}.get(step, 0)
    before("ring")
    contact = caller.ring()
    passed("ring")
    before("accept")
    bench.connect.accept(contact)
    passed("accept")
    if mode == "manual":
        before("chosen")
        caller.choose(day.host)
        passed("chosen")
    known = bool(caller.ticket)
    wait_for(day.host.page, lambda: caller.counted(contact)[:3] == (1, 1 - known, 1))
    bench.connect.set_attributes(contact, {"order": "A2"})
    before("hang-up")
    bench.connect.hang_up(contact)
    passed("hang-up")
    wait_for(day.host.page, lambda: caller.counted(contact) == (1, 1 - known, 1, 1, 1))
    bench.connect.clear(contact)
    day.wake()
    day.host.page.wait_for_timeout(300)
    assert caller.counted(contact) == (1, 1 - known, 1, 1, 1)
    assert sent is None or sent.times == 0


CHATS = [
    ("close", "line", "auto"),
    ("reload", "line", "manual"),
    ("hang of the worker", "line", "auto"),
    ("crash", "transcript", "manual"),
    ("offline", "transcript", "auto"),
    ("429", "transcript", "auto"),
]


@dataclass
class Talk:
    """A chat of somebody nobody knows."""

    day: Day
    mode: str

    def begin(self) -> None:
        """Let it ring, be accepted, and get its ticket, with a first line."""
        connect, desk = self.day.stage.bench.connect, self.day.stage.bench.zendesk
        self.address = f"new{next(numbers)}@example.com"
        flow = {"customer_email": self.address, "ticket_assignment": "agent" if self.mode == "manual" else "auto"}
        self.contact = connect.ring_chat("New", attributes=flow)
        connect.accept(self.contact)
        if self.mode == "manual":
            button = self.day.host.softphone.locator("[data-press=create]:not([disabled])")
            wait_for(self.day.host.page, button.count)
            self.day.host.softphone.evaluate("() => document.querySelector('[data-press=create]').click()")
        sign = f"connect:{self.contact}"
        wait_for(self.day.host.page, lambda: [one for one in desk.tickets.values() if one["external_id"] == sign])
        (self.ticket,) = (one["id"] for one in desk.tickets.values() if one["external_id"] == sign)
        connect.say(self.contact, "(1)")
        self.day.host.saves("(1)")

    @property
    def written(self) -> list[list[str]]:
        """The customer's lines in each transcript on the ticket."""
        desk, mark = self.day.stage.bench.zendesk, marker("transcript-1", self.contact)
        found = [str(one["html_body"]) for one in desk.comments(self.ticket) if mark in str(one["html_body"])]
        return [re.findall(r"<br>\((\d)\)</p>", text) for text in found]


@pytest.mark.parametrize(("fault", "step", "mode"), CHATS, ids=["-".join(cell) for cell in CHATS])
def test_rule_11_2_each_line_of_a_chat_is_written_once_in_real_tabs(day: Day, fault: str, step: str, mode: str) -> None:
    bench, talk = day.stage.bench, Talk(day, mode)
    talk.begin()
    if step == "line":
        strike(day, fault)
    bench.connect.say(talk.contact, "(2)")
    wait_for(day.host.page, lambda: day.stage.engine_is_ready(day.host))
    befalls = ANSWERS.get(fault, {"status": None, "delay": HELD})
    fails = step == "transcript" and fault != "offline"
    sent = bench.zendesk.faults.add("PUT /api/v2/tickets/*", **befalls) if fails else None
    bench.connect.say(talk.contact, "(3)")
    day.host.saves("(3)")
    if fault == "offline":
        day.stage.context.set_offline(True)
    bench.connect.hang_up(talk.contact)
    if fault == "crash":
        wait_for(day.other.page, lambda: sent and sent.times == 0)
        strike(day, fault)
    if fault == "offline":
        day.host.page.wait_for_timeout(4000)
        assert talk.written == []
        day.stage.context.set_offline(False)
    wait_for(day.host.page, lambda: talk.written == [["1", "2", "3"]])
    bench.connect.clear(talk.contact)
    day.wake()
    day.host.page.wait_for_timeout(300)
    assert talk.written == [["1", "2", "3"]]
    assert sent is None or sent.times == 0
