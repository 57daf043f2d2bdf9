"""Measures Deskline's speed and size, compared with other ways to run Python in a page.

Slow results do not fail: the report shows targets and measurements, and people judge.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from builder import machine, package
from builder.bench import sizes
from builder.bench.attach import COMPARED, AttachBench
from builder.bench.browser import Chromium
from builder.bench.chat import AT_ONCE, MESSAGES, ChatBench
from builder.bench.handover import FAULTS, HandoverBench
from builder.bench.numbers import Section, summary
from builder.bench.requests import SCENARIOS, RequestBench
from builder.bench.ring import RingBench
from builder.bench.start import WAYS, StartBench
from builder.bench.variants import VARIANTS, Variants, runtime_folder
from builder.progress import Progress

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


@dataclass(frozen=True)
class Options:
    """What to measure (everything, unless `only` names parts), how often, and where to write the results."""

    rounds: int = 3
    calls: int = 20
    only: Sequence[str] = ()
    json: Path | None = None
    write: bool = False
    patience: float = 0.0


@dataclass(frozen=True)
class Report:
    """The results, and the machine that they were measured on."""

    facts: dict[str, Any]
    sections: Sequence[Section]

    def head(self) -> str:
        """The machine and the targets as Markdown."""
        facts = "; ".join(f"{name} {value}" for name, value in self.facts.items())
        return f"{facts}.\n\n{summary(self.sections).text()}"

    def text(self) -> str:
        """The report as Markdown."""
        return "\n".join([self.head(), *(section.text() for section in self.sections)])

    def json(self) -> str:
        """The report with every single number, as JSON text."""
        return json.dumps({"machine": self.facts, "sections": [one.json() for one in self.sections]}, indent=2) + "\n"


@dataclass(frozen=True)
class Part:
    """One part of the bench: its function and its number of steps."""

    run: Callable[[Chromium, Variants, Options], list[Section]]
    steps: Callable[[Options], int] = lambda _: 0


PARTS = {
    "bytes": Part(lambda _, variants, __: [sizes.run(variants.files)]),
    "requests": Part(
        lambda browser, variants, _: [RequestBench(browser, variants).run()], lambda _: 2 * len(SCENARIOS)
    ),
    "ring": Part(
        lambda browser, variants, options: [RingBench(browser, variants, options.calls).run()],
        lambda options: options.calls,
    ),
    "attach": Part(
        lambda browser, variants, options: [AttachBench(browser, variants, options.calls).run()],
        lambda options: options.calls * len(COMPARED),
    ),
    "chat": Part(lambda browser, variants, _: [ChatBench(browser, variants).run()], lambda _: MESSAGES // AT_ONCE + 1),
    "handover": Part(
        lambda browser, variants, options: [HandoverBench(browser, variants, options.calls).run()],
        lambda options: options.calls * len(FAULTS),
    ),
    "start": Part(
        lambda browser, variants, options: StartBench(browser, variants, options.rounds).run(),
        lambda options: options.rounds * len(VARIANTS) * len(WAYS),
    ),
}


def run(root: Path, options: Options) -> int:
    """Measure, print each part's numbers when they are there and the targets last, and write the files."""
    report = measured(root, options)
    print(report.head())
    if options.json:
        options.json.write_text(report.json())
    if options.write:
        document = root / "docs" / "performance.md"
        document.write_text(inserted(document.read_text("utf-8"), report.text()), "utf-8")
    return 0


def measured(root: Path, options: Options) -> Report:
    """Measure the selected parts on a freshly built package."""
    with Progress("Building the package"):
        before, files = load(), package.contents(root)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        chromium = Chromium(stack.enter_context(sync_playwright()), machine.chromium(root))
        variants = Variants(files, folder, runtime_folder(root, folder / "runtime"), options.patience)
        parts = {name: part for name, part in PARTS.items() if name in (options.only or PARTS)}
        sections = [section for name in parts for section in _part(name, list(parts), (chromium, variants, options))]
    return Report({**about_machine(), "load before and after": f"{before} and {load()}"}, sections)


def _part(name: str, names: Sequence[str], given: tuple[Chromium, Variants, Options]) -> list[Section]:
    """Measure one part with its progress shown, and print its numbers."""
    chromium, variants, options = given
    part = PARTS[name]
    with Progress(f"{name} ({names.index(name) + 1} of {len(names)})", part.steps(options)) as progress:
        sections = part.run(chromium, replace(variants, step=progress.step), options)
    print(*(section.text() for section in sections), sep="\n", flush=True)
    return sections


def about_machine() -> dict[str, Any]:
    """The facts about the machine that the numbers depend on."""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    return {"cores": os.cpu_count(), "processor": platform.machine(), "day": day}


def load() -> str:
    """The load average of the last minute; a high one means that other programs were running."""
    return f"{os.getloadavg()[0]:.1f}"


def inserted(document: str, text: str) -> str:
    """The document with the report between its markers. Raises ValueError if it has none."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no place for the report: {BEGIN} … {END}")
    return f"{before}{begin}\n{text}\n{end}{after}"
