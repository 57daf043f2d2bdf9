"""What the simulated Connect instance knows: agents, contacts, who listens, and the snapshots that Streams is sent."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack

from workbench.connect_agent import Agent, chosen_state
from workbench.connect_contact import Connection, Contact, Endpoint, Queue, as_json
from workbench.faults import Faults

Message = dict[str, Any]
Listener = Callable[[str, Message], None]
SALES = Queue("Sales", "queue-sales")
SUPPORT = Queue("Support", "queue-support", "+61280000001")
SILENT = Queue("No outbound number", "queue-silent", None)


class Refused(Exception):
    """The verb does not fit the state; its text is Connect's reason, such as "invalid state"."""


class Person(TypedDict, total=False):
    """The options of a new agent."""

    username: str
    queues: list[Queue]
    default_queue: Queue | None
    profile: str
    softphone: bool
    extension: str
    auto_accept: bool
    choices: tuple[str, ...]
    state: str


class Ledger:
    """Agents and contacts, changed under one lock; every change sends the agent's listeners a whole snapshot."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        """Opens an instance with one softphone agent who is Available; `now` gives aware datetimes."""
        self.now = now or (lambda: datetime.now(UTC))
        self.lock = threading.RLock()
        self.agents: dict[str, Agent] = {}
        self.contacts: dict[str, Contact] = {}
        self.closed: dict[str, Message] = {}
        self.signed_out: set[str] = set()
        self.errors: list[str] = []
        self.said: list[Message] = []
        self.muted: set[str] = set()
        self.voice_id: dict[str, Any] = {}
        self.faults: dict[str, str | None] = {}
        self.participant_faults = Faults()
        self.followed: set[str] = set()
        self.afterthoughts: dict[str, str | None] = {}
        self.cleared: set[str] = set()
        self.masters: dict[tuple[str, str], str] = {}
        self._listeners: list[Listener] = []
        self._pages: dict[int, str] = {}
        self._sounds: dict[int, bool] = {}
        self._page_numbers = itertools.count(1)
        self.front = self.add_agent("Alex Agent", username="alex")

    def add_agent(self, name: str, **person: Unpack[Person]) -> str:
        """Adds an agent and returns the id: agent-1, agent-2, …; with the default queues unless given."""
        agent_id = f"agent-{len(self.agents) + 1}"
        queues = person.get("queues", [SALES, SUPPORT, SILENT])
        agent = Agent(
            agent_id,
            name,
            person.get("username", name.lower().replace(" ", ".")),
            queues,
            chosen_state(person.get("state", "Available"), self.now()),
            person.get("default_queue", queues[0] if queues else None),
        )
        for key in ("profile", "softphone", "extension", "auto_accept", "choices"):
            if key in person:
                setattr(agent, key, person[key])
        self.agents[agent_id] = agent
        return agent_id

    def bring_to_front(self, agent: str) -> None:
        """Makes the agent the one whose softphone browsers show that have made no choice of their own."""
        before, self.front = self.front, self.agent(agent).agent_id
        self.tell(before, "front_changed")

    def subscribe(self, callback: Listener) -> Callable[[], None]:
        """Calls back with (agent id, downstream message) at each change; the result ends the subscription."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def page_opened(self, agent: str) -> int:
        """Registers an open softphone page of the agent and returns its number."""
        number = next(self._page_numbers)
        self._pages[number] = agent
        return number

    def page_closed(self, number: int) -> None:
        """Removes a softphone page."""
        del self._pages[number]
        self._sounds.pop(number, None)

    def page_sounds(self, number: int, has: bool) -> None:
        """Records whether a softphone page has the audio of calls, or only shows and controls them."""
        self._sounds[number] = has

    def soundless(self, agent: str) -> bool:
        """Whether all of the agent's pages leave the audio to another page, and there is none."""
        said = [self._sounds[page] for page in self.pages(agent) if page in self._sounds]
        return bool(said) and not any(said)

    def pages(self, agent: str) -> frozenset[int]:
        """The softphone pages that are open for the agent; one that is loaded again has another number."""
        return frozenset(number for number, whose in tuple(self._pages.items()) if whose == agent)

    def contacts_of(self, agent: str | None = None) -> list[Contact]:
        """The contacts that the agent still has, the oldest first."""
        agent_id = self.agent(agent).agent_id
        return [contact for contact in self.contacts.values() if contact.agent_id == agent_id]

    def agent(self, agent_id: str | None = None) -> Agent:
        """The agent of that id, or the first one; raises KeyError for an unknown id."""
        return self.agents[agent_id] if agent_id else next(iter(self.agents.values()))

    def known(self, contact_id: str) -> Contact:
        """The contact, while an agent has it; raises Refused for one that is closed or never was."""
        if contact_id not in self.contacts:
            raise Refused(f"no such contact: {contact_id}")
        return self.contacts[contact_id]

    def snapshot(self, agent: str | None = None) -> Message:
        """What `agent::update` carries for that agent: snapshot and configuration, times as aware datetimes."""
        with self.lock:
            one, now = self.agent(agent), self.now()
            state = one.state.shown()
            shape = {
                "state": state,
                "status": state,
                "nextState": one.next.shown() if one.next else None,
                "agentAvailabilityState": {"state": one.state.name, "timeStamp": one.state.since},
                "snapshotTimestamp": now,
                "localTimestamp": int(now.timestamp() * 1000),
                "skew": 0,
                "contacts": [contact.shown(now) for contact in self.contacts_of(one.agent_id)],
            }
            return {"snapshot": shape, "configuration": one.configuration()}

    def contact(self, contact_id: str) -> Message:
        """The contact's part of the snapshot in JSON-ready form; of a closed contact the last one."""
        with self.lock:
            if contact_id in self.closed:
                return self.closed[contact_id]
            shown: Message = as_json(self.known(contact_id).shown(self.now()))
            return shown

    def tell(self, agent: str, event: str, data: Any = None) -> None:
        """Sends one downstream message to all of the agent's pages."""
        for listener in tuple(self._listeners):
            listener(agent, {"event": event, "data": data})

    def expire(self, agent: str | None = None) -> None:
        """The agent's session ends by itself: pages are told, and show the sign-in page."""
        self._shut_out("auth_fail", agent)

    def deny(self, agent: str | None = None) -> None:
        """Connect denies the agent access: pages are told, and get nothing more until `sign_in`."""
        self._shut_out("access_denied", agent)

    def _shut_out(self, event: str, agent: str | None) -> None:
        agent_id = self.agent(agent).agent_id
        self.signed_out.add(agent_id)
        self.tell(agent_id, event)

    def softphone_error(self, kind: str, agent: str | None = None) -> None:
        """The softphone has no audio: microphone_not_shared, webrtc_error, ice_collection_timeout, …"""
        error = {"errorType": kind, "errorMessage": kind.replace("_", " "), "endPointUrl": ""}
        self.tell(self.agent(agent).agent_id, "agent::softphone_error", error)

    @contextmanager
    def changing(self, *agents: str) -> Iterator[datetime]:
        """Holds the lock for a change, then derives the agents' states and tells their listeners."""
        with self.lock:
            now = self.now()
            yield now
            for agent_id in dict.fromkeys(agents):
                self.agents[agent_id].settle(self.contacts_of(agent_id), now)
                self.tell(agent_id, "agent::update", self.snapshot(agent_id))

    def drop(self, contact: Contact) -> None:
        """Takes the contact from its agent; its last form stays readable."""
        self.closed[contact.contact_id] = as_json(contact.shown(self.now()))
        del self.contacts[contact.contact_id]

    def own_leg(self, agent: Agent, state: str, kind: str = "agent") -> Connection:
        """A connection for the agent themselves, by softphone or to the desk phone's number."""
        endpoint = self.own_endpoint(agent)
        if not agent.softphone and kind == "agent":
            endpoint = Endpoint(agent.extension, name=agent.name)
        leg = Connection(str(uuid.uuid4()), kind, state, self.now(), endpoint)
        leg.softphone, leg.auto_accept = agent.softphone, agent.auto_accept
        return leg

    def own_endpoint(self, agent: Agent) -> Endpoint:
        """The agent as colleagues reach them."""
        return Endpoint(agent.username, "agent", agent.name)

    def far_leg(self, kind: str, state: str, endpoint: Endpoint | None) -> Connection:
        """A connection to somebody else: inbound or outbound."""
        return Connection(str(uuid.uuid4()), kind, state, self.now(), endpoint)
