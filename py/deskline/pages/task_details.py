"""What a task is about: its description, when it was due, and what it refers to."""

from markupsafe import Markup

from deskline.model.contact import Reference
from deskline.model.record import Record
from deskline.pages.parts import Text, facts, time
from deskline.words import links
from deskline.words.texts import Texts


def task_details(record: Record, texts: Texts) -> Markup:
    """Return what is known about a task besides its name; nothing for other contacts."""
    contact = record.contact
    if contact.channel != "task":
        return Markup("")
    given: list[tuple[str, Text]] = [
        (texts("note.description"), contact.description),
        (texts("note.scheduled"), time(contact.scheduled) if contact.scheduled else ""),
    ]
    given += [(each.label, _reference(each)) for each in contact.references]
    return facts(given) if any(value for _, value in given) else Markup("")


def _reference(given: Reference) -> Text:
    if not links.is_web_address(given):
        return given.value
    return Markup('<a href="{0}" target="_blank" rel="noreferrer">{0}</a>').format(given.value)
