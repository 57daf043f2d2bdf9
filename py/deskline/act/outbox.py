"""Every order is put down before it is carried out and ticked off after, in order, each once (rules 5.7, 11.5, 11.6).

A contact's record is its own outbox: what it owes is kept with it. An order whose answer was lost is not simply
repeated: its outcome is asked for first.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from weakref import WeakValueDictionary

from deskline.act.losses import add_loss, drop_resolved, drop_superseded, failed, no_ticket, refused
from deskline.act.perform import MAY_NOT, about_somebody_else, doubtful, outcome, perform
from deskline.act.strangers import met
from deskline.decide.reasons import holds
from deskline.model.codec import to_text
from deskline.model.effects import (
    CreateUser,
    HideSoftphone,
    Notify,
    Phrase,
    PopTicket,
    PopUser,
    Show,
    ShowSoftphone,
    Write,
    WriteNote,
    WriteVoiceComment,
)
from deskline.model.errors import Busy, NoAnswer, Refused
from deskline.model.ports import Clock, Desk, Store, Workspace
from deskline.model.record import Record
from deskline.words.who import known_by

RECORDS = "records"
"""The box of the store in which records are kept, by contact id."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds between attempts: the first wait, and the one that doubling stops at."""

APART = 5.0
"""Seconds by which those whom Zendesk told to wait equally long come back one after the other, and not all at once."""

HELD = 60.0
"""Seconds for which a comment is neither asked for nor repeated that a hanging tab may still send once it wakes."""

TELL_AFTER = 3
"""The attempt after which the agent is told that saving takes longer."""

SOON = 10.0
"""Seconds that Zendesk may ask for before the agent is told at once."""

_SHOWS = ShowSoftphone, HideSoftphone, PopUser, PopTicket, Notify
_COMMENTS = WriteNote, WriteVoiceComment


Detour = Callable[[Write, Record, Refused], Awaitable[Record | None]]


class Unexpected(Protocol):
    """Reports an error that nobody foresaw; `told` says that the agent hears otherwise what came of it."""

    def __call__(self, error: Exception, *, told: bool = False) -> None:
        """Report the error."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """What orders are carried out with: Zendesk, the agent's tabs, the browser's storage, the time."""

    desk: Desk
    workspace: Workspace
    store: Store
    clock: Clock


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What the outbox asks of the engine: it reports every record that was `saved`, and errors.

    `known` gives the records of all contacts, `detour` another way round an order that Zendesk refuses, if any.
    """

    saved: Callable[[Record], None]
    known: Callable[[], Sequence[Record]]
    detour: Detour
    unexpected: Unexpected


class Outbox:
    """Carries out the pending orders of records.

    `hung` says that the tab of the engine before this one hangs: what that one sent last may wait in Zendesk's page.
    """

    def __init__(self, means: Means, callbacks: Callbacks, *, hung: bool) -> None:
        self._callbacks = callbacks
        self._desk = means.desk
        self._workspace = means.workspace
        self._store = means.store
        self._clock = means.clock
        self._hung = hung
        self._turns: WeakValueDictionary[int | str, asyncio.Lock] = WeakValueDictionary()

    async def keep(self, record: Record) -> None:
        """Put the record down where it survives a reload."""
        await self._store.put(RECORDS, record.contact.id, to_text(record))
        self._callbacks.saved(record)

    async def step(self, record: Record) -> Record:
        """Carry out the first order that the record owes, and return the record with it ticked off.

        What is only shown is not put down first: an engine that dies before it has shown it decides anew. An error that
        nobody foresaw does not keep what is only shown from being ticked off.
        """
        order = record.pending[0]
        if isinstance(order, _SHOWS):
            return _marked_done(await self._shown(order, record))
        written = _marked_done(await self._write(order, record))
        await self.keep(written)
        return written

    async def _shown(self, order: Show | Notify, record: Record) -> Record:
        try:
            return await (self._tell(order.notice, record) if isinstance(order, Notify) else self._show(order, record))
        except Exception as error:
            self._callbacks.unexpected(error)
            return record

    async def _show(self, order: Show, record: Record) -> Record:
        resolved = PopTicket(record.ticket_id) if order == PopTicket() else order
        if resolved == PopTicket():
            return record
        await self._workspace.show(resolved)
        return replace(record, popped=resolved) if isinstance(resolved, PopUser | PopTicket) else record

    async def _tell(self, notice: Phrase, record: Record) -> Record:
        if notice in record.notices_shown or not holds(notice, record):
            return record
        await self._workspace.tell(notice)
        return replace(record, notices_shown=(*record.notices_shown, notice))

    async def _write(self, order: Write, record: Record) -> Record:
        nowhere = no_ticket(order, record)
        if nowhere:
            return add_loss(record, nowhere)
        if not record.attempted:
            await self.keep(replace(record, attempted=True))
        elif self._hung and isinstance(order, _COMMENTS):  # the other orders cannot be carried out twice
            await self._clock.sleep(HELD)
        async with self._turn(order, record):
            return drop_resolved(await self._until_decided(order, record))

    def _turn(self, order: Write, record: Record) -> asyncio.Lock:
        """Return what lets the contacts of one ticket write on it in the order in which they had something to write.

        Those of one number or address take turns too: who creates a user waits for what came of the one before.
        """
        number = order.phone or order.email if isinstance(order, CreateUser) else ""
        about = record.ticket_id if isinstance(order, _COMMENTS) else number
        return self._turns.setdefault(about, asyncio.Lock()) if about else asyncio.Lock()

    async def _until_decided(self, order: Write, record: Record) -> Record:
        attempt, asked = 0, doubtful(order, record, self._clock.now())
        while True:
            attempt += 1
            try:
                return await self._attempt(order, record, asked)
            except Refused as refusal:
                lost = refused(order, record, refusal)
                return await self._tell(lost.what, add_loss(record, lost))
            except (Busy, NoAnswer) as trouble:
                asked = True
                record = await self._wait(attempt, trouble, record)
            except Exception as error:  # the contact's later writes must not wait for ever behind it
                self._callbacks.unexpected(error, told=True)
                lost = failed(order, record)
                return await self._shown(Notify(lost.what), replace(add_loss(record, lost), verify_first=True))

    async def _attempt(self, order: Write, record: Record, asked: bool) -> Record:
        try:
            done = await outcome(order, record, self._desk) if asked else None
            done = done or await self._met(order, record)
            return drop_superseded(done or await perform(order, record, self._desk), order)
        except Refused as refusal:
            another = await self._there(order, record, refusal)
            another = another or await self._callbacks.detour(order, record, refusal)
            if another is None:
                raise
            return another

    async def _there(self, order: Write, record: Record, refusal: Refused) -> Record | None:
        """Return what is known if what was refused is there: browsers and proxies may send a request twice."""
        if refusal.status in MAY_NOT or about_somebody_else(order, refusal):
            return None
        try:
            done = await outcome(order, record, self._desk)
        except NoAnswer as silence:
            if not isinstance(silence.__cause__, Refused):
                raise
            done = None
        except Refused:
            done = None
        return drop_superseded(done, order) if done else None

    async def _met(self, order: Write, record: Record) -> Record | None:
        if not isinstance(order, CreateUser):
            return None
        return await met(order, record, self._callbacks.known(), self._desk)

    async def _wait(self, attempt: int, trouble: Busy | NoAnswer, record: Record) -> Record:
        growing = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempt - 1, 10)) * (0.75 + self._clock.jitter() / 2)
        asked_for = trouble.wait if isinstance(trouble, Busy) else None
        if attempt >= TELL_AFTER or (asked_for or 0) > SOON:
            record = await self._tell(Phrase("notice.saving_slowly", {"who": known_by(record)}), record)
        apart = APART * self._clock.jitter()
        await self._clock.sleep(growing if asked_for is None else max(FIRST_WAIT, asked_for) + apart)
        return record


def _marked_done(record: Record) -> Record:
    return replace(record, pending=record.pending[1:], attempted=False)
