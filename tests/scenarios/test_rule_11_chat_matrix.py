"""Rules 11.2, 11.3, 14.1: every fault at every step of a chat leaves one of each thing, no line missing or twice."""

import functools
import itertools
import re
from typing import Any, ClassVar

import pytest

from deskline.words.comment import marker
from scenarios.matrix import ANSWER_FAULTS, FAULTS, MODES, THREE_HOURS, Cell, Course, Requests, Trouble, rehearsal, runs
from scenarios.workday import Workday

STEPS = (
    "ring", "accept", "creating user", "creating ticket", "note", "line", "changed attributes", "end", "transcript",
)  # fmt: skip
SAID = [f"Line {number}" for number in range(1, 6)]
ENDED = "application/vnd.amazonaws.connect.event.chat.ended"


class ChatCell(Cell):
    """A cell of the matrix of chats; a line that is said has nothing but the browser's store to fail."""

    MOMENTS = frozenset({"ring", "accept", "line", "end"})
    WRITES: ClassVar[Requests] = {
        "creating user": ("POST", "/api/v2/users"),
        "creating ticket": ("POST", "/api/v2/channels/voice/tickets"),
        "note": ("PUT", "/api/v2/tickets/"),
        "changed attributes": ("PUT", "/api/v2/tickets/"),
        "transcript": ("PUT", "/api/v2/tickets/"),
    }

    @property
    def befalls(self) -> tuple[str, ...]:
        """See Cell."""
        return rehearsed(self.step, self.mode)


CELLS: list[Cell] = [ChatCell(*names) for names in itertools.product(FAULTS, STEPS, MODES)]


class ChatDay(Workday):
    """A working day in which a page that hosts an engine reads again what was said, as long as the chat goes on."""

    items: ClassVar[list[dict[str, Any]]] = []
    contact = ""
    over = False

    def start(self, why: str = "opened") -> None:
        """See Workday."""
        super().start(why)
        if self.contact and not self.over:
            self.told(*self.items)

    def told(self, *items: dict[str, Any]) -> None:
        """Let ChatJS report items."""
        self.tell(kind="chat", contact=self.contact, items=list(items), whole=True)


class Chat(Course):
    """A chat; lines are said before and after its attributes change."""

    CELL = ChatCell
    day: ChatDay

    def __post_init__(self) -> None:
        super().__post_init__()
        self.day.items, self.said = [], list(SAID)
        self.address = "ann@example.com" if self.ticket else "new@example.com"
        if self.writes and self.step != "transcript":
            self.before()

    def live(self) -> None:
        """See Course."""
        connect = self.day.connect
        self.do("ring", self._ring)
        self.do("accept", lambda: connect.accept(self.contact))
        for _ in range(2):
            self.do("", self._say)
        self.do("line", self._say)
        connect.set_attributes(self.contact, {"order": "A2"})
        for _ in range(2):
            self.do("", self._say)
        if self.step == "transcript":
            self.before()
        self.do("end", self._end)
        self.day.wait(11)
        self.do("close", lambda: connect.clear(self.contact))

    def _ring(self) -> None:
        flow = self.flow | {"customer_email": self.address}
        self.contact = self.day.contact = self.day.connect.ring_chat("Zoe", attributes=flow)

    def _say(self) -> None:
        self._tell(Type="MESSAGE", ContentType="text/plain", Content=self.said.pop(0))

    def _end(self) -> None:
        self._tell(Type="EVENT", ContentType=ENDED)
        self.day.over = True
        self.day.connect.customer_hangs_up(self.contact)

    def _tell(self, **what: str) -> None:
        at = self.day.clock.now().isoformat()
        by = {"DisplayName": "Zoe", "ParticipantRole": "CUSTOMER", "ContactId": self.contact}
        self.day.items = [*self.day.items, {"Id": at, "AbsoluteTime": at, **by, **what}]
        self.day.told(self.day.items[-1])


@functools.cache
def rehearsed(step: str, mode: str) -> tuple[str, ...]:
    """Return the methods of the requests that a step sends without a fault."""
    with ChatDay() as day:
        return rehearsal(Chat(day, step, mode))


def kinds_of(note: str, contact: str) -> list[str]:
    """Return what a note says of itself that it is."""
    kinds = ("details", "changes-1", "changes-2", "transcript-1", "transcript-2")
    return [kind for kind in kinds if marker(kind, contact) + "</em>" in note] or ["something else"]


def check(chat: Chat, cell: Cell) -> None:
    """Assert that there is exactly one of each thing, and every line once, in its order.

    Whom nobody could be asked about for the whole chat is made no user, and the agent's ticket is made when the chat is
    closed, with all attributes as they are then.
    """
    day, unknown = chat.day, chat.ticket is None
    in_vain = (cell.fault, cell.step) == ("offline", "ring")
    at_close = in_vain and cell.mode == "auto"
    assert len(day.new_tickets) == unknown, "tickets"
    ticket = day.new_ticket["id"] if unknown else chat.ticket
    notes = day.notes(ticket)
    found = [kind for note in notes for kind in kinds_of(note, chat.contact)]
    assert sorted(found) == ["changes-1"] * (not at_close) + ["details", "transcript-1"], "notes"
    (written,) = [note for note in notes if marker("transcript-1", chat.contact) in note]
    assert re.findall(r"<br>(Line \d)</p>", written) == SAID, "lines"
    assert written.count("The chat ended.") <= 1
    assert "may be missing" not in written or "The chat ended." not in written
    users = [user for user in day.desk.users.values() if user["email"] == "new@example.com"]
    assert len(users) == (unknown and not in_vain), "users"
    assert not [key for key in day.store if key[0] == "lines"], "what is on the ticket is still in the browser"
    assert "panel" not in day.panel


@pytest.mark.parametrize(("cell", "carried_out"), runs(CELLS))
def test_rule_11_2_every_fault_at_every_step_of_a_chat_leaves_each_thing_once(cell: Cell, carried_out: bool) -> None:
    with ChatDay() as day:
        trouble = Trouble(day, cell, carried_out)
        chat = Chat(day, cell.step, cell.mode, trouble.arm, trouble.over)
        chat.live()
        if cell.fault == "offline":
            day.wait(THREE_HOURS)
            day.offline, day.goes_offline_at = False, None
        for _ in range(6):
            day.wait(60)
        trouble.check()
        check(chat, cell)


def test_rule_11_2_the_matrix_of_chats_is_complete() -> None:
    impossible = {(cell.fault, cell.step, cell.mode) for cell in CELLS if not cell.possible}
    unasked = {(fault, step, mode) for fault in ANSWER_FAULTS for step in ("accept", "line", "end") for mode in MODES}
    assert len(CELLS) == 9 * 9 * 2
    assert impossible <= unasked | {("time-out, write done", "ring", mode) for mode in MODES}
    assert impossible >= {(fault, "line", mode) for fault in ANSWER_FAULTS for mode in MODES}
