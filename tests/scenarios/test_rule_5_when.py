"""Rule 5: what happens when, each thing once, in order."""

import itertools
import json
from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, Workday


def test_rule_5_1_a_known_callers_profile_pops_while_it_rings_and_nothing_is_written() -> None:
    with Workday() as day:
        day.ring(ANN)
        assert day.orders("softphone") == [{"kind": "softphone", "shown": True}]
        assert day.pops == [("user", day.ann["id"])]
        assert day.writes() == []


def test_rule_5_1_the_softphone_opens_before_anybody_is_looked_up() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", None)
        day.ring(ANN)
        assert day.orders("softphone") == [{"kind": "softphone", "shown": True}]


def test_rule_5_1_without_pop_incoming_nothing_pops_before_accept() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"pop_incoming": "false"})
        assert day.pops == []
        day.accept(contact)
        assert day.pops == [("ticket", day.new_ticket["id"])]


def test_rule_5_2_accepting_creates_one_ticket_pops_it_and_hides_the_softphone() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        ticket = day.new_ticket
        assert ticket["requester_id"] == day.ann["id"]
        assert day.pops[-1] == ("ticket", ticket["id"])
        assert [order["shown"] for order in day.orders("softphone")] == [True, False]
        assert len(day.notes(ticket["id"])) == 1


def test_rule_5_2_a_stranger_becomes_a_user_first() -> None:
    with Workday() as day:
        day.call(STRANGER)
        assert [path for _, path in day.writes()][:2] == ["/api/v2/users.json", "/api/v2/channels/voice/tickets.json"]
        assert day.desk.users[day.new_ticket["requester_id"]]["name"] == f"Caller {STRANGER}"


@pytest.mark.parametrize("pop_incoming", ["true", "false"])
def test_rule_5_3_in_manual_mode_the_user_is_popped_once_and_nothing_is_created(pop_incoming: str) -> None:
    with Workday() as day:
        flow = {"ticket_assignment": "agent", "pop_incoming": pop_incoming}
        contact = day.ring(ANN, attributes=flow)
        day.accept(contact)
        assert day.pops == [("user", day.ann["id"])]
        assert day.writes() == []


def test_rule_5_3_a_user_who_could_not_be_popped_while_it_rang_is_popped_at_connect() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", 503)
        contact = day.ring(ANN, attributes={"ticket_assignment": "agent"})
        assert day.pops == []
        day.accept(contact)
        assert day.pops == [("user", day.ann["id"])]


def test_rule_5_3_somebody_else_than_was_popped_while_it_rang_is_popped_at_connect() -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob", phone="+61299990066")
        contact = day.ring(ANN, attributes={"ticket_assignment": "agent"})
        day.reload()
        day.connect.set_attributes(contact, {"customer_number": "+61299990066"})
        day.accept(contact)
        assert ("user", bob["id"]) in day.pops
        day.reload()
        assert day.pops == []


def test_rule_5_4_a_manual_call_that_was_closed_without_a_ticket_gets_one() -> None:
    with Workday() as day:
        day.call(ANN, attributes={"ticket_assignment": "agent"})
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_5_4_the_forced_ticket_of_an_unrecognised_caller_is_in_the_agents_name() -> None:
    with Workday() as day:
        day.call(STRANGER, attributes={"ticket_assignment": "agent"})
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert day.new_ticket["subject"] == f"Incoming call from {STRANGER}"


def test_rule_5_4_a_flow_can_forbid_the_forced_ticket() -> None:
    with Workday() as day:
        day.call(ANN, attributes={"ticket_assignment": "agent", "force_ticket_creation": "no"})
        assert day.writes() == []


def test_rule_5_5_hanging_up_adds_the_voice_comment_once() -> None:
    with Workday() as day:
        day.call(ANN, talk=65)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1
        (call,) = day.desk.calls.values()
        assert "get-recording" in call["recording_url"]


def test_rule_5_5_attributes_that_are_new_or_changed_follow_before_the_voice_comment() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"order": "A1", "language": "en"})
        day.accept(contact)
        day.connect.set_attributes(contact, {"order": "A2", "reason": "billing", "_trace": "x"})
        day.hang_up(contact)
        ticket = day.new_ticket["id"]
        (_, changed) = day.notes(ticket)
        assert "A2" in changed
        assert "billing" in changed
        assert "language" not in changed
        assert "Voice" in day.desk.comments(ticket)[-1]["type"]


@pytest.mark.parametrize("verb", ["reject", "miss", "customer_hangs_up"])
def test_rule_5_6_a_call_that_was_never_connected_writes_nothing(verb: str) -> None:
    with Workday() as day:
        contact = day.ring(STRANGER)
        getattr(day.connect, verb)(contact)
        if contact in day.connect.contacts:
            day.clear(contact)
        assert day.writes() == []


def test_rule_5_6_a_missed_call_is_listed_as_missed() -> None:
    with Workday() as day:
        day.tell(kind="hello", page="list", tab="tab", place="nav_bar")
        contact = day.ring(ANN)
        day.miss(contact)
        day.clear(contact)
        (*_, last) = [order["html"] for order in day.shims.orders if order.get("page") == "list"]
        assert "Ann Miller" in last
        assert "Missed" in last


def test_rule_5_7_a_call_that_connects_without_an_accept_is_handled_alike() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.connect.connect_without_accept(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_5_7_a_connect_that_comes_before_the_look_ups_are_done_waits_for_them() -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(ANN)
        day.pass_on()
        day.accept(contact)
        day.pass_on()
        day.hang_up(contact)
        day.pass_on()
        day.settle()
        assert day.pops == [("user", day.ann["id"]), ("ticket", day.new_ticket["id"])]
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_5_7_reports_that_are_repeated_change_nothing() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        for verb in ("", "accept", "hang_up"):
            if verb:
                getattr(day.connect, verb)(contact)
            for _ in range(3):
                day.tell(kind="contact", contact=day.connect.contact(contact), gone=False)
        assert len(day.writes()) == 2


def test_rule_5_7_a_call_first_seen_when_it_is_connected_is_handled_whole() -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(ANN)
        day.accept(contact)
        day.quiet = False
        day.report()
        assert [order["shown"] for order in day.orders("softphone")] == [True, False]
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_5_7_a_contact_that_vanishes_while_connected_has_ended() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        day.clock.pass_by(10)
        day.tell(kind="contact", contact=day.connect.contact(contact), gone=True)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_5_7_a_late_report_of_a_closed_contact_is_ignored() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        connected = day.connect.contact(contact)
        day.hang_up(contact)
        day.clear(contact)
        before = len(day.desk.requests)
        day.tell(kind="contact", contact=connected, gone=False)
        assert len(day.desk.requests) == before


def again(day: Workday, contact: dict[str, Any], state: str) -> None:
    moment = {"type": state, "timestamp": day.clock.now().isoformat()}
    day.tell(kind="contact", contact={**contact, "state": moment}, gone=False)


@pytest.mark.parametrize("cleared", [True, False])
def test_rule_5_6_a_missed_call_that_connect_offers_the_same_agent_again_is_handled_whole(cleared: bool) -> None:
    with Workday() as day:
        contact = day.ring(STRANGER)
        first = json.loads(json.dumps(day.connect.contact(contact)))
        day.clock.pass_by(20)
        day.miss(contact)
        if cleared:
            day.clear(contact)
        day.clock.pass_by(20)
        again(day, first, "connecting")
        assert "Ringing" in day.panel
        again(day, first, "connected")
        day.clock.pass_by(60)
        again(day, first, "ended")
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_5_7_a_report_that_arrives_while_the_contact_is_being_closed_is_not_lost() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        first = json.loads(json.dumps(day.connect.contact(contact)))
        day.miss(contact)
        day.clock.pass_by(20)
        day.quiet = True
        moment = {"type": "connecting", "timestamp": day.clock.now().isoformat()}
        day.send({"kind": "contact", "contact": first, "gone": True})
        day.send({"kind": "contact", "contact": {**first, "state": moment}, "gone": False})
        day.settle()
        assert "Ringing" in day.panel
        assert day.pops == [("user", day.ann["id"])] * 2


def test_rule_5_6_a_late_report_of_a_missed_call_does_not_make_it_ring_again() -> None:
    with Workday() as day:
        contact = day.ring(STRANGER)
        first = json.loads(json.dumps(day.connect.contact(contact)))
        day.clock.pass_by(20)
        day.miss(contact)
        day.clear(contact)
        day.tell(kind="contact", contact=first, gone=False)
        assert "Ringing" not in day.panel


def test_rule_5_8_calls_at_the_same_time_keep_to_themselves() -> None:
    with Workday() as day:
        callers = [ANN, STRANGER, None]
        contacts = [day.ring(number, attributes={"n": str(index)}) for index, number in enumerate(callers)]
        for contact in contacts:
            day.accept(contact)
        for contact in reversed(contacts):
            day.hang_up(contact)
        requesters = [ticket["requester_id"] for ticket in day.new_tickets]
        assert requesters[0] == day.ann["id"]
        assert requesters[2] == day.desk.agent_id
        assert [len(day.voice_comments(ticket["id"])) for ticket in day.new_tickets] == [1, 1, 1]


@pytest.mark.parametrize("kind", ["outbound", "callback"])
def test_contacts_of_other_kinds_are_not_mistaken_for_inbound_calls(kind: str) -> None:
    with Workday() as day:
        ring = {
            "outbound": lambda: day.dial(ANN),
            "callback": lambda: day.connect.ring_callback(ANN),
        }[kind]
        contact = ring()
        if kind != "outbound":
            day.accept(contact)
        expected = [("user", day.ann["id"])] if kind == "callback" else []
        assert day.pops == expected
        assert day.writes() == []


@pytest.mark.parametrize("order", list(itertools.permutations(["ring", "connected", "ended"])))
def test_rule_5_7_no_order_of_reports_does_anything_twice(order: tuple[str, ...]) -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(ANN)
        reports = {"ring": day.connect.contact(contact)}
        day.accept(contact)
        reports["connected"] = day.connect.contact(contact)
        day.hang_up(contact)
        reports["ended"] = day.connect.contact(contact)
        for name in order:
            day.send({"kind": "contact", "contact": reports[name], "gone": False})
        day.settle()
        assert len(day.new_tickets) <= 1
        assert all(len(day.voice_comments(ticket["id"])) <= 1 for ticket in day.new_tickets)
