"""Reads the items of a chat as ChatJS reports them; nothing in them is trusted to be there or to be text."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from deskline.adapters.untrusted import mappings, text, time
from deskline.model.conversation import OVER, Line, Role

EVENT = "application/vnd.amazonaws.connect.event."
EVENTS = frozenset(
    {
        *OVER,
        "participant.joined",
        "participant.left",
        "participant.invited",
        "participant.idle",
        "participant.returned",
        "participant.autodisconnection",
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
    return tuple(line for item in mappings(items) for line in _line(item, now))


def _line(item: dict[str, Any], now: datetime) -> Iterator[Line]:
    kind, name, content_type = (text(item.get(key)) for key in ("Type", "DisplayName", "ContentType"))
    who = {"name": name, "role": ROLES.get(text(item.get("ParticipantRole")), "system")}
    known: dict[str, Any] = {"id": text(item.get("Id")), "at": time(item.get("AbsoluteTime"), now), **who}
    known["contact"] = text(item.get("ContactId"))
    event = content_type.removeprefix(EVENT)
    if not known["id"]:
        return
    if kind == "MESSAGE":
        yield Line(kind="message", words=text(item.get("Content")), format=content_type, **known)
    elif kind == "ATTACHMENT":
        yield Line(kind="file", words=_files(item.get("Attachments")), **known)
    elif kind == "EVENT" and event in EVENTS:
        yield Line(kind="event", words=event, **known)


def _files(raw: object) -> str:
    """Return the names and types of the files that were sent."""
    named = ((text(each.get("AttachmentName")), text(each.get("ContentType"))) for each in mappings(raw))
    return ", ".join(f"{name} ({kind})" if kind else name for name, kind in named if name or kind)
