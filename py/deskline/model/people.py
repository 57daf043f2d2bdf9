"""People and tickets: Zendesk's users and tickets, the agent, what they look at and what they dialled."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class User:
    """A Zendesk user; `phones` are in E.164 where they can be read as such.

    `direct` says that the number looked up is this user's direct line, not a shared one. `organization` and
    `last_ticket`, which tell namesakes apart, are looked up only where the agent has to choose.
    """

    id: int
    name: str
    email: str = ""
    phones: tuple[str, ...] = ()
    suspended: bool = False
    direct: bool = False
    role: str = "end-user"
    organization: str = ""
    last_ticket: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A Zendesk ticket."""

    id: int
    subject: str
    status: str
    requester_id: int
    updated_at: datetime

    @property
    def closed(self) -> bool:
        """Whether it is closed and can only get a follow-up (rule 4.6)."""
        return self.status == "closed"


TICKET_PAGE, NEW_TICKET_PAGE, USER_PAGE = "ticket_sidebar", "new_ticket_sidebar", "user_sidebar"
"""The app's places beside a ticket, a ticket that is not created yet, and a user's profile."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The place in Zendesk that the agent looks at, the ticket or user there, and since when (milliseconds)."""

    place: str = ""
    about: int | None = None
    since: float = 0.0

    def same(self, other: "Focus") -> bool:
        """Whether both are the same ticket, user or other page, whenever it came in front."""
        return (self.place, self.about) == (other.place, other.about)


@dataclass(frozen=True, slots=True)
class View:
    """What is open in front of the agent: a ticket and its requester, a user, or nothing that counts."""

    user: User | None = None
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number that the agent dialled from Zendesk, and from where: a user's profile or a ticket, if any."""

    number: str
    user_id: int | None = None
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class Calling:
    """A number being called since a time (UTC), and the id of its contact, once there is one.

    `typed` is what the agent typed, if they did: it stays in its field until the call appears.
    """

    dialled: Dialled
    since: datetime
    contact: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent who is signed in: in Zendesk (id, name) and in Connect (the rest)."""

    id: int
    name: str
    routing_profile: str = ""
    device: str = ""
