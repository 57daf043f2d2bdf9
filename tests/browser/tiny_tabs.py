"""What the tests of the engine ask of the tabs of their tiny app."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page

from browser.waiting import wait_until

Open = Callable[..., Page]
"""Opens a tab of the tiny app."""


def count(tab: Page, kind: str, least: int = 1) -> None:
    """Wait until the page was asked for this kind at least so often."""
    many = "([kind, least]) => got.filter((one) => one.kind === kind).length >= least"
    wait_until(tab, many, [kind, least])


def ask(tab: Page, request: dict[str, Any], page: str) -> Any:
    """Let the engine carry out a request and say the answer to this page."""
    before = tab.evaluate("got.filter((one) => one.kind === 'said').length")
    tab.evaluate("(order) => engine.tell(order)", {"kind": "do", "page": page, "request": request})
    count(tab, "said", before + 1)
    return tab.evaluate("got.filter((one) => one.kind === 'said').pop().answer")


def pulses(tab: Page, number: int) -> None:
    """Let the time for so many signs of life pass, each of which some page gives."""
    for _ in range(number):
        tab.evaluate("pulse()")


def engines(context: BrowserContext) -> int:
    """Count the engines' workers of all tabs."""
    return sum(len(page.workers) for page in context.pages)


def awaited(tab: Page) -> int:
    """Count the pages that wait for the lock."""
    return int(tab.evaluate("navigator.locks.query().then(({pending}) => pending.length)"))
