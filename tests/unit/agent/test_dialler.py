"""Calling out: what speaks against it, the same click twice, the queue, what Connect answers (rules 7 and 8.4)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from deskline.agent.dialler import PATIENCE, Dialler, Telephony, dialled_from
from deskline.agent.line import AgentLine
from deskline.agent.pending_call import PendingCall
from deskline.agent.queue_choice import QueueChoice
from deskline.model.effects import Phrase, ShowSoftphone
from deskline.model.errors import NotDialled, NoWord
from deskline.model.messages import AgentSeen
from deskline.model.people import Dialled, Focus
from deskline.model.ports import Lookups
from deskline.model.settings import Installation
from scenarios.workday import StandingClock
from unit.fakes import ROBIN, MemoryStore, SeenWorkspace, contact, idle

ANN = "+61299990001"
QUEUES = {"queues": [{"name": name, "queueARN": f"arn:{name}"} for name in ("Sales", "Support", "Brand")]}
DEFAULT = {"defaultOutboundQueue": QUEUES["queues"][0]}


@dataclass
class Phone:
    """A softphone that answers as a test says, or not before it says so."""

    answer: Exception | None = None
    silent: asyncio.Event | None = None
    dialled: list[tuple[str, str]] = field(default_factory=list)

    async def dial(self, number: str, queue_arn: str) -> None:
        """Remember what was dialled."""
        self.dialled.append((number, queue_arn))
        if self.silent:
            await self.silent.wait()
        if self.answer:
            raise self.answer


@dataclass
class Desk:
    """Zendesk's word on the queue of a ticket; it is asked of nothing else."""

    queue: tuple[str, int] = ("", 0)

    @property
    def tickets(self) -> "Desk":
        """The tickets."""
        return self

    async def outbound_queue(self, _ticket_id: int) -> tuple[str, int]:
        """Return the ticket's queue and brand."""
        return self.queue


class Bench:
    """A dialler, and all that it works with."""

    def __init__(self, kind: str = "routable", **desk: Any) -> None:
        self.clock, self.workspace, self.phone = StandingClock(), SeenWorkspace(), Phone()
        line = AgentLine(ROBIN, "")
        line.reported(AgentSeen({"state": {"name": "Now", "type": kind}, "routingProfile": QUEUES | DEFAULT}))
        lookups = Lookups(Desk(**desk), self.clock, "AU")  # type: ignore[arg-type]
        installation = Installation(brand_queues=[{"brand_id": 5, "queue": "Brand"}])
        self.queues = QueueChoice(MemoryStore())
        telephony = Telephony(line, self.phone, self.workspace, lookups, installation)
        self.dialler = Dialler(telephony, self.queues, PendingCall(MemoryStore(), self.clock))

    def dial(self, *numbers: str, ticket_id: int | None = None) -> "Bench":
        """Dial the numbers one after the other."""
        for number in numbers:
            asyncio.run(self.dialler.dial(Dialled(number, ticket_id=ticket_id)))
        return self


@pytest.mark.parametrize(
    ("kind", "number", "notice"),
    [
        ("", ANN, Phrase("notice.not_signed_in")),
        ("busy", ANN, Phrase("notice.cannot_dial", {"state": "Now"})),
        ("routable", "  ", Phrase("notice.no_number")),
        ("routable", "12", Phrase("notice.bad_number", {"number": "12"})),
    ],
)
def test_the_agent_is_told_why_a_number_is_not_dialled(kind: str, number: str, notice: Phrase) -> None:
    bench = Bench(kind).dial(number)
    assert (bench.workspace.shown, bench.workspace.told, bench.phone.dialled) == ([ShowSoftphone()], [notice], [])


def test_rule_7_6_a_click_that_is_heard_in_several_places_dials_once() -> None:
    bench = Bench().dial(ANN, ANN, "02 9999 0001")
    assert bench.phone.dialled == [(ANN, "arn:Sales")]
    assert bench.workspace.told == [Phrase("notice.dialling", {"number": ANN})]


def test_the_same_click_dials_again_once_its_obstacle_has_gone() -> None:
    bench = Bench()
    bench.dialler.calls.begin(Dialled(ANN))
    bench.dial(ANN)
    assert bench.phone.dialled == []
    bench.clock.pass_by(31)
    assert bench.dial(ANN).phone.dialled == [(ANN, "arn:Sales")]


@pytest.mark.parametrize(
    ("chosen", "ticket", "desk", "queue"),
    [
        ("Support", 5, ("Brand", 0), "Support"),
        ("", 5, ("Support", 5), "Support"),
        ("", 5, ("Gone", 5), "Brand"),
        ("Gone", 5, ("", 6), "Sales"),
        ("", None, ("Support", 5), "Sales"),
    ],
)
def test_rule_8_4_the_agents_queue_comes_before_the_tickets_and_that_before_the_brands(
    chosen: str, ticket: int | None, desk: tuple[str, int], queue: str
) -> None:
    bench = Bench(queue=desk)
    bench.queues.choose(chosen)
    assert bench.dial(ANN, ticket_id=ticket).phone.dialled == [(ANN, f"arn:{queue}")]


def answered(bench: Bench, act: Callable[[Bench], Awaitable[None]]) -> list[str]:
    """Return the keys of what the agent is told when Connect answers like that."""

    async def play() -> None:
        dialling = asyncio.ensure_future(bench.dialler.dial(Dialled(ANN)))
        await idle()
        await act(bench)
        await dialling

    asyncio.run(play())
    return [notice.key for notice in bench.workspace.told]


async def nothing(_: Bench) -> None:
    return


@pytest.mark.parametrize(
    ("answer", "notice", "awaited"),
    [(NotDialled(), "notice.not_dialled", ""), (NoWord(), "notice.dial_silent", ANN)],
)
def test_what_connect_answers_is_told_and_a_refused_call_is_not_awaited(
    answer: Exception, notice: str, awaited: str
) -> None:
    bench = Bench()
    bench.phone.answer = answer
    assert answered(bench, nothing) == [notice]
    assert bench.dialler.calls.awaited == awaited


async def wait(bench: Bench) -> None:
    bench.clock.pass_by(PATIENCE)
    await idle()
    assert bench.phone.silent
    bench.phone.silent.set()


async def come(bench: Bench) -> None:
    bench.dialler.claim(contact(state="ringing", direction="outbound"))
    await wait(bench)


@pytest.mark.parametrize(("act", "told"), [(wait, ["notice.dial_silent"]), (come, [])])
def test_a_silent_connect_is_told_of_unless_the_call_is_there(
    act: Callable[[Bench], Awaitable[None]], told: list[str]
) -> None:
    bench = Bench()
    bench.phone.silent = asyncio.Event()
    assert answered(bench, act) == told


def test_what_was_typed_is_cleared_once_its_call_is_there() -> None:
    bench = Bench()
    bench.dialler.calls.begin(Dialled(ANN), "02 9999 0001")
    asyncio.run(bench.dialler.arrived())
    assert bench.workspace.cleared == []
    assert bench.dialler.claim(contact(state="ringing", direction="outbound")) == Dialled(ANN)
    asyncio.run(bench.dialler.arrived())
    assert bench.workspace.cleared == ["02 9999 0001"]


@pytest.mark.parametrize(
    ("place", "dialled"),
    [
        ("user_sidebar", Dialled(ANN, user_id=7)),
        ("ticket_sidebar", Dialled(ANN, ticket_id=7)),
        ("top_bar", Dialled(ANN)),
    ],
)
def test_what_is_dialled_belongs_to_the_ticket_or_user_of_the_page(place: str, dialled: Dialled) -> None:
    assert dialled_from(ANN, Focus(place, 7)) == dialled
