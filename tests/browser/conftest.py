"""The stage for tests in a real Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser.stage import Stage
from builder.package import Built
from workbench.workbench import Workbench


@pytest.fixture
def settings() -> dict[str, object]:
    """The installation settings that differ from the workbench's own; a test module may say others."""
    return {}


@pytest.fixture
def stage(built: Built, browser: Browser, settings: dict[str, object]) -> Iterator[Stage]:
    """A fresh workbench and a fresh browser profile; at the end nothing may have gone wrong in either."""
    with Workbench.serve(built.zip, settings=settings) as bench:
        bench.furnish()
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        stage = Stage(bench, context)
        yield stage
        shown = [page.evaluate("window.workbenchErrors ?? []") for page in context.pages]
        context.close()
        assert [error for errors in shown for error in errors] + bench.connect.errors + stage.errors == []
