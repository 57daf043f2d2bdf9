"""Rule 15.4: problems in Amazon Connect get one notice per cause, and no call loses its record."""

import json
import re
from typing import Any

import pytest

from scenarios.workday import ANN, STRANGER, TEXTS, Workday


def heard(day: Workday, *troubles: str) -> list[str]:
    """Let the shim report problems, and return the beginnings of the notices."""
    for trouble in troubles:
        what, _, detail = trouble.partition(" ")
        day.tell(kind="trouble", what=what, **({"detail": detail} if detail else {}))
    return [notice[:40] for notice in day.notices]


def complete(day: Workday) -> bool:
    """Whether the one ticket has the contact details and the voice comment once each."""
    ticket = day.new_ticket["id"]
    return len(day.notes(ticket)) == len(day.voice_comments(ticket)) == 1


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("signed_out", "Amazon Connect has signed you out"),
        ("popup", "The browser blocked Amazon Connect's sig"),
        ("silent", "Amazon Connect is not responding"),
        ("denied", "Amazon Connect denied access"),
        ("sound microphone_not_shared", "The softphone cannot use the microphone"),
        ("sound webrtc_error", "The softphone could not connect the call"),
        ("sound unheard_of", "The softphone could not connect the call"),
    ],
)
def test_rule_15_4_a_problem_gets_one_notice(trouble: str, said: str) -> None:
    with Workday() as day:
        (notice,) = heard(day, trouble, trouble)
        assert notice.startswith(said)


def test_rule_15_4_no_two_notices_for_one_cause() -> None:
    with Workday() as day:
        assert len(heard(day, "signed_out", "popup", "silent", "denied")) == 1


def test_rule_15_4_after_the_connection_is_back_the_next_problem_gets_a_notice_again() -> None:
    with Workday() as day:
        heard(day, "signed_out")
        day.report_agent()
        day._told.clear()
        day.report_agent()
        assert len(heard(day, "silent")) == 2


def test_rule_11_4_in_media_less_mode_the_notice_of_a_failed_call_names_the_audio_window() -> None:
    with Workday({"media_less": True}) as day:
        call = day.ring(ANN)
        day.miss(call)
        day.report_agent()
        (notice,) = day.notices
        assert "If you accepted it, no softphone window was open for its audio" in notice
        assert TEXTS["page.audio_open"] in notice


def test_rule_7_6_while_the_line_is_down_a_dial_says_so() -> None:
    with Workday() as day:
        heard(day, "signed_out")
        day.tell(kind="dial", number=STRANGER)
        assert day.shims.dialled == []
        assert day.notices[-1].startswith("Sign in to Amazon Connect")
        day._told.clear()
        day.report_agent()
        day.wait(5)
        day.tell(kind="dial", number=STRANGER)
        assert [number for number, _ in day.shims.dialled] == [STRANGER]


def test_rule_5_6_a_missed_call_gets_one_notice_that_says_how_to_get_the_next() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        day.miss(contact)
        day.connect.refresh()
        (notice,) = day.notices
        assert "Set yourself to Available in the softphone to get the next one." in notice
        day.clear(contact)
        day.miss(day.ring(ANN))
        assert len(day.notices) == 2


def test_rule_15_4_the_state_that_follows_from_a_softphone_error_is_no_second_cause() -> None:
    with Workday() as day:
        contact = day.ring(ANN)
        heard(day, "sound microphone_not_shared")
        day.miss(contact)
        day.connect.refresh()
        assert len(day.notices) == 1
        assert day.notices[0].startswith("The softphone cannot use the microphone")


def test_rule_15_4_a_state_that_is_only_reported_again_ends_no_trouble() -> None:
    with Workday() as day:
        heard(day, "sound webrtc_error")
        day._told.clear()
        day.report_agent()
        day.miss(day.ring(ANN))
        assert len(day.notices) == 1


def test_rule_15_4_nothing_that_streams_calls_an_error_is_markup_or_endless() -> None:
    with Workday() as day:
        (notice,) = (heard(day, "sound " + "x\n" * 900), day.notices)[1]
        assert len(notice) < 400
        assert "\n" not in notice


def test_rule_5_7_reports_that_come_twice_or_too_late_change_nothing() -> None:
    with Workday() as day:
        seen: list[dict[str, Any]] = []
        contact = day.ring(ANN)
        for step in (day.accept, day.hang_up):
            seen.append(day.connect.contact(contact))
            step(contact)
            seen.append(day.connect.contact(contact))
            for old in seen:
                day.tell(kind="contact", contact=json.loads(json.dumps(old)), gone=False)
        day.clear(contact)
        for old in seen:
            day.tell(kind="contact", contact=json.loads(json.dumps(old)), gone=False)
        assert complete(day)
        assert day.voice_comments(day.new_ticket["id"])


@pytest.mark.parametrize("number", [ANN, STRANGER, None])
def test_rule_11_3_a_contact_that_is_gone_before_it_was_looked_at_is_written_all_the_same(number: str | None) -> None:
    with Workday() as day:
        day.quiet = True
        contact = day.ring(number)
        day.pass_on()
        day.accept(contact)
        day.clock.pass_by(30)
        day.pass_on()
        day.hang_up(contact)
        day.pass_on()
        day.clear(contact)
        day.pass_on()
        day.settle()
        assert complete(day)


def test_rule_5_6_a_contact_that_was_only_ever_reported_as_gone_writes_nothing() -> None:
    with Workday() as day:
        day.tell(kind="contact", contact={"contactId": "never-seen"}, gone=True)
        assert day.writes() == []
        assert day.notices == []


def skewed(day: Workday, behind: float) -> None:
    """Set the browser's clock behind Connect's and Zendesk's by so many seconds, and let Connect report it."""
    right = day.connect.now
    day.desk.now = day.connect.now = lambda: right() + day.clock.time.resolution * int(behind * 1e6)
    whole = json.loads(json.dumps(day.connect.snapshot(day.agent), default=str))
    agent = {**whole["configuration"], "state": whole["snapshot"]["state"]}
    day.tell(kind="agent", agent=agent, contacts=[], skew=behind)


@pytest.mark.parametrize("behind", [-7200, 7200])
@pytest.mark.parametrize(("age", "taken"), [(14, True), (16, False)])
def test_rule_4_4_a_browser_whose_clock_is_hours_wrong_finds_the_recent_ticket(
    behind: float, age: int, taken: bool
) -> None:
    with Workday(settings={"create_ticket_after_minutes": "15"}, search_lag=-86400) as day:
        skewed(day, behind)
        ticket = day.desk.add_ticket(requester_id=day.ann["id"], subject="Old")["id"]
        day.clock.pass_by(age * 60)
        day.quiet = True
        contact = day.ring(ANN)
        day.tell(kind="contact", contact=day.connect.contact(contact), gone=False)
        assert (day.pops[0] == ("ticket", ticket)) is taken


@pytest.mark.parametrize("behind", [-7200, 7200])
def test_rule_6_4_a_call_that_vanishes_is_as_long_as_by_connects_clock(behind: float) -> None:
    with Workday() as day:
        skewed(day, behind)
        day.quiet = True
        contact = day.ring(None)
        day.tell(kind="contact", contact=day.connect.contact(contact), gone=False)
        day.accept(contact)
        day.tell(kind="contact", contact=day.connect.contact(contact), gone=False)
        day.clock.pass_by(65)
        day.tell(kind="contact", contact=day.connect.contact(contact), gone=True)
        (call,) = day.desk.calls.values()
        assert call["call_ended_at"] > call["call_started_at"]
        minutes = int(call["call_ended_at"][14:16]) - int(call["call_started_at"][14:16])
        assert minutes == 1


@pytest.mark.parametrize("behind", [-300, 0, 300])
def test_rule_15_1_a_page_counts_the_duration_on_the_browsers_own_clock(
    behind: int,
) -> None:
    with Workday() as day:
        skewed(day, behind)
        day.quiet = True
        began = day.clock.now()
        contact = day.ring(ANN)
        day.tell(kind="contact", contact=day.connect.contact(contact), gone=False)
        day.accept(contact)
        day.tell(kind="contact", contact=day.connect.contact(contact), gone=False)
        for place, about in (("ticket_sidebar", day.new_ticket["id"]), ("user_sidebar", day.ann["id"])):
            day.look_at(place, about)
            shown = day.shims.orders[-1]["html"]
            assert re.findall('data-since="([^"]*)"', shown) == [began.isoformat()]


@pytest.mark.parametrize("behind", [float("nan"), float("inf"), 1e300])
def test_rule_4_4_a_difference_that_no_two_clocks_have_is_ignored(behind: float) -> None:
    with Workday() as day:
        day.tell(kind="agent", agent={}, contacts=[], skew=behind)
        day.call(ANN)
        assert complete(day)


def test_rule_16_3_what_a_busy_page_did_not_show_is_shown_once_it_answers_again() -> None:
    with Workday() as day:
        before = len(day.orders("show"))
        day.closed_pages.add(day.page)
        day.tell(kind="trouble", what="silent")
        day.wait(2)
        assert day.notices == []
        day.closed_pages.clear()
        for _ in range(3):
            day.wait(2)
        assert len(day.notices) == 1
        assert len(day.orders("show")) == before + 1


def test_a_page_that_never_answers_is_not_asked_for_ever() -> None:
    with Workday() as day:
        day.closed_pages.add(day.page)
        day.tell(kind="trouble", what="silent")
        for _ in range(30):
            day.wait(2)
        before = day.shims.activity
        for _ in range(5):
            day.wait(2)
        assert day.shims.activity == before
