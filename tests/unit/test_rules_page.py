"""The page of rules and the tests that carry their numbers stay in step."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITTEN = set(re.findall(r"^- \*\*(\d+\.\d+)\*\*", (ROOT / "docs" / "rules.md").read_text(), re.MULTILINE))
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
PROVEN = {".".join(numbers) for numbers in re.findall(r"def test_rule_(\d+)_(\d+)_", TESTS)}


def test_every_rule_on_the_page_is_proven_by_a_test_with_its_number() -> None:
    assert set() == WRITTEN - PROVEN


def test_every_number_in_a_tests_name_stands_on_the_page() -> None:
    assert set() == PROVEN - WRITTEN
