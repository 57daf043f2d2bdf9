"""Rules 15.5 and 16.6: no barrier that axe knows of in any place, light or dark, and a day by keyboard alone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, expect

from browser.stage import ANN, STRANGER, Stage, Tab
from browser.waiting import wait_for
from looks.states import STATES

pytestmark = [pytest.mark.browser, pytest.mark.shift]
AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = """async (only) => {
  const { violations } = await axe.run(document, { runOnly: only, iframes: false });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${target.join(" ")}: ${failureSummary}`));
}"""
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""All that is different in the other scheme."""
PAINTED = """() => Promise.all(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => null)))"""
"""Colours change gradually; a change that another one replaces is over too."""
OBSCURED = """(one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return !one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
"""Whether something lies over an element's middle."""
SHOWN = ["idle", "signed-out", "ringing-two", "choosing-by-search", "lost", "three-at-once", "contacts"]


def barriers(frame: Frame, rules: list[str]) -> list[Any]:
    """What axe finds in a frame of the app."""
    frame.evaluate(AXE)
    return list(frame.evaluate(RUN, rules))


@pytest.mark.parametrize("state", SHOWN)
def test_rule_16_6_axe_finds_nothing_in_any_place_in_light_and_dark(stage: Stage, state: str) -> None:
    stage.refuses = "422" if state in ("lost", "contacts") else ""
    tab = stage.open().ready()
    tab.page.locator("#top_bar_icon").click()
    STATES[state](stage, tab)
    if state == "contacts":
        tab.frame("nav_bar").get_by_role("button", name="Show what happened").click()
        expect(tab.frame("nav_bar").locator("#diary-entries tr").first).to_be_visible()
    elif state != "signed-out":
        tab.go_to("ticket", 1)
        tab.shown("ticket_sidebar")
    tab.page.wait_for_timeout(500)
    ours = [frame for frame in tab.page.frames if "/assets/" in frame.url and "background" not in frame.url]
    for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
        for frame in ours:
            frame.evaluate("scheme => { document.documentElement.dataset.scheme = scheme; }", scheme)
            frame.evaluate(PAINTED)
            assert barriers(frame, rules) == [], (scheme, frame.url)


def to(tab: Tab, frame: Frame, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(60):
        if frame.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        tab.page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by keyboard")


def test_rule_15_5_a_day_by_keyboard_alone(stage: Stage) -> None:
    tab = stage.open().ready()
    stranger = stage.ring(STRANGER, attributes={"ticket_assignment": "agent"})
    expect(tab.popover).to_be_visible()
    tab.ccp.get_by_role("button", name="Accept").focus()
    tab.page.keyboard.press("Enter")
    expect(tab.softphone.locator(".choice")).to_be_visible()
    tab.softphone.locator("#above").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    to(tab, tab.softphone, ".toggle")
    tab.page.keyboard.press("ArrowDown")
    assert tab.softphone.evaluate("document.activeElement.type") == "search"
    tab.page.keyboard.type("ann")
    found = tab.softphone.locator(".chooser .toggle", has_text="Ann Miller")
    expect(found).to_be_in_viewport(ratio=1)
    assert found.evaluate(OBSCURED) is False
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    expect(tab.softphone.locator(".toggle[aria-pressed=true]")).to_contain_text("Ann Miller")
    tab.softphone.locator(".toggle", has_text="New customer").focus()
    tab.page.keyboard.press("Enter")
    expect(tab.softphone.locator(".toggle[aria-pressed=true]")).to_contain_text("New customer")
    to(tab, tab.softphone, "[data-press=create]")
    tab.page.keyboard.press("Enter")
    stage.until(tab, lambda: stage.made)
    stage.hang_up(stranger)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]))
    stage.clear(stranger)

    tab.go_to("ticket", 1)
    second = stage.ring(ANN, attributes={"ticket_assignment": "agent"})
    stage.accept(second)
    expect(tab.front).to_contain_text("Ann Miller")
    expect(tab.softphone.locator(".choice")).to_be_attached()
    sidebar = tab.frame("ticket_sidebar")
    tab.go_to("ticket", 1)
    expect(sidebar.get_by_role("button", name="Attach to current (#1)")).to_be_visible()
    sidebar.locator("h1").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    to(tab, sidebar, "[data-press=attach]")
    tab.page.keyboard.press("Enter")
    stage.hang_up(second)
    stage.until(tab, lambda: stage.voices(1))
    stage.clear(second)

    to(tab, sidebar, "[data-press=dial]")
    tab.page.keyboard.press("Enter")
    wait_for(tab.page, lambda: stage.bench.connect.contacts)
    expect(tab.softphone.locator(".headline")).to_contain_text("Calling")
