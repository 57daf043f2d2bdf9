"""How long the engine takes from the navigation of the workspace's tab until it has answered the top bar's page."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from playwright.sync_api import BrowserContext

from builder.bench_browser import SETTLE, Chromium, navigation, opened
from builder.bench_numbers import Sample, Section, Target, ratio
from builder.bench_variants import VARIANTS, Kitchen

WAYS = {
    "cold": "new profile",
    "again": "new tab, same browser",
    "restarted": "browser restarted, same profile",
}
RATIO = 0.4
NOTE = (
    "Milliseconds from the navigation of the workspace's tab until the top bar's page has its engine's first answer; "
    "in brackets the ratio to Deskline's median."
)
Times = dict[str, list[float]]


@dataclass(frozen=True)
class StartBench:
    """Opens the workspace with each variant in turn."""

    chromium: Chromium
    kitchen: Kitchen
    rounds: int

    def run(self) -> Section:
        """Measure all variants, interleaved."""
        times: dict[str, Times] = {name: {way: [] for way in WAYS} for name in VARIANTS}
        with ExitStack() as stack:
            urls = {name: stack.enter_context(self.kitchen.workbench(name)).url for name in VARIANTS}
            for name, url in urls.items():
                self._round(url, {way: [] for way in WAYS}, f"warm-up {name}")  # servers compress what they serve once
            for number in range(self.rounds):
                for name, url in urls.items():
                    self._round(url, times[name], f"{number} {name}")
        return section({name: {way: Sample.of(one) for way, one in ways.items()} for name, ways in times.items()})

    def _round(self, url: str, times: Times, folder: str) -> None:
        profile = self.kitchen.folder / folder
        with self.chromium.profile(profile) as context:
            times["cold"].append(first_answer(context, url))
            times["again"].append(first_answer(context, url))
        with self.chromium.profile(profile) as context:
            times["restarted"].append(first_answer(context, url))
        shutil.rmtree(profile, ignore_errors=True)


def first_answer(context: BrowserContext, url: str) -> float:
    """Milliseconds until the first answer in a new tab, which is closed after the caches are written."""
    page = context.new_page()
    ready = opened(page, url, "top_bar")[-1]["at"]
    spent = float(ready) - navigation(page)
    page.wait_for_timeout(SETTLE)
    page.close()
    return spent


def section(samples: Mapping[str, Mapping[str, Sample]]) -> Section:
    """The table of all variants, and the target against PyScript."""
    first = samples["Deskline"]
    rows = [
        (name, *(f"{one[way]} ({ratio(one[way], first[way]):.2f}x)" for way in WAYS)) for name, one in samples.items()
    ]
    against = samples["PyScript"]
    targets = [
        Target(f"engine ready, {WAYS[way]}: share of PyScript's time", RATIO, ratio(first[way], against[way]))
        for way in ("again", "restarted")
    ]
    head = ("", *(f"{way}: {how}" for way, how in WAYS.items()))
    return Section("Engine ready after navigation", NOTE, head, rows, targets, dict(samples))
