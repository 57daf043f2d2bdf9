"""Rules 1.3, 11.3 and 15.4: a softphone of Amazon's that does not load, stops, or cannot be signed in to."""

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


def test_rule_1_3_a_ccp_that_does_not_load_comes_up_by_try_again(stage: Stage) -> None:
    stage.begin_pages_with(BY_THE_AGENT_ALONE)
    held = "**/ccp-v2/**"
    stage.context.route(held, lambda route: route.abort())
    tab = stage.open_with_softphone()
    expect(tab.softphone.locator("#sign-in")).to_be_visible()
    stage.context.unroute(held)
    stage.errors.clear()
    tab.softphone.get_by_role("button", name="Try again").click()
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    stage.handle_a_call(tab)


def test_rule_1_3_if_streams_gives_up_the_softphone_still_recovers(stage: Stage) -> None:
    stage.begin_pages_with(GIVES_UP)
    loads: list[str] = []

    def broken(route: Route) -> None:
        loads.append(route.request.url)
        route.abort()

    held = "**/ccp-v2/"
    stage.context.route(held, broken)
    tab = stage.open_with_softphone()
    tab.says("Amazon Connect is not responding")
    assert len(loads) > 10
    tab.softphone.evaluate("window.hurried = false")
    stage.context.unroute(held)
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    stage.errors.clear()  # the browser on what did not load, Streams on being begun a second time
    stage.handle_a_call(tab)
    tab.says("Amazon Connect is not responding")


def test_rule_15_4_a_softphone_that_stops_responding_during_work_is_shown_until_it_responds(stage: Stage) -> None:
    stage.begin_pages_with(BY_HAND)
    tab = stage.open_with_softphone()
    tab.softphone.evaluate(
        "() => { window.heard = 0; connect.agent((agent) => agent.onRefresh(() => (window.heard += 1))); }"
    )
    for times in range(1, 3):
        tab.softphone.evaluate("[1, 2, 3].forEach(look)")
        stage.bench.connect.refresh()
        wait_for(tab.page, lambda times=times: (tab.softphone.evaluate("window.heard") or 0) >= times)
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    tab.softphone.evaluate("[1, 2, 3, 4, 5].forEach(look)")
    tab.says("Amazon Connect is not responding")
    expect(tab.softphone.locator("#sign-in")).to_be_visible()
    stage.bench.connect.refresh()
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    stage.handle_a_call(tab)
    tab.says("Amazon Connect is not responding")


def test_rule_15_4_a_blocked_sign_in_window_is_said(stage: Stage) -> None:
    stage.begin_pages_with("window.open = () => null")
    stage.bench.connect.sign_out()
    tab = stage.open_with_softphone()
    tab.says("The browser blocked Amazon Connect's sign-in window")
    expect(tab.softphone.locator("#sign-in")).to_be_visible()
    stage.bench.connect.sign_in()
    expect(tab.softphone.locator("#sign-in")).to_be_hidden()
    stage.handle_a_call(tab)


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
