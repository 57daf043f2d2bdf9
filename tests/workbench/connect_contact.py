"""What one contact of the simulated Connect instance is made of, and how Streams reads it in a snapshot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

INSTANCE = "0f4c2b6e-5d1a-4c3e-9b7a-7d2f6a1e8c90"
REGION = "ap-southeast-2"
ARN = f"arn:aws:connect:{REGION}:123456789012:instance/{INSTANCE}"
RINGING = frozenset({"incoming", "connecting", "pending"})
LIVE = RINGING | {"connected", "paused"}
TALKING = frozenset({"connected", "hold"})
CUT = "cut legs"
NOTHING: dict[str, Any] = {"connections": [], "attributes": {}}
SUBTYPES = {"chat": "connect:Chat", "task": "connect:Task"}


def as_json(value: Any) -> Any:
    """The value as JSON.stringify would leave it: datetimes become ISO text with milliseconds and Z."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    return value


@dataclass
class Queue:
    """A queue of the routing profile; without an outbound number it cannot be dialled from."""

    name: str
    queue_id: str
    outbound_number: str | None = "+61280000000"

    @property
    def arn(self) -> str:
        """The queue's ARN; an agent's own queue has it below `queue/agent/`."""
        return f"{ARN}/queue/{self.queue_id}"

    def shown(self) -> dict[str, Any]:
        """The queue as a snapshot names it; `queueId` is an alias of the ARN that the worker adds."""
        return {"queueARN": self.arn, "queueId": self.arn, "name": self.name}


@dataclass
class Endpoint:
    """Where a connection leads: a phone number as the network gave it, or an agent."""

    address: str
    kind: str = "phone_number"
    name: str | None = None

    def shown(self) -> dict[str, Any]:
        """The endpoint as a snapshot names it."""
        is_number = self.kind == "phone_number"
        arn = None if is_number else f"{ARN}/transfer-destination/{self.address}"
        return {
            "endpointARN": arn,
            "endpointId": arn,
            "type": self.kind,
            "name": self.name,
            "phoneNumber": self.address if is_number else None,
            "agentLogin": self.address if self.kind == "agent" else None,
            "queue": None,
        }


@dataclass
class Connection:
    """One leg of a contact; `monitoring` holds what enhanced monitoring tells about the watched call."""

    connection_id: str
    kind: str
    state: str
    since: datetime
    endpoint: Endpoint | None
    initial: bool = False
    softphone: bool = False
    auto_accept: bool = False
    mute: bool = False
    monitoring: dict[str, Any] | None = None
    monitor_status: str | None = None
    chat: dict[str, Any] | None = None

    def become(self, state: str, now: datetime) -> None:
        """Changes the leg's state; a leg that was cut off stays so."""
        if self.state not in {state, "disconnected"}:
            self.state, self.since = state, now

    def shown(self) -> dict[str, Any]:
        """The leg as a snapshot shows it; `address` is the worker's alias of the endpoint."""
        endpoint = self.endpoint.shown() if self.endpoint else None
        return {
            "connectionId": self.connection_id,
            "type": self.kind,
            "initial": self.initial,
            "endpoint": endpoint,
            "address": endpoint,
            "state": {"type": self.state, "timestamp": self.since},
            "mute": self.mute,
            "forcedMute": False,
            "quickConnectName": self.endpoint.name if self.endpoint and self.kind == "outbound" else None,
            "monitorCapabilities": ["SILENT_MONITOR", "BARGE"] if self.monitoring else None,
            "monitorStatus": self.monitor_status,
            "monitoringInfo": self.monitoring,
            "capabilities": None,
            "softphoneMediaInfo": self._softphone(),
            "chatMediaInfo": self.chat,
        }

    def _softphone(self) -> dict[str, Any] | None:
        if not self.softphone:
            return None
        return {
            "callType": "AUDIO_ONLY",
            "autoAccept": self.auto_accept,
            "mediaLegContextToken": f"leg-{self.connection_id}",
            "callContextToken": f"call-{self.connection_id}",
            "callConfigJson": json.dumps({"signalingEndpoint": "wss://signalling.invalid"}),
        }


@dataclass
class Contact:
    """One agent's leg of a conversation; `initial_contact_id` is empty unless the contact came from another one.

    `veiled` names what its snapshots do not tell: their keys, or the legs that are cut.
    """

    contact_id: str
    agent_id: str
    kind: str
    state: str
    since: datetime
    began: datetime
    method: str
    queue: Queue | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)
    initial_contact_id: str | None = None
    customer: Endpoint | None = None
    system: Endpoint | None = None
    name: str | None = None
    description: str | None = None
    references: dict[str, Any] = field(default_factory=dict)
    scheduled: int | None = None
    muted: bool = False
    veiled: frozenset[str] = frozenset()

    @property
    def conversation(self) -> str:
        """The first contact id, which all legs of one conversation share."""
        return self.initial_contact_id or self.contact_id

    @property
    def live(self) -> bool:
        """Whether the contact still rings or talks (after-contact work is not live)."""
        return self.state in LIVE

    @property
    def ringing(self) -> bool:
        """Whether the agent has yet to take it (an accepted callback and an outbound call are `connecting` too)."""
        return self.state in RINGING and self.own.state == "connecting"

    @property
    def own(self) -> Connection:
        """The leg of the agent (or of the monitoring supervisor) themselves."""
        return next(leg for leg in self.connections if leg.kind in {"agent", "monitoring"})

    @property
    def first(self) -> Connection | None:
        """The initial connection; a task has only the agent's, a monitored call none."""
        return next((leg for leg in self.connections if leg.initial), None)

    @property
    def others(self) -> list[Connection]:
        """Everybody else who is on the line: talking, held or being called."""
        return [leg for leg in self.connections if leg is not self.own and leg.state != "disconnected"]

    def leg(self, connection_id: str) -> Connection:
        """The connection of that id; raises KeyError if the contact has none such."""
        for leg in self.connections:
            if leg.connection_id == connection_id:
                return leg
        raise KeyError(connection_id)

    def become(self, state: str, now: datetime) -> None:
        """Changes the contact's state and its time stamp."""
        self.state, self.since = state, now

    def cut(self, now: datetime) -> None:
        """Disconnects every leg."""
        for leg in self.connections:
            leg.become("disconnected", now)

    def shown(self, now: datetime) -> dict[str, Any]:
        """The contact as a snapshot shows it; a monitored call has no queue."""
        state = {"type": self.state, "timestamp": self.since}
        shape = {
            "contactId": self.contact_id,
            "initialContactId": self.initial_contact_id,
            "relatedContactId": None,
            "contactAssociationId": self.conversation,
            "type": self.kind,
            "state": state,
            "status": state,
            "queueTimestamp": self.began,
            "attributes": {name: {"name": name, "value": value} for name, value in self.attributes.items()},
            "contactDuration": str(int((now - self.began).total_seconds() * 1000)),
            "initiationMethod": self.method or None,
            "segmentAttributes": {"connect:Subtype": {"ValueString": SUBTYPES.get(self.kind, "connect:Telephony")}},
            "customerEndpoint": self.customer.shown() if self.customer else None,
            "connectSystemEndpoint": self.system.shown() if self.system else None,
            "languageCode": None,
            "connections": [leg.shown() for leg in self.connections if not self._is_veiled(leg)],
        }
        whole = shape | self._work() | ({"queue": self.queue.shown()} if self.queue else {})
        return whole | {name: NOTHING.get(name) for name in self.veiled & whole.keys()}

    def _is_veiled(self, leg: Connection) -> bool:
        return CUT in self.veiled and leg.state == "disconnected" and leg is not self.own

    def _work(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "description": self.description,
            "references": self.references,
            "channelContext": {"scheduledTime": self.scheduled, "taskTemplateId": None, "taskTemplateVersion": None},
            "contactFeatures": {
                "attachmentsEnabled": False,
                "messagingMarkdownEnabled": False,
                "multiPartyConferenceEnabled": self.kind in {"voice", "queue_callback"},
                "screenRecordingConfig": None,
            },
            "agentContactHandlingConfig": {"autoAccept": self.own.auto_accept},
        }
