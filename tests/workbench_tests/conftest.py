"""What the workbench's own tests share: a clock that they set, and the smallest package that can be served."""

from pathlib import Path

import pytest

from workbench import sample_app
from workbench.clock import Clock


@pytest.fixture
def clock() -> Clock:
    """A clock at its start."""
    return Clock()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest package, as a folder."""
    return sample_app.write_smallest(tmp_path_factory.mktemp("package"))
