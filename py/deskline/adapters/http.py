"""Requests to Zendesk's REST API in the agent's own session, and what their answers mean."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from deskline.adapters.border import Border, Failed
from deskline.model.errors import Busy, NoAnswer, Refused

TIMEOUT = 30.0
"""Seconds after which the ZAF client aborts a request."""

LONGEST = 35.0
"""Seconds after which a request counts as unanswered even if the page that sends it says nothing."""

LATER = frozenset({0, 401, 408, 409, 425, 429})
"""Statuses after which the same request may succeed: no connection, signed out, in conflict, too many."""

LONGEST_WAIT = 3600.0
"""The longest wait in seconds that Zendesk can ask for: it means minutes, never days."""


T = TypeVar("T")


def understood(page: Any, read: Callable[[Any], T]) -> T:
    """Return what is read from the answer's body; raises `NoAnswer` if it does not have the documented shape."""
    try:
        return read(page)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise NoAnswer(f"malformed: {type(error).__name__}") from error


class Http:
    """Sends requests to Zendesk.

    Its methods raise `NoAnswer` if no readable answer came, `Busy` if the request may succeed later, `Refused` if it
    never will.
    """

    def __init__(self, border: Border) -> None:
        self._border = border

    async def get(self, path: str) -> Any:
        """Return the JSON object in the answer."""
        return await self._send(method="GET", path=path, body=None, headers={})

    async def put(self, path: str, body: object) -> Any:
        """Change what is at the path, and return the JSON object in the answer."""
        return await self._send(method="PUT", path=path, body=body, headers={})

    async def post(self, path: str, body: object, key: str = "") -> Any:
        """Create something, with an Idempotency-Key if there is one, and return the JSON object in the answer."""
        headers = {"Idempotency-Key": key} if key else {}
        return await self._send(method="POST", path=path, body=body, headers=headers)

    async def _send(self, **request: object) -> Any:
        try:
            async with asyncio.timeout(LONGEST):
                answer = await self._border.ask("zendesk", **request, timeout=TIMEOUT)
        except (Failed, TimeoutError) as failure:
            raise NoAnswer(str(failure)) from failure
        return _body(answer)


def _body(answer: dict[str, Any]) -> Any:
    status, body = int(answer["status"]), answer.get("body")
    if status in LATER or status >= 500:
        raise Busy(status, _seconds(answer.get("retry_after")))
    if status >= 300:
        raise Refused(status, str(body)[:500], _fields(body))
    if not isinstance(body, dict) or "error" in body:
        raise NoAnswer(f"HTTP {status} without a JSON object, or with one that is an error")
    return body


def _fields(body: object) -> dict[str, str]:
    details = body.get("details") if isinstance(body, dict) else None
    said = details.items() if isinstance(details, dict) else ()
    return {name: _sentence(reasons) for name, reasons in said}


def _sentence(reasons: object) -> str:
    first = reasons[0] if isinstance(reasons, list) and reasons else reasons
    return str(first.get("description") if isinstance(first, dict) else first)


def _seconds(retry_after: object) -> float | None:
    text = str(retry_after or "").strip()
    return min(LONGEST_WAIT, float(text)) if text.isascii() and text.isdigit() else None
