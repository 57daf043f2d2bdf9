"""Which ticket, and who decides: the important cases as agents see them (rules 4, 5.3, 5.4, 7, 14.3)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from browser.stage import ANN, STRANGER, Stage, Tab
from deskline.model.numbers import readable

pytestmark = [pytest.mark.browser, pytest.mark.shift]

MANUAL = {"ticket_assignment": "agent"}


def ann(stage: Stage) -> int:
    users = stage.bench.zendesk.users.values()
    return int(next(user["id"] for user in users if user["name"] == "Ann Miller"))


def ticket_of(stage: Stage, user_id: int, **facts: object) -> int:
    return int(stage.bench.zendesk.add_ticket(requester_id=user_id, subject="An older matter", **facts)["id"])


def call(stage: Stage, number: str | None = ANN, **flow: object) -> str:
    contact = stage.ring(number, attributes={name: str(value) for name, value in flow.items()})
    stage.accept(contact)
    return contact


def notes(stage: Stage, ticket: int) -> int:
    return sum(comment["type"] == "Comment" for comment in stage.bench.zendesk.comments(ticket))


def panel(tab: Tab, button: str) -> Callable[[], None]:
    tab.show_softphone()
    return tab.softphone.get_by_role("button", name=button).click


def test_rule_4_4_a_recent_ticket_is_continued(stage: Stage) -> None:
    stage.bench.zendesk.faults.clear()
    ticket = ticket_of(stage, ann(stage))
    tab = stage.open().ready()
    contact = call(stage, recent_ticket_timeout=15)
    stage.until(tab, lambda: notes(stage, ticket) == 2)
    expect(tab.front).to_contain_text("An older matter")
    stage.hang_up(contact)
    stage.until(tab, lambda: stage.voices(ticket))
    assert stage.made == []


def test_rule_4_3_a_requested_ticket_that_the_caller_owns_is_taken(stage: Stage) -> None:
    ticket = ticket_of(stage, ann(stage), status="pending")
    tab = stage.open().ready()
    call(stage, zendesk_ticket=ticket)
    stage.until(tab, lambda: notes(stage, ticket) == 2)
    expect(tab.frame("ticket_sidebar").locator("#view")).to_contain_text("requested by the contact flow")


def test_rule_4_3_somebody_elses_ticket_is_shown_and_the_agent_attaches_it(stage: Stage) -> None:
    bob = stage.bench.zendesk.add_user(name="Bob Other")
    ticket = ticket_of(stage, bob["id"])
    tab = stage.open().ready()
    call(stage, zendesk_ticket=ticket)
    expect(tab.front).to_contain_text("An older matter")
    expect(tab.page.get_by_text("belongs to another requester")).to_be_visible()
    expect(tab.softphone.locator(".choice")).to_contain_text("Bob Other")
    assert stage.written() == []
    panel(tab, "Attach to current")()
    stage.until(tab, lambda: notes(stage, ticket) == 2)
    expect(tab.popover).to_be_hidden()


@pytest.mark.parametrize("chosen", [False, True], ids=["nobody is selected", "who has no number yet is"])
def test_rule_5_3_the_buttons_are_in_sight_beside_many_candidates_remarks_and_a_long_name(
    stage: Stage, chosen: bool
) -> None:
    shared = "+61299990066"
    for name in ("Kim", "Pat", "Robin"):
        stage.bench.zendesk.add_user(name=name, phone=shared, shared_phone=True)
    bob = stage.bench.zendesk.add_user(name="Bob " * 60, suspended=True)
    ticket = ticket_of(stage, bob["id"])
    tab = stage.open().ready()
    call(stage, shared, zendesk_ticket=ticket)
    attach = tab.softphone.get_by_role("button", name=f"Attach to current (#{ticket})")
    expect(attach).to_be_attached()
    if chosen:
        tab.go_to("user", bob["id"])
        tab.go_to("ticket", ticket)
        expect(tab.softphone.get_by_role("checkbox")).to_be_in_viewport(ratio=1)
    else:
        expect(tab.softphone.get_by_role("checkbox")).to_have_count(0)
    expect(attach).to_be_in_viewport(ratio=1)
    expect(tab.softphone.get_by_role("button", name="Create ticket")).to_be_in_viewport(ratio=1)


def test_rule_4_2_zero_makes_a_new_ticket_beside_a_recent_one(stage: Stage) -> None:
    recent = ticket_of(stage, ann(stage))
    tab = stage.open().ready()
    call(stage, recent_ticket_timeout=15, zendesk_ticket=0)
    stage.until(tab, lambda: stage.made)
    assert notes(stage, recent) == 1


def test_rule_4_6_a_closed_ticket_is_followed_up(stage: Stage) -> None:
    closed = ticket_of(stage, ann(stage), status="closed")
    tab = stage.open().ready()
    call(stage, zendesk_ticket=closed)
    stage.until(tab, lambda: stage.made)
    expect(tab.page.get_by_text("so a follow-up was created")).to_be_visible()
    assert notes(stage, closed) == 1


def test_rule_5_3_the_agent_attaches_the_call_to_the_ticket_in_view(stage: Stage) -> None:
    bob = stage.bench.zendesk.add_user(name="Bob Other")
    ticket = ticket_of(stage, bob["id"])
    tab = stage.open().ready()
    contact = call(stage, **MANUAL)
    expect(tab.softphone.locator(".choice")).to_contain_text("Ann Miller")
    expect(tab.softphone.get_by_role("button", name="Attach to current")).to_be_disabled()
    tab.go_to("ticket", ticket)
    expect(tab.softphone.locator(".choice")).to_contain_text("Bob Other")
    panel(tab, "Attach to current")()
    stage.until(tab, lambda: notes(stage, ticket) == 2)
    stage.hang_up(contact)
    stage.until(tab, lambda: stage.voices(ticket))
    assert stage.made == []


def test_rule_5_3_the_person_of_a_page_open_before_the_call_is_offered_and_opening_another_selects(
    stage: Stage,
) -> None:
    nora = stage.bench.zendesk.add_user(name="Nora Nophone")
    bob = stage.bench.zendesk.add_user(name="Bob Other")
    ticket = ticket_of(stage, nora["id"])
    tab = stage.open().ready()
    tab.go_to("ticket", ticket)
    expect(tab.frame("ticket_sidebar").locator("#view")).to_contain_text("No contact")
    call(stage, STRANGER, **MANUAL)
    entries = tab.softphone.locator(".chooser button")
    expect(entries).to_have_text([f"New customer, {readable(STRANGER)}", re.compile("Nora Nophone")])
    expect(tab.softphone.locator(".choice")).to_contain_text("a new customer")
    tab.page.reload()
    entries = tab.ready().softphone.locator(".chooser button")
    expect(entries).to_have_text([f"New customer, {readable(STRANGER)}", re.compile("Nora Nophone")])
    expect(entries.first).to_have_attribute("aria-pressed", "true")
    tab.go_to("user", bob["id"])
    expect(tab.softphone.locator(".choice")).to_contain_text("for Bob Other")
    tab.go_to("ticket", ticket)
    expect(tab.softphone.locator(".choice")).to_contain_text("for Nora Nophone")
    box = tab.softphone.get_by_role("checkbox")
    box.focus()
    tab.page.keyboard.press("Space")
    expect(box).not_to_be_checked()
    expect(box).to_be_focused()
    panel(tab, "Create ticket")()
    stage.until(tab, lambda: stage.made)
    assert stage.made[0]["requester_id"] == nora["id"]
    assert stage.bench.zendesk.users[nora["id"]]["phone"] is None


def test_rule_16_6_each_event_is_announced_once_in_the_softphones_live_region(stage: Stage) -> None:
    tab = stage.open().ready()
    said = tab.softphone.locator("#said")
    expect(said).to_have_attribute("role", "status")
    contact = stage.ring(ANN)
    expect(said).to_have_text("Ringing: Ann Miller")
    stage.accept(contact)
    stage.until(tab, lambda: stage.made)
    expect(said).to_have_text(f"Saved on #{stage.made[0]['id']}")


def test_rule_5_3_the_agent_creates_a_ticket_for_the_user_in_view_and_two_clicks_make_one(stage: Stage) -> None:
    bob = stage.bench.zendesk.add_user(name="Bob Other")
    tab = stage.open().ready()
    call(stage, STRANGER, **MANUAL)
    expect(tab.softphone.locator(".choice")).to_contain_text("a new customer")
    tab.go_to("user", bob["id"])
    expect(tab.softphone.locator(".choice")).to_contain_text("Bob Other")
    tab.softphone.get_by_role("button", name="Create ticket").dblclick()
    stage.until(tab, lambda: stage.made)
    expect(tab.front).to_contain_text("Incoming call from Bob Other")
    assert [ticket["requester_id"] for ticket in stage.made] == [bob["id"]]


def test_rule_5_4_a_call_that_the_agent_forgot_gets_its_ticket_when_it_is_closed(stage: Stage) -> None:
    tab = stage.open().ready()
    contact = call(stage, **MANUAL)
    expect(tab.softphone.locator(".choice")).to_be_visible()
    stage.hang_up(contact)
    expect(tab.softphone.locator(".choice")).to_be_visible()
    assert stage.made == []
    stage.clear(contact)
    stage.until(tab, lambda: stage.made and stage.voices(stage.made[0]["id"]))
    expect(tab.softphone.locator(".choice")).to_be_hidden()
    assert stage.made[0]["requester_id"] == ann(stage)


def colleague(stage: Stage, browser: Browser, agent: str) -> tuple[Stage, Tab]:
    """Open a second agent's own browser on the same workbench."""
    person = stage.bench.zendesk.add_user(name="Kim Colleague", email="kim@example.com", role="agent")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(f"globalThis.connectAgent = '{agent}'")
    other = Stage(stage.bench, context)
    return other, other.open(f"?agent={person['id']}").ready()


def test_rule_4_1_a_second_agent_joins_the_same_ticket_while_the_search_lags(stage: Stage, browser: Browser) -> None:
    tab = stage.open().ready()
    first = call(stage)
    stage.until(tab, lambda: stage.made)
    stage.bench.zendesk.search_lag = 60.0
    other, their_tab = colleague(stage, browser, "agent-2")
    leg = stage.transfer(first, "agent-2")
    expect(their_tab.front).to_contain_text("Incoming call from Ann Miller")
    stage.accept(leg)
    stage.until(their_tab, lambda: notes(stage, stage.made[0]["id"]) == 2)
    assert len(stage.made) == 1
    other.context.close()


def test_rule_14_3_a_supervisor_who_barges_in_sees_the_ticket_and_nothing_is_written(
    stage: Stage, browser: Browser
) -> None:
    tab = stage.open().ready()
    first = call(stage)
    stage.until(tab, lambda: stage.made)
    other, their_tab = colleague(stage, browser, "agent-3")
    before = stage.written()
    leg = stage.monitor(first, "agent-3")
    stage.accept(leg)
    stage.barge(leg)
    expect(their_tab.front).to_contain_text("Incoming call from Ann Miller")
    expect(their_tab.softphone.locator(".choice")).to_have_count(0)
    stage.hang_up(leg)
    assert stage.written() == before
    other.context.close()


def test_rule_7_1_a_click_on_a_number_in_a_ticket_dials_once_and_the_call_is_on_that_ticket(stage: Stage) -> None:
    ticket = ticket_of(stage, ann(stage))
    tab = stage.open().ready()
    tab.go_to("ticket", ticket)
    tab.page.get_by_role("button", name=ANN).click()
    stage.until(tab, lambda: stage.bench.connect.contacts)
    (contact,) = stage.bench.connect.contacts
    stage.answer(contact)
    stage.until(tab, lambda: notes(stage, ticket) == 2)
    assert stage.made == []
    assert len(stage.bench.connect.contacts) == 1


@pytest.mark.parametrize(("number", "wanted"), [(STRANGER, True), ("+61299998877", False)])
def test_rule_7_4_an_unknown_number_that_is_called_becomes_a_ticket_only_if_the_flow_wants_it(
    stage: Stage, number: str, wanted: bool
) -> None:
    tab = stage.open().ready()
    tab.page.get_by_role("button", name="Deskline").last.click()
    tab.softphone.get_by_role("textbox").fill(number)
    tab.softphone.get_by_role("button", name="Call", exact=True).click()
    stage.until(tab, lambda: stage.bench.connect.contacts)
    (contact,) = stage.bench.connect.contacts
    stage.bench.connect.set_attributes(contact, {"all_outbound": str(wanted)})
    stage.answer(contact)
    if wanted:
        stage.until(tab, lambda: stage.made)
        assert stage.bench.zendesk.users[stage.made[0]["requester_id"]]["name"] == f"Caller {number}"
    else:
        expect(tab.softphone.locator(".choice")).to_contain_text("a new customer")
        assert stage.written() == []


def test_rule_3_4_the_caller_is_picked_among_several_with_the_keyboard(stage: Stage) -> None:
    for name in ("Kim Both", "Pat Both"):
        stage.bench.zendesk.add_user(name=name, phone="+61299990066", shared_phone=True)
    tab = stage.open().ready()
    call(stage, "+61299990066")
    tab.softphone.locator(".chooser button", has_text="Pat Both").focus()
    tab.page.keyboard.press("Enter")
    stage.until(tab, lambda: stage.made)
    assert stage.bench.zendesk.users[stage.made[0]["requester_id"]]["name"] == "Pat Both"
