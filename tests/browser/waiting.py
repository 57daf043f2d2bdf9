"""Waiting for what a page comes to, in a browser that may be busy with other things."""

from typing import Any

from playwright.sync_api import Frame, JSHandle, Page, Route

PATIENCE = 90_000
"""Milliseconds until a test gives up on what takes a few seconds on a machine that does nothing else."""

POLLING = 50
"""Milliseconds between two looks. By itself Playwright looks at each animation frame, and a hidden page has none."""

GOT = "() => JSON.stringify(window.got ?? null)"
"""What the tiny page of the engine's tests was asked for."""


def wait_until(tab: Page | Frame, found: str, arg: Any = None) -> JSHandle:
    """What the expression comes to, once that is something; fails with what the tiny page got instead."""
    try:
        return tab.wait_for_function(found, arg=arg, polling=POLLING, timeout=PATIENCE)
    except Exception as error:
        error.add_note(f"By then the page got {tab.evaluate(GOT)}")
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
