"""Rules 5.2, 5.3, 5.8 and 14.1 through the real Streams and ChatJS: whom a chat is with, and several at once."""

import pytest
from playwright.sync_api import expect

from browser.stage import STRANGER, Stage

pytestmark = [pytest.mark.browser, pytest.mark.shift]


def test_rule_14_1_a_chat_of_nobody_known_gets_its_ticket_once_the_agent_has_found_the_customer(stage: Stage) -> None:
    tab = stage.open_with_softphone()
    chat = stage.ring_chat("Zoe")
    stage.accept(chat)
    create = tab.softphone.locator("[data-press=create]")
    expect(create).to_have_text("Create ticket")
    expect(create).to_be_disabled()
    tab.says("It is not known who this chat is with.")
    tab.softphone.get_by_role("searchbox").fill("mill")
    tab.softphone.get_by_role("button", name="Ann Miller").click()
    expect(create).to_have_text("Create ticket for Ann Miller")
    create.click()
    stage.until(tab, lambda: stage.made)
    expect(tab.softphone.locator(".headline")).to_contain_text(f"Saved on #{stage.made[0]['id']}")
    expect(tab.popover).to_be_visible()
    assert stage.made[0]["subject"] == "Incoming chat from Ann Miller"


def test_rule_5_8_three_chats_a_task_and_a_call_at_once_end_with_five_right_tickets(stage: Stage) -> None:
    tab, zendesk = stage.open_with_softphone(), stage.bench.zendesk
    people = [zendesk.add_user(name=f"Person {n}", email=f"person{n}@example.com")["id"] for n in range(3)]
    said = [{"customer_email": f"person{n}@example.com"} for n in range(3)]
    contacts = [stage.ring_chat(f"P{n}", attributes=said[n]) for n in range(3)]
    contacts.append(stage.ring_task("Call back", attributes={"customer_email": "ann@example.com"}))
    contacts.append(stage.ring(STRANGER))
    expect(tab.softphone.get_by_role("tab")).to_have_count(5)
    expect(tab.softphone.get_by_role("tab", selected=True)).to_contain_text("9999")
    for contact in reversed(contacts):
        stage.accept(contact)
    stage.until(tab, lambda: len(stage.made) == 5)
    for contact in (*contacts[3:], *contacts[:3]):
        stage.hang_up(contact)
    made = {ticket["external_id"].removeprefix("connect:"): ticket for ticket in stage.made}
    requesters = [made[contact]["requester_id"] for contact in contacts]
    assert requesters[:3] == people
    assert len(set(requesters)) == 5
    stage.until(tab, lambda: stage.voices(made[contacts[4]]["id"]) == 1)
    assert [stage.voices(made[contact]["id"]) for contact in contacts] == [0, 0, 0, 0, 1]
