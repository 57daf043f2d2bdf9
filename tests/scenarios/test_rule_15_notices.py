"""Rules 15.1, 15.4 and 2.3: what the agent reads is true, appears once, and goes when it is over."""

import json
from typing import Any

import pytest

from deskline.diary.entry import ignored
from deskline.model.settings import APP_LANGUAGES
from scenarios.workday import ANN, STRANGER, Workday
from unit.words.test_texts import ROOT

TICKETS = ("channels/voice/tickets", "tickets")
BAD = {"voice_comment": "perhaps", "ticket_assignment": "ann@example.com", "customer_number": "Ms. Müller 7"}


def refuse(day: Workday, *paths: str, times: int = 1) -> None:
    for path in paths:
        day.desk.faults.add(f"POST /api/v2/{path}", 422, times=times)


def card(day: Workday, place: str = "new_ticket_sidebar") -> str:
    """What a sidebar shows."""
    day.tell(kind="hello", page="card", tab="tab", place=place)
    shown = [order["html"] for order in day.shims.orders if order["kind"] == "show" and order["page"] == "card"]
    return str(shown[-1])


def diary(day: Workday) -> list[dict[str, Any]]:
    """The entries of the exported event log."""
    day.press("diary", value="en Chrome/120")
    return list(json.loads(day.orders("diary")[-1]["text"])["entries"])


def test_rule_15_1_a_stranger_is_a_new_customer_with_a_link_once_the_user_is_made() -> None:
    with Workday() as day:
        contact = day.ring(STRANGER)
        assert f"Nobody in Zendesk has the number {STRANGER}." in card(day)
        assert "A new ticket, because" not in card(day)
        day.accept(contact)
        user = day.new_ticket["requester_id"]
        link = f'data-press="open_user" data-value="{user}">Caller {STRANGER}</button>'
        assert f'New customer: <button type="button" class="link" {link}' in card(day)
        assert "A new ticket, because no existing ticket applies." in card(day)
        assert "Nobody in Zendesk" not in card(day)


@pytest.mark.parametrize("direction", ["inbound", "outbound"])
def test_rule_15_1_an_unanswered_call_mentions_no_ticket(direction: str) -> None:
    with Workday() as day:
        if direction == "inbound":
            day.miss(day.ring(ANN))
        else:
            day.hang_up(day.dial(STRANGER))
        assert "new ticket" not in card(day).lower()
        assert "You choose" not in card(day)


def test_rule_15_1_a_refused_follow_up_is_not_mentioned() -> None:
    with Workday() as day:
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old", status="closed")["id"]
        refuse(day, *TICKETS)
        contact = day.ring(ANN, attributes={"zendesk_ticket": str(ticket)})
        day.accept(contact)
        assert not [notice for notice in day.notices if "follow-up was created" in notice]
        assert "follow-up" not in card(day)
        day.press("again", contact)
        assert day.new_ticket["via_followup_source_id"] == ticket
        assert "a follow-up was created" in card(day)


def test_rule_15_1_if_the_user_cannot_be_created_the_ticket_is_in_the_agents_name_and_the_card_says_so() -> None:
    with Workday() as day:
        refuse(day, "users", times=9)
        refuse(day, *TICKETS)
        contact = day.ring(STRANGER)
        day.accept(contact)
        assert "in your name" not in card(day) + " ".join(day.notices)
        day.press("again", contact)
        assert day.new_ticket["requester_id"] == day.desk.agent_id
        assert "The ticket is in your name." in card(day)


def test_rule_15_4_a_refused_ticket_asks_for_try_again_first_and_a_ticket_by_hand_only_then() -> None:
    with Workday() as day:
        refuse(day, *TICKETS)
        contact = day.ring(ANN)
        day.accept(contact)
        (order,) = day.orders("notify")
        assert "Press “Try again”. Create a ticket by hand only if Zendesk refuses again." in order["text"]
        assert not order["sticky"]
        assert order["text"] in day.panel
        day.press("again", contact)
        assert "by hand" not in day.panel
        assert len(day.new_tickets) == 1


def test_rule_16_3_the_softphone_shows_closed_calls_that_are_not_fully_saved_until_they_are() -> None:
    with Workday() as day:
        refuse(day, "calls", times=9)
        day.desk.faults.add("PUT /api/v2/tickets/*", 422, times=9)
        contact = day.call(ANN)
        assert "not fully saved: 1" in day.panel
        day.desk.faults.clear()
        day.press("again", contact)
        assert "fully saved" not in day.panel


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ({"what": "sound", "detail": "microphone_not_shared"}, "cannot use the microphone"),
        ({"what": "sound", "detail": "webrtc_error"}, "could not connect the call"),
    ],
)
def test_rule_16_3_a_lasting_state_is_a_temporary_notice_and_is_shown_in_the_softphone_until_it_is_over(
    trouble: dict[str, str], words: str
) -> None:
    with Workday() as day:
        day.tell(kind="trouble", **trouble)
        (notice,) = day.orders("notify")
        assert words in notice["text"]
        assert not notice["sticky"]
        assert words in day.panel
        for state in ("Offline", "Available"):
            day.connect.choose_state(state)
        assert words not in day.panel


def test_rule_2_3_invalid_values_of_a_flow_are_one_temporary_notice_and_a_line_in_the_card() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes=BAD)
        day.connect.set_attributes(contact, {"pop_incoming": "maybe"})
        day.accept(contact)
        (order,) = day.orders("notify")
        assert (order["level"], order["sticky"]) == ("notice", False)
        for name, value in BAD.items():
            assert f"{name} “{value}” (expected: " in order["text"]
        assert "pop_incoming “maybe” (expected: true or false" in card(day)


def test_rule_2_3_the_remark_is_of_a_readable_length_whatever_the_flow_sends() -> None:
    with Workday() as day:
        names = [
            "voice_comment",
            "pop_incoming",
            "download_recording",
            "all_outbound",
            "pause_recording",
            "zendesk_user",
        ]
        day.ring(ANN, attributes={name: "<b>x</b>" * 999 for name in [*names, "chat_transcript"]})
        (notice,) = day.notices
        assert notice.endswith("; and 2 more.")
        assert len(notice) < 700


def test_rule_15_4_the_diary_has_all_of_it_by_shape_and_nothing_of_its_content() -> None:
    with Workday() as day:
        contact = day.ring(ANN, attributes=BAD | {"zendesk_ticket": "#4711 von Müller"})
        day.accept(contact)
        day.wait(2)
        day.reload()
        flows = {entry["what"]: entry["result"] for entry in diary(day) if entry["kind"] == "flow"}
        assert flows == {
            "voice_comment": "boolean aaaaaaa",
            "ticket_assignment": "choice aaa@aaaaaaa.aaa",
            "customer_number": "phone aa. aaaaaa 0",
            "zendesk_ticket": "ticket #0000 aaa aaaaaa",
        }
        assert len([entry for entry in diary(day) if entry["kind"] == "flow"]) == 4
        assert all(entry["about"] == contact for entry in diary(day) if entry["kind"] == "flow")


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("", ""),
        ("ann@x.example", "aaa@a.aaaaaaa"),
        ("\n\t", "  "),
        ("\u0661\u00bd\U0001f600\u202e", "00??"),
        ("x" * 99, "a" * 24),
    ],
)
def test_rule_15_4_a_shape_tells_nobodys_value(value: str, shape: str) -> None:
    assert ignored("expected.choice:a, b", value) == f"choice {shape}"


@pytest.mark.parametrize("language", APP_LANGUAGES)
def test_rule_15_4_the_advice_to_try_again_names_the_button_as_it_is_called(language: str) -> None:
    texts = json.loads((ROOT / "translations" / f"{language}.json").read_text())["deskline"]
    assert texts["lost.try_again"] in texts["lost.ticket"]


@pytest.mark.parametrize("path", ["channels/voice/tickets", "calls"])
def test_rule_15_4_what_is_lost_of_an_anonymous_call_names_the_caller_and_no_id(path: str) -> None:
    with Workday() as day:
        refuse(day, path, times=2)
        contact = day.call(None)
        assert "an anonymous caller" in day.notices[-1]
        assert contact not in day.notices[-1]


def test_rule_15_4_an_anonymous_call_that_is_saved_slowly_is_named() -> None:
    with Workday() as day:
        day.desk.faults.add("*", 503, times=20)
        day.accept(day.ring(None))
        day.wait(60)
        day.wait(60)
        (told,) = [notice for notice in day.notices if "right now" in notice]
        assert "the details about an anonymous caller right now" in told
