"""Measures what Deskline promises of its speed and size, side by side with the other ways to run Python in a page.

Nothing here fails for being slow: the report says what was aimed at and what came out, and people judge.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from builder import machine, package
from builder.bench import sizes
from builder.bench.attach import AttachBench
from builder.bench.browser import Chromium
from builder.bench.handover import HandoverBench
from builder.bench.numbers import Section, summary
from builder.bench.requests import RequestBench
from builder.bench.ring import RingBench
from builder.bench.start import StartBench
from builder.bench.variants import Kitchen, runtime_folder

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


@dataclass(frozen=True)
class Order:
    """What to measure (all, unless `only` names parts), how often, and whether a file and the docs get the result."""

    rounds: int = 3
    calls: int = 20
    only: Sequence[str] = ()
    json: Path | None = None
    write: bool = False
    patience: float = 0.0


@dataclass(frozen=True)
class Report:
    """What came of it, and what the machine was."""

    facts: dict[str, Any]
    sections: Sequence[Section]

    def text(self) -> str:
        """The report as Markdown."""
        facts = "; ".join(f"{name} {value}" for name, value in self.facts.items())
        return "\n".join([f"{facts}.\n", *(section.text() for section in (summary(self.sections), *self.sections))])

    def json(self) -> str:
        """The report with every single number, as JSON text."""
        return json.dumps({"machine": self.facts, "sections": [one.json() for one in self.sections]}, indent=2) + "\n"


def run(root: Path, order: Order) -> int:
    """Measure, print the report, and keep it where the order says."""
    report = measured(root, order)
    print(report.text())
    if order.json:
        order.json.write_text(report.json())
    if order.write:
        document = root / "docs" / "performance.md"
        document.write_text(inserted(document.read_text("utf-8"), report.text()), "utf-8")
    return 0


def measured(root: Path, order: Order) -> Report:
    """Measure what was ordered, on the package as it would be built now."""
    before, files = load(), package.contents(root)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        chromium = Chromium(stack.enter_context(sync_playwright()), machine.chromium(root))
        kitchen = Kitchen(files, folder, runtime_folder(root, folder / "runtime"), order.patience)
        benches: dict[str, Callable[[], list[Section]]] = {
            "bytes": lambda: [sizes.run(files)],
            "requests": lambda: [RequestBench(chromium, kitchen).run()],
            "ring": lambda: [RingBench(chromium, kitchen, order.calls).run()],
            "attach": lambda: [AttachBench(chromium, kitchen, order.calls).run()],
            "handover": lambda: [HandoverBench(chromium, kitchen, order.calls).run()],
            "start": StartBench(chromium, kitchen, order.rounds).run,
        }
        sections = [section for name in order.only or benches for section in benches[name]()]
    return Report({**about_machine(), "load before and after": f"{before} and {load()}"}, sections)


def about_machine() -> dict[str, Any]:
    """What the numbers depend on."""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    return {"cores": os.cpu_count(), "processor": platform.machine(), "day": day}


def load() -> str:
    """How many programs wanted a core in the last minute: more than a little means that others were at work."""
    return f"{os.getloadavg()[0]:.1f}"


def inserted(document: str, text: str) -> str:
    """The document with the report between its marks. Raises ValueError if it has none."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no place for the report: {BEGIN} … {END}")
    return f"{before}{begin}\n{text}\n{end}{after}"
