"""The messages that pages send to the engine: each kind declared once, checked on arrival."""

import json
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Literal, get_args, get_origin

from deskline.model.errors import BadMessage
from deskline.model.moments import Button

ZendeskId = int | None
"""A user's or ticket's id, from 1 on, or None."""


@dataclass(frozen=True, slots=True)
class Hello:
    """A page of the app has opened: in which tab, at which place, about which ticket or user.

    `visible` says that its tab is in view, `active` that Zendesk has not deactivated it, and `since` when Zendesk
    activated it (milliseconds since 1970).
    """

    page: str
    tab: str
    place: str
    about: ZendeskId = None
    visible: bool = False
    active: bool = True
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class PageLookedAt:
    """The agent has looked at the tab that this page is in; Zendesk activated it at `since`.

    `changed` says that its ticket or user has changed since, such as a ticket's requester.
    """

    page: str
    tab: str
    since: float = 0.0
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """The agent has turned away from the ticket or user that this page is about."""

    page: str


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """The agent has pressed a button or chosen from a list: its name, its contact, its value."""

    page: str
    button: Button
    contact: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Dial:
    """The agent wants to call a number: clicked in Zendesk, or typed or chosen on a page of the app."""

    number: str
    user_id: ZendeskId = None
    ticket_id: ZendeskId = None


@dataclass(frozen=True, slots=True)
class Bye:
    """A page is closing."""

    page: str


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """Connect has reported a contact, as Streams' contact snapshot; `gone` if it was destroyed."""

    contact: dict[str, Any]
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ChatSaid:
    """ChatJS has reported items of a chat, or none.

    `whole` says that no item is missing by now, `over` that this agent's part of the chat has ended.
    """

    contact: str
    items: list[Any]
    whole: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class ContactViewed:
    """A contact has come to the front in Amazon's softphone."""

    contact: str


@dataclass(frozen=True, slots=True)
class AgentSeen:
    """Connect has reported the agent: configuration, state, and the ids of the contacts that are live.

    `skew` says by how many seconds Connect's clock is ahead of the browser's.
    """

    agent: dict[str, Any]
    contacts: list[Any] = field(default_factory=list)
    skew: float = 0.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem with Connect: the shim's word for it, and Streams' word for its type."""

    what: str
    detail: str = ""


Message = (
    Hello
    | PageLookedAt
    | Away
    | Bye
    | ButtonPressed
    | Dial
    | ContactSeen
    | ContactViewed
    | ChatSaid
    | AgentSeen
    | Trouble
)

KINDS: dict[str, type[Message]] = {
    "hello": Hello,
    "looked": PageLookedAt,
    "away": Away,
    "bye": Bye,
    "pressed": ButtonPressed,
    "dial": Dial,
    "contact": ContactSeen,
    "viewed": ContactViewed,
    "chat": ChatSaid,
    "agent": AgentSeen,
    "trouble": Trouble,
}
"""Each message by its `kind`."""

_PLAIN: dict[Any, Any] = {dict[str, Any]: dict, list[Any]: list, float: (int, float)}


def read(text: str) -> Message:
    """Return the message in a JSON text; raises `BadMessage` if it is not exactly one of the declared kinds."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise BadMessage("not JSON") from error
    if not isinstance(raw, dict) or raw.get("kind") not in KINDS:
        raise BadMessage("of no known kind")
    kind = KINDS[raw.pop("kind")]
    known = {part.name: part for part in fields(kind)}
    missing = [name for name, part in known.items() if _required(part) and name not in raw]
    wrong = [name for name, value in raw.items() if name not in known or not _fits(value, known[name].type)]
    if missing or wrong:
        raise BadMessage(f"{kind.__name__} without {missing}, with unfit {wrong}")
    return kind(**{name: _known(value, known[name].type) for name, value in raw.items()})


def _required(part: Any) -> bool:
    return part.default is MISSING and part.default_factory is MISSING


def _fits(value: object, kind: Any) -> bool:
    if isinstance(value, bool) and kind is not bool:
        return False
    if kind == ZendeskId and value is not None:
        return isinstance(value, int) and value > 0
    if get_origin(kind) is Literal:
        return isinstance(value, str)
    return isinstance(value, _PLAIN.get(kind, kind))


def _known(value: object, kind: Any) -> Any:
    # A page of another version may have a button that this one does not know: it does nothing.
    return value if get_origin(kind) is not Literal or value in get_args(kind) else ""
