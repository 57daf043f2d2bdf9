"""The control panel's HTTP JSON endpoints: the same verbs as in Python, for people and for other programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from workbench.connect import Refused, SimulatedConnect, Speaker
from workbench.connect_contact import Contact
from workbench.mirrors import Mirrors
from workbench.wire import Wire
from workbench.zendesk import SimulatedZendesk

Body = dict[str, Any]
Answering = Callable[[Request], Awaitable[Response]]
ON_A_CONTACT = frozenset(
    {"accept", "connect_without_accept", "reject", "miss", "hang_up", "customer_hangs_up", "hold", "resume", "clear"}
    | {"answer", "not_answered", "transfer", "add_party", "monitor", "barge", "pause", "set_attributes", "conference"}
    | {"veil", "transfer_chat"}
)
DIALLING = {"dial_silent": None, "dial_refused": "invalid state"}
PARTICIPANT: dict[str, Body] = {"slow": {"delay": 3.0}, "429": {"status": 429}, "403": {"status": 403}}
OUTAGE = 1_000_000
"""How many requests an outage may hit: more than any app sends until it is over."""
SWITCHES = ("talk_partner_edition", "search_lag", "rate_limit", "signed_in")


class People(Protocol):
    """Gives the people who can ring, each with id, name, number and perhaps a remark."""

    def __call__(self) -> list[dict[str, str]]:
        """The people as they are known now."""
        ...


@dataclass(frozen=True)
class Board:
    """What the control panel controls."""

    connect: SimulatedConnect
    zendesk: SimulatedZendesk
    wire: Wire
    people: People
    mirrors: Mirrors = field(default_factory=Mirrors)

    def state(self) -> Body:
        """Everything that the panel shows."""
        connect = self.connect
        with connect.lock:
            agents = [self._agent(agent_id) for agent_id in connect.agents]
            contacts = [self._contact(contact) for contact in connect.contacts.values()]
        return {
            "agents": agents,
            "contacts": contacts,
            "people": self.people(),
            "zendesk": self._zendesk(),
            "requests": [asdict(one) for one in tuple(self.wire.passed)[-60:]],
            "counts": Counter(one.contact for one in tuple(self.wire.passed) if one.contact),
            "errors": connect.errors[-20:],
        }

    def _agent(self, agent_id: str) -> Body:
        agent = self.connect.agent(agent_id)
        return {
            "id": agent_id,
            "name": agent.name,
            "state": agent.state.name,
            "queues": [queue.name for queue in agent.queues],
            "signed_in": agent_id not in self.connect.signed_out,
            "front": agent_id == self.connect.front,
        }

    def _contact(self, contact: Contact) -> Body:
        far = contact.first.endpoint if contact.first and contact.first is not contact.own else None
        return {
            "id": contact.contact_id,
            "agent": contact.agent_id,
            "kind": contact.kind,
            "method": contact.method,
            "state": contact.state,
            "ringing": contact.ringing,
            "held": bool(contact.first and contact.first.state == "hold"),
            "veiled": sorted(contact.veiled),
            "who": contact.name or (far.name or far.address if far else "no number"),
            "attributes": contact.attributes,
        }

    def _zendesk(self) -> Body:
        faults = [asdict(fault) for fault in self.zendesk.faults.pending if fault.times > 0]
        wire: Body = {"delay_ms": self.wire.delay_ms, "offline": self.wire.cut}
        wire |= {"participant": self._trouble_of_chats}
        wire |= {f"mirror_{name}": kind for name, kind in asdict(self.mirrors).items()}
        return {name: getattr(self.zendesk, name) for name in SWITCHES} | wire | {"faults": faults}

    def offer(self, wish: Body) -> Body:
        """A contact for an agent; gives its id.

        Of kind voice, queue_callback, chat, task or outbound; overflow and customer_first are calls that began as other
        contacts, outbound_callback is a callback whose customer's leg is outbound.
        """
        kind, who = wish.pop("kind", "voice"), wish.pop("who", None)
        offer = {name: value for name, value in wish.items() if value not in (None, "")}
        verbs: dict[str, Callable[..., str]] = {
            "voice": self.connect.ring,
            "overflow": self.connect.ring_on,
            "customer_first": partial(self.connect.ring_on, how="CALLBACK_CUSTOMER_FIRST_DIALED"),
            "queue_callback": self.connect.ring_callback,
            "outbound_callback": partial(self.connect.ring_callback, leg="outbound"),
            "chat": self.connect.ring_chat,
            "task": self.connect.ring_task,
            "outbound": self.connect.dial,
        }
        return {"contact": verbs[kind](who, **offer)}

    def act(self, wish: Body) -> Body:
        """A verb on a contact; its further arguments are those of the method of that name, `what` a list of them."""
        verb, contact = wish.pop("verb"), wish.pop("contact")
        if verb not in ON_A_CONTACT:
            raise KeyError(verb)
        made = getattr(self.connect, verb)(contact, *wish.pop("what", ()), **wish)
        return {"contact": made} if made else {}

    def say(self, wish: Body) -> Body:
        """A line in a chat, by the customer or as `role` and `name` say, numbered if it is to come several `times`.

        Or a file by its name and type (`file`, a list of both), or an `event` such as `participant.idle`.
        """
        contact, speaker = wish["contact"], Speaker(wish["role"], wish["name"]) if "role" in wish else None
        if "file" in wish:
            name, kind = wish["file"]
            return {"item": self.connect.send_file(contact, name, kind, speaker)}
        if "event" in wish:
            return {"item": self.connect.happen(contact, wish["event"], speaker or self.connect.customer_of(contact))}
        for number in range(1, int(wish.get("times", 1))):
            self.connect.say(contact, f"{number}. {wish['text']}", speaker)
        return {"item": self.connect.say(contact, wish["text"], speaker)}

    def _participant(self, trouble: str) -> None:
        """Lets the service that ChatJS asks answer as it should (""), slowly, or with a status."""
        self.connect.participant_faults.clear()
        if trouble:
            self.connect.participant_faults.add("POST /participant/*", times=OUTAGE, **PARTICIPANT[trouble])

    @property
    def _trouble_of_chats(self) -> str:
        found = [(fault.status, fault.delay) for fault in self.connect.participant_faults.pending]
        kinds = {(how.get("status"), how.get("delay", 0.0)): name for name, how in PARTICIPANT.items()}
        return kinds.get(found[0], "") if found else ""

    def agent(self, wish: Body) -> Body:
        """What concerns an agent: `signed_in`, the name of a `state`, `front` for browsers that made no choice.

        And what goes wrong for them: `trouble` is expire, deny, or the name of a softphone error; `dial_silent` and
        `dial_refused` concern the answer to their next dialling, which is carried out.
        """
        agent_id = wish["agent"]
        if wish.get("front"):
            self.connect.bring_to_front(agent_id)
        if "signed_in" in wish:
            (self.connect.sign_in if wish["signed_in"] else self.connect.sign_out)(agent_id)
        if "trouble" in wish:
            self._trouble(wish["trouble"], agent_id)
        if "state" in wish:
            self.connect.choose_state(wish["state"], agent_id, next_up=bool(wish.get("next_up")))
        return {}

    def _trouble(self, kind: str, agent: str) -> None:
        ends = {"expire": self.connect.expire, "deny": self.connect.deny}
        if kind in DIALLING:
            self.connect.afterthoughts["createOutboundContact"] = DIALLING[kind]
            return
        ends[kind](agent) if kind in ends else self.connect.softphone_error(kind, agent)

    def switch(self, wish: Body) -> Body:
        """Turns switches of the simulated Zendesk, of the wire to it, and of the runtime's mirrors."""
        for name, value in wish.items():
            if name == "delay_ms":
                self.wire.delay_ms = int(value)
            elif name == "offline":
                self.wire.cut = bool(value)
            elif name == "participant":
                self._participant(value)
            elif name.startswith("mirror_"):
                self.mirrors.let(name.removeprefix("mirror_"), value)
            elif name in SWITCHES:
                setattr(self.zendesk, name, value)
            else:
                raise KeyError(name)
        return {}

    def fault(self, wish: Body) -> Body:
        """Adds a fault (match, status, times, after_writing …); without `match` it forgets all that are owed."""
        if "match" in wish:
            self.zendesk.faults.add(**wish)
        else:
            self.zendesk.faults.clear()
        return {}


def endpoint(verb: Callable[[Body], Body]) -> Answering:
    """An HTTP endpoint around a verb: 409 with the reason if refused, 400 if not understood."""

    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(verb(json.loads(await request.body() or b"{}")))
        except Refused as reason:
            return JSONResponse({"error": str(reason)}, 409)
        except (KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    return answer


def control_routes(board: Board) -> list[BaseRoute]:
    """The panel's page and its endpoints under /control/."""
    verbs: Mapping[str, Callable[[Body], Body]] = {
        "offer": board.offer,
        "act": board.act,
        "say": board.say,
        "agent": board.agent,
        "switch": board.switch,
        "fault": board.fault,
    }

    async def state(request: Request) -> Response:
        return JSONResponse(board.state(), headers={"Cache-Control": "no-store"})

    async def panel(request: Request) -> Response:
        return RedirectResponse("/control/")

    return [
        Route("/control", panel),
        Route("/control/state", state),
        *(Route(f"/control/{name}", endpoint(verb), methods=["POST"]) for name, verb in verbs.items()),
        Mount("/control", StaticFiles(directory=Path(__file__).parent / "control", html=True)),
    ]
