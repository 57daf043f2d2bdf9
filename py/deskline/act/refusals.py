"""Another way, where Zendesk refuses an order: what can still be written of a call is not lost (rules 4.6, 11.5)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from deskline.act.perform import FORBIDDEN, PARTS, UNFIT
from deskline.ask.caller import identify, only
from deskline.decide import drafts
from deskline.decide.situation import Situation
from deskline.model.effects import (
    AttachPhone,
    CreateTicket,
    CreateUser,
    Effect,
    Notify,
    Phrase,
    Plan,
    PopTicket,
    Write,
    WriteNote,
    WriteVoiceComment,
)
from deskline.model.errors import NoAnswer, Refused
from deskline.model.findings import CouldNotAsk, Recognised, Unrecognised
from deskline.model.people import Ticket, User, View
from deskline.model.ports import Desk
from deskline.model.record import Record
from deskline.words import comment
from deskline.words.plain_text import VALUE, one_line

REQUESTER = frozenset({"requester", "requester_id"})

SPARED = {
    "assignee": "assignee_id",
    "submitter": "submitter_id",
    "via_followup_source": "via_followup_source_id",
    "base": "custom_fields",
}
"""Parts of a new ticket that it can do without, by the other names that Zendesk has for them."""


async def detour(order: Write, situation: Situation, desk: Desk, refusal: Refused) -> Record | None:
    """Return the record with other orders after the one that was refused, or None if there is no other way."""
    record = situation.record
    if isinstance(order, CreateUser) and refusal.status == UNFIT:
        return await _with_other_parts(order, situation, desk, refusal)
    if isinstance(order, CreateTicket) and refusal.status == UNFIT:
        if record.user_id is not None and REQUESTER & refusal.fields.keys():
            return await _for_another(order, situation, desk, refusal)
        return _without(order, record, refusal)
    if isinstance(order, WriteNote | WriteVoiceComment) and record.ticket_id and not record.previous_ticket_id:
        ticket = await desk.tickets.by_id(record.ticket_id)
        shut = ticket is None or ticket.closed or _forbidden(order, record, refusal)
        return _moved(order, situation, ticket) if shut else _renamed(order, record, ticket)
    return None


async def _with_other_parts(order: CreateUser, situation: Situation, desk: Desk, refusal: Refused) -> Record | None:
    """Whoever has the number or address that is refused is who calls; where nobody has it, it is left out."""
    sent = [part for part in PARTS if getattr(order, part) and part not in order.without]
    named = [part for part in sent if any(part in name for name in refusal.fields)]
    part = (named or sent)[0]
    holder = await _holder(order, part, desk)
    if holder:
        how = "why.number" if part == "phone" else "why.customer_email"
        why = (Phrase(how, {"name": holder.name, "number": order.phone}), *situation.record.why[1:])
        return replace(situation.record, user_id=holder.id, caller=Recognised(holder, how), why=why)
    # Where the number is refused after the address, it may be the number alone that spoke against both.
    others = {name for name in PARTS if getattr(order, name)} - {part}
    if not others or (part, order.without) == ("email", ("phone",)):
        return None
    left_out = Phrase("why.left_out", {"value": getattr(order, part)})
    why = (*(said for said in situation.record.why if said.key != left_out.key), left_out)
    return _next(replace(situation.record, why=why), (replace(order, without=(part,)),))


async def _holder(order: CreateUser, part: str, desk: Desk) -> User | None:
    holders: Sequence[User] = ()
    with suppress(Refused):
        holders = await (desk.users.with_email(order.email) if part == "email" else desk.users.with_number(order.phone))
    return only(holders)


def _forbidden(order: WriteNote | WriteVoiceComment, record: Record, refusal: Refused) -> bool:
    # Where the details stand already the agent was allowed to write: another ticket would be no better.
    details = isinstance(order, WriteNote) and order.marker == comment.marker("details", record.contact.id)
    return details and refusal.status == FORBIDDEN


def _moved(order: WriteNote | WriteVoiceComment, situation: Situation, ticket: Ticket | None) -> Record:
    """The call goes on on another ticket, which has the details as its first comment."""
    record = situation.record
    closed = ticket.id if ticket and ticket.closed else None
    left = {"ticket": f"#{record.ticket_id}"}
    create = replace(drafts.create_ticket(situation, closed, joins=True), instead_of=record.ticket_id)
    notice = Notify(Phrase("notice.follow_up" if closed else "notice.ticket_gone", left))
    pop = () if PopTicket() in record.pending else (PopTicket(),)
    again = (order,) if isinstance(order, WriteVoiceComment) else ()
    why = (*record.why[:1], Phrase("why.instead", left))
    known = replace(record, previous_ticket_id=record.ticket_id, ticket_id=None, user_id=record.requester_id, why=why)
    return _next(known, (create, notice, *pop, *again))


def _renamed(order: Write, record: Record, ticket: Ticket | None) -> Record | None:
    """A requester who was merged into another user cannot be named any more; the ticket knows who it is now."""
    if ticket is None or ticket.requester_id == record.requester_id:
        return None
    return _next(replace(record, requester_id=ticket.requester_id), (order,))


def _without(order: CreateTicket, record: Record, refusal: Refused) -> Record | None:
    sent = {"assignee_id", "submitter_id"}
    sent |= {"custom_fields"} if order.outbound_queue else set()
    sent |= {"via_followup_source_id"} if order.follow_up_of else set()
    unfit = ({_part(name) for name in refusal.fields} & sent) - set(order.without)
    if not unfit:
        return None
    slimmer = replace(order, without=(*order.without, *sorted(unfit)))
    return _next(record, (slimmer, Notify(Phrase("notice.left_out", {"reason": _reason(refusal)}))))


async def _for_another(order: CreateTicket, situation: Situation, desk: Desk, refusal: Refused) -> Record:
    """Whoever was deleted since the look-up is looked for once more; for whom is only refused, the agent stands in."""
    record = replace(
        situation.record,
        pending=tuple(order for order in situation.record.pending if not isinstance(order, AttachPhone)),
    )
    refused = await desk.users.by_id(record.user_id or 0)
    if refused is None:
        known = replace(await identify(desk, record), view=View(), meant=None)
        caller = known.caller
        if isinstance(caller, CouldNotAsk):
            raise NoAnswer("who calls")
        if isinstance(caller, Recognised) and caller.user.id != record.user_id:
            who = Phrase(caller.why, {"name": caller.user.name, "number": record.number})
            return _next(replace(known, user_id=caller.user.id, why=(who, *record.why[1:])), (order,))
        why = (Phrase("why.unrecognised", {"number": record.number}), *record.why[1:])
        nobody = replace(situation, record=replace(known, caller=Unrecognised(record.number), user_id=None, why=why))
        if record.number and isinstance(caller, Recognised | Unrecognised) and nobody.lasting:
            return _next(nobody.record, (drafts.create_user(nobody), order))
    notice = Notify(Phrase("notice.requester_refused", {"reason": _reason(refusal)}))
    return _next(replace(record, user_id=None), (order, notice))


def _part(name: str) -> str:
    return "custom_fields" if name.isdigit() or name.startswith("custom_field") else SPARED.get(name, name)


def _reason(refusal: Refused) -> str:
    return one_line("; ".join(refusal.fields.values()), VALUE)


def _next(record: Record, plan: Plan) -> Record:
    refused, *rest = record.pending
    pending: tuple[Effect, ...] = (refused, *plan, *rest)
    return replace(record, pending=pending)
