"""What is lost: order, record and refusal in, record out."""

from dataclasses import replace
from typing import Any

import pytest

from deskline.act.losses import (
    add_loss,
    again,
    details,
    drop_superseded,
    lost_to_error,
    lost_to_refusal,
    lost_with_ticket,
)
from deskline.model.effects import Phrase, PopTicket
from deskline.model.findings import Anonymous
from deskline.model.record import Lost, Record
from unit.act.orders import ATTACH, DETAILS, EMAIL, FORBIDDEN, NOTE, PHONE, TICKET, USER, USER_WITH_EMAIL, VOICE
from unit.builders import NUMBER, TEXTS, record

ON_TICKET = record(ticket_id=5, requester_id=7)


def lost(*orders: Any, what: str = "lost.note") -> tuple[Lost, ...]:
    """Return orders that are lost, all with one sentence."""
    return tuple(Lost(Phrase(what), order) for order in orders)


@pytest.mark.parametrize(
    ("order", "key"),
    [
        (USER, "lost.user"),
        (TICKET, "lost.ticket"),
        (DETAILS, "lost.note"),
        (VOICE, "lost.voice_comment"),
        (PHONE, "lost.phone"),
    ],
)
def test_rule_11_5_the_agent_is_told_what_was_refused_of_whom_and_on_which_ticket(order: Any, key: str) -> None:
    words = {"status": "403", "who": "Ann", "ticket": "#5"}
    assert lost_to_refusal(order, ON_TICKET, FORBIDDEN) == Lost(Phrase(key, words), order)


@pytest.mark.parametrize("order", [USER, TICKET, DETAILS, VOICE, PHONE])
def test_rule_11_5_the_agent_is_told_what_an_error_keeps_from_being_written(order: Any) -> None:
    what = Phrase(f"pending.{type(order).__name__}")
    words = {"who": Phrase("who.anonymous"), "what": what}
    known = record(caller=Anonymous(), number="")
    assert lost_to_error(order, replace(known, contact=replace(known.contact, number=""))) == Lost(
        Phrase("lost.unforeseen", words), order
    )
    assert lost_with_ticket(order) == Lost(what, order)


@pytest.mark.parametrize(
    ("before", "one", "after"),
    [
        (lost(), NOTE, lost(NOTE)),
        (lost(NOTE), VOICE, lost(NOTE, VOICE)),
        (lost(NOTE), NOTE, lost(NOTE, NOTE)),
        (lost(TICKET, NOTE), replace(TICKET, follow_up_of=6), lost(NOTE, replace(TICKET, follow_up_of=6))),
        (lost(TICKET), NOTE, lost(TICKET, NOTE)),
    ],
)
def test_rule_11_5_of_attempts_at_the_calls_ticket_the_last_one_stands_for_all(
    before: tuple[Lost, ...], one: Any, after: tuple[Lost, ...]
) -> None:
    assert add_loss(record(lost=before), *lost(one)) == record(lost=after)


@pytest.mark.parametrize(
    ("known", "order", "made_up_for"),
    [
        (ON_TICKET, TICKET, (TICKET, NOTE, DETAILS)),
        (ON_TICKET, ATTACH, (TICKET,)),
        (record(), USER, ()),
        (ON_TICKET, NOTE, (TICKET, NOTE)),
        (ON_TICKET, DETAILS, (TICKET, NOTE, DETAILS)),
        (ON_TICKET, replace(VOICE, title="Another"), (TICKET, VOICE)),
        (ON_TICKET, PHONE, (TICKET,)),
    ],
)
def test_rule_11_5_what_is_carried_out_makes_up_for_what_was_lost_before(
    known: Record, order: Any, made_up_for: tuple[Any, ...]
) -> None:
    losses = (USER, TICKET, NOTE, DETAILS, VOICE, PHONE)
    left = lost(*(one for one in losses if one not in made_up_for))
    assert drop_superseded(replace(known, lost=lost(*losses)), order) == replace(known, lost=left)


def test_rule_11_5_everything_lost_is_tried_again_asked_for_first_and_complained_of_anew() -> None:
    others = (Phrase("notice.missed"),)
    before = record(
        lost=lost(replace(USER_WITH_EMAIL, without=("phone",)), NOTE),
        notices_shown=(*others, Phrase("lost.note")),
        pending=(PopTicket(),),
    )
    pending = (PopTicket(), USER_WITH_EMAIL, NOTE)
    assert again(before) == record(notices_shown=others, pending=pending, verify_first=True, retries=1)


def test_rule_11_5_everything_lost_can_be_copied() -> None:
    assert details(record(), TEXTS) == ""
    assert details(record(lost=lost(NOTE, PHONE, what="pending.WriteNote")), TEXTS) == (
        f"A private comment is not added yet.\nDeskline changes-1 c\n\nA private comment is not added yet.\n{NUMBER}"
    )
    assert EMAIL in details(record(lost=lost(USER_WITH_EMAIL)), TEXTS)
