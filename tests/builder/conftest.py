"""A tiny app on the engine's real JavaScript, served like in production: the app's files here, Pyodide's there."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playwright.sync_api import BrowserContext, Page

from builder import archive, package

ROOT = Path(__file__).resolve().parents[2]
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self'; frame-src 'self'; "
    "connect-src 'self' {runtime}"
)
TINY = {
    "deskline/__init__.py": b'"""A tiny stand-in for the app."""\n',
    "deskline/start.py": (Path(__file__).parent / "tiny_start.py").read_bytes(),
}


class Site(http.server.ThreadingHTTPServer):
    """One origin: files by path, what was asked for, and a switch that makes it unreachable."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        """Serve these files on a free port, until closed."""
        self.files, self.asked, self.down, self.policy = files, [], False, ""
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=functools.partial(self.serve_forever, poll_interval=0.02), daemon=True).start()

    @property
    def url(self) -> str:
        """The origin, with a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, *_: Any) -> None:
        """Say nothing of browsers that hang up: closing a tab does that."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers one request of a Site."""

    protocol_version = "HTTP/1.1"
    server: Site
    types: ClassVar = {".html": "text/html", ".wasm": "application/wasm"}

    def do_GET(self) -> None:
        """Send the file, or close the connection without a word while the site is down."""
        name = self.path.partition("?")[0].lstrip("/")
        self.server.asked.append(name)
        if self.server.down:
            self.close_connection = True
            return
        content = self.server.files.get(name)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", self.types.get(Path(name).suffix, "text/javascript"))
        self.send_header("Access-Control-Allow-Origin", "*")
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def tiny_app() -> dict[str, bytes]:
    """The engine's files with a tiny Python app instead of Deskline."""
    workshop = archive.Workshop.of(ROOT)
    packed = workshop.build(TINY, package.libraries())
    scripts = {path.name: path.read_bytes() for path in (ROOT / "app").glob("*.js")}
    page = (Path(__file__).parent / "tiny_page.html").read_bytes()
    return {
        **scripts,
        "tiny_page.js": (Path(__file__).parent / "tiny_page.js").read_bytes(),
        "idb.js": (ROOT / "node_modules/idb/build/index.js").read_bytes(),
        "archive.js": packed.asset().encode(),
        "runtime.js": package.facts(ROOT, packed).encode(),
        "page.html": page,
    }


@pytest.fixture
def runtime_site() -> Iterator[Site]:
    """Pyodide's own files on an origin of their own."""
    with Site(package.runtime_files(ROOT)) as site:
        yield site
        site.shutdown()


@pytest.fixture
def app_site(tiny_app: dict[str, bytes], runtime_site: Site) -> Iterator[Site]:
    """The tiny app, under the strictest policy that the engine works with."""
    with Site(dict(tiny_app)) as site:
        site.policy = POLICY.format(runtime=runtime_site.url)
        yield site
        site.shutdown()


@pytest.fixture
def bare(context: BrowserContext, app_site: Any) -> Page:
    """A page of the app's origin on which nothing runs."""
    tab = context.new_page()
    tab.goto(f"{app_site.url}store.js")
    return tab
