"""What a story is made of, and one replay of it: who is in it, how far it has come, what the app asked meanwhile."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from workbench.connect import Refused, SimulatedConnect
from workbench.zendesk import Sent, SimulatedZendesk
from workbench.zendesk_http import Json, iso

Act = Callable[["Play"], None]
Check = Callable[["Play"], Iterable[str]]
STAFF = {"colleague": ("Bea Second", "Bea Second"), "supervisor": ("Ada Admin", "Sam Supervisor")}
"""Whom a role stands for besides the account's first agent: the name in Zendesk, the name in Connect."""


@dataclass(frozen=True)
class Awaited:
    """What the app, or the person who watches, does before the story goes on."""

    says: str
    holds: Callable[[Play], bool]


@dataclass(frozen=True)
class Step:
    """One step: what happens, what to look for in the workspace, the verbs; without verbs it is the person's turn."""

    happens: str
    look: str
    do: tuple[Act, ...] = ()
    until: Awaited | None = None


@dataclass(frozen=True)
class Story:
    """A story; `cast` names the roles whose workspaces must be open, `checks` say what is missing at its end."""

    number: int
    title: str
    rules: tuple[str, ...]
    scene: Act
    steps: tuple[Step, ...]
    checks: tuple[Check, ...]
    cast: tuple[str, ...] = ("agent",)


@dataclass
class World:
    """The pretend services, the address of the workspace, and the customers whom stories have added."""

    connect: SimulatedConnect
    zendesk: SimulatedZendesk
    workspace: str
    sequence: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    customers: set[int] = field(default_factory=set)

    def zendesk_agent(self, role: str) -> int:
        """The Zendesk user id of a role; raises KeyError if the account has nobody of that name."""
        if role == "agent":
            return self.zendesk.agent_id
        named = {user["name"]: key for key, user in tuple(self.zendesk.users.items()) if user["role"] != "end-user"}
        return int(named[STAFF[role][0]])

    def connect_agent(self, role: str) -> str:
        """The Connect agent id of a role; raises KeyError if the instance has nobody of that name."""
        if role == "agent":
            return self.connect.agent().agent_id
        return {agent.name: key for key, agent in tuple(self.connect.agents.items())}[STAFF[role][1]]

    def link(self, role: str) -> str:
        """The address that opens the workspace as both agents of a role."""
        who = {"agent": self.zendesk_agent(role), "connectAgent": self.connect_agent(role)}
        return f"{self.workspace}?{urlencode(who)}"

    def pages(self, role: str) -> frozenset[int]:
        """The softphone pages that are open for a role."""
        return self.connect.pages(self.connect_agent(role))


class Play:
    """One replay of a story in a corner of its own: `users`, `numbers`, `tickets` and `contacts` by what they are."""

    def __init__(self, story: Story, world: World) -> None:
        """Sets the scene; nothing has happened yet."""
        self.story, self.world, self.done, self.auto = story, world, 0, False
        self.users: dict[str, int] = {role: world.zendesk_agent(role) for role in story.cast}
        self.numbers: dict[str, str] = {}
        self.tickets: dict[str, int] = {}
        self.contacts: dict[str, str] = {}
        self.seen: dict[str, list[Sent]] = {}
        self.undo: list[Callable[[], None]] = []
        self.suffix = str(next(world.sequence))
        story.scene(self)
        self.known = {*tuple(world.zendesk.users), *tuple(world.zendesk.tickets)}
        self.before = {key: copy.deepcopy(world.zendesk.tickets[key]) for key in self.tickets.values()}
        self.lengths = {key: len(world.zendesk.comments(key)) for key in self.tickets.values()}
        self.mark = self.step_mark = len(world.zendesk.requests)
        self.step_pages = world.pages("agent")

    def number(self, key: str) -> str:
        """Gives somebody a telephone number that nobody has had before."""
        self.numbers[key] = f"+6128{8_000_000 + next(self.world.sequence):07d}"
        return self.numbers[key]

    def person(self, key: str, name: str, number: str | None = None, shared: bool = False) -> int:
        """Adds an end user of that name with a number of their own, or with the one that is given."""
        phone = number or self.number(key)
        who = {"name": f"{name} {self.suffix}", "email": f"{key}.{self.suffix}@example.com"}
        self.users[key] = self.world.zendesk.add_user(**who, phone=phone, shared_phone=shared)["id"]
        self.world.customers.add(self.users[key])
        return self.users[key]

    def ticket(self, key: str, of: str, minutes: float = 0, status: str = "open") -> int:
        """Adds a ticket of somebody in the story, last touched so many minutes ago."""
        when = iso(self.world.zendesk.now() - timedelta(minutes=minutes))
        given = {"requester_id": self.users[of], "subject": f"Story {self.story.number}: {key}", "status": status}
        self.tickets[key] = self.world.zendesk.add_ticket(created_at=when, updated_at=when, **given)["id"]
        return self.tickets[key]

    def say(self, template: str) -> str:
        """The template with the story's people, numbers and tickets in it."""
        people = {key: self.world.zendesk.users[user]["name"] for key, user in self.users.items()}
        numbers = {f"{key}_number": number for key, number in self.numbers.items()}
        emails = {f"{key}_email": self.world.zendesk.users[user]["email"] for key, user in self.users.items()}
        return template.format_map({**people, **numbers, **emails, **self.tickets})

    @property
    def requests(self) -> list[Sent]:
        """What the app asked of Zendesk since the story began."""
        return self.world.zendesk.requests[self.mark :]

    @property
    def writes(self) -> list[Sent]:
        """The requests about this story's people and contacts that were not questions."""
        signs = [*self.contacts.values(), *self.numbers.values(), *map(str, self._ids())]
        sent = [each for each in self.requests if each.method != "GET"]
        return [each for each in sent if any(sign in each.path + json.dumps(each.body) for sign in signs)]

    def _ids(self) -> list[int]:
        customers = [key for who, key in self.users.items() if who not in self.story.cast]
        return [*customers, *(user["id"] for user in self.new_users)]

    @property
    def new_users(self) -> list[Json]:
        """The users that came into being for this story's contacts."""
        marks = {f"connect:{contact}" for contact in self.contacts.values()} | set(self.numbers.values())
        new = [each for key, each in tuple(self.world.zendesk.users.items()) if key not in self.known]
        return [each for each in new if marks & {each["external_id"], each["phone"]}]

    @property
    def new_tickets(self) -> list[Json]:
        """The tickets that came into being for this story's contacts or people."""
        marks = {f"connect:{contact}" for contact in self.contacts.values()}
        new = [each for key, each in tuple(self.world.zendesk.tickets.items()) if key not in self.known]
        return [each for each in new if each["external_id"] in marks or each["requester_id"] in self._ids()]

    def made(self, contact: str) -> list[Json]:
        """The tickets that were made for a contact."""
        mark = f"connect:{self.contacts.get(contact)}"
        return [each for each in tuple(self.world.zendesk.tickets.values()) if each["external_id"] == mark]

    def comments(self, ticket: str) -> list[Json]:
        """The conversation of a ticket of the scene, or of the one that was made for the contact of that name."""
        keys = [self.tickets[ticket]] if ticket in self.tickets else [each["id"] for each in self.made(ticket)]
        return [comment for key in keys for comment in self.world.zendesk.comments(key)]

    def notes(self, ticket: str) -> list[Json]:
        """The private notes of a ticket."""
        return [each for each in self.comments(ticket) if each["type"] == "Comment" and not each["public"]]

    def marked(self, ticket: str, contact: str, kind: str) -> list[Json]:
        """The private notes of a ticket that say of themselves that they are of this kind, about this contact."""
        mark = f"Deskline {kind} {self.contacts.get(contact)}"
        return [each for each in self.notes(ticket) if mark in each["html_body"]]

    def voices(self, ticket: str) -> list[Json]:
        """The voice comments of a ticket."""
        return [each for each in self.comments(ticket) if "Voice" in each["type"]]

    @property
    def awaited(self) -> str | None:
        """What has yet to come about before the next step, in words; None: the story can go on."""
        if not self.done:
            return None if self.world.pages("agent") else "the workspace of {agent} is open"
        until = self.story.steps[self.done - 1].until
        return None if until is None or until.holds(self) else until.says

    @property
    def over(self) -> bool:
        """Whether the last step has been taken."""
        return self.done == len(self.story.steps)

    def advance(self) -> None:
        """Takes the next step; raises Refused if Connect refuses a verb of it, and then stays where it was."""
        self.step_mark, self.step_pages = len(self.world.zendesk.requests), self.world.pages("agent")
        for act in self.story.steps[self.done].do:
            act(self)
        self.done += 1
        if self.over:
            self.restore()

    def missing(self) -> list[str]:
        """What is not as it should be, in sentences."""
        return [self.say(word) for check in self.story.checks for word in check(self)]

    def restore(self) -> None:
        """Turns back what the story has turned for everybody: search lag, faults."""
        while self.undo:
            self.undo.pop()()

    def leave(self) -> None:
        """Ends and closes the contacts that the story has left over."""
        for verb in (self.world.connect.hang_up, self.world.connect.clear):
            for contact in self.contacts.values():
                with suppress(Refused):
                    verb(contact)
        self.restore()
