"""What is in front: whose panel the agent sees, what each page shows, one update at a time."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from deskline.agent.connection import Standing
from deskline.agent.line import AgentLine
from deskline.agent.queue_choice import QueueChoice
from deskline.ask.ticket import numbers_at
from deskline.decide.situation import Situation
from deskline.model.moments import Looked
from deskline.model.ports import Clock, DeskLookups
from deskline.model.record import Record
from deskline.pages.announcements import announced
from deskline.pages.screen import Screen
from deskline.pages.searches import Searches
from deskline.pages.talk import Talk
from deskline.pages.views import view
from deskline.pages.workspace import AgentWorkspace
from deskline.words.texts import Texts

BUSY = 2.0
"""Seconds that a page gets which did not answer, before it is sent its view again: it may be busy, or gone."""


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
    softphone, `behind` how far the browser's clock is behind Connect's, `talk` what is said in chats.
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
    talk: Talk
    clock: Clock


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
        self._waits = False
        self.searches = Searches(sources.desk, sources.inboxes, self.refresh)

    def select(self, contact_id: str) -> None:
        """Show the panel of the contact that the agent has selected, and the contact itself in Amazon's softphone."""
        self._selected = contact_id
        self._begin(self._workspace.show_contact(contact_id))
        self.looked(Looked(self._workspace.pages.focus, "shown"))

    def viewed(self, contact_id: str) -> None:
        """Show the panel of what has come to the front in Amazon's softphone, unless the agent is searching."""
        if contact_id in self._sources.inboxes and contact_id != self.front and not self._is_searching:
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
        if before and after.stage == "ringing" != before.stage:
            self._rings(after)
        if event:
            self._begin(self._workspace.announce(event))
        self.refresh()

    def said(self, *, heard: bool) -> None:
        """Show what is said in chats, and let it be heard if a customer has just said something."""
        if heard:
            self._begin(self._workspace.sound("message"))
        self.refresh()

    def show_earlier(self, contact_id: str, lines: int) -> None:
        """Show more lines of a chat."""
        self._sources.talk.show_earlier(contact_id, lines)
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

    @property
    def front(self) -> str:
        """The contact whose panel is shown: the selected one, else the latest waiting for a choice, else the latest."""
        inboxes, situation = self._sources.inboxes, self._sources.situation
        if self._selected in inboxes:
            return self._selected
        live = [record for record in self._sources.records() if record.contact.id in inboxes]
        choosing = [record for record in live if situation(record).choosing]
        return next((record.contact.id for record in reversed(choosing or live)), "")

    def _rings(self, record: Record) -> None:
        if record.contact.channel in ("chat", "task") and record.contact.direction == "inbound":
            self._begin(self._workspace.sound("ring"))
        if not self._is_searching:
            self._selected = record.contact.id

    @property
    def _is_searching(self) -> bool:
        """Whether the agent is typing a search for the customer of the contact in front, who is not chosen yet."""
        front = (record for record in self._sources.records() if record.contact.id == self.front)
        choosing = any(self._sources.situation(record).choosing for record in front)
        return choosing and bool(self.searches.of(self.front).text)

    async def _show(self) -> None:
        self._stale = False
        front, before = self.front, self._front
        self._front = front
        if front != before:
            self._sources.inboxes.put(front, Looked(self._workspace.pages.focus, "shown"))
        self._sources.talk.see(front)
        screen = self._screen(front)
        again = await self._workspace.refresh(lambda page: view(page, screen))
        if again and not self._waits:
            self._waits = True
            await self._sources.clock.sleep(BUSY)
            self._waits = False
            self.refresh()

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
            search=lambda record: self.searches.of(record.contact.id),
            talk=sources.talk,
        )
