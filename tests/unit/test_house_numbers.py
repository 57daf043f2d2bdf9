"""How large things may be, in Python and in JavaScript: the numbers of the house, measured alike in both."""

import ast
import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

from builder import machine

ROOT = Path(__file__).parents[2]
MEDIAN, NINTH_TENTH, LONGEST = 7, 20, 40
"""Lines of a function: of half of them at most, of nine in ten, of each."""

MODULE = {"Python": 300, "JavaScript": 120}
"""Lines of a file."""

METHODS, DEPTH, PARAMETERS = 15, 2, 3
"""Methods of a class, private ones included; blocks within blocks; what a function is given, besides `self`."""

ROOM = 0.95
"""No function and no file is within 5 % of its limit: what is at a limit has been squeezed under it."""

TESTS = (1.3, 1.8)
"""Lines of tests for a line of the product, the workbench being neither."""

WIDE = {
    "_attribute": "a row of the table of settings",
    "_parameter": "a row of the table of settings",
}
"""Functions with more parameters than that, and why."""

BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Function:
    """One function: where it stands, and its numbers."""

    name: str
    path: str
    line: int
    lines: int
    depth: int
    parameters: int

    def __str__(self) -> str:
        """Where a person finds it."""
        return f"{self.path}:{self.line} {self.name}"


@dataclass
class Language:
    """All of the product that is written in one language."""

    name: str
    files: dict[str, int]
    functions: list[Function]
    classes: dict[str, int]
    squeezed: dict[str, list[int]] = field(default_factory=dict)
    """Lines in which a comma stands for a semicolon, by file."""


@cache
def python() -> Language:
    """The engine and what `build.py` does, without what stands in for parts of Python's own library."""
    paths = [path for folder in ("py/deskline", "py/builder") for path in sorted((ROOT / folder).rglob("*.py"))]
    texts = {str(path.relative_to(ROOT)): path.read_text() for path in paths if "replacements" not in path.parts}
    found = Language("Python", {path: len(text.splitlines()) for path, text in texts.items()}, [], {})
    for path, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, FUNCTIONS):
                found.functions.append(python_function(path, node))
            if isinstance(node, ast.ClassDef):
                found.classes[f"{path}: {node.name}"] = sum(isinstance(one, FUNCTIONS) for one in node.body)
    return found


def python_function(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    """Measure a function; those within it are measured on their own, but belong to its lines."""
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    parameters = [one for one in given if one.arg not in ("self", "cls")]
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return Function(node.name, path, node.lineno, lines, depth(node.body), len(parameters))


def depth(nodes: Iterable[ast.AST]) -> int:
    """How many blocks are in each other; `elif` is no block of its own, and a function within counts for itself."""
    return max(map(within, nodes), default=0)


def within(node: ast.AST) -> int:
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return 0
    chained = node.orelse if isinstance(node, ast.If) and list(map(type, node.orelse)) == [ast.If] else []
    inner = depth(child for child in ast.iter_child_nodes(node) if child not in chained)
    return max(inner + isinstance(node, BLOCKS), depth(chained))


@cache
def javascript() -> Language:
    """What runs in the pages and around the engine; a function that is one expression is none, as a lambda is none."""
    paths = sorted((ROOT / "app").rglob("*.js"))
    reader, acorn = Path(__file__).with_name("javascript_functions.mjs"), ROOT / "node_modules/acorn/dist/acorn.mjs"
    command = [machine.node(), str(reader), str(acorn), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = Language("JavaScript", {}, [], {})
    for name, script in json.loads(done.stdout).items():
        path = str(Path(name).relative_to(ROOT))
        found.files[path] = len(Path(name).read_text().splitlines())
        found.functions += [Function(path=path, **one) for one in script["functions"]]
        found.classes |= {f"{path}: {one['name']}": one["methods"] for one in script["classes"]}
        found.squeezed |= {path: script["squeezed"]} if script["squeezed"] else {}
    return found


@pytest.fixture(scope="module", params=[python, javascript], ids=["Python", "JavaScript"])
def language(request: pytest.FixtureRequest) -> Language:
    """Each language of the house."""
    found: Language = request.param()
    return found


def test_functions_are_short(language: Language) -> None:
    lengths = [one.lines for one in language.functions]
    assert len(lengths) > 100
    assert median(lengths) <= MEDIAN
    assert quantiles(lengths, n=10)[8] <= NINTH_TENTH
    assert {str(one): one.lines for one in language.functions if one.lines > LONGEST * ROOM} == {}


def test_functions_are_not_deep(language: Language) -> None:
    assert {str(one): one.depth for one in language.functions if one.depth > DEPTH} == {}


def test_functions_are_given_little(language: Language) -> None:
    wide = [one for one in language.functions if one.parameters > PARAMETERS and one.name not in WIDE]
    assert {str(one): one.parameters for one in wide} == {}


def test_classes_are_small(language: Language) -> None:
    assert {name: methods for name, methods in language.classes.items() if methods > METHODS} == {}


def test_files_are_short(language: Language) -> None:
    assert {path: lines for path, lines in language.files.items() if lines >= MODULE[language.name] * ROOM} == {}


def test_no_comma_stands_for_a_semicolon() -> None:
    assert javascript().squeezed == {}


def test_there_are_enough_tests_and_not_too_many() -> None:
    product = sum(python().files.values()) + sum(javascript().files.values())
    tests = sum(len(path.read_text().splitlines()) for path in written() if "workbench" not in path.parts)
    least, most = TESTS
    assert least <= tests / product <= most


def written() -> Iterator[Path]:
    """Every module of the tests."""
    return (ROOT / "tests").rglob("*.py")


NESTED = """
def outer(first, *, second):
    for one in first:
        if one:
            pass
        elif second:
            with one:
                pass
    def inner():
        while True:
            pass
"""


def test_the_measure_itself() -> None:
    outer, inner = (node for node in ast.walk(ast.parse(NESTED)) if isinstance(node, ast.FunctionDef))
    assert python_function("one.py", outer) == Function("outer", "one.py", 2, 10, 3, 2)
    assert python_function("one.py", inner) == Function("inner", "one.py", 9, 3, 1, 0)
