"""Inbound calls in auto mode, from ring to close (rules 3, 4, 5)."""

import pytest
from scenarios.workday import ANN, STRANGER, Workday


def test_rule_5_1_a_known_callers_profile_pops_while_it_rings_and_nothing_is_written() -> None:
    with Workday() as day:
        day.connect.ring(ANN)
        assert day.orders("softphone") == [{"kind": "softphone", "shown": True}]
        assert day.pops == [("user", day.ann["id"])]
        assert day.writes() == []


def test_rule_5_2_accepting_creates_one_ticket_pops_it_and_hides_the_softphone() -> None:
    with Workday() as day:
        contact = day.connect.ring(ANN)
        day.connect.accept(contact)
        ticket = day.new_ticket
        assert ticket["requester_id"] == day.ann["id"]
        assert ticket["assignee_id"] == ticket["submitter_id"] == day.desk.agent_id
        assert ticket["external_id"] == f"connect:{contact}"
        assert ticket["subject"] == "Incoming call from Ann Miller"
        assert day.pops[-1] == ("ticket", ticket["id"])
        assert [order["shown"] for order in day.orders("softphone")] == [True, False]
        assert len(day.notes(ticket["id"])) == 1


def test_rule_5_5_hanging_up_adds_the_voice_comment_once() -> None:
    with Workday() as day:
        day.call(ANN, talk=65)
        (voice,) = day.voice_comments(day.new_ticket["id"])
        assert "get-recording" in str(voice)
        (call,) = day.desk.calls.values()
        assert (call["from_line"], call["to_line"]) == (ANN, "+61280000000")
        assert call["call_started_at"] < call["call_ended_at"]


@pytest.mark.parametrize("talk_partner_edition", [True, False])
def test_a_recognised_call_takes_few_requests(talk_partner_edition: bool) -> None:
    with Workday(talk_partner_edition=talk_partner_edition) as day:
        day.call(ANN)
        day.desk.requests.clear()
        day.call(ANN)
        assert day.count() <= 3


def test_rule_3_1_a_stranger_becomes_a_user_named_by_the_number() -> None:
    with Workday() as day:
        day.call(STRANGER)
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert made["name"] == f"Caller {STRANGER}"
        assert made["phone"] == STRANGER
