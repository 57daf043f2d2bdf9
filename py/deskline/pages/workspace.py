"""Orders to the app's pages, carried out in the tab that the agent looked at last (rule 11.1)."""

import asyncio
from collections.abc import Callable
from typing import Literal

from deskline.adapters.border import Border, Failed
from deskline.diary.entry import Entry
from deskline.diary.log import Diary
from deskline.model.effects import Phrase, PopTicket, PopUser, Show, ShowSoftphone
from deskline.model.people import TICKET_PAGE, USER_PAGE, Focus
from deskline.pages.open_pages import OpenPages, Page
from deskline.words.notices import NOTICES
from deskline.words.texts import Texts

Sound = Literal["ring", "message"]
"""What an agent may hear: a chat or task is offered, a customer has said something."""

BUSY_FOR = 8
"""Orders in a row that a page may leave unanswered and still be taken for busy: one that is frozen is not hurried."""

UNSEEN = "unseen"
"""What a page is taken to show if it did not accept its view: the next view is always sent."""


class AgentWorkspace:
    """Shows, opens and notifies; a notice that no page could show waits for the next page."""

    def __init__(self, border: Border, texts: Texts, diary: Diary) -> None:
        self.pages = OpenPages()
        self._border = border
        self._texts = texts
        self._diary = diary
        self._waiting: list[Phrase] = []
        self._sounds = False

    async def show(self, order: Show) -> None:
        """Carry out an order in the tab that was looked at last, or the one before it if that is gone."""
        target = _target(order)
        if target:
            self.pages.popped(target)
        await self.open(order)

    async def open(self, order: Show) -> None:
        """Carry out an order in the same way, at the agent's own request."""
        kind, fields = _spelled(order)
        await self._in_front(kind, **fields)

    async def open_contacts(self) -> None:
        """Open the Contacts page in the tab that was looked at last."""
        await self._in_front("pop", what="nav_bar", id=0)

    async def tell(self, notice: Phrase) -> None:
        """Show a notice, in the manner that the table of notices says, as soon as there is a page for it."""
        self._diary.note(Entry("notice", notice.key))
        self._waiting.append(notice)
        await self.catch_up()

    async def catch_up(self) -> None:
        """Show the notices that waited for a softphone page."""
        waiting, self._waiting = self._waiting, []
        for notice in waiting:
            severity = NOTICES[notice.key]
            text = self._texts.say(notice)
            if not await self._in_front("notify", text=text, level=severity.level, sticky=severity.sticky):
                self._waiting.append(notice)

    async def announce(self, event: Phrase) -> None:
        """Announce an event to screen readers, in the tab that the agent looks at."""
        await self._in_front("say", text=self._texts.say(event))

    async def show_contact(self, contact_id: str) -> None:
        """Bring a contact to the front in Amazon's softphone."""
        await self._in_front("view", contact=contact_id)

    def switch_sounds(self, *, on: bool) -> None:
        """Record that the agent wants to hear chats and tasks, or does not."""
        self._sounds = on

    async def sound(self, what: Sound) -> None:
        """Let the tab that the agent looks at sound, if the agent wants that."""
        if self._sounds:
            await self._in_front("sound", what=what)

    async def called(self, typed: str) -> None:
        """Clear the field in which the number was typed, on whichever page: the call has begun."""
        await asyncio.gather(*(self._asked(page.id, "called", number=typed) for page in self.pages))

    async def refresh(self, view: Callable[[Page], str]) -> bool:
        """Update each page to its view, and show what waits; return whether it is worth doing so again soon."""
        changed = {page.id: html for page in self.pages if page.html != (html := view(page))}
        for page, html in changed.items():
            self.pages.note(page, html=html)
        await asyncio.gather(*(self._update(page, html) for page, html in changed.items()))
        await self.catch_up()
        return any(page.html == UNSEEN and page.missed <= BUSY_FOR for page in self.pages)

    async def _update(self, page: str, html: str) -> None:
        if not await self._asked(page, "show", html=html):
            self.pages.note(page, html=UNSEEN)

    async def _in_front(self, kind: str, **fields: object) -> bool:
        for page in self.pages.softphones:
            if await self._asked(page.id, kind, **fields):
                return True
        return False

    async def _asked(self, page: str, kind: str, **fields: object) -> bool:
        try:
            await self._border.ask(kind, page=page, **fields)
        except Failed:
            self.pages.answered(page, well=False)
            return False
        self.pages.answered(page, well=True)
        return True


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
