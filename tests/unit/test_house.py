"""How the house is built: which rooms know which, and how large they are."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import house_numbers

ROOT = Path(__file__).parents[2]
HOME = ROOT / "py" / "deskline"
MODULES = sorted(HOME.rglob("*.py"))
PURE = {
    "announcing", "case", "comment", "contact", "controls", "decisions", "desk", "diary", "diary_view", "drafts",
    "effects", "entries", "errors", "keeping", "kinds", "lines", "links", "losses", "messages", "moments", "notices",
    "numbering", "numbers", "panel", "queues", "reasons", "record", "settings", "texts", "troubles", "turning", "views",
    "whose",
}  # fmt: skip
FLOW = {
    "asking", "attention", "caller", "calling", "choosing", "chosen", "detour", "dial", "inquiry", "office", "outbox",
    "perform", "ports", "pressing", "reading", "search", "session", "strangers", "ticket",
}  # fmt: skip
EDGE = {"start", "switchboard", "work"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def rooms(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("deskline.")}


def functions(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.end_lineno - node.lineno + 1


def test_every_module_is_in_one_ring() -> None:
    assert {path.stem for path in HOME.glob("*.py")} - {"__init__"} == PURE | FLOW | EDGE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_knows_that_it_runs_in_a_browser(path: Path) -> None:
    assert not {"js", "pyodide", "pyodide_js"} & {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("name", sorted(PURE))
def test_a_pure_module_knows_pure_modules_only_and_waits_for_nothing(name: str) -> None:
    path = HOME / f"{name}.py"
    assert rooms(path) <= PURE
    assert not any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(ast.parse(path.read_text())))


@pytest.mark.parametrize("name", sorted(FLOW))
def test_a_flow_module_knows_no_adapter(name: str) -> None:
    assert rooms(HOME / f"{name}.py") <= PURE | FLOW


@pytest.mark.parametrize("path", sorted((HOME / "adapters").glob("*.py")), ids=lambda path: path.stem)
def test_an_adapter_knows_no_flow_but_the_ports(path: Path) -> None:
    assert rooms(path) <= PURE | {"ports", "adapters"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_is_too_large_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= house_numbers.MODULE


def test_functions_are_short() -> None:
    house_numbers.assert_short(length for path in MODULES for length in functions(path))
