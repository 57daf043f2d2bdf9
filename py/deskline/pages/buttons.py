"""What an agent can press, as HTML with the button's name, contact and value, and what pressing it requests."""

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


def button(press: Press, text: str, *, disabled: bool = False) -> Markup:
    """Return a button."""
    off = Markup(" disabled") if disabled else Markup("")
    return Markup('<button type="button" {}{}>{}</button>').format(press.attributes, off, text)


def toggle(press: Press, text: str, *, on: bool) -> Markup:
    """Return a button that is one of several to choose from, and is chosen or not."""
    pressed = "true" if on else "false"
    return Markup('<button type="button" {} aria-pressed="{}">{}</button>').format(press.attributes, pressed, text)


def checkbox(press: Press, text: str, *, on: bool) -> Markup:
    """Return a checkbox, which tells the engine yes or no."""
    checked = Markup(" checked") if on else Markup("")
    shown = Markup('<input type="checkbox" {}{}>').format(press.attributes, checked)
    return Markup('<label class="tick">{} <span dir="auto">{}</span></label>').format(shown, text)


def link(name: Button, text: str, value: int) -> Markup:
    """Return a button that looks like a link and opens something in Zendesk."""
    return Markup('<button type="button" class="link" data-press="{}" data-value="{}">{}</button>').format(
        name, value, text
    )


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
