"""The browser of the bench: real headless Chromium on a profile in a folder, with marks written down in every frame."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Playwright

from builder.bench.variants import PAGES

PATIENCE = 60_000
"""Milliseconds after which something that never comes ends the bench."""

SETTLE = 3_000
"""Milliseconds that a browser gets to write its caches before it is closed or asked again."""

ARGUMENTS = ("--no-sandbox", "--disable-gpu")
PREFERENCES = {"profile": {"cookie_controls_mode": 0}}
"""Third-party storage allowed: the app's pages are of another site than the workspace, as live."""

PREFIX = "bench:"
REQUESTS = """() => {
  const sent = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/api/v2/"));
  performance.clearResourceTimings();
  return sent.map((one) => [performance.timeOrigin + one.startTime, performance.timeOrigin + one.responseEnd]);
}"""


@dataclass(frozen=True)
class Chromium:
    """Starts browsers."""

    playwright: Playwright
    path: str

    @contextmanager
    def profile(self, folder: Path, *more: str) -> Iterator[BrowserContext]:
        """A browser with what this profile's folder remembers, until the end of the block; more: further arguments."""
        remembered = folder / "Default" / "Preferences"
        if not remembered.exists():
            remembered.parent.mkdir(parents=True)
            remembered.write_text(json.dumps(PREFERENCES))
        context = self.playwright.chromium.launch_persistent_context(
            folder, executable_path=self.path, args=[*ARGUMENTS, *more], viewport={"width": 1440, "height": 900}
        )
        context.add_init_script(path=PAGES / "marks.js")
        yield context
        context.close()


def said(name: str, **fields: Any) -> Callable[[ConsoleMessage], bool]:
    """Whether a frame has just said this."""
    return lambda message: any(
        fields.items() <= found.items() and found["name"] == name for found in _understood(message)
    )


def _understood(message: ConsoleMessage) -> Iterator[dict[str, Any]]:
    if message.text.startswith(PREFIX):
        yield json.loads(message.text.removeprefix(PREFIX))


def answered(page: Page, place: str, act: Callable[[], object]) -> list[dict[str, Any]]:
    """Act, wait until the engine has answered the app's page at this place, and return that page's marks."""
    with page.expect_console_message(said("ready", place=place), timeout=PATIENCE) as message:
        act()
    return marks_with(message.value)


def marks_with(message: ConsoleMessage) -> list[dict[str, Any]]:
    """The marks that a frame has said along with this."""
    marks: list[dict[str, Any]] = next(_understood(message))["marks"]
    return marks


def opened(page: Page, url: str, place: str) -> list[dict[str, Any]]:
    """Navigate the tab and wait until the engine has answered the app's page at this place: that page's marks."""
    return answered(page, place, lambda: page.goto(url, wait_until="commit"))


def navigation(page: Page) -> float:
    """When the tab's navigation started, in ms since 1970."""
    return float(page.evaluate("performance.timeOrigin"))


def frame(page: Page, place: str) -> Frame:
    """The app's frame at this place."""
    return next(one for one in reversed(page.frames) if f"/{place}.html" in one.url)


def until(page: Page, condition: Callable[[], Any]) -> None:
    """Wait, with the browser at work, until the condition holds. Raises TimeoutError."""
    for _ in range(PATIENCE // 20):
        if condition():
            return
        page.wait_for_timeout(20)
    raise TimeoutError("it never came about")
