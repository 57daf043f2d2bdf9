"""How the JavaScript of the house is built; its numbers are measured with those of Python."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "app").rglob("*.js"))
NAMES = [path.relative_to(ROOT / "app").as_posix() for path in SCRIPTS]
each_script = pytest.mark.parametrize("path", SCRIPTS, ids=NAMES)


@each_script
def test_a_script_is_narrow_and_plain_ascii(path: Path) -> None:
    text = path.read_text()
    assert max(map(len, text.splitlines())) <= 120
    assert text.isascii()


@each_script
def test_a_script_says_what_it_is(path: Path) -> None:
    """At its head, or before the one class or function that it is about."""
    assert "/**" in path.read_text()


@each_script
def test_no_script_makes_code_from_text(path: Path) -> None:
    assert not any(word in path.read_text() for word in ("eval(", "new Function", "runPython"))


@each_script
def test_the_engine_knows_nothing_of_pages_but_their_addresses(path: Path) -> None:
    if path.parent.name == "engine":
        assert path.read_text().replace('"../page/addresses.js"', "").count("../page/") == 0
