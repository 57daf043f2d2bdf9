"""The one number that is being called: a click is applied to its own call, and to no later one (rule 7.6).

It is saved where it survives the engine, because the call may appear when another engine is at work.
"""

from dataclasses import replace
from datetime import timedelta

from deskline.model import numbers
from deskline.model.codec import from_text, to_text
from deskline.model.contact import Contact
from deskline.model.people import Calling, Dialled
from deskline.model.ports import Clock, Store

FRESH = timedelta(seconds=30)
"""How long after it was dialled a number may ring: an older click is never applied to a later call."""

_BOX, _KEY = "facts", "calling"


class PendingCall:
    """The number that was dialled last, until its call is there."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.clock = clock
        self._store = store
        self._calling: Calling | None = None
        self._came: Dialled | None = None

    async def load(self) -> None:
        """Read what an earlier engine has dialled."""
        try:
            saved = from_text(await self._store.get(_BOX, _KEY) or "")
        except (ValueError, TypeError, KeyError):
            return
        self._calling = saved if isinstance(saved, Calling) else None

    @property
    def awaited(self) -> str:
        """The number that was dialled and whose call is not there yet, if there is one."""
        calling = self._calling
        fresh = calling is not None and not calling.contact and self.clock.now() - calling.since <= FRESH
        return calling.dialled.number if calling and fresh else ""

    @property
    def typed(self) -> str:
        """What the agent typed to be called, if they did."""
        return self._calling.typed if self._calling else ""

    def begin(self, dialled: Dialled, typed: str = "") -> None:
        """Record that the number is being called from now on."""
        self._calling = Calling(dialled, self.clock.now(), typed=typed)

    def came(self, dialled: Dialled) -> bool:
        """Whether Connect has reported a contact for this number, even if it never answered the request to dial."""
        return self._came is dialled

    def refused(self, dialled: Dialled) -> None:
        """Record that no call will come of it."""
        if self._calling and self._calling.dialled is dialled:
            self._calling = None

    def claim(self, contact: Contact, region: str | None) -> Dialled | None:
        """Return what was dialled if this call is the one; any other call says that it did not come about.

        One whose number is not told may be either as long as it rings; connected it can only be the one.
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
        """Save it where it survives the engine."""
        await self._store.put(_BOX, _KEY, to_text(self._calling))
