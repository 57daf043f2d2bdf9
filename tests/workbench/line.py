"""What is said to a page over its web socket: the page may have gone by then, which is nobody's fault."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

GONE = WebSocketDisconnect, WebSocketDisconnected
"""What is raised when the page has gone: the first time that it shows, and whenever the socket is used after that."""


async def say(socket: WebSocket, message: Any) -> None:
    """Sends the page a message as JSON, unless it has gone."""
    with suppress(*GONE):
        await socket.send_json(message)
