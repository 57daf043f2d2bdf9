"""A bare origin for tests of the engine: files by path, and their faults."""

from __future__ import annotations

import functools
import http.server
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar


@dataclass(frozen=True)
class Fault:
    """The fault of a file: the status, type and content of its answer; without a status it is never answered."""

    status: int | None = 200
    kind: str = ""
    content: bytes | None = None
    half: str = ""
    """After half of the content it "stalls" or "breaks"."""


class Site(http.server.ThreadingHTTPServer):
    """One origin: files by path, the requests, and a switch that makes it unreachable."""

    daemon_threads = True
    block_on_close = False  # what is never answered would hold it up

    def __init__(self, files: dict[str, bytes]) -> None:
        """Serve these files on a free port, until closed."""
        self.files, self.asked, self.down, self.policy = files, [], False, ""
        self.faults: dict[str, Fault] = {}
        self.ended = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=functools.partial(self.serve_forever, poll_interval=0.02), daemon=True).start()

    @property
    def url(self) -> str:
        """The origin, with a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def shutdown(self) -> None:
        """Stop the server and drop the connections that are never answered."""
        self.ended.set()
        super().shutdown()

    def handle_error(self, *_: Any) -> None:
        """Ignore closed connections: closing a tab causes them."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers one request of a Site."""

    protocol_version = "HTTP/1.1"
    server: Site
    types: ClassVar = {".html": "text/html", ".wasm": "application/wasm"}

    def do_GET(self) -> None:
        """Send the file or its fault, or close the connection while the site is down."""
        name = self.path.partition("?")[0].lstrip("/")
        self.server.asked.append(name)
        content = self.server.files.get(name)
        fault = self.server.faults.get(name, Fault(404 if content is None else 200))
        if fault.status is None:
            self.server.ended.wait()
        if self.server.down or fault.status is None:
            self.close_connection = True
            return
        content = fault.content or content or b""
        self.send_response(fault.status)
        self.send_header("Content-Type", fault.kind or self.types.get(Path(name).suffix, "text/javascript"))
        self.send_header("Access-Control-Allow-Origin", "*")
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if fault.half else content)
        if fault.half:
            self.close_connection = True
        if fault.half == "stalls":
            self.server.ended.wait()

    def log_message(self, *_: Any) -> None:
        """Log nothing."""
