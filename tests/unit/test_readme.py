"""What the README says is true."""

import re
from pathlib import Path

import pytest

from builder.__main__ import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
NAMED = set(re.findall(r"`((?:app|assets|py|tests|docs|translations)/[\w/.]*|[\w]+\.(?:py|json|md))`", README))
LINKED = set(re.findall(r"\]\(([^):]+)\)", README))


def test_every_command_exists() -> None:
    named = set(re.findall(r"build\.py ([a-z]+)", README))
    assert {"demo", "test"} <= named <= set(COMMANDS)
    assert all(f"`{command}" in README or f"build.py {command}" in README for command in COMMANDS)


@pytest.mark.parametrize("path", sorted(NAMED | LINKED))
def test_every_file_that_is_named_or_linked_is_there(path: str) -> None:
    made = path == "assets/notices.html"  # made when the package is built
    places = [ROOT / path, ROOT / "py" / "deskline" / path]
    assert made or any(place.exists() for place in places)


def test_every_folder_of_the_map_is_on_it() -> None:
    shown = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
    own = {path.name for path in shown} - {"node_modules", "dist", "test-results", "tmp"}
    assert {name for name in own if f"`{name}/" not in README} == set()


def test_every_module_in_the_call_from_ring_to_ticket_exists() -> None:
    picture = README.partition("```\nAmazon Connect")[2].partition("```")[0]
    scripts = set(re.findall(r"\w+\.js", picture))
    assert scripts == {"ccp.js", "zaf.js", "channel.js", "engine.js"}
    assert scripts <= {path.name for path in (ROOT / "app").rglob("*.js")}
    words = ("start", "switchboard", "messages", "session", "caller", "decisions", "outbox", "perform")
    for module in words:
        assert module in picture
        assert next((ROOT / "py" / "deskline").rglob(f"{module}.py"))
