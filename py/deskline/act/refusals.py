"""What replaces a refused write, so that as much as possible is saved (rules 4.6, 6.1, 6.7, 11.5).

Each function takes the refusal and returns the record with other orders after the refused one, or None if nothing can
replace it. The first lines of their descriptions are the table in the documentation.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from deskline.ask.caller import identify, only
from deskline.decide import drafts
from deskline.decide.situation import Situation
from deskline.model.effects import (
    AttachPhone,
    CreateTicket,
    CreateUser,
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

FORBIDDEN, NOT_FOUND, UNFIT = 403, 404, 422
"""Zendesk's statuses for what the agent's role does not allow, what does not exist, and invalid data."""

HIDDEN = frozenset({FORBIDDEN, NOT_FOUND})
"""Zendesk's statuses for what the agent may not see."""

UNIQUE_PARTS = ("email", "phone")
"""Parts of a new user that identify the caller; another user may have them already."""

REQUESTER = frozenset({"requester", "requester_id"})
"""Zendesk's names for a ticket's requester."""

OPTIONAL_PARTS = {
    "assignee": "assignee_id",
    "submitter": "submitter_id",
    "via_followup_source": "via_followup_source_id",
    "base": "custom_fields",
}
"""Optional parts of a new ticket, with the other names that Zendesk has for them."""

Comment = WriteNote | WriteVoiceComment
W = TypeVar("W", bound=Write, covariant=True)


@dataclass(frozen=True, slots=True)
class Refusal(Generic[W]):
    """A refused order, its contact, and Zendesk's answer."""

    order: W
    situation: Situation
    said: Refused

    @property
    def record(self) -> Record:
        """The contact's record; the refused order is its first pending one."""
        return self.situation.record

    @property
    def reason(self) -> str:
        """Zendesk's sentences about what it does not accept."""
        return one_line("; ".join(self.said.fields.values()), VALUE)

    def names(self, part: str) -> bool:
        """Whether Zendesk rejects this part."""
        return any(part in name for name in self.said.fields)

    def instead(self, record: Record, plan: Plan) -> Record:
        """Return the record with other orders after the refused one."""
        refused, *rest = self.record.pending
        return replace(record, pending=(refused, *plan, *rest))


def may_be_done(order: Write, said: Refused) -> bool:
    """Whether a refused write may have been carried out: browsers and proxies may send a request twice.

    Not if the agent may not see the record, or if a number or an address is refused, which another user may have.
    """
    taken = [any(part in name for part in UNIQUE_PARTS) for name in said.fields]
    about_others = isinstance(order, CreateUser) and bool(taken) and all(taken)
    return said.status not in HIDDEN and not about_others


async def no_way_round(refusal: Refusal[Write], desk: Desk) -> Record | None:
    """Nothing can replace it: it is lost."""
    return None


async def user_refused(refusal: Refusal[CreateUser], desk: Desk) -> Record | None:
    """The user who has the refused number or address becomes the call's user; if nobody has it, it is left out."""
    if refusal.said.status != UNFIT:
        return None
    order = refusal.order
    sent = [part for part in UNIQUE_PARTS if getattr(order, part) and part not in order.without]
    part = next(filter(refusal.names, sent), sent[0])
    holder = await _holder(order, part, desk)
    return _recognised(refusal, part, holder) if holder else _user_without(refusal, part)


async def ticket_refused(refusal: Refusal[CreateTicket], desk: Desk) -> Record | None:
    """Refused optional parts are left out; a deleted requester is looked up again, any other refused one is replaced by
    the agent.
    """
    if refusal.said.status != UNFIT:
        return None
    if refusal.record.user_id is not None and REQUESTER & refusal.said.fields.keys():
        return await _for_another_requester(refusal, desk)
    return _ticket_without(refusal)


async def comment_refused(refusal: Refusal[Comment], desk: Desk) -> Record | None:
    """Once per contact a new ticket replaces one that is closed, deleted or not writable by the agent; a requester who
    was merged into another user is looked up again.
    """
    record = refusal.record
    if record.ticket_id is None or record.previous_ticket_id is not None:
        return None
    ticket = await desk.tickets.by_id(record.ticket_id)
    if ticket is None or ticket.closed or _may_not_write(refusal):
        return _moved(refusal, ticket)
    if ticket.requester_id == record.requester_id:
        return None
    return refusal.instead(replace(record, requester_id=ticket.requester_id), (refusal.order,))


async def _holder(order: CreateUser, part: str, desk: Desk) -> User | None:
    holders: Sequence[User] = ()
    with suppress(Refused):  # an agent who may not ask can still leave it out
        holders = await (desk.users.with_email(order.email) if part == "email" else desk.users.with_number(order.phone))
    return only(holders)


def _recognised(refusal: Refusal[CreateUser], part: str, holder: User) -> Record:
    how = "why.number" if part == "phone" else "why.customer_email"
    who = Phrase(how, {"name": holder.name, "number": refusal.order.phone})
    why = (who, *refusal.record.why[1:])
    return replace(refusal.record, user_id=holder.id, caller=Recognised(holder, how), why=why)


def _user_without(refusal: Refusal[CreateUser], part: str) -> Record | None:
    order = refusal.order
    others = {name for name in UNIQUE_PARTS if getattr(order, name)} - {part}
    # If the number is refused after the address, the number alone may have been the cause of both.
    if not others or (part, order.without) == ("email", ("phone",)):
        return None
    left_out = Phrase("why.left_out", {"value": getattr(order, part)})
    why = (*(said for said in refusal.record.why if said.key != left_out.key), left_out)
    return refusal.instead(replace(refusal.record, why=why), (replace(order, without=(part,)),))


def _ticket_without(refusal: Refusal[CreateTicket]) -> Record | None:
    order = refusal.order
    sent = {"assignee_id", "submitter_id"}
    sent |= {"custom_fields"} if order.outbound_queue else set()
    sent |= {"via_followup_source_id"} if order.follow_up_of else set()
    unfit = ({_part(name) for name in refusal.said.fields} & sent) - set(order.without)
    if not unfit:
        return None
    slimmer = replace(order, without=(*order.without, *sorted(unfit)))
    return refusal.instead(refusal.record, (slimmer, Notify(Phrase("notice.left_out", {"reason": refusal.reason}))))


def _part(name: str) -> str:
    return "custom_fields" if name.isdigit() or name.startswith("custom_field") else OPTIONAL_PARTS.get(name, name)


async def _for_another_requester(refusal: Refusal[CreateTicket], desk: Desk) -> Record:
    pending = tuple(order for order in refusal.record.pending if not isinstance(order, AttachPhone))
    refusal = replace(refusal, situation=replace(refusal.situation, record=replace(refusal.record, pending=pending)))
    if await desk.users.by_id(refusal.record.user_id or 0) is None:
        found = await _looked_up_again(refusal, desk)
        if found:
            return found
    notice = Notify(Phrase("notice.requester_refused", {"reason": refusal.reason}))
    return refusal.instead(replace(refusal.record, user_id=None), (refusal.order, notice))


async def _looked_up_again(refusal: Refusal[CreateTicket], desk: Desk) -> Record | None:
    before = refusal.record
    known = replace(await identify(desk, before), view=View(), meant=None)
    match known.caller:
        case CouldNotAsk():
            raise NoAnswer("who calls")
        case Recognised(user=user, why=found) if user.id != before.user_id:
            who = Phrase(found, {"name": user.name, "number": before.number})
            return refusal.instead(replace(known, user_id=user.id, why=(who, *before.why[1:])), (refusal.order,))
        case Recognised() | Unrecognised() if before.number:
            return _created_anew(refusal, known)
        case _:
            return None


def _created_anew(refusal: Refusal[CreateTicket], known: Record) -> Record | None:
    why = (Phrase("why.unrecognised", {"number": known.number}), *known.why[1:])
    nobody = replace(known, caller=Unrecognised(known.number), user_id=None, why=why)
    situation = replace(refusal.situation, record=nobody)
    return refusal.instead(nobody, (drafts.create_user(situation), refusal.order)) if situation.lasting else None


def _may_not_write(refusal: Refusal[Comment]) -> bool:
    # If the details are there, the agent was allowed to write: another ticket would be no better.
    details = comment.marker("details", refusal.record.contact.id)
    return refusal.said.status == FORBIDDEN and getattr(refusal.order, "marker", "") == details


def _moved(refusal: Refusal[Comment], ticket: Ticket | None) -> Record:
    """Return the record with a new ticket pending, which has the contact details as its first comment."""
    record, order = refusal.record, refusal.order
    closed = ticket.id if ticket and ticket.closed else None
    left = {"ticket": f"#{record.ticket_id}"}
    create = replace(drafts.create_ticket(refusal.situation, closed, joins=True), instead_of=record.ticket_id)
    notice = Notify(Phrase("notice.follow_up" if closed else "notice.ticket_gone", left))
    pop = () if PopTicket() in record.pending else (PopTicket(),)
    again = (order,) if isinstance(order, WriteVoiceComment) else ()
    why = (*record.why[:1], Phrase("why.instead", left))
    known = replace(record, previous_ticket_id=record.ticket_id, ticket_id=None, user_id=record.requester_id, why=why)
    return refusal.instead(known, (create, notice, *pop, *again))
