"""What each effect asks of Zendesk, and what is known of the contact then."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from deskline.act.writes import kind_of
from deskline.model.people import User
from deskline.model.record import Record
from unit.act.fakes import NEW_TICKET, NEW_USER, Account
from unit.act.orders import ATTACH, NOTE, PHONE, TICKET, USER, VOICE
from unit.builders import NUMBER, ROBIN, record

STRANGERS = record(user_id=None)
ON_TICKET = record(ticket_id=5, requester_id=7)
MADE = User(NEW_USER, "Caller")

CASES = [
    (USER, STRANGERS, replace(STRANGERS, user_id=NEW_USER, made=MADE), [("create_user", USER)]),
    (TICKET, record(), record(ticket_id=NEW_TICKET, requester_id=7), [("create_ticket", TICKET, 7, ROBIN.id)]),
    (
        TICKET,
        STRANGERS,
        replace(STRANGERS, ticket_id=NEW_TICKET, requester_id=ROBIN.id),
        [("create_ticket", TICKET, ROBIN.id, ROBIN.id)],
    ),
    (ATTACH, record(), ON_TICKET, []),
    (NOTE, ON_TICKET, ON_TICKET, [("add_note", 5, NOTE.html)]),
    (VOICE, ON_TICKET, ON_TICKET, [("add_voice_comment", 5, VOICE, (ROBIN.id, 7))]),
    (VOICE, record(ticket_id=5), record(ticket_id=5), [("add_voice_comment", 5, VOICE, (ROBIN.id, ROBIN.id))]),
    (PHONE, ON_TICKET, ON_TICKET, [("attach_phone", 7, NUMBER)]),
    (PHONE, record(), record(), []),
    (PHONE, replace(ON_TICKET, user_id=None), replace(ON_TICKET, user_id=None), []),
]


@pytest.mark.parametrize(("order", "before", "after", "calls"), CASES)
def test_rule_6_1_each_effect_asks_one_thing_of_zendesk(
    order: Any, before: Record, after: Record, calls: list[tuple[Any, ...]]
) -> None:
    account = Account()

    async def performed() -> Record:
        return await kind_of(order).perform(order, before, account.desk)

    assert asyncio.run(performed()) == after
    assert account.calls == calls
