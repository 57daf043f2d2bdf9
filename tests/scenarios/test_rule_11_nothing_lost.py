"""Rule 11 as far as it is built: writes that fail for a while, answers that are lost, reloads in the middle."""

import asyncio
from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, Strike, Workday, colleagues
from workbench.connect_agent import State
from workbench.faults import Fault

VOICE_TICKETS = "POST /api/v2/channels/voice/tickets"


def complete(day: Workday) -> bool:
    ticket = day.new_ticket["id"]
    return len(day.notes(ticket)) == len(day.voice_comments(ticket)) == 1


@pytest.mark.parametrize("status", [None, 409, 429, 500, 502, 503])
def test_rule_11_5_a_write_that_fails_for_a_while_is_sent_again(status: int | None) -> None:
    with Workday() as day:
        day.desk.faults.add(VOICE_TICKETS, status, times=4)
        day.call(ANN)
        assert day.new_tickets == []
        for _ in range(6):
            day.wait(60)
        assert complete(day)


def test_rule_11_5_zendesk_says_how_long_to_wait() -> None:
    with Workday() as day:
        day.desk.faults.add(VOICE_TICKETS, 429, retry_after="90")
        day.call(ANN, talk=0)
        day.wait(89)
        assert day.new_tickets == []
        day.wait(6)
        assert complete(day)


def test_rule_11_5_a_longer_delay_gets_one_notice() -> None:
    with Workday() as day:
        day.desk.faults.add(VOICE_TICKETS, 503, times=8)
        contact = day.ring(ANN)
        day.accept(contact)
        for _ in range(10):
            day.wait(60)
        assert day.notices == [
            "Zendesk is not accepting the details about Ann Miller right now. "
            "Deskline keeps them and tries again until they are saved."
        ]


@pytest.mark.parametrize("wakes", [True, False], ids=["the tab wakes", "the tab stays as it is"])
def test_rule_11_2_a_comment_that_a_hanging_tab_may_still_send_is_not_written_twice_nor_lost(wakes: bool) -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        held: list[dict[str, Any]] = []
        day.shims.strike = Strike(
            lambda asked: asked.get("path") == "/api/v2/calls.json" and not held.append(asked), False
        )
        day.hang_up(contact)
        day.hang()
        ticket = day.new_ticket["id"]
        day.wait(30)
        assert day.voice_comments(ticket) == []
        if wakes:
            (late,) = held
            day.desk.answer(late["method"], late["path"], late["body"], late["headers"], agent=day.zendesk_agent)
        second = day.ring(STRANGER)
        day.accept(second)
        assert len(day.new_tickets) == 2, "nothing else waits"
        day.wait(60)
        assert len(day.voice_comments(ticket)) == 1


def test_rule_11_5_one_contacts_problem_does_not_delay_another() -> None:
    with Workday() as day:
        day.desk.faults.add(VOICE_TICKETS, 503, times=1)
        stuck = day.ring(STRANGER)
        day.accept(stuck)
        day.call(ANN, talk=0)
        assert [ticket["requester_id"] for ticket in day.new_tickets] == [day.ann["id"]]


@pytest.mark.parametrize(
    "match",
    [
        "POST /api/v2/users",
        VOICE_TICKETS,
        "POST /api/v2/calls",
        "PUT /api/v2/tickets/*",
        "PUT /api/v2/users/*",
    ],
)
@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("written", [True, False])
def test_rule_11_6_a_lost_answer_is_asked_for_and_nothing_is_written_twice(
    match: str, plain: bool, written: bool
) -> None:
    with Workday(
        talk_partner_edition=not plain, idempotent_paths=frozenset(), call_comment_tells_external_id=False
    ) as day:
        bob = day.desk.add_user(name="Bob", email="bob@example.com")
        fault: Fault = day.desk.faults.add(match, None, after_writing=written)
        flow = {"order": "A1"} | ({"zendesk_user": str(bob["id"])} if "PUT /api/v2/users" in match else {})
        contact = day.ring(STRANGER, attributes=flow)
        day.accept(contact)
        day.connect.set_attributes(contact, {"order": "A2"})
        day.hang_up(contact)
        day.wait(30)
        day.wait(30)
        ticket = day.new_ticket["id"]
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (2, 1)
        strangers = [user for user in day.desk.users.values() if user["phone"] == STRANGER]
        assert len(strangers) == 1
        assert fault.times == (1 if plain and match == "POST /api/v2/calls" else fault.times)


@pytest.mark.parametrize("moment", ["ringing", "connected", "ended"])
def test_rule_11_3_a_reload_at_any_moment_changes_nothing_of_what_is_written(moment: str) -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        for state, verb in (("ringing", "accept"), ("connected", "hang_up"), ("ended", "clear")):
            if state == moment:
                day.reload()
            day.clock.pass_by(5)
            getattr(day.connect, verb)(contact)
        assert complete(day)
        assert day.desk.calls and len(day.new_tickets) == 1


def test_rule_11_3_a_call_that_was_closed_while_the_page_was_away_gets_its_voice_comment() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        day.stop()
        day.quiet = True
        day.clock.pass_by(30)
        day.hang_up(contact)
        day.clear(contact)
        day.quiet = False
        day.start()
        assert complete(day)


@pytest.mark.parametrize("mode", ["auto", "agent"])
@pytest.mark.parametrize("gone", [True, False])
def test_rule_11_3_a_call_that_was_answered_and_ended_while_no_page_was_open_is_written(mode: str, gone: bool) -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes={"ticket_assignment": mode})
        day.stop()
        day.quiet = True
        day.clock.pass_by(5)
        day.accept(contact)
        day.clock.pass_by(30)
        day.hang_up(contact)
        day.clock.pass_by(7)
        day.quiet = False
        day.start()
        assert len(day.new_tickets) == (mode == "auto")
        if gone:
            day.reload()
        day.clear(contact)
        assert complete(day)
        (call,) = day.desk.calls.values()
        assert (call["call_started_at"], call["call_ended_at"]) == ("2026-11-21T09:00:00Z", "2026-11-21T09:00:35Z")


@pytest.mark.parametrize("end", ["miss", "customer_hangs_up", "accept, hang_up, clear"])
def test_rule_5_6_a_call_that_connect_no_longer_reports_when_a_page_opens_counts_as_missed(end: str) -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.stop()
        day.quiet = True
        for verb in end.split(", "):
            getattr(day.connect, verb)(contact)
        day.quiet = False
        day.start()
        assert "Missed" in day.contacts_page()
        assert day.writes() == []


def test_rule_7_5_a_call_out_that_ended_before_it_was_answered_writes_nothing_although_work_follows() -> None:
    with Workday() as day:
        contact = day.dial(ANN)
        ended = day.connect.contact(contact)
        ended["state"] = {"type": "ended", "timestamp": ended["state"]["timestamp"]}
        day.connect.agent().state = State("AfterCallWork", "system", day.clock.now())
        day.report_agent()
        day.tell(kind="contact", contact=ended, gone=False)
        assert day.writes() == []


@pytest.mark.parametrize("requests", range(16))
@pytest.mark.parametrize("next_one", ["lost", "carried out"])
def test_rule_11_3_an_engine_that_dies_after_any_request_is_continued_by_the_next(requests: int, next_one: str) -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(STRANGER, attributes={"order": "A1"})
        day.pass_on()
        day.accept(contact)
        day.pass_on()
        day.dies_after(requests, carried_out=next_one == "carried out")
        day.settle()
        day.reload()
        day.hang_up(contact)
        day.quiet = False
        day.report()
        for _ in range(3):
            day.wait(60)
        assert complete(day)
        assert len([user for user in day.desk.users.values() if user["phone"] == STRANGER]) == 1


def test_a_record_that_this_version_cannot_read_does_not_keep_the_engine_from_starting() -> None:
    with Workday() as day:
        day.store["records", "odd"] = '{"!": "Nothing we know"}'
        day.store["records", "number"] = "7"
        day.store["records", "empty"] = '{"!": "Record", "contact": null, "agent": null}'
        day.reload()
        day.call(ANN)
        assert complete(day)


def test_old_closed_contacts_are_forgotten_and_open_ones_never() -> None:
    with Workday() as day:
        held = day.ring(STRANGER)
        day.accept(held)
        for _ in range(203):
            missed = day.ring(None)
            day.customer_hangs_up(missed)
            if missed in day.connect.contacts:
                day.clear(missed)
        kept = [key for object_store, key in day.store if object_store == "records"]
        assert len(kept) == 201
        assert held in kept


def test_rule_11_3_a_call_that_another_browser_took_leaves_no_ghost() -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(ANN)
        day.accept(contact)
        day.hang_up(contact)
        day.quiet = False
        day.report()
        day.clear(contact)
        day.reload()
        assert "strip" not in day.panel
        assert day.writes() == []


def test_rule_11_3_a_reload_while_the_caller_is_looked_up_looks_again() -> None:
    with Workday() as day:
        day.quiet = True
        day.ring(ANN)
        day.pass_on()
        day.dies_after(4, carried_out=True)
        day.settle()
        day.reload()
        assert day.pops == [("user", day.ann["id"])]


def test_rule_11_6_a_lost_answer_on_a_later_leg_is_not_mistaken_for_the_first_legs_ticket() -> None:
    flow = {"ticket_assignment": "agent"}
    with colleagues() as (day, second):
        first = day.ring(ANN, attributes=flow)
        day.accept(first)
        leg = day.hand_over(first, second)
        day.press("create", first)
        day.desk.faults.add(VOICE_TICKETS, 503)
        second.press("create", leg)
        second.wait(2)
        assert any(leg in note for ticket in day.new_tickets for note in day.notes(ticket["id"]))


def test_rule_11_5_an_unforeseen_error_rolls_nothing_back() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        shown = day.shims._page
        day.shims._page = lambda request: {"ok": {1}} if request["kind"] == "pop" else shown(request)  # type: ignore[method-assign]
        day.accept(contact)
        day.hang_up(contact)
        day.clear(contact)
        assert complete(day)
        assert day.shims.logs.pop().startswith("TypeError")


def test_rule_11_5_a_retry_after_of_zero_still_waits() -> None:
    with Workday() as day:
        day.desk.faults.add(VOICE_TICKETS, 429, times=99, retry_after="0")
        contact = day.ring(ANN)
        day.accept(contact)
        assert day.count(lambda path: "voice/tickets" in path) == 1


def test_rule_1_2_a_damaged_memory_of_the_account_does_no_harm() -> None:
    with Workday() as day:
        day.store["facts", "plain_until"] = "soon"
        day.call(ANN)
        assert complete(day)


def test_rule_11_5_a_page_that_never_answers_does_not_hold_up_a_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskline.adapters.http.LONGEST", 0.01)
    with Workday(idempotent_paths=frozenset()) as day:
        answer, unanswered = day.shims.request, []

        async def request(text: str) -> str:
            said = await answer(text)
            if "voice/tickets" in text and not unanswered:
                unanswered.append(text)
                await asyncio.get_running_loop().create_future()
            return said

        day.shims.request = request  # type: ignore[method-assign]
        day.call(ANN)
        day.loop.run_until_complete(asyncio.sleep(0.05))
        day.wait(2)
        assert complete(day)
        assert len(unanswered) == 1


def test_rule_11_6_a_call_that_another_browser_has_finished_gets_no_second_voice_comment() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        day.stop()
        here, day.store = day.store, {}
        day.start()
        day.hang_up(contact)
        day.clear(contact)
        day.stop()
        day.store = here
        day.clock.pass_by(3600)
        day.start()
        assert len(day.voice_comments(day.new_ticket["id"])) == 1
