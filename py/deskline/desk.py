"""What Zendesk knows, as far as a call needs it: users and tickets."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class User:
    """A Zendesk user; `phones` are in E.164 where they can be read as such.

    `direct` says that the number that was looked for is this user's own direct line, not a shared one.
    """

    id: int
    name: str
    email: str = ""
    phones: tuple[str, ...] = ()
    suspended: bool = False
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """A Zendesk ticket."""

    id: int
    subject: str
    status: str
    requester_id: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent who is signed in: in Zendesk (id, name) and in Connect (the rest)."""

    id: int
    name: str
    routing_profile: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The caller is this one user; `how` is the key of the sentence that says what gave it away."""

    user: User
    how: str


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """Nobody in Zendesk has this number."""

    number: str


@dataclass(frozen=True, slots=True)
class Anonymous:
    """The caller withheld the number."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several users have this number, and none of them as a direct line."""

    users: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The flow named a user who does not exist: the agent decides (rule 3.2)."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Zendesk could not be asked: neither found nor not found (rule 3.7)."""


Caller = Recognised | Unrecognised | Anonymous | Ambiguous | Unknown | Unanswered
"""Who is calling: each a different answer, because each leads elsewhere (rule 3)."""
