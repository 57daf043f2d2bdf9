"""One contact: its reports from Connect and the agent's choices, handled whole and in order, each once (rule 5.7)."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from deskline.act.losses import again
from deskline.ask.agent_choice import forgotten, meant, picked
from deskline.ask.attention import Attention
from deskline.ask.caller import numbered
from deskline.ask.lookup import Question, asked_again, grounds, known_of, learned
from deskline.ask.retry import Found, Retry
from deskline.decide.decisions import (
    Decision,
    when_attached,
    when_closed,
    when_connected,
    when_created,
    when_ended,
    when_missed,
    when_offered,
    when_retried,
    when_ringing,
)
from deskline.decide.situation import Situation
from deskline.engine.services import Services
from deskline.model.effects import Notify, Phrase, Plan, ShowSoftphone
from deskline.model.moments import (
    CLOSED,
    CONNECTED,
    ENDED,
    RINGING,
    Closed,
    Connected,
    Ended,
    Explained,
    Looked,
    Missed,
    Moment,
    Pressed,
    Ringing,
    Seen,
    Wish,
    due,
)
from deskline.model.people import View
from deskline.model.record import Record


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier engine has kept of the contact, read when the contact was begun anew already."""

    record: Record


class Session:
    """One contact, one inbox."""

    def __init__(self, record: Record, services: Services) -> None:
        self._services = services
        self._inbox: asyncio.Queue[Seen | Wish | Found | Kept] = asyncio.Queue()
        self._begin(record)

    def _begin(self, record: Record) -> None:
        self.record = record
        self._retry = Retry(self._services.lookups, self.put)
        self._attention = Attention()

    def put(self, item: Seen | Wish | Found | Kept) -> None:
        """Hand in a report or a wish; it is handled after those before it."""
        self._inbox.put_nowait(item)

    async def run(self) -> None:
        """Handle what comes until the contact is closed, first of all settling what an earlier engine left owed.

        What was handed in by then is handled too: the next `put` needs another session.
        """
        await self._take_up()
        while self.record.stage != CLOSED or not self._inbox.empty():
            await self._guarded(self._handle(await self._inbox.get()))
        self._retry.end()

    async def _take_up(self) -> None:
        if self.record.pending:
            await self._guarded(self._settle())
        await self._guarded(self._resume())

    async def _guarded(self, step: Coroutine[Any, Any, None]) -> None:
        try:
            await step
        except Exception as error:  # the one guard: an unforeseen error must not end the contact's later moments
            self._services.tasks.unexpected(error)

    async def _resume(self) -> None:
        if self.record.stage == RINGING and self.record.caller is None:
            await self._ring()
        self._keep_retrying()

    async def _handle(self, item: Seen | Wish | Found | Kept) -> None:
        if isinstance(item, Kept):
            return await self._merge_saved(item.record)
        if not isinstance(item, Seen):
            return await self._handle_input(item)
        seen = replace(item, contact=item.contact.learned_from(self.record.contact))
        if self.record.offered_again(seen.contact):
            self._retry.end()
            self._begin(replace(self._services.begun(seen.contact), verify_first=self.record.verify_first))
        self.record = replace(self.record, dialled=self.record.dialled or seen.dialled)
        for moment in due(self.record.stage, self.record.contact, seen):
            await self._guarded(self._handle_moment(moment))

    async def _merge_saved(self, kept: Record) -> None:
        """Go on from what was kept, unless only what was begun anew has come onto a ticket."""
        anew = self.record
        if anew.ticket_id is not None and kept.ticket_id is None:
            return await self._settle()
        self._retry.end()
        self._begin(replace(kept, verify_first=True))
        await self._take_up()
        await self._handle(Seen(anew.contact, anew.stage == CLOSED, anew.ended_at))

    async def _handle_moment(self, moment: Moment) -> None:
        before = self.record
        self.record = replace(before, contact=moment.contact)
        match moment:
            case Ringing():
                await self._ring()
            case Connected():
                await self._connect(moment.since, before)
            case Ended():
                # What ended out of sight may have been written down by another browser of the same agent.
                late = self.record.verify_first or moment.contact.state == "connected"
                self.record = replace(self.record, stage=ENDED, ended_at=moment.at, verify_first=late)
                await self._decide(when_ended)
            case Missed():
                self.record = replace(self.record, stage=ENDED, missed=True)
                await self._decide(when_missed)
            case Closed():
                await self._close()
            case _:
                await self._change(before)

    async def _ring(self) -> None:
        self.record = self._services.read(self.record)
        late = self.record.verify_first or self.record.contact.state == "connected"
        self.record = replace(self.record, stage=RINGING, verify_first=late)
        # Whoever waits on the line waits for the look-up: it sets out at once, beside the softphone's opening.
        answer, _ = await asyncio.gather(self._asked(), self._decide(when_offered))
        self._take_in(answer)
        await self._decide(when_ringing)

    async def _connect(self, since: datetime, before: Record) -> None:
        self.record = self._services.read(self.record)
        self.record = replace(self.record, stage=CONNECTED, connected_at=since)
        if grounds(before) != grounds(self.record):
            self._take_in(await self._asked())
        elif self.record.unsettled:
            self._take_in(await self._asked(asked_again))
        await self._decide(when_connected)
        await self._look()

    async def _change(self, before: Record) -> None:
        """Ask anew if Connect tells late what the answers depend on, as long as nothing has come of the contact."""
        late = before.contact.identity != self.record.contact.identity
        if late and self.record.open:
            self._take_in(await self._asked())
            await self._go_on()
        elif late:
            self.record = numbered(self.record, self._services.settings.region)
        await (self._decide(when_missed) if self.record.missed else self._settle())

    async def _explain(self, fate: str) -> None:
        if (
            self.record.missed
            and self.record.stage != CLOSED
            and not self.record.contact.fate
            and self._situation().ours
        ):
            self.record = replace(self.record, contact=replace(self.record.contact, fate=fate))
            await self._decide(when_missed)

    async def _close(self) -> None:
        if self.record.ticket_id is None:
            if self.record.connected_at and self.record.unsettled and not self._situation().monitored:
                self._take_in(await self._asked(asked_again))
            self.record = forgotten(self.record)
        self.record = replace(self.record, stage=CLOSED)
        await self._decide(when_closed)

    async def _handle_input(self, wish: Wish | Found) -> None:
        match wish:
            case Found():
                await self._find(wish)
            case Explained():
                await self._explain(wish.fate)
            case Pressed(button="pick"):
                await self._pick(wish)
            case Pressed(button="keep_number"):
                self.record = replace(self.record, number_kept=wish.word == "yes")
                await self._settle()
            case Looked():
                await self._looked(wish)
            case Pressed(button="again"):
                self.record = again(self.record)
                await self._decide(when_retried)
            case _ if self._situation().choosing:
                await self._choose(wish)

    async def _choose(self, wish: Pressed) -> None:
        """Do what the button said when it was pressed, whatever the agent looks at by now."""
        record = await meant(self._services.lookups, self._situation(), wish)
        if isinstance(record, Phrase):
            await self._settle((Notify(record),))
            return
        self.record = record
        await self._decide(when_attached if wish.button == "attach" else when_created)

    async def _pick(self, wish: Pressed) -> None:
        record = await picked(self._services.lookups, self._situation(), wish)
        if record is None:
            return
        anew, self.record = record.caller != self.record.caller, record
        await (self._go_on() if anew else self._settle())
        if self._situation().choosing:
            self._attention.ask_anew()
            await self._look()

    async def _find(self, found: Found) -> None:
        """Take in what Zendesk tells late, unless something else has come of the contact since it was asked."""
        if not self.record.open or known_of(found.asked) != known_of(self.record):
            return
        self._take_in(found.known)
        if not self._situation().manual:
            self.record = replace(self.record, view=View(), meant=None)
        await self._go_on()

    async def _go_on(self) -> None:
        """Go on as if what is known now had been known from the start."""
        await self._decide(when_ringing if self.record.stage == RINGING else when_connected)

    async def _looked(self, look: Looked) -> None:
        """Take note of what the agent does, whatever becomes of the contact, and then of what is there."""
        before = self.record
        self.record = self._attention.noticed(before, look)
        if self.record != before and self.record.open:
            await self._settle()
        await self._look()

    async def _look(self) -> None:
        """Take in what the agent looks at, as long as the ticket is theirs to choose (rule 5.3)."""
        focus = self._services.pages.focus
        if not self._situation().choosing or self._attention.is_known(focus):
            return
        self.record = await self._attention.taken_in(self._services.lookups, self.record, focus)
        hint = Notify(Phrase("notice.use_softphone"))
        by_hand = focus.place == "new_ticket_sidebar" and hint.notice not in self.record.notices_shown
        await self._settle((hint, ShowSoftphone()) if by_hand else ())

    async def _asked(self, question: Question = learned) -> Record | None:
        """Return the record with who and which in it, or nothing if that is not to be asked now."""
        situation = self._situation()
        early = situation.outbound and self.record.stage == RINGING
        return await question(self._services.lookups, self.record) if situation.ours and not early else None

    def _take_in(self, known: Record | None) -> None:
        if known is None:
            return
        self.record = replace(self.record, number=known.number, caller=known.caller, choice=known.choice)
        user = self._situation().identified
        self.record = replace(self.record, user_id=user.id if user else None)
        self._keep_retrying()

    def _keep_retrying(self) -> None:
        # Nobody was asked for yet while an agent's own call is not answered, nor is anybody where one only listens.
        if self.record.caller is not None and self.record.open and self.record.unsettled:
            self._retry.begin(lambda: self.record)

    def _situation(self) -> Situation:
        return self._services.situation(self.record)

    async def _decide(self, decision: Callable[[Situation], Decision]) -> None:
        decided = decision(self._situation())
        if decided.notes:
            noted = self.record.contact.shown_attributes
            self.record = replace(self.record, noted_attributes=noted, notes=self.record.notes + 1)
        if decided.why:
            self.record = replace(self.record, why=decided.why)
        await self._settle(decided.plan)

    async def _settle(self, plan: Plan = ()) -> None:
        self.record = replace(self.record, pending=self.record.pending + plan)
        while self.record.pending:
            self.record = await self._services.outbox.step(self.record)
        await self._services.outbox.keep(self.record)
