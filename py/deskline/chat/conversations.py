"""What is said in each chat, kept from the first line until it is on a ticket; a reload loses none (rule 14.1)."""

import asyncio
from collections.abc import Collection
from dataclasses import replace

from deskline.model.codec import from_text, to_text
from deskline.model.conversation import Conversation, Line
from deskline.model.ports import Clock, Store

LINES = "lines"
"""The object store; a key is the contact's id and the number of a piece."""

PATIENCE = 10.0
"""Seconds in which the end of a chat may still come here once Connect has reported it."""

NOTHING = Conversation()


class Conversations:
    """The conversations by contact id; what is new is saved in pieces, so that a long chat costs no more per line."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, Conversation] = {}
        self._pieces: dict[str, int] = {}
        self._saved: dict[str, Conversation] = {}
        self._news = asyncio.Event()

    def of(self, contact_id: str) -> Conversation:
        """Return what is known of a chat."""
        return self._known.get(contact_id, NOTHING)

    async def load(self, unfinished: Collection[str]) -> None:
        """Read what an earlier engine saved of these contacts, and delete what it has left of others.

        Lines that have come meanwhile count as later.
        """
        saved: dict[str, Conversation] = {}
        for key, text in sorted(await self._store.all(LINES) or ()):
            contact_id, _, number = key.rpartition("/")
            if contact_id not in unfinished:
                await self._store.delete(LINES, key)
                continue
            piece, before = _read(text), saved.get(contact_id, NOTHING)
            saved[contact_id] = replace(piece, lines=before.with_lines(piece.lines).lines)
            self._pieces[contact_id] = int(number)
        for contact_id, conversation in saved.items():
            known, resumed = self.of(contact_id), conversation.resumed()
            news = resumed.news(known.lines)
            self._known[contact_id] = resumed.grown(known, news) if known != NOTHING else resumed

    def take(self, contact_id: str, told: Conversation) -> tuple[Line, ...]:
        """Add what is told of a chat, and return the lines that are new or have changed."""
        before = self.of(contact_id)
        news = before.news(told.lines)
        self._known[contact_id] = before.grown(replace(told, contact=contact_id), news)
        self._news.set()
        self._news = asyncio.Event()
        return news

    async def save(self, contact_id: str, news: tuple[Line, ...]) -> None:
        """Save lines that are new or have changed, and whether any may be missing, unless all that is saved already."""
        piece = replace(self.of(contact_id), lines=news)
        state = replace(piece, lines=())
        if not news and self._saved.get(contact_id) == state:
            return
        self._saved[contact_id] = state
        number = self._pieces[contact_id] = self._pieces.get(contact_id, 0) + 1
        await self._store.put(LINES, f"{contact_id}/{number:06}", to_text(piece))

    async def listen_to_the_end(self, contact_id: str) -> None:
        """Wait until a chat that has ended in Connect has ended here too, or no more of it can be expected."""
        late = asyncio.ensure_future(self._clock.sleep(PATIENCE))
        while not (self.of(contact_id).over or late.done()):
            news = asyncio.ensure_future(self._news.wait())
            await asyncio.wait((news, late), return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
        late.cancel()

    async def forget(self, contact_id: str) -> None:
        """Delete what was said in a chat: it is on the ticket, or nobody wants it there."""
        count = self._pieces.pop(contact_id, 0)
        self._known.pop(contact_id, None)
        self._saved.pop(contact_id, None)
        for number in range(1, count + 1):
            await self._store.delete(LINES, f"{contact_id}/{number:06}")


def _read(text: str) -> Conversation:
    # A piece that this version cannot read must not keep the engine from starting.
    try:
        found = from_text(text)
    except (ValueError, TypeError, KeyError):
        return NOTHING
    return found if isinstance(found, Conversation) else NOTHING
