"""What an agent can press: as HTML that tells the engine its name, contact and value, and what is asked for then."""

from markupsafe import Markup

from deskline.model import messages, moments
from deskline.model.effects import PopTicket, PopUser
from deskline.model.moments import Button


def button(name: Button, text: str, contact: str = "", value: str = "", *, disabled: bool = False) -> Markup:
    """Return a button that tells the engine that it was pressed."""
    off = Markup(" disabled") if disabled else Markup("")
    return Markup('<button type="button" data-press="{}" data-contact="{}" data-value="{}"{}>{}</button>').format(
        name, contact, value, off, text
    )


def toggle(name: Button, text: str, contact: str, value: str, *, on: bool) -> Markup:
    """Return a button that is one of several to choose from, and is chosen or not."""
    shape = '<button type="button" data-press="{}" data-contact="{}" data-value="{}" aria-pressed="{}">{}</button>'
    return Markup(shape).format(name, contact, value, "true" if on else "false", text)


def tick(name: Button, text: str, contact: str, *, on: bool) -> Markup:
    """Return a box to tick, which tells the engine yes or no."""
    box = Markup('<input type="checkbox" data-press="{}" data-contact="{}"{}>')
    shown = box.format(name, contact, Markup(" checked") if on else Markup(""))
    return Markup('<label class="tick">{} <span dir="auto">{}</span></label>').format(shown, text)


def link(name: Button, text: str, value: int) -> Markup:
    """Return a button that looks like a link and opens something in Zendesk."""
    return Markup('<button type="button" class="link" data-press="{}" data-value="{}">{}</button>').format(
        name, value, text
    )


def wish(message: messages.ButtonPressed) -> moments.Pressed:
    """Return what was pressed as its contact takes it."""
    return moments.Pressed(message.button, id_in(message.value), message.value)


def opened(message: messages.ButtonPressed) -> PopTicket | PopUser | None:
    """Return the order to open what a link stands for, unless it names none."""
    number = id_in(message.value)
    return (PopTicket if message.button == "open_ticket" else PopUser)(number) if number else None


def id_in(value: str) -> int:
    """Return the id that a button carries, or 0."""
    return int(value) if value.isascii() and value.isdigit() else 0
