"""How the JavaScript of the house is built: the numbers that hold for Python hold for it too."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import house_numbers
from builder import machine

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "app").rglob("*.js"))
NAMES = [path.relative_to(ROOT / "app").as_posix() for path in SCRIPTS]
each_script = pytest.mark.parametrize("path", SCRIPTS, ids=NAMES)


@pytest.fixture(scope="module")
def parsed() -> dict[str, Any]:
    """What stands in each script, by its name, as a parser sees it."""
    reader, acorn = Path(__file__).with_name("javascript_functions.mjs"), ROOT / "node_modules/acorn/dist/acorn.mjs"
    command = [machine.node(), str(reader), str(acorn), *map(str, SCRIPTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(zip(NAMES, json.loads(done.stdout).values(), strict=True))


def functions(parsed: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every function of every script that has statements: what is one expression is none, as a lambda is none."""
    return [(name, one) for name, script in parsed.items() for one in script["functions"] if one["block"]]


def test_functions_are_short(parsed: dict[str, Any]) -> None:
    assert len(functions(parsed)) > 100
    house_numbers.assert_short(one["lines"] for _, one in functions(parsed))


def test_functions_are_neither_deep_nor_wide(parsed: dict[str, Any]) -> None:
    assert [(name, one["name"]) for name, one in functions(parsed) if one["depth"] > 2 or one["parameters"] > 3] == []


def test_classes_are_small(parsed: dict[str, Any]) -> None:
    assert max(methods for script in parsed.values() for methods in script["classes"]) <= 15


def test_no_comma_stands_for_a_semicolon(parsed: dict[str, Any]) -> None:
    assert {name: script["squeezed"] for name, script in parsed.items() if script["squeezed"]} == {}


@each_script
def test_a_script_is_small_and_plain_ascii(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) < house_numbers.SCRIPT * house_numbers.ROOM
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
