"""How each write is carried out: its request to Zendesk, and the updated record.

Each raises `NoAnswer`, `Busy` or `Refused`. Whatever is written on the call's ticket requires one.
"""

from dataclasses import replace

from deskline.model.effects import AttachPhone, AttachTicket, CreateTicket, CreateUser, WriteNote, WriteVoiceComment
from deskline.model.ports import Desk
from deskline.model.record import Record


async def create_user(order: CreateUser, record: Record, desk: Desk) -> Record:
    """Create the call's user."""
    user = await desk.users.create(order)
    return replace(record, user_id=user.id, made=user)


async def create_ticket(order: CreateTicket, record: Record, desk: Desk) -> Record:
    """Create the call's ticket, for the call's user or else the agent."""
    requester = record.user_id or record.agent.id
    ticket = await desk.tickets.create(order, requester, record.agent.id)
    return replace(record, ticket_id=ticket.id, requester_id=requester)


async def attach_ticket(order: AttachTicket, record: Record, desk: Desk) -> Record:
    """Make an existing ticket the call's ticket; nothing is sent."""
    return replace(record, ticket_id=order.ticket_id, requester_id=order.requester_id)


async def write_note(order: WriteNote, record: Record, desk: Desk) -> Record:
    """Add the private comment to the call's ticket."""
    await desk.comments.add_note(record.ticket_id or 0, order.html)
    return record


async def write_voice_comment(order: WriteVoiceComment, record: Record, desk: Desk) -> Record:
    """Add the voice comment to the call's ticket, on behalf of the agent and the requester."""
    people = (record.agent.id, record.requester_id or record.agent.id)
    await desk.comments.add_voice_comment(record.ticket_id or 0, order, people)
    return record


async def attach_phone(order: AttachPhone, record: Record, desk: Desk) -> Record:
    """Store the number on the call's user, if the call has a user and a ticket."""
    if record.user_id is not None and record.ticket_id is not None:
        await desk.users.attach_phone(record.user_id, order.number)
    return record
