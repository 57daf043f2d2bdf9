"""A stranger whom another contact has made a user of: order, record and other records in, record out."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deskline.act.strangers import MOST, OtherContacts
from deskline.act.writes import kind_of
from deskline.model.effects import CreateUser, Phrase
from deskline.model.errors import NoAnswer
from deskline.model.findings import Recognised, Unrecognised
from deskline.model.people import User
from deskline.model.record import Record
from unit.act.fakes import Account
from unit.act.orders import EMAIL, EVERY, FORBIDDEN, SILENCE, TICKET, USER, USER_WITH_EMAIL
from unit.builders import ANN, NOBODY, NUMBER, RANG, STRANGER, record

WHY = (Phrase("why.unrecognised"), Phrase("why.new_ticket"))
CALLS = record(caller=STRANGER, user_id=None, why=WHY)
BY_EMAIL = User(7, "Zoe", email=EMAIL.upper())


def other(contact_id: str = "other", minutes: int = 0, **facts: Any) -> Record:
    """Return the record of another contact of the same number."""
    known = record(**{"caller": STRANGER, "user_id": 7, "id": contact_id, **facts})
    return replace(known, contact=replace(known.contact, since=RANG + timedelta(minutes=minutes)))


def sent(minutes: int = 0, **facts: Any) -> Record:
    """Return the record of a contact whose user has been sent, and not been answered yet."""
    order = replace(USER, external_id="connect:other")
    return other(minutes=minutes, **{"user_id": None, "pending": (order,), "attempted": True, **facts})


def known(order: Any, account: Account, *others: Record, calls: Record = CALLS) -> Record | None:
    """Return what other contacts lead to in the order's place."""

    async def found() -> Record | None:
        return await kind_of(order).through_others(order, calls, OtherContacts(others, account.desk))

    return asyncio.run(found())


def recognised(user: User, how: str) -> Record:
    """Return the stranger's record once they are recognised."""
    why = (Phrase(how, {"name": user.name, "number": NUMBER}), WHY[1])
    return replace(CALLS, user_id=user.id, caller=Recognised(user, how), why=why)


def test_rule_6_7_the_user_of_another_contact_who_has_the_number_is_who_calls() -> None:
    assert known(USER, Account(users={7: ANN}), other()) == recognised(ANN, "why.number")


def test_rule_6_7_the_user_of_another_contact_who_has_the_address_is_who_calls() -> None:
    found = recognised(BY_EMAIL, "why.customer_email")
    assert known(USER_WITH_EMAIL, Account(users={7: BY_EMAIL}), other()) == found


def test_rule_6_7_the_user_that_another_contact_has_sent_is_who_calls() -> None:
    account = Account(users_made={"connect:other": ANN})
    assert known(USER, account, sent()) == recognised(ANN, "why.number")
    assert account.asked == ["user_made"]


@pytest.mark.parametrize(
    ("order", "user"),
    [
        (USER, None),
        (USER, User(7, "Ann")),
        (USER_WITH_EMAIL, User(7, "Ann", email="else@example.com")),
        (CreateUser("Zoe", "", EMAIL, "connect:c"), ANN),
    ],
)
def test_rule_6_7_a_user_who_is_gone_or_has_lost_number_and_address_is_not_who_calls(
    order: CreateUser, user: User | None
) -> None:
    assert known(order, Account(users={7: user} if user else {}), other()) is None


@pytest.mark.parametrize(
    "another",
    [
        other("c"),
        other(caller=Unrecognised("+61299990055")),
        other(caller=NOBODY),
        other(user_id=None),
        sent(attempted=False),
        sent(pending=()),
        sent(pending=(TICKET,)),
    ],
)
def test_rule_6_7_contacts_of_others_or_that_led_to_nobody_are_not_asked_about(another: Record) -> None:
    account = Account(users={7: ANN}, users_made={"connect:other": ANN})
    assert known(USER, account, another) is None
    assert account.calls == []


def test_rule_6_7_whom_the_agent_calls_new_is_new() -> None:
    account = Account(users={7: ANN})
    assert known(USER, account, other(), calls=replace(CALLS, caller=Recognised(ANN, "why.number"))) is None
    assert account.calls == []


@pytest.mark.parametrize("order", EVERY[1:])
def test_rule_6_7_other_contacts_replace_no_other_order(order: Any) -> None:
    account = Account(users={7: ANN})
    assert known(order, account, other()) is None
    assert account.calls == []


def test_rule_6_7_the_latest_contacts_are_asked_about_first_and_three_at_most() -> None:
    account = Account()
    others = [other(f"c{number}", number, user_id=number) for number in (2, 4, 1, 3)]
    assert known(USER, account, *others) is None
    assert account.calls == [("user", number) for number in (4, 3, 2)]
    assert MOST == 3


def test_rule_6_7_who_may_not_ask_for_one_contact_asks_for_the_next() -> None:
    account = Account(users={7: ANN}, fails={"user": [FORBIDDEN]})
    assert known(USER, account, other("newest", 1, user_id=8), other()) == recognised(ANN, "why.number")


def test_rule_6_7_without_an_answer_nobody_is_created_yet() -> None:
    with pytest.raises(NoAnswer):
        known(USER, Account(fails={"user": [SILENCE]}), other())
