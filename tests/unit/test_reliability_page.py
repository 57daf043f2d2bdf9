"""The page of promises names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = sorted(set(re.findall(r"`(test_\w+|[A-Z]\w+)`", (ROOT / "docs" / "reliability.md").read_text())))
CODE = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))


def test_there_are_promises_and_tests() -> None:
    assert len(NAMED) > 25


@pytest.mark.parametrize("name", NAMED)
def test_every_test_that_proves_a_promise_exists(name: str) -> None:
    assert re.search(rf"^(def|class) {name}\b", CODE, re.MULTILINE)
