"""How contacts come to agents in the simulated Connect: calls, callbacks, chats, tasks, transfers, monitoring."""

from __future__ import annotations

import json
import uuid
from typing import Any, TypedDict, Unpack

from workbench.connect_agent import VOICE, Agent
from workbench.connect_contact import Connection, Contact, Endpoint
from workbench.connect_ledger import Ledger, Refused

OUR_NUMBER = "+61280000000"
STRANGER = "+61299998888"
MOST_PARTIES = 6


class Offer(TypedDict, total=False):
    """The options of an offered contact; `queue` is a name in the agent's routing profile.

    `method` is how it came about, in whatever case; empty, Connect does not say. `customer_number` is what the
    contact itself tells, where that is not the number of the caller's leg.
    """

    attributes: dict[str, str]
    queue: str
    agent: str
    dialed: str
    initial_contact_id: str
    method: str
    customer_number: str


class Callback(Offer, total=False):
    """The options of a queued callback, with the type of the customer's leg, inbound or outbound."""

    leg: str


class Errand(Offer, total=False):
    """The options of a task; references are {label: {type, value}}, and it is scheduled for a second since 1970."""

    description: str
    references: dict[str, Any]
    scheduled: int


class Offers(Ledger):
    """The verbs that create a contact; each returns the new contact id."""

    def ring(self, number: str | None = STRANGER, **offer: Unpack[Offer]) -> str:
        """An inbound call rings: `connecting`, with the caller's leg already connected; None: no endpoint at all."""
        caller = None if number is None else Endpoint(number)
        contact = self._offered("voice", offer)
        contact.customer = Endpoint(offer["customer_number"]) if "customer_number" in offer else caller
        contact.system = Endpoint(offer.get("dialed", OUR_NUMBER))
        return self._present(contact, self.far_leg("inbound", "connected", caller))

    def ring_on(self, number: str = STRANGER, how: str = "queue_transfer", **offer: Unpack[Offer]) -> str:
        """A call rings that began as another contact and came on without an agent: overflow, a flow's callback, …"""
        offer.setdefault("initial_contact_id", str(uuid.uuid4()))
        offer["method"] = how
        return self.ring(number, **offer)

    def ring_callback(self, number: str = STRANGER, **offer: Unpack[Callback]) -> str:
        """A queued callback rings as `incoming`; it belongs to the call that requested it.

        Its customer's leg is inbound here, and outbound by what the documentation says: `leg` chooses.
        """
        leg = offer.pop("leg", "inbound")
        offer.setdefault("method", "callback")
        contact = self._offered("queue_callback", offer)
        contact.customer = Endpoint(number)
        contact.system = Endpoint(offer.get("dialed", OUR_NUMBER))
        contact.initial_contact_id = contact.initial_contact_id or str(uuid.uuid4())
        return self._present(contact, self.far_leg(leg, "connecting", contact.customer))

    def ring_chat(self, customer: str = "Customer", **offer: Unpack[Offer]) -> str:
        """A chat is offered by somebody who calls themselves `customer`."""
        contact = self._offered("chat", offer)
        contact.method = offer.get("method", "api")
        for leg in contact.connections:
            leg.softphone = False
        secret = json.dumps({"ConnectionAuthenticationToken": f"chat-{contact.contact_id}"})
        contact.own.chat = {"chatAutoAccept": False, "customerName": customer, "connectionData": secret}
        return self._present(contact, self.far_leg("inbound", "connected", Endpoint("", name=customer)))

    def ring_task(self, name: str, **errand: Unpack[Errand]) -> str:
        """A task is offered; it has one connection, the agent's."""
        contact = self._offered("task", errand)
        contact.name, contact.method = name, errand.get("method", "api")
        contact.description, contact.references = errand.get("description"), errand.get("references", {})
        contact.scheduled = errand.get("scheduled")
        contact.own.initial, contact.own.softphone = True, False
        return self._present(contact)

    def dial(self, number: str, **offer: Unpack[Offer]) -> str:
        """The agent calls out: their own leg is connected, the callee's is being connected.

        Raises Refused if the agent is in a call or signed off, or the queue has no outbound number.
        """
        agent = self.agent(offer.get("agent"))
        self._may_dial(agent, offer.get("queue"))
        contact = self._offered("voice", offer, agent.default_queue.name if agent.default_queue else "")
        contact.method, contact.own.state = "outbound", "connected"
        contact.customer = Endpoint(number)
        contact.system = Endpoint(contact.queue.outbound_number or "") if contact.queue else None
        return self._present(contact, self.far_leg("outbound", "connecting", contact.customer))

    def _may_dial(self, agent: Agent, queue: str | None) -> None:
        if queue and queue not in {key for one in agent.queues for key in (one.name, one.arn, one.queue_id)}:
            raise Refused(f"queue is not in the routing profile: {queue}")
        chosen = agent.queue(queue) if queue else agent.default_queue
        if agent.state.name == "Offline" or any(one.kind in VOICE for one in self.contacts_of(agent.agent_id)):
            raise Refused(f"invalid state: {agent.state.name}")
        if not chosen or not chosen.outbound_number:
            raise Refused(f"no outbound number in queue: {chosen.name if chosen else 'none'}")

    def transfer(self, contact_id: str, to: str) -> str:
        """The agent calls a second one in, the customer waits on hold; gives the second agent's contact id."""
        first = self._open_line(contact_id)
        second = self.agent(to)
        with self.changing(first.agent_id, second.agent_id) as now:
            for leg in first.others:
                leg.become("hold", now)
            first.connections.append(self.far_leg("outbound", "connecting", self.own_endpoint(second)))
            queue = first.queue.name if first.queue else ""
            contact = self._offered("voice", {"agent": to, "attributes": first.attributes}, queue)
            contact.method, contact.initial_contact_id = "transfer", first.conversation
            contact.customer, contact.system = first.customer, first.system
            return self._present(contact, self.far_leg("inbound", "connected", first.customer))

    def add_party(self, contact_id: str, number: str) -> str:
        """The agent calls a further number into the call, the others wait on hold; gives the connection id."""
        contact = self._open_line(contact_id)
        with self.changing(contact.agent_id) as now:
            for leg in contact.others:
                leg.become("hold", now)
            contact.connections.append(self.far_leg("outbound", "connecting", Endpoint(number)))
            return contact.connections[-1].connection_id

    def _open_line(self, contact_id: str) -> Contact:
        contact = self.known(contact_id)
        if contact.state != "connected":
            raise Refused(f"invalid state {contact.state.upper()}")
        if len(contact.others) + 1 >= MOST_PARTIES:
            raise Refused("too many participants")
        return contact

    def monitor(self, contact_id: str, supervisor: str, enhanced: bool = True) -> str:
        """A supervisor listens in; gives the supervisor's contact id. Legacy monitoring says nothing about the call."""
        watched = self.known(contact_id)
        agent = self.agent(watched.agent_id)
        contact = self._offered("voice", {"agent": supervisor, "attributes": watched.attributes})
        contact.method, contact.initial_contact_id, contact.queue = "monitor", watched.conversation, None
        contact.connections = [self.own_leg(self.agent(supervisor), "connecting", "monitoring")]
        if enhanced:
            contact.own.monitor_status = "SILENT_MONITOR"
            contact.own.monitoring = {
                "agent": {"agentName": agent.name},
                "agentName": agent.name,
                "customerName": None,
                "joinTimeStamp": self.now(),
            }
        return self._present(contact)

    def _offered(self, kind: str, offer: Offer | Errand, queue: str = "") -> Contact:
        agent, now = self.agent(offer.get("agent")), self.now()
        state = "incoming" if kind == "queue_callback" else "connecting"
        contact = Contact(str(uuid.uuid4()), agent.agent_id, kind, state, now, now, offer.get("method", "inbound"))
        name = offer.get("queue") or queue
        contact.queue = agent.queue(name) if name else agent.queues[0]
        contact.attributes = dict(offer.get("attributes", {}))
        contact.initial_contact_id = offer.get("initial_contact_id")
        contact.connections = [self.own_leg(agent, "connecting")]
        return contact

    def _present(self, contact: Contact, far: Connection | None = None) -> str:
        with self.changing(contact.agent_id):
            if far:
                far.initial = True
                contact.connections.append(far)
            self.contacts[contact.contact_id] = contact
        return contact.contact_id
