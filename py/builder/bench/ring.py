"""Measures the time from ringing to the screen pop, and where it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from builder.bench.browser import REQUESTS, SETTLE, Chromium, frame, opened, reported, until
from builder.bench.numbers import Sample, Section, Target, shown
from builder.bench.variants import Variants
from workbench.demo import ANN
from workbench.workbench import Workbench

DELAY = 60
OWN_LIMIT = 30.0
BETWEEN = 150
"""Milliseconds of rest between two calls."""

WHOLE, IN_REQUESTS, OWN = "ring to pop", "of which in Zendesk requests", "of which our own time"
NOTE = (
    f"Milliseconds from the event with which the CCP's page reports the call to Streams until `routeTo` arrives at the "
    f"workspace, for a recognised caller, calls in a row, Zendesk answering after {DELAY} ms. Below: when each step "
    f"was reached."
)
STEPS = {
    "told: contact": "Streams has reported it, the page tells the engine",
    "page asked: softphone": "the page is asked to open the softphone",
    "workspace: popover": "the order to open it is at the workspace",
    "page answered": "the page has confirmed that it is open",
    "host asked: zendesk": "the host is asked to look the caller up",
    "request began": "the request leaves the workspace",
    "request ended": "its answer is there",
    "host answered": "the host passes it on to the engine",
    "page asked: pop": "the page is asked to show the caller",
    "workspace: routeTo": "the order is at the workspace",
}
Mark = dict[str, Any]


@dataclass(frozen=True)
class RingBench:
    """Rings a recognised caller repeatedly."""

    chromium: Chromium
    variants: Variants
    calls: int

    def run(self) -> Section:
        """Measure consecutive calls; the first one, with cold caches, is left out."""
        found: list[dict[str, float]] = []
        profile = self.variants.folder / "ring"
        with self.variants.workbench("Deskline") as bench, self.chromium.profile(profile) as context:
            page = context.new_page()
            opened(page, bench.url, "top_bar")
            page.wait_for_timeout(SETTLE)
            bench.wire.delay_ms = DELAY
            ring(bench, page)
            for _ in range(self.calls):
                self.variants.next("calls")
                found.append(steps(ring(bench, page)))
        return section({name: Sample.of(one[name] for one in found) for name in found[0]})


def ring(bench: Workbench, page: Page) -> list[Mark]:
    """Ring one call until the caller's page pops, let the caller hang up, and return all marks."""
    top_bar = frame(page, "top_bar")
    page.evaluate(REQUESTS)
    for each in (page, top_bar):
        each.evaluate("benchMarks.splice(0)")
    with page.expect_console_message(reported("routeTo")):
        call = bench.connect.ring(ANN)
    bench.connect.customer_hangs_up(call)
    bench.connect.clear(call)
    until(page, lambda: top_bar.evaluate("benchMarks.some(({ gone }) => gone)"))
    page.wait_for_timeout(BETWEEN)
    marks: list[Mark] = page.evaluate("benchMarks") + top_bar.evaluate("benchMarks")
    for began, ended in page.evaluate(REQUESTS):
        marks += [{"name": "request began", "at": began}, {"name": "request ended", "at": ended}]
    return sorted(marks, key=lambda mark: float(mark["at"]))


def steps(marks: Sequence[Mark]) -> dict[str, float]:
    """Milliseconds from the ring to each step, in total, in requests, and our own."""
    began = next(mark["at"] for mark in marks if mark["name"] == "rung")
    first: dict[str, float] = {}
    for mark in _without_other_answers(marks):
        if mark["at"] >= began:
            first.setdefault(mark["name"], mark["at"] - began)
    whole = first["workspace: routeTo"]
    elapsed = in_requests(marks, began, began + whole)
    return {WHOLE: whole, IN_REQUESTS: elapsed, OWN: whole - elapsed, **{name: first[name] for name in STEPS}}


def _without_other_answers(marks: Sequence[Mark]) -> Iterator[Mark]:
    # Pages are asked to show things all the time; only the answer about the softphone counts.
    asked = {mark["ask"] for mark in marks if mark["name"] == "page asked: softphone"}
    return (mark for mark in marks if mark["name"] != "page answered" or mark["ask"] in asked)


def in_requests(marks: Sequence[Mark], start: float, end: float) -> float:
    """Milliseconds between start and end in which at least one request was in flight."""
    elapsed, in_flight, since = 0.0, 0, start
    for mark in marks:
        at = min(max(mark["at"], start), end)
        if in_flight:
            elapsed += at - since
        since = at
        in_flight += {"request began": 1, "request ended": -1}.get(mark["name"], 0)
    return elapsed


def section(samples: dict[str, Sample]) -> Section:
    """The table of the whole and of its steps, and both targets."""
    rows = [(name, str(samples[name])) for name in (WHOLE, IN_REQUESTS, OWN)]
    reached = sorted((name for name in STEPS), key=lambda name: samples[name].median)
    rows += [(f"at {shown(samples[name].median)}: {STEPS[name]}", str(samples[name])) for name in reached]
    one_request = samples[IN_REQUESTS].median
    targets = [
        Target("ring to pop: our own time (ms)", OWN_LIMIT, samples[OWN].median),
        Target("ring to pop: over one request (ms)", OWN_LIMIT, samples[WHOLE].median - one_request),
    ]
    return Section("Ring to pop", NOTE, ("", "ms"), rows, targets, dict(samples))
