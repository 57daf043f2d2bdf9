"""What happens to a contact, what Connect reports of it, and what the agent wants of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from deskline.model.contact import Contact
from deskline.model.people import Dialled, Focus


@dataclass(frozen=True, slots=True)
class Ringing:
    """The contact is offered to the agent, or the agent is calling somebody."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class Connected:
    """Both sides can hear each other since a time, or since it rang if Connect tells no better."""

    contact: Contact
    since: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """The contact's attributes, queue or participants are not what they were."""

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
    """Connect has let go of the contact."""

    contact: Contact


Button = Literal[
    "create",
    "attach",
    "pick",
    "keep_number",
    "again",
    "select",
    "queue",
    "reset",
    "dial",
    "numbers",
    "open_ticket",
    "open_user",
    "diary",
    "",
]
"""What an agent can press, tick or choose from; the first five are about one contact, "" is none that is known."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The agent has pressed one of the contact's buttons; `word` is what it carried, `value` the same as an id."""

    button: Button
    value: int = 0
    word: str = ""


How = Literal["shown", "moved", "left", "loaded", "came", "again"]
"""How a page came in front of the agent.

"shown": the app opened it, or the panel that asks; "moved": without anything that the agent did in it; "left": they
turned away from it; "loaded": it has just been loaded; "came": they do something in it; "again": Zendesk has turned to
it once more.
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """The agent looks at something, perhaps at something else than before; `anew` says that it is not what it was."""

    focus: Focus = field(default_factory=Focus)
    how: How = "moved"
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """The agent's state in Connect says what became of a call that was not connected."""

    fate: str


Wish = Pressed | Looked | Explained
"""What concerns an open contact but is not reported by Connect."""

Moment = Ringing | Connected | Changed | Ended | Missed | Closed


@dataclass(frozen=True, slots=True)
class Seen:
    """A report from Connect: the contact as it is now, or as it was last if it is gone.

    `dialled` is what the agent dialled from Zendesk, if only this report tells that this is the call.
    """

    contact: Contact
    gone: bool = False
    at: datetime | None = None
    dialled: Dialled | None = None
