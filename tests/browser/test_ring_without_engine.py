"""Rules 1.1 and 5.1: a ringing call opens the softphone without an engine, and the icon shows the failure."""

import pytest
from playwright.sync_api import Locator, Route, expect

from browser.stage import ANN, STRANGER, Stage, Tab
from browser.waiting import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.cold]
WASM = "**/pyodide.asm.wasm"


def icon(tab: Tab) -> Locator:
    return tab.page.locator("#top_bar_icon")


def without_engine(stage: Stage) -> Tab:
    """Open a tab whose engine cannot be loaded."""
    stage.context.route(WASM, lambda route: route.abort())
    tab = stage.open()
    expect(tab.softphone.locator("#trouble")).to_contain_text("no tickets are created")
    return tab


def close(tab: Tab) -> None:
    icon(tab).click()
    expect(tab.popover).to_be_hidden()


def test_rule_1_1_without_an_engine_each_call_opens_the_softphone_once(stage: Stage) -> None:
    tab = without_engine(stage)
    expect(icon(tab)).to_have_attribute("data-symbol", "trouble")
    for number in (ANN, STRANGER):
        call = stage.ring(number)
        expect(tab.popover).to_be_visible()
        close(tab)
        stage.bench.connect.set_attributes(call, {"more": "x"})
        stage.accept(call)
        stage.until(tab, lambda call=call: stage.bench.connect.contact(call)["state"]["type"] == "connected")
        tab.page.wait_for_timeout(300)
        expect(tab.popover).to_be_hidden()
        stage.hang_up(call)
        stage.clear(call)
    stage.errors.clear()


def test_rule_1_1_the_icon_is_right_again_when_the_engine_runs_after_all(stage: Stage) -> None:
    tab = without_engine(stage)
    expect(icon(tab)).to_have_attribute("data-symbol", "trouble")
    stage.context.unroute(WASM)
    tab.softphone.evaluate("dispatchEvent(new Event('online'))")
    tab.ready()
    expect(icon(tab)).to_have_attribute("data-symbol", "default")
    expect(tab.softphone.locator("#trouble")).to_be_hidden()
    stage.errors.clear()


def test_rule_5_1_a_call_that_rings_while_the_engine_starts_opens_the_softphone_once(
    stage: Stage,
) -> None:
    held: list[Route] = []
    stage.context.route(WASM, lambda route: held.append(route))
    tab = stage.open()
    wait_for(tab.page, lambda: held)
    stage.ring(ANN)
    expect(tab.popover).to_be_visible()
    close(tab)
    held[0].continue_()
    tab.ready()
    expect(tab.front).to_contain_text("Ann Miller")
    expect(tab.popover).to_be_hidden()
    stage.ring(STRANGER)
    expect(tab.popover).to_be_visible()


def test_rule_5_1_with_an_engine_the_page_leaves_the_opening_to_it(stage: Stage) -> None:
    tab = stage.open().ready()
    call = stage.ring(ANN)
    expect(tab.popover).to_be_visible()
    close(tab)
    stage.bench.connect.set_attributes(call, {"more": "x"})
    tab.page.wait_for_timeout(300)
    expect(tab.popover).to_be_hidden()
