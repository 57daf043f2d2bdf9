"""The simulated Amazon Connect instance: what agents and customers do with contacts, as true state machines.

Each verb checks the state, changes it, and sends every listener of the agent the whole snapshot, as live.
"""

from __future__ import annotations

from datetime import datetime

from workbench.connect_agent import VOICE, chosen_state
from workbench.connect_chat import Chats, Speaker
from workbench.connect_contact import TALKING, Connection, Contact, Endpoint
from workbench.connect_ledger import Refused
from workbench.connect_offers import Offer

ACCEPTED = "contact::accepted"
OVER = frozenset({"ended", "missed", "error", "rejected"})
PASSING = frozenset({"FailedConnectAgent", "FailedConnectCustomer", "LineEngagedCustomer", "MissedCallCustomer"})

__all__ = ["Refused", "SimulatedConnect", "Speaker"]


def expect(contact: Contact, states: frozenset[str]) -> None:
    """Raises Refused, in Connect's words, unless the contact is in one of the states."""
    if contact.state not in states:
        raise Refused(f"invalid state {contact.state.upper()}")


class SimulatedConnect(Chats):
    """An Amazon Connect instance without a network: verbs in, snapshots out."""

    def accept(self, contact_id: str, late: bool = False) -> None:
        """The agent accepts in a softphone page, which says so to all pages: before the snapshot, or late after it."""
        contact = self._ringing(contact_id)
        if not late:
            self.say_accepted(contact)
        self.connect_without_accept(contact_id)
        if late:
            self.say_accepted(contact)

    def say_accepted(self, contact: Contact) -> None:
        """Broadcasts what the page that accepted would: the only source of Streams' onAccepted."""
        for event in (ACCEPTED, f"{ACCEPTED}::{contact.contact_id}"):
            self.tell(contact.agent_id, event, {"contactId": contact.contact_id})

    def connect_without_accept(self, contact_id: str) -> None:
        """The contact goes on without a word from any page: desk phone, auto-accept, or a softphone elsewhere."""
        contact = self._ringing(contact_id)
        with self.changing(*self._legs(contact)) as now:
            self._join(contact, now)

    def _join(self, contact: Contact, now: datetime) -> None:
        contact.own.become("connected", now)
        if contact.own.kind == "monitoring":
            contact.own.become("silent_monitor", now)
        waits = contact.state == "incoming"
        contact.become("connecting" if waits else "connected", now)
        for leg in self._calling(contact):
            leg.become("connected", now)
        if contact.kind == "chat":
            self.happen(contact.contact_id, "participant.joined", Speaker("AGENT", self.agent(contact.agent_id).name))

    def _calling(self, contact: Contact) -> list[Connection]:
        """The legs by which colleagues called this agent in."""
        name = self.agent(contact.agent_id).username
        legs = [leg for other in self._conversation(contact) if other is not contact for leg in other.others]
        return [leg for leg in legs if leg.endpoint and leg.endpoint.kind == "agent" and leg.endpoint.address == name]

    def answer(self, contact_id: str, connection_id: str | None = None) -> None:
        """The person who is called answers: of an outbound call, a callback, or an added party."""
        contact = self.known(contact_id)
        leg = contact.leg(connection_id) if connection_id else contact.first
        if not leg or leg.state != "connecting" or contact.own.state != "connected":
            raise Refused(f"invalid state {contact.state.upper()}")
        with self.changing(contact.agent_id) as now:
            leg.become("connected", now)
            if contact.state == "connecting":
                contact.become("connected", now)

    def not_answered(self, contact_id: str, reason: str = "MissedCallCustomer") -> None:
        """Nobody answers an outbound call (or LineEngagedCustomer, BadAddressCustomer): the contact fails."""
        contact = self.known(contact_id)
        expect(contact, frozenset({"connecting"}))
        self._fail(contact, reason)

    def reject(self, contact_id: str, state: str = "") -> None:
        """The agent rejects: a voice contact ends in `error` like a missed one, others in `rejected`.

        A rejected callback leaves its agent in `Default`, as a missed one does.
        """
        contact = self._ringing(contact_id)
        by_voice = contact.kind in VOICE
        usual, by_default = ("FailedConnectAgent", "error") if by_voice else ("RejectedContact", "rejected")
        self._fail(contact, "Default" if contact.kind == "queue_callback" else usual, state or by_default)

    def softphone_clears(self, contact_id: str) -> None:
        """A softphone page closes by itself what its agent rejected, or nobody answered; several pages may."""
        if contact_id in self.contacts and self.agent(self.known(contact_id).agent_id).state.name in PASSING:
            self.clear(contact_id)
            self.cleared.add(contact_id)

    def miss(self, contact_id: str, state: str = "error") -> None:
        """The agent lets it ring out; Connect reports `error`, though `missed` is documented."""
        contact = self._ringing(contact_id)
        self._fail(contact, "Default" if contact.kind == "queue_callback" else "MissedCallAgent", state)

    def _fail(self, contact: Contact, reason: str, state: str = "error") -> None:
        with self.changing(*self._legs(contact)) as now:
            contact.own.become("disconnected", now)
            for leg in self._calling(contact):
                leg.become("disconnected", now)
            contact.become(state, now)
            self.agent(contact.agent_id).error = reason

    def hang_up(self, contact_id: str) -> None:
        """The agent leaves: a call of two ends, a larger one goes on without them; a ringing one is rejected."""
        contact = self.known(contact_id)
        if contact.ringing:
            return self.reject(contact_id)
        expect(contact, frozenset({"connected", "connecting", "paused"}))
        with self.changing(*self._legs(contact)) as now:
            self._end(contact, now)
            for other in self._conversation(contact):
                self._after_leaving(other, now)
        return None

    def _after_leaving(self, other: Contact, now: datetime) -> None:
        if other.live and not self._company(other):
            self._end(other, now)

    def _company(self, contact: Contact) -> bool:
        """Whether anybody is left for the agent to talk to, or for the supervisor to listen to."""
        if contact.own.kind != "monitoring":
            return contact.kind == "task" or any(leg.kind != "monitoring" for leg in contact.others)
        return any(other.live for other in self._conversation(contact) if other.own.kind == "agent")

    def customer_hangs_up(self, contact_id: str) -> None:
        """The customer goes, in every leg of the conversation; who still has somebody on the line talks on."""
        contact = self.known(contact_id)
        if contact.ringing and contact.method != "transfer":
            return self._abandoned(contact)
        expect(contact, frozenset({"connected", "connecting"}))
        with self.changing(*self._legs(contact)) as now:
            for other in self._conversation(contact):
                if other.first:
                    other.first.become("disconnected", now)
                self._after_leaving(other, now)
            for other in self._conversation(contact):
                self._after_leaving(other, now)
        return None

    def _abandoned(self, contact: Contact) -> None:
        if contact.first:
            contact.first.become("disconnected", self.now())
        self._fail(contact, "MissedCallAgent")

    def _end(self, contact: Contact, now: datetime) -> None:
        if contact.kind == "chat":
            self.happen(contact.contact_id, "chat.ended")
        contact.cut(now)
        contact.become("ended", now)
        for leg in self._calling(contact):
            leg.become("disconnected", now)

    def transfer_chat(self, contact_id: str, to: str) -> str:
        """The agent hands a chat over: their part ends, a second agent is offered it; gives that agent's contact id."""
        first = self.known(contact_id)
        if first.kind != "chat":
            raise Refused(f"not a chat: {contact_id}")
        expect(first, frozenset({"connected"}))
        self.happen(contact_id, "participant.left", Speaker("AGENT", self.agent(first.agent_id).name))
        self.happen(contact_id, "transfer.succeeded")
        with self.changing(first.agent_id) as now:
            first.cut(now)
            first.become("ended", now)
        offer: Offer = {"agent": to, "attributes": first.attributes, "method": "transfer"}
        offer["initial_contact_id"] = first.conversation
        return self.ring_chat((first.own.chat or {}).get("customerName", "Customer"), **offer)

    def hold(self, contact_id: str, connection_id: str | None = None) -> None:
        """Puts the customer (or another party) on hold; contact states do not tell, only the connection's does."""
        self._set_leg(contact_id, connection_id, "hold")

    def resume(self, contact_id: str, connection_id: str | None = None) -> None:
        """Takes the customer (or another party) off hold."""
        self._set_leg(contact_id, connection_id, "connected")

    def _set_leg(self, contact_id: str, connection_id: str | None, state: str) -> None:
        contact = self.known(contact_id)
        leg = contact.leg(connection_id) if connection_id else contact.first
        if contact.kind not in VOICE or not leg or leg.state not in TALKING:
            raise Refused(f"invalid state {contact.state.upper()}")
        with self.changing(contact.agent_id) as now:
            leg.become(state, now)

    def conference(self, contact_id: str) -> None:
        """Brings everybody who waits on hold into one conversation."""
        contact = self.known(contact_id)
        expect(contact, frozenset({"connected"}))
        with self.changing(contact.agent_id) as now:
            for leg in contact.others:
                if leg.state == "hold":
                    leg.become("connected", now)

    def barge(self, contact_id: str, speaking: bool = True) -> None:
        """A supervisor joins the call they monitor, or falls silent again."""
        contact = self.known(contact_id)
        if contact.own.kind != "monitoring" or not contact.own.monitoring or contact.state != "connected":
            raise Refused("invalid_target_state")
        with self.changing(*self._legs(contact)) as now:
            contact.own.become("barge" if speaking else "silent_monitor", now)
            contact.own.monitor_status = "BARGE" if speaking else "SILENT_MONITOR"
            for other in self._conversation(contact):
                if other is not contact and other.live:
                    self._show_supervisor(other, contact.own.endpoint, speaking)

    def _show_supervisor(self, contact: Contact, supervisor: Endpoint | None, speaking: bool) -> None:
        """Agents see a supervisor only while they speak."""
        contact.connections = [leg for leg in contact.connections if leg is contact.own or leg.kind != "monitoring"]
        if speaking:
            contact.connections.append(self.far_leg("monitoring", "barge", supervisor))

    def pause(self, contact_id: str, paused: bool = True) -> None:
        """Pauses a task, or goes on with it."""
        contact = self.known(contact_id)
        if contact.kind != "task" or contact.state != ("connected" if paused else "paused"):
            raise Refused(f"invalid state {contact.state.upper()}")
        with self.changing(contact.agent_id) as now:
            contact.become("paused" if paused else "connected", now)

    def destroy(self, contact_id: str, connection_id: str) -> None:
        """Ends one connection: the agent's own ends the contact, the customer's is the customer going."""
        contact = self.known(contact_id)
        leg = contact.leg(connection_id)
        if leg is contact.own:
            return self.hang_up(contact_id)
        if leg is contact.first:
            return self.customer_hangs_up(contact_id)
        with self.changing(contact.agent_id) as now:
            leg.become("disconnected", now)
            self._after_leaving(contact, now)
        return None

    def clear(self, contact_id: str) -> None:
        """The agent closes a contact that is over, perhaps with the softphone; Connect refuses that for a live one."""
        if contact_id in self.cleared:
            return
        contact = self.known(contact_id)
        expect(contact, OVER)
        with self.changing(contact.agent_id):
            self.drop(contact)

    def set_attributes(self, contact_id: str, attributes: dict[str, str | None]) -> None:
        """The flow or a backend changes contact attributes; None takes one away."""
        contact = self.known(contact_id)
        merged = {**contact.attributes, **attributes}
        with self.changing(contact.agent_id):
            contact.attributes = {name: value for name, value in merged.items() if value is not None}

    def veil(self, contact_id: str, *what: str) -> None:
        """Snapshots keep back from now on what is named: keys of theirs, or the CUT legs; with nothing all is told."""
        contact = self.known(contact_id)
        with self.changing(contact.agent_id):
            contact.veiled = frozenset(what)

    def choose_state(self, name: str, agent: str | None = None, next_up: bool = False) -> None:
        """The agent selects a state; with a contact at hand only as the next one, else Connect refuses."""
        one = self.agent(agent)
        if name not in one.choices:
            raise Refused(f"unknown agent state: {name}")
        busy = bool(self.contacts_of(one.agent_id))
        if busy and not next_up:
            raise Refused(f"invalid state: {one.state.name}")
        with self.changing(one.agent_id) as now:
            if busy:
                one.next = None if name == one.chosen.name else chosen_state(name, now)
            else:
                one.chosen = one.state = chosen_state(name, now)

    def sign_out(self, agent: str | None = None) -> None:
        """Signs the agent out: pages are told, and a page that loads gets no acknowledgement."""
        one = self.agent(agent)
        self.signed_out.add(one.agent_id)
        self.tell(one.agent_id, "terminated")

    def sign_in(self, agent: str | None = None) -> None:
        """Signs the agent in again; waiting pages may then acknowledge."""
        one = self.agent(agent)
        self.signed_out.discard(one.agent_id)
        self.tell(one.agent_id, "signed_in")
        with self.changing(one.agent_id):
            pass

    def mute(self, muted: bool = True, agent: str | None = None) -> None:
        """Mutes the agent's softphone in all pages, or lets it be heard again."""
        agent_id = self.agent(agent).agent_id
        (self.muted.add if muted else self.muted.discard)(agent_id)
        self.tell(agent_id, "agent::mute_toggle", {"muted": muted})

    def refresh(self, agent: str | None = None) -> None:
        """Sends the unchanged snapshot again, as the live system does at least every 30 seconds."""
        with self.changing(self.agent(agent).agent_id):
            pass

    def _ringing(self, contact_id: str) -> Contact:
        contact = self.known(contact_id)
        if not contact.ringing:
            raise Refused(f"invalid state {contact.state.upper()}")
        return contact

    def _conversation(self, contact: Contact) -> list[Contact]:
        return [other for other in self.contacts.values() if other.conversation == contact.conversation]

    def _legs(self, contact: Contact) -> list[str]:
        return [other.agent_id for other in self._conversation(contact)]
