"""How long it takes until another tab goes on after the one with the engine is closed, crashes or hangs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as Gone
from playwright.sync_api import TimeoutError as Late

from builder.bench.browser import PATIENCE, Chromium, frame, marks_with, opened, said
from builder.bench.numbers import Sample, Section, Target
from builder.bench.variants import Kitchen
from workbench.demo import ANN
from workbench.workbench import Workbench

DELAY = 60
"""Milliseconds until Zendesk answers a request."""

PULSE = 2_000
"""Milliseconds between two signs of life, as in app/engine/channel.js: faults are spread evenly over them."""

HANG = 15_000
"""Milliseconds for which the app's page hangs: longer than another waits for it, and over before the next round."""

REST = 500
"""Milliseconds of rest before a fault, and after the call that shows that it is over."""

APART = ("--enable-features=DisableProcessReuse",)
"""Gives the app's pages of each tab a process of their own; by itself Chromium lets those of all tabs share one."""

READY, POPPED = "a newer engine is ready", "the call has popped"
NOTE = (
    "Milliseconds from the order to close, crash or hang the tab with the engine until a second tab hears that a newer "
    "engine is ready, and until a call that rings directly after the order has popped (`routeTo` at the workspace; in "
    f"the second tab, or where both are left, in either), Zendesk answering after {DELAY} ms; the faults spread evenly "
    f"over the {PULSE / 1000:g} s between two signs of life. What crashes is the process of the tab's Zendesk page; "
    "the app's pages of all tabs share another, and if that one crashes nothing goes on before a tab is loaded anew. "
    "The worker hangs in an endless loop, and its own page replaces it. The page hangs for "
    f"{HANG / 1000:g} s, in a browser that gives each tab's app pages a process of their own, and the second tab takes "
    "over; where they share one, as Chromium has it by itself, those of all tabs hang together."
)
Mark = Mapping[str, Any]
Times = dict[str, float]
Samples = Mapping[str, Sample]


def close(host: Page) -> None:
    """Close the tab."""
    host.close()


def crash(host: Page) -> None:
    """Let the process of the tab's own page die, which is Zendesk's, and with it the tab's frames."""
    with host.expect_event("crash"), suppress(Gone):
        host.goto("chrome://crash")


def hang_worker(host: Page) -> None:
    """Let the engine itself be busy for good."""
    (worker,) = host.workers
    worker.evaluate("() => void setTimeout(() => { for (;;); })")


def hang_page(host: Page) -> None:
    """Let the page that hosts the engine be busy for longer than another waits for it."""
    busy = f"const end = performance.now() + {HANG}; while (performance.now() < end);"
    frame(host, "top_bar").evaluate(f"() => void setTimeout(() => {{ {busy} }})")


def close_awake(host: Page) -> None:
    """Close the tab as soon as its page no longer hangs."""
    frame(host, "top_bar").evaluate("0")
    host.close()


@dataclass(frozen=True)
class Fault:
    """What befalls the tab with the engine, within how many ms another must go on, and what this takes."""

    strike: Callable[[Page], None]
    limit: float
    arguments: tuple[str, ...] = ()
    """Of the browser."""
    clear: Callable[[Page], None] = close
    """Closes what is left of the tab."""


FAULTS = {
    "is closed": Fault(close, 2_000),
    "crashes": Fault(crash, 2_000),
    "hangs in its worker": Fault(hang_worker, 10_000),
    "hangs in its page": Fault(hang_page, 10_000, APART, close_awake),
}


@dataclass(frozen=True)
class HandoverBench:
    """Strikes the tab with the engine, over and over; the tab that is left hosts the engine of the next round."""

    chromium: Chromium
    kitchen: Kitchen
    times: int

    def run(self) -> Section:
        """Measure each fault in a browser of its own."""
        return section({name: self._sample(name, fault) for name, fault in FAULTS.items()})

    def _sample(self, name: str, fault: Fault) -> Samples:
        profile = self.kitchen.folder / f"handover {name}"
        with self.kitchen.workbench("Deskline") as bench, self.chromium.profile(profile, *fault.arguments) as context:
            found = list(self._rounds(bench, context, name))
        return {what: Sample.of(times[what] for times in found) for what in (READY, POPPED)}

    def _rounds(self, bench: Workbench, context: BrowserContext, name: str) -> Iterator[Times]:
        fault = FAULTS[name]
        bench.wire.delay_ms = DELAY
        host = tab(bench, context)
        for number in range(self.times):
            other = tab(bench, context)
            self.kitchen.next(f"the tab {name}")
            other.wait_for_timeout(REST + PULSE * number / self.times)
            yield gone_on(bench, host, other, fault)
            fault.clear(host)
            host = other


def tab(bench: Workbench, context: BrowserContext) -> Page:
    """A new tab with the workspace, its top bar answered by the engine."""
    page = context.new_page()
    opened(page, bench.url, "top_bar")
    return page


def gone_on(bench: Workbench, host: Page, other: Page, fault: Fault) -> Times:
    """Strike the one tab while a call begins to ring, and wait until a tab shows who calls.

    Where both are left it may be either: without a head all tabs are visible, so none of them was looked at last.
    """
    top_bar = frame(other, "top_bar")
    top_bar.evaluate("benchMarks.splice(0)")
    try:
        with other.context.expect_console_message(said("routeTo"), timeout=PATIENCE) as popped:
            ordered: float = other.evaluate("performance.timeOrigin + performance.now()")
            fault.strike(host)
            call = bench.connect.ring(ANN)
    except Late as late:
        late.add_note(
            f"After {fault.strike.__name__} no call popped; the other tab saw {top_bar.evaluate('benchMarks')}."
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
    return {what: min(spent for name, spent in since if name == wanted) for what, wanted in names.items()}


def section(samples: Mapping[str, Samples]) -> Section:
    """The table of all faults, and the target of each: the worst counts."""
    rows = [(name, *(str(one[what]) for what in (READY, POPPED))) for name, one in samples.items()]
    targets = [
        Target(f"the tab with the engine {name}: {POPPED}, the worst (ms)", fault.limit, one[POPPED].worst)
        for name, fault in FAULTS.items()
        for one in [samples[name]]
    ]
    raw = {name: dict(one) for name, one in samples.items()}
    return Section("Another tab goes on", NOTE, ("the tab with the engine", READY, POPPED), rows, targets, raw)
