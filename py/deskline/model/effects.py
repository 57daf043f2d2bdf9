"""What Deskline can do: orders that a decision gives and `perform` carries out, each at most once per contact.

An order speaks of "the call's ticket" and "the call's user", never of ids that do not exist yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence for people, not yet in any language: a text's key and what goes into it, text, phrase or phrases."""

    key: str
    words: "Mapping[str, str | Phrase | tuple[Phrase, ...]]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShowSoftphone:
    """Open the top bar's pop-over."""


@dataclass(frozen=True, slots=True)
class HideSoftphone:
    """Close the top bar's pop-over."""


@dataclass(frozen=True, slots=True)
class PopUser:
    """Open a user's profile in the tab that the agent looked at last."""

    user_id: int


@dataclass(frozen=True, slots=True)
class PopTicket:
    """Open a ticket in the tab that the agent looked at last; without an id, the call's ticket."""

    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """Show the agent a notice, once per contact; its severity is in the table of notices."""

    notice: Phrase


@dataclass(frozen=True, slots=True)
class CreateUser:
    """Create the call's user; `without` names parts left out because Zendesk refused them."""

    name: str
    phone: str
    email: str
    external_id: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateTicket:
    """Create the call's ticket, for the call's user or else the agent, with the contact details as first comment.

    `follow_up_of` is the closed ticket that it follows, `instead_of` the call's earlier ticket that can no longer be
    written to; `without` names parts left out because Zendesk refused them. With `joins` a ticket that somebody has
    created for the conversation meanwhile is used instead; an agent's deliberate second ticket is created in any case.
    """

    subject: str
    html: str
    marker: str
    via_id: int
    external_id: str
    outbound_queue: str = ""
    follow_up_of: int | None = None
    joins: bool = False
    instead_of: int | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachTicket:
    """Make an existing ticket the call's ticket."""

    ticket_id: int
    requester_id: int


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Add a private comment to the call's ticket; its marker identifies it."""

    html: str
    marker: str


@dataclass(frozen=True, slots=True)
class WriteVoiceComment:
    """Add the voice comment to the call's ticket; times in UTC, `recording_url` empty if there must be none."""

    title: str
    from_line: str
    to_line: str
    direction: str
    started_at: datetime
    ended_at: datetime
    contact_id: str
    recording_url: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class AttachPhone:
    """Give the number to the call's user, who has none."""

    number: str


Show = ShowSoftphone | HideSoftphone | PopUser | PopTicket
"""Orders that only show something: nothing is lost if one fails."""

Write = CreateUser | CreateTicket | AttachTicket | WriteNote | WriteVoiceComment | AttachPhone
"""Orders that change Zendesk: saved before they are sent, marked done after, never dropped silently."""

Effect = Show | Notify | Write
Plan = tuple[Effect, ...]
