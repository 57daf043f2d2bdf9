"""Rule 11.1: which tab the agent used last, and what the pages are sent."""

import asyncio
import re
from pathlib import Path

import pytest

from deskline.model.effects import HideSoftphone, Phrase, PopTicket, PopUser, ShowSoftphone
from deskline.model.messages import Hello
from deskline.pages.open_pages import FORGOTTEN_AFTER
from unit.pages.tabs import Tabs

ROOT = Path(__file__).parents[3]
NOTICE = Phrase("notice.suspended", {"name": "Sam"})


def test_an_order_goes_to_the_tab_that_was_used_last() -> None:
    tabs = Tabs()
    tabs.open("one")
    tabs.open("two", visible=False)
    asyncio.run(tabs.workspace.show(PopUser(7)))
    tabs.look("top_bar of two", "two")
    asyncio.run(tabs.workspace.show(PopTicket(5)))
    assert tabs.told == [
        {"kind": "pop", "page": "top_bar of one", "what": "user", "id": 7},
        {"kind": "pop", "page": "top_bar of two", "what": "ticket", "id": 5},
    ]


def test_the_contacts_page_opens_in_the_tab_that_was_used_last() -> None:
    tabs = Tabs()
    tabs.open("one")
    asyncio.run(tabs.workspace.open_contacts())
    assert tabs.told == [{"kind": "pop", "page": "top_bar of one", "what": "nav_bar", "id": 0}]


def test_looking_at_any_page_of_a_tab_is_looking_at_the_tab() -> None:
    tabs = Tabs()
    for tab in ("one", "two"):
        tabs.open(tab)
    tabs.open("one", "ticket_sidebar")
    asyncio.run(tabs.workspace.show(ShowSoftphone()))
    assert tabs.told == [{"kind": "softphone", "page": "top_bar of one", "shown": True}]


def test_a_page_that_learns_its_tab_late_counts_for_that_tab() -> None:
    tabs = Tabs()
    tabs.open("", "ticket_sidebar")
    tabs.open("one")
    tabs.open("two")
    tabs.look("ticket_sidebar of ", "one")
    asyncio.run(tabs.workspace.show(HideSoftphone()))
    assert tabs.told[0]["page"] == "top_bar of one"


def test_a_tab_that_does_not_answer_is_passed_over() -> None:
    tabs = Tabs()
    tabs.open("one")
    tabs.open("two")
    tabs.gone.add("top_bar of two")
    asyncio.run(tabs.workspace.show(PopUser(7)))
    asyncio.run(tabs.workspace.show(PopUser(8)))
    assert [order["page"] for order in tabs.told] == ["top_bar of one"] * 2


def test_a_tab_that_said_goodbye_is_not_asked() -> None:
    tabs = Tabs()
    tabs.open("one")
    tabs.open("two")
    tabs.pages.left("top_bar of two")
    tabs.look("top_bar of two", "two")
    asyncio.run(tabs.workspace.show(PopUser(7)))
    assert tabs.told[0]["page"] == "top_bar of one"


def test_a_notice_is_as_loud_as_the_table_says() -> None:
    tabs = Tabs()
    tabs.open("one")
    asyncio.run(tabs.workspace.tell(NOTICE))
    assert tabs.told == [
        {"kind": "notify", "page": "top_bar of one", "text": "Sam is suspended.", "level": "alert", "sticky": False}
    ]


def test_a_notice_that_nobody_could_see_waits_for_the_next_page() -> None:
    tabs = Tabs()
    asyncio.run(tabs.workspace.tell(NOTICE))
    tabs.open("one", "ticket_sidebar")
    asyncio.run(tabs.workspace.catch_up())
    assert tabs.told == []
    tabs.open("one")
    asyncio.run(tabs.workspace.catch_up())
    asyncio.run(tabs.workspace.catch_up())
    assert [order["text"] for order in tabs.told] == ["Sam is suspended."]


def test_a_page_is_sent_its_view_only_when_that_has_changed() -> None:
    tabs = Tabs()
    tabs.open("one", "ticket_sidebar")
    for html in ("<p>1", "<p>1", "<p>2"):
        asyncio.run(tabs.workspace.refresh(lambda page, html=html: f"{page.place} {page.about} {html}"))
    assert [order["html"] for order in tabs.told] == ["ticket_sidebar 5 <p>1", "ticket_sidebar 5 <p>2"]


def test_a_page_that_was_busy_is_sent_its_view_again_and_takes_orders_again() -> None:
    tabs = Tabs()
    tabs.open("one")
    tabs.gone.add("top_bar of one")
    asyncio.run(tabs.workspace.refresh(lambda _: "x"))
    asyncio.run(tabs.workspace.show(PopUser(7)))
    tabs.gone.clear()
    asyncio.run(tabs.workspace.refresh(lambda _: "x"))
    asyncio.run(tabs.workspace.show(PopUser(8)))
    assert [order["kind"] for order in tabs.told] == ["show", "pop"]


def test_a_page_that_never_answers_is_forgotten_in_the_end() -> None:
    tabs = Tabs()
    tabs.open("one")
    tabs.gone.add("top_bar of one")
    for number in range(FORGOTTEN_AFTER + 1):
        asyncio.run(tabs.workspace.refresh(lambda _, number=number: f"{number}"))
    tabs.gone.clear()
    asyncio.run(tabs.workspace.refresh(lambda _: "x"))
    assert tabs.told == []


def test_what_the_app_opens_is_no_turning_of_the_agent_unless_it_was_in_front_already() -> None:
    tabs = Tabs()
    tabs.open("one", "user_sidebar", since=1.0)
    asyncio.run(tabs.workspace.show(PopUser(5)))
    again = Hello("user_sidebar of one", "one", "user_sidebar", 5, visible=True, since=2.0)
    assert tabs.pages.arrived(again).how == "again"
    asyncio.run(tabs.workspace.show(PopTicket(5)))
    opened = Hello("ticket_sidebar of one", "one", "ticket_sidebar", 5, visible=True, since=3.0)
    assert tabs.pages.arrived(opened).how == "shown"


def test_a_page_that_leaves_while_it_is_asked_stays_away() -> None:
    tabs = Tabs()
    tabs.open("one")
    answer = tabs.request

    async def leaving(text: str) -> str:
        tabs.pages.left("top_bar of one")
        return await answer(text)

    tabs.request = leaving  # type: ignore[method-assign]
    asyncio.run(tabs.workspace.show(PopUser(7)))
    asyncio.run(tabs.workspace.show(PopUser(8)))
    assert [order["id"] for order in tabs.told] == [7]


@pytest.mark.parametrize("template", sorted((ROOT / "app").glob("*.html.j2")), ids=lambda path: path.name)
def test_rule_16_6_only_the_softphone_has_a_live_region_without_timers_and_lists(
    template: Path,
) -> None:
    text = template.read_text()
    assert "aria-live" not in text
    regions = re.findall('<[^>]*role="status"[^>]*>([^<]*)<', text)
    assert regions == ([""] if template.name == "top_bar.html.j2" else [])
