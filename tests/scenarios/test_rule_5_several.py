"""Rule 5.8: several contacts at once: what is said in each, what is new in it, and which of them is in front."""

import re
from typing import Any

import pytest

from scenarios.workday import ANN, Workday

NASTY = '<img src=x onerror="top.owned=1">'


def chat(day: Workday, name: str, *, accept: bool = True) -> str:
    """Let somebody chat whom Zendesk knows; the panel of a new chat is in front."""
    if not any(user["name"] == name for user in day.desk.users.values()):
        day.desk.add_user(name=name, email=f"{name}@example.com".lower())
    contact = day.ring_chat(name, attributes={"customer_email": f"{name}@example.com".lower()})
    if accept:
        day.accept(contact)
        say(day, contact, "", ident="first", Type="EVENT", ContentType="nothing that counts")
    return contact


def say(day: Workday, contact: str, *words: str, role: str = "CUSTOMER", ident: str = "", **more: Any) -> None:
    """Let somebody say something in a chat."""
    for text in words:
        day.clock.pass_by(1)
        at = day.clock.now().isoformat()
        item = {"Id": ident or f"{contact}-{at}", "Type": "MESSAGE", "AbsoluteTime": at, "ContentType": "text/plain"}
        item |= {"Content": text, "DisplayName": role.title(), "ParticipantRole": role, "ContactId": contact, **more}
        day.tell(kind="chat", contact=contact, items=[item], whole=True)


def ticket(day: Workday, contact: str) -> int:
    """The ticket of a contact."""
    return next(one["id"] for one in day.new_tickets if one["external_id"] == f"connect:{contact}")


def tabs(day: Workday) -> list[str]:
    """What the tabs say, without the words for those who hear them; the one in front is in brackets."""
    found = re.findall(r'role="tab" aria-selected="(true|false)"[^>]*>(.*?)</button>', day.panel)
    said = [(front, re.sub(r'<span class="unseen">.*?</span>|<[^>]+>', "", text)) for front, text in found]
    return [f"[{' '.join(text.split())}]" if front == "true" else " ".join(text.split()) for front, text in said]


def live(view: str) -> list[str]:
    """The lines of the chat that a page shows."""
    shown = re.search(r'role="log"[^>]*>(.*)', view, re.DOTALL)
    lines = re.findall(r'<(?:p|div) id="line-[^"]*".*?(?:</p></div>|</span></p>)', shown[1], re.DOTALL) if shown else []
    return [" ".join(re.sub(r"<time.*?</time>", "", re.sub(r"</p><p[^>]*>", ": ", one)).split()) for one in lines]


def words(view: str) -> list[str]:
    """The same, as people read them."""
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()).replace(" :", ":") for one in live(view)]


def test_rule_5_8_the_ticket_shows_what_is_said_in_its_chat_as_it_is_said() -> None:
    with Workday() as day:
        contact = chat(day, "Zoe")
        made = ticket(day, contact)
        assert "Nothing has been said yet." in day.sidebar(made)
        say(day, contact, "Hello")
        say(day, contact, "Hi Zoe", role="AGENT")
        say(day, contact, "", Type="EVENT", ContentType="application/vnd.amazonaws.connect.event.participant.left")
        view = day._shown(f"ticket_sidebar {made}")
        assert words(view) == ["Customer (customer): Hello", "Agent (agent): Hi Zoe", "Customer (customer) left."]
        assert "Nothing has been said yet." not in view


def test_rule_5_8_each_ticket_shows_its_own_chat_and_other_pages_the_one_in_front() -> None:
    with Workday() as day:
        one, two = chat(day, "Zoe"), chat(day, "Yan")
        say(day, one, "I am Zoe")
        say(day, two, "I am Yan")
        assert words(day.sidebar(ticket(day, one))) == ["Customer (customer): I am Zoe"]
        assert words(day.sidebar(ticket(day, two))) == ["Customer (customer): I am Yan"]
        other = day.desk.add_ticket(requester_id=day.ann["id"], subject="Other")["id"]
        assert words(day.sidebar(other)) == ["Customer (customer): I am Yan"]
        day.press("select", one)
        assert words(day._shown(f"ticket_sidebar {other}")) == ["Customer (customer): I am Zoe"]


def test_rule_6_3_nothing_in_a_chat_is_markup_and_a_huge_message_is_cut_only_on_the_screen() -> None:
    with Workday() as day:
        contact = chat(day, "Zoe")
        say(day, contact, NASTY, "x" * 50_000)
        view = day.sidebar(ticket(day, contact))
        assert "<img" not in view
        assert "&lt;img src=x onerror" in view
        assert view.count("x" * 2_000) == 1
        assert len(view) < 20_000
        day.tell(kind="chat", contact=contact, items=[], whole=True, over=True)
        day.finish(contact)
        assert sum(note.count("x") for note in day.notes(ticket(day, contact))) > 50_000


def test_rule_5_8_of_a_long_chat_the_newest_lines_are_shown_and_earlier_ones_if_the_agent_wants_them() -> None:
    with Workday() as day:
        contact = chat(day, "Zoe")
        say(day, contact, *(f"Line {number}" for number in range(250)))
        made = ticket(day, contact)
        view = day.sidebar(made)
        assert (len(live(view)), words(view)[-1]) == (100, "Customer (customer): Line 249")
        assert "Show earlier lines (150)" in view
        day.press("earlier", contact)
        assert len(live(day._shown(f"ticket_sidebar {made}"))) == 200
        day.press("earlier", contact)
        view = day._shown(f"ticket_sidebar {made}")
        assert (len(live(view)), words(view)[0]) == (250, "Customer (customer): Line 0")
        assert "Show earlier lines" not in view


def test_rule_5_8_what_the_customer_has_said_is_counted_on_the_tab_until_the_agent_sees_it() -> None:
    with Workday() as day:
        one, two = chat(day, "Zoe"), chat(day, "Yan")
        assert tabs(day) == ["[Yan]", "Zoe"]
        say(day, one, "Hello?", "Are you there?")
        say(day, one, "A bot speaks", role="CUSTOM_BOT")
        say(day, two, "Hello")
        assert tabs(day) == ["[Yan]", "Zoe 2"]
        day.press("select", one)
        assert tabs(day) == ["Yan", "[Zoe]"]
        say(day, two, "Hello?")
        assert tabs(day) == ["Yan 1", "[Zoe]"]
        say(day, two, "Here I am", role="AGENT")
        assert tabs(day) == ["Yan", "[Zoe]"]


def test_rule_5_8_after_a_reload_what_the_agent_has_not_answered_counts_as_unread() -> None:
    with Workday() as day:
        one, two = chat(day, "Zoe"), chat(day, "Yan")
        say(day, one, "Hello?")
        say(day, one, "Yes", role="AGENT")
        say(day, one, "My order is late")
        day.reload()
        assert tabs(day) == ["[Yan]", "Zoe 1"]
        day.press("select", one)
        day.press("select", two)
        assert tabs(day) == ["[Yan]", "Zoe"]


def test_rule_5_8_whom_the_agent_selects_comes_in_front_in_amazons_softphone_and_the_other_way_round() -> None:
    with Workday() as day:
        one, two = chat(day, "Zoe"), chat(day, "Yan")
        day.press("select", one)
        assert [order["contact"] for order in day.orders("view")] == [one]
        day.tell(kind="viewed", contact=two)
        assert tabs(day) == ["[Yan]", "Zoe"]
        day.press("next")
        assert [order["contact"] for order in day.orders("view")] == [one, one]
        day.tell(kind="viewed", contact="unknown")
        assert tabs(day) == ["Yan", "[Zoe]"]


def test_rule_5_8_who_searches_for_a_customer_is_not_interrupted_and_who_has_found_them_is() -> None:
    with Workday() as day:
        nobody = day.ring_chat("Mystery")
        day.accept(nobody)
        day.press("search", nobody, "ann")
        one = chat(day, "Zoe", accept=False)
        day.tell(kind="viewed", contact=one)
        assert tabs(day) == ["Zoe", "[Mystery]"]
        day.press("pick", nobody, day.ann["id"])
        day.press("create", nobody)
        chat(day, "Yan", accept=False)
        assert tabs(day)[0] == "[Yan]"


@pytest.mark.parametrize(("channel", "sounds"), [("chat", ["ring"]), ("task", ["ring"]), ("call", [])])
def test_rule_14_1_a_chat_or_task_that_rings_can_be_heard(channel: str, sounds: list[str]) -> None:
    with Workday() as day:
        day.press("sounds", value="yes")
        {"chat": day.ring_chat, "task": day.ring_task, "call": day.ring}[channel](ANN)
        assert [order["what"] for order in day.orders("sound")] == sounds


def test_rule_14_1_a_customers_message_can_be_heard_but_not_what_is_read_again() -> None:
    with Workday() as day:
        contact = chat(day, "Zoe")
        say(day, contact, "Nobody has switched sounds on")
        assert day.orders("sound") == []
        day.press("sounds", value="yes")
        say(day, contact, "I wait", role="AGENT")
        say(day, contact, "", Type="EVENT", ContentType="application/vnd.amazonaws.connect.event.participant.returned")
        assert day.orders("sound") == []
        say(day, contact, "Hello", ident="one")
        assert [order["what"] for order in day.orders("sound")] == ["message"]
        day.reload()
        day.press("sounds", value="yes")
        say(day, contact, "Written while nobody listened", ident="two")
        assert day.orders("sound") == []
        say(day, contact, "Are you there?", ident="three")
        assert [order["what"] for order in day.orders("sound")] == ["message"]
