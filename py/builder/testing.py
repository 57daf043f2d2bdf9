"""Runs the tests: the fast ones in under a minute, or all of them."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from builder import machine
from builder.progress import duration

Step = tuple[str, ...]
Lane = dict[str, Step]
"""Steps by their names, one after the other."""
Stage = tuple[Lane, ...]
"""Lanes side by side, for steps that keep one core busy."""

PYTEST = (sys.executable, "-m", "pytest", "-q", "--dist", "worksteal", "-n")
ALONE, BUSY, WAITING = "1", "2", "4"
"""Workers on two cores: for tests beside others, for those that keep a core busy, for those that wait for a browser."""
STATIC: Lane = {
    "lint": (sys.executable, "-m", "ruff", "check", "--quiet", "py", "tests", "build.py"),
    "format": (sys.executable, "-m", "ruff", "format", "--check", "--quiet", "py", "tests", "build.py"),
    "types": (sys.executable, "-m", "mypy"),
}
NEITHER = "not browser and not pyodide"
PRODUCT = ("tests/unit", "tests/scenarios")
"""Where the tests of py/deskline are that need no browser: the only ones worth tracing."""
AROUND = ("tests/builder", "tests/workbench_tests")
WITH_BROWSER = ("tests/browser", *AROUND)
"""Where the tests with a browser or Pyodide are: to collect all the others takes each worker seconds."""
COVERAGE = ("--cov", "--cov-report=term-missing:skip-covered")
BUILDER = (sys.executable, "-m", "builder")
PACKAGE: Lane = {"package": (*BUILDER, "package"), "check": (*BUILDER, "check", "{package}")}

FAST: tuple[Stage, ...] = (
    (STATIC,),
    ({"tests, few examples of each property": (*PYTEST, BUSY, "-m", NEITHER, "--hypothesis-profile=few")},),
)
FULL: tuple[Stage, ...] = (
    (STATIC, PACKAGE),
    # Tracing makes a property's hundreds of calls several times slower: what it covers, the others must cover too.
    ({"product, with branch coverage": (*PYTEST, BUSY, "-m", f"{NEITHER} and not hypothesis", *COVERAGE, *PRODUCT)},),
    (
        {"properties": (*PYTEST, BUSY, "-m", f"{NEITHER} and hypothesis", *PRODUCT)},
        {"builder and workbench": (*PYTEST, ALONE, "-m", NEITHER, *AROUND)},
    ),
    ({"pyodide and browser": (*PYTEST, WAITING, "-m", "browser or pyodide", *WITH_BROWSER)},),
)


def fast(root: Path) -> int:
    """Lint, types, and the tests that need neither browser nor Pyodide, with few examples of each property."""
    return run(root, FAST)


def full(root: Path) -> int:
    """Lint, types, every test with all examples, branch coverage of py/deskline, a package and its check."""
    os.environ["DESKLINE_CHROMIUM"] = machine.chromium(root)
    os.environ["DESKLINE_PACKAGE"] = str(_package(root))
    return run(root, FULL)


def run(root: Path, stages: Sequence[Stage]) -> int:
    """Runs one stage after the other, tells how far they are and how long they took; 1 if a step has failed."""
    ran = Run(root, sum(len(lane) for stage in stages for lane in stage))
    for stage in stages:
        with ThreadPoolExecutor(len(stage)) as pool:
            list(pool.map(ran.lane, stage, [len(stage) > 1] * len(stage)))
    print("failed: " + "; ".join(ran.failed) if ran.failed else "all passed")
    return 1 if ran.failed else 0


@dataclass
class Run:
    """One run of so many steps, and which of them have failed."""

    root: Path
    steps: int
    failed: list[str] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def lane(self, lane: Lane, beside: bool) -> None:
        """Runs the steps of a lane; what a step beside others says is held back until it ends."""
        for name, command in lane.items():
            head, began = f"== {next(self.numbers)} of {self.steps}: {name}\n", time.monotonic()
            if not beside:
                print(head, end="", flush=True)
            status, said = self._step(command, beside)
            self.failed += [name] if status else []
            print(f"{head + said if beside else ''}{self._outcome(name, status, began)}", flush=True)

    def _step(self, command: Step, beside: bool) -> tuple[int, str]:
        """The exit status, and what was said if it is held back."""
        words = _filled(self.root, command)
        out, err = (subprocess.PIPE, subprocess.STDOUT) if beside else (None, None)
        done = subprocess.run(words, cwd=self.root, check=False, text=True, stdout=out, stderr=err)
        return done.returncode, done.stdout or ""

    def _outcome(self, name: str, status: int, began: float) -> str:
        now = time.monotonic()
        passed = "failed" if status else "passed"
        return f"== {name}: {passed} after {duration(now - began)}, {duration(now - self.since)} in all"


def _filled(root: Path, command: Sequence[str]) -> list[str]:
    """The command, with the zip that the package step has built where it is asked for."""
    return [str(_package(root)) if word == "{package}" else word for word in command]


def _package(root: Path) -> Path:
    """The zip that the package step builds."""
    from builder import package

    return root / "dist" / f"deskline-{package.version(root)}.zip"
