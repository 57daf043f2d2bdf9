"""The one number that is being called: a click applies to its own call and to no later one (rule 7.6).

It is saved, because the call may appear when another engine runs.
"""

from dataclasses import replace
from datetime import timedelta

from deskline.model import numbers
from deskline.model.codec import from_text, to_text
from deskline.model.contact import Contact
from deskline.model.people import Calling, Dialled
from deskline.model.ports import Clock, Store

FRESH = timedelta(seconds=30)
"""How long after it was dialled a call may appear: an older click never applies to a later call."""

_BOX, _KEY = "facts", "calling"


class PendingCall:
    """The number that was dialled last, until its call appears."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.clock = clock
        self._store = store
        self._calling: Calling | None = None
        self._came: Dialled | None = None

    async def load(self) -> None:
        """Load what an earlier engine dialled."""
        try:
            saved = from_text(await self._store.get(_BOX, _KEY) or "")
        except (ValueError, TypeError, KeyError):
            return
        self._calling = saved if isinstance(saved, Calling) else None

    @property
    def awaited(self) -> str:
        """The dialled number whose call has not appeared yet, if there is one."""
        calling = self._calling
        fresh = calling is not None and not calling.contact and self.clock.now() - calling.since <= FRESH
        return calling.dialled.number if calling and fresh else ""

    @property
    def typed(self) -> str:
        """The number as the agent typed it, if they did."""
        return self._calling.typed if self._calling else ""

    def begin(self, dialled: Dialled, typed: str = "") -> None:
        """Record that the number is being called."""
        self._calling = Calling(dialled, self.clock.now(), typed=typed)

    def came(self, dialled: Dialled) -> bool:
        """Whether Connect has reported a contact for this number, even if it never answered the request to dial."""
        return self._came is dialled

    def refused(self, dialled: Dialled) -> None:
        """Record that there will be no call."""
        if self._calling and self._calling.dialled is dialled:
            self._calling = None

    def claim(self, contact: Contact, region: str | None) -> Dialled | None:
        """Return what was dialled if this is that call; any other call shows that it did not come about.

        A call without a reported number may be either while it rings; once connected it must be that call.
        """
        number = numbers.canonical(contact.number, region)
        if not number and (contact.state == "ringing" or not self.awaited):
            return None
        calling = self._calling
        ours = calling and (calling.contact == contact.id or not number or numbers.same(self.awaited, number))
        self._calling = replace(calling, contact=contact.id) if calling and ours else None
        self._came = self._calling.dialled if self._calling else self._came
        return self._calling.dialled if self._calling else None

    async def save(self) -> None:
        """Save it for the next engine."""
        await self._store.put(_BOX, _KEY, to_text(self._calling))
