"""A stranger becomes one user, however often they call before Zendesk's search can find that user (rule 6.7).

The search lags behind by minutes. What other contacts of the same number led to stands in their records; whether it
still holds is asked of Zendesk by id, without lag.
"""

from collections.abc import Awaitable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from deskline.model import numbers
from deskline.model.effects import CreateUser, Phrase
from deskline.model.errors import Refused
from deskline.model.findings import Recognised, Unrecognised
from deskline.model.people import User
from deskline.model.ports import Desk
from deskline.model.record import Record

MOST = 3
"""Other contacts that are asked about at most, the latest ones: a number may stand for a whole company."""


async def met(order: CreateUser, record: Record, known: Iterable[Record], desk: Desk) -> Record | None:
    """Return the record with the user who has the number or address since another contact, if a record leads to one."""
    if not isinstance(record.caller, Unrecognised):
        return None  # the agent says that it is nobody who has the number
    others = sorted(_others(order, record, known), key=lambda other: other.contact.since, reverse=True)
    for other in others[:MOST]:
        with suppress(Refused):  # who may not ask can still create
            user = await _user_of(other, desk)
            how = _known_by(order, user) if user else ""
            if user and how:
                caller, words = Recognised(user, how), {"name": user.name, "number": order.phone}
                why = (Phrase(caller.why, words), *record.why[1:])
                return replace(record, user_id=user.id, caller=caller, why=why)
    return None


def _others(order: CreateUser, record: Record, known: Iterable[Record]) -> Iterator[Record]:
    for other in known:
        led = other.user_id is not None or _sent(other)
        if led and other.caller == Unrecognised(record.number) and other.contact.id != record.contact.id:
            yield other


def _known_by(order: CreateUser, user: User) -> str:
    if order.phone and numbers.among(order.phone, user.phones):
        return "why.number"
    return "why.customer_email" if order.email and order.email.casefold() == user.email.casefold() else ""


def _sent(other: Record) -> CreateUser | None:
    first = other.pending[0] if other.pending and other.attempted else None
    return first if isinstance(first, CreateUser) else None


def _user_of(other: Record, desk: Desk) -> Awaitable[User | None]:
    sent = _sent(other)
    return desk.users.made_for(sent.external_id) if sent else desk.users.by_id(other.user_id or 0)
