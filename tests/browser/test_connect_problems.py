"""Rules 1.3 and 15.4: problems in Amazon Connect, through the real Streams."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from browser.stage import ANN, Stage, Tab
from browser.waiting import wait_for

pytestmark = pytest.mark.browser

IMPATIENT = """
if (location.pathname.endsWith("/top_bar.html")) {
  const patient = window.setTimeout.bind(window);
  window.setTimeout = (work, ms, ...more) => patient(work, window.HURRIED, ...more);
}
"""
GIVES_UP = IMPATIENT.replace("HURRIED", "hurried !== false && ms >= 5000 && ms <= 10000 ? ms / 20 : ms")
"""Streams' waits of 5 and 10 seconds pass twenty times as fast, until `hurried` is false; all else takes its time.

Only for a CCP that is not to come: one that is would have to be quick about it.
"""
BY_THE_AGENT_ALONE = IMPATIENT.replace("window.HURRIED", "ms === 8000 ? 400 : ms === 10000 ? 2 ** 30 : ms")
"""The card appears soon, and Streams never reloads the CCP by itself."""

BY_HAND = """
const every = window.setInterval.bind(window);
window.setInterval = (work, ms) => (ms === 30000 ? void (window.look = work) : every(work, ms));
"""
"""The softphone checks whether Connect still responds when the test says so."""


def tab_with_softphone(stage: Stage) -> Tab:
    """Open a tab in which the softphone shows."""
    tab = stage.open().ready()
    tab.page.get_by_role("button", name="Deskline").last.click()
    return tab


def said(tab: Tab, text: str) -> None:
    """Expect exactly one notice, with this text in it."""
    expect(tab.page.get_by_text(text)).to_have_count(1)


def a_call_is_handled(stage: Stage, tab: Tab) -> None:
    """Let a call come in, and wait for its ticket."""
    before = len(stage.made)
    contact = stage.ring(ANN)
    stage.accept(contact)
    stage.until(tab, lambda: len(stage.made) == before + 1)
    stage.hang_up(contact)
    stage.until(tab, lambda: stage.voices(stage.made[-1]["id"]) == 1)
    stage.clear(contact)


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
    tab = tab_with_softphone(stage)
    loaded = tab.softphone.evaluate("performance.timeOrigin")
    shut_out(stage)
    said(tab, text)
    expect(tab.softphone.locator("#sign-in")).to_be_visible()
    tab.ccp.get_by_role("button", name="Sign in").click()
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    a_call_is_handled(stage, tab)
    assert tab.softphone.evaluate("performance.timeOrigin") == loaded
    said(tab, text)


def test_rule_1_3_a_session_that_ends_during_a_call_loses_nothing(stage: Stage) -> None:
    tab = tab_with_softphone(stage)
    contact = stage.ring(ANN)
    stage.accept(contact)
    stage.until(tab, lambda: stage.made)
    stage.bench.connect.expire()
    said(tab, "Amazon Connect has signed you out")
    stage.hang_up(contact)
    stage.bench.connect.sign_in()
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]) == 1)
    assert len(stage.made) == 1


def test_rule_1_3_a_ccp_that_does_not_load_comes_up_by_try_again(stage: Stage) -> None:
    stage.begin_pages_with(BY_THE_AGENT_ALONE)
    held = "**/ccp-v2/**"
    stage.context.route(held, lambda route: route.abort())
    tab = tab_with_softphone(stage)
    expect(tab.softphone.locator("#sign-in")).to_be_visible()
    stage.context.unroute(held)
    stage.errors.clear()
    tab.softphone.get_by_role("button", name="Try again").click()
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    a_call_is_handled(stage, tab)


def test_rule_1_3_if_streams_gives_up_the_softphone_still_recovers(stage: Stage) -> None:
    stage.begin_pages_with(GIVES_UP)
    loads: list[str] = []

    def broken(route: Route) -> None:
        loads.append(route.request.url)
        route.abort()

    held = "**/ccp-v2/"
    stage.context.route(held, broken)
    tab = tab_with_softphone(stage)
    said(tab, "Amazon Connect is not responding")
    assert len(loads) > 10
    tab.softphone.evaluate("window.hurried = false")
    stage.context.unroute(held)
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    stage.errors.clear()  # the browser on what did not load, Streams on being begun a second time
    a_call_is_handled(stage, tab)
    said(tab, "Amazon Connect is not responding")


def test_rule_15_4_a_softphone_that_stops_responding_during_work_is_shown_until_it_responds(stage: Stage) -> None:
    stage.begin_pages_with(BY_HAND)
    tab = tab_with_softphone(stage)
    tab.softphone.evaluate(
        "() => { window.heard = 0; connect.agent((agent) => agent.onRefresh(() => (window.heard += 1))); }"
    )
    for times in range(1, 3):
        tab.softphone.evaluate("[1, 2, 3].forEach(look)")
        stage.bench.connect.refresh()
        wait_for(tab.page, lambda times=times: (tab.softphone.evaluate("window.heard") or 0) >= times)
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    tab.softphone.evaluate("[1, 2, 3, 4, 5].forEach(look)")
    said(tab, "Amazon Connect is not responding")
    expect(tab.softphone.locator("#sign-in")).to_be_visible()
    stage.bench.connect.refresh()
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    a_call_is_handled(stage, tab)
    said(tab, "Amazon Connect is not responding")


def test_rule_16_3_the_reason_for_a_lost_connection_is_shown_once_above_the_sign_in_card(stage: Stage) -> None:
    tab = tab_with_softphone(stage)
    stage.bench.connect.expire()
    reason, card = tab.softphone.locator(".standing"), tab.softphone.locator("#sign-in")
    expect(reason).to_contain_text("Amazon Connect has signed you out")
    expect(card).to_be_visible()
    expect(card.get_by_text("No agent is signed in")).to_be_hidden()
    top = "(element) => element.getBoundingClientRect().top"
    assert 0 <= reason.evaluate(top) < card.evaluate(top)
    stage.bench.connect.sign_in()
    expect(card).to_be_hidden()
    expect(reason).to_have_count(0)


def test_rule_15_4_a_blocked_sign_in_window_is_said(stage: Stage) -> None:
    stage.begin_pages_with("window.open = () => null")
    stage.bench.connect.sign_out()
    tab = tab_with_softphone(stage)
    said(tab, "The browser blocked Amazon Connect's sign-in window")
    expect(tab.softphone.locator("#sign-in")).to_be_visible()
    stage.bench.connect.sign_in()
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    a_call_is_handled(stage, tab)


def test_rule_15_4_softphone_errors_and_error_states_get_one_notice_per_cause(stage: Stage) -> None:
    connect = stage.bench.connect
    tab = stage.open().ready()
    contact = connect.ring(ANN)
    connect.softphone_error("microphone_not_shared")
    said(tab, "The softphone cannot use the microphone")
    connect.reject(contact)
    connect.clear(contact)
    expect(tab.softphone.locator(".standing")).to_have_count(0)  # the agent is available again, and the page knows it
    connect.softphone_error("webrtc_error")
    said(tab, "The softphone could not connect the call's audio (webrtc_error)")
    connect.refresh()
    missed = connect.ring(ANN)
    connect.miss(missed)
    connect.clear(missed)
    connect.miss(connect.ring(ANN))
    said(tab, "You missed the call from Ann Miller.")
    expect(tab.softphone.locator(".standing")).to_contain_text("Set yourself to Available to get the next one.")
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
    a_call_is_handled(stage, tab)
    assert [stage.voices(ticket["id"]) for ticket in stage.made] == [1, 1]


@pytest.mark.cold
def test_rule_11_3_a_call_that_is_over_before_the_engine_could_read_it_is_written(stage: Stage) -> None:
    held: list[Route] = []
    stage.context.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    tab = stage.open()
    signed_in(tab.page, tab)
    stage.until(tab, lambda: held)
    contact = stage.ring(ANN)
    stage.accept(contact)
    tab.page.wait_for_timeout(1100)
    stage.hang_up(contact)
    tab.page.wait_for_timeout(200)
    stage.clear(contact)
    tab.page.wait_for_timeout(200)
    held[0].continue_()
    stage.until(tab, lambda: stage.made and stage.voices(stage.made[0]["id"]) == 1)


def signed_in(page: Page, tab: Tab) -> None:
    """Wait until Streams has an agent."""
    page.wait_for_timeout(200)
    wait_for(page, lambda: tab.softphone.evaluate("window.connect?.agent?.initialized"))
