"""The border to JavaScript: JSON text across, both ways, never an exception from the other side."""

import json
from collections.abc import Awaitable
from time import monotonic
from typing import Any, Protocol

from deskline.model.ports import Exchange, RequestLog


class Shims(Protocol):
    """What JavaScript offers: requests as text, answered as text, never rejected.

    `generation` tells this engine apart from those before it: milliseconds since 1970.
    """

    @property
    def generation(self) -> int:
        """Which engine this is."""
        ...

    def request(self, text: str) -> Awaitable[str]:
        """Carry out a request and answer `{"ok": …}` or `{"error": "word"}`."""
        ...


class Failed(Exception):
    """JavaScript could not do it; the text is its word for why."""


class Border:
    """Sends requests to JavaScript, and logs them, if there is a log."""

    def __init__(self, shims: Shims, log: RequestLog | None = None) -> None:
        self._shims = shims
        self._log = log

    async def ask(self, kind: str, **fields: object) -> Any:
        """Return JavaScript's answer; raises `Failed` with its word for why not."""
        text = json.dumps({"kind": kind, **fields}, ensure_ascii=False, separators=(",", ":"))
        began = monotonic()
        answer = json.loads(await self._shims.request(text))
        if self._log:
            self._log.asked(Exchange(kind, fields, answer, round((monotonic() - began) * 1000)))
        if "error" in answer:
            raise Failed(str(answer["error"]))
        return answer.get("ok")
