"""Outbound calls from Zendesk: a click or a typed number, dialled once, through the right queue (rules 7 and 8.4)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskline.agent.line import AgentLine
from deskline.agent.pending_call import PendingCall
from deskline.agent.queue_choice import QueueChoice, of_brand
from deskline.ask.timed import asked
from deskline.model import numbers
from deskline.model.agent_state import Queue
from deskline.model.contact import Contact
from deskline.model.effects import Phrase, ShowSoftphone
from deskline.model.errors import NotDialled, NoWord
from deskline.model.findings import CouldNotAsk
from deskline.model.people import TICKET_PAGE, USER_PAGE, Dialled, Focus
from deskline.model.ports import Lookups, Phone, Workspace
from deskline.model.settings import Installation

ONE_CLICK = timedelta(seconds=3)
"""How long the same click may take to arrive from all the app's places (rule 7.6)."""

PATIENCE = 15.0
"""Seconds until the agent is told that Connect has not confirmed the call."""

CAN_DIAL = frozenset({"routable", "not_routable"})
"""Types of agent states from which Connect dials; its system states (busy, after-contact work, error) have other types.
"""


@dataclass(frozen=True, slots=True)
class Click:
    """What was to be dialled through which queue, and the obstacle, if there was one."""

    wish: Dialled
    queue: str
    obstacle: Phrase | None
    at: datetime

    def repeats(self, last: "Click") -> bool:
        """Whether this is the last click again, reported by another place; not once its obstacle is gone."""
        same = (self.wish, self.queue) == (last.wish, last.queue) and self.at - last.at < ONE_CLICK
        return same and last.obstacle in (None, self.obstacle)


@dataclass(frozen=True, slots=True)
class Telephony:
    """What an outbound call needs: the agent's line, phone and tabs, Zendesk, and the settings."""

    line: AgentLine
    phone: Phone
    workspace: Workspace
    lookups: Lookups
    installation: Installation


class Dialler:
    """Dials, or says why not."""

    def __init__(self, telephony: Telephony, queues: QueueChoice, calls: PendingCall) -> None:
        self.calls = calls
        self._telephony = telephony
        self._queues = queues
        self._last: Click | None = None

    async def dial(self, wish: Dialled, typed: str = "") -> None:
        """Dial the number that was clicked or `typed`, or tell the agent why not."""
        number = numbers.dialable(wish.number, self._region)
        click = Click(wish, self._queues.chosen, self._obstacle(wish, number), self.calls.clock.now())
        if self._last and click.repeats(self._last):
            return
        self._last = click
        workspace = self._telephony.workspace
        if click.obstacle or number is None:
            await workspace.show(ShowSoftphone())
            await workspace.tell(click.obstacle or Phrase("notice.no_number"))
            return
        dialled = Dialled(number, wish.user_id, wish.ticket_id)
        self.calls.begin(dialled, typed)
        await workspace.show(ShowSoftphone())
        await self._call(dialled, typed)

    def claim(self, contact: Contact) -> Dialled | None:
        """Return what was dialled if this is that call."""
        return self.calls.claim(contact, self._region)

    async def arrived(self) -> None:
        """Save that the call has begun, and clear the field in which its number was typed."""
        if self.calls.typed and not self.calls.awaited:
            await self._telephony.workspace.called(self.calls.typed)
        await self.calls.save()

    @property
    def _region(self) -> str | None:
        return self._telephony.lookups.region

    def _obstacle(self, wish: Dialled, number: str | None) -> Phrase | None:
        line = self._telephony.line.now
        if not line.kind:
            return Phrase("notice.not_signed_in")
        if line.kind not in CAN_DIAL:
            return Phrase("notice.cannot_dial", {"state": line.state})
        if not wish.number.strip():
            return Phrase("notice.no_number")
        if number is None:
            lacks = numbers.lacks(wish.number, self._region)
            return Phrase(f"notice.no_{lacks}" if lacks else "notice.bad_number", {"number": wish.number[:40]})
        return Phrase("notice.dialling", {"number": self.calls.awaited}) if self.calls.awaited else None

    async def _call(self, dialled: Dialled, typed: str) -> None:
        queue = await self._queue(dialled)
        self.calls.begin(dialled, typed)
        await self.calls.save()
        answer = asyncio.ensure_future(self._telephony.phone.dial(dialled.number, queue.arn if queue else ""))
        patience = asyncio.ensure_future(self.calls.clock.sleep(PATIENCE))
        await asyncio.wait((answer, patience), return_when=asyncio.FIRST_COMPLETED)
        patience.cancel()
        if not answer.done():
            await self._say("notice.dial_silent", dialled, queue)
        try:
            await answer
        except NotDialled:
            self.calls.refused(dialled)
            await self.calls.save()
            await self._say("notice.not_dialled", dialled, queue)
        except NoWord:
            await self._say("notice.dial_silent", dialled, queue)

    async def _say(self, notice: str, dialled: Dialled, queue: Queue | None) -> None:
        # Once the call is reported, Connect's answer to the dialling no longer matters.
        if not self.calls.came(dialled):
            name = queue.name if queue else "-"
            await self._telephony.workspace.tell(Phrase(notice, {"number": dialled.number, "queue": name}))

    async def _queue(self, dialled: Dialled) -> Queue | None:
        wishes = [self._queues.chosen]
        if dialled.ticket_id is not None and not self._telephony.line.now.profile.named(self._queues.chosen):
            found = await asked(self._telephony.lookups.desk.tickets.outbound_queue(dialled.ticket_id))
            queue, brand_id = ("", 0) if isinstance(found, CouldNotAsk) else found
            wishes += [queue, of_brand(self._telephony.installation.brand_queues, brand_id)]
        return self._telephony.line.now.profile.outbound(wishes)


def dialled_from(number: str, focus: Focus) -> Dialled:
    """Return the request to call a number from the page that the agent looks at."""
    user_id = focus.about if focus.place == USER_PAGE else None
    return Dialled(number, user_id, focus.about if focus.place == TICKET_PAGE else None)
