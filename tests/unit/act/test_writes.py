"""The table of effects is whole: every effect has a row, and every text of a row exists."""

from typing import Any, get_args

import pytest

from deskline.act.writes import WRITES, kind_of
from deskline.model.effects import AttachTicket, Write
from unit.act.orders import ATTACH, DETAILS, EMAIL, NOTE, PHONE, TICKET, USER, USER_WITH_EMAIL, VOICE
from unit.builders import NUMBER, TEXTS, record

SENT = [effect for effect in WRITES if effect is not AttachTicket]


def test_every_effect_on_zendesk_has_a_row() -> None:
    assert set(WRITES) == set(get_args(Write))


@pytest.mark.parametrize("effect", SENT, ids=lambda effect: effect.__name__)
def test_rule_11_5_every_text_of_a_row_exists(effect: Any) -> None:
    row = WRITES[effect]
    assert TEXTS(row.lost) != row.lost
    assert TEXTS(row.pending) != row.pending


@pytest.mark.parametrize("effect", SENT, ids=lambda effect: effect.__name__)
def test_rule_11_5_what_is_pending_is_named_by_its_effect(effect: Any) -> None:
    assert WRITES[effect].pending == f"pending.{effect.__name__}"


@pytest.mark.parametrize(
    ("order", "turn"),
    [
        (USER, NUMBER),
        (USER_WITH_EMAIL, NUMBER),
        (TICKET, None),
        (ATTACH, None),
        (DETAILS, 5),
        (VOICE, 5),
        (PHONE, None),
    ],
)
def test_rule_11_5_comments_on_one_ticket_and_users_with_one_number_take_turns(order: Any, turn: Any) -> None:
    assert kind_of(order).turn(order, record(ticket_id=5)) == turn


def test_rule_6_7_users_with_one_address_take_turns() -> None:
    order = type(USER)("Caller", "", EMAIL, "connect:c")
    assert kind_of(order).turn(order, record()) == EMAIL


@pytest.mark.parametrize(
    ("order", "comments"),
    [(USER, False), (TICKET, False), (ATTACH, False), (DETAILS, True), (NOTE, True), (VOICE, True), (PHONE, False)],
)
def test_rule_11_2_only_comments_need_a_ticket_and_could_be_written_twice(order: Any, comments: bool) -> None:
    assert (kind_of(order).needs_ticket, kind_of(order).repeatable) == (comments, comments)
