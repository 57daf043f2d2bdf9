"""Reads the items of a chat as ChatJS reports them; nothing in them is trusted to be there or to be text."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from deskline.model.conversation import OVER, Line, Role

EVENT = "application/vnd.amazonaws.connect.event."
EVENTS = frozenset(
    {
        OVER,
        "participant.joined",
        "participant.left",
        "participant.invited",
        "participant.idle",
        "participant.returned",
        "participant.autodisconnection",
        "transfer.succeeded",
        "transfer.failed",
    }
)
"""The events that a transcript names; typing, receipts and unknown ones are left out."""

ROLES: dict[str, Role] = {
    "CUSTOMER": "customer",
    "AGENT": "agent",
    "SUPERVISOR": "supervisor",
    "CUSTOM_BOT": "bot",
}
"""Our roles by the service's; all others are the system."""


def lines_of(items: list[Any], now: datetime) -> tuple[Line, ...]:
    """Return the lines among the items; one without an id or a kind that counts is left out."""
    return tuple(line for item in items if isinstance(item, dict) for line in _line(item, now))


def _line(item: dict[str, Any], now: datetime) -> Iterator[Line]:
    kind, name, content_type = (_text(item.get(key)) for key in ("Type", "DisplayName", "ContentType"))
    who = {"name": name, "role": ROLES.get(_text(item.get("ParticipantRole")), "system")}
    known: dict[str, Any] = {"id": _text(item.get("Id")), "at": _time(item.get("AbsoluteTime"), now), **who}
    known["contact"] = _text(item.get("ContactId"))
    event = content_type.removeprefix(EVENT)
    if not known["id"]:
        return
    if kind == "MESSAGE":
        yield Line(kind="message", words=_text(item.get("Content")), format=content_type, **known)
    elif kind == "ATTACHMENT":
        yield Line(kind="file", words=_files(item.get("Attachments")), **known)
    elif kind == "EVENT" and event in EVENTS:
        yield Line(kind="event", words=event, **known)


def _files(raw: object) -> str:
    """Return the names and types of the files that were sent."""
    each = [found for found in raw if isinstance(found, dict)] if isinstance(raw, list) else []
    named = ((_text(found.get("AttachmentName")), _text(found.get("ContentType"))) for found in each)
    return ", ".join(f"{name} ({kind})" if kind else name for name, kind in named)


def _time(value: object, now: datetime) -> datetime:
    try:
        return datetime.fromisoformat(_text(value).replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError):
        return now


def _text(value: object) -> str:
    # Half an emoji, which a JavaScript string can contain, cannot be encoded and sent.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
