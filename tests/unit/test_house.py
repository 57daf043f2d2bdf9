"""How the house is built: which folder knows which."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOME = ROOT / "py" / "deskline"
MODULES = sorted(HOME.rglob("*.py"))
FOLDERS = sorted(path.parent for path in HOME.glob("*/__init__.py"))
ORDER = ("engine", "pages", "agent", "act", "ask", "decide", "chat", "diary", "words", "adapters", "model")
"""The folders in the order in which a message goes down through them."""

IMPORTS = re.compile(r"^(Pure\. )?Imports: ([a-z, ]+)\.$", re.MULTILINE)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def folders(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("deskline.")}


def rule(folder: Path) -> re.Match[str]:
    """What the folder's first page says of what it may import, and whether it is pure."""
    found = IMPORTS.search(ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or "")
    assert found, f"{folder.name} does not say what it imports"
    return found


def folders_named(folder: Path) -> set[str]:
    return set(rule(folder)[2].split(", ")) - {"nothing"}


def test_start_is_the_only_module_outside_the_folders() -> None:
    assert {path.stem for path in HOME.glob("*.py")} == {"__init__", "start"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_folder_imports_what_it_says_and_nothing_else(folder: Path) -> None:
    assert set().union(*map(folders, folder.glob("*.py"))) - {folder.name} == folders_named(folder)


def test_folders_import_only_what_comes_after_them_so_there_is_no_circle() -> None:
    assert {folder.name for folder in FOLDERS} == set(ORDER)
    for folder in FOLDERS:
        assert folders_named(folder) <= set(ORDER[ORDER.index(folder.name) + 1 :]), folder.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nothing_is_attached_to_an_object_once_it_is_made(path: Path) -> None:
    assigned = [
        target
        for node in ast.walk(ast.parse(path.read_text()))
        for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
    ]
    attached = {
        ast.unparse(target)
        for target in assigned
        if isinstance(target, ast.Attribute) and ast.unparse(target.value) != "self"
    }
    # Only a contact's record goes from hand to hand.
    assert {name for name in attached if not name.endswith(".record")} == set()


def test_what_asks_cannot_write() -> None:
    taken = {name for path in (HOME / "ask").glob("*.py") for name in imports(path)}
    assert "deskline.model.ports.DeskLookups" in taken
    assert not taken & {f"deskline.model.ports.{name}" for name in ("Desk", "Users", "Tickets", "Store", "Workspace")}


@pytest.mark.parametrize("folder", [one for one in FOLDERS if rule(one)[1]], ids=lambda path: path.name)
def test_a_pure_folder_waits_for_nothing(folder: Path) -> None:
    trees = [ast.parse(path.read_text()) for path in folder.glob("*.py")]
    waits = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]
    assert not waits


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_knows_that_it_runs_in_a_browser(path: Path) -> None:
    assert not {"js", "pyodide", "pyodide_js"} & {name.split(".")[0] for name in imports(path)}
