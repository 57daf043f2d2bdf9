"""One contact: its reports from Connect are handled whole and in order, each moment once (rule 5.7)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from deskline.caller import identify, recent_ticket
from deskline.decisions import Case, Decision, when_closed, when_connected, when_ended, when_offered, when_ringing
from deskline.desk import Agent, Recognised, Unanswered
from deskline.effects import Notify, Plan
from deskline.moments import (
    CLOSED,
    CONNECTED,
    ENDED,
    RINGING,
    Closed,
    Connected,
    Ended,
    Missed,
    Moment,
    Ringing,
    Seen,
    due,
)
from deskline.notices import complaint
from deskline.outbox import Outbox
from deskline.ports import Clock, Desk
from deskline.record import Record
from deskline.settings import ForContact, Problem, Settings
from deskline.texts import Texts


class Watcher(Protocol):
    """Who wants to know how contacts fare."""

    def changed(self, record: Record) -> None:
        """Take note that a contact's record has changed."""
        ...

    def unexpected(self, error: Exception) -> None:
        """Take note of an error that nobody foresaw."""
        ...


@dataclass
class Office:
    """What all contacts of this engine share; the agent may change while it runs."""

    desk: Desk
    outbox: Outbox
    clock: Clock
    settings: Settings
    texts: Texts
    agent: Agent
    watcher: Watcher


class Session:
    """One contact, one inbox."""

    def __init__(self, record: Record, office: Office) -> None:
        self.record = record
        self._office = office
        self._inbox: asyncio.Queue[Seen] = asyncio.Queue()

    def put(self, seen: Seen) -> None:
        """Hand in a report; it is handled after those before it."""
        self._inbox.put_nowait(seen)

    async def run(self) -> None:
        """Handle reports until the contact is closed, first of all settling what an earlier engine left owed."""
        await self._guarded(self._settle)
        while self.record.stage != CLOSED:
            seen = await self._inbox.get()
            for moment in due(self.record.stage, self.record.contact, seen):
                await self._guarded(self._live, moment)

    async def _guarded(self, step: Callable[..., object], *about: object) -> None:
        try:
            result = step(*about)
            assert asyncio.iscoroutine(result)
            await result
        except Exception as error:  # the one guard: an unforeseen error must not end the contact's later moments
            self._office.watcher.unexpected(error)

    async def _live(self, moment: Moment) -> None:
        self.record = replace(self.record, contact=moment.contact)
        match moment:
            case Ringing():
                await self._ring()
            case Connected():
                await self._connect()
            case Ended():
                self.record = replace(self.record, stage=ENDED, ended_at=moment.at)
                await self._decide(when_ended)
            case Missed():
                self.record = replace(self.record, stage=ENDED, missed=True)
                await self._settle()
            case Closed():
                self.record = replace(self.record, stage=CLOSED)
                await self._decide(when_closed)
            case _:
                await self._settle()

    async def _ring(self) -> None:
        self._read_attributes()
        self.record = replace(self.record, stage=RINGING)
        await self._decide(when_offered)
        await self._ask()
        await self._decide(when_ringing)

    async def _connect(self) -> None:
        before, _ = self._settings()
        self._read_attributes()
        after, _ = self._settings()
        self.record = replace(self.record, stage=CONNECTED, connected_at=self.record.contact.since)
        if _who_and_which(before) != _who_and_which(after) or isinstance(self.record.caller, Unanswered | None):
            await self._ask()
        await self._decide(when_connected)

    def _read_attributes(self) -> None:
        self.record = replace(self.record, read=dict(self.record.contact.attributes), agent=self._office.agent)

    def _settings(self) -> tuple[ForContact, tuple[Problem, ...]]:
        return self._office.settings.for_contact(self.record.read)

    async def _ask(self) -> None:
        office, (settings, _) = self._office, self._settings()
        if not self._case().ours:
            return
        found = await identify(office.desk, self.record, settings, office.settings.region)
        self.record = await recent_ticket(office.desk, found, settings, office.clock)
        caller = self.record.caller
        self.record = replace(self.record, user_id=caller.user.id if isinstance(caller, Recognised) else None)

    def _case(self) -> Case:
        office, (settings, _) = self._office, self._settings()
        return Case(self.record, settings, office.settings.installation, office.texts)

    async def _decide(self, decision: Callable[[Case], Decision]) -> None:
        decided = decision(self._case())
        if decided.notes:
            noted = self.record.contact.shown_attributes
            self.record = replace(self.record, noted=noted, notes=self.record.notes + 1)
        if decided.why:
            self.record = replace(self.record, why=decided.why)
        await self._settle((*decided.plan, *self._complaints()))

    def _complaints(self) -> Plan:
        _, problems = self._settings()
        return tuple(Notify(complaint("notice.bad_value", problem)) for problem in problems)

    async def _settle(self, plan: Plan = ()) -> None:
        self.record = await self._office.outbox.settle(self.record, plan)
        self._office.watcher.changed(self.record)


def _who_and_which(settings: ForContact) -> tuple[object, ...]:
    return (settings.zendesk_user, settings.customer_number, settings.zendesk_ticket, settings.recent_ticket_timeout)
