"""Measures how long another tab takes to take over after the one with the engine is closed, crashes or hangs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as Gone
from playwright.sync_api import TimeoutError as TimedOut

from builder.bench.browser import TIMEOUT, Chromium, frame, marks_with, opened, reported
from builder.bench.numbers import Sample, Section, Target
from builder.bench.variants import Variants
from workbench.demo import ANN
from workbench.workbench import Workbench

DELAY = 60
"""Milliseconds until Zendesk answers a request."""

PULSE = 2_000
"""Milliseconds between two heartbeats, as in app/engine/channel.js: faults are spread evenly over them."""

HANG = 15_000
"""Milliseconds for which the app's page hangs: longer than the takeover's timeout, and over before the next round."""

REST = 500
"""Milliseconds of rest before a fault, and after the call that ends the round."""

SEPARATE_PROCESSES = ("--enable-features=DisableProcessReuse",)
"""Gives the app's pages of each tab a process of their own; by itself Chromium lets those of all tabs share one."""

READY, POPPED = "a newer engine is ready", "the call has popped"
NOTE = (
    "Milliseconds from the order to close, crash or hang the tab with the engine until a second tab learns that a "
    "newer engine is ready, and until a call that rings directly after the order has popped (`routeTo` at the "
    f"workspace; in the second tab, or where both are left, in either), Zendesk answering after {DELAY} ms; the faults "
    f"spread evenly over the {PULSE / 1000:g} s between two heartbeats. What crashes is the process of the tab's "
    "Zendesk page; the app's pages of all tabs share another, and if that one crashes nothing continues until a tab is "
    "reloaded. The worker hangs in an endless loop, and its own page replaces it. The page hangs for "
    f"{HANG / 1000:g} s, in a browser that gives each tab's app pages a process of their own, and the second tab takes "
    "over; where they share one, as Chromium does by default, those of all tabs hang together."
)
Mark = Mapping[str, Any]
Times = dict[str, float]
Samples = Mapping[str, Sample]


def close(host: Page) -> None:
    """Close the tab."""
    host.close()


def crash(host: Page) -> None:
    """Crash the process of the tab's own page, Zendesk's, and with it the tab's frames."""
    with host.expect_event("crash"), suppress(Gone):
        host.goto("chrome://crash")


def hang_worker(host: Page) -> None:
    """Block the engine's worker forever."""
    (worker,) = host.workers
    worker.evaluate("() => void setTimeout(() => { for (;;); })")


def hang_page(host: Page) -> None:
    """Block the page that hosts the engine for longer than the takeover's timeout."""
    busy = f"const end = performance.now() + {HANG}; while (performance.now() < end);"
    frame(host, "top_bar").evaluate(f"() => void setTimeout(() => {{ {busy} }})")


def close_awake(host: Page) -> None:
    """Close the tab as soon as its page no longer hangs."""
    frame(host, "top_bar").evaluate("0")
    host.close()


@dataclass(frozen=True)
class Fault:
    """One fault of the tab with the engine, and the time in ms within which another tab must take over."""

    inject: Callable[[Page], None]
    limit: float
    arguments: tuple[str, ...] = ()
    """Further arguments for the browser."""
    clear: Callable[[Page], None] = close
    """Closes the rest of the tab."""


FAULTS = {
    "is closed": Fault(close, 2_000),
    "crashes": Fault(crash, 2_000),
    "hangs in its worker": Fault(hang_worker, 10_000),
    "hangs in its page": Fault(hang_page, 10_000, SEPARATE_PROCESSES, close_awake),
}


@dataclass(frozen=True)
class HandoverBench:
    """Injects faults into the tab with the engine; the remaining tab hosts the engine of the next round."""

    chromium: Chromium
    variants: Variants
    times: int

    def run(self) -> Section:
        """Measure each fault in a browser of its own."""
        return section({name: self._sample(name, fault) for name, fault in FAULTS.items()})

    def _sample(self, name: str, fault: Fault) -> Samples:
        profile = self.variants.folder / f"handover {name}"
        with self.variants.workbench("Deskline") as bench, self.chromium.profile(profile, *fault.arguments) as context:
            found = list(self._rounds(bench, context, name))
        return {what: Sample.of(times[what] for times in found) for what in (READY, POPPED)}

    def _rounds(self, bench: Workbench, context: BrowserContext, name: str) -> Iterator[Times]:
        fault = FAULTS[name]
        bench.wire.delay_ms = DELAY
        host = tab(bench, context)
        for number in range(self.times):
            other = tab(bench, context)
            self.variants.next(f"the tab {name}")
            other.wait_for_timeout(REST + PULSE * number / self.times)
            yield timed_takeover(bench, Tabs(host, other), fault)
            fault.clear(host)
            host = other


def tab(bench: Workbench, context: BrowserContext) -> Page:
    """A new tab with the workspace, its top bar answered by the engine."""
    page = context.new_page()
    opened(page, bench.url, "top_bar")
    return page


@dataclass(frozen=True)
class Tabs:
    """The tab with the engine, and the other one."""

    host: Page
    other: Page


def timed_takeover(bench: Workbench, tabs: Tabs, fault: Fault) -> Times:
    """Inject the fault into one tab while a call begins to ring, and wait until a tab pops the caller.

    If both tabs remain it may be either: in a headless browser all tabs are visible, so neither was used last.
    """
    other = tabs.other
    top_bar = frame(other, "top_bar")
    top_bar.evaluate("benchMarks.splice(0)")
    try:
        with other.context.expect_console_message(reported("routeTo"), timeout=TIMEOUT) as popped:
            ordered: float = other.evaluate("performance.timeOrigin + performance.now()")
            fault.inject(tabs.host)
            call = bench.connect.ring(ANN)
    except TimedOut as error:
        error.add_note(
            f"After {fault.inject.__name__} no call popped; the other tab saw {top_bar.evaluate('benchMarks')}."
        )
        raise
    marks = [*marks_with(popped.value), *top_bar.evaluate("benchMarks")]
    bench.connect.customer_hangs_up(call)
    bench.connect.clear(call)
    other.wait_for_timeout(REST)
    return times(ordered, marks)


def times(ordered: float, marks: Sequence[Mark]) -> Times:
    """Milliseconds from the order until a newer engine was ready, and until the call had popped."""
    names = {READY: "engine ready", POPPED: "workspace: routeTo"}
    since = [(mark["name"], mark["at"] - ordered) for mark in marks if mark["at"] >= ordered]
    return {what: min(elapsed for name, elapsed in since if name == wanted) for what, wanted in names.items()}


def section(samples: Mapping[str, Samples]) -> Section:
    """The table of all faults, and the target of each: the worst counts."""
    rows = [(name, *(str(one[what]) for what in (READY, POPPED))) for name, one in samples.items()]
    targets = [
        Target(f"the tab with the engine {name}: {POPPED}, the worst (ms)", fault.limit, one[POPPED].worst)
        for name, fault in FAULTS.items()
        for one in [samples[name]]
    ]
    raw = {name: dict(one) for name, one in samples.items()}
    return Section("Another tab takes over", NOTE, ("the tab with the engine", READY, POPPED), rows, targets, raw)
