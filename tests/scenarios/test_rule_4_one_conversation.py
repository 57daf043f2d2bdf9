"""Rules 4.1, 5.4, 7.1 and 11.6: one ticket a conversation, even if Zendesk or the browser's memory fails in between."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.workday import ANN, STRANGER, Workday, colleagues

MODES = pytest.mark.parametrize("mode", ["auto", "agent"])
MANUAL = {"ticket_assignment": "agent"}
SHARED = "+61299990066"


def accept(day: Workday, number: str | None = ANN, **flow: str) -> str:
    contact = day.ring(number, attributes=flow)
    day.accept(contact)
    return contact


def a_minute_passes(*days: Workday) -> None:
    for _ in range(4):
        days[0].clock.pass_by(30)
        for day in days:
            day.settle()


@pytest.mark.parametrize("later_leg_first", [True, False])
@pytest.mark.parametrize("failures", [0, 3])
def test_rule_4_1_legs_that_all_agents_forget_end_on_one_ticket(later_leg_first: bool, failures: int) -> None:
    with colleagues() as (day, second):
        first = accept(day, **MANUAL)
        leg = day.hand_over(first, second)
        a_minute_passes(day, second)
        ends = [(day, first), (second, leg)]
        earlier, later = reversed(ends) if later_leg_first else ends
        earlier[0].finish(earlier[1])
        day.desk.faults.add("GET /api/v2/tickets", 503, times=failures)
        later[0].finish(later[1])
        a_minute_passes(day, second)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 2)
        assert any(": belongs to this conversation" in html for html in shown(later[0], ticket))


def shown(day: Workday, ticket: int) -> list[str]:
    day.look_at("ticket_sidebar", ticket)
    return [order["html"] for order in day.shims.orders if order["page"] == f"ticket_sidebar {ticket}"]


def test_rule_5_4_an_agent_without_access_to_the_conversations_ticket_still_gets_a_forced_one() -> None:
    with Workday() as day:
        contact = accept(day, **MANUAL)
        day.desk.faults.add("GET /api/v2/tickets", 403, times=9)
        day.clock.pass_by(30)
        day.finish(contact)
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


def test_rule_4_1_a_joined_ticket_is_not_written_on_twice_if_the_answer_is_lost() -> None:
    with colleagues() as (day, second):
        first = accept(day, **MANUAL)
        leg = day.hand_over(first, second)
        day.clock.pass_by(30)
        second.finish(leg)
        day.desk.faults.add("PUT /api/v2/tickets/*", None, after_writing=True)
        day.finish(first)
        a_minute_passes(day, second)
        assert len(day.notes(day.new_ticket["id"])) == 2


@MODES
def test_rule_4_1_a_conversation_that_zendesk_does_not_tell_at_connect_is_searched_for(mode: str) -> None:
    with colleagues() as (day, second):
        first = accept(day)
        day.connect.set_attributes(first, {"ticket_assignment": mode})
        day.desk.faults.add("GET /api/v2/tickets", 503, times=2)
        day.hand_over(first, second)
        assert len(day.notes(day.new_ticket["id"])) == 1
        second.wait(5)
        assert len(day.notes(day.new_ticket["id"])) == 2


@pytest.mark.parametrize("number", [ANN, STRANGER, None])
@MODES
def test_rule_11_6_a_browser_that_lost_its_memory_in_the_call_writes_nothing_twice(
    number: str | None, mode: str
) -> None:
    with Workday(idempotent_paths=frozenset()) as day:
        contact = accept(day, number, ticket_assignment=mode)
        if mode == "agent":
            day.press("create", contact)
        day.store.clear()
        day.reload()
        day.finish(contact)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (1, 1)
        assert len([user for user in day.desk.users.values() if user["phone"] == STRANGER]) == (number == STRANGER)


def test_rule_11_6_a_browser_that_lost_its_memory_joins_the_ticket_that_a_later_leg_has_made() -> None:
    with colleagues() as (day, second):
        first = accept(day, **MANUAL)
        leg = day.hand_over(first, second)
        second.press("create", leg)
        day.connect.set_attributes(first, {"ticket_assignment": "auto"})
        day.store.clear()
        day.reload()
        assert len(day.notes(day.new_ticket["id"])) == 2


def test_rule_4_1_picking_a_user_on_a_transfer_does_not_decide_the_ticket() -> None:
    with colleagues() as (day, other):
        kim, _ = (day.desk.add_user(name=name, phone=SHARED, shared_phone=True)["id"] for name in ("Kim", "Pat"))
        contact = accept(day, SHARED, **MANUAL)
        leg = day.transfer(contact, other.agent)
        day.connect.set_attributes(leg, {"ticket_assignment": "auto"})
        day.accept(leg)
        other.press("pick", leg, kim)
        assert other.writes() == []
        assert "Ticket for Kim." in other.panel
        day.press("create", contact)
        a_minute_passes(day, other)
        assert len(day.notes(day.new_ticket["id"])) == 2


@pytest.mark.parametrize("cleared", [True, False])
def test_rule_5_6_a_ticket_that_turns_up_for_a_missed_transfer_gets_nothing(cleared: bool) -> None:
    with colleagues() as (day, second):
        first = accept(day, **MANUAL)
        leg = day.transfer(first, second.agent)
        day.miss(leg)
        if cleared:
            day.clear(leg)
        day.press("create", first)
        a_minute_passes(day, second)
        assert len(day.notes(day.new_ticket["id"])) == 1


def test_rule_4_6_a_conversation_goes_on_in_the_follow_up_of_its_closed_ticket() -> None:
    with colleagues(3) as (day, second, third):
        contact = accept(day)
        day.desk.tickets[day.new_ticket["id"]]["status"] = "closed"
        day.hand_over(contact, second)
        day.hand_over(contact, third)
        _, follow_up = day.new_tickets
        assert len(day.notes(follow_up["id"])) == 2


def dial_from_a_ticket(day: Workday, mode: str, failures: int) -> tuple[int, str]:
    ticket = int(day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"])
    day.tell(kind="dial", number=ANN, user_id=day.ann["id"], ticket_id=ticket)
    (contact,) = day.connect.contacts
    day.connect.set_attributes(contact, {"ticket_assignment": mode})
    day.desk.faults.add("GET /api/v2/tickets/*", 503, times=failures)
    day.answer(contact)
    assert day.notes(ticket) == []
    return ticket, contact


@MODES
@pytest.mark.parametrize("failures", [1, 2])
def test_rule_7_1_a_ticket_that_zendesk_did_not_return_at_connect_is_requested_again(mode: str, failures: int) -> None:
    with Workday() as day:
        ticket, contact = dial_from_a_ticket(day, mode, failures)
        a_minute_passes(day)
        assert len(day.notes(ticket)) == 1
        day.finish(contact)
        assert (len(day.voice_comments(ticket)), day.new_tickets) == (1, [])


@MODES
def test_rule_7_1_a_ticket_that_zendesk_did_not_return_is_requested_once_more_at_the_end(mode: str) -> None:
    with Workday() as day:
        ticket, contact = dial_from_a_ticket(day, mode, 1)
        day.finish(contact)
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket)), day.new_tickets) == (1, 1, [])


@MODES
@pytest.mark.parametrize("pressed", [True, False])
def test_rule_5_4_a_caller_whose_look_up_failed_is_looked_up_once_more(mode: str, pressed: bool) -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", 503, times=2)
        contact = accept(day, ticket_assignment=mode)
        if pressed:
            day.press("create", contact)
        day.finish(contact)
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert len(day.voice_comments(day.new_ticket["id"])) == 1


@pytest.mark.parametrize("moment", ["connect", "close"])
def test_rule_3_7_an_earlier_answer_stays_valid_if_a_later_look_up_fails(moment: str) -> None:
    with colleagues() as (day, second):
        first = accept(day, **MANUAL)
        leg = day.transfer(first, second.agent)
        if moment == "connect":
            day.desk.faults.add("GET *", 503, times=2)
        day.accept(leg)
        if moment == "close":
            day.desk.faults.add("GET *", 503, times=2)
        second.finish(leg)
        a_minute_passes(day, second)
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_5_4_a_conversations_ticket_that_takes_no_more_comments_does_not_lose_the_call() -> None:
    with colleagues() as (day, second):
        first = accept(day, **MANUAL)
        leg = day.hand_over(first, second)
        day.clock.pass_by(30)
        second.finish(leg)
        day.desk.faults.add("PUT /api/v2/tickets/*", 422)
        day.finish(first)
        assert len(day.new_tickets) == 2


def test_rule_5_4_an_outage_that_lasts_leaves_the_ticket_with_the_agent() -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", 503, times=9)
        day.finish(accept(day))
        assert day.new_ticket["requester_id"] == day.desk.agent_id


def test_rule_4_4_a_recent_ticket_first_found_at_the_end_is_used_in_auto_mode() -> None:
    with Workday(settings={"create_ticket_after_minutes": "60"}) as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old", updated_at="2026-11-21T08:59:00Z")["id"]
        day.desk.faults.add("GET /api/v2/users/search", 503, times=2)
        day.finish(accept(day))
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket)), day.new_tickets) == (1, 1, [])


HAPPENINGS = ["wait", "reload first", "reload second", "forget first", "forget second", "GET", "POST", "PUT", "lost"]


def happen(what: str, days: dict[str, Workday]) -> None:
    day = days["first"]
    match what.split():
        case ["reload", who]:
            days[who].reload()
        case ["forget", who]:
            days[who].store.clear()
            days[who].reload()
        case ["wait"]:
            a_minute_passes(*days.values())
        case ["lost"]:
            day.desk.faults.add("POST *", None, after_writing=True)
        case [method]:
            day.desk.faults.add(f"{method} *", 503)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    mode=st.sampled_from(["auto", "agent"]),
    number=st.sampled_from([ANN, STRANGER, None]),
    before=st.lists(st.sampled_from(HAPPENINGS), max_size=3),
    after=st.lists(st.sampled_from(HAPPENINGS), max_size=4),
    last=st.sampled_from(["first", "second"]),
)
def test_rule_4_1_whatever_happens_two_legs_end_complete_on_one_ticket(
    mode: str, number: str | None, before: list[str], after: list[str], last: str
) -> None:
    with colleagues(idempotent_paths=frozenset()) as (day, second):
        days = {"first": day, "second": second}
        contact = day.ring(number, attributes={"ticket_assignment": mode})
        for what in before:
            happen(what, days)
        day.accept(contact)
        day.clock.pass_by(7)
        legs = {"first": contact, "second": day.hand_over(contact, second)}
        for what in after:
            happen(what, days)
        for who in sorted(legs, key=lambda who: who == last):
            days[who].finish(legs[who])
            a_minute_passes(day, second)
        a_minute_passes(day, second)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 2)
