"""Calling out from Zendesk: a click or a typed number, once, through the right queue (rules 7 and 8.4)."""

from datetime import datetime, timedelta

from deskline import numbers, queues
from deskline.asking import asked
from deskline.desk import Dialled, Unanswered
from deskline.effects import Phrase, ShowSoftphone
from deskline.errors import NotDialled
from deskline.ports import Clock, Desk, Eyes, Phone
from deskline.queues import Line, Queue
from deskline.settings import Settings

ONE_CLICK = timedelta(seconds=3)
"""How long the same click may take to arrive in all the places that hear it (rule 7.6)."""

FRESH = timedelta(seconds=30)
"""How long after it was dialled a number may ring: an older click is never applied to a later call."""

CAN_DIAL = frozenset({"routable", "not_routable"})
"""Types of agent states from which Connect dials; its own states (busy, after-contact work, error) are of others."""


class Dialler:
    """Dials; remembers what was dialled until the call is there."""

    def __init__(self, desk: Desk, eyes: Eyes, phone: Phone, clock: Clock) -> None:
        self._desk = desk
        self._eyes = eyes
        self._phone = phone
        self._clock = clock
        self._last: tuple[Dialled, datetime] | None = None
        self._pending: tuple[Dialled, datetime] | None = None
        self.line = Line()
        self.chosen = ""

    async def dial(self, wish: Dialled, settings: Settings) -> None:
        """Dial the number that was clicked or typed, or tell the agent why not."""
        now = self._clock.now()
        if self._last and self._last[0] == wish and now - self._last[1] < ONE_CLICK:
            return
        self._last = (wish, now)
        await self._eyes.show(ShowSoftphone())
        number = numbers.e164(wish.number, settings.region)
        complaint = self._complaint(wish, number)
        if complaint or number is None:
            await self._eyes.tell(complaint or Phrase("notice.no_number"))
            return
        await self._call(Dialled(number, wish.user_id, wish.ticket_id), settings)

    def claim(self, number: str, region: str | None) -> Dialled | None:
        """Return what was dialled if this call to the number is it; a click is claimed once."""
        pending, self._pending = self._pending, None
        if pending is None or self._clock.now() - pending[1] > FRESH:
            return None
        return pending[0] if numbers.canonical(number, region) == pending[0].number else None

    def _complaint(self, wish: Dialled, number: str | None) -> Phrase | None:
        if not self.line.kind:
            return Phrase("notice.not_signed_in")
        if self.line.kind not in CAN_DIAL:
            return Phrase("notice.cannot_dial", {"state": self.line.state})
        if wish.number.strip() and number is None:
            return Phrase("notice.bad_number", {"number": wish.number[:40]})
        return None

    async def _call(self, dialled: Dialled, settings: Settings) -> None:
        queue = await self._queue(dialled, settings)
        self._pending = (dialled, self._clock.now())
        try:
            await self._phone.dial(dialled.number, queue.arn if queue else "")
        except NotDialled:
            self._pending = None
            name = queue.name if queue else "-"
            await self._eyes.tell(Phrase("notice.not_dialled", {"number": dialled.number, "queue": name}))

    async def _queue(self, dialled: Dialled, settings: Settings) -> Queue | None:
        wishes = [self.chosen]
        if dialled.ticket_id is not None and not self.line.profile.named(self.chosen):
            found = await asked(self._desk.tickets.outbound_queue(dialled.ticket_id))
            queue, brand_id = ("", 0) if isinstance(found, Unanswered) else found
            wishes += [queue, queues.of_brand(settings.installation.brand_queues, brand_id)]
        return self.line.profile.outbound(wishes)
