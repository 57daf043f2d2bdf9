"""The wire between the app and the simulated Zendesk: its delay, whether it is cut, and the requests that passed."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/api/v2/"
NO_ANSWER = 599
KEPT = 300


@dataclass(frozen=True)
class Passed:
    """One API request that went over the wire; `milliseconds` includes the wire's delay, status None: no answer."""

    number: int
    method: str
    path: str
    status: int | None
    milliseconds: int
    contact: str | None


class Wire:
    """An ASGI middleware around the workspace's origin; only API requests are delayed, cut and recorded."""

    def __init__(self, app: ASGIApp, contact: Callable[[], str | None] = lambda: None) -> None:
        """`contact` names the contact that requests are counted for: the newest one."""
        self.delay_ms = 0
        self.cut = False
        self.passed: deque[Passed] = deque(maxlen=KEPT)
        self._app = app
        self._contact = contact
        self._count = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, with delay or never."""
        if scope["type"] != "http" or not scope["path"].startswith(API):
            return await self._app(scope, receive, send)
        contact, began = self._contact(), time.monotonic()

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._write_down(scope, message["status"], (contact, began))
            await send(message)

        await asyncio.sleep(self.delay_ms / 1000)
        await (self._refuse(answered) if self.cut else self._app(scope, receive, answered))
        return None

    async def _refuse(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": NO_ANSWER, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def _write_down(self, scope: Scope, status: int, start: tuple[str | None, float]) -> None:
        contact, began = start
        self._count += 1
        query = scope["query_string"].decode()
        path = scope["path"] + (f"?{query}" if query else "")
        spent = round((time.monotonic() - began) * 1000)
        answer = None if status == NO_ANSWER else status
        self.passed.append(Passed(self._count, scope["method"], path, answer, spent, contact))
