"""The two mirrors of Pyodide's npm package, for apps without a runtime of their own, and their faults."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

FOLDERS = {"https://cdn.jsdelivr.net/npm/": "first-mirror", "https://unpkg.com/": "second-mirror"}
"""The local address of each mirror, in the order in which the app tries them."""

OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
TROUBLES: dict[str, tuple[int, str, str]] = {
    "404": (404, "text/plain", "no such file"),
    "500": (500, "text/html", "<h1>Internal error</h1>"),
    "other bytes": (200, "text/javascript", "export default 1;"),
    "a page": (200, "text/html", "<!doctype html><title>Sign in</title>"),
}
"""What is answered instead of any file; besides there are "wrong type", "out of reach" and "no answer"."""

KINDS = ("", *TROUBLES, "wrong type", "out of reach", "no answer")


@dataclass
class Mirrors:
    """The fault of each mirror: one of KINDS, at first none."""

    first: str = ""
    second: str = ""

    def let(self, name: str, kind: str) -> None:
        """Set the mirror's fault. Raises KeyError for an unknown one."""
        if name not in ("first", "second") or kind not in KINDS:
            raise KeyError(f"{name}: {kind}")
        setattr(self, name, kind)

    def befalling(self, path: str) -> str:
        """The fault for a request of this path."""
        befalls = {"first-mirror": self.first, "second-mirror": self.second}
        return befalls.get(path.partition("/")[0], "")


async def troubled(kind: str, request: Request, file: Callable[[Request], Awaitable[Response]]) -> Response:
    """The answer of a mirror with this fault."""
    if kind == "no answer":
        while not await request.is_disconnected():
            await asyncio.sleep(0.1)
    if kind in TROUBLES:
        status, media, text = TROUBLES[kind]
        return Response(text, status, OPEN, media)
    if kind == "wrong type":
        served = await file(request)
        served.headers["content-type"] = "text/plain"
        return served
    return Response("", 503)  # without leave to read it: to the app that is a host out of reach
