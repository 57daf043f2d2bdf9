"""Identifies the caller, or the customer of a chat or task (rules 3.1 to 3.5, 7.1, 7.2)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from deskline.ask.timed import asked
from deskline.model.findings import (
    Ambiguous,
    Anonymous,
    Caller,
    CouldNotAsk,
    NamedUserMissing,
    Recognised,
    Sign,
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


@dataclass(frozen=True, slots=True)
class _Sign:
    """What a customer is looked up by, how, and the text key of the evidence if that finds them."""

    name: Sign
    value: str
    search: Callable[[str], Awaitable[Sequence[User]]]
    why: str


async def _who(desk: DeskLookups, record: Record) -> Caller:
    if record.dialled and record.dialled.user_id is not None:
        user = await desk.users.by_id(record.dialled.user_id)
        if user:
            return Recognised(user, "why.dialled_user")
    if record.settings.zendesk_user is not None:
        return await _named(desk, record.settings.zendesk_user)
    signs = [sign for sign in _signs(desk, record) if sign.value]
    for sign in signs:
        found = await _found(desk, sign)
        if found:
            return found
    return Unrecognised(record.number) if signs else Anonymous()


async def _named(desk: DeskLookups, user_id: int) -> Caller:
    user = await desk.users.by_id(user_id)
    return Recognised(user, "why.zendesk_user") if user else NamedUserMissing(user_id)


def _signs(desk: DeskLookups, record: Record) -> Sequence[_Sign]:
    """Return what to look for: a caller's number, and of a chat's or task's customer what the flow gave (rule 3.1)."""
    settings, users = record.settings, desk.users
    typed = "why.customer_number" if settings.customer_number else "why.number"
    number = _Sign("number", record.number, users.with_number, typed)
    if record.contact.channel == "voice":
        return (number,)
    email = _Sign("email", settings.customer_email, users.with_email, "why.customer_email")
    return email, number, _Sign("name", settings.customer_name, users.with_name, "why.customer_name")


async def _found(desk: DeskLookups, sign: _Sign) -> Caller | None:
    """Return the one user who was found, or those among whom the agent chooses, or None if nobody was."""
    users = await sign.search(sign.value)
    holder = only(users)
    if holder:
        return Recognised(holder, sign.why)
    if not users:
        return None
    introduced = await asked(desk.users.introduced(users[:CANDIDATES]))
    return Ambiguous(tuple(users[:CANDIDATES] if isinstance(introduced, CouldNotAsk) else introduced), sign.name)
