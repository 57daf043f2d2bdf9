"""Serves ASGI apps on the loopback, one server and one thread each, within this process."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Any

import uvicorn


class PortTaken(Exception):
    """Another program listens on the wanted port."""


def loopback(port: int = 0) -> socket.socket:
    """A socket bound to the loopback; port 0 takes any free one. Raises PortTaken."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", port))
    except OSError as error:
        sock.close()
        raise PortTaken(f"Port {port} is in use by another program; choose other ports with --port.") from error
    return sock


class Site:
    """One origin: an ASGI app behind a uvicorn server in a thread, from `with` to its end."""

    def __init__(self, app: Any, sock: socket.socket, host: str = "127.0.0.1") -> None:
        """Serve the app on the bound socket; `host` is how browsers name it."""
        self.port: int = sock.getsockname()[1]
        self.origin = f"http://{host}:{self.port}"
        self._sock = sock
        config = uvicorn.Config(
            app, log_level="warning", ws="websockets-sansio", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([sock],), daemon=True, name=self.origin)

    def __enter__(self) -> Site:
        """Starts the server; the bound socket queues what arrives before it answers."""
        self._sock.listen(128)
        self._thread.start()
        return self

    def end(self) -> None:
        """Asks the server to end, without waiting for it."""
        self._server.should_exit = True

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Ends the server and waits for its thread."""
        self.end()
        self._thread.join(timeout=10)
        self._sock.close()
