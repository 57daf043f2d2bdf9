"""Rules 11.2, 11.3, 11.5, 11.6: every fault at every step of a call, in both modes, leaves one of each thing.

The matrix is made of three lists. A fault of Zendesk's answers needs a request to befall: whether a step sends one is
found by a rehearsal without faults, so which cells cannot occur follows from the app and is counted, not written down.
"""

import functools
import itertools
from typing import ClassVar

import pytest

from deskline.words.comment import marker
from scenarios.matrix import ANSWER_FAULTS, FAULTS, MODES, THREE_HOURS, Cell, Course, Requests, Trouble, rehearsal, runs
from scenarios.workday import ANN, STRANGER, Workday
from workbench.zendesk_http import iso

STEPS = (
    "ring", "accept", "creating user", "creating ticket", "note", "connected", "changed attributes", "hang-up",
    "voice comment",
)  # fmt: skip


class CallCell(Cell):
    """A cell of the matrix of calls."""

    MOMENTS = frozenset({"ring", "accept", "connected", "hang-up"})
    WRITES: ClassVar[Requests] = {
        "creating user": ("POST", "/api/v2/users"),
        "creating ticket": ("POST", "/api/v2/channels/voice/tickets"),
        "note": ("PUT", "/api/v2/tickets/"),
        "changed attributes": ("PUT", "/api/v2/tickets/"),
        "voice comment": ("POST", "/api/v2/calls"),
    }

    @property
    def befalls(self) -> tuple[str, ...]:
        """See Cell."""
        return rehearsed(self.step, self.mode)


CELLS: list[Cell] = [CallCell(*names) for names in itertools.product(FAULTS, STEPS, MODES)]


class Call(Course):
    """A call; a queued callback is the one kind that is accepted before it is connected."""

    CELL = CallCell

    def __post_init__(self) -> None:
        super().__post_init__()
        self.number = ANN if self.ticket else STRANGER
        if self.writes:
            self.before()

    def live(self) -> None:
        """See Course."""
        connect = self.day.connect
        self.do("ring", lambda: setattr(self, "contact", connect.ring_callback(self.number, attributes=self.flow)))
        self.do("accept", lambda: connect.accept(self.contact))
        self.do("connected", lambda: connect.answer(self.contact))
        connect.set_attributes(self.contact, {"order": "A2"})
        self.do("hang-up", lambda: connect.hang_up(self.contact))
        self.do("close", lambda: connect.clear(self.contact))


@functools.cache
def rehearsed(step: str, mode: str) -> tuple[str, ...]:
    """Return the methods of the requests that a step sends without a fault."""
    with Workday() as day:
        return rehearsal(Call(day, step, mode))


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


@pytest.mark.parametrize(("cell", "carried_out"), runs(CELLS))
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
    assert cell.step in cell.MOMENTS
    assert reads_only or cell.befalls == ()


def test_rule_11_2_the_matrix_is_complete() -> None:
    impossible = {(cell.fault, cell.step, cell.mode) for cell in CELLS if not cell.possible}
    at_accept = {(fault, "accept", mode) for fault in ANSWER_FAULTS for mode in MODES}
    while_ringing = {("time-out, write done", "ring", mode) for mode in MODES}
    assert len(CELLS) == 9 * 9 * 2
    assert impossible == at_accept | while_ringing
    assert len(runs(CELLS)) == 152 + 4 * 9 * 2
