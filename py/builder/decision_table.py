"""The table of decisions in the README: each situation, put to the very functions that decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from deskline.decide.decisions import Decision, when_closed, when_connected, when_ringing
from deskline.decide.situation import Situation
from deskline.model import effects
from deskline.model.contact import Contact, Direction
from deskline.model.findings import (
    Ambiguous,
    Anonymous,
    Caller,
    Choice,
    ConversationTicketMissing,
    CouldNotAsk,
    NamedUserMissing,
    NewTicket,
    OtherRequester,
    Recognised,
    Unrecognised,
    UseTicket,
)
from deskline.model.people import Agent, Ticket, User
from deskline.model.record import Record
from deskline.model.settings import ForContact, Installation
from deskline.model.stages import Stage
from deskline.words.texts import Texts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KNOWN = Recognised(User(7, "Ann", phones=("+61299990001",)), "why.number")
STRANGER = Unrecognised("+61299990001")
OPEN, DONE = (Ticket(5, "s", status, 7, NOW) for status in ("open", "closed"))
NEW = NewTicket("why.new_ticket")


@dataclass(frozen=True)
class Row:
    """One row: who calls, which ticket the look-ups chose, and what kind of contact it is."""

    words: str
    caller: Caller | None
    choice: Choice
    direction: Direction = "inbound"
    all_outbound: bool = False


ROWS = (
    Row("recognised", KNOWN, NEW),
    Row("recognised, recent ticket", KNOWN, UseTicket(OPEN, "why.recent")),
    Row("recognised, requested ticket is theirs", KNOWN, UseTicket(OPEN, "why.requested")),
    Row("recognised, requested ticket is theirs and closed", KNOWN, UseTicket(DONE, "why.requested")),
    Row("recognised, `zendesk_ticket` = 0", KNOWN, NewTicket("why.zero")),
    Row("recognised, requested ticket missing or unreadable", KNOWN, NewTicket("why.missing", "9")),
    Row("requested ticket is somebody else's", KNOWN, OtherRequester(OPEN)),
    Row("unrecognised", STRANGER, NEW),
    Row("unrecognised, with a number that is not E.164 and no e-mail", Unrecognised("1234"), NEW),
    Row("unrecognised or anonymous, with a requested ticket", STRANGER, OtherRequester(OPEN)),
    Row("anonymous", Anonymous(), NEW),
    Row("several users with the number", Ambiguous((KNOWN.user,)), NEW),
    Row("`zendesk_user` does not exist", NamedUserMissing(9), NEW),
    Row("Zendesk does not answer", CouldNotAsk(), CouldNotAsk()),
    Row("transferred, ticket of the conversation found", KNOWN, UseTicket(OPEN, "why.conversation", always=True)),
    Row("transferred, no ticket found", KNOWN, ConversationTicketMissing()),
    Row("outbound, dialled from a ticket", KNOWN, UseTicket(OPEN, "why.dialled", always=True), "outbound"),
    Row("outbound to a recognised user", KNOWN, NEW, "outbound"),
    Row("outbound to an unknown number", STRANGER, NEW, "outbound"),
    Row("outbound to an unknown number, `all_outbound`", STRANGER, NEW, "outbound", all_outbound=True),
    Row("monitoring, ticket found", None, UseTicket(OPEN, "why.conversation", always=True), "monitoring"),
    Row("monitoring, no ticket found", None, ConversationTicketMissing(), "monitoring"),
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
    rows = (head, ("---",) * len(head), *map(_row, ROWS))
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)


def _row(row: Row) -> tuple[str, ...]:
    return (
        row.words,
        _told(when_ringing, _situation(row, "ringing", "auto")),
        _told(when_connected, _situation(row, "connected", "auto")),
        _told(when_connected, _situation(row, "connected", "agent")),
        _told(when_closed, _situation(row, "closed", "agent")),
    )


def _situation(row: Row, stage: Stage, mode: str) -> Situation:
    contact = Contact("c", "connected", NOW, direction=row.direction, number="+61299990001", enhanced=True)
    record = Record(contact, Agent(1, "Agent"), stage, caller=row.caller, choice=row.choice)
    settings = ForContact(ticket_assignment=mode, all_outbound=row.all_outbound)
    number = row.caller.number if isinstance(row.caller, Unrecognised) else contact.number
    known = replace(record, number=number, connected_at=NOW, settings=settings)
    situation = Situation(known, Installation(), *(Texts({}),) * 2)
    pops = [order for order in when_ringing(situation).plan if isinstance(order, effects.PopUser | effects.PopTicket)]
    situation = replace(situation, record=replace(known, popped=next(iter(pops), None)))
    attached = stage == "closed" and isinstance(row.choice, UseTicket) and row.choice.always
    return replace(situation, record=replace(situation.record, ticket_id=5)) if attached else situation


def _told(decide: Callable[[Situation], Decision], situation: Situation) -> str:
    words = [_word(order, situation) for order in decide(situation).plan if type(order) in WORDS]
    panel = ["panel"] if decide is when_connected and situation.choosing else []
    return ", ".join(dict.fromkeys([*words, *panel])) or "-"


def _word(order: effects.Effect, situation: Situation) -> str:
    if not isinstance(order, effects.CreateTicket):
        return WORDS[type(order)]
    if order.follow_up_of is not None:
        return "follow-up ticket"
    record = situation.record
    theirs = isinstance(record.caller, Recognised)
    made = isinstance(record.caller, Unrecognised) and situation.lasting and record.stage != "closed"
    return "new ticket" if theirs or made else "new ticket in the agent's name"
