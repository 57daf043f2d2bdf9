"""Where Pyodide's files come from, in a real Chromium: two mirrors, each file for itself, and never other bytes.

Most tests only let the page download the files; those that take `open_page` start Python from them.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.waiting import wait_until
from builder import package
from workbench.bare_site import Fault, Site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
Download = Callable[..., object]
ROOT = Path(__file__).resolve().parents[2]
FILES = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"]
ENDED = "got.map(({kind}) => kind).find((kind) => ['ready', 'failed'].includes(kind))"
DOWNLOAD = """async ({ names, runtimeUrl, kept }) => {
  const [{ folders }, { download, sources }, { keepRuntime }] = await Promise.all(
    ["loading", "mirrors", "copies"].map((name) => import(`/engine/${name}.js`)),
  );
  try {
    const files = await Promise.all(names.map((name) => download(name, folders(runtimeUrl))));
    if (kept) await keepRuntime(sources);
    return await Promise.all(files.map(async (file) => (await file.arrayBuffer()).byteLength));
  } catch ({ reason }) {
    return reason;
  }
}"""

FAULTS = {
    "other bytes": Fault(content=b"export default 1;"),
    "404": Fault(404),
    "500": Fault(500, "text/html", b"<h1>Oops</h1>"),
    "an HTML page": Fault(kind="text/html", content=b"<!doctype html><title>Sign in</title>"),
    "no answer": Fault(None),
    "stalls in mid-file": Fault(half="stalls"),
    "breaks in mid-file": Fault(half="breaks"),
}
SHORT = {
    "engine/race.js": (b"SLOW = 15000", b"SLOW = 1000"),
    "engine/mirrors.js": (b"LIMIT = 60000", b"LIMIT = 12000"),
}
"""What a mirror may take, shortened for tests in which one takes all of it."""
Mirrors = tuple[Site, Site]


def befall(mirror: Site, fault: Fault) -> None:
    """Let this befall every file of a mirror."""
    mirror.faults = dict.fromkeys(FILES, fault)


@pytest.fixture
def mirrors() -> Iterator[Mirrors]:
    """Two mirrors of the npm package."""
    with Site(package.runtime_files(ROOT)) as first, Site(package.runtime_files(ROOT)) as second:
        yield first, second
        first.shutdown(), second.shutdown()


@pytest.fixture
def mirrored(app_site: Site, mirrors: Mirrors) -> Site:
    """The tiny app, which loads its runtime from the mirrors unless a customer's address is given."""
    facts = json.loads(app_site.files["runtime.js"].decode().removeprefix("export const RUNTIME = ").rstrip(";\n"))
    facts["addresses"] = [mirror.url for mirror in mirrors]
    app_site.files["runtime.js"] = f"export const RUNTIME = {json.dumps(facts)};".encode()
    for name, (usual, short) in SHORT.items():
        assert usual in app_site.files[name]
        app_site.files[name] = app_site.files[name].replace(usual, short)
    app_site.policy = app_site.policy.replace(
        "connect-src 'self'", "connect-src 'self' " + " ".join(mirror.url for mirror in mirrors)
    )
    return app_site


@pytest.fixture
def open_page(context: BrowserContext, mirrored: Site) -> Open:
    """Opens a tab of the tiny app."""

    def opened() -> Page:
        tab = context.new_page()
        tab.goto(f"{mirrored.url}page.html?page=a&runtime=")
        return tab

    return opened


@pytest.fixture
def download(bare: Page, mirrored: Site) -> Download:
    """Downloads Pyodide's files in a page begun anew, where wanted with copies kept; the sizes, or why it failed."""

    def downloaded(runtime: str = "", *, kept: bool = False) -> object:
        bare.reload()
        return bare.evaluate(DOWNLOAD, {"names": FILES, "runtimeUrl": runtime, "kept": kept})

    return downloaded


def sizes(mirrors: Mirrors) -> list[int]:
    """How long each file is in bytes."""
    return [len(mirrors[0].files[name]) for name in FILES]


def ended(tab: Page) -> list[dict[str, Any]]:
    """How the start ended: ready, or failed and why."""
    wait_until(tab, f"() => window.got && {ENDED}")
    found: list[dict[str, Any]] = tab.evaluate("got.filter(({kind}) => ['ready', 'failed'].includes(kind))")
    return found


READY = [{"kind": "ready"}]


def test_rule_1_1_the_second_mirror_is_not_asked_while_the_first_delivers(open_page: Open, mirrors: Mirrors) -> None:
    assert ended(open_page()) == READY
    assert (sorted(set(mirrors[0].asked)), mirrors[1].asked) == (sorted(FILES), [])


@pytest.mark.parametrize("fault", FAULTS)
def test_rule_1_1_the_second_mirror_serves_when_the_first_is_gone_or_wrong(
    download: Download, mirrors: Mirrors, fault: str
) -> None:
    befall(mirrors[0], FAULTS[fault])
    assert download() == sizes(mirrors)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("fault", ["other bytes", "stalls in mid-file"])
def test_rule_1_1_each_file_comes_from_the_mirror_that_has_it(
    download: Download, mirrors: Mirrors, name: str, fault: str
) -> None:
    mirrors[0].faults[name] = FAULTS[fault]
    others = set(FILES) - {name}
    mirrors[1].faults = {other: FAULTS["404"] for other in others}
    assert download() == sizes(mirrors)


def test_rule_1_1_the_engine_starts_from_the_files_of_two_mirrors(open_page: Open, mirrors: Mirrors) -> None:
    mirrors[0].faults["pyodide.asm.wasm"] = FAULTS["other bytes"]
    mirrors[1].faults["pyodide.mjs"] = FAULTS["404"]
    assert ended(open_page()) == READY


def test_rule_1_1_a_mirror_that_is_down_is_passed_over(download: Download, mirrors: Mirrors) -> None:
    mirrors[0].down = True
    assert download() == sizes(mirrors)


def test_rule_1_1_a_wrong_type_is_no_reason_to_refuse_the_right_bytes(open_page: Open, mirrors: Mirrors) -> None:
    befall(mirrors[0], Fault(kind="text/plain"))
    assert ended(open_page()) == READY
    assert mirrors[1].asked == []


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("other bytes", "an HTML page", "hash"),
        ("other bytes", "404", "hash"),
        ("500", "an HTML page", "hash"),
        ("404", "500", "address"),
        ("breaks in mid-file", "404", "address"),
        ("breaks in mid-file", "breaks in mid-file", "address"),
        ("stalls in mid-file", "stalls in mid-file", "address"),
        ("other bytes", "breaks in mid-file", "hash"),
    ],
)
def test_rule_1_1_of_two_mirrors_that_fail_it_is_said_whether_what_was_reached_was_wrong(
    download: Download, mirrors: Mirrors, first: str, second: str, reason: str
) -> None:
    befall(mirrors[0], FAULTS[first])
    befall(mirrors[1], FAULTS[second])
    assert download() == reason


def test_rule_1_1_the_page_is_told_why_the_engine_cannot_start(open_page: Open, mirrors: Mirrors) -> None:
    for mirror in mirrors:
        befall(mirror, FAULTS["other bytes"])
    assert ended(open_page()) == [{"kind": "failed", "reason": "hash"}]


@pytest.mark.parametrize("fault", ["down", "an HTML page", "no answer", "stalls in mid-file", "breaks in mid-file"])
def test_rule_1_1_kept_copies_serve_when_no_mirror_does_whichever_they_came_from(
    download: Download, mirrors: Mirrors, fault: str
) -> None:
    mirrors[0].down = True  # so that the copies come from the second
    assert download(kept=True) == sizes(mirrors)
    for mirror in mirrors:
        mirror.down = fault == "down"
        befall(mirror, FAULTS.get(fault, Fault()))
    assert download() == sizes(mirrors)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("404", "address"),
        ("stalls in mid-file", "address"),
        ("breaks in mid-file", "address"),
        ("other bytes", "hash"),
        ("an HTML page", "hash"),
    ],
)
def test_rule_1_1_a_customers_own_runtime_stands_alone(
    download: Download, mirrors: Mirrors, runtime_site: Site, fault: str, reason: str
) -> None:
    befall(runtime_site, FAULTS[fault])
    assert download(runtime_site.url) == reason
    assert [mirror.asked for mirror in mirrors] == [[], []]


def test_rule_1_1_a_mirror_that_stalled_and_delivers_again_starts_the_engine_later(
    open_page: Open, mirrors: Mirrors
) -> None:
    for mirror in mirrors:
        befall(mirror, FAULTS["stalls in mid-file"])
    tab = open_page()
    assert ended(tab) == [{"kind": "failed", "reason": "address"}]
    mirrors[1].faults = {}
    tab.evaluate("pass(60000)")
    wait_until(tab, "() => got.some(({kind}) => kind === 'ready')")
