"""Reads Streams' snapshots; nothing in them is trusted to be there or to be text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deskline.adapters.untrusted import mapping, mappings, text, time, time_or_number, whole, word
from deskline.model import numbers
from deskline.model.agent_state import Line, Queue, RoutingProfile, fate
from deskline.model.contact import NEVER_SHOWN, Channel, Contact, Direction, Reference, State, is_hidden
from deskline.model.kinds import is_unset
from deskline.model.people import Agent

STATES: dict[str, State] = {
    "incoming": "ringing",
    "pending": "ringing",
    "connecting": "ringing",
    "connected": "connected",
    "paused": "connected",
    "ended": "ended",
    "missed": "missed",
    "rejected": "missed",
    "error": "missed",
}
"""Our word for each of Connect's contact states; `init` and unknown ones are ignored."""

CALLBACK = "queue_callback"
"""The type of a queued callback: an inbound call whatever type its legs have (rule 14.5)."""

CHANNELS: dict[str, Channel] = {
    "": "",
    "voice": "voice",
    CALLBACK: "voice",
    "chat": "chat",
    "task": "task",
    "email": "email",
}
"""Our channels by Connect's contact types; unknown ones are "other"."""

WAYS: dict[str, Direction] = {
    "inbound": "inbound",
    "queue_transfer": "inbound",
    "outbound": "outbound",
    "external_outbound": "outbound",
    "monitor": "monitoring",
}
"""A call's direction by its initiation method, if its legs do not say."""

LATE_WAYS: dict[str, Direction] = {"transfer": "inbound", "disconnect": "inbound", "webrtc_api": "inbound"}
"""The same for methods where legs may say otherwise: only once the call no longer rings, as its legs may not be
reported again.
"""

UNKNOWN = "unknown"
"""The word for an unknown initiation method."""

AFTER_WORK = "AfterCallWork"
"""The agent's state after a connected call; after others it is another state, or an error."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a snapshot is read with: the state of the agent's line, and the time.

    Of the attributes whose names start with an underscore only the one that is `needed` is read.
    """

    line: Line
    now: datetime
    needed: str = ""


def contact_of(raw: dict[str, Any], at: Circumstances) -> Contact | None:
    """Return the contact in a Streams contact snapshot, or None if it has no id or no state of interest."""
    state = mapping(raw.get("state"))
    reported = word(state.get("type"))
    known = STATES.get(reported)
    contact_id = text(raw.get("contactId"))
    if known is None or not contact_id:
        return None
    kind, method, leg = word(raw.get("type")), _method(raw), _customers_leg(raw)
    callback = kind == CALLBACK or method.startswith("callback")
    return Contact(
        id=contact_id,
        state=known,
        since=time(state.get("timestamp"), at.now),
        first_id=text(raw.get("initialContactId")),
        channel=CHANNELS.get(kind, "other"),
        direction=_direction(raw, leg, callback) or _way(raw, method, known),
        number=_number(leg.get("endpoint"), raw.get("customerEndpoint")),
        our_number=_ours(raw.get("connectSystemEndpoint")),
        method=method,
        queue=text(mapping(raw.get("queue")).get("name")),
        name=text(raw.get("name")) or _customer(raw),
        description=text(raw.get("description")),
        references=_references(raw.get("references")),
        # In seconds, as Streams wants it when a task is created; whether it reports milliseconds is not documented.
        scheduled=time_or_number(mapping(raw.get("channelContext")).get("scheduledTime"), at.now),
        callback=callback,
        enhanced=_is_enhanced(raw),
        held=_state(leg) == "hold" or reported == "paused",
        calling=known == "ringing"
        and any(_state(own) == "connected" for own in _legs(raw) if own.get("type") == "agent"),
        talked=(known, at.line.state) == ("ended", AFTER_WORK),
        fate=fate(reported, at.line) if known == "missed" else "",
        attributes=_attributes(mapping(raw.get("attributes")), at.needed),
    )


def agent_of(raw: dict[str, Any], agent: Agent, softphone: str) -> Agent:
    """Return the Zendesk agent with what Connect knows about them; `softphone` is the name for that device."""
    extension = text(raw.get("extension"))
    device = softphone if raw.get("softphoneEnabled") or not extension else extension
    return Agent(agent.id, agent.name, text(mapping(raw.get("routingProfile")).get("name")), device)


def line_of(raw: dict[str, Any]) -> Line:
    """Return the agent's state and routing profile; an agent's own queue has no name and is left out."""
    state, profile = mapping(raw.get("state")), mapping(raw.get("routingProfile"))
    named = [_queue(queue) for queue in mappings(profile.get("queues"))]
    default = _queue(mapping(profile.get("defaultOutboundQueue")))
    queues = tuple(queue for queue in named if queue.name and "/queue/agent/" not in queue.arn)
    return Line(
        text(state.get("name")), text(state.get("type")), RoutingProfile(queues, default if default.name else None)
    )


def _queue(raw: dict[str, Any]) -> Queue:
    return Queue(text(raw.get("name")), text(raw.get("queueARN")))


def _customers_leg(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the other side's leg, if there is one; a third party's is never the initial one."""
    ways = [leg for leg in _legs(raw) if leg.get("type") in ("inbound", "outbound")]
    first = [leg for leg in ways if leg.get("initial")] or [leg for leg in ways if leg.get("initial") is None]
    return next(iter([*first, *(leg for leg in ways if leg["type"] == "inbound")]), {})


def _customer(raw: dict[str, Any]) -> str:
    """Return the name that a chat's customer gave."""
    names = (text(mapping(leg.get("chatMediaInfo")).get("customerName")) for leg in _legs(raw))
    return next(filter(None, names), "")


def _legs(raw: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**leg, "type": word(leg.get("type"))} for leg in mappings(raw.get("connections"))]


def _method(raw: dict[str, Any]) -> str:
    """Return the initiation method, or nothing if Connect does not know it."""
    method = word(raw.get("initiationMethod"))
    return "" if method == UNKNOWN or is_unset(method) else method


def _state(leg: dict[str, Any]) -> str:
    return word(mapping(leg.get("state")).get("type"))


def _is_enhanced(raw: dict[str, Any]) -> bool:
    return any(leg.get("monitoringInfo") for leg in _legs(raw))


def _direction(raw: dict[str, Any], leg: dict[str, Any], callback: bool) -> Direction:
    """Return the contact's direction by its type and legs; without a type legs mean nothing."""
    kind, legs = word(raw.get("type")), {each["type"] for each in _legs(raw)}
    if not kind or (callback and legs):
        return "inbound" if kind else ""
    listens = "monitoring" in legs and "agent" not in legs
    if listens or (_is_enhanced(raw) and not leg):
        return "monitoring"
    theirs: dict[str, Direction] = {"inbound": "inbound", "outbound": "outbound"}
    return theirs.get(leg.get("type", "")) or ("" if kind in ("voice", "chat", CALLBACK) else "inbound")


def _way(raw: dict[str, Any], method: str, state: State) -> Direction:
    """Return a call's direction by its initiation method; one without any leg has no number yet either."""
    if not (_legs(raw) and text(raw.get("type"))):
        return ""
    late: Direction = "" if state == "ringing" else LATE_WAYS.get(method, "")
    return WAYS.get(method, late)


def _number(*endpoints: object) -> str:
    """Return the first usable number, else the word that the network sent instead."""
    told = [numbers.bare(text(mapping(endpoint).get("phoneNumber"))) for endpoint in endpoints]
    usable = (number for number in told if not numbers.is_anonymous(number))
    return next(usable, next(filter(None, told), ""))


def _ours(endpoint: object) -> str:
    """Return the number at Connect's end, if it is a number."""
    return "" if word(mapping(endpoint).get("type")) in ("agent", "queue") else _number(endpoint)


def _attributes(raw: dict[str, Any], needed: str) -> dict[str, str]:
    values = {name: mapping(attribute).get("value") for name, attribute in raw.items()}
    return {
        whole(name): whole(str(value))
        for name, value in values.items()
        if value is not None and (not is_hidden(name) or (name == needed and name not in NEVER_SHOWN))
    }


def _references(raw: object) -> tuple[Reference, ...]:
    """Return a task's references that have a value; links come as text, uploaded files by their name."""
    each = [(whole(str(label)), mapping(found)) for label, found in mapping(raw).items()]
    told = (Reference(label, text(found.get("type")).upper(), text(found.get("value"))) for label, found in each)
    return tuple(reference for reference in told if reference.value)
