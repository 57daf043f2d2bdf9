"""The agent's desk: headline, choice, sign-in, dialling, keys and access, as an agent meets them (rule 16)."""

import pytest
from playwright.sync_api import Frame, Locator, expect

from browser.stage import ANN, STRANGER, Stage, Tab

pytestmark = [pytest.mark.browser, pytest.mark.shift]
MANUAL = {"ticket_assignment": "agent"}

MUTATIONS = """() => {
  window.news = [];
  window.changes = 0;
  const seen = new MutationObserver((all) => {
    changes += all.length;
    const text = document.querySelector("#said").textContent;
    if (text && text !== news.at(-1)) news.push(text);
  });
  document.querySelectorAll("[role=status], [role=alert], [aria-live]").forEach((region) =>
    seen.observe(region, { childList: true, characterData: true, subtree: true }));
}"""
"""Counts every change in a live region, and keeps what the one for events says."""


def choosing(stage: Stage, tab: Tab, number: str | None = STRANGER) -> str:
    """Take a call whose ticket is the agent's to choose."""
    contact = stage.ring(number, attributes=MANUAL)
    stage.accept(contact)
    expect(tab.softphone.locator(".choice")).to_be_visible()
    return contact


def choosing_beside_a_profile(stage: Stage, tab: Tab) -> tuple[int, Frame]:
    """Take such a call and open somebody's profile, without the softphone; return whose, and its sidebar."""
    bob = int(stage.bench.zendesk.add_user(name="Bob Other")["id"])
    choosing(stage, tab)
    tab.go_to("user", bob)
    tab.show_softphone(False)
    return bob, tab.frame("user_sidebar")


def symbol(tab: Tab) -> Locator:
    return tab.page.locator("#top_bar_icon")


def test_rule_16_1_a_headline_is_the_first_thing_in_the_softphone_and_the_sidebar(stage: Stage) -> None:
    tab = stage.open().ready()
    contact = stage.ring(ANN)
    head = tab.softphone.locator(".headline")
    expect(head.locator("h2")).to_have_text("Ann Miller")
    expect(head).to_contain_text("Ringing")
    expect(head).to_contain_text("New ticket")
    stage.accept(contact)
    stage.until(tab, lambda: stage.made)
    expect(head).to_contain_text("On the line")
    expect(head).to_contain_text(f"Saved on #{stage.made[0]['id']}")
    sidebar = tab.frame("ticket_sidebar").locator("#view .headline")
    expect(sidebar.locator("h2")).to_have_text("Ann Miller")
    stage.hang_up(contact)
    expect(head).to_contain_text("After-call work")
    above = tab.softphone.evaluate("document.querySelector('.headline').getBoundingClientRect().bottom")
    assert above <= tab.softphone.evaluate("document.querySelector('#ccp').getBoundingClientRect().top") + 1


def test_rule_16_2_the_choice_is_in_the_sidebar_too_and_creates_from_there(stage: Stage) -> None:
    tab = stage.open().ready()
    bob, sidebar = choosing_beside_a_profile(stage, tab)
    create = sidebar.get_by_role("button", name="Create ticket for Bob Other")
    expect(create).to_be_visible()
    expect(tab.softphone.get_by_role("button", name="Create ticket for Bob Other")).to_be_attached()
    sidebar.get_by_role("button", name="Open softphone").click()
    expect(tab.popover).to_be_visible()
    symbol(tab).click()
    stage.bench.wire.delay_ms = 500
    create.click()
    expect(sidebar.locator("button.busy")).to_be_disabled()
    expect(sidebar.get_by_role("button", name="Attach to current")).to_be_disabled()
    stage.until(tab, lambda: stage.made)
    assert stage.made[0]["requester_id"] == bob
    expect(tab.softphone.locator(".headline")).to_contain_text(f"Saved on #{stage.made[0]['id']}")


def test_rule_16_3_the_icon_shows_what_waits_with_the_softphone_closed(stage: Stage) -> None:
    tab = stage.open().ready()
    contact = stage.ring(STRANGER, attributes=MANUAL)
    expect(symbol(tab)).to_have_attribute("data-symbol", "ringing")
    stage.accept(contact)
    expect(symbol(tab)).to_have_attribute("data-symbol", "choosing")
    stage.refuses = "422"
    stage.bench.zendesk.faults.add("POST /api/v2/channels/voice/tickets*", 422, times=9)
    stage.bench.zendesk.faults.add("POST /api/v2/tickets*", 422, times=9)
    stage.hang_up(contact)
    stage.clear(contact)
    expect(symbol(tab)).to_have_attribute("data-symbol", "lost")
    stage.bench.zendesk.faults.clear()
    tab.show_softphone()
    tab.softphone.get_by_role("button", name="Open Contacts").click()
    tab.frame("nav_bar").get_by_role("button", name="Try again").click()
    expect(symbol(tab)).to_have_attribute("data-symbol", "default")


def test_rule_16_6_in_a_call_live_regions_change_only_for_what_is_news(stage: Stage) -> None:
    tab = stage.open().ready()
    tab.softphone.evaluate(MUTATIONS)
    contact = stage.ring(ANN)
    stage.accept(contact)
    stage.until(tab, lambda: stage.made)
    tab.page.wait_for_timeout(10_000)
    stage.hang_up(contact)
    stage.until(tab, lambda: stage.voices(stage.made[0]["id"]))
    stage.clear(contact)
    tab.page.wait_for_timeout(500)
    news = tab.softphone.evaluate("news")
    assert news == ["Ringing: Ann Miller", "Connected: Ann Miller", f"Saved on #{stage.made[0]['id']}"]
    assert tab.softphone.evaluate("changes") <= 2 * len(news)  # each is emptied and written


def test_rule_16_6_the_focus_stays_with_its_control_while_the_choice_changes(stage: Stage) -> None:
    tab = stage.open().ready()
    _, sidebar = choosing_beside_a_profile(stage, tab)
    toggle = sidebar.locator(".toggle", has_text="New customer")
    toggle.focus()
    tab.page.keyboard.press("Space")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(toggle).to_be_focused()
    create = sidebar.get_by_role("button", name="Create ticket")
    create.focus()
    tab.page.keyboard.press("Enter")
    stage.until(tab, lambda: stage.made)
    assert len(stage.made) == 1


def test_rule_16_7_one_card_says_why_in_a_sentence_with_one_filled_button(stage: Stage) -> None:
    tab = stage.open().ready()
    symbol(tab).click()
    card = tab.softphone.locator("#sign-in")
    for shut_out, why in (
        (stage.bench.connect.sign_out, "has signed you out"),
        (stage.bench.connect.deny, "denied access: you may not use its softphone"),
    ):
        shut_out()
        expect(card).to_contain_text(why)
        expect(card.locator(".c-btn--primary")).to_have_count(1)
        expect(tab.softphone.locator("#above .status")).to_have_count(0)
        stage.bench.connect.sign_in()
        expect(card).to_be_hidden()
    expect(card.locator("code").first).to_be_hidden()
    stage.bench.connect.sign_out()
    card.get_by_text("For administrators").click()
    expect(card.locator("code").first).to_be_visible()


def test_rule_16_8_call_is_off_until_something_is_typed_and_a_persons_numbers_are_there(stage: Stage) -> None:
    tab = stage.open().ready()
    symbol(tab).click()
    call = tab.softphone.get_by_role("button", name="Call", exact=True)
    expect(call).to_be_disabled()
    field = tab.softphone.get_by_role("textbox")
    field.fill("  ")
    expect(call).to_be_disabled()
    field.fill("02 9999 8888")
    expect(call).to_be_enabled()
    field.fill("")
    expect(call).to_be_disabled()
    user = next(one for one in stage.bench.zendesk.users.values() if one["name"] == "Ann Miller")
    tab.go_to("user", user["id"])
    sidebar = tab.frame("user_sidebar")
    number = sidebar.get_by_role("button", name="Call \u2066+61")
    expect(number).to_have_text("Call \u2066+61\u00a02\u00a09999\u00a00001\u2069")
    assert not [sent.path for sent in stage.bench.zendesk.requests if f"/users/{user['id']}" in sent.path]
    tab.page.evaluate("window.workbenchTellsNoIdentities = true")
    bob = next(one for one in stage.bench.zendesk.users.values() if one["name"] == "Bob Braun")
    tab.go_to("user", bob["id"])
    expect(tab.frame("user_sidebar").get_by_role("button", name="Call \u2066+49")).to_be_visible()
    assert [sent.path for sent in stage.bench.zendesk.requests if f"/users/{bob['id']}" in sent.path]
    tab.go_to("user", user["id"])
    symbol(tab).click()
    number.click()
    stage.until(tab, lambda: stage.bench.connect.contacts)
    expect(tab.softphone.locator(".headline")).to_contain_text("Calling")


def test_rule_16_9_keys_open_create_and_go_on_and_can_be_turned_off(stage: Stage) -> None:
    tab = stage.open().ready()
    contact = choosing(stage, tab)
    tab.page.keyboard.press("Escape")
    tab.go_to("nav_bar")
    help_page = tab.frame("nav_bar")
    expect(help_page.locator("kbd").first).to_have_text("Alt+Shift+C")
    help_page.locator("#keys-on").uncheck()
    tab.softphone.locator("h3").first.click()
    tab.page.keyboard.press("Alt+Shift+C")
    tab.page.wait_for_timeout(500)
    assert stage.made == []
    help_page.locator("#keys-on").check()
    tab.show_softphone(False)
    help_page.locator("h1").click()
    tab.page.keyboard.press("Alt+Shift+S")
    expect(tab.popover).to_be_visible()
    tab.softphone.locator("h3").first.click()
    tab.page.keyboard.press("Alt+Shift+C")
    stage.until(tab, lambda: stage.made)

    expect(tab.popover).to_be_hidden()
    stage.ring(ANN)
    expect(tab.popover).to_be_visible()
    front = tab.softphone.locator("[role=tab][aria-selected=true]")
    expect(tab.softphone.locator("[role=tab]")).to_have_count(2)
    expect(front).to_have_text("Ann Miller")
    tab.softphone.locator("h2").first.click()
    tab.page.keyboard.press("Alt+Shift+N")
    expect(front).not_to_have_text("Ann Miller")
    tab.page.keyboard.press("Alt+Shift+N")
    expect(front).to_have_text("Ann Miller")
    stage.hang_up(contact)


def test_rule_16_9_one_key_attaches_to_the_current_ticket(stage: Stage) -> None:
    tab = stage.open().ready()
    contact = choosing(stage, tab)
    tab.go_to("ticket", 1)
    expect(tab.softphone.get_by_role("button", name="Attach to current (#1)")).to_be_attached()
    tab.show_softphone()
    tab.softphone.locator("h3").first.click()
    tab.page.keyboard.press("Alt+Shift+A")
    stage.hang_up(contact)
    stage.until(tab, lambda: stage.voices(1))
    assert stage.made == []
