"""The app's pages in the agent's browser tabs: who is there, which tab was looked at last, what each one shows."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from deskline.adapters.border import Border, Failed
from deskline.model import moments
from deskline.model.effects import Phrase, PopTicket, PopUser, Show, ShowSoftphone
from deskline.model.messages import Hello, PageLookedAt
from deskline.model.people import TICKET_PAGE, USER_PAGE, Focus
from deskline.words.notices import NOTICES
from deskline.words.texts import Texts

BESIDE = frozenset({"top_bar", "background"})
"""Places that are open beside what the agent looks at, whatever that is."""


FORGOTTEN_AFTER = 20
"""Orders in a row that a page may leave unanswered before it counts as gone without a word."""

UNSEEN = "unseen"
"""Stands for what a page shows that did not take its view: the next view is sent whatever it is."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the app; `looked` counts up, so the highest is the one looked at last; `html` is what it shows.

    Zendesk says when it turns to a page (`since`) and away from it (`active`), but a page that is still loading then
    does not hear it: of a tab's active pages the agent looks at the one turned to last. `missed` counts the orders in a
    row that it did not answer: it may be busy, or gone without a word.
    """

    id: str
    tab: str
    place: str
    about: int | None
    active: bool = True
    since: float = 0.0
    looked: int = 0
    missed: int = 0
    html: str = ""

    @property
    def focus(self) -> Focus:
        """What the agent looks at if it is this page."""
        return Focus(self.place, self.about, self.since)


class Pages:
    """Knows the pages; carries out orders in the tab that the agent looked at last (rule 11.1)."""

    def __init__(self, border: Border, texts: Texts) -> None:
        self._border = border
        self._texts = texts
        self._pages: dict[str, Page] = {}
        self._looks = 0
        self._untold: list[Phrase] = []
        self._popped: Focus | None = None

    def arrived(self, hello: Hello) -> moments.Looked:
        """Take note of a page; one that can be seen counts as looked at."""
        before = self._pages.get(hello.page)
        self._pages[hello.page] = Page(hello.page, hello.tab, hello.place, hello.about, hello.active, hello.since)
        if not hello.visible:
            return moments.Looked(self.focus)
        self._look(hello.page)
        return self._came(hello.page, "again" if before and hello.since > before.since else "loaded")

    def looked(self, message: PageLookedAt) -> moments.Looked:
        """Take note that the agent has looked at the tab that this page is in."""
        known = self._pages.get(message.page)
        if known is None:
            return moments.Looked(self.focus)
        self._pages[known.id] = replace(known, tab=message.tab, active=True, since=message.since, missed=0)
        self._look(known.id)
        look = self._came(known.id, "again" if message.since > known.since else "came")
        return replace(look, anew=message.changed)

    def turned_away(self, page: str) -> moments.Looked:
        """Take note that the agent no longer looks at what this page is about."""
        known = self._pages.get(page)
        if known is None:
            return moments.Looked(self.focus)
        self._pages[page] = replace(known, active=False)
        return moments.Looked(known.focus, "moved" if known.place in BESIDE else "left")

    @property
    def focus(self) -> Focus:
        """What the agent looks at in Zendesk."""
        looks = self._looks_by_tab()
        tab = max(looks, key=lambda tab: looks[tab], default="")
        there = [page for page in self._pages.values() if page.tab == tab and page.active and page.place not in BESIDE]
        front = max(there, key=lambda page: page.since, default=None)
        return front.focus if front else Focus()

    @property
    def ids(self) -> frozenset[str]:
        """The pages that are there."""
        return frozenset(self._pages)

    def about(self, page: str) -> Focus:
        """Return the place of a page, and the ticket or user that it is about."""
        found = self._pages.get(page)
        return found.focus if found else Focus()

    def left(self, page: str) -> moments.Looked:
        """Forget a page, which may be loaded anew in a moment."""
        self._pages.pop(page, None)
        return moments.Looked(self.focus)

    async def show(self, order: Show) -> None:
        """Carry out an order in the tab that was looked at last, or the one before it if that is gone."""
        target = _target(order)
        if target and not target.same(self.focus):
            self._popped = target
        await self.open(order)

    async def open(self, order: Show) -> None:
        """Carry out an order in the same way, as what the agent wants to look at."""
        kind, fields = _spelled(order)
        await self._in_front(kind, **fields)

    async def tell(self, notice: Phrase) -> None:
        """Tell the agent something, as loudly as the table of notices says; as soon as there is somebody to tell."""
        self._border.diary.note("notice", notice.key)
        self._untold.append(notice)
        await self.catch_up()

    async def catch_up(self) -> None:
        """Tell the agent what could not be told yet, because no softphone page was there."""
        waiting, self._untold = self._untold, []
        for notice in waiting:
            loud = NOTICES[notice.key]
            text = self._texts.say(notice)
            if not await self._in_front("notify", text=text, level=loud.level, sticky=loud.sticky):
                self._untold.append(notice)

    async def announce(self, event: Phrase) -> None:
        """Let a screen reader say what has happened, where the agent is."""
        await self._in_front("say", text=self._texts.say(event))

    async def called(self, typed: str) -> None:
        """Let what was typed go from its field, on whichever page: the call is there."""
        await asyncio.gather(*(self._asked(page, "called", number=typed) for page in self._pages))

    async def refresh(self, view: Callable[[Page], str]) -> None:
        """Bring every page up to date with what the view says for it."""
        await asyncio.gather(*(self._update(page, view(page)) for page in self._pages.values()))

    def _came(self, page: str, how: moments.How) -> moments.Looked:
        """Say how a page came in front; what the app itself has opened is awaited until something else is turned to."""
        here, focus = self._pages[page], self.focus
        if here.place in BESIDE or here.focus != focus:
            return moments.Looked(focus)
        opened = self._popped is not None and here.focus.same(self._popped) and how != "came"
        if how != "came":
            self._popped = None
        return moments.Looked(focus, "shown" if opened else how)

    def _look(self, page: str) -> None:
        self._looks += 1
        self._pages[page] = replace(self._pages[page], looked=self._looks)

    async def _update(self, page: Page, html: str) -> None:
        if page.html == html:
            return
        self._pages[page.id] = replace(page, html=html)
        if not await self._asked(page.id, "show", html=html) and page.id in self._pages:
            self._pages[page.id] = replace(self._pages[page.id], html=UNSEEN)

    async def _in_front(self, kind: str, **fields: object) -> bool:
        for page in self._softphones():
            if await self._asked(page.id, kind, **fields):
                return True
        return False

    async def _asked(self, page: str, kind: str, **fields: object) -> bool:
        try:
            await self._border.ask(kind, page=page, **fields)
        except Failed:
            self._missed(page)
            return False
        if page in self._pages:
            self._pages[page] = replace(self._pages[page], missed=0)
        return True

    def _missed(self, page: str) -> None:
        known = self._pages.get(page)
        if known and known.missed < FORGOTTEN_AFTER:
            self._pages[page] = replace(known, missed=known.missed + 1)
        else:
            self.left(page)

    def _softphones(self) -> list[Page]:
        latest: Mapping[str, int] = self._looks_by_tab()
        softphones = [page for page in self._pages.values() if page.place == "top_bar"]
        return sorted(softphones, key=lambda page: (page.missed == 0, latest[page.tab]), reverse=True)

    def _looks_by_tab(self) -> dict[str, int]:
        latest: dict[str, int] = {}
        for page in self._pages.values():
            latest[page.tab] = max(page.looked, latest.get(page.tab, 0))
        return latest


def _target(order: Show) -> Focus | None:
    match order:
        case PopUser():
            return Focus(USER_PAGE, order.user_id)
        case PopTicket():
            return Focus(TICKET_PAGE, order.ticket_id)
        case _:
            return None


def _spelled(order: Show) -> tuple[str, dict[str, object]]:
    match order:
        case PopUser():
            return "pop", {"what": "user", "id": order.user_id}
        case PopTicket():
            return "pop", {"what": "ticket", "id": order.ticket_id}
        case _:
            return "softphone", {"shown": isinstance(order, ShowSoftphone)}
