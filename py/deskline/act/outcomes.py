"""Whether a write was carried out, by whomever: checked when its answer was lost (rule 11.6).

Each returns the updated record, or None if it was not carried out, and raises `NoAnswer`, `Busy` or `Refused` if that
could not be found out. The first lines of their descriptions are the table in the documentation.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from deskline.act.refusals import HIDDEN
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

PROMPT = timedelta(seconds=5)
"""How long after a conversation's first leg was connected no other leg can have created a ticket yet."""


def sent_before(order: Write, record: Record, now: datetime) -> bool:
    """Whether an earlier attempt or another engine may have carried out the order."""
    return record.attempted or record.verify_first


def sent_before_or_shared(order: CreateTicket, record: Record, now: datetime) -> bool:
    """Whether an earlier attempt or another leg of the conversation may have created the ticket."""
    other_legs_possible = record.contact.transferred or now - (record.connected_at or now) > PROMPT
    return sent_before(order, record, now) or (order.joins and other_legs_possible)


async def user_created(order: CreateUser, record: Record, desk: Desk) -> Record | None:
    """A user has the contact's external id."""
    user = await desk.users.made_for(order.external_id)
    return replace(record, user_id=user.id, made=user) if user else None


async def ticket_created(order: CreateTicket, record: Record, desk: Desk) -> Record | None:
    """A ticket has the conversation's external id and the contact details, or takes them where legs share a ticket."""
    ticket = await desk.tickets.made_for(order.external_id)
    if ticket is None or ticket.id == order.instead_of:
        return None
    known = replace(record, ticket_id=ticket.id, requester_id=ticket.requester_id)
    if await desk.comments.has_note(ticket.id, order.marker):
        return known
    return await _joined(order, known, desk) if order.joins else None


async def ticket_attached(order: AttachTicket, record: Record, desk: Desk) -> Record | None:
    """Nothing is sent to Zendesk."""
    return None


async def note_written(order: WriteNote, record: Record, desk: Desk) -> Record | None:
    """A comment on the ticket carries the note's marker."""
    if record.ticket_id is None:
        return None
    return record if await desk.comments.has_note(record.ticket_id, order.marker) else None


async def voice_comment_written(order: WriteVoiceComment, record: Record, desk: Desk) -> Record | None:
    """The ticket has a voice comment of this contact."""
    if record.ticket_id is None:
        return None
    return record if await desk.comments.has_voice_comment(record.ticket_id, order) else None


async def phone_attached(order: AttachPhone, record: Record, desk: Desk) -> Record | None:
    """The user has a phone number."""
    user = await desk.users.by_id(record.user_id) if record.user_id is not None else None
    return record if user and user.phones else None


def send_anyway(refusal: Refused) -> None:
    """Who may not ask for a user can still create one: the external id belongs to one user only."""


def send_if_hidden(refusal: Refused) -> None:
    """Who may not see a ticket can still create one; any other refusal leaves open whether there is one."""
    if refusal.status not in HIDDEN:
        raise NoAnswer("whether the ticket was made") from refusal


def count_as_refused(refusal: Refused) -> None:
    """Who may not ask for a comment or a number may not write one either."""
    raise refusal


async def _joined(order: CreateTicket, record: Record, desk: Desk) -> Record | None:
    with suppress(Refused):  # who may not add to that ticket can still create one
        await desk.comments.add_note(record.ticket_id or 0, order.html)
        why = Phrase("why.conversation", {"ticket": f"#{record.ticket_id}"})
        return replace(record, why=(*record.why[:1], why))
    return None
