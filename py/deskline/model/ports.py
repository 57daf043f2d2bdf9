"""The ports to the world outside: Zendesk, the agent's tabs and softphone, the browser's storage, the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from deskline.model.effects import CreateTicket, CreateUser, Phrase, Show, WriteVoiceComment
from deskline.model.people import Ticket, User


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request to JavaScript: its kind and fields, the answer, and after how many milliseconds that came."""

    kind: str
    fields: Mapping[str, object]
    answer: Mapping[str, Any]
    ms: int


class RequestLog(Protocol):
    """Where it is recorded what was asked of JavaScript."""

    def asked(self, exchange: Exchange) -> None:
        """Record a request and its answer."""
        ...


class UserLookups(Protocol):
    """What can be asked about Zendesk's users. Every method raises `NoAnswer`, `Busy` or `Refused` if it fails."""

    async def with_number(self, number: str) -> Sequence[User]:
        """Return every user who has this canonical number among their phone identities."""
        ...

    async def by_id(self, user_id: int) -> User | None:
        """Return the user, or None if there is none with this id."""
        ...

    async def with_email(self, email: str) -> Sequence[User]:
        """Return every user who has this e-mail address."""
        ...

    async def with_name(self, name: str) -> Sequence[User]:
        """Return every user with this whole name, in any case."""
        ...

    async def matching(self, text: str, most: int) -> Sequence[User]:
        """Return users with a name, e-mail address or number that begins like the text, or contains its digits."""
        ...

    async def made_for(self, external_id: str) -> User | None:
        """Return the user created with this external id, without search lag."""
        ...

    async def introduced(self, users: Sequence[User]) -> Sequence[User]:
        """Return the same users with organisation and last ticket, which tell them apart."""
        ...


class Users(UserLookups, Protocol):
    """Zendesk's users, to read and to write."""

    async def create(self, order: CreateUser) -> User:
        """Create a user."""
        ...

    async def attach_phone(self, user_id: int, number: str) -> None:
        """Give a user who has no phone this number."""
        ...


class TicketLookups(Protocol):
    """What can be asked about Zendesk's tickets. Every method raises `NoAnswer`, `Busy` or `Refused` if it fails."""

    async def by_id(self, ticket_id: int) -> Ticket | None:
        """Return the ticket, or None if there is none with this id that the agent may read."""
        ...

    async def that_mentions(self, contact_id: str) -> Ticket | None:
        """Return a ticket whose comments contain the contact id; the search lags by minutes."""
        ...

    async def latest_open(self, user_id: int, since: datetime) -> Ticket | None:
        """Return the user's ticket that was updated last and is not closed, if that was at or after `since` (UTC)."""
        ...

    async def made_for(self, external_id: str) -> Ticket | None:
        """Return the ticket created with this external id, without search lag."""
        ...

    async def outbound_queue(self, ticket_id: int) -> tuple[str, int]:
        """Return the ticket's stored queue for outbound calls, or nothing, and its brand id."""
        ...


class Tickets(TicketLookups, Protocol):
    """Zendesk's tickets, to read and to write."""

    async def create(self, order: CreateTicket, requester_id: int, agent_id: int) -> Ticket:
        """Create a ticket with a private first comment."""
        ...


class Comments(Protocol):
    """Comments on tickets. Every method raises `NoAnswer`, `Busy` or `Refused` if it could not be done."""

    async def add_note(self, ticket_id: int, html: str) -> None:
        """Add a private comment."""
        ...

    async def has_note(self, ticket_id: int, marker: str) -> bool:
        """Whether a comment that carries this marker is on the ticket."""
        ...

    async def add_voice_comment(self, ticket_id: int, order: WriteVoiceComment, people: tuple[int, int]) -> None:
        """Add a voice comment; `people` are the agent's and the requester's ids."""
        ...

    async def has_voice_comment(self, ticket_id: int, order: WriteVoiceComment) -> bool:
        """Whether the voice comment of this contact is on the ticket."""
        ...


class DeskLookups(Protocol):
    """Zendesk's look-ups, without any way to write."""

    @property
    def users(self) -> UserLookups:
        """Its users."""
        ...

    @property
    def tickets(self) -> TicketLookups:
        """Its tickets."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Zendesk: its users, its tickets, and the comments on them."""

    users: Users
    tickets: Tickets
    comments: Comments


class Workspace(Protocol):
    """The agent's browser tabs."""

    async def show(self, order: Show) -> None:
        """Carry out an order in the tab that the agent looked at last."""
        ...

    async def tell(self, notice: Phrase) -> None:
        """Show a notice in the tab that the agent looked at last."""
        ...

    async def called(self, typed: str) -> None:
        """Clear the field in which the number was typed: the call has begun."""
        ...


class Phone(Protocol):
    """The agent's softphone in Connect."""

    async def dial(self, number: str, queue_arn: str) -> None:
        """Call the number (E.164) through the queue, or the default one; raises `NotDialled` or `NoWord`."""
        ...


class Store(Protocol):
    """Storage that survives a reload, in this browser, for this agent on this account."""

    @property
    def in_memory(self) -> bool:
        """Whether something is kept that would not survive a reload."""
        ...

    async def get(self, object_store: str, key: str) -> str | None:
        """Return the text under the key, or None."""
        ...

    async def put(self, object_store: str, key: str, text: str) -> None:
        """Store the text under the key."""
        ...

    async def delete(self, object_store: str, key: str) -> None:
        """Delete the key."""
        ...

    async def all(self, object_store: str) -> Sequence[tuple[str, str]] | None:
        """Return everything in the object store as pairs of key and text, or None if it cannot be read now."""
        ...


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    def jitter(self) -> float:
        """Return a random number between 0 and 1, which spreads retries."""
        ...


class CorrectableClock(Clock, Protocol):
    """A clock that can be corrected."""

    @property
    def behind(self) -> timedelta:
        """By how much the computer's own clock is behind this one."""
        ...

    def correct(self, behind: float) -> None:
        """Correct the clock by so many seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Lookups:
    """What a look-up needs: Zendesk, the time, and the region of numbers written without one."""

    desk: DeskLookups
    clock: Clock
    region: str | None
