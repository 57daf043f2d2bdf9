"""What can be written to Zendesk: one row per effect, with everything about it. A new effect is a new row."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from deskline.act import copies, outcomes, perform, refusals
from deskline.act.refusals import Refusal
from deskline.act.strangers import OtherContacts, known_stranger, nothing_known
from deskline.model.effects import (
    AttachPhone,
    AttachTicket,
    CreateTicket,
    CreateUser,
    Write,
    WriteNote,
    WriteVoiceComment,
)
from deskline.model.errors import Refused
from deskline.model.ports import Desk
from deskline.model.record import Record

W = TypeVar("W", bound=Write)


@dataclass(frozen=True, slots=True)
class WriteKind(Generic[W]):
    """One effect on Zendesk.

    `perform` carries it out. `outcome` checks whether that was done, if `doubtful` says that it may have been;
    `if_untold` says what follows if that check is refused. `through_others` finds what other contacts led to in its
    place. `way_round` is what is done if Zendesk refuses it. Where it is lost, `lost` is the key of what the agent is
    told, `pending` of what is missing, and `copy` makes what they can copy. Orders with the same `turn` wait for each
    other. `needs_ticket` says that it is lost where the call has no ticket, `repeatable` that Zendesk would carry it
    out twice.
    """

    perform: Callable[[W, Record, Desk], Awaitable[Record]]
    outcome: Callable[[W, Record, Desk], Awaitable[Record | None]]
    lost: str = ""
    pending: str = ""
    copy: Callable[[W], str] = copies.of_nothing
    way_round: Callable[[Refusal[W], Desk], Awaitable[Record | None]] = refusals.no_way_round
    doubtful: Callable[[W, Record, datetime], bool] = outcomes.sent_before
    if_untold: Callable[[Refused], None] = outcomes.count_as_refused
    through_others: Callable[[W, Record, OtherContacts], Awaitable[Record | None]] = nothing_known
    turn: Callable[[W, Record], int | str | None] = lambda order, record: None
    needs_ticket: bool = False
    repeatable: bool = False

    async def done_before(self, order: W, record: Record, desk: Desk) -> Record | None:
        """Return what is known if the order was carried out before; raises `NoAnswer`, `Busy` or `Refused`."""
        try:
            return await self.outcome(order, record, desk)
        except Refused as refusal:
            self.if_untold(refusal)
            return None

    async def done_though_refused(self, order: W, record: Record, desk: Desk) -> Record | None:
        """Return what is known if a refused order was carried out; raises `NoAnswer` or `Busy`."""
        try:
            return await self.outcome(order, record, desk)
        except Refused:
            return None


def _ticket(order: Write, record: Record) -> int | None:
    return record.ticket_id


def _number_or_address(order: CreateUser, record: Record) -> str:
    return order.phone or order.email


WRITES: dict[type[Write], WriteKind[Any]] = {
    CreateUser: WriteKind(
        perform.create_user,
        outcomes.user_created,
        lost="lost.user",
        pending="pending.CreateUser",
        copy=copies.of_user,
        way_round=refusals.user_refused,
        if_untold=outcomes.send_anyway,
        through_others=known_stranger,
        turn=_number_or_address,
    ),
    CreateTicket: WriteKind(
        perform.create_ticket,
        outcomes.ticket_created,
        lost="lost.ticket",
        pending="pending.CreateTicket",
        copy=copies.of_ticket,
        way_round=refusals.ticket_refused,
        doubtful=outcomes.sent_before_or_shared,
        if_untold=outcomes.send_if_hidden,
    ),
    AttachTicket: WriteKind(perform.attach_ticket, outcomes.ticket_attached),
    WriteNote: WriteKind(
        perform.write_note,
        outcomes.note_written,
        lost="lost.note",
        pending="pending.WriteNote",
        copy=copies.of_note,
        way_round=refusals.comment_refused,
        turn=_ticket,
        needs_ticket=True,
        repeatable=True,
    ),
    WriteVoiceComment: WriteKind(
        perform.write_voice_comment,
        outcomes.voice_comment_written,
        lost="lost.voice_comment",
        pending="pending.WriteVoiceComment",
        copy=copies.of_voice_comment,
        way_round=refusals.comment_refused,
        turn=_ticket,
        needs_ticket=True,
        repeatable=True,
    ),
    AttachPhone: WriteKind(
        perform.attach_phone,
        outcomes.phone_attached,
        lost="lost.phone",
        pending="pending.AttachPhone",
        copy=copies.of_phone,
    ),
}
"""Every effect on Zendesk. Attaching a ticket sends nothing, so it can be neither refused nor lost."""


def kind_of(order: Write) -> WriteKind[Any]:
    """Return the row of an order's effect."""
    return WRITES[type(order)]
