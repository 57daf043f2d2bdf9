"""Runs the tests: the fast ones in under a minute, or all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from builder import machine

PYTEST = (sys.executable, "-m", "pytest", "-q", "-n", "2")
STATIC = {
    "ruff": (sys.executable, "-m", "ruff", "check", "py", "tests", "build.py"),
    "format": (sys.executable, "-m", "ruff", "format", "--check", "py", "tests", "build.py"),
    "mypy": (sys.executable, "-m", "mypy"),
}
NEITHER = "not browser and not pyodide"
COVERAGE = ("--cov", "--cov-report=term-missing:skip-covered")


def fast(root: Path) -> int:
    """Lint, types, and the tests that need neither browser nor Pyodide, with the branch coverage of py/deskline."""
    return _all(root, {**STATIC, "tests": (*PYTEST, "-m", NEITHER, *COVERAGE)})


def full(root: Path) -> int:
    """The fast ones, then a package, its check, and the tests in Pyodide and in Chromium."""
    builder = (sys.executable, "-m", "builder")
    steps = {
        **STATIC,
        "tests": (*PYTEST, "-m", NEITHER, *COVERAGE),
        "package": (*builder, "package"),
        "check": (*builder, "check"),
        "pyodide and browser": (*PYTEST, "-m", "browser or pyodide"),
    }
    os.environ["DESKLINE_CHROMIUM"] = machine.chromium(root)
    return _all(root, steps)


def _all(root: Path, steps: dict[str, tuple[str, ...]]) -> int:
    failed = []
    for name, command in steps.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=root, check=False).returncode:
            failed.append(name)
    print("failed: " + ", ".join(failed) if failed else "all passed")
    return 1 if failed else 0
