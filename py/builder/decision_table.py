"""The table of decisions in the README: each situation, put to the very functions that decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from deskline import effects
from deskline.case import Case
from deskline.contact import Contact
from deskline.decisions import Decision, when_closed, when_connected, when_ringing
from deskline.desk import (
    Adrift,
    Agent,
    Ambiguous,
    Anonymous,
    Caller,
    Choice,
    Elsewhere,
    Fresh,
    Recognised,
    Take,
    Ticket,
    Unanswered,
    Unknown,
    Unrecognised,
    User,
)
from deskline.moments import CLOSED, CONNECTED, RINGING
from deskline.record import Record
from deskline.settings import ForContact, Installation
from deskline.texts import Texts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KNOWN = Recognised(User(7, "Ann", phones=("+61299990001",)), "why.number")
STRANGER = Unrecognised("+61299990001")
OPEN, DONE = (Ticket(5, "s", status, 7, NOW) for status in ("open", "closed"))
NEW = Fresh("why.new_ticket")


@dataclass(frozen=True)
class Situation:
    """One row: who calls, which ticket the look-ups chose, and what kind of contact it is."""

    words: str
    caller: Caller | None
    choice: Choice
    direction: str = "inbound"
    all_outbound: bool = False


SITUATIONS = (
    Situation("recognised", KNOWN, NEW),
    Situation("recognised, recent ticket", KNOWN, Take(OPEN, "why.recent")),
    Situation("recognised, requested ticket is theirs", KNOWN, Take(OPEN, "why.requested")),
    Situation("recognised, requested ticket is theirs and closed", KNOWN, Take(DONE, "why.requested")),
    Situation("recognised, `zendesk_ticket` = 0", KNOWN, Fresh("why.zero")),
    Situation("recognised, requested ticket missing or unreadable", KNOWN, Fresh("why.missing", "9")),
    Situation("requested ticket is somebody else's", KNOWN, Elsewhere(OPEN)),
    Situation("unrecognised", STRANGER, NEW),
    Situation("unrecognised, with a number that is not E.164 and no e-mail", Unrecognised("1234"), NEW),
    Situation("unrecognised or anonymous, with a requested ticket", STRANGER, Elsewhere(OPEN)),
    Situation("anonymous", Anonymous(), NEW),
    Situation("several users with the number", Ambiguous((KNOWN.user,)), NEW),
    Situation("`zendesk_user` does not exist", Unknown(9), NEW),
    Situation("Zendesk does not answer", Unanswered(), Unanswered()),
    Situation("transferred, ticket of the conversation found", KNOWN, Take(OPEN, "why.conversation", always=True)),
    Situation("transferred, no ticket found", KNOWN, Adrift()),
    Situation("outbound, dialled from a ticket", KNOWN, Take(OPEN, "why.dialled", always=True), "outbound"),
    Situation("outbound to a recognised user", KNOWN, NEW, "outbound"),
    Situation("outbound to an unknown number", STRANGER, NEW, "outbound"),
    Situation("outbound to an unknown number, `all_outbound`", STRANGER, NEW, "outbound", all_outbound=True),
    Situation("monitoring, ticket found", None, Take(OPEN, "why.conversation", always=True), "monitoring"),
    Situation("monitoring, no ticket found", None, Adrift(), "monitoring"),
)

WORDS = {
    effects.PopUser: "pop user",
    effects.PopTicket: "pop ticket",
    effects.CreateUser: "new user",
    effects.CreateTicket: "new ticket",
    effects.AttachTicket: "attach",
    effects.Notify: "notice",
}
"""What a reader wants to know of a plan; notes and the softphone's opening and closing go without saying."""


def table() -> str:
    """Return the table as Markdown."""
    head = ("situation", "while it rings", "auto, at connect", "manual, at connect", "manual, forgotten until closed")
    rows = (head, ("---",) * len(head), *map(_row, SITUATIONS))
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)


def _row(situation: Situation) -> tuple[str, ...]:
    steps = ((when_ringing, RINGING, "auto"), (when_connected, CONNECTED, "auto"), (when_connected, CONNECTED, "agent"))
    return (
        situation.words,
        *(_told(step, _case(situation, stage, mode)) for step, stage, mode in steps),
        _told(when_closed, _case(situation, CLOSED, "agent")),
    )


def _case(situation: Situation, stage: str, mode: str) -> Case:
    contact = Contact("c", "connected", NOW, direction=situation.direction, number="+61299990001", enhanced=True)
    record = Record(contact, Agent(1, "Agent"), stage, caller=situation.caller, choice=situation.choice)
    settings = ForContact(ticket_assignment=mode, all_outbound=situation.all_outbound)
    number = situation.caller.number if isinstance(situation.caller, Unrecognised) else contact.number
    known = replace(record, number=number, connected_at=NOW, settings=settings)
    case = Case(known, Installation(), *(Texts({}),) * 2)
    pops = [order for order in when_ringing(case).plan if isinstance(order, effects.PopUser | effects.PopTicket)]
    case = replace(case, record=replace(known, popped=next(iter(pops), None)))
    attached = stage == CLOSED and isinstance(situation.choice, Take) and situation.choice.always
    return replace(case, record=replace(case.record, ticket_id=5)) if attached else case


def _told(decide: Callable[[Case], Decision], case: Case) -> str:
    words = [_word(order, case) for order in decide(case).plan if type(order) in WORDS]
    panel = ["panel"] if decide is when_connected and case.choosing else []
    return ", ".join(dict.fromkeys([*words, *panel])) or "-"


def _word(order: effects.Effect, case: Case) -> str:
    if not isinstance(order, effects.CreateTicket):
        return WORDS[type(order)]
    if order.follow_up_of is not None:
        return "follow-up ticket"
    theirs = isinstance(case.record.caller, Recognised)
    made = isinstance(case.record.caller, Unrecognised) and case.lasting and case.record.stage != CLOSED
    return "new ticket" if theirs or made else "new ticket in the agent's name"
