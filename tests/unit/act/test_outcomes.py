"""Whether an order was carried out after all, asked where its answer was lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deskline.act.writes import kind_of
from deskline.model.effects import Phrase
from deskline.model.errors import NoAnswer, Refused
from deskline.model.people import User
from deskline.model.record import Record
from unit.act.fakes import Account
from unit.act.orders import (
    ATTACH,
    BUSY,
    DETAILS,
    EVERY,
    FORBIDDEN,
    GONE,
    NOTE,
    PHONE,
    SHARED_TICKET,
    SILENCE,
    TICKET,
    UNFIT,
    USER,
    VOICE,
)
from unit.builders import ANN, ANSWERED, OPEN_TICKET, record

MADE = User(70, "Caller")
ON_TICKET = record(ticket_id=5, requester_id=7)
MADE_TICKET = {"connect:c": OPEN_TICKET}
WITH_DETAILS, WITH_VOICE = {5: [DETAILS.html]}, {5: ["c"]}
WHY = (Phrase("why.number"), Phrase("why.new_ticket"))
JOINED = (Phrase("why.number"), Phrase("why.conversation", {"ticket": "#5"}))

DONE = [
    (USER, record(user_id=None), Account(users_made={"connect:c": MADE}), record(user_id=70, made=MADE)),
    (TICKET, record(), Account(tickets_made=MADE_TICKET, comments=WITH_DETAILS), ON_TICKET),
    (NOTE, ON_TICKET, Account(comments={5: [NOTE.html]}), ON_TICKET),
    (VOICE, ON_TICKET, Account(comments=WITH_VOICE), ON_TICKET),
    (PHONE, record(), Account(users={7: ANN}), record()),
]
NOT_DONE = [
    (USER, record(user_id=None), Account()),
    (TICKET, record(), Account()),
    (TICKET, record(), Account(tickets_made=MADE_TICKET)),
    (replace(TICKET, instead_of=5), record(), Account(tickets_made=MADE_TICKET, comments=WITH_DETAILS)),
    (ATTACH, record(), Account()),
    (NOTE, ON_TICKET, Account(comments=WITH_DETAILS)),
    (NOTE, record(), Account()),
    (VOICE, ON_TICKET, Account()),
    (VOICE, record(), Account()),
    (PHONE, record(), Account()),
    (PHONE, record(), Account(users={7: User(7, "Ann")})),
    (PHONE, record(user_id=None), Account()),
]


@pytest.mark.parametrize(("order", "before", "account", "after"), DONE)
def test_rule_11_6_what_was_carried_out_is_known(order: Any, before: Record, account: Account, after: Record) -> None:
    assert asyncio.run(kind_of(order).done_before(order, before, account.desk)) == after
    assert asyncio.run(kind_of(order).done_though_refused(order, before, account.desk)) == after


@pytest.mark.parametrize(("order", "before", "account"), NOT_DONE)
def test_rule_11_6_what_was_not_carried_out_is_known(order: Any, before: Record, account: Account) -> None:
    assert asyncio.run(kind_of(order).done_before(order, before, account.desk)) is None


def test_rule_11_6_a_ticket_that_legs_share_takes_the_details() -> None:
    account = Account(tickets_made=MADE_TICKET)
    done = asyncio.run(kind_of(SHARED_TICKET).done_before(SHARED_TICKET, record(why=WHY), account.desk))
    assert done == replace(ON_TICKET, why=JOINED)
    assert account.comments == {5: [SHARED_TICKET.html]}


def test_rule_11_6_who_may_not_write_on_the_ticket_of_another_leg_makes_one() -> None:
    account = Account(tickets_made=MADE_TICKET, fails={"add_note": [FORBIDDEN]})
    assert asyncio.run(kind_of(SHARED_TICKET).done_before(SHARED_TICKET, record(), account.desk)) is None


QUESTIONS = [
    (USER, "user_made"),
    (TICKET, "ticket_made"),
    (TICKET, "has_note"),
    (NOTE, "has_note"),
    (VOICE, "has_voice_comment"),
    (PHONE, "user"),
]


def asked_before(order: Any, question: str, error: Exception) -> Record | None:
    account = Account(tickets_made=MADE_TICKET, fails={question: [error]})
    return asyncio.run(kind_of(order).done_before(order, ON_TICKET, account.desk))


@pytest.mark.parametrize(("order", "question"), QUESTIONS)
@pytest.mark.parametrize("trouble", [SILENCE, BUSY])
def test_rule_11_6_without_an_answer_nobody_knows(order: Any, question: str, trouble: Exception) -> None:
    with pytest.raises(type(trouble)):
        asked_before(order, question, trouble)


@pytest.mark.parametrize("refusal", [FORBIDDEN, GONE, UNFIT])
def test_rule_11_6_who_may_not_ask_for_a_user_creates_one(refusal: Refused) -> None:
    assert asked_before(USER, "user_made", refusal) is None


@pytest.mark.parametrize("question", ["ticket_made", "has_note"])
def test_rule_11_6_who_may_not_see_a_ticket_creates_one_and_any_other_refusal_leaves_it_open(question: str) -> None:
    assert asked_before(TICKET, question, FORBIDDEN) is None
    assert asked_before(TICKET, question, GONE) is None
    with pytest.raises(NoAnswer, match="whether the ticket was made"):
        asked_before(TICKET, question, UNFIT)


@pytest.mark.parametrize(("order", "question"), [row for row in QUESTIONS if row[0] not in (USER, TICKET)])
def test_rule_11_5_who_may_not_ask_for_a_comment_or_number_is_refused(order: Any, question: str) -> None:
    with pytest.raises(Refused, match="403"):
        asked_before(order, question, FORBIDDEN)


@pytest.mark.parametrize(("order", "question"), QUESTIONS)
@pytest.mark.parametrize("refusal", [FORBIDDEN, UNFIT])
def test_rule_11_6_of_what_was_refused_nobody_who_may_not_ask_says_that_it_is_done(
    order: Any, question: str, refusal: Refused
) -> None:
    account = Account(tickets_made=MADE_TICKET, fails={question: [refusal]})
    assert asyncio.run(kind_of(order).done_though_refused(order, ON_TICKET, account.desk)) is None


@pytest.mark.parametrize("order", EVERY)
@pytest.mark.parametrize(
    ("before", "doubtful"), [(record(), False), (record(attempted=True), True), (record(verify_first=True), True)]
)
def test_rule_11_6_the_outcome_is_doubtful_after_an_attempt_and_where_memory_is_gone(
    order: Any, before: Record, doubtful: bool
) -> None:
    assert kind_of(order).doubtful(order, before, ANSWERED) is doubtful


@pytest.mark.parametrize(
    ("order", "before", "after", "doubtful"),
    [
        (SHARED_TICKET, record(), timedelta(seconds=5), False),
        (SHARED_TICKET, record(), timedelta(seconds=6), True),
        (SHARED_TICKET, record(method="transfer"), timedelta(), True),
        (SHARED_TICKET, record(connected_at=None), timedelta(minutes=1), False),
        (TICKET, record(method="transfer"), timedelta(minutes=1), False),
    ],
)
def test_rule_11_6_another_leg_may_have_made_a_shared_ticket_later_or_before(
    order: Any, before: Record, after: timedelta, doubtful: bool
) -> None:
    assert kind_of(order).doubtful(order, before, ANSWERED + after) is doubtful
