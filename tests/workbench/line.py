"""Messages to a page over its web socket, ignoring that the page may be gone."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

GONE = WebSocketDisconnect, WebSocketDisconnected
"""The errors raised when the page is gone: at the first use of the socket, and at later ones."""


async def say(socket: WebSocket, message: Any) -> None:
    """Sends the page a message as JSON, unless it is gone."""
    with suppress(*GONE):
        await socket.send_json(message)
