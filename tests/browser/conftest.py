"""The stage for tests in a real Chromium."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Error, Page

from browser.stage import Stage
from builder.package import Built
from workbench.workbench import Workbench


@pytest.fixture
def settings() -> dict[str, object]:
    """The installation settings that differ from the workbench's own; a test module may say others."""
    return {}


@pytest.fixture
def moment() -> datetime:
    """When the test begins by the clock of Zendesk and Connect: now; what is about written times says another."""
    return datetime.now(UTC)


@pytest.fixture
def clock(moment: datetime) -> Callable[[], datetime]:
    """A clock that goes on from that moment."""
    began = time.monotonic()
    return lambda: moment + timedelta(seconds=time.monotonic() - began)


@pytest.fixture
def stage(
    built: Built, browser: Browser, settings: dict[str, object], clock: Callable[[], datetime]
) -> Iterator[Stage]:
    """A fresh workbench and a fresh browser profile; at the end nothing may have gone wrong in either."""
    with Workbench.serve(built.zip, settings=settings, now=clock) as bench:
        bench.furnish()
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US", timezone_id="UTC")
        stage = Stage(bench, context)
        yield stage
        shown = [_errors(page) for page in context.pages]
        context.close()
        assert [error for errors in shown for error in errors] + bench.connect.errors + stage.errors == []


def _errors(page: Page) -> list[str]:
    """What went wrong in a page; a sign-in window closes itself, perhaps just now."""
    try:
        found: list[str] = page.evaluate("window.workbenchErrors ?? []")
    except Error as error:
        if "has been closed" in str(error):
            return []
        raise
    return found
