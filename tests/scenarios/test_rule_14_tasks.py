"""Rules 3.1, 4.0, 5.5 and 14.2: tasks, whether they are about a ticket or not."""

import re
from typing import Any

import pytest

from scenarios.workday import ANN, Workday

MODES = pytest.mark.parametrize("mode", ["auto", "agent"])


def task(day: Workday, name: str, mode: str = "auto", **errand: Any) -> str:
    """Let a task be offered and accepted; what the flow says is among the options."""
    said = {"ticket_assignment": mode, **errand.pop("said", {})}
    contact = day.ring_task(name, attributes=said, **errand)
    day.accept(contact)
    return contact


def done(day: Workday, contact: str) -> None:
    """Let the agent work on the task for a while, and end it."""
    day.clock.pass_by(125)
    day.finish(contact)


@MODES
@pytest.mark.parametrize("name", ["Zendesk-{}", "zendesk-{}", " ZENDESK-{} "])
def test_rule_4_0_a_task_named_after_a_ticket_pops_it_when_offered_and_takes_it_in_both_modes(
    mode: str, name: str
) -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        contact = day.ring_task(name.format(ticket), attributes={"ticket_assignment": mode})
        assert day.pops == [("ticket", ticket)]
        assert day.writes() == []
        day.accept(contact)
        assert len(day.notes(ticket)) == 1
        assert day.new_tickets == []
        assert day.notices == []


@MODES
def test_rule_4_0_whoever_the_flow_names_does_not_matter_for_a_ticket_that_the_task_is_named_after(mode: str) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        ticket = day.desk.add_ticket(requester_id=bob["id"], subject="Old")["id"]
        task(day, f"Zendesk-{ticket}", mode, said={"customer_email": "ann@example.com"})
        assert len(day.notes(ticket)) == 1
        assert "Bob" in day.panel
        assert "Ann" not in day.panel


@MODES
@pytest.mark.parametrize("unreadable", [True, False])
def test_rule_4_0_a_ticket_that_is_missing_or_unreadable_is_told_and_a_new_one_made(
    mode: str, unreadable: bool
) -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"] if unreadable else 987654
        if unreadable:
            day.desk.faults.add("GET /api/v2/tickets/*", 403, times=9)
        contact = task(day, f"Zendesk-{ticket}", mode, said={"customer_email": "ann@example.com"})
        assert f"#{ticket}" in day.notices[0]
        if mode == "agent":
            day.press("create", contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert day.new_ticket["subject"] == f"Task Zendesk-{ticket}"


@MODES
def test_rule_4_0_a_closed_ticket_gets_a_follow_up(mode: str) -> None:
    with Workday() as day:
        closed = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old", status="closed")["id"]
        task(day, f"Zendesk-{closed}", mode)
        assert day.new_ticket["via"]["source"]["from"]["ticket_id"] == closed
        assert f"#{closed} is closed" in day.notices[0]


@pytest.mark.parametrize("name", ["Zendesk-", "Zendesk-0", "Zendesk-12a", "About Zendesk-12", "Zendesk-" + "9" * 30])
def test_rule_14_2_any_other_name_is_that_of_an_ordinary_task(name: str) -> None:
    with Workday() as day:
        task(day, name)
        assert day.new_ticket["subject"].startswith("Task ")
        assert day.notices == []


@pytest.mark.parametrize(
    "said",
    [
        {"customer_email": "ann@example.com"},
        {"customer_email": "nobody@example.com", "customer_number": ANN},
        {"customer_number": "+61299997777", "customer_name": "ann  MILLER"},
        {"customer_name": "Ann Miller"},
    ],
)
def test_rule_3_1_a_tasks_customer_is_found_by_email_then_number_then_whole_name(said: dict[str, str]) -> None:
    with Workday() as day:
        day.desk.add_user(name="Ann Miller-Smith")
        day.clock.pass_by(600)
        contact = day.ring_task("Call back", attributes=said)
        assert day.pops == [("user", day.ann["id"])]
        day.accept(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert day.new_ticket["subject"] == "Task Call back"


def test_rule_3_1_a_sign_that_several_have_stops_the_search() -> None:
    with Workday() as day:
        others = [day.desk.add_user(name="Kim Lee")["id"] for _ in range(2)]
        day.clock.pass_by(600)
        contact = task(day, "Call back", said={"customer_name": "kim lee"})
        assert day.writes() == []
        assert day.notices == ["Several users are called kim lee: Kim Lee, Kim Lee. Please choose the ticket yourself."]
        assert "Several users are called kim lee." in day.panel
        day.press("pick", contact, others[1])
        day.press("create", contact)
        assert day.new_ticket["requester_id"] == others[1]


def test_rule_3_5_a_task_that_says_nothing_of_a_customer_becomes_the_agents_ticket() -> None:
    with Workday() as day:
        task(day, "Tidy up")
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert "The contact flow does not say who the customer is." in day.sidebar(day.new_ticket["id"])
        assert len(day.desk.users) == 2


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ({"customer_email": "new@example.com", "customer_name": "New One"}, None),
        ({"customer_number": "+61299997777", "customer_name": "New One"}, "+61299997777"),
    ],
)
def test_rule_6_7_a_new_customer_of_a_task_becomes_a_user_if_they_can_be_found_again(
    said: dict[str, str], phone: str | None
) -> None:
    with Workday() as day:
        task(day, "Call back", said=said)
        made = day.desk.users[day.new_ticket["requester_id"]]
        assert (made["name"], made["email"], made["phone"]) == ("New One", said.get("customer_email"), phone)


def test_rule_6_7_a_name_alone_makes_no_user() -> None:
    with Workday() as day:
        task(day, "Call back", said={"customer_name": "New One"})
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert "Nobody in Zendesk matches New One." in day.sidebar(day.new_ticket["id"])


def test_rule_3_7_a_search_without_an_answer_is_told_with_what_was_sought() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search*", 503, times=99)
        task(day, "Call back", said={"customer_email": "ann@example.com"})
        assert day.writes() == []
        assert "search for ann@example.com" in day.notices[0]


def test_rule_14_2_a_task_is_noted_with_what_it_refers_to_and_its_outcome_at_the_end() -> None:
    with Workday() as day:
        references = {
            "Order": {"type": "URL", "value": "https://shop.example.com/?a=1&b=2"},
            "Bad": {"type": "URL", "value": "javascript:alert(1)"},
            "<b>Key</b>": {"type": "STRING", "value": "<img src=x>"},
            "Said": {"type": "STRING", "value": "https://said.example.com"},
        }
        contact = day.ring_task(
            "Call <b>Ann</b>",
            description="First line\nsecond {{ticket.id}}",
            references=references,
            scheduled=1764205200,
        )
        day.accept(contact)
        ticket = day.new_ticket["id"]
        beside = day.sidebar(ticket)
        assert "First line\nsecond" in beside
        assert re.findall('href="([^"]*)"', beside) == ["https://shop.example.com/?a=1&amp;b=2"]
        done(day, contact)
        details, outcome = day.notes(ticket)
        assert '<a href="https://shop.example.com/?a=1&amp;b=2" rel="noreferrer">' in details
        assert "<li><strong>Bad:</strong> javascript:alert(1)</li>" in details
        assert "<li><strong>Said:</strong> https://said.example.com</li>" in details
        assert "&lt;b&gt;Key&lt;/b&gt;:</strong> &lt;img src=x&gt;" in details
        assert "First line<br>second {\u200c{ticket.id}}" in details
        assert "<strong>Scheduled for:</strong> 2025-11-27 01:00 (UTC)" in details
        assert "Call &lt;b&gt;Ann&lt;/b&gt;" in details
        assert "Dialled number" not in details
        assert "Customer number" not in details
        for said in ("Task ended", "Call &lt;b&gt;Ann", "2026-11-21 09:00 (UTC)", "2026-11-21 09:02 (UTC)", "2:05"):
            assert said in outcome
        assert day.voice_comments(ticket) == []


def test_rule_14_2_times_are_written_in_the_time_zone_of_the_settings() -> None:
    with Workday() as day:
        day.zone = {"name": "Australia/Sydney", "ahead": [[0, 660], [1775318400, 600]]}
        day.reload()
        contact = task(day, "Tidy up", scheduled=1775318400)
        done(day, contact)
        details, outcome = day.notes(day.new_ticket["id"])
        assert "2026-04-05 02:00 (Australia/Sydney)" in details
        assert "2026-11-21 19:02 (Australia/Sydney)" in outcome


def test_rule_14_2_a_task_without_a_ticket_gets_its_outcome_with_the_forced_one() -> None:
    with Workday() as day:
        contact = task(day, "Tidy up", "agent")
        done(day, contact)
        assert ["Task ended" in note for note in day.notes(day.new_ticket["id"])] == [False, True]


def test_rule_14_2_the_panel_says_how_a_task_stands_in_a_tasks_words() -> None:
    with Workday() as day:
        contact = task(day, "Tidy up")
        assert "<strong>In progress</strong>" in day.panel
        day.connect.pause(contact)
        assert "<strong>Paused</strong>" in day.panel
        day.connect.pause(contact, paused=False)
        day.hang_up(contact)
        assert "<strong>Ended</strong>" in day.panel


def test_rule_5_6_a_missed_task_is_told_in_a_tasks_words_and_nothing_is_written() -> None:
    with Workday() as day:
        day.miss(day.ring_task("Tidy up"))
        assert day.writes() == []
        assert day.notices[0].startswith("You missed the task Tidy up.")


def test_rule_4_1_a_transferred_task_goes_on_the_conversations_ticket() -> None:
    with Workday() as day:
        first = task(day, "Tidy up")
        ticket = day.new_ticket["id"]
        done(day, first)
        second = task(day, "Tidy up", initial_contact_id=first, method="transfer")
        done(day, second)
        assert len(day.new_tickets) == 1
        assert len(day.notes(ticket)) == 4


@MODES
def test_rule_4_1_a_transferred_task_that_is_named_after_a_missing_ticket_keeps_to_the_conversation(mode: str) -> None:
    with Workday() as day:
        first = task(day, "Zendesk-987654")
        ticket = day.new_ticket["id"]
        task(day, "Zendesk-987654", mode, initial_contact_id=first, method="transfer")
        assert len(day.new_tickets) == 1
        assert len(day.notes(ticket)) == 2


@MODES
def test_rule_4_0_a_transferred_task_takes_the_ticket_it_is_named_after_before_the_conversations(mode: str) -> None:
    with Workday() as day:
        named = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        first = task(day, "Tidy up")
        task(day, f"Zendesk-{named}", mode, initial_contact_id=first, method="transfer")
        assert len(day.notes(named)) == 1
        assert len(day.notes(day.new_ticket["id"])) == 1


def test_rule_6_1_a_tasks_ticket_is_named_after_the_task_whatever_title_the_flow_gives() -> None:
    with Workday() as day:
        task(day, "Tidy up", said={"conversation_title": "Refund"})
        assert day.new_ticket["subject"] == "Task Tidy up"


@pytest.mark.parametrize("said", [{"customer_email": "ann@example.com"}, {"customer_name": "Ann Miller"}])
def test_rule_2_4_who_a_task_is_about_is_looked_up_again_if_the_flow_says_so_before_it_is_accepted(
    said: dict[str, str],
) -> None:
    with Workday() as day:
        day.clock.pass_by(600)
        contact = day.ring_task("Call back")
        day.connect.set_attributes(contact, said)
        day.accept(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_11_3_a_reload_across_the_end_of_a_task_writes_its_outcome_once() -> None:
    with Workday() as day:
        contact = task(day, "Tidy up")
        day.stop()
        day.quiet = True
        done(day, contact)
        day.quiet = False
        day.start()
        day.reload()
        assert ["Task ended" in note for note in day.notes(day.new_ticket["id"])] == [False, True]


def test_rule_11_5_a_refused_task_ticket_gets_everything_when_it_is_tried_again() -> None:
    with Workday() as day:
        day.desk.faults.add("POST /api/v2/*tickets*", 422, times=2)
        contact = task(day, "Tidy up")
        done(day, contact)
        assert day.new_tickets == []
        day.press("again", contact)
        assert ["Task ended" in note for note in day.notes(day.new_ticket["id"])] == [False, True]


def test_rule_3_1_a_name_without_a_letter_or_digit_is_not_looked_for() -> None:
    with Workday() as day:
        task(day, "Call back", said={"customer_name": "***"})
        assert day.count(lambda path: "search" in path) == 0
        assert day.new_ticket["requester_id"] == day.desk.agent_id
