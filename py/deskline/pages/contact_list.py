"""The list of contacts in the nav bar: when, who, which ticket, what became of it."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup, escape

from deskline.model.record import Record
from deskline.pages.parts import began, duration, join, losses, outcome, person_link, ticket_link
from deskline.words.texts import Texts
from deskline.words.who import channel


def contact_list(records: Sequence[Record], texts: Texts) -> Markup:
    """Return the contacts as rows, or say that there are none yet."""
    if not records:
        return Markup('<p class="quiet">{}</p>').format(texts("view.no_contacts_yet"))
    keys = ("view.time", "view.who", "note.direction", "note.channel", "view.ticket", "view.duration", "view.outcome")
    heads = join(Markup('<th scope="col">{}</th>').format(texts(key)) for key in keys)
    rows = join(_row(record, texts) for record in records)
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(heads, rows)


def _row(record: Record, texts: Texts) -> Markup:
    cells = (
        _time(began(record)),
        Markup('<span dir="auto">{}</span>').format(person_link(record, texts)),
        texts(f"direction.{record.contact.direction}"),
        texts.say(channel(record)),
        ticket_link(record),
        duration(record),
        escape(outcome(record, texts)) + losses(record, texts),
    )
    shown = join(Markup("<td>{}</td>").format(cell) for cell in cells)
    return Markup('<tr id="row-{}">{}</tr>').format(record.contact.id, shown)


def _time(moment: datetime) -> Markup:
    # The page knows the agent's time zone; it fills in the local time.
    return Markup('<time datetime="{}"></time>').format(moment.isoformat())
