"""Whose panel is in front, and when the pages are brought up to date."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from deskline.agent.line import AgentLine
from deskline.agent.queue_choice import QueueChoice
from deskline.decide.situation import Situation
from deskline.model.effects import Phrase
from deskline.model.messages import Hello
from deskline.model.moments import Looked
from deskline.model.people import User
from deskline.model.record import Record
from deskline.model.settings import ForContact, Installation
from deskline.pages.display import Display, Sources
from deskline.pages.open_pages import OpenPages, Page
from deskline.pages.talk import Talk
from deskline.words.texts import Texts
from scenarios.workday import StandingClock
from unit.fakes import ROBIN, Begun, MemoryStore, SeenWorkspace, idle, record

WAITING = ForContact(ticket_assignment="agent")


class Inboxes(dict[str, list[Looked]]):
    """The open contacts, and what each was handed."""

    def put(self, contact_id: str, item: Looked) -> None:
        """Hand something to a contact, if it is open."""
        if contact_id in self:
            self[contact_id].append(item)


class Workspace(SeenWorkspace):
    """Tabs that also remember what they show and what was announced."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = OpenPages()
        self.views: list[str] = []
        self.said: list[Phrase] = []
        self.viewed: list[str] = []
        self.sounds: list[str] = []

    async def announce(self, event: Phrase) -> None:
        """Remember what a screen reader says."""
        self.said.append(event)

    async def show_contact(self, contact_id: str) -> None:
        """Remember which contact came in front in Amazon's softphone."""
        self.viewed.append(contact_id)

    async def sound(self, what: str) -> None:
        """Remember what sounded."""
        self.sounds.append(what)

    async def refresh(self, view: Callable[[Page], str]) -> bool:
        """Remember what the pages show."""
        self.views += [view(page) for page in self.pages]
        return False


class Desk:
    """Zendesk, which knows one user or none."""

    def __init__(self) -> None:
        self.users = self
        self.user: User | None = None

    async def by_id(self, _user_id: int) -> User | None:
        """Return the user."""
        return self.user


class Wall:
    """A display with contacts of which some are open."""

    def __init__(self, *records: Record, closed: tuple[str, ...] = ()) -> None:
        self.records = list(records)
        self.inboxes = Inboxes({one.contact.id: [] for one in records if one.contact.id not in closed})
        self.workspace, self.desk, self.tasks = Workspace(), Desk(), Begun()
        sources = Sources(
            records=lambda: self.records,
            inboxes=self.inboxes,
            situation=lambda record: Situation(record, Installation(), Texts({}), Texts({})),
            texts=Texts({"panel.call": "Call {number}"}, spoken=True),
            desk=self.desk,  # type: ignore[arg-type]
            line=AgentLine(ROBIN, ""),
            queues=QueueChoice(MemoryStore()),
            standing=tuple,
            behind=timedelta,
            talk=Talk(),
            clock=StandingClock(),
        )
        self.display = Display(self.workspace, sources, self.tasks.begin)  # type: ignore[arg-type]
        self.workspace.pages.arrived(Hello("side", "tab", "user_sidebar", 7, visible=True))

    def play(self, *acts: Callable[[], Any]) -> "Wall":
        """Let things happen at once, and then everything that follows."""

        async def play() -> None:
            for act in acts:
                act()
            await idle()

        asyncio.run(play())
        return self


def live(contact_id: str, **facts: Any) -> Record:
    return record(contact_id, stage="connected", **facts)


@pytest.mark.parametrize(
    ("records", "closed", "front"),
    [
        ((live("one"), live("two")), (), "two"),
        ((live("one", settings=WAITING), live("two")), (), "one"),
        ((live("one", settings=WAITING), live("two", settings=WAITING)), (), "two"),
        ((live("one"), live("two")), ("two",), "one"),
        ((live("one"),), ("one",), ""),
    ],
)
def test_in_front_is_the_latest_open_contact_that_waits_for_a_choice_else_the_latest(
    records: tuple[Record, ...], closed: tuple[str, ...], front: str
) -> None:
    assert Wall(*records, closed=closed).display.front == front


def test_rule_5_8_what_the_agent_selects_is_in_front_for_as_long_as_it_is_open() -> None:
    wall = Wall(live("one"), live("two"))
    wall.play(lambda: wall.display.select("one"))
    assert wall.display.front == "one"
    del wall.inboxes["one"]
    assert wall.display.front == "two"


def test_what_comes_in_front_is_told_once_what_the_agent_looks_at() -> None:
    wall = Wall(live("one"))
    for _ in range(2):
        wall.play(wall.display.refresh)
    assert wall.inboxes["one"] == [Looked(wall.workspace.pages.focus, "shown")]


def test_what_the_agent_looks_at_goes_to_the_contact_in_front() -> None:
    wall, look = Wall(live("one"), live("two")), Looked(how="came")
    wall.play(lambda: wall.display.looked(look))
    assert (wall.inboxes["one"], look in wall.inboxes["two"]) == ([], True)


def test_changes_at_the_same_time_are_shown_together() -> None:
    wall = Wall(live("one"))
    wall.play(wall.display.refresh, wall.display.refresh)
    assert len(wall.workspace.views) == 1
    wall.play(wall.display.refresh)
    assert len(wall.workspace.views) == 2


def test_what_becomes_of_a_contact_is_shown_and_what_matters_is_said() -> None:
    wall, before = Wall(live("one")), record("one", stage="ringing")
    wall.play(lambda: wall.display.changed(before, live("one")))
    assert [event.key for event in wall.workspace.said] == ["announced.connected"]
    wall.play(lambda: wall.display.changed(live("one"), live("one")))
    assert (len(wall.workspace.said), len(wall.workspace.views)) == (1, 2)


def test_the_numbers_of_whom_a_page_is_about_are_shown_there() -> None:
    wall = Wall()
    wall.desk.user = User(7, "Ann", phones=("+61299990001",))
    wall.play(lambda: wall.tasks.begin(wall.display.find_numbers("side", "")))
    assert "Call \u2066+61\xa02\xa09999\xa00001\u2069" in wall.workspace.views[-1]
    assert wall.workspace.told == []


def test_numbers_that_zendesks_page_tells_are_shown_without_asking_and_go_when_it_tells_of_none() -> None:
    wall = Wall()
    wall.desk.user = User(7, "Ann", phones=("+61299990001",))
    wall.play(lambda: wall.tasks.begin(wall.display.find_numbers("side", "+61299990002\n")))
    assert 'data-value="+61299990002"' in wall.workspace.views[-1]
    wall.play(lambda: wall.tasks.begin(wall.display.find_numbers("side", "\n")))
    assert "Call" not in wall.workspace.views[-1]


def test_rule_5_3_what_was_found_is_forgotten_with_the_contact() -> None:
    wall, slow = Wall(live("one", settings=WAITING), live("two", settings=WAITING)), Slow()
    wall.desk.users = slow  # type: ignore[assignment]

    async def play() -> None:
        searching = asyncio.ensure_future(wall.display.searches.search("one", "an"))
        await idle()
        slow.answers["an"].set_result([User(7, "Ann")])
        await searching
        del wall.inboxes["one"]
        await wall.display.searches.search("two", "b")
        await idle()

    asyncio.run(play())
    assert wall.display.searches.found("one", 7) is None


def test_rule_16_9_the_next_contact_is_the_one_after_the_one_in_front_and_after_the_last_the_first() -> None:
    wall = Wall(live("one"), live("two"), live("three"))
    fronts = []
    for _ in range(3):
        wall.play(wall.display.select_next)
        fronts.append(wall.display.front)
    assert fronts == ["two", "one", "three"]


def test_rule_16_9_with_nobody_on_the_line_there_is_no_next() -> None:
    wall = Wall()
    wall.play(wall.display.select_next)
    assert wall.display.front == ""


class Slow(Desk):
    """Zendesk, which answers a search when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, asyncio.Future[list[User]]] = {}

    async def matching(self, text: str, _most: int) -> list[User]:
        """Return who was found, later."""
        self.answers[text] = asyncio.get_running_loop().create_future()
        return await self.answers[text]


def test_rule_5_3_of_two_searches_only_the_latest_counts_however_late_the_first_one_is_answered() -> None:
    wall, slow = Wall(live("one", settings=WAITING)), Slow()
    wall.desk.users = slow  # type: ignore[assignment]
    ann, bob = User(7, "Ann"), User(8, "Bob")

    async def play() -> None:
        first = asyncio.ensure_future(wall.display.searches.search("one", "an"))
        await idle()
        second = asyncio.ensure_future(wall.display.searches.search("one", "bo"))
        await idle()
        slow.answers["bo"].set_result([bob])
        await second
        slow.answers["an"].set_result([ann])
        await first
        await idle()

    asyncio.run(play())
    assert (wall.display.searches.found("one", 8), wall.display.searches.found("one", 7)) == (bob, None)
