"""Finds the ticket that a contact belongs to (rules 4.0 to 4.5, 7.1, 7.5)."""

from dataclasses import replace
from datetime import timedelta

from deskline.ask.timed import asked
from deskline.model.findings import (
    Choice,
    ConversationTicketMissing,
    CouldNotAsk,
    NewTicket,
    OtherRequester,
    Recognised,
    UseTicket,
)
from deskline.model.people import TICKET_PAGE, USER_PAGE, Focus, Ticket, User, View
from deskline.model.ports import Clock, DeskLookups
from deskline.model.record import Record

LONGEST = 5_256_000
"""Minutes in ten years: a longer recent-ticket time means the same, and would overflow a date."""


async def inherit(desk: DeskLookups, record: Record) -> Record:
    """Return the record with ticket and caller, if the contact continues something: a transfer, a ticket dialled from,
    a task about a ticket.

    The other side is then the ticket's requester, whatever the number (rule 4.1). Otherwise nothing is decided. A
    contact that came from an earlier one without an agent continues its ticket only if there is one and the flow names
    none.
    """
    if not (record.continues or record.stems):
        return record
    found = await continued(desk, record)
    if isinstance(found, CouldNotAsk):
        return replace(record, choice=found)
    choice, user = found
    if not record.continues and choice == ConversationTicketMissing():
        return record
    return replace(record, choice=choice, caller=Recognised(user, "why.requester") if user else None)


async def choose(desk: DeskLookups, record: Record, clock: Clock) -> Record:
    """Return the record with the ticket that the rules choose for the caller."""
    return replace(record, choice=await asked(_which(desk, record, clock)))


async def continued(desk: DeskLookups, record: Record) -> tuple[Choice, User | None] | CouldNotAsk:
    """Return the ticket that a contact continues, and its requester (rules 4.0, 4.1, 7.1)."""
    dialled_from, named = record.dialled_from, record.contact.named_ticket
    if named is not None:
        return await asked(_named_after(desk, record, named))
    found = _conversation(desk, record) if dialled_from is None else _dialled(desk, dialled_from)
    return await asked(found)


async def _named_after(desk: DeskLookups, record: Record, ticket_id: int) -> tuple[Choice, User | None]:
    ticket = await desk.tickets.by_id(ticket_id)
    if ticket is None and record.contact.transferred:
        return await _conversation(desk, record)
    missing = NewTicket("why.missing", str(ticket_id))
    return await _taken(desk, ticket, "why.task") if ticket else (missing, None)


async def _conversation(desk: DeskLookups, record: Record) -> tuple[Choice, User | None]:
    first, named = record.contact, record.settings.zendesk_ticket
    ticket = await desk.tickets.by_id(named) if named else None
    ticket = ticket or await desk.tickets.made_for(first.external_id)
    ticket = ticket or await desk.tickets.that_mentions(first.first_id or first.id)
    return await _taken(desk, ticket, "why.conversation") if ticket else (ConversationTicketMissing(), None)


async def looked_at(desk: DeskLookups, focus: Focus) -> View:
    """Return what the agent looks at: a ticket with its requester, a user, or nothing that counts."""
    if focus.place == USER_PAGE and focus.about is not None:
        return View(await desk.users.by_id(focus.about))
    if focus.place != TICKET_PAGE or focus.about is None:
        return View()
    ticket = await desk.tickets.by_id(focus.about)
    return View(await desk.users.by_id(ticket.requester_id), ticket) if ticket else View()


async def numbers_at(desk: DeskLookups, focus: Focus) -> tuple[str, ...]:
    """Return the numbers of the person whom a page is about; none if there is nobody, or Zendesk does not answer."""
    view = await asked(looked_at(desk, focus))
    return () if isinstance(view, CouldNotAsk) or view.user is None else view.user.phones


async def _dialled(desk: DeskLookups, ticket_id: int) -> tuple[Choice, User | None]:
    ticket = await desk.tickets.by_id(ticket_id)
    return await _taken(desk, ticket, "why.dialled") if ticket else (NewTicket("why.new_ticket"), None)


async def _taken(desk: DeskLookups, ticket: Ticket, why: str) -> tuple[Choice, User | None]:
    return UseTicket(ticket, why, always=True), await desk.users.by_id(ticket.requester_id)


async def _which(desk: DeskLookups, record: Record, clock: Clock) -> Choice:
    if record.contact.direction == "outbound":
        return NewTicket("why.new_ticket")
    asked_for = record.settings.zendesk_ticket
    if asked_for == 0:
        return NewTicket("why.zero")
    if asked_for:
        return await _requested(desk, record, asked_for)
    return await _recent(desk, record, clock)


async def _requested(desk: DeskLookups, record: Record, ticket_id: int) -> Choice:
    ticket = await desk.tickets.by_id(ticket_id)
    if ticket is None:
        return NewTicket("why.missing", str(ticket_id))
    caller = record.caller
    owned = isinstance(caller, Recognised) and caller.user.id == ticket.requester_id
    return UseTicket(ticket, "why.requested") if owned else OtherRequester(ticket)


async def _recent(desk: DeskLookups, record: Record, clock: Clock) -> Choice:
    minutes, caller = record.settings.recent_ticket_timeout, record.caller
    if minutes <= 0 or not isinstance(caller, Recognised):
        return NewTicket("why.new_ticket")
    since = clock.now() - timedelta(minutes=min(minutes, LONGEST))
    ticket = await desk.tickets.latest_open(caller.user.id, since)
    return UseTicket(ticket, "why.recent") if ticket else NewTicket("why.new_ticket")
