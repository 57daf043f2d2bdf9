"""Whether an order was carried out after all, asked where its answer was lost."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from deskline.act.perform import outcome
from deskline.model.contact import Contact
from deskline.model.effects import AttachPhone, WriteNote
from deskline.model.people import Agent, User
from deskline.model.record import Record

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NUMBER = "+61299990001"


@dataclass
class OneUser:
    """A desk that knows one user, or none."""

    user: User | None
    users: "OneUser" = field(init=False)

    def __post_init__(self) -> None:
        self.users = self

    async def by_id(self, _: int) -> User | None:
        """The user."""
        return self.user


@pytest.mark.parametrize(
    ("user", "stored"), [(User(7, "Ann", phones=(NUMBER,)), True), (User(7, "Ann"), False), (None, False)]
)
def test_rule_11_6_a_number_counts_as_stored_if_its_user_has_one(user: User | None, stored: bool) -> None:
    record = Record(Contact("c1", "connected", NOW), Agent(1, "Bea"), user_id=7)
    desk: Any = OneUser(user)
    assert asyncio.run(outcome(AttachPhone(NUMBER), record, desk)) == (record if stored else None)


@pytest.mark.parametrize("order", [AttachPhone(NUMBER), WriteNote("text", "marker")])
def test_rule_11_6_what_has_no_user_or_ticket_yet_was_not_carried_out(order: Any) -> None:
    record = Record(Contact("c1", "connected", NOW), Agent(1, "Bea"))
    desk: Any = OneUser(None)
    assert asyncio.run(outcome(order, record, desk)) is None
