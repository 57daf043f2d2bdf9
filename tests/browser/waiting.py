"""Waiting for what comes about in a browser or in the simulated services, on a machine that may be busy."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Frame, JSHandle, Page, Route

PATIENCE = 90_000
"""Milliseconds until a test gives up on what an agent would see within one or two: the machine may be busy, and where a
tab counts as hanging a comment is held back for a minute."""

POLLING = 50
"""Milliseconds between two looks. By itself Playwright looks at each animation frame, and a hidden page has none."""

GOT = "() => JSON.stringify(window.got ?? [])"
"""What the tiny page of the engine's tests was asked for."""

ALL_KEPT = """async () => {
  const cache = await caches.open("deskline-runtime");
  while ((await cache.keys()).length < 4) await new Promise((again) => setTimeout(again, 20));
}"""
"""Is over when the engine has kept its runtime: Pyodide's three files and the archive."""


def wait_for(page: Page, condition: Callable[[], Any]) -> None:
    """Wait, with the browser at work, until the condition holds; fails after PATIENCE."""
    for _ in range(PATIENCE // POLLING):
        if condition():
            return
        page.wait_for_timeout(POLLING)
    raise AssertionError("it never came about")


def wait_until(tab: Page | Frame, found: str, arg: Any = None) -> JSHandle:
    """What the expression comes to, once that is something; fails with what the tiny page got instead."""
    try:
        return tab.wait_for_function(found, arg=arg, polling=POLLING, timeout=PATIENCE)
    except Error as error:
        with suppress(Error):  # the page may hang, which is why this has a limit
            error.add_note(f"By then the page got {tab.wait_for_function(GOT, timeout=1000).json_value()}")
        raise


class Held:
    """A handler of requests that holds them up until `release`, and then lets all of them go on."""

    def __init__(self) -> None:
        self.routes: list[Route] = []
        self._released = False

    def __call__(self, route: Route) -> None:
        """Hold a request up, unless they are released: a slow machine makes a page ask more than once."""
        self.routes.append(route)
        if self._released:
            route.continue_()

    def release(self) -> None:
        """Let the requests go on; one that the page has given up goes nowhere."""
        self._released = True
        for route in self.routes:
            route.continue_()
