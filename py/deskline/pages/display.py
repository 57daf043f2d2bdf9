"""What is in front: whose panel the agent sees, what each page shows, one update at a time."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from deskline.agent.connection import Standing
from deskline.agent.line import AgentLine
from deskline.agent.queue_choice import QueueChoice
from deskline.ask.people_search import NOTHING, Search, answered, begun
from deskline.ask.ticket import numbers_at
from deskline.decide.situation import Situation
from deskline.model.moments import Looked
from deskline.model.people import User
from deskline.model.ports import DeskLookups
from deskline.model.record import Record
from deskline.pages.announcements import announced
from deskline.pages.screen import Screen
from deskline.pages.views import view
from deskline.pages.workspace import AgentWorkspace
from deskline.words.texts import Texts


class Inboxes(Protocol):
    """The inboxes of the open contacts."""

    def __contains__(self, contact_id: object) -> bool:
        """Whether the contact is open."""
        ...

    def put(self, contact_id: str, item: Looked) -> None:
        """Pass it to the contact, if it is open."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """Where what the pages show comes from.

    `records` returns those of all contacts in the order in which they began, `standing` what is wrong with the
    softphone, `behind` how far the browser's clock is behind Connect's.
    """

    records: Callable[[], Sequence[Record]]
    inboxes: Inboxes
    situation: Callable[[Record], Situation]
    texts: Texts
    desk: DeskLookups
    line: AgentLine
    queues: QueueChoice
    standing: Callable[[], Sequence[Standing]]
    behind: Callable[[], timedelta]


class Display:
    """Which contact is selected and which is in front; keeps the pages up to date."""

    def __init__(
        self, workspace: AgentWorkspace, sources: Sources, begin: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        self._workspace = workspace
        self._sources = sources
        self._begin = begin
        self._selected = ""
        self._front = ""
        self._stale = False
        self._searches: dict[str, Search] = {}

    def select(self, contact_id: str) -> None:
        """Show the panel of the contact that the agent has selected."""
        self._selected = contact_id
        self.looked(Looked(self._workspace.pages.focus, "shown"))

    def select_next(self) -> None:
        """Show the panel of the contact after the one in front, in the order of the tabs; after the last the first."""
        tabs = [record.contact.id for record in self._screen(self.front).live]
        after = dict(zip(tabs, [*tabs[1:], *tabs[:1]], strict=True))
        self.select(after.get(self.front, self.front))

    def looked(self, look: Looked) -> None:
        """Tell the contact in front what the agent looks at."""
        self._sources.inboxes.put(self.front, look)
        self.refresh()

    def changed(self, before: Record | None, after: Record) -> None:
        """Show a changed contact, and announce the change to screen readers."""
        event = announced(before, after)
        if before and after.stage == "ringing" != before.stage and not self._searches.get(self.front, NOTHING).text:
            self._selected = after.contact.id
        if event:
            self._begin(self._workspace.announce(event))
        self.refresh()

    def refresh(self) -> None:
        """Update all pages; changes until then are shown in the same update."""
        if not self._stale:
            self._stale = True
            self._begin(self._show())

    async def find_numbers(self, page: str, told: str) -> None:
        """Show the numbers of the person whom the page is about: one per line of what is `told`, or looked up."""
        lines = tuple(filter(None, told.splitlines()))
        found = lines if told else await numbers_at(self._sources.desk, self._workspace.pages.about(page))
        self._workspace.pages.note(page, numbers=found)
        self.refresh()

    async def search(self, contact_id: str, text: str) -> None:
        """Show whom Zendesk finds for what the agent types in a contact's list; only the latest text counts."""
        search = begun(text)
        still_open = {known: one for known, one in self._searches.items() if known in self._sources.inboxes}
        self._searches = {**still_open, contact_id: search}
        self.refresh()
        if search.state == "asking":
            found = await answered(self._sources.desk, search)
            if self._searches.get(contact_id) is search:
                self._searches[contact_id] = found
                self.refresh()

    def found(self, contact_id: str, user_id: int) -> User | None:
        """Return the person with this id, if the agent has searched for them in the contact's list."""
        search = self._searches.get(contact_id, NOTHING)
        return next((user for user in search.users if user.id == user_id), None)

    @property
    def front(self) -> str:
        """The contact whose panel is shown: the selected one, else the latest waiting for a choice, else the latest."""
        inboxes, situation = self._sources.inboxes, self._sources.situation
        if self._selected in inboxes:
            return self._selected
        live = [record for record in self._sources.records() if record.contact.id in inboxes]
        choosing = [record for record in live if situation(record).choosing]
        return next((record.contact.id for record in reversed(choosing or live)), "")

    async def _show(self) -> None:
        self._stale = False
        front, before = self.front, self._front
        self._front = front
        if front != before:
            self._sources.inboxes.put(front, Looked(self._workspace.pages.focus, "shown"))
        screen = self._screen(front)
        await self._workspace.refresh(lambda page: view(page, screen))

    def _screen(self, front: str) -> Screen:
        sources = self._sources
        return Screen(
            list(reversed(sources.records())),
            sources.situation,
            sources.texts,
            selected=front,
            profile=sources.line.now.profile,
            queue=sources.queues.chosen,
            behind=sources.behind(),
            standing=sources.standing(),
            searches=self._searches,
        )
