"""Measures how long one more page of the app waits for an engine that is already running."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page

from builder.bench.browser import Chromium, answered, opened
from builder.bench.numbers import Sample, Section, Target, ratio
from builder.bench.variants import Variants

COMPARED = ("Deskline", "no Python at all")
LIMIT = 100.0
ENGINES_SHARE = "of which from its message to the engine's answer"
NOTE = (
    "Milliseconds from the navigation of the iframe until it is answered: by the engine, or without Python "
    "by Zendesk, which every page of an app waits for."
)
TICKET = 1
Measured = dict[str, list[float]]


@dataclass(frozen=True)
class AttachBench:
    """Opens one more page of the app, with and without an engine, in alternation."""

    chromium: Chromium
    variants: Variants
    times: int

    def run(self) -> Section:
        """Measure further iframes, and pages in a further tab."""
        found: dict[str, Measured] = {name: defaultdict(list) for name in COMPARED}
        with ExitStack() as stack:
            tabs = {name: self._tab(stack, name) for name in COMPARED}
            for name, (context, page) in [*tabs.items()] * self.times:
                self.variants.next(name)
                record(found[name], {"ticket's sidebar in the same tab": one_more(page)})
                record(found[name], second_tab(context, page.url))
        return section({name: {what: Sample.of(one) for what, one in each.items()} for name, each in found.items()})

    def _tab(self, stack: ExitStack, name: str) -> tuple[BrowserContext, Page]:
        bench = stack.enter_context(self.variants.workbench(name))
        context = stack.enter_context(self.chromium.profile(self.variants.folder / f"attach {name}"))
        page = context.new_page()
        opened(page, bench.url, "top_bar")
        one_more(page)  # fills the browser's cache
        return context, page


def one_more(page: Page) -> list[dict[str, Any]]:
    """The marks of a ticket's sidebar that is opened in this tab, and closed again."""
    marks = answered(page, "ticket_sidebar", lambda: page.evaluate("id => workspace.routeTo('ticket', id)", TICKET))
    page.evaluate("id => workspace.tabs.close(`ticket/${id}`)", TICKET)
    page.wait_for_timeout(400)  # the workspace removes the frame after 300 ms
    return marks


def second_tab(context: BrowserContext, url: str) -> dict[str, list[dict[str, Any]]]:
    """The marks of the ticket's sidebar and of the top bar in a second browser tab, which is closed again."""
    page = context.new_page()
    found: dict[str, list[dict[str, Any]]] = {}
    address = url.replace("/home", f"/tickets/{TICKET}")
    sidebar = "ticket_sidebar"
    found["top bar in a second tab"] = answered(
        page, "top_bar", lambda: found.update({"ticket's sidebar in a second tab": opened(page, address, sidebar)})
    )
    page.close()
    return found


def record(times: Measured, pages: Mapping[str, list[dict[str, Any]]]) -> None:
    """Record how long each page waited, and how much of that for the engine."""
    for what, marks in pages.items():
        ready = marks[-1]
        times[what].append(ready["at"] - ready["started"])
        asked = [mark["at"] for mark in marks if mark["name"] == "pinged"]
        if asked:
            times[f"{what}, {ENGINES_SHARE}"].append(ready["at"] - asked[0])


def section(samples: dict[str, dict[str, Sample]]) -> Section:
    """The table of both, and the target for one more page."""
    mine, floor = (samples[name] for name in COMPARED)
    rows = [
        (what, str(one), str(floor[what]) if what in floor else "", f"{ratio(one, floor[what]):.2f}x")
        if what in floor
        else (what, str(one), "", "")
        for what, one in mine.items()
    ]
    targets = [
        Target(f"one more page answered: {what} (ms)", LIMIT, one.median) for what, one in mine.items() if what in floor
    ]
    return Section("One more page", NOTE, ("", *COMPARED, "ratio"), rows, targets, dict(samples))
