"""Identifies the caller (rules 3.1 to 3.4, 7.1, 7.2)."""

from collections.abc import Sequence
from dataclasses import replace

from deskline.ask.timed import asked
from deskline.model.findings import (
    Ambiguous,
    Anonymous,
    Caller,
    CouldNotAsk,
    NamedUserMissing,
    Recognised,
    Unrecognised,
)
from deskline.model.people import User
from deskline.model.ports import DeskLookups
from deskline.model.record import Record

CANDIDATES = 10
"""The most users that an agent is asked to choose from."""


async def identify(desk: DeskLookups, record: Record) -> Record:
    """Return the record with the caller identified; its number must be set."""
    return replace(record, caller=await asked(_who(desk, record)))


def only(holders: Sequence[User]) -> User | None:
    """Return the only user with a number or address, or the only one whose direct line it is (rule 3.4)."""
    direct = [user for user in holders if user.direct]
    found = holders if len(holders) == 1 else direct
    return found[0] if len(found) == 1 else None


async def _who(desk: DeskLookups, record: Record) -> Caller:
    if record.dialled and record.dialled.user_id is not None:
        user = await desk.users.by_id(record.dialled.user_id)
        if user:
            return Recognised(user, "why.dialled_user")
    if record.settings.zendesk_user is not None:
        return await _named(desk, record.settings.zendesk_user)
    typed = bool(record.settings.customer_number)
    return await _with_number(desk, record.number, typed) if record.number else Anonymous()


async def _named(desk: DeskLookups, user_id: int) -> Caller:
    user = await desk.users.by_id(user_id)
    return Recognised(user, "why.zendesk_user") if user else NamedUserMissing(user_id)


async def _with_number(desk: DeskLookups, number: str, typed: bool) -> Caller:
    users = await desk.users.with_number(number)
    holder = only(users)
    if holder:
        return Recognised(holder, "why.customer_number" if typed else "why.number")
    if not users:
        return Unrecognised(number)
    introduced = await asked(desk.users.introduced(users[:CANDIDATES]))
    return Ambiguous(tuple(users[:CANDIDATES] if isinstance(introduced, CouldNotAsk) else introduced))
