"""Zendesk, the agent's tabs, the browser's storage and the time, in memory, for tests of what is written."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deskline.model.effects import CreateTicket, CreateUser, Phrase, Show, WriteVoiceComment
from deskline.model.people import Ticket, User
from deskline.model.ports import Desk
from unit.builders import ANSWERED, RANG

NEW_USER, NEW_TICKET = 70, 50
"""The ids that what is created gets."""


@dataclass
class Account:
    """What is in Zendesk, and what was asked of it; `fails` are the errors that the next calls of a method raise."""

    users: dict[int, User] = field(default_factory=dict)
    tickets: dict[int, Ticket] = field(default_factory=dict)
    users_made: dict[str, User] = field(default_factory=dict)
    tickets_made: dict[str, Ticket] = field(default_factory=dict)
    comments: dict[int, list[str]] = field(default_factory=dict)
    fails: dict[str, list[Exception]] = field(default_factory=dict)
    calls: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        """The account behind the ports."""
        return Desk(FakeUsers(self), FakeTickets(self), FakeComments(self))

    @property
    def asked(self) -> list[str]:
        """The names of the methods that were called, in order."""
        return [name for name, *_ in self.calls]

    def called(self, name: str, *facts: Any) -> None:
        """Record a call; raises what the test wants to go wrong with it."""
        self.calls.append((name, *facts))
        due = self.fails.get(name)
        if due:
            raise due.pop(0)


@dataclass
class FakeUsers:
    """The port to Zendesk's users."""

    account: Account

    async def with_number(self, number: str) -> Sequence[User]:
        """Return whoever has the number."""
        self.account.called("with_number", number)
        return [user for user in self.account.users.values() if number in user.phones]

    async def by_id(self, user_id: int) -> User | None:
        """Return the user."""
        self.account.called("user", user_id)
        return self.account.users.get(user_id)

    async def with_name(self, name: str) -> Sequence[User]:
        """Nobody asks for names in order to write."""
        raise NotImplementedError

    async def with_email(self, email: str) -> Sequence[User]:
        """Return whoever has the address."""
        self.account.called("with_email", email)
        return [user for user in self.account.users.values() if user.email == email]

    async def made_for(self, external_id: str) -> User | None:
        """Return the user with this external id."""
        self.account.called("user_made", external_id)
        return self.account.users_made.get(external_id)

    async def introduced(self, users: Sequence[User]) -> Sequence[User]:
        """Return the users as they are."""
        return users

    async def create(self, order: CreateUser) -> User:
        """Create the user."""
        self.account.called("create_user", order)
        user = User(NEW_USER, order.name)
        self.account.users[user.id] = self.account.users_made[order.external_id] = user
        return user

    async def attach_phone(self, user_id: int, number: str) -> None:
        """Record the call."""
        self.account.called("attach_phone", user_id, number)


@dataclass
class FakeTickets:
    """The port to Zendesk's tickets."""

    account: Account

    async def by_id(self, ticket_id: int) -> Ticket | None:
        """Return the ticket."""
        self.account.called("ticket", ticket_id)
        return self.account.tickets.get(ticket_id)

    async def that_mentions(self, contact_id: str) -> Ticket | None:
        """Return no ticket: nobody who writes searches."""
        return None

    async def latest_open(self, user_id: int, since: datetime) -> Ticket | None:
        """Return no ticket: nobody who writes searches."""
        return None

    async def made_for(self, external_id: str) -> Ticket | None:
        """Return the ticket with this external id."""
        self.account.called("ticket_made", external_id)
        return self.account.tickets_made.get(external_id)

    async def outbound_queue(self, ticket_id: int) -> tuple[str, int]:
        """Return no queue: nobody who writes asks for it."""
        return "", 0

    async def create(self, order: CreateTicket, requester_id: int, agent_id: int) -> Ticket:
        """Create the ticket."""
        self.account.called("create_ticket", order, requester_id, agent_id)
        ticket = Ticket(NEW_TICKET, order.subject, "open", requester_id, RANG)
        self.account.tickets[ticket.id] = self.account.tickets_made[order.external_id] = ticket
        self.account.comments[ticket.id] = [order.html]
        return ticket


@dataclass
class FakeComments:
    """The comments on the account's tickets."""

    account: Account

    async def add_note(self, ticket_id: int, html: str) -> None:
        """Add the note."""
        self.account.called("add_note", ticket_id, html)
        self.account.comments.setdefault(ticket_id, []).append(html)

    async def has_note(self, ticket_id: int, marker: str) -> bool:
        """Whether the marker stands in a comment."""
        self.account.called("has_note", ticket_id, marker)
        return any(marker in html for html in self.account.comments.get(ticket_id, ()))

    async def add_voice_comment(self, ticket_id: int, order: WriteVoiceComment, people: tuple[int, int]) -> None:
        """Add the voice comment."""
        self.account.called("add_voice_comment", ticket_id, order, people)
        self.account.comments.setdefault(ticket_id, []).append(order.contact_id)

    async def has_voice_comment(self, ticket_id: int, order: WriteVoiceComment) -> bool:
        """Whether the contact's id stands in a comment."""
        self.account.called("has_voice_comment", ticket_id)
        return any(order.contact_id in html for html in self.account.comments.get(ticket_id, ()))


@dataclass
class FakeWorkspace:
    """The agent's tabs; `fails` is raised by whatever they are told to show next."""

    shown: list[Show] = field(default_factory=list)
    told: list[Phrase] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    async def show(self, order: Show) -> None:
        """Record the order."""
        if self.fails:
            raise self.fails.pop()
        self.shown.append(order)

    async def tell(self, notice: Phrase) -> None:
        """Record the notice."""
        if self.fails:
            raise self.fails.pop()
        self.told.append(notice)

    async def called(self, typed: str) -> None:
        """Do nothing: nobody who writes has dialled."""


@dataclass
class FakeStore:
    """The browser's storage: everything that was put, in order."""

    puts: list[tuple[str, str, str]] = field(default_factory=list)
    in_memory = False

    async def get(self, object_store: str, key: str) -> str | None:
        """Return nothing: nobody who writes reads."""
        return None

    async def put(self, object_store: str, key: str, text: str) -> None:
        """Record what is kept."""
        self.puts.append((object_store, key, text))

    async def delete(self, object_store: str, key: str) -> None:
        """Do nothing: nobody who writes deletes."""

    async def all(self, object_store: str) -> Sequence[tuple[str, str]] | None:
        """Return nothing: nobody who writes reads."""
        return ()


@dataclass
class FakeClock:
    """A time that stands still: who sleeps lets others go on, and is recorded."""

    time: datetime = ANSWERED
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the time."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Record the wait."""
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def jitter(self) -> float:
        """Return the middle, which makes no wait longer or shorter."""
        return 0.5
