"""What tests of several kinds share: the Chromium of this machine, and the package, built once."""

import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Playwright

from browser.profile import SCREEN, Profile
from builder import machine, package
from workbench.workbench import free_ports

ROOT = Path(__file__).parents[1]
FEW = 10
"""Examples of each property under the profile `few`: enough to see that the property holds at all."""

PATIENCE = 600
"""Seconds that a worker waits for the one that builds the package."""

SELDOM = 20_000
"""New objects between two looks of the garbage collector; Python's own 700 cost a twelfth of the run."""

BUILD = """
import sys
from pathlib import Path
from builder import package
root, dist = map(Path, sys.argv[1:])
package.write(package.contents(root), dist, package.version(root))
"""
"""A process of its own: this one may have a browser's event loop on its stack."""

FOR_SHORT_LIVES = "--js-flags=--liftoff-only --wasm-lazy-validation --single-threaded-gc"
"""An engine that lives for seconds is worth neither compiling twice, nor checking functions that it never calls, nor
threads for its garbage: all this costs a fifth of the processor's time."""

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--in-process-gpu", FOR_SHORT_LIVES]
"""Of Chromium: nobody looks at what it draws."""

# How long an example takes depends on the machine, so none is timed.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.register_profile("few", deadline=None, max_examples=FEW)
hypothesis.settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Lets the garbage collector pass over the thousands of tests that stay to the end, and look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Holds properties that name a number of examples themselves to those of the profile `few` too."""
    if hypothesis.settings.get_current_profile_name() == "few":
        for item in items:
            if isinstance(item, pytest.Function) and hypothesis.is_hypothesis_test(item.obj):
                _with_few_examples(item)


def _with_few_examples(item: pytest.Function) -> None:
    machine_of_rules = getattr(item.cls, "settings", None)  # a stateful test keeps its settings on its class
    if isinstance(machine_of_rules, hypothesis.settings):
        item.cls.settings = hypothesis.settings(machine_of_rules, max_examples=FEW)  # type: ignore[union-attr]
        return
    own = item.function._hypothesis_internal_use_settings
    item.function._hypothesis_internal_use_settings = hypothesis.settings(own, max_examples=min(FEW, own.max_examples))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Pytest-playwright's hook: the Chromium of this machine."""
    return {"executable_path": machine.chromium(ROOT), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def profile(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profile]:
    """The worker's own browser profile, whose caches get warm; who uses it leaves it clean."""
    launch = {"executable_path": machine.chromium(ROOT), "args": ARGUMENTS, **SCREEN}
    profile = Profile(playwright, tmp_path_factory.mktemp("profile"), launch)
    yield profile
    profile.close()


@pytest.fixture(scope="session")
def ports() -> Iterator[list[socket.socket]]:
    """The worker's own four ports: what a browser keeps, it keeps for an origin."""
    bound = free_ports()
    yield bound
    for each in bound:
        each.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> package.Built:
    """The package as an administrator would upload it, built once for all workers of a run, or just before it."""
    if given := os.environ.get("DESKLINE_PACKAGE"):
        return package.Built(Path(given), Path(given).with_name("package"))
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    base = tmp_path_factory.getbasetemp()
    dist = (base.parent if worker else base) / "dist"
    try:
        dist.mkdir()
    except FileExistsError:
        return _awaited(dist)
    build = [sys.executable, "-c", BUILD, str(ROOT), str(dist)]
    done = subprocess.run(build, env={**os.environ, "PYTHONPATH": str(ROOT / "py")}, capture_output=True, text=True)
    (dist / "said").write_text(done.stderr if done.returncode else "")
    (dist / "said").rename(dist / "ended")
    return _awaited(dist)


def _awaited(dist: Path) -> package.Built:
    end = time.monotonic() + PATIENCE
    while not (dist / "ended").is_file():
        assert time.monotonic() < end, "the worker that builds the package did not end"
        time.sleep(0.1)
    assert not (said := (dist / "ended").read_text()), said
    return package.Built(next(dist.glob("*.zip")), dist / "package")
