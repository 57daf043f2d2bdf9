"""Whether the account has Talk Partner Edition, found out by asking and remembered for a day (rule 1.2)."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from deskline.model.errors import Refused
from deskline.model.ports import Clock, Store

PLAIN_FOR = timedelta(hours=24)
"""How long an account without Talk Partner Edition is remembered as such in this browser."""

_FACTS, _PLAIN_UNTIL = "facts", "plain_until"

Request = Callable[[], Awaitable[Any]]


class Edition:
    """Sends a request in the way that the account's edition supports."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def either(self, talk_partner_edition: Request, plain: Request) -> Any:
        """Return the answer to the first request, or to the plain one if the account does not have the edition."""
        if _lasts(await self._store.get(_FACTS, _PLAIN_UNTIL), self._clock.now()):
            return await plain()
        try:
            return await talk_partner_edition()
        except Refused as refusal:
            if refusal.status not in (403, 404):
                raise
        answer = await plain()
        await self._store.put(_FACTS, _PLAIN_UNTIL, (self._clock.now() + PLAIN_FOR).isoformat())
        return answer


def _lasts(until: str | None, now: datetime) -> bool:
    try:
        return until is not None and datetime.fromisoformat(until) > now
    except (ValueError, TypeError):
        return False
