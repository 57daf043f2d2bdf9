"""Rules 11.2, 11.3, 11.5, 11.6: every fault at every step of a call, in both modes, leaves one of each thing.

The matrix is made of three lists. A fault of Zendesk's answers needs a request to befall: whether a step sends one is
found by a rehearsal without faults, so which cells cannot occur follows from the app and is counted, not written down.
"""

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from deskline.words.comment import marker
from scenarios.workday import ANN, STRANGER, FakeShims, Strike, Workday
from workbench.faults import Fault
from workbench.zendesk_http import iso

AUTO, MANUAL = "auto", "agent"
MODES = {"auto": AUTO, "manual": MANUAL}

MOMENTS = {"ring", "accept", "connected", "hang-up"}
WRITES = {
    "creating user": ("POST", "/api/v2/users"),
    "creating ticket": ("POST", "/api/v2/channels/voice/tickets"),
    "note": ("PUT", "/api/v2/tickets/"),
    "changed attributes": ("PUT", "/api/v2/tickets/"),
    "voice comment": ("POST", "/api/v2/calls"),
}
"""The requests of each step; the other steps are moments, whose first request fails."""

STEPS = (
    "ring", "accept", "creating user", "creating ticket", "note", "connected", "changed attributes", "hang-up",
    "voice comment",
)  # fmt: skip

ENGINE_FAULTS: dict[str, Callable[[Workday], FakeShims | None]] = {
    "close": Workday.close_tab,
    "reload": Workday.reload_all_apps,
    "crash": Workday.crash,
    "hang": Workday.hang,
}
ANSWER_FAULTS: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "retry_after": "30"},
    "500": {"status": 500},
    "time-out, write done": {"status": None, "after_writing": True},
    "time-out, write not done": {"status": None},
}
FAULTS = (*ENGINE_FAULTS, "offline", *ANSWER_FAULTS)

THREE_HOURS = 3 * 60 * 60


@dataclass(frozen=True)
class Cell:
    """One fault at one step in one mode; in manual mode the agent presses what the panel offers until it is gone."""

    fault: str
    step: str
    mode: str

    def __str__(self) -> str:
        return f"{self.fault}-{self.step}-{self.mode}".replace(", ", ":").replace(" ", "_")

    @property
    def on_old_ticket(self) -> bool:
        """Whether the call belongs on a ticket that is there: only then are the details a note of their own."""
        return self.step == "note"

    @property
    def befalls(self) -> tuple[str, ...]:
        """The methods of the requests that the step sends, in order."""
        return rehearsed(self.step, self.mode)

    @property
    def possible(self) -> bool:
        """Whether the fault has a request to fail."""
        if self.fault not in ANSWER_FAULTS:
            return True
        sent = self.befalls[:1]
        return sent not in ((), ("GET",)) if self.fault == "time-out, write done" else bool(sent)


CELLS = [Cell(*names) for names in itertools.product(FAULTS, STEPS, MODES)]


@dataclass
class Call:
    """A call from ring to close in which something happens at one step; `before` and `after` surround that step."""

    day: Workday
    step: str
    mode: str
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    times: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.contact = ""
        old = self.step == "note"
        self.number = ANN if old else STRANGER
        self.ticket = self.day.desk.add_ticket(requester_id=self.day.ann["id"], subject="Old")["id"] if old else None
        if self.step in WRITES:
            self.before()

    def live(self) -> None:
        """Go through the whole call; a queued callback is the one kind that is accepted before it is connected."""
        connect, flow = self.day.connect, {"ticket_assignment": MODES[self.mode], "order": "A1"}
        flow |= {"recent_ticket_timeout": "60"} if self.ticket and self.mode == "auto" else {}
        self._do("ring", lambda: setattr(self, "contact", connect.ring_callback(self.number, attributes=flow)))
        self._do("accept", lambda: connect.accept(self.contact))
        self._do("connected", lambda: connect.answer(self.contact))
        connect.set_attributes(self.contact, {"order": "A2"})
        self._do("hang-up", lambda: connect.hang_up(self.contact))
        self._do("close", lambda: connect.clear(self.contact))

    def _do(self, moment: str, verb: Callable[[], object]) -> None:
        self.day.clock.pass_by(7)
        self.times[moment] = self.day.clock.now()
        if moment == self.step:
            self.before()
        verb()
        self._choose()
        if moment == self.step or self.step in WRITES:
            self.after()
            self._choose()

    def _choose(self) -> None:
        """Press the panel's button as an agent would, and again when a notice asks for it."""
        if self.mode == "manual" and 'data-press="create"' in self.day.panel:
            if self.ticket:
                self.day.look_at("ticket_sidebar", self.ticket)
            self.day.press("attach" if self.ticket else "create", self.contact)


@functools.cache
def rehearsed(step: str, mode: str) -> tuple[str, ...]:
    """Return the methods of the requests that a step sends without a fault."""
    with Workday() as day:
        marks: list[int] = []

        def mark() -> None:
            marks.append(len(day.desk.requests))

        Call(day, step, mode, before=mark, after=mark).live()
        first, last = marks[0], marks[1] if step in MOMENTS else None
        sent = [(request.method, request.path) for request in day.desk.requests[first:last]]
    wanted = WRITES.get(step)
    return tuple(method for method, path in sent if not wanted or (method == wanted[0] and path.startswith(wanted[1])))


def on_the_step(step: str) -> Callable[[dict[str, Any]], bool]:
    """Return a predicate for the request that fails at a step: for a moment, the first that it makes."""
    if step in MOMENTS:
        return lambda request: request["kind"] != "log"
    method, path = WRITES[step]
    return lambda request: (
        request["kind"] == "zendesk" and request["method"] == method and request["path"].startswith(path)
    )


@dataclass
class Trouble:
    """The fault of one cell: armed before the step, recovered from after it, and seen to have struck."""

    day: Workday
    cell: Cell
    carried_out: bool = False
    struck: bool = False
    fault: Fault | None = None
    hung: FakeShims | None = None

    def arm(self) -> None:
        """Lie in wait."""
        if self.cell.fault in ENGINE_FAULTS:
            self.day.shims.strike = Strike(on_the_step(self.cell.step), self.carried_out)
        elif self.cell.fault in ANSWER_FAULTS:
            self._befall(**ANSWER_FAULTS[self.cell.fault])
        elif self.cell.step in MOMENTS:
            self.day.offline = True
        else:
            self.day.goes_offline_at = on_the_step(self.cell.step)

    def _befall(self, **how: Any) -> None:
        method, path = WRITES.get(self.cell.step, ("", ""))
        # Three times in a row where it is tried again by itself; whoever rings is asked for again at the next moment.
        times = 1 if self.cell.step == "ring" or how["status"] is None else 3
        self.fault = self.day.desk.faults.add(f"{method}* {path}*".replace("/*", "*"), times=times, **how)

    def over(self) -> None:
        """Recover as soon as it has struck."""
        if self.cell.fault in ENGINE_FAULTS and not self.struck and self.day.shims.stands_still:
            self.struck = True
            self.hung = ENGINE_FAULTS[self.cell.fault](self.day)

    def check(self) -> None:
        """Assert that it did strike, and that an engine that hung was fenced off."""
        if self.fault:
            assert self.fault.times == 0
        elif self.cell.fault == "offline":
            assert self.day.unreached
        else:
            assert self.struck
        if self.cell.fault == "hang":
            assert self.hung and self.hung.dropped


def kinds_of(note: str, contact: str) -> list[str]:
    """Return what a note says of itself that it is."""
    kinds = ("details", *(f"changes-{number}" for number in range(1, 4)))
    return [kind for kind in kinds if marker(kind, contact) + "</em>" in note] or ["something else"]


def check(call: Call, cell: Cell) -> None:
    """Assert that there is exactly one of each thing, with its true times.

    Whom nobody could be asked about for the whole call is made no user, and the agent's ticket is made when the call is
    closed, with all attributes as they are then.
    """
    day, unknown = call.day, call.ticket is None
    in_vain = (cell.fault, cell.step) == ("offline", "ring")
    at_close = in_vain and cell.mode == "auto"
    assert len(day.new_tickets) == unknown, "tickets"
    ticket = day.new_ticket["id"] if unknown else call.ticket
    kinds = ["details"] if at_close else ["details", "changes-1"]
    assert [found for note in day.notes(ticket) for found in kinds_of(note, call.contact)] == kinds, "notes"
    assert "A2" in day.notes(ticket)[-1], "changed attributes"
    assert len(day.voice_comments(ticket)) == 1, "voice comments"
    users = [user for user in day.desk.users.values() if user["phone"] == STRANGER]
    assert len(users) == (unknown and not in_vain), "users"
    (made,) = day.desk.calls.values()
    times = (made["call_started_at"], made["call_ended_at"])
    assert times == (iso(call.times["connected"]), iso(call.times["hang-up"])), "times"
    assert "panel" not in day.panel


def runs() -> list[Any]:
    """Return the cells that can occur; an engine stops before its request is carried out, or before its answer."""
    ways = {True: ("request lost", "answer lost"), False: ("",)}
    return [
        pytest.param(cell, way == "answer lost", id=f"{cell}{way and ':'}{way.replace(' ', '_')}")
        for cell in CELLS
        if cell.possible
        for way in ways[cell.fault in ENGINE_FAULTS]
    ]


@pytest.mark.parametrize(("cell", "carried_out"), runs())
def test_rule_11_2_every_fault_at_every_step_leaves_each_thing_written_once(cell: Cell, carried_out: bool) -> None:
    with Workday() as day:
        trouble = Trouble(day, cell, carried_out)
        call = Call(day, cell.step, cell.mode, trouble.arm, trouble.over)
        call.live()
        if cell.fault == "offline":
            day.wait(THREE_HOURS)
            day.offline, day.goes_offline_at = False, None
        for _ in range(6):
            day.wait(60)
        trouble.check()
        check(call, cell)


@pytest.mark.parametrize("cell", [cell for cell in CELLS if not cell.possible], ids=str)
def test_rule_11_2_an_impossible_cell_has_no_request_to_fail(cell: Cell) -> None:
    reads_only = cell.fault == "time-out, write done" and set(cell.befalls) == {"GET"}
    assert cell.step in MOMENTS
    assert reads_only or cell.befalls == ()


def test_rule_11_2_the_matrix_is_complete() -> None:
    impossible = {(cell.fault, cell.step, cell.mode) for cell in CELLS if not cell.possible}
    at_accept = {(fault, "accept", mode) for fault in ANSWER_FAULTS for mode in MODES}
    while_ringing = {("time-out, write done", "ring", mode) for mode in MODES}
    assert len(CELLS) == 9 * 9 * 2
    assert impossible == at_accept | while_ringing
    assert len(runs()) == 152 + 4 * 9 * 2
