"""An inbound call as an agent sees it, in the real package, with the real Streams and the real ZAF SDK."""

import pytest
from playwright.sync_api import expect

from browser.stage import ANN, STRANGER, Stage, Tab

pytestmark = [pytest.mark.browser, pytest.mark.shift]


def test_rule_5_2_a_known_callers_profile_pops_then_her_ticket_and_the_voice_comment_follows(stage: Stage) -> None:
    tab = stage.open().ready()
    call = stage.ring(ANN)
    expect(tab.popover).to_be_visible()
    expect(tab.front).to_contain_text("Ann Miller")
    assert stage.written() == []
    tab.ccp.get_by_role("button", name="Accept").click()
    expect(tab.front).to_contain_text("Incoming call")
    expect(tab.popover).to_be_hidden()
    (ticket,) = stage.made
    assert ticket["external_id"] == f"connect:{call}"
    assert stage.bench.zendesk.users[ticket["requester_id"]]["name"] == "Ann Miller"
    sidebar = tab.frame("ticket_sidebar")
    expect(sidebar.locator("#view")).to_contain_text("calling from")
    stage.customer_hangs_up(call)
    stage.until(tab, lambda: stage.voices(ticket["id"]))
    stage.clear(call)
    expect(sidebar.locator("#view")).to_contain_text("Done")
    assert (len(stage.made), stage.voices(ticket["id"])) == (1, 1)


def test_rule_3_1_a_stranger_becomes_a_user_named_by_the_number(stage: Stage) -> None:
    tab = stage.open().ready()
    stage.accept(stage.ring(STRANGER))
    stage.until(tab, lambda: stage.made)
    assert stage.bench.zendesk.users[stage.made[0]["requester_id"]]["name"] == f"Caller {STRANGER}"
    expect(tab.front).to_contain_text("Incoming call")


def test_rule_3_5_an_anonymous_callers_ticket_is_the_agents(stage: Stage) -> None:
    tab = stage.open().ready()
    stage.accept(stage.ring("anonymous"))
    stage.until(tab, lambda: stage.made)
    assert stage.made[0]["requester_id"] == stage.bench.zendesk.agent_id


@pytest.mark.parametrize(
    ("verb", "word"), [("reject", "Rejected"), ("miss", "Missed"), ("customer_hangs_up", "Missed")]
)
def test_rule_5_6_a_call_that_is_not_answered_writes_nothing_and_is_listed(stage: Stage, verb: str, word: str) -> None:
    tab = stage.open().ready()
    call = stage.ring(ANN)
    expect(tab.front).to_contain_text("Ann Miller")
    getattr(stage.bench.connect, verb)(call)
    tab.page.get_by_role("button", name="Deskline").first.click()
    expect(tab.frame("nav_bar").locator("#view")).to_contain_text(word)
    assert stage.written() == []


@pytest.mark.parametrize("late", [True, False])
def test_rule_5_7_each_thing_happens_once_whatever_the_order_of_accept_and_connect(stage: Stage, late: bool) -> None:
    tab = stage.open().ready()
    call = stage.ring(ANN)
    stage.accept(call, late=late)
    stage.bench.connect.refresh()
    stage.hang_up(call)
    stage.until(tab, lambda: len(stage.written()) > 1 and stage.voices(stage.made[0]["id"]))
    assert stage.written() == ["/api/v2/channels/voice/tickets.json", "/api/v2/calls.json"]


def test_rule_6_3_hostile_names_and_attributes_are_shown_and_written_as_text(stage: Stage) -> None:
    nasty = "<img src=x onerror=\"top.postMessage('owned','*')\"><script>window.owned = true</script>"
    stage.bench.zendesk.add_user(name=nasty, phone="+61299990077", suspended=True)
    tab = stage.open().ready()
    call = stage.ring("+61299990077", attributes={"conversation_title": nasty, nasty: nasty})
    stage.accept(call)
    stage.until(tab, lambda: stage.made)
    expect(tab.frame("ticket_sidebar").locator("#view")).to_contain_text("<img src=x")
    for frame in tab.page.frames:
        assert frame.evaluate("window.owned === undefined && !document.querySelector('img[src=x]')")


def test_rule_11_3_a_reload_during_the_call_changes_nothing_of_what_is_written(stage: Stage) -> None:
    tab = stage.open().ready()
    call = stage.ring(ANN)
    stage.accept(call)
    stage.until(tab, lambda: stage.made)
    tab.page.reload()
    tab.ready()
    stage.hang_up(call)
    stage.until(tab, lambda: len(stage.written()) > 1 and stage.voices(stage.made[0]["id"]))
    assert stage.written() == ["/api/v2/channels/voice/tickets.json", "/api/v2/calls.json"]


def test_rule_11_1_two_tabs_create_one_ticket_and_it_pops_in_the_tab_used_last(stage: Stage) -> None:
    first, second = stage.open().ready(), stage.open().ready()
    second.page.bring_to_front()
    call = stage.ring(ANN)
    expect(second.front).to_contain_text("Ann Miller")
    stage.accept(call)
    stage.until(second, lambda: stage.made)
    expect(second.front).to_contain_text("Incoming call")
    assert first.page.get_by_role("tab", name="Ann Miller").count() == 0
    assert stage.written() == ["/api/v2/channels/voice/tickets.json"]


def test_rule_11_1_a_duplicated_tab_is_a_new_tab(stage: Stage) -> None:
    first = stage.open().ready()
    with first.page.expect_popup() as opening:  # which gets what the tab has stored, as the browser's own command does
        first.page.evaluate("() => void window.open(location.href)")
    second = Tab(opening.value, stage).ready()
    call = stage.ring(ANN)
    expect(second.front).to_contain_text("Ann Miller")
    stage.accept(call)
    stage.until(second, lambda: stage.made)
    first.page.close()
    stage.hang_up(call)
    stage.until(second, lambda: stage.voices(stage.made[0]["id"]) == 1)
    assert len(stage.made) == 1
