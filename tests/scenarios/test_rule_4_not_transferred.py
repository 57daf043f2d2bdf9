"""Rule 4.1: only what an agent had before is a transfer; other later contacts are ordinary ones."""

import pytest

from scenarios.workday import ANN, STRANGER, Workday, colleagues

BY_ITSELF = [
    "QUEUE_TRANSFER", "queue_transfer", "CALLBACK", "CALLBACK_CUSTOMER_FIRST_QUEUED", "CALLBACK_CUSTOMER_FIRST_DIALED",
    "DISCONNECT", "API", "WEBRTC_API", "EXTERNAL_OUTBOUND", "FLOW", "INBOUND", "something new",
]  # fmt: skip
HANDED_ON = ["TRANSFER", "Transfer", "transfer", " transfer ", ""]
EARLIER = "0b6c0e4e-3c5d-4f7e-8f43-2a8d7f0f1a11"


def old_ticket(day: Workday, **facts: object) -> int:
    return int(day.desk.add_ticket(requester_id=day.ann["id"], subject="Old", **facts)["id"])


@pytest.mark.parametrize("method", BY_ITSELF)
@pytest.mark.parametrize("number", [ANN, STRANGER])
def test_rule_4_1_what_no_agent_had_before_is_an_ordinary_call(method: str, number: str) -> None:
    with Workday() as day:
        contact = day.connect.ring_on(number, method, initial_contact_id=EARLIER)
        assert day.pops == ([("user", day.ann["id"])] if number == ANN else [])
        day.accept(contact)
        assert day.notices == []
        assert day.desk.users[day.new_ticket["requester_id"]]["phone"] == number
        assert day.new_ticket["external_id"] == f"connect:{EARLIER}"
        day.finish(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


@pytest.mark.parametrize("method", HANDED_ON)
def test_rule_4_1_a_transferred_contact_needs_its_conversations_ticket(method: str) -> None:
    with Workday() as day:
        contact = day.connect.ring_on(ANN, method, initial_contact_id=EARLIER)
        day.accept(contact)
        assert day.new_tickets == []
        assert day.notices == [
            "The ticket of this conversation was not found. Please choose one. Deskline keeps searching for a minute."
        ]


def test_rule_4_1_a_transfer_that_names_itself_as_the_first_is_one_all_the_same() -> None:
    with Workday() as day:
        day.accept(day.ring(ANN, method="TRANSFER"))
        assert day.new_tickets == []
        assert "was not found" in day.notices[0]


@pytest.mark.parametrize("method", [*BY_ITSELF, *HANDED_ON])
@pytest.mark.parametrize("mode", ["auto", "agent"])
def test_rule_4_1_the_conversations_ticket_is_taken_in_both_modes(method: str, mode: str) -> None:
    with Workday() as day:
        first = day.call(ANN)
        flow = {"ticket_assignment": mode}
        contact = day.connect.ring_on(STRANGER, method, initial_contact_id=first, attributes=flow)
        assert day.pops[-1] == ("ticket", day.new_ticket["id"])
        day.accept(contact)
        day.finish(contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket)), day.notices) == (2, 2, [])
        assert STRANGER not in [user["phone"] for user in day.desk.users.values()]


def test_rule_4_1_a_ticket_that_the_first_call_was_only_attached_to_is_found_by_its_note() -> None:
    with Workday(search_lag=0) as day:
        ticket = old_ticket(day)
        first = day.ring(ANN, attributes={"zendesk_ticket": str(ticket)})
        day.accept(first)
        day.finish(first)
        day.clock.pass_by(600)
        contact = day.connect.ring_on(ANN, "DISCONNECT", initial_contact_id=first)
        day.accept(contact)
        assert (len(day.notes(ticket)), day.new_tickets) == (2, [])


@pytest.mark.parametrize("method", ["QUEUE_TRANSFER", "CALLBACK"])
def test_rule_4_4_what_came_by_itself_goes_on_the_recent_ticket_like_any_other(method: str) -> None:
    with Workday(settings={"create_ticket_after_minutes": "60"}) as day:
        ticket = old_ticket(day, updated_at="2026-11-21T08:59:00Z")
        day.accept(day.connect.ring_on(ANN, method))
        assert (len(day.notes(ticket)), day.new_tickets) == (1, [])


def test_rule_4_2_what_came_by_itself_gets_the_new_ticket_that_the_flow_asks_for() -> None:
    with Workday(settings={"create_ticket_after_minutes": "60"}) as day:
        ticket = old_ticket(day, updated_at="2026-11-21T08:59:00Z")
        day.accept(day.connect.ring_on(ANN, attributes={"zendesk_ticket": "0"}))
        assert (day.notes(ticket), len(day.new_tickets)) == ([], 1)


@pytest.mark.parametrize("caller", [ANN, STRANGER])
def test_rule_4_3_what_came_by_itself_is_attached_only_to_the_callers_own_ticket(caller: str) -> None:
    with Workday() as day:
        ticket = old_ticket(day)
        contact = day.connect.ring_on(caller, attributes={"zendesk_ticket": str(ticket)})
        day.accept(contact)
        assert len(day.notes(ticket)) == (caller == ANN)
        assert bool(day.notices) is (caller != ANN)


def test_rule_3_7_a_conversation_of_which_zendesk_does_not_tell_is_asked_for_again() -> None:
    with Workday() as day:
        first = day.call(ANN)
        day.desk.faults.add("GET /api/v2/tickets", 503, times=2)
        contact = day.connect.ring_on(ANN, initial_contact_id=first)
        day.accept(contact)
        assert len(day.new_tickets) == 1
        day.wait(5)
        assert len(day.notes(day.new_ticket["id"])) == 2


def test_rule_3_7_a_transferred_callers_look_up_may_be_answered_late_too() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/tickets", 503, times=1)
        contact = day.connect.ring_on(ANN)
        day.accept(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert day.notices == []


def test_rule_4_1_what_came_by_itself_and_is_handed_on_stays_on_one_ticket() -> None:
    with colleagues() as (day, second):
        contact = day.connect.ring_on(ANN, "QUEUE_TRANSFER")
        day.accept(contact)
        leg = day.hand_over(contact, second)
        second.finish(leg)
        day.finish(contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 2)


def test_rule_14_3_a_monitored_call_is_its_conversations_whatever_it_came_by() -> None:
    with colleagues() as (day, second):
        contact = day.connect.ring_on(ANN, "QUEUE_TRANSFER")
        day.accept(contact)
        leg = day.monitor(contact, second.agent)
        day.accept(leg)
        assert second.pops == [("ticket", day.new_ticket["id"])]
        assert len(day.notes(day.new_ticket["id"])) == 1
