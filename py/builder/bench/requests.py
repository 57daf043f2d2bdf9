"""Counts the requests to Zendesk of one call, from ringing to the voice comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

from builder.bench.browser import Chromium, opened, until
from builder.bench.numbers import Section, Target
from builder.bench.variants import Variants
from workbench.connect import SimulatedConnect
from workbench.demo import ANN
from workbench.workbench import Workbench

LIMIT = 5
MOST = 8
"""The most requests that any contact may need."""
PREDECESSOR = 6
"""The requests that Deskline's predecessor needs for a recognised call."""

WITH, WITHOUT = "with Talk Partner Edition", "without"
NOTE = (
    "Requests to Zendesk from ringing to the voice comment. An account without Talk Partner Edition is detected "
    "by one refused request and remembered for 24 hours: the first call of the day needs one more. "
    f"Deskline's predecessor needs {PREDECESSOR} for a recognised caller."
)


@dataclass(frozen=True)
class Scenario:
    """One kind of call."""

    number: str = ANN
    attributes: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[str, str] = field(default_factory=dict)
    """Attributes that the flow sets during the call."""
    outbound: bool = False
    forgotten: bool = False
    """In manual mode: the agent never chooses, so the ticket is created when the contact is closed."""


SCENARIOS = {
    "recognised": Scenario(),
    "recognised, recent ticket": Scenario(attributes={"recent_ticket_timeout": "600"}),
    "recognised, requested ticket": Scenario(attributes={"zendesk_ticket": "1"}),
    "recognised, attributes change in the call": Scenario(later={"order": "4711"}),
    "unrecognised": Scenario("+61299997777"),
    "anonymous": Scenario("anonymous"),
    "outbound to a user": Scenario(outbound=True),
    "manual, forgotten by the agent": Scenario(attributes={"ticket_assignment": "agent"}, forgotten=True),
}
Requests = list[str]


@dataclass(frozen=True)
class RequestBench:
    """Makes each kind of call once, with Talk Partner Edition and without."""

    chromium: Chromium
    variants: Variants

    def run(self) -> Section:
        """Count the requests of each scenario; a call beforehand detects the kind of account."""
        return section({edition: self._account(edition) for edition in (WITH, WITHOUT)})

    def _account(self, edition: str) -> dict[str, Requests]:
        profile = self.variants.folder / f"requests {edition}"
        with self.variants.workbench("Deskline") as bench, self.chromium.profile(profile) as context:
            bench.zendesk.talk_partner_edition = edition == WITH
            page = context.new_page()
            opened(page, bench.url, "top_bar")
            call(bench, page, Scenario())
            return {name: self._counted(name, bench, page) for name in SCENARIOS}

    def _counted(self, name: str, bench: Workbench, page: Page) -> Requests:
        self.variants.step(name)
        return call(bench, page, SCENARIOS[name])


def call(bench: Workbench, page: Page, scenario: Scenario) -> Requests:
    """Make one call from ring to voice comment, and return the requests that it took, as method and path."""
    desk, connect = bench.zendesk, bench.connect
    before, voices = len(desk.requests), all_voices(bench)
    contact = placed(connect, scenario)
    if not scenario.forgotten:
        until(page, lambda: any(one.method != "GET" and "ticket" in one.path for one in desk.requests[before:]))
    page.wait_for_timeout(300)
    if scenario.later:
        connect.set_attributes(contact, dict(scenario.later))
    connect.hang_up(contact)
    if not scenario.forgotten:
        until(page, lambda: all_voices(bench) > voices)
    connect.clear(contact)
    until(page, lambda: all_voices(bench) > voices)
    page.wait_for_timeout(500)
    return [f"{one.method} {one.path.partition('?')[0]}" for one in desk.requests[before:]]


def placed(connect: SimulatedConnect, scenario: Scenario) -> str:
    """Ring or dial, connect, and return the contact's id."""
    if scenario.outbound:
        contact = connect.dial(scenario.number)
        connect.answer(contact)
    else:
        contact = connect.ring(scenario.number, attributes=dict(scenario.attributes))
        connect.accept(contact)
    return contact


def all_voices(bench: Workbench) -> int:
    """How many voice comments there are in the account."""
    tickets = list(bench.zendesk.tickets)
    return sum("Voice" in comment["type"] for ticket in tickets for comment in bench.zendesk.comments(ticket))


def section(found: Mapping[str, Mapping[str, Requests]]) -> Section:
    """The table of all scenarios, and the target for a recognised call."""
    rows = [(name, *(str(len(found[edition][name])) for edition in found)) for name in SCENARIOS]
    targets = [
        Target(f"requests of a recognised call, {edition}", LIMIT, len(calls["recognised"]))
        for edition, calls in found.items()
    ] + [
        Target(f"most requests of any call, {edition}", MOST, max(map(len, calls.values())))
        for edition, calls in found.items()
    ]
    return Section(
        "Requests per call", NOTE, ("", *found), rows, targets, {name: dict(one) for name, one in found.items()}
    )
