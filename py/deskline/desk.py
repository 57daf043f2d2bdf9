"""What Zendesk knows, as far as a call needs it: users and tickets."""

from dataclasses import dataclass
from datetime import datetime

CLOSED = "closed"
"""The status of a ticket that can only be followed up (rule 4.6)."""


@dataclass(frozen=True, slots=True)
class User:
    """A Zendesk user; `phones` are in E.164 where they can be read as such.

    `direct` says that the number that was looked for is this user's own direct line, not a shared one. What helps to
    tell namesakes apart, `organization` and `last_ticket`, is looked up only where the agent has to choose.
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


TICKET_PAGE, USER_PAGE = "ticket_sidebar", "user_sidebar"
"""The places of the app beside a ticket and beside a user's profile."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The place in Zendesk that the agent looks at, the ticket or user there, and since when (milliseconds)."""

    place: str = ""
    about: int | None = None
    since: float = 0.0

    def same(self, other: "Focus") -> bool:
        """Whether both are of one ticket, user or other page, whenever it came in front."""
        return (self.place, self.about) == (other.place, other.about)


@dataclass(frozen=True, slots=True)
class View:
    """What is open in front of the agent: a ticket and its requester, a user, or nothing that counts."""

    user: User | None = None
    ticket: Ticket | None = None


TURNED, PICKED, ATTACHED = "turned", "picked", "attached"
NEWCOMER, OWN = "newcomer", "own"
"""How the agent came to mean somebody: by turning to a page, in the panel's list, by attaching to a ticket of theirs.

Where they mean no user it is a new customer, or nobody yet: the ticket is the agent's own.
"""


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom the agent means, and how that is known (rule 5.3)."""

    user: User | None
    how: str


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number that the agent dialled from Zendesk, and from where: a user's profile or a ticket, if any."""

    number: str
    user_id: int | None = None
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class Calling:
    """A number that is being called since a time (UTC), and the id of the contact that came of it, if it is there.

    `typed` is what the agent typed, if they did: it stays in its field until the call is there.
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


@dataclass(frozen=True, slots=True)
class Recognised:
    """The caller is this one user; `how` is the key of the sentence that says what gave it away.

    `among` are the candidates of whom the agent picked this one, and may still pick another.
    """

    user: User
    how: str
    among: tuple[User, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new ticket; `why` is the key of the sentence that says so, `asked` the ticket number that led nowhere."""

    why: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """This ticket; `always` in manual mode too, because the call plainly belongs to it (rules 4.1, 7.1)."""

    ticket: Ticket
    why: str
    always: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The flow asked for a ticket of somebody else: the agent sees it and decides (rule 4.3)."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Adrift:
    """The conversation that this contact continues has no ticket that can be found, so far (rule 4.1)."""


Choice = Fresh | Take | Elsewhere | Adrift | Unanswered
"""Which ticket: each a different answer, because each leads elsewhere (rule 4)."""


Caller = Recognised | Unrecognised | Anonymous | Ambiguous | Unknown | Unanswered
"""Who is calling: each a different answer, because each leads elsewhere (rule 3)."""
