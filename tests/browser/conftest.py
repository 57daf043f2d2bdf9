"""The stage for tests in a real Chromium."""

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext

from browser.profile import SCREEN, Profile
from browser.shift import Shift
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


@pytest.fixture(scope="module")
def shift(built: Built, ports: list[socket.socket], profile: Profile) -> Iterator[Shift]:
    """The workspace that the tests of a module share, under the mark `shift`."""
    with Workbench.serve(built.zip, ports, drawer=False) as bench:
        bench.furnish()
        shift = Shift(bench, profile.fresh())
        yield shift
        shift.close()
    profile.leave()


@pytest.fixture
def on_shift(request: pytest.FixtureRequest) -> Shift | None:
    """That workspace, if the test shares one."""
    return request.getfixturevalue("shift") if request.node.get_closest_marker("shift") else None


@pytest.fixture
def bench(
    on_shift: Shift | None,
    built: Built,
    ports: list[socket.socket],
    settings: dict[str, object],
    clock: Callable[[], datetime],
) -> Iterator[Workbench]:
    """A workbench as new, on the origins that the worker's profile knows."""
    if on_shift:
        yield on_shift.bench
        return
    with Workbench.serve(built.zip, ports, settings=settings, drawer=False, now=clock) as bench:
        bench.furnish()
        yield bench


@pytest.fixture
def browsing(on_shift: Shift | None, bench: Workbench, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """The worker's profile with nothing but its caches; under the mark `cold` one that has never seen the app."""
    if on_shift:
        yield on_shift.context
        return
    if request.node.get_closest_marker("cold"):
        context = request.getfixturevalue("browser").new_context(**SCREEN)
        yield context
        context.close()
        return
    profile: Profile = request.getfixturevalue("profile")
    yield profile.fresh()
    profile.leave()


@pytest.fixture
def stage(on_shift: Shift | None, bench: Workbench, browsing: BrowserContext) -> Iterator[Stage]:
    """A workbench as new and a browser in front of it; at the end nothing may have gone wrong in either."""
    stage = on_shift or Stage(bench, browsing)
    yield stage
    assert (on_shift.end() if on_shift else stage.close()) == []
