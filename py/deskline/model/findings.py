"""What the look-ups found and what the agent means: who it is, which ticket it is."""

from dataclasses import dataclass
from typing import Final, Literal

from deskline.model.people import Ticket, User

NEWCOMER: Final = "newcomer"
"""Stands for a new customer where the agent means no user."""

OWN: Final = "own"
"""Stands for nobody yet where the agent means no user: the ticket is the agent's own."""

Meaning = Literal["turned", "picked", "attached", "newcomer", "own"]
"""How the agent came to mean somebody.

"turned": by turning to a page of theirs; "picked": in the panel's list; "attached": by attaching to a ticket of theirs;
the others mean no user.
"""


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom the agent means, and how that is known (rule 5.3)."""

    user: User | None
    how: Meaning


@dataclass(frozen=True, slots=True)
class Recognised:
    """The caller is this one user; `why` is the key of the sentence that says what gave it away.

    `among` are the candidates of whom the agent picked this one, and may still pick another.
    """

    user: User
    why: str
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
class NamedUserMissing:
    """The flow named a user who does not exist: the agent decides (rule 3.2)."""

    user_id: int


@dataclass(frozen=True, slots=True)
class CouldNotAsk:
    """Zendesk could not be asked: neither found nor not found (rule 3.7)."""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A new ticket; `why` is the key of the sentence that says so, `asked` the ticket number that led nowhere."""

    why: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class UseTicket:
    """This ticket; `always` in manual mode too, because the call plainly belongs to it (rules 4.1, 7.1)."""

    ticket: Ticket
    why: str
    always: bool = False


@dataclass(frozen=True, slots=True)
class OtherRequester:
    """The flow asked for a ticket of somebody else: the agent sees it and decides (rule 4.3)."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class ConversationTicketMissing:
    """The conversation that this contact continues has no ticket that can be found, so far (rule 4.1)."""


Choice = NewTicket | UseTicket | OtherRequester | ConversationTicketMissing | CouldNotAsk
"""Which ticket: each a different answer, because each leads elsewhere (rule 4)."""


Caller = Recognised | Unrecognised | Anonymous | Ambiguous | NamedUserMissing | CouldNotAsk
"""Who is calling: each a different answer, because each leads elsewhere (rule 3)."""
