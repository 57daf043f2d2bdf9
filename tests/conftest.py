"""What tests of several kinds share: the Chromium of this machine, and the package, built once."""

from pathlib import Path
from typing import Any

import hypothesis
import pytest

from builder import machine, package

ROOT = Path(__file__).parents[1]

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")  # how long an example takes depends on the machine


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Pytest-playwright's hook: the Chromium of this machine."""
    return {"executable_path": machine.chromium(ROOT), "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> package.Built:
    """The package as an administrator would upload it."""
    return package.write(package.contents(ROOT), tmp_path_factory.mktemp("built"), package.version(ROOT))
