"""Moments of a contact, reports by Connect, and requests by the agent."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from deskline.model.contact import Contact
from deskline.model.people import Dialled, Focus, User


@dataclass(frozen=True, slots=True)
class Ringing:
    """The contact is offered to the agent, or the agent is calling somebody."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class Connected:
    """Both sides are connected, since a time, or since it rang if Connect reports no better one."""

    contact: Contact
    since: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """The contact's attributes, queue or participants have changed."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class Ended:
    """The conversation is over; after-contact work may follow."""

    contact: Contact
    at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """The contact went away before it was connected: rejected, abandoned or not answered."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class Closed:
    """Connect has destroyed the contact."""

    contact: Contact


Button = Literal[
    "create",
    "attach",
    "pick",
    "keep_number",
    "search",
    "again",
    "select",
    "next",
    "earlier",
    "sounds",
    "queue",
    "reset",
    "dial",
    "numbers",
    "softphone",
    "contacts",
    "open_ticket",
    "open_user",
    "diary",
    "",
]
"""What an agent can press, tick or choose from; the first six are about one contact, "" is an unknown one."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The agent has pressed one of the contact's buttons; `word` is its value, `value` the same as an id.

    `found` is the person with this id whom the agent has searched for.
    """

    button: Button
    value: int = 0
    word: str = ""
    found: User | None = None


How = Literal["shown", "moved", "left", "loaded", "came", "again"]
"""How a page came in front of the agent.

"shown": the app opened it, or the panel in front changed; "moved": without any action in it; "left": they turned away
from it; "loaded": it has just been loaded; "came": they do something in it; "again": Zendesk has activated it again.
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """The agent looks at a page, perhaps another than before; `anew` says that its content has changed."""

    focus: Focus = field(default_factory=Focus)
    how: How = "moved"
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """The agent's state in Connect says why a call was not connected."""

    fate: str


Wish = Pressed | Looked | Explained
"""Requests to an open contact that do not come from Connect."""

Moment = Ringing | Connected | Changed | Ended | Missed | Closed


@dataclass(frozen=True, slots=True)
class Seen:
    """A report from Connect: the contact as it is now, or as it was last if it is gone.

    `dialled` is what the agent dialled from Zendesk, if this report shows that this is the call.
    """

    contact: Contact
    gone: bool = False
    at: datetime | None = None
    dialled: Dialled | None = None
