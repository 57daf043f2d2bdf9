"""Measures how long it takes until the engine has answered the top bar's page, for each way to run Python."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product

from playwright.sync_api import BrowserContext

from builder.bench.browser import SETTLE, Chromium, navigation, opened
from builder.bench.numbers import Sample, Section, Target, ratio
from builder.bench.variants import VARIANTS, Variants

WAYS = {"cold": "new profile", "again": "new tab, same browser", "restarted": "browser restarted, same profile"}
SINCE = {"page": "the app's page in the top bar", "tab": "the workspace's tab"}
"""The two navigations that time is counted from; between them Zendesk loads, here a simulated one."""

RATIO = 0.4
NOTE = (
    "Milliseconds from the navigation of {since} until the top bar's page has its engine's first answer; in brackets "
    "the ratio to Deskline's median."
)
Times = dict[tuple[str, str], list[float]]
Samples = Mapping[tuple[str, str], Sample]


@dataclass(frozen=True)
class StartBench:
    """Opens the workspace with each variant in alternation."""

    chromium: Chromium
    variants: Variants
    rounds: int

    def run(self) -> list[Section]:
        """Measure all variants, interleaved: one table for each navigation that time is counted from."""
        times: dict[str, Times] = {name: {} for name in VARIANTS}
        with ExitStack() as stack:
            urls = {name: stack.enter_context(self.variants.workbench(name)).url for name in VARIANTS}
            for name, url in urls.items():
                self._unmeasured(name, url)
            for number, name in product(range(self.rounds), urls):
                record(times[name], self._round(urls[name], f"start {number} {name}"))
        samples = {name: {key: Sample.of(one) for key, one in each.items()} for name, each in times.items()}
        return [section(since, samples) for since in SINCE]

    def _unmeasured(self, name: str, url: str) -> None:
        """Warm up the servers, which compress their files once."""
        with self.chromium.profile(self.variants.folder / f"warm-up {name}") as context:
            opened(context.new_page(), url, "top_bar")

    def _round(self, url: str, folder: str) -> Iterator[tuple[str, dict[str, float]]]:
        profile = self.variants.folder / folder
        with self.chromium.profile(profile) as context:
            for way in ("cold", "again"):
                self.variants.next(way)
                yield way, first_answer(context, url, SETTLE)
        with self.chromium.profile(profile) as context:
            self.variants.next("restarted")
            yield "restarted", first_answer(context, url)
        shutil.rmtree(profile, ignore_errors=True)


def record(times: Times, starts: Iterable[tuple[str, Mapping[str, float]]]) -> None:
    """Add how long each start took, from each navigation on."""
    for way, elapsed in starts:
        for since, value in elapsed.items():
            times.setdefault((since, way), []).append(value)


def first_answer(context: BrowserContext, url: str, linger: int = 0) -> dict[str, float]:
    """Milliseconds until the first answer in a new tab, which stays open for `linger` ms so that caches are written."""
    page = context.new_page()
    ready = opened(page, url, "top_bar")[-1]
    elapsed = {"page": ready["at"] - ready["started"], "tab": ready["at"] - navigation(page)}
    page.wait_for_timeout(linger)
    page.close()
    return elapsed


def section(since: str, samples: Mapping[str, Samples]) -> Section:
    """The table of all variants from one navigation on, and the target against PyScript."""
    mine, theirs = samples["Deskline"], samples["PyScript"]
    rows = [(name, *_cells(since, one, mine)) for name, one in samples.items()]
    targets = [
        Target(f"ready, {way}, since {SINCE[since]}: share of PyScript's time", RATIO, ratio(mine[key], theirs[key]))
        for way in ("again", "restarted")
        for key in [(since, way)]
    ]
    head = ("", *(f"{way}: {how}" for way, how in WAYS.items()))
    raw = {name: {way: one[since, way] for way in WAYS} for name, one in samples.items()}
    title = f"Engine ready after the navigation of {SINCE[since]}"
    return Section(title, NOTE.format(since=SINCE[since]), head, rows, targets, raw)


def _cells(since: str, one: Samples, mine: Samples) -> Iterator[str]:
    for way in WAYS:
        key = (since, way)
        yield f"{one[key]} ({ratio(one[key], mine[key]):.2f}x)"
