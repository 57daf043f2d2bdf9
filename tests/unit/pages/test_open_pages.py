"""Which tab the agent looked at last, and which page in it is in front (rule 11.1)."""

from deskline.model.people import Focus
from unit.pages.tabs import Tabs


def test_the_agent_looks_at_what_was_turned_to_last_and_at_nothing_after_turning_away() -> None:
    tabs = Tabs()
    assert tabs.pages.focus == Focus()
    tabs.open("one", "ticket_sidebar", since=1.0)
    tabs.open("one", "user_sidebar", since=2.0)
    tabs.open("one")
    assert (tabs.pages.focus.place, tabs.pages.focus.about) == ("user_sidebar", 5)
    tabs.pages.turned_away("ticket_sidebar of one")
    assert (tabs.pages.focus.place, tabs.pages.focus.about) == ("user_sidebar", 5)
    tabs.pages.turned_away("user_sidebar of one")
    tabs.pages.turned_away("nobody")
    assert tabs.pages.focus == Focus()


def test_a_page_that_loads_after_the_agent_has_gone_on_is_not_looked_at() -> None:
    tabs = Tabs()
    tabs.open("one", "ticket_sidebar", since=2.0)
    tabs.open("one", "user_sidebar", since=1.0)
    assert (tabs.pages.focus.place, tabs.pages.focus.about) == ("ticket_sidebar", 5)


def test_the_agent_looks_at_the_tab_that_came_into_view_last() -> None:
    tabs = Tabs()
    tabs.open("one", "ticket_sidebar", since=1.0)
    tabs.open("two", "user_sidebar", since=2.0)
    tabs.look("ticket_sidebar of one", "one")
    assert (tabs.pages.focus.place, tabs.pages.focus.about) == ("ticket_sidebar", 5)


def test_a_page_that_left_is_not_looked_at_any_more() -> None:
    tabs = Tabs()
    tabs.open("one", "ticket_sidebar")
    tabs.pages.left("ticket_sidebar of one")
    assert tabs.pages.focus == Focus()
    assert tabs.pages.about("ticket_sidebar of one") == Focus()
