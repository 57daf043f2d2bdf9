"""What Streams reports, read into our own words; nothing in it is trusted to be there or to be text."""

from datetime import UTC, datetime, timedelta
from typing import Any

from deskline import numbers
from deskline.contact import NEVER_SHOWN, Contact, is_hidden
from deskline.desk import Agent
from deskline.queues import Line, Queue, RoutingProfile

STATES = {
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
"""Connect's contact states in our words; `init` and anything new is none that we act on."""

CHANNELS = {"queue_callback": "voice"}
"""A queued callback is a call, and not a transfer although it names another contact as its first (rule 14.5)."""

LIFETIME = timedelta(days=36_500)
"""What is further from the present is no time of a contact: with a little more no arithmetic would hold it."""

AFTER_WORK = "AfterCallWork"
"""The agent's state after a call that was connected; after one that was not it is another, or an error."""


def contact_of(raw: dict[str, Any], line: Line, now: datetime, needed: str = "") -> Contact | None:
    """Return the contact in a Streams contact snapshot, or None if it has no id or no state that we act on.

    Of the attributes whose names start with an underscore only the one that is `needed` is read.
    """
    state = _dict(raw.get("state"))
    known = STATES.get(_text(state.get("type")))
    contact_id = _text(raw.get("contactId"))
    if known is None or not contact_id:
        return None
    kind, connection = _text(raw.get("type")), _initial(raw)
    direction = _direction(raw, connection)
    first_id = _text(raw.get("initialContactId")) or contact_id
    return Contact(
        id=contact_id,
        state=known,
        since=_time(state.get("timestamp"), now),
        first_id=contact_id if kind in CHANNELS else first_id,
        channel=CHANNELS.get(kind, kind),
        direction=direction,
        transferred=kind not in CHANNELS and first_id != contact_id,
        enhanced=any(leg.get("monitoringInfo") for leg in _connections(raw)),
        talked=(kind, direction, known, line.state) == ("voice", "inbound", "ended", AFTER_WORK),
        number=numbers.bare(_text(_dict(connection.get("endpoint")).get("phoneNumber"))),
        queue=_text(_dict(raw.get("queue")).get("name")),
        name=_text(raw.get("name")) or _customer(raw),
        attributes=_attributes(_dict(raw.get("attributes")), needed),
    )


def agent_of(raw: dict[str, Any], agent: Agent, softphone: str) -> Agent:
    """Return the Zendesk agent with what Connect knows of them; `softphone` names that device."""
    extension = _text(raw.get("extension"))
    device = softphone if raw.get("softphoneEnabled") or not extension else extension
    return Agent(agent.id, agent.name, _text(_dict(raw.get("routingProfile")).get("name")), device)


def line_of(raw: dict[str, Any]) -> Line:
    """Return the agent's state and routing profile; an agent's own queue has no name and is left out."""
    state, profile = _dict(raw.get("state")), _dict(raw.get("routingProfile"))
    found = profile.get("queues")
    named = [_queue(queue) for queue in found] if isinstance(found, list) else []
    default = _queue(profile.get("defaultOutboundQueue"))
    queues = tuple(queue for queue in named if queue.name and "/queue/agent/" not in queue.arn)
    return Line(
        _text(state.get("name")), _text(state.get("type")), RoutingProfile(queues, default if default.name else None)
    )


def _queue(raw: object) -> Queue:
    return Queue(_text(_dict(raw).get("name")), _text(_dict(raw).get("queueARN")))


def _initial(raw: dict[str, Any]) -> dict[str, Any]:
    ways = [connection for connection in _connections(raw) if connection.get("type") in ("inbound", "outbound")]
    first = [connection for connection in ways if connection.get("initial")] or ways
    return first[0] if first else {}


def _customer(raw: dict[str, Any]) -> str:
    """Return the name that whoever chats has given."""
    names = (_text(_dict(leg.get("chatMediaInfo")).get("customerName")) for leg in _connections(raw))
    return next(filter(None, names), "")


def _connections(raw: dict[str, Any]) -> list[dict[str, Any]]:
    found = raw.get("connections")
    return [_dict(connection) for connection in found] if isinstance(found, list) else []


def _direction(raw: dict[str, Any], connection: dict[str, Any]) -> str:
    legs = {_text(leg.get("type")) for leg in _connections(raw)}
    if "monitoring" in legs and "agent" not in legs:
        return "monitoring"
    voiceless = _text(raw.get("type")) not in ("voice", "chat")
    return _text(connection.get("type")) or ("inbound" if voiceless else "monitoring")


def _attributes(raw: dict[str, Any], needed: str) -> dict[str, str]:
    values = {name: _dict(attribute).get("value") for name, attribute in raw.items()}
    return {
        _whole(name): _whole(str(value))
        for name, value in values.items()
        if value is not None and (not is_hidden(name) or (name == needed and name not in NEVER_SHOWN))
    }


def _time(value: object, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value).replace("Z", "+00:00"))
        found = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return now
    return found if abs(found - now) < LIFETIME else now


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return _whole(value) if isinstance(value, str) else ""


def _whole(text: str) -> str:
    # Half an emoji, which JavaScript's strings can hold, has no form in which it could be sent to anybody.
    return text.encode("utf-8", "replace").decode("utf-8")
