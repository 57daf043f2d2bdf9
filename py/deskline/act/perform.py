"""Carrying out one order: what it asks of the desk, what the record knows afterwards, what is lost if it is refused."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from deskline.model.effects import (
    AttachPhone,
    AttachTicket,
    CreateTicket,
    CreateUser,
    Phrase,
    Write,
    WriteNote,
    WriteVoiceComment,
)
from deskline.model.errors import NoAnswer, Refused
from deskline.model.ports import Desk
from deskline.model.record import Record

FORBIDDEN = 403
"""The status with which Zendesk refuses what the agent's role does not allow."""

MAY_NOT = frozenset({FORBIDDEN, 404})
"""The statuses with which Zendesk keeps from an agent what they may not see."""

UNFIT = 422
"""The status with which Zendesk refuses what does not fit its records, such as an e-mail address that is taken."""

PROMPT = timedelta(seconds=5)
"""How long after a conversation's first leg is connected there can be no other leg that has made a ticket."""


async def perform(order: Write, record: Record, desk: Desk) -> Record:
    """Carry out one order and return what is known then; raises `NoAnswer`, `Busy` or `Refused`.

    What is written on the call's ticket needs one to be there.
    """
    match order:
        case CreateUser():
            user = await desk.users.create(order)
            return replace(record, user_id=user.id, made=user)
        case AttachTicket():
            return replace(record, ticket_id=order.ticket_id, requester_id=order.requester_id)
        case CreateTicket():
            return await _create_ticket(order, record, desk)
        case AttachPhone():
            if record.user_id is not None and record.ticket_id is not None:
                await desk.users.attach_phone(record.user_id, order.number)
        case WriteNote():
            await desk.comments.add_note(record.ticket_id or 0, order.html)
        case _:
            people = (record.agent.id, record.requester_id or record.agent.id)
            await desk.comments.add_voice_comment(record.ticket_id or 0, order, people)
    return record


def doubtful(order: Write, record: Record, now: datetime) -> bool:
    """Whether the order may have been carried out already: by an earlier attempt, or for another leg."""
    other_legs_possible = record.contact.transferred or now - (record.connected_at or now) > PROMPT
    shared = isinstance(order, CreateTicket) and order.joins and other_legs_possible
    return record.attempted or record.verify_first or shared


PARTS = ("email", "phone")
"""Parts of a new user by which the caller could be found again; others may have them."""


def about_somebody_else(order: Write, refusal: Refused) -> bool:
    """Whether all that is refused of a new user is a number or an address, which somebody may have already."""
    parts = [any(part in name for part in PARTS) for name in refusal.fields]
    return isinstance(order, CreateUser) and bool(parts) and all(parts)


async def outcome(order: Write, record: Record, desk: Desk) -> Record | None:
    """Return what is known if the order was carried out after all, by whomever, else None."""
    match order:
        case CreateUser():
            with suppress(Refused):  # who may not ask can still create: the external id belongs to one user only
                user = await desk.users.made_for(order.external_id)
                return replace(record, user_id=user.id, made=user) if user else None
            return None
        case CreateTicket():
            return await _made(order, record, desk)
        case WriteNote() if record.ticket_id is not None:
            return record if await desk.comments.has_note(record.ticket_id, order.marker) else None
        case WriteVoiceComment() if record.ticket_id is not None:
            return record if await desk.comments.has_voice_comment(record.ticket_id, order) else None
        case AttachPhone() if record.user_id is not None:
            user = await desk.users.by_id(record.user_id)
            return record if user and user.phones else None
        case _:
            return None


async def _create_ticket(order: CreateTicket, record: Record, desk: Desk) -> Record:
    requester = record.user_id or record.agent.id
    ticket = await desk.tickets.create(order, requester, record.agent.id)
    return replace(record, ticket_id=ticket.id, requester_id=requester)


async def _made(order: CreateTicket, record: Record, desk: Desk) -> Record | None:
    try:
        ticket = await desk.tickets.made_for(order.external_id)
        if ticket is None or ticket.id == order.instead_of:
            return None
        noted = await desk.comments.has_note(ticket.id, order.marker)
    except Refused as refusal:
        if refusal.status in MAY_NOT:
            return None  # who may not ask can still make one
        raise NoAnswer("whether the ticket was made") from refusal
    known = replace(record, ticket_id=ticket.id, requester_id=ticket.requester_id)
    if noted or not order.joins:
        return known if noted else None
    with suppress(Refused):  # who may not add to that ticket can still make one
        return await _joined(order, known, desk)
    return None


async def _joined(order: CreateTicket, record: Record, desk: Desk) -> Record:
    await desk.comments.add_note(record.ticket_id or 0, order.html)
    why = Phrase("why.conversation", {"ticket": f"#{record.ticket_id}"})
    return replace(record, why=(*record.why[:1], why))
