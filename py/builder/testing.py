"""Runs the tests: the fast ones in under a minute, or all of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from builder import machine
from builder.progress import duration

Step = tuple[str, ...]
PYTEST = (sys.executable, "-m", "pytest", "-q", "--dist", "worksteal", "-n")
BUSY, WAITING = "2", "3"
"""Workers for tests that keep a core busy, and for those that wait for a browser now and then, on two cores."""
STATIC: dict[str, Step] = {
    "lint": (sys.executable, "-m", "ruff", "check", "--quiet", "py", "tests", "build.py"),
    "format": (sys.executable, "-m", "ruff", "format", "--check", "--quiet", "py", "tests", "build.py"),
    "types": (sys.executable, "-m", "mypy"),
}
NEITHER = "not browser and not pyodide"
COVERAGE = ("--cov", "--cov-report=term-missing:skip-covered")
BUILDER = (sys.executable, "-m", "builder")

FAST: dict[str, Step] = {
    **STATIC,
    "tests, few examples of each property": (*PYTEST, BUSY, "-m", NEITHER, "--hypothesis-profile=few"),
}
FULL: dict[str, Step] = {
    **STATIC,
    # Tracing makes a property's hundreds of calls several times slower: what it covers, the others must cover too.
    "tests, with branch coverage": (*PYTEST, BUSY, "-m", f"{NEITHER} and not hypothesis", *COVERAGE),
    "properties": (*PYTEST, BUSY, "-m", f"{NEITHER} and hypothesis"),
    "package": (*BUILDER, "package"),
    "check": (*BUILDER, "check", "{package}"),
    "pyodide and browser": (*PYTEST, WAITING, "-m", "browser or pyodide"),
}


def fast(root: Path) -> int:
    """Lint, types, and the tests that need neither browser nor Pyodide, with few examples of each property."""
    return run(root, FAST)


def full(root: Path) -> int:
    """Lint, types, every test with all examples, branch coverage of py/deskline, a package and its check."""
    os.environ["DESKLINE_CHROMIUM"] = machine.chromium(root)
    return run(root, FULL)


def run(root: Path, steps: dict[str, Step]) -> int:
    """Runs the steps one after the other, tells how far they are and how long they took; 1 if one has failed."""
    failed: list[str] = []
    began = time.monotonic()
    for number, (name, command) in enumerate(steps.items(), 1):
        print(f"== {number} of {len(steps)}: {name}", flush=True)
        since = time.monotonic()
        status = subprocess.run(_filled(root, command), cwd=root, check=False).returncode
        failed += [name] if status else []
        print(_outcome(name, status, since, began), flush=True)
    print("failed: " + "; ".join(failed) if failed else "all passed")
    return 1 if failed else 0


def _outcome(name: str, status: int, since: float, began: float) -> str:
    now = time.monotonic()
    return (
        f"== {name}: {'failed' if status else 'passed'} after {duration(now - since)}, {duration(now - began)} in all"
    )


def _filled(root: Path, command: Sequence[str]) -> list[str]:
    """The command, with the zip that the package step has built where it is asked for."""
    from builder import package

    zip_ = str(root / "dist" / f"deskline-{package.version(root)}.zip")
    return [zip_ if word == "{package}" else word for word in command]
