"""The agents of the simulated Connect instance: their states, routing profile and configuration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workbench.connect_contact import ARN, RINGING, Contact, Queue

KINDS = {"Available": "routable", "Offline": "offline"}
SYSTEM = ("Busy", "PendingBusy", "CallingCustomer", "AfterCallWork")
CHOICES = ("Available", "Lunch", "Training", "Offline")
VOICE = frozenset({"voice", "queue_callback"})


@dataclass(frozen=True)
class State:
    """An agent state: one that the agent can choose, one of Connect's own, or an error."""

    name: str
    kind: str
    since: datetime

    def shown(self) -> dict[str, Any]:
        """The state as a snapshot shows it; states of Connect's own have no ARN."""
        arn = f"{ARN}/agent-state/{self.name.lower()}" if self.kind not in {"system", "error"} else None
        return {"agentStateARN": arn, "name": self.name, "type": self.kind, "startTimestamp": self.since}


def chosen_state(name: str, now: datetime) -> State:
    """The state of that name among those that an agent can select."""
    return State(name, KINDS.get(name, "not_routable"), now)


@dataclass
class Agent:
    """A person signed in to Connect, with a softphone or (by `extension`) a desk phone."""

    agent_id: str
    name: str
    username: str
    queues: list[Queue]
    chosen: State
    default_queue: Queue | None = None
    profile: str = "Basic Routing Profile"
    softphone: bool = True
    extension: str = ""
    auto_accept: bool = False
    choices: tuple[str, ...] = CHOICES
    permissions: tuple[str, ...] = ("outboundCall", "multiPartyConference", "contactLensRealTime")
    error: str | None = None
    next: State | None = None
    state: State = field(init=False)

    def __post_init__(self) -> None:
        """Starts in the chosen state."""
        self.state = self.chosen

    @property
    def arn(self) -> str:
        """The agent's ARN; Streams cuts the region out of it."""
        return f"{ARN}/agent/{self.agent_id}"

    def queue(self, name: str) -> Queue:
        """The queue of that name or ARN in the routing profile; raises KeyError if there is none."""
        for queue in self.queues:
            if name in {queue.name, queue.arn, queue.queue_id}:
                return queue
        raise KeyError(name)

    def settle(self, contacts: list[Contact], now: datetime) -> None:
        """Derives the agent's state from the contacts, as Connect does; with none left the next state comes in."""
        if not contacts:
            self.error = None
            self._rest(now)
            return
        name = self._situation(contacts)
        if name != self.state.name:
            self.state = State(name, "system" if name in SYSTEM else "error", now)

    def _rest(self, now: datetime) -> None:
        if self.next:
            self.chosen, self.next = chosen_state(self.next.name, now), None
        if self.state.name != self.chosen.name:
            self.state = self.chosen = chosen_state(self.chosen.name, now)

    def _situation(self, contacts: Iterable[Contact]) -> str:
        marks = {mark(contact) for contact in contacts}
        for name in ("Talking", "CallingCustomer", "PendingBusy", "Error", "AfterCallWork"):
            if name in marks:
                return {"Talking": "Busy", "Error": self.error or "Default"}.get(name, name)
        return "Busy"

    def configuration(self) -> dict[str, Any]:
        """The second half of an `agent::update` message."""
        own = Queue(self.name, f"agent/{self.agent_id}")
        return {
            "name": self.name,
            "username": self.username,
            "agentARN": self.arn,
            "extension": self.extension,
            "softphoneEnabled": self.softphone,
            "softphoneAutoAccept": self.auto_accept,
            "softphonePersistentConnection": False,
            "agentPreferences": {"LANGUAGE": "en_US"},
            "permissions": list(self.permissions),
            "dialableCountries": ["au", "de", "gb", "us"],
            "agentStates": [self._choice(name) for name in self.choices],
            "routingProfile": self._profile([*self.queues, own]),
        }

    def _choice(self, name: str) -> dict[str, Any]:
        shown = chosen_state(name, self.chosen.since).shown()
        return {key: shown[key] for key in ("agentStateARN", "name", "type")}

    def _profile(self, queues: list[Queue]) -> dict[str, Any]:
        arn = f"{ARN}/routing-profile/{self.profile.lower().replace(' ', '-')}"
        return {
            "name": self.profile,
            "routingProfileARN": arn,
            "routingProfileId": arn,
            "defaultOutboundQueue": self.default_queue.shown() if self.default_queue else None,
            "queues": [queue.shown() for queue in queues],
            "channelConcurrencyMap": {"VOICE": 1, "CHAT": 3, "TASK": 3, "EMAIL": 3},
        }


def mark(contact: Contact) -> str:
    """What one contact makes of its agent; after-contact work is a state of the agent for voice only."""
    by_voice = contact.kind in VOICE
    if contact.state in {"connected", "paused"}:
        return "Talking" if by_voice else "Busy"
    if contact.state in RINGING:
        return "PendingBusy" if contact.ringing else "CallingCustomer"
    if contact.state == "ended":
        return "AfterCallWork" if by_voice else "Busy"
    return "Error"
