"""Rules 7.6 and 15.1: no answer is not a refusal, a typed number stays until the call exists; hold and calling."""

import asyncio
import json
from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, Workday
from workbench.connect_ledger import SILENT

DIAL = "createOutboundContact"
CHECK = f"Before you dial {ANN} again, check in the softphone whether the call was placed."
NO_WORD = f"Amazon Connect has not responded. {CHECK}"
QUEUE = "Check that the queue has an outbound caller ID number."
REFUSED = f"Amazon Connect did not call {ANN} through the queue Sales. {QUEUE}"


def typed(day: Workday, number: str = ANN) -> None:
    """Let the agent type a number and press *Call*."""
    day.press("dial", value=number)


def answers_later(day: Workday, answer: dict[str, Any]) -> asyncio.Event:
    """Let Connect answer the request to dial with this when the event is set, carrying nothing out."""
    due, at_once = asyncio.Event(), day.shims.request

    async def request(text: str) -> str:
        if json.loads(text)["kind"] != "dial":
            return await at_once(text)
        await due.wait()
        return json.dumps(answer)

    day.shims.request = request  # type: ignore[method-assign]
    return due


def test_rule_7_6_a_request_that_is_never_answered_is_no_problem_once_the_call_exists() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        day.connect.afterthoughts[DIAL] = None
        day.tell(kind="dial", number=ANN, user_id=day.ann["id"], ticket_id=ticket)
        (contact,) = day.connect.contacts
        day.answer(contact)
        day.wait(60)
        day.finish(contact)
        assert day.notices == []
        assert (len(day.notes(ticket)), len(day.voice_comments(ticket))) == (1, 1)


def test_rule_7_6_without_a_call_it_is_said_that_there_was_no_answer() -> None:
    with Workday() as day:
        day.connect.faults[DIAL] = None
        typed(day)
        day.wait(14)
        assert day.notices == []
        day.wait(2)
        assert day.notices == [NO_WORD]
        day.wait(600)
        assert day.notices == [NO_WORD]


def test_rule_7_6_a_call_that_comes_after_all_is_the_one_that_was_dialled() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        day.connect.faults[DIAL] = None
        day.tell(kind="dial", number=ANN, user_id=day.ann["id"], ticket_id=ticket)
        day.wait(20)
        day.answer(day.dial(ANN))
        assert len(day.notes(ticket)) == 1


@pytest.mark.parametrize("word", ["timeout", "failed", "gone", ""])
def test_rule_7_6_any_word_but_a_refusal_counts_as_no_answer(word: str) -> None:
    with Workday() as day:
        day.shims._dial = lambda request: {"error": word}  # type: ignore[method-assign]
        typed(day)
        assert day.notices == [NO_WORD]


def test_rule_7_6_a_failure_that_comes_when_the_call_is_there_is_none() -> None:
    with Workday() as day:
        day.connect.afterthoughts[DIAL] = "invalid state"
        typed(day)
        (contact,) = day.connect.contacts
        day.answer(contact)
        assert day.notices == []
        assert day.new_ticket["requester_id"] == day.ann["id"]


def test_rule_7_6_a_refusal_that_comes_late_is_said_and_frees_the_line() -> None:
    with Workday() as day:
        refusal = answers_later(day, {"error": "refused"})
        typed(day)
        day.wait(16)
        refusal.set()
        day.settle()
        assert day.notices == [NO_WORD, REFUSED]
        typed(day, STRANGER)
        assert day.notices[2:] == [REFUSED.replace(ANN, STRANGER)]


def test_rule_7_6_a_refusal_that_comes_late_leaves_a_later_dial_alone() -> None:
    with Workday() as day:
        refusal = answers_later(day, {"error": "refused"})
        bob = day.desk.add_user(name="Bob")
        typed(day)
        day.wait(31)
        day.tell(kind="dial", number=ANN, user_id=bob["id"])
        refusal.set()
        day.quiet = True
        day.settle()
        assert day.notices.count(REFUSED) == 2


def test_rule_7_6_a_success_that_comes_late_is_no_news() -> None:
    with Workday() as day:
        answer = answers_later(day, {"ok": None})
        typed(day)
        day.wait(16)
        answer.set()
        day.settle()
        assert day.notices == [NO_WORD]


def test_rule_7_6_a_typed_number_goes_from_its_field_when_the_call_is_there() -> None:
    with Workday() as day:
        day.look_at("user_sidebar", day.ann["id"])
        typed(day, "02 9999 0001")
        pages = [order["page"] for order in day.shims.orders if order["kind"] == "called"]
        assert sorted(pages) == sorted(["softphone", f"user_sidebar {day.ann['id']}"])
        assert {order["number"] for order in day.orders("called")} == {"02 9999 0001"}


@pytest.mark.parametrize("trouble", ["refused", "silent", "offline"])
def test_rule_7_6_a_typed_number_stays_in_its_field_until_then(trouble: str) -> None:
    with Workday() as day:
        if trouble == "refused":
            day.press("queue", value=SILENT.name)
        elif trouble == "silent":
            day.connect.faults[DIAL] = None
        else:
            day.connect.choose_state("Offline")
        typed(day)
        day.wait(20)
        assert day.orders("called") == []
        assert len(day.notices) == 1


def test_rule_7_6_a_typed_number_goes_whichever_engine_sees_its_call() -> None:
    with Workday() as day:
        day.connect.faults[DIAL] = None
        typed(day, "02 9999 0001")
        day.reload()
        day.dial(ANN)
        assert [order["number"] for order in day.orders("called")] == ["02 9999 0001"]


def test_rule_7_6_a_click_in_zendesk_leaves_what_is_typed_alone() -> None:
    with Workday() as day:
        day.tell(kind="dial", number=ANN)
        assert day.orders("called") == []


def panel_while(day: Workday, **dialled: object) -> str:
    day.tell(kind="dial", number=ANN, **dialled)
    return day.panel


def test_rule_15_1_a_call_that_is_not_answered_yet_shows_who_is_called_and_its_ticket() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        panel = panel_while(day, user_id=day.ann["id"], ticket_id=ticket)
        assert ANN in panel
        assert f">#{ticket}</button>" in panel and "Calling" in panel
        (contact,) = day.connect.contacts
        day.answer(contact)
        assert "Calling" not in day.panel
        assert "On the line" in day.panel


def test_rule_15_1_a_call_from_elsewhere_is_only_being_called() -> None:
    with Workday() as day:
        panel = panel_while(day)
        assert "Calling" in panel
        assert "#" not in panel


@pytest.mark.parametrize("begins", ["ring", "dial", "ring_callback"])
def test_rule_15_1_a_call_on_hold_is_shown_as_such(begins: str) -> None:
    with Workday() as day:
        contact = getattr(day.connect, begins)(ANN)
        if begins != "dial":
            day.accept(contact)
        if begins != "ring":
            day.answer(contact)
        assert "On hold" not in day.panel
        day.connect.hold(contact)
        assert "On hold" in day.panel
        assert "On the line" not in day.panel
        day.reload()
        assert "On hold" in day.panel
        day.connect.resume(contact)
        assert "On hold" not in day.panel
        day.connect.hold(contact)
        day.hang_up(contact)
        assert "On hold" not in day.panel


def test_rule_15_1_a_customer_on_hold_for_a_third_party_is_on_hold() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.accept(contact)
        party = day.connect.add_party(contact, STRANGER)
        day.answer(contact, party)
        assert "On hold" in day.panel
        day.connect.conference(contact)
        assert "On the line" in day.panel
