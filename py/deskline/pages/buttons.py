"""What the engine is told when an agent presses something, and what that requests."""

from dataclasses import dataclass

from markupsafe import Markup

from deskline.model import messages, moments
from deskline.model.effects import PopTicket, PopUser
from deskline.model.moments import Button


@dataclass(frozen=True, slots=True)
class Press:
    """What the engine is told when an element is pressed: the button's name, its contact, and a value."""

    name: Button
    contact: str = ""
    value: str = ""

    @property
    def attributes(self) -> Markup:
        """The attributes of the element, in which the page finds it."""
        return Markup('data-press="{}" data-contact="{}" data-value="{}"').format(self.name, self.contact, self.value)


def wish(message: messages.ButtonPressed) -> moments.Pressed:
    """Return a pressed button as the contact handles it."""
    return moments.Pressed(message.button, id_in(message.value), message.value)


def opened(message: messages.ButtonPressed) -> PopTicket | PopUser | None:
    """Return the order to open a link's ticket or user, or None if it has no id."""
    number = id_in(message.value)
    return (PopTicket if message.button == "open_ticket" else PopUser)(number) if number else None


def id_in(value: str) -> int:
    """Return the id that a button carries, or 0."""
    return int(value) if value.isascii() and value.isdigit() else 0
