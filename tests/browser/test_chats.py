"""Rules 5.3, 5.8 and 14.1 through the real Streams and ChatJS: whom a chat is with, what is said, several at once."""

import html
import re
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, expect

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
    for n in range(3):
        stage.bench.connect.say(contacts[n], f"I am person {n}.")
        tab.saves(f"I am person {n}.")
    for contact in (*contacts[3:], *contacts[:3]):
        stage.hang_up(contact)
    made = {ticket["external_id"].removeprefix("connect:"): ticket for ticket in stage.made}
    requesters = [made[contact]["requester_id"] for contact in contacts]
    assert requesters[:3] == people
    assert len(set(requesters)) == 5
    stage.until(tab, lambda: stage.voices(made[contacts[4]]["id"]) == 1)
    assert [stage.voices(made[contact]["id"]) for contact in contacts] == [0, 0, 0, 0, 1]
    chats = [made[contact]["id"] for contact in contacts[:3]]
    stage.until(tab, lambda: all(lines_on(stage, ticket) for ticket in chats))
    assert [lines_on(stage, ticket) for ticket in chats] == [["0"], ["1"], ["2"]]
    assert [lines_on(stage, made[contact]["id"]) for contact in contacts[3:]] == [[], []]


def lines_on(stage: Stage, ticket: int) -> list[str]:
    """Of whom the transcripts on a ticket have lines."""
    comments = "".join(str(comment.get("html_body")) for comment in stage.bench.zendesk.comments(ticket))
    return re.findall(r"I am person (\d)", comments)


def two_chats(stage: Stage) -> tuple[str, str]:
    """Let two people chat whose tickets are there; the second is in front."""
    zendesk = stage.bench.zendesk
    people = [zendesk.add_user(name=name, email=f"{name}@example.com") for name in ("pia", "quin")]
    chats = [stage.ring_chat(one["name"], attributes={"customer_email": one["email"]}) for one in people]
    for chat in chats:
        stage.accept(chat)
    return chats[0], chats[1]


def shown_in(tab: Tab, chat: str) -> list[Locator]:
    """Where a chat is shown as it is written: beside its ticket."""
    beside = [frame for frame in tab.page.frames if "/ticket_sidebar.html" in frame.url]
    logs = [frame.get_by_role("log").and_(frame.locator(f"[id='log-{chat}']")) for frame in beside]
    return [log for log in logs if log.count()]


def test_rule_5_8_a_chat_is_read_beside_its_ticket_as_it_is_written_and_counted_on_its_tab(stage: Stage) -> None:
    tab, connect = stage.open_with_softphone(), stage.bench.connect
    _, two = two_chats(stage)
    stage.until(tab, lambda: len(stage.made) == 2)
    tab.softphone.get_by_role("tab", name="pia").click()
    tab.go_to("ticket", next(each["id"] for each in stage.made if two in each["external_id"]))
    wait_for(tab.page, lambda: shown_in(tab, two))
    (log,) = shown_in(tab, two)
    for number in range(40):
        connect.say(two, f"{number} {NASTY}")
    expect(log.locator(".said")).to_have_count(40)
    expect(log).to_contain_text(f"39 {NASTY}")
    assert log.evaluate(AT_END)
    log.evaluate("log => { log.scrollTop = 40; }")
    connect.say(two, "Are you there?")
    expect(log).to_contain_text("Are you there?")
    assert log.evaluate("log => log.scrollTop") == 40
    log.evaluate("log => { log.scrollTop = log.scrollHeight; }")
    connect.say(two, "Hello?")
    expect(log).to_contain_text("Hello?")
    assert log.evaluate(AT_END)
    expect(tab.softphone.get_by_role("tab", name="quin New messages: 42")).to_be_visible()
    tab.softphone.get_by_role("tab", name="quin").click()
    expect(tab.softphone.get_by_role("tab", name="New messages")).to_have_count(0)
    assert tab.page.evaluate("window.owned") is None


def test_rule_5_8_the_same_contact_is_in_front_here_and_in_amazons_softphone(stage: Stage) -> None:
    tab = stage.open_with_softphone()
    one, two = two_chats(stage)
    stage.until(tab, lambda: len(stage.made) == 2)
    tab.show_softphone()
    tab.softphone.get_by_role("tab", name="pia").click()
    expect(tab.ccp.locator("section.front")).to_have_id(one)
    tab.ccp.locator(f"section[id='{two}'] .who").click()
    expect(tab.softphone.get_by_role("tab", selected=True)).to_have_text("quin")


def test_rule_14_1_sounds_are_off_until_the_agent_switches_them_on_and_stay_on_after_a_reload(stage: Stage) -> None:
    tab, connect = stage.open_with_softphone(), stage.bench.connect
    listen = "() => { window.tones = 0; const start = OscillatorNode.prototype.start; " + (
        "OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); }; }"
    )
    tab.softphone.evaluate(listen)
    chat = chatting(stage, tab)
    wait_for(tab.page, lambda: tab.softphone.evaluate(LOADED))
    connect.say(chat, "Hello")
    tab.saves("Hello")
    assert tab.softphone.evaluate("window.tones") == 0
    tab.go_to("nav_bar")
    box = tab.shown("nav_bar").get_by_role("checkbox", name="Play a sound")
    expect(box).not_to_be_checked()
    box.check()
    tab.page.reload()
    tab.ready()
    tab.go_to("nav_bar")
    expect(tab.shown("nav_bar").get_by_role("checkbox", name="Play a sound")).to_be_checked()
    tab.softphone.evaluate(listen)
    tab.saves("Hello")
    wait_for(tab.page, lambda: tab.softphone.evaluate(LOADED))
    connect.say(chat, "Are you there?")
    wait_for(tab.page, lambda: tab.softphone.evaluate("window.tones") == 1)
    tab.shown("nav_bar").get_by_role("checkbox", name="Play a sound").uncheck()


AT_END = "log => log.scrollHeight - log.scrollTop - log.clientHeight < 2"


BOT = Speaker("CUSTOM_BOT", "Lex")
NASTY = '<img src=x onerror="top.owned=1"><script>top.owned=1</script> {{ticket.id}}'
LOADED = "Boolean(window.connect?.ChatSession)"


def chatting(stage: Stage, tab: Tab) -> str:
    """Let somebody with Ann's address chat, and wait until their ticket is there."""
    chat = stage.ring_chat("Ann", attributes={"customer_email": "ann@example.com"})
    stage.accept(chat)
    stage.until(tab, lambda: stage.made)
    return chat


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
    wait_for(tab.page, lambda: tab.softphone.evaluate(LOADED))
    connect.say(chat, f"Hello {NASTY}")
    connect.say(chat, "Hi Ann", Speaker("AGENT", "Robin"))
    stage.hang_up(chat)
    stage.until(tab, lambda: transcript(stage))
    (text,) = transcript(stage)
    assert in_order(text, "To the bot", "From the bot", NASTY.replace("{{", "{\u200c{"), "Hi Ann", "The chat ended.")
    assert "may be missing" not in text
    assert not other.softphone.evaluate(LOADED)


@pytest.mark.parametrize(("trouble", "missing"), [("429", False), ("403", True)])
def test_rule_14_1_a_participant_service_in_trouble_is_asked_again_and_what_it_refuses_is_said_to_be_missing(
    stage: Stage, trouble: str, missing: bool
) -> None:
    tab, connect = stage.open_with_softphone(), stage.bench.connect
    times = 2 if trouble == "429" else 99
    stage.refuses = trouble
    connect.participant_faults.add("POST /participant/transcript", int(trouble), times=times, delay=1)
    chat = stage.ring_chat("Ann", attributes={"customer_email": "ann@example.com"})
    connect.say(chat, "Before")
    stage.accept(chat)
    stage.until(tab, lambda: stage.made)
    if missing:
        wait_for(tab.page, lambda: tab.softphone.evaluate(LOADED))
        wait_for(tab.page, lambda: connect.participant_faults.pending[0].times < times)
    else:
        tab.saves("Before")
    connect.say(chat, "After")
    connect.send_file(chat, "a.pdf", "application/pdf")
    tab.saves("a.pdf")
    stage.hang_up(chat)
    stage.until(tab, lambda: transcript(stage))
    (text,) = transcript(stage)
    assert in_order(
        text, *(() if missing else ("Before",)), "After", "File: a.pdf (application/pdf)", "The chat ended."
    )
    assert ("may be missing" in text) == missing


@pytest.mark.parametrize("when", ["in mid-chat", "across the end"])
def test_rule_14_1_a_reload_loses_no_line_of_a_chat_and_doubles_none(stage: Stage, when: str) -> None:
    tab, connect = stage.open_with_softphone(), stage.bench.connect
    chat = chatting(stage, tab)
    connect.say(chat, "One")
    tab.saves("One")
    tab.page.goto("about:blank")
    if when == "in mid-chat":
        connect.say(chat, "Two")
        tab.page.goto(stage.bench.url)
        tab.ready()
        tab.saves("Two")
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
    tab.saves("(1499)")
    tab.saves("(0)")
    for number in range(1500, 2000):
        connect.say(chat, f"({number}) {NASTY}")
    stage.hang_up(chat)
    stage.until(tab, lambda: sum(text.count("(customer)") for text in transcript(stage)) >= 2000)
    said = [int(number) for text in transcript(stage) for number in re.findall(r"\((\d+)\) <img", text)]
    assert said == list(range(2000))
    assert tab.page.evaluate("window.owned") is None
