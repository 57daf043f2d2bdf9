"""Every order is saved before it is carried out and marked done after, in order, each once (rules 5.7, 11.5, 11.6).

A contact's record is its outbox: its pending orders are saved with it. An order whose answer was lost is not simply
repeated: first its outcome is checked.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from weakref import WeakValueDictionary

from deskline.act.backoff import Backoff
from deskline.act.losses import add_loss, drop_superseded, lost_to_error, lost_to_refusal, lost_with_ticket
from deskline.act.refusals import Refusal, may_be_done
from deskline.act.strangers import OtherContacts
from deskline.act.writes import kind_of
from deskline.decide.reasons import holds
from deskline.decide.situation import Situation
from deskline.model.codec import to_text
from deskline.model.effects import HideSoftphone, Notify, Phrase, PopTicket, PopUser, Show, ShowSoftphone, Write
from deskline.model.errors import Busy, NoAnswer, Refused
from deskline.model.ports import Clock, Desk, Store, Workspace
from deskline.model.record import Lost, Record
from deskline.words.who import known_by

RECORDS = "records"
"""The object store of the records, by contact id."""

HELD = 60.0
"""Seconds during which a comment is neither checked nor repeated: a hanging tab may still send it when it wakes."""

_SHOWS = ShowSoftphone, HideSoftphone, PopUser, PopTicket, Notify


class Unexpected(Protocol):
    """Reports an unexpected error; `told` says that the agent is told about its consequence separately."""

    def __call__(self, error: Exception, *, told: bool = False) -> None:
        """Report the error."""
        ...


@dataclass(frozen=True, slots=True)
class Means:
    """What carrying out orders needs: Zendesk, the agent's tabs, the browser's storage, the time."""

    desk: Desk
    workspace: Workspace
    store: Store
    clock: Clock


@dataclass(frozen=True, slots=True)
class Callbacks:
    """The outbox's links to the engine: it reports every record that was `saved`, and errors.

    `known` returns the records of all contacts, `situation` what a decision about one of them is based on.
    """

    saved: Callable[[Record], None]
    known: Callable[[], Sequence[Record]]
    situation: Callable[[Record], Situation]
    unexpected: Unexpected


class Outbox:
    """Carries out the pending orders of records.

    `hung` says that the tab of the previous engine hangs: its last request may still wait in Zendesk's page.
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
        """Save the record in the browser's storage."""
        await self._store.put(RECORDS, record.contact.id, to_text(record))
        self._callbacks.saved(record)

    async def step(self, record: Record) -> Record:
        """Carry out the first pending order of the record, and return the record with it marked done.

        Orders that only show something are not saved first: an engine that dies before showing it decides again. They
        are marked done even after an unexpected error.
        """
        order = record.pending[0]
        if isinstance(order, _SHOWS):
            return _marked_done(await self._shown(order, record))
        written = _marked_done(await self._written(order, record))
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

    async def _written(self, order: Write, record: Record) -> Record:
        kind = kind_of(order)
        if kind.needs_ticket and record.ticket_id is None:
            return add_loss(record, lost_with_ticket(order))
        if not record.attempted:
            await self.keep(replace(record, attempted=True))
        elif self._hung and kind.repeatable:
            await self._clock.sleep(HELD)
        async with self._turn(kind.turn(order, record)):
            return await self._until_decided(order, record)

    def _turn(self, shared: int | str | None) -> asyncio.Lock:
        """Return the lock with which the contacts of one ticket write in order.

        Contacts of one number or address take turns too: creating a user waits for the result of the one before.
        """
        return self._turns.setdefault(shared, asyncio.Lock()) if shared else asyncio.Lock()

    async def _until_decided(self, order: Write, record: Record) -> Record:
        attempt, doubtful = 0, kind_of(order).doubtful(order, record, self._clock.now())
        while True:
            attempt += 1
            try:
                return await self._attempted(order, record, doubtful)
            except Refused as refusal:
                return await self._lost(lost_to_refusal(order, record, refusal), record)
            except (Busy, NoAnswer) as trouble:
                doubtful = True
                record = await self._waited(Backoff(attempt, trouble), record)
            except Exception as error:  # the contact's later writes must not wait behind it for ever
                self._callbacks.unexpected(error, told=True)
                return await self._lost(lost_to_error(order, record), replace(record, verify_first=True))

    async def _attempted(self, order: Write, record: Record, doubtful: bool) -> Record:
        kind = kind_of(order)
        try:
            done = await kind.done_before(order, record, self._desk) if doubtful else None
            done = done or await kind.through_others(order, record, OtherContacts(self._callbacks.known(), self._desk))
            return drop_superseded(done or await kind.perform(order, record, self._desk), order)
        except Refused as refusal:
            done = await kind.done_though_refused(order, record, self._desk) if may_be_done(order, refusal) else None
            another = drop_superseded(done, order) if done else await self._way_round(order, record, refusal)
            if another is None:
                raise
            return another

    async def _way_round(self, order: Write, record: Record, refusal: Refused) -> Record | None:
        refused = Refusal(order, self._callbacks.situation(record), refusal)
        return await kind_of(order).way_round(refused, self._desk)

    async def _lost(self, lost: Lost, record: Record) -> Record:
        return await self._shown(Notify(lost.what), add_loss(record, lost))

    async def _waited(self, backoff: Backoff, record: Record) -> Record:
        if backoff.slow:
            slowly = Phrase("notice.saving_slowly", {"who": known_by(record)})
            record = await self._shown(Notify(slowly), record)
        await self._clock.sleep(backoff.seconds(self._clock.jitter))
        return record


def _marked_done(record: Record) -> Record:
    return replace(record, pending=record.pending[1:], attempted=False)
