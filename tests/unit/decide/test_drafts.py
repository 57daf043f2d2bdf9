"""What is to be written about a call, by value."""

from datetime import timedelta
from typing import Any

import pytest

from deskline.decide import drafts
from deskline.model.effects import (
    AttachPhone,
    AttachTicket,
    CreateTicket,
    CreateUser,
    Notify,
    Phrase,
    WriteNote,
    WriteVoiceComment,
)
from deskline.model.findings import Meant, Recognised
from deskline.model.people import User
from deskline.model.settings import ForContact, Installation
from deskline.words import comment
from unit.builders import (
    ANN,
    ANSWERED,
    BOB,
    CLOSED_TICKET,
    NOBODY,
    NUMBER,
    OPEN_TICKET,
    OVER,
    STRANGER,
    TEXTS,
    contact,
    situation,
)

KNOWN = situation()
DETAILS = comment.details(KNOWN.record, Installation(), TEXTS)
TICKET = CreateTicket("Incoming call from Ann", DETAILS, "Deskline details c", 45, "connect:c")


def test_rule_6_1_a_new_ticket_has_the_details_as_its_first_comment() -> None:
    assert drafts.create_ticket(KNOWN) == TICKET
    assert drafts.create(KNOWN) == (TICKET,)


def test_rule_6_1_a_ticket_of_a_call_that_goes_out_through_a_queue_says_so() -> None:
    known = situation(direction="outbound", settings=ForContact(ticket_outbound_queue="Sales"), first_id="b")
    made = drafts.create_ticket(known, 6, joins=True)
    assert made == CreateTicket(
        subject="Outgoing call to Ann",
        html=comment.details(known.record, Installation(), TEXTS),
        marker="Deskline details c",
        via_id=46,
        external_id="connect:b",
        outbound_queue="Sales",
        follow_up_of=6,
        joins=True,
    )


def test_rule_4_6_an_open_ticket_is_attached_to_and_a_closed_one_followed_up() -> None:
    assert drafts.attach(KNOWN, OPEN_TICKET) == (AttachTicket(5, 7), WriteNote(DETAILS, "Deskline details c"))
    notice = Notify(Phrase("notice.follow_up", {"ticket": "#6"}))
    follow_up = drafts.create_ticket(KNOWN, 6)
    assert drafts.attach(KNOWN, CLOSED_TICKET) == (follow_up, notice)


@pytest.mark.parametrize(
    ("settings", "user"),
    [
        (ForContact(), CreateUser(f"Caller {NUMBER}", NUMBER, "", "connect:c")),
        (ForContact(customer_name="Eve\nMoneypenny"), CreateUser("Eve Moneypenny", NUMBER, "", "connect:c")),
        (
            ForContact(customer_email="eve.money-penny7@x.org"),
            CreateUser("Eve Money Penny", NUMBER, "eve.money-penny7@x.org", "connect:c"),
        ),
        (ForContact(customer_email="007@x.org"), CreateUser(f"Caller {NUMBER}", NUMBER, "007@x.org", "connect:c")),
    ],
)
def test_rule_6_7_a_new_user_is_named_by_the_flow_the_address_or_the_number(
    settings: ForContact, user: CreateUser
) -> None:
    assert drafts.create_user(situation(caller=STRANGER, settings=settings)) == user


def test_rule_6_7_only_a_number_in_e_164_is_stored_on_a_new_user() -> None:
    assert drafts.create_user(situation(caller=STRANGER, number="1234")).phone == ""


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({"settings": ForContact(conversation_title="About\nan order")}, "About an order"),
        ({"caller": NOBODY, "number": "", "contact": contact(number="")}, "Incoming call from an anonymous caller"),
        ({"caller": STRANGER, "settings": ForContact(customer_name="Eve")}, "Incoming call from Eve"),
    ],
)
def test_rule_6_1_the_title_says_what_the_flow_wants_or_who_it_is(facts: dict[str, Any], title: str) -> None:
    assert drafts.title(situation(**facts)) == title


def test_rule_6_8_the_number_is_given_to_a_requester_who_has_none() -> None:
    known = situation(caller=Recognised(BOB, "why.zendesk_user"))
    assert drafts.phone(known, BOB) == (AttachPhone(NUMBER),)


@pytest.mark.parametrize(
    ("facts", "user"),
    [
        ({}, ANN),
        ({}, None),
        ({}, BOB),
        ({"caller": Recognised(User(2, "Kim", role="agent"), "why.number")}, User(2, "Kim", role="agent")),
        ({"caller": Recognised(BOB, "why.number"), "number": "1234"}, BOB),
        ({"caller": Recognised(BOB, "why.number"), "number_kept": False}, BOB),
        ({"caller": Recognised(BOB, "why.number"), "settings": ForContact(attach_phone_number=False)}, BOB),
        ({"meant": Meant(BOB, "attached")}, BOB),
    ],
)
def test_rule_6_8_the_number_is_given_to_nobody_else(facts: dict[str, Any], user: User | None) -> None:
    assert drafts.phone(situation(**facts), user) == ()


def test_rule_5_5_only_what_is_new_or_has_changed_is_noted() -> None:
    known = situation(notes=2, attributes={"a": "1", "b": "2", "c": "3"}, noted_attributes={"a": "1", "b": "1"})
    html = comment.changes(known.record, {"b": "2", "c": "3"}, TEXTS)
    assert drafts.changes(known) == (WriteNote(html, "Deskline changes-2 c"),)
    assert drafts.changes(situation(attributes={"a": "1"}, noted_attributes={"a": "1"})) == ()


CALL = WriteVoiceComment(
    title="Incoming call from Ann",
    from_line=NUMBER,
    to_line="unknown",
    direction="inbound",
    started_at=ANSWERED,
    ended_at=OVER,
    contact_id="c",
    recording_url=":///get-recording?format=wav&callLegId=c&zendesk_format=.wav",
)


def test_rule_6_4_a_call_that_is_over_has_its_two_numbers_and_its_true_times() -> None:
    assert drafts.ending(situation(ended_at=OVER)) == (CALL,)


def test_rule_6_4_a_call_that_goes_out_goes_from_our_number_to_theirs() -> None:
    settings = ForContact(outbound_cli="+61280000000")
    (order,) = drafts.ending(situation(direction="outbound", ended_at=OVER, settings=settings))
    assert (order.from_line, order.to_line, order.direction) == ("+61280000000", NUMBER, "outbound")


def test_rule_6_4_a_call_that_was_not_recorded_has_no_link_and_one_by_nobody_has_a_word() -> None:
    settings = ForContact(call_recording_consent="optout", dialed_number="+61280000001")
    (order,) = drafts.ending(situation(ended_at=OVER, settings=settings, number=""))
    assert (order.recording_url, order.consent) == ("", "optout")
    assert (order.from_line, order.to_line) == (TEXTS("who.anonymous"), "+61280000001")


def test_rule_6_4_a_call_never_ends_before_it_began() -> None:
    (order,) = drafts.ending(situation(ended_at=ANSWERED - timedelta(seconds=1)))
    assert (order.started_at, order.ended_at) == (ANSWERED, ANSWERED)


@pytest.mark.parametrize("facts", [{"settings": ForContact(voice_comment=False)}, {"connected_at": None}, {}])
def test_rule_6_4_no_voice_comment_where_it_is_not_wanted_or_the_call_is_not_over(facts: dict[str, Any]) -> None:
    over = {"ended_at": OVER} if facts else {}
    assert drafts.ending(situation(**over, **facts)) == ()
