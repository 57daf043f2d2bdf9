"""What the fault matrices share: the faults, how one strikes at a step, and which cells can occur (rule 11.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import pytest

from scenarios.workday import FakeShims, Strike, Workday
from workbench.faults import Fault

AUTO, MANUAL = "auto", "agent"
MODES = {"auto": AUTO, "manual": MANUAL}
THREE_HOURS = 3 * 60 * 60
Requests = dict[str, tuple[str, str]]

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


@dataclass(frozen=True)
class Cell:
    """One fault at one step in one mode; in manual mode the agent presses what the panel offers until it is gone.

    A step is a moment, whose first request fails, or a write, by its method and the beginning of its path.
    """

    MOMENTS: ClassVar[frozenset[str]]
    WRITES: ClassVar[Requests]

    fault: str
    step: str
    mode: str

    def __str__(self) -> str:
        return f"{self.fault}-{self.step}-{self.mode}".replace(", ", ":").replace(" ", "_")

    @property
    def on_old_ticket(self) -> bool:
        """Whether the contact belongs on a ticket that is there: only then are the details a note of their own."""
        return self.step == "note"

    @property
    def befalls(self) -> tuple[str, ...]:
        """The methods of the requests that the step sends, in order."""
        raise NotImplementedError

    @property
    def possible(self) -> bool:
        """Whether the fault has a request to fail."""
        if self.fault not in ANSWER_FAULTS:
            return True
        sent = self.befalls[:1]
        return sent not in ((), ("GET",)) if self.fault == "time-out, write done" else bool(sent)

    def strikes(self, request: dict[str, Any]) -> bool:
        """Whether this is the request that fails: for a moment, the first that it makes."""
        if self.step in self.MOMENTS:
            return bool(request["kind"] != "log")
        method, path = self.WRITES[self.step]
        written = request["kind"] == "zendesk" and request["method"] == method
        return written and str(request["path"]).startswith(path)

    def among(self, sent: list[tuple[str, str]]) -> tuple[str, ...]:
        """Return the methods of those requests, by method and path, that the step sends."""
        wanted = self.WRITES.get(self.step)
        return tuple(one for one, path in sent if not wanted or (one == wanted[0] and path.startswith(wanted[1])))


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
            self.day.shims.strike = Strike(self.cell.strikes, self.carried_out)
        elif self.cell.fault in ANSWER_FAULTS:
            self._befall(**ANSWER_FAULTS[self.cell.fault])
        elif self.cell.step in self.cell.MOMENTS:
            self.day.offline = True
        else:
            self.day.goes_offline_at = self.cell.strikes

    def _befall(self, **how: Any) -> None:
        method, path = self.cell.WRITES.get(self.cell.step, ("", ""))
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


@dataclass
class Course:
    """A contact from ring to close in which something happens at one step; `before` and `after` surround that step."""

    CELL: ClassVar[type[Cell]]

    day: Workday
    step: str
    mode: str
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.contact = ""
        self.times: dict[str, datetime] = {}
        old = {"requester_id": self.day.ann["id"], "subject": "Old"}
        self.ticket = self.day.desk.add_ticket(**old)["id"] if self.step == "note" else None

    @property
    def writes(self) -> bool:
        """Whether what happens befalls a write."""
        return self.step in self.CELL.WRITES

    @property
    def flow(self) -> dict[str, str]:
        """What the contact flow says."""
        recent = {"recent_ticket_timeout": "60"} if self.ticket and self.mode == "auto" else {}
        return {"ticket_assignment": MODES[self.mode], "order": "A1", **recent}

    def live(self) -> None:
        """Go through the whole contact."""
        raise NotImplementedError

    def do(self, moment: str, verb: Callable[[], object]) -> None:
        """Let a moment come, and what happens at it."""
        self.day.clock.pass_by(7)
        self.times[moment] = self.day.clock.now()
        if moment == self.step:
            self.before()
        verb()
        self.choose()
        if moment == self.step or self.writes:
            self.after()
            self.choose()

    def choose(self) -> None:
        """Press the panel's button as an agent would, and again when a notice asks for it."""
        if self.mode == "manual" and 'data-press="create"' in self.day.panel:
            if self.ticket:
                self.day.look_at("ticket_sidebar", self.ticket)
            self.day.press("attach" if self.ticket else "create", self.contact)


def rehearsal(course: Course) -> tuple[str, ...]:
    """Return the methods of the requests that a step sends without a fault."""
    day, marks = course.day, list[int]()
    course.before = course.after = lambda: marks.append(len(day.desk.requests))
    if course.writes:
        course.before()
    course.live()
    first, last = marks[0], marks[1] if course.step in course.CELL.MOMENTS else None
    sent = [(request.method, request.path) for request in day.desk.requests[first:last]]
    return course.CELL("", course.step, course.mode).among(sent)


def runs(cells: list[Cell]) -> list[Any]:
    """Return the cells that can occur; an engine stops before its request is carried out, or before its answer."""
    ways = {True: ("request lost", "answer lost"), False: ("",)}
    return [
        pytest.param(cell, way == "answer lost", id=f"{cell}{way and ':'}{way.replace(' ', '_')}")
        for cell in cells
        if cell.possible
        for way in ways[cell.fault in ENGINE_FAULTS]
    ]
