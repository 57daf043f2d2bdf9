"""Every way round a refused write: order, record and refusal in, record out."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deskline.act.refusals import Refusal, may_be_done
from deskline.act.writes import kind_of
from deskline.decide import drafts
from deskline.model.effects import CreateTicket, CreateUser, Notify, Phrase, PopTicket, Write
from deskline.model.errors import NoAnswer, Refused
from deskline.model.findings import Meant, Recognised, Unrecognised
from deskline.model.people import User, View
from deskline.model.record import Record
from deskline.model.settings import ForContact
from unit.act.fakes import Account
from unit.act.orders import (
    ATTACH,
    BUSY,
    DETAILS,
    EMAIL,
    EVERY,
    FORBIDDEN,
    GONE,
    NOTE,
    PHONE,
    TICKET,
    UNFIT,
    USER,
    USER_WITH_EMAIL,
    VOICE,
    unfit,
)
from unit.builders import ANN, ANSWERED, BOB, NUMBER, OPEN_TICKET, STRANGER, record, situation

POP = PopTicket()
UNKNOWN, WHY_TICKET = Phrase("why.unrecognised", {"number": NUMBER}), Phrase("why.new_ticket")
WHY = (UNKNOWN, WHY_TICKET)
BY_EMAIL = User(9, "Zoe", email=EMAIL)


def refused(order: Write, said: Refused, known: Record, account: Account | None = None) -> Record | None:
    """Return what comes of an order that is refused, as the first that is pending, the pop being the second."""
    before = replace(known, pending=(order, *(known.pending or (POP,))))
    refusal = Refusal(order, situation(before), said)
    return asyncio.run(kind_of(refusal.order).way_round(refusal, (account or Account()).desk))


def pending(refused: Write, *others: Any) -> tuple[Any, ...]:
    """Return what is pending with other orders after the refused one."""
    return (refused, *others, POP)


@pytest.mark.parametrize("order", [order for order in EVERY if order not in (DETAILS, VOICE)])
@pytest.mark.parametrize("said", [Refused(400), FORBIDDEN, GONE])
def test_rule_11_5_only_what_does_not_fit_a_user_or_ticket_has_a_way_round(order: Any, said: Refused) -> None:
    assert refused(order, said, record()) is None


@pytest.mark.parametrize("order", [ATTACH, PHONE])
def test_rule_11_5_for_what_is_only_attached_there_is_no_way_round(order: Any) -> None:
    assert refused(order, UNFIT, record()) is None


@pytest.mark.parametrize(
    ("order", "said", "may"),
    [
        (USER, UNFIT, True),
        (USER, unfit(phone="taken"), False),
        (USER_WITH_EMAIL, unfit(phone="taken", email="taken"), False),
        (USER_WITH_EMAIL, unfit(email="taken", external_id="taken"), True),
        (TICKET, unfit(email="bad"), True),
        (NOTE, Refused(400), True),
        (NOTE, FORBIDDEN, False),
        (USER, GONE, False),
    ],
)
def test_rule_11_6_what_is_refused_may_have_been_carried_out(order: Any, said: Refused, may: bool) -> None:
    assert may_be_done(order, said) is may


STRANGERS = record(caller=STRANGER, user_id=None, why=WHY)


@pytest.mark.parametrize("order", [USER, USER_WITH_EMAIL])
@pytest.mark.parametrize("said", [unfit(phone="taken"), unfit(phone_number="taken")])
def test_rule_6_7_whoever_has_the_refused_number_is_who_calls(order: CreateUser, said: Refused) -> None:
    why = (Phrase("why.number", {"name": "Ann", "number": NUMBER}), WHY_TICKET)
    known = replace(STRANGERS, user_id=7, caller=Recognised(ANN, "why.number"), why=why, pending=pending(order))
    assert refused(order, said, STRANGERS, Account(users={7: ANN})) == known


@pytest.mark.parametrize("said", [UNFIT, unfit(email="taken"), unfit(name="too long")])
def test_rule_6_7_whoever_has_the_refused_address_is_who_calls(said: Refused) -> None:
    why = (Phrase("why.customer_email", {"name": "Zoe", "number": NUMBER}), WHY_TICKET)
    caller = Recognised(BY_EMAIL, "why.customer_email")
    known = replace(STRANGERS, user_id=9, caller=caller, why=why, pending=pending(USER_WITH_EMAIL))
    assert refused(USER_WITH_EMAIL, said, STRANGERS, Account(users={9: BY_EMAIL})) == known


LEFT_OUT = {part: Phrase("why.left_out", {"value": value}) for part, value in (("phone", NUMBER), ("email", EMAIL))}


def without(part: str, why: tuple[Phrase, ...] = WHY, order: CreateUser = USER_WITH_EMAIL) -> Record:
    """Return the stranger's record with the user to be created without a part."""
    slimmer = replace(order, without=(part,))
    return replace(STRANGERS, why=(*why, LEFT_OUT[part]), pending=pending(order, slimmer))


@pytest.mark.parametrize("part", ["phone", "email"])
@pytest.mark.parametrize("several", [True, False])
def test_rule_6_7_a_part_that_nobody_or_several_have_is_left_out_if_the_other_stays(part: str, several: bool) -> None:
    holders = {number: User(number, "One", email=EMAIL, phones=(NUMBER,)) for number in (11, 12)} if several else {}
    assert refused(USER_WITH_EMAIL, unfit(**{part: "taken"}), STRANGERS, Account(users=holders)) == without(part)


@pytest.mark.parametrize(("part", "question"), [("phone", "with_number"), ("email", "with_email")])
def test_rule_6_7_a_part_whose_holder_may_not_be_asked_for_is_left_out(part: str, question: str) -> None:
    account = Account(fails={question: [FORBIDDEN]})
    assert refused(USER_WITH_EMAIL, unfit(**{part: "taken"}), STRANGERS, account) == without(part)


@pytest.mark.parametrize("question", ["with_number", "with_email"])
def test_rule_11_5_without_an_answer_who_has_a_part_it_is_asked_for_again(question: str) -> None:
    part = "phone" if question == "with_number" else "email"
    with pytest.raises(type(BUSY)):
        refused(USER_WITH_EMAIL, unfit(**{part: "taken"}), STRANGERS, Account(fails={question: [BUSY]}))


def test_rule_6_7_without_another_part_nobody_is_created() -> None:
    assert refused(USER, unfit(phone="bad"), STRANGERS) is None


def test_rule_6_7_where_the_number_is_refused_after_the_address_the_address_is_tried_alone() -> None:
    order = replace(USER_WITH_EMAIL, without=("email",))
    known = replace(STRANGERS, why=(*WHY, LEFT_OUT["email"]))
    expected = replace(without("phone"), pending=pending(order, replace(USER_WITH_EMAIL, without=("phone",))))
    assert refused(order, UNFIT, known) == expected


def test_rule_6_7_with_neither_number_nor_address_taken_nobody_is_created() -> None:
    order = replace(USER_WITH_EMAIL, without=("phone",))
    assert refused(order, UNFIT, replace(STRANGERS, why=(*WHY, LEFT_OUT["phone"]))) is None


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("assignee_id", "assignee_id"),
        ("assignee", "assignee_id"),
        ("submitter", "submitter_id"),
        ("base", "custom_fields"),
        ("360012", "custom_fields"),
        ("custom_field_360012", "custom_fields"),
        ("via_followup_source", "via_followup_source_id"),
    ],
)
def test_rule_6_1_a_part_of_a_ticket_that_is_refused_by_name_is_left_out(name: str, part: str) -> None:
    order = replace(TICKET, outbound_queue="q", follow_up_of=6, without=("submitter_id",) if part[0] != "s" else ())
    slimmer = replace(order, without=(*order.without, part))
    notice = Notify(Phrase("notice.left_out", {"reason": "Not valid"}))
    expected = record(pending=pending(order, slimmer, notice))
    assert refused(order, unfit(**{name: "Not valid"}), record()) == expected


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (TICKET, UNFIT),
        (TICKET, unfit(subject="too long")),
        (TICKET, unfit(base="no such field")),
        (TICKET, unfit(via_followup_source="not closed")),
        (replace(TICKET, without=("assignee_id",)), unfit(assignee="gone")),
    ],
)
def test_rule_11_5_what_a_ticket_cannot_do_without_or_was_not_sent_is_lost(order: CreateTicket, said: Refused) -> None:
    assert refused(order, said, record()) is None


BAD_REQUESTER = unfit(requester="Ann is suspended")
AGENTS = Notify(Phrase("notice.requester_refused", {"reason": "Ann is suspended"}))
ANNS = record(why=(Phrase("why.number"), WHY_TICKET), view=View(ANN), meant=Meant(ANN, "picked"), pending=(PHONE, POP))
LOOKED_UP = replace(ANNS, view=View(), meant=None)


def test_rule_6_1_a_requester_who_is_refused_leaves_the_ticket_with_the_agent() -> None:
    expected = replace(ANNS, user_id=None, pending=pending(TICKET, TICKET, AGENTS))
    assert refused(TICKET, BAD_REQUESTER, ANNS, Account(users={7: ANN})) == expected


def test_rule_6_1_the_agent_who_is_refused_as_requester_has_no_way_round() -> None:
    assert refused(TICKET, BAD_REQUESTER, STRANGERS) is None


def test_rule_6_7_a_requester_who_was_merged_is_the_user_who_has_the_number_now() -> None:
    other = User(8, "Bob", phones=(NUMBER,))
    why = (Phrase("why.number", {"name": "Bob", "number": NUMBER}), WHY_TICKET)
    caller = Recognised(other, "why.number")
    expected = replace(LOOKED_UP, user_id=8, caller=caller, why=why, pending=pending(TICKET, TICKET))
    assert refused(TICKET, BAD_REQUESTER, ANNS, Account(users={8: other})) == expected


def test_rule_6_7_a_requester_who_is_gone_is_created_anew() -> None:
    created = replace(LOOKED_UP, caller=Unrecognised(NUMBER), user_id=None, why=WHY)
    user = drafts.create_user(situation(created))
    expected = replace(created, pending=pending(TICKET, user, TICKET))
    assert user.phone == NUMBER
    assert refused(TICKET, BAD_REQUESTER, ANNS, Account()) == expected


def test_rule_6_7_a_requester_whom_only_the_search_still_finds_is_created_anew() -> None:
    lagging = Account(users={0: ANN})  # the search has her, under her id there is nobody
    created = replace(LOOKED_UP, caller=Unrecognised(NUMBER), user_id=None, why=WHY)
    expected = replace(created, pending=pending(TICKET, drafts.create_user(situation(created)), TICKET))
    assert refused(TICKET, BAD_REQUESTER, ANNS, lagging) == expected


@pytest.mark.parametrize(
    ("known", "users"),
    [
        (replace(ANNS, number=""), []),
        (replace(ANNS, number="1234"), []),
        (ANNS, [User(number, "One", phones=(NUMBER,)) for number in (11, 12)]),
        (replace(ANNS, settings=ForContact(zendesk_user=7)), []),
    ],
)
def test_rule_6_1_where_nobody_can_be_found_or_created_anew_the_ticket_is_the_agents(
    known: Record, users: list[User]
) -> None:
    expected = replace(known, user_id=None, pending=pending(TICKET, TICKET, AGENTS))
    assert refused(TICKET, BAD_REQUESTER, known, Account(users={user.id: user for user in users})) == expected


@pytest.mark.parametrize("trouble", [BUSY, FORBIDDEN])
def test_rule_3_7_a_requester_who_is_gone_is_looked_for_until_zendesk_answers(trouble: Exception) -> None:
    with pytest.raises(NoAnswer, match="who calls"):
        refused(TICKET, BAD_REQUESTER, ANNS, Account(fails={"with_number": [trouble]}))


ON_TICKET = record(ticket_id=5, requester_id=7, why=(Phrase("why.number"), WHY_TICKET), connected_at=ANSWERED)
CLOSED = replace(OPEN_TICKET, status="closed")


def moved(order: Any, follow_up_of: int | None, *again: Any, pops: bool = True) -> Record:
    """Return the record with a new ticket to come instead of ticket 5."""
    why = (Phrase("why.number"), Phrase("why.instead", {"ticket": "#5"}))
    create = replace(drafts.create_ticket(situation(ON_TICKET), follow_up_of, joins=True), instead_of=5)
    notice = Notify(Phrase("notice.follow_up" if follow_up_of else "notice.ticket_gone", {"ticket": "#5"}))
    others = (create, notice, *((POP,) if pops else ()), *again)
    rest = (PHONE,) if pops else (POP,)
    known = replace(ON_TICKET, previous_ticket_id=5, ticket_id=None, user_id=7, why=why)
    return replace(known, pending=(order, *others, *rest))


@pytest.mark.parametrize(("order", "again"), [(DETAILS, ()), (NOTE, ()), (VOICE, (VOICE,))])
@pytest.mark.parametrize(("tickets", "follow_up_of"), [({5: CLOSED}, 5), ({}, None)])
@pytest.mark.parametrize("pops", [True, False])
def test_rule_4_6_a_ticket_that_is_closed_or_gone_is_replaced_by_a_new_one(
    order: Any, again: tuple[Any, ...], tickets: dict[int, Any], follow_up_of: int | None, pops: bool
) -> None:
    known = replace(ON_TICKET, pending=(PHONE,) if pops else (POP,))
    expected = moved(order, follow_up_of, *again, pops=pops)
    assert refused(order, UNFIT, known, Account(tickets=tickets)) == expected


def test_rule_4_6_a_ticket_that_the_agent_may_not_write_on_is_replaced_by_a_new_one() -> None:
    account = Account(tickets={5: OPEN_TICKET})
    assert refused(DETAILS, FORBIDDEN, replace(ON_TICKET, pending=(PHONE,)), account) == moved(DETAILS, None)


@pytest.mark.parametrize(("order", "said"), [(DETAILS, UNFIT), (NOTE, FORBIDDEN), (VOICE, FORBIDDEN), (VOICE, UNFIT)])
def test_rule_4_6_a_ticket_that_has_the_details_stays_though_a_comment_is_refused(order: Any, said: Refused) -> None:
    assert refused(order, said, ON_TICKET, Account(tickets={5: OPEN_TICKET})) is None


@pytest.mark.parametrize("known", [record(), replace(ON_TICKET, previous_ticket_id=4)])
def test_rule_4_6_a_call_without_a_ticket_or_that_was_moved_once_stays(known: Record) -> None:
    assert refused(VOICE, UNFIT, known) is None


def test_rule_6_4_a_requester_who_was_merged_in_mid_call_is_named_anew() -> None:
    merged = replace(OPEN_TICKET, requester_id=BOB.id, updated_at=ANSWERED + timedelta(seconds=9))
    expected = replace(ON_TICKET, requester_id=BOB.id, pending=pending(VOICE, VOICE))
    assert refused(VOICE, UNFIT, ON_TICKET, Account(tickets={5: merged})) == expected
