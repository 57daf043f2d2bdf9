"""Rules 5.3, 5.8 and 14.1 through the real Streams and ChatJS: whom a chat is with, what is said, several at once."""

import html
import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from browser.stage import STRANGER, Stage, Tab
from browser.waiting import wait_for
from workbench.connect_chat import Speaker

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


BOT = Speaker("CUSTOM_BOT", "Lex")
NASTY = '<img src=x onerror="top.owned=1"><script>top.owned=1</script> {{ticket.id}}'
LOADED = "Boolean(window.connect?.ChatSession)"


def chatting(stage: Stage, tab: Tab) -> str:
    """Let somebody with Ann's address chat, and wait until their ticket is there."""
    chat = stage.ring_chat("Ann", attributes={"customer_email": "ann@example.com"})
    stage.accept(chat)
    stage.until(tab, lambda: stage.made)
    return chat


def saved(tab: Tab, words: str) -> None:
    """Wait until the browser has saved a line with these words."""
    wait_for(tab.page, lambda: tab.softphone.evaluate(SAVED, words))


def transcript(stage: Stage) -> list[str]:
    """The transcript's comments on the one ticket, as text."""
    comments = [str(comment["html_body"]) for comment in stage.bench.zendesk.comments(stage.made[0]["id"])]
    return [html.unescape(re.sub(r"<[^>]+>", "\n", text)) for text in comments if "Deskline transcript-" in text]


def in_order(text: str, *words: str) -> bool:
    """Whether each of these is in the text exactly once, one after the other."""
    return [text.count(word) for word in words] == [1] * len(words) and all(
        text.index(one) < text.index(other) for one, other in pairwise(words)
    )


def test_rule_14_1_what_is_said_is_on_the_ticket_once_the_chat_has_ended(stage: Stage) -> None:
    tab, connect = stage.open_with_softphone(), stage.bench.connect
    other = stage.open().ready()
    chat = stage.ring_chat("Ann", attributes={"customer_email": "ann@example.com"})
    connect.say(chat, "To the bot")
    connect.say(chat, "From the bot", BOT)
    stage.accept(chat)
    stage.until(tab, lambda: stage.made)
    tab.softphone.wait_for_function(LOADED)
    connect.say(chat, f"Hello {NASTY}")
    connect.say(chat, "Hi Ann", Speaker("AGENT", "Robin"))
    stage.hang_up(chat)
    stage.until(tab, lambda: transcript(stage))
    (text,) = transcript(stage)
    assert in_order(text, "To the bot", "From the bot", NASTY.replace("{{", "{\u200c{"), "Hi Ann", "The chat ended.")
    assert "may be missing" not in text
    assert not other.softphone.evaluate(LOADED)


@pytest.mark.parametrize("when", ["in mid-chat", "across the end"])
def test_rule_14_1_a_reload_loses_no_line_of_a_chat_and_doubles_none(stage: Stage, when: str) -> None:
    tab, connect = stage.open_with_softphone(), stage.bench.connect
    chat = chatting(stage, tab)
    connect.say(chat, "One")
    saved(tab, "One")
    tab.page.goto("about:blank")
    if when == "in mid-chat":
        connect.say(chat, "Two")
        tab.page.goto(stage.bench.url)
        tab.ready()
        saved(tab, "Two")
        connect.say(chat, "Three")
    stage.hang_up(chat)
    if when == "across the end":
        tab.page.goto(stage.bench.url)
        tab.ready()
    stage.until(tab, lambda: transcript(stage))
    (text,) = transcript(stage)
    expected = ("One", "Two", "Three") if when == "in mid-chat" else ("One",)
    assert in_order(text, *expected)
    assert ("may be missing" in text) == (when == "across the end")


def test_rule_14_1_two_thousand_hostile_messages_are_all_there_once_and_inert(stage: Stage) -> None:
    tab, connect = stage.open_with_softphone(), stage.bench.connect
    chat = stage.ring_chat("Ann", attributes={"customer_email": "ann@example.com"})
    for number in range(1500):
        connect.say(chat, f"({number}) {NASTY}")
    stage.accept(chat)
    saved(tab, "(1499)")
    saved(tab, "(0)")
    for number in range(1500, 2000):
        connect.say(chat, f"({number}) {NASTY}")
    stage.hang_up(chat)
    stage.until(tab, lambda: sum(text.count("(customer)") for text in transcript(stage)) >= 2000)
    said = [int(number) for text in transcript(stage) for number in re.findall(r"\((\d+)\) <img", text)]
    assert said == list(range(2000))
    assert tab.page.evaluate("window.owned") is None


SAVED = """async (words) => {
  const done = (asked) => new Promise((got) => { asked.onsuccess = () => got(asked.result); });
  const [{ name }] = (await indexedDB.databases()).filter((one) => one.name.startsWith("deskline:"));
  const database = await done(indexedDB.open(name));
  const pieces = await done(database.transaction("lines").objectStore("lines").getAll());
  database.close();
  return pieces.some((text) => text.includes(words));
}"""
