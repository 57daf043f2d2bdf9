"""What is written on a ticket about a contact, as HTML in which nothing from outside is markup (rules 6.2, 6.3).

Every comment ends with a marker that names the contact and the kind of comment, so that it can be found before a retry.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from deskline.model.contact import Reference
from deskline.model.record import Record
from deskline.model.settings import ForContact, Installation
from deskline.words import links
from deskline.words.plain_text import ELLIPSIS, NAME, inert, one_line
from deskline.words.texts import Texts

LONGEST = 60_000
"""The longest comment in characters of HTML; Zendesk refuses more than 65,535."""

SHARE = 20_000
"""The most characters of HTML for a task's description, and for its references."""

Rows = Sequence[tuple[str, str | Markup]]


def marker(kind: str, contact_id: str) -> str:
    """Return the marker of a comment: the same for every attempt, different for every other comment."""
    return f"Deskline {kind} {contact_id}"


def recorded(settings: ForContact) -> bool:
    """Whether a link to the recording may appear anywhere."""
    return settings.download_recording and not settings.call_recording_consent


def details(record: Record, installation: Installation, texts: Texts) -> str:
    """Return the contact details note: the contact, our side, links, then the contact's attributes."""
    rows = (*_about(record, texts), *_links(record, installation, texts))
    note = _Note("note.details", record.contact.shown_attributes, marker("details", record.contact.id), rows)
    return note.html(texts)


def changes(record: Record, changed: Mapping[str, str], texts: Texts) -> str:
    """Return the note about attributes that are new or have changed since the last one."""
    return _Note("note.changes", changed, changes_marker(record)).html(texts)


def outcome(record: Record, texts: Texts) -> str:
    """Return the note about the end of a task: which one, who did it, when and for how long."""
    began, ended = record.connected_at, record.ended_at
    rows = (
        (texts("note.task"), one_line(record.contact.name, NAME)),
        (texts("note.agent"), record.agent.name),
        (texts("note.began"), texts.time(began) if began else ""),
        (texts("note.ended"), texts.time(ended) if ended else ""),
        (texts("view.duration"), duration(began, ended)),
    )
    return _Note("note.outcome", {}, outcome_marker(record), rows).html(texts)


def outcome_marker(record: Record) -> str:
    """Return the marker of that note."""
    return marker("outcome", record.contact.id)


def duration(began: datetime | None, ended: datetime | None) -> str:
    """Return the time between two moments as minutes and seconds, or nothing if one of them is not known."""
    if began is None or ended is None:
        return ""
    seconds = max(0, int((ended - began).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def changes_marker(record: Record) -> str:
    """Return the marker of the next such note, which has its number in it."""
    return marker(f"changes-{record.notes}", record.contact.id)


@dataclass(frozen=True, slots=True)
class _Note:
    """What one note says: its heading (a text's key), rows about the contact, its attributes, its marker."""

    heading: str
    attributes: Mapping[str, str]
    marker: str
    rows: Rows = ()

    def html(self, texts: Texts) -> str:
        attributes = {inert(name): inert(value) for name, value in self.attributes.items()}
        about = _list(
            (label, value if isinstance(value, Markup) else escape(inert(value))) for label, value in self.rows if value
        )
        room = LONGEST - len(about) - len(self.marker) - 500
        given = _attributes(attributes, room, texts)
        named = Markup("<p><strong>{}</strong></p>{}").format(texts("note.attributes"), given) if given else ""
        page = Markup("<p><strong>{}</strong></p>{}{}<p><em>{}</em></p>")
        return str(page.format(texts(self.heading), about, named, self.marker))


def _about(record: Record, texts: Texts) -> Rows:
    contact, agent = record.contact, record.agent
    return (
        (texts("note.direction"), texts(f"direction.{contact.direction}")),
        (texts("note.channel"), texts(f"channel.{contact.channel}")),
        (texts("note.contact_id"), contact.id),
        (texts("note.first_contact_id"), contact.first_id if contact.stems else ""),
        (texts("note.queue"), contact.queue),
        (texts("note.agent"), agent.name),
        (texts("note.routing_profile"), agent.routing_profile),
        *ROWS.get(contact.channel, _call)(record, texts),
    )


def _call(record: Record, texts: Texts) -> Rows:
    settings, inbound = record.settings, record.contact.direction == "inbound"
    ours = ("note.dialled", settings.dialed_number) if inbound else ("note.calling", settings.outbound_cli)
    return (
        (texts("note.device"), record.agent.device),
        (texts("note.customer_number"), record.number or texts("note.withheld")),
        (texts(ours[0]), ours[1]),
    )


def _chat(record: Record, texts: Texts) -> Rows:
    contact = record.contact
    return (
        (texts("note.customer_number"), record.number),
        (texts("view.who"), one_line(contact.name or record.settings.customer_name, NAME)),
    )


def _task(record: Record, texts: Texts) -> Rows:
    contact = record.contact
    share = SHARE // max(1, len(contact.references))
    return (
        (texts("note.customer_number"), record.number),
        (texts("note.task"), one_line(contact.name, NAME)),
        (texts("note.description"), _cut(inert(contact.description), SHARE, texts)),
        (texts("note.scheduled"), texts.time(contact.scheduled) if contact.scheduled else ""),
        *((one_line(each.label, NAME), _reference(each, share, texts)) for each in contact.references),
    )


def _reference(given: Reference, longest: int, texts: Texts) -> Markup:
    if links.is_web_address(given) and len(given.value) <= longest:
        return _link(inert(given.value), inert(given.value))
    return _cut(inert(given.value), longest, texts)


ROWS = {"chat": _chat, "task": _task}
"""The rows about a contact that is not a call, by channel."""


def _links(record: Record, installation: Installation, texts: Texts) -> Rows:
    rows: list[tuple[str, str | Markup]] = []
    settings = record.settings
    if record.contact.channel == "voice" and recorded(settings):
        rows.append(
            (texts("note.recording"), _link(links.recording(installation, record.contact.id), texts("note.open")))
        )
    if settings.call_recording_consent:
        rows.append((texts("note.recording"), texts("note.not_recorded")))
    address = links.contact_record(installation, record.contact.id)
    rows.append((texts("note.contact_record"), _link(address, texts("note.open_record"))))
    return rows


def _link(address: str, text: str) -> Markup:
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, text)


def _attributes(attributes: Mapping[str, str], room: int, texts: Texts) -> Markup:
    share = max(200, room // max(1, len(attributes)))
    whole = _list((name, _cut(value, room, texts)) for name, value in attributes.items())
    if len(whole) <= room:
        return whole
    return _list((str(_cut(name, 100, texts)), _cut(value, share - 200, texts)) for name, value in attributes.items())


def _cut(value: str, longest: int, texts: Texts) -> Markup:
    if len(escape(value)) <= longest:
        return escape(value).replace("\n", Markup("<br>"))
    # Escaping makes at most five characters of one.
    kept = value[: max(20, longest // 5)]
    return escape(kept) + ELLIPSIS + texts("note.shortened", count=len(value) - len(kept))


def _list(rows: Iterable[tuple[str, Markup]]) -> Markup:
    items = Markup("").join(Markup("<li><strong>{}:</strong> {}</li>").format(label, value) for label, value in rows)
    return Markup("<ul>{}</ul>").format(items) if items else Markup("")
