"""The page about security names tests that exist, and the policy that the pages have."""

import re
from pathlib import Path

from builder import policy

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
DEFINED = set(re.findall(r"^def (test_\w+)", TESTS, re.MULTILINE))
NAMED = set(re.findall(r"`(test_\w+)`", PAGE))


def test_every_test_that_the_page_names_exists() -> None:
    assert set() == NAMED - DEFINED


def test_every_boundary_names_its_proof() -> None:
    rows = [line for line in PAGE.partition("## Boundaries")[2].splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    assert [row for row in rows if "`test_" not in row.split("|")[4]] == []


def test_every_directive_and_host_of_the_policy_is_explained() -> None:
    hosts = [host.removeprefix("https://") for host in policy.CONNECT]
    assert [word for word in (*policy.TOP_BAR, *hosts) if f"`{word}`" not in PAGE] == []
