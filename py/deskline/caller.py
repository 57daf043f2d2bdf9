"""Who is calling and which of their tickets is recent: asks, and says what it learned (rules 3.1, 3.3, 3.5, 4.4).

"Not found" and "could not ask" are different answers (rule 3.7).
"""

import asyncio
from dataclasses import replace
from datetime import timedelta

from deskline import numbers
from deskline.desk import Ambiguous, Anonymous, Caller, Recognised, Unanswered, Unknown, Unrecognised
from deskline.errors import ZendeskError
from deskline.ports import Clock, Desk
from deskline.record import Record
from deskline.settings import ForContact

PATIENCE = 8.0
"""How long a look-up may take, in seconds, while somebody waits on the line."""


async def identify(desk: Desk, record: Record, settings: ForContact, region: str | None) -> Record:
    """Return the record with the caller in it, and the number that stands for them."""
    number = settings.customer_number or record.contact.number
    anonymous = numbers.is_anonymous(number)
    known = replace(record, number="" if anonymous else numbers.canonical(number, region) or number)
    try:
        async with asyncio.timeout(PATIENCE):
            return replace(known, caller=await _who(desk, known.number, settings))
    except (ZendeskError, TimeoutError):
        return replace(known, caller=Unanswered())


async def recent_ticket(desk: Desk, record: Record, settings: ForContact, clock: Clock) -> Record:
    """Return the record with the caller's recent ticket in it, if the settings want one looked for."""
    minutes, caller = settings.recent_ticket_timeout, record.caller
    wanted = minutes > 0 and settings.zendesk_ticket is None
    if not wanted or not isinstance(caller, Recognised):
        return replace(record, recent=None)
    since = clock.now() - timedelta(minutes=min(minutes, 5_256_000))
    try:
        async with asyncio.timeout(PATIENCE):
            return replace(record, recent=await desk.tickets.latest_open(caller.user.id, since))
    except (ZendeskError, TimeoutError):
        return replace(record, caller=Unanswered(), recent=None)


async def _who(desk: Desk, number: str, settings: ForContact) -> Caller:
    if settings.zendesk_user is not None:
        return await _named(desk, settings.zendesk_user)
    return await _with_number(desk, number, bool(settings.customer_number)) if number else Anonymous()


async def _named(desk: Desk, user_id: int) -> Caller:
    user = await desk.users.by_id(user_id)
    return Recognised(user, "why.zendesk_user") if user else Unknown(user_id)


async def _with_number(desk: Desk, number: str, typed: bool) -> Caller:
    users = await desk.users.with_number(number)
    direct = [user for user in users if user.direct]
    found = users if len(users) == 1 else direct
    if len(found) == 1:
        return Recognised(found[0], "why.customer_number" if typed else "why.number")
    return Ambiguous(tuple(users)) if users else Unrecognised(number)
