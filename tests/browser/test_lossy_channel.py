"""A browser that now and then delivers nothing between the app's pages and the engine, as Chromium does."""

import pytest
from playwright.sync_api import expect

from browser.stage import ANN, STRANGER, Stage

pytestmark = pytest.mark.browser

FIRST_TIME_LOST = """
if (location.pathname.includes("/assets/")) {
  const known = new Set();
  const passes = ({ kind, page, number, id }) => {
    const key = [kind, page, number ?? id].join(" ");
    if (!["ask", "answered", "moment", "received"].includes(kind) || known.has(key)) return true;
    known.add(key);
    return false;
  };
  const send = BroadcastChannel.prototype.postMessage;
  BroadcastChannel.prototype.postMessage = function (message) {
    if (passes(message)) send.call(this, message);
  };
  const { set } = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, "onmessage");
  Object.defineProperty(BroadcastChannel.prototype, "onmessage", {
    set(heard) { set.call(this, (event) => { if (passes(event.data)) heard(event); }); },
  });
}
"""
"""In every page of the app each order, each moment and each confirmation gets lost the first time."""


def test_rule_11_2_what_gets_lost_between_page_and_engine_comes_all_the_same_and_once(stage: Stage) -> None:
    stage.begin_pages_with(FIRST_TIME_LOST)
    tab = stage.open().ready()
    contact = stage.ring(ANN)
    expect(tab.softphone.locator(".headline h2")).to_have_text("Ann Miller")
    expect(tab.front).to_contain_text("Ann Miller")
    stage.accept(contact)
    stage.until(tab, lambda: stage.made)
    expect(tab.front).to_contain_text("Incoming call")
    expect(tab.softphone.locator(".headline")).to_contain_text(f"Saved on #{stage.made[0]['id']}")
    stage.hang_up(contact)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]))
    stage.clear(contact)
    expect(tab.softphone.locator(".headline")).to_have_count(0)
    tab.show_softphone()
    tab.softphone.locator(".dial input").fill(STRANGER)
    tab.softphone.get_by_role("button", name="Call", exact=True).click()
    expect(tab.softphone.locator(".headline")).to_contain_text("Calling")
    stage.connect.not_answered(next(iter(stage.connect.contacts)))
    expect(tab.page.locator("#toasts .toast")).to_have_count(1)
    tab.page.wait_for_timeout(1500)  # whatever was sent twice would have been carried out twice by now
    expect(tab.page.locator("#toasts .toast")).to_have_count(1)
    assert (len(stage.made), stage.voices(stage.made[0]["id"]), len(stage.connect.closed)) == (1, 1, 2)
