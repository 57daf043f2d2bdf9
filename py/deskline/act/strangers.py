"""A stranger becomes one user, however often they call before Zendesk's search can find that user (rule 6.7).

The search lags by minutes. The records of other contacts with the same number name the users that they led to; whether
those still exist is looked up in Zendesk by id, without lag.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from deskline.model import numbers
from deskline.model.effects import CreateUser, Phrase, Write
from deskline.model.errors import Refused
from deskline.model.findings import Recognised, Unrecognised
from deskline.model.people import User
from deskline.model.ports import Desk
from deskline.model.record import Record

MOST = 3
"""The number of other contacts that are looked up, the latest first: a number may belong to a whole company."""


@dataclass(frozen=True, slots=True)
class OtherContacts:
    """The records of all contacts, and Zendesk, which knows whether the users that they led to still exist."""

    records: Iterable[Record]
    desk: Desk

    def of_same_stranger(self, record: Record) -> list[Record]:
        """Return the latest other contacts of this stranger that led to a user, or may have."""
        stranger = Unrecognised(record.number)
        same = (other for other in self.records if other.caller == stranger and other.contact.id != record.contact.id)
        led = (other for other in same if other.user_id is not None or _sent(other))
        return sorted(led, key=lambda other: other.contact.since, reverse=True)[:MOST]

    async def user_of(self, other: Record) -> User | None:
        """Return the user to whom another contact led, as they are now, if this agent may see them."""
        sent, users = _sent(other), self.desk.users
        with suppress(Refused):  # an agent who may not ask can still create
            return await (users.made_for(sent.external_id) if sent else users.by_id(other.user_id or 0))
        return None


async def nothing_known(order: Write, record: Record, others: OtherContacts) -> Record | None:
    """Other contacts lead to nothing that could replace the write."""
    return None


async def known_stranger(order: CreateUser, record: Record, others: OtherContacts) -> Record | None:
    """Return the record with the user who got the number or address from another contact, if there is one."""
    if not isinstance(record.caller, Unrecognised):
        return None  # the agent says that it is nobody with this number
    for other in others.of_same_stranger(record):
        user = await others.user_of(other)
        how = _shares(order, user) if user else ""
        if user and how:
            who = Phrase(how, {"name": user.name, "number": order.phone})
            return replace(record, user_id=user.id, caller=Recognised(user, how), why=(who, *record.why[1:]))
    return None


def _sent(other: Record) -> CreateUser | None:
    first = other.pending[0] if other.pending and other.attempted else None
    return first if isinstance(first, CreateUser) else None


def _shares(order: CreateUser, user: User) -> str:
    """Return the text key of what the order and the user have in common, or nothing."""
    if order.phone and numbers.among(order.phone, user.phones):
        return "why.number"
    return "why.customer_email" if order.email and order.email.casefold() == user.email.casefold() else ""
