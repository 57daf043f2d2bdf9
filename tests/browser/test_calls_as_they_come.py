"""Rules 5.6, 7.6, 14.5 and 14.6 through the real Streams: calls as Amazon Connect really delivers them."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from browser.stage import ANN, STRANGER, Stage, Tab
from deskline.model.numbers import readable
from workbench.connect_contact import CUT

pytestmark = [pytest.mark.browser, pytest.mark.shift]

THIRD = "+61299990077"


def field(tab: Tab) -> Locator:
    return tab.softphone.locator(".dial input")


def typed(tab: Tab, number: str) -> None:
    """Let the agent type a number and press *Call*."""
    field(tab).fill(number)
    tab.softphone.locator(".dial button").click()


def the_call_record(stage: Stage, tab: Tab) -> dict[str, Any]:
    """Wait for the one call that is written in Zendesk."""
    stage.until(tab, lambda: stage.bench.zendesk.calls)
    (written,) = stage.bench.zendesk.calls.values()
    return written


def test_rule_14_6_a_third_party_left_on_the_line_does_not_replace_the_customer(stage: Stage) -> None:
    connect, tab = stage.bench.connect, stage.open_with_softphone()
    call = connect.ring(ANN)
    connect.accept(call)
    stage.until(tab, lambda: stage.made)
    connect.answer(call, connect.add_party(call, THIRD))
    connect.veil(call, CUT)
    connect.customer_hangs_up(call)
    tab.page.reload()
    tab.ready()
    connect.hang_up(call)
    written = the_call_record(stage, tab)
    assert (written["from_line"], written["direction"]) == (ANN, "inbound")


def test_rule_14_5_a_callback_with_an_outbound_leg_pops_and_is_inbound(stage: Stage) -> None:
    connect, tab = stage.bench.connect, stage.open_with_softphone()
    call = connect.ring_callback(ANN, leg="outbound")
    expect(tab.front).to_contain_text("Ann Miller")
    tab.ccp.get_by_role("button", name="Accept").click()
    expect(tab.softphone.locator(".headline")).to_contain_text("Calling")
    connect.answer(call)
    stage.until(tab, lambda: stage.made)
    assert stage.made[0]["subject"] == "Incoming call from Ann Miller"


def test_rule_3_5_the_number_at_the_contact_itself_is_read(stage: Stage) -> None:
    connect, tab = stage.bench.connect, stage.open_with_softphone()
    call = connect.ring(None, customer_number=ANN, dialed="+61280000009")
    expect(tab.front).to_contain_text("Ann Miller")
    connect.accept(call)
    stage.until(tab, lambda: stage.made)
    connect.hang_up(call)
    written = the_call_record(stage, tab)
    assert (written["from_line"], written["to_line"]) == (ANN, "+61280000009")


def test_rule_5_6_states_that_connect_ends_and_rejects_get_no_notice(stage: Stage) -> None:
    connect, tab = stage.bench.connect, stage.open_with_softphone()
    connect.ring(ANN)
    tab.ccp.get_by_role("button", name="Reject").click()
    stage.until(tab, lambda: not connect.contacts)
    call = connect.dial(STRANGER)
    expect(tab.softphone.locator(".headline")).to_contain_text("Calling")
    connect.not_answered(call)
    expect(tab.page.get_by_text(f"{readable(STRANGER)} did not answer.")).to_have_count(1)
    stage.until(tab, lambda: not connect.contacts)
    expect(tab.softphone.locator(".headline")).to_have_count(0)
    assert tab.page.get_by_text("Set yourself to Available").count() == 0
    assert connect.agent().state.name == "Available"
    assert stage.written() == []


def test_rule_7_6_a_number_stays_in_its_field_until_its_call_is_there(stage: Stage) -> None:
    connect, tab = stage.bench.connect, stage.open_with_softphone()
    connect.faults["createOutboundContact"] = "no outbound number in queue: Sales"
    typed(tab, "02 9999 0001")
    expect(tab.page.get_by_text(f"Amazon Connect did not call {readable(ANN)}")).to_have_count(1)
    expect(field(tab)).to_have_value("02 9999 0001")
    connect.refresh()
    tab.page.wait_for_timeout(3100)  # the same click within three seconds would be one click
    connect.afterthoughts["createOutboundContact"] = None
    tab.softphone.locator(".dial button").click()
    expect(tab.softphone.locator(".headline")).to_contain_text("Calling")
    expect(field(tab)).to_have_value("")
    (call,) = connect.contacts
    connect.answer(call)
    stage.until(tab, lambda: stage.made)
    assert tab.page.get_by_text("has not responded").count() == 0


def test_rule_7_6_a_number_typed_in_a_sidebar_survives_an_update_of_the_page(stage: Stage) -> None:
    connect, tab = stage.bench.connect, stage.open_with_softphone()
    connect.accept(connect.ring(ANN))
    stage.until(tab, lambda: stage.made)
    (call,) = connect.contacts
    connect.hang_up(call)
    sidebar = tab.frame("ticket_sidebar")
    sidebar.locator(".dial input").fill("02 9999 0001")
    sidebar.locator(".dial button").click()
    expect(tab.page.get_by_text("You cannot make calls while your Amazon Connect status")).to_have_count(1)
    connect.clear(call)
    expect(sidebar.locator("#view")).to_contain_text("Done")
    expect(sidebar.locator(".dial input")).to_have_value("02 9999 0001")
    sidebar.locator(".dial button").click()
    stage.until(tab, lambda: connect.contacts)
    expect(sidebar.locator(".dial input")).to_have_value("")
    expect(sidebar.locator("#view")).to_contain_text(f"#{stage.made[0]['id']}")
