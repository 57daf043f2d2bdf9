"""Rules 4.1, 4.3 and 4.6: tickets that the flow asks for, conversations that go on, closed tickets."""

import pytest

from scenarios.workday import ANN, STRANGER, Workday, colleagues

MODES = pytest.mark.parametrize("mode", ["auto", "agent"])
RECENT = {"create_ticket_after_minutes": "60"}


def ticket_of(day: Workday, user_id: int, **facts: object) -> int:
    return int(day.desk.add_ticket(requester_id=user_id, subject="Old", **facts)["id"])


def call_on_an_older_ticket(day: Workday) -> tuple[int, str]:
    """Let Ann call about a ticket that no contact has made, long enough after everything for the search to know it."""
    ticket = ticket_of(day, day.ann["id"], updated_at="2026-11-21T08:59:00Z")
    day.clock.pass_by(600)
    first = day.ring(ANN)
    day.accept(first)
    return ticket, first


def ring_and_accept(day: Workday, number: str | None, mode: str, ticket: object) -> str:
    contact = day.ring(number, attributes={"ticket_assignment": mode, "zendesk_ticket": str(ticket)})
    day.accept(contact)
    return contact


@MODES
def test_rule_4_3_a_requested_ticket_that_the_caller_owns_is_popped_and_taken(mode: str) -> None:
    with Workday() as day:
        ticket = ticket_of(day, day.ann["id"])
        contact = ring_and_accept(day, ANN, mode, ticket)
        assert day.pops[0] == ("ticket", ticket)
        assert len(day.notes(ticket)) == (1 if mode == "auto" else 0)
        if mode == "agent":
            day.look_at("ticket_sidebar", ticket)
            day.press("attach", contact)
        assert len(day.notes(ticket)) == 1
        assert day.new_tickets == []


@MODES
@pytest.mark.parametrize("number", [ANN, STRANGER, None])
def test_rule_4_3_another_requesters_ticket_is_popped_and_never_attached_automatically(
    number: str | None, mode: str
) -> None:
    with Workday() as day:
        bob = day.desk.add_user(name="Bob")
        ticket = ticket_of(day, bob["id"])
        contact = ring_and_accept(day, number, mode, ticket)
        assert day.pops == [("ticket", ticket)]
        assert day.writes() == []
        assert day.notices == [
            f"The flow asked for ticket #{ticket}, which belongs to another requester. "
            "Check who is calling, then choose."
        ]
        day.look_at("ticket_sidebar", ticket)
        assert '<strong dir="auto">Bob</strong>' in day.panel
        assert "for Bob." not in day.panel
        day.press("attach", contact)
        assert len(day.notes(ticket)) == 1
        assert day.notices[1:] == []


@MODES
@pytest.mark.parametrize("unreadable", [True, False])
def test_rule_4_3_a_ticket_that_does_not_exist_or_cannot_be_read_means_a_new_one(mode: str, unreadable: bool) -> None:
    with Workday(settings={"create_ticket_after_minutes": "60"}) as day:
        recent = ticket_of(day, day.ann["id"], updated_at="2026-11-21T08:59:00Z")
        if unreadable:
            day.desk.faults.add("GET /api/v2/tickets/*", 403, times=9)
        contact = ring_and_accept(day, ANN, mode, 987654)
        assert "987654" in day.notices[0]
        assert day.pops[0] == ("user", day.ann["id"])
        if mode == "agent":
            day.press("create", contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert day.notes(recent) == []


@MODES
def test_rule_4_2_zero_means_a_new_ticket_and_in_manual_mode_the_agent_is_told(mode: str) -> None:
    with Workday() as day:
        contact = ring_and_accept(day, ANN, mode, 0)
        if mode == "agent":
            assert day.notices == ["The contact flow asked for a new ticket."]
            day.press("create", contact)
        assert len(day.new_tickets) == 1


@MODES
def test_rule_4_6_a_follow_up_of_a_closed_ticket_is_created_and_said(mode: str) -> None:
    with Workday() as day:
        ticket = ticket_of(day, day.ann["id"], status="closed")
        contact = ring_and_accept(day, ANN, mode, ticket)
        if mode == "agent":
            day.look_at("ticket_sidebar", ticket)
            day.press("attach", contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        (sent,) = [sent for sent in day.desk.requests if sent.method == "POST"]
        assert sent.body["ticket"]["via_followup_source_id"] == ticket
        assert day.notices == [f"Ticket #{ticket} is closed, so a follow-up was created."]
        assert day.pops[-1] == ("ticket", day.new_ticket["id"])
        day.hang_up(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_4_3_an_unrecognised_caller_who_asked_for_a_ticket_never_becomes_a_user() -> None:
    with Workday() as day:
        contact = ring_and_accept(day, STRANGER, "auto", ticket_of(day, day.ann["id"]))
        day.hang_up(contact)
        day.clear(contact)
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert not [user for user in day.desk.users.values() if user["phone"] == STRANGER]


@MODES
def test_rule_4_1_a_transferred_call_joins_the_ticket_of_its_conversation_without_search_lag(mode: str) -> None:
    with colleagues(search_lag=60.0) as (day, second):
        first = day.ring(ANN)
        day.accept(first)
        day.connect.set_attributes(first, {"ticket_assignment": mode})
        leg = day.transfer(first, second.agent)
        assert second.pops == [("ticket", day.new_ticket["id"])]
        day.accept(leg)
        ticket = day.new_ticket["id"]
        assert len(day.notes(ticket)) == 2
        assert leg in day.notes(ticket)[1]
        day.hang_up(first)
        day.hang_up(leg)
        assert len(day.voice_comments(ticket)) == 2
        assert second.notices == []


def test_rule_4_1_the_ticket_that_a_flow_names_comes_first_for_a_transfer() -> None:
    with colleagues() as (day, second):
        named = ticket_of(day, day.ann["id"])
        first = day.ring(ANN)
        day.accept(first)
        day.connect.set_attributes(first, {"zendesk_ticket": str(named)})
        day.hand_over(first, second)
        assert len(day.notes(named)) == 1


@MODES
def test_rule_4_1_a_conversation_on_an_older_ticket_is_found_by_search_once_the_lag_is_over(mode: str) -> None:
    with colleagues(settings=RECENT, search_lag=20.0) as (day, second):
        ticket, first = call_on_an_older_ticket(day)
        day.connect.set_attributes(first, {"ticket_assignment": mode})
        day.hand_over(first, second)
        assert "keeps searching" in second.notices[0]
        assert len(day.notes(ticket)) == 1
        for _ in range(4):
            day.clock.pass_by(15)
            second.settle()
        assert len(day.notes(ticket)) == 2
        assert second.pops[-1] == ("ticket", ticket)
        assert day.new_tickets == []


def test_rule_4_1_what_the_agent_has_chosen_meanwhile_stands() -> None:
    with colleagues(settings=RECENT, search_lag=20.0) as (day, second):
        _, first = call_on_an_older_ticket(day)
        leg = day.hand_over(first, second)
        second.press("create", leg)
        for _ in range(4):
            day.clock.pass_by(20)
            second.settle()
        assert day.new_ticket["external_id"] == f"connect:{first}"


def test_rule_4_1_the_search_ends_with_the_contact() -> None:
    with colleagues(settings=RECENT, search_lag=20.0) as (day, second):
        ticket, first = call_on_an_older_ticket(day)
        leg = day.transfer(first, second.agent)
        day.reject(leg)
        if leg in day.connect.contacts:
            day.clear(leg)
        second.wait(30)
        assert len(day.notes(ticket)) == 1


def test_rule_4_1_the_search_ends_after_a_minute_and_goes_on_after_a_reload() -> None:
    with colleagues(settings=RECENT, search_lag=600.0) as (day, second):
        _, first = call_on_an_older_ticket(day)
        day.hand_over(first, second)
        for _ in range(8):
            day.clock.pass_by(30)
            second.settle()
        before = day.count(lambda path: "search.json?query=type" in path)
        second.wait(600)
        assert day.count(lambda path: "search.json?query=type" in path) == before
        second.reload()
        second.wait(5)
        assert day.count(lambda path: "search.json?query=type" in path) == before + 1


@pytest.mark.parametrize("status", [None, 500])
def test_rule_4_1_a_conversation_that_could_not_be_looked_up_is_asked_for_again_at_connect(status: int | None) -> None:
    with colleagues() as (day, second):
        first = day.ring(ANN)
        day.accept(first)
        day.desk.faults.add("GET /api/v2/tickets", status)
        leg = day.transfer(first, second.agent)
        assert second.pops == [("user", day.ann["id"])]
        day.accept(leg)
        assert len(day.notes(day.new_ticket["id"])) == 2


@MODES
def test_rule_14_4_each_added_agent_adds_a_leg_to_the_one_ticket(mode: str) -> None:
    with colleagues(3) as (day, second, third):
        first = day.ring(ANN, attributes={"ticket_assignment": mode})
        day.accept(first)
        if mode == "agent":
            day.press("create", first)
        for colleague in (second, third):
            day.hand_over(first, colleague)
            day.connect.conference(first)
        assert len(day.notes(day.new_ticket["id"])) == 3


@pytest.mark.parametrize("found", [True, False])
def test_rule_14_3_a_supervisor_who_listens_sees_the_ticket_and_nothing_is_written(found: bool) -> None:
    with colleagues() as (day, boss):
        call = day.ring(ANN, attributes={} if found else {"ticket_assignment": "agent"})
        day.accept(call)
        before = day.writes()
        watched = day.monitor(call, boss.agent)
        day.accept(watched)
        day.barge(watched)
        assert boss.pops == ([("ticket", day.new_ticket["id"])] if found else [])
        assert len(boss.notices) == (0 if found else 1)
        assert 'data-press="create"' not in boss.panel
        day.hang_up(watched)
        day.clear(watched)
        boss.wait(90)
        assert day.writes() == before


def test_rule_14_3_silent_legacy_monitoring_does_nothing_at_all() -> None:
    with colleagues() as (day, boss):
        call = day.ring(ANN)
        day.accept(call)
        asked = len(day.desk.requests)
        boss.look_at("nav_bar")
        watched = day.monitor(call, boss.agent, enhanced=False)
        day.accept(watched)
        assert boss.orders("pop", "notify", "softphone") == []
        (*_, contacts) = [order["html"] for order in boss.shims.orders if order["page"].startswith("nav_bar")]
        assert "No contacts in this browser yet" in contacts
        assert len(day.desk.requests) == asked


def test_rule_6_5_a_later_leg_names_the_first_contact_in_its_details() -> None:
    with colleagues() as (day, second):
        first = day.ring(ANN)
        day.accept(first)
        day.hand_over(first, second)
        own, other = day.notes(day.new_ticket["id"])
        assert "Initial contact ID" not in own
        assert f"Initial contact ID:</strong> {first}" in other


def test_rule_3_7_a_ticket_has_no_other_requester_while_the_caller_is_unknown() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        day.desk.faults.add("GET /api/v2/users/search", None)
        contact = day.ring(ANN, attributes={"zendesk_ticket": str(ticket)})
        assert (day.pops, day.notices) == ([("ticket", ticket)], [])
        day.accept(contact)
        assert (day.notices, len(day.notes(ticket))) == ([], 1)
