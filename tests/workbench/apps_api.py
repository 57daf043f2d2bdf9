"""A pretend Apps API of Zendesk over TLS: uploads, jobs and installations, as zcli asks for them.

Its certificate is made for `localhost` and 127.0.0.1 and for tests alone; zcli trusts it by NODE_EXTRA_CA_CERTS.
"""

from __future__ import annotations

import base64
import http.server
import io
import json
import re
import ssl
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).parent / "tls" / "localhost.pem"
KEY = CERTIFICATE.with_suffix(".key")
EMAIL, TOKEN = "admin@example.com", "pretend-token-4711"
BASIC = "Basic " + base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()
PAGE = "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>"


SILENT = -1


@dataclass(frozen=True)
class Fault:
    """What is answered instead to requests that match; status 0: the connection ends, SILENT: it stays open."""

    match: str
    status: int
    body: Any = None
    late: bool = False
    """Whether the request is carried out all the same, and only its answer is another."""

    @property
    def text(self) -> str:
        """The body as it is sent."""
        return self.body if isinstance(self.body, str) else json.dumps(self.body or {})


@dataclass
class Account:
    """What the account has, what its jobs say in turn, and what goes wrong."""

    apps: dict[int, dict[str, Any]] = field(default_factory=dict)
    installations: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[list[str]] = field(default_factory=list)
    jobs: list[dict[str, Any]] = field(default_factory=lambda: [{"status": "queued"}, {"status": "working"}])
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    job: tuple[int, int] = (0, 0)
    """The app that is built, and how often its job was asked for."""

    def befall(self, method: str, path: str, content: bytes) -> tuple[int, str]:
        """The status and text of the answer to a request, or what a fault makes of them; noted in `asked`."""
        self.asked.append(f"{method} {path}")
        fault = next((one for one in self.faults if re.fullmatch(one.match, f"{method} {path}")), None)
        if fault is None:
            status, body = self.answer(method, path, content)
            return status, json.dumps(body)
        if fault.late:
            self.answer(method, path, content)
        return fault.status, fault.text

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        """The status and body for a request, carried out."""
        if path == "/api/v2/apps/validate":
            self._packed(body)
            return 200, {}
        if path == "/api/v2/apps/uploads.json":
            self.uploads.append(self._packed(body))
            return 201, {"id": len(self.uploads)}
        routes: list[tuple[str, Callable[..., tuple[int, Any]]]] = [
            (r"POST /api/apps\.json", self._create),
            (r"PUT /api/v2/apps/(\d+)", self._rebuild),
            (r"GET /api/v2/apps/owned\.json", self._owned),
            (r"GET /api/v2/apps/job_statuses/.+", self._status),
            (r"GET /api/support/apps/installations\.json", self._list),
            (r"POST /api/support/apps/installations\.json", self._install),
            (r"PUT /api/support/apps/installations/(\d+)\.json", self._change),
        ]
        for pattern, carry_out in routes:
            found = re.fullmatch(pattern, f"{method} {path}")
            if found:
                return carry_out(json.loads(body or b"{}"), *found.groups())
        return 404, {"error": "InvalidEndpoint", "description": "Not found"}

    def _packed(self, body: bytes) -> list[str]:
        start = body.index(b"PK\x03\x04")
        with zipfile.ZipFile(io.BytesIO(body[start:])) as packed:
            manifest = json.loads(packed.read("manifest.json"))
            self.required = [one["name"] for one in manifest.get("parameters", ()) if one.get("required")]
            return sorted(packed.namelist())

    def _create(self, body: dict[str, Any]) -> tuple[int, Any]:
        app = 40 + len(self.apps) + 2
        self.apps[app] = {"name": body["name"], "upload": body["upload_id"]}
        self.job = (app, 0)
        return 202, {"job_id": "d4a9"}

    def _owned(self, _: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"apps": [{"id": number, "name": one["name"]} for number, one in self.apps.items()]}

    def _rebuild(self, body: dict[str, Any], app: str) -> tuple[int, Any]:
        if int(app) not in self.apps:
            return 404, {"error": "RecordNotFound", "description": "Not found"}
        self.apps[int(app)]["upload"] = body["upload_id"]
        self.job = (int(app), 0)
        return 202, {"job_id": "d4a9"}

    def _status(self, _: dict[str, Any]) -> tuple[int, Any]:
        app, asked = self.job
        self.job = (app, asked + 1)
        if asked < len(self.jobs):
            return 200, self.jobs[asked]
        return 200, {"status": "completed", "message": "Accepted", "app_id": app}

    def _list(self, _: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"installations": self.installations}

    def _install(self, body: dict[str, Any]) -> tuple[int, Any]:
        lacking = [name for name in self.required if not body["settings"].get(name)]
        if lacking:
            return 422, {"error": "RecordInvalid", "description": f"Setting {lacking[0]} can't be blank"}
        number = 700 + len(self.installations)
        made = {"id": number, "app_id": int(body["app_id"]), "enabled": True, "settings": body["settings"]}
        self.installations.append(made)
        return 201, made

    def _change(self, body: dict[str, Any], number: str) -> tuple[int, Any]:
        found = next((one for one in self.installations if one["id"] == int(number)), None)
        if found is None:
            return 404, {"error": "RecordNotFound", "description": "Not found"}
        found["settings"] = body["settings"]
        return 200, found


class AppsApi(http.server.ThreadingHTTPServer):
    """The account's host: HTTPS on 127.0.0.1, until closed."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        """Begins to serve on a free port."""
        self.account = Account()
        super().__init__(("127.0.0.1", 0), _Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, KEY)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        """What leads zcli here: a subdomain and a domain that make this address together."""
        return {
            "ZENDESK_SUBDOMAIN": "127",
            "ZENDESK_DOMAIN": f"0.0.1:{self.server_address[1]}",
            "ZENDESK_EMAIL": EMAIL,
            "ZENDESK_API_TOKEN": TOKEN,
            "NODE_EXTRA_CA_CERTS": str(CERTIFICATE),
        }

    def handle_error(self, *_: Any) -> None:
        """Says nothing of those who hang up."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: AppsApi
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        account = self.server.account
        path = self.path.partition("?")[0]
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Authorization") != BASIC:
            return self._send(401, json.dumps({"error": "Couldn't authenticate you"}))
        status, text = account.befall(self.command, path, content)
        return self._send(status, text) if status > 0 else self._nothing(status)

    do_GET = do_POST = do_PUT = _any

    def _nothing(self, status: int) -> None:
        self.close_connection = True
        if status == SILENT:
            self.rfile.read(1)  # until the other side gives up

    def _send(self, status: int, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if text.startswith("<") else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""
