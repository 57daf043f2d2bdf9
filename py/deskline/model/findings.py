"""Results of the look-ups and of the agent's choice: who it is, which ticket."""

from dataclasses import dataclass
from typing import Final, Literal

from deskline.model.people import Ticket, User

NEWCOMER: Final = "newcomer"
"""The agent's choice of a new customer."""

OWN: Final = "own"
"""The agent's choice of nobody yet: the ticket is the agent's own."""

Meaning = Literal["turned", "picked", "attached", "newcomer", "own"]
"""How the agent chose somebody.

"turned": by turning to their page; "picked": in the panel's list; "attached": by attaching to their ticket; the others
mean no user.
"""


Sign = Literal["number", "email", "name"]
"""What a customer is looked up by."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom the agent chose, and how (rule 5.3)."""

    user: User | None
    how: Meaning


@dataclass(frozen=True, slots=True)
class Recognised:
    """The caller is this user; `why` is the text key of the evidence.

    `among` are the candidates from whom the agent picked this one, and may still pick another.
    """

    user: User
    why: str
    among: tuple[User, ...] = ()


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """Nobody in Zendesk has this number; nor, for a chat or task, the e-mail address or name that the flow gave."""

    number: str


@dataclass(frozen=True, slots=True)
class Anonymous:
    """The caller withheld the number, or the flow of a chat or task says nothing of who it is."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several users have this number, not exactly one of them as a direct line, or this e-mail address or name."""

    users: tuple[User, ...]
    by: Sign = "number"


@dataclass(frozen=True, slots=True)
class NamedUserMissing:
    """The flow named a user who does not exist: the agent decides (rule 3.2)."""

    user_id: int


@dataclass(frozen=True, slots=True)
class CouldNotAsk:
    """Zendesk did not answer: neither found nor not found (rule 3.7)."""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A new ticket; `why` is the text key of the reason, `asked` the requested ticket number that could not be used."""

    why: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class UseTicket:
    """This ticket; with `always` in manual mode too, because the call belongs to it (rules 4.1, 7.1)."""

    ticket: Ticket
    why: str
    always: bool = False


@dataclass(frozen=True, slots=True)
class OtherRequester:
    """The flow requested somebody else's ticket: the agent sees it and decides (rule 4.3)."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class ConversationTicketMissing:
    """The ticket of the conversation that this contact continues has not been found yet (rule 4.1)."""


Choice = NewTicket | UseTicket | OtherRequester | ConversationTicketMissing | CouldNotAsk
"""Which ticket: each answer has different consequences (rule 4)."""


Caller = Recognised | Unrecognised | Anonymous | Ambiguous | NamedUserMissing | CouldNotAsk
"""Who is calling: each answer has different consequences (rule 3)."""
