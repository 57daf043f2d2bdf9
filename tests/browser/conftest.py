"""The stage for tests in a real Chromium."""

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext

from browser.profile import SCREEN, Profile
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
def bench(
    built: Built, ports: list[socket.socket], settings: dict[str, object], clock: Callable[[], datetime]
) -> Iterator[Workbench]:
    """A fresh workbench, on the origins that the worker's profile knows."""
    with Workbench.serve(built.zip, ports, settings=settings, now=clock) as bench:
        bench.furnish()
        yield bench


@pytest.fixture
def browsing(bench: Workbench, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """The worker's profile with nothing but its caches; under the mark `cold` one that has never seen the app."""
    if request.node.get_closest_marker("cold"):
        context = request.getfixturevalue("browser").new_context(**SCREEN)
        yield context
        context.close()
        return
    profile: Profile = request.getfixturevalue("profile")
    yield profile.fresh()
    profile.leave()


@pytest.fixture
def stage(bench: Workbench, browsing: BrowserContext) -> Iterator[Stage]:
    """A fresh workbench and a browser in front of it; at the end nothing may have gone wrong in either."""
    stage = Stage(bench, browsing)
    yield stage
    assert stage.close() == []
