"""Rules 14.5, 14.6 and 3.5: the kind of a contact and its customer come from the first report that has them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, Workday, colleagues
from workbench.connect_contact import CUT

MODES = pytest.mark.parametrize("mode", ["auto", "agent"])
OURS, THIRD = "+61280000000", "+61299990077"

POOR = [
    ("connections",),
    ("type",),
    ("connections", "customerEndpoint"),
    ("connections", "initiationMethod"),
    ("type", "connections", "initiationMethod", "customerEndpoint", "initialContactId"),
]
"""What the first reports may lack."""

Disturbance = Callable[[Workday], None]
DISTURBANCES = pytest.mark.parametrize(
    "disturb", [lambda day: None, Workday.reload, Workday.crash], ids=["-", "reload", "crash"]
)


def begin(day: Workday, way: str, mode: str, number: str = ANN) -> str:
    """Let a call begin, inbound or outbound, up to where both sides talk."""
    flow = {"ticket_assignment": mode, "all_outbound": "yes"}
    if way == "inbound":
        contact = day.ring(number, attributes=flow)
        day.accept(contact)
    else:
        contact = day.dial(number, attributes=flow)
        day.answer(contact)
    day.clock.pass_by(60)
    return contact


def lines(day: Workday) -> tuple[str, str, str]:
    """Return from, to and direction of the one voice comment."""
    (call,) = day.desk.calls.values()
    return call["from_line"], call["to_line"], call["direction"]


@MODES
@DISTURBANCES
@pytest.mark.parametrize("way", ["inbound", "outbound"])
def test_rule_14_6_the_voice_comment_is_written_even_if_the_customers_leg_ends_first(
    way: str, mode: str, disturb: Disturbance
) -> None:
    with Workday() as day:
        contact = begin(day, way, mode)
        day.connect.veil(contact, CUT)
        day.customer_hangs_up(contact)
        disturb(day)
        day.clear(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1
        assert lines(day) == ((ANN, OURS, "inbound") if way == "inbound" else (OURS, ANN, "outbound"))


@MODES
@DISTURBANCES
@pytest.mark.parametrize("way", ["inbound", "outbound"])
@pytest.mark.parametrize("veiled", [(CUT,), (CUT, "initiationMethod", "customerEndpoint")])
def test_rule_14_6_a_third_party_left_on_the_line_does_not_replace_the_customer(
    way: str, mode: str, disturb: Disturbance, veiled: tuple[str, ...]
) -> None:
    with Workday() as day:
        contact = begin(day, way, mode)
        party = day.connect.add_party(contact, THIRD)
        day.answer(contact, party)
        day.connect.veil(contact, *veiled)
        day.customer_hangs_up(contact)
        disturb(day)
        day.finish(contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (1, 1)
        assert lines(day) == ((ANN, OURS, "inbound") if way == "inbound" else (OURS, ANN, "outbound"))


def test_rule_14_6_in_manual_mode_the_forced_ticket_needs_no_leg() -> None:
    with Workday() as day:
        contact = begin(day, "inbound", "agent")
        day.connect.veil(contact, "connections", "initiationMethod", "customerEndpoint", "type")
        day.finish(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_14_6_a_call_that_is_first_seen_without_its_customers_leg_is_still_inbound() -> None:
    with Workday() as day:
        contact = begin(day, "inbound", "auto")
        party = day.connect.add_party(contact, THIRD)
        day.answer(contact, party)
        day.store.clear()
        day.quiet = True
        day.connect.veil(contact, CUT)
        day.customer_hangs_up(contact)
        day.quiet = False
        day.reload()
        day.finish(contact)
        assert lines(day) == (ANN, OURS, "inbound")
        assert len(day.notes(day.new_ticket["id"])) == 1


@pytest.mark.parametrize("veiled", POOR, ids=lambda veiled: "+".join(veiled))
@pytest.mark.parametrize("told", ["ringing", "connected"])
def test_rule_14_6_a_poor_first_report_is_added_to_by_the_later_ones(veiled: tuple[str, ...], told: str) -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(ANN)
        day.connect.veil(contact, *veiled)
        day.quiet = False
        day.report()
        assert day.writes() == []
        if told == "ringing":
            day.connect.veil(contact)
            assert day.pops == [("user", day.ann["id"])]
            day.accept(contact)
        else:
            day.accept(contact)
            day.connect.veil(contact)
        day.clock.pass_by(30)
        day.finish(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert lines(day) == (ANN, OURS, "inbound")
        assert day.notices == []


@pytest.mark.parametrize("field", ["connections", "initiationMethod", "initialContactId", "type", "customerEndpoint"])
def test_rule_14_6_a_later_report_takes_nothing_back(field: str) -> None:
    with colleagues() as (day, second):
        first = day.ring(ANN)
        day.accept(first)
        leg = day.transfer(first, second.agent)
        day.connect.veil(leg, field)
        day.accept(leg)
        day.clock.pass_by(30)
        day.finish(first)
        second.finish(leg)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 2)


@MODES
def test_rule_14_6_a_first_id_that_comes_late_leads_to_the_conversations_ticket(mode: str) -> None:
    with colleagues() as (day, second):
        first = day.ring(ANN)
        day.accept(first)
        second.quiet = True
        leg = day.transfer(first, second.agent)
        day.connect.veil(leg, "initialContactId")
        day.connect.set_attributes(leg, {"ticket_assignment": mode})
        second.quiet = False
        second.report()
        day.connect.veil(leg)
        day.accept(leg)
        assert len(day.notes(day.new_ticket["id"])) == 2


def test_rule_14_6_a_contact_that_never_tells_what_it_is_does_nothing() -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(ANN)
        day.connect.veil(contact, "connections", "initiationMethod", "type")
        day.quiet = False
        day.report()
        day.accept(contact)
        day.finish(contact)
        day.reload()
        assert (day.writes(), day.notices, day.pops) == ([], [], [])
        assert "outcome." not in day.panel


def test_rule_14_6_a_dialled_call_is_claimed_once_it_tells_that_it_is_outbound() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        day.quiet = True
        day.tell(kind="dial", number=ANN, user_id=day.ann["id"], ticket_id=ticket)
        (contact,) = day.connect.contacts
        day.connect.veil(contact, "connections", "initiationMethod")
        day.quiet = False
        day.report()
        day.connect.veil(contact)
        day.answer(contact)
        assert len(day.notes(ticket)) == 1


@pytest.mark.parametrize("leg", ["inbound", "outbound"])
@pytest.mark.parametrize("number", [ANN, STRANGER])
def test_rule_14_5_a_callback_is_inbound_whatever_its_legs_say(leg: str, number: str) -> None:
    with Workday() as day:
        contact = day.connect.ring_callback(number, leg=leg)
        assert day.pops == ([("user", day.ann["id"])] if number == ANN else [])
        assert "Ringing" in day.panel
        day.accept(contact)
        assert day.writes() == []
        assert "Calling" in day.panel
        day.answer(contact)
        ticket = day.new_ticket
        assert day.desk.users[ticket["requester_id"]]["phone"] == number
        assert ticket["subject"] == f"Incoming call from {'Ann Miller' if number == ANN else number}"
        day.clock.pass_by(20)
        day.finish(contact)
        assert lines(day) == (number, OURS, "inbound")
        assert day.notices == []


@pytest.mark.parametrize("veiled", POOR, ids=lambda veiled: "+".join(veiled))
def test_rule_14_5_a_callback_that_tells_little_at_first_is_inbound_too(veiled: tuple[str, ...]) -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.connect.ring_callback(ANN, leg="outbound")
        day.connect.veil(contact, *veiled)
        day.quiet = False
        day.report()
        day.connect.veil(contact)
        assert day.pops == [("user", day.ann["id"])]
        day.accept(contact)
        day.answer(contact)
        assert day.new_ticket["subject"] == "Incoming call from Ann Miller"


def test_rule_14_6_a_queue_that_was_reported_once_is_in_the_forced_tickets_comment() -> None:
    with Workday() as day:
        contact = begin(day, "inbound", "agent")
        day.connect.veil(contact, "queue", "connections")
        day.finish(contact)
        assert "Queue:</strong> Sales" in day.notes(day.new_ticket["id"])[0]


@pytest.mark.parametrize("leg", ["inbound", "outbound"])
def test_rule_14_5_a_callback_is_never_the_call_that_was_dialled(leg: str) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        day.shims._dial = lambda request: {"ok": None}  # type: ignore[method-assign]
        day.tell(kind="dial", number=ANN, user_id=bob["id"])
        contact = day.connect.ring_callback(ANN, leg=leg)
        day.accept(contact)
        day.answer(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


@pytest.mark.parametrize("leg", ["inbound", "outbound"])
def test_rule_14_5_a_callback_continues_the_ticket_of_the_call_that_requested_it(leg: str) -> None:
    with Workday() as day:
        first = day.call(ANN)
        contact = day.connect.ring_callback(ANN, leg=leg, initial_contact_id=first)
        assert day.pops[-1] == ("ticket", day.new_ticket["id"])
        day.accept(contact)
        day.answer(contact)
        assert len(day.notes(day.new_ticket["id"])) == 2


@pytest.mark.parametrize("end", ["miss", "reject"])
@pytest.mark.parametrize("state", ["error", "missed", "rejected"])
def test_rule_5_6_a_callback_that_is_not_answered_gets_at_most_one_notice_and_writes_nothing(
    end: str, state: str
) -> None:
    with Workday() as day:
        contact = day.connect.ring_callback(ANN, leg="outbound")
        getattr(day.connect, end)(contact, state)
        told = [] if state == "rejected" else ["The call from Ann Miller was not answered."]
        assert [notice.partition(" Set yourself")[0] for notice in day.notices] == told
        assert "Set yourself to Available" in day.panel
        day.clear(contact)
        assert "Set yourself to Available" not in day.panel
        assert day.writes() == []


@pytest.mark.parametrize("address", [None, "", "anonymous", "sip:unknown@carrier.example"])
@pytest.mark.parametrize("told", [ANN, f"tel:{ANN}", f"sip:{ANN}@carrier.example;user=phone"])
def test_rule_3_5_the_number_is_read_at_the_contacts_own_endpoint_where_the_leg_has_none(
    address: str | None, told: str
) -> None:
    with Workday() as day:
        day.ring(address, customer_number=told)
        assert day.pops == [("user", day.ann["id"])]


def test_rule_14_6_a_number_reported_after_the_ticket_was_created_is_in_the_voice_comment() -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(None, customer_number=ANN)
        day.connect.veil(contact, "customerEndpoint")
        day.quiet = False
        day.report()
        day.accept(contact)
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        day.connect.veil(contact)
        day.finish(contact)
        assert lines(day) == (ANN, OURS, "inbound")


def test_rule_3_5_without_a_number_anywhere_a_caller_is_anonymous() -> None:
    with Workday() as day:
        day.accept(day.ring("anonymous"))
        assert day.new_ticket["requester_id"] == day.desk.agent_id


@pytest.mark.parametrize(
    ("dialled", "flow", "shown"),
    [
        ("+61280000009", {}, "+61280000009"),
        ("sip:+61280000009@connect.example", {}, "+61280000009"),
        ("tel:+61280000009", {}, "+61280000009"),
        ("02 8000 0009", {}, "+61280000009"),
        ("+61280000009", {"dialed_number": "+61280000123"}, "+61280000123"),
        ("+61280000009", {"dialed_number": "soon"}, "+61280000009"),
        ("", {}, "+61280000000"),
        ("a queue", {}, "+61280000000"),
    ],
)
def test_rule_2_1_the_dialled_number_is_the_flows_else_connects_else_the_settings(
    dialled: str, flow: dict[str, str], shown: str
) -> None:
    with Workday() as day:
        day.call(ANN, dialed=dialled, attributes=flow)
        (call,) = day.desk.calls.values()
        assert call["to_line"] == shown
        assert f"Dialled number:</strong> {shown}" in day.notes(day.new_ticket["id"])[0]


@pytest.mark.parametrize("kind", ["agent", "queue"])
def test_rule_2_1_an_endpoint_that_is_no_number_is_none(kind: str) -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(ANN)
        system = day.connect.known(contact).system
        assert system is not None
        system.kind, system.address = kind, "+61280000009"
        day.quiet = False
        day.report()
        day.accept(contact)
        day.finish(contact)
        assert lines(day) == (ANN, OURS, "inbound")


def numberless(day: Workday, tells: bool = False) -> None:
    """Let Connect hide the called numbers from now on, or show them again."""
    told = type(day.connect).contact

    def contact(contact_id: str) -> dict[str, Any]:
        found = json.loads(json.dumps(told(day.connect, contact_id), default=str))
        legs = [leg for leg in found["connections"] if leg["type"] != "agent"]
        for hidden in () if tells else legs:
            hidden["endpoint"] = None
        return dict(found) if tells else {**found, "customerEndpoint": None}

    day.connect.contact = contact  # type: ignore[method-assign]
    day.report()


@DISTURBANCES
@pytest.mark.parametrize("told", ["ringing", "connected", "never"])
def test_rule_14_6_a_dialled_call_whose_number_is_reported_late_is_on_its_ticket(
    told: str, disturb: Disturbance
) -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        numberless(day)
        day.tell(kind="dial", number=STRANGER, ticket_id=ticket)
        disturb(day)
        if told == "ringing":
            numberless(day, tells=True)
            assert f">#{ticket}</button>" in day.panel
        (contact,) = day.connect.contacts
        day.answer(contact)
        disturb(day)
        if told == "connected":
            numberless(day, tells=True)
        day.finish(contact)
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket)), day.new_tickets) == (1, 1, [])
        assert lines(day) == (OURS, STRANGER, "outbound")


def test_rule_7_6_another_call_does_not_use_up_the_click_nor_the_typed_number() -> None:
    with Workday() as day:
        numberless(day)
        day.connect.faults["createOutboundContact"] = None
        day.press("dial", value=ANN)
        contact = day.dial(STRANGER, attributes={"all_outbound": "yes"})
        assert day.orders("called") == []
        numberless(day, tells=True)
        day.answer(contact)
        day.finish(contact)
        assert day.new_ticket["subject"] == f"Outgoing call to {STRANGER}"
        day.dial(ANN)
        assert day.orders("called") == []


def test_rule_7_6_a_call_without_a_number_takes_no_click_of_later() -> None:
    with Workday() as day:
        numberless(day)
        contact = day.dial(STRANGER)
        day.answer(contact)
        day.finish(contact)
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        numberless(day, tells=True)
        day.tell(kind="dial", number=ANN, ticket_id=ticket)
        (contact,) = day.connect.contacts
        day.answer(contact)
        day.finish(contact)
        assert len(day.notes(ticket)) == 1


def test_rule_14_6_a_number_reported_after_the_ticket_is_in_the_voice_comment() -> None:
    with Workday() as day:
        numberless(day)
        contact = day.ring(ANN)
        day.accept(contact)
        assert day.new_ticket["requester_id"] == day.zendesk_agent
        numberless(day, tells=True)
        day.finish(contact)
        assert len(day.new_tickets) == 1
        assert lines(day) == (ANN, OURS, "inbound")
