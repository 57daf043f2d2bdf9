"""The browser of the bench: real headless Chromium with a profile folder, and marks recorded in every frame."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Playwright

from builder.bench.variants import PAGES

TIMEOUT = 60_000
"""Milliseconds after which a wait ends the bench."""

SETTLE = 3_000
"""Milliseconds that a browser gets to write its caches before it is closed or measured again."""

ARGUMENTS = ("--no-sandbox", "--disable-gpu")
PREFERENCES = {"profile": {"cookie_controls_mode": 0}}
"""Third-party storage allowed: the app's pages are of another site than the workspace, as in production."""

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
        """A browser with this profile folder, closed at the end of the block; `more` are further arguments."""
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


def reported(name: str, **fields: Any) -> Callable[[ConsoleMessage], bool]:
    """A predicate: whether a frame's console message carries this mark."""
    return lambda message: any(fields.items() <= found.items() and found["name"] == name for found in _parsed(message))


def _parsed(message: ConsoleMessage) -> Iterator[dict[str, Any]]:
    if message.text.startswith(PREFIX):
        yield json.loads(message.text.removeprefix(PREFIX))


def answered(page: Page, place: str, act: Callable[[], object]) -> list[dict[str, Any]]:
    """Act, wait until the engine has answered the app's page at this place, and return that page's marks."""
    with page.expect_console_message(reported("ready", place=place), timeout=TIMEOUT) as message:
        act()
    return marks_with(message.value)


def marks_with(message: ConsoleMessage) -> list[dict[str, Any]]:
    """The marks that a frame's console message carries."""
    marks: list[dict[str, Any]] = next(_parsed(message))["marks"]
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
    for _ in range(TIMEOUT // 20):
        if condition():
            return
        page.wait_for_timeout(20)
    raise TimeoutError("the condition never held")
