"""Who it is, by what the flow of a task says (rules 3.1, 3.4)."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from deskline.ask.caller import identify
from deskline.model.findings import Ambiguous, Anonymous, Caller, Recognised, Unrecognised
from deskline.model.people import User
from deskline.model.settings import ForContact
from unit.builders import ANN, BOB, NUMBER, record


class Desk:
    """A Zendesk with these users for each sign; it records what it is asked."""

    def __init__(self, **found: Sequence[User]) -> None:
        self.found, self.asked = found, list[str]()
        self.users: Any = self

    def __getattr__(self, name: str) -> Any:
        async def search(value: str) -> Sequence[User]:
            self.asked.append(name.removeprefix("with_"))
            return self.found.get(self.asked[-1], ())

        return search

    async def introduced(self, users: Sequence[User]) -> Sequence[User]:
        """Return the same users."""
        return users


def who(desk: Any, **said: str) -> Caller | None:
    task = record(channel="task", number=said.get("customer_number", ""), settings=ForContact(**said))
    return asyncio.run(identify(desk, task)).caller


SAID = {"customer_email": "a@example.com", "customer_number": NUMBER, "customer_name": "Ann"}


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        ({"email": (ANN,)}, ["email"]),
        ({"number": (ANN,)}, ["email", "number"]),
        ({"name": (ANN,)}, ["email", "number", "name"]),
    ],
)
def test_rule_3_1_a_sign_that_nobody_has_goes_on_to_the_next(found: dict[str, Any], asked: list[str]) -> None:
    desk = Desk(**found)
    assert who(desk, **SAID) == Recognised(ANN, f"why.customer_{asked[-1]}")
    assert desk.asked == asked


@pytest.mark.parametrize(("sign", "asked"), [("email", 1), ("number", 2), ("name", 3)])
def test_rule_3_4_a_sign_that_several_have_stops_the_search(sign: Any, asked: int) -> None:
    desk = Desk(**{sign: (ANN, BOB)})
    assert who(desk, **SAID) == Ambiguous((ANN, BOB), sign)
    assert len(desk.asked) == asked


def test_rule_3_1_nobody_found_is_not_the_same_as_nobody_named() -> None:
    assert who(Desk(), **SAID) == Unrecognised(NUMBER)
    assert who(Desk(), customer_name="Ann") == Unrecognised("")
    assert who(Desk()) == Anonymous()
