"""The page of rules and the tests that carry their numbers stay in step."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text()
SECTIONS = re.findall(r"^## \d+\. .*\n\nIn the code: ((?:.+\n)+)", PAGE, re.MULTILINE)
FILES = re.findall(r"`([\w/]+\.(?:py|js))`", " ".join(SECTIONS))
WRITTEN = set(re.findall(r"^- \*\*(\d+\.\d+)\*\*", PAGE, re.MULTILINE))
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
PROVEN = {".".join(numbers) for numbers in re.findall(r"def test_rule_(\d+)_(\d+)_", TESTS)}


def test_every_rule_on_the_page_is_proven_by_a_test_with_its_number() -> None:
    assert set() == WRITTEN - PROVEN


def test_every_number_in_a_tests_name_stands_on_the_page() -> None:
    assert set() == PROVEN - WRITTEN


def test_every_section_names_its_code_and_the_code_is_there() -> None:
    assert len(SECTIONS) == len(re.findall("^## ", PAGE, re.MULTILINE))
    assert [
        name for name in FILES if not any((home / name).exists() for home in (ROOT, ROOT / "py" / "deskline"))
    ] == []
