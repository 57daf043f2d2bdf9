"""Rules 1.1 and 1.3: the softphone is there whatever happens to the engine, and says how to sign in."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from browser.stage import ANN, Stage
from builder.package import Built
from workbench.workbench import Workbench

pytestmark = pytest.mark.browser


def blocked(route: Route) -> None:
    route.abort()


def another(route: Route) -> None:
    route.fulfill(body="export const loadPyodide = 1;", headers={"access-control-allow-origin": "*"})


@pytest.mark.cold
@pytest.mark.parametrize(("answer", "because"), [(blocked, "cannot be reached"), (another, "not the right one")])
def test_rule_1_1_calls_work_without_python_and_one_notice_says_why_no_tickets_are_created(
    stage: Stage, answer: Any, because: str
) -> None:
    stage.context.route(f"{stage.bench.origins[3]}/**/pyodide*", answer)
    tab = stage.open()
    call = stage.ring(ANN)
    expect(tab.popover).to_be_visible()
    tab.ccp.get_by_role("button", name="Accept").click()
    expect(tab.softphone.locator("#trouble")).to_contain_text(because)
    stage.until(tab, lambda: stage.bench.connect.contact(call)["state"]["type"] == "connected")
    expect(tab.page.get_by_text("no tickets are created")).to_have_count(1)
    assert stage.made == []
    stage.errors.clear()


@pytest.mark.cold
def test_rule_1_1_the_softphone_is_up_before_python_is(stage: Stage) -> None:
    held: list[Route] = []
    stage.context.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    tab = stage.open()
    call = stage.ring(ANN)
    expect(tab.popover).to_be_visible()
    tab.ccp.get_by_role("button", name="Accept").click()
    stage.until(tab, lambda: stage.bench.connect.contact(call)["state"]["type"] == "connected" and held)
    assert stage.made == []
    held[0].continue_()
    stage.until(tab, lambda: stage.made)
    expect(tab.front).to_contain_text("Incoming call")


def test_rule_1_3_without_an_agent_session_the_softphone_says_how_to_sign_in_and_comes_up_later(stage: Stage) -> None:
    stage.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stage.bench.connect.sign_out()
    tab = stage.open().ready()
    tab.page.get_by_role("button", name="Deskline").last.click()
    help_text = tab.softphone.locator("#sign-in")
    expect(help_text).to_be_visible()
    help_text.get_by_text("For administrators").click()
    expect(help_text.locator("code").first).to_have_text("https://workbench.zendesk.com")
    expect(help_text.locator("code").last).to_have_text(stage.bench.origins[1])
    help_text.locator("[data-copy]").first.click()
    expect(help_text.locator("[data-copy]").first).to_have_text("Copied")
    assert tab.softphone.evaluate("navigator.clipboard.readText()") == "https://workbench.zendesk.com"
    stage.bench.connect.sign_in()
    expect(help_text).to_be_hidden()
    stage.accept(stage.ring(ANN))
    stage.until(tab, lambda: stage.made)


@pytest.fixture
def cross_site(built: Built, browser: Browser) -> Iterator[Stage]:
    with Workbench.serve(built.zip, cross_site=True) as bench:
        context = browser.new_context()
        yield Stage(bench, context)
        context.close()


def test_a_browser_that_blocks_storage_inside_zendesk_is_told_so(cross_site: Stage) -> None:
    tab = cross_site.open()
    expect(tab.softphone.locator("#trouble")).to_contain_text("Allow third-party cookies")
    assert cross_site.errors == []


@pytest.mark.parametrize("settings", [{"connect_url": "soon"}])
def test_an_address_of_connect_that_is_none_is_said(stage: Stage) -> None:
    expect(stage.open().softphone.locator("#trouble")).to_contain_text("Amazon Connect URL")
