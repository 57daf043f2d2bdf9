"""Rules 1.3 and 15.4: problems in Amazon Connect, through the real Streams."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser.stage import ANN, Stage

pytestmark = [pytest.mark.browser, pytest.mark.shift]


@pytest.mark.parametrize(
    ("shut_out", "text"),
    [
        (lambda stage: stage.bench.connect.expire(), "Amazon Connect has signed you out"),
        (lambda stage: stage.bench.connect.sign_out(), "Amazon Connect has signed you out"),
        (lambda stage: stage.bench.connect.deny(), "Amazon Connect denied access"),
    ],
    ids=["session expired", "signed out", "access denied"],
)
def test_rule_15_4_a_signed_out_agent_gets_one_notice_and_signs_in_again_without_a_reload(
    stage: Stage, shut_out: Callable[[Stage], None], text: str
) -> None:
    tab = stage.open_with_softphone()
    loaded = tab.softphone.evaluate("performance.timeOrigin")
    shut_out(stage)
    tab.says(text)
    expect(tab.softphone.locator("#sign-in")).to_be_visible()
    tab.ccp.get_by_role("button", name="Sign in").click()
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    stage.handle_a_call(tab)
    assert tab.softphone.evaluate("performance.timeOrigin") == loaded
    tab.says(text)


def test_rule_1_3_a_session_that_ends_during_a_call_loses_nothing(stage: Stage) -> None:
    tab = stage.open_with_softphone()
    contact = stage.ring(ANN)
    stage.accept(contact)
    stage.until(tab, lambda: stage.made)
    stage.bench.connect.expire()
    tab.says("Amazon Connect has signed you out")
    stage.hang_up(contact)
    stage.bench.connect.sign_in()
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]) == 1)
    assert len(stage.made) == 1


def test_rule_16_3_the_reason_for_a_lost_connection_is_said_once_by_the_sign_in_card(stage: Stage) -> None:
    tab = stage.open_with_softphone()
    stage.bench.connect.expire()
    card, lines = tab.softphone.locator("#sign-in"), tab.softphone.locator("#above .status")
    expect(card).to_contain_text("Amazon Connect has signed you out")
    expect(lines).to_have_count(0)
    stage.bench.connect.sign_in()
    expect(card).to_be_hidden()


def test_rule_15_4_softphone_errors_and_error_states_get_one_notice_per_cause(stage: Stage) -> None:
    connect = stage.bench.connect
    tab = stage.open().ready()
    contact = connect.ring(ANN)
    connect.softphone_error("microphone_not_shared")
    tab.says("The softphone cannot use the microphone")
    connect.reject(contact)
    connect.clear(contact)
    expect(tab.softphone.locator("#above .status")).to_have_count(
        0
    )  # the agent is available again, and the page knows it
    connect.softphone_error("webrtc_error")
    tab.says("The softphone could not connect the call\u2019s audio")
    connect.refresh()
    for is_last in (False, True):
        missed = connect.ring(ANN)
        # The notice has her name, if she was recognised by then.
        expect(tab.softphone.locator(".headline h2")).to_have_text("Ann Miller")
        connect.miss(missed)
        if not is_last:
            connect.clear(missed)
            expect(tab.softphone.locator(".headline")).to_have_count(0)
    tab.says("You missed the call from Ann Miller.")
    expect(tab.softphone.locator("#above .status")).to_contain_text("Set yourself to Available to get the next one.")
    assert stage.made == []


def test_rule_5_7_snapshots_that_come_twice_or_out_of_order_change_nothing(stage: Stage) -> None:
    connect = stage.bench.connect
    tab = stage.open().ready()
    contact = connect.ring(ANN)
    ringing = connect.snapshot()
    connect.accept(contact)
    for snapshot in (ringing, connect.snapshot(), ringing, connect.snapshot()):
        connect.tell("agent-1", "agent::update", snapshot)
    stage.until(tab, lambda: stage.made)
    connected = connect.snapshot()
    connect.hang_up(contact)
    for snapshot in (connected, connect.snapshot(), connect.snapshot()):
        connect.tell("agent-1", "agent::update", snapshot)
    connect.clear(contact)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]) == 1)
    stage.handle_a_call(tab)
    assert [stage.voices(ticket["id"]) for ticket in stage.made] == [1, 1]
