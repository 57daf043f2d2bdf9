"""One contact: its reports from Connect and the agent's choices, handled whole and in order, each once (rule 5.7)."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

from deskline.asking import asked
from deskline.caller import identify, numbered
from deskline.case import Case
from deskline.decisions import (
    Decision,
    when_attached,
    when_closed,
    when_connected,
    when_created,
    when_ended,
    when_found,
    when_offered,
    when_ringing,
)
from deskline.desk import Adrift, Ambiguous, Focus, Recognised, Take, Unanswered, Unrecognised, View
from deskline.effects import Notify, Phrase, Plan, ShowSoftphone
from deskline.moments import (
    CLOSED,
    CONNECTED,
    ENDED,
    RINGING,
    Closed,
    Connected,
    Ended,
    Found,
    Looked,
    Missed,
    Moment,
    Pressed,
    Ringing,
    Seen,
    Wish,
    due,
)
from deskline.notices import complaint
from deskline.office import Office
from deskline.record import Record
from deskline.settings import ForContact
from deskline.ticket import choose, conversation, inherit, looked_at

SEARCHES = (5.0, 10.0, 15.0, 30.0)
"""Seconds between the searches for a conversation's ticket that was not there at first: 60 in all (rule 4.1)."""


class Session:
    """One contact, one inbox."""

    def __init__(self, record: Record, office: Office) -> None:
        self.record = record
        self._office = office
        self._inbox: asyncio.Queue[Seen | Wish] = asyncio.Queue()
        self._search: asyncio.Task[None] | None = None
        self._focus: Focus | None = None

    def put(self, item: Seen | Wish) -> None:
        """Hand in a report or a wish; it is handled after those before it."""
        self._inbox.put_nowait(item)

    async def run(self) -> None:
        """Handle what comes until the contact is closed, first of all settling what an earlier engine left owed."""
        if self.record.owed:
            await self._guarded(self._settle())
        if self.record.stage == RINGING and self.record.caller is None:
            await self._guarded(self._ring())
        self._keep_searching()
        while self.record.stage != CLOSED:
            item = await self._inbox.get()
            if not isinstance(item, Seen):
                await self._guarded(self._grant(item))
                continue
            for moment in due(self.record.stage, self.record.contact, item):
                await self._guarded(self._live(moment))
        if self._search:
            self._search.cancel()

    async def _guarded(self, step: Coroutine[Any, Any, None]) -> None:
        try:
            await step
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
                self.record = replace(self.record, stage=CLOSED, user_id=self._recognised(), view=View())
                await self._decide(when_closed)
            case _:
                await self._settle()

    async def _ring(self) -> None:
        self._read_attributes()
        self.record = replace(self.record, stage=RINGING)
        # Whoever waits on the line waits for the look-up: it sets out at once, beside the softphone's opening.
        waiting = (self._asked(), self._decide(when_offered))
        answer, _ = await asyncio.gather(*waiting)
        self._take_in(answer)
        await self._decide(when_ringing)

    async def _connect(self) -> None:
        before = self._settings()
        self._read_attributes()
        after = self._settings()
        self.record = replace(self.record, stage=CONNECTED, connected_at=self.record.contact.since)
        unasked = {self.record.caller, self.record.choice} & {None, Unanswered()}
        if unasked or _who_and_which(before) != _who_and_which(after):
            self._take_in(await self._asked())
        await self._decide(when_connected)
        await self._look()

    async def _grant(self, wish: Wish) -> None:
        match wish:
            case Found():
                await self._find(wish)
            case Pressed(button="pick"):
                await self._pick(wish.value)
            case Looked():
                await self._look()
            case _ if self._case().choosing:
                await self._choose(wish)

    async def _choose(self, wish: Pressed) -> None:
        """Do what the button said when it was pressed, whatever the agent looks at by now."""
        attaching, user = wish.button == "attach", self._case().user
        if attaching or (user.id if user else 0) != wish.value:
            focus = Focus("ticket_sidebar" if attaching else "user_sidebar", wish.value or None)
            seen = await asked(looked_at(self._office.desk, focus))
            if isinstance(seen, Unanswered):
                await self._settle((Notify(Phrase("notice.not_now")),))
                return
            self.record = replace(self.record, view=seen)
        user = self._case().user
        made = self.record.user_id if isinstance(self.record.caller, Unrecognised) else None
        self.record = replace(self.record, user_id=user.id if user else made)
        await self._decide(when_attached if attaching else when_created)

    async def _pick(self, user_id: int) -> None:
        caller = self.record.caller
        users = caller.users if isinstance(caller, Ambiguous) and self.record.ticket_id is None else ()
        for user in (user for user in users if user.id == user_id):
            self.record = replace(self.record, caller=Recognised(user, "why.picked"), user_id=user_id, view=View())
            self.record = await choose(self._office.desk, self.record, self._settings(), self._office.clock)
            if self.record.stage == RINGING or self._case().manual:
                await self._decide(when_ringing)
            if self.record.stage != RINGING:
                await self._decide(when_connected)
            if self.record.stage == ENDED:
                await self._decide(when_ended)

    async def _find(self, found: Found) -> None:
        if self.record.ticket_id is not None:
            return
        caller = Recognised(found.user, "why.requester") if found.user else self.record.caller
        user_id = found.user.id if found.user else None
        self.record = replace(self.record, choice=found.take, caller=caller, user_id=user_id, view=View())
        await self._decide(when_ringing if self.record.stage == RINGING else when_found)

    async def _look(self) -> None:
        """Take in what the agent looks at, as long as the ticket is theirs to choose (rule 5.3)."""
        if not self._case().choosing:
            return
        focus = self._office.watcher.focus
        if focus == self._focus:
            return
        view = await asked(looked_at(self._office.desk, focus))
        if not isinstance(view, Unanswered):
            self._focus = focus
            self.record = replace(self.record, view=replace(view, user=view.user or self.record.view.user))
        hint = Notify(Phrase("notice.use_softphone"))
        by_hand = focus.place == "new_ticket_sidebar" and hint.notice not in self.record.told
        await self._settle((hint, ShowSoftphone()) if by_hand else ())

    def _read_attributes(self) -> None:
        self.record = replace(self.record, read=dict(self.record.contact.attributes), agent=self._office.agent)

    def _settings(self) -> ForContact:
        return self._office.settings.for_contact(self.record.read)[0]

    async def _asked(self) -> Record | None:
        """Return the record with who and which in it, or nothing if that is not to be asked now."""
        office, settings, case = self._office, self._settings(), self._case()
        if not case.ours or (case.outbound and self.record.stage == RINGING):
            return None
        known = numbered(replace(self.record, caller=None, choice=None), settings, office.settings.region)
        known = await inherit(office.desk, known, settings)
        if known.caller is None and not case.monitored:
            known = await identify(office.desk, known, settings, office.settings.region)
        if known.choice is None:
            known = await choose(office.desk, known, settings, office.clock)
        return known

    def _take_in(self, known: Record | None) -> None:
        if known is None:
            return
        self.record = replace(self.record, number=known.number, caller=known.caller, choice=known.choice)
        self.record = replace(self.record, user_id=self._recognised())
        self._keep_searching()

    def _recognised(self) -> int | None:
        caller, made = self.record.caller, self.record.user_id if self.record.ticket_id is not None else None
        return caller.user.id if isinstance(caller, Recognised) else made

    def _keep_searching(self) -> None:
        wanted = isinstance(self.record.choice, Adrift) and self.record.ticket_id is None and not self._case().monitored
        if wanted and self._search is None:
            self._search = asyncio.get_running_loop().create_task(self._find_later())

    async def _find_later(self) -> None:
        with suppress(asyncio.CancelledError):
            for pause in SEARCHES:
                await self._office.clock.sleep(pause)
                found = await asked(conversation(self._office.desk, self.record, self._settings()))
                if not isinstance(found, Unanswered) and isinstance(found[0], Take):
                    self.put(Found(found[0], found[1]))
                    return

    def _case(self) -> Case:
        return self._office.case(self.record)

    async def _decide(self, decision: Callable[[Case], Decision]) -> None:
        decided = decision(self._case())
        if decided.notes:
            noted = self.record.contact.shown_attributes
            self.record = replace(self.record, noted=noted, notes=self.record.notes + 1)
        if decided.why:
            self.record = replace(self.record, why=decided.why)
        await self._settle((*decided.plan, *self._complaints()))

    def _complaints(self) -> Plan:
        _, problems = self._office.settings.for_contact(self.record.read)
        return tuple(Notify(complaint("notice.bad_value", problem)) for problem in problems)

    async def _settle(self, plan: Plan = ()) -> None:
        self.record = replace(self.record, owed=self.record.owed + plan)
        while self.record.owed:
            self.record = await self._office.outbox.step(self.record)
        await self._office.outbox.keep(self.record)


def _who_and_which(settings: ForContact) -> tuple[object, ...]:
    return (settings.zendesk_user, settings.customer_number, settings.zendesk_ticket, settings.recent_ticket_timeout)
