"""What pressing a button asks for."""

import pytest

from deskline.model import moments
from deskline.model.effects import PopTicket, PopUser
from deskline.model.messages import ButtonPressed
from deskline.pages.buttons import id_in, opened, wish


@pytest.mark.parametrize(("value", "number"), [("5", 5), ("", 0), ("five", 0), ("-5", 0), ("\u0665", 0)])
def test_a_button_carries_an_id_or_none(value: str, number: int) -> None:
    assert id_in(value) == number


def test_a_contact_is_asked_for_what_its_button_carries_as_number_and_as_word() -> None:
    assert wish(ButtonPressed("p", "pick", "c", "7")) == moments.Pressed("pick", 7, "7")
    assert wish(ButtonPressed("p", "pick", "c", "own")) == moments.Pressed("pick", 0, "own")


def test_a_link_opens_the_ticket_or_user_that_it_names() -> None:
    assert opened(ButtonPressed("p", "open_ticket", value="5")) == PopTicket(5)
    assert opened(ButtonPressed("p", "open_user", value="7")) == PopUser(7)
    assert opened(ButtonPressed("p", "open_user", value="Ann")) is None
