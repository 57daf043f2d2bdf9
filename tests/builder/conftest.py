"""A tiny app on the engine's real JavaScript, served like in production: the app's files here, Pyodide's there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.tiny_tabs import Open
from builder import archive, package, vendor
from workbench.bare_site import Site

ROOT = Path(__file__).resolve().parents[2]
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self'; frame-src 'self'; "
    "connect-src 'self' {runtime}"
)
TINY = {
    "deskline/__init__.py": b'"""A tiny stand-in for the app."""\n',
    "deskline/start.py": (Path(__file__).parent / "tiny_start.py").read_bytes(),
}


@pytest.fixture(scope="session")
def tiny_app() -> dict[str, bytes]:
    """The engine's files with a tiny Python app instead of Deskline."""
    workshop = archive.ArchiveBuilder.of(ROOT)
    packed = workshop.build(TINY, package.libraries())
    scripts = {name.removeprefix("assets/"): script for name, script in package.scripts(ROOT).items()}
    page = (Path(__file__).parent / "tiny_page.html").read_bytes()
    return {
        **scripts,
        "tiny_page.js": (Path(__file__).parent / "tiny_page.js").read_bytes(),
        **{name: script for name, script in vendor.scripts(ROOT).items() if name in ("idb.js", "xz.js")},
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
def without_python(app_site: Site) -> None:
    """Lets the engine's worker load no Python: half of what a test costs that is not about that."""
    app_site.files["engine/loading.js"] = (Path(__file__).parent / "tiny_loading.js").read_bytes()


@pytest.fixture
def open_page(context: BrowserContext, app_site: Any, runtime_site: Any) -> Open:
    """Opens a tab of the tiny app, of one version or another; each may run the engine."""

    def opened(page: str, folder: str = "", **more: str) -> Page:
        tab = context.new_page()
        query = urlencode({"page": page, "runtime": runtime_site.url, **more})
        tab.goto(f"{app_site.url}{folder}page.html?{query}")
        return tab

    return opened


@pytest.fixture
def bare(context: BrowserContext, app_site: Any) -> Page:
    """A page of the app's origin on which nothing runs."""
    tab = context.new_page()
    tab.goto(f"{app_site.url}engine/store.js")
    return tab
