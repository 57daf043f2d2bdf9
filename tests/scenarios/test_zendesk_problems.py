"""Problems in Zendesk: no call loses its record to what is deleted, closed, forbidden, slow or malformed."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.workday import ANN, STRANGER, Workday, colleagues

VOICE_TICKETS = "POST /api/v2/channels/voice/tickets"
HTML = "<!doctype html><title>Down for maintenance</title>"


def requested(day: Workday, **ticket: Any) -> int:
    """Return a ticket of Ann's."""
    return int(day.desk.add_ticket(requester_id=day.ann["id"], subject="Old", **ticket)["id"])


def connected(day: Workday, number: str | None = ANN, **flow: object) -> str:
    """Take a call, and return its contact id."""
    contact = day.ring(number, attributes={name: str(value) for name, value in flow.items()})
    day.accept(contact)
    return contact


def complete(day: Workday, ticket: dict[str, Any]) -> bool:
    """Whether a ticket has the contact details and the voice comment once each."""
    return len(day.notes(ticket["id"])) == len(day.voice_comments(ticket["id"])) == 1


def delete(day: Workday, ticket: int) -> None:
    """Delete a ticket, as a colleague may."""
    del day.desk.tickets[ticket]
    del day.desk.conversations[ticket]


@pytest.mark.parametrize("plain", [False, True])
def test_rule_4_6_a_ticket_closed_during_the_call_gets_a_follow_up_with_the_voice_comment(
    plain: bool,
) -> None:
    with Workday(talk_partner_edition=not plain) as day:
        contact = connected(day)
        closed = day.new_ticket
        closed["status"] = "closed"
        day.finish(contact)
        (follow_up,) = [ticket for ticket in day.new_tickets if ticket is not closed]
        assert follow_up["via_followup_source_id"] == closed["id"]
        assert follow_up["requester_id"] == day.ann["id"]
        assert complete(day, follow_up)
        assert day.voice_comments(closed["id"]) == []
        assert day.pops[-1] == ("ticket", follow_up["id"])
        assert day.notices == [f"Ticket #{closed['id']} is closed, so a follow-up was created."]


def test_rule_4_6_a_ticket_that_is_closed_between_ring_and_connect_is_followed_up() -> None:
    with Workday() as day:
        ticket = requested(day)
        contact = day.ring(ANN, attributes={"zendesk_ticket": str(ticket)})
        day.desk.tickets[ticket]["status"] = "closed"
        day.accept(contact)
        day.finish(contact)
        assert day.new_ticket["via_followup_source_id"] == ticket
        assert complete(day, day.new_ticket)
        assert day.notes(ticket) == []


def test_rule_4_6_a_merged_ticket_is_closed_and_followed_up() -> None:
    with Workday() as day:
        ticket, target = requested(day), requested(day)
        contact = connected(day, zendesk_ticket=ticket)
        day.desk.tickets[ticket]["status"] = "closed"
        day.finish(contact)
        assert complete(day, day.new_ticket)
        assert day.voice_comments(target) == day.voice_comments(ticket) == []


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("when", ["before connect", "before the end"])
def test_rule_4_6_a_ticket_deleted_during_the_call_is_replaced_with_the_same_contents(plain: bool, when: str) -> None:
    with Workday(talk_partner_edition=not plain) as day:
        contact = day.ring(ANN, attributes={"zendesk_ticket": str(requested(day)), "order": "A1"})
        if when == "before the end":
            day.accept(contact)
        delete(day, 1)
        if when == "before connect":
            day.accept(contact)
        day.finish(contact)
        assert complete(day, day.new_ticket)
        assert "A1" in day.notes(day.new_ticket["id"])[0]
        assert day.new_ticket["requester_id"] == day.ann["id"]
        assert len(day.notices) == 1
        assert day.notices[0].startswith("Ticket #1 can no longer be updated")


def test_rule_4_6_a_ticket_that_the_app_made_and_somebody_deleted_is_made_again_only_once() -> None:
    with Workday(talk_partner_edition=False) as day:
        contact = connected(day)
        delete(day, day.new_ticket["id"])
        day.finish(contact)
        assert complete(day, day.new_ticket)


def test_rule_4_6_a_call_that_was_moved_once_stays_and_what_is_lost_is_said() -> None:
    with Workday() as day:
        contact = connected(day)
        delete(day, day.new_ticket["id"])
        day.desk.faults.add("POST /api/v2/calls", 404, times=9)
        day.desk.faults.add("PUT /api/v2/tickets/*", 404, times=9)
        day.finish(contact)
        assert len(day.new_tickets) == 1
        assert day.notices[-1].startswith("Zendesk refused the voice comment")


@pytest.mark.parametrize("lost_answer", [False, True])
def test_rule_11_6_a_follow_up_in_mid_call_whose_answer_was_lost_is_not_made_twice(lost_answer: bool) -> None:
    with Workday(idempotent_paths=frozenset()) as day:
        contact = connected(day)
        closed = day.new_ticket
        closed["status"] = "closed"
        day.desk.faults.add("POST /api/v2/tickets", None, after_writing=lost_answer)
        day.finish(contact)
        day.wait(60)
        (follow_up,) = [ticket for ticket in day.new_tickets if ticket is not closed]
        assert complete(day, follow_up)


def test_rule_14_4_colleagues_whose_ticket_is_closed_in_mid_call_share_one_follow_up() -> None:
    with colleagues() as (day, other):
        contact = connected(day)
        leg = day.hand_over(contact, other)
        closed = day.new_ticket
        closed["status"] = "closed"
        day.clock.pass_by(30)
        day.finish(contact)
        other.finish(leg)
        (follow_up,) = [ticket for ticket in day.new_tickets if ticket is not closed]
        assert len(day.voice_comments(follow_up["id"])) == len(day.notes(follow_up["id"])) == 2


def test_rule_4_3_a_requested_ticket_that_the_agent_may_not_see_gives_a_new_one() -> None:
    with Workday() as day:
        ticket = requested(day)
        day.desk.users[day.zendesk_agent]["ticket_restriction"] = "assigned"
        day.call(ANN, attributes={"zendesk_ticket": str(ticket)})
        assert complete(day, day.new_ticket)
        assert "does not exist or cannot be read" in day.notices[0]


def test_rule_4_6_a_ticket_that_the_agent_may_read_but_not_write_gives_a_new_one() -> None:
    with Workday() as day:
        ticket = requested(day)
        day.desk.faults.add(f"PUT /api/v2/tickets/{ticket}", 403, times=9)
        day.call(ANN, attributes={"zendesk_ticket": str(ticket)})
        assert complete(day, day.new_ticket)
        assert day.notices[0].startswith("Ticket #1 can no longer be updated")


def refusing(**fields: str) -> dict[str, Any]:
    """Return Zendesk's answer to an invalid ticket."""
    details = {name: [{"description": text, "error": "InvalidValue"}] for name, text in fields.items()}
    return {"error": "RecordInvalid", "description": "Record validation errors", "details": details}


@pytest.mark.parametrize(
    ("named", "left_out"),
    [
        ({"assignee": "Assignee: is invalid"}, "assignee_id"),
        ({"submitter_id": "Submitter: is invalid"}, "submitter_id"),
        ({"custom_field_5": "Queue: is locked"}, "custom_fields"),
        ({"360000000005": "Queue: is locked"}, "custom_fields"),
        ({"base": "Queue: is locked"}, "custom_fields"),
    ],
)
def test_rule_6_1_a_field_that_zendesk_refuses_is_left_out_and_said(named: dict[str, str], left_out: str) -> None:
    with Workday() as day:
        day.desk.add_ticket_field("connect_outbound_queue")
        day.desk.faults.add(VOICE_TICKETS, 422, body=refusing(**named))
        day.call(ANN, attributes={"ticket_outbound_queue": "Sales"})
        sent = [sent.body["ticket"] for sent in day.desk.requests if sent.path.startswith("/api/v2/channels/voice")]
        assert sent[0].keys() - sent[1].keys() == {left_out}
        assert complete(day, day.new_ticket)
        (reason,) = named.values()
        assert day.notices == [f"Zendesk refused part of the new ticket, so it was left out: {reason}"]


def test_rule_4_6_where_follow_ups_are_refused_a_new_ticket_is_made() -> None:
    with Workday() as day:
        closed = requested(day, status="closed")
        reason = {"via_followup_source_id": "Follow-up source: must be a closed ticket"}
        day.desk.faults.add("POST /api/v2/tickets", 422, body=refusing(**reason))
        day.call(ANN, attributes={"zendesk_ticket": str(closed)})
        assert complete(day, day.new_ticket)


@pytest.mark.parametrize("details", [None, [], "no", {"subject": "no"}, {"subject": None}, {"subject": [None]}])
def test_rule_11_5_a_ticket_refused_for_what_it_cannot_do_without_is_said(details: object) -> None:
    with Workday() as day:
        for endpoint in ("channels/voice/tickets", "tickets"):
            day.desk.faults.add(f"POST /api/v2/{endpoint}", 422, times=9, body={"details": details})
        day.call(ANN)
        assert day.new_tickets == []
        assert day.notices[0].startswith("Zendesk refused to create a ticket")


def test_rule_6_7_a_user_deleted_since_the_look_up_is_created_anew() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.desk.users[day.ann["id"]]["active"] = False
        day.accept(contact)
        day.finish(contact)
        made = day.new_ticket["requester_id"]
        assert made not in (day.ann["id"], day.zendesk_agent)
        assert day.desk.users[made]["phone"] == ANN
        assert complete(day, day.new_ticket)


def test_rule_3_3_a_user_merged_into_another_since_the_look_up_is_that_other() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.desk.users[day.ann["id"]]["active"] = False
        winner = day.desk.add_user(name="Ann Winner", phone=ANN)
        day.accept(contact)
        day.finish(contact)
        assert day.new_ticket["requester_id"] == winner["id"]


@pytest.mark.parametrize("lag", [0, 600])
def test_rule_6_8_a_deleted_users_number_is_given_to_nobody_else(lag: float) -> None:
    with Workday(search_lag=lag) as day:
        bare = day.desk.add_user(name="Bare")
        day.clock.pass_by(601)
        contact = day.ring(STRANGER, attributes={"zendesk_user": str(bare["id"])})
        day.desk.users[bare["id"]]["active"] = False
        day.accept(contact)
        day.finish(contact)
        assert day.new_ticket["requester_id"] == day.zendesk_agent
        assert day.desk.users[day.zendesk_agent]["phone"] != STRANGER
        assert day.notices == [
            "Zendesk refused the caller as requester (Requester: is invalid). The ticket is in your name."
        ]


def test_rule_3_7_who_was_deleted_is_asked_for_until_zendesk_answers() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.desk.users[day.ann["id"]]["active"] = False
        day.desk.faults.add("GET /api/v2/users/search", 503)
        day.accept(contact)
        day.finish(contact)
        assert day.new_tickets == []
        day.wait(60)
        assert complete(day, day.new_ticket)
        assert day.new_ticket["requester_id"] != day.zendesk_agent


def test_rule_6_1_a_suspended_caller_whom_zendesk_refuses_as_requester_leaves_the_ticket_with_the_agent() -> None:
    with Workday(refuses_suspended_requesters=True) as day:
        day.desk.users[day.ann["id"]]["suspended"] = True
        day.call(ANN)
        assert day.new_ticket["requester_id"] == day.zendesk_agent
        assert complete(day, day.new_ticket)
        assert "Ann Miller is suspended" in day.notices[0]


def test_rule_6_4_a_requester_who_was_merged_in_mid_call_does_not_cost_the_voice_comment() -> None:
    with Workday() as day:
        winner = day.desk.add_user(name="Ann Winner")
        contact = connected(day)
        day.new_ticket["requester_id"] = winner["id"]
        day.desk.faults.add("POST /api/v2/calls", 422, body=refusing(end_user_id="End user: is invalid"))
        day.finish(contact)
        assert complete(day, day.new_ticket)
        assert [call["end_user_id"] for call in day.desk.calls.values()] == [winner["id"]]
        assert day.notices == []


@pytest.mark.parametrize("plain", [False, True])
def test_rule_6_7_an_agent_who_may_not_create_users_gets_the_ticket_and_is_told(plain: bool) -> None:
    with Workday(talk_partner_edition=not plain) as day:
        day.desk.faults.add("POST /api/v2/users", 403, times=9)
        day.call(STRANGER)
        assert day.new_ticket["requester_id"] == day.zendesk_agent
        assert complete(day, day.new_ticket)
        assert day.notices[0].startswith("Zendesk refused to create a user")


def test_rule_11_5_rate_limited_clients_do_not_all_retry_at_the_same_moment() -> None:
    waits = set()
    for share in (0.0, 0.3, 0.9):
        with Workday() as day:
            day.clock.share = share
            day.desk.faults.add(VOICE_TICKETS, 429, retry_after="30")
            connected(day)
            waited = 30.0
            day.wait(30)
            while not day.new_tickets:
                day.wait(0.1)
                waited += 0.1
            waits.add(round(waited, 1))
            assert waited < 36
    assert len(waits) == 3


def test_rule_11_5_a_wait_that_makes_no_sense_is_an_hour_at_most() -> None:
    with Workday() as day:
        day.desk.faults.add(VOICE_TICKETS, 429, retry_after="9" * 40)
        contact = connected(day)
        day.wait(3700)
        day.finish(contact)
        assert complete(day, day.new_ticket)


@pytest.mark.parametrize("body", [HTML, [], 7, {"error": "Internal"}, {}, {"ticket": []}, {"ticket": {"id": "x"}}])
def test_rule_11_6_a_ticket_whose_answer_makes_no_sense_is_asked_for(body: object) -> None:
    with Workday(idempotent_paths=frozenset()) as day:
        day.desk.faults.add(VOICE_TICKETS, 200, body=body, after_writing=True)
        contact = connected(day)
        day.wait(10)
        day.finish(contact)
        assert complete(day, day.new_ticket)


@pytest.mark.parametrize("match", ["PUT /api/v2/tickets/*", "POST /api/v2/calls"])
@pytest.mark.parametrize("body", [HTML, {"error": "Internal", "description": "Something went wrong"}])
def test_rule_11_5_a_write_that_is_answered_with_200_and_an_error_is_sent_again(match: str, body: object) -> None:
    with Workday() as day:
        ticket = requested(day)
        day.desk.faults.add(match, 200, body=body)
        contact = connected(day, zendesk_ticket=ticket)
        day.wait(10)
        day.finish(contact)
        day.wait(10)
        assert len(day.notes(ticket)) == len(day.voice_comments(ticket)) == 1


def slowly(day: Workday, seconds: float) -> None:
    """Let every write be answered late, by the day's own clock."""
    at_once = day.shims.request

    async def request(text: str) -> str:
        answer = await at_once(text)
        if json.loads(text).get("method", "GET") != "GET":
            await day.clock.sleep(seconds)
        return answer

    day.shims.request = request  # type: ignore[method-assign]


def test_rule_11_6_answers_that_take_twenty_seconds_lead_to_nothing_twice() -> None:
    with Workday() as day:
        slowly(day, 20)
        contact = connected(day, STRANGER)
        day.wait(19)
        day.hang_up(contact)
        day.clear(contact)
        for _ in range(9):
            day.wait(20)
        assert complete(day, day.new_ticket)
        assert len([user for user in day.desk.users.values() if user["phone"] == STRANGER]) == 1
        assert day.notices == []


def test_rule_3_7_a_look_up_that_takes_twenty_seconds_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskline.ask.timed.PATIENCE", 0.02)
    with Workday() as day:
        at_once = day.shims.request

        async def request(text: str) -> str:
            if "/users/search" in text:
                await asyncio.sleep(20)
            return await at_once(text)

        day.shims.request = request  # type: ignore[method-assign]
        contact = day.ring(ANN)
        day.loop.run_until_complete(asyncio.sleep(0.05))
        day.accept(contact)
        day.loop.run_until_complete(asyncio.sleep(0.05))
        day.settle()
        assert day.notices[0].startswith("Zendesk did not answer the search for")
        day.shims.request = at_once  # type: ignore[method-assign]
        day.finish(contact)
        assert complete(day, day.new_ticket)


@pytest.mark.parametrize("refusal", [403, 404])
def test_rule_1_2_an_account_without_partner_edition_misses_nothing(refusal: int) -> None:
    with Workday(talk_partner_edition=False, talk_partner_refusal=refusal) as day:
        day.call(ANN)
        assert complete(day, day.new_ticket)


def test_rule_11_5_a_change_that_may_not_be_written_makes_no_second_ticket() -> None:
    with Workday() as day:
        contact = connected(day)
        day.desk.faults.add("PUT /api/v2/tickets/*", 403)
        day.connect.set_attributes(contact, {"later": "1"})
        day.finish(contact)
        assert complete(day, day.new_ticket)
        assert day.notices[0].startswith("Zendesk refused a private comment")


LOST = st.sampled_from(["POST /api/v2/*", "PUT /api/v2/*", "GET /api/v2/*"])
FAULTS = st.lists(st.tuples(LOST, st.sampled_from([None, 429, 503]), st.booleans()), max_size=3)


def befall(day: Workday, what: str) -> None:
    """Close or delete every ticket there is."""
    for ticket in list(day.desk.tickets):
        if what == "deleted":
            delete(day, ticket)
        else:
            day.desk.tickets[ticket]["status"] = "closed"


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    what=st.sampled_from(["closed", "deleted"]),
    when=st.integers(0, 2),
    asked=st.booleans(),
    manual=st.booleans(),
    plain=st.booleans(),
    reload=st.booleans(),
    faults=FAULTS,
)
def test_rule_4_6_whenever_tickets_are_closed_or_deleted_the_call_ends_on_one_that_has_it_whole(
    what: str,
    when: int,
    asked: bool,
    manual: bool,
    plain: bool,
    reload: bool,
    faults: list[tuple[str, int | None, bool]],
) -> None:
    with Workday(talk_partner_edition=not plain, idempotent_paths=frozenset()) as day:
        flow = {"ticket_assignment": "agent" if manual else "auto"} | ({"zendesk_ticket": "1"} if asked else {})
        requested(day)
        contact = day.ring(ANN, attributes=flow)
        steps = [
            lambda: day.accept(contact),
            lambda: day.connect.set_attributes(contact, {"later": "1"}),
            lambda: day.finish(contact),
        ]
        for number, step in enumerate(steps):
            if number == when:
                befall(day, what)
                for match, status, written in faults:
                    day.desk.faults.add(match, status, after_writing=written)
            step()
            if number == 0 and manual:
                day.press("create", contact)
            if reload:
                day.reload()
        for _ in range(12):
            day.wait(60)
        whole = [ticket for ticket in day.desk.tickets if day.voice_comments(ticket)]
        assert len(whole) == 1
        assert len(day.voice_comments(whole[0])) == 1
        assert sum(contact in note for note in day.notes(whole[0])) >= 1
        carrying = [ticket for ticket in day.desk.tickets if any(contact in note for note in day.notes(ticket))]
        assert len(carrying) <= 2


@pytest.mark.parametrize("address", ["http://[", "/elsewhere", 7, "https://evil.example/api/v3/users"])
def test_rule_3_7_a_next_page_that_is_none_of_zendesks_is_no_answer(address: object) -> None:
    with Workday() as day:
        day.desk.faults.add("GET /api/v2/users/search", 200, times=9, body={"users": [], "next_page": address})
        day.call(ANN)
        assert day.notices[0].startswith("Zendesk did not answer the search for")
        assert all(sent.path.startswith("/api/v2/") for sent in day.desk.requests)


@pytest.mark.parametrize("time", ["2026-11-21T08:59:00", "soon", None])
def test_rule_3_7_a_ticket_without_a_time_is_no_answer(time: str | None) -> None:
    with Workday(settings={"create_ticket_after_minutes": "15"}) as day:
        body = {"tickets": [{"id": 1, "status": "open", "updated_at": time}], "next_page": None}
        day.desk.faults.add("GET /api/v2/users/*/tickets/requested", 200, times=9, body=body)
        day.call(ANN)
        assert len(day.notices) == 1
        assert len(day.new_tickets) == 1


def test_rule_4_4_a_list_of_closed_tickets_without_an_end_is_read_to_where_zendesk_ends_it() -> None:
    with Workday(settings={"create_ticket_after_minutes": "15"}) as day:
        endless = {
            "tickets": [{"id": 1, "status": "closed", "updated_at": "2026-11-21T09:00:00Z"}],
            "next_page": "https://workbench.zendesk.com/api/v2/users/1/tickets/requested.json?page=2",
        }
        day.desk.faults.add("GET /api/v2/users/*/tickets/requested", 200, times=100_000, body=endless)
        day.call(ANN)
        assert complete(day, day.new_ticket)
        assert day.count(lambda path: "requested" in path) == 100
