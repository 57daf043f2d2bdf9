"""What an agent can press, as HTML: each tells the engine its name, its contact and its value."""

from markupsafe import Markup


def button(name: str, text: str, contact: str = "", value: str = "", *, disabled: bool = False) -> Markup:
    """Return a button that tells the engine that it was pressed."""
    off = Markup(" disabled") if disabled else Markup("")
    return Markup('<button type="button" data-press="{}" data-contact="{}" data-value="{}"{}>{}</button>').format(
        name, contact, value, off, text
    )


def link(name: str, text: str, value: int) -> Markup:
    """Return a button that looks like a link and opens something in Zendesk."""
    return Markup('<button type="button" class="link" data-press="{}" data-value="{}">{}</button>').format(
        name, value, text
    )
